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

/* A function. The bytes that it was read from are borrowed. */
typedef struct alm_lift_chunk alm_lift_chunk;
struct alm_lift_chunk {
    const alm_lift_chunk *outer; /* the function around it, or NULL */
    const unsigned char *code;   /* four bytes an instruction, not aligned */
    size_t n_code;
    alm_constant *constants;
    size_t n_constants;
    const unsigned char *upvalues; /* three bytes each: whether it is a local of
                                      the function around, which, the kind */
    size_t n_upvalues;
    unsigned parameters;
    bool vararg;
    unsigned registers;
    size_t first_line;
    const unsigned char *steps; /* from the line of one instruction to the next;
                                   n_code of them, or none */
    const unsigned char *places; /* lines that are too far for a step */
    const unsigned char *end;
};

/* Calls `visit` for the function and those in it, the inner ones first, until
 * it fails. ALM_EPARSE for anything but that form, which may be found after
 * some were visited. */
typedef alm_status (*alm_lift_visit)(void *context, const alm_lift_chunk *f,
                                     alm_error *err);
ALM_MUST_CHECK
alm_status alm_lift_chunk_each(const void *bytes, size_t n,
                               alm_lift_visit visit, void *context,
                               alm_error *err);

/* The function alone. On failure there is nothing to free. */
ALM_MUST_CHECK
alm_status alm_lift_chunk_read(alm_lift_chunk *out, const void *bytes, size_t n,
                               alm_error *err);
void alm_lift_chunk_free(alm_lift_chunk *chunk); /* a zeroed one is allowed */

/* Instruction `pc`, which is below n_code. */
uint32_t alm_lift_chunk_code(const alm_lift_chunk *chunk, size_t pc);

/* The line it stands on, 0 when that is not known. */
size_t alm_lift_chunk_line(const alm_lift_chunk *chunk, size_t pc);

#endif
