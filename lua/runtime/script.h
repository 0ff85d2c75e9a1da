#ifndef ALM_RUNTIME_SCRIPT_H
#define ALM_RUNTIME_SCRIPT_H

#include "runtime/document.h"
#include "runtime/engine.h"

/* A script, its declaration checked, in an engine of its own. */
typedef struct alm_script alm_script;

/* Top levels are evaluated within these, unless the script is about to run. */
#define ALM_GLANCE_SECONDS 0.05
#define ALM_GLANCE_BYTES   ((size_t)16 << 20)

/* Such limits. `seconds` replaces the time unless it is 0; below 0 there is no
 * limit. */
alm_engine_options alm_glance_options(const alm_paths *paths, double seconds);

/* Evaluates the top level of the file and checks what it declares. Names of
 * arguments in `reserved` (n texts) are refused. `options->script` is set here.
 * What is wrong with the declaration goes into `problems` (may be NULL); *err
 * says the first. With `problems` names that nothing declares are looked for
 * too: they may be there when the script opens. */
ALM_MUST_CHECK
alm_status alm_script_open(alm_script **out, const char *path,
                           const alm_engine_options *options,
                           const char *const *reserved, size_t n,
                           alm_problem_list *problems, alm_error *err);

/* The same for a metric. */
ALM_MUST_CHECK
alm_status alm_metric_open(alm_script **out, const char *path,
                           const alm_engine_options *options,
                           alm_problem_list *problems, alm_error *err);
void alm_script_free(alm_script *script); /* NULL is allowed */

alm_engine *alm_script_engine(const alm_script *script);

/* The file's name without folder and .lua. */
const char *alm_script_name(const alm_script *script);

/* A text of the declaration ("title", "unit", ...), "" when it has none.
 * "summary" and "manual" come from the comment at the head of the file.
 * Borrowed. */
const char *alm_script_text(const alm_script *script, const char *field);

/* Pushes the declaration. */
void alm_script_push(const alm_script *script);

/* An argument as the command line needs it. */
typedef struct alm_script_argument {
    const char *name; /* as a flag is written; borrowed */
    bool boolean;
} alm_script_argument;

/* A new array (alm_dealloc) of *n items. */
ALM_MUST_CHECK
alm_status alm_script_arguments(alm_script_argument **out, size_t *n,
                                const alm_script *script, alm_error *err);

/* A flag as it was given. */
typedef struct alm_script_value {
    const char *name;
    const char *text;  /* NULL: an empty list */
    const char *place; /* where it was written; NULL: the command line */
    bool listed;       /* one of a list */
} alm_script_value;

/* Reads the values of arguments, before any data is. On failure
 * problem->usage is true where the values are to blame, and all that is wrong
 * is in alm_script_problems. */
ALM_MUST_CHECK
alm_status alm_script_set(alm_script *script, const alm_script_value *values,
                          size_t n, alm_problem_report *problem);

/* An example of the declaration; texts are borrowed, NULL where it has none. */
typedef struct alm_example {
    const char *title;
    const char *data; /* a text of several lines, or what --data would name */
    const char *expect;
} alm_example;

size_t alm_script_examples(const alm_script *script);

/* Takes the arguments of example `i` as if they had been given. */
ALM_MUST_CHECK
alm_status alm_script_use_example(alm_example *out, alm_script *script,
                                  size_t i, alm_error *err);

typedef struct alm_run_options {
    const char *const *maps; /* "role=column" */
    size_t n_maps;
    const char *const *where; /* expressions */
    size_t n_where;
    long long seed;
} alm_run_options;

/* Runs the script on `table`. The ledger in *doc belongs to the engine of the
 * script. *blame is set on failure; when that is not the script's, all that is
 * wrong is in alm_script_problems and *err is the first of it. */
ALM_MUST_CHECK
alm_status alm_script_run(alm_document *doc, alm_script *script,
                          alm_table *table, const alm_run_options *options,
                          alm_blame *blame, alm_error *err);

/* Looks for what would keep the script, or a metric, from running on `table`:
 * it is in alm_script_problems then. What is worth knowing besides goes into
 * `notes`. Nothing of the script is called. */
ALM_MUST_CHECK
alm_status alm_script_check(alm_notes *notes, alm_script *script,
                            alm_table *table, const alm_run_options *options,
                            alm_error *err);

/* Looks for what keeps a metric from being a column of any table: a name unlike
 * its file's, needs that need it. It is in alm_script_problems then. */
ALM_MUST_CHECK
alm_status alm_metric_check(alm_script *metric, alm_error *err);

/* Tables in its engine find this metric by its name, whatever the search path
 * has. */
ALM_MUST_CHECK
alm_status alm_metric_adopt(alm_script *metric, alm_error *err);

/* What kept the last run from beginning: data that lacks what is needed,
 * arguments that do not fit. Borrowed. */
const alm_problem_list *alm_script_problems(const alm_script *script);

/* Evaluates `text`, an expression or a chunk, with `t` standing for `table`
 * (NULL allowed). */
ALM_MUST_CHECK
alm_status alm_engine_eval(alm_document *doc, alm_engine *engine,
                           const char *text, alm_table *table,
                           const alm_run_options *options, alm_blame *blame,
                           alm_error *err);

/* What errors call the text given to alm_engine_eval. */
#define ALM_EVAL_NAME "EXPR"

#endif
