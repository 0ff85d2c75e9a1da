#include "bridge/bridge.h"
#include "cli/cli.h"

/* eval 'EXPR' [DATA] */

static alm_exit evaluate(alm_cli *cli, alm_engine *engine,
                         const alm_cli_data *data)
{
    alm_surroundings *around = alm_engine_surroundings(engine);
    alm_blame blame = ALM_BLAME_USAGE;
    alm_document doc = {0};
    alm_run_options options;
    alm_error err = {0};
    alm_exit exit;

    around->package = data->report.package;
    around->loading = &data->options;
    alm_status status = alm_cli_run_options(&options, cli, &err);
    if (status == ALM_OK)
        status = alm_engine_eval(&doc, engine, cli->args.words[1], data->table,
                                 &options, &blame, &err);
    if (status == ALM_OK)
        status = alm_cli_data_tell(
            &doc, data, alm_lua_ledger(alm_engine_lua(engine)), &err);
    if (status == ALM_OK)
        exit = alm_cli_write(cli, &doc);
    else if (blame == ALM_BLAME_SCRIPT)
        exit = alm_cli_fail_code(cli, ALM_EXIT_SCRIPT, &err,
                                 alm_engine_state(engine), NULL);
    else
        exit = alm_cli_fail(cli, alm_cli_blame(blame), &err);
    alm_document_free(&doc);
    return exit;
}

alm_exit alm_cmd_eval(alm_cli *cli)
{
    alm_engine_options options;
    alm_engine *engine = NULL;
    alm_cli_data data = {0};
    alm_error err = {0};
    alm_exit exit = alm_cli_words(cli, 1, 2, "an expression");

    if (exit != ALM_EXIT_OK)
        return exit;
    if (alm_cli_engine_options(&options, cli, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    if (cli->args.n_words > 2)
        exit = alm_cli_load(&data, cli, cli->args.words[2]);
    if (exit == ALM_EXIT_OK) {
        if (alm_engine_new(&engine, &options, &err) != ALM_OK)
            exit = alm_cli_fail(cli, ALM_EXIT_SCRIPT, &err);
        else
            exit = evaluate(cli, engine, &data);
    }
    alm_engine_free(engine);
    alm_cli_data_close(&data);
    return exit;
}
