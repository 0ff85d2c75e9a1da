#ifndef ALM_RUNTIME_DOCUMENT_H
#define ALM_RUNTIME_DOCUMENT_H

#include <lua.h>

#include "io/load.h"
#include "io/notes.h"
#include "io/write.h"
#include "query/ledger.h"
#include "table/table.h"

/* A result as it is written: a title, parts, and what is to be said beside
 * them. The same whether a script made it or a command. */

typedef enum alm_part_kind {
    ALM_PART_TABLE,
    ALM_PART_VALUE, /* `table` has one row and one column */
    ALM_PART_TEXT,
    ALM_PART_CHART
} alm_part_kind;

typedef struct alm_part {
    alm_part_kind kind;
    char *name;
    char *title; /* may be NULL */
    char *text;  /* of ALM_PART_TEXT; of ALM_PART_CHART the chart as JSON */
    alm_table *table; /* of the others */
    bool detail;      /* left out where people read, unless asked for */
    bool inventory;   /* of what there is: in a table for people, columns that
                         have nothing to say are left out */
} alm_part;

/* Zeroed before use. */
typedef struct alm_document {
    char *title;  /* may be NULL */
    char *method; /* may be NULL */
    alm_part *parts;
    size_t n_parts;
    char *sections; /* JSON: what belongs to each group of parts; may be NULL */
    char *beside;   /* JSON: what only pages show; may be NULL */
    alm_notes notes;
    alm_notes sources;
    const alm_ledger *ledger; /* borrowed; may be NULL */
    bool failed;              /* it is a check, and found something */
    bool seeded;              /* random numbers were drawn */
    long long seed;
} alm_document;

void alm_document_free(alm_document *doc);

/* Whether the part has a table. */
bool alm_part_is_table(const alm_part *part);

/* Takes every part but one away, which is no longer a detail. */
void alm_document_keep(alm_document *doc, size_t part);

/* Adds an empty part to fill; NULL when memory is short. */
alm_part *alm_document_add(alm_document *doc);

/* Adds a part with one more reference to `table`. */
ALM_MUST_CHECK
alm_status alm_document_add_table(alm_document *doc, const char *name,
                                  alm_table *table, alm_error *err);

/* "n = 187 of 217; 30 missing (penetration)", cut to `size`. */
void alm_ledger_line(char *out, size_t size, const alm_ledger_entry *entry);

/* What the ledger says of figures that are not verified. The subject is
 * borrowed from `u`. */
alm_ledger_entry alm_unverified_entry(const alm_unverified *u);

/* Reads the document at `index` that almanac.document made, inside a function
 * that Lua called. May raise; *doc can be freed whatever happens. */
void alm_lua_read_document(lua_State *L, int index, alm_document *doc);

/* Pushes it for a renderer. May raise. */
void alm_lua_push_document(lua_State *L, const alm_document *doc);

/* The part to write where only one can be: the one called `name`, or (NULL) the
 * first table or value, or with `chart` the first chart. ALM_ENOTFOUND lists
 * the names. */
ALM_MUST_CHECK
alm_status alm_document_main(const alm_part **out, const alm_document *doc,
                             const char *name, bool chart, alm_error *err);

/* The whole as one JSON object: {title, columns, rows, ledger, method, sources,
 * notes, seed} with the columns and rows of the part `main`, or its "chart";
 * further parts under "parts", by name, and
 * "sections" that group them. alm_json_load reads back what has
 * rows. */
ALM_MUST_CHECK
alm_status alm_document_write_json(const alm_document *doc,
                                   const alm_part *main, alm_sink sink,
                                   alm_write_report *report, alm_error *err);

#endif
