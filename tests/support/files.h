#ifndef ALM_TEST_FILES_H
#define ALM_TEST_FILES_H

#include <stddef.h>

/* A folder of its own for a test, removed with what was written to it. */

/* Makes the folder; its path, static storage. */
const char *files_open(void);

/* Writes a file in it; its path, static storage until the next call. */
const char *files_write(const char *name, const char *bytes, size_t n);
const char *files_write_text(const char *name, const char *text);

/* The path of a file in it, static storage until the next call. */
const char *files_path(const char *name);
void files_close(void);

#endif
