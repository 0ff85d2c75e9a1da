#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/convergence.h"
#include "stats/inequality.h"

/* The example of the R package ineq. */
static const double INEQ[] = {541,  1463, 2445, 3438,  4437,
                              5401, 6392, 8304, 11904, 22261};

static double gini(const double *x, const double *w, size_t n)
{
    alm_figure got;
    alm_error err;
    assert_ok(alm_gini(&got, x, w, n, false, &err), &err);
    return got.value;
}

/* Domain reference ineq10_*: ineq documentation and R runs. */
static void agrees_with_ineq_on_ten_incomes(void **state)
{
    alm_figure g;
    (void)state;
    assert_near(gini(INEQ, NULL, 10), 0.4620911303, 1e-9);
    assert_int_equal(alm_gini(&g, INEQ, NULL, 10, true, NULL), ALM_OK);
    assert_near(g.value, 0.5134345892, 1e-9);
    assert_int_equal(alm_theil_t(&g, INEQ, NULL, 10, NULL), ALM_OK);
    assert_near(g.value, 0.3623412423, 1e-9);
    assert_int_equal(alm_theil_l(&g, INEQ, NULL, 10, NULL), ALM_OK);
    assert_near(g.value, 0.4335946495, 1e-9);
    assert_int_equal(alm_atkinson(&g, INEQ, NULL, 10, 0.5, NULL), ALM_OK);
    assert_near(g.value, 0.179659098, 1e-8);
    assert_int_equal(alm_atkinson(&g, INEQ, NULL, 10, 1.0, NULL), ALM_OK);
    assert_near(g.value, 0.3518250597, 1e-9);
    assert_int_equal(alm_atkinson(&g, INEQ, NULL, 10, 2.0, NULL), ALM_OK);
    assert_near(g.value, 0.6290110545, 1e-9);
    assert_int_equal(alm_variation(&g, INEQ, NULL, 10, NULL), ALM_OK);
    assert_near(g.value, 0.9169581829, 1e-9);
    assert_int_equal(alm_generalised_entropy(&g, INEQ, NULL, 10, 2, NULL),
                     ALM_OK);
    assert_near(g.value, 0.4204061546, 1e-9);
    assert_int_equal(alm_generalised_entropy(&g, INEQ, NULL, 10, -1, NULL),
                     ALM_OK);
    assert_near(g.value, 0.8477490531, 1e-9);
    assert_int_equal(alm_hoover(&g, INEQ, NULL, 10, NULL), ALM_OK);
    assert_near(g.value, 0.3378067462, 1e-9);
    assert_int_equal(alm_herfindahl(&g, INEQ, 10, NULL), ALM_OK);
    assert_near(g.value, 0.1840812309, 1e-9);
}

static void check(reference *ref, const char *name, alm_figure got)
{
    char key[64];
    snprintf(key, sizeof key, "expect.%s", name);
    if (!reference_has(ref, key))
        return;
    const double want = reference_number(ref, key);
    if (got.why != NULL || fabs(got.value - want) > 1e-12)
        fail_msg("%s %s: %.17g, want %.17g", reference_id(ref), name, got.value,
                 want);
}

/* stats/inequality: R, ineq and REAT. `single` is one value, which has no
 * inequality by rule (2). */
static void agrees_with_r_on_regions_and_households(void **state)
{
    static const struct {
        const char *name;
        double parameter;
    } atkinson[] = {{"atkinson_0.25", 0.25},
                    {"atkinson_0.5", 0.5},
                    {"atkinson_1", 1.0},
                    {"atkinson_2", 2.0}},
      entropy[] = {{"GE_minus1", -1.0}, {"GE_0.5", 0.5}, {"GE_2", 2.0}};
    reference *ref = reference_open("stats/inequality.txt");
    (void)state;
    while (reference_next(ref)) {
        static double p[512], share[512];
        size_t n = 0, points = 0;
        alm_figure g;
        const double *x = reference_values(ref, "x", &n);
        if (strcmp(reference_id(ref), "single") == 0)
            continue;
        assert_int_equal(alm_gini(&g, x, NULL, n, false, NULL), ALM_OK);
        check(ref, "gini", g);
        assert_int_equal(alm_gini(&g, x, NULL, n, true, NULL), ALM_OK);
        check(ref, "gini_bias_corrected", g);
        assert_int_equal(alm_hoover(&g, x, NULL, n, NULL), ALM_OK);
        check(ref, "hoover_RS", g);
        for (size_t i = 0; i < LENGTH(atkinson); i++) {
            assert_int_equal(
                alm_atkinson(&g, x, NULL, n, atkinson[i].parameter, NULL),
                ALM_OK);
            check(ref, atkinson[i].name, g);
        }
        for (size_t i = 0; i < LENGTH(entropy); i++) {
            assert_int_equal(alm_generalised_entropy(
                                 &g, x, NULL, n, entropy[i].parameter, NULL),
                             ALM_OK);
            check(ref, entropy[i].name, g);
        }
        assert_int_equal(alm_theil_t(&g, x, NULL, n, NULL), ALM_OK);
        check(ref, "theil_T", g);
        assert_int_equal(alm_theil_l(&g, x, NULL, n, NULL), ALM_OK);
        check(ref, "theil_L_mld", g);
        assert_int_equal(alm_variation(&g, x, NULL, n, NULL), ALM_OK);
        check(ref, "cv_population", g);
        assert_int_equal(alm_herfindahl(&g, x, n, NULL), ALM_OK);
        check(ref, "herfindahl", g);
        assert_int_equal(alm_top_bottom(&g, x, n, 1, NULL), ALM_OK);
        check(ref, "max_min", g);
        assert_int_equal(alm_lorenz(p, share, x, NULL, n, NULL), ALM_OK);
        if (!reference_has(ref, "expect.lorenz_L"))
            continue;
        const double *l = reference_values(ref, "expect.lorenz_L", &points);
        for (size_t i = 0; i < points && points == n + 1; i++)
            assert_near(share[i], l[i], 1e-12);
    }
    reference_close(ref);
}

/* REAT sorts the values and not the weights: .5386 for these rows shuffled; its
 * own documentation has .5278261. */
static void weights_move_with_their_values(void **state)
{
    const double x[] = {500, 1500, 2500, 4000, 7500, 15000};
    const double w[] = {1000, 1200, 1600, 400, 200, 600};
    const double mixed[] = {2500, 500, 15000, 1500, 7500, 4000};
    const double moved[] = {1600, 1000, 600, 1200, 200, 400};
    (void)state;
    assert_near(gini(x, w, 6), 0.5278261, 1e-6);
    assert_near(gini(mixed, moved, 6), gini(x, w, 6), 1e-15);
}

/* REAT theil(x, weighting = 1...) says .04653; dividing by n after weighting.
 */
static void equal_weights_change_nothing(void **state)
{
    const double x[] = {10, 10, 10, 20, 50}, w[] = {3, 3, 3, 3, 3};
    alm_figure g;
    (void)state;
    assert_int_equal(alm_theil_l(&g, x, w, 5, NULL), ALM_OK);
    assert_near(g.value, 0.2326302, 1e-6);
    assert_near(gini(x, w, 5), gini(x, NULL, 5), 1e-15);
}

/* REAT williamson(y, pop) says .63981, from the unweighted mean; ineq and
 * dineq drop zeros and say T = 0 where it is ln 2; PySAL said -.693 within. */
static void shares_no_known_defect(void **state)
{
    const double y[] = {10, 20, 40}, pop[] = {50, 30, 20};
    const double x[] = {0, 0, 0, 10, 10, 10};
    const uint32_t group[] = {0, 0, 0, 1, 1, 1};
    alm_figure g;
    alm_decomposition d;
    (void)state;
    assert_int_equal(alm_variation(&g, y, pop, 3, NULL), ALM_OK);
    assert_near(g.value, 0.597779826, 1e-8);
    assert_int_equal(
        alm_decompose(&d, ALM_INDEX_THEIL_T, x, NULL, group, 6, 2, NULL),
        ALM_OK);
    assert_near(d.total.value, 0.6931471805599453, 1e-15);
    assert_near(d.between.value, 0.6931471805599453, 1e-15);
    assert_near(d.within.value, 0.0, 1e-15);
    assert_int_equal(alm_theil_l(&g, x, NULL, 6, NULL), ALM_OK);
    assert_string_equal(g.why, "values of 0");
}

/* Domain reference decomp_*: R and dineq runs. */
static void decomposes_into_parts_that_sum(void **state)
{
    const double x[] = {10, 20, 30, 40, 50, 60, 80, 90, 100};
    const double w[] = {1, 2, 3, 1, 2, 3, 1, 2, 3};
    const uint32_t g[] = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    const struct {
        alm_index index;
        const double *w;
        double total, within, between;
    } rows[] = {
        {ALM_INDEX_THEIL_T, NULL, 0.1689706395, 0.01741550314, 0.1515551364},
        {ALM_INDEX_THEIL_L, NULL, 0.2119206087, 0.03788073189, 0.1740398768},
        {ALM_INDEX_THEIL_T, w, 0.145932806, 0.0127830738, 0.133149732},
        {ALM_INDEX_THEIL_L, w, 0.1765885112, 0.0269429609, 0.1496455502},
        {ALM_INDEX_GINI, w, 0.297385621, 0.022875817, 0.274509804},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        alm_decomposition d;
        alm_error err;
        assert_ok(alm_decompose(&d, rows[i].index, x, rows[i].w, g, 9, 3, &err),
                  &err);
        assert_near(d.total.value, rows[i].total, 1e-8);
        assert_near(d.within.value, rows[i].within, 1e-8);
        assert_near(d.between.value, rows[i].between, 1e-8);
        assert_near(d.overlap.value, 0.0, 1e-12);
        assert_near(d.within.value + d.between.value, d.total.value, 1e-14);
    }
}

/* Domain reference mirror, gini_sales, atk5. */
static void treats_bounded_values_from_both_sides(void **state)
{
    const double p[] = {30, 50, 70, 90}, rest[] = {70, 50, 30, 10};
    const double sales[] = {20, 50, 20, 10}, five[] = {10, 20, 30, 40, 50};
    alm_figure g;
    (void)state;
    assert_near(gini(p, NULL, 4), 0.2083333333, 1e-9);
    assert_near(gini(rest, NULL, 4), 0.3125, 1e-12);
    assert_int_equal(alm_erreygers(&g, p, NULL, 4, 0, 100, NULL), ALM_OK);
    assert_near(g.value, 0.5, 1e-12);
    assert_int_equal(alm_erreygers(&g, p, NULL, 4, 0, 80, NULL), ALM_EINVAL);
    assert_near(gini(sales, NULL, 4), 0.3, 1e-12);
    assert_int_equal(alm_gini(&g, sales, NULL, 4, true, NULL), ALM_OK);
    assert_near(g.value, 0.4, 1e-12);
    assert_int_equal(alm_herfindahl(&g, sales, 4, NULL), ALM_OK);
    assert_near(g.value, 0.34, 1e-12);
    assert_int_equal(alm_atkinson(&g, five, NULL, 5, 0.5, NULL), ALM_OK);
    assert_near(g.value, 0.06315, 1e-4);
    assert_int_equal(alm_atkinson(&g, five, NULL, 5, 0.0, NULL), ALM_OK);
    assert_near(g.value, 0.0, 1e-15);
}

/* Rules (1), (2). */
static void says_what_is_undefined(void **state)
{
    const double x[] = {1, -2, 3}, same[] = {0.1, 0.1, 0.1}, none[] = {0, 0, 0};
    const double bad[] = {1, 1, -1};
    alm_figure g;
    alm_error err;
    (void)state;
    assert_ok(alm_theil_t(&g, x, NULL, 3, &err), &err);
    assert_string_equal(g.why, "negative values");
    assert_ok(alm_gini(&g, x, NULL, 3, false, &err), &err);
    assert_null(g.why);
    assert_ok(alm_gini(&g, same, NULL, 3, false, &err), &err);
    assert_near(g.value, 0.0, 0.0);
    assert_ok(alm_gini(&g, same, NULL, 1, false, &err), &err);
    assert_string_equal(g.why, "fewer than 2 values");
    assert_ok(alm_hoover(&g, none, NULL, 3, &err), &err);
    assert_string_equal(g.why, "the mean is not positive");
    assert_int_equal(alm_gini(&g, same, bad, 3, false, &err), ALM_EINVAL);
    assert_int_equal(
        alm_gini(&g, same, (const double[]){1, NAN, 1}, 3, false, &err),
        ALM_EINVAL);
}

/* REAT betaconv.ols puts the annual slope into -ln(1 + b)/T: .000511 and 1356
 * years for what is .00751 and 92.2. Here x_T = c x_0^(1 + b T) with lambda =
 * .00751 over 14 years, so 1 + b T = e^(-.00751 * 14). */
static void takes_the_speed_of_convergence_from_b_times_t(void **state)
{
    const double first[] = {10, 20, 40, 90}, years = 14.0;
    double last[4];
    alm_beta_result r;
    alm_error err;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        last[i] = 2.0 * pow(first[i], exp(-0.00751 * years));
    assert_ok(alm_beta_convergence(&r, first, last, 4, years, &err), &err);
    assert_near(r.lambda.value, 0.00751, 1e-10);
    assert_near(r.half_life.value, 92.2965620, 1e-7);
    assert_ok(alm_beta_convergence(&r, last, first, 4, years, &err), &err);
    assert_string_equal(r.half_life.why, "divergence");
    const double over[] = {90, 40, 20, 10};
    assert_ok(alm_beta_convergence(&r, first, over, 4, years, &err), &err);
    assert_string_equal(r.lambda.why, "overshoot");
    const double zero[] = {0, 1, 2, 3};
    assert_ok(alm_beta_convergence(&r, zero, over, 4, years, &err), &err);
    assert_string_equal(r.b.why, "values that are not positive");
    assert_int_equal(alm_beta_convergence(&r, first, over, 4, 0.0, &err),
                     ALM_EINVAL);
}

/* Rule (4): with v the variances of the logs and c their covariance, Carree
 * and Klomp's r^2 = (v0 - vT)^2 / ((v0 + vT)^2 - 4 c^2), by hand. */
static void tests_sigma_as_dependent_samples(void **state)
{
    const double first[] = {exp(1), exp(2), exp(3), exp(6)};
    const double last[] = {exp(2), exp(3), exp(3), exp(4)};
    alm_sigma_result s;
    (void)state;
    assert_int_equal(alm_sigma_convergence(&s, first, last, 4, NULL), ALM_OK);
    /* logs 1 2 3 6: variance 3.5; 2 3 3 4: .5; covariance 1.25 */
    assert_near(s.first.value, sqrt(3.5), 1e-14);
    assert_near(s.last.value, sqrt(0.5), 1e-14);
    const double r2 = 9.0 / (16.0 - 4.0 * 1.25 * 1.25);
    assert_near(s.t.value, sqrt(r2 * 2.0 / (1.0 - r2)), 1e-12);
    assert_near(s.df, 2.0, 0.0);
}

/* Rule (5): convergEU says .5625 for these. */
static void finds_unchanged_ranks_unchanged(void **state)
{
    const double a[] = {1, 2, 3, 4}, b[] = {2, 3, 4, 5}, c[] = {3, 4, 5, 6};
    const double *values[] = {a, b, c};
    alm_figure g;
    (void)state;
    assert_int_equal(alm_gamma_convergence(&g, values, 3, 4, NULL), ALM_OK);
    assert_near(g.value, 1.0, 1e-12);
    assert_int_equal(alm_delta_convergence(&g, a, 4, NULL), ALM_OK);
    assert_near(g.value, 6.0, 0.0);
}

static alm_status run_all(void *unused)
{
    const uint32_t group[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    const double *values[] = {INEQ, INEQ};
    double p[11], share[11];
    alm_figure g;
    alm_decomposition d;
    alm_beta_result b;
    alm_sigma_result s;
    (void)unused;
    alm_status status = alm_lorenz(p, share, INEQ, NULL, 10, NULL);
    if (status == ALM_OK)
        status =
            alm_decompose(&d, ALM_INDEX_GINI, INEQ, NULL, group, 10, 2, NULL);
    if (status == ALM_OK)
        status = alm_top_bottom(&g, INEQ, 10, 2, NULL);
    if (status == ALM_OK)
        status = alm_beta_convergence(&b, INEQ, p + 1, 10, 1.0, NULL);
    if (status == ALM_OK)
        status = alm_sigma_convergence(&s, INEQ, p + 1, 10, NULL);
    if (status == ALM_OK)
        status = alm_gamma_convergence(&g, values, 2, 10, NULL);
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
        cmocka_unit_test(agrees_with_ineq_on_ten_incomes),
        cmocka_unit_test(agrees_with_r_on_regions_and_households),
        cmocka_unit_test(weights_move_with_their_values),
        cmocka_unit_test(equal_weights_change_nothing),
        cmocka_unit_test(shares_no_known_defect),
        cmocka_unit_test(decomposes_into_parts_that_sum),
        cmocka_unit_test(treats_bounded_values_from_both_sides),
        cmocka_unit_test(says_what_is_undefined),
        cmocka_unit_test(takes_the_speed_of_convergence_from_b_times_t),
        cmocka_unit_test(tests_sigma_as_dependent_samples),
        cmocka_unit_test(finds_unchanged_ranks_unchanged),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
