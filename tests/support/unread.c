#include "unread.h"

#include "base/alloc.h"
#include "unit.h"

static alm_status load_numbers(alm_loader *loader, alm_column **out,
                               const size_t *keys, size_t n, alm_error *err)
{
    unread_file *f = (unread_file *)loader;
    f->passes++;
    for (size_t k = 0; k < n; k++) {
        double *values = alm_alloc(2, sizeof *values);
        assert_non_null(values);
        values[0] = (double)keys[k];
        values[1] = 1.0;
        assert_ok(
            alm_column_take(&out[k], ALM_NUMBER, values, NULL, NULL, 2, err),
            err);
    }
    return ALM_OK;
}

static void close_file(alm_loader *loader)
{
    (void)loader; /* it belongs to the test */
}

alm_table *unread_table(unread_file *f)
{
    static const char *const names[] = {"a", "b", "c"};
    alm_table *table = NULL;
    alm_error err;
    *f = (unread_file){
        .loader = {.refs = 1, .load = load_numbers, .free = close_file}};
    assert_ok(alm_table_new(&table, 2, &err), &err);
    for (size_t i = 0; i < LENGTH(names); i++) {
        alm_field *field = NULL;
        alm_column *column = NULL;
        assert_ok(alm_field_new_named(&field, names[i], 1, &err), &err);
        assert_ok(alm_column_new_deferred(&column, &f->loader, i, 2, &err),
                  &err);
        assert_ok(alm_table_add(table, field, column, NULL, &err), &err);
        alm_field_free(field);
        alm_column_free(column);
    }
    return table;
}
