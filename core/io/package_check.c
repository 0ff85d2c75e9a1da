#include <math.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/package_private.h"

/* Tables are read as text here, so that a value which does not fit its type is
 * counted like any other problem and what is reported is what the file has. */

typedef struct checker {
    alm_problems *problems;
    const alm_package *package;
    const alm_load_options *options;
    const alm_table *table; /* all columns text */
    const char *name;       /* of the table */
} checker;

/* Problems -------------------------------------------------------------------
 */

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

/* Rows that a rule finds wrong. */
typedef struct finding {
    size_t count;
    size_t row; /* the first */
} finding;

static void find_row(finding *f, size_t row)
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

static alm_status add_problem(checker *c, const char *column, size_t line,
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

/* Nothing when the finding is empty. */
ALM_PRINTF(5, 6)
static alm_status report(checker *c, const char *column, const finding *f,
                         alm_error *err, const char *fmt, ...)
{
    char message[512];
    va_list args;
    if (f->count == 0)
        return ALM_OK;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    return add_problem(c, column, alm_table_line(c->table, f->row), f->count,
                       message, err);
}

/* One column
 * ------------------------------------------------------------------- */

/* A field, its texts and its typed values. */
typedef struct subject {
    const char *name;
    const cJSON *constraints;
    alm_vector raw;
    alm_vector typed;
} subject;

static alm_status check_present(checker *c, const subject *s, alm_error *err)
{
    finding missing = {0};
    if (!cJSON_IsTrue(
            cJSON_GetObjectItemCaseSensitive(s->constraints, "required")))
        return ALM_OK;
    for (size_t i = 0; i < s->raw.n; i++) {
        if (!alm_vector_present(&s->raw, i))
            find_row(&missing, i);
    }
    return report(c, s->name, &missing, err, "required, but missing");
}

/* Equal texts have equal codes, so a value is unique when its code is. */
static alm_status check_unique(checker *c, const subject *s, alm_error *err)
{
    finding twice = {0};
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
            find_row(&twice, i);
        *one = true;
    }
    alm_dealloc(seen);
    return report(c, s->name, &twice, err, "must be unique, but occurs again");
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

static alm_status find_texts(finding *out, const subject *s, text_rule *breaks,
                             const void *context, alm_error *err)
{
    bool *bad = alm_alloc_zeroed(alm_dict_count(s->raw.dict), sizeof *bad);
    if (bad == NULL)
        return alm_fail_memory(err, "checking a column");
    const alm_status status =
        judge_texts(bad, s->raw.dict, breaks, context, err);
    for (size_t i = 0; status == ALM_OK && i < s->raw.n; i++) {
        if (alm_vector_present(&s->raw, i) && bad[s->raw.codes[i]])
            find_row(out, i);
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

static alm_status check_lengths(checker *c, const subject *s, alm_error *err)
{
    const cJSON *low =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "minLength");
    const cJSON *high =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "maxLength");
    alm_status status = ALM_OK;
    finding f = {0};
    finding g = {0};
    if (cJSON_IsNumber(low))
        status = find_texts(&f, s, is_too_short, &low->valuedouble, err);
    if (status == ALM_OK && cJSON_IsNumber(high))
        status = find_texts(&g, s, is_too_long, &high->valuedouble, err);
    if (status == ALM_OK)
        status = report(c, s->name, &f, err, "shorter than minLength");
    if (status == ALM_OK)
        status = report(c, s->name, &g, err, "longer than maxLength");
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

static alm_status check_pattern(checker *c, const subject *s, alm_error *err)
{
    const char *pattern = alm_cjson_text(s->constraints, "pattern", NULL);
    finding f = {0};
    regex_t compiled;
    if (pattern == NULL)
        return ALM_OK;
    if (!compile_pattern(&compiled, pattern))
        return add_problem(c, s->name, 0, 0, "its pattern cannot be read", err);
    alm_status status = find_texts(&f, s, does_not_match, &compiled, err);
    regfree(&compiled);
    if (status == ALM_OK)
        status = report(c, s->name, &f, err, "does not match %s", pattern);
    return status;
}

static alm_status check_enum(checker *c, const subject *s, alm_error *err)
{
    const cJSON *list =
        cJSON_GetObjectItemCaseSensitive(s->constraints, "enum");
    finding f = {0};
    if (!cJSON_IsArray(list))
        return ALM_OK;
    alm_status status = find_texts(&f, s, is_not_in, list, err);
    if (status != ALM_OK || f.count == 0)
        return status;
    size_t len;
    const char *text = alm_vector_text(&s->raw, f.row, &len);
    return report(c, s->name, &f, err, "\"%.*s\" is none of the values allowed",
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

static alm_status check_limit(checker *c, const subject *s, const cJSON *item,
                              bool is_low, const char *rule, alm_error *err)
{
    double limit;
    finding f = {0};
    if (!read_limit(&limit, s, item))
        return ALM_OK;
    for (size_t i = 0; i < s->typed.n; i++) {
        if (!alm_vector_present(&s->typed, i))
            continue;
        const double x = alm_vector_number(&s->typed, i);
        if (is_low ? x < limit : x > limit)
            find_row(&f, i);
    }
    if (f.count == 0)
        return ALM_OK;
    size_t len;
    const char *text = alm_vector_text(&s->raw, f.row, &len);
    return report(c, s->name, &f, err, "%.*s is %s %s",
                  (int)(len < 64 ? len : 64), text,
                  is_low ? "below its" : "above its", rule);
}

static alm_status check_limits(checker *c, const subject *s, const cJSON *field,
                               alm_error *err)
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

static alm_status check_constraints(checker *c, const subject *s,
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
        status = check_limits(c, s, field, err);
    return status;
}

static alm_status check_field(checker *c, const cJSON *field,
                              const alm_infer_rules *rules, alm_error *err)
{
    subject s = {.name = alm_cjson_text(field, "name", ""),
                 .constraints =
                     cJSON_GetObjectItemCaseSensitive(field, "constraints")};
    const size_t at = alm_table_find(c->table, s.name, strlen(s.name));
    alm_column *typed = NULL;
    alm_infer_result result;
    if (at == ALM_NO_COLUMN)
        return add_problem(c, s.name, 0, 0,
                           "in the schema, but not in the file", err);
    alm_status status = alm_table_vector(&s.raw, c->table, at, err);
    if (status == ALM_OK)
        status = type_column(&typed, &result, &s.raw, rules, err);
    if (status != ALM_OK)
        return status;
    s.typed = alm_column_vector(typed, NULL);
    const finding bad = {result.bad, result.bad_row};
    status = report(c, s.name, &bad, err, "\"%s\" is no %s", result.bad_text,
                    alm_type_name(rules->type));
    if (status == ALM_OK)
        status = check_constraints(c, &s, field, err);
    alm_column_free(typed);
    return status;
}

/* Keys
 * ---------------------------------------------------------------------------
 */

enum { KEY_FIELDS = 16 };

/* The columns of a key, given as one name or a list. */
typedef struct key {
    alm_vector columns[KEY_FIELDS];
    size_t count; /* 0: some are missing, which is reported elsewhere */
} key;

static alm_status find_key(key *out, const alm_table *table,
                           const cJSON *fields, alm_error *err)
{
    const cJSON *one = cJSON_IsArray(fields) ? fields->child : fields;
    out->count = 0;
    for (; one != NULL; one = cJSON_IsArray(fields) ? one->next : NULL) {
        const char *name = cJSON_IsString(one) ? one->valuestring : "";
        const size_t at = alm_table_find(table, name, strlen(name));
        if (at == ALM_NO_COLUMN || out->count == KEY_FIELDS) {
            out->count = 0;
            return ALM_OK;
        }
        const alm_status status =
            alm_table_vector(&out->columns[out->count++], table, at, err);
        if (status != ALM_OK)
            return status;
        if (out->columns[out->count - 1].type != ALM_TEXT) {
            out->count = 0; /* a column that the schema does not have */
            return ALM_OK;
        }
    }
    return ALM_OK;
}

/* Row i of a key as one text: the lengths keep ("a","bc") and ("ab","c")
 * apart. *whole is false when a part is missing. */
static alm_status key_text(alm_buffer *out, bool *whole, const key *k, size_t i,
                           alm_error *err)
{
    alm_status status = ALM_OK;
    alm_buffer_clear(out);
    *whole = true;
    for (size_t c = 0; status == ALM_OK && c < k->count; c++) {
        size_t len;
        if (!alm_vector_present(&k->columns[c], i)) {
            *whole = false;
            return ALM_OK;
        }
        const char *text = alm_vector_text(&k->columns[c], i, &len);
        status = alm_buffer_add(out, &len, sizeof len, err);
        if (status == ALM_OK)
            status = alm_buffer_add(out, text, len, err);
    }
    return status;
}

/* Adds the keys of all rows to `dict`; `twice` and `missing` may be NULL. */
static alm_status collect_keys(alm_dict *dict, finding *twice, finding *missing,
                               const key *k, size_t rows, alm_error *err)
{
    alm_buffer text = {0};
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < rows; i++) {
        bool whole;
        uint32_t code;
        const size_t before = alm_dict_count(dict);
        status = key_text(&text, &whole, k, i, err);
        if (status != ALM_OK)
            break;
        if (!whole) {
            if (missing != NULL)
                find_row(missing, i);
            continue;
        }
        status = alm_dict_add(&code, dict, text.data, text.len, err);
        if (twice != NULL && alm_dict_count(dict) == before)
            find_row(twice, i);
    }
    alm_buffer_free(&text);
    return status;
}

static alm_status check_primary_key(checker *c, const cJSON *schema,
                                    alm_error *err)
{
    const cJSON *fields =
        cJSON_GetObjectItemCaseSensitive(schema, "primaryKey");
    key k;
    finding twice = {0};
    finding missing = {0};
    alm_dict *dict = NULL;
    alm_status status = find_key(&k, c->table, fields, err);
    if (status != ALM_OK || k.count == 0)
        return status;
    status = alm_dict_new(&dict, err);
    if (status == ALM_OK)
        status = collect_keys(dict, &twice, &missing, &k,
                              alm_table_rows(c->table), err);
    alm_dict_free(dict);
    if (status == ALM_OK)
        status = report(c, NULL, &twice, err, "primary key occurs again");
    if (status == ALM_OK)
        status = report(c, NULL, &missing, err, "primary key is missing");
    return status;
}

static alm_status check_references(checker *c, const key *own, const key *other,
                                   size_t other_rows, const char *target,
                                   alm_error *err)
{
    alm_dict *dict = NULL;
    alm_buffer text = {0};
    finding f = {0};
    alm_status status = alm_dict_new(&dict, err);
    if (status == ALM_OK)
        status = collect_keys(dict, NULL, NULL, other, other_rows, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_rows(c->table); i++) {
        bool whole;
        status = key_text(&text, &whole, own, i, err);
        if (status == ALM_OK && whole &&
            alm_dict_find(dict, text.data, text.len) == ALM_DICT_NONE)
            find_row(&f, i);
    }
    alm_buffer_free(&text);
    alm_dict_free(dict);
    return status == ALM_OK
               ? report(c, NULL, &f, err, "foreign key has no row in table %s",
                        target)
               : status;
}

static alm_status read_as_text(alm_table **out, const checker *c,
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

static alm_status check_foreign_key(checker *c, const cJSON *foreign,
                                    alm_error *err)
{
    const cJSON *reference =
        cJSON_GetObjectItemCaseSensitive(foreign, "reference");
    const char *target = alm_cjson_text(reference, "resource", "");
    alm_table *read = NULL;
    alm_error why = {0};
    key own, other;
    alm_status status =
        find_key(&own, c->table,
                 cJSON_GetObjectItemCaseSensitive(foreign, "fields"), err);
    if (status != ALM_OK)
        return status;
    if (target[0] != '\0' && strcmp(target, c->name) != 0) {
        status = read_as_text(&read, c, target, &why);
        if (status == ALM_ENOMEM)
            return alm_fail_memory(err, "a table");
        if (status != ALM_OK)
            return add_problem(c, NULL, 0, 0, why.message, err);
    }
    const alm_table *table = read != NULL ? read : c->table;
    status =
        find_key(&other, table,
                 cJSON_GetObjectItemCaseSensitive(reference, "fields"), err);
    if (status == ALM_OK && (own.count == 0 || own.count != other.count))
        status =
            add_problem(c, NULL, 0, 0,
                        "a foreign key names columns that do not exist", err);
    else if (status == ALM_OK)
        status = check_references(c, &own, &other, alm_table_rows(table),
                                  target, err);
    alm_table_free(read);
    return status;
}

/* Tables
 * ------------------------------------------------------------------------- */

static alm_status check_unknown_columns(checker *c, const alm_schema *schema,
                                        alm_error *err)
{
    alm_status status = ALM_OK;
    const alm_load_options options = {.schema = schema};
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(c->table); i++) {
        const char *name = alm_table_column_name(c->table, i);
        if (alm_schema_find(&options, name) == NULL)
            status = add_problem(c, name, 0, 0,
                                 "in the file, but not in the schema", err);
    }
    return status;
}

static alm_status check_schema(checker *c, const cJSON *schema, alm_error *err)
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
        status = check_primary_key(c, schema, err);
    cJSON_ArrayForEach(foreign,
                       cJSON_GetObjectItemCaseSensitive(schema, "foreignKeys"))
    {
        if (status == ALM_OK)
            status = check_foreign_key(c, foreign, err);
    }
    alm_cjson_schema_free(&read);
    return status;
}

/* A table that cannot be read is a problem, not the end. */
static alm_status check_table(checker *c, const cJSON *resource, alm_error *err)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(resource, "schema");
    alm_table *table = NULL;
    alm_error why = {0};
    c->name = alm_cjson_text(resource, "name", "");
    alm_status status = read_as_text(&table, c, c->name, &why);
    if (status == ALM_ENOMEM)
        return alm_fail_memory(err, "a table");
    if (status != ALM_OK)
        return add_problem(c, NULL, why.line, 1, why.message, err);
    c->table = table;
    if (cJSON_IsObject(schema))
        status = check_schema(c, schema, err);
    alm_table_free(table);
    return status;
}

alm_status alm_package_check(alm_problems *out, const alm_package *package,
                             const alm_load_options *options, alm_error *err)
{
    checker c = {.problems = out, .package = package, .options = options};
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
