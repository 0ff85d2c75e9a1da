#ifndef ALM_CLI_REPL_H
#define ALM_CLI_REPL_H

#include "cli/cli.h"
#include "cli/repl_reader.h"
#include "runtime/session.h"

/* The interactive session: what its parts share. */

/* A line that is read as a command line is, with flags: ":run growth --top 3".
 * Zeroed before use; what was read borrows from it. */
typedef struct alm_repl_line {
    char *text;
    char **argv; /* argv[0] is the program, then the words */
    int argc;
    alm_cli cli;
} alm_repl_line;

typedef struct alm_repl {
    alm_cli *cli; /* as `almanac repl` was called */
    alm_session *session;
    alm_reader *reader;
    alm_cli_session settings;
    alm_cli_data data;
    alm_cli_data at_hand;  /* what scripts run on: the data, but its table is
                              what `t` holds now */
    const alm_cli *source; /* whose flags say how the data is read: `cli`, or
                              that of `loaded` */
    alm_repl_line loaded;
    char *what;       /* the name of the data; NULL: none */
    bool interactive; /* a terminal asks and is answered */
    bool fixed_rows;  /* settings.rows are what the user said */
    bool leaving;
    alm_exit exit; /* of the first input that went wrong */
} alm_repl;

/* ---- cmd_repl.c ---- */

/* Evaluates and shows. */
alm_exit alm_repl_evaluate(alm_repl *repl, const char *text, size_t n);

/* Reads `what` as `source` says, and makes it the data. On failure the data
 * stays what it was. */
alm_exit alm_repl_load(alm_repl *repl, const alm_cli *source, const char *what);

/* Puts what `t` is now into repl->at_hand; alm_repl_let_go takes it out. */
void alm_repl_take_hold(alm_repl *repl);
void alm_repl_let_go(alm_repl *repl);

/* Shows a document, or why there is none. Frees it. */
alm_exit alm_repl_show(alm_repl *repl, alm_document *doc, alm_status status,
                       alm_error *err);

/* ---- repl_commands.c ---- */

/* A line that begins with ':' or '?'. */
alm_exit alm_repl_command(alm_repl *repl, const char *line);

/* The names of the commands, NULL past the last. */
const char *alm_repl_command_name(size_t i);

/* ---- repl_line.c ---- */

/* Cuts `text` at blanks outside of quotes and reads the first `most` words of
 * it, and the flags of `command` among them, as if `almanac command` had been
 * called. */
ALM_MUST_CHECK
alm_status alm_repl_line_open(alm_repl_line *line, alm_repl *repl,
                              const alm_command *command, const char *text,
                              size_t most, alm_error *err);
void alm_repl_line_close(alm_repl_line *line);

/* The words of a command that is being typed, up to the cursor. */
typedef struct alm_repl_words {
    const char **items; /* the command first, what is being typed last */
    size_t n;
    size_t last; /* where the last one begins in the text, with its quote */
    char quote;  /* that is open in it, or 0 */
} alm_repl_words;

/* Of `command` and `text`, cut as a line is. */
ALM_MUST_CHECK
alm_status alm_repl_words_read(alm_repl_words *out, const char *command,
                               const char *text, alm_error *err);
void alm_repl_words_free(alm_repl_words *words);

/* ---- repl_complete.c ---- */

/* What alm_reader asks; its context is the alm_repl. */
void alm_repl_complete(void *context, const char *line, alm_completions *out);

/* ---- repl_signal.c ---- */

/* From now on Ctrl-C ends what is evaluated, not the program. Pressed again
 * while that has not ended, it warns; pressed a third time, it ends the program
 * with ALM_EXIT_LIMIT. */
void alm_repl_catch_interrupts(void);

#endif
