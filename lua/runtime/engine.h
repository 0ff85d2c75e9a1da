#ifndef ALM_RUNTIME_ENGINE_H
#define ALM_RUNTIME_ENGINE_H

#include "runtime/call.h"
#include "runtime/native.h"
#include "runtime/problems.h"
#include "runtime/state.h"

/* A state that knows tables, metrics and the engine's own Lua: what scripts run
 * in, and what renders their results. */
typedef struct alm_engine alm_engine;

typedef enum alm_engine_kind {
    ALM_ENGINE_SCRIPT, /* `require` looks beside the script, on the search path,
                          in the library */
    ALM_ENGINE_RENDER  /* in the renderers, in the library */
} alm_engine_kind;

typedef struct alm_engine_options {
    alm_engine_kind kind;
    const alm_paths *paths;      /* must outlive the engine */
    const char *script;          /* path of the script to run; may be NULL */
    const char *const *readable; /* folders of ctx.read; borrowed */
    size_t n_readable;
    bool explain;           /* keep what was lifted: lift/lift.h */
    double glance;          /* as for alm_glance_options, of metrics */
    alm_engine **spare;     /* see alm_engine_borrow; may be NULL */
    const alm_guard *guard; /* of the top level of a script; may be NULL */
    const alm_guard *metrics_guard; /* of those of metrics */
    alm_state_options state; /* folders and extend are set by the engine */
} alm_engine_options;

/* Everything is loaded when first needed: under a millisecond. */
ALM_MUST_CHECK
alm_status alm_engine_new(alm_engine **out, const alm_engine_options *options,
                          alm_error *err);
void alm_engine_free(alm_engine *engine); /* NULL is allowed */

/* For files that are looked at one after another: the engine in the slot
 * `options->spare`, made what it was when it was new, else a new one. All that
 * share a slot have the same options but for the script and the paths. *used
 * tells whether another file was looked at in it. */
ALM_MUST_CHECK
alm_status alm_engine_borrow(alm_engine **out, bool *used,
                             const alm_engine_options *options, alm_error *err);

/* Takes the engine back, into the slot if that is empty and the engine not full
 * of garbage. One in which something failed is freed instead. */
void alm_engine_return(alm_engine *engine, alm_engine **spare);

/* Borrowed. */
alm_state *alm_engine_state(const alm_engine *engine);
lua_State *alm_engine_lua(const alm_engine *engine);
alm_surroundings *alm_engine_surroundings(alm_engine *engine);

/* The same of almanac.declaration, which a borrowed engine keeps where no
 * script gets at it. */
void alm_engine_push_declare(lua_State *L, const alm_engine *engine);

/* Inside a function that Lua called (alm_lua_run): pushes the function `name`
 * of the engine's own module `module`. May raise. */
void alm_lua_push_own(lua_State *L, const char *module, const char *name);

#endif
