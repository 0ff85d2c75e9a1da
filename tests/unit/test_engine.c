#include "unit.h"

#include <string.h>

#include "files.h"
#include "io/load.h"
#include "runtime/script.h"

/* Engines, scripts and results, with every allocation failing in turn. */

static const char csv[] = "region,year,sales\nNorth,2015,1.5\nSouth,2015,\n";

/* Evaluates `text` over a table and writes what it gives. */
static alm_status evaluate_over(alm_table *table, const char *text,
                                alm_error *err)
{
    const alm_run_options options = {.seed = 1};
    alm_write_report written = {0};
    alm_engine_options engine_options = {.state = alm_state_defaults()};
    alm_engine *engine = NULL;
    alm_paths *paths = NULL;
    alm_document doc = {0};
    alm_buffer out = {0};
    const alm_part *main_part = NULL;
    alm_blame blame;

    engine_options.state.memory_limit = 0;
    alm_status status = alm_paths_new(&paths, NULL, 0, err);
    engine_options.paths = paths;
    if (status == ALM_OK)
        status = alm_engine_new(&engine, &engine_options, err);
    if (status == ALM_OK)
        status =
            alm_engine_eval(&doc, engine, text, table, &options, &blame, err);
    if (status == ALM_OK)
        status = alm_document_main(&main_part, &doc, NULL, false, err);
    if (status == ALM_OK)
        status = alm_document_write_json(
            &doc, main_part, alm_sink_to_buffer(&out), &written, err);
    alm_buffer_free(&out);
    alm_document_free(&doc);
    alm_engine_free(engine);
    alm_paths_free(paths);
    return status;
}

static alm_status evaluate(const char *text, alm_error *err)
{
    const alm_load_options loading = {0};
    alm_load_report report = {0};
    alm_table *table = NULL;
    alm_status status = alm_load_text(&table, &report, "sales.csv", csv,
                                      sizeof csv - 1, &loading, err);
    if (status == ALM_OK)
        status = evaluate_over(table, text, err);
    alm_table_free(table);
    alm_load_report_free(&report);
    return status;
}

static void survives_every_failed_allocation(const char *text)
{
    alm_status status;
    long step = 0;

    const long before = alm_alloc_live();
    do {
        alm_error err = {0};
        alm_alloc_fail_after(step);
        step += 1 + step / 100; /* the first all, the later ones by samples */
        status = evaluate(text, &err);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK && status != ALM_ENOMEM && status != ALM_ELIMIT)
            fail_msg("step %ld: %s", step, err.message);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

static void a_result_survives_every_failed_allocation(void **state)
{
    (void)state;
    survives_every_failed_allocation(
        "report{title = 'Sales', notes = {'one'}, table = t, "
        "more = {{a = t.sales:sum(), b = 'x'}}}");
}

static void a_chart_survives_every_failed_allocation(void **state)
{
    (void)state;
    survives_every_failed_allocation(
        "report{table = t, chart = plot{data = t, mark = 'bar', "
        "encoding = {x = 'region', y = 'sales'}}}");
}

static void json_survives_every_failed_allocation(void **state)
{
    (void)state;
    survives_every_failed_allocation(
        "local native = require 'almanac.native'\n"
        "return native.from_json(native.to_json({a = {1, nil, 3, n = 4}, "
        "b = {c = 'x', d = {}, e = native.null}}, true)).a");
}

static void json_is_written_and_read_back(void **state)
{
    alm_error err = {0};
    (void)state;
    static const char text[] =
        "local native = require 'almanac.native'\n"
        "local text = native.to_json{z = {n = 2}, a = {1, 2.5, 'x\\n', true}, "
        "e = {}, l = {n = 0}, g = native.null, h = 0/0}\n"
        "assert(text == [[{\"a\": [1, 2.5, \"x\\n\", true], \"e\": {}, "
        "\"g\": null, \"h\": null, \"l\": [], \"z\": [null, null]}]], text)\n"
        "local back = native.from_json(text)\n"
        "assert(back.a.n == 4 and back.z.n == 2 and back.g == nil)\n"
        "assert(math.type(back.a[1]) == 'float')\n"
        "for _, wrong in ipairs{'{', '[1,]', '', '{\"a\": 01}'} do\n"
        "  assert(not pcall(native.from_json, wrong), wrong)\n"
        "end\n"
        "local deep = {}\n"
        "for _ = 1, 100 do deep = {deep} end\n"
        "assert(not pcall(native.to_json, deep))\n"
        "assert(not pcall(native.to_json, {print}))\n"
        "assert(not pcall(native.to_json, {'\\xff'}))\n"
        "assert(not pcall(native.to_json, {a = 1, [2] = 3}))\n"
        "return 1";
    assert_int_equal(evaluate(text, &err), ALM_OK);
}

static void an_error_tells_the_line_of_the_text(void **state)
{
    alm_error err = {0};
    (void)state;
    assert_int_equal(evaluate("error('no')", &err), ALM_EINVAL);
    assert_string_equal(err.file, ALM_EVAL_NAME);
    assert_int_equal(err.line, 1);
}

static void only_the_columns_that_a_text_uses_are_read(void **state)
{
    static const char text[] =
        "t:where('sales > 1'):group_by'region':summarise{'s = sum(sales)'}";
    const alm_load_options loading = {.stream_above = 1};
    alm_load_report report = {0};
    alm_table *table = NULL;
    alm_error err = {0};

    (void)state;
    (void)files_open();
    const char *path = files_write_text("sales.csv", "region,sales,place,day\n"
                                                     "North,1,a,2015-01-02\n"
                                                     "South,2,b,2015-01-03\n");
    assert_int_equal(alm_load(&table, &report, path, &loading, &err), ALM_OK);
    assert_int_equal(evaluate_over(table, text, &err), ALM_OK);
    for (size_t i = 0; i < alm_table_width(table); i++)
        assert_int_equal(alm_column_is_loaded(alm_table_column(table, i)),
                         i < 2);
    alm_table_free(table);
    alm_load_report_free(&report);
    files_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_survives_every_failed_allocation),
        cmocka_unit_test(a_chart_survives_every_failed_allocation),
        cmocka_unit_test(json_survives_every_failed_allocation),
        cmocka_unit_test(json_is_written_and_read_back),
        cmocka_unit_test(an_error_tells_the_line_of_the_text),
        cmocka_unit_test(only_the_columns_that_a_text_uses_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
