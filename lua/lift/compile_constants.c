#include <lauxlib.h>

#include "lift/compile.h"

/* Values that are the same for all rows, from and to Lua. */

bool alm_compile_plain(alm_compiler *c, uint16_t *operand, alm_value v)
{
    alm_error err;

    return alm_program_constant_add(operand, c->program, v.tag, v.cell, &err) ==
               ALM_OK ||
           alm_compile_failed(c, &err);
}

static bool add_text(alm_compiler *c, uint16_t *operand, const char *text,
                     size_t len)
{
    alm_error err;

    return alm_program_text_add(operand, c->program, text, len, &err) ==
               ALM_OK ||
           alm_compile_failed(c, &err);
}

bool alm_compile_integer(alm_compiler *c, uint16_t *operand, int64_t x)
{
    return alm_compile_plain(c, operand, alm_value_integer(x));
}

bool alm_compile_constant(alm_compiler *c, uint16_t *operand, size_t k)
{
    if (k >= c->chunk->n_constants)
        return alm_compile_refuse(c, "its compiled form is damaged");
    const alm_constant *constant = &c->chunk->constants[k];
    switch (constant->kind) {
    case ALM_CONSTANT_FALSE:
    case ALM_CONSTANT_TRUE:
        return alm_compile_plain(
            c, operand, alm_value_boolean(constant->kind == ALM_CONSTANT_TRUE));
    case ALM_CONSTANT_INTEGER:
        return alm_compile_plain(c, operand,
                                 alm_value_integer(constant->integer));
    case ALM_CONSTANT_FLOAT:
        return alm_compile_plain(c, operand, alm_value_float(constant->number));
    case ALM_CONSTANT_TEXT:
        return add_text(c, operand, constant->text, constant->len);
    case ALM_CONSTANT_NIL: break;
    }
    return alm_compile_plain(c, operand, alm_value_nil());
}

bool alm_compile_lua_value(alm_compiler *c, uint16_t *operand)
{
    size_t len;
    bool done = false;
    lua_State *L = c->L;

    switch (lua_type(L, -1)) {
    case LUA_TNIL: done = alm_compile_plain(c, operand, alm_value_nil()); break;
    case LUA_TBOOLEAN:
        done = alm_compile_plain(c, operand,
                                 alm_value_boolean(lua_toboolean(L, -1)));
        break;
    case LUA_TNUMBER:
        done = alm_compile_plain(c, operand,
                                 lua_isinteger(L, -1)
                                     ? alm_value_integer(lua_tointeger(L, -1))
                                     : alm_value_float(lua_tonumber(L, -1)));
        break;
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, -1, &len);
        done = add_text(c, operand, text, len);
        break;
    }
    default: (void)alm_compile_refuse(c, "it uses a table as a value"); break;
    }
    lua_pop(L, 1);
    return done;
}

bool alm_compile_push_known(alm_compiler *c, size_t reg)
{
    size_t len;

    if (reg >= c->chunk->registers || c->now[reg].kind != ALM_HELD_CONSTANT)
        return false;
    const alm_program_constant *v = &c->program->constants[c->now[reg].which];
    switch (v->tag) {
    case ALM_TAG_INTEGER: lua_pushinteger(c->L, v->cell.i); break;
    case ALM_TAG_FLOAT: lua_pushnumber(c->L, v->cell.d); break;
    case ALM_TAG_NIL: lua_pushnil(c->L); break;
    case ALM_TAG_TEXT: {
        const char *text =
            alm_lift_texts_get(&c->program->texts, v->cell.text, &len);
        lua_pushlstring(c->L, text, len);
        break;
    }
    default: lua_pushboolean(c->L, v->tag == ALM_TAG_TRUE); break;
    }
    return true;
}
