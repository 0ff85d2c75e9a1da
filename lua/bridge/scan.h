#ifndef ALM_BRIDGE_SCAN_H
#define ALM_BRIDGE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The tokens of Lua source, as far as finding the names in an expression needs
 * them. Whether the text is Lua at all is left to Lua's own compiler. */
typedef enum alm_token_kind {
    ALM_TOKEN_END,
    ALM_TOKEN_NAME,
    ALM_TOKEN_KEYWORD,
    ALM_TOKEN_NUMBER,
    ALM_TOKEN_STRING, /* quotes or long brackets included */
    ALM_TOKEN_SIGN    /* operators and brackets */
} alm_token_kind;

typedef struct alm_token {
    alm_token_kind kind;
    const char *text; /* in the source */
    size_t len;
} alm_token;

/* Where the scanner is: the next byte, and the bytes left. */
typedef struct alm_scanner {
    const char *at;
    size_t left;
} alm_scanner;

/* The next token; blanks and comments are passed over. */
alm_token alm_scan(alm_scanner *s);

/* The next token, which is then still to come. */
alm_token alm_scan_peek(const alm_scanner *s);

/* The next name, or what a string holds between its quotes, which may mean a
 * column; false at the end. */
bool alm_scan_word(alm_token *word, alm_scanner *s);

bool alm_token_is(const alm_token *token, const char *text);

/* Names that a text declares itself: parameters, locals and loop variables of
 * functions written in it. They count in the whole text. */
typedef struct alm_declared {
    alm_token names[32];
    size_t count;
} alm_declared;

void alm_scan_declared(alm_declared *out, alm_scanner s);
bool alm_is_declared(const alm_declared *d, const alm_token *token);

/* ALM_EPARSE when a bracket closes what was not opened, or the text is empty:
 * such a text could be put between brackets and mean something else. */
ALM_MUST_CHECK
alm_status alm_scan_check(const char *text, size_t len, alm_error *err);

/* What stands between the bracket that comes next and the one that closes it,
 * both excluded; the scanner is then behind them. The brackets must be checked
 * (alm_scan_check). */
alm_scanner alm_scan_brackets(alm_scanner *s);

/* What comes before the next comma that is in no brackets; the scanner is then
 * behind it. */
alm_scanner alm_scan_argument(alm_scanner *s);

/* Splits `name = expression` or `["any name"] = expression`: *name is a name or
 * a string token, *rest where the expression begins. False when the text has no
 * such beginning. */
bool alm_scan_assignment(alm_token *name, size_t *rest, const char *text,
                         size_t len);

#endif
