#ifndef ALM_LIFT_TEXTS_H
#define ALM_LIFT_TEXTS_H

#include <stdbool.h>

#include "table/dict.h"
#include "table/period.h"

/* The texts that a lifted function meets: a text is its code in one of several
 * dictionaries, the sources. Two texts of one source are the same when their
 * codes are; columns with the same dictionary share a source. */

enum { ALM_LIFT_TEXTS_OWN = 0, ALM_LIFT_TEXTS_PERIODS = 1 };

typedef struct alm_source_texts {
    alm_dict *dict;
    uint32_t
        *codes; /* the code of each text elsewhere; see alm_lift_texts_code */
    size_t n_codes;
} alm_source_texts;

/* A zeroed struct has no sources. The first two are its own: constants, and the
 * texts of periods. */
typedef struct alm_lift_texts {
    alm_source_texts *sources;
    size_t n;
    size_t cap;
    alm_period *periods; /* hashed: a period ... */
    uint32_t *codes; /* ... and its code, ALM_DICT_NONE where there is none */
    size_t n_periods;
    size_t mask; /* slots - 1 */
} alm_lift_texts;

ALM_MUST_CHECK
alm_status alm_lift_texts_start(alm_lift_texts *t, alm_error *err);
void alm_lift_texts_free(alm_lift_texts *t); /* a zeroed one is allowed */

/* The source of a dictionary; one more reference is taken. */
ALM_MUST_CHECK
alm_status alm_lift_texts_source(uint32_t *source, alm_lift_texts *t,
                                 alm_dict *dict, alm_error *err);

/* The text of a constant. */
ALM_MUST_CHECK
alm_status alm_lift_texts_own(uint64_t *text, alm_lift_texts *t,
                              const char *bytes, size_t len, alm_error *err);

/* The text of a period. */
ALM_MUST_CHECK
alm_status alm_lift_texts_period(uint64_t *text, alm_lift_texts *t,
                                 alm_period period, alm_error *err);

const char *alm_lift_texts_get(const alm_lift_texts *t, uint64_t text,
                               size_t *len);

bool alm_lift_texts_equal(const alm_lift_texts *t, uint64_t a, uint64_t b);

/* Below 0, 0 or above, in the order of Lua in the C locale: by bytes. */
int alm_lift_texts_compare(const alm_lift_texts *t, uint64_t a, uint64_t b);

/* The code of the text in `dict`, to which it is added when it is new. Always
 * the same dictionary: codes are remembered. */
ALM_MUST_CHECK
alm_status alm_lift_texts_code(uint32_t *code, alm_lift_texts *t,
                               alm_dict *dict, uint64_t text, alm_error *err);

#endif
