#ifndef ALM_IO_NOTES_H
#define ALM_IO_NOTES_H

#include "base/error.h"

/* A growing list of sentences for the user. A zeroed struct is empty. */
typedef struct alm_notes {
    char **items; /* NUL-terminated */
    size_t len;
    size_t cap;
} alm_notes;

ALM_MUST_CHECK ALM_PRINTF(3, 4) alm_status
    alm_notes_add(alm_notes *notes, alm_error *err, const char *fmt, ...);
void alm_notes_free(alm_notes *notes);

#endif
