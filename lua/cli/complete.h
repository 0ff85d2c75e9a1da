#ifndef ALM_CLI_COMPLETE_H
#define ALM_CLI_COMPLETE_H

#include "cli/candidates.h"
#include "cli/cli.h"

/* What could come next on a command line. Everything is answered from what also
 * parses it: the commands and their usage, the flags, the declaration of the
 * script and the data on the line. Nothing of a script is run, and of data only
 * the beginning is read. */
typedef struct alm_completion {
    alm_cli cli; /* the line before the word, as far as it can be read */
    alm_cli all; /* and with what stands behind it, for the data */
    char **argv;
    const char *word;   /* that is being typed */
    size_t from;        /* bytes of it before what is being completed */
    alm_script *script; /* of `run`; NULL if there is none */
    const char *flag;   /* the script's, whose value is completed; else NULL */
    alm_table *table;   /* as in alm_typed_line */
    alm_candidates list;
} alm_completion;

/* A line that is being typed; all of it must outlive the completion. */
typedef struct alm_typed_line {
    const char *const *words; /* after the name of the program */
    size_t n;
    size_t at;                /* the word to complete, below n */
    alm_engine **spare;       /* where files are looked at */
    const alm_texts *scripts; /* folders, as if by --scripts; NULL: none */
    alm_table *table;         /* data where the line names none, or NULL */
} alm_typed_line;

/* What could stand in place of the word at the cursor. Mistakes on the line
 * lead to no candidates, not to an error: only memory can be short. */
ALM_MUST_CHECK
alm_status alm_completion_open(alm_completion *out, const alm_typed_line *line,
                               alm_error *err);
void alm_completion_close(alm_completion *c);

/* ---- among the files of completion ---- */

/* Adds a candidate after the first `from` bytes of the word. */
void alm_complete_add(alm_completion *c, const char *text, const char *help,
                      bool open);

/* Whether a candidate would be kept: asked before its help is looked for. */
bool alm_complete_wants(const alm_completion *c, const char *text);

/* Adds what a placeholder of usages and help pages stands for
 * (complete_kinds.c): SCRIPT, DATA, COLUMN, ..., or words between '|'. */
void alm_complete_kind(alm_completion *c, const char *kind, size_t len);

/* Adds the flags of the script, or of the value of c->flag (complete_lua.c). */
void alm_complete_script_flags(alm_completion *c);
void alm_complete_script_value(alm_completion *c);

/* Adds what `kind` stands for in the data on the line. */
void alm_complete_data(alm_completion *c, const char *kind);

/* The word of the line at a place that its usage calls DATA, else what --from
 * names; NULL when nothing does. */
const char *alm_complete_data_name(const alm_completion *c);

/* Adds names of files for the word, as bash would show them, to a list that
 * wants files. */
void alm_complete_files(alm_candidates *list);

#endif
