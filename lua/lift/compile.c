#include "lift/compile.h"

#include <stdarg.h>
#include <stdio.h>

bool alm_compile_refuse(alm_compiler *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(c->why, sizeof c->why, fmt, ap);
    va_end(ap);
    c->why_pc = c->pc;
    return false;
}

bool alm_compile_failed(alm_compiler *c, const alm_error *err)
{
    return alm_compile_refuse(c, "%.120s", err->message);
}

alm_step *alm_compile_step(alm_compiler *c)
{
    return &c->program->steps[c->pc];
}

bool alm_compile_operand(alm_compiler *c, size_t reg)
{
    if (reg >= c->chunk->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    switch (c->now[reg].kind) {
    case ALM_HELD_VALUE:
    case ALM_HELD_CONSTANT: return true;
    case ALM_HELD_ROW:
        return alm_compile_refuse(c, "it uses the row as a whole");
    case ALM_HELD_OBJECT:
        return alm_compile_refuse(c,
                                  "it uses a table or a function as a value");
    case ALM_HELD_NOTHING: break;
    }
    return alm_compile_refuse(c, "it uses what may be the row or a value");
}

void alm_compile_made(alm_compiler *c, size_t reg)
{
    c->now[reg].kind = ALM_HELD_VALUE;
}

/* Whether the result of an instruction fits. */
static bool can_make(alm_compiler *c, size_t reg)
{
    return reg < c->chunk->registers ||
           alm_compile_refuse(c, "its compiled form is damaged");
}

/* a = b op c, the operands being registers or constants. */
static bool make(alm_compiler *c, alm_step_op op, uint32_t i, uint16_t left,
                 uint16_t right)
{
    const unsigned a = alm_arg_a(i);

    if (!can_make(c, a))
        return false;
    *alm_compile_step(c) =
        (alm_step){.op = op, .a = (uint16_t)a, .b = left, .c = right};
    alm_compile_made(c, a);
    return true;
}

/* Two registers. */
static bool binary(alm_compiler *c, alm_step_op op, uint32_t i)
{
    const unsigned left = alm_arg_b(i);
    const unsigned right = alm_arg_c(i);
    return alm_compile_operand(c, left) && alm_compile_operand(c, right) &&
           make(c, op, i, (uint16_t)left, (uint16_t)right);
}

/* A register and a constant. */
static bool with_constant(alm_compiler *c, alm_step_op op, uint32_t i)
{
    uint16_t right;
    const unsigned left = alm_arg_b(i);
    return alm_compile_operand(c, left) &&
           alm_compile_constant(c, &right, alm_arg_c(i)) &&
           make(c, op, i, (uint16_t)left, right);
}

/* A register and a small integer, which may come first. */
static bool with_integer(alm_compiler *c, alm_step_op op, uint32_t i, int x,
                         bool first)
{
    uint16_t small;
    const uint16_t reg = (uint16_t)alm_arg_b(i);
    return alm_compile_operand(c, reg) && alm_compile_integer(c, &small, x) &&
           make(c, op, i, first ? small : reg, first ? reg : small);
}

static bool unary(alm_compiler *c, alm_step_op op, uint32_t i)
{
    const unsigned from = alm_arg_b(i);
    return alm_compile_operand(c, from) && make(c, op, i, (uint16_t)from, 0);
}

/* The operator of an instruction that has two registers, or a register and a
 * constant; they come in one order. */
static alm_step_op operator_of(unsigned op)
{
    static const alm_step_op with_constants[] = {
        ALM_STEP_ADD,          ALM_STEP_SUBTRACT,   ALM_STEP_MULTIPLY,
        ALM_STEP_MODULO,       ALM_STEP_POWER,      ALM_STEP_DIVIDE,
        ALM_STEP_FLOOR_DIVIDE, ALM_STEP_AND,        ALM_STEP_OR,
        ALM_STEP_XOR,          ALM_STEP_SHIFT_LEFT, ALM_STEP_SHIFT_RIGHT};
    return with_constants[op >= OP_ADD ? op - OP_ADD : op - OP_ADDK];
}

static bool compile_arithmetic(alm_compiler *c, uint32_t i)
{
    const unsigned op = alm_op(i);

    switch (op) {
    case OP_ADDI: return with_integer(c, ALM_STEP_ADD, i, alm_arg_sc(i), false);
    case OP_SHRI:
        return with_integer(c, ALM_STEP_SHIFT_RIGHT, i, alm_arg_sc(i), false);
    case OP_SHLI:
        return with_integer(c, ALM_STEP_SHIFT_LEFT, i, alm_arg_sc(i), true);
    case OP_UNM: return unary(c, ALM_STEP_NEGATE, i);
    case OP_BNOT: return with_integer(c, ALM_STEP_XOR, i, -1, false);
    case OP_NOT: return unary(c, ALM_STEP_NOT, i);
    case OP_LEN: return unary(c, ALM_STEP_LENGTH, i);
    case OP_MMBIN: /* for what the arithmetic before it could not: done there */
    case OP_MMBINI:
    case OP_MMBINK: return true;
    default: break;
    }
    return op >= OP_ADD ? binary(c, operator_of(op), i)
                        : with_constant(c, operator_of(op), i);
}

/* What is not lifted, and why. */
static bool refuse(alm_compiler *c, unsigned op)
{
    switch (op) {
    case OP_SETUPVAL:
        return alm_compile_refuse(c, "it assigns a variable outside of it");
    case OP_SETTABUP:
    case OP_SETTABLE:
    case OP_SETI:
    case OP_SETFIELD:
        return alm_compile_refuse(c, "it assigns to a field or a global");
    case OP_CLOSURE:
    case OP_CLOSE:
    case OP_TBC: return alm_compile_refuse(c, "it makes a function");
    case OP_SELF: return alm_compile_refuse(c, "it calls a method");
    case OP_CONCAT: return alm_compile_refuse(c, "it joins texts");
    case OP_FORLOOP:
    case OP_FORPREP:
    case OP_TFORPREP:
    case OP_TFORCALL:
    case OP_TFORLOOP: return alm_compile_refuse(c, "it has a loop");
    default: return alm_compile_refuse(c, "its compiled form is not known");
    }
}

static bool compile_one(alm_compiler *c, uint32_t i)
{
    const unsigned op = alm_op(i);

    if ((op >= OP_ADDI && op <= OP_LEN))
        return compile_arithmetic(c, i);
    if (op <= OP_GETFIELD && op != OP_SETUPVAL && op != OP_LFALSESKIP)
        return alm_compile_value(c, i);
    if (op == OP_VARARG || op == OP_VARARGPREP)
        return alm_compile_value(c, i);
    if (op == OP_NEWTABLE)
        return alm_compile_new_list(c, i);
    if (op == OP_SETLIST)
        return alm_compile_fill_list(c, i);
    if (op == OP_LFALSESKIP || (op >= OP_JMP && op <= OP_RETURN1))
        return alm_compile_flow(c, i);
    return refuse(c, op);
}

/* What the function is called with. */
static bool begin(alm_compiler *c)
{
    const alm_lift_chunk *f = c->chunk;

    for (size_t i = 0; i < f->registers; i++)
        c->now[i] = (alm_held){ALM_HELD_NOTHING, 0};
    c->reached = true;
    c->open = -1;
    if (c->call->expression ? !f->vararg || f->parameters != 0 : f->vararg)
        return alm_compile_refuse(c, "it takes a varying number of values");
    if (f->parameters > f->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    for (size_t i = 0; i < f->parameters; i++) /* registers begin as nil */
        c->now[i].kind = i == 0 ? ALM_HELD_ROW : ALM_HELD_VALUE;
    return true;
}

bool alm_compile(alm_compiler *c)
{
    if (!begin(c))
        return false;
    for (c->pc = 0; c->pc < c->chunk->n_code; c->pc++) {
        alm_compile_arrive(c);
        if (c->reached && !compile_one(c, alm_lift_chunk_code(c->chunk, c->pc)))
            return false;
    }
    return !c->reached || alm_compile_refuse(c, "its compiled form is damaged");
}
