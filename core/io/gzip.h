#ifndef ALM_IO_GZIP_H
#define ALM_IO_GZIP_H

#include <stdbool.h>

#include "base/buffer.h"

/* Whether bytes are those of a gzip file, by the first two. */
bool alm_is_gzip(const char *bytes, size_t n);

/* Inflates in[0 .. n) into *out (empty; the caller's on success), its members
 * one after the other, as gzip -c a b > c makes them. Stops once there are
 * `most` bytes or more; only with SIZE_MAX has the input to be whole. `name` is
 * for messages. ALM_EPARSE for what is no gzip. */
ALM_MUST_CHECK
alm_status alm_gunzip(alm_buffer *out, const char *name, const char *in,
                      size_t n, size_t most, alm_error *err);

#endif
