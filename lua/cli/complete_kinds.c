#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "cli/complete.h"
#include "cli/page.h"
#include "io/package.h"
#include "runtime/catalog.h"

/* What the placeholders of usages and help pages stand for, but for those that
 * are found in data. */

enum { HELP_NANOSECONDS = 200000000 };

#define SCRIPT_FILES ".lua"
#define DATA_FILES                         \
    ".csv .tsv .tab .json .jsonl .ndjson " \
    ".csv.gz .tsv.gz .json.gz .jsonl.gz"

/* A word that can be a script or data can be either kind of file. */
static void want_files(alm_completion *c, const char *endings)
{
    alm_candidates *list = &c->list;

    list->endings = list->files ? SCRIPT_FILES " " DATA_FILES : endings;
    list->files = true;
    list->files_from = c->from;
}

static void offer_file(alm_completion *c)
{
    want_files(c, "");
}

static void offer_folder(alm_completion *c)
{
    want_files(c, "");
    c->list.folders = true;
}

static void offer_command(alm_completion *c)
{
    size_t n;
    const alm_command *commands = alm_commands(&n);

    for (size_t i = 0; i < n; i++)
        alm_complete_add(c, commands[i].name, commands[i].help, false);
}

static void offer_topic(alm_completion *c)
{
    alm_meaning topic;

    for (size_t i = 0; alm_help_topic_at(&topic, i); i++)
        alm_complete_add(c, topic.name, topic.help, false);
}

/* Scripts and metrics --------------------------------------------------- */

/* Whether files may still be looked at for their help: by processor time, so
 * that a busy machine answers as others do. */
static bool has_time(void)
{
    struct timespec used;

    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0 &&
           used.tv_sec == 0 && used.tv_nsec < HELP_NANOSECONDS;
}

typedef alm_status (*opener)(alm_script **out, const alm_completion *c,
                             const char *path, alm_error *err);

static alm_status open_script(alm_script **out, const alm_completion *c,
                              const char *path, alm_error *err)
{
    return alm_cli_glance(out, &c->cli, path, NULL, err);
}

static alm_status open_metric(alm_script **out, const alm_completion *c,
                              const char *path, alm_error *err)
{
    const alm_engine_options options = alm_cli_glance_options(&c->cli);
    return alm_metric_open(out, path, &options, NULL, err);
}

/* With help from the file, while there is time to look at it. */
static void add_entry(alm_completion *c, const alm_catalog_entry *entry,
                      opener open, const char *field)
{
    char help[sizeof(alm_error)] = "";
    alm_script *script = NULL;
    alm_error err = {0};

    if (!alm_complete_wants(c, entry->name))
        return;
    if (has_time()) {
        if (open(&script, c, entry->path, &err) == ALM_OK)
            (void)snprintf(help, sizeof help, "%s",
                           alm_script_text(script, field));
        else
            (void)snprintf(help, sizeof help, "broken: %s", err.message);
    }
    alm_complete_add(c, entry->name, help, false);
    alm_script_free(script);
}

static void offer_catalog(alm_completion *c, alm_catalog_kind kind, opener open,
                          const char *field)
{
    alm_catalog *catalog = NULL;

    if (alm_catalog_new(&catalog, c->cli.paths, kind, NULL) != ALM_OK)
        return;
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i)
            add_entry(c, &catalog->entries[i], open, field);
    alm_catalog_free(catalog);
}

static void offer_script(alm_completion *c)
{
    offer_catalog(c, ALM_CATALOG_SCRIPTS, open_script, "summary");
    want_files(c, SCRIPT_FILES);
}

static void offer_metric(alm_completion *c)
{
    offer_catalog(c, ALM_CATALOG_METRICS, open_metric, "title");
}

/* Of a name that is free nothing is known, but for those of help. */
static void offer_name(alm_completion *c)
{
    const alm_arguments *args = &c->cli.args;

    if (c->cli.command->run != alm_cmd_help || args->n_words != 2)
        return;
    if (strcmp(args->words[1], "api") == 0)
        alm_complete_data(c, "NAME");
    else if (strcmp(args->words[1], "run") == 0)
        offer_script(c);
}

/* Data ------------------------------------------------------------------ */

/* "PREFIX:TABLE" for every table of the package at `path`. */
static void add_tables(alm_completion *c, const char *prefix, const char *path)
{
    alm_package *package = NULL;
    char text[1024];

    if (alm_package_open(&package, path, NULL) != ALM_OK)
        return;
    for (size_t i = 0; i < alm_package_count(package); i++) {
        const int n = snprintf(text, sizeof text, "%s:%s", prefix,
                               alm_package_table_name(package, i));
        if (n > 0 && (size_t)n < sizeof text)
            alm_complete_add(c, text, alm_package_table_title(package, i),
                             false);
    }
    alm_package_free(package);
}

/* Of the package before the ':' of the word: an installed one, or a path. */
static void offer_tables_of(alm_completion *c, const char *typed, size_t len)
{
    const alm_load_options options = {
        .data_dirs = (const char *const *)c->cli.paths->data,
        .data_dir_count = c->cli.paths->n_data};
    char *prefix = alm_text_copy(typed, len + 1); /* with the ':' */
    char *path = NULL;
    bool whole;

    if (prefix != NULL &&
        alm_package_behind(&path, &whole, prefix, &options, NULL) == ALM_OK &&
        path != NULL) {
        prefix[len] = '\0';
        add_tables(c, prefix, path);
    }
    alm_dealloc(path);
    alm_dealloc(prefix);
}

static void offer_installed_in(alm_completion *c, const char *folder)
{
    char path[4096];
    DIR *dir = opendir(folder);

    if (dir == NULL)
        return;
    for (struct dirent *d = readdir(dir); d != NULL; d = readdir(dir)) {
        const char *typed = c->word + c->from;
        const size_t len = strlen(d->d_name);
        if (d->d_name[0] == '.' ||
            strncmp(d->d_name, typed, strlen(typed)) != 0)
            continue;
        const int n = snprintf(path, sizeof path, "%s/%s/datapackage.json",
                               folder, d->d_name);
        if (len > 0 && n > 0 && (size_t)n < sizeof path)
            add_tables(c, d->d_name, path);
    }
    (void)closedir(dir);
}

static void offer_data(alm_completion *c)
{
    const char *typed = c->word + c->from;
    const char *colon = strrchr(typed, ':');
    const alm_paths *paths = c->cli.paths;

    want_files(c, DATA_FILES);
    if (colon != NULL)
        offer_tables_of(c, typed, (size_t)(colon - typed));
    for (size_t i = 0; colon == NULL && i < paths->n_data; i++)
        offer_installed_in(c, paths->data[i]);
}

/* Placeholders ---------------------------------------------------------- */

static const struct {
    const char *name;
    void (*offer)(alm_completion *c); /* NULL: from data */
} kinds[] = {
    {"COMMAND", offer_command}, {"SCRIPT", offer_script},
    {"TOPIC", offer_topic},     {"METRIC", offer_metric},
    {"DATA", offer_data},       {"FILE", offer_file},
    {"DIR", offer_folder},      {"COLUMN", NULL},
    {"COLUMN,...", NULL},       {"REGION", NULL},
    {"PERIOD", NULL},           {"EXPR", NULL},
    {"'EXPR'", NULL},           {"ROLE=COLUMN", NULL},
    {"COLUMN=TYPE", NULL},      {"[COLUMN=]missing", NULL},
    {"NAME", offer_name},
};

static bool offer_placeholder(alm_completion *c, const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].name) != len ||
            strncmp(kinds[i].name, text, len) != 0)
            continue;
        if (kinds[i].offer != NULL)
            kinds[i].offer(c);
        else
            alm_complete_data(c, kinds[i].name);
        return true;
    }
    return false;
}

/* A word in small letters stands for itself. */
static void offer_literal(alm_completion *c, const char *text, size_t len)
{
    char *copy =
        islower((unsigned char)text[0]) ? alm_text_copy(text, len) : NULL;
    if (copy != NULL)
        alm_complete_add(c, copy, NULL, false);
    alm_dealloc(copy);
}

void alm_complete_kind(alm_completion *c, const char *kind, size_t len)
{
    for (size_t at = 0; at < len;) {
        const char *bar = memchr(kind + at, '|', len - at);
        const size_t n = bar != NULL ? (size_t)(bar - kind) - at : len - at;
        if (n > 0 && !offer_placeholder(c, kind + at, n))
            offer_literal(c, kind + at, n);
        at += n + 1;
    }
}
