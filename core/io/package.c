#include "io/package.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/suggest.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/package_private.h"

/* Opening --------------------------------------------------------------- */

static alm_status fail_in(const char *path, alm_error *err, const char *what)
{
    const alm_status status = alm_fail(err, ALM_EPARSE, "%s", what);
    alm_error_at(err, path, 0, 0);
    return status;
}

static alm_status check_resources(const alm_package *p, alm_error *err)
{
    const cJSON *item;
    if (!cJSON_IsObject(p->tree))
        return fail_in(p->path, err, "a data package is a JSON object");
    if (!cJSON_IsArray(p->resources))
        return fail_in(p->path, err, "a data package needs \"resources\"");
    cJSON_ArrayForEach(item, p->resources)
    {
        if (alm_cjson_text(item, "name", "")[0] == '\0')
            return fail_in(p->path, err, "a resource needs a \"name\"");
    }
    return ALM_OK;
}

alm_status alm_package_open(alm_package **out, const char *path, alm_error *err)
{
    alm_source *source = NULL;
    alm_package *p = NULL;
    alm_status status =
        alm_source_open(&source, path, ALM_ENCODING_UTF8, SIZE_MAX, err);
    if (status != ALM_OK)
        return status;
    const char *text = alm_source_text(source);
    const size_t n = alm_source_size(source);
    p = alm_alloc_zeroed(1, sizeof *p);
    if (p == NULL)
        status = alm_fail_memory(err, "a data package");
    if (status == ALM_OK)
        status = alm_path_join(&p->path, "", path, err);
    if (status == ALM_OK) {
        status = alm_json_check(text, n, true, err);
        if (status == ALM_EPARSE)
            alm_error_at(err, path, err != NULL ? err->line : 0,
                         err != NULL ? err->column : 0);
    }
    if (status == ALM_OK)
        status = alm_cjson_parse(&p->tree, text, n, err);
    if (status == ALM_OK) {
        p->resources = cJSON_GetObjectItemCaseSensitive(p->tree, "resources");
        status = check_resources(p, err);
    }
    alm_source_free(source);
    if (status != ALM_OK) {
        alm_package_free(p);
        return status;
    }
    *out = p;
    return ALM_OK;
}

void alm_package_free(alm_package *p)
{
    if (p == NULL)
        return;
    cJSON_Delete(p->tree);
    alm_dealloc(p->path);
    alm_dealloc(p);
}

/* Looking --------------------------------------------------------------- */

const char *alm_package_name(const alm_package *p)
{
    return alm_cjson_text(p->tree, "name", "");
}

const char *alm_package_title(const alm_package *p)
{
    return alm_cjson_text(p->tree, "title", "");
}

size_t alm_package_count(const alm_package *p)
{
    return (size_t)cJSON_GetArraySize(p->resources);
}

const char *alm_package_table_name(const alm_package *p, size_t i)
{
    return alm_cjson_text(cJSON_GetArrayItem(p->resources, (int)i), "name", "");
}

const char *alm_package_table_title(const alm_package *p, size_t i)
{
    return alm_cjson_text(cJSON_GetArrayItem(p->resources, (int)i), "title",
                          "");
}

alm_status alm_package_resource(const cJSON **out, const alm_package *p,
                                const char *name, alm_error *err)
{
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    const cJSON *item;
    cJSON_ArrayForEach(item, p->resources)
    {
        const char *own = alm_cjson_text(item, "name", "");
        if (strcmp(own, name) == 0) {
            *out = item;
            return ALM_OK;
        }
        alm_suggest_offer(&near, own, strlen(own));
    }
    const alm_status status =
        alm_fail(err, ALM_ENOTFOUND, "package %s has no table \"%s\"",
                 alm_package_name(p), name);
    if (near.best != NULL)
        alm_error_help(err, "did you mean \"%s\"?", near.best);
    return status;
}

/* Finding --------------------------------------------------------------- */

static void offer_folders(alm_suggestion *near, char *names, size_t room,
                          const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    /* Names must outlive the directory entry, so the best is kept apart. */
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        const char *before = near->best;
        if (e->d_name[0] == '.')
            continue;
        alm_suggest_offer(near, e->d_name, strlen(e->d_name));
        if (near->best != before) {
            (void)snprintf(names, room, "%s", e->d_name);
            near->best = names;
        }
    }
    (void)closedir(dir);
}

alm_status alm_package_find(char **path, const char *name,
                            const alm_load_options *options, alm_error *err)
{
    char best[256];
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    const bool plain = strchr(name, '/') == NULL && name[0] != '.';
    for (size_t i = 0; plain && i < options->data_dir_count; i++) {
        char *folder = NULL;
        char *file = NULL;
        bool found = false;
        alm_status status =
            alm_path_join(&folder, options->data_dirs[i], name, err);
        if (status == ALM_OK)
            status = alm_path_join(&file, folder, "datapackage.json", err);
        if (status == ALM_OK)
            found = access(file, F_OK) == 0;
        alm_dealloc(folder);
        if (status == ALM_OK && found) {
            *path = file;
            return ALM_OK;
        }
        alm_dealloc(file);
        if (status != ALM_OK)
            return status;
        offer_folders(&near, best, sizeof best, options->data_dirs[i]);
    }
    const alm_status status = alm_fail(
        err, ALM_ENOTFOUND, "no data package \"%s\" is installed", name);
    if (near.best != NULL)
        alm_error_help(err, "did you mean \"%s\"?", near.best);
    return status;
}

/* Reading --------------------------------------------------------------- */

static alm_status fail_resource(const alm_package *p, const cJSON *resource,
                                alm_error *err, const char *what)
{
    const alm_status status =
        alm_fail(err, ALM_EPARSE, "table \"%s\": %s",
                 alm_cjson_text(resource, "name", ""), what);
    alm_error_at(err, p->path, 0, 0);
    return status;
}

/* Only files below the package, as Frictionless demands. */
static alm_status resource_path(char **out, const alm_package *p,
                                const cJSON *resource, alm_error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(resource, "path");
    if (cJSON_IsArray(item) && cJSON_GetArraySize(item) == 1)
        item = cJSON_GetArrayItem(item, 0);
    if (!cJSON_IsString(item))
        return fail_resource(p, resource, err,
                             "\"path\" must name one file beside the package");
    const char *path = item->valuestring;
    if (strstr(path, "://") != NULL)
        return fail_resource(p, resource, err, "the network is not read");
    if (path[0] == '/' || strcmp(path, "..") == 0 ||
        strncmp(path, "../", 3) == 0 || strstr(path, "/../") != NULL)
        return fail_resource(p, resource, err,
                             "\"path\" leaves the folder of the package");
    const char *slash = strrchr(p->path, '/');
    const size_t folder = slash != NULL ? (size_t)(slash - p->path) + 1 : 0;
    const size_t size = folder + strlen(path) + 1;
    char *joined = alm_alloc(size, 1);
    if (joined == NULL)
        return alm_fail_memory(err, "a path");
    memcpy(joined, p->path, folder);
    strcpy(joined + folder, path);
    *out = joined;
    return ALM_OK;
}

static alm_status read_dialect(alm_csv_dialect *dialect, const alm_package *p,
                               const cJSON *resource, alm_error *err)
{
    const cJSON *d = cJSON_GetObjectItemCaseSensitive(resource, "dialect");
    const cJSON *csv = cJSON_GetObjectItemCaseSensitive(d, "csv");
    static const char *const characters[][2] = {{"delimiter", "delimiter"},
                                                {"quoteChar", "quote"},
                                                {"commentChar", "comment"}};
    if (cJSON_IsObject(csv)) /* as older packages nest it */
        d = csv;
    if (!cJSON_IsObject(d)) {
        /* A package says how its files are written; nothing is guessed. */
        dialect->delimiter = dialect->delimiter != 0 ? dialect->delimiter : ',';
        dialect->header = dialect->header == ALM_HEADER_AUTO ? ALM_HEADER_YES
                                                             : dialect->header;
        return ALM_OK;
    }
    if (cJSON_GetObjectItemCaseSensitive(d, "escapeChar") != NULL ||
        cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(d, "doubleQuote")) ||
        cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(d, "skipInitialSpace")))
        return fail_resource(p, resource, err,
                             "its dialect (escapeChar, doubleQuote, "
                             "skipInitialSpace) is not supported");
    for (size_t i = 0; i < 3; i++) {
        const char *text = alm_cjson_text(d, characters[i][0], NULL);
        const alm_status status =
            text == NULL
                ? ALM_OK
                : alm_csv_dialect_set(dialect, characters[i][1], text, err);
        if (status != ALM_OK)
            return status;
    }
    if (dialect->delimiter == 0)
        dialect->delimiter = ',';
    dialect->header =
        cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(d, "header"))
            ? ALM_HEADER_NO
            : ALM_HEADER_YES;
    return ALM_OK;
}

static alm_status read_schema(alm_cjson_schema *out, const alm_package *p,
                              const cJSON *resource, alm_error *err)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(resource, "schema");
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(schema, "fields");
    if (schema == NULL)
        return ALM_OK;
    if (!cJSON_IsArray(fields))
        return fail_resource(
            p, resource, err,
            "its \"schema\" must be an object with \"fields\"");
    return alm_cjson_schema_take(
        out, fields, cJSON_GetObjectItemCaseSensitive(schema, "missingValues"),
        err);
}

static alm_format resource_format(const cJSON *resource, const char *path)
{
    const char *name = alm_cjson_text(resource, "format", "");
    const char *dot = strrchr(path, '.');
    if (name[0] == '\0')
        name = dot != NULL ? dot + 1 : "";
    if (strcasecmp(name, "json") == 0)
        return ALM_FORMAT_JSON;
    if (strcasecmp(name, "jsonl") == 0 || strcasecmp(name, "ndjson") == 0)
        return ALM_FORMAT_JSON_LINES;
    return strcasecmp(name, "tsv") == 0 ? ALM_FORMAT_TSV : ALM_FORMAT_CSV;
}

static alm_status read_file(alm_table **out, alm_load_report *report,
                            const char *path, const alm_load_options *options,
                            alm_error *err)
{
    alm_source *source = NULL;
    const bool is_json = options->format == ALM_FORMAT_JSON ||
                         options->format == ALM_FORMAT_JSON_LINES;
    alm_status status =
        alm_load_open(&source, path, options->format, options, err);
    if (status == ALM_OK)
        status = is_json ? alm_json_load(out, report, source, options, err)
                         : alm_csv_load(out, report, source, options, err);
    alm_source_free(source);
    return status;
}

alm_status alm_package_read(alm_table **out, alm_load_report *report,
                            const alm_package *p, const cJSON *resource,
                            bool as_text, const alm_load_options *options,
                            alm_error *err)
{
    alm_load_options own = *options;
    alm_cjson_schema schema = {0};
    alm_table *table = NULL;
    char *path = NULL;
    const char *encoding = alm_cjson_text(resource, "encoding", "auto");
    alm_status status = resource_path(&path, p, resource, err);
    if (status == ALM_OK)
        status = read_schema(&schema, p, resource, err);
    for (size_t i = 0; as_text && i < schema.schema.count; i++) {
        schema.columns[i].rules.typed = true;
        schema.columns[i].rules.type = ALM_TEXT;
    }
    if (status == ALM_OK)
        own.format = resource_format(resource, path);
    if (status == ALM_OK && own.format == ALM_FORMAT_TSV)
        own.csv.delimiter = '\t';
    if (status == ALM_OK)
        status = read_dialect(&own.csv, p, resource, err);
    if (status == ALM_OK && own.encoding == ALM_ENCODING_AUTO &&
        !alm_encoding_from_name(&own.encoding, encoding))
        status = fail_resource(p, resource, err,
                               "its encoding is none of utf-8, utf-16, "
                               "latin-1");
    own.schema = &schema.schema;
    report->format = own.format;
    if (status == ALM_OK)
        status = read_file(&table, report, path, &own, err);
    if (status == ALM_OK)
        status = alm_table_set_name(table, alm_cjson_text(resource, "name", ""),
                                    err);
    alm_cjson_schema_free(&schema);
    alm_dealloc(path);
    if (status != ALM_OK) {
        alm_table_free(table);
        return status;
    }
    *out = table;
    return ALM_OK;
}

alm_status alm_package_load(alm_table **out, alm_load_report *report,
                            const alm_package *p, const char *table,
                            const alm_load_options *options, alm_error *err)
{
    const cJSON *resource = NULL;
    alm_table *read = NULL;
    alm_status status = alm_package_resource(&resource, p, table, err);
    if (status == ALM_OK && report->package == NULL)
        status = alm_path_join(&report->package, "", p->path, err);
    if (status == ALM_OK)
        status =
            alm_package_read(&read, report, p, resource, false, options, err);
    if (status == ALM_OK)
        status = alm_status_apply(out, report, read,
                                  options->include_unverified, err);
    alm_table_free(read);
    return status;
}
