#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "expr/text.h"
#include "table/builder.h"

/* A number as `..` writes it: lobject.c, tostringbuff. */
static size_t number_text(char *out, size_t size, double x)
{
    size_t len = (size_t)snprintf(out, size, "%.14g", x);
    if (strspn(out, "-0123456789") == len) /* looks like an integer */
        len += (size_t)snprintf(out + len, size - len, ".0");
    return len;
}

/* Rule (5) of text.h. */
static alm_status append(alm_buffer *buf, const alm_scalar *s, size_t row,
                         alm_error *err)
{
    char text[40];
    size_t len = 0;
    if (s->missing)
        return alm_fail(err, ALM_EINVAL,
                        "row %zu: attempt to concatenate a missing value",
                        row + 1);
    switch (s->type) {
    case ALM_TEXT: return alm_buffer_add(buf, s->text, s->len, err);
    case ALM_BOOLEAN:
        return alm_fail(err, ALM_ETYPE,
                        "row %zu: attempt to concatenate a boolean value",
                        row + 1);
    case ALM_INTEGER:
        len =
            (size_t)snprintf(text, sizeof text, "%lld", (long long)s->integer);
        break;
    case ALM_NUMBER: len = number_text(text, sizeof text, s->number); break;
    case ALM_PERIOD: len = alm_period_format(text, s->integer); break;
    }
    return alm_buffer_add(buf, text, len, err);
}

alm_status alm_text_concat(alm_column **out, const alm_operand *a,
                           const alm_operand *b, alm_error *err)
{
    const alm_operand *const both[] = {a, b};
    alm_buffer buf = {0};
    alm_builder *results = NULL;
    size_t n;
    alm_status status = alm_operands_rows(&n, both, 2, err);
    if (status == ALM_OK)
        status = alm_builder_new(&results, ALM_TEXT, n, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        const alm_scalar x = alm_operand_at(a, i);
        const alm_scalar y = alm_operand_at(b, i);
        alm_buffer_clear(&buf);
        status = append(&buf, &x, i, err);
        if (status == ALM_OK)
            status = append(&buf, &y, i, err);
        if (status == ALM_OK)
            status = alm_builder_add_text(results, buf.len > 0 ? buf.data : "",
                                          buf.len, err);
    }
    alm_buffer_free(&buf);
    if (status == ALM_OK)
        return alm_builder_finish(out, results, err);
    alm_builder_free(results);
    return status;
}
