#include "runtime/hint.h"

#include <dirent.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "bridge/raise.h"
#include "runtime/internal.h"

typedef struct absent {
    const char *name;
    const char *help;
} absent;

/* What plain Lua has and a script has not, and what to do instead. */
static const absent globals[] = {
    {"io", "scripts are pure: read with ctx.read, return what is to be "
           "written; --trusted opens the standard library"},
    {"debug", "--trusted opens the standard library"},
    {"package", "require finds modules beside the script and in the lib "
                "folders of the search path"},
    {"dofile", "use require"},
    {"loadfile", "use require"},
    {"loadstring", "use load"},
    {"unpack", "use table.unpack"},
    {"collectgarbage", "memory is managed by the engine"},
    {"setfenv", "use load with an environment"},
    {"t", "the table is what `run` is given; for eval, name data after the "
          "expression"},
    {"stats", "write local stats = require \"stats\""},
    {"format", "write local format = require \"format\""},
    {"panel", "write local panel = require \"panel\""},
    {"ctx",
     "it is the third thing that `run` is given: function(t, args, ctx)"},
    {"args", "it is the second thing that `run` is given: function(t, args)"},
    {"null", "a missing value is nil"},
    {"NULL", "a missing value is nil"},
    {"NA", "a missing value is nil"},
    {"None", "a missing value is nil"},
    {"True", "did you mean true?"},
    {"False", "did you mean false?"},
};

/* Functions of plain Lua that the libraries of a script lack. */
static const absent functions[] = {
    {"clock", "a script has no clock: the same input gives the same result"},
    {"getenv", "a script has no environment: declare an argument for it"},
    {"execute", "a script runs no programs"},
    {"exit", "a script ends with `return`, or with error(\"...\")"},
    {"remove", "a script writes no files: it returns its result"},
    {"rename", "a script writes no files: it returns its result"},
    {"tmpname", "a script writes no files: it returns its result"},
    {"dump", "bytecode is refused"},
    {"getn", "the length of a list is #list"},
    {"maxn", "the length of a list is #list"},
    {"pow", "a power is written x ^ y"},
    {"gfind", "use string.gmatch"},
};

/* Modules of plain Lua and of others that scripts look for. */
static const absent modules[] = {
    {"io", "scripts are pure: ctx.read reads files, what is returned is "
           "written; --trusted opens the standard library"},
    {"debug", "--trusted opens the standard library"},
    {"package", "require finds modules beside the script and in folders `lib`"},
    {"lfs", "scripts are pure: ctx.read reads files"},
    {"json", "JSON is read as data, and written with --as json"},
    {"cjson", "JSON is read as data, and written with --as json"},
    {"csv", "CSV is read as data; ctx.read reads other files"},
};

static const char *absence(const absent *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].help;
    return NULL;
}

const char *alm_hint_global(const char *name)
{
    return absence(globals, sizeof globals / sizeof *globals, name);
}

/* The nearest name to `s->wanted` in a library; *library is the library's. The
 * texts belong to tables that outlive the search. */
static void offer_functions(lua_State *L, alm_suggestion *s,
                            const char **library)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        const char *best = s->best;
        if (!lua_istable(L, -1) || lua_type(L, -2) != LUA_TSTRING)
            continue;
        for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
            if (lua_type(L, -2) == LUA_TSTRING && lua_isfunction(L, -1))
                alm_suggest_offer(s, lua_tostring(L, -2), lua_rawlen(L, -2));
        if (s->best != best)
            *library = lua_tostring(L, -2);
    }
    lua_pop(L, 1);
}

/* "attempt to call a nil value (field 'flor')": a slip of the pen. */
static void hint_call(lua_State *L, const char *name, alm_error *err)
{
    const char *help =
        absence(functions, sizeof functions / sizeof *functions, name);
    alm_suggestion s = {.wanted = name, .len = strlen(name)};
    const char *library = NULL;

    if (help != NULL) {
        alm_error_help(err, "%s", help);
        return;
    }
    offer_functions(L, &s, &library);
    if (s.best != NULL)
        alm_error_help(err, "did you mean %s.%.*s?", library, (int)s.best_len,
                       s.best);
}

void alm_hint(lua_State *L, alm_error *err)
{
    char kind[16];
    char name[64];

    if (err->help[0] != '\0' || !lua_checkstack(L, 8))
        return;
    if (strstr(err->message, "stack overflow") != NULL)
        alm_error_help(err, "does a function call itself without an end?");
    else if (sscanf(err->message,
                    "attempt to call a nil value (%15[a-z] '%63[^']')", kind,
                    name) == 2 &&
             (strcmp(kind, "field") == 0 || strcmp(kind, "method") == 0))
        hint_call(L, name, err);
}

/* ---- modules ---- */

enum { MOST_NAME = 128 };

/* A module that is nearly called so, into `out`. */
static bool find_near(const alm_state *state, const char *name,
                      char out[MOST_NAME])
{
    alm_suggestion s = {.wanted = name, .len = strlen(name)};

    for (size_t i = 0; i < state->options.n_folders; i++) {
        DIR *dir = opendir(state->options.folders[i].path);
        if (dir == NULL)
            continue;
        for (struct dirent *file = readdir(dir); file != NULL;
             file = readdir(dir)) {
            const size_t n = strlen(file->d_name);
            const char *before = s.best;
            if (n <= 4 || n - 4 >= MOST_NAME ||
                strcmp(file->d_name + n - 4, ".lua") != 0)
                continue;
            alm_suggest_offer(&s, file->d_name, n - 4);
            if (s.best != before) { /* the entry ends with its folder */
                memcpy(out, file->d_name, n - 4);
                out[n - 4] = '\0';
                s.best = out;
            }
        }
        (void)closedir(dir);
    }
    return s.best != NULL;
}

static void list_folders(const alm_state *state, alm_error *err)
{
    size_t used = 0;

    for (size_t i = 0; i < state->options.n_folders && used < sizeof err->help;
         i++) {
        const alm_module_folder *folder = &state->options.folders[i];
        if (folder->own)
            continue;
        const int n =
            snprintf(err->help + used, sizeof err->help - used, "%s%s",
                     used == 0 ? "looked in " : ", ", folder->path);
        used += n > 0 ? (size_t)n : 0;
    }
}

void alm_hint_module(const alm_state *state, const char *name, alm_error *err)
{
    char near[MOST_NAME];
    const size_t n = strlen(name);
    const char *help = absence(modules, sizeof modules / sizeof *modules, name);

    if (n > 4 && strcmp(name + n - 4, ".lua") == 0)
        alm_error_help(err,
                       "require names a module without .lua: require "
                       "\"%.*s\"",
                       (int)n - 4, name);
    else if (help != NULL)
        alm_error_help(err, "%s", help);
    else if (find_near(state, name, near))
        alm_error_help(err, "did you mean \"%s\"?", near);
    else
        list_folders(state, err);
}

void alm_hint_module_name(const char *name, alm_error *err)
{
    if (name[0] == '.' || name[0] == '/')
        alm_error_help(err, "modules stand beside the script, or in a folder "
                            "`lib` beside it or on the search path");
    else if (strchr(name, '/') != NULL)
        alm_error_help(err, "folders are written with dots: require "
                            "\"folder.module\"");
}
