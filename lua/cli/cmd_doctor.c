#include <dirent.h>
#include <dlfcn.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/folders.h"
#include "cli/glance.h"
#include "cli/text_table.h"
#include "io/libraries.h"
#include "io/package.h"
#include "stats/special.h"

/* doctor: what the program is made of, where it looks, what it found there, and
 * what is wrong with it. */

typedef struct findings {
    const alm_cli *cli;
    alm_text_table table;
    size_t problems;
} findings;

/* `fix` NULL: all is well; `absent` things are told and are no problem. */
static void add(findings *f, const char *about, const char *item,
                const char *value, const char *status, const char *fix)
{
    alm_text_table_text(&f->table, 0, about);
    alm_text_table_text(&f->table, 1, item);
    alm_text_table_text(&f->table, 2, value);
    alm_text_table_text(&f->table, 3, status);
    alm_text_table_text(&f->table, 4, fix);
    f->problems += strcmp(status, "problem") == 0;
}

/* ---- versions ---- */

/* readline is loaded by `repl` alone, so it may be missing. */
static void add_readline(findings *f)
{
    static const char *const names[] = {"libreadline.so.8", "libreadline.so"};
    void *library = NULL;

    for (size_t i = 0; i < 2 && library == NULL; i++)
        library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        add(f, "version", "readline", NULL, "absent",
            "line editing in `almanac repl` needs it: install libreadline8");
        return;
    }
    const char *const *version = dlsym(library, "rl_library_version");
    add(f, "version", "readline", version != NULL ? *version : "unknown", "ok",
        NULL);
    (void)dlclose(library);
}

static void add_versions(findings *f)
{
    alm_io_library io[ALM_IO_LIBRARIES];

    add(f, "version", "almanac", ALM_VERSION, "ok", NULL);
    add(f, "version", "Lua", &LUA_RELEASE[4], "ok", NULL); /* after "Lua " */
    add(f, "version", "GSL", alm_stats_library(), "ok", NULL);
    alm_io_libraries(io);
    for (size_t i = 0; i < ALM_IO_LIBRARIES; i++)
        add(f, "version", io[i].name, io[i].version, "ok", NULL);
    add(f, "version", "utf8proc", alm_utf8_library(), "ok", NULL);
    add_readline(f);
}

/* ---- scripts and metrics ---- */

static size_t count_in(const alm_catalog *catalog, const char *folder)
{
    size_t n = 0;
    for (size_t i = 0; i < catalog->n; i++)
        n += strcmp(catalog->entries[i].folder, folder) == 0;
    return n;
}

/* A folder that the user named and that is not there is a slip; the user's own
 * is made when it is needed. */
static void add_script_folders(findings *f, const alm_catalog *scripts,
                               const alm_catalog *metrics)
{
    const alm_paths *paths = f->cli->paths;
    char value[1200];

    if (paths->user == NULL)
        add(f, "scripts", "user's folder", "none: HOME is not set", "absent",
            "--scripts and ALMANAC_PATH name others");
    for (size_t i = 0; i < paths->n_scripts; i++) {
        const char *folder = paths->scripts[i];
        const bool user = paths->user != NULL && folder == paths->user;
        const char *refusal = alm_folder_refusal(folder);
        const bool absent = user && access(folder, F_OK) != 0;
        if (refusal == NULL) {
            (void)snprintf(value, sizeof value, "%.1000s: %zu scripts, %zu %s",
                           folder, count_in(scripts, folder),
                           count_in(metrics, folder), "metrics");
            add(f, "scripts", user ? "user's folder" : "folder", value, "ok",
                NULL);
        } else {
            add(f, "scripts", user ? "user's folder" : "folder", folder,
                absent ? "absent" : "problem",
                absent ? "`almanac new NAME` makes it"
                : user ? refusal
                       : "there is no such folder, or it cannot be read: see "
                         "--scripts and ALMANAC_PATH");
        }
    }
}

static void add_problem(findings *f, alm_catalog_kind kind, const char *name,
                        const alm_error *err)
{
    char fix[256], said[sizeof(alm_error)];

    (void)snprintf(fix, sizeof fix, "`almanac check %.200s` says more", name);
    alm_glance_say(said, sizeof said, err);
    add(f, kind == ALM_CATALOG_METRICS ? "metric" : "script", name, said,
        "problem", fix);
}

/* A metric that is sound by itself may be called unlike its file, or need what
 * needs it. */
static void add_misfit(findings *f, const alm_catalog_entry *entry)
{
    const alm_engine_options options = alm_cli_glance_options(f->cli);
    alm_script *metric = NULL;

    if (alm_metric_open(&metric, entry->path, &options, NULL, NULL) == ALM_OK &&
        alm_metric_check(metric, NULL) == ALM_OK) {
        const alm_problem_list *problems = alm_script_problems(metric);
        if (problems->n > 0)
            add_problem(f, ALM_CATALOG_METRICS, entry->name,
                        &problems->items[0].err);
    }
    alm_script_free(metric);
}

static void add_broken(findings *f, const alm_catalog *catalog,
                       alm_catalog_kind kind)
{
    static const char *const fields[] = {NULL};
    alm_glance *glances = NULL;

    if (alm_glances_new(&glances, f->cli, catalog, kind, fields, NULL) !=
        ALM_OK)
        return;
    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *entry = &catalog->entries[i];
        if (glances[i].status == ALM_OK) {
            if (kind == ALM_CATALOG_METRICS && entry->shadowed_by == i)
                add_misfit(f, entry);
        } else if (!alm_is_module(&glances[i].err)) {
            add_problem(f, kind, entry->name, &glances[i].err);
        }
    }
    alm_glances_free(glances, catalog->n);
}

static alm_status add_code(findings *f, alm_error *err)
{
    alm_catalog *scripts = NULL;
    alm_catalog *metrics = NULL;
    alm_status status =
        alm_catalog_new(&scripts, f->cli->paths, ALM_CATALOG_SCRIPTS, err);

    if (status == ALM_OK)
        status =
            alm_catalog_new(&metrics, f->cli->paths, ALM_CATALOG_METRICS, err);
    if (status == ALM_OK) {
        add_script_folders(f, scripts, metrics);
        add_broken(f, scripts, ALM_CATALOG_SCRIPTS);
        add_broken(f, metrics, ALM_CATALOG_METRICS);
    }
    alm_catalog_free(scripts);
    alm_catalog_free(metrics);
    return status;
}

/* ---- data ---- */

static void add_package(findings *f, const char *folder, const char *name)
{
    char path[4096];
    char value[4200];
    alm_package *package = NULL;
    alm_error err = {0};

    (void)snprintf(path, sizeof path, "%.3000s/%.255s/datapackage.json", folder,
                   name);
    if (access(path, F_OK) != 0)
        return;
    if (alm_package_open(&package, path, &err) != ALM_OK) {
        add(f, "data", name, err.message, "problem",
            "mend or remove this package");
        return;
    }
    (void)snprintf(value, sizeof value, "%.3000s/%.255s: %zu tables", folder,
                   name, alm_package_count(package));
    add(f, "data", name, value, "ok", NULL);
    alm_package_free(package);
}

static void add_data_folder(findings *f, const char *folder, bool own)
{
    struct dirent **names = NULL;
    const int n = scandir(folder, &names, NULL, alphasort);

    if (n < 0) {
        add(f, "data", own ? "folder" : "user's folder", folder,
            own ? "problem" : "absent",
            own ? "install Almanac anew"
                : "data packages put there are known by name");
        return;
    }
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.')
            add_package(f, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

/* ---- the machine ---- */

/* The locale of texts by the rules of POSIX. */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return "C";
}

static void add_terminal(findings *f)
{
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    const char *locale = locale_name();
    const char *dot = strchr(locale, '.');
    const bool utf8 = dot != NULL && (strncasecmp(dot, ".utf-8", 6) == 0 ||
                                      strncasecmp(dot, ".utf8", 5) == 0);
    struct winsize size = {0};
    char value[64] = "no: results are CSV, --as table for a table";

    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        (void)snprintf(value, sizeof value, "%d x %d cells", size.ws_col,
                       size.ws_row);
    add(f, "terminal", "output", value, "ok", NULL);
    add(f, "terminal", "colour", alm_cli_use_color(f->cli) ? "yes" : "no", "ok",
        NULL);
    add(f, "terminal", "locale", locale, utf8 || !terminal ? "ok" : "problem",
        utf8 || !terminal ? NULL
                          : "texts are UTF-8 and may look wrong: export "
                            "LANG=C.UTF-8");
}

static void add_limits(findings *f)
{
    struct rlimit space;
    char value[64];
    const bool narrow = getrlimit(RLIMIT_AS, &space) == 0 &&
                        space.rlim_cur != RLIM_INFINITY &&
                        space.rlim_cur < ALM_MEMORY_DEFAULT;

    (void)snprintf(value, sizeof value, "%g s (--time)", ALM_TIME_DEFAULT);
    add(f, "limit", "time of a script", value, "ok", NULL);
    if (narrow)
        (void)snprintf(value, sizeof value, "%zu MiB by the system",
                       (size_t)space.rlim_cur >> 20);
    else
        (void)snprintf(value, sizeof value, "%zu MiB (--mem)",
                       ALM_MEMORY_DEFAULT >> 20);
    add(f, "limit", "memory", value, narrow ? "problem" : "ok",
        narrow ? "raise it (ulimit -v), or give --mem less than that" : NULL);
    (void)snprintf(value, sizeof value, "%ld", sysconf(_SC_NPROCESSORS_ONLN));
    add(f, "limit", "processors", value, "ok", NULL);
}

static alm_exit report(alm_cli *cli, findings *f)
{
    alm_document doc = {0};
    alm_error err = {0};
    alm_status status =
        alm_text_table_finish(&doc, &f->table, "findings", &err);

    if (status == ALM_OK)
        status = f->problems == 0
                     ? alm_notes_add(&doc.notes, &err, "nothing is wrong")
                     : alm_notes_add(&doc.notes, &err, "%zu problem%s",
                                     f->problems, f->problems == 1 ? "" : "s");
    const alm_exit exit = status == ALM_OK
                              ? alm_cli_write(cli, &doc)
                              : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit == ALM_EXIT_OK && f->problems > 0 ? ALM_EXIT_CHECK : exit;
}

alm_exit alm_cmd_doctor(alm_cli *cli)
{
    static const char *const names[] = {"about", "item", "value", "status",
                                        "fix"};
    findings f = {.cli = cli};
    alm_error err = {0};
    alm_exit exit = alm_cli_words(cli, 0, 0, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        alm_text_table_column(&f.table, names[i], ALM_TEXT);
    add_versions(&f);
    if (add_code(&f, &err) != ALM_OK) {
        alm_text_table_free(&f.table);
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    }
    for (size_t i = 0; i < cli->paths->n_data; i++)
        add_data_folder(&f, cli->paths->data[i], i + 1 == cli->paths->n_data);
    add_terminal(&f);
    add_limits(&f);
    return report(cli, &f);
}
