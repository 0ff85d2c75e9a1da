#include "io/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

alm_status alm_notes_add(alm_notes *notes, alm_error *err, const char *fmt, ...)
{
    char text[1024]; /* a note is a sentence; longer ones are cut */
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);

    char **items =
        alm_grow(notes->items, &notes->cap, notes->len, sizeof *items);
    if (items == NULL)
        return alm_fail_memory(err, "a note");
    notes->items = items;
    char *copy = alm_text_copy(text, strlen(text));
    if (copy == NULL)
        return alm_fail_memory(err, "a note");
    notes->items[notes->len++] = copy;
    return ALM_OK;
}

void alm_notes_free(alm_notes *notes)
{
    for (size_t i = 0; i < notes->len; i++)
        alm_dealloc(notes->items[i]);
    alm_dealloc(notes->items);
    *notes = (alm_notes){0};
}
