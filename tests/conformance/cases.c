#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cases_path(const char *folder, const char *file)
{
    static char path[1024];
    const char *set = getenv("ALM_REFERENCE_DIR");
    const char *root =
        set != NULL ? set : ALM_SOURCE_DIR "/../shared/reference";
    (void)snprintf(path, sizeof path, "%s/%s/%s", root, folder, file);
    return path;
}

int cases_exist(const char *name)
{
    return access(cases_path(name, ""), R_OK) == 0;
}

char *cases_read(size_t *n, const char *folder, const char *file)
{
    const char *path = cases_path(folder, file);
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    size_t cap = 1 << 16;
    size_t len = 0;
    char *bytes = malloc(cap);
    while (bytes != NULL) {
        len += fread(bytes + len, 1, cap - len, f);
        if (len < cap)
            break;
        cap *= 2;
        bytes = realloc(bytes, cap);
    }
    (void)fclose(f);
    if (bytes == NULL)
        abort();
    bytes[len] = '\0';
    *n = len;
    return bytes;
}

cJSON *cases_json(const char *folder, const char *file)
{
    size_t n;
    char *bytes = cases_read(&n, folder, file);
    cJSON *tree = cJSON_ParseWithLength(bytes, n);
    free(bytes);
    if (tree == NULL) {
        fprintf(stderr, "%s/%s is no JSON\n", folder, file);
        exit(1);
    }
    return tree;
}

const char *cases_text(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}
