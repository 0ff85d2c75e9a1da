#include "query/partner.h"

#include <string.h>

#include "base/alloc.h"
#include "query/derive.h"
#include "query/key.h"

/* The key ids of both sides, left then right, in one array. */
typedef struct matching {
    uint32_t *ids;
    uint32_t *more;
    size_t left;
    size_t right;
    size_t count;
} matching;

/* One side's rows by key id: those of id k are order[starts[k]] ..
 * order[starts[k + 1] - 1]. */
typedef struct row_index {
    uint32_t *order;
    uint32_t *starts;
} row_index;

void alm_partners_clear(alm_partners *partners)
{
    alm_rows_free(partners->left);
    alm_rows_free(partners->right);
}

static alm_status match_key(matching *m, size_t k, const alm_table *left,
                            const alm_table *right, alm_join_key key,
                            alm_error *err)
{
    alm_vector l;
    alm_vector r;
    alm_status status = alm_table_vector(&l, left, key.left, err);
    if (status == ALM_OK)
        status = alm_table_vector(&r, right, key.right, err);
    if (status != ALM_OK)
        return status;
    if (!alm_key_comparable(l.type, r.type))
        return alm_fail(
            err, ALM_ETYPE,
            "key \"%s\" is %s on the left and \"%s\" is %s on the "
            "right",
            alm_table_column_name(left, key.left), alm_type_name(l.type),
            alm_table_column_name(right, key.right), alm_type_name(r.type));
    if (k == 0)
        return alm_key_match(m->ids, m->ids + m->left, &m->count, &l, &r, err);
    size_t count = 0;
    status = alm_key_match(m->more, m->more + m->left, &count, &l, &r, err);
    if (status == ALM_OK)
        status = alm_key_combine(m->ids, &m->count, m->more, count,
                                 m->left + m->right, err);
    return status;
}

static alm_status load_keys(const alm_table *table, const alm_join_key *keys,
                            size_t n, bool right, alm_error *err)
{
    size_t *columns = alm_alloc(n, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "a join");
    for (size_t k = 0; k < n; k++)
        columns[k] = right ? keys[k].right : keys[k].left;
    const alm_status status = alm_table_load(table, columns, n, err);
    alm_dealloc(columns);
    return status;
}

static alm_status match(matching *m, const alm_table *left,
                        const alm_table *right, const alm_join_key *keys,
                        size_t n, alm_error *err)
{
    m->left = alm_table_rows(left);
    m->right = alm_table_rows(right);
    if (m->left + m->right > ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows in a join",
                        ALM_ROWS_MAX);
    m->ids = alm_alloc(m->left + m->right, sizeof *m->ids);
    m->more = alm_alloc(n > 1 ? m->left + m->right : 0, sizeof *m->more);
    if (m->ids == NULL || m->more == NULL)
        return alm_fail_memory(err, "a join");
    alm_status status = load_keys(left, keys, n, false, err);
    if (status == ALM_OK)
        status = load_keys(right, keys, n, true, err);
    for (size_t k = 0; status == ALM_OK && k < n; k++)
        status = match_key(m, k, left, right, keys[k], err);
    return status;
}

static alm_status build_index(row_index *out, const uint32_t *ids, size_t rows,
                              size_t count, alm_error *err)
{
    out->order = alm_alloc(rows, sizeof *out->order);
    out->starts = alm_alloc_zeroed(count + 2, sizeof *out->starts);
    if (out->order == NULL || out->starts == NULL)
        return alm_fail_memory(err, "a join");
    /* Two places ahead, so that placing the rows moves every start to where it
     * belongs. */
    uint32_t *next = out->starts + 1;
    for (size_t i = 0; i < rows; i++) {
        if (ids[i] != ALM_ROW_NONE)
            next[ids[i] + 1]++;
    }
    for (size_t k = 1; k <= count; k++)
        next[k] += next[k - 1];
    for (size_t i = 0; i < rows; i++) {
        if (ids[i] != ALM_ROW_NONE)
            out->order[next[ids[i]]++] = (uint32_t)i;
    }
    return ALM_OK;
}

static size_t partners_of(const row_index *other, uint32_t id)
{
    return id == ALM_ROW_NONE ? 0 : other->starts[id + 1] - other->starts[id];
}

/* The join seen from the side that sets the order: its rows look for partners
 * among the other side's. */
typedef struct search {
    const alm_table *table;       /* the side that looks */
    const alm_table *other_table; /* and where it looks */
    const uint32_t *ids;
    size_t rows;
    const uint32_t *other_ids;
    size_t other_rows;
    row_index own;
    row_index other;
    size_t unmatched;
    size_t other_unmatched;
    size_t matched; /* rows that have a partner */
    size_t pairs;
    size_t busiest; /* the row with the most partners, the first of them */
    size_t most;
} search;

static void survey(search *s)
{
    for (size_t i = 0; i < s->rows; i++) {
        const size_t n = partners_of(&s->other, s->ids[i]);
        s->pairs += n;
        s->matched += n > 0;
        if (n > s->most) {
            s->most = n;
            s->busiest = i;
        }
    }
    s->unmatched = s->rows - s->matched;
    for (size_t i = 0; i < s->other_rows; i++)
        s->other_unmatched += partners_of(&s->own, s->other_ids[i]) == 0;
}

static alm_status refuse_many(const search *s, const alm_join_key *keys,
                              size_t n, bool right, alm_error *err)
{
    char key[256];
    size_t *columns = alm_alloc(n, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "a join");
    for (size_t k = 0; k < n; k++)
        columns[k] = right ? keys[k].right : keys[k].left;
    alm_derive_row_text(key, sizeof key, s->table, columns, n, s->busiest);
    alm_dealloc(columns);
    const char *name = alm_table_name(s->other_table);
    (void)alm_fail(err, ALM_EINVAL,
                   "the key %s stands in %zu rows of %s: the join would repeat "
                   "rows",
                   key, s->most,
                   name[0] != '\0' ? name
                   : right         ? "the left table"
                                   : "the right table");
    alm_error_help(err, "many = true allows it");
    return ALM_EINVAL;
}

/* Pairs in the order of the side that looks, rows without partner too when
 * `keep`, and then the other side's rows without partner when `rest`. */
static alm_status list_pairs(alm_rows **own, alm_rows **other, const search *s,
                             bool keep, bool rest, alm_error *err)
{
    const size_t len =
        s->pairs + (keep ? s->unmatched : 0) + (rest ? s->other_unmatched : 0);
    alm_status status = alm_rows_new(own, len, err);
    if (status == ALM_OK)
        status = alm_rows_new(other, len, err);
    if (status != ALM_OK)
        return status;
    uint32_t *a = (*own)->at;
    uint32_t *b = (*other)->at;
    size_t k = 0;
    for (size_t i = 0; i < s->rows; i++) {
        const size_t n = partners_of(&s->other, s->ids[i]);
        for (size_t p = 0; p < n; p++, k++) {
            a[k] = (uint32_t)i;
            b[k] = s->other.order[s->other.starts[s->ids[i]] + p];
        }
        if (n == 0 && keep) {
            a[k] = (uint32_t)i;
            b[k++] = ALM_ROW_NONE;
        }
    }
    for (size_t i = 0; rest && i < s->other_rows; i++) {
        if (partners_of(&s->own, s->other_ids[i]) == 0) {
            a[k] = ALM_ROW_NONE;
            b[k++] = (uint32_t)i;
        }
    }
    return ALM_OK;
}

/* The rows that have a partner, or those that have none. */
static alm_status list_rows(alm_rows **out, const search *s, bool matched,
                            alm_error *err)
{
    alm_rows *rows;
    const alm_status status =
        alm_rows_new(&rows, matched ? s->matched : s->unmatched, err);
    if (status != ALM_OK)
        return status;
    size_t k = 0;
    for (size_t i = 0; i < s->rows; i++) {
        if ((partners_of(&s->other, s->ids[i]) > 0) == matched)
            rows->at[k++] = (uint32_t)i;
    }
    *out = rows;
    return ALM_OK;
}

static alm_status list(alm_partners *out, const search *s, alm_join_kind kind,
                       alm_error *err)
{
    switch (kind) {
    case ALM_JOIN_SEMI: return list_rows(&out->left, s, true, err);
    case ALM_JOIN_ANTI: return list_rows(&out->left, s, false, err);
    case ALM_JOIN_RIGHT:
        return list_pairs(&out->right, &out->left, s, true, false, err);
    default:
        return list_pairs(&out->left, &out->right, s, kind != ALM_JOIN_INNER,
                          kind == ALM_JOIN_FULL, err);
    }
}

static search start_search(const matching *m, const alm_table *left,
                           const alm_table *right, bool from_right)
{
    const uint32_t *right_ids = m->ids + m->left;
    if (from_right)
        return (search){.table = right,
                        .other_table = left,
                        .ids = right_ids,
                        .rows = m->right,
                        .other_ids = m->ids,
                        .other_rows = m->left};
    return (search){.table = left,
                    .other_table = right,
                    .ids = m->ids,
                    .rows = m->left,
                    .other_ids = right_ids,
                    .other_rows = m->right};
}

static alm_join_counts counts_of(const search *s, bool from_right)
{
    return from_right
               ? (alm_join_counts){.left = s->other_rows,
                                   .right = s->rows,
                                   .left_unmatched = s->other_unmatched,
                                   .right_unmatched = s->unmatched}
               : (alm_join_counts){.left = s->rows,
                                   .right = s->other_rows,
                                   .left_unmatched = s->unmatched,
                                   .right_unmatched = s->other_unmatched};
}

alm_status alm_partners_find(alm_partners *out, const alm_table *left,
                             const alm_table *right, const alm_join_key *keys,
                             size_t n, alm_join_options options, alm_error *err)
{
    const bool from_right = options.kind == ALM_JOIN_RIGHT;
    const bool once =
        options.kind == ALM_JOIN_SEMI || options.kind == ALM_JOIN_ANTI;
    alm_partners found = {0};
    matching m = {0};
    search s = {0};
    if (n == 0)
        return alm_fail(err, ALM_EINVAL, "a join needs a key column");
    alm_status status = match(&m, left, right, keys, n, err);
    if (status == ALM_OK) {
        s = start_search(&m, left, right, from_right);
        status = build_index(&s.own, s.ids, s.rows, m.count, err);
    }
    if (status == ALM_OK)
        status = build_index(&s.other, s.other_ids, s.other_rows, m.count, err);
    if (status == ALM_OK) {
        survey(&s);
        if (s.most > 1 && !options.many && !once)
            status = refuse_many(&s, keys, n, from_right, err);
    }
    if (status == ALM_OK)
        status = list(&found, &s, options.kind, err);
    if (status == ALM_OK) {
        found.counts = counts_of(&s, from_right);
        *out = found;
    } else {
        alm_partners_clear(&found);
    }
    alm_dealloc(m.ids);
    alm_dealloc(m.more);
    alm_dealloc(s.own.order);
    alm_dealloc(s.own.starts);
    alm_dealloc(s.other.order);
    alm_dealloc(s.other.starts);
    return status;
}
