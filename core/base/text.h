#ifndef ALM_BASE_TEXT_H
#define ALM_BASE_TEXT_H

#include "base/error.h"

/* Pieces of text. */

/* Moves the ends of text[0..n) inwards over blanks and tabs. */
void alm_trim(const char **text, size_t *n);

/* "folder/name", or `name` alone when the folder is "": a new text
 * (alm_dealloc). */
ALM_MUST_CHECK
alm_status alm_path_join(char **out, const char *folder, const char *name,
                         alm_error *err);

#endif
