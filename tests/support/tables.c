#include "tables.h"

#include <string.h>

#include "base/number.h"
#include "table/builder.h"

enum { COLUMNS = 16, TEXT = 1 << 16 };

typedef struct cell {
    const char *text;
    size_t len;
} cell;

/* The cell at *at, which moves behind the comma or newline that ends it. */
static cell next_cell(const char **at)
{
    const size_t len = strcspn(*at, ",\n");
    const cell c = {*at, len};
    *at += len + ((*at)[len] != '\0');
    return c;
}

static void add_cell(alm_builder *b, cell c)
{
    alm_error err;
    int64_t integer = 0;
    double number = NAN;
    alm_period period = 0;
    alm_status status = ALM_OK;
    if (c.len == 0) {
        assert_ok(alm_builder_add_missing(b, &err), &err);
        return;
    }
    switch (alm_builder_type(b)) {
    case ALM_INTEGER:
        assert_true(alm_parse_i64(&integer, c.text, c.len));
        status = alm_builder_add_integer(b, integer, &err);
        break;
    case ALM_NUMBER:
        if (c.len == 3 && memcmp(c.text, "inf", 3) == 0)
            number = INFINITY;
        else if (c.len != 3 || memcmp(c.text, "nan", 3) != 0)
            assert_true(alm_parse_f64(&number, c.text, c.len));
        status = alm_builder_add_number(b, number, &err);
        break;
    case ALM_TEXT:
        if (c.len == 2 && memcmp(c.text, "''", 2) == 0)
            c.len = 0;
        status = alm_builder_add_text(b, c.text, c.len, &err);
        break;
    case ALM_BOOLEAN:
        status = alm_builder_add_boolean(b, c.text[0] == 't', &err);
        break;
    case ALM_PERIOD:
        assert_true(alm_period_parse(&period, c.text, c.len));
        status = alm_builder_add_period(b, period, &err);
        break;
    }
    assert_ok(status, &err);
}

static size_t read_header(const char **at, cell *names, alm_builder **builders)
{
    alm_error err;
    size_t width = 0;
    bool more = true;
    while (more) {
        const cell head = next_cell(at);
        const char *colon = memchr(head.text, ':', head.len);
        alm_type type = ALM_TEXT;
        assert_non_null(colon);
        names[width] = (cell){head.text, (size_t)(colon - head.text)};
        assert_true(alm_type_from_name(&type, colon + 1,
                                       head.len - names[width].len - 1));
        assert_ok(alm_builder_new(&builders[width], type, 0, &err), &err);
        width++;
        more = (*at)[-1] == ',';
    }
    return width;
}

alm_table *table_of(const char *text)
{
    alm_error err;
    cell names[COLUMNS];
    alm_builder *builders[COLUMNS];
    alm_table *table = NULL;
    alm_origin *origin = NULL;
    size_t rows = 0;
    const size_t width = read_header(&text, names, builders);
    for (; *text != '\0'; rows++) {
        for (size_t i = 0; i < width; i++)
            add_cell(builders[i], next_cell(&text));
    }
    assert_ok(alm_table_new(&table, rows, &err), &err);
    for (size_t i = 0; i < width; i++) {
        alm_column *column = NULL;
        alm_field *field = NULL;
        char name[64] = "";
        alm_field_info info = {.name = name, .hidden = names[i].text[0] == '.'};
        memcpy(name, names[i].text + info.hidden, names[i].len - info.hidden);
        assert_ok(alm_field_new(&field, &info, &err), &err);
        assert_ok(alm_builder_finish(&column, builders[i], &err), &err);
        assert_ok(alm_table_add(table, field, column, NULL, &err), &err);
        alm_field_free(field);
        alm_column_free(column);
    }
    assert_ok(alm_origin_take(&origin, "test.csv", NULL, rows, 2, &err), &err);
    alm_table_set_origin(table, origin, NULL);
    alm_origin_free(origin);
    return table;
}

static size_t write_cell(char *out, size_t room, const alm_vector *v, size_t i)
{
    char text[64] = "";
    size_t len = 0;
    const char *shown = text;
    const size_t at = alm_vector_at(v, i);
    if (!alm_vector_present(v, i))
        return 0;
    switch (v->type) {
    case ALM_INTEGER: len = alm_format_i64(text, v->integers[at]); break;
    case ALM_NUMBER: len = alm_format_f64(text, v->numbers[at]); break;
    case ALM_PERIOD: len = alm_period_format(text, v->integers[at]); break;
    case ALM_TEXT:
        shown = alm_vector_text(v, i, &len);
        if (len == 0) {
            shown = "''";
            len = 2;
        }
        break;
    case ALM_BOOLEAN:
        shown = v->booleans[at] ? "true" : "false";
        len = strlen(shown);
        break;
    }
    assert_true(len < room);
    memcpy(out, shown, len);
    return len;
}

const char *text_of(const alm_table *table)
{
    static char out[TEXT];
    alm_vector v[COLUMNS];
    alm_error err;
    size_t n = 0;
    const size_t width = alm_table_width(table);
    assert_true(width <= COLUMNS);
    for (size_t c = 0; c < width; c++) {
        assert_ok(alm_table_vector(&v[c], table, c, &err), &err);
        n += (size_t)snprintf(
            out + n, TEXT - n, "%s%s%s:%s", c > 0 ? "," : "",
            alm_field_info_of(alm_table_field(table, c))->hidden ? "." : "",
            alm_table_column_name(table, c), alm_type_name(v[c].type));
    }
    out[n++] = '\n';
    for (size_t i = 0; i < alm_table_rows(table); i++) {
        for (size_t c = 0; c < width; c++) {
            if (c > 0)
                out[n++] = ',';
            n += write_cell(out + n, TEXT - n - 2, &v[c], i);
        }
        out[n++] = '\n';
    }
    out[n] = '\0';
    return out;
}

size_t column_of(const alm_table *table, const char *name)
{
    const size_t i = alm_table_find(table, name, strlen(name));
    if (i == ALM_NO_COLUMN)
        fail_msg("no column %s", name);
    return i;
}
