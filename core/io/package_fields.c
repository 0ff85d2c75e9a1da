#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/package_check.h"

/* One column against its field: types and constraints of Table Schema. */

/* A field, its texts and its typed values. */
typedef struct subject {
    const char *name;
    const cJSON *constraints;
    alm_vector raw;
    alm_vector typed;
} subject;

static alm_status check_present(alm_checker *c, const subject *s,
                                alm_error *err)
{
    alm_finding missing = {0};
    if (!cJSON_IsTrue(
            cJSON_GetObjectItemCaseSensitive(s->constraints, "required")))
        return ALM_OK;
    for (size_t i = 0; i < s->raw.n; i++) {
        if (!alm_vector_present(&s->raw, i))
            alm_check_find(&missing, i);
    }
    return alm_check_report(c, s->name, &missing, err, "required, but missing");
}

/* Equal texts have equal codes, so a value is unique when its code is. */
static alm_status check_unique(alm_checker *c, const subject *s, alm_error *err)
{
    alm_finding twice = {0};
    if (!cJSON_IsTrue(
            cJSON_GetObjectItemCaseSensitive(s->constraints, "unique")))
        return ALM_OK;
    bool *seen = alm_alloc_zeroed(alm_dict_count(s->raw.dict), sizeof *seen);
    if (seen == NULL)
        return alm_fail_memory(err, "checking a column");
    for (size_t i = 0; i < s->raw.n; i++) {
        if (!alm_vector_present(&s->raw, i))
            continue;
        bool *one = &seen[s->raw.codes[i]];
        if (*one)
            alm_check_find(&twice, i);
        *one = true;
    }
    alm_dealloc(seen);
    return alm_check_report(c, s->name, &twice, err,
                            "must be unique, but occurs again");
}

/* A rule over the different texts of a column, which end in NUL for it. */
typedef bool text_rule(const char *text, size_t len, const void *context);

static alm_status judge_texts(bool *bad, const alm_dict *dict,
                              text_rule *breaks, const void *context,
                              alm_error *err)
{
    alm_buffer copy = {0};
    alm_status status = ALM_OK;
    for (size_t code = 0; status == ALM_OK && code < alm_dict_count(dict);
         code++) {
        size_t len;
        const char *text = alm_dict_text(dict, (uint32_t)code, &len);
        alm_buffer_clear(&copy);
        status = alm_buffer_add(&copy, text, len, err);
        if (status == ALM_OK)
            status = alm_buffer_add_byte(&copy, '\0', err);
        if (status == ALM_OK)
            bad[code] = breaks(copy.data, len, context);
    }
    alm_buffer_free(&copy);
    return status;
}

static alm_status find_texts(alm_finding *out, const subject *s,
                             text_rule *breaks, const void *context,
                             alm_error *err)
{
    bool *bad = alm_alloc_zeroed(alm_dict_count(s->raw.dict), sizeof *bad);
    if (bad == NULL)
        return alm_fail_memory(err, "checking a column");
    const alm_status status =
        judge_texts(bad, s->raw.dict, breaks, context, err);
    for (size_t i = 0; status == ALM_OK && i < s->raw.n; i++) {
        if (alm_vector_present(&s->raw, i) && bad[s->raw.codes[i]])
            alm_check_find(out, i);
    }
    alm_dealloc(bad);
    return status;
}

static bool is_not_in(const char *text, size_t len, const void *context)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, (const cJSON *)context)
    {
        double x;
        if (cJSON_IsString(item) && strlen(item->valuestring) == len &&
            memcmp(item->valuestring, text, len) == 0)
            return false;
        if (cJSON_IsNumber(item) && alm_parse_f64(&x, text, len) &&
            x == item->valuedouble)
            return false;
    }
    return true;
}

static bool is_too_short(const char *text, size_t len, const void *context)
{
    return (double)alm_utf8_length(text, len) < *(const double *)context;
}

static bool is_too_long(const char *text, size_t len, const void *context)
{
    return (double)alm_utf8_length(text, len) > *(const double *)context;
}

static bool does_not_match(const char *text, size_t len, const void *context)
{
    (void)len;
    return regexec(context, text, 0, NULL, 0) != 0;
}

static alm_status check_lengths(alm_checker *c, const subject *s,
                                alm_error *err)
{
    const cJSON *low =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "minLength");
    const cJSON *high =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "maxLength");
    alm_status status = ALM_OK;
    alm_finding f = {0};
    alm_finding g = {0};
    if (cJSON_IsNumber(low))
        status = find_texts(&f, s, is_too_short, &low->valuedouble, err);
    if (status == ALM_OK && cJSON_IsNumber(high))
        status = find_texts(&g, s, is_too_long, &high->valuedouble, err);
    if (status == ALM_OK)
        status =
            alm_check_report(c, s->name, &f, err, "shorter than minLength");
    if (status == ALM_OK)
        status = alm_check_report(c, s->name, &g, err, "longer than maxLength");
    return status;
}

/* ERE over the whole text, with \d, which XML Schema has and POSIX has not. */
static bool compile_pattern(regex_t *out, const char *pattern)
{
    char ere[1024];
    size_t n = (size_t)snprintf(ere, sizeof ere, "^(");
    for (const char *p = pattern; *p != '\0'; p++) {
        if (n + 16 > sizeof ere)
            return false;
        if (p[0] == '\\' && p[1] == 'd') {
            n += (size_t)snprintf(ere + n, sizeof ere - n, "[0-9]");
            p++;
        } else {
            ere[n++] = *p;
            if (*p == '\\' && p[1] != '\0')
                ere[n++] = *++p;
        }
    }
    (void)snprintf(ere + n, sizeof ere - n, ")$");
    return regcomp(out, ere, REG_EXTENDED) == 0;
}

static alm_status match_texts(alm_checker *c, const subject *s,
                              const char *pattern, const char *otherwise,
                              alm_error *err)
{
    alm_finding f = {0};
    regex_t compiled;
    if (!compile_pattern(&compiled, pattern))
        return alm_check_add(c, s->name, 0, 0, "its pattern cannot be read",
                             err);
    const alm_status status = find_texts(&f, s, does_not_match, &compiled, err);
    regfree(&compiled);
    if (status != ALM_OK)
        return status;
    return alm_check_report(c, s->name, &f, err, "%s", otherwise);
}

static alm_status check_pattern(alm_checker *c, const subject *s,
                                alm_error *err)
{
    char otherwise[256];
    const char *pattern = alm_cjson_text(s->constraints, "pattern", NULL);
    if (pattern == NULL)
        return ALM_OK;
    (void)snprintf(otherwise, sizeof otherwise, "does not match %s", pattern);
    return match_texts(c, s, pattern, otherwise, err);
}

/* The formats of strings in Table Schema; of those of other types only the
 * default is read, and a value that has another is none of its type. */
static alm_status check_format(alm_checker *c, const subject *s,
                               const cJSON *field, alm_error *err)
{
    static const struct {
        const char *name;
        const char *pattern;
        const char *otherwise;
    } formats[] = {
        {"email", "[^@ ]+@[^@ ]+[.][^@ ]+", "is no email address"},
        {"uri", "[A-Za-z][A-Za-z0-9+.-]*:[^ ]+", "is no URI"},
        {"uuid", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
         "is no UUID"},
        {"binary", "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==|[A-Za-z0-9+/]=))?",
         "is no base64"},
    };
    const char *format = alm_cjson_text(field, "format", "default");
    if (strcmp(alm_cjson_text(field, "type", "string"), "string") != 0)
        return ALM_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(format, formats[i].name) == 0)
            return match_texts(c, s, formats[i].pattern, formats[i].otherwise,
                               err);
    }
    return ALM_OK;
}

static alm_status check_enum(alm_checker *c, const subject *s, alm_error *err)
{
    const cJSON *list =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "enum");
    alm_finding f = {0};
    if (!cJSON_IsArray(list))
        return ALM_OK;
    alm_status status = find_texts(&f, s, is_not_in, list, err);
    if (status != ALM_OK || f.count == 0)
        return status;
    size_t len;
    const char *text = alm_vector_text(&s->raw, f.row, &len);
    return alm_check_report(c, s->name, &f, err,
                            "\"%.*s\" is none of the values allowed",
                            (int)(len < 64 ? len : 64), text);
}

/* A limit of the column's own type as a number that orders like its values. */
static bool read_limit(double *out, const subject *s, const cJSON *item)
{
    alm_period p;
    if (s->typed.type == ALM_PERIOD) {
        if (!cJSON_IsString(item) ||
            !alm_period_parse(&p, item->valuestring, strlen(item->valuestring)))
            return false;
        *out = (double)p;
        return true;
    }
    if (s->typed.type != ALM_INTEGER && s->typed.type != ALM_NUMBER)
        return false;
    if (cJSON_IsString(item))
        return alm_parse_f64(out, item->valuestring, strlen(item->valuestring));
    *out = cJSON_IsNumber(item) ? item->valuedouble : NAN;
    return cJSON_IsNumber(item);
}

static alm_status check_limit(alm_checker *c, const subject *s,
                              const cJSON *item, bool is_low, const char *rule,
                              alm_error *err)
{
    double limit;
    alm_finding f = {0};
    if (!read_limit(&limit, s, item))
        return ALM_OK;
    for (size_t i = 0; i < s->typed.n; i++) {
        if (!alm_vector_present(&s->typed, i))
            continue;
        const double x = alm_vector_number(&s->typed, i);
        if (is_low ? x < limit : x > limit)
            alm_check_find(&f, i);
    }
    if (f.count == 0)
        return ALM_OK;
    size_t len;
    const char *text = alm_vector_text(&s->raw, f.row, &len);
    return alm_check_report(c, s->name, &f, err, "%.*s is %s %s",
                            (int)(len < 64 ? len : 64), text,
                            is_low ? "below its" : "above its", rule);
}

static alm_status check_limits(alm_checker *c, const subject *s,
                               const cJSON *field, alm_error *err)
{
    const cJSON *bounds = cJSON_GetObjectItemCaseSensitive(field, "bounds");
    alm_status status = check_limit(
        c, s, cJSON_GetObjectItemCaseSensitive(s->constraints, "minimum"), true,
        "minimum", err);
    if (status == ALM_OK)
        status = check_limit(
            c, s, cJSON_GetObjectItemCaseSensitive(s->constraints, "maximum"),
            false, "maximum", err);
    if (status == ALM_OK)
        status = check_limit(c, s, cJSON_GetArrayItem(bounds, 0), true,
                             "bounds", err);
    if (status == ALM_OK)
        status = check_limit(c, s, cJSON_GetArrayItem(bounds, 1), false,
                             "bounds", err);
    return status;
}

/* The values of the column as the schema types them. */
static alm_status type_column(alm_column **out, alm_infer_result *result,
                              const alm_vector *raw,
                              const alm_infer_rules *rules, alm_error *err)
{
    alm_infer *infer = NULL;
    bool again = true;
    alm_status status = alm_infer_new(&infer, rules, err);
    while (status == ALM_OK && again) {
        for (size_t i = 0; status == ALM_OK && i < raw->n; i++) {
            size_t len;
            if (!alm_vector_present(raw, i)) {
                status = alm_infer_add_missing(infer, err);
                continue;
            }
            const char *text = alm_vector_text(raw, i, &len);
            status = alm_infer_add(infer, text, len, ALM_CELL_QUOTED, err);
        }
        if (status == ALM_OK)
            status = alm_infer_again(&again, infer, err);
    }
    if (status != ALM_OK) {
        alm_infer_free(infer);
        return status;
    }
    return alm_infer_finish(out, result, infer, err);
}

static alm_status check_constraints(alm_checker *c, const subject *s,
                                    const cJSON *field, alm_error *err)
{
    alm_status status = check_present(c, s, err);
    if (status == ALM_OK)
        status = check_unique(c, s, err);
    if (status == ALM_OK)
        status = check_enum(c, s, err);
    if (status == ALM_OK)
        status = check_lengths(c, s, err);
    if (status == ALM_OK)
        status = check_pattern(c, s, err);
    if (status == ALM_OK)
        status = check_format(c, s, field, err);
    if (status == ALM_OK)
        status = check_limits(c, s, field, err);
    return status;
}

alm_status alm_check_field(alm_checker *c, const cJSON *field,
                           const alm_infer_rules *rules, alm_error *err)
{
    subject s = {.name = alm_cjson_text(field, "name", ""),
                 .constraints =
                     cJSON_GetObjectItemCaseSensitive(field, "constraints")};
    const size_t at = alm_table_find(c->table, s.name, strlen(s.name));
    alm_column *typed = NULL;
    alm_infer_result result;
    if (at == ALM_NO_COLUMN)
        return alm_check_add(c, s.name, 0, 0,
                             "in the schema, but not in the file", err);
    alm_status status = alm_table_vector(&s.raw, c->table, at, err);
    if (status == ALM_OK)
        status = type_column(&typed, &result, &s.raw, rules, err);
    if (status != ALM_OK)
        return status;
    s.typed = alm_column_vector(typed, NULL);
    const alm_finding bad = {result.bad, result.bad_row};
    status = alm_check_report(c, s.name, &bad, err, "\"%s\" is no %s",
                              result.bad_text, alm_type_name(rules->type));
    if (status == ALM_OK)
        status = check_constraints(c, &s, field, err);
    alm_column_free(typed);
    return status;
}
