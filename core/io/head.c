#include "io/head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "io/gzip.h"

/* Cutting --------------------------------------------------------------- */

static size_t skip_blanks(const char *text, size_t n, size_t at)
{
    while (at < n && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' ||
                      text[at] == '\n'))
        at++;
    return at;
}

static bool is_json(const char *text, size_t n)
{
    const size_t first = skip_blanks(text, n, 0);
    const size_t second = skip_blanks(text, n, first + 1);
    return second < n && ((text[first] == '{' && text[second] == '"') ||
                          (text[first] == '[' && text[second] == '{'));
}

/* After the last line that does not end inside quotes. */
static size_t cut_lines(const char *text, size_t n)
{
    bool quoted = false;
    size_t cut = 0, last = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        if (text[i] != '\n')
            continue;
        last = i + 1;
        if (!quoted)
            cut = last;
    }
    return cut > 0 ? cut : last;
}

enum { DEEPEST = 2 }; /* {"rows": [ ... ]} */

/* After the last object or array that closes within DEEPEST others, of which
 * the inner is an array or there is none. */
static size_t cut_json(char closing[3], const char *text, size_t n)
{
    char open[DEEPEST] = "";
    size_t depth = 0, cut = 0;
    bool quoted = false;

    for (size_t i = 0; i < n; i++) {
        const char c = text[i];
        if (quoted) {
            quoted = c != '"';
            i += c == '\\';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (depth < DEEPEST)
                open[depth] = c;
            depth++;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
            if (depth > DEEPEST || (depth > 0 && open[depth - 1] != '['))
                continue;
            cut = i + 1;
            for (size_t j = 0; j <= depth; j++)
                closing[j] = j == depth                   ? '\0'
                             : open[depth - 1 - j] == '[' ? ']'
                                                          : '}';
        }
    }
    return cut;
}

size_t alm_head_cut(char closing[3], const char *text, size_t n)
{
    closing[0] = '\0';
    return is_json(text, n) ? cut_json(closing, text, n) : cut_lines(text, n);
}

/* Reading --------------------------------------------------------------- */

static alm_status fail_file(const char *path, alm_error *err)
{
    return alm_fail(err, errno == ENOENT ? ALM_ENOTFOUND : ALM_EIO, "%s: %s",
                    path, strerror(errno));
}

static alm_status read_bytes(alm_buffer *out, int fd, const char *path,
                             size_t most, alm_error *err)
{
    alm_status status = alm_buffer_reserve(out, most, err);

    while (status == ALM_OK && out->len < most) {
        const ssize_t got = read(fd, out->data + out->len, most - out->len);
        if (got < 0 && errno != EINTR)
            return fail_file(path, err);
        if (got == 0)
            break;
        out->len += got > 0 ? (size_t)got : 0;
    }
    return status;
}

/* The first bytes of the file; *whole when there are no more. */
static alm_status read_head(alm_buffer *out, bool *whole, const char *path,
                            size_t most, alm_error *err)
{
    struct stat info;
    /* The open of a pipe that no one writes to would wait. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    alm_status status;

    if (fd < 0)
        return fail_file(path, err);
    if (fstat(fd, &info) != 0)
        status = fail_file(path, err);
    else if (!S_ISREG(info.st_mode))
        status = alm_fail(err, ALM_EIO, "%s is no regular file", path);
    else
        status = read_bytes(out, fd, path, most, err);
    (void)close(fd);
    *whole = status == ALM_OK && out->len == (size_t)info.st_size;
    return status;
}

static alm_status unpack(alm_buffer *bytes, bool *whole, const char *path,
                         size_t most, alm_error *err)
{
    alm_buffer out = {0};

    if (!alm_is_gzip(bytes->data, bytes->len))
        return ALM_OK;
    const alm_status status =
        alm_gunzip(&out, path, bytes->data, bytes->len, most, err);
    if (status != ALM_OK)
        return status;
    alm_buffer_free(bytes);
    *bytes = out;
    *whole = *whole && out.len < most;
    return ALM_OK;
}

/* `source`, taken, becomes one that ends with a record. */
static alm_status cut_source(alm_source **out, alm_source *source,
                             alm_error *err)
{
    alm_buffer text = {0};
    char closing[3];
    const char *all = alm_source_text(source);
    const size_t n = alm_head_cut(closing, all, alm_source_size(source));
    alm_status status = alm_buffer_add(&text, all, n, err);

    if (status == ALM_OK)
        status = alm_buffer_add_text(&text, closing, err);
    if (status == ALM_OK)
        status = alm_source_new_text(out, alm_source_name(source), text.data,
                                     text.len, ALM_ENCODING_UTF8, err);
    alm_buffer_free(&text);
    alm_source_free(source);
    return status;
}

alm_status alm_source_open_head(alm_source **out, const char *path,
                                alm_encoding encoding, size_t most,
                                alm_error *err)
{
    alm_buffer bytes = {0};
    alm_source *source = NULL;
    bool whole = false;
    alm_status status = read_head(&bytes, &whole, path, most, err);

    if (status == ALM_OK)
        status = unpack(&bytes, &whole, path, most, err);
    if (status == ALM_OK)
        status = alm_source_new_text(&source, path, bytes.data, bytes.len,
                                     encoding, err);
    alm_buffer_free(&bytes);
    if (status != ALM_OK)
        return status;
    if (!whole)
        return cut_source(out, source, err);
    *out = source;
    return ALM_OK;
}
