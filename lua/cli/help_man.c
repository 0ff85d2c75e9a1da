#include <lauxlib.h>
#include <string.h>

#include "bridge/raise.h"
#include "cli/page.h"

/* help man: everything that the other pages tell, handed to almanac.man, which
 * writes it as mdoc. The scripts are those that came with the program, whatever
 * the user has. */

typedef struct man_page {
    alm_page *page;
    const alm_cli *cli;
    const alm_catalog *catalog;
} man_page;

static void set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

/* Appends the table on top of the stack to the list below it. */
static void append(lua_State *L)
{
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static void push_commands(lua_State *L)
{
    size_t n;
    const alm_command *commands = alm_commands(&n);

    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "usage", commands[i].usage);
        set_text(L, "help", commands[i].help);
        set_text(L, "manual", commands[i].manual);
        append(L);
    }
}

/* The flags of a group that are in none of the groups `told`, a list. */
static void push_flags(lua_State *L, unsigned group, unsigned told)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        const char letter[] = {flags[i].letter, '\0'};
        if ((flags[i].groups & group) == 0 || (flags[i].groups & told) != 0)
            continue;
        lua_createtable(L, 0, 4);
        set_text(L, "name", flags[i].name);
        set_text(L, "value", flags[i].value);
        set_text(L, "help", flags[i].help);
        if (letter[0] != '\0')
            set_text(L, "letter", letter);
        append(L);
    }
}

static void push_sections(lua_State *L)
{
    size_t n;
    const alm_flag_section *sections = alm_flag_sections(&n);
    unsigned told = 0;

    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 2);
        set_text(L, "title", sections[i].title);
        push_flags(L, sections[i].group, told);
        lua_setfield(L, -2, "flags");
        told |= sections[i].group;
        append(L);
    }
}

static void push_meanings(lua_State *L, const alm_meaning *list, size_t n)
{
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 2);
        set_text(L, "name", list[i].name);
        set_text(L, "help", list[i].help);
        append(L);
    }
}

static void push_scripts(lua_State *L, const man_page *m)
{
    const alm_paths *paths = m->cli->paths;
    const char *own = paths->scripts[paths->n_scripts - 1];

    lua_newtable(L);
    for (size_t i = 0; i < m->catalog->n; i++) {
        const alm_catalog_entry *entry = &m->catalog->entries[i];
        alm_script *script = NULL;
        if (strcmp(entry->folder, own) != 0 ||
            alm_cli_glance(&script, m->cli, entry->path, NULL, NULL) != ALM_OK)
            continue;
        lua_createtable(L, 0, 2);
        set_text(L, "name", entry->name);
        set_text(L, "help", alm_script_text(script, "summary"));
        alm_script_free(script);
        append(L);
    }
}

static int write_man(lua_State *L)
{
    const man_page *m = lua_touserdata(L, 1);
    size_t n;

    alm_lua_push_own(L, "almanac.man", "write");
    lua_newtable(L);
    set_text(L, "version", ALM_VERSION);
    set_text(L, "released", ALM_RELEASED);
    push_commands(L);
    lua_setfield(L, -2, "commands");
    push_sections(L);
    lua_setfield(L, -2, "sections");
    const alm_meaning *list = alm_help_exits(&n);
    push_meanings(L, list, n);
    lua_setfield(L, -2, "exits");
    list = alm_help_environment(&n);
    push_meanings(L, list, n);
    lua_setfield(L, -2, "environment");
    push_scripts(L, m);
    lua_setfield(L, -2, "scripts");
    alm_page_push_writer(L, m->page);
    lua_call(L, 2, 0);
    return 0;
}

alm_exit alm_help_man(alm_cli *cli)
{
    alm_page p = {0};
    const alm_engine_options options = {
        .kind = ALM_ENGINE_SCRIPT,
        .paths = cli->paths,
        .state = alm_state_defaults(),
    };
    alm_engine *engine = NULL;
    alm_catalog *catalog = NULL;

    p.status =
        alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_SCRIPTS, &p.err);
    if (p.status == ALM_OK)
        p.status = alm_engine_new(&engine, &options, &p.err);
    if (p.status == ALM_OK) {
        man_page m = {&p, cli, catalog};
        p.status = alm_lua_run(alm_engine_lua(engine), write_man, &m, &p.err);
    }
    alm_engine_free(engine);
    alm_catalog_free(catalog);
    return alm_page_finish(&p, cli);
}
