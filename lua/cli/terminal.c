#include "cli/terminal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"

/* A whole number above 0 in the environment, else 0. */
static size_t number_of(const char *variable)
{
    const char *text = getenv(variable);
    int64_t n;

    return text != NULL && alm_parse_i64(&n, text, strlen(text)) && n > 0
               ? (size_t)n
               : 0;
}

size_t alm_terminal_columns(int fd)
{
    const size_t asked = number_of("COLUMNS");
    struct winsize size;

    if (asked > 0)
        return asked;
    return isatty(fd) != 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col
                                                                : 0;
}

size_t alm_terminal_rows(int fd)
{
    const size_t asked = number_of("LINES");
    struct winsize size;

    if (asked > 0)
        return asked;
    return isatty(fd) != 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row
                                                                : 0;
}

bool alm_terminal_is_utf8(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *text = getenv(variables[i]);
        if (text != NULL && text[0] != '\0')
            return strcasestr(text, "utf-8") != NULL ||
                   strcasestr(text, "utf8") != NULL;
    }
    return false;
}

bool alm_terminal_uses_color(int fd, const char *asked)
{
    const char *no = getenv("NO_COLOR");

    if (asked != NULL && strcmp(asked, "auto") != 0)
        return strcmp(asked, "always") == 0;
    return isatty(fd) != 0 && (no == NULL || no[0] == '\0');
}

bool alm_terminal_has_true_color(void)
{
    const char *says = getenv("COLORTERM");

    return says != NULL &&
           (strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0);
}
