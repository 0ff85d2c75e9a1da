#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/descriptive.h"
#include "stats/quantile.h"

/* Rule (3), against the figures re-derived exactly from the decimal data. */
static void agrees_with_nist_to_the_digits_the_input_allows(void **state)
{
    reference *ref = reference_open("nist/univariate.txt");
    size_t cases = 0;
    (void)state;
    while (reference_next(ref)) {
        /* NumAcc3 is 1000000.2 +- 0.1: rounding the input to doubles leaves 10
         * digits of the sd (the exact sd of those doubles differs so much). */
        const bool capped = strcmp(reference_id(ref), "NumAcc3") == 0;
        size_t n = 0;
        const double *y = reference_values(ref, "y", &n);
        alm_figure got;
        alm_error err;
        assert_ok(alm_mean(&got, y, n, &err), &err);
        assert_near(got.value, reference_number(ref, "exact.mean"), 2e-16);
        assert_ok(alm_sum(&got, y, n, &err), &err);
        assert_near(got.value, reference_number(ref, "exact.sum"), 2e-16);
        assert_ok(alm_sd(&got, y, n, ALM_SAMPLE, &err), &err);
        assert_near(got.value, reference_number(ref, "exact.sd_n_minus_1"),
                    capped ? 1e-9 : 1e-13);
        assert_ok(alm_autocorrelation(&got, y, n, 1, &err), &err);
        assert_near(got.value,
                    reference_number(ref, "exact.autocorrelation_lag1"),
                    capped ? 1e-9 : 1e-13);
        assert_ok(alm_kurtosis(&got, y, n, ALM_SHAPE_MOMENT, &err), &err);
        assert_near(got.value,
                    reference_number(ref, "exact.kurtosis_excess_g2"),
                    capped ? 1e-8 : 1e-13);
        assert_ok(alm_min(&got, y, n, &err), &err);
        assert_near(got.value, reference_number(ref, "exact.min"), 0.0);
        assert_ok(alm_max(&got, y, n, &err), &err);
        assert_near(got.value, reference_number(ref, "exact.max"), 0.0);
        cases++;
    }
    assert_int_equal(cases, 5);
    reference_close(ref);
}

/* NIST NumAcc4: 10000000.2, then 500 pairs of .1 and .3; the sd of the decimal
 * data is 0.1, that of the doubles nearest to them 0.10000000055879354 (exact
 * rational arithmetic). */
static void keeps_13_digits_of_the_sd_of_numacc4(void **state)
{
    double y[1001];
    alm_figure got;
    (void)state;
    y[0] = 10000000.2;
    for (size_t i = 1; i < LENGTH(y); i++)
        y[i] = i % 2 == 1 ? 10000000.1 : 10000000.3;
    assert_int_equal(alm_mean(&got, y, LENGTH(y), NULL), ALM_OK);
    assert_near(got.value, 10000000.2, 0.0);
    assert_int_equal(alm_sd(&got, y, LENGTH(y), ALM_SAMPLE, NULL), ALM_OK);
    assert_near(got.value, 0.10000000055879354, 1e-15);
}

typedef alm_status (*kernel)(alm_figure *, const double *, size_t, alm_error *);

/* R 4.2.2, 15 digits; a figure R cannot give must be undefined here. */
static void check_figure(reference *ref, const char *key, alm_figure got)
{
    char full[64];
    snprintf(full, sizeof full, "expect.%s", key);
    /* {1e-8, 1, 1e8, -1e8, 1, 1e-8}: R's long double sum keeps 2.00000001999717
     * of 2.00000002; the next test has ours. */
    const bool lossy = strcmp(reference_id(ref), "mixed_mag") == 0 &&
                       (strcmp(key, "sum") == 0 || strcmp(key, "mean") == 0);
    if (lossy || !reference_has(ref, full))
        return;
    const double want = reference_number(ref, full);
    if (isnan(want) != (got.why != NULL))
        fail_msg("%s %s: %g, want %g", reference_id(ref), key, got.value, want);
    if (!isnan(want) && fabs(got.value - want) > 2e-14 * fmax(1, fabs(want)))
        fail_msg("%s %s: %.17g, want %.17g", reference_id(ref), key, got.value,
                 want);
}

static void agrees_with_r_on_every_descriptive_figure(void **state)
{
    static const struct {
        const char *key;
        kernel run;
    } plain[] = {
        {"sum", alm_sum},
        {"mean", alm_mean},
        {"median", alm_median},
        {"min", alm_min},
        {"max", alm_max},
        {"geometric_mean", alm_geometric_mean},
        {"harmonic_mean", alm_harmonic_mean},
    };
    reference *ref = reference_open("stats/descriptive.txt");
    (void)state;
    while (reference_next(ref)) {
        size_t n = 0;
        const double *x = reference_values(ref, "x", &n);
        alm_figure got;
        for (size_t i = 0; i < LENGTH(plain); i++) {
            assert_int_equal(plain[i].run(&got, x, n, NULL), ALM_OK);
            check_figure(ref, plain[i].key, got);
        }
        assert_int_equal(alm_variance(&got, x, n, ALM_SAMPLE, NULL), ALM_OK);
        check_figure(ref, "var", got);
        assert_int_equal(alm_variance(&got, x, n, ALM_POPULATION, NULL),
                         ALM_OK);
        check_figure(ref, "var_pop", got);
        assert_int_equal(alm_sd(&got, x, n, ALM_SAMPLE, NULL), ALM_OK);
        check_figure(ref, "sd", got);
        assert_int_equal(alm_mad(&got, x, n, 1.4826, NULL), ALM_OK);
        check_figure(ref, "mad", got);
        assert_int_equal(alm_trimmed_mean(&got, x, n, 0.25, NULL), ALM_OK);
        check_figure(ref, "trimmed_mean_0.25", got);
        for (int type = 1; type <= 3; type++) {
            char key[64];
            snprintf(key, sizeof key, "skewness.type%d", type);
            assert_int_equal(alm_skewness(&got, x, n, (alm_shape)type, NULL),
                             ALM_OK);
            check_figure(ref, key, got);
            snprintf(key, sizeof key, "kurtosis_excess.type%d", type);
            assert_int_equal(alm_kurtosis(&got, x, n, (alm_shape)type, NULL),
                             ALM_OK);
            check_figure(ref, key, got);
        }
    }
    reference_close(ref);
}

/* By hand: (50*10 + 30*20 + 20*40) / 100 = 19. */
static void weights_a_mean(void **state)
{
    const double x[] = {10, 20, 40}, w[] = {50, 30, 20}, none[] = {0, 0, 0};
    alm_figure got;
    alm_error err;
    (void)state;
    assert_ok(alm_weighted_mean(&got, x, w, 3, &err), &err);
    assert_near(got.value, 19.0, 0.0);
    assert_ok(alm_weighted_mean(&got, x, none, 3, &err), &err);
    assert_string_equal(got.why, "all weights are 0");
    assert_int_equal(alm_weighted_mean(&got, x, (double[]){1, -1, 1}, 3, &err),
                     ALM_EINVAL);
}

/* Rules (1), (2), (4), (6). */
static void says_what_is_undefined_and_refuses_nan(void **state)
{
    const double inf[] = {1, INFINITY}, both[] = {-INFINITY, INFINITY};
    const double bad[] = {1, NAN}, same[] = {0.1, 0.1, 0.1};
    alm_figure got;
    alm_error err;
    (void)state;
    assert_ok(alm_sum(&got, NULL, 0, &err), &err);
    assert_near(got.value, 0.0, 0.0);
    assert_ok(alm_mean(&got, NULL, 0, &err), &err);
    assert_string_equal(got.why, "no values");
    assert_ok(alm_sd(&got, inf, 1, ALM_SAMPLE, &err), &err);
    assert_string_equal(got.why, "fewer than 2 values");
    assert_ok(alm_sum(&got, inf, 2, &err), &err);
    assert_near(got.value, INFINITY, 0.0);
    assert_ok(alm_mean(&got, both, 2, &err), &err);
    assert_string_equal(got.why, "infinities of both signs");
    assert_int_equal(alm_sd(&got, inf, 2, ALM_SAMPLE, &err), ALM_EINVAL);
    assert_string_equal(err.message, "value 2 of x is infinite");
    assert_int_equal(alm_mean(&got, bad, 2, &err), ALM_EINVAL);
    assert_string_equal(err.message, "value 2 of x is not a number");
    assert_ok(alm_variance(&got, same, 3, ALM_SAMPLE, &err), &err);
    assert_true(got.value == 0.0);
    assert_ok(alm_skewness(&got, same, 3, ALM_SHAPE_SD, &err), &err);
    assert_string_equal(got.why, "all values are equal");
}

/* A plain sum of these in doubles is 0 and overflows, respectively. */
static void survives_cancellation_and_overflow(void **state)
{
    const double cancel[] = {1e17, 1, -1e17, 1e-3};
    const double mixed[] = {1e-8, 1, 1e8, -1e8, 1, 1e-8};
    const double huge[] = {1.5e308, 1.5e308, -1.5e308};
    alm_figure got;
    (void)state;
    assert_int_equal(alm_sum(&got, cancel, 4, NULL), ALM_OK);
    assert_near(got.value, 1.001, 0.0);
    assert_int_equal(alm_sum(&got, mixed, 6, NULL), ALM_OK);
    assert_near(got.value, 2.00000002, 0.0);
    assert_int_equal(alm_sum(&got, huge, 3, NULL), ALM_OK);
    assert_near(got.value, 1.5e308, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_nist_to_the_digits_the_input_allows),
        cmocka_unit_test(keeps_13_digits_of_the_sd_of_numacc4),
        cmocka_unit_test(agrees_with_r_on_every_descriptive_figure),
        cmocka_unit_test(weights_a_mean),
        cmocka_unit_test(says_what_is_undefined_and_refuses_nan),
        cmocka_unit_test(survives_cancellation_and_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
