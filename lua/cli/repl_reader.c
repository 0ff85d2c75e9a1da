#include "cli/repl_reader.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

struct alm_reader {
    const alm_editor *editor; /* NULL: lines as they are */
    alm_history history;
    bool interactive;
    alm_buffer ahead; /* read from standard input and not yet handed out */
    size_t used;      /* of it */
    bool ended;
    char *last; /* line remembered */
};

alm_status alm_reader_new(alm_reader **out, bool interactive,
                          alm_completer complete, void *context,
                          const char **why, alm_error *err)
{
    alm_reader *reader = alm_alloc_zeroed(1, sizeof *reader);

    if (reader == NULL)
        return alm_fail_memory(err, "a reader of lines");
    reader->interactive = interactive;
    reader->history.file = -1;
    *why = NULL;
    if (interactive && isatty(STDOUT_FILENO))
        reader->editor = alm_readline_open(complete, context, why);
    if (reader->editor != NULL)
        alm_history_open(&reader->history, reader->editor->remember);
    *out = reader;
    return ALM_OK;
}

void alm_reader_free(alm_reader *reader)
{
    if (reader == NULL)
        return;
    alm_history_close(&reader->history);
    alm_buffer_free(&reader->ahead);
    alm_dealloc(reader->last);
    alm_dealloc(reader);
}

/* Blank lines, and one typed again, make no entry. */
static void remember_line(alm_reader *reader, const char *text)
{
    const size_t n = strlen(text);

    if (text[strspn(text, " \t")] == '\0' ||
        (reader->last != NULL && strcmp(reader->last, text) == 0))
        return;
    alm_dealloc(reader->last);
    reader->last = alm_text_copy(text, n);
    reader->editor->remember(text);
    alm_history_add(&reader->history, text);
}

/* A pasted text of several lines is an entry a line. */
static void remember(alm_reader *reader, const alm_buffer *line)
{
    const char *at = line->data;
    alm_buffer one = {0};

    for (size_t n = line->len; n > 0;) {
        const char *end = memchr(at, '\n', n);
        const size_t len = end != NULL ? (size_t)(end - at) : n;
        alm_buffer_clear(&one);
        if (alm_buffer_add(&one, at, len, NULL) == ALM_OK &&
            alm_buffer_add_byte(&one, '\0', NULL) == ALM_OK)
            remember_line(reader, one.data);
        const size_t used = end != NULL ? len + 1 : len;
        at += used;
        n -= used;
    }
    alm_buffer_free(&one);
}

/* ---- lines as they are ---- */

/* Hands out the line up to `end`, of which `skip` bytes are its end. */
static alm_line_kind hand_out(alm_reader *reader, alm_buffer *line, size_t end,
                              size_t skip)
{
    const char *from = reader->ahead.data + reader->used;
    size_t n = end - reader->used;

    if (n > 0 && from[n - 1] == '\r')
        n--;
    const alm_status status = alm_buffer_add(line, from, n, NULL);
    reader->used = end + skip;
    return status == ALM_OK ? ALM_LINE_READ : ALM_LINE_END;
}

/* Waits for input; false when Ctrl-C was pressed meanwhile. */
static bool wait_for_input(const alm_reader *reader)
{
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
    sigset_t before;

    if (!reader->interactive)
        return true; /* read waits */
    alm_repl_hold_interrupts(&before);
    bool interrupted = alm_repl_was_interrupted();
    if (!interrupted) {
        (void)ppoll(&wait, 1, NULL, &before);
        interrupted = alm_repl_was_interrupted();
    }
    alm_repl_release_interrupts(&before);
    return !interrupted;
}

/* Reads on; false when Ctrl-C was pressed meanwhile. */
static bool read_more(alm_reader *reader)
{
    char block[4096];

    if (!wait_for_input(reader))
        return false;
    const ssize_t n = read(STDIN_FILENO, block, sizeof block);
    if (n < 0 && errno == EINTR)
        return true;
    if (n <= 0 ||
        alm_buffer_add(&reader->ahead, block, (size_t)n, NULL) != ALM_OK)
        reader->ended = true;
    return true;
}

static alm_line_kind next_plain(alm_reader *reader, alm_buffer *line)
{
    for (size_t seen = reader->used;;) {
        const alm_buffer *ahead = &reader->ahead;
        const char *end = seen < ahead->len ? memchr(ahead->data + seen, '\n',
                                                     ahead->len - seen)
                                            : NULL;
        if (end != NULL)
            return hand_out(reader, line, (size_t)(end - ahead->data), 1);
        if (reader->ended)
            return reader->used < ahead->len
                       ? hand_out(reader, line, ahead->len, 0)
                       : ALM_LINE_END;
        if (reader->used > 0 && reader->used == ahead->len) {
            alm_buffer_clear(&reader->ahead);
            reader->used = 0;
        }
        seen = ahead->len;
        if (!read_more(reader))
            return ALM_LINE_INTERRUPTED;
    }
}

alm_line_kind alm_reader_next(alm_reader *reader, const char *prompt,
                              alm_buffer *line)
{
    alm_line_kind kind;

    alm_buffer_clear(line);
    if (reader->interactive)
        (void)alm_repl_was_interrupted(); /* while the last input ran */
    if (reader->editor != NULL) {
        kind = reader->editor->read(prompt, line);
        if (kind == ALM_LINE_READ)
            remember(reader, line);
        return kind;
    }
    if (reader->interactive)
        (void)fputs(prompt, stderr);
    kind = next_plain(reader, line);
    if (reader->interactive && kind != ALM_LINE_READ)
        (void)fputc('\n', stderr);
    return kind;
}
