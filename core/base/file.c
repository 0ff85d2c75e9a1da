#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static alm_status read_open(alm_buffer *out, FILE *file, const char *path,
                            size_t most, alm_error *err)
{
    char block[8192];
    size_t n;

    while ((n = fread(block, 1, sizeof block, file)) > 0) {
        if (out->len + n > most)
            return alm_fail(err, ALM_ELIMIT, "%s: a file of more than %zu MiB",
                            path, most >> 20);
        const alm_status status = alm_buffer_add(out, block, n, err);
        if (status != ALM_OK)
            return status;
    }
    if (ferror(file))
        return alm_fail(err, ALM_EIO, "%s: %s", path, strerror(errno));
    return ALM_OK;
}

alm_status alm_file_read(alm_buffer *out, const char *path, size_t most,
                         alm_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        const alm_status code = errno == ENOENT ? ALM_ENOTFOUND : ALM_EIO;
        return alm_fail(err, code, "%s: %s", path, strerror(errno));
    }
    const alm_status status = read_open(out, file, path, most, err);
    (void)fclose(file);
    return status;
}
