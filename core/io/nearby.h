#ifndef ALM_IO_NEARBY_H
#define ALM_IO_NEARBY_H

#include "base/error.h"

/* ALM_ENOTFOUND: `what` is neither a file nor a package. *err is what the
 * search for a package said, the help of which is kept when it has a name to
 * offer; a file of the same folder whose name is near goes first. */
alm_status alm_fail_no_data(const char *what, alm_error *err);

#endif
