#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cli/scaffold.h"

/* new NAME: a script, or a metric, that runs at once. What its example expects
 * is what it gave. */

static void free_all(alm_scaffold *s)
{
    alm_dealloc(s->path);
    alm_dealloc(s->folder);
    alm_buffer_free(&s->csv);
    alm_buffer_free(&s->text);
    alm_buffer_free(&s->expect);
}

/* ---- where ---- */

/* Of any script of the world, unless Lua has to read the name. */
static bool is_letter(const char *letters, char c, bool plain)
{
    return c != '\0' &&
           (strchr(letters, c) != NULL || (!plain && (c & 0x80) != 0));
}

static alm_status check_name(const alm_scaffold *s, alm_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    const char *rest = metric ? "0123456789_" : "0123456789_-";
    const char *c = s->name;

    if (is_letter(letters, *c, metric))
        while (is_letter(letters, *c, metric) ||
               (*c != '\0' && strchr(rest, *c) != NULL))
            c++;
    if (c > s->name && *c == '\0' &&
        alm_utf8_check(s->name, strlen(s->name)) == strlen(s->name))
        return ALM_OK;
    (void)alm_fail(err, ALM_EINVAL, "\"%s\" cannot be the name of a %s",
                   s->name, metric ? "metric" : "script");
    alm_error_help(err, "letters, digits and _%s, a letter first",
                   metric ? "" : " or -");
    return ALM_EINVAL;
}

/* The user's folder, or the first of --scripts. */
static alm_status choose_folder(alm_scaffold *s, alm_error *err)
{
    const alm_texts *given = &s->cli->args.options.scripts;
    const char *scripts = given->n > 0 ? given->items[0] : s->cli->paths->user;

    if (scripts == NULL) {
        (void)alm_fail(err, ALM_EINVAL, "there is no home folder for scripts");
        alm_error_help(err, "name a file: almanac new ./%s.lua", s->name);
        return ALM_EINVAL;
    }
    return alm_path_join(&s->folder, scripts,
                         s->kind == ALM_CATALOG_METRICS ? "metrics" : "", err);
}

/* A path is taken as it is; a name gets a file where it will be found. */
static alm_status place(alm_scaffold *s, alm_error *err)
{
    const char *word = s->cli->args.words[1];
    const size_t n = strlen(word);
    const bool ends = n > 4 && strcmp(word + n - 4, ".lua") == 0;
    const char *slash = strrchr(word, '/');
    const char *base = slash != NULL ? slash + 1 : word;
    const size_t len = strlen(base) - (ends ? 4 : 0);
    char file[sizeof s->name + 4];

    if (len >= sizeof s->name)
        return alm_fail(err, ALM_EINVAL, "a name has at most %zu bytes",
                        sizeof s->name - 1);
    (void)snprintf(s->name, sizeof s->name, "%.*s", (int)len, base);
    alm_status status = check_name(s, err);
    if (status != ALM_OK)
        return status;
    s->found = slash == NULL && !ends;
    (void)snprintf(file, sizeof file, "%s.lua", s->name);
    if (!s->found) {
        s->path = alm_text_copy(word, n);
        if (s->path != NULL && !ends) {
            alm_dealloc(s->path);
            char folder[4096];
            (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - word),
                           word);
            return alm_path_join(&s->path, folder, file, err);
        }
        return s->path != NULL ? ALM_OK : alm_fail_memory(err, "a path");
    }
    status = choose_folder(s, err);
    return status == ALM_OK ? alm_path_join(&s->path, s->folder, file, err)
                            : status;
}

/* ---- the file ---- */

/* A word of a command line as a shell reads it. */
static alm_status add_word(alm_buffer *out, const char *word, alm_error *err)
{
    const bool plain = word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789_-./:,+@%~")] == '\0';
    alm_status status = alm_buffer_add_text(out, plain ? "" : "'", err);

    for (const char *c = word; *c != '\0' && status == ALM_OK; c++)
        status = *c == '\'' ? alm_buffer_add_text(out, "'\\''", err)
                            : alm_buffer_add_byte(out, *c, err);
    return status == ALM_OK && !plain ? alm_buffer_add_byte(out, '\'', err)
                                      : status;
}

static alm_status add_flag(alm_buffer *out, const char *name, const char *value,
                           alm_error *err)
{
    alm_status status = alm_buffer_add_text(out, " --", err);

    if (status == ALM_OK)
        status = alm_buffer_add_text(out, name, err);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(out, ' ', err);
    return status == ALM_OK ? add_word(out, value, err) : status;
}

/* The flags that say how the data is read; the script knows what --map says. */
static alm_status add_reading(alm_buffer *out, const alm_options *options,
                              alm_error *err)
{
    alm_status status = ALM_OK;
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n && status == ALM_OK; i++) {
        const alm_flag *flag = &flags[i];
        const void *at = (const char *)options + flag->offset;
        if (!(flag->groups & ALM_FLAGS_READ) || at == &options->map ||
            flag->kind == ALM_FLAG_SWITCH)
            continue;
        if (flag->kind != ALM_FLAG_LIST) {
            const char *value = *(const char *const *)at;
            if (value != NULL)
                status = add_flag(out, flag->name, value, err);
            continue;
        }
        const alm_texts *texts = at;
        for (size_t j = 0; j < texts->n && status == ALM_OK; j++)
            status = add_flag(out, flag->name, texts->items[j], err);
    }
    return status;
}

/* One line to try: with data where it is run. */
static alm_status add_command(alm_buffer *out, const alm_scaffold *s,
                              const char *command, const char *what,
                              const char *data, alm_error *err)
{
    const alm_options *options = &s->cli->args.options;
    alm_status status = alm_buffer_add_text(out, "\n  almanac ", err);

    if (status == ALM_OK)
        status = alm_buffer_add_text(out, command, err);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(out, ' ', err);
    if (status == ALM_OK)
        status = add_word(out, what, err);
    if (status == ALM_OK && data != NULL)
        status = alm_buffer_add_byte(out, ' ', err);
    if (status == ALM_OK && data != NULL)
        status = add_word(out, data, err);
    if (status == ALM_OK && data != NULL && s->from != NULL)
        status = add_reading(out, options, err);
    if (status == ALM_OK && s->found && options->scripts.n > 0)
        status = add_flag(out, "scripts", options->scripts.items[0], err);
    return status;
}

/* Where it is, and what to do next. */
static alm_status add_advice(alm_buffer *out, const alm_scaffold *s,
                             alm_error *err)
{
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    const char *what = s->found ? s->name : s->path;
    const char *data = s->data != NULL ? s->data : "cnnic:provinces";
    char program[sizeof s->name + 8];

    (void)snprintf(program, sizeof program, "t.%s", s->name);
    alm_status status = alm_buffer_add_text(out, s->path, err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(out,
                                     "\n\nNext, once you have changed it "
                                     "to your liking:",
                                     err);
    if (status == ALM_OK)
        status = metric ? add_command(out, s, "eval", program, data, err)
                        : add_command(out, s, "run", what, s->data, err);
    if (status == ALM_OK)
        status = add_command(out, s, "test", what, NULL, err);
    if (status == ALM_OK)
        status =
            add_command(out, s, metric ? "check" : "help", what, NULL, err);
    return status == ALM_OK ? alm_buffer_add_byte(out, '\n', err) : status;
}

static alm_exit tell(alm_scaffold *s)
{
    alm_buffer out = {0};
    alm_error err = {0};

    const alm_exit exit = add_advice(&out, s, &err) == ALM_OK
                              ? alm_cli_write_text(s->cli, &out)
                              : alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
    alm_buffer_free(&out);
    return exit;
}

/* What is called so already gives way to it. */
static void note_hidden(const alm_scaffold *s)
{
    alm_catalog *catalog = NULL;

    if (!s->found ||
        alm_catalog_new(&catalog, s->cli->paths, s->kind, NULL) != ALM_OK)
        return;
    const alm_catalog_entry *entry =
        alm_catalog_find(catalog, s->name, strlen(s->name));
    if (entry != NULL) {
        char text[512];
        (void)snprintf(text, sizeof text, "there is a %s \"%s\" too: %.300s",
                       s->kind == ALM_CATALOG_METRICS ? "metric" : "script",
                       entry->name, entry->path);
        alm_cli_note(s->cli, text);
    }
    alm_catalog_free(catalog);
}

static alm_exit write_file(alm_scaffold *s)
{
    alm_error err = {0};
    alm_status status = ALM_OK;

    note_hidden(s);
    if (s->folder != NULL)
        status = alm_folder_make(s->folder, &err);
    if (status == ALM_OK)
        status = alm_file_create(s->path, s->text.data, s->text.len, &err);
    return status == ALM_OK ? tell(s) : alm_cli_fail_usage(s->cli, &err);
}

/* Whether --from names code: a .lua file, or a script or metric that is known
 * where nothing else is called so. */
static bool is_code(char **path, bool *metric, const alm_scaffold *s)
{
    const size_t n = strlen(s->from);
    const bool lua = n > 4 && strcmp(s->from + n - 4, ".lua") == 0;

    if (!lua && (strpbrk(s->from, ":./") != NULL || access(s->from, F_OK) == 0))
        return false;
    return alm_cli_find_code(path, metric, s->cli, s->from, NULL) == ALM_OK;
}

/* The file must be free before anything is done for it. */
static alm_exit check_free(alm_scaffold *s)
{
    alm_error err = {0};
    alm_status status = place(s, &err);

    if (status == ALM_OK && access(s->path, F_OK) == 0) {
        status = alm_fail(&err, ALM_EINVAL, "%s is there already", s->path);
        alm_error_help(&err, "choose another name, or remove it first");
    }
    return status == ALM_OK ? ALM_EXIT_OK : alm_cli_fail_usage(s->cli, &err);
}

/* --metric copies no script. */
static alm_exit refuse_script(const alm_cli *cli)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL, "%s is a script, not a metric",
                   cli->args.options.from);
    alm_error_help(&err, "leave out --metric, or name data");
    return alm_cli_fail_usage(cli, &err);
}

static void offer_all(alm_suggestion *near, const alm_catalog *catalog)
{
    for (size_t i = 0; catalog != NULL && i < catalog->n; i++)
        alm_suggest_offer(near, catalog->entries[i].name,
                          strlen(catalog->entries[i].name));
}

/* Whether --from, which is no data, is nearly the name of a script or a metric:
 * then that is what was meant. */
static bool refuse_near(const alm_scaffold *s)
{
    alm_suggestion near = {.wanted = s->from, .len = strlen(s->from)};
    const alm_paths *paths = s->cli->paths;
    alm_catalog *scripts = NULL, *metrics = NULL;
    alm_error err = {0};

    if (strpbrk(s->from, ":./") != NULL || strcmp(s->from, "-") == 0 ||
        access(s->from, F_OK) == 0)
        return false;
    if (alm_catalog_new(&scripts, paths, ALM_CATALOG_SCRIPTS, &err) == ALM_OK &&
        alm_catalog_new(&metrics, paths, ALM_CATALOG_METRICS, &err) == ALM_OK) {
        offer_all(&near, scripts);
        offer_all(&near, metrics);
    }
    (void)alm_fail(&err, ALM_ENOTFOUND,
                   "there is no script, metric or file \"%s\"", s->from);
    if (near.best != NULL)
        alm_error_help(&err, "did you mean --from %.*s?", (int)near.best_len,
                       near.best);
    alm_catalog_free(scripts);
    alm_catalog_free(metrics);
    if (err.help[0] == '\0')
        return false;
    (void)alm_cli_fail_usage(s->cli, &err);
    return true;
}

alm_exit alm_cmd_new(alm_cli *cli)
{
    alm_scaffold s = {.cli = cli, .from = cli->args.options.from};
    char *code = NULL;
    bool metric = cli->args.options.metric;
    alm_exit exit = alm_cli_words(cli, 1, 1, "a name");

    if (exit != ALM_EXIT_OK)
        return exit;
    const bool copies = s.from != NULL && is_code(&code, &metric, &s);
    if (!copies && s.from != NULL && refuse_near(&s))
        return ALM_EXIT_USAGE;
    if (copies && cli->args.options.metric && !metric) {
        alm_dealloc(code);
        return refuse_script(cli);
    }
    s.kind = metric ? ALM_CATALOG_METRICS : ALM_CATALOG_SCRIPTS;
    if (!copies && s.from != NULL && strchr(s.from, ':') == NULL)
        s.data = s.from;
    else if (!copies)
        s.own = s.from != NULL ? s.from : "cnnic:provinces";
    if (metric && s.data == NULL)
        s.data = s.own;
    exit = check_free(&s);
    if (exit == ALM_EXIT_OK)
        exit = copies ? alm_scaffold_copy(&s, code) : alm_scaffold_make(&s);
    if (exit == ALM_EXIT_OK)
        exit = write_file(&s);
    alm_dealloc(code);
    free_all(&s);
    return exit;
}
