#ifndef ALM_IO_SOURCE_H
#define ALM_IO_SOURCE_H

#include <stdbool.h>

#include "base/error.h"

/* Where bytes come from: a file, standard input ("-"), a .gz of either (known
 * by its first bytes, not its name), or a text in memory. What comes out is
 * UTF-8 without a byte order mark. Counted by reference.
 *
 * A regular file above `stream_above` stays on disk and is read in blocks, as
 * often as needed; everything else is held decoded in memory. Files are read,
 * never mapped: one that is cut short meanwhile is an error, not a signal. */
typedef struct alm_source alm_source;

typedef enum alm_encoding {
    ALM_ENCODING_AUTO, /* UTF-16 if a byte order mark says so, else UTF-8 */
    ALM_ENCODING_UTF8,
    ALM_ENCODING_UTF16LE,
    ALM_ENCODING_UTF16BE,
    ALM_ENCODING_LATIN1
} alm_encoding;

/* "utf-8", "utf-16le", "utf-16be", "latin-1" and the usual spellings. */
bool alm_encoding_from_name(alm_encoding *out, const char *name);

/* The size above which a plain file is not held in memory, when 0 is asked, and
 * columns are read when they are needed; and that above which it is not even
 * held while all columns are read. */
#define ALM_STREAM_ABOVE ((size_t)64 << 20)
#define ALM_HOLD_MOST    ((size_t)1 << 20)

/* Opens `path`. ALM_ENOTFOUND when there is no such file, ALM_EIO for a
 * directory or what may not be read, ALM_EPARSE for what cannot be decoded. */
ALM_MUST_CHECK
alm_status alm_source_open(alm_source **out, const char *path,
                           alm_encoding encoding, size_t stream_above,
                           alm_error *err);

/* A copy of `text`, under a name for messages. */
ALM_MUST_CHECK
alm_status alm_source_new_text(alm_source **out, const char *name,
                               const char *text, size_t n,
                               alm_encoding encoding, alm_error *err);

alm_source *alm_source_ref(alm_source *source);
void alm_source_free(alm_source *source); /* NULL is allowed */

const char *alm_source_name(const alm_source *source);

/* Bytes in it; before decoding for a file on disk. */
size_t alm_source_size(const alm_source *source);

/* Bytes that windows go over: decoded, without a byte order mark. */
size_t alm_source_length(const alm_source *source);

/* Whether all of it is in memory: the text, followed by a '\n' that is no part
 * of it; NULL when it is on disk. */
const char *alm_source_text(const alm_source *source);

/* Whether all of it is good text: ALM_EPARSE with the place of the first NUL or
 * byte that is no UTF-8. */
ALM_MUST_CHECK
alm_status alm_source_check(alm_source *source, alm_error *err);

/* A stretch of the source, whole when that is in memory. data[len] is readable
 * and holds '\n'. A zeroed struct is closed. */
typedef struct alm_window {
    alm_source *source;
    const char *data;
    size_t len;
    bool last;      /* nothing follows data[len - 1] */
    bool check;     /* refuse NUL bytes and what is no UTF-8, as it comes in */
    size_t offset;  /* of data[0] in the source */
    size_t checked; /* bytes of `data` found to be good text */
    size_t line;    /* of data[0] */
    size_t end;     /* where it stops advancing, an offset in the source */
    size_t step;    /* bytes read from the disk at a time */
    char *block;    /* owned; NULL when the source is in memory */
    size_t cap;
} alm_window;

/* Opens a window at the start of `source` (borrowed) and fills it. */
ALM_MUST_CHECK
alm_status alm_window_open(alm_window *window, alm_source *source, bool check,
                           alm_error *err);

/* A window on nothing yet, for alm_window_move. */
alm_window alm_window_closed(alm_source *source, size_t step, bool check);

/* Puts the window at offset `from`, which stands on `line`. It sees nothing
 * beyond the line in which `end` is (SIZE_MAX: all). */
ALM_MUST_CHECK
alm_status alm_window_move(alm_window *window, size_t from, size_t end,
                           size_t line, alm_error *err);

/* The same, and finds the first line that starts after the byte at `from`,
 * which may be in the middle of a character: *at is its offset in the window.
 * ALM_ELIMIT when none is near. */
ALM_MUST_CHECK
alm_status alm_window_seek(alm_window *window, size_t *at, size_t from,
                           size_t end, alm_error *err);

/* Drops the bytes before data[from], which stands on `line`, and reads on.
 * Pointers into the window are void after it. ALM_ELIMIT at the end
 * that the window was given. Not for a last window. */
ALM_MUST_CHECK
alm_status alm_window_advance(alm_window *window, size_t from, size_t line,
                              alm_error *err);
void alm_window_close(alm_window *window);

#endif
