#include "runtime/document.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "runtime/paths.h"

static void free_part(alm_part *part)
{
    alm_dealloc(part->name);
    alm_dealloc(part->title);
    alm_dealloc(part->text);
    alm_table_free(part->table);
}

void alm_document_free(alm_document *doc)
{
    for (size_t i = 0; i < doc->n_parts; i++)
        free_part(&doc->parts[i]);
    alm_dealloc(doc->parts);
    alm_dealloc(doc->title);
    alm_dealloc(doc->method);
    alm_dealloc(doc->sections);
    alm_dealloc(doc->beside);
    alm_notes_free(&doc->notes);
    alm_notes_free(&doc->sources);
    *doc = (alm_document){0};
}

bool alm_part_is_table(const alm_part *part)
{
    return part->kind == ALM_PART_TABLE || part->kind == ALM_PART_VALUE;
}

void alm_document_keep(alm_document *doc, size_t part)
{
    const alm_part kept = doc->parts[part];

    for (size_t i = 0; i < doc->n_parts; i++)
        if (i != part)
            free_part(&doc->parts[i]);
    doc->parts[0] = kept;
    doc->parts[0].detail = false;
    doc->n_parts = 1;
}

alm_part *alm_document_add(alm_document *doc)
{
    alm_part *parts = alm_realloc(doc->parts, doc->n_parts + 1, sizeof *parts);
    if (parts == NULL)
        return NULL;
    doc->parts = parts;
    parts[doc->n_parts] = (alm_part){0};
    return &parts[doc->n_parts++];
}

alm_status alm_document_add_table(alm_document *doc, const char *name,
                                  alm_table *table, alm_error *err)
{
    alm_part *part = alm_document_add(doc);
    char *copy = alm_text_copy(name, strlen(name));

    if (part == NULL || copy == NULL) {
        alm_dealloc(copy);
        return alm_fail_memory(err, "a result");
    }
    part->kind = ALM_PART_TABLE;
    part->name = copy;
    part->table = alm_table_ref(table);
    return ALM_OK;
}

static void raise_memory(lua_State *L)
{
    alm_error err;
    (void)alm_fail_memory(&err, "a result");
    (void)alm_lua_raise(L, &err);
}

/* The text at[name] into *out, NULL when there is none. */
static void read_text(lua_State *L, int at, const char *name, char **out)
{
    size_t n;

    lua_getfield(L, at, name);
    if (lua_type(L, -1) == LUA_TSTRING) {
        const char *text = lua_tolstring(L, -1, &n);
        *out = alm_text_copy(text, n);
        if (*out == NULL)
            raise_memory(L);
    }
    lua_pop(L, 1);
}

static void read_texts(lua_State *L, int at, const char *name, alm_notes *out)
{
    alm_error err;

    lua_getfield(L, at, name);
    const lua_Integer n =
        lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        const char *text = luaL_tolstring(L, -1, NULL);
        if (alm_notes_add(out, &err, "%s", text) != ALM_OK)
            (void)alm_lua_raise(L, &err);
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

static bool read_truth(lua_State *L, int at, const char *name)
{
    lua_getfield(L, at, name);
    const bool truth = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return truth;
}

/* In the order of alm_part_kind. */
static const char *const kinds[] = {"table", "value", "text", "chart", NULL};

static void read_part(lua_State *L, int at, alm_document *doc)
{
    alm_part *part = alm_document_add(doc);
    if (part == NULL)
        raise_memory(L);
    lua_getfield(L, at, "kind");
    part->kind = (alm_part_kind)luaL_checkoption(L, -1, NULL, kinds);
    lua_pop(L, 1);
    read_text(L, at, "name", &part->name);
    read_text(L, at, "title", &part->title);
    part->detail = read_truth(L, at, "detail");
    part->inventory = read_truth(L, at, "inventory");
    read_text(L, at, "text", &part->text);
    if (!alm_part_is_table(part))
        return;
    lua_getfield(L, at, "table");
    part->table = alm_table_ref(alm_lua_check_table(L, lua_gettop(L)));
    lua_pop(L, 1);
}

void alm_lua_read_document(lua_State *L, int index, alm_document *doc)
{
    index = lua_absindex(L, index);
    read_text(L, index, "title", &doc->title);
    read_text(L, index, "method", &doc->method);
    read_text(L, index, "sections_json", &doc->sections);
    read_text(L, index, "beside_json", &doc->beside);
    read_texts(L, index, "notes", &doc->notes);
    read_texts(L, index, "sources", &doc->sources);
    doc->failed = read_truth(L, index, "failed");
    lua_getfield(L, index, "parts");
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        read_part(L, lua_gettop(L), doc);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void set_text(lua_State *L, const char *name, const char *text)
{
    if (text == NULL)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_count(lua_State *L, const char *name, size_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, name);
}

static void set_truth(lua_State *L, const char *name, bool truth)
{
    lua_pushboolean(L, truth);
    lua_setfield(L, -2, name);
}

static void push_part(lua_State *L, const alm_part *part)
{
    lua_newtable(L);
    set_text(L, "kind", kinds[part->kind]);
    set_text(L, "name", part->name);
    set_text(L, "title", part->title);
    set_text(L, "text", part->text);
    set_truth(L, "detail", part->detail);
    set_truth(L, "inventory", part->inventory);
    if (part->table != NULL) {
        alm_lua_push_table(L, part->table);
        lua_setfield(L, -2, "table");
        set_count(L, "rows", alm_table_rows(part->table));
    }
}

static void push_texts(lua_State *L, const char *name, const alm_notes *texts)
{
    lua_newtable(L);
    for (size_t i = 0; i < texts->len; i++) {
        lua_pushstring(L, texts->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, name);
}

/* Operations on rows say which they are; aggregates go by their column. */
static bool is_on_rows(const char *operation)
{
    return strcmp(operation, "where") == 0 || strcmp(operation, "join") == 0;
}

void alm_ledger_line(char *out, size_t size, const alm_ledger_entry *e)
{
    const char *subject = e->subject;
    const char *note = e->note != NULL ? e->note : "";
    const char *operation = is_on_rows(e->operation) ? e->operation : "";
    const char *blank = operation[0] != '\0' && subject[0] != '\0' ? " " : "";
    const bool named = operation[0] != '\0' || subject[0] != '\0';
    const char *between = named && note[0] != '\0' ? "; " : "";
    char counts[128];
    char missing[64] = "";

    if (e->of == 0 && note[0] != '\0') {
        (void)snprintf(out, size, "note: %s%s%s%s%s", operation, blank, subject,
                       named && note[0] != '\0' ? ": " : "", note);
        return;
    }
    if (e->missing > 0)
        (void)snprintf(missing, sizeof missing, "; %zu missing", e->missing);
    (void)snprintf(counts, sizeof counts, "n = %zu of %zu%s", e->used, e->of,
                   missing);
    if (named || note[0] != '\0')
        (void)snprintf(out, size, "%s (%s%s%s%s%s)", counts, operation, blank,
                       subject, between, note);
    else
        (void)snprintf(out, size, "%s", counts);
}

alm_ledger_entry alm_unverified_entry(const alm_unverified *u)
{
    return (alm_ledger_entry){
        .operation = "load",
        .subject = u->column,
        .note = u->included ? "unverified figures are included"
                            : "unverified; --include unverified keeps them",
        .of = u->of,
        .used = u->included ? u->of : u->of - u->count,
        .missing = u->included ? 0 : u->count};
}

static void push_ledger(lua_State *L, const alm_ledger *ledger)
{
    const size_t n = ledger != NULL ? alm_ledger_count(ledger) : 0;

    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        const alm_ledger_entry entry = alm_ledger_get(ledger, i);
        lua_newtable(L);
        set_text(L, "operation", entry.operation);
        set_text(L, "subject", entry.subject);
        set_text(L, "note", entry.note);
        set_count(L, "of", entry.of);
        set_count(L, "used", entry.used);
        set_count(L, "missing", entry.missing);
        char line[1024];
        alm_ledger_line(line, sizeof line, &entry);
        set_text(L, "line", line);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "ledger");
}

void alm_lua_push_document(lua_State *L, const alm_document *doc)
{
    lua_newtable(L);
    set_text(L, "title", doc->title);
    set_text(L, "method", doc->method);
    set_text(L, "sections_json", doc->sections);
    set_text(L, "beside_json", doc->beside);
    push_texts(L, "notes", &doc->notes);
    push_texts(L, "sources", &doc->sources);
    push_ledger(L, doc->ledger);
    if (doc->seeded) {
        lua_pushinteger(L, (lua_Integer)doc->seed);
        lua_setfield(L, -2, "seed");
    }
    lua_newtable(L);
    for (size_t i = 0; i < doc->n_parts; i++) {
        push_part(L, &doc->parts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "parts");
}

/* The names of parts, as many as there is room for. */
static void list_parts(char *names, size_t room, const alm_document *doc)
{
    size_t used = 0;

    names[0] = '\0';
    for (size_t i = 0; i < doc->n_parts && used < room; i++) {
        const char *part = doc->parts[i].name;
        const size_t n = strlen(part);
        if (used + n + 3 > room)
            break;
        if (used > 0) {
            memcpy(names + used, ", ", 2);
            used += 2;
        }
        memcpy(names + used, part, n + 1);
        used += n;
    }
}

static alm_status fail_part(const alm_document *doc, const char *name,
                            bool chart, alm_error *err)
{
    char names[sizeof err->help];
    alm_suggestion near = {.wanted = name};

    list_parts(names, sizeof names, doc);
    if (name == NULL) {
        (void)alm_fail(err, ALM_ENOTFOUND,
                       chart ? "the result has no chart"
                             : "the result has no table to write in this "
                               "format");
    } else {
        (void)alm_fail(err, ALM_ENOTFOUND, "the result has no part \"%s\"",
                       name);
        near.len = strlen(name);
        for (size_t i = 0; i < doc->n_parts; i++)
            alm_suggest_offer(&near, doc->parts[i].name,
                              strlen(doc->parts[i].name));
    }
    if (near.best != NULL)
        alm_error_help(err, "did you mean %s?", near.best);
    else if (names[0] != '\0')
        alm_error_help(err, "parts: %s", names);
    return ALM_ENOTFOUND;
}

alm_status alm_document_main(const alm_part **out, const alm_document *doc,
                             const char *name, bool chart, alm_error *err)
{
    for (size_t i = 0; i < doc->n_parts; i++) {
        const alm_part *part = &doc->parts[i];
        const bool fits = name != NULL ? strcmp(part->name, name) == 0
                          : chart      ? part->kind == ALM_PART_CHART
                                       : alm_part_is_table(part);
        if (fits) {
            *out = part;
            return ALM_OK;
        }
    }
    return fail_part(doc, name, chart, err);
}
