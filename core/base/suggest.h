#ifndef ALM_BASE_SUGGEST_H
#define ALM_BASE_SUGGEST_H

#include <stddef.h>

/* The "did you mean" of every unknown name. */

/* Keeps the nearest of the names offered. Start from {.wanted = ..., .len =
 * ...}; `best` is NULL until a name is near enough to be worth showing, or
 * begins with what was written. Names must outlive the struct. */
typedef struct alm_suggestion {
    const char *wanted;
    size_t len;
    const char *best;
    size_t best_len;
    size_t best_distance;
} alm_suggestion;

void alm_suggest_offer(alm_suggestion *s, const char *name, size_t len);

/* Edits between two names, case ignored, a swap of neighbours counted once
 * (optimal string alignment); names longer than 64 bytes are infinitely far. */
size_t alm_edit_distance(const char *a, size_t na, const char *b, size_t nb);

#endif
