#include "reference.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

enum { MAX_ENTRIES = 400 };

typedef struct entry {
    const char *key, *value;
    double *numbers;
} entry;

struct reference {
    char *text, *rest; /* the file, cut into lines in place */
    const char *id;
    entry entries[MAX_ENTRIES];
    size_t n;
};

reference *reference_open(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/reference/%s", ALM_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    reference *ref = calloc(1, sizeof *ref);
    assert_non_null(ref);
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    ref->text = calloc(size + 1, 1);
    assert_non_null(ref->text);
    assert_int_equal(fread(ref->text, 1, size, file), size);
    fclose(file);
    ref->rest = ref->text;
    return ref;
}

static void forget_case(reference *ref)
{
    for (size_t i = 0; i < ref->n; i++)
        free(ref->entries[i].numbers);
    ref->n = 0;
}

void reference_close(reference *ref)
{
    forget_case(ref);
    free(ref->text);
    free(ref);
}

static void add_entry(reference *ref, char *line)
{
    char *space = strchr(line, ' ');
    if (space == NULL || ref->n == MAX_ENTRIES)
        fail_msg("bad line in case %s: %.60s", ref->id, line);
    *space = '\0';
    ref->entries[ref->n++] = (entry){line, space + 1, NULL};
}

bool reference_next(reference *ref)
{
    bool found = false;

    forget_case(ref);
    while (*ref->rest != '\0') {
        char *line = ref->rest;
        const size_t length = strcspn(line, "\n");
        const bool is_case = strncmp(line, "case ", 5) == 0;
        if (is_case && found)
            break;
        ref->rest += length + (line[length] == '\n');
        line[length] = '\0';
        if (is_case) {
            ref->id = line + 5;
            found = true;
        } else if (found && *line != '\0' && *line != '#') {
            add_entry(ref, line);
        }
    }
    return found;
}

void reference_find(reference *ref, const char *id)
{
    while (reference_next(ref))
        if (strcmp(ref->id, id) == 0)
            return;
    fail_msg("no case %s", id);
}

const char *reference_id(const reference *ref)
{
    return ref->id;
}

static size_t position_of(const reference *ref, const char *key)
{
    size_t i = 0;
    while (i < ref->n && strcmp(ref->entries[i].key, key) != 0)
        i++;
    return i;
}

bool reference_has(const reference *ref, const char *key)
{
    return position_of(ref, key) < ref->n;
}

const char *reference_text(const reference *ref, const char *key)
{
    const size_t i = position_of(ref, key);
    if (i == ref->n)
        fail_msg("case %s has no %s", ref->id, key);
    return ref->entries[i].value;
}

const double *reference_values(reference *ref, const char *key, size_t *n)
{
    const char *text = reference_text(ref, key);
    entry *e = &ref->entries[position_of(ref, key)];
    size_t count = 0;

    free(e->numbers);
    e->numbers = malloc((strlen(text) + 1) * sizeof *e->numbers);
    assert_non_null(e->numbers);
    while (*text != '\0') {
        char *end;
        double x = strtod(text, &end);
        if (end == text && strncmp(text, "NA", 2) == 0) {
            x = NAN;
            end += 2;
        }
        if (end == text)
            fail_msg("case %s: %s is no list of numbers", ref->id, key);
        e->numbers[count++] = x;
        text = end + strspn(end, " ");
    }
    *n = count;
    return e->numbers;
}

double reference_number(reference *ref, const char *key)
{
    size_t n = 0;
    const double *values = reference_values(ref, key, &n);
    if (n != 1)
        fail_msg("case %s: %s is not one number", ref->id, key);
    return values[0];
}

const char *reference_key(const reference *ref, size_t i)
{
    return i < ref->n ? ref->entries[i].key : NULL;
}

void sweep_allocations(alm_status (*run)(void *context), void *context)
{
    const long before = alm_alloc_live();
    alm_status status = ALM_ENOMEM;

    for (long n = 0; status != ALM_OK; n++) {
        alm_alloc_fail_after(n);
        status = run(context);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK && status != ALM_ENOMEM)
            fail_msg("status %s without allocation %ld",
                     alm_status_name(status), n);
        assert_int_equal(alm_alloc_live(), before);
    }
}
