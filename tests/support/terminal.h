#ifndef ALM_TEST_TERMINAL_H
#define ALM_TEST_TERMINAL_H

#include <stdbool.h>

/* A terminal with a program in it: keys go in, and what it would show is kept
 * as a screen of 24 lines and 100 cells. Understands what readline sends to a
 * vt100; a character is a cell. */
typedef struct terminal terminal;

/* Starts argv[0] with `home` as its only folder. */
terminal *terminal_open(const char *const argv[], const char *home);

void terminal_type(terminal *t, const char *keys);

/* Tells the program that there are fewer cells in a line. */
void terminal_narrow(terminal *t, int cells);

/* Whether the screen shows `text` somewhere, or the line of the cursor begins
 * with `text` and ends there. They wait up to 30 s for that; when it does not
 * come, the screen is printed. */
bool terminal_shows(terminal *t, const char *text);
bool terminal_line_is(terminal *t, const char *text);

/* Waits for the program to end; its exit status, -1 when it was killed. */
int terminal_close(terminal *t);

#endif
