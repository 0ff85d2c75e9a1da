#ifndef ALM_TEST_CASES_H
#define ALM_TEST_CASES_H

#include <cJSON.h>
#include <stddef.h>

/* The files of other projects, which are not copied into this one: they lie in
 * $ALM_REFERENCE_DIR, or in shared/reference beside the checkout. */

enum { SKIPPED = 77 };

/* Whether there is a folder `name` among them. */
int cases_exist(const char *name);

/* The bytes of a file, NUL behind them; freed with free(). Exits the test when
 * it cannot be read. */
char *cases_read(size_t *n, const char *folder, const char *file);

/* A JSON file as a tree. */
cJSON *cases_json(const char *folder, const char *file);

/* The path of a file; static storage, until the next call. */
const char *cases_path(const char *folder, const char *file);

const char *cases_text(const cJSON *object, const char *name);

#endif
