#ifndef ALM_LIFT_RUN_H
#define ALM_LIFT_RUN_H

#include "lift/scalar.h"

/* A run of a program over the rows of a table, block by block: what the files
 * that do its steps share. */
enum { ALM_BLOCK = 1024 };

typedef struct alm_lift_run {
    alm_program *p;
    alm_vec *vecs; /* registers, then constants */
    size_t base;   /* of the block: its first row */
    size_t n;      /* rows in it */
    double *x;     /* a block of each, for conversions */
    double *y;
    uint8_t *truth;  /* of a condition, by row of the block */
    const char *why; /* what ended it */
} alm_lift_run;

static inline alm_value alm_value_at(const alm_vec *v, size_t i)
{
    return (alm_value){(alm_tag)v->tags[i], v->cells[i]};
}

/* Sets row `i` and adds its type to *kinds. */
static inline void alm_value_put(alm_vec *v, size_t i, const alm_value *value,
                                 unsigned *kinds)
{
    v->tags[i] = (uint8_t)value->tag;
    v->cells[i] = value->cell;
    *kinds |= (unsigned)value->tag;
}

/* Ends the run. */
static inline bool alm_lift_leave(alm_lift_run *r, const char *why)
{
    r->why = why;
    return false;
}

/* The steps, for some rows. False where the run must end. */
bool alm_lift_arith(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows);
bool alm_lift_bits(alm_lift_run *r, const alm_step *s,
                   const alm_some_rows *rows);
bool alm_lift_negate(alm_lift_run *r, const alm_step *s,
                     const alm_some_rows *rows);
bool alm_lift_not(alm_lift_run *r, const alm_step *s,
                  const alm_some_rows *rows);
bool alm_lift_length(alm_lift_run *r, const alm_step *s,
                     const alm_some_rows *rows);
bool alm_lift_call(alm_lift_run *r, const alm_step *s,
                   const alm_some_rows *rows);

bool alm_lift_is_in(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows);

/* Reads a column into register `to`. */
bool alm_lift_column(alm_lift_run *r, size_t to, alm_program_column *column,
                     const alm_some_rows *rows);

/* Sets r->truth: whether the condition holds, by row. */
bool alm_lift_condition(alm_lift_run *r, const alm_step *s,
                        const alm_some_rows *rows);

#endif
