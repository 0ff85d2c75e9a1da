#include "runtime/file.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "io/package.h"

static alm_load_options options_of(const alm_surroundings *around)
{
    alm_load_options options = {0};

    if (around->loading != NULL) {
        options.data_dirs = around->loading->data_dirs;
        options.data_dir_count = around->loading->data_dir_count;
    }
    return options;
}

/* Whether a text in place of a file is Lua: no data begins so. */
static bool is_lua(const char *text)
{
    text += strspn(text, " \t\r\n");
    return strncmp(text, "return", 6) == 0 || strncmp(text, "--", 2) == 0;
}

static bool ends_in_lua(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && strcmp(path + n - 4, ".lua") == 0;
}

/* The folder of the installed package `name` of n bytes, with a slash. */
static alm_status find_folder(char out[ALM_MOST_PATH],
                              const alm_surroundings *around, const char *name,
                              size_t n, alm_error *err)
{
    const alm_load_options options = options_of(around);
    char package[ALM_MOST_PATH];
    char *found = NULL;

    if (n >= sizeof package)
        return alm_fail(err, ALM_EINVAL, "the name of a package is too long");
    (void)snprintf(package, sizeof package, "%.*s", (int)n, name);
    const alm_status status = alm_package_find(&found, package, &options, err);
    if (status == ALM_OK)
        (void)snprintf(out, ALM_MOST_PATH, "%.*s",
                       (int)(strrchr(found, '/') + 1 - found), found);
    alm_dealloc(found);
    return status;
}

/* The path that `name` stands for; `path` tells whether it may be one itself.
 */
static alm_status find_file(char out[ALM_MOST_PATH],
                            const alm_surroundings *around, const char *name,
                            bool path, alm_error *err)
{
    static const char *const ends[] = {".lua", ".json", ".csv"};
    const char *colon = strchr(name, ':');
    char folder[ALM_MOST_PATH];

    if (path && (colon == NULL || access(name, F_OK) == 0)) {
        (void)snprintf(out, ALM_MOST_PATH, "%s", name);
        return ALM_OK;
    }
    if (colon == NULL || strpbrk(colon, "/\\") != NULL || colon[1] == '.')
        return alm_fail(err, ALM_EINVAL, "\"%s\" is not PACKAGE:NAME", name);
    const alm_status status =
        find_folder(folder, around, name, (size_t)(colon - name), err);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && status == ALM_OK;
         i++) {
        const int n = snprintf(out, ALM_MOST_PATH, "%.*s%s%s",
                               ALM_MOST_PATH / 2, folder, colon + 1, ends[i]);
        if (n > 0 && n < ALM_MOST_PATH && access(out, F_OK) == 0)
            return ALM_OK;
    }
    if (status != ALM_OK)
        return status;
    return alm_fail(err, ALM_ENOTFOUND,
                    "package \"%.*s\" has no file %s.lua, .json or .csv",
                    (int)(colon - name), name, colon + 1);
}

static int source_close(lua_State *L)
{
    alm_source **slot = lua_touserdata(L, 1);
    alm_source_free(*slot);
    *slot = NULL;
    return 0;
}

/* Pushes an empty slot that frees the source in it. */
static alm_source **push_source_slot(lua_State *L)
{
    return alm_lua_push_owned(L, sizeof(alm_source *), source_close);
}

void alm_lua_push_file_text(lua_State *L, const char *path)
{
    alm_error err;
    alm_source **source = push_source_slot(L);

    if (alm_source_open(source, path, ALM_ENCODING_UTF8, 0, &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
    if (alm_source_text(*source) == NULL)
        (void)alm_lua_fail(L, ALM_ELIMIT, "%s is too long", path);
    lua_pushlstring(L, alm_source_text(*source), alm_source_size(*source));
    alm_source_free(*source);
    *source = NULL;
    lua_remove(L, -2);
}

/* Notes of a load are the run's. */
static alm_status take_notes(alm_surroundings *around,
                             const alm_load_report *report, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < report->notes.len && status == ALM_OK; i++)
        status =
            alm_notes_add(&around->notes, err, "%s", report->notes.items[i]);
    return status;
}

alm_status alm_surroundings_load(alm_table **out, alm_load_report *report,
                                 alm_surroundings *around, const char *what,
                                 alm_error *err)
{
    alm_load_options options = {0};

    if (around->loading != NULL) {
        options = *around->loading;
        options.rules = NULL; /* --type is meant for the user's own data */
        options.rule_count = 0;
    }
    const alm_status status = alm_load(out, report, what, &options, err);
    return status == ALM_OK ? take_notes(around, report, err) : status;
}

/* Data in a file, or (`text`) in a text. */
static alm_status load(alm_table **slot, alm_surroundings *around,
                       const char *path, const char *text, alm_error *err)
{
    const alm_load_options options = options_of(around);
    alm_load_report report = {0};
    alm_status status = text != NULL
                            ? alm_load_text(slot, &report, "the text", text,
                                            strlen(text), &options, err)
                            : alm_load(slot, &report, path, &options, err);

    if (status == ALM_OK)
        status = take_notes(around, &report, err);
    alm_load_report_free(&report);
    return status;
}

static void push_data(lua_State *L, alm_surroundings *around, const char *path,
                      const char *text)
{
    alm_error err;
    alm_table **slot = alm_lua_push_table_slot(L);
    if (load(slot, around, path, text, &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
}

static int read_file(lua_State *L)
{
    alm_surroundings *around = lua_touserdata(L, lua_upvalueindex(1));
    const char *name = luaL_checkstring(L, 1);
    const bool given = lua_toboolean(L, 2) != 0;
    const bool content = strchr(name, '\n') != NULL;
    char path[ALM_MOST_PATH] = "the text";
    alm_error err;

    if (!content && find_file(path, around, name, given, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    lua_createtable(L, 0, 2);
    const char *slash = strrchr(path, '/');
    lua_pushstring(L, slash != NULL ? slash + 1 : path);
    lua_setfield(L, -2, "name");
    if (content ? is_lua(name) : ends_in_lua(path)) {
        if (content)
            lua_pushvalue(L, 1);
        else
            alm_lua_push_file_text(L, path);
        lua_setfield(L, -2, "text");
    } else {
        push_data(L, around, path, content ? name : NULL);
        lua_setfield(L, -2, "table");
    }
    return 1;
}

void alm_lua_push_file_reader(lua_State *L, alm_surroundings *around)
{
    lua_pushlightuserdata(L, around);
    lua_pushcclosure(L, read_file, 1);
}
