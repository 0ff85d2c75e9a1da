#include <lauxlib.h>

#include "bridge/expression.h"
#include "bridge/table.h"
#include "lift/compile.h"

/* Instructions that fetch: constants, columns, captured values. */

static bool set_constant(alm_compiler *c, size_t reg, uint16_t operand)
{
    *alm_compile_step(c) =
        (alm_step){.op = ALM_STEP_COPY, .a = (uint16_t)reg, .b = operand};
    c->now[reg] = (alm_held){ALM_HELD_CONSTANT,
                             (uint32_t)(operand - c->program->registers)};
    return true;
}

static bool load(alm_compiler *c, size_t reg, alm_value v)
{
    uint16_t operand;
    return alm_compile_plain(c, &operand, v) && set_constant(c, reg, operand);
}

/* Register `reg` is the value on top of the stack, no value of a row, which is
 * popped. */
static bool set_object(alm_compiler *c, size_t reg, const char *name)
{
    lua_rawseti(c->L, c->objects, (lua_Integer)++c->n_objects);
    lua_pushstring(c->L, name);
    lua_rawseti(c->L, c->objects, -(lua_Integer)c->n_objects);
    c->now[reg] = (alm_held){ALM_HELD_OBJECT, c->n_objects};
    return true;
}

/* Register `reg` is the value on top of the stack, which is popped; the script
 * calls it `name`. */
static bool set_lua_value(alm_compiler *c, size_t reg, const char *name)
{
    uint16_t operand = 0;
    const int type = lua_type(c->L, -1);

    if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TNUMBER &&
        type != LUA_TSTRING)
        return set_object(c, reg, name);
    return alm_compile_lua_value(c, &operand) && set_constant(c, reg, operand);
}

/* Pushes what the table on top of the stack, which is popped, has under the key
 * at `key`, where that calls no function. */
static bool look_up(lua_State *L, int key)
{
    enum { MOST_TABLES = 8 };

    for (int i = 0; i < MOST_TABLES && lua_istable(L, -1); i++) {
        lua_pushvalue(L, key);
        const bool found = lua_rawget(L, -2) != LUA_TNIL;
        if (!found && lua_getmetatable(L, -2)) {
            lua_pushliteral(L, "__index");
            (void)lua_rawget(L, -2);
            lua_remove(L, -2);
            if (!lua_isnil(L, -1)) { /* then it is asked */
                lua_copy(L, -1, -3);
                lua_pop(L, 2);
                continue;
            }
            lua_pop(L, 1);
        }
        lua_remove(L, -2);
        return true;
    }
    if (lua_tocfunction(L, -1) == alm_lua_find_global &&
        lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS) == LUA_TTABLE) {
        lua_pushvalue(L, key);
        const bool found = lua_rawget(L, -2) != LUA_TNIL;
        lua_copy(L, -1, -3);
        lua_pop(L, 2);
        if (found)
            return true;
    }
    lua_pop(L, 1);
    return false;
}

/* Register `reg` is what the table below the key has under it; both are on top
 * of the stack and popped. */
static bool set_from_table(alm_compiler *c, size_t reg)
{
    lua_State *L = c->L;
    const int key = lua_gettop(L);

    const char *name =
        lua_type(L, key) == LUA_TSTRING ? lua_tostring(L, key) : "a function";
    lua_pushvalue(L, key - 1);
    const bool found = look_up(L, key);
    const bool done =
        found ? set_lua_value(c, reg, name)
              : alm_compile_refuse(c, "it reads %.60s, which a table computes",
                                   name);
    lua_settop(L, key - 2);
    return done;
}

/* The window on a column of the table; nothing is marked as read yet. */
static bool set_column(alm_compiler *c, size_t reg, size_t column)
{
    alm_error err;
    size_t number;
    alm_lua_table *t = lua_touserdata(c->L, c->call->object);
    const bool read = column < t->room && t->windows[column].read;

    if (alm_table_load(t->table, &column, 1, &err) != ALM_OK)
        return alm_compile_failed(c, &err);
    const alm_vector *v = alm_lua_window_of(c->L, t, column);
    t->windows[column].read = read;
    if (alm_program_column_add(&number, c->program, v, column, &err) != ALM_OK)
        return alm_compile_failed(c, &err);
    *alm_compile_step(c) = (alm_step){.op = ALM_STEP_COLUMNS,
                                      .a = (uint16_t)reg,
                                      .b = (uint16_t)number,
                                      .c = 1};
    alm_compile_made(c, reg);
    return true;
}

/* Register `reg` is the cell of the row under the name on top of the stack,
 * which is popped. A metric that was not computed yet is left to the
 * interpreter: computing it has effects of its own. */
static bool set_cell(alm_compiler *c, size_t reg)
{
    lua_State *L = c->L;
    const int name = lua_gettop(L);
    size_t column = ALM_NO_COLUMN;

    if (lua_type(L, name) != LUA_TSTRING)
        return alm_compile_refuse(c, "it reads a column by what is no name");
    alm_lua_push_value(L, c->call->object, ALM_TABLE_NAMES);
    lua_pushvalue(L, name);
    if (lua_rawget(L, -2) == LUA_TNUMBER)
        column = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    if (column == ALM_NO_COLUMN)
        column = alm_lua_find_header(L, c->call->object, name);
    const bool done =
        column != ALM_NO_COLUMN
            ? set_column(c, reg, column)
            : alm_compile_refuse(c, "it reads %.80s, which is no column",
                                 lua_tostring(L, name));
    lua_pop(L, 1);
    return done;
}

/* Register `reg` is what is in register `from` under the key on top of the
 * stack, which is popped. */
static bool set_indexed(alm_compiler *c, size_t reg, size_t from)
{
    lua_State *L = c->L;

    if (from < c->chunk->registers && c->now[from].kind == ALM_HELD_ROW)
        return set_cell(c, reg);
    if (from < c->chunk->registers && c->now[from].kind == ALM_HELD_OBJECT) {
        lua_rawgeti(L, c->objects, c->now[from].which);
        lua_insert(L, -2);
        return set_from_table(c, reg);
    }
    lua_pop(L, 1);
    return alm_compile_refuse(c, "it looks into a value");
}

/* Pushes constant k of the chunk, a text, which names what is read. */
static bool push_name(alm_compiler *c, size_t k)
{
    if (k >= c->chunk->n_constants ||
        c->chunk->constants[k].kind != ALM_CONSTANT_TEXT)
        return alm_compile_refuse(c, "its compiled form is damaged");
    lua_pushlstring(c->L, c->chunk->constants[k].text,
                    c->chunk->constants[k].len);
    return true;
}

/* Register `reg` is what is in register `from` under the value of `key`. */
static bool set_at_register(alm_compiler *c, size_t reg, size_t from,
                            size_t key)
{
    if (!alm_compile_push_known(c, key))
        return alm_compile_refuse(c, "it computes the name of what it reads");
    return set_indexed(c, reg, from);
}

static bool set_upvalue(alm_compiler *c, size_t reg, unsigned number)
{
    const char *name = lua_getupvalue(c->L, c->call->function, (int)number + 1);
    if (name == NULL)
        return alm_compile_refuse(c, "its compiled form is damaged");
    return set_lua_value(c, reg, name);
}

/* Upvalue `number` is a table, as the globals are. */
static bool set_upvalue_field(alm_compiler *c, size_t reg, unsigned number,
                              unsigned k)
{
    lua_State *L = c->L;

    if (lua_getupvalue(L, c->call->function, (int)number + 1) == NULL)
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (!push_name(c, k)) {
        lua_pop(L, 1);
        return false;
    }
    return set_from_table(c, reg);
}

static bool move(alm_compiler *c, size_t reg, size_t from)
{
    if (from >= c->chunk->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    c->now[reg] = c->now[from];
    if (c->now[from].kind == ALM_HELD_VALUE ||
        c->now[from].kind == ALM_HELD_CONSTANT)
        *alm_compile_step(c) = (alm_step){
            .op = ALM_STEP_COPY, .a = (uint16_t)reg, .b = (uint16_t)from};
    return true;
}

/* local a, b, c = ... of an expression: its columns, and maybe the row. */
static bool take_columns(alm_compiler *c, size_t reg, size_t n)
{
    alm_error err;
    size_t number;
    const alm_lua_row_call *call = c->call;
    const size_t columns = n < call->n_columns ? n : call->n_columns;

    if (n > columns + call->row || reg + n > c->chunk->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    for (size_t k = c->program->n_columns; k < columns; k++)
        if (alm_program_column_add(&number, c->program,
                                   &call->columns[k]->vector, ALM_NO_COLUMN,
                                   &err) != ALM_OK)
            return alm_compile_failed(c, &err);
    *alm_compile_step(c) = (alm_step){
        .op = ALM_STEP_COLUMNS, .a = (uint16_t)reg, .c = (uint16_t)columns};
    for (size_t k = 0; k < columns; k++)
        alm_compile_made(c, reg + k);
    if (n > columns)
        c->now[reg + columns].kind = ALM_HELD_ROW;
    return true;
}

/* Several registers become nil. */
static bool load_nil(alm_compiler *c, size_t reg, size_t n)
{
    uint16_t operand;

    if (reg + n > c->chunk->registers ||
        !alm_compile_plain(c, &operand, alm_value_nil()))
        return alm_compile_refuse(c, "its compiled form is damaged");
    *alm_compile_step(c) =
        (alm_step){.op = ALM_STEP_CLEAR, .a = (uint16_t)reg, .c = (uint16_t)n};
    for (size_t k = 0; k < n; k++)
        c->now[reg + k] = (alm_held){
            ALM_HELD_CONSTANT, (uint32_t)(operand - c->program->registers)};
    return true;
}

static bool load_constant(alm_compiler *c, size_t reg, size_t k)
{
    uint16_t operand;
    return alm_compile_constant(c, &operand, k) &&
           set_constant(c, reg, operand);
}

/* The constant in the instruction that follows. */
static bool load_far(alm_compiler *c, size_t reg)
{
    if (c->pc + 1 >= c->chunk->n_code)
        return alm_compile_refuse(c, "its compiled form is damaged");
    const size_t k = alm_lift_chunk_code(c->chunk, c->pc + 1) >> 7;
    if (!load_constant(c, reg, k))
        return false;
    c->pc++;
    return true;
}

bool alm_compile_value(alm_compiler *c, uint32_t i)
{
    const unsigned a = alm_arg_a(i);
    const unsigned b = alm_arg_b(i);
    const unsigned k = alm_arg_c(i);

    luaL_checkstack(c->L, 12, "a function of a row");
    if (alm_op(i) == OP_VARARGPREP)
        return true;
    if (a >= c->chunk->registers)
        return alm_compile_refuse(c, "its compiled form is damaged");
    switch (alm_op(i)) {
    case OP_MOVE: return move(c, a, b);
    case OP_LOADI: return load(c, a, alm_value_integer(alm_arg_sbx(i)));
    case OP_LOADF: return load(c, a, alm_value_float(alm_arg_sbx(i)));
    case OP_LOADK: return load_constant(c, a, alm_arg_bx(i));
    case OP_LOADKX: return load_far(c, a);
    case OP_LOADFALSE: return load(c, a, alm_value_boolean(false));
    case OP_LOADTRUE: return load(c, a, alm_value_boolean(true));
    case OP_LOADNIL: return load_nil(c, a, (size_t)b + 1);
    case OP_GETUPVAL: return set_upvalue(c, a, b);
    case OP_GETTABUP: return set_upvalue_field(c, a, b, k);
    case OP_GETTABLE: return set_at_register(c, a, b, k);
    case OP_GETI: lua_pushinteger(c->L, k); return set_indexed(c, a, b);
    case OP_GETFIELD: return push_name(c, k) && set_indexed(c, a, b);
    default: /* VARARG: not of a function, see alm_compile */
        return k > 0 ? take_columns(c, a, k - 1)
                     : alm_compile_refuse(c, "it takes a varying number of "
                                             "values");
    }
}
