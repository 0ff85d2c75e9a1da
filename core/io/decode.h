#ifndef ALM_IO_DECODE_H
#define ALM_IO_DECODE_H

#include "base/buffer.h"
#include "io/source.h"

/* The encoding that a byte order mark names, and the length of the mark;
 * AUTO and 0 without one. */
alm_encoding alm_decode_mark(size_t *mark, const char *bytes, size_t n);

/* Appends bytes of UTF-16 or Latin-1, without their mark, as UTF-8. ALM_EPARSE
 * for lone surrogates and half characters, with the byte in the message. */
ALM_MUST_CHECK
alm_status alm_decode(alm_buffer *out, const char *bytes, size_t n,
                      alm_encoding encoding, alm_error *err);

#endif
