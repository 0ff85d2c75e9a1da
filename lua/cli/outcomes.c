#include "cli/outcomes.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bridge/raise.h"
#include "cli/text_table.h"

static const char *const kind_names[] = {"ok",     "ok",     "differs",
                                         "failed", "broken", "updated"};

void alm_outcomes_free(alm_outcomes *all)
{
    for (size_t i = 0; i < all->n; i++) {
        alm_dealloc(all->items[i].title);
        alm_dealloc(all->items[i].detail);
        alm_dealloc(all->items[i].want);
        alm_dealloc(all->items[i].got);
    }
    for (size_t i = 0; i < all->n_scripts; i++) {
        alm_dealloc(all->scripts[i].name);
        alm_dealloc(all->scripts[i].path);
    }
    alm_dealloc(all->items);
    alm_dealloc(all->scripts);
    *all = (alm_outcomes){0};
}

/* A copy of a text that may be NULL; false when memory is short. */
static bool copy(char **out, const char *text)
{
    *out = text != NULL ? alm_text_copy(text, strlen(text)) : NULL;
    return text == NULL || *out != NULL;
}

alm_status alm_outcomes_begin(alm_outcomes *all, const char *name,
                              const char *path, alm_error *err)
{
    alm_tested *scripts = alm_grow(all->scripts, &all->cap_scripts,
                                   all->n_scripts, sizeof *scripts);
    if (scripts == NULL)
        return alm_fail_memory(err, "the results");
    all->scripts = scripts;
    alm_tested *script = &scripts[all->n_scripts];
    *script = (alm_tested){.first = all->n};
    if (!copy(&script->name, name) || !copy(&script->path, path)) {
        alm_dealloc(script->name);
        return alm_fail_memory(err, "the results");
    }
    all->n_scripts++;
    all->title = NULL;
    return ALM_OK;
}

alm_status alm_outcomes_add(alm_outcomes *all, alm_outcome_kind kind,
                            const char *detail, const char *want,
                            const char *got, alm_error *err)
{
    alm_outcome *items = alm_grow(all->items, &all->cap, all->n, sizeof *items);
    if (items == NULL)
        return alm_fail_memory(err, "the results");
    all->items = items;
    const size_t script = all->n_scripts - 1;
    alm_outcome *item = &items[all->n++];
    *item = (alm_outcome){.script = script,
                          .number = all->n - all->scripts[script].first,
                          .kind = kind};
    if (!copy(&item->title, all->title) || !copy(&item->detail, detail) ||
        !copy(&item->want, want) || !copy(&item->got, got))
        return alm_fail_memory(err, "the results");
    return ALM_OK;
}

static bool has_passed(const alm_outcome *item)
{
    return item->kind == ALM_OUTCOME_OK || item->kind == ALM_OUTCOME_OPEN ||
           item->kind == ALM_OUTCOME_UPDATED;
}

/* ---- for people ---- */

typedef struct report {
    const alm_outcomes *all;
    const alm_cli *cli;
    alm_buffer text;
} report;

static void set_text(lua_State *L, const char *name, const char *text)
{
    if (text == NULL)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void push_outcome(lua_State *L, const alm_outcome *item)
{
    lua_createtable(L, 0, 6);
    lua_pushinteger(L, (lua_Integer)item->number);
    lua_setfield(L, -2, "number");
    set_text(L, "result", kind_names[item->kind]);
    set_text(L, "title", item->title);
    set_text(L, "detail", item->detail);
    set_text(L, "want", item->want);
    set_text(L, "got", item->got);
}

/* report(scripts, options, out) */
static int write_report(lua_State *L)
{
    report *r = lua_touserdata(L, 1);
    const alm_outcomes *all = r->all;
    size_t i = 0;

    alm_lua_push_own(L, "almanac.difference", "report");
    lua_createtable(L, (int)all->n_scripts, 0);
    for (size_t s = 0; s < all->n_scripts; s++) {
        lua_newtable(L);
        set_text(L, "name", all->scripts[s].name);
        for (lua_Integer k = 1; i < all->n && all->items[i].script == s; k++) {
            push_outcome(L, &all->items[i++]);
            lua_rawseti(L, -2, k);
        }
        lua_rawseti(L, -2, (lua_Integer)s + 1);
    }
    lua_newtable(L);
    lua_pushboolean(L, alm_cli_use_color(r->cli));
    lua_setfield(L, -2, "color");
    alm_cli_push_writer(L, &r->text);
    lua_call(L, 3, 0);
    return 0;
}

static alm_exit write_for_people(const alm_outcomes *all, alm_cli *cli,
                                 const char *summary)
{
    report r = {.all = all, .cli = cli};
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;
    alm_status status = alm_cli_render(cli, write_report, &r, &err);

    if (status == ALM_OK)
        status = alm_buffer_add_byte(&r.text, '\n', &err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&r.text, summary, &err);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(&r.text, '\n', &err);
    exit = status == ALM_OK ? alm_cli_write_text(cli, &r.text)
                            : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_buffer_free(&r.text);
    return exit;
}

/* ---- for programs ---- */

/* A row for each of its examples; one without a number where it has none. */
static void add_script(alm_text_table *t, const alm_outcomes *all, size_t s)
{
    const alm_tested *script = &all->scripts[s];
    const size_t end =
        s + 1 < all->n_scripts ? all->scripts[s + 1].first : all->n;

    for (size_t i = script->first; i < end; i++) {
        const alm_outcome *item = &all->items[i];
        alm_text_table_text(t, 0, script->name);
        alm_text_table_count(t, 1, item->number);
        alm_text_table_text(t, 2, kind_names[item->kind]);
        alm_text_table_text(t, 3, item->detail);
    }
    if (script->first == end) {
        alm_text_table_text(t, 0, script->name);
        alm_text_table_missing(t, 1);
        alm_text_table_text(t, 2, "none");
        alm_text_table_text(t, 3, "no examples");
    }
}

static alm_exit write_table(const alm_outcomes *all, alm_cli *cli,
                            const char *summary)
{
    alm_text_table t = {0};
    alm_document doc = {0};
    alm_error err = {0};

    alm_text_table_column(&t, "script", ALM_TEXT);
    alm_text_table_column(&t, "example", ALM_INTEGER);
    alm_text_table_column(&t, "result", ALM_TEXT);
    alm_text_table_column(&t, "detail", ALM_TEXT);
    for (size_t s = 0; s < all->n_scripts; s++)
        add_script(&t, all, s);
    alm_status status = alm_text_table_finish(&doc, &t, "examples", &err);
    if (status == ALM_OK)
        status = alm_notes_add(&doc.notes, &err, "%s", summary);
    const alm_exit exit = status == ALM_OK
                              ? alm_cli_write(cli, &doc)
                              : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit;
}

alm_exit alm_outcomes_write(const alm_outcomes *all, alm_cli *cli)
{
    size_t passed = 0;
    char summary[128];

    for (size_t i = 0; i < all->n; i++)
        passed += has_passed(&all->items[i]);
    (void)snprintf(summary, sizeof summary, "%zu passed, %zu failed", passed,
                   all->n - passed);
    const alm_exit exit = alm_cli_is_for_eyes(cli)
                              ? write_for_people(all, cli, summary)
                              : write_table(all, cli, summary);
    return exit == ALM_EXIT_OK && passed < all->n ? ALM_EXIT_CHECK : exit;
}

/* ---- into the file ---- */

#define MOST_SOURCE ((size_t)64 << 20)

typedef struct rewriting {
    const alm_outcomes *all;
    const alm_tested *script;
    alm_buffer source;
    alm_buffer text;
    bool done;
} rewriting;

static bool is_to_change(const alm_outcome *item)
{
    return item->kind == ALM_OUTCOME_DIFFERS || item->kind == ALM_OUTCOME_OPEN;
}

/* expectations(source, changes) */
static int rewrite(lua_State *L)
{
    rewriting *r = lua_touserdata(L, 1);
    alm_error err;
    size_t n;

    alm_lua_push_own(L, "almanac.rewrite", "expectations");
    lua_pushlstring(L, r->source.data, r->source.len);
    lua_newtable(L);
    for (size_t i = r->script->first; i < r->all->n; i++) {
        const alm_outcome *item = &r->all->items[i];
        if (!is_to_change(item))
            continue;
        lua_newtable(L);
        set_text(L, "was", item->want);
        set_text(L, "now", item->got);
        lua_rawseti(L, -2, (lua_Integer)item->number);
    }
    lua_call(L, 2, 1);
    const char *text = lua_tolstring(L, -1, &n);
    r->done = text != NULL;
    if (text != NULL && alm_buffer_add(&r->text, text, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 0;
}

static void settle(alm_outcomes *all, const alm_tested *script, bool done)
{
    static const char why[] =
        "what it expects is not written as a text in its place in "
        "`examples = {...}`: change it by hand";

    for (size_t i = script->first; i < all->n; i++) {
        alm_outcome *item = &all->items[i];
        if (!is_to_change(item))
            continue;
        item->kind = done ? ALM_OUTCOME_UPDATED : ALM_OUTCOME_FAILED;
        alm_dealloc(item->detail);
        item->detail = done ? NULL : alm_text_copy(why, sizeof why - 1);
    }
}

static alm_status rewrite_file(alm_outcomes *all, const alm_cli *cli,
                               const alm_tested *script, alm_error *err)
{
    rewriting r = {.all = all, .script = script};
    alm_status status =
        alm_file_read(&r.source, script->path, MOST_SOURCE, err);

    if (status == ALM_OK)
        status = alm_cli_render(cli, rewrite, &r, err);
    if (status == ALM_OK && r.done)
        status =
            alm_file_write_atomic(script->path, r.text.data, r.text.len, err);
    if (status == ALM_OK)
        settle(all, script, r.done);
    alm_buffer_free(&r.source);
    alm_buffer_free(&r.text);
    return status;
}

alm_status alm_outcomes_update(alm_outcomes *all, const alm_cli *cli,
                               alm_error *err)
{
    const alm_tested *script = &all->scripts[all->n_scripts - 1];

    for (size_t i = script->first; i < all->n; i++)
        if (is_to_change(&all->items[i]))
            return rewrite_file(all, cli, script, err);
    return ALM_OK;
}
