#include <lauxlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "cli/cli.h"
#include "cli/folders.h"
#include "io/source.h"

/* metrics [NAME] [DATA]: the pages are written by almanac.metric_pages, which
 * looks at the files; here is what it is given, and where the answer goes. */

typedef struct question {
    const alm_cli *cli;
    const alm_catalog *catalog;
    const alm_catalog_entry *entry; /* of NAME, or NULL */
    alm_source *source;             /* of its file */
    const char *what;               /* DATA, or NULL */
    alm_cli_data data;
    alm_run_options options;
    alm_document doc;
    alm_buffer text;
    alm_problem_report problem;
    bool is_text;
    bool refused;
} question;

static void set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text); /* nil for NULL */
    lua_setfield(L, -2, name);
}

static void set_texts(lua_State *L, const char *name, const char *const *texts,
                      size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, name);
}

static void push_entries(lua_State *L, const question *q)
{
    const alm_catalog *catalog = q->catalog;

    lua_createtable(L, (int)catalog->n, 0);
    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *entry = &catalog->entries[i];
        lua_createtable(L, 0, 4);
        set_text(L, "name", entry->name);
        set_text(L, "path", entry->path);
        set_text(L, "from", alm_cli_origin(q->cli, entry));
        if (entry->shadowed_by != i)
            set_text(L, "hidden_by", catalog->entries[entry->shadowed_by].path);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Pushes the request that almanac.metric_pages answers. */
static void push_request(lua_State *L, const question *q)
{
    lua_createtable(L, 0, 8);
    push_entries(L, q);
    lua_setfield(L, -2, "entries");
    set_texts(L, "maps", q->options.maps, q->options.n_maps);
    set_texts(L, "where", q->options.where, q->options.n_where);
    if (q->entry != NULL) {
        set_text(L, "name", q->entry->name);
        lua_pushlstring(L, alm_source_text(q->source),
                        alm_source_size(q->source));
        lua_setfield(L, -2, "source");
    }
    if (q->data.table != NULL) {
        set_text(L, "title", q->what);
        alm_lua_push_table(L, q->data.table);
        lua_setfield(L, -2, "table");
    }
}

static int answer(lua_State *L)
{
    question *q = lua_touserdata(L, 1);
    alm_error err;

    alm_lua_push_own(L, "almanac.metric_pages", "answer");
    push_request(L, q);
    lua_call(L, 1, 2);
    if (lua_isnil(L, -2)) {
        q->refused = true;
        alm_lua_read_problem(L, -1, &q->problem);
        return 0;
    }
    lua_pop(L, 1);
    q->is_text = lua_type(L, -1) == LUA_TSTRING;
    if (!q->is_text)
        alm_lua_read_document(L, -1, &q->doc);
    else if (alm_buffer_add_text(&q->text, lua_tostring(L, -1), &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 0;
}

static alm_exit ask(alm_cli *cli, question *q)
{
    alm_engine_options options;
    alm_engine *engine = NULL;
    alm_error err = {0};
    alm_exit exit;

    if (alm_cli_run_options(&q->options, cli, &err) != ALM_OK ||
        alm_cli_engine_options(&options, cli, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    alm_status status = alm_engine_new(&engine, &options, &err);
    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), answer, q, &err);
    if (status != ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else if (q->refused)
        exit =
            alm_cli_fail(cli, q->problem.usage ? ALM_EXIT_USAGE : ALM_EXIT_DATA,
                         &q->problem.err);
    else if (q->is_text)
        exit = alm_cli_write_text(cli, &q->text);
    else
        exit = alm_cli_write(cli, &q->doc);
    alm_engine_free(engine);
    return exit;
}

static bool is_code_path(const char *word)
{
    const size_t n = strlen(word);

    return n > 4 && strcmp(word + n - 4, ".lua") == 0;
}

/* Words that no metric can be called. */
static bool is_data(const char *word)
{
    if (is_code_path(word))
        return false;
    return strcmp(word, "-") == 0 || strpbrk(word, ":/.") != NULL ||
           access(word, F_OK) == 0;
}

/* What is no metric may be a script. */
static void help_script(alm_error *err, const alm_cli *cli, const char *name)
{
    char *path = NULL;

    if (alm_script_locate(&path, cli->paths, name, NULL) == ALM_OK)
        alm_error_help(err, "%s is a script: `almanac help %s` shows it", name,
                       name);
    else
        alm_error_help(err, "`almanac metrics` lists them; data is a file, or "
                            "PACKAGE:TABLE");
    alm_dealloc(path);
}

static alm_exit fail_unknown(const alm_cli *cli, const alm_catalog *catalog,
                             const char *name)
{
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    alm_error err = {0};

    for (size_t i = 0; i < catalog->n; i++)
        alm_suggest_offer(&near, catalog->entries[i].name,
                          strlen(catalog->entries[i].name));
    (void)alm_fail(&err, ALM_ENOTFOUND, "there is no metric \"%s\"", name);
    if (near.best != NULL)
        alm_error_help(&err, "did you mean \"%.*s\"?", (int)near.best_len,
                       near.best);
    else
        help_script(&err, cli, name);
    return alm_cli_fail_usage(cli, &err);
}

/* Finds NAME and sees to it that its file is sound. */
static alm_exit find_name(question *q, const alm_cli *cli, const char *name)
{
    const alm_engine_options options = alm_cli_glance_options(cli);
    alm_script *metric = NULL;
    alm_error err = {0};

    q->entry = alm_catalog_find(q->catalog, name, strlen(name));
    if (q->entry == NULL)
        return fail_unknown(cli, q->catalog, name);
    alm_status status =
        alm_metric_open(&metric, q->entry->path, &options, NULL, &err);
    alm_script_free(metric);
    if (status == ALM_OK)
        status = alm_source_open(&q->source, q->entry->path, ALM_ENCODING_UTF8,
                                 0, &err);
    return status == ALM_OK ? ALM_EXIT_OK
                            : alm_cli_fail_code(cli, ALM_EXIT_SCRIPT, &err,
                                                NULL, q->entry->path);
}

/* Of the metric `name`, or all (NULL), for the data `what`, or none. */
static alm_exit tell_named(alm_cli *cli, const char *name, const char *what)
{
    question q = {.cli = cli, .what = what};
    alm_catalog *catalog = NULL;
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_METRICS, &err) !=
        ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    q.catalog = catalog;
    if (name == NULL)
        alm_cli_note_folders(cli);
    if (name != NULL)
        exit = find_name(&q, cli, name);
    if (exit == ALM_EXIT_OK && q.what != NULL)
        exit = alm_cli_load(&q.data, cli, q.what);
    if (exit == ALM_EXIT_OK)
        exit = ask(cli, &q);
    alm_document_free(&q.doc);
    alm_buffer_free(&q.text);
    alm_source_free(q.source);
    alm_cli_data_close(&q.data);
    alm_catalog_free(catalog);
    return exit;
}

/* A metric by the path of its file, as a search path that begins with the
 * folder above knows it. */
typedef struct by_path {
    alm_cli cli;
    const char **folders;
    char *above;
    char *name;
} by_path;

/* DIR of DIR/metrics/NAME.lua, and NAME. */
static alm_status split_path(by_path *p, const char *path, alm_error *err)
{
    static const char metrics[] = "metrics";
    const char *slash = strrchr(path, '/');
    const char *file = slash != NULL ? slash + 1 : path;
    size_t n = slash != NULL ? (size_t)(slash - path) : 0; /* of its folder */
    const size_t last = sizeof metrics - 1;

    p->name = alm_text_copy(file, strlen(file) - strlen(".lua"));
    if (n >= last && strncmp(path + n - last, metrics, last) == 0 &&
        (n == last || path[n - last - 1] == '/')) {
        n -= last;
        p->above = n > 0 ? alm_text_copy(path, n) : alm_text_copy(".", 1);
    } else {
        p->above = alm_text_copy("..", 2); /* in the folder itself */
    }
    return p->name != NULL && p->above != NULL ? ALM_OK
                                               : alm_fail_memory(err, "a path");
}

static alm_status open_path(by_path *p, const char *path, alm_error *err)
{
    const alm_texts *given = &p->cli.ahead.options.scripts;
    alm_status status = split_path(p, path, err);

    p->cli.paths = NULL;
    p->folders = alm_alloc(given->n + 1, sizeof *p->folders);
    if (status != ALM_OK || p->folders == NULL)
        return alm_fail_memory(err, "a path");
    p->folders[0] = p->above;
    for (size_t i = 0; i < given->n; i++)
        p->folders[i + 1] = given->items[i];
    return alm_paths_new(&p->cli.paths, p->folders, given->n + 1, err);
}

static alm_exit tell_path(const alm_cli *cli, const char *path,
                          const char *what)
{
    by_path p = {.cli = *cli};
    alm_error err = {0};
    alm_exit exit;

    if (access(path, F_OK) != 0) {
        (void)alm_fail(&err, ALM_ENOTFOUND, "there is no file \"%s\"", path);
        return alm_cli_fail_usage(cli, &err);
    }
    exit = open_path(&p, path, &err) == ALM_OK
               ? tell_named(&p.cli, p.name, what)
               : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_paths_free(p.cli.paths);
    alm_dealloc(p.folders);
    alm_dealloc(p.above);
    alm_dealloc(p.name);
    return exit;
}

static alm_exit tell(alm_cli *cli, const char *name, const char *what)
{
    return name != NULL && is_code_path(name) ? tell_path(cli, name, what)
                                              : tell_named(cli, name, what);
}

alm_exit alm_cli_help_metric(alm_cli *cli, const char *name)
{
    return tell(cli, name, NULL);
}

alm_exit alm_cmd_metrics(alm_cli *cli)
{
    const alm_exit exit = alm_cli_words(cli, 0, 2, "");
    const char *const *words = cli->args.words;

    if (exit != ALM_EXIT_OK)
        return exit;
    switch (cli->args.n_words) {
    case 1: return tell(cli, NULL, NULL);
    case 2:
        return is_data(words[1]) ? tell(cli, NULL, words[1])
                                 : tell(cli, words[1], NULL);
    default: return tell(cli, words[1], words[2]);
    }
}
