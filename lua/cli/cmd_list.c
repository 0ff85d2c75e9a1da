#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "cli/folders.h"
#include "cli/glance.h"
#include "cli/text_table.h"

/* list: what there is on the search path, one row a file. A broken file is a
 * row like others. */

static const char BUNDLED[] = "almanac";

const char *alm_cli_origin(const alm_cli *cli, const alm_catalog_entry *entry)
{
    const alm_paths *paths = cli->paths;
    const char *own = paths->scripts[paths->n_scripts - 1];

    if (strcmp(entry->folder, own) == 0)
        return BUNDLED;
    return paths->user != NULL && strcmp(entry->folder, paths->user) == 0
               ? "user"
               : entry->folder;
}

/* ---- scripts ---- */

/* A line of the list; texts are borrowed but for `said`. */
typedef struct listed {
    const char *name;
    const char *summary;
    const char *categories;
    const char *from;
    const char *status;
    char said[sizeof(alm_error)]; /* instead of a summary */
} listed;

static void fill(listed *row, const alm_cli *cli, const alm_catalog *catalog,
                 size_t i, const alm_glance *glance)
{
    const alm_catalog_entry *entry = &catalog->entries[i];

    *row = (listed){.name = entry->name,
                    .summary = glance->texts[0],
                    .categories = glance->texts[1],
                    .from = alm_cli_origin(cli, entry),
                    .status = "ok"};
    if (entry->shadowed_by != i) {
        row->status = "shadowed";
        (void)snprintf(row->said, sizeof row->said, "hidden by %s",
                       catalog->entries[entry->shadowed_by].path);
    } else if (glance->status != ALM_OK) {
        row->status = "broken";
        alm_glance_say(row->said, sizeof row->said, &glance->err);
    }
    if (row->said[0] != '\0')
        row->categories = "";
}

/* Rows are moved about, so none points into itself. */
static const char *summary_of(const listed *row)
{
    return row->said[0] != '\0' ? row->said : row->summary;
}

/* Whether the word stands in the text, capital or small. */
static bool holds(const char *text, const char *word)
{
    const size_t n = strlen(word);

    for (; *text != '\0'; text++)
        if (strncasecmp(text, word, n) == 0)
            return true;
    return n == 0;
}

/* A word that asks for an origin or a status asks for no text that happens to
 * hold it: "user" is in "users". */
static bool is_origin(const char *word)
{
    return strcasecmp(word, BUNDLED) == 0 || strcasecmp(word, "user") == 0;
}

static bool is_status(const char *word)
{
    static const char *const all[] = {"ok", "broken", "shadowed"};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcasecmp(word, all[i]) == 0)
            return true;
    return false;
}

static bool has_word(const listed *row, const char *word)
{
    if (is_origin(word))
        return strcasecmp(row->from, word) == 0;
    if (is_status(word))
        return strcasecmp(row->status, word) == 0;
    return holds(row->name, word) || holds(summary_of(row), word) ||
           holds(row->categories, word) || holds(row->from, word);
}

/* Every word of the command line is found in the row. */
static bool is_wanted(const listed *row, const alm_cli *cli)
{
    for (size_t i = 1; i < cli->args.n_words; i++)
        if (!has_word(row, cli->args.words[i]))
            return false;
    return true;
}

/* What has no category, because it cannot be read, comes last. */
static int by_category(const void *a, const void *b)
{
    const listed *x = a, *y = b;
    const bool none = x->categories[0] == '\0';

    if (none != (y->categories[0] == '\0'))
        return none ? 1 : -1;
    const int order = strcmp(x->categories, y->categories);
    return order != 0 ? order
                      : alm_name_compare(x->name, strlen(x->name), y->name,
                                         strlen(y->name));
}

static void add_rows(alm_text_table *t, const listed *rows, size_t n)
{
    static const char *const names[] = {"script", "summary", "categories",
                                        "from", "status"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        alm_text_table_column(t, names[i], ALM_TEXT);
    for (size_t i = 0; i < n; i++) {
        alm_text_table_text(t, 0, rows[i].name);
        alm_text_table_text(t, 1, summary_of(&rows[i]));
        alm_text_table_text(t, 2, rows[i].categories);
        alm_text_table_text(t, 3, rows[i].from);
        alm_text_table_text(t, 4, rows[i].status);
    }
}

/* For eyes: by category, and only the columns that tell rows apart. */
static void add_groups(alm_text_table *t, listed *rows, size_t n)
{
    bool elsewhere = false, ill = false;

    for (size_t i = 0; i < n; i++) {
        elsewhere = elsewhere || strcmp(rows[i].from, BUNDLED) != 0;
        ill = ill || strcmp(rows[i].status, "ok") != 0;
    }
    if (n > 0)
        qsort(rows, n, sizeof *rows, by_category);
    alm_text_table_column(t, "category", ALM_TEXT);
    alm_text_table_column(t, "script", ALM_TEXT);
    alm_text_table_column(t, "summary", ALM_TEXT);
    if (elsewhere)
        alm_text_table_column(t, "from", ALM_TEXT);
    if (ill)
        alm_text_table_column(t, "status", ALM_TEXT);
    for (size_t i = 0; i < n; i++) {
        alm_text_table_text(t, 0, rows[i].categories);
        alm_text_table_text(t, 1, rows[i].name);
        alm_text_table_text(t, 2, summary_of(&rows[i]));
        if (elsewhere)
            alm_text_table_text(t, 3, rows[i].from);
        if (ill)
            alm_text_table_text(t, elsewhere ? 4 : 3, rows[i].status);
    }
}

static alm_exit write_rows(alm_cli *cli, listed *rows, size_t n)
{
    alm_text_table t = {0};
    alm_document doc = {0};
    alm_error err = {0};

    if (alm_cli_is_for_eyes(cli))
        add_groups(&t, rows, n);
    else
        add_rows(&t, rows, n);
    alm_status status = alm_text_table_finish(&doc, &t, "scripts", &err);
    if (status == ALM_OK && n == 0)
        status = alm_notes_add(&doc.notes, &err,
                               "no script has these words in its name, summary "
                               "or categories; `almanac list` shows all");
    const alm_exit exit = status == ALM_OK
                              ? alm_cli_write(cli, &doc)
                              : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit;
}

static alm_exit list_scripts(alm_cli *cli, const alm_catalog *catalog)
{
    static const char *const fields[] = {"summary", "category", NULL};
    alm_glance *glances = NULL;
    alm_error err = {0};
    size_t n = 0;

    if (alm_glances_new(&glances, cli, catalog, ALM_CATALOG_SCRIPTS, fields,
                        &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_exit exit;
    listed *rows = alm_alloc(catalog->n, sizeof *rows);
    if (rows == NULL) {
        (void)alm_fail_memory(&err, "the list of scripts");
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    } else {
        for (size_t i = 0; i < catalog->n; i++) {
            if (alm_is_module(&glances[i].err))
                continue; /* it stands beside the scripts that load it */
            fill(&rows[n], cli, catalog, i, &glances[i]);
            n += is_wanted(&rows[n], cli);
        }
        exit = write_rows(cli, rows, n);
    }
    alm_dealloc(rows);
    alm_glances_free(glances, catalog->n);
    return exit;
}

alm_exit alm_cmd_list(alm_cli *cli)
{
    alm_catalog *catalog = NULL;
    alm_error err = {0};

    if (alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_SCRIPTS, &err) !=
        ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_cli_note_folders(cli);
    const alm_exit exit = list_scripts(cli, catalog);
    alm_catalog_free(catalog);
    return exit;
}
