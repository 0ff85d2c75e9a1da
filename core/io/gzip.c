#include "io/gzip.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"

#define BLOCK ((size_t)1 << 20)

bool alm_is_gzip(const char *bytes, size_t n)
{
    return n >= 2 && memcmp(bytes, "\x1F\x8B", 2) == 0;
}

static alm_status fail_gzip(const char *name, const char *why, alm_error *err)
{
    const alm_status status =
        alm_fail(err, ALM_EPARSE, "%s is no whole gzip file: %s", name, why);
    alm_error_at(err, name, 0, 0);
    return status;
}

typedef struct input {
    const char *name;
    const char *bytes;
    size_t n;
    size_t at;
} input;

/* One block of output; *more is false at the end of the input. */
static alm_status inflate_block(bool *more, alm_buffer *out, z_stream *z,
                                input *in, bool whole, alm_error *err)
{
    const size_t left = in->n - in->at;
    const alm_status status = alm_buffer_reserve(out, BLOCK, err);
    if (status != ALM_OK)
        return status;
    z->next_in = (Bytef *)(uintptr_t)in->bytes + in->at;
    z->avail_in = (uInt)(left < BLOCK ? left : BLOCK);
    z->next_out = (Bytef *)out->data + out->len;
    z->avail_out = (uInt)BLOCK;
    const uInt given = z->avail_in;
    const int result = inflate(z, Z_NO_FLUSH);
    in->at += given - z->avail_in;
    out->len += BLOCK - z->avail_out;
    *more = in->at < in->n || result != Z_STREAM_END;
    if (result == Z_BUF_ERROR && in->at == in->n) {
        *more = false;
        return whole ? fail_gzip(in->name, "it ends early", err) : ALM_OK;
    }
    if (result == Z_MEM_ERROR)
        return alm_fail_memory(err, "a compressed file");
    if (result != Z_OK && result != Z_STREAM_END)
        return fail_gzip(in->name, z->msg != NULL ? z->msg : "bad data", err);
    if (result == Z_STREAM_END && *more && inflateReset(z) != Z_OK)
        return fail_gzip(in->name, "bad data", err);
    return ALM_OK;
}

static void *zlib_alloc(void *opaque, uInt items, uInt size)
{
    (void)opaque;
    return alm_alloc(items, size);
}

static void zlib_free(void *opaque, void *p)
{
    (void)opaque;
    alm_dealloc(p);
}

alm_status alm_gunzip(alm_buffer *out, const char *name, const char *in,
                      size_t n, size_t most, alm_error *err)
{
    z_stream z = {.zalloc = zlib_alloc, .zfree = zlib_free};
    input from = {name, in, n, 0};
    alm_status status = ALM_OK;
    bool more = true;

    if (inflateInit2(&z, 15 + 16) != Z_OK) /* + 16: gzip, not zlib */
        return alm_fail_memory(err, "a compressed file");
    while (status == ALM_OK && more && out->len < most)
        status = inflate_block(&more, out, &z, &from, most == SIZE_MAX, err);
    (void)inflateEnd(&z);
    if (status != ALM_OK)
        alm_buffer_free(out);
    return status;
}
