#ifndef ALM_CLI_EXAMPLE_H
#define ALM_CLI_EXAMPLE_H

#include "cli/cli.h"

/* An example of a script or a metric, run as a user would run it. */

/* Opens the file in a state of its own, under the limits of the flags. */
ALM_MUST_CHECK
alm_status alm_example_open(alm_script **out, const alm_cli *cli,
                            alm_catalog_kind kind, const char *path,
                            alm_error *err);

/* Runs example `i` and adds its main table, or the column of the metric, to
 * *out as CSV. *example says what it expects. */
ALM_MUST_CHECK
alm_status alm_example_run(alm_buffer *out, alm_example *example,
                           const alm_cli *cli, alm_catalog_kind kind,
                           alm_script *script, size_t i, alm_error *err);

#endif
