#include <string.h>

#include "base/buffer.h"
#include "io/package_check.h"

/* Primary and foreign keys. */

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
static alm_status collect_keys(alm_dict *dict, alm_finding *twice,
                               alm_finding *missing, const key *k, size_t rows,
                               alm_error *err)
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
                alm_check_find(missing, i);
            continue;
        }
        status = alm_dict_add(&code, dict, text.data, text.len, err);
        if (twice != NULL && alm_dict_count(dict) == before)
            alm_check_find(twice, i);
    }
    alm_buffer_free(&text);
    return status;
}

alm_status alm_check_primary_key(alm_checker *c, const cJSON *schema,
                                 alm_error *err)
{
    const cJSON *fields =
        cJSON_GetObjectItemCaseSensitive(schema, "primaryKey");
    key k;
    alm_finding twice = {0};
    alm_finding missing = {0};
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
        status =
            alm_check_report(c, NULL, &twice, err, "primary key occurs again");
    if (status == ALM_OK)
        status =
            alm_check_report(c, NULL, &missing, err, "primary key is missing");
    return status;
}

static alm_status check_references(alm_checker *c, const key *own,
                                   const key *other, size_t other_rows,
                                   const char *target, alm_error *err)
{
    alm_dict *dict = NULL;
    alm_buffer text = {0};
    alm_finding f = {0};
    alm_status status = alm_dict_new(&dict, err);
    if (status == ALM_OK)
        status = collect_keys(dict, NULL, NULL, other, other_rows, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_rows(c->table); i++) {
        bool whole;
        status = key_text(&text, &whole, own, i, err);
        if (status == ALM_OK && whole &&
            alm_dict_find(dict, text.data, text.len) == ALM_DICT_NONE)
            alm_check_find(&f, i);
    }
    alm_buffer_free(&text);
    alm_dict_free(dict);
    return status == ALM_OK
               ? alm_check_report(c, NULL, &f, err,
                                  "foreign key has no row in table %s", target)
               : status;
}

alm_status alm_check_foreign_key(alm_checker *c, const cJSON *foreign,
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
        status = alm_check_read(&read, c, target, &why);
        if (status == ALM_ENOMEM)
            return alm_fail_memory(err, "a table");
        if (status != ALM_OK)
            return alm_check_add(c, NULL, 0, 0, why.message, err);
    }
    const alm_table *table = read != NULL ? read : c->table;
    status =
        find_key(&other, table,
                 cJSON_GetObjectItemCaseSensitive(reference, "fields"), err);
    if (status == ALM_OK && (own.count == 0 || own.count != other.count))
        status =
            alm_check_add(c, NULL, 0, 0,
                          "a foreign key names columns that do not exist", err);
    else if (status == ALM_OK)
        status = check_references(c, &own, &other, alm_table_rows(table),
                                  target, err);
    alm_table_free(read);
    return status;
}
