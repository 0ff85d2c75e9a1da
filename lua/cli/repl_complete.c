#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/repl.h"

/* What TAB offers: commands, scripts, flags and files here, the rest by the
 * session. What cannot be found out is not offered; nothing is printed. */

static void offer(alm_completions *out, const char *before, const char *word)
{
    if (alm_notes_add(&out->words, NULL, "%s%s", before, word) != ALM_OK)
        return; /* one less */
}

static void offer_commands(alm_completions *out)
{
    const char *name;

    out->append = ' ';
    for (size_t i = 0; (name = alm_repl_command_name(i)) != NULL; i++)
        offer(out, ":", name);
}

static void offer_scripts(const alm_repl *repl, alm_completions *out)
{
    alm_catalog *catalog = NULL;

    out->append = ' ';
    if (alm_catalog_new(&catalog, repl->cli->paths, ALM_CATALOG_SCRIPTS,
                        NULL) != ALM_OK)
        return;
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i)
            offer(out, "", catalog->entries[i].name);
    alm_catalog_free(catalog);
}

static void offer_own_flags(const alm_repl *repl, const char *name,
                            alm_completions *out)
{
    alm_script_argument *arguments = NULL;
    alm_script *script = NULL;
    char *path = NULL;
    size_t n = 0;

    if (alm_script_locate(&path, repl->cli->paths, name, NULL) != ALM_OK)
        return;
    if (alm_cli_glance(&script, repl->cli, path, NULL, NULL) == ALM_OK &&
        alm_script_arguments(&arguments, &n, script, NULL) == ALM_OK)
        for (size_t i = 0; i < n; i++)
            offer(out, "--", arguments[i].name);
    alm_dealloc(arguments);
    alm_script_free(script);
    alm_dealloc(path);
}

static void offer_flags(unsigned groups, alm_completions *out)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if ((flags[i].groups & groups) != 0)
            offer(out, "--", flags[i].name);
}

/* The word that begins at `from`, cut to `size`. */
static void copy_word(char *out, size_t size, const char *from)
{
    (void)snprintf(out, size, "%.*s", (int)strcspn(from, " \t"), from);
}

/* After ":run " or ":load ", of which `rest` is left. */
static void offer_arguments(const alm_repl *repl, bool run, const char *rest,
                            alm_completions *out)
{
    const char *last = strrchr(rest, ' ');
    const char *word = last != NULL ? last + 1 : rest;
    char script[256];

    out->append = ' ';
    if (strncmp(word, "--", 2) == 0) {
        copy_word(script, sizeof script, rest);
        if (run)
            offer_own_flags(repl, script, out);
        offer_flags(
            ALM_FLAGS_READ | (run ? ALM_FLAGS_WRITE | ALM_FLAGS_RUN : 0), out);
    } else if (run && last == NULL && strchr(rest, '/') == NULL) {
        offer_scripts(repl, out);
    } else {
        out->files = true;
    }
}

static bool begins_with(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

static void offer_names(const alm_repl *repl, const char *line,
                        alm_completions *out)
{
    if (alm_session_complete(&out->words, repl->session, line, NULL) != ALM_OK)
        alm_notes_free(&out->words);
}

void alm_repl_complete(void *context, const char *line, alm_completions *out)
{
    const alm_repl *repl = context;

    if (begins_with(line, ":run "))
        offer_arguments(repl, true, line + strlen(":run "), out);
    else if (begins_with(line, ":load "))
        offer_arguments(repl, false, line + strlen(":load "), out);
    else if (begins_with(line, ":time "))
        offer_names(repl, line + strlen(":time "), out);
    else if (line[0] == ':' && strchr(line, ' ') == NULL)
        offer_commands(out);
    else if (line[0] != ':')
        offer_names(repl, line, out);
    if (line[0] == '?' && strpbrk(line, ".:") == NULL) {
        offer_scripts(repl, out);
        out->append = '\0';
    }
}
