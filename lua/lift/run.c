#include "lift/run.h"

#include <string.h>

#include "base/alloc.h"
#include "lift/sink.h"

/* Block by block: every row of a block is at one step. Steps are done in their
 * order, each for the rows that are there; rows that jump wait at their target,
 * which comes later. */

/* Rows that wait at a step. */
typedef struct waiting {
    size_t n;
    uint16_t *rows;
} waiting;

typedef struct machine {
    alm_lift_run run;
    alm_sink sink;
    alm_vec result;
    waiting *places;    /* one a step that is a target, then those at work */
    uint32_t *place_of; /* step to place */
    size_t n_places;
    uint8_t *bytes; /* all the room there is */
} machine;

#define ALM_NO_PLACE UINT32_MAX

static bool is_condition(const alm_step *s)
{
    return s->op >= ALM_STEP_IF_TRUE && s->op <= ALM_STEP_IF_SET;
}

static void add_place(machine *m, size_t step)
{
    if (step < m->run.p->n_steps && m->place_of[step] == ALM_NO_PLACE)
        m->place_of[step] = (uint32_t)m->n_places++;
}

static bool number_places(machine *m)
{
    const alm_program *p = m->run.p;

    m->place_of = alm_alloc(p->n_steps, sizeof *m->place_of);
    if (m->place_of == NULL)
        return false;
    memset(m->place_of, 0xFF, p->n_steps * sizeof *m->place_of);
    for (size_t i = 0; i < p->n_steps; i++) {
        if (p->steps[i].op == ALM_STEP_JUMP || is_condition(&p->steps[i]))
            add_place(m, p->steps[i].target);
        if (is_condition(&p->steps[i]))
            add_place(m, i + 2);
    }
    return true;
}

/* The next piece of m->bytes, which is all zero. */
static void *cut(uint8_t **at, size_t n, size_t size)
{
    void *piece = *at;
    *at += (n * size + 15) / 16 * 16;
    return piece;
}

static void cut_vec(uint8_t **at, alm_vec *v, size_t block)
{
    v->cells = cut(at, block, sizeof *v->cells);
    v->tags = cut(at, block, sizeof *v->tags);
    memset(v->tags, ALM_TAG_NIL, block);
    v->kinds = ALM_TAG_NIL;
}

/* Room for a block of everything; the last place is that of the rows at work.
 */
static bool make_room(machine *m, size_t block)
{
    alm_program *p = m->run.p;
    const size_t n_vecs = p->registers + p->n_constants;
    const size_t n_places = m->n_places + 1;
    const size_t bytes = (n_vecs + 1) * (block * 9 + 32) +
                         n_places * (block * 2 + 16) + block * 17 + 48;

    m->bytes = alm_alloc_zeroed(bytes, 1);
    m->run.vecs = alm_alloc(n_vecs, sizeof *m->run.vecs);
    m->places = alm_alloc_zeroed(n_places, sizeof *m->places);
    if (m->bytes == NULL || m->run.vecs == NULL || m->places == NULL)
        return false;
    uint8_t *at = m->bytes;
    for (size_t i = 0; i < n_vecs; i++)
        cut_vec(&at, &m->run.vecs[i], block);
    cut_vec(&at, &m->result, block);
    m->run.x = cut(&at, block, sizeof *m->run.x);
    m->run.y = cut(&at, block, sizeof *m->run.y);
    m->run.truth = cut(&at, block, 1);
    for (size_t i = 0; i < n_places; i++)
        m->places[i].rows = cut(&at, block, sizeof *m->places[i].rows);
    return true;
}

static void fill_constants(machine *m, size_t block)
{
    const alm_program *p = m->run.p;

    for (size_t c = 0; c < p->n_constants; c++) {
        alm_vec *v = &m->run.vecs[p->registers + c];
        memset(v->tags, (int)p->constants[c].tag, block);
        for (size_t i = 0; i < block; i++)
            v->cells[i] = p->constants[c].cell;
        v->kinds = p->constants[c].tag;
    }
}

static void free_machine(machine *m)
{
    alm_sink_free(&m->sink);
    alm_dealloc(m->bytes);
    alm_dealloc(m->run.vecs);
    alm_dealloc(m->places);
    alm_dealloc(m->place_of);
}

/* Some rows go on at the step. */
static void send(machine *m, size_t step, const alm_some_rows *rows)
{
    waiting *w = &m->places[m->place_of[step]];

    ALM_EACH_ROW(rows, i, w->rows[w->n++] = (uint16_t)i;);
}

/* Rows for which the condition is as the step wants it go to its target, the
 * others two steps on. */
static void split(machine *m, const alm_step *s, size_t step,
                  const alm_some_rows *rows)
{
    waiting *yes = &m->places[m->place_of[s->target]];
    waiting *no = &m->places[m->place_of[step + 2]];
    const uint8_t *truth = m->run.truth;
    size_t n_yes = yes->n;
    size_t n_no = no->n;

    if (yes == no) {
        send(m, s->target, rows);
        return;
    }
    ALM_EACH_ROW(rows, i, const bool goes = truth[i] == s->k;
                 if (goes) yes->rows[n_yes++] = (uint16_t)i;
                 else no->rows[n_no++] = (uint16_t)i;);
    yes->n = n_yes;
    no->n = n_no;
}

/* and, or: the value is kept by the rows that go to the target. */
static void keep(machine *m, const alm_step *s, const alm_some_rows *rows)
{
    alm_vec *to = &m->run.vecs[s->a];
    const alm_vec *from = &m->run.vecs[s->b];
    const uint8_t *truth = m->run.truth;

    ALM_EACH_ROW(
        rows, i, if (truth[i] == s->k) {
            to->tags[i] = from->tags[i];
            to->cells[i] = from->cells[i];
        });
    to->kinds |= from->kinds;
}

static bool read_columns(alm_lift_run *r, const alm_step *s,
                         const alm_some_rows *rows)
{
    for (size_t i = 0; i < s->c; i++)
        if (!alm_lift_column(r, s->a + i, &r->p->columns[s->b + i], rows))
            return false;
    return true;
}

/* A step after which the rows go on to the next. */
static bool do_step(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows)
{
    switch (s->op) {
    case ALM_STEP_COPY:
        alm_vec_copy(&r->vecs[s->a], &r->vecs[s->b], rows);
        return true;
    case ALM_STEP_CLEAR:
        for (size_t i = 0; i < s->c; i++)
            alm_vec_tag(&r->vecs[s->a + i], rows, ALM_TAG_NIL);
        return true;
    case ALM_STEP_COLUMNS: return read_columns(r, s, rows);
    case ALM_STEP_AND:
    case ALM_STEP_OR:
    case ALM_STEP_XOR:
    case ALM_STEP_SHIFT_LEFT:
    case ALM_STEP_SHIFT_RIGHT: return alm_lift_bits(r, s, rows);
    case ALM_STEP_NEGATE: return alm_lift_negate(r, s, rows);
    case ALM_STEP_NOT: return alm_lift_not(r, s, rows);
    case ALM_STEP_LENGTH: return alm_lift_length(r, s, rows);
    case ALM_STEP_IS_IN: return alm_lift_is_in(r, s, rows);
    case ALM_STEP_CALL: return alm_lift_call(r, s, rows);
    default: return s->op == ALM_STEP_NONE || alm_lift_arith(r, s, rows);
    }
}

/* Does a step for the rows; *stay is whether they are at the next then. */
static bool visit(machine *m, size_t step, const alm_some_rows *rows,
                  bool *stay)
{
    alm_lift_run *r = &m->run;
    const alm_step *s = &r->p->steps[step];

    *stay = false;
    if (s->op == ALM_STEP_JUMP) {
        send(m, s->target, rows);
        return true;
    }
    if (s->op == ALM_STEP_RETURN) {
        alm_vec_copy(&m->result, &r->vecs[s->b], rows);
        return true;
    }
    if (is_condition(s)) {
        if (!alm_lift_condition(r, s, rows))
            return false;
        if (s->op == ALM_STEP_IF_SET)
            keep(m, s, rows);
        split(m, s, step, rows);
        return true;
    }
    *stay = true;
    return do_step(r, s, rows);
}

/* The rows that wait at the step join those at work. */
static void gather(machine *m, size_t step, waiting *work)
{
    if (m->place_of[step] == ALM_NO_PLACE)
        return;
    waiting *w = &m->places[m->place_of[step]];
    memcpy(work->rows + work->n, w->rows, w->n * sizeof *w->rows);
    work->n += w->n;
    w->n = 0;
}

/* Registers begin as nil. */
static void clear_registers(machine *m)
{
    for (size_t i = 0; i < m->run.p->registers; i++) {
        memset(m->run.vecs[i].tags, ALM_TAG_NIL, m->run.n);
        m->run.vecs[i].kinds = ALM_TAG_NIL;
    }
}

static bool run_block(machine *m)
{
    waiting *work = &m->places[m->n_places];

    clear_registers(m);
    for (size_t i = 0; i < m->run.n; i++)
        work->rows[i] = (uint16_t)i;
    work->n = m->run.n;
    for (size_t step = 0; step < m->run.p->n_steps; step++) {
        bool stay = true;
        gather(m, step, work);
        const alm_some_rows rows = {work->n == m->run.n, work->n, work->rows};
        if (work->n == 0)
            continue;
        if (!visit(m, step, &rows, &stay))
            return false;
        work->n = stay ? work->n : 0;
    }
    return true;
}

static bool run_blocks(machine *m, size_t rows, bool mask, alm_stop stop,
                       void *context)
{
    for (size_t base = 0; base < rows; base += ALM_BLOCK) {
        m->run.base = base;
        m->run.n = rows - base < ALM_BLOCK ? rows - base : ALM_BLOCK;
        if (!run_block(m))
            return false;
        if (!alm_sink_add(&m->sink, &m->run.p->texts, &m->result, m->run.n,
                          mask))
            return alm_lift_leave(&m->run, m->sink.why);
        if (stop(context))
            return alm_lift_leave(&m->run, "it was stopped");
    }
    return true;
}

bool alm_program_run(alm_column **out, alm_program *p, size_t rows, bool mask,
                     alm_stop stop, void *context, const char **why)
{
    const size_t block = rows < ALM_BLOCK ? rows : ALM_BLOCK;
    machine m = {.run = {.p = p, .why = "memory is short"},
                 .sink = {.rows = rows}};
    bool done = number_places(&m) && make_room(&m, block);

    if (done) {
        fill_constants(&m, block);
        done = run_blocks(&m, rows, mask, stop, context);
    }
    if (done && !alm_sink_finish(out, &m.sink))
        done = alm_lift_leave(&m.run, m.sink.why);
    if (!done)
        *why = m.run.why;
    free_machine(&m);
    return done;
}
