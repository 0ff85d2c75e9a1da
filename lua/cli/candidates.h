#ifndef ALM_CLI_CANDIDATES_H
#define ALM_CLI_CANDIDATES_H

#include <stdbool.h>

#include "base/buffer.h"

/* What could stand in place of a word that is being typed. */
typedef struct alm_candidate {
    char *text;   /* the whole word */
    char *help;   /* one line, "" for none */
    size_t shown; /* bytes of `text` that are the same for all, or a folder */
    bool open;    /* more is to be typed: no space after it */
} alm_candidate;

/* Enough to choose from; what comes later is left out. */
enum { ALM_CANDIDATES_MOST = 2000 };

/* Zeroed before use, but for `word`. */
typedef struct alm_candidates {
    const char *word; /* that is being typed */
    alm_candidate *items;
    size_t n;
    size_t cap;
    alm_status status; /* after a failure nothing more is added */

    /* Names of files are welcome too, after the first `files_from` bytes of the
     * word. */
    bool files;
    bool folders; /* only folders are */
    size_t files_from;
    const char *endings; /* of the files to show first, with blanks between; ""
                            for all. Static storage. */
} alm_candidates;

/* Adds the first `from` bytes of the word and `text`. Not if that does not
 * begin with the word, case ignored, if it is there, or if it holds control
 * characters, which cannot be typed. */
void alm_candidates_add(alm_candidates *list, size_t from, const char *text,
                        const char *help, bool open);
void alm_candidates_free(alm_candidates *list);

/* Whether `text` begins with start[0 .. n), case ignored for ASCII. */
bool alm_begins_with(const char *text, const char *start, size_t n);

/* Drops what begins with the word only when case is ignored, unless nothing is
 * left then. What is left begins with the same bytes. */
void alm_candidates_filter(alm_candidates *list);

#endif
