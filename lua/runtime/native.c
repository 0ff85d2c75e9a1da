#include "runtime/native.h"

#include <lauxlib.h>
#include <stdio.h>
#include <unistd.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "bridge/raise.h"
#include "runtime/chunk.h"
#include "runtime/internal.h"
#include "runtime/script.h"
#include "runtime/state.h"
#include "table/period.h"

static const char key_surroundings;

alm_surroundings *alm_surroundings_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_surroundings);
    alm_surroundings *around = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return around;
}

/* width(text): terminal cells. */
static int native_width(lua_State *L)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    const size_t valid = alm_utf8_check(text, n);
    lua_pushinteger(L, (lua_Integer)(alm_utf8_width(text, valid) + n - valid));
    return 1;
}

/* suggest(wanted, names): the nearest, or nil. */
static int native_suggest(lua_State *L)
{
    alm_suggestion near = {0};

    near.wanted = luaL_checklstring(L, 1, &near.len);
    luaL_checktype(L, 2, LUA_TTABLE);
    const lua_Integer n = (lua_Integer)lua_rawlen(L, 2);
    for (lua_Integer i = 1; i <= n; i++) {
        size_t len;
        lua_rawgeti(L, 2, i);
        if (lua_type(L, -1) == LUA_TSTRING) { /* the list keeps it */
            const char *name = lua_tolstring(L, -1, &len);
            alm_suggest_offer(&near, name, len);
        }
        lua_pop(L, 1);
    }
    if (near.best == NULL)
        return 0;
    lua_pushlstring(L, near.best, near.best_len);
    return 1;
}

/* number(text): as a float, by the rules of data; or nil. */
static int native_number(lua_State *L)
{
    size_t n;
    double x;
    const char *text = luaL_checklstring(L, 1, &n);
    if (!alm_parse_f64(&x, text, n))
        return 0;
    lua_pushnumber(L, x);
    return 1;
}

static int native_is_period(lua_State *L)
{
    size_t n;
    alm_period p;
    const char *text = luaL_checklstring(L, 1, &n);
    lua_pushboolean(L, alm_period_parse(&p, text, n));
    return 1;
}

/* metatable_name(v): the text __name of a table's metatable, or nil; calls
 * nothing. */
static int native_metatable_name(lua_State *L)
{
    if (!lua_istable(L, 1) || !lua_getmetatable(L, 1))
        return 0;
    lua_pushliteral(L, "__name");
    lua_rawget(L, -2);
    return lua_type(L, -1) == LUA_TSTRING ? 1 : 0;
}

/* kind(v): what kind of data object it is ("table", "column", "row", ...), or
 * nil. */
static int native_kind(lua_State *L)
{
    if (!lua_istable(L, 1) || !lua_getmetatable(L, 1))
        return 0;
    lua_pushliteral(L, "__almanac");
    lua_rawget(L, -2);
    return 1;
}

/* fail(message, help, data): raises at the line of the script that is running.
 */
static int native_fail(lua_State *L)
{
    alm_error err;

    (void)alm_fail(&err, ALM_EINVAL, "%s", luaL_checkstring(L, 1));
    const char *help = luaL_optstring(L, 2, NULL);
    if (help != NULL)
        alm_error_help(&err, "%s", help);
    const char *data = luaL_optstring(L, 3, NULL);
    if (data != NULL)
        alm_error_data(&err, "%s", data);
    return alm_lua_raise(L, &err);
}

/* Calls the upvalue. */
static int call_entry(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* entry(f): f for scripts to call, also as `return f(...)`, after which Lua
 * would have forgotten the line of the call; errors tell it. */
static int native_entry(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_pushcclosure(L, call_entry, 1);
    return 1;
}

/* problem_of(error, prefix, usage): what a pcall caught, as a problem. */
static int native_problem_of(lua_State *L)
{
    alm_error err = {0};
    const char *prefix = luaL_checkstring(L, 2);

    if (alm_lua_is_error(L, 1))
        alm_lua_read_error(L, 1, &err);
    else
        (void)alm_fail(&err, ALM_EINVAL, "%s", luaL_tolstring(L, 1, NULL));
    lua_newtable(L);
    lua_pushfstring(L, "%s%s", prefix, err.message);
    lua_setfield(L, -2, "message");
    if (err.help[0] != '\0') {
        lua_pushstring(L, err.help);
        lua_setfield(L, -2, "help");
    }
    if (err.data[0] != '\0') {
        lua_pushstring(L, err.data);
        lua_setfield(L, -2, "data");
    }
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, "usage");
    return 1;
}

/* lines(f): the first and the last line of a function in its file. */
static int native_lines(lua_State *L)
{
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    (void)lua_getinfo(L, ">S", &ar);
    lua_pushinteger(L, ar.linedefined);
    lua_pushinteger(L, ar.lastlinedefined);
    return 2;
}

static const alm_catalog *metrics_of(lua_State *L)
{
    alm_surroundings *around = alm_surroundings_of(L);
    alm_error err;

    if (around->metrics == NULL &&
        alm_catalog_new(&around->metrics, around->paths, ALM_CATALOG_METRICS,
                        &err) != ALM_OK)
        alm_lua_raise(L, &err);
    return around->metrics;
}

/* Whether the top level of a metric's file is sound: looked at in a state of
 * its own, within limits of its own, so that no file can use up those of the
 * run. */
static alm_status glance(lua_State *L, const char *path, alm_error *err)
{
    alm_surroundings *around = alm_surroundings_of(L);
    alm_script *metric = NULL;
    alm_engine_options options =
        alm_glance_options(around->paths, around->glance);

    options.spare = &around->spare;
    options.guard = around->guard;
    const alm_status status =
        alm_metric_open(&metric, path, &options, NULL, err);

    alm_script_free(metric);
    return status;
}

/* metric_chunk(name): the metric's file as a function; nil when there is none.
 */
static int native_metric_chunk(lua_State *L)
{
    alm_error err = {0};
    size_t n;
    const char *name = luaL_checklstring(L, 1, &n);
    const alm_catalog_entry *entry = alm_catalog_find(metrics_of(L), name, n);

    if (entry == NULL)
        return 0;
    if (glance(L, entry->path, &err) != ALM_OK ||
        alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, entry->path, &err) != ALM_OK) {
        err.code = ALM_EINVAL; /* a limit reached there is none of the run */
        return alm_lua_raise_source(L, &err);
    }
    return 1;
}

/* metric_names(): those of all metrics' files. */
static int native_metric_names(lua_State *L)
{
    const alm_catalog *catalog = metrics_of(L);
    lua_Integer n = 0;

    lua_newtable(L);
    for (size_t i = 0; i < catalog->n; i++) {
        if (catalog->entries[i].shadowed_by != i)
            continue;
        lua_pushstring(L, catalog->entries[i].name);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* progress(done, of): on a terminal, after two seconds, ten times a second. */
static int native_progress(lua_State *L)
{
    static const char bar[] = "####################";
    const lua_Number done = luaL_checknumber(L, 1);
    const lua_Number of = luaL_optnumber(L, 2, 1.0);
    const double seconds = alm_state_seconds(alm_state_of(L));
    alm_surroundings *around = alm_surroundings_of(L);
    lua_Number share = of > 0.0 ? done / of : 0.0;

    if (seconds < 2.0 || isatty(STDERR_FILENO) == 0 ||
        (share < 1.0 && seconds < around->progress + 0.1))
        return 0;
    around->progress = seconds;
    share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    (void)fprintf(stderr, "\r[%-20.*s] %3.0f%%", (int)(share * 20.0), bar,
                  share * 100.0);
    if (share >= 1.0)
        (void)fputs("\r\033[K", stderr);
    return 0;
}

/* use_seed(): the result depends on the seed, which is to be told. */
static int native_use_seed(lua_State *L)
{
    alm_surroundings_of(L)->random = true;
    return 0;
}

void alm_native_add_text(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"width", native_width},
        {"suggest", native_suggest},
        {"number", native_number},
        {"is_period", native_is_period},
        {"metatable_name", native_metatable_name},
        {"kind", native_kind},
        {"fail", native_fail},
        {"entry", native_entry},
        {"problem_of", native_problem_of},
        {"lines", native_lines},
        {"metric_chunk", native_metric_chunk},
        {"metric_names", native_metric_names},
        {"progress", native_progress},
        {"use_seed", native_use_seed},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}

void alm_lua_push_native(lua_State *L, alm_surroundings *around)
{
    lua_pushlightuserdata(L, around);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_surroundings);
    lua_newtable(L);
    alm_native_add_text(L);
    alm_native_add_tables(L);
    alm_native_add_checks(L);
    alm_native_add_names(L);
    alm_native_add_json(L);
    alm_native_add_read(L);
    alm_native_add_types(L);
    alm_native_add_compose(L);
    alm_native_add_origin(L);
    alm_native_add_columns(L);
}
