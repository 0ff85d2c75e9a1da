#ifndef ALM_LIFT_VEC_H
#define ALM_LIFT_VEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lua values of a block of rows, each with its own type: one register of a
 * lifted function. */

/* Types are bits, so that a set of them is their sum. */
typedef enum alm_tag {
    ALM_TAG_NIL = 1,
    ALM_TAG_FALSE = 2,
    ALM_TAG_TRUE = 4,
    ALM_TAG_INTEGER = 8,
    ALM_TAG_FLOAT = 16,
    ALM_TAG_TEXT = 32,

    ALM_TAG_NUMBERS = ALM_TAG_INTEGER | ALM_TAG_FLOAT,
    ALM_TAG_FALSY = ALM_TAG_NIL | ALM_TAG_FALSE
} alm_tag;

/* A text is the code of a dictionary (the lower 32 bits) that is a source of
 * the run (the upper): see texts.h. Of nil, false and true only the tag counts.
 */
typedef union alm_cell {
    int64_t i;
    double d;
    uint64_t text;
} alm_cell;

typedef struct alm_vec {
    unsigned kinds; /* the types among the tags, or more */
    uint8_t *tags;
    alm_cell *cells;
} alm_vec;

/* Rows of a block: all n, or those that `at` lists, in any order. */
typedef struct alm_some_rows {
    bool all;
    size_t n;
    const uint16_t *at;
} alm_some_rows;

/* Runs the statements for every row `i`. */
#define ALM_EACH_ROW(rows, i, ...)                      \
    do {                                                \
        if ((rows)->all) {                              \
            for (size_t i = 0; i < (rows)->n; i++) {    \
                __VA_ARGS__                             \
            }                                           \
        } else {                                        \
            for (size_t k_ = 0; k_ < (rows)->n; k_++) { \
                const size_t i = (rows)->at[k_];        \
                __VA_ARGS__                             \
            }                                           \
        }                                               \
    } while (0)

/* The types among the rows: exact where a loop could be chosen by it. */
unsigned alm_vec_kinds(const alm_vec *v, const alm_some_rows *rows);

/* Says that the rows, whose tags are set, have the types `kinds`. */
static inline void alm_vec_made(alm_vec *v, const alm_some_rows *rows,
                                unsigned kinds)
{
    v->kinds = rows->all ? kinds : v->kinds | kinds;
}

/* The rows of `to` become those of `from`. */
void alm_vec_copy(alm_vec *to, const alm_vec *from, const alm_some_rows *rows);

/* Sets the tags of the rows, all to the same. */
void alm_vec_tag(alm_vec *to, const alm_some_rows *rows, alm_tag tag);

/* Sets the tags of the rows of `to` to `tag`, or to nil where `a` or `b` is;
 * `kinds` are the types of both. */
void alm_vec_tag_unless_nil(alm_vec *to, const alm_vec *a, const alm_vec *b,
                            const alm_some_rows *rows, unsigned kinds,
                            alm_tag tag);

/* The numbers of the rows as doubles, in v's own cells or converted into
 * `into`, at the place of their row. All are of the one type of `kinds`, or
 * nil, of which comes anything. */
const double *alm_vec_doubles(const alm_vec *v, const alm_some_rows *rows,
                              unsigned kinds, double *into);

#endif
