#ifndef ALM_IO_SOURCE_PRIVATE_H
#define ALM_IO_SOURCE_PRIVATE_H

#include <sys/stat.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "io/source.h"

/* What source.c and window.c share. */

struct alm_source {
    size_t refs;
    char *name;
    alm_buffer text; /* decoded, and a '\n' after it; empty when on disk */
    bool on_disk;
    int fd; /* -1 unless on_disk */
    size_t size;
    size_t mark; /* bytes of the byte order mark of a file on disk */
    struct stat seen;
};

/* The error that errno means, about the source. */
alm_status alm_source_fail_io(const alm_source *source, alm_error *err);
alm_status alm_source_fail_changed(const alm_source *source, alm_error *err);

/* Whether the file is still the one that was opened. */
bool alm_source_is_unchanged(const alm_source *source, int fd);

/* One read, interrupted or not; offset is ignored for what cannot be sought. */
ssize_t alm_read_once(int fd, char *buf, size_t n, off_t offset, bool seek);

#endif
