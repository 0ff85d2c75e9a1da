#include "io/nearby.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"

enum { LONGEST_NAME = 256 };

/* The nearest name so far; equally near ones by their bytes, for folders list
 * files in no order. */
typedef struct nearest {
    char name[LONGEST_NAME];
    size_t distance;
} nearest;

/* The length of a name without its ".csv"; all of it when it has none. */
static size_t stem(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && dot > name ? (size_t)(dot - name) : strlen(name);
}

/* Equal ends do not make names more alike, and one may be left out. */
static void offer(nearest *best, const char *wanted, const char *name)
{
    const char *end = wanted + stem(wanted);
    const bool same_end = *end == '\0' || strcmp(end, name + stem(name)) == 0;
    alm_suggestion s = {.wanted = wanted,
                        .len = same_end ? stem(wanted) : strlen(wanted)};

    alm_suggest_offer(&s, name, same_end ? stem(name) : strlen(name));
    if (s.best == NULL || strlen(name) >= sizeof best->name)
        return;
    if (best->name[0] != '\0' &&
        (s.best_distance > best->distance ||
         (s.best_distance == best->distance && strcmp(name, best->name) > 0)))
        return;
    (void)snprintf(best->name, sizeof best->name, "%s", name);
    best->distance = s.best_distance;
}

bool alm_suggest_file(const char *path, alm_error *err)
{
    const char *slash = strrchr(path, '/');
    const int before = slash != NULL ? (int)(slash - path) + 1 : 0;
    char folder[1024] = ".";
    nearest best = {.distance = 0};

    if (before > 0)
        (void)snprintf(folder, sizeof folder, "%.*s", before, path);
    DIR *dir = (size_t)before < sizeof folder ? opendir(folder) : NULL;
    if (dir == NULL)
        return false;
    for (const struct dirent *file = readdir(dir); file != NULL;
         file = readdir(dir))
        if (file->d_name[0] != '.' &&
            strcmp(file->d_name, path + before) != 0) /* a link to nowhere */
            offer(&best, path + before, file->d_name);
    (void)closedir(dir);
    if (best.name[0] != '\0')
        alm_error_help(err, "did you mean %.*s%s?", before, path, best.name);
    return best.name[0] != '\0';
}

alm_status alm_fail_no_data(const char *what, alm_error *err)
{
    char help[256] = "name a file, a table of a package (package:table), or - "
                     "for standard input";

    if (err != NULL && strncmp(err->help, "did you mean", 12) == 0)
        (void)snprintf(help, sizeof help, "%.250s", err->help);
    (void)alm_fail(err, ALM_ENOTFOUND,
                   "%s: no such file, and no data package of that name", what);
    if (!alm_suggest_file(what, err))
        alm_error_help(err, "%s", help);
    return ALM_ENOTFOUND;
}
