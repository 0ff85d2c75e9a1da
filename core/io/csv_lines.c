#include "base/alloc.h"
#include "io/csv_plan.h"

/* The lines on which rows stand. */

static alm_status fail_rows(alm_error *err)
{
    return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
}

/* Room for `rows` lines, with those of the first `row` written down. */
static alm_status write_down(alm_csv_lines *lines, size_t row, size_t rows,
                             alm_error *err)
{
    const bool first = lines->items == NULL;
    uint32_t *items = first ? lines->spare : lines->items;
    if (rows > lines->cap) {
        const size_t cap = rows + rows / 2 + 64;
        items = alm_realloc(items, cap, sizeof *items);
        if (items == NULL)
            return alm_fail_memory(err, "the line numbers");
        lines->cap = cap;
    }
    lines->items = items;
    lines->spare = NULL;
    for (size_t i = 0; first && i < row; i++)
        lines->items[i] = (uint32_t)(lines->first + i);
    return ALM_OK;
}

alm_status alm_csv_lines_add(alm_csv_lines *lines, size_t row, size_t line,
                             alm_error *err)
{
    if (row == 0)
        lines->first = line;
    if (lines->items == NULL && line == lines->first + row)
        return ALM_OK;
    if (row >= ALM_ROWS_MAX || line > UINT32_MAX)
        return fail_rows(err);
    const alm_status status = write_down(lines, row, row + 1, err);
    if (status == ALM_OK)
        lines->items[row] = (uint32_t)line;
    return status;
}

alm_status alm_csv_lines_join(alm_csv_lines *lines, size_t row,
                              const alm_csv_lines *part, size_t n, size_t shift,
                              alm_error *err)
{
    if (n == 0)
        return ALM_OK;
    if (row == 0)
        lines->first = part->first + shift;
    if (lines->items == NULL && part->items == NULL &&
        part->first + shift == lines->first + row)
        return ALM_OK;
    const size_t last =
        part->items != NULL ? part->items[n - 1] : part->first + n - 1;
    if (row + n > ALM_ROWS_MAX || last + shift > UINT32_MAX)
        return fail_rows(err);
    const alm_status status = write_down(lines, row, row + n, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        lines->items[row + i] =
            (uint32_t)(shift + (part->items != NULL ? part->items[i]
                                                    : part->first + i));
    return status;
}
