#ifndef ALM_CLI_ARGS_FILE_H
#define ALM_CLI_ARGS_FILE_H

#include "runtime/script.h"

/* --args-file: the values of a script's arguments in a JSON object,
 *
 *   {"measure": "users", "top": 5, "signed": true, "columns": ["a", "b"]}
 *
 * with every value as its text, and where it stands. A value null is none. */
typedef struct alm_args_file {
    alm_script_value *items; /* texts are owned */
    size_t n;
    size_t cap;
} alm_args_file;

/* *out is zeroed; free it whatever happened. ALM_EPARSE has line and column. */
ALM_MUST_CHECK
alm_status alm_args_file_read(alm_args_file *out, const char *path,
                              alm_error *err);
void alm_args_file_free(alm_args_file *file);

#endif
