#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "cli/glance.h"
#include "cli/page.h"
#include "io/package.h"
#include "io/write.h"
#include "runtime/file.h"

/* types [DATA] [-o DIR]: declarations for editors, into a project. */

enum { MOST_PATH = 4096 };

typedef struct typing {
    alm_cli *cli;
    const char *folder;       /* of the project */
    const alm_cli_data *data; /* read, unless it is a whole package */
    alm_package *package;     /* all tables of which are meant; NULL: not */
    const char **metrics;     /* those that are not broken */
    size_t n_metrics;
    alm_run_options options;
    alm_page page; /* what was written */
    bool refused;
    alm_problem_report problem;
} typing;

static void join(char path[MOST_PATH], const typing *t, const char *name)
{
    const int n = snprintf(path, MOST_PATH, "%s/%s", t->folder, name);
    if (n < 0 || n >= MOST_PATH)
        path[0] = '\0';
}

static alm_status make_folder(const typing *t, const char *name, alm_error *err)
{
    char path[MOST_PATH];

    join(path, t, name);
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return ALM_OK;
    if (errno == ENOENT)
        return alm_fail(err, ALM_ENOTFOUND, "there is no folder %s", t->folder);
    return alm_fail(err, ALM_EIO, "cannot make the folder %s: %s", path,
                    strerror(errno));
}

static void push_texts(lua_State *L, const char *const *texts, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Pushes the text of the settings that are there, and the name of their file;
 * or nothing. The number of values. */
static int push_settings(lua_State *L, const typing *t)
{
    static const char *const names[] = {".luarc.json", ".luarc.jsonc"};
    char path[MOST_PATH];
    struct stat found;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        join(path, t, names[i]);
        if (stat(path, &found) != 0)
            continue;
        alm_lua_push_file_text(L, path);
        lua_pushstring(L, names[i]);
        return 2;
    }
    return 0;
}

/* Writes the files of the list at `list`, each whole or not at all. */
static void write_files(lua_State *L, const typing *t, int list)
{
    char path[MOST_PATH];
    alm_error err;
    size_t len;
    const lua_Integer n = (lua_Integer)lua_rawlen(L, list);

    if (make_folder(t, ".almanac", &err) != ALM_OK ||
        make_folder(t, ".almanac/types", &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, list, i);
        lua_getfield(L, -1, "name");
        lua_getfield(L, -2, "text");
        join(path, t, lua_tostring(L, -2));
        const char *text = lua_tolstring(L, -1, &len);
        if (alm_file_write_atomic(path, text, len, &err) != ALM_OK)
            (void)alm_lua_raise(L, &err);
        lua_pop(L, 3);
    }
}

/* What was written, a line each, from the list at `says`. */
static void say(lua_State *L, typing *t, int says)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, says);

    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, says, i);
        alm_page_put(&t->page, lua_tostring(L, -1));
        alm_page_put(&t->page, "\n");
        lua_pop(L, 1);
    }
}

/* Appends {table =, what =} to the list below the table on top of the stack. */
static void append_table(lua_State *L, const char *what)
{
    lua_createtable(L, 0, 2);
    lua_insert(L, -2);
    lua_setfield(L, -2, "table");
    lua_pushstring(L, what);
    lua_setfield(L, -2, "what");
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* Table i of the package. */
static void add_package_table(lua_State *L, const typing *t, size_t i)
{
    char what[MOST_PATH];
    const char *name = alm_package_table_name(t->package, i);
    alm_load_report report = {0};
    alm_error err;
    alm_table **slot = alm_lua_push_table_slot(L);
    const alm_status status = alm_package_load(slot, &report, t->package, name,
                                               &t->data->options, &err);

    alm_load_report_free(&report);
    if (status != ALM_OK)
        (void)alm_lua_raise(L, &err);
    (void)snprintf(what, sizeof what, "%s:%s", t->cli->args.words[1], name);
    append_table(L, what);
}

/* Pushes the list of what is to be declared. */
static void push_tables(lua_State *L, const typing *t)
{
    lua_newtable(L);
    if (t->package != NULL) {
        for (size_t i = 0; i < alm_package_count(t->package); i++)
            add_package_table(L, t, i);
    } else if (t->data->table != NULL) {
        alm_lua_push_table(L, t->data->table);
        append_table(L, t->data->what);
    }
}

static int make_types(lua_State *L)
{
    typing *t = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.types", "files");
    push_tables(L, t);
    push_texts(L, t->options.maps, t->options.n_maps);
    push_texts(L, t->options.where, t->options.n_where);
    push_texts(L, t->metrics, t->n_metrics);
    lua_call(L, 4 + push_settings(L, t), 3);
    if (lua_isnil(L, 2)) {
        t->refused = true;
        alm_lua_read_problem(L, 3, &t->problem);
        return 0;
    }
    write_files(L, t, 2);
    say(L, t, 3);
    if (lua_isstring(L, 4))
        alm_cli_note(t->cli, lua_tostring(L, 4));
    return 0;
}

/* The names of the metrics whose files are sound; borrowed from the catalog. */
static alm_status find_metrics(typing *t, const alm_catalog *catalog,
                               alm_error *err)
{
    static const char *const fields[] = {NULL};
    alm_glance *glances = NULL;
    alm_status status = alm_glances_new(&glances, t->cli, catalog,
                                        ALM_CATALOG_METRICS, fields, err);

    if (status == ALM_OK) {
        t->metrics = alm_alloc(catalog->n + 1, sizeof *t->metrics);
        if (t->metrics == NULL)
            status = alm_fail_memory(err, "the list of metrics");
    }
    for (size_t i = 0; status == ALM_OK && i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i && glances[i].status == ALM_OK)
            t->metrics[t->n_metrics++] = catalog->entries[i].name;
    alm_glances_free(glances, catalog->n);
    return status;
}

static alm_exit finish(typing *t, alm_status status, const alm_error *err)
{
    alm_exit exit;

    if (status != ALM_OK) {
        exit = alm_cli_fail(t->cli, ALM_EXIT_DATA, err);
    } else if (t->refused) {
        exit = alm_cli_fail(t->cli,
                            t->problem.usage ? ALM_EXIT_USAGE : ALM_EXIT_DATA,
                            &t->problem.err);
    } else {
        t->cli->args.options.output = NULL; /* it named the folder */
        return alm_page_finish(&t->page, t->cli);
    }
    alm_buffer_free(&t->page.text);
    return exit;
}

static alm_exit write_types(typing *t)
{
    alm_catalog *catalog = NULL;
    alm_engine *engine = NULL;
    alm_error err = {0};
    alm_status status = alm_cli_engine(&engine, &t->options, t->cli, &err);

    if (status != ALM_OK)
        return alm_cli_fail_usage(t->cli, &err);
    status =
        alm_catalog_new(&catalog, t->cli->paths, ALM_CATALOG_METRICS, &err);
    if (status == ALM_OK)
        status = find_metrics(t, catalog, &err);
    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), make_types, t, &err);
    const alm_exit exit = finish(t, status, &err);
    alm_dealloc(t->metrics);
    alm_catalog_free(catalog);
    alm_engine_free(engine);
    return exit;
}

/* Reads DATA, or finds that it is a package of several tables. */
static alm_exit open_data(typing *t, alm_cli_data *data)
{
    const char *what = t->cli->args.words[1];
    alm_error err = {0};
    char *path = NULL;
    bool whole = false;

    if (alm_cli_data_open(data, t->cli, &err) != ALM_OK)
        return alm_cli_fail_usage(t->cli, &err);
    alm_status status =
        alm_package_behind(&path, &whole, what, &data->options, &err);
    if (status == ALM_OK && path != NULL && whole)
        status = alm_package_open(&t->package, path, &err);
    alm_dealloc(path);
    if (status != ALM_OK)
        return alm_cli_fail(t->cli, ALM_EXIT_DATA, &err);
    if (t->package != NULL && alm_package_count(t->package) > 1)
        return ALM_EXIT_OK;
    alm_package_free(t->package);
    t->package = NULL;
    alm_cli_data_close(data);
    return alm_cli_load(data, t->cli, what);
}

alm_exit alm_cmd_types(alm_cli *cli)
{
    const char *output = cli->args.options.output;
    alm_cli_data data = {0};
    typing t = {
        .cli = cli, .folder = output != NULL ? output : ".", .data = &data};
    alm_exit exit = alm_cli_words(cli, 0, 1, "");

    if (exit == ALM_EXIT_OK && cli->args.n_words > 1)
        exit = open_data(&t, &data);
    if (exit == ALM_EXIT_OK)
        exit = write_types(&t);
    alm_package_free(t.package);
    alm_cli_data_close(&data);
    return exit;
}
