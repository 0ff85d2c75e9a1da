#ifndef ALM_BASE_BUFFER_H
#define ALM_BASE_BUFFER_H

#include "base/error.h"

/* Growing bytes. A zeroed struct is an empty buffer; `data` is not
 * NUL-terminated and may be NULL while `len` is 0. Every add is all or nothing:
 * after ALM_ENOMEM the buffer holds what it held before. */
typedef struct alm_buffer {
    char *data;
    size_t len;
    size_t cap;
} alm_buffer;

ALM_MUST_CHECK
alm_status alm_buffer_reserve(alm_buffer *buf, size_t extra, alm_error *err);
ALM_MUST_CHECK
alm_status alm_buffer_add(alm_buffer *buf, const void *bytes, size_t n,
                          alm_error *err);
ALM_MUST_CHECK
alm_status alm_buffer_add_text(alm_buffer *buf, const char *text,
                               alm_error *err);
ALM_MUST_CHECK
alm_status alm_buffer_add_byte(alm_buffer *buf, char byte, alm_error *err);

/* Keeps the block for reuse. */
void alm_buffer_clear(alm_buffer *buf);
void alm_buffer_free(alm_buffer *buf);

#endif
