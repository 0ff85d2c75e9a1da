#include "query/join.h"

#include <string.h>

#include "query/derive.h"
#include "query/partner.h"
#include "table/builder.h"

static const char *const kind_names[] = {"inner", "left", "right",
                                         "full",  "semi", "anti"};

bool alm_join_kind_from_name(alm_join_kind *out, const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++) {
        if (strlen(kind_names[i]) == len &&
            memcmp(kind_names[i], name, len) == 0) {
            *out = (alm_join_kind)i;
            return true;
        }
    }
    return false;
}

/* One side of the result: a table seen through the rows of the join. */
typedef struct side {
    alm_table *selected; /* owned */
    const alm_table *base;
    const alm_rows *rows;
} side;

static alm_status open_side(side *out, const alm_table *base, alm_rows *rows,
                            alm_error *err)
{
    *out = (side){.base = base, .rows = rows};
    return alm_table_new_selected(&out->selected, base, rows, err);
}

static bool has_gaps(const alm_rows *rows)
{
    size_t i = 0;
    while (i < rows->len && rows->at[i] != ALM_ROW_NONE)
        i++;
    return i < rows->len;
}

/* The key with the left value, or the right one where there is no left row. */
static alm_status merge_key(alm_column **out, const side *left,
                            const side *right, alm_join_key key, alm_error *err)
{
    alm_vector l;
    alm_vector r;
    alm_type type = ALM_NUMBER;
    alm_builder *b = NULL;
    alm_status status = alm_table_vector(&l, left->selected, key.left, err);
    if (status == ALM_OK)
        status = alm_table_vector(&r, right->selected, key.right, err);
    if (status == ALM_OK) {
        (void)alm_derive_common_type(&type, l.type, r.type);
        status = alm_builder_new(&b, type, l.n, err);
    }
    for (size_t i = 0; status == ALM_OK && i < l.n; i++)
        status = alm_builder_add_from(
            b, left->rows->at[i] == ALM_ROW_NONE ? &r : &l, i, err);
    if (status == ALM_OK)
        return alm_builder_finish(out, b, err);
    alm_builder_free(b);
    return status;
}

static const alm_join_key *key_of_left(const alm_join_key *keys, size_t n,
                                       size_t column)
{
    for (size_t k = 0; k < n; k++) {
        if (keys[k].left == column)
            return &keys[k];
    }
    return NULL;
}

static alm_status add_left(alm_table *out, const side *left, const side *right,
                           const alm_join_key *keys, size_t n, alm_error *err)
{
    const bool merge = has_gaps(left->rows);
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(left->selected);
         i++) {
        const alm_join_key *key = merge ? key_of_left(keys, n, i) : NULL;
        alm_column *merged = NULL;
        if (key == NULL) {
            status = alm_derive_add(out, left->selected, i, NULL, err);
            continue;
        }
        status = merge_key(&merged, left, right, *key, err);
        if (status == ALM_OK)
            status = alm_table_add(out, alm_table_field(left->selected, i),
                                   merged, NULL, err);
        alm_column_free(merged);
    }
    return status;
}

static bool is_right_key(const alm_join_key *keys, size_t n, size_t column)
{
    size_t k = 0;
    while (k < n && keys[k].right != column)
        k++;
    return k < n;
}

static bool is_taken(const alm_table *left, const char *name)
{
    return alm_table_find(left, name, strlen(name)) != ALM_NO_COLUMN;
}

/* The field of a right column in the result: its own unless its name, or that
 * of the measure it accompanies, is taken. The caller owns a reference. */
static alm_status right_field(alm_field **out, const alm_table *left,
                              const alm_table *right, size_t i, alm_error *err)
{
    const size_t measure = alm_derive_measure(right, i);
    const size_t named = measure != ALM_NO_COLUMN ? measure : i;
    const char *name = alm_table_column_name(right, named);
    alm_field *field = alm_table_field(right, i);
    if (!is_taken(left, name) &&
        !is_taken(left, alm_table_column_name(right, i))) {
        *out = alm_field_ref(field);
        return ALM_OK;
    }
    alm_buffer text = {0};
    alm_status status = alm_buffer_add_text(&text, name, err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&text, "_right", err);
    if (status == ALM_OK)
        status =
            alm_buffer_add_text(&text, alm_derive_suffix(right, i, named), err);
    if (status == ALM_OK)
        status = alm_field_new_renamed(out, field, text.data, text.len, err);
    alm_buffer_free(&text);
    return status;
}

static alm_status add_right(alm_table *out, const side *left, const side *right,
                            const alm_join_key *keys, size_t n, alm_error *err)
{
    const alm_table *table = right->selected;
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        const size_t measure = alm_derive_measure(table, i);
        alm_field *field = NULL;
        if (is_right_key(keys, n, i) ||
            (measure != ALM_NO_COLUMN && is_right_key(keys, n, measure)))
            continue;
        status = right_field(&field, left->selected, table, i, err);
        if (status == ALM_OK)
            status = alm_derive_add(out, table, i, field, err);
        alm_field_free(field);
    }
    return status;
}

/* Both sides next to each other. */
static alm_status put_together(alm_table **out, const side *left,
                               const side *right, const alm_join_key *keys,
                               size_t n, alm_join_kind kind, alm_error *err)
{
    alm_table *joined = NULL;
    const alm_table *origin =
        kind == ALM_JOIN_RIGHT ? right->selected : left->selected;
    alm_status status = alm_derive_new(&joined, origin, err);
    if (status == ALM_OK)
        status =
            alm_table_set_name(joined, alm_table_name(left->selected), err);
    if (status == ALM_OK)
        status = add_left(joined, left, right, keys, n, err);
    if (status == ALM_OK)
        status = add_right(joined, left, right, keys, n, err);
    if (status != ALM_OK) {
        alm_table_free(joined);
        return status;
    }
    *out = joined;
    return ALM_OK;
}

static alm_status make_table(alm_table **out, const alm_table *left,
                             const alm_table *right, const alm_join_key *keys,
                             size_t n, alm_join_kind kind,
                             const alm_partners *partners, alm_error *err)
{
    side l = {0};
    side r = {0};
    if (kind == ALM_JOIN_SEMI || kind == ALM_JOIN_ANTI)
        return alm_table_new_selected(out, left, partners->left, err);
    alm_status status = open_side(&l, left, partners->left, err);
    if (status == ALM_OK)
        status = open_side(&r, right, partners->right, err);
    if (status == ALM_OK)
        status = put_together(out, &l, &r, keys, n, kind, err);
    alm_table_free(l.selected);
    alm_table_free(r.selected);
    return status;
}

alm_status alm_table_join(alm_table **out, alm_join_counts *counts,
                          const alm_table *left, const alm_table *right,
                          const alm_join_key *keys, size_t n,
                          alm_join_options options, alm_error *err)
{
    alm_partners partners = {0};
    alm_status status =
        alm_partners_find(&partners, left, right, keys, n, options, err);
    if (status == ALM_OK)
        status =
            make_table(out, left, right, keys, n, options.kind, &partners, err);
    if (status == ALM_OK && counts != NULL)
        *counts = partners.counts;
    alm_partners_clear(&partners);
    return status;
}
