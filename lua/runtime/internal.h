#ifndef ALM_RUNTIME_INTERNAL_H
#define ALM_RUNTIME_INTERNAL_H

#include <stdint.h>

#include "runtime/limit.h"
#include "runtime/state.h"

/* A chunk name and the file behind it. */
typedef struct alm_source {
    char *name;
    char *path;
} alm_source;

struct alm_state {
    lua_State *L;
    alm_limit limit;
    alm_pool pool; /* of a brief state */
    alm_state_options options;
    alm_source *sources;
    size_t n_sources;
    bool failed;     /* some call did not come to its end */
    bool caught_set; /* the message handler has filled `caught` */
    alm_blame blame; /* for it */
    alm_error caught;
    alm_error elsewhere; /* where alm_key_elsewhere was raised */
    char traceback[4096];
};

/* Registry key (by address): the globals as a script sees them. */
extern const char alm_key_environment;

/* Registry key (by address): the error value that last ended a coroutine. */
extern const char alm_key_elsewhere;

/* The parts of the sandbox. Each fills the table on top of the stack, which is
 * that of the globals or of the library it is named for, and leaves it there.
 */
void alm_open_missing(lua_State *L);   /* metatables of nil and of strings */
void alm_open_protected(lua_State *L); /* globals: pcall, xpcall */
void alm_open_order(lua_State *L);     /* globals: pairs, next, ipairs */
void alm_open_text(lua_State *L);      /* globals: tostring, print */
void alm_open_loader(lua_State *L);    /* globals: require, load */
void alm_open_coroutine(lua_State *L);
void alm_open_string(lua_State *L);
void alm_open_math(lua_State *L);
void alm_open_table(lua_State *L);
void alm_open_calendar(lua_State *L); /* os */

/* sandbox.c: everything above, closed. The new state's globals are on top of
 * the stack, complete, when `extend` is called. */
void alm_sandbox_open(lua_State *L, const alm_state_options *options);

/* sandbox.c, mathlib.c: undoes what scripts assigned and drew. May raise. */
void alm_reset_globals(lua_State *L);
void alm_reset_random(lua_State *L);

/* sandbox.c: pushes what a script finds under the global name at `index`;
 * false, and nothing is pushed, when it is undeclared. */
bool alm_push_declared(lua_State *L, int index);

/* sandbox.c: raises that the global `name` is undeclared, and suggests one of
 * those that are, the text keys of the table at `own` included. */
int alm_raise_undeclared(lua_State *L, const char *name, int own);

/* Replaces the table on top of the stack by a read-only proxy of it. */
void alm_push_readonly(lua_State *L, const char *name);

/* closed.c: the same for a module, which can be called if it could. */
void alm_close_module(lua_State *L, const char *name);

/* Copies the functions and values `names` (NULL-terminated) from the table at
 * `from` to the table on top of the stack. */
void alm_copy_fields(lua_State *L, int from, const char *const *names);

/* missing.c: wraps the C function on top of the stack so that it answers nil
 * when one of its arguments in `values` (bit 0 is the first; all bits are all)
 * is nil. With `numeric` a text among them raises. */
void alm_push_guarded(lua_State *L, lua_Integer values, bool numeric);

/* missing.c: raises for the text at `index`. Never returns. */
int alm_raise_text(lua_State *L, int index, int other, const char *op);

/* text.c: pushes the text of any value, without an address. May call the
 * script's __tostring. */
const char *alm_push_text(lua_State *L, int index, size_t *len);

/* order.c: the kind of data object ("table", "column", ...) or library at
 * `index`; NULL for everything else. The text lives as long as the object. */
const char *alm_proxy_kind(lua_State *L, int index);

/* Whether that kind is read over 1..#. */
bool alm_is_sequence_kind(const char *kind);

/* sort.c: the stable order of 0..n-1 under `less`, which may raise: `order` and
 * `scratch` (n each) are then garbage, so let Lua own them. O(n log n), O(n)
 * for what is in order. */
typedef bool (*alm_less)(void *context, uint32_t a, uint32_t b);
void alm_merge_order(uint32_t *order, uint32_t *scratch, size_t n,
                     alm_less less, void *context);

int alm_lua_sort_list(lua_State *L);

/* chunk.c: remembers the file behind a chunk name. */
alm_status alm_source_add(alm_state *state, const char *name, const char *path,
                          alm_error *err);
void alm_sources_free(alm_state *state);

/* chunk.c: when `text` begins with "name:line: " of a loaded file, returns what
 * follows and sets *name (borrowed) and *line; else NULL. */
const char *alm_source_strip(const alm_state *state, const char *text,
                             const char **name, size_t *line);

#endif
