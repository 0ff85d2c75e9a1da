#include "bridge/plan_private.h"

#include <string.h>

#include "base/suggest.h"

/* What is said of expressions that cannot be. */

/* Methods of columns that look at other rows. */
static bool is_series(const char *name)
{
    static const char *const names[] = {"lag",  "lead",   "diff", "cumsum",
                                        "rank", "zscore", "share"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

/* The names in the table on top of the stack, which is popped. */
static void offer_keys(alm_suggestion *near, lua_State *L)
{
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        size_t n;
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        const char *other = lua_tolstring(L, -1, &n);
        alm_suggest_offer(near, other, n);
    }
    lua_pop(L, 1);
}

/* What an expression may name. */
static void offer_names(alm_suggestion *near, const alm_plan *p)
{
    const alm_lua_table *t = lua_touserdata(p->L, alm_plan_subject(p));
    for (size_t i = 0; i < alm_table_width(t->table); i++) {
        const char *other = alm_table_column_name(t->table, i);
        alm_suggest_offer(near, other, strlen(other));
    }
    alm_lua_push_functions(p->L);
    offer_keys(near, p->L);
    if (p->scope->params == 0)
        return;
    lua_pushvalue(p->L, p->scope->params);
    offer_keys(near, p->L);
}

/* Words of Lua, which no header that is called so can be written as. */
static bool is_word(const char *text, size_t len)
{
    static const char *const words[] = {
        "and",   "break", "do",    "else", "elseif", "end",
        "for",   "false", "goto",  "if",   "in",     "function",
        "local", "nil",   "not",   "or",   "repeat", "return",
        "then",  "true",  "until", "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
            return true;
    return false;
}

/* Whether an expression can say the name as it is. */
static bool is_name(const char *text, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    if (len == 0 || (text[0] >= '0' && text[0] <= '9'))
        return false;
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\0' || strchr(letters, text[i]) == NULL)
            return false;
    return !is_word(text, len);
}

int alm_plan_fail_unknown(alm_plan *p, int name)
{
    alm_error err;
    lua_State *L = p->L;
    size_t len;
    const char *text = lua_tolstring(L, name, &len);
    alm_suggestion near = {.wanted = text, .len = len};
    offer_names(&near, p);
    (void)alm_fail(&err, ALM_ENOTFOUND,
                   "\"%s\" is no column, parameter or function", text);
    if (alm_lua_metric_help(L, alm_plan_subject(p), text, len, "lacks", &err))
        return alm_lua_raise(L, &err);
    if (is_series(text))
        alm_error_help(&err,
                       "an expression is about one row; the column has it: "
                       "t:with{x = t.users:%s()}",
                       text);
    else if (near.best != NULL)
        alm_error_help(&err,
                       is_name(near.best, near.best_len)
                           ? "did you mean \"%.*s\"?"
                           : "did you mean row['%.*s']?",
                       (int)near.best_len, near.best);
    else if (!alm_lua_metric_help(L, alm_plan_subject(p), text, len, "near",
                                  &err))
        alm_error_help(&err,
                       "a text stands in quotes: '%s'; a value of the script "
                       "is a parameter: t:where(..., {%s = ...})",
                       text, text);
    return alm_lua_raise(L, &err);
}

int alm_plan_fail_not_aggregated(alm_plan *p, const char *name)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL,
                   "\"%s\" has many values in a group, summarise wants one",
                   name);
    alm_error_help(&err,
                   "take sum(%s), mean(%s), first(%s), ... or group by "
                   "it",
                   name, name, name);
    return alm_lua_raise(p->L, &err);
}

/* The words of other languages that newcomers write; NULL when there is none.
 */
static const char *foreign_word(const char *text, size_t len)
{
    static const char *const words[][2] = {
        {"!=", "unequal is ~= in Lua"},
        {"&&", "in Lua it is: and"},
        {"||", "in Lua it is: or"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (memmem(text, len, words[i][0], 2) != NULL)
            return words[i][1];
    }
    return memchr(text, '=', len) != NULL && memmem(text, len, "==", 2) == NULL
               ? "equal is == in Lua"
               : NULL;
}

/* The way out where the parser stopped at a word: "... near 'end'". */
static void help_near(const char *message, size_t n, alm_error *err)
{
    static const char before[] = "near '";
    const char *near = memmem(message, n, before, sizeof before - 1);
    if (near == NULL || message[n - 1] != '\'')
        return;
    const char *word = near + sizeof before - 1;
    const size_t len = (size_t)(message + n - 1 - word);
    const bool joins = (len == 3 && (memcmp(word, "and", 3) == 0 ||
                                     memcmp(word, "not", 3) == 0)) ||
                       (len == 2 && memcmp(word, "or", 2) == 0);
    if (joins)
        return;
    if (is_word(word, len))
        alm_error_help(err,
                       "%.*s is a word of Lua; a column that is called so is "
                       "row['%.*s']",
                       (int)len, word, (int)len, word);
    else if (is_name(word, len) || word[0] == '<') /* a byte: <\229> */
        alm_error_help(err, "a column whose header is no Lua name is "
                            "row['any name']");
}

/* Behind "expression:2: ", the place of what the compiler says. */
static const char *after_place(const char *message)
{
    const char *colon = strchr(message, ':');
    const size_t digits = colon != NULL ? strspn(colon + 1, "0123456789") : 0;
    return digits > 0 && strncmp(colon + 1 + digits, ": ", 2) == 0
               ? colon + digits + 3
               : message;
}

int alm_plan_fail_syntax(lua_State *L, const char *text, size_t len)
{
    static const char ours[] = " near ')'";
    const char *message = after_place(lua_tostring(L, -1));
    size_t n = strlen(message);
    const bool at_end = n >= sizeof ours - 1 &&
                        strcmp(message + n + 1 - sizeof ours, ours) == 0 &&
                        memchr(text, ')', len) == NULL;
    if (at_end)
        n -= sizeof ours - 1;
    alm_error err;
    const char *foreign = foreign_word(text, len);
    (void)alm_fail(&err, ALM_EPARSE, "expression \"%.*s\": %.*s%s",
                   len < 200 ? (int)len : 200, text, n < 200 ? (int)n : 200,
                   message, at_end ? " at its end" : "");
    if (foreign != NULL)
        alm_error_help(&err, "%s", foreign);
    else if (!at_end)
        help_near(message, n, &err);
    return alm_lua_raise(L, &err);
}

int alm_plan_fail_hidden_aggregate(alm_plan *p, const char *name)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL, "\"%s\" is a column here", name);
    alm_error_help(&err, "agg.%s(...) is the aggregate", name);
    return alm_lua_raise(p->L, &err);
}

int alm_plan_fail_called(alm_plan *p, int name)
{
    alm_error err;
    const char *text = lua_tostring(p->L, name);
    if (!alm_lua_is_function(p->L, name))
        return alm_lua_fail(p->L, ALM_EINVAL,
                            "\"%s\" is a column here, and no function", text);
    (void)alm_fail(&err, ALM_EINVAL,
                   "\"%s\" is a column here, which hides the function", text);
    alm_error_help(&err,
                   "a function of a row knows both: "
                   "function(r) return %s(r.%s) end",
                   text, text);
    return alm_lua_raise(p->L, &err);
}

void alm_plan_refuse_method(alm_plan *p, int name)
{
    alm_error err;
    lua_State *L = p->L;
    const char *text = lua_tostring(L, name);
    alm_lua_push_column_at(L, alm_plan_subject(p),
                           alm_lua_find(L, alm_plan_subject(p), name));
    const alm_type type = alm_lua_check_column(L, -1)->vector.type;
    lua_pop(L, 1);
    if (type == ALM_TEXT || type == ALM_PERIOD)
        return;
    (void)alm_fail(&err, ALM_EINVAL,
                   "in an expression \"%s\" is the value of one row and has no "
                   "methods",
                   text);
    alm_error_help(&err, "the column has: t:with{x = t.%s:rank()}", text);
    alm_lua_raise(L, &err);
}
