#include "cli/complete.h"

#include <string.h>

#include "base/alloc.h"

/* Where on the line the cursor is. */

#define COMMAND "COMMAND" /* what usages call the first word */

void alm_complete_add(alm_completion *c, const char *text, const char *help,
                      bool open)
{
    alm_candidates_add(&c->list, c->from, text, help, open);
}

bool alm_complete_wants(const alm_completion *c, const char *text)
{
    const char *typed = c->word + c->from;
    return alm_begins_with(text, typed, strlen(typed));
}

/* Usages ---------------------------------------------------------------- */

/* The words of "run SCRIPT [DATA] [flags]" after the first, one after the
 * other. In "A [B] | C" C is where A is, in "[A | B]" B is. */
typedef struct usage {
    const char *at;
    const char *kind; /* "DATA" */
    size_t len;
    size_t position; /* from 1 */
    bool repeats;    /* "SCRIPT..." */
    bool inside;     /* a '[' is open */
} usage;

static usage open_usage(const alm_command *command)
{
    return (usage){.at = command->usage + strcspn(command->usage, " ")};
}

static void strip(usage *u)
{
    if (u->kind[0] == '[') {
        u->inside = true;
        u->kind++;
        u->len--;
    }
    if (u->len > 0 && u->kind[u->len - 1] == ']') {
        u->inside = false;
        u->len--;
    }
    u->repeats = u->len > 3 && strncmp(u->kind + u->len - 3, "...", 3) == 0;
    if (u->repeats)
        u->len -= 3;
}

/* "[--from DATA]" and "[flags]" are no words. */
static bool skip_flag(usage *u)
{
    static const char flags[] = "[flags]";
    if (strncmp(u->at, flags, sizeof flags - 1) != 0 &&
        strncmp(u->at, "[-", 2) != 0)
        return false;
    u->at += strcspn(u->at, "]");
    u->at += *u->at == ']';
    return true;
}

static bool next_kind(usage *u)
{
    for (;;) {
        u->at += strspn(u->at, " ");
        if (*u->at == '\0')
            return false;
        if (skip_flag(u))
            continue;
        u->kind = u->at;
        u->len = strcspn(u->at, " ");
        u->at += u->len;
        if (u->len > 1 || u->kind[0] != '|')
            break;
        u->position = u->inside ? u->position - 1 : 0;
    }
    u->position++;
    strip(u);
    return true;
}

static void offer_position(alm_completion *c, size_t position)
{
    usage u = open_usage(c->cli.command);

    while (next_kind(&u))
        if (u.position == position || (u.repeats && u.position < position))
            alm_complete_kind(c, u.kind, u.len);
}

static bool has_position(const alm_completion *c, size_t position)
{
    usage u = open_usage(c->cli.command);

    while (next_kind(&u))
        if (u.position == position || u.repeats)
            return true;
    return false;
}

/* The last of the places at which there can be data. */
const char *alm_complete_data_name(const alm_completion *c)
{
    const alm_arguments *args = &c->all.args;
    size_t position = 0;

    if (c->cli.command == NULL)
        return NULL;
    usage u = open_usage(c->cli.command);
    while (next_kind(&u))
        if (u.len == 4 && strncmp(u.kind, "DATA", 4) == 0 &&
            u.position < args->n_words && u.position > position)
            position = u.position;
    return position > 0 ? args->words[position] : args->options.from;
}

/* Flags ----------------------------------------------------------------- */

static void add_flag(alm_completion *c, const alm_flag *flag)
{
    char text[64] = "--";

    (void)strncat(text, flag->name, sizeof text - 3);
    alm_complete_add(c, text, flag->help, false);
}

static void offer_flags(alm_completion *c)
{
    const alm_arguments *args = &c->cli.args;
    const unsigned groups =
        c->cli.command != NULL ? c->cli.command->groups : ALM_FLAGS_COMMON;
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    if (c->script != NULL)
        alm_complete_script_flags(c);
    for (size_t i = 0; i < n; i++)
        if ((flags[i].groups & groups) != 0 &&
            (flags[i].kind == ALM_FLAG_LIST || (args->seen >> i & 1U) == 0))
            add_flag(c, &flags[i]);
}

static const alm_flag *find_flag(const char *name, size_t len, char letter)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if (letter != 0 ? flags[i].letter == letter
                        : alm_flag_same(name, len, flags[i].name))
            return &flags[i];
    return NULL;
}

/* The value of a flag begins at c->from. */
static void offer_value(alm_completion *c, const char *name, size_t len)
{
    char flag[64];
    const alm_flag *global = find_flag(name, len, 0);

    if (global != NULL) {
        if (global->value != NULL)
            alm_complete_kind(c, global->value, strlen(global->value));
    } else if (c->script != NULL && len < sizeof flag) {
        memcpy(flag, name, len);
        flag[len] = '\0';
        c->flag = flag;
        alm_complete_script_value(c);
        c->flag = NULL;
    }
}

/* "--as=c", "-oFILE" or the beginning of a flag. */
static void offer_dashed(alm_completion *c)
{
    const char *equals = strchr(c->word, '=');
    const alm_flag *flag =
        c->word[1] != '\0' ? find_flag(NULL, 0, c->word[1]) : NULL;

    if (c->word[1] == '-' && equals != NULL) {
        c->from = (size_t)(equals + 1 - c->word);
        offer_value(c, c->word + 2, c->from - 3);
    } else if (flag != NULL && flag->value != NULL) {
        c->from = 2;
        alm_complete_kind(c, flag->value, strlen(flag->value));
    } else {
        offer_flags(c);
    }
}

static void offer(alm_completion *c)
{
    const alm_arguments *args = &c->cli.args;

    if (args->unfinished != NULL)
        offer_value(c, args->unfinished, strlen(args->unfinished));
    else if (c->word[0] == '-' && !args->flags_over)
        offer_dashed(c);
    else if (args->n_words == 0)
        alm_complete_kind(c, COMMAND, sizeof COMMAND - 1);
    else if (c->cli.command != NULL && has_position(c, args->n_words))
        offer_position(c, args->n_words);
    else if (c->cli.command != NULL && !args->flags_over)
        offer_flags(c);
}

/* The line --------------------------------------------------------------- */

/* Reads until there are `most` words; mistakes are passed over. */
static void read_words(alm_arguments *args, size_t most,
                       const alm_script_flag *extra, size_t n)
{
    while (args->at < args->argc && args->n_words < most)
        if (alm_arguments_read(args, most, extra, n, NULL) != ALM_OK)
            continue;
}

/* The script of the line, if it is sound. */
static void open_script(alm_completion *c)
{
    char *path = NULL;

    if (alm_script_locate(&path, c->cli.paths, c->cli.args.words[1], NULL) !=
        ALM_OK)
        return;
    if (alm_cli_glance(&c->script, &c->cli, path, NULL, NULL) != ALM_OK)
        c->script = NULL;
    alm_dealloc(path);
}

/* The flags of the script, a new array. */
static alm_status script_flags(alm_script_flag **out, size_t *n,
                               const alm_completion *c, alm_error *err)
{
    alm_script_argument *arguments = NULL;
    alm_status status = ALM_OK;

    if (c->script != NULL)
        status = alm_script_arguments(&arguments, n, c->script, err);
    if (status == ALM_OK) {
        *out = alm_alloc(*n, sizeof **out);
        if (*out == NULL)
            status = alm_fail_memory(err, "the flags");
    }
    for (size_t i = 0; i < *n && status == ALM_OK; i++)
        (*out)[i] = (alm_script_flag){arguments[i].name, arguments[i].boolean};
    alm_dealloc(arguments);
    return status;
}

/* The whole line, but for a flag whose value is being typed. */
static alm_status read_all(alm_completion *c, const alm_typed_line *line,
                           const alm_script_flag *flags, size_t n,
                           alm_error *err)
{
    const alm_arguments *before = &c->cli.args;
    char **argv = c->argv + line->at + 1;
    int argc = 1 + (int)line->at - (before->unfinished != NULL);

    memcpy(argv, c->argv, (size_t)argc * sizeof *argv);
    if (before->unfinished == NULL && (c->word[0] != '-' || before->flags_over))
        memcpy(argv + argc++, &line->words[line->at], sizeof *argv);
    const size_t rest = line->n - line->at - 1;
    memcpy(argv + argc, line->words + line->at + 1, rest * sizeof *argv);
    c->all = c->cli;
    c->all.args = (alm_arguments){0};
    const alm_status status =
        alm_arguments_open(&c->all.args, argc + (int)rest, argv, err);
    if (status == ALM_OK) {
        c->all.args.expression = before->expression;
        read_words(&c->all.args, SIZE_MAX, flags, n);
    }
    return status;
}

static void read_command(alm_completion *c)
{
    alm_arguments *args = &c->cli.args;

    read_words(args, 1, NULL, 0);
    if (args->n_words == 0)
        return;
    c->cli.command = alm_command_find(args->words[0]);
    args->expression =
        c->cli.command != NULL && c->cli.command->run == alm_cmd_eval;
    if (c->cli.command == NULL || c->cli.command->run != alm_cmd_run)
        return;
    read_words(args, 2, NULL, 0);
    if (args->n_words == 2)
        open_script(c);
}

static alm_status read_line(alm_completion *c, const alm_typed_line *line,
                            alm_error *err)
{
    const alm_texts *folders =
        line->scripts != NULL ? line->scripts : &c->cli.ahead.options.scripts;
    alm_script_flag *flags = NULL;
    size_t n = 0;
    alm_status status =
        alm_paths_new(&c->cli.paths, folders->items, folders->n, err);

    if (status != ALM_OK)
        return status;
    read_command(c);
    status = script_flags(&flags, &n, c, err);
    if (status == ALM_OK) {
        read_words(&c->cli.args, SIZE_MAX, flags, n);
        status = read_all(c, line, flags, n, err);
    }
    alm_dealloc(flags);
    return status;
}

alm_status alm_completion_open(alm_completion *out, const alm_typed_line *line,
                               alm_error *err)
{
    static char program[] = "almanac";
    const int before = (int)line->at + 1;
    alm_completion c = {.cli.spare = line->spare,
                        .table = line->table,
                        .word = line->words[line->at],
                        .list.word = line->words[line->at]};

    c.argv = alm_alloc(line->at + line->n + 2, sizeof *c.argv);
    if (c.argv == NULL)
        return alm_fail_memory(err, "the line");
    c.argv[0] = program;
    /* alm_arguments never writes to it */
    memcpy(c.argv + 1, line->words, line->at * sizeof *line->words);
    alm_status status = alm_arguments_open(&c.cli.args, before, c.argv, err);
    if (status == ALM_OK)
        status = alm_arguments_peek(&c.cli.ahead, before, c.argv, err);
    if (status == ALM_OK)
        status = read_line(&c, line, err);
    if (status == ALM_OK) {
        offer(&c);
        alm_candidates_filter(&c.list);
        status = c.list.status;
    }
    if (status == ALM_OK)
        *out = c;
    else
        alm_completion_close(&c);
    return status;
}

void alm_completion_close(alm_completion *c)
{
    alm_candidates_free(&c->list);
    alm_script_free(c->script);
    alm_paths_free(c->cli.paths);
    alm_arguments_close(&c->cli.ahead);
    alm_arguments_close(&c->cli.args);
    alm_arguments_close(&c->all.args);
    alm_dealloc(c->argv);
    *c = (alm_completion){0};
}
