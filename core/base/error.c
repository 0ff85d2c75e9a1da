#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void alm_error_set(alm_error *err, alm_status code, const char *fmt, ...)
{
    if (err != NULL) {
        va_list ap;
        va_start(ap, fmt);
        err->code = code;
        (void)vsnprintf(err->message, sizeof err->message, fmt, ap);
        va_end(ap);
        err->help[0] = '\0';
        err->data[0] = '\0';
        err->file[0] = '\0';
        err->line = 0;
        err->column = 0;
    }
}

void alm_error_at(alm_error *err, const char *file, size_t line, size_t column)
{
    if (err == NULL)
        return;
    if (file != NULL)
        (void)snprintf(err->file, sizeof err->file, "%s", file);
    err->line = line;
    err->column = column;
}

void alm_error_help(alm_error *err, const char *fmt, ...)
{
    va_list ap;
    if (err == NULL)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(err->help, sizeof err->help, fmt, ap);
    va_end(ap);
}

void alm_error_data(alm_error *err, const char *fmt, ...)
{
    va_list ap;
    if (err == NULL)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(err->data, sizeof err->data, fmt, ap);
    va_end(ap);
}

const char *alm_status_name(alm_status code)
{
    switch (code) {
    case ALM_OK: return "OK";
    case ALM_ENOMEM: return "ENOMEM";
    case ALM_EINVAL: return "EINVAL";
    case ALM_ETYPE: return "ETYPE";
    case ALM_EPARSE: return "EPARSE";
    case ALM_EIO: return "EIO";
    case ALM_ENOTFOUND: return "ENOTFOUND";
    case ALM_ELIMIT: return "ELIMIT";
    }
    return "UNKNOWN";
}

alm_status alm_status_named(const char *name)
{
    for (int code = ALM_OK; code <= ALM_ELIMIT; code++)
        if (strcmp(name, alm_status_name((alm_status)code)) == 0)
            return (alm_status)code;
    return ALM_EINVAL;
}
