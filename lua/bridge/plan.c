#include "bridge/plan_private.h"

#include <stdio.h>
#include <string.h>

/* The text of an expression, with its names settled, as a function. */

static void put(alm_plan *p, const char *text, size_t len)
{
    luaL_addlstring(&p->out, text, len);
}

static bool is_arithmetic(const alm_token *token)
{
    static const char *const signs[] = {"+", "-", "*", "/", "//",
                                        "^", "%", "(", ")", ","};
    if (token->kind == ALM_TOKEN_NUMBER)
        return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (alm_token_is(token, signs[i]))
            return true;
    }
    return false;
}

/* Copies the text into p->out, with aggregates and any["names"] replaced, and
 * gathers the columns it reads. */
static void rewrite(alm_plan *p)
{
    alm_declared own;
    alm_scanner s = {p->text, p->len};
    bool is_field = false;
    alm_scan_declared(&own, s);
    for (;;) {
        const char *before = s.at;
        const alm_token token = alm_scan(&s);
        const alm_token next = alm_scan_peek(&s);
        put(p, before, (size_t)(token.text - before)); /* blanks, comments */
        if (token.kind == ALM_TOKEN_END)
            return;
        if (alm_token_is(&token, "..."))
            alm_lua_fail(p->L, ALM_EPARSE,
                         "\"...\" means nothing in an expression");
        if (token.kind == ALM_TOKEN_NAME && !is_field &&
            !alm_token_is(&next, "=") && !alm_is_declared(&own, &token)) {
            alm_plan_use_name(p, &token, &s);
        } else {
            p->arithmetic = p->arithmetic && is_arithmetic(&token);
            put(p, token.text, token.len);
        }
        is_field = alm_token_is(&token, ".") || alm_token_is(&token, ":");
    }
}

void alm_lua_check_expression(lua_State *L, const char *text, size_t len)
{
    alm_error err;
    alm_token name;
    size_t rest;

    if (alm_scan_check(text, len, &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
    if (alm_scan_assignment(&name, &rest, text, len)) {
        text += rest;
        len -= rest;
    }
    lua_pushliteral(L, "return (");
    lua_pushlstring(L, text, len);
    lua_pushliteral(L, "\n)");
    lua_concat(L, 3);
    const char *source = lua_tolstring(L, -1, &rest);
    if (luaL_loadbufferx(L, source, rest, "=expression", "t") != LUA_OK)
        alm_plan_fail_syntax(L, text, len);
    lua_pop(L, 2);
}

void alm_plan_push_environment(lua_State *L, int params)
{
    lua_newtable(L);
    if (params != 0) {
        lua_pushnil(L);
        while (lua_next(L, params)) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        }
    }
    lua_createtable(L, 0, 1);
    alm_lua_push_functions(L);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

/* Pushes `local a, b = ...; return (` for the columns of the frame. */
static void push_beginning(alm_plan *p)
{
    lua_State *L = p->L;
    luaL_Buffer b;
    const char **names =
        lua_newuserdatauv(L, (p->count + 1) * sizeof *names, 0);
    lua_pushnil(L);
    while (lua_next(L, p->slots)) {
        names[lua_tointeger(L, -1) - 1] = lua_tostring(L, -2);
        lua_pop(L, 1);
    }
    luaL_buffinit(L, &b);
    if (p->count > 0 || p->row)
        luaL_addstring(&b, "local ");
    for (size_t i = 0; i < p->count; i++) {
        if (i > 0)
            luaL_addchar(&b, ',');
        luaL_addstring(&b, names[i]);
    }
    if (p->row)
        luaL_addstring(&b, p->count > 0 ? ",row" : "row");
    if (p->count > 0 || p->row)
        luaL_addstring(&b, "=...;");
    luaL_addstring(&b, "return (");
    luaL_pushresult(&b);
    lua_remove(L, -2);
}

/* The chunk is named so that Lua's own messages show the expression. */
void alm_plan_compile(alm_plan *p)
{
    lua_State *L = p->L;
    size_t len;
    char chunk[64];
    (void)snprintf(chunk, sizeof chunk, "=\"%.*s%s\"",
                   p->len < 48 ? (int)p->len : 48, p->text,
                   p->len < 48 ? "" : "...");
    luaL_buffinit(L, &p->out);
    rewrite(p);
    luaL_pushresult(&p->out);
    push_beginning(p);
    lua_insert(L, -2);
    /* A comment ends with the line; a line more would show in messages. */
    lua_pushstring(L, memmem(p->text, p->len, "--", 2) != NULL ? "\n)" : ")");
    lua_concat(L, 3);
    const char *text = lua_tolstring(L, -1, &len);
    if (luaL_loadbufferx(L, text, len, chunk, "t") != LUA_OK)
        alm_plan_fail_syntax(L, p->text, p->len);
    lua_pushvalue(L, p->env);
    lua_setupvalue(L, -2, 1);
    lua_remove(L, -2);
}
