#ifndef ALM_CLI_TEXT_TABLE_H
#define ALM_CLI_TEXT_TABLE_H

#include "runtime/document.h"
#include "table/builder.h"

/* A table of texts and counts, made row by row: what commands say that is no
 * data. */

enum { ALM_TEXT_TABLE_COLUMNS = 8 };

/* Zeroed before use. */
typedef struct alm_text_table {
    const char *names[ALM_TEXT_TABLE_COLUMNS];
    alm_builder *columns[ALM_TEXT_TABLE_COLUMNS];
    size_t n;
    alm_status status; /* after a failure nothing more is added */
} alm_text_table;

/* Adds a column; `name` is borrowed. Errors are told by alm_text_table_finish.
 */
void alm_text_table_column(alm_text_table *t, const char *name, alm_type type);

/* Adds to column `i` a text ("" and NULL are missing), nothing, or a count. A
 * text becomes one line of UTF-8, whatever bytes are in it. */
void alm_text_table_text(alm_text_table *t, size_t i, const char *text);
void alm_text_table_missing(alm_text_table *t, size_t i);
void alm_text_table_count(alm_text_table *t, size_t i, size_t count);

void alm_text_table_free(alm_text_table *t);

/* Adds the table as part `name`; *t is free then, whatever happened. */
ALM_MUST_CHECK
alm_status alm_text_table_finish(alm_document *doc, alm_text_table *t,
                                 const char *name, alm_error *err);

#endif
