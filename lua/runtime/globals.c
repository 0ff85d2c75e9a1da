#include "runtime/globals.h"

#include <lauxlib.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "bridge/raise.h"
#include "lift/chunk.h"
#include "lift/dump.h"
#include "lift/opcode.h"

/* An access of a global; the name is in the compiled form. */
typedef struct use {
    const char *name;
    size_t len;
    size_t line;
    bool assigned;
} use;

/* The compiled form and what was found in it: owned by one Lua value. */
typedef struct found {
    alm_buffer dump;
    use *uses;
    size_t n;
    size_t cap;
} found;

static int close_found(lua_State *L)
{
    found *f = lua_touserdata(L, 1);
    alm_buffer_free(&f->dump);
    alm_dealloc(f->uses);
    f->uses = NULL;
    return 0;
}

/* Whether an upvalue is the globals: the only one of the chunk, and what inner
 * functions take from there. */
static bool is_globals(const alm_lift_chunk *f, size_t upvalue)
{
    while (f->outer != NULL) {
        if (upvalue >= f->n_upvalues || f->upvalues[3 * upvalue] != 0)
            return false;
        upvalue = f->upvalues[3 * upvalue + 1];
        f = f->outer;
    }
    return true;
}

/* One instruction, when it is an access of the globals. */
static alm_status look_at(found *all, const alm_lift_chunk *f, size_t pc,
                          alm_error *err)
{
    const uint32_t i = alm_lift_chunk_code(f, pc);
    const bool assigned = alm_op(i) == OP_SETTABUP;
    const size_t upvalue = assigned ? alm_arg_a(i) : alm_arg_b(i);
    const size_t k = assigned ? alm_arg_b(i) : alm_arg_c(i);

    if ((alm_op(i) != OP_GETTABUP && !assigned) || !is_globals(f, upvalue) ||
        k >= f->n_constants || f->constants[k].kind != ALM_CONSTANT_TEXT)
        return ALM_OK;
    use *uses = alm_grow(all->uses, &all->cap, all->n, sizeof *uses);
    if (uses == NULL)
        return alm_fail_memory(err, "the globals of a script");
    all->uses = uses;
    uses[all->n++] = (use){f->constants[k].text, f->constants[k].len,
                           alm_lift_chunk_line(f, pc), assigned};
    return ALM_OK;
}

static alm_status look_through(void *context, const alm_lift_chunk *f,
                               alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t pc = 0; pc < f->n_code && status == ALM_OK; pc++)
        status = look_at(context, f, pc, err);
    return status;
}

static void push_use(lua_State *L, const use *u)
{
    lua_createtable(L, 0, 3);
    lua_pushlstring(L, u->name, u->len);
    lua_setfield(L, -2, "name");
    lua_pushinteger(L, (lua_Integer)u->line);
    lua_setfield(L, -2, "line");
    lua_pushboolean(L, u->assigned);
    lua_setfield(L, -2, "assigned");
}

void alm_push_globals(lua_State *L, int index)
{
    alm_error err;

    index = lua_absindex(L, index);
    found *all = alm_lua_push_owned(L, sizeof *all, close_found);
    alm_status status = alm_lift_dump(&all->dump, L, index, &err);
    if (status == ALM_OK)
        status = alm_lift_chunk_each(all->dump.data, all->dump.len,
                                     look_through, all, &err);
    if (status == ALM_ENOMEM)
        (void)alm_lua_raise(L, &err);
    lua_newtable(L);
    /* Of another form nothing is told: better nothing than half. */
    for (size_t i = 0; i < all->n && status == ALM_OK; i++) {
        push_use(L, &all->uses[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_remove(L, -2);
}
