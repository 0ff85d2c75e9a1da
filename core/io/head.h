#ifndef ALM_IO_HEAD_H
#define ALM_IO_HEAD_H

#include "io/source.h"

/* Opens the beginning of a file, at most `most` bytes of it (inflated, if it is
 * a .gz), as a source that can be loaded like a whole file: CSV and JSON lines
 * are cut after a record, other JSON is cut after a record and closed. For what
 * has to answer at once, however big the file is. Only regular files:
 * ALM_EIO otherwise. */
ALM_MUST_CHECK
alm_status alm_source_open_head(alm_source **out, const char *path,
                                alm_encoding encoding, size_t most,
                                alm_error *err);

/* What alm_source_open_head makes of text[0 .. n), the beginning of a longer
 * text: bytes to keep, and what to write behind them ("", "]" or "]}"). */
size_t alm_head_cut(char closing[3], const char *text, size_t n);

#endif
