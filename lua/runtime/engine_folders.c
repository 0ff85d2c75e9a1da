#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/text.h"
#include "runtime/engine_private.h"
#include "runtime/internal.h"

/* Where the scripts of an engine find their modules. */

/* "dir" of "dir/script.lua", "." of "script.lua": a new text. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return alm_text_copy(".", 1);
    return alm_text_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Adds a folder of scripts unless it is there; its `lib` is kept for later. */
static alm_status add_folder(alm_engine *engine, size_t *n, const char *path,
                             alm_error *err)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(engine->folders[i].path, path) == 0)
            return ALM_OK;
    engine->folders[(*n)++] = (alm_module_folder){.path = path};
    const alm_status status =
        alm_path_join(&engine->libs[engine->n_libs], path, "lib", err);
    engine->n_libs += status == ALM_OK;
    return status;
}

/* What stands beside a script is meant first. */
static alm_status add_beside(alm_engine *engine, size_t *n, const char *script,
                             alm_error *err)
{
    if (script == NULL)
        return ALM_OK;
    engine->beside = folder_of(script);
    if (engine->beside == NULL)
        return alm_fail_memory(err, "the search path");
    return add_folder(engine, n, engine->beside, err);
}

/* Along the search path, and then in the folders `lib` of all. */
static alm_status add_script_folders(alm_engine *engine, size_t *n,
                                     const alm_paths *paths, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < paths->n_scripts && status == ALM_OK; i++)
        status = add_folder(engine, n, paths->scripts[i], err);
    for (size_t i = 0; i < engine->n_libs && status == ALM_OK; i++)
        engine->folders[(*n)++] = (alm_module_folder){.path = engine->libs[i]};
    return status;
}

/* Most search paths have folders that nobody made. A state that lives for a
 * glance does not look into them again for each module. */
static void mark_absent(const alm_engine *engine, size_t n)
{
    struct stat st;

    for (size_t i = 0; i < n; i++)
        engine->folders[i].absent = stat(engine->folders[i].path, &st) != 0;
}

alm_status alm_engine_set_folders(alm_engine *engine,
                                  const alm_engine_options *options,
                                  alm_state_options *state, alm_error *err)
{
    const alm_paths *paths = options->paths;
    const size_t most = paths->n_scripts + 1;
    alm_status status = ALM_OK;
    size_t n = 0;

    engine->folders = alm_alloc(2 * most + 1, sizeof *engine->folders);
    engine->libs = alm_alloc(most, sizeof *engine->libs);
    if (engine->folders == NULL || engine->libs == NULL)
        return alm_fail_memory(err, "the search path");
    status = add_beside(engine, &n, options->script, err);
    if (status == ALM_OK && options->kind == ALM_ENGINE_SCRIPT)
        status = add_script_folders(engine, &n, paths, err);
    if (state->brief)
        mark_absent(engine, n);
    if (status == ALM_OK && options->kind == ALM_ENGINE_RENDER)
        engine->folders[n++] =
            (alm_module_folder){.path = paths->render, .own = true};
    engine->folders[n++] = (alm_module_folder){.path = paths->lib, .own = true};
    state->folders = engine->folders;
    state->n_folders = n;
    return status;
}

void alm_engine_free_folders(alm_engine *engine)
{
    for (size_t i = 0; i < engine->n_libs; i++)
        alm_dealloc(engine->libs[i]);
    alm_dealloc(engine->libs);
    alm_dealloc(engine->folders);
    alm_dealloc(engine->beside);
    engine->libs = NULL;
    engine->n_libs = 0;
    engine->folders = NULL;
    engine->beside = NULL;
}
