#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h> /* before readline, which needs FILE */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "cli/repl_reader.h"

/* readline, loaded when a session begins: the other commands do not pay for it,
 * and a machine without it has a session all the same. It keeps what it does in
 * variables of the process, and so do we. */

/* A pointer to each thing of readline's that is used. */
static struct readline {
    __typeof__(rl_callback_handler_install) *install;
    __typeof__(rl_callback_handler_remove) *remove;
    __typeof__(rl_callback_read_char) *read_char;
    __typeof__(rl_check_signals) *check_signals;
    __typeof__(rl_completion_matches) *matches;
    __typeof__(using_history) *use_history;
    __typeof__(add_history) *add_history;
    __typeof__(stifle_history) *bound_history;
    __typeof__(rl_readline_name) *name;
    __typeof__(rl_line_buffer) *buffer;
    __typeof__(rl_persistent_signal_handlers) *keep_handlers;
    __typeof__(rl_attempted_completion_function) *complete;
    __typeof__(rl_attempted_completion_over) *complete_over;
    __typeof__(rl_completion_append_character) *append;
    __typeof__(rl_completion_word_break_hook) *word_breaks;
    __typeof__(rl_basic_quote_characters) *quotes;
} rl;

static const struct symbol {
    const char *name;
    size_t offset;
} symbols[] = {
    {"rl_callback_handler_install", offsetof(struct readline, install)},
    {"rl_callback_handler_remove", offsetof(struct readline, remove)},
    {"rl_callback_read_char", offsetof(struct readline, read_char)},
    {"rl_check_signals", offsetof(struct readline, check_signals)},
    {"rl_completion_matches", offsetof(struct readline, matches)},
    {"using_history", offsetof(struct readline, use_history)},
    {"add_history", offsetof(struct readline, add_history)},
    {"stifle_history", offsetof(struct readline, bound_history)},
    {"rl_readline_name", offsetof(struct readline, name)},
    {"rl_line_buffer", offsetof(struct readline, buffer)},
    {"rl_persistent_signal_handlers", offsetof(struct readline, keep_handlers)},
    {"rl_attempted_completion_function", offsetof(struct readline, complete)},
    {"rl_attempted_completion_over", offsetof(struct readline, complete_over)},
    {"rl_completion_append_character", offsetof(struct readline, append)},
    {"rl_completion_word_break_hook", offsetof(struct readline, word_breaks)},
    {"rl_basic_quote_characters", offsetof(struct readline, quotes)},
};

static struct {
    alm_completer complete;
    void *context;
    alm_completions found;
    size_t next;       /* of the words found */
    const char *typed; /* the line that is completed */
    size_t start;      /* where readline's word begins in it */
    alm_buffer *line;
    alm_line_kind kind;
    bool done;
} editor;

static bool load(const char **why)
{
    void *library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);

    if (library == NULL) {
        *why = "there is no libreadline.so.8";
        return false;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        void *found = dlsym(library, symbols[i].name);
        if (found == NULL) {
            *why = "libreadline.so.8 is of another kind";
            return false;
        }
        memcpy((char *)&rl + symbols[i].offset, &found, sizeof found);
    }
    return true;
}

/* ---- completion ---- */

/* Words of commands end at blanks, those of Lua at whatever is in no name. */
static char *word_breaks(void)
{
    static char blanks[] = " \t\n";
    static char lua[] = " \t\n\"'`~!@#$%^&*()-=+[]{}|\\;:,.<>/?";
    const char *line = *rl.buffer;

    if (line[0] == ':' && strncmp(line, ":time ", 6) != 0)
        return blanks;
    return lua;
}

/* A word that begins at found.from of the line, from where readline would have
 * it begin; NULL where the line says otherwise. readline frees it, with free.
 */
static char *move_start(const char *word)
{
    const size_t from = editor.found.from, start = editor.start;
    char *whole = NULL;

    if (from > start) {
        if (asprintf(&whole, "%.*s%s", (int)(from - start),
                     editor.typed + start, word) < 0)
            return NULL;
        return whole;
    }
    if (strncmp(word, editor.typed + from, start - from) != 0)
        return NULL;
    return strdup(word + (start - from));
}

static char *next_word(const char *text, int state)
{
    (void)text; /* what is found goes on with it */
    if (state == 0)
        editor.next = 0;
    while (editor.next < editor.found.words.len) {
        char *word = move_start(editor.found.words.items[editor.next++]);
        if (word != NULL)
            return word;
    }
    return NULL;
}

static char **complete(const char *text, int start, int end)
{
    char *line = strndup(*rl.buffer, (size_t)end);

    *rl.complete_over = 1;
    if (line == NULL)
        return NULL;
    editor.found = (alm_completions){0};
    editor.complete(editor.context, line, &editor.found);
    editor.typed = line;
    editor.start = (size_t)start;
    *rl.append = (unsigned char)editor.found.append;
    char **matches = rl.matches(text, next_word);
    alm_notes_free(&editor.found.words);
    free(line);
    return matches;
}

/* ---- lines ---- */

static void on_line(char *line)
{
    rl.remove(); /* the terminal is as it was while the input is evaluated */
    editor.done = true;
    if (line == NULL)
        (void)fputc('\n', stdout);
    else if (alm_buffer_add_text(editor.line, line, NULL) == ALM_OK)
        editor.kind = ALM_LINE_READ;
    free(line);
}

/* Keys until the line is whole, or Ctrl-C is pressed. */
static void read_keys(const sigset_t *mask)
{
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};

    while (!editor.done) {
        if (alm_repl_was_interrupted()) {
            editor.kind = ALM_LINE_INTERRUPTED;
            return;
        }
        if (ppoll(&wait, 1, NULL, mask) >= 0)
            rl.read_char();
        else if (errno == EINTR)
            rl.check_signals(); /* hands Ctrl-C on to our handler */
        else
            return;
    }
}

/* Not readline(): that would hold on to Ctrl-C. */
static alm_line_kind read_line(const char *prompt, alm_buffer *line)
{
    sigset_t before;

    editor.line = line;
    editor.kind = ALM_LINE_END;
    editor.done = false;
    (void)fflush(stdout);
    alm_repl_hold_interrupts(&before);
    rl.install(prompt, on_line);
    read_keys(&before);
    if (!editor.done) {
        rl.remove();
        (void)fputc('\n', stdout);
    }
    alm_repl_release_interrupts(&before);
    return editor.kind;
}

static void remember(const char *text)
{
    rl.add_history(text);
}

const alm_editor *alm_readline_open(alm_completer completer, void *context,
                                    const char **why)
{
    static const alm_editor functions = {read_line, remember};
    enum { MOST_REMEMBERED = 1000 };

    if (!load(why))
        return NULL;
    editor.complete = completer;
    editor.context = context;
    *rl.name = "almanac";
    *rl.keep_handlers = 1;
    *rl.complete = complete;
    *rl.word_breaks = word_breaks;
    *rl.quotes = ""; /* a text goes on behind the word: it is not closed */
    rl.use_history();
    rl.bound_history(MOST_REMEMBERED);
    return &functions;
}
