#include "cli/text_table.h"

#include <string.h>

#include "base/utf8.h"

void alm_text_table_column(alm_text_table *t, const char *name, alm_type type)
{
    if (t->status != ALM_OK)
        return;
    t->names[t->n] = name;
    t->status = alm_builder_new(&t->columns[t->n], type, 0, NULL);
    t->n += t->status == ALM_OK;
}

void alm_text_table_missing(alm_text_table *t, size_t i)
{
    if (t->status == ALM_OK)
        t->status = alm_builder_add_missing(t->columns[i], NULL);
}

/* Appends a text as one line of UTF-8: blanks for what would break the line or
 * steer a terminal, U+FFFD for bytes that are none. It may be a script's. */
static alm_status add_line(alm_buffer *out, const char *text, size_t n)
{
    alm_status status = ALM_OK;

    while (n > 0 && status == ALM_OK) {
        size_t valid = 0;
        const size_t most = alm_utf8_check(text, n);
        while (valid < most && (unsigned char)text[valid] >= ' ' &&
               text[valid] != '\x7F')
            valid++;
        status = alm_buffer_add(out, text, valid, NULL);
        if (valid < n && status == ALM_OK)
            status = alm_buffer_add_text(
                out, valid < most ? " " : "\xEF\xBF\xBD", NULL);
        const size_t passed = valid < n ? valid + 1 : n;
        text += passed;
        n -= passed;
    }
    return status;
}

void alm_text_table_text(alm_text_table *t, size_t i, const char *text)
{
    alm_buffer line = {0};

    if (text == NULL || text[0] == '\0') {
        alm_text_table_missing(t, i);
        return;
    }
    if (t->status == ALM_OK)
        t->status = add_line(&line, text, strlen(text));
    if (t->status == ALM_OK)
        t->status =
            alm_builder_add_text(t->columns[i], line.data, line.len, NULL);
    alm_buffer_free(&line);
}

void alm_text_table_count(alm_text_table *t, size_t i, size_t count)
{
    if (t->status == ALM_OK)
        t->status =
            alm_builder_add_integer(t->columns[i], (int64_t)count, NULL);
}

void alm_text_table_free(alm_text_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        alm_builder_free(t->columns[i]);
    *t = (alm_text_table){0};
}

static alm_status add_column(alm_table *table, alm_text_table *t, size_t i,
                             alm_error *err)
{
    alm_column *column = NULL;
    alm_field *field = NULL;
    alm_builder *builder = t->columns[i];

    t->columns[i] = NULL;
    alm_status status = alm_builder_finish(&column, builder, err);
    if (status == ALM_OK)
        status =
            alm_field_new_named(&field, t->names[i], strlen(t->names[i]), err);
    if (status == ALM_OK)
        status = alm_table_add(table, field, column, NULL, err);
    alm_field_free(field);
    alm_column_free(column);
    return status;
}

alm_status alm_text_table_finish(alm_document *doc, alm_text_table *t,
                                 const char *name, alm_error *err)
{
    alm_table *table = NULL;
    alm_status status =
        t->status != ALM_OK ? alm_fail_memory(err, "a result") : ALM_OK;

    if (status == ALM_OK)
        status = alm_table_new(&table, alm_builder_len(t->columns[0]), err);
    for (size_t i = 0; i < t->n && status == ALM_OK; i++)
        status = add_column(table, t, i, err);
    if (status == ALM_OK)
        status = alm_document_add_table(doc, name, table, err);
    if (status == ALM_OK)
        doc->parts[doc->n_parts - 1].inventory = true;
    alm_table_free(table);
    alm_text_table_free(t);
    return status;
}
