#include <lauxlib.h>

#include "lift/compile.h"

/* Lists of constants, as isin(region, {"East", "West"}) has one: tables that
 * are made as Lua would, once, while the function is compiled. Nothing that is
 * lifted can tell one from another, or change it. */

bool alm_compile_new_list(alm_compiler *c, uint32_t i)
{
    const size_t a = alm_arg_a(i);

    if (a >= c->chunk->registers || c->pc + 1 >= c->chunk->n_code)
        return alm_compile_refuse(c, "its compiled form is damaged");
    luaL_checkstack(c->L, 4, "a function of a row");
    lua_newtable(c->L);
    lua_rawseti(c->L, c->objects, (lua_Integer)++c->n_objects);
    lua_pushliteral(c->L, "a table");
    lua_rawseti(c->L, c->objects, -(lua_Integer)c->n_objects);
    c->now[a] = (alm_held){ALM_HELD_OBJECT, c->n_objects};
    c->pc++; /* what follows is a part of its size */
    return true;
}

bool alm_compile_fill_list(alm_compiler *c, uint32_t i)
{
    const size_t a = alm_arg_a(i);
    const size_t n = alm_arg_b(i);

    if (a + n >= c->chunk->registers || c->now[a].kind != ALM_HELD_OBJECT)
        return alm_compile_refuse(c, "its compiled form is damaged");
    if (n == 0 || alm_arg_c(i) != 0 || alm_arg_k(i) != 0)
        return alm_compile_refuse(c, "it makes a table");
    lua_rawgeti(c->L, c->objects, c->now[a].which);
    bool known = true;
    for (size_t k = 1; k <= n && known; k++) {
        known = alm_compile_push_known(c, a + k) && !lua_isnil(c->L, -1);
        if (known)
            lua_rawseti(c->L, -2, (lua_Integer)k);
    }
    lua_settop(c->L, c->objects);
    /* With holes in it, how long it is depends on how it was made. */
    return known || alm_compile_refuse(c, "it makes a table");
}

enum { MOST_MEMBERS = 1000 };

/* Adds the members of the list on top of the stack to the program. */
static bool add_members(alm_compiler *c, size_t n)
{
    alm_error err;
    uint16_t operand = 0;

    for (size_t k = 1; k <= n; k++) {
        if (lua_rawgeti(c->L, -1, (lua_Integer)k) == LUA_TNIL)
            return alm_compile_refuse(c, "it calls isin with holes in a list");
        if (!alm_compile_lua_value(c, &operand))
            return false;
        if (alm_program_member_add(c->program, operand, &err) != ALM_OK)
            return alm_compile_failed(c, &err);
    }
    return true;
}

bool alm_compile_is_in(alm_compiler *c, size_t reg, size_t n_args)
{
    lua_State *L = c->L;
    const size_t first = c->program->n_members;

    if (n_args != 2 || c->now[reg + 2].kind != ALM_HELD_OBJECT)
        return alm_compile_refuse(c, "it calls isin without a list");
    if (!alm_compile_operand(c, reg + 1))
        return false;
    lua_rawgeti(L, c->objects, c->now[reg + 2].which);
    const size_t n = lua_istable(L, -1) ? lua_rawlen(L, -1) : 0;
    const bool plain =
        lua_istable(L, -1) && n <= MOST_MEMBERS && !lua_getmetatable(L, -1);
    const bool done =
        plain ? add_members(c, n)
              : alm_compile_refuse(c, "it calls isin with no short list");
    lua_settop(L, c->objects);
    *alm_compile_step(c) = (alm_step){.op = ALM_STEP_IS_IN,
                                      .a = (uint16_t)reg,
                                      .b = (uint16_t)(reg + 1),
                                      .c = (uint16_t)first,
                                      .target = (uint32_t)n};
    alm_compile_made(c, reg);
    return done;
}
