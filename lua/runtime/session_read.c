#include <lauxlib.h>
#include <string.h>

#include "runtime/chunk.h"
#include "runtime/session_private.h"

/* What was typed, as code: whether it is whole, and what it is. */

static bool begins_with(const char *text, size_t n, const char *word)
{
    const size_t len = strlen(word);
    return n >= len && memcmp(text, word, len) == 0;
}

/* "x", "return x", ...: a new text. */
static alm_status join(alm_buffer *buf, const char *before, const char *text,
                       size_t n, const char *after, alm_error *err)
{
    alm_status status = alm_buffer_add_text(buf, before, err);
    if (status == ALM_OK)
        status = alm_buffer_add(buf, text, n, err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(buf, after, err);
    return status;
}

/* Whether the compiler came to the end of the text and wanted more. */
static bool wants_more(lua_State *L, const char *text, size_t n)
{
    static const char eof[] = "<eof>";
    const int status = luaL_loadbufferx(L, text, n, "=input", "t");
    size_t len;
    const char *message =
        status == LUA_ERRSYNTAX ? lua_tolstring(L, -1, &len) : NULL;
    const bool more =
        message != NULL && len >= sizeof eof - 1 &&
        strcmp(message + len - (sizeof eof - 1), eof) == 0 &&
        strstr(message, "unfinished string") == NULL; /* a line ends it */

    lua_pop(L, 1);
    return more;
}

bool alm_session_goes_on(alm_session *session, const char *text, size_t n)
{
    lua_State *L = alm_session_lua(session);
    alm_buffer expression = {0};
    bool more = false;

    alm_session_renew(session);
    if (lua_checkstack(L, 4) &&
        join(&expression, "return ", text, n, "", NULL) == ALM_OK) {
        const int status =
            luaL_loadbufferx(L, expression.data, expression.len, "=input", "t");
        lua_pop(L, 1);
        more = status != LUA_OK &&
               (wants_more(L, expression.data, expression.len) ||
                wants_more(L, text, n));
    }
    alm_buffer_free(&expression);
    return more;
}

/* Whether a text that compiles neither as an expression nor as statements was
 * meant as the latter. */
static bool is_statement(const char *text, size_t n)
{
    static const char *const words[] = {"local ",  "if ",    "for ",
                                        "while ",  "repeat", "function ",
                                        "return ", "do ",    "goto "};

    while (n > 0 && strchr(" \t\n", *text) != NULL) {
        text++;
        n--;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (begins_with(text, n, words[i]))
            return true;
    const char *equals = memchr(text, '=', n);
    return equals != NULL && equals > text && equals + 1 < text + n &&
           strchr("=~<>", equals[-1]) == NULL && equals[1] != '=' &&
           memchr(text, '(', (size_t)(equals - text)) == NULL &&
           memchr(text, '{', (size_t)(equals - text)) == NULL;
}

/* Pushes a function of `before` .. text .. `after`, which sees the variables.
 */
static alm_status load(const alm_session *session, const char *name,
                       const char *before, const char *text, size_t n,
                       const char *after, alm_error *err)
{
    lua_State *L = alm_session_lua(session);
    alm_buffer buf = {0};
    alm_status status = join(&buf, before, text, n, after, err);

    if (status == ALM_OK)
        status = alm_chunk_load(L, ALM_CHUNK_SCRIPT, name,
                                buf.data != NULL ? buf.data : "", buf.len, err);
    alm_buffer_free(&buf);
    if (status == ALM_OK) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, session->globals);
        (void)lua_setupvalue(L, -2, 1);
    }
    return status;
}

alm_status alm_session_load(const alm_session *session, const char *name,
                            const char *text, size_t n, alm_error *err)
{
    alm_error other = {0};
    alm_status status = load(session, name, "return ", text, n, "", &other);

    if (status == ALM_OK)
        return status;
    /* Not after a `return`: nothing may follow that. */
    status = load(session, name, "", text, n, "\n;(...)()", NULL);
    if (status == ALM_OK)
        return status;
    status = load(session, name, "", text, n, "", err);
    if (status != ALM_OK && err != NULL && !is_statement(text, n))
        *err = other;
    return status;
}
