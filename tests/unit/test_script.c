#include "unit.h"

#include <string.h>

#include "files.h"
#include "io/load.h"
#include "runtime/script.h"

/* Scripts in files: what is found wrong with them and with their data, with
 * every allocation failing in turn. */

static const char csv[] = "region,year,share\n"
                          "North,2015,50\n"
                          "North,2015,120\n";

static const char text[] =
    "return {\n"
    "  needs = {region = {role = 'region'}, period = {role = 'period'},\n"
    "    share = {bounds = {0, 100}}, users = {unit = '%'}},\n"
    "  key = {'region', 'period'},\n"
    "  args = {{'top', type = 'integer', required = true},\n"
    "    {'tag', type = 'text', repeated = true}},\n"
    "  run = function(t) return unknown end,\n"
    "}\n";

/* A script, and the table it is held against. */
typedef struct subject {
    alm_paths *paths;
    alm_script *script;
    alm_table *table;
    alm_load_report report;
    alm_problem_list found; /* in the text alone */
} subject;

static alm_status open_subject(subject *s, const char *path, alm_error *err)
{
    const alm_load_options loading = {0};
    alm_engine_options options = {.state = alm_state_defaults()};

    options.state.memory_limit = 0;
    alm_status status = alm_load_text(&s->table, &s->report, "here.csv", csv,
                                      sizeof csv - 1, &loading, err);
    if (status == ALM_OK)
        status = alm_paths_new(&s->paths, NULL, 0, err);
    options.paths = s->paths;
    if (status == ALM_OK)
        status = alm_script_open(&s->script, path, &options, NULL, 0, &s->found,
                                 err);
    return status;
}

static void close_subject(subject *s)
{
    alm_script_free(s->script);
    alm_paths_free(s->paths);
    alm_table_free(s->table);
    alm_load_report_free(&s->report);
    alm_problem_list_free(&s->found);
}

static alm_status check(subject *s, const char *path, alm_error *err)
{
    const alm_run_options options = {.seed = 1};
    alm_notes notes = {0};
    alm_status status = open_subject(s, path, err);

    if (status == ALM_OK)
        status = alm_script_check(&notes, s->script, s->table, &options, err);
    alm_notes_free(&notes);
    return status;
}

static void all_problems_are_found_at_once(void **state)
{
    const char *path = files_write_text("script.lua", text);
    subject s = {0};
    alm_error err = {0};

    (void)state;
    assert_ok(check(&s, path, &err), &err);
    assert_int_equal(s.found.n, 1);
    assert_string_equal(s.found.items[0].err.message,
                        "there is no variable \"unknown\"");
    assert_int_equal(s.found.items[0].err.line, 7);
    const alm_problem_list *problems = alm_script_problems(s.script);
    assert_int_equal(problems->n, 3);
    assert_string_equal(problems->items[0].err.message,
                        "1 value of column \"share\" lies outside 0 to 100");
    assert_string_equal(problems->items[0].err.data,
                        "here.csv line 3: region = \"North\", year = 2015, "
                        "share = 120");
    assert_string_equal(problems->items[1].err.message,
                        "the data has no users (in %)");
    assert_string_equal(problems->items[2].err.message,
                        "region and year do not tell rows apart: 1 row repeats "
                        "what stood before");
    close_subject(&s);
}

static void a_check_survives_every_failed_allocation(void **state)
{
    const char *path = files_write_text("script.lua", text);
    alm_status status;
    long step = 0;

    (void)state;
    const long before = alm_alloc_live();
    do {
        subject s = {0};
        alm_error err = {0};
        alm_alloc_fail_after(step);
        step += 1 + step / 100;
        status = check(&s, path, &err);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK && status != ALM_ENOMEM && status != ALM_ELIMIT)
            fail_msg("step %ld: %s", step, err.message);
        close_subject(&s);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

static void values_are_read_as_their_types(void **state)
{
    static const alm_script_value wrong[] = {
        {.name = "top", .text = "many"},
        {.name = "tpo", .text = "1", .place = "a.json line 1, column 9"}};
    static const alm_script_value right[] = {{.name = "top", .text = "3"},
                                             {.name = "tag", .text = "a"},
                                             {.name = "tag", .text = "b"}};
    const char *path = files_write_text("script.lua", text);
    alm_problem_report problem = {0};
    subject s = {0};
    alm_error err = {0};

    (void)state;
    assert_ok(open_subject(&s, path, &err), &err);
    assert_int_equal(alm_script_set(s.script, wrong, 2, &problem), ALM_EINVAL);
    assert_true(problem.usage);
    assert_string_equal(problem.err.message,
                        "--top is \"many\", not a whole number");
    assert_int_equal(alm_script_problems(s.script)->n, 2);
    assert_string_equal(alm_script_problems(s.script)->items[1].err.message,
                        "a.json line 1, column 9: the script has no argument "
                        "\"tpo\"");
    assert_ok(alm_script_set(s.script, right, 3, &problem), &problem.err);
    assert_int_equal(alm_script_problems(s.script)->n, 0);
    close_subject(&s);
}

static int set_up(void **state)
{
    (void)state;
    (void)files_open();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    files_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_problems_are_found_at_once),
        cmocka_unit_test(a_check_survives_every_failed_allocation),
        cmocka_unit_test(values_are_read_as_their_types),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
