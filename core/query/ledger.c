#include "query/ledger.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

/* An entry and the block that its texts stand in. */
typedef struct line {
    alm_ledger_entry entry;
    char *texts;
} line;

/* A run has some dozen entries: a look-up is a plain scan. */
struct alm_ledger {
    line *lines;
    size_t count;
    size_t cap;
};

alm_status alm_ledger_new(alm_ledger **out, alm_error *err)
{
    alm_ledger *ledger = alm_alloc_zeroed(1, sizeof *ledger);
    if (ledger == NULL)
        return alm_fail_memory(err, "the ledger");
    *out = ledger;
    return ALM_OK;
}

void alm_ledger_clear(alm_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++)
        alm_dealloc(ledger->lines[i].texts);
    ledger->count = 0;
}

void alm_ledger_free(alm_ledger *ledger)
{
    if (ledger == NULL)
        return;
    alm_ledger_clear(ledger);
    alm_dealloc(ledger->lines);
    alm_dealloc(ledger);
}

static bool same_line(const alm_ledger_entry *a, const alm_ledger_entry *b)
{
    return strcmp(a->operation, b->operation) == 0 &&
           strcmp(a->subject, b->subject) == 0 && strcmp(a->note, b->note) == 0;
}

static alm_status append(alm_ledger *ledger, const alm_ledger_entry *entry,
                         alm_error *err)
{
    const size_t operation = strlen(entry->operation) + 1;
    const size_t subject = strlen(entry->subject) + 1;
    const size_t note = strlen(entry->note) + 1;
    line *lines =
        alm_grow(ledger->lines, &ledger->cap, ledger->count, sizeof *lines);
    if (lines == NULL)
        return alm_fail_memory(err, "the ledger");
    ledger->lines = lines;
    char *texts = alm_alloc(operation + subject + note, 1);
    if (texts == NULL)
        return alm_fail_memory(err, "the ledger");

    alm_ledger_entry copy = *entry;
    copy.operation = memcpy(texts, entry->operation, operation);
    copy.subject = memcpy(texts + operation, entry->subject, subject);
    copy.note = memcpy(texts + operation + subject, entry->note, note);
    ledger->lines[ledger->count++] = (line){.entry = copy, .texts = texts};
    return ALM_OK;
}

alm_status alm_ledger_add(alm_ledger *ledger, const alm_ledger_entry *entry,
                          alm_error *err)
{
    alm_ledger_entry added = *entry;
    if (added.note == NULL)
        added.note = "";
    for (size_t i = 0; i < ledger->count; i++) {
        alm_ledger_entry *known = &ledger->lines[i].entry;
        if (same_line(known, &added)) {
            known->of += added.of;
            known->used += added.used;
            known->missing += added.missing;
            return ALM_OK;
        }
    }
    return append(ledger, &added, err);
}

size_t alm_ledger_count(const alm_ledger *ledger)
{
    return ledger->count;
}

alm_ledger_entry alm_ledger_get(const alm_ledger *ledger, size_t i)
{
    return ledger->lines[i].entry;
}
