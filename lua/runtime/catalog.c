#include "runtime/catalog.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "base/text.h"
#include "io/nearby.h"

static unsigned char fold(char c)
{
    if (c == '-')
        return '_';
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

int alm_name_compare(const char *a, size_t na, const char *b, size_t nb)
{
    for (size_t i = 0; i < na && i < nb; i++) {
        const int difference = fold(a[i]) - fold(b[i]);
        if (difference != 0)
            return difference;
    }
    return (na > nb) - (na < nb);
}

/* The length of "growth" in "growth.lua"; 0 when it is no script. */
static size_t script_name(const char *file)
{
    const size_t n = strlen(file);
    return n > 4 && file[0] != '.' && strcmp(file + n - 4, ".lua") == 0 ? n - 4
                                                                        : 0;
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* What a folder of scripts is searched for: files, and names that lead nowhere,
 * which are worth telling of. A pipe would be waited for. */
static bool is_listed(const char *path)
{
    struct stat st;
    return stat(path, &st) != 0 || S_ISREG(st.st_mode);
}

static alm_status add_entry(alm_catalog *catalog, const char *folder,
                            const char *place, const char *file, size_t len,
                            alm_error *err)
{
    alm_catalog_entry entry = {.folder = folder};
    alm_catalog_entry *entries =
        alm_grow(catalog->entries, &catalog->cap, catalog->n, sizeof *entries);

    if (entries == NULL)
        return alm_fail_memory(err, "the list of scripts");
    catalog->entries = entries;
    const alm_status status = alm_path_join(&entry.path, place, file, err);
    if (status != ALM_OK)
        return status;
    if (!is_listed(entry.path)) {
        alm_dealloc(entry.path);
        return ALM_OK;
    }
    entry.name = alm_text_copy(file, len);
    if (entry.name == NULL) {
        alm_dealloc(entry.path);
        return alm_fail_memory(err, "the list of scripts");
    }
    catalog->entries[catalog->n++] = entry;
    return ALM_OK;
}

static alm_status read_folder(alm_catalog *catalog, const char *folder,
                              const char *place, alm_error *err)
{
    alm_status status = ALM_OK;
    DIR *dir = opendir(place);

    if (dir == NULL)
        return ALM_OK;
    for (struct dirent *file = readdir(dir); file != NULL && status == ALM_OK;
         file = readdir(dir)) {
        const size_t len = script_name(file->d_name);
        if (len > 0)
            status = add_entry(catalog, folder, place, file->d_name, len, err);
    }
    (void)closedir(dir);
    return status;
}

static int compare_entries(const void *a, const void *b)
{
    const alm_catalog_entry *x = a, *y = b;
    const int by_name =
        alm_name_compare(x->name, strlen(x->name), y->name, strlen(y->name));
    if (by_name != 0)
        return by_name;
    if (x->shadowed_by != y->shadowed_by) /* the position of the folder */
        return x->shadowed_by < y->shadowed_by ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Sorts, and points every entry at the first of its name. */
static void settle(alm_catalog *catalog)
{
    size_t first = 0;

    if (catalog->n > 0)
        qsort(catalog->entries, catalog->n, sizeof *catalog->entries,
              compare_entries);
    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *a = &catalog->entries[first];
        alm_catalog_entry *b = &catalog->entries[i];
        if (alm_name_compare(a->name, strlen(a->name), b->name,
                             strlen(b->name)) != 0)
            first = i;
        b->shadowed_by = first;
    }
}

alm_status alm_catalog_new(alm_catalog **out, const alm_paths *paths,
                           alm_catalog_kind kind, alm_error *err)
{
    alm_status status = ALM_OK;
    alm_catalog *catalog = alm_alloc_zeroed(1, sizeof *catalog);

    if (catalog == NULL)
        return alm_fail_memory(err, "the list of scripts");
    for (size_t i = 0; i < paths->n_scripts && status == ALM_OK; i++) {
        const size_t before = catalog->n;
        const char *folder = paths->scripts[i];
        if (kind == ALM_CATALOG_SCRIPTS) {
            status = read_folder(catalog, folder, folder, err);
        } else {
            char *place = NULL;
            status = alm_path_join(&place, folder, "metrics", err);
            if (status == ALM_OK)
                status = read_folder(catalog, folder, place, err);
            alm_dealloc(place);
        }
        for (size_t j = before; j < catalog->n; j++)
            catalog->entries[j].shadowed_by = i;
    }
    if (status != ALM_OK) {
        alm_catalog_free(catalog);
        return status;
    }
    settle(catalog);
    *out = catalog;
    return ALM_OK;
}

void alm_catalog_free(alm_catalog *catalog)
{
    if (catalog == NULL)
        return;
    for (size_t i = 0; i < catalog->n; i++) {
        alm_dealloc(catalog->entries[i].name);
        alm_dealloc(catalog->entries[i].path);
    }
    alm_dealloc(catalog->entries);
    alm_dealloc(catalog);
}

const alm_catalog_entry *alm_catalog_find(const alm_catalog *catalog,
                                          const char *name, size_t len)
{
    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *entry = &catalog->entries[i];
        if (alm_name_compare(entry->name, strlen(entry->name), name, len) == 0)
            return entry;
    }
    return NULL;
}

/* The nearest name of a script to `name`, into the help of *err. */
static void suggest_script(const alm_catalog *catalog, const char *name,
                           size_t len, alm_error *err)
{
    alm_suggestion near = {.wanted = name, .len = len};

    for (size_t i = 0; i < catalog->n; i++)
        alm_suggest_offer(&near, catalog->entries[i].name,
                          strlen(catalog->entries[i].name));
    if (near.best != NULL)
        alm_error_help(err, "did you mean `%.*s`?", (int)near.best_len,
                       near.best);
    else
        alm_error_help(err, "`almanac list` shows the scripts there are");
}

/* A path that leads to no file: its last part may be the name of a script. */
static alm_status fail_path(const alm_paths *paths, const char *path,
                            alm_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *file = slash != NULL ? slash + 1 : path;
    const size_t len = script_name(file);
    alm_catalog *catalog = NULL;

    (void)alm_fail(err, ALM_ENOTFOUND, "there is no script file \"%s\"", path);
    if (alm_suggest_file(path, err))
        return ALM_ENOTFOUND;
    if (alm_catalog_new(&catalog, paths, ALM_CATALOG_SCRIPTS, NULL) == ALM_OK)
        suggest_script(catalog, file, len > 0 ? len : strlen(file), err);
    alm_catalog_free(catalog);
    return ALM_ENOTFOUND;
}

alm_status alm_script_locate(char **path, const alm_paths *paths,
                             const char *name, alm_error *err)
{
    alm_catalog *catalog = NULL;
    const size_t n = strlen(name);
    alm_status status;

    if (strchr(name, '/') != NULL || script_name(name) > 0) {
        if (!is_file(name))
            return fail_path(paths, name, err);
        *path = alm_text_copy(name, n);
        return *path != NULL ? ALM_OK : alm_fail_memory(err, "a path");
    }
    status = alm_catalog_new(&catalog, paths, ALM_CATALOG_SCRIPTS, err);
    if (status != ALM_OK)
        return status;
    const alm_catalog_entry *entry = alm_catalog_find(catalog, name, n);
    if (entry == NULL) {
        status =
            alm_fail(err, ALM_ENOTFOUND, "there is no script \"%s\"", name);
        suggest_script(catalog, name, n, err);
    } else {
        *path = alm_text_copy(entry->path, strlen(entry->path));
        if (*path == NULL)
            status = alm_fail_memory(err, "a path");
    }
    alm_catalog_free(catalog);
    return status;
}
