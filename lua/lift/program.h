#ifndef ALM_LIFT_PROGRAM_H
#define ALM_LIFT_PROGRAM_H

#include "lift/chunk.h"
#include "lift/texts.h"
#include "lift/vec.h"
#include "table/column.h"

/* A function of a row as steps over registers of blocks of rows. Jumps go
 * forward only, so one pass over the steps runs it, with the rows that are at
 * each of them. */

typedef enum alm_step_op {
    ALM_STEP_NONE,
    ALM_STEP_COPY,    /* a = b */
    ALM_STEP_CLEAR,   /* a, a + 1, ... = nil: c of them */
    ALM_STEP_COLUMNS, /* a, a + 1, ... = columns b, b + 1, ...: c of them */
    ALM_STEP_ADD,     /* a = b + c, and so on */
    ALM_STEP_SUBTRACT,
    ALM_STEP_MULTIPLY,
    ALM_STEP_MODULO,
    ALM_STEP_POWER,
    ALM_STEP_DIVIDE,
    ALM_STEP_FLOOR_DIVIDE,
    ALM_STEP_AND,
    ALM_STEP_OR,
    ALM_STEP_XOR,
    ALM_STEP_SHIFT_LEFT,
    ALM_STEP_SHIFT_RIGHT,
    ALM_STEP_NEGATE, /* a = -b */
    ALM_STEP_NOT,
    ALM_STEP_LENGTH,
    ALM_STEP_CALL,     /* a = function k of b, b + 1, ...: c values */
    ALM_STEP_IS_IN,    /* a = whether b is among members c ...: `target` many */
    ALM_STEP_JUMP,     /* to `target` */
    ALM_STEP_IF_TRUE,  /* where (b is true) == k go to `target`, else two on */
    ALM_STEP_IF_EQUAL, /* the same for b == c */
    ALM_STEP_IF_LESS,
    ALM_STEP_IF_LESS_EQUAL,
    ALM_STEP_IF_SET, /* the same for (b is true); a = b where it goes */
    ALM_STEP_RETURN  /* b */
} alm_step_op;

/* Operands are registers, and behind these the constants. */
typedef struct alm_step {
    alm_step_op op;
    uint16_t a;
    uint16_t b;
    uint16_t c;
    uint8_t k;
    uint32_t target;
} alm_step;

/* A value that is the same for all rows. */
typedef struct alm_program_constant {
    alm_tag tag;
    alm_cell cell;
} alm_program_constant;

typedef struct alm_program_column {
    alm_vector vector; /* borrowed from the table */
    size_t index;      /* in the table, or ALM_NO_COLUMN */
    uint32_t source;   /* of its texts */
    bool read;         /* by some row; set by a run */
} alm_program_column;

typedef struct alm_program {
    size_t registers;
    alm_step *steps;
    size_t n_steps;
    alm_program_constant *constants;
    size_t n_constants;
    size_t cap_constants;
    uint16_t *members; /* of all lists: operands that are constants */
    size_t n_members;
    size_t cap_members;
    alm_program_column *columns;
    size_t n_columns;
    size_t cap_columns;
    alm_lift_texts texts;
} alm_program;

void alm_program_free(alm_program *p); /* a zeroed one is allowed */

/* The operand that stands for a constant; it is added when it is new. */
ALM_MUST_CHECK
alm_status alm_program_constant_add(uint16_t *operand, alm_program *p,
                                    alm_tag tag, alm_cell cell, alm_error *err);
ALM_MUST_CHECK
alm_status alm_program_text_add(uint16_t *operand, alm_program *p,
                                const char *text, size_t len, alm_error *err);

/* One more member of the list that is being added. */
ALM_MUST_CHECK
alm_status alm_program_member_add(alm_program *p, uint16_t operand,
                                  alm_error *err);

/* The number of the column; `index` tells columns of a table apart, and those
 * without one are all different. */
ALM_MUST_CHECK
alm_status alm_program_column_add(size_t *out, alm_program *p,
                                  const alm_vector *vector, size_t index,
                                  alm_error *err);

/* Runs the program for all rows; *out is what a harvest makes of the results,
 * one by one. With `mask` they must be true, false or nil. False where the
 * interpreter would raise or does what is not known here, where memory is
 * short, and where `stop(context)`, asked after every block, says so: *why
 * (static storage) then tells, and nothing happened. */
typedef bool (*alm_stop)(void *context);
bool alm_program_run(alm_column **out, alm_program *p, size_t rows, bool mask,
                     alm_stop stop, void *context, const char **why);

#endif
