#include "io/json_shape.h"

#include <string.h>

alm_status alm_json_fail_no_table(const alm_json_scanner *s, size_t at,
                                  alm_error *err)
{
    const alm_status status = alm_json_fail(
        s, at, err,
        "valid JSON, but no table: it is neither an array of objects, nor an "
        "object of arrays, nor one object a line");
    alm_error_help(err, "[{\"region\": \"A\", \"users\": 1}, ...] is a table");
    return status;
}

static alm_status find_members(alm_json_members *out, alm_json_scanner *s,
                               alm_error *err)
{
    const size_t start = s->at;
    *out = (alm_json_members){SIZE_MAX, SIZE_MAX, SIZE_MAX};
    s->at++;
    alm_status status = ALM_OK;
    while (status == ALM_OK && alm_json_skip_blanks(s) &&
           s->text[s->at] != '}') {
        const size_t key = s->at;
        status = alm_json_scan_string(s, err);
        const size_t len = s->at - key;
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ':');
        (void)alm_json_skip_blanks(s);
        const size_t value = s->at;
        if (status == ALM_OK)
            status = alm_json_scan_value(s, err);
        if (s->text[value] == '[' && len == 6 &&
            memcmp(s->text + key, "\"rows\"", 6) == 0)
            out->rows = value;
        if (s->text[value] == '[' && len == 9 &&
            memcmp(s->text + key, "\"columns\"", 9) == 0) {
            out->columns = value;
            out->columns_end = s->at;
        }
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ',');
    }
    s->at = start;
    s->key_count = 0;
    return status;
}

alm_status alm_json_find_shape(alm_json_shape *out, alm_json_members *m,
                               alm_json_scanner *s, bool lines, alm_error *err)
{
    size_t values = 0;
    alm_status status = ALM_OK;
    if (!alm_json_skip_blanks(s))
        return alm_json_fail(s, 0, err, "the file is empty");
    const size_t start = s->at;
    const char first = s->text[start];
    *m = (alm_json_members){SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (; status == ALM_OK && alm_json_skip_blanks(s); values++) {
        /* Further values are lines of objects, or what must not be there. */
        if (values > 0 && (first != '{' || s->text[s->at] != '{'))
            return alm_json_fail(s, s->at, err,
                                 "text after the end of the JSON value");
        status = alm_json_scan_value(s, err);
    }
    s->at = start;
    if (status != ALM_OK)
        return status;
    *out = ALM_JSON_SHAPE_RECORDS;
    if (first == '[')
        return ALM_OK;
    if (first != '{')
        return alm_json_fail_no_table(s, start, err);
    *out = ALM_JSON_SHAPE_LINES;
    if (values > 1 || lines)
        return ALM_OK;
    status = find_members(m, s, err);
    *out = m->rows != SIZE_MAX && m->columns != SIZE_MAX
               ? ALM_JSON_SHAPE_RESULT
               : ALM_JSON_SHAPE_ARRAYS;
    return status;
}

alm_status alm_json_fail_nul_key(const alm_json_scanner *s, size_t at,
                                 alm_error *err)
{
    return alm_json_fail(s, at, err,
                         "a key with a \\u0000, which no column name can hold");
}

/* Nearly no record holds a \\u0000 at all. */
alm_status alm_json_check_nul_keys(const alm_json_scanner *outer, size_t start,
                                   alm_error *err)
{
    alm_json_scanner s = {.text = outer->text, .n = outer->at, .at = start};
    if (memmem(s.text + start, s.n - start, "\\u0000", 6) == NULL)
        return ALM_OK;
    size_t arrays = 0; /* what is inside one stays text */
    while (s.at < s.n) {
        const size_t string = s.at;
        const char c = s.text[s.at];
        arrays += c == '[' ? 1 : 0;
        arrays -= c == ']' ? 1 : 0;
        if (c != '"') {
            s.at++;
            continue;
        }
        const alm_status status = alm_json_scan_string(&s, err);
        if (status != ALM_OK)
            return status;
        if (s.nul_seen && arrays == 0 && alm_json_skip_blanks(&s) &&
            s.text[s.at] == ':')
            return alm_json_fail_nul_key(outer, string, err);
    }
    return ALM_OK;
}
