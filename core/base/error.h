#ifndef ALM_BASE_ERROR_H
#define ALM_BASE_ERROR_H

#include <stddef.h>

/* How every module reports failure.
 *
 * A function that can fail returns alm_status and takes `alm_error *err` last.
 * On failure the return value is not ALM_OK and *err says what was wrong, where
 * and what the user can do about it; on success *err is left alone. Passing
 * NULL for err is allowed. Out parameters come first and are written only on
 * success. The struct lives on the caller's stack: failing allocates nothing.
 */

typedef enum alm_status {
    ALM_OK = 0,
    ALM_ENOMEM,    /* the allocator said no */
    ALM_EINVAL,    /* a value the function does not accept */
    ALM_ETYPE,     /* right object, wrong column type */
    ALM_EPARSE,    /* malformed input text; line and column are set */
    ALM_EIO,       /* the operating system refused; message has errno text */
    ALM_ENOTFOUND, /* no such file, column, script, or parameter */
    ALM_ELIMIT     /* a configured ceiling was reached */
} alm_status;

typedef struct alm_error {
    alm_status code;
    char message[1024]; /* one sentence; NUL-terminated, longer text is cut */
    char help[768];     /* the way out; empty when there is none */
    char data[512];     /* the cell it is about; empty when there is none */
    char file[512];     /* where the data is wrong; empty when unknown */
    size_t line;        /* physical line, from 1; 0 when unknown */
    size_t column;      /* byte in the line, from 1; 0 when unknown */
} alm_error;

#if defined(__GNUC__)
#define ALM_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define ALM_MUST_CHECK        __attribute__((warn_unused_result))
#else
#define ALM_PRINTF(fmt, args)
#define ALM_MUST_CHECK
#endif

/* Fills *err (no location, no help) and returns `code`, so that a check reads
 * `return alm_fail(err, ALM_EINVAL, "...");`. */
#define alm_fail(err, code, ...) (alm_error_set(err, code, __VA_ARGS__), (code))

/* alm_fail without its value; alm_fail is a macro so that compiler and analyser
 * see that it never returns ALM_OK. */
ALM_PRINTF(3, 4)
void alm_error_set(alm_error *err, alm_status code, const char *fmt, ...);

/* The usual failure of an allocation: ALM_ENOMEM, "not enough memory for
 * <what>". */
static inline alm_status alm_fail_memory(alm_error *err, const char *what)
{
    return alm_fail(err, ALM_ENOMEM, "not enough memory for %s", what);
}

/* Adds a location to a failure already reported. `file` may be NULL. */
void alm_error_at(alm_error *err, const char *file, size_t line, size_t column);

/* Adds the way out to a failure already reported. */
ALM_PRINTF(2, 3)
void alm_error_help(alm_error *err, const char *fmt, ...);

/* Adds the cell a failure is about, as a reader finds it in the data:
 * `provinces.csv line 39: region = "Yunnan", users = "1.2M"`. For an error that
 * has its location in a script; alm_error_at is for errors in the data. */
ALM_PRINTF(2, 3)
void alm_error_data(alm_error *err, const char *fmt, ...);

/* "ENOMEM", "EINVAL", ... Static storage. */
const char *alm_status_name(alm_status code);

/* The status of that name; ALM_EINVAL for a name that is none. */
alm_status alm_status_named(const char *name);

#endif
