#include "io/schema.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "table/place.h"

const alm_column_schema *alm_schema_find(const alm_load_options *options,
                                         const char *name)
{
    const alm_schema *schema = options->schema;
    for (size_t i = 0; schema != NULL && i < schema->count; i++) {
        if (strcmp(schema->columns[i].info.name, name) == 0)
            return &schema->columns[i];
    }
    return NULL;
}

static void apply_rule(alm_infer_rules *rules, const alm_column_rule *rule)
{
    if (rule->typed || rule->role == ALM_ROLE_PERIOD) {
        rules->typed = true;
        rules->type = rule->typed ? rule->type : ALM_PERIOD;
    }
    if (rule->bad != ALM_BAD_DEFAULT)
        rules->bad = rule->bad;
}

/* Headers below which four digits are a year. */
static bool names_periods(const char *name)
{
    static const char *const names[] = {"year", "period", "年份", "年"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

alm_infer_rules alm_schema_rules(const alm_load_options *options,
                                 const char *name)
{
    const alm_column_schema *column = alm_schema_find(options, name);
    alm_infer_rules rules = options->values;
    if (column != NULL) {
        rules = column->rules;
        rules.bad = options->values.bad;
        if (options->values.nulls != NULL) {
            rules.nulls = options->values.nulls;
            rules.null_count = options->values.null_count;
        }
    }
    rules.period_hint = names_periods(name);
    for (size_t i = 0; i < options->rule_count; i++) {
        if (strcmp(options->rules[i].column, name) == 0)
            apply_rule(&rules, &options->rules[i]);
    }
    return rules;
}

/* One block: the words, then their bytes. */
static alm_status copy_list(const alm_word **out, const alm_word *words,
                            size_t count, alm_error *err)
{
    size_t bytes = count * sizeof *words;
    if (words == NULL)
        return ALM_OK;
    for (size_t i = 0; i < count; i++)
        bytes += words[i].len;
    alm_word *copy = alm_alloc(bytes, 1);
    if (copy == NULL)
        return alm_fail_memory(err, "the null words");
    char *at = (char *)(copy + count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = (alm_word){at, words[i].len};
        if (words[i].len > 0)
            memcpy(at, words[i].text, words[i].len);
        at += words[i].len;
    }
    *out = copy;
    return ALM_OK;
}

alm_status alm_schema_copy_words(alm_infer_rules *out,
                                 const alm_infer_rules *rules, alm_error *err)
{
    *out = *rules;
    out->nulls = NULL;
    out->trues = NULL;
    out->falses = NULL;
    alm_status status =
        copy_list(&out->nulls, rules->nulls, rules->null_count, err);
    if (status == ALM_OK)
        status = copy_list(&out->trues, rules->trues, rules->true_count, err);
    if (status == ALM_OK)
        status =
            copy_list(&out->falses, rules->falses, rules->false_count, err);
    return status;
}

void alm_schema_free_words(alm_infer_rules *rules)
{
    alm_dealloc((void *)rules->nulls);
    alm_dealloc((void *)rules->trues);
    alm_dealloc((void *)rules->falses);
}

alm_status alm_schema_field(alm_field **out, const alm_load_options *options,
                            const char *name, bool percent, alm_error *err)
{
    const alm_column_schema *column = alm_schema_find(options, name);
    alm_field_info info = {.name = name};
    if (column != NULL)
        info = column->info;
    if (percent && info.unit == NULL)
        info.unit = "%";
    for (size_t i = 0; i < options->rule_count; i++) {
        const alm_column_rule *rule = &options->rules[i];
        if (rule->role != ALM_ROLE_NONE && strcmp(rule->column, name) == 0)
            info.role = rule->role;
    }
    return alm_field_new(out, &info, err);
}

alm_status alm_schema_check_rules(const alm_load_options *options,
                                  const alm_table *table, alm_error *err)
{
    for (size_t i = 0; i < options->rule_count; i++) {
        const char *name = options->rules[i].column;
        if (alm_table_find(table, name, strlen(name)) == ALM_NO_COLUMN)
            return alm_table_fail_unknown(table, name, strlen(name), err);
    }
    return ALM_OK;
}

alm_status alm_schema_check_bad(alm_load_report *report, const char *file,
                                const char *name, const alm_infer_rules *rules,
                                const alm_infer_result *result, size_t rows,
                                size_t line, alm_error *err)
{
    const char *type = rules->typed ? alm_type_name(rules->type) : "number";
    if (result->bad == 0)
        return ALM_OK;
    if (rules->bad == ALM_BAD_MISSING) {
        if (report == NULL)
            return ALM_OK;
        return alm_notes_add(&report->notes, err,
                             "column \"%s\": %zu of %zu values read as missing "
                             "because they are no %s (the first: \"%s\", line "
                             "%zu)",
                             name, result->bad, rows, type, result->bad_text,
                             line);
    }
    const alm_status status =
        alm_fail(err, ALM_ETYPE, "column \"%s\": \"%s\" is no %s", name,
                 result->bad_text, type);
    alm_error_at(err, file, line, 0);
    alm_error_help(err,
                   "%zu such value%s in %zu; --bad=missing treats %s as "
                   "missing, --type %s=text keeps the text",
                   result->bad, result->bad == 1 ? "" : "s", rows,
                   result->bad == 1 ? "it" : "them", name);
    return status;
}

void alm_schema_place_bad(alm_error *err, const alm_table *beside,
                          const alm_infer_result *result)
{
    if (err != NULL && result->bad > 0 && beside != NULL)
        alm_table_place(err->data, sizeof err->data, beside, ALM_NO_COLUMN,
                        result->bad_row);
}

/* Names ----------------------------------------------------------------- */

static bool has_name(const alm_names *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

/* Room for the name and a number behind it. */
static alm_status push(char **slot, alm_names *names, size_t len,
                       alm_error *err)
{
    if (names->len == names->cap) {
        const size_t cap = names->cap * 2 + 16;
        char **items = alm_realloc(names->items, cap, sizeof *items);
        if (items == NULL)
            return alm_fail_memory(err, "the column names");
        names->items = items;
        names->cap = cap;
    }
    *slot = alm_alloc(len + 32, 1);
    return *slot != NULL ? ALM_OK : alm_fail_memory(err, "the column names");
}

alm_status alm_names_add(alm_names *names, const char *text, size_t len,
                         alm_notes *notes, alm_error *err)
{
    char *name = NULL;
    alm_status status = push(&name, names, len, err);
    if (status != ALM_OK)
        return status;
    if (len > 0)
        memcpy(name, text, len);
    name[len] = '\0';
    if (name[0] == '\0') {
        (void)snprintf(name, 32, "column%zu", names->len + 1);
        if (notes != NULL)
            status =
                alm_notes_add(notes, err, "column %zu has no header: named %s",
                              names->len + 1, name);
    }
    len = strlen(name);
    if (status == ALM_OK && has_name(names, name)) {
        for (size_t k = 2; has_name(names, name); k++)
            (void)snprintf(name + len, 24, "_%zu", k);
        if (notes != NULL)
            status = alm_notes_add(notes, err,
                                   "a second column \"%.*s\" was named \"%s\"",
                                   (int)(len < 200 ? len : 200), name, name);
    }
    if (status != ALM_OK) {
        alm_dealloc(name);
        return status;
    }
    names->items[names->len++] = name;
    return ALM_OK;
}

void alm_names_free(alm_names *names)
{
    for (size_t i = 0; i < names->len; i++)
        alm_dealloc(names->items[i]);
    alm_dealloc(names->items);
    *names = (alm_names){0};
}
