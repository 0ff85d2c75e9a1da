#include <string.h>

#include "base/alloc.h"
#include "cli/cli.h"
#include "runtime/limit.h"

/* The flags that say how data is read, as options of the readers. */

static alm_status fail_flag(alm_error *err, const char *flag, const char *text,
                            const char *help)
{
    (void)alm_fail(err, ALM_EINVAL, "--%s %s is not understood", flag, text);
    alm_error_help(err, "%s", help);
    return ALM_EINVAL;
}

/* "column=right" from the end: a column may hold '='. A copy of the column goes
 * to *texts, which has room. */
static bool split(char **texts, const char **column, const char **right,
                  const char *text)
{
    const char *equals = strrchr(text, '=');
    if (equals == NULL || equals == text)
        return false;
    const size_t n = (size_t)(equals - text);
    memcpy(*texts, text, n);
    (*texts)[n] = '\0';
    *column = *texts;
    *right = equals + 1;
    *texts += n + 1;
    return true;
}

/* The rule for a column, a new one unless there is one. */
static alm_column_rule *rule_for(alm_cli_data *data, const char *column)
{
    for (size_t i = 0; i < data->options.rule_count; i++)
        if (strcmp(data->rules[i].column, column) == 0)
            return &data->rules[i];
    alm_column_rule *rule = &data->rules[data->options.rule_count++];
    *rule = (alm_column_rule){.column = column};
    return rule;
}

static alm_status add_types(alm_cli_data *data, char **texts,
                            const alm_texts *flags, alm_error *err)
{
    static const char help[] =
        "--type COLUMN=TYPE with integer, number, text, boolean or period";

    for (size_t i = 0; i < flags->n; i++) {
        const char *column, *right;
        alm_type type;
        if (!split(texts, &column, &right, flags->items[i]) ||
            !alm_type_from_name(&type, right, strlen(right)))
            return fail_flag(err, "type", flags->items[i], help);
        alm_column_rule *rule = rule_for(data, column);
        rule->typed = true;
        rule->type = type;
    }
    return ALM_OK;
}

static bool read_bad(alm_bad *out, const char *text)
{
    if (strcmp(text, "missing") == 0)
        *out = ALM_BAD_MISSING;
    else if (strcmp(text, "error") == 0)
        *out = ALM_BAD_ERROR;
    else
        return false;
    return true;
}

static alm_status add_bad(alm_cli_data *data, char **texts,
                          const alm_texts *flags, alm_error *err)
{
    static const char help[] =
        "--bad missing, --bad error, or --bad COLUMN=missing";

    for (size_t i = 0; i < flags->n; i++) {
        const char *column, *right;
        alm_bad bad;
        if (read_bad(&data->options.values.bad, flags->items[i]))
            continue;
        if (!split(texts, &column, &right, flags->items[i]) ||
            !read_bad(&bad, right))
            return fail_flag(err, "bad", flags->items[i], help);
        rule_for(data, column)->bad = bad;
    }
    return ALM_OK;
}

/* A column mapped to `period` is read as periods. Roles are settled later, when
 * the columns are known; see almanac.needs. */
static alm_status add_maps(alm_cli_data *data, char **texts,
                           const alm_texts *flags, alm_error *err)
{
    static const char period[] = "period=";

    for (size_t i = 0; i < flags->n; i++) {
        const char *text = flags->items[i];
        const char *equals = strchr(text, '=');
        if (equals == NULL || equals == text || equals[1] == '\0')
            return fail_flag(err, "map", text, "--map region=COLUMN");
        if (strncmp(text, period, sizeof period - 1) != 0)
            continue;
        const size_t n = strlen(equals + 1) + 1;
        memcpy(*texts, equals + 1, n);
        rule_for(data, *texts)->role = ALM_ROLE_PERIOD;
        *texts += n;
    }
    return ALM_OK;
}

static alm_status set_nulls(alm_cli_data *data, const alm_texts *flags)
{
    for (size_t i = 0; i < flags->n; i++)
        data->nulls[i] = (alm_word){flags->items[i], strlen(flags->items[i])};
    if (flags->n > 0) {
        data->options.values.nulls = data->nulls;
        data->options.values.null_count = flags->n;
    }
    return ALM_OK;
}

static alm_status set_character(char *out, const char *flag, const char *text,
                                alm_error *err)
{
    if (text == NULL)
        return ALM_OK;
    if (strcmp(text, "space") == 0)
        text = " ";
    if (strlen(text) != 1)
        return fail_flag(err, flag, text, "one ASCII character");
    *out = text[0];
    return ALM_OK;
}

static alm_status set_dialect(alm_csv_dialect *dialect, const alm_options *o,
                              alm_error *err)
{
    const struct {
        const char *name;
        const char *value;
    } given[] = {{"delimiter", o->delimiter}, {"quote", o->quote},
                 {"comment", o->comment},     {"skip", o->skip},
                 {"header", o->header},       {"ragged", o->ragged}};

    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        if (given[i].value == NULL)
            continue;
        const alm_status status =
            alm_csv_dialect_set(dialect, given[i].name, given[i].value, err);
        if (status != ALM_OK)
            return status;
    }
    return ALM_OK;
}

static alm_format format_named(const char *name)
{
    if (name == NULL)
        return ALM_FORMAT_AUTO;
    if (strcmp(name, "csv") == 0)
        return ALM_FORMAT_CSV;
    if (strcmp(name, "tsv") == 0)
        return ALM_FORMAT_TSV;
    return strcmp(name, "json") == 0 ? ALM_FORMAT_JSON : ALM_FORMAT_JSON_LINES;
}

static alm_status set_options(alm_cli_data *data, const alm_cli *cli,
                              alm_error *err)
{
    const alm_options *o = &cli->args.options;
    alm_load_options *out = &data->options;

    out->format = format_named(o->read_as);
    out->include_unverified = o->include != NULL;
    out->data_dirs = (const char *const *)cli->paths->data;
    out->data_dir_count = cli->paths->n_data;
    if (o->encoding != NULL &&
        !alm_encoding_from_name(&out->encoding, o->encoding))
        return fail_flag(err, "encoding", o->encoding,
                         "utf-8, utf-16le, utf-16be or latin-1");
    alm_status status =
        set_character(&out->values.decimal, "decimal", o->decimal, err);
    if (status == ALM_OK)
        status =
            set_character(&out->values.group, "thousands", o->thousands, err);
    if (status == ALM_OK)
        status = set_dialect(&out->csv, o, err);
    return status;
}

static size_t room_for(const alm_texts *texts)
{
    size_t n = 0;
    for (size_t i = 0; i < texts->n; i++)
        n += strlen(texts->items[i]) + 1;
    return n;
}

alm_status alm_cli_data_open(alm_cli_data *data, const alm_cli *cli,
                             alm_error *err)
{
    const alm_options *o = &cli->args.options;
    const size_t n = o->type.n + o->bad.n + o->map.n;

    *data = (alm_cli_data){0};
    data->rules = alm_alloc(n, sizeof *data->rules);
    data->nulls = alm_alloc(o->null.n, sizeof *data->nulls);
    data->texts = alm_alloc(
        room_for(&o->type) + room_for(&o->bad) + room_for(&o->map), 1);
    if (data->rules == NULL || data->nulls == NULL || data->texts == NULL)
        return alm_fail_memory(err, "the flags");
    char *texts = data->texts;
    data->options.rules = data->rules;
    alm_status status = set_options(data, cli, err);
    if (status == ALM_OK)
        status = add_types(data, &texts, &o->type, err);
    if (status == ALM_OK)
        status = add_bad(data, &texts, &o->bad, err);
    if (status == ALM_OK)
        status = add_maps(data, &texts, &o->map, err);
    if (status == ALM_OK)
        status = set_nulls(data, &o->null);
    return status;
}

alm_status alm_cli_data_load(alm_cli_data *data, const char *what,
                             alm_error *err)
{
    data->what = what;
    return alm_load(&data->table, &data->report, what, &data->options, err);
}

static void remark_data(const alm_cli *cli, const alm_cli_data *data)
{
    static const char *const formats[] = {"", "csv", "tsv", "json", "jsonl"};
    const alm_load_report *report = &data->report;
    const bool has_fields =
        report->format == ALM_FORMAT_CSV || report->format == ALM_FORMAT_TSV;

    alm_cli_remark(cli, "data: %s, %s, %zu rows, %zu columns", data->what,
                   formats[report->format], alm_table_rows(data->table),
                   alm_table_width(data->table));
    if (has_fields)
        alm_cli_remark(cli, "data: fields between %s, %s",
                       report->delimiter == '\t'
                           ? "tabs"
                           : (char[]){'\'', report->delimiter, '\'', '\0'},
                       report->has_header ? "the first record names them"
                                          : "no header");
    if (report->package != NULL)
        alm_cli_remark(cli, "data: package %s", report->package);
}

alm_exit alm_cli_load(alm_cli_data *data, const alm_cli *cli, const char *what)
{
    alm_engine_options limits;
    alm_error err = {0};

    if (alm_cli_engine_options(&limits, cli, &err) != ALM_OK ||
        alm_cli_data_open(data, cli, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    if (limits.state.memory_limit > 0)
        alm_alloc_set_limit(limits.state.memory_limit);
    const alm_status status = alm_cli_data_load(data, what, &err);
    if (status == ALM_ENOMEM && alm_alloc_limit_hit())
        (void)alm_limit_fail_memory(limits.state.memory_limit, &err);
    if (status != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    remark_data(cli, data);
    return ALM_EXIT_OK;
}

void alm_cli_data_close(alm_cli_data *data)
{
    alm_table_free(data->table);
    alm_load_report_free(&data->report);
    alm_dealloc(data->rules);
    alm_dealloc(data->nulls);
    alm_dealloc(data->texts);
    *data = (alm_cli_data){0};
}

/* Whether the result, or what was counted for it, names the column. */
static bool is_told_of(const alm_document *doc, const alm_ledger *ledger,
                       const char *column)
{
    const size_t n = ledger != NULL ? alm_ledger_count(ledger) : 0;

    for (size_t i = 0; i < doc->n_parts; i++)
        if (doc->parts[i].table != NULL &&
            alm_table_find(doc->parts[i].table, column, strlen(column)) !=
                ALM_NO_COLUMN)
            return true;
    for (size_t i = 0; i < n; i++)
        if (strcmp(alm_ledger_get(ledger, i).subject, column) == 0)
            return true;
    return false;
}

static alm_status tell_unverified(const alm_document *doc,
                                  const alm_unverified *u, alm_ledger *ledger,
                                  alm_error *err)
{
    const alm_ledger_entry entry = alm_unverified_entry(u);

    if (u->count == 0 || !is_told_of(doc, ledger, u->column))
        return ALM_OK;
    return alm_ledger_add(ledger, &entry, err);
}

alm_status alm_cli_data_tell(alm_document *doc, const alm_cli_data *data,
                             alm_ledger *ledger, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < data->report.notes.len && status == ALM_OK; i++)
        status =
            alm_notes_add(&doc->notes, err, "%s", data->report.notes.items[i]);
    for (size_t i = 0; i < data->report.unverified_count && status == ALM_OK;
         i++)
        status = tell_unverified(doc, &data->report.unverified[i], ledger, err);
    return status;
}
