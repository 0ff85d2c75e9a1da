#ifndef ALM_TEST_TABLES_H
#define ALM_TEST_TABLES_H

#include "unit.h"

#include "table/table.h"

/* Tables as text, so that a test reads like the table it is about:
 *
 *     region:text,users:integer
 *     Beijing,17
 *     ,
 *
 * One line a row, cells between commas, an empty cell is missing (a table of
 * one column too), `''` is the empty text. A name that begins with '.' makes a
 * hidden column. Types are those of alm_type_name. Row i stands on line i + 2
 * of the file "test.csv". */
alm_table *table_of(const char *text);

/* The table in that notation, hidden columns included; static storage, until
 * the next call. */
const char *text_of(const alm_table *table);

/* Compares and frees `table`. */
#define assert_table(table, text)                     \
    do {                                              \
        alm_table *table_ = (table);                  \
        assert_string_equal(text_of(table_), (text)); \
        alm_table_free(table_);                       \
    } while (0)

/* The position of a column that must be there. */
size_t column_of(const alm_table *table, const char *name);

#endif
