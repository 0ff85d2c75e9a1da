#ifndef ALM_CLI_CLI_H
#define ALM_CLI_CLI_H

#include "cli/options.h"
#include "runtime/script.h"

/* What the commands share. */

typedef enum alm_exit {
    ALM_EXIT_OK = 0,
    ALM_EXIT_SCRIPT = 1, /* a script failed */
    ALM_EXIT_USAGE = 2,  /* the command line is wrong */
    ALM_EXIT_DATA = 3,   /* data cannot be read, or written */
    ALM_EXIT_LIMIT = 4,  /* time or memory is used up */
    ALM_EXIT_CHECK = 5   /* a check found something */
} alm_exit;

typedef struct alm_command alm_command;
typedef struct alm_cli_data alm_cli_data;

/* A text of code that the user typed, and what errors in it call it. */
typedef struct alm_typed {
    const char *name;
    const char *text; /* NULL: none */
} alm_typed;

/* What commands do in another way within an interactive session: results are
 * tables wherever they go, there is no time limit unless one is given, and
 * scripts run on the data at hand unless they are given other. */
typedef struct alm_cli_session {
    const alm_cli_data *data; /* its table may be NULL */
    size_t rows;              /* shown of a table on a terminal; 0: all */
    alm_table *result; /* the main table that a script came to last, or NULL */
} alm_cli_session;

typedef struct alm_cli {
    alm_arguments args;  /* words[0] is the command */
    alm_arguments ahead; /* the whole line, for what must be known before the
                            flags of a script are */
    alm_paths *paths;
    alm_engine **spare; /* where files are looked at, see alm_engine_borrow */
    const alm_command *command;
    size_t printed;           /* lines that scripts printed */
    alm_cli_session *session; /* NULL outside of one */
    alm_typed typed;
} alm_cli;

struct alm_command {
    const char *name;
    alm_exit (*run)(alm_cli *cli);
    unsigned groups;   /* of flags */
    const char *usage; /* "run SCRIPT [DATA] [flags]" */
    const char *help;  /* one line */
    const char *manual;
};

/* All commands; static storage. */
const alm_command *alm_commands(size_t *n);

/* The command of that name, or NULL. */
const alm_command *alm_command_find(const char *name);

alm_exit alm_cmd_run(alm_cli *cli);
alm_exit alm_cmd_list(alm_cli *cli);
alm_exit alm_cmd_help(alm_cli *cli);
alm_exit alm_cmd_describe(alm_cli *cli);
alm_exit alm_cmd_eval(alm_cli *cli);
alm_exit alm_cmd_metrics(alm_cli *cli);
alm_exit alm_cmd_check(alm_cli *cli);
alm_exit alm_cmd_convert(alm_cli *cli);
alm_exit alm_cmd_test(alm_cli *cli);
alm_exit alm_cmd_new(alm_cli *cli);
alm_exit alm_cmd_doctor(alm_cli *cli);
alm_exit alm_cmd_types(alm_cli *cli);
alm_exit alm_cmd_completion(alm_cli *cli);
alm_exit alm_cmd_report(alm_cli *cli);
alm_exit alm_cmd_repl(alm_cli *cli);

/* For `report`, once all flags are read: that it writes a page, and where. */
alm_exit alm_cli_choose_page(alm_cli *cli);

/* ---- failing (fail.c): each prints the error and returns the status ---- */

/* A limit is ALM_EXIT_LIMIT whatever `exit` says. A place in *err is one in the
 * data. */
alm_exit alm_cli_fail(const alm_cli *cli, alm_exit exit, const alm_error *err);

/* The same for an error in Lua: a place in *err is one in the script that ran
 * in `state`, or (NULL) that could not be opened from `path`. */
alm_exit alm_cli_fail_code(const alm_cli *cli, alm_exit exit,
                           const alm_error *err, const alm_state *state,
                           const char *path);
alm_exit alm_cli_fail_usage(const alm_cli *cli, const alm_error *err);

/* Prints all problems but the first, which was printed with its exit status. */
void alm_cli_fail_rest(const alm_cli *cli, alm_exit exit,
                       const alm_problem_list *problems);

/* A note beside the result; nothing under -q. */
void alm_cli_note(const alm_cli *cli, const char *text);

/* A remark under -v. */
ALM_PRINTF(2, 3)
void alm_cli_remark(const alm_cli *cli, const char *fmt, ...);

/* ---- reading (data.c) ---- */

/* Data as a command holds it. Zeroed before use. */
struct alm_cli_data {
    alm_table *table;
    alm_load_report report;
    alm_load_options options; /* what `rules` and words point into it stays */
    alm_column_rule *rules;
    alm_word *nulls;
    char *texts; /* names in the rules */
    const char *what;
};

/* Fills data->options from the flags. On failure the flags are to blame. */
ALM_MUST_CHECK
alm_status alm_cli_data_open(alm_cli_data *data, const alm_cli *cli,
                             alm_error *err);
ALM_MUST_CHECK
alm_status alm_cli_data_load(alm_cli_data *data, const char *what,
                             alm_error *err);
/* Both, and prints what went wrong. ALM_EXIT_OK when nothing did. */
alm_exit alm_cli_load(alm_cli_data *data, const alm_cli *cli, const char *what);
void alm_cli_data_close(alm_cli_data *data);

/* What loading had to say, into the notes of a result; figures set aside for
 * their status, into the ledger, where the result or the ledger names them. */
ALM_MUST_CHECK
alm_status alm_cli_data_tell(alm_document *doc, const alm_cli_data *data,
                             alm_ledger *ledger, alm_error *err);

/* ---- running (engine.c) ---- */

/* The limits and the seed of the flags. */
ALM_MUST_CHECK
alm_status alm_cli_engine_options(alm_engine_options *out, const alm_cli *cli,
                                  alm_error *err);

/* Those under which declarations are only looked at. */
alm_engine_options alm_cli_glance_options(const alm_cli *cli);

/* --map, --where and --seed. */
ALM_MUST_CHECK
alm_status alm_cli_run_options(alm_run_options *out, const alm_cli *cli,
                               alm_error *err);

/* An engine within the limits of the flags, and what to run in it under. Where
 * it fails the flags are to blame, unless memory is short. */
ALM_MUST_CHECK
alm_status alm_cli_engine(alm_engine **out, alm_run_options *options,
                          const alm_cli *cli, alm_error *err);

/* Lets what runs in `engine` read further tables as `data` was read, and by
 * name those of its package. `data` must outlive the run. */
void alm_cli_surround(alm_engine *engine, const alm_cli_data *data);

/* What a run came to. Zeroed before use; the caller frees the document. */
typedef struct alm_cli_outcome {
    alm_status status;
    alm_blame blame; /* unless status is ALM_OK */
    alm_document doc;
    alm_error err;
} alm_cli_outcome;

/* --explain: tells what was lifted since it was last told; `nothing` is said
 * when there is nothing to tell. */
void alm_cli_explain(const alm_cli *cli, alm_engine *engine,
                     const char *nothing);

/* Writes the document with what loading had to say, or prints what went wrong.
 */
alm_exit alm_cli_answer(alm_cli *cli, alm_cli_outcome *run, alm_engine *engine,
                        const alm_cli_data *data);

/* Opens a script by name or path under `options`; prints what is wrong. Names
 * of global flags are reserved. */
alm_exit alm_cli_open_script(alm_script **out, const alm_cli *cli,
                             const char *name,
                             const alm_engine_options *options);

/* The same without printing, from a path. */
ALM_MUST_CHECK
alm_status alm_cli_glance(alm_script **out, const alm_cli *cli,
                          const char *path, alm_problem_list *problems,
                          alm_error *err);

/* The file of a script or (*metric) of a metric, by path or name; a script goes
 * first. *path is a new text. */
ALM_MUST_CHECK
alm_status alm_cli_find_code(char **path, bool *metric, const alm_cli *cli,
                             const char *name, alm_error *err);

/* Where a file of the search path comes from, in a word: "almanac", or its
 * folder. */
const char *alm_cli_origin(const alm_cli *cli, const alm_catalog_entry *entry);

/* Whether the file stands in a folder "metrics". */
bool alm_cli_is_metric(const char *path);

/* What a failed run is in exit statuses. */
alm_exit alm_cli_blame(alm_blame blame);

/* Reads the words after the command; at least `least`, at most `most`, which
 * `what` names. Prints, and answers ALM_EXIT_USAGE, when they are not. */
alm_exit alm_cli_words(alm_cli *cli, size_t least, size_t most,
                       const char *what);

/* ---- writing (output.c) ---- */

/* Writes the result where and how the flags say; notes and ledger go below a
 * table, into JSON, or to standard error. */
alm_exit alm_cli_write(alm_cli *cli, alm_document *doc);

/* Whether that is for people: a table on a terminal, or asked for. */
bool alm_cli_is_for_eyes(const alm_cli *cli);

/* Whether what people read is coloured. */
bool alm_cli_use_color(const alm_cli *cli);

/* Runs `f` in a state of its own, without limits, that knows the engine's Lua.
 */
ALM_MUST_CHECK
alm_status alm_cli_render(const alm_cli *cli, lua_CFunction f, void *argument,
                          alm_error *err);

/* Pushes a function that adds the text it is given to *out. May raise. */
void alm_cli_push_writer(lua_State *L, alm_buffer *out);

/* Plain text to standard output or -o. */
alm_exit alm_cli_write_text(alm_cli *cli, const alm_buffer *text);

/* ---- checking (check_script.c) ---- */

/* `check` of a script's or a metric's file, and of the data named after it. */
alm_exit alm_cli_check_script(alm_cli *cli, const char *path, bool metric);

/* "WHAT: no problems", where a table of them would be empty. */
ALM_MUST_CHECK
alm_status alm_cli_say_sound(alm_document *doc, const char *what,
                             alm_error *err);

/* ---- help (cmd_help.c) ---- */

/* The page of a command, and of a script, to standard output. */
alm_exit alm_cli_help_command(alm_cli *cli, const alm_command *command);
alm_exit alm_cli_help_script(alm_cli *cli, const alm_script *script);

/* That of a metric, by name or by the path of its file (cmd_metrics.c). */
alm_exit alm_cli_help_metric(alm_cli *cli, const char *name);

#endif
