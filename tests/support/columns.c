#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "table/builder.h"
#include "unit.h"

static alm_status add_number(alm_builder *b, const char *text, size_t len)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)len, text);
    return alm_builder_add_number(b, strtod(copy, NULL), NULL);
}

static alm_status add(alm_builder *b, const char *text, size_t len)
{
    int64_t integer = 0;
    alm_period period = 0;
    if (len == 1 && *text == '_')
        return alm_builder_add_missing(b, NULL);
    switch (alm_builder_type(b)) {
    case ALM_INTEGER:
        assert_true(alm_parse_i64(&integer, text, len));
        return alm_builder_add_integer(b, integer, NULL);
    case ALM_NUMBER: return add_number(b, text, len);
    case ALM_BOOLEAN: return alm_builder_add_boolean(b, *text == 't', NULL);
    case ALM_PERIOD:
        assert_true(alm_period_parse(&period, text, len));
        return alm_builder_add_period(b, period, NULL);
    case ALM_TEXT: break;
    }
    if (len == 2 && memcmp(text, "''", 2) == 0)
        len = 0;
    return alm_builder_add_text(b, text, len, NULL);
}

alm_column *column_of(alm_type type, const char *values)
{
    alm_builder *b = NULL;
    alm_column *col = NULL;
    assert_int_equal(alm_builder_new(&b, type, 0, NULL), ALM_OK);
    for (values += strspn(values, " "); *values != '\0';
         values += strspn(values, " ")) {
        const size_t len = strcspn(values, " ");
        assert_int_equal(add(b, values, len), ALM_OK);
        values += len;
    }
    assert_int_equal(alm_builder_finish(&col, b, NULL), ALM_OK);
    return col;
}

static void show(char *out, size_t size, const alm_vector *v, size_t i)
{
    char text[ALM_NUMBER_TEXT];
    char period[ALM_PERIOD_TEXT];
    size_t len = 0;
    const char *chars = NULL;
    snprintf(out, size, "_");
    if (!alm_vector_present(v, i))
        return;
    switch (v->type) {
    case ALM_INTEGER:
        alm_format_i64(text, v->integers[i]);
        snprintf(out, size, "%s", text);
        break;
    case ALM_NUMBER:
        alm_format_f64(text, v->numbers[i]);
        snprintf(out, size, "%s%s",
                 v->numbers[i] == 0 && signbit(v->numbers[i]) && *text != '-'
                     ? "-"
                     : "",
                 text);
        break;
    case ALM_BOOLEAN:
        snprintf(out, size, "%s", v->booleans[i] ? "true" : "false");
        break;
    case ALM_PERIOD:
        alm_period_format(period, v->integers[i]);
        snprintf(out, size, "%s", period);
        break;
    case ALM_TEXT:
        chars = alm_vector_text(v, i, &len);
        snprintf(out, size, "%.*s", (int)len, len > 0 ? chars : "");
        if (len == 0)
            snprintf(out, size, "''");
        break;
    }
}

const char *column_text(const alm_column *col)
{
    enum { SIZE = 1024, KEPT = 4 };
    static char kept[KEPT][SIZE];
    static size_t next = 0;
    char *out = kept[next++ % KEPT];
    size_t len = 0;
    const alm_vector v = alm_column_vector(col, NULL);
    out[0] = '\0';
    for (size_t i = 0; i < v.n && len < SIZE; i++) {
        char value[128];
        show(value, sizeof value, &v, i);
        len += (size_t)snprintf(out + len, SIZE - len, "%s%s", i > 0 ? " " : "",
                                value);
    }
    return out;
}

alm_operand operand_of(alm_column **owner, alm_type type, const char *values)
{
    const bool single = *values == '=';
    *owner = column_of(type, single ? values + 1 : values);
    alm_operand a = alm_operand_column(*owner);
    if (single) {
        a.scalar = alm_operand_at(&a, 0);
        a.is_vector = false;
    }
    return a;
}

void check_column(alm_status status, alm_column *made, const alm_error *err,
                  const char *want)
{
    if (status == ALM_OK)
        assert_string_equal(column_text(made), want);
    else
        assert_string_equal(err->message, want);
    alm_column_free(made);
}
