#ifndef ALM_CLI_TERMINAL_H
#define ALM_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* What is known of the terminal that a stream of the program goes to. */

/* Columns and rows; 0 when `fd` is no terminal. $COLUMNS and $LINES go before
 * what the terminal says. */
size_t alm_terminal_columns(int fd);
size_t alm_terminal_rows(int fd);

/* Whether LC_ALL, LC_CTYPE or LANG, the first that is set, says UTF-8. */
bool alm_terminal_is_utf8(void);

/* Whether to write in colours to `fd`: `asked` is auto (NULL), always or never;
 * $NO_COLOR turns auto off. */
bool alm_terminal_uses_color(int fd, const char *asked);

/* Whether $COLORTERM says that the terminal has every colour. */
bool alm_terminal_has_true_color(void);

#endif
