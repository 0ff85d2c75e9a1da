#ifndef ALM_LIFT_OPCODE_H
#define ALM_LIFT_OPCODE_H

#include <stdint.h>

/* The instructions of Lua 5.4, as lua_dump writes them (lopcodes.h). */
enum {
    OP_MOVE,
    OP_LOADI,
    OP_LOADF,
    OP_LOADK,
    OP_LOADKX,
    OP_LOADFALSE,
    OP_LFALSESKIP,
    OP_LOADTRUE,
    OP_LOADNIL,
    OP_GETUPVAL,
    OP_SETUPVAL,
    OP_GETTABUP,
    OP_GETTABLE,
    OP_GETI,
    OP_GETFIELD,
    OP_SETTABUP,
    OP_SETTABLE,
    OP_SETI,
    OP_SETFIELD,
    OP_NEWTABLE,
    OP_SELF,
    OP_ADDI,
    OP_ADDK,
    OP_SUBK,
    OP_MULK,
    OP_MODK,
    OP_POWK,
    OP_DIVK,
    OP_IDIVK,
    OP_BANDK,
    OP_BORK,
    OP_BXORK,
    OP_SHRI,
    OP_SHLI,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_MOD,
    OP_POW,
    OP_DIV,
    OP_IDIV,
    OP_BAND,
    OP_BOR,
    OP_BXOR,
    OP_SHL,
    OP_SHR,
    OP_MMBIN,
    OP_MMBINI,
    OP_MMBINK,
    OP_UNM,
    OP_BNOT,
    OP_NOT,
    OP_LEN,
    OP_CONCAT,
    OP_CLOSE,
    OP_TBC,
    OP_JMP,
    OP_EQ,
    OP_LT,
    OP_LE,
    OP_EQK,
    OP_EQI,
    OP_LTI,
    OP_LEI,
    OP_GTI,
    OP_GEI,
    OP_TEST,
    OP_TESTSET,
    OP_CALL,
    OP_TAILCALL,
    OP_RETURN,
    OP_RETURN0,
    OP_RETURN1,
    OP_FORLOOP,
    OP_FORPREP,
    OP_TFORPREP,
    OP_TFORCALL,
    OP_TFORLOOP,
    OP_SETLIST,
    OP_CLOSURE,
    OP_VARARG,
    OP_VARARGPREP,
    OP_EXTRAARG
};

/* What an instruction is made of: seven bits of code, then A (8), k (1), B (8)
 * and C (8), or A and Bx (17), or sJ (25). */
static inline unsigned alm_op(uint32_t i)
{
    return i & 0x7F;
}

static inline unsigned alm_arg_a(uint32_t i)
{
    return i >> 7 & 0xFF;
}

static inline unsigned alm_arg_k(uint32_t i)
{
    return i >> 15 & 1;
}

static inline unsigned alm_arg_b(uint32_t i)
{
    return i >> 16 & 0xFF;
}

static inline unsigned alm_arg_c(uint32_t i)
{
    return i >> 24;
}

static inline int alm_arg_sb(uint32_t i)
{
    return (int)alm_arg_b(i) - 127;
}

static inline int alm_arg_sc(uint32_t i)
{
    return (int)alm_arg_c(i) - 127;
}

static inline unsigned alm_arg_bx(uint32_t i)
{
    return i >> 15;
}

static inline int alm_arg_sbx(uint32_t i)
{
    return (int)alm_arg_bx(i) - 65535;
}

static inline int alm_arg_sj(uint32_t i)
{
    return (int)(i >> 7) - 16777215;
}

#endif
