#include "table/field.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"

/* The texts and the breaks stand behind the struct, in one block. */
struct alm_field {
    size_t refs;
    alm_field_info info;
};

enum { TEXTS = 7 };

static const char **text_at(alm_field_info *info, size_t i)
{
    const char **const texts[TEXTS] = {
        &info->name,        &info->title,   &info->title_zh, &info->unit,
        &info->description, &info->sources, &info->weight};
    return texts[i];
}

static size_t text_size(const char *text)
{
    return text != NULL ? strlen(text) + 1 : 0;
}

static size_t block_size(const alm_field_info *info)
{
    alm_field_info copy = *info;
    size_t size = sizeof(alm_field) + info->break_count * sizeof *info->breaks;
    for (size_t i = 0; i < TEXTS; i++)
        size += text_size(*text_at(&copy, i));
    for (size_t i = 0; i < info->break_count; i++)
        size += text_size(info->breaks[i].period) +
                text_size(info->breaks[i].note) +
                text_size(info->breaks[i].source) +
                text_size(info->breaks[i].only_column) +
                text_size(info->breaks[i].only_value);
    return size;
}

/* Copies `text` to *end, moves *end behind it, and returns the copy. */
static const char *place(char **end, const char *text)
{
    const size_t size = text_size(text);
    if (text == NULL)
        return NULL;
    char *copy = memcpy(*end, text, size);
    *end += size;
    return copy;
}

alm_status alm_field_new(alm_field **out, const alm_field_info *info,
                         alm_error *err)
{
    assert(info->name != NULL);
    alm_field *field = alm_alloc(1, block_size(info));
    if (field == NULL)
        return alm_fail_memory(err, "a field");
    field->refs = 1;
    field->info = *info;
    alm_break *breaks = (alm_break *)(field + 1);
    char *end = (char *)(breaks + info->break_count);
    for (size_t i = 0; i < TEXTS; i++) {
        const char **text = text_at(&field->info, i);
        *text = place(&end, *text);
    }
    for (size_t i = 0; i < info->break_count; i++) {
        breaks[i].period = place(&end, info->breaks[i].period);
        breaks[i].note = place(&end, info->breaks[i].note);
        breaks[i].source = place(&end, info->breaks[i].source);
        breaks[i].only_column = place(&end, info->breaks[i].only_column);
        breaks[i].only_value = place(&end, info->breaks[i].only_value);
    }
    field->info.breaks = breaks;
    *out = field;
    return ALM_OK;
}

alm_status alm_field_new_renamed(alm_field **out, const alm_field *field,
                                 const char *name, size_t len, alm_error *err)
{
    char *copy = alm_text_copy(name, len);
    if (copy == NULL)
        return alm_fail_memory(err, "a field");
    alm_field_info info =
        field != NULL ? field->info : (alm_field_info){.name = NULL};
    info.name = copy;
    const alm_status status = alm_field_new(out, &info, err);
    alm_dealloc(copy);
    return status;
}

alm_status alm_field_new_named(alm_field **out, const char *name, size_t len,
                               alm_error *err)
{
    return alm_field_new_renamed(out, NULL, name, len, err);
}

alm_status alm_field_new_shown(alm_field **out, const alm_field *field,
                               alm_error *err)
{
    alm_field_info info = field->info;
    info.hidden = false;
    info.computed = false;
    return alm_field_new(out, &info, err);
}

alm_field *alm_field_ref(alm_field *field)
{
    field->refs++;
    return field;
}

void alm_field_free(alm_field *field)
{
    if (field != NULL && --field->refs == 0)
        alm_dealloc(field);
}

const alm_field_info *alm_field_info_of(const alm_field *field)
{
    return &field->info;
}

static bool find_name(size_t *out, const char *const *names, size_t n,
                      const char *name)
{
    for (size_t i = 1; i < n; i++) { /* 0 is "unknown" */
        if (strcmp(names[i], name) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static const char *const kind_names[] = {"",     "stock", "flow",
                                         "rate", "index", "category"};
static const char *const role_names[] = {"",        "region", "period",
                                         "measure", "weight", "group"};

const char *alm_kind_name(alm_kind kind)
{
    return kind_names[kind];
}

bool alm_kind_from_name(alm_kind *out, const char *name)
{
    size_t i;
    if (!find_name(&i, kind_names, sizeof kind_names / sizeof *kind_names,
                   name))
        return false;
    *out = (alm_kind)i;
    return true;
}

const char *alm_role_name(alm_role role)
{
    return role_names[role];
}

bool alm_role_from_name(alm_role *out, const char *name)
{
    size_t i;
    if (!find_name(&i, role_names, sizeof role_names / sizeof *role_names,
                   name))
        return false;
    *out = (alm_role)i;
    return true;
}

const char *alm_aggregate_name(alm_aggregate aggregate)
{
    static const char *const names[] = {"", "none", "sum", "weighted_mean"};
    return names[aggregate];
}
