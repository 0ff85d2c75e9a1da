#ifndef ALM_TEST_REFERENCE_H
#define ALM_TEST_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Reads the cases of tests/reference. A file is lines: `# comment`, `case ID`,
 * and `key value...` for what belongs to the case; values are numbers ("NA" and
 * "NaN" read as NaN, "Inf" as infinity) or text. What is returned lives until
 * the next reference_next. Anything malformed fails the test. */
typedef struct reference reference;

/* `name` below tests/reference: "stats/ranks.txt". */
reference *reference_open(const char *name);
void reference_close(reference *ref);

/* The next case; false after the last. */
bool reference_next(reference *ref);

/* Goes to the case called `id`. */
void reference_find(reference *ref, const char *id);

const char *reference_id(const reference *ref);
bool reference_has(const reference *ref, const char *key);
const char *reference_text(const reference *ref, const char *key);
double reference_number(reference *ref, const char *key);
const double *reference_values(reference *ref, const char *key, size_t *n);

/* The i-th key of the case; NULL after the last. */
const char *reference_key(const reference *ref, size_t i);

/* Fails the 1st allocation of `run`, then the 2nd, ... until it succeeds; each
 * time it must answer ALM_ENOMEM and leave nothing allocated. */
void sweep_allocations(alm_status (*run)(void *context), void *context);

#endif
