#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "runtime/file.h"
#include "runtime/native.h"

/* ctx.read: files below the folders of --allow-read, and no others.
 *
 * A name is resolved with all links in it before it is looked at: what counts
 * is where the file is, not how it is called. */

static bool is_below(const char *path, const char *folder)
{
    const size_t n = strlen(folder);

    if (strcmp(folder, "/") == 0)
        return true;
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* The file that `name` means in `folder`, if it is a file and below it. */
static bool find_below(char out[PATH_MAX], const char *folder, const char *name)
{
    char base[PATH_MAX];
    char joined[2 * PATH_MAX];
    struct stat info;

    if (realpath(folder, base) == NULL)
        return false;
    const int n = name[0] == '/'
                      ? snprintf(joined, sizeof joined, "%s", name)
                      : snprintf(joined, sizeof joined, "%s/%s", base, name);
    return n > 0 && (size_t)n < sizeof joined &&
           realpath(joined, out) != NULL && is_below(out, base) &&
           stat(out, &info) == 0 && S_ISREG(info.st_mode);
}

/* A name that begins with the folder itself: "data/prices.csv" below data. */
static bool explain_folder(const alm_surroundings *around, const char *name,
                           alm_error *err)
{
    for (size_t i = 0; i < around->n_readable; i++) {
        const char *folder = around->readable[i];
        const size_t n = strlen(folder);
        if (n == 0 || strncmp(name, folder, n) != 0 || name[n] != '/')
            continue;
        alm_error_help(err, "names are of files below it: ctx.read(\"%s\")",
                       name + n + 1);
        return true;
    }
    return false;
}

/* One answer for what is not there and for what is elsewhere: a script is not
 * told which files there are. */
static int refuse(lua_State *L, const alm_surroundings *around,
                  const char *name)
{
    alm_error err;

    if (around->n_readable == 0) {
        (void)alm_fail(&err, ALM_EINVAL, "the script may not read \"%s\"",
                       name);
        alm_error_help(&err, "--allow-read DIR lets it read what is below DIR");
    } else {
        (void)alm_fail(&err, ALM_ENOTFOUND, "there is no file \"%s\" below %s",
                       name, around->readable[0]);
        if (!explain_folder(around, name, &err))
            alm_error_help(&err, "--allow-read DIR adds a folder%s",
                           around->n_readable > 1 ? "; there are several" : "");
    }
    return alm_lua_raise(L, &err);
}

/* read(name, text): the table in a file, or (`text`) its text. */
static int native_read(lua_State *L)
{
    alm_surroundings *around = alm_surroundings_of(L);
    char path[PATH_MAX];
    alm_error err;
    size_t len;
    bool found = false;
    const char *name = luaL_checklstring(L, 1, &len);

    for (size_t i = 0; i < around->n_readable && !found; i++)
        found =
            strlen(name) == len && find_below(path, around->readable[i], name);
    if (!found)
        return refuse(L, around, name);
    if (lua_toboolean(L, 2)) {
        alm_lua_push_file_text(L, path);
        return 1;
    }
    alm_load_report report = {0};
    alm_table **slot = alm_lua_push_table_slot(L);
    const alm_status status =
        alm_surroundings_load(slot, &report, around, path, &err);
    alm_load_report_free(&report);
    return status == ALM_OK ? 1 : alm_lua_raise(L, &err);
}

void alm_native_add_read(lua_State *L)
{
    static const luaL_Reg functions[] = {{"read", native_read}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
