#include "unit.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "io/load.h"
#include "runtime/session.h"

/* Sessions, with every allocation failing in turn. */

static const char csv[] = "region,year,sales\nNorth,2015,1.5\nSouth,2015,\n";

typedef struct fixture {
    alm_paths *paths;
    alm_session *session;
    alm_table *table;
    alm_load_report report;
} fixture;

static alm_status set_up(fixture *f, alm_error *err)
{
    const alm_load_options loading = {0};
    const alm_run_options run = {.seed = 1};
    alm_engine_options options = {.state = alm_state_defaults()};
    alm_blame blame;
    alm_status status = alm_load_text(&f->table, &f->report, "sales.csv", csv,
                                      sizeof csv - 1, &loading, err);

    options.state.memory_limit = 0;
    options.state.time_limit = 0.0;
    if (status == ALM_OK)
        status = alm_paths_new(&f->paths, NULL, 0, err);
    options.paths = f->paths;
    if (status == ALM_OK)
        status = alm_session_new(&f->session, &options, err);
    if (status == ALM_OK)
        status = alm_session_set_data(f->session, f->table, &run, &blame, err);
    return status;
}

static void tear_down(fixture *f)
{
    alm_session_free(f->session);
    alm_paths_free(f->paths);
    alm_table_free(f->table);
    alm_load_report_free(&f->report);
}

/* Evaluates; the text of the first part, "" when there is none. */
static alm_status evaluate(fixture *f, const char *text, char *out, size_t size,
                           alm_error *err)
{
    alm_document doc = {0};
    const alm_status status =
        alm_session_eval(&doc, f->session, text, strlen(text), err);

    out[0] = '\0';
    if (status == ALM_OK && doc.n_parts > 0 && doc.parts[0].text != NULL)
        (void)snprintf(out, size, "%s", doc.parts[0].text);
    alm_document_free(&doc);
    return status;
}

static void assert_text(fixture *f, const char *text, const char *want)
{
    char got[256];
    alm_error err = {0};

    assert_ok(evaluate(f, text, got, sizeof got, &err), &err);
    assert_string_equal(got, want);
}

static alm_status work(fixture *f, alm_error *err)
{
    alm_notes lines = {0};
    size_t from;
    char text[256];
    alm_status status = evaluate(f, "local a = {1, 'b'}", text, 256, err);

    if (status == ALM_OK)
        status = evaluate(f, "a", text, sizeof text, err);
    if (status == ALM_OK)
        status = evaluate(f, "t.sales", text, sizeof text, err);
    if (status == ALM_OK)
        status = alm_session_complete(&lines, &from, f->session, "t.sa", err);
    if (status == ALM_OK)
        status = alm_session_help(&lines, f->session, "sales", 80, err);
    if (status == ALM_OK)
        status = alm_session_forget(f->session, err);
    alm_notes_free(&lines);
    return status;
}

static void a_session_survives_every_failed_allocation(void **state)
{
    alm_status status;
    long step = 0;

    (void)state;
    const long before = alm_alloc_live();
    do {
        fixture f = {0};
        alm_error err = {0};
        alm_alloc_fail_after(step);
        step += 1 + step / 50; /* the first all, the later ones by samples */
        status = set_up(&f, &err);
        if (status == ALM_OK)
            status = work(&f, &err);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK && status != ALM_ENOMEM && status != ALM_ELIMIT)
            fail_msg("step %ld: %s", step, err.message);
        tear_down(&f);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

static void variables_and_the_last_value_stay(void **state)
{
    fixture f = {0};
    alm_error err = {0};

    (void)state;
    assert_ok(set_up(&f, &err), &err);
    assert_text(&f, "x = {1, 2}", "");
    assert_text(&f, "local y = {x[1], 3}", "");
    assert_text(&f, "y", "{1, 3}");
    assert_text(&f, "_", "{1, 3}");
    assert_text(&f, "nil", "(missing)");
    tear_down(&f);
}

static void an_unfinished_text_goes_on(void **state)
{
    static const struct {
        const char *text;
        bool more;
    } cases[] = {{"1 +", true},      {"f(", true},
                 {"x = {", true},    {"for i = 1, 2 do", true},
                 {"[[a", true},      {"1 + 1", false},
                 {"x = 1", false},   {"1 + * 2", false},
                 {"'abc", false},    {"end", false},
                 {"-- text", false}, {"", false}};
    fixture f = {0};
    alm_error err = {0};

    (void)state;
    assert_ok(set_up(&f, &err), &err);
    for (size_t i = 0; i < LENGTH(cases); i++)
        if (alm_session_goes_on(f.session, cases[i].text,
                                strlen(cases[i].text)) != cases[i].more)
            fail_msg("%s", cases[i].text);
    tear_down(&f);
}

static void an_error_names_the_input_it_stands_in(void **state)
{
    fixture f = {0};
    alm_error err = {0};
    char text[64];
    bool now = true;

    (void)state;
    assert_ok(set_up(&f, &err), &err);
    assert_text(&f, "function fails() error('no') end", "");
    assert_int_equal(evaluate(&f, "fails()", text, sizeof text, &err),
                     ALM_EINVAL);
    assert_string_equal(alm_session_input(f.session, err.file, &now),
                        "function fails() error('no') end");
    assert_false(now);
    assert_int_equal(evaluate(&f, "error('no')", text, sizeof text, &err),
                     ALM_EINVAL);
    assert_string_equal(alm_session_input(f.session, err.file, &now),
                        "error('no')");
    assert_true(now);
    assert_null(alm_session_input(f.session, "other.lua", &now));
    tear_down(&f);
}

static void on_alarm(int number)
{
    (void)number;
    (void)alm_state_interrupt();
}

/* Also inside a coroutine, and where pcall would catch it. */
static void an_interrupt_ends_one_input(void **state)
{
    static const char *const endless[] = {
        "while true do end", "pcall(function() while true do end end)",
        "coroutine.wrap(function() while true do pcall(error) end end)()"};
    fixture f = {0};
    alm_error err = {0};
    char text[64];

    (void)state;
    assert_ok(set_up(&f, &err), &err);
    assert_text(&f, "x = {1}", "");
    assert_int_equal(alm_state_interrupt(), 0); /* is for what comes next */
    assert_int_equal(evaluate(&f, "x", text, sizeof text, &err), ALM_ELIMIT);
    (void)alm_state_interrupt();
    alm_state_forget_interrupt();
    assert_text(&f, "x", "{1}");
    assert_true(signal(SIGALRM, on_alarm) != SIG_ERR);
    for (size_t i = 0; i < LENGTH(endless); i++) {
        (void)ualarm(50000, 0);
        assert_int_equal(evaluate(&f, endless[i], text, sizeof text, &err),
                         ALM_ELIMIT);
        assert_string_equal(err.message, "interrupted");
        assert_text(&f, "x", "{1}");
    }
    tear_down(&f);
}

/* One that was left while it was to be interrupted runs on later. */
static void a_coroutine_left_behind_can_be_resumed(void **state)
{
    fixture f = {0};
    alm_error err = {0};
    char text[64];

    (void)state;
    assert_ok(set_up(&f, &err), &err);
    assert_text(&f,
                "c = coroutine.wrap(function() for i = 1, 9 do "
                "coroutine.yield({i}) end end)",
                "");
    assert_text(&f, "c()", "{1}");
    (void)alm_state_interrupt();
    assert_int_equal(evaluate(&f, "c()", text, sizeof text, &err), ALM_ELIMIT);
    assert_text(&f, "c()", "{2}");
    tear_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_survives_every_failed_allocation),
        cmocka_unit_test(variables_and_the_last_value_stay),
        cmocka_unit_test(an_unfinished_text_goes_on),
        cmocka_unit_test(an_error_names_the_input_it_stands_in),
        cmocka_unit_test(an_interrupt_ends_one_input),
        cmocka_unit_test(a_coroutine_left_behind_can_be_resumed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
