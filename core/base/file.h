#ifndef ALM_BASE_FILE_H
#define ALM_BASE_FILE_H

#include "base/buffer.h"

/* Adds the bytes of a file, as they are, to *out: at most `most`, beyond which
 * it is ALM_ELIMIT. ALM_ENOTFOUND, ALM_EIO. */
ALM_MUST_CHECK
alm_status alm_file_read(alm_buffer *out, const char *path, size_t most,
                         alm_error *err);

#endif
