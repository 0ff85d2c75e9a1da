#include "base/buffer.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

alm_status alm_buffer_reserve(alm_buffer *buf, size_t extra, alm_error *err)
{
    if (extra <= buf->cap - buf->len)
        return ALM_OK;
    if (extra > SIZE_MAX / 4 - buf->len)
        return alm_fail_memory(err, "a buffer");
    /* The first time just what is asked for, which may be all there will be. */
    size_t cap = buf->cap > 0 ? buf->cap : extra > 64 ? extra : 64;
    while (cap < buf->len + extra)
        cap += cap / 2;
    char *data = alm_realloc(buf->data, cap, 1);
    if (data == NULL)
        return alm_fail_memory(err, "a buffer");
    buf->data = data;
    buf->cap = cap;
    return ALM_OK;
}

alm_status alm_buffer_add(alm_buffer *buf, const void *bytes, size_t n,
                          alm_error *err)
{
    const alm_status status = alm_buffer_reserve(buf, n, err);
    if (status != ALM_OK)
        return status;
    if (n > 0)
        memcpy(buf->data + buf->len, bytes, n);
    buf->len += n;
    return ALM_OK;
}

alm_status alm_buffer_add_text(alm_buffer *buf, const char *text,
                               alm_error *err)
{
    return alm_buffer_add(buf, text, strlen(text), err);
}

alm_status alm_buffer_add_byte(alm_buffer *buf, char byte, alm_error *err)
{
    return alm_buffer_add(buf, &byte, 1, err);
}

void alm_buffer_clear(alm_buffer *buf)
{
    buf->len = 0;
}

void alm_buffer_free(alm_buffer *buf)
{
    alm_dealloc(buf->data);
    *buf = (alm_buffer){0};
}
