#ifndef ALM_IO_NEARBY_H
#define ALM_IO_NEARBY_H

#include <stdbool.h>

#include "base/error.h"

/* Whether a file of the same folder has a name near to that of `path`, which is
 * not there; *err then offers it. */
bool alm_suggest_file(const char *path, alm_error *err);

/* ALM_ENOTFOUND: `what` is neither a file nor a package. *err is what the
 * search for a package said, the help of which is kept when it has a name to
 * offer; a file of the same folder whose name is near goes first. */
alm_status alm_fail_no_data(const char *what, alm_error *err);

#endif
