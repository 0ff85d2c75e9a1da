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

enum { LINE = 80 };

static void put_bytes(alm_page *page, const char *bytes, size_t n)
{
    if (page->status == ALM_OK)
        page->status = alm_buffer_add(&page->text, bytes, n, &page->err);
}

static void put_blanks(alm_page *page, size_t n)
{
    for (; n > 0; n--)
        put_bytes(page, " ", 1);
}

/* The words of the line that `text` begins with, from column `indent` on, where
 * the page already stands. */
static void put_words(alm_page *page, size_t indent, const char *text)
{
    const size_t width = page->width != 0 ? page->width : LINE;
    size_t at = indent;

    for (const char *word = text; *word != '\0' && *word != '\n';) {
        const size_t n = strcspn(word, " \n");
        if (at > indent && at + 1 + n > width) {
            put_bytes(page, "\n", 1);
            put_blanks(page, indent);
            at = indent;
        } else if (at > indent) {
            put_bytes(page, " ", 1);
            at++;
        }
        put_bytes(page, word, n);
        at += n;
        word += n + (word[n] == ' ');
    }
    put_bytes(page, "\n", 1);
}

void alm_page_lines(alm_page *page, const char *text)
{
    while (*text != '\0') {
        put_words(page, 0, text);
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
}

void alm_page_row(alm_page *page, const char *left, size_t width,
                  const char *right)
{
    const size_t n = strlen(left);

    put_blanks(page, 2);
    put_bytes(page, left, n);
    if (n > width) {
        put_bytes(page, "\n", 1);
        put_blanks(page, width + 4);
    } else {
        put_blanks(page, width - n + 2);
    }
    put_words(page, width + 4, right);
}

const alm_flag_section *alm_flag_sections(size_t *n)
{
    static const alm_flag_section sections[] = {
        {ALM_FLAGS_CONVERT, "Converting"},
        {ALM_FLAGS_NEW, "Starting"},
        {ALM_FLAGS_TEST, "Testing"},
        {ALM_FLAGS_WRITE | ALM_FLAGS_PLOT, "Writing the result"},
        {ALM_FLAGS_READ, "Reading data"},
        {ALM_FLAGS_ARGS, "Arguments"},
        {ALM_FLAGS_RUN | ALM_FLAGS_EXPLAIN, "Running"},
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
