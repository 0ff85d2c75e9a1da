#ifndef ALM_CLI_FORMATS_H
#define ALM_CLI_FORMATS_H

#include "cli/options.h"

/* The formats of results. */

typedef enum alm_writing_kind {
    ALM_WRITING_EYES, /* the whole result, by a renderer in Lua */
    ALM_WRITING_DATA, /* for programs */
    ALM_WRITING_CHART /* one chart, by a renderer in Lua */
} alm_writing_kind;

typedef struct alm_writing {
    const char *name;
    alm_writing_kind kind;
} alm_writing;

/* NULL when there is none of this name. */
const alm_writing *alm_writing_named(const char *name);

/* The format that --as, or the name of the file, asks for; NULL in *out when
 * neither does. */
ALM_MUST_CHECK
alm_status alm_writing_asked(const alm_writing **out, const alm_options *o,
                             alm_error *err);

/* "--as svg or --as vega-lite": what draws a chart, cut to `size`. */
void alm_writing_charts(char *out, size_t size);

#endif
