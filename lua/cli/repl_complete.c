#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/complete.h"
#include "cli/repl.h"

/* What TAB offers: commands here, what they are given as on a command line, the
 * rest by the session. What cannot be found out is not offered; nothing is
 * printed. */

static bool begins_with(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

/* If it goes on with what stands behind out->from. */
static void offer(alm_completions *out, const char *line, const char *word)
{
    if (!begins_with(word, line + out->from))
        return;
    if (alm_notes_add(&out->words, NULL, "%s", word) != ALM_OK)
        return; /* one less */
}

static void offer_commands(const char *line, alm_completions *out)
{
    const char *name;

    out->append = ' ';
    out->from = 1;
    for (size_t i = 0; (name = alm_repl_command_name(i)) != NULL; i++)
        offer(out, line, name);
}

static void offer_scripts(const alm_repl *repl, const char *line,
                          alm_completions *out)
{
    alm_catalog *catalog = NULL;

    if (alm_catalog_new(&catalog, repl->cli->paths, ALM_CATALOG_SCRIPTS,
                        NULL) != ALM_OK)
        return;
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i)
            offer(out, line, catalog->entries[i].name);
    alm_catalog_free(catalog);
}

static void offer_names(const alm_repl *repl, const char *line,
                        alm_completions *out)
{
    if (alm_session_complete(&out->words, &out->from, repl->session, line,
                             NULL) != ALM_OK)
        alm_notes_free(&out->words);
}

/* ---- commands with arguments ---- */

/* How an argument is written: in quotes where it has to be. `typed` is what
 * stands there of it, `word` what that means. False when it cannot be. */
static bool write_word(char *out, size_t size, const char *typed,
                       const char *word, char quote, const alm_candidate *c)
{
    const char *text = c->text;
    const char mark = strchr(text, '"') != NULL ? '\'' : '"';
    const bool plain = strpbrk(text, " \t\"'") == NULL;
    int n = -1;

    if (strpbrk(typed, "\"'") != NULL) {
        char close[2] = {c->open ? '\0' : quote, '\0'};
        if (begins_with(text, word))
            n = snprintf(out, size, "%s%s%s", typed, text + strlen(word),
                         close);
    } else if (plain) {
        n = snprintf(out, size, "%s", text);
    } else if (strchr(text, mark) == NULL) {
        n = snprintf(out, size, c->open ? "%c%s" : "%c%s%c", mark, text, mark);
    }
    return n > 0 && (size_t)n < size;
}

/* Whether `text` is a flag of other groups. */
static bool is_of_no_use(const char *text, unsigned groups)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n && begins_with(text, "--"); i++)
        if (strcmp(flags[i].name, text + 2) == 0)
            return (flags[i].groups & groups) == 0;
    return false;
}

static void take_candidates(const alm_completion *c, const char *line,
                            const alm_repl_words *words, unsigned groups,
                            alm_completions *out)
{
    const char *typed = line + out->from;
    const char *word = words->items[words->n - 1];
    char text[1024];

    out->append = c->list.n == 1 && c->list.items[0].open ? '\0' : ' ';
    for (size_t i = 0; i < c->list.n; i++)
        if (!is_of_no_use(c->list.items[i].text, groups) &&
            write_word(text, sizeof text, typed, word, words->quote,
                       &c->list.items[i]) &&
            alm_notes_add(&out->words, NULL, "%s", text) != ALM_OK)
            return;
}

/* As `almanac COMMAND` would complete the `rest` of the line, on what t is; of
 * its flags those of `groups`. */
static void offer_arguments(const alm_repl *repl, const char *command,
                            unsigned groups, const char *line, const char *rest,
                            alm_completions *out)
{
    alm_repl_words words;
    alm_completion c;

    if (alm_repl_words_read(&words, command, rest, NULL) != ALM_OK)
        return;
    alm_table *table = alm_session_table(repl->session);
    const alm_typed_line typed = {.words = words.items,
                                  .n = words.n,
                                  .at = words.n - 1,
                                  .spare = repl->cli->spare,
                                  .scripts = &repl->cli->ahead.options.scripts,
                                  .table = table};
    out->from = (size_t)(rest - line) + words.last;
    if (alm_completion_open(&c, &typed, NULL) == ALM_OK) {
        if (c.list.files)
            alm_complete_files(&c.list);
        alm_candidates_filter(&c.list);
        take_candidates(&c, line, &words, groups, out);
        alm_completion_close(&c);
    }
    alm_table_free(table);
    alm_repl_words_free(&words);
}

void alm_repl_complete(void *context, const char *line, alm_completions *out)
{
    const alm_repl *repl = context;

    if (begins_with(line, ":run ")) {
        offer_arguments(repl, "run", ~0U, line, line + strlen(":run "), out);
    } else if (begins_with(line, ":load ")) {
        offer_arguments(repl, "describe", ALM_FLAGS_READ | ALM_FLAGS_COMMON,
                        line, line + strlen(":load "), out);
    } else if (begins_with(line, ":time ")) {
        offer_names(repl, line + strlen(":time "), out);
        out->from += strlen(":time ");
    } else if (line[0] == ':' && strchr(line, ' ') == NULL) {
        offer_commands(line, out);
    } else if (line[0] == '?') {
        offer_names(repl, line, out);
        out->from = strpbrk(line, ".:") != NULL ? out->from : 1;
        if (strpbrk(line, ".:") == NULL)
            offer_scripts(repl, line, out);
    } else if (line[0] != ':') {
        offer_names(repl, line, out);
    }
}
