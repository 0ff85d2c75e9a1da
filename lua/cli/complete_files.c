#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "cli/complete.h"
#include "io/notes.h"

/* Names of files for bash; other shells know better how theirs are written. */

enum { MOST_PATH = 4096 };

static bool ends_with(const char *name, const char *end, size_t len)
{
    const size_t n = strlen(name);
    return n >= len && strncmp(name + n - len, end, len) == 0;
}

static bool has_ending(const char *name, const char *endings)
{
    if (endings[0] == '\0')
        return true;
    for (const char *at = endings; *at != '\0';) {
        const size_t n = strcspn(at, " ");
        if (ends_with(name, at, n))
            return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

/* The folder part of what was typed, "~/" replaced, "." for none. */
static bool folder_path(char out[MOST_PATH], const char *typed, size_t len)
{
    const char *home = getenv("HOME");
    int n;

    if (len == 0)
        n = snprintf(out, MOST_PATH, ".");
    else if (len >= 2 && strncmp(typed, "~/", 2) == 0 && home != NULL)
        n = snprintf(out, MOST_PATH, "%s/%.*s", home, (int)len - 2, typed + 2);
    else
        n = snprintf(out, MOST_PATH, "%.*s", (int)len, typed);
    return n > 0 && n < MOST_PATH;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names that begin with `start`, in order; hidden ones only if it says so.
 */
static alm_status read_names(alm_notes *out, const char *folder,
                             const char *start)
{
    const size_t n = strlen(start);
    alm_status status = ALM_OK;
    DIR *dir = opendir(folder);

    if (dir == NULL)
        return ALM_OK;
    for (struct dirent *d = readdir(dir); d != NULL && status == ALM_OK;
         d = readdir(dir)) {
        const char *name = d->d_name;
        if ((name[0] == '.' && start[0] != '.') || strcmp(name, ".") == 0 ||
            strcmp(name, "..") == 0 || strncmp(name, start, n) != 0)
            continue;
        status = alm_notes_add(out, NULL, "%s", name);
    }
    (void)closedir(dir);
    if (out->len > 0)
        qsort(out->items, out->len, sizeof *out->items, compare_names);
    return status;
}

static bool is_folder(const char *folder, const char *name)
{
    char path[2 * MOST_PATH];
    struct stat info;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* One name; `from` is where it begins in the word. */
static void add_name(alm_candidates *list, size_t from, const char *name,
                     bool folder)
{
    char text[1024];
    const int n = snprintf(text, sizeof text, "%s%s", name, folder ? "/" : "");

    if (n > 0 && (size_t)n < sizeof text)
        alm_candidates_add(list, from, text, NULL, folder);
}

static void add_names(alm_candidates *list, const alm_notes *names,
                      const char *folder, size_t from, const char *endings)
{
    for (size_t i = 0; i < names->len; i++) {
        const char *name = names->items[i];
        const bool is_dir = is_folder(folder, name);
        if (is_dir || (!list->folders && has_ending(name, endings)))
            add_name(list, from, name, is_dir);
    }
}

void alm_complete_files(alm_candidates *list)
{
    const char *typed = list->word + list->files_from;
    const char *slash = strrchr(typed, '/');
    const size_t len = slash != NULL ? (size_t)(slash + 1 - typed) : 0;
    const size_t before = list->n;
    char folder[MOST_PATH];
    alm_notes names = {0};

    if (!folder_path(folder, typed, len))
        return;
    if (read_names(&names, folder, typed + len) == ALM_OK) {
        add_names(list, &names, folder, list->files_from + len, list->endings);
        if (list->n == before) /* the user knows better what is in a file */
            add_names(list, &names, folder, list->files_from + len, "");
    }
    alm_notes_free(&names);
}
