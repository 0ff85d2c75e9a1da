#include "cli/options.h"

#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"

alm_status alm_arguments_open(alm_arguments *out, int argc, char **argv,
                              alm_error *err)
{
    alm_arguments args = {.argc = argc, .argv = argv, .at = 1};
    const size_t n = (size_t)argc;
    alm_texts *lists[] = {&args.options.where,     &args.options.map,
                          &args.options.type,      &args.options.null,
                          &args.options.bad,       &args.options.scripts,
                          &args.options.allow_read};
    const size_t n_lists = sizeof lists / sizeof lists[0];

    /* One block: no list can grow beyond argc. */
    const char **texts = alm_alloc((n_lists + 1) * n, sizeof *texts);
    args.given = alm_alloc(n, sizeof *args.given);
    if (texts == NULL || args.given == NULL) {
        alm_dealloc(texts);
        alm_dealloc(args.given);
        return alm_fail_memory(err, "the command line");
    }
    args.words = texts;
    for (size_t i = 0; i < n_lists; i++)
        lists[i]->items = texts + (i + 1) * n;
    *out = args;
    return ALM_OK;
}

void alm_arguments_close(alm_arguments *args)
{
    alm_dealloc(args->words);
    alm_dealloc(args->given);
    *args = (alm_arguments){0};
}

static const alm_flag *find_flag(const char *name, size_t len, size_t *index)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if (alm_flag_same(name, len, flags[i].name)) {
            *index = i;
            return &flags[i];
        }
    return NULL;
}

static const alm_flag *find_letter(char letter, size_t *index)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if (flags[i].letter == letter) {
            *index = i;
            return &flags[i];
        }
    return NULL;
}

static const alm_script_flag *find_extra(const alm_script_flag *extra, size_t n,
                                         const char *name, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (alm_flag_same(name, len, extra[i].name))
            return &extra[i];
    return NULL;
}

/* The nearest switch of a script for --no-NAME. */
static bool suggest_negated(const alm_script_flag *extra, size_t n,
                            const char *name, size_t len, alm_error *err)
{
    alm_suggestion near = {.wanted = name + 3, .len = len - 3};

    for (size_t i = 0; i < n; i++)
        if (extra[i].is_switch)
            alm_suggest_offer(&near, extra[i].name, strlen(extra[i].name));
    if (near.best != NULL)
        alm_error_help(err, "did you mean --no-%.*s?", (int)near.best_len,
                       near.best);
    return near.best != NULL;
}

static alm_status fail_unknown(const alm_arguments *args, const char *name,
                               size_t len, const alm_script_flag *extra,
                               size_t n_extra, alm_error *err)
{
    alm_suggestion near = {.wanted = name, .len = len};
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    (void)alm_fail(err, ALM_ENOTFOUND, "there is no flag --%.*s", (int)len,
                   name);
    if (len > 3 && strncmp(name, "no-", 3) == 0 &&
        suggest_negated(extra, n_extra, name, len, err))
        return ALM_ENOTFOUND;
    for (size_t i = 0; i < n_extra; i++)
        alm_suggest_offer(&near, extra[i].name, strlen(extra[i].name));
    for (size_t i = 0; i < n; i++)
        if (args->groups == 0 || (flags[i].groups & args->groups) != 0)
            alm_suggest_offer(&near, flags[i].name, strlen(flags[i].name));
    if (near.best != NULL)
        alm_error_help(err, "did you mean --%.*s?", (int)near.best_len,
                       near.best);
    else if (args->n_words > 0)
        alm_error_help(err, "`almanac help %s` lists its flags",
                       args->words[args->n_words > 1 && extra != NULL]);
    return ALM_ENOTFOUND;
}

/* The value of a flag: after '=', or the next argument, which must not look
 * like a flag itself. */
static alm_status take_value(const char **out, alm_arguments *args,
                             const char *name, size_t len, const char *inlined,
                             alm_error *err)
{
    if (inlined != NULL) {
        *out = inlined;
        return ALM_OK;
    }
    if (args->at >= args->argc) {
        args->unfinished = name;
        return alm_fail(err, ALM_EINVAL, "--%.*s needs a value", (int)len,
                        name);
    }
    const char *next = args->argv[args->at];
    if (next[0] == '-' && next[1] == '-') {
        (void)alm_fail(err, ALM_EINVAL, "--%.*s needs a value", (int)len, name);
        alm_error_help(err, "a value that begins with -- is written --%.*s=%s",
                       (int)len, name, next);
        return ALM_EINVAL;
    }
    args->at++;
    *out = next;
    return ALM_OK;
}

static bool is_choice(const char *value, const char *choices)
{
    const size_t len = strlen(value);

    for (const char *at = choices; at != NULL;) {
        const char *end = strchr(at, '|');
        const size_t n = end != NULL ? (size_t)(end - at) : strlen(at);
        if (n == len && memcmp(at, value, n) == 0)
            return true;
        at = end != NULL ? end + 1 : NULL;
    }
    return false;
}

static alm_status set_flag(alm_arguments *args, const alm_flag *flag,
                           size_t index, const char *inlined, alm_error *err)
{
    char *place = (char *)&args->options + flag->offset;
    const char *value = NULL;

    args->seen |= 1ULL << index;
    if (flag->kind == ALM_FLAG_SWITCH) {
        if (inlined != NULL)
            return alm_fail(err, ALM_EINVAL, "--%s takes no value", flag->name);
        *(bool *)place = true;
        return ALM_OK;
    }
    const alm_status status =
        take_value(&value, args, flag->name, strlen(flag->name), inlined, err);
    if (status != ALM_OK)
        return status;
    if (flag->kind == ALM_FLAG_LIST) {
        alm_texts *list = (alm_texts *)place;
        list->items[list->n++] = value;
        return ALM_OK;
    }
    if (flag->kind == ALM_FLAG_CHOICE && !is_choice(value, flag->value)) {
        (void)alm_fail(err, ALM_EINVAL, "--%s cannot be \"%s\"", flag->name,
                       value);
        alm_error_help(err, "one of %s", flag->value);
        return ALM_EINVAL;
    }
    *(const char **)place = value;
    return ALM_OK;
}

static alm_status set_extra(alm_arguments *args, const alm_script_flag *extra,
                            const char *inlined, bool negated, alm_error *err)
{
    const char *value = negated ? "false" : inlined;

    if (!extra->is_switch) {
        const alm_status status = take_value(&value, args, extra->name,
                                             strlen(extra->name), inlined, err);
        if (status != ALM_OK)
            return status;
    } else if (negated && inlined != NULL) {
        return alm_fail(err, ALM_EINVAL, "--no-%s takes no value", extra->name);
    }
    args->given[args->n_given++] =
        (alm_given){extra->name, value != NULL ? value : "true"};
    return ALM_OK;
}

static alm_status read_long(alm_arguments *args, const char *text,
                            const alm_script_flag *extra, size_t n_extra,
                            alm_error *err)
{
    const char *equals = strchr(text, '=');
    const size_t len = equals != NULL ? (size_t)(equals - text) : strlen(text);
    const char *inlined = equals != NULL ? equals + 1 : NULL;
    size_t index = 0;

    const alm_script_flag *own = find_extra(extra, n_extra, text, len);
    if (own != NULL)
        return set_extra(args, own, inlined, false, err);
    if (len > 3 && strncmp(text, "no-", 3) == 0) {
        own = find_extra(extra, n_extra, text + 3, len - 3);
        if (own != NULL && own->is_switch)
            return set_extra(args, own, inlined, true, err);
    }
    const alm_flag *flag = find_flag(text, len, &index);
    if (flag == NULL)
        return fail_unknown(args, text, len, extra, n_extra, err);
    return set_flag(args, flag, index, inlined, err);
}

/* "-q", "-qv", "-o FILE", "-oFILE". */
static alm_status read_short(alm_arguments *args, const char *text,
                             alm_error *err)
{
    for (; *text != '\0'; text++) {
        size_t index = 0;
        const alm_flag *flag = find_letter(*text, &index);
        if (flag == NULL) {
            (void)alm_fail(err, ALM_ENOTFOUND, "there is no flag -%c", *text);
            if (args->expression && args->n_words == 1)
                alm_error_help(err, "an expression comes after --: -- '-%s'",
                               text);
            else if (text[1] != '\0')
                alm_error_help(err, "long flags take two dashes: --%s", text);
            else
                alm_error_help(err, "`almanac help flags` lists all there are");
            return ALM_ENOTFOUND;
        }
        const char *rest =
            flag->kind != ALM_FLAG_SWITCH && text[1] != '\0' ? text + 1 : NULL;
        const alm_status status = set_flag(args, flag, index, rest, err);
        if (status != ALM_OK || rest != NULL)
            return status;
    }
    return ALM_OK;
}

#define NAME_BYTES \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

/* "-" and "-5" are words. */
static bool is_flag(const char *text)
{
    return text[0] == '-' && text[1] != '\0' && text[1] != '.' &&
           !(text[1] >= '0' && text[1] <= '9') && text[1] != '(' &&
           text[1] != ' ';
}

/* "-t.sales": no string of short flags, and no name. */
static bool is_negated(const alm_arguments *args, const char *text)
{
    size_t index;

    if (!args->expression || args->n_words != 1 || text[1] == '-')
        return false;
    for (const char *c = text + 1; *c != '\0'; c++) {
        const alm_flag *flag = find_letter(*c, &index);
        if (flag == NULL)
            return text[strspn(text + 1, NAME_BYTES) + 1] != '\0';
        if (flag->kind != ALM_FLAG_SWITCH)
            return false; /* the rest is its value */
    }
    return false;
}

static alm_status read_next(alm_arguments *args, const alm_script_flag *extra,
                            size_t n_extra, alm_error *err)
{
    const char *text = args->argv[args->at++];

    if (args->flags_over || !is_flag(text) || is_negated(args, text))
        args->words[args->n_words++] = text;
    else if (strcmp(text, "--") == 0)
        args->flags_over = true;
    else if (text[1] == '-')
        return read_long(args, text + 2, extra, n_extra, err);
    else
        return read_short(args, text + 1, err);
    return ALM_OK;
}

alm_status alm_arguments_read(alm_arguments *args, size_t most,
                              const alm_script_flag *extra, size_t n_extra,
                              alm_error *err)
{
    alm_status status = ALM_OK;

    while (status == ALM_OK && args->at < args->argc && args->n_words < most)
        status = read_next(args, extra, n_extra, err);
    return status;
}

void alm_arguments_assume(alm_arguments *args, const char *word)
{
    if (args->n_words < (size_t)args->argc)
        args->words[args->n_words++] = word;
}

alm_status alm_arguments_peek(alm_arguments *out, int argc, char **argv,
                              alm_error *err)
{
    const alm_status status = alm_arguments_open(out, argc, argv, err);

    while (status == ALM_OK && out->at < argc)
        if (read_next(out, NULL, 0, NULL) != ALM_OK)
            continue; /* a flag of the script, or a mistake told later */
    return status;
}

alm_status alm_arguments_check(const alm_arguments *args, unsigned groups,
                               const char *command, alm_error *err)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if ((args->seen >> i & 1U) != 0 && (flags[i].groups & groups) == 0) {
            (void)alm_fail(err, ALM_EINVAL, "`almanac %s` has no use for --%s",
                           command, flags[i].name);
            alm_error_help(err, "`almanac help %s` shows the flags it has",
                           command);
            return ALM_EINVAL;
        }
    return ALM_OK;
}
