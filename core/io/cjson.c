#include "io/cjson.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

static void *allocate(size_t size)
{
    return alm_alloc(size, 1);
}

alm_status alm_cjson_parse(cJSON **out, const char *text, size_t n,
                           alm_error *err)
{
    /* Process-wide in cJSON, and the same every time. */
    cJSON_Hooks hooks = {allocate, alm_dealloc};
    cJSON_InitHooks(&hooks);
    cJSON *tree = cJSON_ParseWithLength(text, n);
    /* The grammar has been checked, so nothing else is left to go wrong. */
    if (tree == NULL)
        return alm_fail_memory(err, "a JSON record");
    *out = tree;
    return ALM_OK;
}

const char *alm_cjson_text(const cJSON *object, const char *name,
                           const char *otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : otherwise;
}

/* Field descriptions ---------------------------------------------------- */

static alm_status own(alm_cjson_schema *s, void *block, alm_error *err)
{
    if (block != NULL && s->block_count == s->block_cap) {
        const size_t cap = s->block_cap * 2 + 8;
        void **blocks = alm_realloc(s->blocks, cap, sizeof *blocks);
        if (blocks == NULL) {
            alm_dealloc(block);
            block = NULL;
        } else {
            s->blocks = blocks;
            s->block_cap = cap;
        }
    }
    if (block == NULL)
        return alm_fail_memory(err, "a schema");
    s->blocks[s->block_count++] = block;
    return ALM_OK;
}

/* The words of an array of texts, or of {"value": ...} objects. */
static alm_status read_words(const alm_word **words, size_t *count,
                             alm_cjson_schema *s, const cJSON *array,
                             alm_error *err)
{
    if (!cJSON_IsArray(array))
        return ALM_OK;
    alm_word *block =
        alm_alloc((size_t)cJSON_GetArraySize(array), sizeof *block);
    const alm_status status = own(s, block, err);
    if (status != ALM_OK)
        return status;
    const cJSON *item;
    size_t n = 0;
    cJSON_ArrayForEach(item, array)
    {
        const char *text = cJSON_IsString(item)
                               ? item->valuestring
                               : alm_cjson_text(item, "value", NULL);
        if (text != NULL)
            block[n++] = (alm_word){text, strlen(text)};
    }
    *words = block;
    *count = n;
    return ALM_OK;
}

static char one_character(const cJSON *field, const char *name)
{
    const char *text = alm_cjson_text(field, name, "");
    return strlen(text) == 1 ? text[0] : '\0';
}

/* The types of Table Schema, and our own. What has no type of ours is text. */
static void read_type(alm_infer_rules *rules, const cJSON *field)
{
    static const struct {
        const char *name;
        alm_type type;
    } types[] = {{"integer", ALM_INTEGER},  {"number", ALM_NUMBER},
                 {"boolean", ALM_BOOLEAN},  {"year", ALM_PERIOD},
                 {"yearmonth", ALM_PERIOD}, {"date", ALM_PERIOD},
                 {"period", ALM_PERIOD}};
    const char *name = alm_cjson_text(field, "type", "any");
    const char *format = alm_cjson_text(field, "format", "default");
    if (strcmp(alm_cjson_text(field, "role", ""), "period") == 0)
        name = "period";
    if (strcmp(name, "any") == 0)
        return;
    rules->typed = true;
    rules->type = ALM_TEXT;
    if (strcmp(name, "date") == 0 && strcmp(format, "default") != 0)
        return;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, name) == 0)
            rules->type = types[i].type;
    }
}

static alm_status read_rules(alm_infer_rules *rules, alm_cjson_schema *s,
                             const cJSON *field, const cJSON *missing,
                             alm_error *err)
{
    const cJSON *own_missing =
        cJSON_GetObjectItemCaseSensitive(field, "missingValues");
    const cJSON *bare = cJSON_GetObjectItemCaseSensitive(field, "bareNumber");
    *rules = (alm_infer_rules){.decimal = one_character(field, "decimalChar"),
                               .group = one_character(field, "groupChar"),
                               .strip_units = cJSON_IsFalse(bare)};
    read_type(rules, field);
    alm_status status =
        read_words(&rules->nulls, &rules->null_count, s,
                   cJSON_IsArray(own_missing) ? own_missing : missing, err);
    if (status == ALM_OK)
        status = read_words(
            &rules->trues, &rules->true_count, s,
            cJSON_GetObjectItemCaseSensitive(field, "trueValues"), err);
    if (status == ALM_OK)
        status = read_words(
            &rules->falses, &rules->false_count, s,
            cJSON_GetObjectItemCaseSensitive(field, "falseValues"), err);
    return status;
}

static double number_of(const cJSON *item, double otherwise)
{
    return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

static void read_bounds(alm_field_info *info, const cJSON *field)
{
    const cJSON *bounds = cJSON_GetObjectItemCaseSensitive(field, "bounds");
    if (!cJSON_IsArray(bounds) || cJSON_GetArraySize(bounds) != 2)
        return;
    info->has_bounds = true;
    info->low = number_of(cJSON_GetArrayItem(bounds, 0), -INFINITY);
    info->high = number_of(cJSON_GetArrayItem(bounds, 1), INFINITY);
}

static void read_aggregate(alm_field_info *info, const cJSON *field)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(field, "aggregate");
    const char *weight = alm_cjson_text(item, "weighted_mean", NULL);
    if (weight != NULL) {
        info->aggregate = ALM_AGGREGATE_WEIGHTED_MEAN;
        info->weight = weight;
    } else if (cJSON_IsString(item) && strcmp(item->valuestring, "sum") == 0) {
        info->aggregate = ALM_AGGREGATE_SUM;
    } else if (cJSON_IsString(item) && strcmp(item->valuestring, "none") == 0) {
        info->aggregate = ALM_AGGREGATE_NONE;
    }
}

/* {"period", "note", "source", "only": {column: value}}. */
static alm_break read_break(const cJSON *item)
{
    const cJSON *only = cJSON_GetObjectItemCaseSensitive(item, "only");
    alm_break point = {.period = alm_cjson_text(item, "period", NULL),
                       .note = alm_cjson_text(item, "note", NULL),
                       .source = alm_cjson_text(item, "source", NULL)};

    if (cJSON_IsObject(only) && cJSON_IsString(only->child)) {
        point.only_column = only->child->string;
        point.only_value = only->child->valuestring;
    }
    return point;
}

static alm_status read_breaks(alm_field_info *info, alm_cjson_schema *s,
                              const cJSON *field, alm_error *err)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(field, "breaks");
    const cJSON *item;
    if (!cJSON_IsArray(array))
        return ALM_OK;
    alm_break *breaks =
        alm_alloc((size_t)cJSON_GetArraySize(array), sizeof *breaks);
    const alm_status status = own(s, breaks, err);
    if (status != ALM_OK)
        return status;
    cJSON_ArrayForEach(item, array)
    {
        breaks[info->break_count++] = read_break(item);
    }
    info->breaks = breaks;
    return ALM_OK;
}

/* Sources are a text of ours, or anything that Frictionless allows. */
static alm_status read_sources(alm_field_info *info, alm_cjson_schema *s,
                               const cJSON *field, alm_error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(field, "sources");
    if (item == NULL || cJSON_IsNull(item))
        return ALM_OK;
    if (cJSON_IsString(item)) {
        info->sources = item->valuestring;
        return ALM_OK;
    }
    char *text = cJSON_PrintUnformatted(item);
    info->sources = text;
    return own(s, text, err);
}

static alm_status read_field(alm_column_schema *out, alm_cjson_schema *s,
                             const cJSON *field, const cJSON *missing,
                             alm_error *err)
{
    alm_field_info *info = &out->info;
    *info = (alm_field_info){
        .name = alm_cjson_text(field, "name", ""),
        .title = alm_cjson_text(field, "title", NULL),
        .title_zh = alm_cjson_text(field, "title_zh", NULL),
        .unit = alm_cjson_text(field, "unit", NULL),
        .description = alm_cjson_text(field, "description", NULL),
        .rounding = number_of(
            cJSON_GetObjectItemCaseSensitive(field, "rounding"), 0.0)};
    const double direction =
        number_of(cJSON_GetObjectItemCaseSensitive(field, "direction"), 0.0);
    info->direction = (direction > 0.0) - (direction < 0.0);
    (void)alm_kind_from_name(&info->kind, alm_cjson_text(field, "kind", ""));
    (void)alm_role_from_name(&info->role, alm_cjson_text(field, "role", ""));
    read_bounds(info, field);
    read_aggregate(info, field);
    alm_status status = read_breaks(info, s, field, err);
    if (status == ALM_OK)
        status = read_sources(info, s, field, err);
    if (status == ALM_OK)
        status = read_rules(&out->rules, s, field, missing, err);
    return status;
}

alm_status alm_cjson_schema_take(alm_cjson_schema *out, const cJSON *fields,
                                 const cJSON *missing, alm_error *err)
{
    alm_cjson_schema s = {0};
    const cJSON *field;
    size_t n = 0;
    alm_status status = ALM_OK;
    s.columns =
        alm_alloc((size_t)cJSON_GetArraySize(fields), sizeof *s.columns);
    if (s.columns == NULL)
        return alm_fail_memory(err, "a schema");
    cJSON_ArrayForEach(field, fields)
    {
        if (status == ALM_OK)
            status = read_field(&s.columns[n++], &s, field, missing, err);
    }
    s.schema = (alm_schema){s.columns, n};
    if (status != ALM_OK) {
        alm_cjson_schema_free(&s);
        return status;
    }
    *out = s;
    return ALM_OK;
}

alm_status alm_cjson_schema_read(alm_cjson_schema *out, const char *text,
                                 size_t n, alm_error *err)
{
    cJSON *tree = NULL;
    alm_status status = alm_cjson_parse(&tree, text, n, err);
    if (status == ALM_OK)
        status = alm_cjson_schema_take(out, tree, NULL, err);
    if (status != ALM_OK)
        cJSON_Delete(tree);
    else
        out->tree = tree;
    return status;
}

void alm_cjson_schema_free(alm_cjson_schema *s)
{
    for (size_t i = 0; i < s->block_count; i++)
        alm_dealloc(s->blocks[i]);
    alm_dealloc(s->blocks);
    alm_dealloc(s->columns);
    cJSON_Delete(s->tree);
    *s = (alm_cjson_schema){0};
}
