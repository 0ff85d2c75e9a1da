#include "query/group.h"

#include <string.h>

#include "base/alloc.h"
#include "query/key.h"

void alm_grouping_free(alm_grouping *grouping)
{
    if (grouping == NULL)
        return;
    alm_dealloc(grouping->of);
    alm_dealloc(grouping->order);
    alm_dealloc(grouping->starts);
    alm_dealloc(grouping->keys);
    alm_dealloc(grouping);
}

/* Sets `of` and `count` from the keys. */
static alm_status number_groups(alm_grouping *grouping, const alm_table *table,
                                const size_t *keys, size_t n, alm_error *err)
{
    uint32_t *more = NULL;
    alm_status status = alm_table_load(table, keys, n, err);
    if (status == ALM_OK && n > 1) {
        more = alm_alloc(grouping->rows, sizeof *more);
        if (more == NULL)
            status = alm_fail_memory(err, "the keys");
    }
    for (size_t k = 0; status == ALM_OK && k < n; k++) {
        alm_vector v;
        size_t count = 0;
        status = alm_table_vector(&v, table, keys[k], err);
        if (status != ALM_OK)
            break;
        if (k == 0) {
            status = alm_key_ids(grouping->of, &grouping->count, &v, err);
            continue;
        }
        status = alm_key_ids(more, &count, &v, err);
        if (status == ALM_OK)
            status = alm_key_combine(grouping->of, &grouping->count, more,
                                     count, grouping->rows, err);
    }
    alm_dealloc(more);
    return status;
}

/* Sets `order` and `starts` from `of` and `count`: a counting sort. */
static alm_status gather_rows(alm_grouping *grouping, alm_error *err)
{
    const size_t rows = grouping->rows;
    const size_t count = grouping->count;
    grouping->order = alm_alloc(rows, sizeof *grouping->order);
    grouping->starts = alm_alloc_zeroed(count + 2, sizeof *grouping->starts);
    if (grouping->order == NULL || grouping->starts == NULL)
        return alm_fail_memory(err, "the groups");

    /* Two places ahead, so that placing the rows moves every start to where it
     * belongs. */
    uint32_t *next = grouping->starts + 1;
    for (size_t i = 0; i < rows; i++)
        next[grouping->of[i] + 1]++;
    for (size_t g = 1; g <= count; g++)
        next[g] += next[g - 1];
    for (size_t i = 0; i < rows; i++)
        grouping->order[next[grouping->of[i]]++] = (uint32_t)i;
    return ALM_OK;
}

alm_status alm_grouping_new(alm_grouping **out, const alm_table *table,
                            const size_t *keys, size_t n, alm_error *err)
{
    alm_grouping *grouping = alm_alloc_zeroed(1, sizeof *grouping);
    alm_status status = ALM_OK;
    if (grouping == NULL)
        return alm_fail_memory(err, "the groups");
    grouping->rows = alm_table_rows(table);
    grouping->count = 1;
    grouping->of = alm_alloc_zeroed(grouping->rows, sizeof *grouping->of);
    grouping->keys = alm_alloc(n, sizeof *grouping->keys);
    grouping->n_keys = n;
    for (size_t i = 0; i < n && grouping->keys != NULL; i++)
        grouping->keys[i] = keys[i];
    if (grouping->of == NULL || grouping->keys == NULL)
        status = alm_fail_memory(err, "the groups");
    if (status == ALM_OK && n > 0)
        status = number_groups(grouping, table, keys, n, err);
    if (status == ALM_OK)
        status = gather_rows(grouping, err);
    if (status != ALM_OK) {
        alm_grouping_free(grouping);
        return status;
    }
    *out = grouping;
    return ALM_OK;
}

alm_status alm_grouping_rows(alm_rows **out, const alm_grouping *grouping,
                             size_t group, alm_error *err)
{
    const size_t size = alm_grouping_size(grouping, group);
    alm_rows *rows;
    const alm_status status = alm_rows_new(&rows, size, err);
    if (status != ALM_OK)
        return status;
    memcpy(rows->at, grouping->order + grouping->starts[group],
           size * sizeof *rows->at);
    *out = rows;
    return ALM_OK;
}

alm_status alm_grouping_table(alm_table **out, const alm_grouping *grouping,
                              const alm_table *table, size_t group,
                              alm_error *err)
{
    alm_rows *rows;
    alm_status status = alm_grouping_rows(&rows, grouping, group, err);
    if (status != ALM_OK)
        return status;
    status = alm_table_new_selected(out, table, rows, err);
    alm_rows_free(rows);
    return status;
}

/* The first row of every group. */
static alm_status first_rows(alm_rows **out, const alm_grouping *grouping,
                             alm_error *err)
{
    alm_rows *rows;
    const alm_status status = alm_rows_new(&rows, grouping->count, err);
    if (status != ALM_OK)
        return status;
    for (size_t g = 0; g < grouping->count; g++)
        rows->at[g] = alm_grouping_size(grouping, g) > 0
                          ? grouping->order[grouping->starts[g]]
                          : ALM_ROW_NONE;
    *out = rows;
    return ALM_OK;
}

static alm_status add_key(alm_table *out, const alm_table *table, size_t key,
                          alm_rows *first, alm_error *err)
{
    alm_rows *selected;
    alm_status status = alm_rows_compose(&selected, first,
                                         alm_table_selection(table, key), err);
    if (status != ALM_OK)
        return status;
    status = alm_table_add(out, alm_table_field(table, key),
                           alm_table_column(table, key), selected, err);
    alm_rows_free(selected);
    return status;
}

alm_status alm_grouping_keys(alm_table **out, const alm_grouping *grouping,
                             const alm_table *table, const size_t *keys,
                             size_t n, alm_error *err)
{
    alm_rows *first = NULL;
    alm_table *groups = NULL;
    alm_status status = alm_table_new(&groups, grouping->count, err);
    if (status == ALM_OK)
        status = alm_table_set_name(groups, alm_table_name(table), err);
    if (status == ALM_OK)
        status = first_rows(&first, grouping, err);
    for (size_t k = 0; status == ALM_OK && k < n; k++)
        status = add_key(groups, table, keys[k], first, err);
    alm_rows_free(first);
    if (status != ALM_OK) {
        alm_table_free(groups);
        return status;
    }
    *out = groups;
    return ALM_OK;
}
