#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/decode.h"
#include "io/gzip.h"
#include "io/source_private.h"

#define BLOCK ((size_t)256 << 10)

static alm_status new_source(alm_source **out, const char *name, alm_error *err)
{
    alm_source *source = alm_alloc_zeroed(1, sizeof *source);
    char *copy = alm_text_copy(name, strlen(name));
    if (source == NULL || copy == NULL) {
        alm_dealloc(source);
        alm_dealloc(copy);
        return alm_fail_memory(err, "a file");
    }
    *source = (alm_source){.refs = 1, .name = copy, .fd = -1};
    *out = source;
    return ALM_OK;
}

alm_source *alm_source_ref(alm_source *source)
{
    source->refs++;
    return source;
}

void alm_source_free(alm_source *source)
{
    if (source == NULL || --source->refs > 0)
        return;
    if (source->fd >= 0)
        (void)close(source->fd);
    alm_buffer_free(&source->text);
    alm_dealloc(source->name);
    alm_dealloc(source);
}

const char *alm_source_name(const alm_source *source)
{
    return source->name;
}

size_t alm_source_size(const alm_source *source)
{
    return source->size;
}

size_t alm_source_length(const alm_source *source)
{
    return source->on_disk ? source->size - source->mark : source->text.len;
}

const char *alm_source_text(const alm_source *source)
{
    return source->on_disk ? NULL : source->text.data;
}

/* Reading --------------------------------------------------------------- */

alm_status alm_source_fail_io(const alm_source *source, alm_error *err)
{
    const int number = errno;
    const bool absent = number == ENOENT;
    const alm_status status =
        alm_fail(err, absent ? ALM_ENOTFOUND : ALM_EIO, "%s: %s", source->name,
                 absent ? "no such file" : strerror(number));
    alm_error_at(err, source->name, 0, 0);
    if (number == EISDIR)
        alm_error_help(err, "name a file in it; a folder is data only with a "
                            "datapackage.json in it");
    return status;
}

alm_status alm_source_fail_changed(const alm_source *source, alm_error *err)
{
    const alm_status status =
        alm_fail(err, ALM_EIO, "%s changed while it was read", source->name);
    alm_error_at(err, source->name, 0, 0);
    alm_error_help(err, "run again when nothing writes to it");
    return status;
}

ssize_t alm_read_once(int fd, char *buf, size_t n, off_t offset, bool seek)
{
    ssize_t got;
    do {
        got = seek ? pread(fd, buf, n, offset) : read(fd, buf, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

bool alm_source_is_unchanged(const alm_source *source, int fd)
{
    struct stat now;
    return fstat(fd, &now) == 0 && now.st_size == source->seen.st_size &&
           now.st_mtim.tv_sec == source->seen.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == source->seen.st_mtim.tv_nsec;
}

static alm_status read_all(alm_source *source, int fd, bool regular,
                           alm_error *err)
{
    const size_t expected = regular ? (size_t)source->seen.st_size : 0;
    alm_buffer *text = &source->text;
    alm_status status = alm_buffer_reserve(text, expected + 1, err);
    while (status == ALM_OK) {
        status = alm_buffer_reserve(text, text->cap - text->len > 1 ? 1 : BLOCK,
                                    err);
        if (status != ALM_OK)
            break;
        const ssize_t got = alm_read_once(fd, text->data + text->len,
                                          text->cap - text->len, 0, false);
        if (got < 0)
            return alm_source_fail_io(source, err);
        if (got == 0)
            break;
        text->len += (size_t)got;
    }
    if (status == ALM_OK && regular &&
        (text->len != expected || !alm_source_is_unchanged(source, fd)))
        return alm_source_fail_changed(source, err);
    return status;
}

static alm_status unpack(alm_source *source, alm_error *err)
{
    alm_buffer out = {0};
    const alm_status status = alm_gunzip(&out, source->name, source->text.data,
                                         source->text.len, SIZE_MAX, err);
    if (status != ALM_OK)
        return status;
    alm_buffer_free(&source->text);
    source->text = out;
    return ALM_OK;
}

/* Opening --------------------------------------------------------------- */

/* What was read becomes UTF-8 without a mark, and a '\n' behind it. */
static alm_status decode_text(alm_source *source, alm_encoding encoding,
                              alm_error *err)
{
    size_t mark = 0;
    alm_buffer *text = &source->text;
    alm_buffer out = {0};
    alm_status status = ALM_OK;
    const alm_encoding marked = alm_decode_mark(&mark, text->data, text->len);
    const bool takes_mark =
        encoding == ALM_ENCODING_AUTO || marked == encoding ||
        (encoding == ALM_ENCODING_UTF16LE && marked == ALM_ENCODING_UTF16BE);
    if (takes_mark && marked != ALM_ENCODING_AUTO)
        encoding = marked;
    else
        mark = 0;
    if (encoding == ALM_ENCODING_AUTO || encoding == ALM_ENCODING_UTF8) {
        text->len -= mark;
        if (mark > 0)
            memmove(text->data, text->data + mark, text->len);
    } else {
        status = alm_decode(&out, text->data + mark, text->len - mark, encoding,
                            err);
        if (status == ALM_OK) {
            alm_buffer_free(text);
            *text = out;
            out = (alm_buffer){0};
        }
    }
    alm_buffer_free(&out);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(text, '\n', err);
    if (status == ALM_OK)
        source->size = --text->len;
    else
        alm_error_at(err, source->name, 0, 0);
    return status;
}

/* Whether a regular file can stay on disk: plain UTF-8, as far as its first
 * bytes tell. */
static alm_status look_at_start(bool *streams, alm_source *source, int fd,
                                alm_encoding encoding, alm_error *err)
{
    char head[4];
    size_t mark = 0;
    const ssize_t got = alm_read_once(fd, head, sizeof head, 0, true);
    if (got < 0)
        return alm_source_fail_io(source, err);
    const alm_encoding marked = alm_decode_mark(&mark, head, (size_t)got);
    *streams =
        !alm_is_gzip(head, (size_t)got) &&
        (encoding == ALM_ENCODING_AUTO || encoding == ALM_ENCODING_UTF8) &&
        (marked == ALM_ENCODING_AUTO || marked == ALM_ENCODING_UTF8);
    source->mark = mark;
    return ALM_OK;
}

static alm_status open_file(alm_source *source, int fd, alm_encoding encoding,
                            size_t stream_above, alm_error *err)
{
    bool streams = false;
    alm_status status = ALM_OK;
    if (fstat(fd, &source->seen) != 0)
        return alm_source_fail_io(source, err);
    if (S_ISDIR(source->seen.st_mode)) {
        errno = EISDIR;
        return alm_source_fail_io(source, err);
    }
    const bool regular = S_ISREG(source->seen.st_mode);
    if (regular && (size_t)source->seen.st_size > stream_above)
        status = look_at_start(&streams, source, fd, encoding, err);
    if (status != ALM_OK)
        return status;
    if (streams) {
        source->on_disk = true;
        source->size = (size_t)source->seen.st_size;
        return ALM_OK;
    }
    status = read_all(source, fd, regular && fd != STDIN_FILENO, err);
    if (status == ALM_OK && alm_is_gzip(source->text.data, source->text.len))
        status = unpack(source, err);
    return status == ALM_OK ? decode_text(source, encoding, err) : status;
}

alm_status alm_source_open(alm_source **out, const char *path,
                           alm_encoding encoding, size_t stream_above,
                           alm_error *err)
{
    alm_source *source = NULL;
    const bool is_stdin = strcmp(path, "-") == 0;
    alm_status status =
        new_source(&source, is_stdin ? "standard input" : path, err);
    if (status != ALM_OK)
        return status;
    if (stream_above == 0)
        stream_above = ALM_STREAM_ABOVE;
    if (is_stdin)
        stream_above = SIZE_MAX; /* its position is not ours to move */
    const int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        status = alm_source_fail_io(source, err);
    else
        status = open_file(source, fd, encoding, stream_above, err);
    if (source->on_disk)
        source->fd = fd;
    else if (fd >= 0 && !is_stdin)
        (void)close(fd);
    if (status != ALM_OK) {
        alm_source_free(source);
        return status;
    }
    *out = source;
    return ALM_OK;
}

alm_status alm_source_new_text(alm_source **out, const char *name,
                               const char *text, size_t n,
                               alm_encoding encoding, alm_error *err)
{
    alm_source *source = NULL;
    alm_status status = new_source(&source, name, err);
    if (status != ALM_OK)
        return status;
    status = alm_buffer_reserve(&source->text, n + 1, err);
    if (status == ALM_OK)
        status = alm_buffer_add(&source->text, text, n, err);
    if (status == ALM_OK)
        status = decode_text(source, encoding, err);
    if (status != ALM_OK) {
        alm_source_free(source);
        return status;
    }
    *out = source;
    return ALM_OK;
}
