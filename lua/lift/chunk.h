#ifndef ALM_LIFT_CHUNK_H
#define ALM_LIFT_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The compiled form of a function that lua_dump writes, not stripped, by Lua
 * 5.4 with 64-bit integers and doubles. It is read as any other file of unknown
 * origin is: no count in it is believed before the bytes are there. */

typedef enum alm_constant_kind {
    ALM_CONSTANT_NIL,
    ALM_CONSTANT_FALSE,
    ALM_CONSTANT_TRUE,
    ALM_CONSTANT_INTEGER,
    ALM_CONSTANT_FLOAT,
    ALM_CONSTANT_TEXT
} alm_constant_kind;

typedef struct alm_constant {
    alm_constant_kind kind;
    int64_t integer;
    double number;
    const char *text; /* in the bytes that were read */
    size_t len;
} alm_constant;

/* A function; its inner functions are passed over. `bytes` is borrowed. */
typedef struct alm_lift_chunk {
    const unsigned char *code; /* four bytes an instruction, not aligned */
    size_t n_code;
    alm_constant *constants;
    size_t n_constants;
    size_t n_upvalues;
    unsigned parameters;
    bool vararg;
    unsigned registers;
    size_t first_line;
    const unsigned char *steps; /* from the line of one instruction to the next;
                                   n_code of them, or none */
    const unsigned char *places; /* lines that are too far for a step */
    const unsigned char *end;
} alm_lift_chunk;

/* ALM_EPARSE for anything but that form. On failure there is nothing to free.
 */
ALM_MUST_CHECK
alm_status alm_lift_chunk_read(alm_lift_chunk *out, const void *bytes, size_t n,
                               alm_error *err);
void alm_lift_chunk_free(alm_lift_chunk *chunk); /* a zeroed one is allowed */

/* Instruction `pc`, which is below n_code. */
uint32_t alm_lift_chunk_code(const alm_lift_chunk *chunk, size_t pc);

/* The line it stands on, 0 when that is not known. */
size_t alm_lift_chunk_line(const alm_lift_chunk *chunk, size_t pc);

#endif
