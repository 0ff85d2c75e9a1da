#ifndef ALM_IO_JSON_H
#define ALM_IO_JSON_H

#include "io/load.h"
#include "io/source.h"

/* The deepest nesting of arrays and objects that is read. */
#define ALM_JSON_DEPTH 1000

/* Whether text[0 .. n) is one JSON text by RFC 8259, strictly: no lone
 * surrogates, valid UTF-8, depth within ALM_JSON_DEPTH. The RFC only asks that
 * the keys of an object differ; `unique_keys` demands it, as tables and
 * packages do. A byte order mark is allowed. ALM_EPARSE with line and byte
 * otherwise. */
ALM_MUST_CHECK
alm_status alm_json_check(const char *text, size_t n, bool unique_keys,
                          alm_error *err);

/* The table in `source`:
 *   an array of objects; an object of arrays of one length; one object a line;
 *   Almanac's own result, {"columns": [...], "rows": [...]}, with what it says
 *   of the columns.
 * Objects in a record become columns "outer.inner", arrays stay compact JSON
 * text. Numbers are read from their own digits, so that no integer is changed.
 * Equal keys in an object are refused, for one of the values would be lost.
 * JSON that is no table is ALM_EPARSE with a message of its own. */
ALM_MUST_CHECK
alm_status alm_json_load(alm_table **out, alm_load_report *report,
                         alm_source *source, const alm_load_options *options,
                         alm_error *err);

#endif
