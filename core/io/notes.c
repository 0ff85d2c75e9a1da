#include "io/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static alm_status make_room(alm_notes *notes, alm_error *err)
{
    if (notes->len < notes->cap)
        return ALM_OK;
    const size_t cap = notes->cap * 2 + 4;
    char **items = alm_realloc(notes->items, cap, sizeof *items);
    if (items == NULL)
        return alm_fail_memory(err, "a note");
    notes->items = items;
    notes->cap = cap;
    return ALM_OK;
}

alm_status alm_notes_add(alm_notes *notes, alm_error *err, const char *fmt, ...)
{
    char text[1024]; /* a note is a sentence; longer ones are cut */
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);

    const alm_status status = make_room(notes, err);
    if (status != ALM_OK)
        return status;
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
