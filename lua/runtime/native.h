#ifndef ALM_RUNTIME_NATIVE_H
#define ALM_RUNTIME_NATIVE_H

#include <lua.h>

#include "io/load.h"
#include "runtime/catalog.h"
#include "runtime/state.h"

/* The module `almanac.native`: what the engine's own Lua needs of C and scripts
 * do not. A script that requires it can do no more with it than with the rest.
 */

/* What the functions know of the run; the engine's, borrowed by its state. */
typedef struct alm_surroundings {
    const alm_paths *paths;
    alm_catalog *metrics;            /* read when first asked for */
    const char *package;             /* path of the datapackage.json, or NULL */
    const alm_load_options *loading; /* for sibling tables; may be NULL */
    alm_notes notes;                 /* of what was loaded meanwhile */
    const char *const *readable;     /* folders that ctx.read may read below */
    size_t n_readable;
    bool random;              /* the seed was used */
    double progress;          /* seconds gone when it was last shown */
    double glance;            /* as for alm_glance_options, of metrics */
    const alm_guard *guard;   /* of their top levels; may be NULL */
    struct alm_engine *spare; /* what metrics are looked at in */
} alm_surroundings;

/* Pushes the module. */
void alm_lua_push_native(lua_State *L, alm_surroundings *around);

/* native.c and the other native_*.c: their functions, into the module on top of
 * the stack. */
void alm_native_add_text(lua_State *L);
void alm_native_add_names(lua_State *L);
void alm_native_add_tables(lua_State *L);
void alm_native_add_checks(lua_State *L);
void alm_native_add_json(lua_State *L);
void alm_native_add_read(lua_State *L);
void alm_native_add_types(lua_State *L);
void alm_native_add_compose(lua_State *L);
void alm_native_add_origin(lua_State *L);

/* The column of `t` that argument `arg` names. May raise. */
size_t alm_native_column(lua_State *L, const alm_table *t, int arg);

/* Column `column` of `t` as a window. May raise. */
void alm_native_vector(lua_State *L, alm_vector *v, const alm_table *t,
                       size_t column);
void alm_native_add_columns(lua_State *L);

/* The text changes[name], which stays in the table at `changes`; `was` without
 * it. */
const char *alm_native_text(lua_State *L, int changes, const char *name,
                            const char *was);

/* Applies the changes at `changes` to what is known of a column; texts stay
 * owned by that table. */
void alm_native_change_info(lua_State *L, int changes, alm_field_info *info);

/* The surroundings of the state. */
alm_surroundings *alm_surroundings_of(lua_State *L);

#endif
