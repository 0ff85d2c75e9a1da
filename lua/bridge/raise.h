#ifndef ALM_BRIDGE_RAISE_H
#define ALM_BRIDGE_RAISE_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"

/* Errors on their way through Lua.
 *
 * A raise is a longjmp over the C frames in between. Three habits keep that
 * safe in everything a script can call:
 *
 *   1. read and check every argument before making anything in C;
 *   2. make the userdata slot first (empty), then the object that goes in it;
 *   3. hold no pointer from alm_alloc across a call that can raise.
 *
 * In Lua an error is a table with the metatable ALM_LUA_ERROR and the fields
 *
 *   code      "EINVAL", "ETYPE", ...          where  name of the script, or nil
 *   message   one sentence                    line   its line, or nil
 *   help      the way out, or nil             column byte in that line, or nil
 *   data      the cell it is about, or nil      blame  "data", "usage", or nil
 *
 * tostring(e) reads `growth.lua:14: message`. */

/* Registry: the metatable of error objects. */
#define ALM_LUA_ERROR "almanac.error"

/* Registry: a function (text, other operand, event) that is called before
 * arithmetic with a text, or its comparison with a number, raises. It knows the
 * column and the cell and raises a better error; when it returns, the plain one
 * is raised. */
#define ALM_LUA_TEXT_ERROR "almanac.text_error"

/* Registry: the real table of a state's globals, and a table of its real
 * library tables by name ("math", "string", ...). What a script sees are
 * read-only proxies of these. */
#define ALM_LUA_GLOBALS   "almanac.globals"
#define ALM_LUA_LIBRARIES "almanac.libraries"

/* Raises `err` from the line of the script that is running. A location in *err
 * is one in the data and becomes the text `data`, unless there is one. Never
 * returns; typed int so that a binding can write
 * `return alm_lua_raise(L, &err);`. */
int alm_lua_raise(lua_State *L, const alm_error *err);

/* The same for an error whose location in *err is one in Lua source (a module
 * that does not compile) and is kept. */
int alm_lua_raise_source(lua_State *L, const alm_error *err);

/* The same for what no line of a script is to blame for: `blame` says whether
 * the data is ("data") or the command line ("usage"). */
int alm_lua_refuse(lua_State *L, const alm_error *err, const char *blame);

/* Formats and raises in one step. */
ALM_PRINTF(3, 4)
int alm_lua_fail(lua_State *L, alm_status code, const char *fmt, ...);

/* Whether the value at `index` is an error object. May raise a memory error. */
bool alm_lua_is_error(lua_State *L, int index);

/* Pushes a block of `size` zero bytes for something of C that `close` frees
 * when the value ends: habit 2 for what has no type of its own in Lua. `close`
 * must bear an empty block, and one that it was called for before. */
void *alm_lua_push_owned(lua_State *L, size_t size, lua_CFunction close);

/* Turns the error object at `index` back into *err: file, line and column are
 * those of the script. May raise a memory error. */
void alm_lua_read_error(lua_State *L, int index, alm_error *err);

/* Sets file and line of *err to the innermost running line of a script; leaves
 * them alone when there is none. A script is what was loaded under a chunk name
 * that begins with '@'; our own library and expressions begin with '='.
 * Allocates nothing and never raises. */
void alm_lua_where(lua_State *L, alm_error *err);

/* What a function that is called for every group, or every row, is at. */
typedef struct alm_lua_group {
    lua_State *thread;
    char text[160];    /* `region = "East"`, or empty */
    const void *table; /* alm_table: the rows are its; NULL for a group */
    size_t row;
} alm_lua_group;

/* Pushes a place for the text of the group at hand. While it stands on the
 * stack, alm_lua_name_group tells it; whatever takes it off, an error too, ends
 * that. */
alm_lua_group *alm_lua_push_group(lua_State *L);

/* Adds to the message of *err in which group it happened, if in one. Raises
 * nothing. */
void alm_lua_name_group(lua_State *L, alm_error *err);

/* The same with a text that is known: `region = "East"`. */
void alm_lua_add_group(alm_error *err, const char *text);

/* The row that the innermost function which is called for every row is at; NULL
 * when there is none. Raises nothing. */
const alm_lua_group *alm_lua_row_at(lua_State *L);

#endif
