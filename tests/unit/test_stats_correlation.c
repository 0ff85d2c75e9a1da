#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/correlation.h"
#include "stats/distributions.h"

/* Hollander and Wolfe's tuna, R's example of cor.test. */
static const double TUNA_X[] = {44.4, 45.9, 41.9, 53.3, 44.7,
                                44.1, 50.7, 45.2, 60.1};
static const double TUNA_Y[] = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};

/* Complete pairs of a case, as the caller of a kernel makes them. */
static size_t read_pairs(reference *ref, double *x, double *y)
{
    size_t n = 0, used = 0;
    const double *all_x = reference_values(ref, "x", &n);
    const double *all_y = reference_values(ref, "y", &n);
    for (size_t i = 0; i < n; i++) {
        if (isnan(all_x[i]) || isnan(all_y[i]))
            continue;
        x[used] = all_x[i];
        y[used++] = all_y[i];
    }
    return used;
}

static void check(reference *ref, const char *test, const char *field,
                  alm_figure got)
{
    char key[64];
    snprintf(key, sizeof key, "%s.%s", test, field);
    if (!reference_has(ref, key))
        return;
    const double want = reference_number(ref, key);
    if (got.why != NULL || fabs(got.value - want) > 2e-13 * fabs(want) + 1e-15)
        fail_msg("%s %s: %.17g, want %.17g", reference_id(ref), key, got.value,
                 want);
}

/* Rules (5), (6), (7): R 4.2.2, cor.test. */
static void agrees_with_r_on_three_coefficients(void **state)
{
    reference *ref = reference_open("stats/correlation.txt");
    (void)state;
    while (reference_next(ref)) {
        double x[64], y[64];
        const size_t n = read_pairs(ref, x, y);
        alm_correlation c;
        alm_figure covariance;
        alm_error err;
        assert_ok(alm_pearson(&c, x, y, n, 0.95, &err), &err);
        check(ref, "pearson", "estimate", c.r);
        /* R's r misses -1 by an ulp there and t with it; ours is -1. */
        if (strcmp(reference_id(ref), "perfect_neg") != 0) {
            check(ref, "pearson", "statistic", c.statistic);
            check(ref, "pearson", "p", c.p);
        }
        if (reference_has(ref, "pearson.conf95")) {
            size_t two = 0;
            const double *ci = reference_values(ref, "pearson.conf95", &two);
            assert_near(c.low.value, ci[0], 1e-12);
            assert_near(c.high.value, ci[1], 1e-12);
        }
        assert_ok(alm_spearman(&c, x, y, n, 0.95, &err), &err);
        check(ref, "spearman_default", "estimate", c.r);
        check(ref, "spearman_default", "statistic", c.statistic);
        /* Without ties R goes on by an Edgeworth series where we, like scipy,
         * go on by t. */
        if (strcmp(reference_id(ref), "perfect_neg") != 0)
            check(ref,
                  c.method == ALM_P_EXACT ? "spearman_default"
                                          : "spearman_t_approx",
                  "p", c.p);
        assert_ok(alm_kendall(&c, x, y, n, 0.95, &err), &err);
        check(ref, "kendall_default", "estimate", c.r);
        check(ref, "kendall_default", "statistic", c.statistic);
        check(ref, "kendall_default", "p", c.p);
        assert_ok(alm_covariance(&covariance, x, y, n, &err), &err);
        if (reference_has(ref, "covariance"))
            assert_near(covariance.value, reference_number(ref, "covariance"),
                        1e-13);
    }
    reference_close(ref);
}

/* Domain reference pearson9, spearman9, kendall9: R cor.test documentation
 * (gretl agrees on r), intervals run from the formulas of rules (6), (7). */
static void agrees_on_the_tuna_of_hollander_and_wolfe(void **state)
{
    alm_correlation c;
    (void)state;
    assert_int_equal(alm_pearson(&c, TUNA_X, TUNA_Y, 9, 0.95, NULL), ALM_OK);
    assert_near(c.r.value, 0.5711815576, 1e-9);
    assert_near(c.statistic.value, 1.841082638, 1e-9);
    assert_near(c.p.value, 0.1081730543, 1e-9);
    assert_near(c.low.value, -0.149742633, 1e-8);
    assert_near(c.high.value, 0.8955794618, 1e-9);
    assert_int_equal(alm_spearman(&c, TUNA_X, TUNA_Y, 9, 0.95, NULL), ALM_OK);
    assert_near(c.r.value, 0.6, 1e-15);
    assert_near(c.p.value, 0.09679783951, 1e-9);
    assert_int_equal(c.method, ALM_P_EXACT);
    assert_near(c.low.value, -0.174244069778, 1e-9);
    assert_near(c.high.value, 0.915797879013, 1e-9);
    const double t = c.r.value * sqrt(7.0 / (1.0 - c.r.value * c.r.value));
    assert_near(alm_t_two_sided(t, 7.0), 0.08762282904, 1e-9);
    assert_int_equal(alm_kendall(&c, TUNA_X, TUNA_Y, 9, 0.95, NULL), ALM_OK);
    assert_near(c.r.value, 0.4444444444, 1e-9);
    assert_near(c.statistic.value, 26.0, 0.0);
    assert_near(c.p.value, 0.119438933, 1e-8);
    assert_near(c.low.value, -0.101329099576, 1e-9);
    assert_near(c.high.value, 0.784585811772, 1e-9);
}

/* Domain reference taub_ties: R and scipy say p = .28275; giddy's Tau, without
 * the tie correction, says .24821. */
static void corrects_kendall_for_ties(void **state)
{
    const double x[] = {12, 2, 1, 12, 2}, y[] = {1, 4, 7, 1, 0};
    alm_correlation c;
    (void)state;
    assert_int_equal(alm_kendall(&c, x, y, 5, 0.95, NULL), ALM_OK);
    assert_near(c.r.value, -0.4714045208, 1e-9);
    assert_near(c.statistic.value, -1.074172311, 1e-9);
    assert_near(c.p.value, 0.2827454599, 1e-9);
    assert_int_equal(c.method, ALM_P_NORMAL);
}

/* R 4.2.2: residuals of mtcars mpg and wt given hp. */
static void takes_a_control_out(void **state)
{
    reference *ref = reference_open("stats/partial_correlation.txt");
    size_t n = 0;
    alm_correlation c;
    alm_error err;
    (void)state;
    assert_true(reference_next(ref));
    const double *x = reference_values(ref, "x", &n);
    const double *y = reference_values(ref, "y", &n);
    const double *z = reference_values(ref, "z.1", &n);
    assert_ok(alm_partial_correlation(&c, x, y, &z, 1, n, 0.95, &err), &err);
    assert_near(c.r.value, reference_number(ref, "r"), 1e-14);
    assert_near(c.df, 29.0, 0.0);
    assert_ok(alm_partial_correlation(&c, z, y, &z, 1, n, 0.95, &err), &err);
    assert_string_equal(c.r.why, "the controls explain a series wholly");
    const double *twice[] = {z, z};
    assert_int_equal(alm_partial_correlation(&c, x, y, twice, 2, n, 0.95, &err),
                     ALM_EINVAL);
    reference_close(ref);
}

/* Rules (1), (2), (3). */
static void says_what_is_undefined(void **state)
{
    const double x[] = {1, 2, 3, 4, 5}, flat[] = {7, 7, 7, 7, 7};
    const double bad[] = {1, NAN, 3, 4, 5};
    alm_correlation c;
    alm_error err;
    (void)state;
    assert_ok(alm_pearson(&c, x, flat, 5, 0.95, &err), &err);
    assert_string_equal(c.r.why, "a series is constant");
    assert_non_null(c.p.why);
    assert_ok(alm_spearman(&c, flat, x, 5, 0.95, &err), &err);
    assert_non_null(c.r.why);
    assert_ok(alm_kendall(&c, x, flat, 5, 0.95, &err), &err);
    assert_non_null(c.r.why);
    assert_ok(alm_pearson(&c, x, bad, 1, 0.95, &err), &err);
    assert_string_equal(c.r.why, "fewer than 2 pairs");
    assert_ok(alm_pearson(&c, x, (const double[]){2, 1, 4}, 3, 0.95, &err),
              &err);
    assert_null(c.p.why);
    assert_non_null(c.low.why);
    assert_ok(alm_pearson(&c, x, x, 2, 0.95, &err), &err);
    assert_near(c.r.value, 1.0, 0.0);
    assert_non_null(c.p.why);
    assert_ok(alm_pearson(&c, x, x, 5, 0.95, &err), &err);
    assert_near(c.p.value, 0.0, 0.0);
    assert_near(c.low.value, 1.0, 0.0);
    assert_int_equal(alm_pearson(&c, x, bad, 5, 0.95, &err), ALM_EINVAL);
    assert_string_equal(err.message, "value 2 of y is not a number");
    assert_int_equal(alm_pearson(&c, x, x, 5, 95, &err), ALM_EINVAL);
    assert_string_equal(err.message,
                        "confidence level 95 is not between 0 and 1");
}

/* By direct computation without each pair. */
static void finds_the_pair_that_moves_r_most(void **state)
{
    alm_leave_one_out range;
    alm_figure each[9];
    double x[9], y[9];
    (void)state;
    assert_int_equal(
        alm_pearson_leave_one_out(&range, each, TUNA_X, TUNA_Y, 9, NULL),
        ALM_OK);
    for (size_t i = 0; i < 9; i++) {
        alm_correlation c;
        for (size_t j = 0, k = 0; j < 9; j++)
            if (j != i) {
                x[k] = TUNA_X[j];
                y[k++] = TUNA_Y[j];
            }
        assert_int_equal(alm_pearson(&c, x, y, 8, 0.95, NULL), ALM_OK);
        assert_near(each[i].value, c.r.value, 1e-14);
    }
    assert_int_equal(range.most_at, 8);
    assert_int_equal(range.high_at, 8);
    const double odd[] = {1, 1, 1, 5}, up[] = {1, 2, 3, 4};
    assert_int_equal(alm_pearson_leave_one_out(&range, each, odd, up, 4, NULL),
                     ALM_OK);
    assert_non_null(each[3].why);
    assert_null(each[0].why);
}

static alm_status run_all(void *unused)
{
    const double *control = TUNA_Y;
    double z[9] = {1, 5, 2, 8, 3, 9, 4, 7, 6};
    alm_correlation c;
    (void)unused;
    alm_status status = alm_spearman(&c, TUNA_X, TUNA_Y, 9, 0.95, NULL);
    if (status == ALM_OK)
        status = alm_kendall(&c, TUNA_X, TUNA_Y, 9, 0.95, NULL);
    if (status == ALM_OK)
        status =
            alm_partial_correlation(&c, TUNA_X, z, &control, 1, 9, 0.95, NULL);
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
        cmocka_unit_test(agrees_with_r_on_three_coefficients),
        cmocka_unit_test(agrees_on_the_tuna_of_hollander_and_wolfe),
        cmocka_unit_test(corrects_kendall_for_ties),
        cmocka_unit_test(takes_a_control_out),
        cmocka_unit_test(says_what_is_undefined),
        cmocka_unit_test(finds_the_pair_that_moves_r_most),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
