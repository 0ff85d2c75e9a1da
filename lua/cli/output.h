#ifndef ALM_CLI_OUTPUT_H
#define ALM_CLI_OUTPUT_H

#include "cli/cli.h"
#include "cli/formats.h"

/* A result on its way to bytes. */
typedef struct alm_output {
    const alm_writing *format;
    const alm_part *main; /* NULL: nothing but text, or written as a whole */
    alm_buffer others;    /* names of charts that are not drawn */
    bool terminal;
    bool beside;     /* it goes to standard error */
    size_t max_rows; /* SIZE_MAX: all */
    size_t left_out; /* rows of the main part */
    alm_write_report report;
    alm_buffer bytes;
} alm_output;

/* Whether what is asked for is more than charts: with --plot, a part of that
 * name. `doc` is NULL while it is not known. */
bool alm_output_has_data(const alm_options *o, const alm_document *doc);

/* The first part of a kind, and how many there are. */
const alm_part *alm_output_find_kind(const alm_document *doc,
                                     alm_part_kind kind, size_t *n);

/* With --part, or when one chart is drawn, the document is reduced to that
 * part. */
ALM_MUST_CHECK
alm_status alm_output_choose_part(alm_output *out, alm_document *doc,
                                  const char *name, alm_error *err);

/* The one cell of a value as text; "" when it is missing. */
ALM_MUST_CHECK
alm_status alm_output_value(alm_buffer *buf, const alm_table *table,
                            alm_error *err);

/* By the renderer in Lua that is called like the format. */
ALM_MUST_CHECK
alm_status alm_output_render(alm_output *out, const alm_cli *cli,
                             const alm_document *doc, alm_error *err);

#endif
