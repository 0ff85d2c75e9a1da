#include "runtime/paths.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"

enum { MOST_PATH = 4096 };

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Appends `path` (taken, NULL: memory is short) to a list with room for it. */
static alm_status add(char **list, size_t *n, char *path, alm_error *err)
{
    if (path == NULL)
        return alm_fail_memory(err, "a path");
    list[(*n)++] = path;
    return ALM_OK;
}

/* The same with "folder/name". */
static alm_status add_joined(char **list, size_t *n, const char *folder,
                             const char *name, alm_error *err)
{
    const alm_status status = alm_path_join(&list[*n], folder, name, err);
    *n += status == ALM_OK;
    return status;
}

/* The folder of the running binary, without the last '/'. */
static bool binary_folder(char out[MOST_PATH])
{
    const ssize_t n = readlink("/proc/self/exe", out, MOST_PATH - 1);
    if (n <= 0)
        return false;
    out[n] = '\0';
    char *slash = strrchr(out, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}

static bool is_below(const char *path, const char *folder)
{
    const size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

/* Folders: lib, render, types, scripts, data. */
typedef struct own_folders {
    char root[MOST_PATH + 128];
    const char *lib;
    const char *render;
    const char *types;
} own_folders;

static own_folders find_own(void)
{
    own_folders own = {.lib = "lib", .render = "render", .types = "types"};
    char binary[MOST_PATH];

    if (!binary_folder(binary)) {
        (void)snprintf(own.root, sizeof own.root, "%s", ALM_INSTALLED_SHARE);
    } else if (is_below(binary, ALM_BUILD_DIR)) {
        (void)snprintf(own.root, sizeof own.root, "%s", ALM_SOURCE_DIR);
        own.lib = "lua/lib";
        own.render = "lua/render";
        own.types = "lua/types";
    } else {
        (void)snprintf(own.root, sizeof own.root, "%s/%s", binary,
                       ALM_SHARE_FROM_BIN);
    }
    return own;
}

/* The user's data folder by the XDG rules, without the last '/'; "" when there
 * is no home either. */
static void user_folder(char *out, size_t size)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");

    if (xdg != NULL && xdg[0] == '/')
        (void)snprintf(out, size, "%s/almanac", xdg);
    else if (home != NULL && home[0] == '/')
        (void)snprintf(out, size, "%s/.local/share/almanac", home);
    else
        out[0] = '\0';
}

/* The folders of a list with ':' between them. */
static alm_status add_list(alm_paths *paths, const char *list, alm_error *err)
{
    while (list != NULL && *list != '\0') {
        const size_t n = strcspn(list, ":");
        if (n > 0) {
            const alm_status status = add(paths->scripts, &paths->n_scripts,
                                          alm_text_copy(list, n), err);
            if (status != ALM_OK)
                return status;
        }
        list += n + (list[n] == ':');
    }
    return ALM_OK;
}

static size_t count_list(const char *list)
{
    size_t n = 1;
    for (; list != NULL && *list != '\0'; list++)
        n += *list == ':';
    return n;
}

static alm_status add_scripts(alm_paths *paths, const char *const *first,
                              size_t n, const own_folders *own,
                              const char *user, alm_error *err)
{
    const char *list = getenv("ALMANAC_PATH");
    alm_status status = ALM_OK;

    paths->scripts = alm_alloc(n + count_list(list) + 2, sizeof(char *));
    if (paths->scripts == NULL)
        return alm_fail_memory(err, "the search path");
    for (size_t i = 0; i < n && status == ALM_OK; i++)
        status = add(paths->scripts, &paths->n_scripts,
                     alm_text_copy(first[i], strlen(first[i])), err);
    if (status == ALM_OK)
        status = add_list(paths, list, err);
    if (status == ALM_OK && user[0] != '\0')
        status =
            add_joined(paths->scripts, &paths->n_scripts, user, "scripts", err);
    if (status == ALM_OK && user[0] != '\0')
        paths->user = paths->scripts[paths->n_scripts - 1];
    if (status == ALM_OK)
        status = add_joined(paths->scripts, &paths->n_scripts, own->root,
                            "scripts", err);
    return status;
}

static alm_status add_data(alm_paths *paths, const own_folders *own,
                           const char *user, alm_error *err)
{
    alm_status status = ALM_OK;

    paths->data = alm_alloc(2, sizeof(char *));
    if (paths->data == NULL)
        return alm_fail_memory(err, "the search path");
    if (user[0] != '\0')
        status = add_joined(paths->data, &paths->n_data, user, "data", err);
    if (status == ALM_OK)
        status =
            add_joined(paths->data, &paths->n_data, own->root, "data", err);
    return status;
}

alm_status alm_paths_new(alm_paths **out, const char *const *first, size_t n,
                         alm_error *err)
{
    char user[MOST_PATH];
    alm_paths *paths = alm_alloc_zeroed(1, sizeof *paths);

    if (paths == NULL)
        return alm_fail_memory(err, "the search path");
    const own_folders own = find_own();
    user_folder(user, sizeof user);
    alm_status status = alm_path_join(&paths->lib, own.root, own.lib, err);
    if (status == ALM_OK)
        status = alm_path_join(&paths->render, own.root, own.render, err);
    if (status == ALM_OK)
        status = alm_path_join(&paths->types, own.root, own.types, err);
    if (status == ALM_OK && !is_folder(paths->lib))
        status = alm_fail(err, ALM_ENOTFOUND,
                          "the program's own files are not in %s", own.root);
    if (status == ALM_OK)
        status = add_scripts(paths, first, n, &own, user, err);
    if (status == ALM_OK)
        status = add_data(paths, &own, user, err);
    if (status == ALM_OK)
        *out = paths;
    else
        alm_paths_free(paths);
    return status;
}

void alm_paths_free(alm_paths *paths)
{
    if (paths == NULL)
        return;
    for (size_t i = 0; i < paths->n_scripts; i++)
        alm_dealloc(paths->scripts[i]);
    for (size_t i = 0; i < paths->n_data; i++)
        alm_dealloc(paths->data[i]);
    alm_dealloc(paths->scripts);
    alm_dealloc(paths->data);
    alm_dealloc(paths->lib);
    alm_dealloc(paths->render);
    alm_dealloc(paths->types);
    alm_dealloc(paths);
}
