#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/workers.h"
#include "io/csv_plan.h"

/* A file read by several threads.
 *
 * It is cut into chunks. Whoever reads one takes the first line in it that
 * looks like a record to be the start of one, and reads up to the first record
 * that starts in the next chunk, into columns of its own. In the order of the
 * file, chunks are then joined to what is there. One that did not begin where
 * the one before it ended was inside quotes, or otherwise deceived; it, and one
 * that failed, is read again from the true place, and only what is found then
 * counts. So what comes out, errors included, is what one thread would find. */

/* Chunks of about this many bytes: what one holds stays in the cache until it
 * is joined. */
#define CHUNK_MOST  ((size_t)1 << 20)
#define CHUNK_LEAST ((size_t)128 << 10)

/* Read beyond a chunk, for its last record. */
#define BEYOND ((size_t)64 << 10)

/* Lines tried for the start of a record. */
enum { TRIES = 64 };

/* A chunk between being read and being joined. */
typedef struct part {
    bool read;           /* under the lock */
    bool good;           /* it could be read from `start` on */
    bool bad_text;       /* bytes in it are no text */
    alm_csv_place start; /* line 1 stands for the line that it starts on */
    alm_csv_place end;
    alm_csv_target target;
    alm_csv_structure structure;
    alm_infer **infers;
} part;

typedef struct sharing {
    alm_csv_target *whole;
    alm_csv_place place; /* up to which parts are joined */
    bool first;          /* in the first pass text is checked */
    size_t begin;
    size_t chunk;
    size_t count;
    size_t workers;
    alm_csv_reader *readers[ALM_WORKERS_MAX];
    atomic_size_t readers_taken;
    part *parts; /* chunk i is in parts[i % part_count] */
    size_t part_count;
    pthread_mutex_t lock;
    pthread_cond_t room; /* a part is free, or nothing more is wanted */
    size_t next;         /* chunk to be read; these under the lock */
    size_t joined;       /* chunks joined */
    bool joining;
    alm_status status;
    alm_error *err;
} sharing;

/* Where chunk i begins and the one before it ends. */
static size_t cut(const sharing *s, size_t i)
{
    return i < s->count ? s->begin + i * s->chunk : SIZE_MAX;
}

/* Reading a chunk ------------------------------------------------------- */

/* The first line start from `at` on in a text in memory. */
static size_t line_start(const char *text, size_t at, size_t n)
{
    const char *lf =
        at > 0 && at <= n ? memchr(text + at - 1, '\n', n - at + 1) : NULL;
    return at == 0 ? 0 : lf != NULL ? (size_t)(lf - text) + 1 : n;
}

/* Whether the lines that begin in chunk i are text. Of a file on disk the
 * window sees to that. */
static bool is_text(const sharing *s, size_t i)
{
    const alm_source *source = s->whole->plan->source;
    const char *text = alm_source_text(source);
    const size_t n = alm_source_length(source);
    if (!s->first || text == NULL)
        return true;
    const size_t from = i > 0 ? line_start(text, cut(s, i), n) : 0;
    const size_t to = line_start(text, cut(s, i + 1), n);
    return to <= from || (memchr(text + from, '\0', to - from) == NULL &&
                          alm_utf8_check(text + from, to - from) == to - from);
}

/* Back to where a record was tried. */
static bool go_back(const part *p, alm_csv_reader *reader, size_t end)
{
    return alm_csv_reader_rewind(reader, p->start) ||
           alm_csv_reader_move(reader, p->start, end, NULL) == ALM_OK;
}

/* Puts the reader where chunk i seems to start: at the first line that reads as
 * a record of as many fields as there are columns, else at the first line. */
static bool find_start(part *p, const sharing *s, alm_csv_reader *reader,
                       size_t i)
{
    const size_t end = i + 1 < s->count ? cut(s, i + 1) + s->chunk : SIZE_MAX;
    const size_t width = s->whole->plan->names.len;
    alm_csv_record record;
    bool more = true;
    p->start = (alm_csv_place){s->begin, 1};
    if (i == 0)
        return alm_csv_reader_move(reader, p->start, end, NULL) == ALM_OK;
    if (alm_csv_reader_seek(reader, cut(s, i) - 1, end, NULL) != ALM_OK)
        return false;
    const alm_csv_place first = {alm_csv_reader_place(reader).offset, 1};
    for (int tries = 0; tries < TRIES; tries++) {
        p->start.offset = alm_csv_reader_place(reader).offset;
        const alm_status status =
            alm_csv_reader_next(&record, &more, reader, NULL);
        if (!go_back(p, reader, end))
            return false;
        if (status == ALM_OK && (!more || record.count == width))
            return true;
        if (!alm_csv_reader_pass_line(reader))
            break;
    }
    p->start = first;
    return go_back(p, reader, end);
}

static void read_chunk(part *p, const sharing *s, alm_csv_reader *reader,
                       size_t i)
{
    bool more = true;
    p->bad_text = !is_text(s, i);
    p->good = !p->bad_text && find_start(p, s, reader, i) &&
              alm_csv_read(&p->target, &more, reader, cut(s, i + 1), SIZE_MAX,
                           NULL) == ALM_OK;
    p->end = alm_csv_reader_place(reader);
}

/* Joining --------------------------------------------------------------- */

static void empty(part *p)
{
    const alm_csv_lines lines = p->structure.lines;
    p->target.rows = 0;
    p->structure = (alm_csv_structure){
        .lines = {.spare = lines.items != NULL ? lines.items : lines.spare,
                  .cap = lines.cap}};
}

/* Reads the chunk again, now from where it does begin. */
static alm_status read_again(part *p, const sharing *s, alm_csv_reader *reader,
                             size_t i, alm_error *err)
{
    const size_t width = s->whole->plan->names.len;
    alm_infer *const *infers = s->whole->infers;
    alm_status status = ALM_OK;
    bool more = true;
    empty(p);
    p->start = s->place;
    p->end = s->place;
    for (size_t k = 0; status == ALM_OK && infers != NULL && k < width; k++) {
        if (infers[k] != NULL)
            status = alm_infer_empty(p->infers[k], infers[k], err);
    }
    if (s->place.offset >= cut(s, i + 1))
        return status; /* the record before goes over all of it */
    if (status == ALM_OK)
        status = alm_csv_reader_move(reader, s->place, SIZE_MAX, err);
    if (status == ALM_OK)
        status = alm_csv_read(&p->target, &more, reader, cut(s, i + 1),
                              SIZE_MAX, err);
    p->end = alm_csv_reader_place(reader);
    return status;
}

static alm_status join_structure(alm_csv_target *whole, const part *p,
                                 size_t shift, alm_error *err)
{
    alm_csv_structure *s = whole->structure;
    alm_csv_ragged_join(&s->ragged, &p->structure.ragged, shift);
    s->dropped += p->structure.dropped;
    return alm_csv_lines_join(&s->lines, whole->rows, &p->structure.lines,
                              p->target.rows, shift, err);
}

static alm_status join(part *p, sharing *s, alm_csv_reader *reader, size_t i,
                       alm_error *err)
{
    alm_csv_target *whole = s->whole;
    alm_status status = ALM_OK;
    if (p->bad_text) /* an error with the place, which needs all before it */
        return alm_source_check(whole->plan->source, err);
    if (!p->good || p->start.offset != s->place.offset)
        status = read_again(p, s, reader, i, err);
    const size_t shift = s->place.line - p->start.line;
    if (status == ALM_OK && whole->structure != NULL)
        status = join_structure(whole, p, shift, err);
    for (size_t k = 0; status == ALM_OK && whole->infers != NULL &&
                       k < whole->plan->names.len;
         k++) {
        if (whole->infers[k] != NULL)
            status = alm_infer_join(whole->infers[k], p->infers[k], err);
    }
    whole->rows += p->target.rows;
    s->place = (alm_csv_place){p->end.offset, p->end.line + shift};
    empty(p);
    return status;
}

/* Joins what can be joined, unless another thread does. Called with the lock,
 * which it gives up meanwhile. */
static void join_ready(sharing *s, alm_csv_reader *reader)
{
    if (s->joining)
        return;
    s->joining = true;
    for (;;) {
        const size_t i = s->joined;
        part *p = &s->parts[i % s->part_count];
        if (s->status != ALM_OK || i == s->next || !p->read)
            break;
        (void)pthread_mutex_unlock(&s->lock);
        const alm_status status = join(p, s, reader, i, s->err);
        (void)pthread_mutex_lock(&s->lock);
        s->status = status;
        p->read = false;
        s->joined++;
        (void)pthread_cond_broadcast(&s->room);
    }
    s->joining = false;
}

static void work(void *data)
{
    sharing *s = data;
    alm_csv_reader *reader = s->readers[atomic_fetch_add(&s->readers_taken, 1)];
    (void)pthread_mutex_lock(&s->lock);
    for (;;) {
        while (s->status == ALM_OK && s->next < s->count &&
               s->next - s->joined == s->part_count)
            (void)pthread_cond_wait(&s->room, &s->lock);
        if (s->status != ALM_OK || s->next == s->count)
            break;
        const size_t i = s->next++;
        part *p = &s->parts[i % s->part_count];
        (void)pthread_mutex_unlock(&s->lock);
        read_chunk(p, s, reader, i);
        (void)pthread_mutex_lock(&s->lock);
        p->read = true;
        join_ready(s, reader);
    }
    (void)pthread_mutex_unlock(&s->lock);
}

/* Making ready ---------------------------------------------------------- */

static alm_status new_part(part *p, const sharing *s, alm_error *err)
{
    const alm_csv_target *whole = s->whole;
    const size_t width = whole->plan->names.len;
    const double row = (double)s->begin / (double)(whole->rows + 1);
    const size_t rows = (size_t)((double)s->chunk * 1.2 / row) + 16;
    alm_status status = ALM_OK;
    p->target.plan = whole->plan;
    p->target.structure = whole->structure != NULL ? &p->structure : NULL;
    if (whole->infers == NULL)
        return ALM_OK;
    p->infers = alm_alloc_zeroed(width, sizeof *p->infers);
    if (p->infers == NULL)
        return alm_fail_memory(err, "the columns");
    p->target.infers = p->infers;
    for (size_t k = 0; status == ALM_OK && k < width; k++) {
        if (whole->infers[k] != NULL)
            status =
                alm_infer_new_part(&p->infers[k], whole->infers[k], rows, err);
    }
    return status;
}

static void free_part(part *p, size_t width)
{
    for (size_t k = 0; p->infers != NULL && k < width; k++)
        alm_infer_free(p->infers[k]);
    alm_dealloc(p->infers);
    alm_dealloc(p->structure.lines.items);
    alm_dealloc(p->structure.lines.spare);
}

static void cut_up(sharing *s, const alm_load_share *share, size_t length)
{
    const size_t left = length - s->begin;
    s->workers =
        share->workers < ALM_WORKERS_MAX ? share->workers : ALM_WORKERS_MAX;
    s->chunk = left / (s->workers * 4);
    if (s->chunk < CHUNK_LEAST)
        s->chunk = CHUNK_LEAST;
    if (s->chunk > CHUNK_MOST)
        s->chunk = CHUNK_MOST;
    if (share->chunk > 0)
        s->chunk = share->chunk;
    /* At least one, which checks the text before it. */
    s->count = left / s->chunk + (left % s->chunk > 0 || left == 0 ? 1 : 0);
    s->part_count = s->workers * 2;
}

static alm_status make_ready(sharing *s, alm_error *err)
{
    const alm_csv_plan *plan = s->whole->plan;
    alm_status status = ALM_OK;
    s->parts = alm_alloc_zeroed(s->part_count, sizeof *s->parts);
    if (s->parts == NULL)
        return alm_fail_memory(err, "reading a file");
    for (size_t i = 0; status == ALM_OK && i < s->workers; i++)
        status = alm_csv_reader_new_idle(
            &s->readers[i], plan->source, &plan->dialect, s->chunk + BEYOND,
            s->first && alm_source_text(plan->source) == NULL, err);
    for (size_t i = 0; status == ALM_OK && i < s->part_count; i++)
        status = new_part(&s->parts[i], s, err);
    return status;
}

alm_status alm_csv_share(alm_csv_target *target, alm_csv_place place,
                         alm_error *err)
{
    const alm_csv_plan *plan = target->plan;
    sharing s = {.whole = target,
                 .place = place,
                 .begin = place.offset,
                 .first = target->structure != NULL,
                 .err = err};
    cut_up(&s, &plan->share, alm_source_length(plan->source));
    (void)pthread_mutex_init(&s.lock, NULL);
    (void)pthread_cond_init(&s.room, NULL);
    s.status = make_ready(&s, err);
    if (s.status == ALM_OK)
        alm_workers_run(s.workers, work, &s);
    (void)pthread_cond_destroy(&s.room);
    (void)pthread_mutex_destroy(&s.lock);
    for (size_t i = 0; i < s.workers; i++)
        alm_csv_reader_free(s.readers[i]);
    for (size_t i = 0; s.parts != NULL && i < s.part_count; i++)
        free_part(&s.parts[i], plan->names.len);
    alm_dealloc(s.parts);
    return s.status;
}
