#ifndef ALM_LIFT_SINK_H
#define ALM_LIFT_SINK_H

#include "lift/program.h"

/* The results of all rows as a column: the one that a harvest (bridge/harvest)
 * makes of the same values. */
typedef struct alm_sink {
    bool typed; /* a value was seen */
    alm_type type;
    size_t rows;
    size_t n; /* so far */
    void *values;
    uint64_t *valid;
    bool unsafe; /* an integer that no double holds */
    alm_dict *dict;
    const char *why;
} alm_sink;

/* A zeroed sink with its `rows` set is an empty one. */
void alm_sink_free(alm_sink *s);

/* Adds the next n results. False, and s->why says so, where a harvest raises or
 * memory is short. With `mask` they must be true, false or nil. */
bool alm_sink_add(alm_sink *s, alm_lift_texts *texts, const alm_vec *results,
                  size_t n, bool mask);

/* The column of all rows; the sink is then empty. */
bool alm_sink_finish(alm_column **out, alm_sink *s);

#endif
