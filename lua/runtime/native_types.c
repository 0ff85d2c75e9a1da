#include <dirent.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bridge/raise.h"
#include "runtime/file.h"

/* The declarations of the scripting API for editors: help shows them, and tests
 * hold them against the interpreter. */

enum { MOST_PATH = 1024 };

static const char extension[] = ".lua";

static int folder_close(lua_State *L)
{
    DIR **slot = lua_touserdata(L, 1);
    if (*slot != NULL)
        (void)closedir(*slot);
    *slot = NULL;
    return 0;
}

/* Pushes a slot that closes the folder in it. */
static DIR **push_folder_slot(lua_State *L)
{
    return alm_lua_push_owned(L, sizeof(DIR *), folder_close);
}

/* Sets the field NAME of the table on top of the stack to what is in NAME.lua.
 */
static void add_file(lua_State *L, const char *folder, const char *file)
{
    char path[MOST_PATH];
    const size_t n = strlen(file);
    const size_t end = sizeof extension - 1;

    if (n <= end || strcmp(file + n - end, extension) != 0)
        return;
    const int wanted = snprintf(path, sizeof path, "%s/%s", folder, file);
    if (wanted < 0 || (size_t)wanted >= sizeof path)
        return;
    lua_pushlstring(L, file, n - end);
    alm_lua_push_file_text(L, path);
    lua_rawset(L, -3);
}

/* declarations(): the text of each file, by its name without .lua. */
static int native_declarations(lua_State *L)
{
    const char *path = alm_surroundings_of(L)->paths->types;
    const struct dirent *entry;
    DIR **folder = push_folder_slot(L);

    *folder = opendir(path);
    if (*folder == NULL)
        return alm_lua_fail(L, ALM_EIO, "cannot read %s: %s", path,
                            strerror(errno));
    lua_newtable(L);
    while ((entry = readdir(*folder)) != NULL)
        add_file(L, path, entry->d_name);
    (void)closedir(*folder);
    *folder = NULL;
    return 1;
}

void alm_native_add_types(lua_State *L)
{
    lua_pushcfunction(L, native_declarations);
    lua_setfield(L, -2, "declarations");
}
