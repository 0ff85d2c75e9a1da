#include "lift/chunk.h"

#include <string.h>

#include "base/alloc.h"

/* How values are told apart (lobject.h: type and variant). */
enum {
    TYPE_NIL = 0x00,
    TYPE_FALSE = 0x01,
    TYPE_TRUE = 0x11,
    TYPE_INTEGER = 0x03,
    TYPE_FLOAT = 0x13,
    TYPE_SHORT_TEXT = 0x04,
    TYPE_LONG_TEXT = 0x14,
    NO_STEP = 0x80,  /* the line stands among the places */
    MOST_DEPTH = 200 /* of functions in functions, as Lua's compiler allows */
};

typedef struct reader {
    const unsigned char *at;
    const unsigned char *end;
    bool bad; /* not what was expected; nothing more is read */
} reader;

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

static unsigned take_byte(reader *r)
{
    const unsigned char *byte = take(r, 1);
    return byte != NULL ? *byte : 0;
}

/* Seven bits a byte, the highest first; the last byte has the eighth set. */
static size_t take_count(reader *r)
{
    size_t n = 0;
    unsigned byte = 0;

    while (!r->bad && (byte & 0x80) == 0) {
        if (n > SIZE_MAX >> 7)
            r->bad = true;
        byte = take_byte(r);
        n = n << 7 | (byte & 0x7F);
    }
    return r->bad ? 0 : n;
}

/* The number of things of `size` bytes at least, which must be there. */
static size_t take_list(reader *r, size_t size)
{
    const size_t n = take_count(r);
    if (n > (size_t)(r->end - r->at) / size)
        r->bad = true;
    return r->bad ? 0 : n;
}

static const char *take_text(reader *r, size_t *len)
{
    const size_t size = take_count(r);

    *len = size > 0 ? size - 1 : 0;
    const unsigned char *at = take(r, *len);
    return at != NULL ? (const char *)at : "";
}

static int64_t take_integer(reader *r)
{
    int64_t x = 0;
    const unsigned char *at = take(r, sizeof x);
    if (at != NULL)
        memcpy(&x, at, sizeof x);
    return x;
}

static double take_float(reader *r)
{
    double x = 0.0;
    const unsigned char *at = take(r, sizeof x);
    if (at != NULL)
        memcpy(&x, at, sizeof x);
    return x;
}

static alm_constant take_constant(reader *r)
{
    alm_constant c = {.kind = ALM_CONSTANT_NIL};

    switch (take_byte(r)) {
    case TYPE_NIL: break;
    case TYPE_FALSE: c.kind = ALM_CONSTANT_FALSE; break;
    case TYPE_TRUE: c.kind = ALM_CONSTANT_TRUE; break;
    case TYPE_INTEGER:
        c.kind = ALM_CONSTANT_INTEGER;
        c.integer = take_integer(r);
        break;
    case TYPE_FLOAT:
        c.kind = ALM_CONSTANT_FLOAT;
        c.number = take_float(r);
        break;
    case TYPE_SHORT_TEXT:
    case TYPE_LONG_TEXT:
        c.kind = ALM_CONSTANT_TEXT;
        c.text = take_text(r, &c.len);
        break;
    default: r->bad = true; break;
    }
    return c;
}

static alm_status take_constants(reader *r, alm_lift_chunk *f, alm_error *err)
{
    const size_t n = take_list(r, 1);

    f->constants = alm_alloc(n, sizeof *f->constants);
    if (f->constants == NULL)
        return alm_fail_memory(err, "a compiled function");
    f->n_constants = n;
    for (size_t i = 0; i < n; i++)
        f->constants[i] = take_constant(r);
    return ALM_OK;
}

static void take_places(reader *r)
{
    const size_t n = take_list(r, 2);
    for (size_t i = 0; i < n; i++) {
        (void)take_count(r); /* the instruction */
        (void)take_count(r); /* its line */
    }
}

static void take_names(reader *r)
{
    size_t len;
    const size_t n_locals = take_list(r, 3);

    for (size_t i = 0; i < n_locals; i++) {
        (void)take_text(r, &len);
        (void)take_count(r);
        (void)take_count(r);
    }
    const size_t n_upvalues = take_list(r, 1);
    for (size_t i = 0; i < n_upvalues; i++)
        (void)take_text(r, &len);
}

/* Lines and names; `f` has n_code. */
static void take_debug(reader *r, alm_lift_chunk *f)
{
    const size_t n = take_list(r, 1);

    f->steps = take(r, n);
    if (n != f->n_code)
        f->steps = NULL;
    f->places = r->at;
    take_places(r);
    f->end = r->at;
    take_names(r);
}

/* What comes before the functions in it. */
static alm_status take_code(reader *r, alm_lift_chunk *f, alm_error *err)
{
    size_t len;

    (void)take_text(r, &len); /* the source */
    f->first_line = take_count(r);
    (void)take_count(r); /* the last line */
    f->parameters = take_byte(r);
    f->vararg = take_byte(r) != 0;
    f->registers = take_byte(r);
    f->n_code = take_list(r, 4);
    f->code = take(r, f->n_code * 4);
    const alm_status status = take_constants(r, f, err);
    f->n_upvalues = take_list(r, 3);
    f->upvalues = take(r, f->n_upvalues * 3);
    return status;
}

/* Who asks, and for which functions. */
typedef struct visitor {
    alm_lift_visit visit;
    void *context;
} visitor;

/* The caller frees *f, also on failure. */
static alm_status take_function(reader *r, alm_lift_chunk *f, const visitor *v,
                                int depth, alm_error *err)
{
    alm_status status = take_code(r, f, err);

    if (depth > MOST_DEPTH)
        r->bad = true;
    const size_t n = status == ALM_OK ? take_list(r, 1) : 0;
    for (size_t i = 0; i < n && !r->bad && status == ALM_OK; i++) {
        alm_lift_chunk inner = {.outer = f};
        status = take_function(r, &inner, v, depth + 1, err);
        alm_lift_chunk_free(&inner);
    }
    take_debug(r, f);
    if (status == ALM_OK && (r->bad || f->n_code == 0))
        return alm_fail(err, ALM_EPARSE, "the compiled function is damaged");
    return status == ALM_OK && v != NULL ? v->visit(v->context, f, err)
                                         : status;
}

/* Whether what follows is the form that this file knows. */
static bool take_header(reader *r)
{
    static const char known[] = "\x1bLua\x54"
                                "\0"
                                "\x19\x93\r\n\x1a\n"
                                "\4\10\10";
    const size_t n = sizeof known - 1;
    const unsigned char *head = take(r, n);

    return head != NULL && memcmp(head, known, n) == 0 &&
           take_integer(r) == 0x5678 && take_float(r) == 370.5;
}

static alm_status take_chunk(alm_lift_chunk *out, const void *bytes, size_t n,
                             const visitor *v, alm_error *err)
{
    alm_lift_chunk read = {0};
    reader r = {bytes, (const unsigned char *)bytes + n, false};

    if (!take_header(&r))
        return alm_fail(err, ALM_EPARSE, "this is no compiled Lua 5.4");
    (void)take_byte(&r); /* upvalues, once more below */
    alm_status status = take_function(&r, &read, v, 0, err);
    if (status == ALM_OK && r.at != r.end)
        status = alm_fail(err, ALM_EPARSE, "the compiled function is damaged");
    if (status == ALM_OK && out != NULL)
        *out = read;
    else
        alm_lift_chunk_free(&read);
    return status;
}

alm_status alm_lift_chunk_read(alm_lift_chunk *out, const void *bytes, size_t n,
                               alm_error *err)
{
    return take_chunk(out, bytes, n, NULL, err);
}

alm_status alm_lift_chunk_each(const void *bytes, size_t n,
                               alm_lift_visit visit, void *context,
                               alm_error *err)
{
    const visitor v = {visit, context};
    return take_chunk(NULL, bytes, n, &v, err);
}

void alm_lift_chunk_free(alm_lift_chunk *chunk)
{
    alm_dealloc(chunk->constants);
    *chunk = (alm_lift_chunk){0};
}

uint32_t alm_lift_chunk_code(const alm_lift_chunk *chunk, size_t pc)
{
    uint32_t i;
    memcpy(&i, chunk->code + 4 * pc, sizeof i);
    return i;
}

size_t alm_lift_chunk_line(const alm_lift_chunk *chunk, size_t pc)
{
    reader r = {chunk->places, chunk->end, chunk->steps == NULL};
    size_t line = chunk->first_line;

    (void)take_count(&r); /* how many places */
    for (size_t i = 0; i <= pc && !r.bad; i++) {
        if (chunk->steps[i] != NO_STEP) {
            line += (size_t)(signed char)chunk->steps[i];
            continue;
        }
        (void)take_count(&r); /* the instruction: this one */
        line = take_count(&r);
    }
    return r.bad ? 0 : line;
}
