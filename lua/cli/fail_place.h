#ifndef ALM_CLI_FAIL_PLACE_H
#define ALM_CLI_FAIL_PLACE_H

#include "cli/cli.h"

/* The line of a script, or of a filter, that an error is about. */

enum { ALM_CLI_MOST_LINE = 400 }; /* bytes shown of a line of a script */

/* Where the code ran that failed, to find its text. */
typedef struct alm_cli_code {
    const alm_state *state; /* may be NULL */
    const char *path;       /* of the script, where there is no state */
} alm_cli_code;

typedef struct alm_cli_place {
    char
        line[ALM_CLI_MOST_LINE]; /* of the script, "" when it cannot be shown */
    size_t from;                 /* marked bytes of it; from == to: none */
    size_t to;
} alm_cli_place;

/* Whether a byte would steer a terminal. */
static inline bool alm_cli_is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7F;
}

/* What can be shown of it; `c` is NULL where the error is in no script. */
void alm_cli_find_place(alm_cli_place *p, const alm_cli *cli,
                        const alm_error *err, const alm_cli_code *c);

#endif
