#ifndef ALM_IO_CJSON_H
#define ALM_IO_CJSON_H

#include <cJSON.h>

#include "io/schema.h"

/* cJSON behind our allocation door, and field descriptions read with it. */

/* Parses text that alm_json_check accepts; freed with cJSON_Delete. */
ALM_MUST_CHECK
alm_status alm_cjson_parse(cJSON **out, const char *text, size_t n,
                           alm_error *err);

/* The text of a member, or `otherwise` when there is no such text. Borrowed. */
const char *alm_cjson_text(const cJSON *object, const char *name,
                           const char *otherwise);

/* A schema that owns what it points to. A zeroed struct is empty. */
typedef struct alm_cjson_schema {
    alm_schema schema;
    alm_column_schema *columns;
    cJSON *tree; /* texts are borrowed from it */
    void **blocks;
    size_t block_count;
    size_t block_cap;
} alm_cjson_schema;

/* Reads an array of field descriptions: {"name": ..., "type": ..., "unit": ...}
 * with the types and properties of Table Schema and those of Almanac. */
ALM_MUST_CHECK
alm_status alm_cjson_schema_read(alm_cjson_schema *out, const char *text,
                                 size_t n, alm_error *err);

/* The same from a tree that outlives the schema; `missing` (NULL allowed) are
 * the missingValues of the table. */
ALM_MUST_CHECK
alm_status alm_cjson_schema_take(alm_cjson_schema *out, const cJSON *fields,
                                 const cJSON *missing, alm_error *err);
void alm_cjson_schema_free(alm_cjson_schema *schema);

#endif
