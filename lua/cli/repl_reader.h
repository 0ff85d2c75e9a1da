#ifndef ALM_CLI_REPL_READER_H
#define ALM_CLI_REPL_READER_H

#include <signal.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "io/notes.h"

/* Where the lines of a session come from: from readline on a terminal, when it
 * can be loaded, else from standard input as they are. */
typedef struct alm_reader alm_reader;

typedef enum alm_line_kind {
    ALM_LINE_READ,
    ALM_LINE_INTERRUPTED, /* Ctrl-C: what was typed is dropped */
    ALM_LINE_END
} alm_line_kind;

/* What may stand behind the first `from` bytes of the line. */
typedef struct alm_completions {
    alm_notes words;
    size_t from;
    char append; /* after the only one; 0: nothing */
} alm_completions;

typedef void (*alm_completer)(void *context, const char *line,
                              alm_completions *out);

/* A line editor as the reader uses it; repl_readline.c makes one. */
typedef struct alm_editor {
    /* `line` is cleared. */
    alm_line_kind (*read)(const char *prompt, alm_buffer *line);
    void (*remember)(const char *text);
} alm_editor;

/* readline, or NULL when it cannot be loaded; *why (static storage) then says
 * so. One a process, as readline has it. */
const alm_editor *alm_readline_open(alm_completer complete, void *context,
                                    const char **why);

/* `interactive`: standard input is a terminal. *why is NULL unless readline was
 * wanted and could not be had. */
ALM_MUST_CHECK
alm_status alm_reader_new(alm_reader **out, bool interactive,
                          alm_completer complete, void *context,
                          const char **why, alm_error *err);
void alm_reader_free(alm_reader *reader); /* NULL is allowed */

/* The next line, without its end. */
alm_line_kind alm_reader_next(alm_reader *reader, const char *prompt,
                              alm_buffer *line);

/* ---- repl_history.c ---- */

/* $XDG_STATE_HOME/almanac/history, a line an input, the last 1000 of them. Each
 * is appended when it is entered, so that sessions side by side lose none, and
 * nothing is lost when one is ended; opening cuts the file to its bound. What
 * cannot be read or written is done without. */
typedef struct alm_history {
    int file; /* -1: none */
} alm_history;

/* Hands the lines there are, oldest first, to `take`. */
void alm_history_open(alm_history *history, void (*take)(const char *line));
void alm_history_add(const alm_history *history, const char *line);
void alm_history_close(alm_history *history);

/* ---- repl_signal.c ---- */

/* Whether Ctrl-C was pressed since this was last asked. */
bool alm_repl_was_interrupted(void);

/* Between these Ctrl-C arrives only in a ppoll that is given *before, so that
 * none is lost between looking for one and waiting. */
void alm_repl_hold_interrupts(sigset_t *before);
void alm_repl_release_interrupts(const sigset_t *before);

#endif
