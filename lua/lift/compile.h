#ifndef ALM_LIFT_COMPILE_H
#define ALM_LIFT_COMPILE_H

#include "bridge/rows.h"
#include "lift/known.h"
#include "lift/opcode.h"

/* From the instructions of a function to the steps of a program. While it goes
 * through them, it knows of every register what is in it: jumps go forward, so
 * all that can come before an instruction was seen before it. */

typedef enum alm_held_kind {
    ALM_HELD_NOTHING,  /* or one thing after one way here, another after another
                        */
    ALM_HELD_VALUE,    /* of each row another: a register of the program */
    ALM_HELD_CONSTANT, /* the same, but known: constant `which` */
    ALM_HELD_ROW,
    ALM_HELD_OBJECT /* a table or function: `which` in the list of them */
} alm_held_kind;

typedef struct alm_held {
    alm_held_kind kind;
    uint32_t which;
} alm_held;

typedef struct alm_compiler {
    lua_State *L;
    const alm_lua_row_call *call;
    const alm_lift_chunk *chunk;
    alm_program *program;
    int objects; /* stack index: list of what is no value of a row, and at -i
                    the name of the i-th */
    uint32_t n_objects;
    alm_held *now;       /* by register, at instruction `pc` */
    alm_held *waiting;   /* the same at the targets of jumps to come */
    uint32_t *target_of; /* instruction to its place in `waiting` */
    size_t n_targets;
    size_t pc;
    bool reached;
    int open;      /* the register behind the last result of a call with
                      as many as there are; -1: there was none */
    char why[160]; /* it cannot be */
    size_t why_pc;
} alm_compiler;

/* Fills the program of c, whose `now`, `waiting` and `target_of` have room. A
 * false answer tells c->why. May raise that memory is short. */
bool alm_compile(alm_compiler *c);

/* ---- what its files share; false: c->why tells ---- */

ALM_PRINTF(2, 3)
bool alm_compile_refuse(alm_compiler *c, const char *fmt, ...);

/* The same for an error of the program. */
bool alm_compile_failed(alm_compiler *c, const alm_error *err);

alm_step *alm_compile_step(alm_compiler *c);

/* Checks that a register holds a value of the row. */
bool alm_compile_operand(alm_compiler *c, size_t reg);

/* Register `reg` is the value that the step at hand makes. */
void alm_compile_made(alm_compiler *c, size_t reg);

/* compile_values.c: loads, columns, captured values. */
bool alm_compile_value(alm_compiler *c, uint32_t i);

/* compile_constants.c: the operand for a value without a text, for an integer,
 * for constant k of the chunk, for the value on top of the stack, which is
 * popped. */
bool alm_compile_plain(alm_compiler *c, uint16_t *operand, alm_value v);
bool alm_compile_integer(alm_compiler *c, uint16_t *operand, int64_t x);
bool alm_compile_constant(alm_compiler *c, uint16_t *operand, size_t k);
bool alm_compile_lua_value(alm_compiler *c, uint16_t *operand);

/* Pushes the value of a register that is known; answers false and says nothing
 * when it is not. */
bool alm_compile_push_known(alm_compiler *c, size_t reg);

/* compile_list.c: tables of constants, and what is asked of them. */
bool alm_compile_new_list(alm_compiler *c, uint32_t i);
bool alm_compile_fill_list(alm_compiler *c, uint32_t i);

/* isin(x, list) at register `reg`. */
bool alm_compile_is_in(alm_compiler *c, size_t reg, size_t n_args);

/* compile_flow.c: jumps, conditions, calls, returns. */
bool alm_compile_flow(alm_compiler *c, uint32_t i);

/* At instruction c->pc: what the jumps to it found joins what is known. */
void alm_compile_arrive(alm_compiler *c);

#endif
