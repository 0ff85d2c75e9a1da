#include "bridge/scan.h"

#include <string.h>

static const char *const keywords[] = {
    "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void skip(alm_scanner *s, size_t n)
{
    s->at += n;
    s->left -= n;
}

static char ahead(const alm_scanner *s, size_t i)
{
    return i < s->left ? s->at[i] : '\0';
}

/* The length of a long bracket that opens here, 0 if none does: "[[" or
 * "[==[". */
static size_t long_bracket(const alm_scanner *s, size_t from)
{
    size_t i = from + 1;
    if (ahead(s, from) != '[')
        return 0;
    while (ahead(s, i) == '=')
        i++;
    return ahead(s, i) == '[' ? i + 1 - from : 0;
}

/* The bytes from here to the end of the long bracket whose opening of `open`
 * bytes begins at `from`. */
static size_t to_long_end(const alm_scanner *s, size_t from, size_t open)
{
    for (size_t i = from + open; i < s->left; i++) {
        size_t k = 1;
        if (s->at[i] != ']')
            continue;
        while (k < open - 1 && ahead(s, i + k) == '=')
            k++;
        if (k == open - 1 && ahead(s, i + k) == ']')
            return i + k + 1;
    }
    return s->left;
}

static void skip_blanks(alm_scanner *s)
{
    while (s->left > 0) {
        if (strchr(" \t\r\n\f\v", s->at[0]) != NULL && s->at[0] != '\0') {
            skip(s, 1);
        } else if (s->at[0] == '-' && ahead(s, 1) == '-') {
            const size_t open = long_bracket(s, 2);
            size_t n = 2;
            if (open > 0)
                n = to_long_end(s, 2, open);
            else
                while (n < s->left && s->at[n] != '\n')
                    n++;
            skip(s, n);
        } else {
            return;
        }
    }
}

static size_t string_length(const alm_scanner *s)
{
    size_t i = 1;
    while (i < s->left && s->at[i] != s->at[0])
        i += s->at[i] == '\\' ? 2 : 1;
    return i < s->left ? i + 1 : s->left;
}

static size_t number_length(const alm_scanner *s)
{
    size_t i = 1;
    const bool hex = s->at[0] == '0' && (ahead(s, 1) | 0x20) == 'x';
    while (i < s->left) {
        const char c = s->at[i];
        const char before = (char)(s->at[i - 1] | 0x20);
        const bool exponent = before == (hex ? 'p' : 'e');
        if (!is_digit(c) && !is_letter(c) && c != '.' &&
            !((c == '+' || c == '-') && exponent))
            break;
        i++;
    }
    return i;
}

static size_t sign_length(const alm_scanner *s)
{
    static const char *const longer[] = {
        "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        const size_t n = strlen(longer[i]);
        if (s->left >= n && memcmp(s->at, longer[i], n) == 0)
            return n;
    }
    return 1;
}

bool alm_scan_word(alm_token *word, alm_scanner *s)
{
    do {
        *word = alm_scan(s);
        if (word->kind == ALM_TOKEN_STRING && word->len >= 2) {
            word->text++;
            word->len -= 2;
            return true;
        }
    } while (word->kind != ALM_TOKEN_NAME && word->kind != ALM_TOKEN_END);
    return word->kind == ALM_TOKEN_NAME;
}

bool alm_token_is(const alm_token *token, const char *text)
{
    return token->len == strlen(text) &&
           memcmp(token->text, text, token->len) == 0;
}

static alm_token take_name(const alm_scanner *s)
{
    alm_token token = {ALM_TOKEN_NAME, s->at, 1};
    while (token.len < s->left &&
           (is_letter(s->at[token.len]) || is_digit(s->at[token.len])))
        token.len++;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (alm_token_is(&token, keywords[i]))
            token.kind = ALM_TOKEN_KEYWORD;
    }
    return token;
}

alm_token alm_scan(alm_scanner *s)
{
    skip_blanks(s);
    alm_token token = {ALM_TOKEN_END, s->at, 0};
    if (s->left == 0)
        return token;
    const char c = s->at[0];
    const size_t open = long_bracket(s, 0);
    if (is_letter(c)) {
        token = take_name(s);
    } else if (is_digit(c) || (c == '.' && is_digit(ahead(s, 1)))) {
        token.kind = ALM_TOKEN_NUMBER;
        token.len = number_length(s);
    } else if (c == '"' || c == '\'') {
        token.kind = ALM_TOKEN_STRING;
        token.len = string_length(s);
    } else if (open > 0) {
        token.kind = ALM_TOKEN_STRING;
        token.len = to_long_end(s, 0, open);
    } else {
        token.kind = ALM_TOKEN_SIGN;
        token.len = sign_length(s);
    }
    skip(s, token.len);
    return token;
}

alm_token alm_scan_peek(const alm_scanner *s)
{
    alm_scanner copy = *s;
    return alm_scan(&copy);
}

static void declare_until(alm_declared *d, alm_scanner *s, const char *end,
                          const char *other)
{
    for (;;) {
        const alm_token token = alm_scan(s);
        if (token.kind == ALM_TOKEN_END || alm_token_is(&token, end) ||
            (other != NULL && alm_token_is(&token, other)))
            return;
        if (token.kind == ALM_TOKEN_NAME &&
            d->count < sizeof d->names / sizeof *d->names)
            d->names[d->count++] = token;
    }
}

void alm_scan_declared(alm_declared *out, alm_scanner s)
{
    out->count = 0;
    for (;;) {
        const alm_token token = alm_scan(&s);
        if (token.kind == ALM_TOKEN_END)
            return;
        if (token.kind != ALM_TOKEN_KEYWORD)
            continue;
        if (alm_token_is(&token, "function"))
            declare_until(out, &s, ")", NULL);
        else if (alm_token_is(&token, "local"))
            declare_until(out, &s, "=", NULL);
        else if (alm_token_is(&token, "for"))
            declare_until(out, &s, "=", "in");
    }
}

bool alm_is_declared(const alm_declared *d, const alm_token *token)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->names[i].len == token->len &&
            memcmp(d->names[i].text, token->text, token->len) == 0)
            return true;
    }
    return false;
}

/* 1 for a bracket that opens, -1 for one that closes, 0 for the rest. */
static int bracket(const alm_token *token)
{
    if (token->kind != ALM_TOKEN_SIGN || token->len != 1)
        return 0;
    if (strchr("([{", token->text[0]) != NULL)
        return 1;
    return strchr(")]}", token->text[0]) != NULL ? -1 : 0;
}

alm_status alm_scan_check(const char *text, size_t len, alm_error *err)
{
    alm_scanner s = {text, len};
    int open = 0;
    const int shown = len < 200 ? (int)len : 200;
    alm_token token = alm_scan_peek(&s);
    if (token.kind == ALM_TOKEN_END)
        return alm_fail(err, ALM_EPARSE, "the expression is empty");
    while ((token = alm_scan(&s)).kind != ALM_TOKEN_END) {
        open += bracket(&token);
        if (open < 0)
            return alm_fail(err, ALM_EPARSE,
                            "\"%c\" closes nothing in \"%.*s\"", token.text[0],
                            shown, text);
    }
    if (open > 0)
        return alm_fail(err, ALM_EPARSE, "a bracket is not closed in \"%.*s\"",
                        shown, text);
    return ALM_OK;
}

alm_scanner alm_scan_brackets(alm_scanner *s)
{
    (void)alm_scan(s);
    alm_scanner inside = *s;
    int open = 1;
    for (;;) {
        const alm_token token = alm_scan(s);
        open += bracket(&token);
        if (open == 0 || token.kind == ALM_TOKEN_END) {
            inside.left = (size_t)(token.text - inside.at);
            return inside;
        }
    }
}

alm_scanner alm_scan_argument(alm_scanner *s)
{
    alm_scanner argument = *s;
    int open = 0;
    for (;;) {
        const alm_token token = alm_scan(s);
        open += bracket(&token);
        if (token.kind == ALM_TOKEN_END ||
            (open == 0 && alm_token_is(&token, ","))) {
            argument.left = (size_t)(token.text - argument.at);
            return argument;
        }
    }
}

bool alm_scan_assignment(alm_token *name, size_t *rest, const char *text,
                         size_t len)
{
    alm_scanner s = {text, len};
    *name = alm_scan(&s);
    if (alm_token_is(name, "[")) {
        *name = alm_scan(&s);
        const alm_token close = alm_scan(&s);
        if (name->kind != ALM_TOKEN_STRING || !alm_token_is(&close, "]"))
            return false;
    } else if (name->kind != ALM_TOKEN_NAME) {
        return false;
    }
    const alm_token equals = alm_scan(&s);
    *rest = (size_t)(s.at - text);
    return alm_token_is(&equals, "=");
}
