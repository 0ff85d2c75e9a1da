#include "cli/candidates.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

static bool can_be_typed(const char *text)
{
    const size_t n = strlen(text);

    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            return false;
    return n > 0 && alm_utf8_check(text, n) == n;
}

static bool is_there(const alm_candidates *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].text, text) == 0)
            return true;
    return false;
}

/* One line without control characters. */
static char *help_line(const char *help)
{
    char *line = alm_text_copy(help, strlen(help));

    for (char *c = line; c != NULL && *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = ' ';
    return line;
}

static char *join(const char *head, size_t from, const char *text)
{
    const size_t n = strlen(text);
    char *joined = alm_alloc(from + n + 1, 1);

    if (joined != NULL) {
        memcpy(joined, head, from);
        memcpy(joined + from, text, n + 1);
    }
    return joined;
}

static bool make_room(alm_candidates *list)
{
    alm_candidate *items =
        alm_grow(list->items, &list->cap, list->n, sizeof *items);

    if (items != NULL)
        list->items = items;
    return items != NULL;
}

void alm_candidates_add(alm_candidates *list, size_t from, const char *text,
                        const char *help, bool open)
{
    const char *rest = list->word + from;

    if (list->status != ALM_OK || list->n >= ALM_CANDIDATES_MOST ||
        !alm_begins_with(text, rest, strlen(rest)) || !can_be_typed(text))
        return;
    alm_candidate c = {.text = join(list->word, from, text),
                       .help = help_line(help != NULL ? help : ""),
                       .shown = from,
                       .open = open};
    if (c.text == NULL || c.help == NULL || !make_room(list))
        list->status = ALM_ENOMEM;
    if (list->status == ALM_OK && !is_there(list, c.text)) {
        list->items[list->n++] = c;
        return;
    }
    alm_dealloc(c.text);
    alm_dealloc(c.help);
}

void alm_candidates_free(alm_candidates *list)
{
    for (size_t i = 0; i < list->n; i++) {
        alm_dealloc(list->items[i].text);
        alm_dealloc(list->items[i].help);
    }
    alm_dealloc(list->items);
    *list = (alm_candidates){0};
}

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool alm_begins_with(const char *text, const char *start, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] == '\0' || fold(text[i]) != fold(start[i]))
            return false;
    return true;
}

/* The bytes that what is left begins with: those of `word` where a candidate
 * does, else those of the first that does but for case; NULL when none does. */
static const char *common_start(const alm_candidates *list, size_t n)
{
    const char *word = list->word;
    const char *other = NULL;

    for (size_t i = 0; i < list->n; i++) {
        const char *text = list->items[i].text;
        if (strncmp(text, word, n) == 0)
            return word;
        if (other == NULL)
            other = text;
    }
    return other;
}

void alm_candidates_filter(alm_candidates *list)
{
    const size_t n = strlen(list->word);
    const char *start = common_start(list, n);
    char *bytes = start != NULL ? alm_text_copy(start, n) : NULL;
    size_t kept = 0;

    if (start != NULL && bytes == NULL)
        list->status = ALM_ENOMEM;
    for (size_t i = 0; i < list->n; i++) {
        alm_candidate *c = &list->items[i];
        if (bytes != NULL && strncmp(c->text, bytes, n) == 0) {
            list->items[kept++] = *c;
            continue;
        }
        alm_dealloc(c->text);
        alm_dealloc(c->help);
    }
    list->n = kept;
    alm_dealloc(bytes);
}
