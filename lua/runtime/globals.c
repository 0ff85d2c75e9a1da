#include "runtime/globals.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Of Lua 5.4 (lopcodes.h, ldump.c, ldebug.h). */
enum {
    OP_GETTABUP = 11, /* A B C: register A = upvalue B [constant C] */
    OP_SETTABUP = 15, /* A B C: upvalue A [constant B] = C */
    SHORT_STRING = 0x04,
    LONG_STRING = 0x14,
    INTEGER = 0x03,
    FLOAT = 0x13,
    NO_LINE_CHANGE = -0x80, /* the line stands in the list of lines */
    MOST = 256 /* constants and upvalues that an operand can name */
};

typedef struct reader {
    const unsigned char *at;
    const unsigned char *end;
    bool bad; /* not what was expected; nothing more is read */
} reader;

typedef struct text {
    const char *at;
    size_t len;
} text;

/* One function: what its instructions refer to. */
typedef struct unit {
    const unsigned char *code;
    size_t n_code;
    text constants[MOST]; /* strings; others are empty */
    bool env[MOST];       /* which upvalues are the globals */
    size_t first_line;
} unit;

static const unsigned char *take(reader *r, size_t n)
{
    const unsigned char *from = r->at;
    if (r->bad || (size_t)(r->end - r->at) < n) {
        r->bad = true;
        return NULL;
    }
    r->at += n;
    return from;
}

static unsigned char take_byte(reader *r)
{
    const unsigned char *b = take(r, 1);
    return b != NULL ? *b : 0;
}

/* Seven bits a byte, the highest first; the last byte has the eighth set. */
static size_t take_count(reader *r)
{
    size_t n = 0;
    unsigned char b = 0;

    while (!r->bad && (b & 0x80) == 0) {
        b = take_byte(r);
        n = n << 7 | (b & 0x7F);
    }
    return r->bad ? 0 : n;
}

static text take_text(reader *r)
{
    text t = {"", 0};
    const size_t size = take_count(r);

    if (size > 1) {
        t.len = size - 1;
        t.at = (const char *)take(r, t.len);
    }
    return t;
}

static void take_constants(reader *r, unit *u)
{
    const size_t n = take_count(r);

    for (size_t i = 0; i < n && !r->bad; i++) {
        const unsigned char type = take_byte(r);
        text t = {"", 0};
        if (type == SHORT_STRING || type == LONG_STRING)
            t = take_text(r);
        else if (type == INTEGER || type == FLOAT)
            (void)take(r, 8);
        if (i < MOST)
            u->constants[i] = t;
    }
}

/* `outer`: the function around, NULL for the chunk, whose only upvalue is the
 * globals. */
static void take_upvalues(reader *r, unit *u, const unit *outer)
{
    const size_t n = take_count(r);

    for (size_t i = 0; i < n && !r->bad; i++) {
        const bool local = take_byte(r) != 0;
        const unsigned char index = take_byte(r);
        (void)take_byte(r); /* kind of the variable */
        if (i < MOST)
            u->env[i] = outer == NULL || (!local && outer->env[index]);
    }
}

static void add_use(lua_State *L, int list, text name, size_t line,
                    bool assigned)
{
    lua_createtable(L, 0, 3);
    lua_pushlstring(L, name.at, name.len);
    lua_setfield(L, -2, "name");
    lua_pushinteger(L, (lua_Integer)line);
    lua_setfield(L, -2, "line");
    lua_pushboolean(L, assigned);
    lua_setfield(L, -2, "assigned");
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

/* One instruction, when it is an access of the globals. */
static void look_at(lua_State *L, int list, const unit *u,
                    const unsigned char *code, size_t line)
{
    uint32_t i;
    memcpy(&i, code, sizeof i);
    const unsigned op = i & 0x7F, a = i >> 7 & 0xFF, b = i >> 16 & 0xFF,
                   c = i >> 24;

    if (op == OP_GETTABUP && u->env[b] && u->constants[c].len > 0)
        add_use(L, list, u->constants[c], line, false);
    else if (op == OP_SETTABUP && u->env[a] && u->constants[b].len > 0)
        add_use(L, list, u->constants[b], line, true);
}

/* The instructions with their lines: steps from one to the next, but for the
 * places in a list of their own. */
static void take_lines(lua_State *L, int list, reader *r, const unit *u)
{
    const size_t n = take_count(r);
    const unsigned char *steps = take(r, n);
    const size_t n_places = take_count(r);
    size_t line = u->first_line;
    size_t places = 0;

    for (size_t i = 0; i < n && i < u->n_code && !r->bad; i++) {
        const signed char step = (signed char)steps[i];
        if (step == NO_LINE_CHANGE) {
            (void)take_count(r); /* the instruction: this one */
            line = take_count(r);
            places++;
        } else {
            line += (size_t)step;
        }
        look_at(L, list, u, u->code + 4 * i, line);
    }
    r->bad = r->bad || places != n_places;
}

static void skip_names(reader *r)
{
    const size_t n_locals = take_count(r);

    for (size_t i = 0; i < n_locals && !r->bad; i++) {
        (void)take_text(r);
        (void)take_count(r);
        (void)take_count(r);
    }
    const size_t n_upvalues = take_count(r);
    for (size_t i = 0; i < n_upvalues && !r->bad; i++)
        (void)take_text(r);
}

/* Functions within functions: Lua's compiler allows 200 levels at most. */
static void take_function(lua_State *L, int list, reader *r, const unit *outer)
{
    luaL_checkstack(L, 4, "functions nested too deeply");
    unit *u = lua_newuserdatauv(L, sizeof *u, 0);
    memset(u, 0, sizeof *u);
    (void)take_text(r);
    u->first_line = take_count(r);
    (void)take_count(r); /* last line */
    (void)take(r, 3);    /* parameters, varargs, registers */
    u->n_code = take_count(r);
    u->code = take(r, u->n_code * 4);
    take_constants(r, u);
    take_upvalues(r, u, outer);
    const size_t n = take_count(r);
    for (size_t i = 0; i < n && !r->bad; i++)
        take_function(L, list, r, u);
    take_lines(L, list, r, u);
    skip_names(r);
    lua_pop(L, 1);
}

/* Whether what follows is the compiled form that this file knows. */
static bool take_header(reader *r)
{
    static const char known[] = LUA_SIGNATURE "\x54\0"
                                              "\x19\x93\r\n\x1a\n"
                                              "\4\10\10";
    const unsigned char *head = take(r, sizeof known - 1);
    const bool same =
        head != NULL && memcmp(head, known, sizeof known - 1) == 0;
    (void)take(r, 8 + 8 + 1); /* a known integer, a float, upvalues */
    return same && !r->bad;
}

/* lua_dump wants the function on top, so the buffer begins with the first
 * piece. */
typedef struct dump {
    luaL_Buffer buffer;
    bool begun;
} dump;

static int write_piece(lua_State *L, const void *piece, size_t size, void *into)
{
    dump *d = into;

    if (!d->begun)
        luaL_buffinit(L, &d->buffer);
    d->begun = true;
    luaL_addlstring(&d->buffer, piece, size);
    return 0;
}

/* Pushes the compiled form of the function on top of the stack. */
static void push_dump(lua_State *L)
{
    dump d = {.begun = false};

    (void)lua_dump(L, write_piece, &d, 0);
    luaL_pushresult(&d.buffer);
}

void alm_push_globals(lua_State *L, int index)
{
    size_t n;

    lua_pushvalue(L, index);
    push_dump(L);
    const char *bytes = lua_tolstring(L, -1, &n);
    reader r = {(const unsigned char *)bytes, (const unsigned char *)bytes + n,
                false};
    lua_newtable(L);
    if (take_header(&r))
        take_function(L, lua_gettop(L), &r, NULL);
    if (r.bad) { /* better nothing than half */
        lua_pop(L, 1);
        lua_newtable(L);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}
