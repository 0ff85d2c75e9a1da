#include <lauxlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "runtime/catalog.h"
#include "runtime/chunk.h"
#include "runtime/document.h"
#include "runtime/file.h"
#include "runtime/native.h"

/* What one script needs to run another: the other's file, its data, and a
 * ledger of its own. */

/* Pushes the path that `name` is found at on the search path. */
static void push_script_path(lua_State *L, const char *name)
{
    char *path = NULL;
    alm_error err;

    if (strpbrk(name, "/\\.") != NULL)
        (void)alm_lua_fail(L, ALM_EINVAL,
                           "\"%s\" is a path; scripts run others by name",
                           name);
    if (alm_script_locate(&path, alm_surroundings_of(L)->paths, name, &err) !=
        ALM_OK)
        (void)alm_lua_raise(L, &err);
    /* Only copying it into Lua may raise, and then for want of memory alone:
     * the text is short and freed right after. */
    char copy[ALM_MOST_PATH];
    const size_t n = strlen(path);
    const bool fits = n < sizeof copy;
    memcpy(copy, path, fits ? n + 1 : 0);
    alm_dealloc(path);
    if (!fits)
        (void)alm_lua_fail(L, ALM_EINVAL, "the path of \"%s\" is too long",
                           name);
    lua_pushstring(L, copy);
}

/* script_chunk(name) -> function, text: another script's file. */
static int native_script_chunk(lua_State *L)
{
    alm_error err;

    push_script_path(L, luaL_checkstring(L, 1));
    const char *path = lua_tostring(L, -1);
    if (alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, path, &err) != ALM_OK)
        return alm_lua_raise_source(L, &err);
    alm_lua_push_file_text(L, path);
    return 2;
}

static int report_close(lua_State *L)
{
    alm_load_report_free(lua_touserdata(L, 1));
    return 0;
}

/* Pushes an empty report that is freed with its value. */
static alm_load_report *push_report(lua_State *L)
{
    return alm_lua_push_owned(L, sizeof(alm_load_report), report_close);
}

static void push_line(lua_State *L, const alm_ledger_entry *entry)
{
    char line[1024];
    alm_ledger_line(line, sizeof line, entry);
    lua_pushstring(L, line);
}

/* Pushes {column = line of the ledger} of figures that are not verified. */
static void push_unverified(lua_State *L, const alm_load_report *report)
{
    lua_newtable(L);
    for (size_t i = 0; i < report->unverified_count; i++) {
        if (report->unverified[i].count == 0)
            continue;
        const alm_ledger_entry entry =
            alm_unverified_entry(&report->unverified[i]);
        push_line(L, &entry);
        lua_setfield(L, -2, report->unverified[i].column);
    }
}

/* data(name) -> table, {column = line}: a table of an installed package,
 * "cnnic:provinces", read as the data of the run was; and what the ledger says
 * of its columns where they are used. */
static int native_data(lua_State *L)
{
    alm_surroundings *around = alm_surroundings_of(L);
    const char *name = luaL_checkstring(L, 1);
    alm_error err;

    if (strchr(name, ':') == NULL || strpbrk(name, "/\\") != NULL) {
        (void)alm_fail(&err, ALM_EINVAL, "\"%s\" is not PACKAGE:TABLE", name);
        alm_error_help(&err, "a script names data of installed packages only");
        return alm_lua_raise(L, &err);
    }
    alm_load_report *report = push_report(L);
    alm_table **slot = alm_lua_push_table_slot(L);
    if (alm_surroundings_load(slot, report, around, name, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    push_unverified(L, report);
    return 2;
}

/* ledger_begin(): what follows is counted in a new ledger. Answers the one
 * before, for ledger_end. */
static int native_ledger_begin(lua_State *L)
{
    alm_lua_push_ledger(L);
    alm_lua_open_ledger(L);
    return 1;
}

/* ledger_end(before) -> lines: what was counted since, and back to the ledger
 * before. */
static int native_ledger_end(lua_State *L)
{
    const alm_ledger *ledger = alm_lua_ledger(L);
    const size_t n = alm_ledger_count(ledger);

    luaL_checktype(L, 1, LUA_TUSERDATA);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        const alm_ledger_entry entry = alm_ledger_get(ledger, i);
        push_line(L, &entry);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushvalue(L, 1);
    alm_lua_set_ledger(L);
    return 1;
}

void alm_native_add_compose(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"script_chunk", native_script_chunk},
        {"data", native_data},
        {"ledger_begin", native_ledger_begin},
        {"ledger_end", native_ledger_end},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
