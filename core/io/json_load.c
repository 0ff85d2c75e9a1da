#include <cJSON.h>
#include <string.h>

#include "base/alloc.h"
#include "io/cjson.h"
#include "io/json_shape.h"
#include "io/schema.h"

/* JSON as a table, in passes like CSV. The text has been checked as a whole
 * when this begins. Each pass scans it record by record, so that every value
 * has its place, and lets cJSON parse the record; the walk through both goes
 * side by side. What cJSON would change (numbers, texts with a NUL, arrays) is
 * read from the text itself. */

typedef struct column {
    char *name;
    alm_infer_rules rules;
    alm_infer *infer; /* NULL in later passes that do not need it */
    size_t fed;       /* rows */
    alm_infer_result result;
    alm_column *done;
} column;

typedef struct json_reader {
    alm_json_scanner scan;
    const alm_load_options *options;
    alm_load_report *report;
    column *columns;
    size_t width;
    size_t cap;
    alm_dict *names; /* code i is column i */
    size_t rows;
    uint32_t *lines;
    size_t line_cap;
    size_t counted; /* lines are counted up to this byte */
    size_t line;
    bool first_pass;
    alm_buffer path; /* of the member being walked: "outer.inner" */
    alm_buffer cell;
    size_t leaf;      /* of scan.leaves, next in the walk */
    size_t next_name; /* column expected next: records repeat their order */
} json_reader;

/* Columns --------------------------------------------------------------- */

static alm_status add_column(json_reader *r, const char *name, size_t len,
                             alm_error *err)
{
    uint32_t code;
    if (r->width == r->cap) {
        const size_t cap = r->cap * 2 + 16;
        column *columns = alm_realloc(r->columns, cap, sizeof *columns);
        if (columns == NULL)
            return alm_fail_memory(err, "the columns");
        r->columns = columns;
        r->cap = cap;
    }
    column *c = &r->columns[r->width];
    *c = (column){.name = alm_text_copy(name, len)};
    if (c->name == NULL)
        return alm_fail_memory(err, "the columns");
    c->rules = alm_schema_rules(r->options, c->name);
    alm_status status = alm_infer_new(&c->infer, &c->rules, err);
    if (status == ALM_OK)
        status = alm_dict_add(&code, r->names, name, len, err);
    if (status != ALM_OK) {
        alm_infer_free(c->infer);
        alm_dealloc(c->name);
        return status;
    }
    r->width++;
    return ALM_OK;
}

/* The column called r->path, a new one if need be. */
static alm_status find_column(column **out, json_reader *r, alm_error *err)
{
    const char *name = r->path.len > 0 ? r->path.data : "";
    const size_t len = r->path.len;
    size_t i = r->next_name;
    if (i >= r->width || strlen(r->columns[i].name) != len ||
        memcmp(r->columns[i].name, name, len) != 0) {
        const uint32_t code = alm_dict_find(r->names, name, len);
        i = code != ALM_DICT_NONE ? code : r->width;
    }
    if (i == r->width) {
        const alm_status status = add_column(r, name, len, err);
        if (status != ALM_OK)
            return status;
    }
    r->next_name = i + 1;
    *out = &r->columns[i];
    return ALM_OK;
}

/* Rows before this one in which the column did not occur. */
static alm_status catch_up(column *c, size_t rows, alm_error *err)
{
    alm_status status = ALM_OK;
    while (status == ALM_OK && c->fed < rows) {
        status = alm_infer_add_missing(c->infer, err);
        c->fed++;
    }
    return status;
}

/* The value of a leaf goes to a column. `text` is that of a string as cJSON
 * decoded it. */
static alm_status feed_leaf(json_reader *r, column *c,
                            const alm_json_span *leaf, const char *text,
                            alm_error *err)
{
    const char *raw = r->scan.text + leaf->start;
    alm_status status = ALM_OK;
    if (leaf->kind == ALM_JSON_NULL)
        return alm_infer_add_missing(c->infer, err);
    if (leaf->kind == ALM_JSON_NUMBER || leaf->kind == ALM_JSON_BOOLEAN)
        return alm_infer_add(c->infer, raw, leaf->end - leaf->start,
                             ALM_CELL_PLAIN, err);
    if (leaf->kind == ALM_JSON_STRING && !leaf->has_nul && text != NULL)
        return alm_infer_add(c->infer, text, strlen(text), ALM_CELL_STRING,
                             err);
    alm_buffer_clear(&r->cell);
    if (leaf->kind == ALM_JSON_STRING)
        status = alm_json_decode(&r->cell, r->scan.text, leaf->start, leaf->end,
                                 err);
    else
        status = alm_json_compact(&r->cell, r->scan.text, leaf->start,
                                  leaf->end, err);
    if (status != ALM_OK)
        return status;
    return alm_infer_add(c->infer, r->cell.len > 0 ? r->cell.data : "",
                         r->cell.len, ALM_CELL_STRING, err);
}

/* Records --------------------------------------------------------------- */

static alm_status walk_object(json_reader *r, const cJSON *object,
                              alm_error *err);

static alm_status walk_member(json_reader *r, const cJSON *item, alm_error *err)
{
    column *c = NULL;
    if (cJSON_IsObject(item) && item->child != NULL) {
        const alm_status status = alm_buffer_add_byte(&r->path, '.', err);
        return status == ALM_OK ? walk_object(r, item, err) : status;
    }
    const alm_json_span leaf = r->scan.leaves[r->leaf++];
    alm_status status = find_column(&c, r, err);
    if (status != ALM_OK || c->infer == NULL)
        return status;
    if (c->fed > r->rows)
        return alm_json_fail(&r->scan, leaf.start, err,
                             "the record has two values for column \"%s\"",
                             c->name);
    status = catch_up(c, r->rows, err);
    if (status != ALM_OK)
        return status;
    c->fed++;
    return feed_leaf(r, c, &leaf, item->valuestring, err);
}

static alm_status walk_object(json_reader *r, const cJSON *object,
                              alm_error *err)
{
    const size_t outer = r->path.len;
    alm_status status = ALM_OK;
    for (const cJSON *item = object->child; status == ALM_OK && item != NULL;
         item = item->next) {
        status = alm_buffer_add_text(&r->path, item->string, err);
        if (status == ALM_OK)
            status = walk_member(r, item, err);
        r->path.len = outer;
    }
    return status;
}

static alm_status keep_line(json_reader *r, size_t at, alm_error *err)
{
    if (!r->first_pass)
        return ALM_OK;
    for (; r->counted < at; r->counted++)
        r->line += r->scan.text[r->counted] == '\n' ? 1 : 0;
    if (r->rows == r->line_cap) {
        const size_t cap = r->line_cap + r->line_cap / 2 + 64;
        uint32_t *lines = alm_realloc(r->lines, cap, sizeof *lines);
        if (lines == NULL)
            return alm_fail_memory(err, "the line numbers");
        r->lines = lines;
        r->line_cap = cap;
    }
    if (r->line > UINT32_MAX || r->rows >= ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    r->lines[r->rows] = (uint32_t)r->line;
    return ALM_OK;
}

static alm_status read_record(json_reader *r, alm_error *err)
{
    const size_t start = r->scan.at;
    if (r->scan.text[start] != '{')
        return alm_json_fail(&r->scan, start, err,
                             "valid JSON, but no table: a record is no object");
    r->scan.leaf_count = 0;
    alm_status status = alm_json_scan_value(&r->scan, err);
    if (status == ALM_OK)
        status = alm_json_check_nul_keys(&r->scan, start, err);
    if (status == ALM_OK)
        status = keep_line(r, start, err);
    if (status != ALM_OK)
        return status;
    cJSON *record = NULL;
    status =
        alm_cjson_parse(&record, r->scan.text + start, r->scan.at - start, err);
    if (status != ALM_OK)
        return status;
    r->leaf = 0;
    r->next_name = 0;
    r->path.len = 0;
    if (record->child != NULL)
        status = walk_object(r, record, err);
    cJSON_Delete(record);
    r->rows++;
    return status;
}

/* The shapes ------------------------------------------------------------ */

/* Records from s->at on, in an array or one after the other. */
static alm_status read_records(json_reader *r, bool in_array, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    s->keep = true;
    if (in_array)
        s->at++;
    while (alm_json_skip_blanks(s)) {
        if (in_array && (s->text[s->at] == ']'))
            return ALM_OK;
        const alm_status status = read_record(r, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        if (in_array)
            (void)alm_json_accept(s, ',');
    }
    return ALM_OK;
}

/* One array of an object of arrays, as a column. */
static alm_status read_array(json_reader *r, column *c, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    const size_t start = s->at;
    const bool first = c == &r->columns[0];
    alm_status status = alm_json_scan_value(s, err);
    const size_t end = s->at;
    cJSON *array = NULL;
    if (status == ALM_OK)
        status = alm_cjson_parse(&array, s->text + start, end - start, err);
    const cJSON *item = array != NULL ? array->child : NULL;
    s->at = start + 1;
    r->rows = 0;
    for (; status == ALM_OK && item != NULL; item = item->next) {
        (void)alm_json_skip_blanks(s);
        alm_json_span leaf = {.start = s->at, .kind = ALM_JSON_OBJECT};
        s->leaf_count = 0;
        s->keep = !cJSON_IsObject(item);
        status = alm_json_scan_value(s, err);
        if (status != ALM_OK)
            break;
        if (s->keep)
            leaf = s->leaves[0];
        leaf.end = s->at;
        if (first)
            status = keep_line(r, leaf.start, err);
        if (status == ALM_OK && c->infer != NULL)
            status = feed_leaf(r, c, &leaf, item->valuestring, err);
        c->fed++;
        r->rows++;
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ',');
    }
    s->at = end;
    s->keep = false;
    cJSON_Delete(array);
    return status;
}

static alm_status read_member_array(json_reader *r, size_t index,
                                    size_t *expected, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    column *c = NULL;
    (void)alm_json_skip_blanks(s);
    const size_t key = s->at;
    alm_status status = alm_json_scan_string(s, err);
    if (status != ALM_OK)
        return status;
    if (s->nul_seen)
        return alm_json_fail_nul_key(&r->scan, key, err);
    r->path.len = 0;
    status = alm_json_decode(&r->path, s->text, key, s->at, err);
    (void)alm_json_skip_blanks(s);
    (void)alm_json_accept(s, ':');
    (void)alm_json_skip_blanks(s);
    if (status == ALM_OK && s->text[s->at] != '[')
        return alm_json_fail_no_table(&r->scan, s->at, err);
    if (status == ALM_OK)
        status = find_column(&c, r, err);
    if (status == ALM_OK)
        status = read_array(r, c, err);
    if (status != ALM_OK)
        return status;
    if (index > 0 && r->rows != *expected)
        return alm_json_fail(s, key, err,
                             "column \"%s\" has %zu values, those before it "
                             "have %zu",
                             c->name, r->rows, *expected);
    *expected = r->rows;
    return ALM_OK;
}

static alm_status read_arrays(json_reader *r, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    size_t expected = 0;
    s->at++;
    r->next_name = 0;
    for (size_t i = 0; alm_json_skip_blanks(s) && s->text[s->at] != '}'; i++) {
        const alm_status status = read_member_array(r, i, &expected, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ',');
    }
    return r->width == 0 && r->first_pass
               ? alm_json_fail_no_table(&r->scan, 0, err)
               : ALM_OK;
}

/* Passes ---------------------------------------------------------------- */

static alm_status run_pass(json_reader *r, alm_json_shape form, size_t start,
                           alm_error *err)
{
    alm_status status;
    r->scan.at = start;
    r->scan.key_count = 0;
    r->rows = 0;
    for (size_t i = 0; i < r->width; i++)
        r->columns[i].fed = 0;
    if (form == ALM_JSON_SHAPE_ARRAYS)
        status = read_arrays(r, err);
    else
        status = read_records(r, form != ALM_JSON_SHAPE_LINES, err);
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        if (r->columns[i].infer != NULL)
            status = catch_up(&r->columns[i], r->rows, err);
    }
    r->first_pass = false;
    return status;
}

static alm_status finish_columns(bool *again, json_reader *r, alm_error *err)
{
    alm_status status = ALM_OK;
    *again = false;
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        column *c = &r->columns[i];
        bool more = false;
        if (c->infer == NULL)
            continue;
        status = alm_infer_again(&more, c->infer, err);
        *again = *again || more;
        if (status != ALM_OK || more)
            continue;
        alm_infer *infer = c->infer;
        c->infer = NULL;
        status = alm_infer_finish(&c->done, &c->result, infer, err);
    }
    return status;
}

static alm_status make_table(alm_table **out, json_reader *r, alm_error *err)
{
    alm_table *table = NULL;
    alm_origin *origin = NULL;
    alm_status status = alm_table_new(&table, r->rows, err);
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        column *c = &r->columns[i];
        alm_field *field = NULL;
        status = alm_schema_check_bad(
            r->report, r->scan.name, c->name, &c->rules, &c->result, r->rows,
            c->result.bad > 0 ? r->lines[c->result.bad_row] : 0, err);
        if (status == ALM_OK)
            status = alm_schema_field(&field, r->options, c->name,
                                      c->result.percent, err);
        if (status == ALM_OK)
            status = alm_table_add(table, field, c->done, NULL, err);
        alm_field_free(field);
    }
    if (status == ALM_OK)
        status = alm_schema_check_rules(r->options, table, err);
    if (status == ALM_OK)
        status =
            alm_origin_take(&origin, r->scan.name, r->lines, r->rows, 1, err);
    if (status == ALM_OK) {
        r->lines = NULL;
        alm_table_set_origin(table, origin, NULL);
        alm_origin_free(origin);
        *out = table;
        return ALM_OK;
    }
    alm_table_free(table);
    return status;
}

static void close_reader(json_reader *r)
{
    for (size_t i = 0; i < r->width; i++) {
        alm_dealloc(r->columns[i].name);
        alm_infer_free(r->columns[i].infer);
        alm_column_free(r->columns[i].done);
    }
    alm_dealloc(r->columns);
    alm_dealloc(r->lines);
    alm_dict_free(r->names);
    alm_buffer_free(&r->path);
    alm_buffer_free(&r->cell);
    alm_json_scanner_free(&r->scan);
}

/* The columns a result names stand first, in its order, also without rows. */
static alm_status add_named_columns(json_reader *r, const alm_schema *schema,
                                    alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < schema->count; i++) {
        const char *name = schema->columns[i].info.name;
        status = add_column(r, name, strlen(name), err);
    }
    return status;
}

static alm_status read_table(alm_table **out, json_reader *r,
                             alm_json_shape form, size_t start, alm_error *err)
{
    alm_status status = ALM_OK;
    bool again = true;
    r->first_pass = true;
    r->line = 1;
    while (status == ALM_OK && again) {
        status = run_pass(r, form, start, err);
        if (status == ALM_OK)
            status = finish_columns(&again, r, err);
    }
    return status == ALM_OK ? make_table(out, r, err) : status;
}

alm_status alm_json_load(alm_table **out, alm_load_report *report,
                         alm_source *source, const alm_load_options *options,
                         alm_error *err)
{
    alm_json_shape form = ALM_JSON_SHAPE_RECORDS;
    alm_json_members m;
    alm_load_options settled = *options;
    alm_cjson_schema described = {0};
    json_reader r = {.scan = {.text = alm_source_text(source),
                              .n = alm_source_size(source),
                              .unique_keys = true,
                              .name = alm_source_name(source)},
                     .options = &settled,
                     .report = report};
    if (r.scan.text == NULL)
        return alm_fail(err, ALM_EINVAL, "JSON must be read into memory");
    alm_status status = alm_dict_new(&r.names, err);
    if (status == ALM_OK)
        status = alm_json_find_shape(
            &form, &m, &r.scan, options->format == ALM_FORMAT_JSON_LINES, err);
    size_t start = r.scan.at;
    if (status == ALM_OK && form == ALM_JSON_SHAPE_RESULT) {
        start = m.rows;
        status = alm_cjson_schema_read(&described, r.scan.text + m.columns,
                                       m.columns_end - m.columns, err);
        if (status == ALM_OK && options->schema == NULL)
            settled.schema = &described.schema;
        if (status == ALM_OK)
            status = add_named_columns(&r, &described.schema, err);
    }
    if (status == ALM_OK)
        status = read_table(out, &r, form, start, err);
    close_reader(&r);
    alm_cjson_schema_free(&described);
    return status;
}
