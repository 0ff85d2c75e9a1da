#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "runtime/document.h"

/* JSON text, piece by piece; after a failure nothing more is written. */
typedef struct json {
    alm_buffer buf;
    alm_sink sink;
    alm_status status;
    alm_error *err;
} json;

static void add(json *j, const char *text)
{
    if (j->status == ALM_OK)
        j->status = alm_buffer_add_text(&j->buf, text, j->err);
}

static void add_string(json *j, const char *text)
{
    if (j->status == ALM_OK)
        j->status = alm_json_add_string(&j->buf, text, strlen(text), j->err);
}

static void add_number(json *j, double x)
{
    char text[ALM_NUMBER_TEXT];
    (void)alm_format_f64(text, x);
    add(j, text);
}

static void add_count(json *j, size_t n)
{
    char text[ALM_NUMBER_TEXT];
    (void)alm_format_i64(text, (int64_t)n);
    add(j, text);
}

static void flush(json *j)
{
    if (j->status == ALM_OK)
        j->status =
            j->sink.write(j->sink.data, j->buf.data, j->buf.len, j->err);
    alm_buffer_clear(&j->buf);
}

/* `, "name": "text"`, or nothing without a text. */
static void add_text(json *j, const char *name, const char *text)
{
    if (text == NULL)
        return;
    add(j, ", \"");
    add(j, name);
    add(j, "\": ");
    add_string(j, text);
}

static void add_texts(json *j, const char *name, const alm_notes *texts)
{
    add(j, ",\n\"");
    add(j, name);
    add(j, "\": [");
    for (size_t i = 0; i < texts->len; i++) {
        if (i > 0)
            add(j, ", ");
        add_string(j, texts->items[i]);
    }
    add(j, "]");
}

static void add_aggregate(json *j, const alm_field_info *info)
{
    if (info->aggregate == ALM_AGGREGATE_WEIGHTED_MEAN &&
        info->weight != NULL) {
        add(j, ", \"aggregate\": {\"weighted_mean\": ");
        add_string(j, info->weight);
        add(j, "}");
    } else if (info->aggregate != ALM_AGGREGATE_UNKNOWN) {
        add_text(j, "aggregate", alm_aggregate_name(info->aggregate));
    }
}

static void add_column(json *j, const alm_field_info *info, alm_type type)
{
    add(j, "{\"name\": ");
    add_string(j, info->name);
    add_text(j, "type", alm_type_name(type));
    add_text(j, "title", info->title);
    add_text(j, "title_zh", info->title_zh);
    add_text(j, "unit", info->unit);
    if (info->kind != ALM_KIND_UNKNOWN)
        add_text(j, "kind", alm_kind_name(info->kind));
    if (info->role != ALM_ROLE_NONE)
        add_text(j, "role", alm_role_name(info->role));
    if (info->rounding > 0.0) {
        add(j, ", \"rounding\": ");
        add_number(j, info->rounding);
    }
    if (info->has_bounds) {
        add(j, ", \"bounds\": [");
        add_number(j, info->low);
        add(j, ", ");
        add_number(j, info->high);
        add(j, "]");
    }
    if (info->direction != 0)
        add(j,
            info->direction > 0 ? ", \"direction\": 1" : ", \"direction\": -1");
    add_aggregate(j, info);
    add_text(j, "description", info->description);
    add_text(j, "sources", info->sources);
    add(j, "}");
}

static void add_columns(json *j, const alm_table *table)
{
    bool first = true;

    add(j, "\"columns\": [");
    for (size_t i = 0; i < alm_table_width(table) && j->status == ALM_OK; i++) {
        const alm_field_info *info =
            alm_field_info_of(alm_table_field(table, i));
        alm_vector v;
        if (info->hidden)
            continue;
        j->status = alm_table_vector(&v, table, i, j->err);
        if (j->status != ALM_OK)
            return;
        add(j, first ? "\n  " : ",\n  ");
        add_column(j, info, v.type);
        first = false;
    }
    add(j, "]");
}

static void add_table(json *j, const alm_table *table, alm_write_report *report)
{
    alm_write_report written = {0};

    add_columns(j, table);
    add(j, ",\n\"rows\": ");
    flush(j);
    if (j->status == ALM_OK)
        j->status = alm_write_json(table, j->sink, &written, j->err);
    report->not_finite += written.not_finite;
}

static void add_ledger(json *j, const alm_ledger *ledger)
{
    const size_t n = ledger != NULL ? alm_ledger_count(ledger) : 0;

    add(j, ",\n\"ledger\": [");
    for (size_t i = 0; i < n; i++) {
        const alm_ledger_entry entry = alm_ledger_get(ledger, i);
        add(j, i > 0 ? ",\n  " : "\n  ");
        add(j, "{\"operation\": ");
        add_string(j, entry.operation);
        add_text(j, "subject", entry.subject);
        add(j, ", \"of\": ");
        add_count(j, entry.of);
        add(j, ", \"used\": ");
        add_count(j, entry.used);
        add(j, ", \"missing\": ");
        add_count(j, entry.missing);
        if (entry.note[0] != '\0')
            add_text(j, "note", entry.note);
        add(j, "}");
    }
    add(j, "]");
}

/* What a part is but for its name: rows and columns, a text or a chart. */
static void add_content(json *j, const alm_part *part, alm_write_report *report)
{
    if (alm_part_is_table(part)) {
        add_table(j, part->table, report);
        return;
    }
    const bool chart = part->kind == ALM_PART_CHART;
    const char *text = part->text != NULL ? part->text : "";
    add(j, chart ? "\"chart\": " : "\"text\": ");
    if (chart)
        add(j, text);
    else
        add_string(j, text);
}

static void add_part(json *j, const alm_part *part, alm_write_report *report)
{
    add(j, "{\"name\": ");
    add_string(j, part->name);
    add_text(j, "title", part->title);
    add(j, part->kind == ALM_PART_TEXT ? ", " : ",\n");
    add_content(j, part, report);
    add(j, "}");
}

static void add_parts(json *j, const alm_document *doc, const alm_part *main,
                      alm_write_report *report)
{
    bool first = true;

    for (size_t i = 0; i < doc->n_parts; i++) {
        if (&doc->parts[i] == main)
            continue;
        add(j, first ? ",\n\"parts\": [" : ",\n");
        add_part(j, &doc->parts[i], report);
        first = false;
    }
    if (!first)
        add(j, "]");
}

alm_status alm_document_write_json(const alm_document *doc,
                                   const alm_part *main, alm_sink sink,
                                   alm_write_report *report, alm_error *err)
{
    json j = {.sink = sink, .status = ALM_OK, .err = err};
    char seed[ALM_NUMBER_TEXT];

    add(&j, "{");
    if (doc->title != NULL) {
        add(&j, "\"title\": ");
        add_string(&j, doc->title);
        add(&j, ",\n");
    }
    add_content(&j, main, report);
    add_parts(&j, doc, main, report);
    if (doc->sections != NULL) {
        add(&j, ",\n\"sections\": ");
        add(&j, doc->sections);
    }
    add_ledger(&j, doc->ledger);
    if (doc->method != NULL) {
        add(&j, ",\n\"method\": ");
        add_string(&j, doc->method);
    }
    add_texts(&j, "sources", &doc->sources);
    add_texts(&j, "notes", &doc->notes);
    if (doc->seeded) {
        (void)alm_format_i64(seed, doc->seed);
        add(&j, ",\n\"seed\": ");
        add(&j, seed);
    }
    add(&j, "}\n");
    flush(&j);
    alm_buffer_free(&j.buf);
    return j.status;
}
