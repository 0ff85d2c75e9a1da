#include "runtime/chunk_name.h"

#include <stdio.h>
#include <string.h>

void alm_chunk_name(char *out, size_t size, alm_chunk_kind kind,
                    const char *name)
{
    const size_t n = strlen(name);
    const char *from = n + 2 > size ? name + (n + 2 - size) : name;
    (void)snprintf(out, size, "%c%s", kind == ALM_CHUNK_SCRIPT ? '@' : '=',
                   from);
}

const char *alm_chunk_file_name(alm_chunk_kind kind, const char *path)
{
    const char *name = path;
    const char *folder = path;

    for (const char *c = path; *c != '\0'; c++) {
        if (*c != '/' || c[1] == '\0')
            continue;
        folder = name;
        name = c + 1;
    }
    return kind == ALM_CHUNK_OWN ? folder : name;
}
