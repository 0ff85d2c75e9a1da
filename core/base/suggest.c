#include "base/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>

#define LONGEST 64

static int lower(char c)
{
    return tolower((unsigned char)c);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t alm_edit_distance(const char *a, size_t na, const char *b, size_t nb)
{
    size_t rows[3][LONGEST + 1]; /* two back, one back, this one */
    if (na > LONGEST || nb > LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= nb; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= na; i++) {
        const size_t *const two = rows[(i + 1) % 3];
        const size_t *const one = rows[(i - 1) % 3];
        size_t *const row = rows[i % 3];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            const size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            size_t d =
                smaller(one[j - 1] + change, smaller(one[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                d = smaller(d, two[j - 2] + 1);
            row[j] = d;
        }
    }
    return rows[na % 3][nb];
}

/* Whether a name begins with what was written, three letters at the least. */
static bool begins(const char *name, size_t len, const char *start, size_t n)
{
    if (n < 3 || n >= len)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(name[i]) != lower(start[i]))
            return false;
    return true;
}

void alm_suggest_offer(alm_suggestion *s, const char *name, size_t len)
{
    size_t d = alm_edit_distance(s->wanted, s->len, name, len);
    const size_t longer = s->len > len ? s->len : len;
    if (d > (longer + 2) / 3 || d >= longer) {
        /* a third of the letters wrong is no typing slip; a beginning is one of
         * memory, behind all slips of the pen */
        if (!begins(name, len, s->wanted, s->len))
            return;
        d = SIZE_MAX - 1;
    }
    if (s->best != NULL && d >= s->best_distance)
        return;
    s->best = name;
    s->best_len = len;
    s->best_distance = d;
}
