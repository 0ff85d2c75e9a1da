#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void alm_trim(const char **text, size_t *n)
{
    while (*n > 0 && is_blank(**text)) {
        ++*text;
        --*n;
    }
    while (*n > 0 && is_blank((*text)[*n - 1]))
        --*n;
}

alm_status alm_path_join(char **out, const char *folder, const char *name,
                         alm_error *err)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    const bool slash = folder[0] != '\0' && folder[strlen(folder) - 1] != '/';
    char *path = alm_alloc(size, 1);

    if (path == NULL)
        return alm_fail_memory(err, "a path");
    (void)snprintf(path, size, "%s%s%s", folder, slash ? "/" : "", name);
    *out = path;
    return ALM_OK;
}
