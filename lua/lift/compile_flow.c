#include <string.h>

#include "lift/compile.h"

/* Instructions that go elsewhere: jumps, conditions, calls, returns. */

/* What is in a register after one of two ways here. */
static alm_held either(alm_held x, alm_held y)
{
    const bool values =
        (x.kind == ALM_HELD_VALUE || x.kind == ALM_HELD_CONSTANT) &&
        (y.kind == ALM_HELD_VALUE || y.kind == ALM_HELD_CONSTANT);

    if (x.kind == y.kind && (x.kind == ALM_HELD_ROW || x.which == y.which))
        return x;
    return (alm_held){values ? ALM_HELD_VALUE : ALM_HELD_NOTHING, 0};
}

static void join(const alm_compiler *c, alm_held *to, const alm_held *from)
{
    for (size_t i = 0; i < c->chunk->registers; i++)
        to[i] = either(to[i], from[i]);
}

void alm_compile_arrive(alm_compiler *c)
{
    const size_t n = c->chunk->registers;
    const uint32_t target = c->target_of[c->pc];

    if (target == UINT32_MAX)
        return;
    const alm_held *from = c->waiting + target * n;
    if (c->reached)
        join(c, c->now, from);
    else
        memcpy(c->now, from, n * sizeof *from);
    c->reached = true;
}

/* Some rows go to instruction `to`. */
static bool go(alm_compiler *c, size_t to)
{
    const size_t n = c->chunk->registers;

    if (to <= c->pc)
        return alm_compile_refuse(c, "it has a loop");
    if (to >= c->chunk->n_code)
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (c->target_of[to] == UINT32_MAX) {
        c->target_of[to] = (uint32_t)c->n_targets++;
        memcpy(c->waiting + c->target_of[to] * n, c->now, n * sizeof *c->now);
    } else {
        join(c, c->waiting + c->target_of[to] * n, c->now);
    }
    return true;
}

/* Where the jump at `pc` goes; it may be damaged. */
static size_t target_at(const alm_compiler *c, size_t pc)
{
    const uint32_t i = alm_lift_chunk_code(c->chunk, pc);
    return (size_t)((int64_t)pc + 1 + alm_arg_sj(i));
}

static bool jump(alm_compiler *c)
{
    const size_t to = target_at(c, c->pc);

    *alm_compile_step(c) =
        (alm_step){.op = ALM_STEP_JUMP, .target = (uint32_t)to};
    c->reached = false;
    return go(c, to);
}

/* A condition: a jump comes next, for the rows that are as it wants them. */
static bool branch(alm_compiler *c, uint32_t i, alm_step_op op, uint16_t b,
                   uint16_t right)
{
    const unsigned a = alm_arg_a(i);

    if (c->pc + 2 >= c->chunk->n_code ||
        alm_op(alm_lift_chunk_code(c->chunk, c->pc + 1)) != OP_JMP)
        return alm_compile_refuse(c, "its compiled form is damaged");
    const size_t to = target_at(c, c->pc + 1);
    *alm_compile_step(c) = (alm_step){.op = op,
                                      .a = (uint16_t)a,
                                      .b = b,
                                      .c = right,
                                      .k = (uint8_t)alm_arg_k(i),
                                      .target = (uint32_t)to};
    c->reached = false;
    if (!go(c, c->pc + 2))
        return false;
    if (op == ALM_STEP_IF_SET) {
        if (a >= c->chunk->registers)
            return alm_compile_refuse(c, "its compiled form is damaged");
        alm_compile_made(c, a);
    }
    return go(c, to);
}

static bool compare(alm_compiler *c, uint32_t i, alm_step_op op)
{
    const unsigned a = alm_arg_a(i);
    const unsigned b = alm_arg_b(i);

    return alm_compile_operand(c, a) && alm_compile_operand(c, b) &&
           branch(c, i, op, (uint16_t)a, (uint16_t)b);
}

/* With a small integer, which comes first with `swapped`. */
static bool compare_small(alm_compiler *c, uint32_t i, alm_step_op op,
                          bool swapped)
{
    uint16_t small;
    const uint16_t a = (uint16_t)alm_arg_a(i);

    return alm_compile_operand(c, a) &&
           alm_compile_integer(c, &small, alm_arg_sb(i)) &&
           branch(c, i, op, swapped ? small : a, swapped ? a : small);
}

static bool compare_constant(alm_compiler *c, uint32_t i)
{
    uint16_t constant;
    const uint16_t a = (uint16_t)alm_arg_a(i);

    return alm_compile_operand(c, a) &&
           alm_compile_constant(c, &constant, alm_arg_b(i)) &&
           branch(c, i, ALM_STEP_IF_EQUAL, a, constant);
}

static bool test(alm_compiler *c, uint32_t i)
{
    const bool set = alm_op(i) == OP_TESTSET;
    const unsigned b = set ? alm_arg_b(i) : alm_arg_a(i);

    return alm_compile_operand(c, b) &&
           branch(c, i, set ? ALM_STEP_IF_SET : ALM_STEP_IF_TRUE, (uint16_t)b,
                  0);
}

/* a = false, and the next instruction is passed over: as a condition that is
 * the same for all rows. */
static bool load_false(alm_compiler *c, uint32_t i)
{
    alm_error err;
    uint16_t no;
    const unsigned a = alm_arg_a(i);
    const alm_value value = alm_value_boolean(false);

    if (a >= c->chunk->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (alm_program_constant_add(&no, c->program, value.tag, value.cell,
                                 &err) != ALM_OK)
        return alm_compile_failed(c, &err);
    *alm_compile_step(c) = (alm_step){.op = ALM_STEP_IF_SET,
                                      .a = (uint16_t)a,
                                      .b = no,
                                      .target = (uint32_t)c->pc + 2};
    alm_compile_made(c, a);
    c->reached = false;
    return go(c, c->pc + 2);
}

static alm_known function_in(alm_compiler *c, size_t reg)
{
    if (reg >= c->chunk->registers || c->now[reg].kind != ALM_HELD_OBJECT)
        return ALM_KNOWN_NONE;
    lua_rawgeti(c->L, c->objects, c->now[reg].which);
    const alm_known known = alm_known_function(c->L, -1);
    lua_pop(c->L, 1);
    return known;
}

static bool refuse_call(alm_compiler *c, size_t reg)
{
    if (reg >= c->chunk->registers || c->now[reg].kind != ALM_HELD_OBJECT)
        return alm_compile_refuse(c, "it calls a value");
    lua_rawgeti(c->L, c->objects, -(lua_Integer)c->now[reg].which);
    (void)alm_compile_refuse(c, "it calls %.60s", lua_tostring(c->L, -1));
    lua_pop(c->L, 1);
    return false;
}

/* A, A + 1, ... is a function and its arguments; the result goes to A. */
static bool call(alm_compiler *c, uint32_t i)
{
    const size_t a = alm_arg_a(i);
    const unsigned results = alm_op(i) == OP_CALL ? alm_arg_c(i) : 0;
    const alm_known known = function_in(c, a);
    const size_t end = alm_arg_b(i) > 0 ? a + alm_arg_b(i) : (size_t)c->open;

    if (known == ALM_KNOWN_NONE)
        return refuse_call(c, a);
    if (alm_arg_b(i) == 0 && (c->open < 0 || end <= a))
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (end == a + 1 || results > 2)
        return refuse_call(c, a);
    c->open = results == 0 ? (int)a + 1 : -1;
    if (known == ALM_KNOWN_ISIN)
        return alm_compile_is_in(c, a, end - a - 1);
    for (size_t reg = a + 1; reg < end; reg++)
        if (!alm_compile_operand(c, reg))
            return false;
    *alm_compile_step(c) = (alm_step){.op = ALM_STEP_CALL,
                                      .a = (uint16_t)a,
                                      .b = (uint16_t)(a + 1),
                                      .c = (uint16_t)(end - a - 1),
                                      .k = (uint8_t)known};
    alm_compile_made(c, a);
    return true;
}

/* What comes first of several results; nil of none. */
static bool leave(alm_compiler *c, uint32_t i)
{
    uint16_t result = (uint16_t)alm_arg_a(i);
    const unsigned op = alm_op(i);
    const bool none =
        op == OP_RETURN0 || (op == OP_RETURN && alm_arg_b(i) == 1);
    alm_error err;

    if (op == OP_RETURN && alm_arg_b(i) == 0 && c->open <= (int)result)
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (none && alm_program_constant_add(&result, c->program, ALM_TAG_NIL,
                                         (alm_cell){0}, &err) != ALM_OK)
        return alm_compile_failed(c, &err);
    if (!none && !alm_compile_operand(c, result))
        return false;
    *alm_compile_step(c) = (alm_step){.op = ALM_STEP_RETURN, .b = result};
    c->reached = false;
    return true;
}

bool alm_compile_flow(alm_compiler *c, uint32_t i)
{
    switch (alm_op(i)) {
    case OP_LFALSESKIP: return load_false(c, i);
    case OP_JMP: return jump(c);
    case OP_EQ: return compare(c, i, ALM_STEP_IF_EQUAL);
    case OP_LT: return compare(c, i, ALM_STEP_IF_LESS);
    case OP_LE: return compare(c, i, ALM_STEP_IF_LESS_EQUAL);
    case OP_EQK: return compare_constant(c, i);
    case OP_EQI: return compare_small(c, i, ALM_STEP_IF_EQUAL, false);
    case OP_LTI: return compare_small(c, i, ALM_STEP_IF_LESS, false);
    case OP_LEI: return compare_small(c, i, ALM_STEP_IF_LESS_EQUAL, false);
    case OP_GTI: return compare_small(c, i, ALM_STEP_IF_LESS, true);
    case OP_GEI: return compare_small(c, i, ALM_STEP_IF_LESS_EQUAL, true);
    case OP_TEST:
    case OP_TESTSET: return test(c, i);
    case OP_CALL:
    case OP_TAILCALL: return call(c, i);
    default: return leave(c, i);
    }
}
