#include "runtime/script_private.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "runtime/chunk.h"

/* What passes between C and a protected function. */
typedef struct opening {
    alm_script *script;
    const char *kind;
    alm_buffer source; /* the text of the file */
    const char *const *reserved;
    size_t n_reserved;
    alm_problem_list *problems;
    alm_error *err;
    bool refused;
} opening;

void alm_script_push_texts(lua_State *L, const char *const *texts, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* The problems at the top of the stack: all into the list, the first into
 * *err, with the count of the others. */
static void read_problems(lua_State *L, opening *o)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    alm_problem_report first = {0};

    if (o->problems != NULL)
        alm_lua_read_problems(L, lua_gettop(L), o->problems);
    lua_rawgeti(L, -1, 1);
    alm_lua_read_problem(L, -1, &first);
    lua_pop(L, 1);
    const char *slash = strrchr(o->script->path, '/');
    (void)alm_fail(o->err, ALM_EINVAL, "%s", first.err.message);
    alm_error_at(o->err, slash != NULL ? slash + 1 : o->script->path,
                 first.err.line, 0);
    if (n > 1)
        alm_error_help(o->err, "%s%sand %d more: almanac check %s",
                       first.err.help, first.err.help[0] != '\0' ? "; " : "",
                       (int)n - 1, o->script->path);
    else if (first.err.help[0] != '\0')
        alm_error_help(o->err, "%s", first.err.help);
}

/* of(kind, chunk, source, reserved); the chunk is below the argument. */
static int declare(lua_State *L)
{
    opening *o = lua_touserdata(L, 2);

    alm_engine_push_declare(L, o->script->engine);
    lua_pushstring(L, o->kind);
    lua_pushvalue(L, 1);
    lua_pushlstring(L, o->source.len != 0 ? o->source.data : "", o->source.len);
    alm_script_push_texts(L, o->reserved, o->n_reserved);
    lua_call(L, 4, 2);
    if (lua_isnil(L, -2)) {
        o->refused = true;
        read_problems(L, o);
        return 0;
    }
    lua_pop(L, 1);
    o->script->declaration = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const size_t n = strlen(name);
    const bool lua = n > 4 && strcmp(name + n - 4, ".lua") == 0;
    return alm_text_copy(name, lua ? n - 4 : n);
}

/* The chunk is on top of the stack, where it stays. */
static alm_status declare_chunk(opening *o, lua_State *L, alm_error *err)
{
    alm_status status = ALM_OK;

    if (o->problems != NULL)
        status = alm_script_check_names(L, o->problems, err);
    if (status == ALM_OK) {
        lua_pushcfunction(L, declare);
        lua_pushvalue(L, -2);
        lua_pushlightuserdata(L, o);
        status = alm_lua_call(L, 2, 0, err);
    }
    if (status == ALM_OK && o->problems != NULL)
        status = alm_script_check_modules(o->script, o->problems, err);
    return status;
}

static alm_status evaluate(opening *o, alm_error *err)
{
    lua_State *L = alm_engine_lua(o->script->engine);
    alm_status status;

    status = alm_chunk_read_file(L, ALM_CHUNK_SCRIPT, o->script->path,
                                 &o->source, err);
    if (status != ALM_OK)
        return status;
    status = declare_chunk(o, L, err);
    lua_pop(L, 1);
    if (status == ALM_OK && o->refused)
        status = ALM_EINVAL;
    return status;
}

/* An engine, and in it what the file declares; *used: others were looked at in
 * it before. */
static alm_status open_engine(opening *o, bool *used,
                              const alm_engine_options *options, alm_error *err)
{
    alm_engine **out = &o->script->engine;
    alm_status status;

    o->err = err;
    *used = false;
    status = options->spare != NULL ? alm_engine_borrow(out, used, options, err)
                                    : alm_engine_new(out, options, err);
    if (status == ALM_OK) {
        alm_state *state = alm_engine_state(*out);
        alm_state_guard(state, options->guard, o->script->path);
        status = evaluate(o, err);
        alm_state_guard(state, NULL, NULL);
    }
    alm_buffer_free(&o->source);
    o->err = NULL;
    return status;
}

static alm_status fail_stuck(const char *path, alm_error *err)
{
    const char *slash = strrchr(path, '/');

    (void)alm_fail(err, ALM_ELIMIT,
                   "the time limit is reached inside one long call, such as a "
                   "text pattern that backtracks");
    alm_error_at(err, slash != NULL ? slash + 1 : path, 0, 0);
    return ALM_ELIMIT;
}

/* That a file is broken is said of it in an engine that is new, so that nothing
 * another file left behind is the reason. */
static alm_status open_engine_surely(opening *o,
                                     const alm_engine_options *options,
                                     alm_error *err)
{
    alm_engine_options own = *options;
    bool used;

    own.script = o->script->path;
    if (own.guard != NULL && own.guard->is_stuck(own.script))
        return fail_stuck(own.script, err);
    if (o->problems != NULL) /* they would be found twice */
        own.spare = NULL;
    alm_status status = open_engine(o, &used, &own, err);
    if (status != ALM_OK && used) {
        alm_engine_free(o->script->engine);
        o->script->engine = NULL;
        o->refused = false;
        *err = (alm_error){0};
        status = open_engine(o, &used, &own, err);
    }
    if (status == ALM_OK)
        o->script->spare = own.spare;
    return status;
}

static alm_status open_file(alm_script **out, opening *o, const char *path,
                            const alm_engine_options *options, alm_error *err)
{
    alm_error failure = {0};
    alm_script *script = alm_alloc_zeroed(1, sizeof *script);

    if (script == NULL)
        return alm_fail_memory(err, "a script");
    script->declaration = LUA_NOREF;
    script->values = LUA_NOREF;
    script->path = alm_text_copy(path, strlen(path));
    script->name = name_of(path);
    o->script = script;
    const alm_status status = script->path == NULL || script->name == NULL
                                  ? alm_fail_memory(&failure, "a script")
                                  : open_engine_surely(o, options, &failure);
    if (status == ALM_OK) {
        *out = script;
        return ALM_OK;
    }
    if (err != NULL)
        *err = failure;
    alm_script_free(script);
    return status;
}

alm_engine_options alm_glance_options(const alm_paths *paths, double seconds)
{
    alm_engine_options options = {.paths = paths,
                                  .state = alm_state_defaults()};

    options.state.memory_limit = 0;
    options.state.heap_limit = ALM_GLANCE_BYTES;
    options.state.time_limit = seconds > 0.0   ? seconds
                               : seconds < 0.0 ? 0.0
                                               : ALM_GLANCE_SECONDS;
    options.state.brief = true;
    options.glance = seconds;
    return options;
}

alm_status alm_script_open(alm_script **out, const char *path,
                           const alm_engine_options *options,
                           const char *const *reserved, size_t n,
                           alm_problem_list *problems, alm_error *err)
{
    opening o = {.kind = "script",
                 .reserved = reserved,
                 .n_reserved = n,
                 .problems = problems};
    return open_file(out, &o, path, options, err);
}

alm_status alm_metric_open(alm_script **out, const char *path,
                           const alm_engine_options *options,
                           alm_problem_list *problems, alm_error *err)
{
    opening o = {.kind = "metric", .problems = problems};
    return open_file(out, &o, path, options, err);
}

static void return_engine(const alm_script *script)
{
    lua_State *L = alm_engine_lua(script->engine);

    luaL_unref(L, LUA_REGISTRYINDEX, script->declaration);
    luaL_unref(L, LUA_REGISTRYINDEX, script->values);
    alm_engine_return(script->engine, script->spare);
}

void alm_script_free(alm_script *script)
{
    if (script == NULL)
        return;
    if (script->spare != NULL)
        return_engine(script);
    else
        alm_engine_free(script->engine);
    alm_problem_list_free(&script->problems);
    alm_dealloc(script->path);
    alm_dealloc(script->name);
    alm_dealloc(script);
}

alm_engine *alm_script_engine(const alm_script *script)
{
    return script->engine;
}

const char *alm_script_name(const alm_script *script)
{
    return script->name;
}

const alm_problem_list *alm_script_problems(const alm_script *script)
{
    return &script->problems;
}

void alm_script_push(const alm_script *script)
{
    lua_State *L = alm_engine_lua(script->engine);
    lua_rawgeti(L, LUA_REGISTRYINDEX, script->declaration);
}

const char *alm_script_text(const alm_script *script, const char *field)
{
    lua_State *L = alm_engine_lua(script->engine);
    const char *text = "";

    alm_script_push(script);
    lua_pushstring(L, field);
    if (lua_rawget(L, -2) == LUA_TSTRING)
        text = lua_tostring(L, -1); /* the declaration keeps it */
    lua_pop(L, 2);
    return text;
}
