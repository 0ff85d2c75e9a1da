#include "cli/glance.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/* States share nothing, and the clock of a limit is that of its thread: files
 * can be looked at side by side. */

/* A thread has to make a state and load what checks declarations before it
 * looks at its first file. */
enum { MOST_WORKERS = 8, FILES_A_THREAD = 4 };

typedef struct work {
    const alm_cli *cli;
    const alm_catalog *catalog;
    alm_catalog_kind kind;
    const char *const *fields;
    alm_glance *glances;
    atomic_size_t next;
} work;

/* What one thread looks with. */
typedef struct watcher {
    work *work;
    alm_cli cli; /* with a state of its own */
    alm_engine *spare;
} watcher;

enum { MOST_REASON = 200 }; /* bytes shown of why a file is broken */

/* Bytes of a text that are shown: never part of a character. */
static int shown_length(const char *text)
{
    size_t n = strlen(text);

    if (n > MOST_REASON) {
        n = MOST_REASON;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    }
    return (int)n;
}

void alm_glance_say(char *out, size_t size, const alm_error *err)
{
    const int shown = shown_length(err->message);
    const char *more = err->message[shown] != '\0' ? "..." : "";

    if (err->line > 0)
        (void)snprintf(out, size, "%s:%zu: %.*s%s", err->file, err->line, shown,
                       err->message, more);
    else
        (void)snprintf(out, size, "%.*s%s", shown, err->message, more);
}

static alm_status copy_texts(alm_glance *g, const alm_script *script,
                             const char *const *fields)
{
    for (size_t i = 0; fields[i] != NULL; i++) {
        const char *text = alm_script_text(script, fields[i]);
        g->texts[i] = alm_text_copy(text, strlen(text));
        if (g->texts[i] == NULL)
            return alm_fail_memory(&g->err, "the list of scripts");
    }
    return ALM_OK;
}

static void look(const watcher *own, size_t i)
{
    const work *w = own->work;
    const alm_catalog_entry *entry = &w->catalog->entries[i];
    alm_glance *g = &w->glances[i];
    alm_script *script = NULL;

    if (entry->shadowed_by != i)
        return;
    if (w->kind == ALM_CATALOG_METRICS) {
        const alm_engine_options options = alm_cli_glance_options(&own->cli);
        g->status =
            alm_metric_open(&script, entry->path, &options, NULL, &g->err);
    } else {
        g->status =
            alm_cli_glance(&script, &own->cli, entry->path, NULL, &g->err);
    }
    if (g->status == ALM_OK)
        g->status = copy_texts(g, script, w->fields);
    alm_script_free(script);
}

static void *look_on(void *argument)
{
    work *w = argument;
    watcher own = {.work = w, .cli = *w->cli};

    own.cli.spare = &own.spare;
    for (;;) {
        const size_t i = atomic_fetch_add(&w->next, 1);
        if (i >= w->catalog->n)
            break;
        look(&own, i);
    }
    alm_engine_free(own.spare);
    return NULL;
}

/* Besides this thread; one that cannot be started is done without. */
static size_t start_helpers(pthread_t *helpers, work *w, size_t files)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = processors > 1 ? (size_t)processors - 1 : 0;
    size_t n = 0;

    if (wanted > MOST_WORKERS)
        wanted = MOST_WORKERS;
    if (wanted > files / FILES_A_THREAD)
        wanted = files / FILES_A_THREAD;
    while (n < wanted && pthread_create(&helpers[n], NULL, look_on, w) == 0)
        n++;
    return n;
}

alm_status alm_glances_new(alm_glance **out, const alm_cli *cli,
                           const alm_catalog *catalog, alm_catalog_kind kind,
                           const char *const *fields, alm_error *err)
{
    pthread_t helpers[MOST_WORKERS];
    work w = {.cli = cli, .catalog = catalog, .kind = kind, .fields = fields};

    w.glances = alm_alloc_zeroed(catalog->n, sizeof *w.glances);
    if (w.glances == NULL)
        return alm_fail_memory(err, "the list of scripts");
    atomic_init(&w.next, 0);
    const size_t n = start_helpers(helpers, &w, catalog->n);
    (void)look_on(&w);
    for (size_t i = 0; i < n; i++)
        (void)pthread_join(helpers[i], NULL);
    *out = w.glances;
    return ALM_OK;
}

void alm_glances_free(alm_glance *glances, size_t n)
{
    for (size_t i = 0; glances != NULL && i < n; i++)
        for (size_t j = 0; j < ALM_GLANCE_TEXTS; j++)
            alm_dealloc(glances[i].texts[j]);
    alm_dealloc(glances);
}
