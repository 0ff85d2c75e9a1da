#ifndef ALM_QUERY_LEDGER_H
#define ALM_QUERY_LEDGER_H

#include "base/error.h"

/* What a run left out, and why: one ledger a run. Texts end in NUL; operation
 * and subject are never NULL, a NULL note is "". */
typedef struct alm_ledger alm_ledger;

typedef struct alm_ledger_entry {
    const char *operation; /* "where", "mean", "join", "load", ... */
    const char *subject;   /* a column or a table */
    const char *note;
    size_t of;
    size_t used;
    size_t missing;
} alm_ledger_entry;

ALM_MUST_CHECK
alm_status alm_ledger_new(alm_ledger **out, alm_error *err);
void alm_ledger_free(alm_ledger *ledger); /* NULL is allowed */

/* Takes all entries out. */
void alm_ledger_clear(alm_ledger *ledger);

/* Copies the entry; the counts of one with equal operation, subject and note
 * are added to what is there. */
ALM_MUST_CHECK
alm_status alm_ledger_add(alm_ledger *ledger, const alm_ledger_entry *entry,
                          alm_error *err);

/* Entries in order of first appearance. Borrowed until the next add. */
size_t alm_ledger_count(const alm_ledger *ledger);
alm_ledger_entry alm_ledger_get(const alm_ledger *ledger, size_t i);

#endif
