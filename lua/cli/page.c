#include "cli/page.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bridge/raise.h"

void alm_page_put(alm_page *page, const char *text)
{
    if (page->status == ALM_OK)
        page->status = alm_buffer_add_text(&page->text, text, &page->err);
}

void alm_page_row(alm_page *page, const char *left, size_t width,
                  const char *right)
{
    char line[512];

    if (strlen(left) > width)
        (void)snprintf(line, sizeof line, "  %s\n  %*s  %s\n", left, (int)width,
                       "", right);
    else
        (void)snprintf(line, sizeof line, "  %-*s  %s\n", (int)width, left,
                       right);
    alm_page_put(page, line);
}

const alm_flag_section *alm_flag_sections(size_t *n)
{
    static const alm_flag_section sections[] = {
        {ALM_FLAGS_CONVERT, "Converting"},
        {ALM_FLAGS_NEW, "Starting"},
        {ALM_FLAGS_TEST, "Testing"},
        {ALM_FLAGS_WRITE, "Writing the result"},
        {ALM_FLAGS_READ, "Reading data"},
        {ALM_FLAGS_ARGS, "Arguments"},
        {ALM_FLAGS_RUN, "Running"},
        {ALM_FLAGS_GLANCE, "Looking at scripts"},
        {ALM_FLAGS_FIND, "Finding scripts"},
        {ALM_FLAGS_COMMON, "Everywhere"},
    };

    *n = sizeof sections / sizeof sections[0];
    return sections;
}

static void put_flag(alm_page *page, const alm_flag *flag)
{
    char left[128];
    int n = 0;

    if (flag->letter != 0)
        n = snprintf(left, sizeof left, "-%c, ", flag->letter);
    n += snprintf(left + n, sizeof left - (size_t)n, "--%s", flag->name);
    if (flag->value != NULL)
        (void)snprintf(left + n, sizeof left - (size_t)n, " %s", flag->value);
    alm_page_row(page, left, 22, flag->help);
}

void alm_page_flags(alm_page *page, const alm_flag_section *section,
                    unsigned told)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if ((flags[i].groups & section->group) == 0 ||
            (flags[i].groups & told) != 0)
            continue;
        if (!any) {
            alm_page_put(page, "\n");
            alm_page_put(page, section->title);
            alm_page_put(page, ":\n");
        }
        any = true;
        put_flag(page, &flags[i]);
    }
}

static int take_text(lua_State *L)
{
    alm_page *page = lua_touserdata(L, lua_upvalueindex(1));
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    if (page->status == ALM_OK)
        page->status = alm_buffer_add(&page->text, text, n, &page->err);
    if (page->status != ALM_OK)
        return alm_lua_raise(L, &page->err);
    return 0;
}

void alm_page_push_writer(lua_State *L, alm_page *page)
{
    lua_pushlightuserdata(L, page);
    lua_pushcclosure(L, take_text, 1);
}

alm_exit alm_page_finish(alm_page *page, alm_cli *cli)
{
    const alm_exit exit = page->status == ALM_OK
                              ? alm_cli_write_text(cli, &page->text)
                              : alm_cli_fail_usage(cli, &page->err);
    alm_buffer_free(&page->text);
    return exit;
}
