#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/text.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "cli/cli.h"
#include "cli/example.h"

/* new NAME: a script, or a metric, that runs at once. What its example expects
 * is what it gave. */

#define MOST_SOURCE ((size_t)64 << 20)

/* What a script is made from when no data is named. */
static const char sample[] = "region,year,penetration\n"
                             "Anhui,2016,44.3\n"
                             "Beijing,2016,77.8\n"
                             "Gansu,2016,42.4\n"
                             "Tibet,2016,46.1\n";
static const char metric_sample[] = "region,year,users,population\n"
                                    "Beijing,2016,1690,2173\n"
                                    "Tibet,2016,149,331\n";

typedef struct scaffolding {
    alm_cli *cli;
    char name[128];
    char *path;   /* of the new file */
    char *folder; /* to be made; NULL: it is there, or is not ours to make */
    alm_catalog_kind kind;
    bool found; /* by its name, on the search path */
    const char *from;
    const char *data; /* of the command to try; NULL: its own */
    const char *own;  /* what the script names as its data */
    alm_table *table;
    alm_buffer csv;
    alm_buffer text;
    alm_buffer expect;
} scaffolding;

static void free_all(scaffolding *s)
{
    alm_dealloc(s->path);
    alm_dealloc(s->folder);
    alm_buffer_free(&s->csv);
    alm_buffer_free(&s->text);
    alm_buffer_free(&s->expect);
}

/* ---- where ---- */

static alm_status check_name(const scaffolding *s, alm_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    const char *rest = metric ? "0123456789_" : "0123456789_-";
    const char *c = s->name;

    if (c[0] != '\0' && strchr(letters, c[0]) != NULL)
        while (*c != '\0' &&
               (strchr(letters, *c) != NULL || strchr(rest, *c) != NULL))
            c++;
    if (c > s->name && *c == '\0')
        return ALM_OK;
    (void)alm_fail(err, ALM_EINVAL, "\"%s\" cannot be the name of a %s",
                   s->name, metric ? "metric" : "script");
    alm_error_help(err, "letters, digits and _%s, a letter first",
                   metric ? "" : " or -");
    return ALM_EINVAL;
}

/* The user's folder, or the first of --scripts. */
static alm_status choose_folder(scaffolding *s, alm_error *err)
{
    const alm_texts *given = &s->cli->args.options.scripts;
    const char *scripts = given->n > 0 ? given->items[0] : s->cli->paths->user;

    if (scripts == NULL) {
        (void)alm_fail(err, ALM_EINVAL, "there is no home folder for scripts");
        alm_error_help(err, "name a file: almanac new ./%s.lua", s->name);
        return ALM_EINVAL;
    }
    return alm_path_join(&s->folder, scripts,
                         s->kind == ALM_CATALOG_METRICS ? "metrics" : "", err);
}

/* A path is taken as it is; a name gets a file where it will be found. */
static alm_status place(scaffolding *s, alm_error *err)
{
    const char *word = s->cli->args.words[1];
    const size_t n = strlen(word);
    const bool ends = n > 4 && strcmp(word + n - 4, ".lua") == 0;
    const char *slash = strrchr(word, '/');
    const char *base = slash != NULL ? slash + 1 : word;
    const size_t len = strlen(base) - (ends ? 4 : 0);
    char file[sizeof s->name + 4];

    (void)snprintf(s->name, sizeof s->name, "%.*s", (int)len, base);
    alm_status status = check_name(s, err);
    if (status != ALM_OK)
        return status;
    s->found = slash == NULL && !ends;
    (void)snprintf(file, sizeof file, "%s.lua", s->name);
    if (!s->found) {
        s->path = alm_text_copy(word, n);
        if (s->path != NULL && !ends) {
            alm_dealloc(s->path);
            char folder[4096];
            (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - word),
                           word);
            return alm_path_join(&s->path, folder, file, err);
        }
        return s->path != NULL ? ALM_OK : alm_fail_memory(err, "a path");
    }
    status = choose_folder(s, err);
    return status == ALM_OK ? alm_path_join(&s->path, s->folder, file, err)
                            : status;
}

/* ---- what ---- */

/* csv(t): the table as CSV. The buffer is the upvalue's, and outlives a raise.
 */
static int table_csv(lua_State *L)
{
    scaffolding *s = lua_touserdata(L, lua_upvalueindex(1));
    alm_write_report report = {0};
    alm_error err;

    alm_buffer_clear(&s->csv);
    if (alm_write_csv(alm_lua_check_table(L, 1), alm_sink_to_buffer(&s->csv),
                      &report, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    lua_pushlstring(L, s->csv.data, s->csv.len);
    return 1;
}

static void keep(lua_State *L, alm_buffer *out, int index)
{
    alm_error err;
    size_t n;
    const char *text = luaL_checklstring(L, index, &n);

    alm_buffer_clear(out);
    if (alm_buffer_add(out, text, n, &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
}

/* script(name, t, data, csv), metric(name, t, csv) */
static int write_source(lua_State *L)
{
    scaffolding *s = lua_touserdata(L, 1);
    const bool metric = s->kind == ALM_CATALOG_METRICS;

    alm_lua_push_own(L, "almanac.scaffold", metric ? "metric" : "script");
    lua_pushstring(L, s->name);
    alm_lua_push_table(L, s->table);
    if (!metric)
        lua_pushstring(L, s->own); /* nil for NULL */
    lua_pushlightuserdata(L, s);
    lua_pushcclosure(L, table_csv, 1);
    lua_call(L, metric ? 3 : 4, 2);
    if (lua_isnil(L, -2))
        return alm_lua_fail(L, ALM_EINVAL,
                            "the data has no two columns of numbers");
    keep(L, &s->text, -2);
    if (metric) {
        lua_pushlightuserdata(L, s);
        lua_pushcclosure(L, table_csv, 1);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
        keep(L, &s->expect, -1);
    }
    return 0;
}

/* expectations(source, {{now = expect}}) */
static int set_expectation(lua_State *L)
{
    scaffolding *s = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.rewrite", "expectations");
    lua_pushlstring(L, s->text.data, s->text.len);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushlstring(L, s->expect.data, s->expect.len);
    lua_setfield(L, -2, "now");
    lua_rawseti(L, -2, 1);
    lua_call(L, 2, 1);
    keep(L, &s->text, -1);
    return 0;
}

/* Runs the example of the script in `path`. */
static alm_status run_example(scaffolding *s, const char *path, alm_error *err)
{
    alm_script *script = NULL;
    alm_example example;
    alm_status status = alm_example_open(&script, s->cli, s->kind, path, err);

    if (status == ALM_OK)
        status = alm_example_run(&s->expect, &example, s->cli, s->kind, script,
                                 0, err);
    alm_script_free(script);
    return status;
}

/* What the script gives for its example, from a file of that name that lives no
 * longer than this. */
static alm_status try_script(scaffolding *s, alm_error *err)
{
    const char *base = getenv("TMPDIR");
    char folder[1024];
    char path[sizeof folder + sizeof s->name + 8];

    (void)snprintf(folder, sizeof folder, "%.900s/almanac-XXXXXX",
                   base != NULL && base[0] == '/' ? base : "/tmp");
    if (mkdtemp(folder) == NULL)
        return alm_fail(err, ALM_EIO, "no folder can be made in %s",
                        base != NULL ? base : "/tmp");
    (void)snprintf(path, sizeof path, "%s/%s.lua", folder, s->name);
    alm_status status =
        alm_file_write_atomic(path, s->text.data, s->text.len, err);
    if (status == ALM_OK)
        status = run_example(s, path, err);
    (void)unlink(path);
    (void)rmdir(folder);
    return status;
}

static alm_status make_source(scaffolding *s, alm_error *err)
{
    alm_engine *engine = NULL;
    alm_run_options options;
    alm_status status = alm_cli_engine(&engine, &options, s->cli, err);

    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), write_source, s, err);
    alm_engine_free(engine);
    if (status == ALM_OK && s->kind == ALM_CATALOG_SCRIPTS)
        status = try_script(s, err);
    if (status == ALM_OK)
        status = alm_cli_render(s->cli, set_expectation, s, err);
    return status;
}

static alm_exit from_data(scaffolding *s)
{
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    alm_cli_data data = {0};
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (s->from != NULL) {
        exit = alm_cli_load(&data, s->cli, s->from);
    } else {
        const char *text = metric ? metric_sample : sample;
        alm_status status = alm_cli_data_open(&data, s->cli, &err);
        if (status == ALM_OK)
            status = alm_load_text(&data.table, &data.report, "example", text,
                                   strlen(text), &data.options, &err);
        if (status != ALM_OK)
            exit = alm_cli_fail_usage(s->cli, &err);
    }
    s->table = data.table;
    if (exit == ALM_EXIT_OK && make_source(s, &err) != ALM_OK)
        exit = alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
    alm_cli_data_close(&data);
    return exit;
}

typedef struct renaming {
    scaffolding *s;
    const char *old;
    bool done;
} renaming;

/* renamed(source, old, new) */
static int rename_metric(lua_State *L)
{
    renaming *r = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.scaffold", "renamed");
    lua_pushlstring(L, r->s->text.data, r->s->text.len);
    lua_pushstring(L, r->old);
    lua_pushstring(L, r->s->name);
    lua_call(L, 3, 1);
    r->done = !lua_isnil(L, -1);
    if (r->done)
        keep(L, &r->s->text, -1);
    return 0;
}

static alm_status copy_metric(scaffolding *s, const char *path, alm_error *err)
{
    alm_script *metric = NULL;
    alm_status status = alm_example_open(&metric, s->cli, s->kind, path, err);

    if (status != ALM_OK)
        return status;
    renaming r = {.s = s, .old = alm_script_text(metric, "name")};
    status = alm_cli_render(s->cli, rename_metric, &r, err);
    if (status == ALM_OK && !r.done)
        status = alm_fail(err, ALM_EINVAL,
                          "%s does not write its name as a text", path);
    alm_script_free(metric);
    return status;
}

/* A copy of the file, under the new name. */
static alm_exit from_script(scaffolding *s, const char *path)
{
    alm_error err = {0};
    alm_status status = alm_file_read(&s->text, path, MOST_SOURCE, &err);

    if (status == ALM_OK && s->kind == ALM_CATALOG_METRICS)
        status = copy_metric(s, path, &err);
    return status == ALM_OK ? ALM_EXIT_OK
                            : alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
}

/* ---- the file ---- */

/* A word of a command line as a shell reads it. */
static alm_status add_word(alm_buffer *out, const char *word, alm_error *err)
{
    const bool plain = word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789_-./:,+@%~")] == '\0';
    alm_status status = alm_buffer_add_text(out, plain ? "" : "'", err);

    for (const char *c = word; *c != '\0' && status == ALM_OK; c++)
        status = *c == '\'' ? alm_buffer_add_text(out, "'\\''", err)
                            : alm_buffer_add_byte(out, *c, err);
    return status == ALM_OK && !plain ? alm_buffer_add_byte(out, '\'', err)
                                      : status;
}

static alm_status add_command(alm_buffer *out, const char *command,
                              const char *what, const char *data,
                              alm_error *err)
{
    alm_status status = alm_buffer_add_text(out, "\n  almanac ", err);

    if (status == ALM_OK)
        status = alm_buffer_add_text(out, command, err);
    if (status == ALM_OK)
        status = add_word(out, what, err);
    if (status == ALM_OK && data != NULL)
        status = alm_buffer_add_byte(out, ' ', err);
    return status == ALM_OK && data != NULL ? add_word(out, data, err) : status;
}

/* Where it is, and what to do next. */
static alm_exit tell(scaffolding *s)
{
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    const char *what = s->found ? s->name : s->path;
    const char *data = s->data != NULL ? s->data : "cnnic:provinces";
    char program[sizeof s->name + 8];
    alm_buffer out = {0};
    alm_error err = {0};

    (void)snprintf(program, sizeof program, "t.%s", s->name);
    alm_status status = alm_buffer_add_text(&out, s->path, &err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&out,
                                     "\n\nNext, once you have changed it "
                                     "to your liking:",
                                     &err);
    if (status == ALM_OK)
        status = metric ? add_command(&out, "eval ", program, data, &err)
                        : add_command(&out, "run ", what, s->data, &err);
    if (status == ALM_OK)
        status = add_command(&out, "test ", what, NULL, &err);
    if (status == ALM_OK)
        status =
            add_command(&out, metric ? "check " : "help ", what, NULL, &err);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(&out, '\n', &err);
    const alm_exit exit = status == ALM_OK
                              ? alm_cli_write_text(s->cli, &out)
                              : alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
    alm_buffer_free(&out);
    return exit;
}

/* What is called so already gives way to it. */
static void note_hidden(const scaffolding *s)
{
    alm_catalog *catalog = NULL;

    if (!s->found ||
        alm_catalog_new(&catalog, s->cli->paths, s->kind, NULL) != ALM_OK)
        return;
    const alm_catalog_entry *entry =
        alm_catalog_find(catalog, s->name, strlen(s->name));
    if (entry != NULL) {
        char text[512];
        (void)snprintf(text, sizeof text, "there is a %s \"%s\" too: %.300s",
                       s->kind == ALM_CATALOG_METRICS ? "metric" : "script",
                       entry->name, entry->path);
        alm_cli_note(s->cli, text);
    }
    alm_catalog_free(catalog);
}

static alm_exit write_file(scaffolding *s)
{
    alm_error err = {0};
    alm_status status = ALM_OK;

    note_hidden(s);
    if (s->folder != NULL)
        status = alm_folder_make(s->folder, &err);
    if (status == ALM_OK)
        status = alm_file_create(s->path, s->text.data, s->text.len, &err);
    return status == ALM_OK ? tell(s) : alm_cli_fail_usage(s->cli, &err);
}

/* Whether --from names code: a .lua file, or a script or metric that is known
 * where nothing else is called so. */
static bool is_code(char **path, bool *metric, const scaffolding *s)
{
    const size_t n = strlen(s->from);
    const bool lua = n > 4 && strcmp(s->from + n - 4, ".lua") == 0;

    if (!lua && (strpbrk(s->from, ":./") != NULL || access(s->from, F_OK) == 0))
        return false;
    return alm_cli_find_code(path, metric, s->cli, s->from, NULL) == ALM_OK;
}

/* The file must be free before anything is done for it. */
static alm_exit check_free(scaffolding *s)
{
    alm_error err = {0};
    alm_status status = place(s, &err);

    if (status == ALM_OK && access(s->path, F_OK) == 0) {
        status = alm_fail(&err, ALM_EINVAL, "%s is there already", s->path);
        alm_error_help(&err, "choose another name, or remove it first");
    }
    return status == ALM_OK ? ALM_EXIT_OK : alm_cli_fail_usage(s->cli, &err);
}

alm_exit alm_cmd_new(alm_cli *cli)
{
    scaffolding s = {.cli = cli, .from = cli->args.options.from};
    char *code = NULL;
    bool metric = cli->args.options.metric;
    alm_exit exit = alm_cli_words(cli, 1, 1, "a name");

    if (exit != ALM_EXIT_OK)
        return exit;
    const bool copies = s.from != NULL && is_code(&code, &metric, &s);
    s.kind = metric ? ALM_CATALOG_METRICS : ALM_CATALOG_SCRIPTS;
    if (!copies && s.from != NULL && strchr(s.from, ':') == NULL)
        s.data = s.from;
    else if (!copies)
        s.own = s.from != NULL ? s.from : "cnnic:provinces";
    if (metric && s.data == NULL)
        s.data = s.own;
    exit = check_free(&s);
    if (exit == ALM_EXIT_OK)
        exit = copies ? from_script(&s, code) : from_data(&s);
    if (exit == ALM_EXIT_OK)
        exit = write_file(&s);
    alm_dealloc(code);
    free_all(&s);
    return exit;
}
