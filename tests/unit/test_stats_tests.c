#include "unit.h"

#include <stdlib.h>

#include "reference.h"
#include "stats/tests.h"

static void check_interval(reference *ref, const char *key, alm_figure low,
                           alm_figure high)
{
    size_t two = 0;
    const double *want = reference_values(ref, key, &two);
    assert_near(low.value, want[0], 1e-12);
    assert_near(high.value, want[1], 1e-12);
}

static void check_t(reference *ref, const char *test, const alm_t_result *t)
{
    char key[64];
    snprintf(key, sizeof key, "%s.stat", test);
    assert_near(t->t.value, reference_number(ref, key), 1e-13);
    snprintf(key, sizeof key, "%s.df", test);
    assert_near(t->df, reference_number(ref, key), 1e-13);
    snprintf(key, sizeof key, "%s.p", test);
    assert_near(t->p.value, reference_number(ref, key), 1e-12);
    snprintf(key, sizeof key, "%s.ci95", test);
    check_interval(ref, key, t->low, t->high);
}

/* Rules (3) to (5), (7): R 4.2.2, t.test, wilcox.test, var.test, shapiro.test.
 */
static void agrees_with_r_on_one_and_two_samples(void **state)
{
    reference *ref = reference_open("stats/two_sample.txt");
    (void)state;
    while (reference_next(ref)) {
        size_t nx = 0, ny = 0;
        const double *x = reference_values(ref, "x", &nx);
        const double *y = reference_values(ref, "y", &ny);
        double d[64];
        alm_t_result t;
        alm_rank_result r;
        alm_variance_result v;
        alm_shapiro_result s;
        alm_error err;
        assert_ok(alm_t_two_sample(&t, x, nx, y, ny, false, 0.95, &err), &err);
        check_t(ref, "welch", &t);
        assert_ok(alm_t_two_sample(&t, x, nx, y, ny, true, 0.95, &err), &err);
        check_t(ref, "student", &t);
        assert_ok(alm_t_paired(&t, x, y, nx, 0.95, &err), &err);
        check_t(ref, "paired", &t);
        assert_ok(alm_t_one_sample(&t, x, nx, 0.0, 0.95, &err), &err);
        check_t(ref, "one_sample_t_mu0", &t);
        assert_ok(alm_mann_whitney(&r, x, nx, y, ny, false, &err), &err);
        assert_near(r.statistic.value,
                    reference_number(ref, "mannwhitney_normal.stat"), 1e-15);
        assert_near(r.p.value, reference_number(ref, "mannwhitney_normal.p"),
                    1e-13);
        assert_ok(alm_mann_whitney(&r, x, nx, y, ny, true, &err), &err);
        assert_near(r.p.value, reference_number(ref, "mannwhitney_normal_cc.p"),
                    1e-13);
        for (size_t i = 0; i < nx; i++)
            d[i] = x[i] - y[i];
        assert_ok(alm_signed_rank(&r, d, nx, true, &err), &err);
        assert_near(r.statistic.value,
                    reference_number(ref, "signed_rank_default.stat"), 0.0);
        assert_near(r.p.value, reference_number(ref, "signed_rank_default.p"),
                    1e-13);
        assert_ok(alm_variance_test(&v, x, nx, y, ny, 0.95, &err), &err);
        assert_near(v.f.value, reference_number(ref, "var_test.stat"), 1e-13);
        assert_near(v.p.value, reference_number(ref, "var_test.p"), 1e-13);
        check_interval(ref, "var_test.ci95", v.low, v.high);
        assert_ok(alm_shapiro_wilk(&s, x, nx, &err), &err);
        assert_near(s.w.value, reference_number(ref, "shapiro_x.W"), 1e-12);
        assert_near(s.p.value, reference_number(ref, "shapiro_x.p"), 1e-11);
    }
    reference_close(ref);
}

/* R 4.2.2, shapiro.test of every branch: n = 3, up to 11, and beyond. */
static void agrees_with_r_on_shapiro_at_every_size(void **state)
{
    static const struct {
        double x[20];
        size_t n;
        double w, p;
    } rows[] = {
        {{1.731, 0.615, 1.233}, 3, 0.996160786270972, 0.881586612249972},
        {{1.988, 0.37, 0.073, 0.402, 0.056},
         5,
         0.717843577054887,
         0.0145836907070943},
        {{0.048, 1.622, 1.713, 0.812, 0.546, 2.62, 0.752},
         7,
         0.949567452945652,
         0.72575979967916},
        {{0.802, 6.993, 0.021, 4.204, 2.463, 0.853, 0.085, 1.283, 0.468, 0.147,
          0.802},
         11,
         0.748890375404115,
         0.00201044924143643},
        {{0.193, 0.058, 0.063, 2.211, 1.004, 1.173, 0.431, 0.516, 6.372, 0.982,
          2.28,  0.714, 0.753, 2.193, 0.044, 0.35,  1.017, 0.822, 0.023, 1.016},
         20,
         0.668294858891894,
         1.64059389237125e-05},

    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        alm_shapiro_result s;
        assert_int_equal(alm_shapiro_wilk(&s, rows[i].x, rows[i].n, NULL),
                         ALM_OK);
        assert_near(s.w.value, rows[i].w, 1e-12);
        assert_near(s.p.value, rows[i].p, 1e-9);
    }
}

/* Without ties, exact: R 4.2.2, wilcox.test. */
static void ranks_exactly_without_ties(void **state)
{
    const double x[] = {0.80, 0.83, 1.89, 1.04, 1.45,
                        1.38, 1.91, 1.64, 0.73, 1.46};
    const double y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    const double first[] = {1.83, 0.50, 1.62, 2.48, 1.68,
                            1.88, 1.55, 3.06, 1.30};
    const double second[] = {0.878, 0.647, 0.598, 2.05, 1.06,
                             1.29,  1.06,  3.14,  1.29};
    double d[9];
    alm_rank_result r;
    (void)state;
    assert_int_equal(alm_mann_whitney(&r, x, 10, y, 5, true, NULL), ALM_OK);
    assert_near(r.statistic.value, 35.0, 0.0);
    assert_near(r.p.value, 0.254412254412254, 1e-14);
    assert_int_equal(r.method, ALM_P_EXACT);
    assert_near(r.effect.value, 0.4, 1e-15);
    for (size_t i = 0; i < 9; i++)
        d[i] = first[i] - second[i];
    assert_int_equal(alm_signed_rank(&r, d, 9, true, NULL), ALM_OK);
    assert_near(r.statistic.value, 40.0, 0.0);
    assert_near(r.p.value, 0.0390625, 1e-15);
    assert_int_equal(r.method, ALM_P_EXACT);
}

/* Rule (6): R 4.2.2, chisq.test(apply(HairEyeColor, 1:2, sum)). */
static void agrees_with_r_on_a_table(void **state)
{
    reference *ref = reference_open("stats/chisq.txt");
    double counts[16], expected[16];
    alm_chi2_result c;
    alm_error err;
    (void)state;
    assert_true(reference_next(ref));
    for (size_t i = 0; i < 4; i++) {
        char key[32];
        size_t n = 0;
        snprintf(key, sizeof key, "table.%zu", i + 1);
        const double *row = reference_values(ref, key, &n);
        for (size_t j = 0; j < 4; j++)
            counts[4 * i + j] = row[j];
    }
    assert_ok(alm_chi2_table(&c, expected, counts, 4, 4, &err), &err);
    assert_near(c.chi2.value, reference_number(ref, "chi2"), 1e-13);
    assert_near(c.p.value, reference_number(ref, "p"), 1e-12);
    assert_near(c.df, 9.0, 0.0);
    for (size_t i = 0; i < 4; i++) {
        char key[32];
        size_t n = 0;
        snprintf(key, sizeof key, "expected.%zu", i + 1);
        const double *row = reference_values(ref, key, &n);
        for (size_t j = 0; j < 4; j++)
            assert_near(expected[4 * i + j], row[j], 1e-13);
    }
    reference_close(ref);
    /* by hand: (8-5)^2/5 + (2-5)^2/5 = 3.6 */
    assert_ok(alm_chi2_goodness(&c, (double[]){8, 2}, NULL, 2, &err), &err);
    assert_near(c.chi2.value, 3.6, 1e-15);
    assert_ok(alm_chi2_table(&c, NULL, (double[]){1, 0, 2, 0}, 2, 2, &err),
              &err);
    assert_string_equal(c.chi2.why, "an empty row or column");
    assert_int_equal(
        alm_chi2_table(&c, NULL, (double[]){1, -1, 2, 0}, 2, 2, &err),
        ALM_EINVAL);
}

/* Rules (1), (2). */
static void says_what_is_undefined(void **state)
{
    const double flat[] = {2, 2, 2}, x[] = {1, 2, 3}, bad[] = {1, INFINITY, 2};
    alm_t_result t;
    alm_rank_result r;
    alm_shapiro_result s;
    alm_error err;
    (void)state;
    assert_ok(alm_t_one_sample(&t, flat, 3, 1.0, 0.95, &err), &err);
    assert_string_equal(t.t.why, "all values are equal");
    assert_near(t.estimate.value, 2.0, 0.0);
    assert_ok(alm_t_two_sample(&t, x, 3, x, 1, false, 0.95, &err), &err);
    assert_string_equal(t.p.why, "fewer than 2 values");
    assert_ok(alm_mann_whitney(&r, x, 3, x, 0, true, &err), &err);
    assert_string_equal(r.p.why, "an empty sample");
    assert_ok(alm_mann_whitney(&r, flat, 3, flat, 3, true, &err), &err);
    assert_string_equal(r.p.why, "all values are equal");
    assert_ok(alm_signed_rank(&r, (double[]){0, 0}, 2, true, &err), &err);
    assert_string_equal(r.p.why, "no difference but 0");
    assert_int_equal(r.dropped, 2);
    assert_ok(alm_shapiro_wilk(&s, flat, 3, &err), &err);
    assert_non_null(s.w.why);
    assert_int_equal(alm_t_one_sample(&t, bad, 3, 0, 0.95, &err), ALM_EINVAL);
    assert_string_equal(err.message, "value 2 of x is infinite");
}

static alm_status run_all(void *unused)
{
    const double x[] = {1, 2, 3.5, 4}, y[] = {0.5, 7, 6, 5};
    alm_t_result t;
    alm_rank_result r;
    alm_chi2_result c;
    alm_shapiro_result s;
    (void)unused;
    alm_status status = alm_t_paired(&t, x, y, 4, 0.95, NULL);
    if (status == ALM_OK)
        status = alm_mann_whitney(&r, x, 4, y, 4, true, NULL);
    if (status == ALM_OK)
        status = alm_signed_rank(&r, x, 4, true, NULL);
    if (status == ALM_OK)
        status = alm_chi2_table(&c, NULL, x, 2, 2, NULL);
    if (status == ALM_OK)
        status = alm_shapiro_wilk(&s, x, 4, NULL);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    sweep_allocations(run_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r_on_one_and_two_samples),
        cmocka_unit_test(agrees_with_r_on_shapiro_at_every_size),
        cmocka_unit_test(ranks_exactly_without_ties),
        cmocka_unit_test(agrees_with_r_on_a_table),
        cmocka_unit_test(says_what_is_undefined),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
