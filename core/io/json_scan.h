#ifndef ALM_IO_JSON_SCAN_H
#define ALM_IO_JSON_SCAN_H

#include "base/buffer.h"
#include "io/json.h"

/* The grammar of RFC 8259, and where values stand. cJSON reports no offsets,
 * makes every number a double, cuts strings at \u0000 and accepts texts that
 * the grammar forbids; so this goes first. */

typedef enum alm_json_kind {
    ALM_JSON_NULL,
    ALM_JSON_BOOLEAN,
    ALM_JSON_NUMBER,
    ALM_JSON_STRING,
    ALM_JSON_ARRAY,
    ALM_JSON_OBJECT
} alm_json_kind;

typedef struct alm_json_span {
    size_t start;
    size_t end;
    alm_json_kind kind;
    bool has_nul; /* a string with a \u0000 */
} alm_json_span;

typedef struct alm_json_key {
    uint64_t hash;
    size_t at;
} alm_json_key;

/* Zeroed but for text, n and name. */
typedef struct alm_json_scanner {
    const char *text;
    size_t n;
    size_t at;
    const char *name; /* of the file, for errors; may be NULL */
    bool unique_keys; /* refuse an object with two equal ones */
    size_t depth;
    /* The keys of the objects around `at`, the innermost last. */
    alm_json_key *keys;
    size_t key_count;
    size_t key_cap;
    alm_buffer scratch;
    /* With `keep`: the values that are no objects with members, in order, but
     * not those inside arrays. */
    bool keep;
    alm_json_span *leaves;
    size_t leaf_count;
    size_t leaf_cap;
    size_t array_depth;
    bool nul_seen; /* by the last string */
} alm_json_scanner;

void alm_json_scanner_free(alm_json_scanner *s);

/* Steps over blanks. Whether anything follows. */
bool alm_json_skip_blanks(alm_json_scanner *s);

/* Steps over one value, which must start at s->at. */
ALM_MUST_CHECK
alm_status alm_json_scan_value(alm_json_scanner *s, alm_error *err);

/* Steps over a string, a key for instance. */
ALM_MUST_CHECK
alm_status alm_json_scan_string(alm_json_scanner *s, alm_error *err);

/* Steps over `c`; false when something else is there. */
bool alm_json_accept(alm_json_scanner *s, char c);

/* What is wrong at byte `at`, with line and column. */
ALM_PRINTF(4, 5)
alm_status alm_json_fail(const alm_json_scanner *s, size_t at, alm_error *err,
                         const char *fmt, ...);

/* Appends the text of a string token that was scanned, quotes included in
 * [start, end). */
ALM_MUST_CHECK
alm_status alm_json_decode(alm_buffer *out, const char *text, size_t start,
                           size_t end, alm_error *err);

/* Appends a value that was scanned without its blanks. */
ALM_MUST_CHECK
alm_status alm_json_compact(alm_buffer *out, const char *text, size_t start,
                            size_t end, alm_error *err);

#endif
