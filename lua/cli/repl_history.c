#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "cli/repl_reader.h"
#include "io/source.h"
#include "io/write.h"

enum { MOST_LINES = 1000, MOST_LINE = 4096 };

/* "a/b/c/history": makes a, a/b and a/b/c where they are missing. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

/* A new text, or NULL. */
static char *history_path(void)
{
    const char *state = getenv("XDG_STATE_HOME");

    const char *home = getenv("HOME");
    char *path = NULL;
    alm_status status = ALM_ENOTFOUND;

    if (state != NULL && state[0] == '/')
        status = alm_path_join(&path, state, "almanac/history", NULL);
    else if (home != NULL && home[0] == '/')
        status =
            alm_path_join(&path, home, ".local/state/almanac/history", NULL);
    return status == ALM_OK ? path : NULL;
}

/* Where the last `most` of the lines of text[0..n) begin. */
static const char *last_lines(const char *text, size_t n, size_t most)
{
    const char *at = text + n;
    size_t lines = 0;

    while (at > text) {
        if (at[-1] == '\n' && at != text + n && ++lines == most)
            return at;
        at--;
    }
    return text;
}

/* Hands on the lines of text[0..n). */
static void take_lines(const char *text, size_t n,
                       void (*take)(const char *line))
{
    char line[MOST_LINE];

    while (n > 0) {
        const char *end = memchr(text, '\n', n);
        const size_t len = end != NULL ? (size_t)(end - text) : n;
        if (len > 0 && len < sizeof line) {
            memcpy(line, text, len);
            line[len] = '\0';
            take(line);
        }
        const size_t used = end != NULL ? len + 1 : len;
        text += used;
        n -= used;
    }
}

/* Reads the file, and cuts it to its bound. */
static void read_lines(const char *path, void (*take)(const char *line))
{
    alm_source *source = NULL;

    if (alm_source_open(&source, path, ALM_ENCODING_UTF8, 0, NULL) != ALM_OK)
        return; /* there is none yet */
    const char *text = alm_source_text(source);
    const size_t n = alm_source_size(source);
    if (text != NULL && n > 0) {
        const char *from = last_lines(text, n, MOST_LINES);
        const size_t left = n - (size_t)(from - text);
        take_lines(from, left, take);
        /* A file that cannot be cut is cut the next time. */
        if (from > text &&
            alm_file_write_atomic(path, from, left, NULL) != ALM_OK)
            take = NULL;
    }
    alm_source_free(source);
}

void alm_history_open(alm_history *history, void (*take)(const char *line))
{
    char *path = history_path();

    history->file = -1;
    if (path == NULL)
        return;
    make_folders(path);
    read_lines(path, take);
    history->file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    alm_dealloc(path);
}

/* One write: lines of two sessions do not mix. */
void alm_history_add(const alm_history *history, const char *line)
{
    char text[MOST_LINE];
    const size_t n = strlen(line);

    if (history->file < 0 || n == 0 || n + 1 > sizeof text)
        return;
    memcpy(text, line, n);
    text[n] = '\n';
    const ssize_t ignored = write(history->file, text, n + 1);
    (void)ignored;
}

void alm_history_close(alm_history *history)
{
    if (history->file >= 0)
        (void)close(history->file);
    history->file = -1;
}
