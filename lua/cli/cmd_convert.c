#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "cli/cli.h"
#include "io/package.h"

/* convert DATA FILE */

/* The folder of a path with its '/', and what follows. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static alm_status add(alm_buffer *buf, const char *text, alm_error *err)
{
    return alm_buffer_add_text(buf, text, err);
}

/* `"name": "text"` with `before` in front; nothing without a text. */
static alm_status add_property(alm_buffer *buf, const char *before,
                               const char *name, const char *text,
                               alm_error *err)
{
    if (text == NULL || text[0] == '\0')
        return ALM_OK;
    alm_status status = add(buf, before, err);
    if (status == ALM_OK)
        status = alm_json_add_string(buf, name, strlen(name), err);
    if (status == ALM_OK)
        status = add(buf, ": ", err);
    if (status == ALM_OK)
        status = alm_json_add_string(buf, text, strlen(text), err);
    return status;
}

/* Table Schema has no type of periods: they are texts whose role tells. */
static const char *schema_type(alm_type type)
{
    return type == ALM_TEXT || type == ALM_PERIOD ? "string"
                                                  : alm_type_name(type);
}

static alm_status add_field(alm_buffer *buf, const alm_table *table, size_t i,
                            alm_error *err)
{
    const alm_field_info *info = alm_field_info_of(alm_table_field(table, i));
    alm_vector v;
    alm_status status = alm_table_vector(&v, table, i, err);

    if (status != ALM_OK)
        return status;
    const alm_role role = v.type == ALM_PERIOD ? ALM_ROLE_PERIOD : info->role;
    const struct {
        const char *name;
        const char *text;
    } properties[] = {
        {"type", schema_type(v.type)},       {"title", info->title},
        {"title_zh", info->title_zh},        {"unit", info->unit},
        {"kind", alm_kind_name(info->kind)}, {"role", alm_role_name(role)},
        {"description", info->description},  {"sources", info->sources}};
    status = add_property(buf, "\n        {", "name", info->name, err);
    for (size_t j = 0;
         j < sizeof properties / sizeof properties[0] && status == ALM_OK; j++)
        status = add_property(buf, ", ", properties[j].name, properties[j].text,
                              err);
    return status == ALM_OK ? add(buf, "}", err) : status;
}

static alm_status add_fields(alm_buffer *buf, const alm_table *table,
                             alm_error *err)
{
    alm_status status = ALM_OK;
    bool first = true;

    for (size_t i = 0; i < alm_table_width(table) && status == ALM_OK; i++) {
        if (alm_field_info_of(alm_table_field(table, i))->hidden)
            continue;
        if (!first)
            status = add(buf, ",", err);
        if (status == ALM_OK)
            status = add_field(buf, table, i, err);
        first = false;
    }
    return status;
}

/* "sales" of "out/sales.csv". */
static char *table_name(const char *path)
{
    const char *name = path + folder_length(path);
    const char *dot = strrchr(name, '.');
    return alm_text_copy(name, dot != NULL && dot > name ? (size_t)(dot - name)
                                                         : strlen(name));
}

static alm_status describe_file(alm_buffer *buf, const char *path,
                                const char *name, const alm_table *table,
                                alm_error *err)
{
    const char *file = path + folder_length(path);
    alm_status status = add_property(buf, "{\n  ", "name", name, err);

    if (status == ALM_OK)
        status = add(buf, ",\n  \"resources\": [\n    {", err);
    if (status == ALM_OK)
        status = add_property(buf, "", "name", name, err);
    if (status == ALM_OK)
        status = add_property(buf, ", ", "path", file, err);
    if (status == ALM_OK)
        status = add(buf, ",\n      \"schema\": {\"fields\": [", err);
    if (status == ALM_OK)
        status = add_fields(buf, table, err);
    if (status == ALM_OK)
        status = add(buf, "\n      ]}}\n  ]\n}\n", err);
    return status;
}

/* The path of the datapackage.json beside a file. */
static alm_status package_beside(alm_buffer *out, const char *path,
                                 alm_error *err)
{
    static const char file[] = "datapackage.json";
    const alm_status status =
        alm_buffer_add(out, path, folder_length(path), err);

    return status == ALM_OK ? alm_buffer_add(out, file, sizeof file, err)
                            : status;
}

/* Whether the package in a file is of this one table, as --schema writes it. */
static bool is_of_table(const char *package_path, const char *name)
{
    alm_package *package = NULL;

    const bool is = alm_package_open(&package, package_path, NULL) == ALM_OK &&
                    alm_package_count(package) == 1 &&
                    strcmp(alm_package_table_name(package, 0), name) == 0;
    alm_package_free(package);
    return is;
}

/* A package that describes other tables is not written over. */
static alm_status check_package(const char *path, alm_error *err)
{
    alm_buffer target = {0};
    char *name = table_name(path);
    alm_status status = name == NULL ? alm_fail_memory(err, "a name")
                                     : package_beside(&target, path, err);

    if (status == ALM_OK && access(target.data, F_OK) == 0 &&
        !is_of_table(target.data, name)) {
        status = alm_fail(err, ALM_EINVAL,
                          "%s is there already and describes other data",
                          target.data);
        alm_error_help(err, "write to another folder, or add the table to it "
                            "by hand");
    }
    alm_dealloc(name);
    alm_buffer_free(&target);
    return status;
}

/* A datapackage.json beside the output. */
static alm_status write_schema(const char *path, const alm_table *table,
                               alm_error *err)
{
    alm_buffer buf = {0};
    alm_buffer target = {0};
    char *name = table_name(path);
    alm_status status = name == NULL
                            ? alm_fail_memory(err, "a name")
                            : describe_file(&buf, path, name, table, err);

    if (status == ALM_OK)
        status = package_beside(&target, path, err);
    if (status == ALM_OK)
        status = alm_file_write_atomic(target.data, buf.data, buf.len, err);
    alm_dealloc(name);
    alm_buffer_free(&buf);
    alm_buffer_free(&target);
    return status;
}

/* The rows that --where keeps: what evaluating `t` gives. */
static alm_exit convert(alm_cli *cli, const alm_cli_data *data)
{
    alm_run_options options;
    alm_blame blame = ALM_BLAME_USAGE;
    alm_document doc = {0};
    alm_engine *engine = NULL;
    alm_error err = {0};
    alm_exit exit;
    alm_status status = alm_cli_engine(&engine, &options, cli, &err);

    if (status == ALM_OK)
        status = alm_engine_eval(&doc, engine, "t", data->table, &options,
                                 &blame, &err);
    if (status == ALM_OK)
        status = alm_cli_data_tell(
            &doc, data, alm_lua_ledger(alm_engine_lua(engine)), &err);
    if (status != ALM_OK) {
        exit = alm_cli_fail(cli, alm_cli_blame(blame), &err);
    } else {
        exit = alm_cli_write(cli, &doc);
        if (exit == ALM_EXIT_OK && cli->args.options.schema &&
            write_schema(cli->args.options.output, doc.parts[0].table, &err) !=
                ALM_OK)
            exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    }
    alm_document_free(&doc);
    alm_engine_free(engine);
    return exit;
}

alm_exit alm_cmd_convert(alm_cli *cli)
{
    alm_options *o = &cli->args.options;
    alm_cli_data data = {0};
    alm_error err = {0};
    alm_exit exit = alm_cli_words(cli, 2, 2, "data and a file to write");

    if (exit != ALM_EXIT_OK)
        return exit;
    if (o->output != NULL) {
        (void)alm_fail(&err, ALM_EINVAL,
                       "convert takes the file to write as a word, not as -o");
        alm_error_help(&err, "almanac %s", cli->command->usage);
        return alm_cli_fail_usage(cli, &err);
    }
    if (strcmp(cli->args.words[2], "-") != 0) {
        o->output = cli->args.words[2];
    } else if (o->schema) {
        (void)alm_fail(&err, ALM_EINVAL, "--schema needs a file to write");
        return alm_cli_fail_usage(cli, &err);
    }
    if (o->schema && check_package(o->output, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    exit = alm_cli_load(&data, cli, cli->args.words[1]);
    if (exit == ALM_EXIT_OK)
        exit = convert(cli, &data);
    alm_cli_data_close(&data);
    return exit;
}
