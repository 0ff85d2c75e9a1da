#include "cli/cli.h"

/* eval 'EXPR' [DATA] */

static alm_exit evaluate(alm_cli *cli, alm_engine *engine,
                         const alm_cli_data *data)
{
    alm_cli_outcome run = {.blame = ALM_BLAME_USAGE};
    alm_run_options options;

    alm_cli_surround(engine, data);
    run.status = alm_cli_run_options(&options, cli, &run.err);
    if (run.status == ALM_OK)
        run.status =
            alm_engine_eval(&run.doc, engine, cli->args.words[1], data->table,
                            &options, &run.blame, &run.err);
    const alm_exit exit = alm_cli_answer(cli, &run, engine, data);
    alm_document_free(&run.doc);
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
    cli->typed = (alm_typed){ALM_EVAL_NAME, cli->args.words[1]};
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
