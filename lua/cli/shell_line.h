#ifndef ALM_CLI_SHELL_LINE_H
#define ALM_CLI_SHELL_LINE_H

#include <stdbool.h>

#include "base/buffer.h"

/* The command of bash in which the cursor stands, taken apart as bash would:
 * quotes and backslashes removed, nothing expanded. */
typedef struct alm_shell_line {
    char **words; /* those up to the cursor, the cursor's last, then others */
    size_t n;     /* up to the cursor; at least 1: that may be empty */
    size_t all;   /* with those behind it */
    char quote;   /* what is open at the cursor: '"', '\'' or 0 */
    size_t kept;  /* bytes of the last word that readline leaves alone: it
                     replaces what follows the last of `breaks` */
    bool redirected; /* the last word names a file for < or > */
} alm_shell_line;

/* `text` stands before the cursor, `rest` behind it. `breaks` are the bytes at
 * which readline breaks words: $COMP_WORDBREAKS. */
ALM_MUST_CHECK
alm_status alm_shell_line_read(alm_shell_line *out, const char *text,
                               const char *rest, const char *breaks,
                               alm_error *err);
void alm_shell_line_free(alm_shell_line *line);

/* Adds `text` as it is typed inside `quote`, or outside of quotes (0); `first`
 * when it begins a word. */
ALM_MUST_CHECK
alm_status alm_shell_quote(alm_buffer *out, const char *text, char quote,
                           bool first, alm_error *err);

#endif
