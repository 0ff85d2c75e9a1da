#include "lift/lift.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/table.h"
#include "lift/compile.h"
#include "lift/dump.h"
#include "lift/explain.h"

/* All that an attempt needs of C: one Lua value owns it. */
typedef struct attempt {
    alm_buffer dump;
    alm_lift_chunk chunk;
    alm_program program;
    alm_held *held;
    uint32_t *target_of;
} attempt;

static void free_attempt(attempt *a)
{
    alm_buffer_free(&a->dump);
    alm_lift_chunk_free(&a->chunk);
    alm_program_free(&a->program);
    alm_dealloc(a->held);
    alm_dealloc(a->target_of);
    a->held = NULL;
    a->target_of = NULL;
}

static int close_attempt(lua_State *L)
{
    free_attempt(lua_touserdata(L, 1));
    return 0;
}

/* Reads what the function at `index` compiled to. */
static alm_status read_function(attempt *a, lua_State *L, int index,
                                alm_error *err)
{
    const alm_status status = alm_lift_dump(&a->dump, L, index, err);
    return status == ALM_OK
               ? alm_lift_chunk_read(&a->chunk, a->dump.data, a->dump.len, err)
               : status;
}

/* What is held in each register at each target of a jump takes room. */
enum { MOST_HELD = 1 << 20 };

static alm_status make_room(attempt *a, alm_error *err)
{
    const size_t n = a->chunk.n_code;
    const size_t held = (n + 1) * a->chunk.registers;

    if (held > MOST_HELD)
        return alm_fail(err, ALM_ELIMIT, "it is too long");
    a->program.registers = a->chunk.registers;
    a->program.n_steps = n;
    a->program.steps = alm_alloc_zeroed(n, sizeof *a->program.steps);
    a->held = alm_alloc(held, sizeof *a->held);
    a->target_of = alm_alloc(n, sizeof *a->target_of);
    if (a->program.steps == NULL || a->held == NULL || a->target_of == NULL)
        return alm_fail_memory(err, "a function");
    memset(a->target_of, 0xFF, n * sizeof *a->target_of);
    return alm_lift_texts_start(&a->program.texts, err);
}

/* A limit that was reached, or an interrupt, waits for the next instruction of
 * the interpreter. */
static bool is_stopped(void *context)
{
    return lua_gethook(context) != NULL;
}

/* The columns that were read count as read by the rows. */
static void mark_read(lua_State *L, const alm_program *p, int object)
{
    const alm_lua_table *t = lua_touserdata(L, object);

    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].read && p->columns[i].index != ALM_NO_COLUMN)
            t->windows[p->columns[i].index].read = true;
}

/* Why a function was not lifted, and the line of that, 0 for none. */
typedef struct reason {
    char text[160];
    size_t line;
} reason;

static bool compile(lua_State *L, const alm_lua_row_call *call, attempt *a,
                    reason *why)
{
    alm_error err;
    alm_compiler c = {
        .L = L, .call = call, .chunk = &a->chunk, .program = &a->program};

    alm_status status = read_function(a, L, call->function, &err);
    if (status == ALM_OK)
        status = make_room(a, &err);
    if (status != ALM_OK) {
        (void)snprintf(why->text, sizeof why->text, "%.150s", err.message);
        return false;
    }
    lua_newtable(L);
    c.objects = lua_gettop(L);
    c.now = a->held;
    c.waiting = a->held + a->chunk.registers;
    c.target_of = a->target_of;
    if (alm_compile(&c))
        return true;
    why->line = alm_lift_chunk_line(&a->chunk, c.why_pc);
    (void)snprintf(why->text, sizeof why->text, "%s", c.why);
    return false;
}

static bool run_function(lua_State *L, alm_column **out,
                         const alm_lua_row_call *call, attempt *a, reason *why)
{
    const char *left = "";

    if (!compile(L, call, a, why))
        return false;
    if (!alm_program_run(out, &a->program, call->rows, call->mask, is_stopped,
                         L, &left)) {
        (void)snprintf(why->text, sizeof why->text, "%s", left);
        return false;
    }
    mark_read(L, &a->program, call->object);
    return true;
}

static bool run(lua_State *L, alm_column **out, const alm_lua_row_call *call)
{
    const int top = lua_gettop(L);
    const alm_lift_state *s = alm_lift_state_of(L);
    reason why = {"--trusted lets scripts change what operators do", 0};

    if (s->off || call->rows == 0)
        return false;
    luaL_checkstack(L, 8, "a function of a row");
    attempt *a = alm_lua_push_owned(L, sizeof *a, close_attempt);
    const bool done = !s->trusted && run_function(L, out, call, a, &why);
    free_attempt(a);
    alm_lift_note(L, call->function, done ? NULL : why.text, why.line);
    lua_settop(L, top);
    return done;
}

/* Marks the column that an instruction names. */
static void mark_named(lua_State *L, int object, const alm_lift_chunk *f,
                       uint32_t i, bool *named)
{
    const size_t k = alm_arg_c(i);

    if (alm_op(i) != OP_GETFIELD || k >= f->n_constants ||
        f->constants[k].kind != ALM_CONSTANT_TEXT)
        return;
    lua_pushlstring(L, f->constants[k].text, f->constants[k].len);
    const size_t column = alm_lua_find_header(L, object, lua_gettop(L));
    lua_pop(L, 1);
    if (column != ALM_NO_COLUMN)
        named[column] = true;
}

static void mark(lua_State *L, int object, int index, bool *named)
{
    const int top = lua_gettop(L);

    luaL_checkstack(L, 8, "a function of a row");
    attempt *a = alm_lua_push_owned(L, sizeof *a, close_attempt);
    if (read_function(a, L, index, NULL) == ALM_OK)
        for (size_t pc = 0; pc < a->chunk.n_code; pc++)
            mark_named(L, object, &a->chunk, alm_lift_chunk_code(&a->chunk, pc),
                       named);
    free_attempt(a);
    lua_settop(L, top);
}

static const alm_lua_row_engine engine = {.run = run, .mark = mark};

void alm_lift_open(lua_State *L)
{
    alm_lift_state *s = alm_lift_state_new(L);

    alm_known_open(L);
    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS) == LUA_TTABLE) {
        lua_pushliteral(L, "debug");
        s->trusted = lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    alm_lua_set_row_engine(L, &engine);
}

void alm_lift_enable(lua_State *L, bool on)
{
    alm_lift_state_of(L)->off = !on;
}
