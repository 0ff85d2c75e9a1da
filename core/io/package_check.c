#include <math.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/package_check.h"

/* Tables are read as text here, so that a value which does not fit its type is
 * counted like any other problem and what is reported is what the file has. */

/* Problems -------------------------------------------------------------- */

void alm_problems_free(alm_problems *problems)
{
    for (size_t i = 0; i < problems->len; i++) {
        alm_dealloc(problems->items[i].table);
        alm_dealloc(problems->items[i].column);
        alm_dealloc(problems->items[i].message);
    }
    alm_dealloc(problems->items);
    *problems = (alm_problems){0};
}

void alm_check_find(alm_finding *f, size_t row)
{
    if (f->count++ == 0)
        f->row = row;
}

static alm_status make_room(alm_problems *problems, alm_error *err)
{
    if (problems->len < problems->cap)
        return ALM_OK;
    const size_t cap = problems->cap * 2 + 8;
    alm_problem *items = alm_realloc(problems->items, cap, sizeof *items);
    if (items == NULL)
        return alm_fail_memory(err, "the problems");
    problems->items = items;
    problems->cap = cap;
    return ALM_OK;
}

alm_status alm_check_add(alm_checker *c, const char *column, size_t line,
                         size_t count, const char *message, alm_error *err)
{
    alm_status status = make_room(c->problems, err);
    if (status != ALM_OK)
        return status;
    alm_problem p = {.line = line, .count = count};
    status = alm_path_join(&p.table, "", c->name, err);
    if (status == ALM_OK && column != NULL)
        status = alm_path_join(&p.column, "", column, err);
    if (status == ALM_OK)
        status = alm_path_join(&p.message, "", message, err);
    if (status != ALM_OK) {
        alm_dealloc(p.table);
        alm_dealloc(p.column);
        return status;
    }
    c->problems->items[c->problems->len++] = p;
    return ALM_OK;
}

alm_status alm_check_report(alm_checker *c, const char *column,
                            const alm_finding *f, alm_error *err,
                            const char *fmt, ...)
{
    char message[512];
    va_list args;
    if (f->count == 0)
        return ALM_OK;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    return alm_check_add(c, column, alm_table_line(c->table, f->row), f->count,
                         message, err);
}

/* One column ------------------------------------------------------------ */

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

static alm_status check_field(alm_checker *c, const cJSON *field,
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

/* Tables ---------------------------------------------------------------- */

alm_status alm_check_read(alm_table **out, const alm_checker *c,
                          const char *name, alm_error *err)
{
    alm_load_report ignored = {0};
    alm_load_options options = *c->options;
    const cJSON *resource = NULL;
    options.rules = NULL; /* the package is judged, not how one reads it */
    options.rule_count = 0;
    alm_status status = alm_package_resource(&resource, c->package, name, err);
    if (status == ALM_OK)
        status = alm_package_read(out, &ignored, c->package, resource, true,
                                  &options, err);
    alm_load_report_free(&ignored);
    return status;
}

static alm_status
check_unknown_columns(alm_checker *c, const alm_schema *schema, alm_error *err)
{
    alm_status status = ALM_OK;
    const alm_load_options options = {.schema = schema};
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(c->table); i++) {
        const char *name = alm_table_column_name(c->table, i);
        if (alm_schema_find(&options, name) == NULL)
            status = alm_check_add(c, name, 0, 0,
                                   "in the file, but not in the schema", err);
    }
    return status;
}

static alm_status check_schema(alm_checker *c, const cJSON *schema,
                               alm_error *err)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(schema, "fields");
    const cJSON *foreign;
    const cJSON *field;
    size_t i = 0;
    alm_cjson_schema read = {0};
    alm_status status = alm_cjson_schema_take(
        &read, fields,
        cJSON_GetObjectItemCaseSensitive(schema, "missingValues"), err);
    if (status == ALM_OK)
        status = check_unknown_columns(c, &read.schema, err);
    cJSON_ArrayForEach(field, fields)
    {
        if (status == ALM_OK)
            status = check_field(c, field, &read.columns[i++].rules, err);
    }
    if (status == ALM_OK)
        status = alm_check_primary_key(c, schema, err);
    cJSON_ArrayForEach(foreign,
                       cJSON_GetObjectItemCaseSensitive(schema, "foreignKeys"))
    {
        if (status == ALM_OK)
            status = alm_check_foreign_key(c, foreign, err);
    }
    alm_cjson_schema_free(&read);
    return status;
}

/* A table that cannot be read is a problem, not the end. */
static alm_status check_table(alm_checker *c, const cJSON *resource,
                              alm_error *err)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(resource, "schema");
    alm_table *table = NULL;
    alm_error why = {0};
    c->name = alm_cjson_text(resource, "name", "");
    alm_status status = alm_check_read(&table, c, c->name, &why);
    if (status == ALM_ENOMEM)
        return alm_fail_memory(err, "a table");
    if (status != ALM_OK)
        return alm_check_add(c, NULL, why.line, 1, why.message, err);
    c->table = table;
    if (cJSON_IsObject(schema))
        status = check_schema(c, schema, err);
    alm_table_free(table);
    return status;
}

alm_status alm_package_check(alm_problems *out, const alm_package *package,
                             const alm_load_options *options, alm_error *err)
{
    alm_checker c = {.problems = out, .package = package, .options = options};
    const cJSON *resource;
    alm_status status = ALM_OK;
    *out = (alm_problems){0};
    cJSON_ArrayForEach(resource, package->resources)
    {
        if (status == ALM_OK)
            status = check_table(&c, resource, err);
    }
    if (status != ALM_OK)
        alm_problems_free(out);
    return status;
}
