#include "expr/convert.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "table/builder.h"

static bool to_integer(int64_t *out, const alm_scalar *s)
{
    switch (s->type) {
    case ALM_INTEGER: *out = s->integer; return true;
    case ALM_BOOLEAN: *out = s->boolean; return true;
    case ALM_TEXT: return alm_parse_i64(out, s->text, s->len);
    case ALM_PERIOD: return false; /* rule (7) */
    case ALM_NUMBER: break;
    }
    if (!(s->number >= -0x1p63 && s->number < 0x1p63) ||
        s->number != trunc(s->number))
        return false;
    *out = (int64_t)s->number;
    return true;
}

static bool to_number(double *out, const alm_scalar *s)
{
    switch (s->type) {
    case ALM_NUMBER: *out = s->number; return true;
    case ALM_BOOLEAN: *out = s->boolean ? 1.0 : 0.0; return true;
    case ALM_TEXT: return alm_parse_f64(out, s->text, s->len);
    case ALM_PERIOD: return false; /* rule (7) */
    case ALM_INTEGER: break;
    }
    *out = (double)s->integer;
    /* Beyond the range the cast back would be undefined. */
    return *out < 0x1p63 && (int64_t)*out == s->integer;
}

static bool to_boolean(bool *out, const alm_scalar *s)
{
    switch (s->type) {
    case ALM_BOOLEAN: *out = s->boolean; return true;
    case ALM_INTEGER:
        *out = s->integer == 1;
        return s->integer == 0 || s->integer == 1;
    case ALM_NUMBER:
        *out = s->number == 1.0;
        return s->number == 0.0 || s->number == 1.0;
    case ALM_TEXT:
        *out = s->len == 4 && memcmp(s->text, "true", 4) == 0;
        return *out || (s->len == 5 && memcmp(s->text, "false", 5) == 0);
    case ALM_PERIOD: break;
    }
    return false;
}

static bool to_period(alm_period *out, const alm_scalar *s)
{
    int64_t year;
    char text[ALM_NUMBER_TEXT];
    if (s->type == ALM_PERIOD) {
        *out = s->integer;
        return true;
    }
    if (s->type == ALM_TEXT)
        return alm_period_parse(out, s->text, s->len);
    if (s->type == ALM_BOOLEAN || !to_integer(&year, s) || year < 1 ||
        year > 9999)
        return false;
    char padded[ALM_NUMBER_TEXT + 4] = "0000";
    const size_t len = alm_format_i64(text, year);
    memcpy(padded + 4 - len, text, len);
    return alm_period_parse(out, padded, 4);
}

static alm_status add_text(alm_builder *b, const alm_scalar *s, alm_error *err)
{
    char text[ALM_NUMBER_TEXT];
    size_t len = 0;
    switch (s->type) {
    case ALM_TEXT: return alm_builder_add_text(b, s->text, s->len, err);
    case ALM_BOOLEAN:
        return s->boolean ? alm_builder_add_text(b, "true", 4, err)
                          : alm_builder_add_text(b, "false", 5, err);
    case ALM_INTEGER: len = alm_format_i64(text, s->integer); break;
    case ALM_NUMBER: len = alm_format_f64(text, s->number); break;
    case ALM_PERIOD: len = alm_period_format(text, s->integer); break;
    }
    return alm_builder_add_text(b, text, len, err);
}

/* Appends the counterpart of a present value; *converted says whether there is
 * one. */
static alm_status add(bool *converted, alm_builder *b, const alm_scalar *s,
                      alm_error *err)
{
    int64_t integer;
    double number;
    bool boolean;
    alm_period period;
    *converted = true;
    switch (alm_builder_type(b)) {
    case ALM_TEXT: return add_text(b, s, err);
    case ALM_INTEGER:
        if (to_integer(&integer, s))
            return alm_builder_add_integer(b, integer, err);
        break;
    case ALM_NUMBER:
        if (to_number(&number, s))
            return alm_builder_add_number(b, number, err);
        break;
    case ALM_BOOLEAN:
        if (to_boolean(&boolean, s))
            return alm_builder_add_boolean(b, boolean, err);
        break;
    case ALM_PERIOD:
        if (to_period(&period, s))
            return alm_builder_add_period(b, period, err);
        break;
    }
    *converted = false;
    return alm_builder_add_missing(b, err);
}

alm_status alm_convert(alm_column **out, alm_conversion *report,
                       const alm_vector *v, alm_type to, alm_error *err)
{
    const alm_operand a = alm_operand_vector(*v);
    alm_conversion count = {0, 0};
    alm_builder *b = NULL;
    alm_status status = alm_builder_new(&b, to, v->n, err);
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        const alm_scalar s = alm_operand_at(&a, i);
        bool converted = true;
        status = s.missing ? alm_builder_add_missing(b, err)
                           : add(&converted, b, &s, err);
        if (!converted && count.lost++ == 0)
            count.first = i;
    }
    if (status != ALM_OK) {
        alm_builder_free(b);
        return status;
    }
    status = alm_builder_finish(out, b, err);
    if (status == ALM_OK && report != NULL)
        *report = count;
    return status;
}

/* The value as a message shows it, its quotes included. */
static size_t show(char *out, size_t size, const alm_scalar *s)
{
    char text[ALM_NUMBER_TEXT] = "";
    enum { SHOWN = 60 };
    int n = 0;
    switch (s->type) {
    case ALM_TEXT:
        n = snprintf(out, size, "\"%.*s\"",
                     (int)(s->len < SHOWN ? s->len : SHOWN), s->text);
        return (size_t)n;
    case ALM_INTEGER: alm_format_i64(text, s->integer); break;
    case ALM_NUMBER: alm_format_f64(text, s->number); break;
    case ALM_PERIOD: alm_period_format(text, s->integer); break;
    case ALM_BOOLEAN:
        memcpy(text, s->boolean ? "true" : "false", s->boolean ? 5 : 6);
        break;
    }
    n = snprintf(out, size, "%s", text);
    return (size_t)n;
}

alm_status alm_conversion_fail(const alm_conversion *report,
                               const alm_vector *v, alm_type to, alm_error *err)
{
    static const char *const wanted[] = {"an integer", "a number", "text",
                                         "a boolean", "a period"};
    const alm_operand a = alm_operand_vector(*v);
    const alm_scalar s = alm_operand_at(&a, report->first);
    char value[80];
    show(value, sizeof value, &s);
    return alm_fail(err, v->type == ALM_TEXT ? ALM_ETYPE : ALM_EINVAL,
                    "row %zu: %s is not %s; %zu such value%s in %zu",
                    report->first + 1, value, wanted[to], report->lost,
                    report->lost == 1 ? "" : "s", v->n);
}
