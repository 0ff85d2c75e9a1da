#include "unit.h"

#include "reference.h"
#include "stats/distributions.h"

static double p_of(alm_distribution_kind kind, double a, double b, double x,
                   alm_tail tail)
{
    double p = NAN;
    alm_error err;
    assert_ok(
        alm_distribution_p(&p, (alm_distribution){kind, a, b}, x, tail, &err),
        &err);
    return p;
}

/* R prints 15 digits; its own figures are good to 1e-13 or so. */
static void agrees_with_r_in_both_tails(void **state)
{
    reference *ref = reference_open("stats/distributions.txt");
    size_t n = 0;
    (void)state;
    reference_find(ref, "pchisq");
    const double *x = reference_values(ref, "x", &n);
    const double *a = reference_values(ref, "df", &n);
    const double *up = reference_values(ref, "upper", &n);
    for (size_t i = 0; i < n; i++)
        assert_near(p_of(ALM_CHI2, a[i], 0, x[i], ALM_TAIL_UPPER), up[i],
                    1e-13);
    reference_find(ref, "pgamma_rate1");
    x = reference_values(ref, "x", &n);
    a = reference_values(ref, "shape", &n);
    up = reference_values(ref, "upper", &n);
    const double *low = reference_values(ref, "lower", &n);
    for (size_t i = 0; i < n; i++) {
        assert_near(p_of(ALM_GAMMA, a[i], 1, x[i], ALM_TAIL_UPPER), up[i],
                    1e-13);
        if (low[i] > 0) /* R's 100 choose .01 underflows */
            assert_near(p_of(ALM_GAMMA, a[i], 1, x[i], ALM_TAIL_LOWER), low[i],
                        1e-13);
    }
    reference_find(ref, "pt");
    x = reference_values(ref, "x", &n);
    a = reference_values(ref, "df", &n);
    low = reference_values(ref, "lower", &n);
    const double *two = reference_values(ref, "two_sided", &n);
    for (size_t i = 0; i < n; i++) {
        assert_near(p_of(ALM_T, a[i], 0, x[i], ALM_TAIL_LOWER), low[i], 1e-13);
        assert_near(alm_t_two_sided(x[i], a[i]), two[i], 1e-13);
    }
    reference_find(ref, "qnorm");
    const double *p = reference_values(ref, "p", &n);
    const double *q = reference_values(ref, "q", &n);
    for (size_t i = 0; i < n; i++) {
        double got = NAN;
        assert_int_equal(alm_distribution_quantile(
                             &got, (alm_distribution){ALM_NORMAL, 0, 1}, p[i],
                             ALM_TAIL_LOWER, NULL),
                         ALM_OK);
        assert_near(got, q[i], 1e-14);
        assert_near(p_of(ALM_NORMAL, 0, 1, got, ALM_TAIL_LOWER), p[i], 1e-12);
    }
    reference_close(ref);
}

/* mpmath 1.3.0, 40 digits: betainc, gammainc, erfc. */
static void keeps_its_digits_far_out(void **state)
{
    static const struct {
        alm_distribution_kind kind;
        double a, b, x, upper;
    } rows[] = {
        {ALM_T, 30.0, 0, 40.0, 6.8630225972032014e-28},
        {ALM_T, 1000000.0, 0, 9.0, 1.1304865167464302e-19},
        {ALM_T, 1000000000.0, 0, 3.0, 0.0013498980648689578},
        {ALM_T, 2.0, 0, 1e+80, 5.0e-161},
        {ALM_T, 200.0, 0, 12.0, 1.2110680026233157e-25},
        {ALM_T, 31.0, 0, 2.0, 0.027163607683587854},
        {ALM_CHI2, 3.0, 0, 1000.0, 1.7994208765314477e-216},
        {ALM_CHI2, 1000.0, 0, 1200.0, 1.2255942330622904e-5},
        {ALM_CHI2, 0.5, 0, 5.0, 0.0092137484795400327},
        {ALM_F, 2.0, 147.0, 119.264502184505, 1.669669190769184e-31},
        {ALM_F, 10.0, 1000.0, 50.0, 3.0003813684070681e-81},
        {ALM_F, 2.5, 7.5, 3.0, 0.10447461354194834},
        {ALM_NORMAL, 0, 1, 38.0, 2.8854283600687843e-316},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_near(
            p_of(rows[i].kind, rows[i].a, rows[i].b, rows[i].x, ALM_TAIL_UPPER),
            rows[i].upper, 1e-13);
}

/* Rule (4): the quantile undoes the probability, in either tail. */
static void quantiles_undo_probabilities(void **state)
{
    static const alm_distribution all[] = {
        {ALM_NORMAL, 3, 2}, {ALM_T, 1, 0},      {ALM_T, 48, 0},
        {ALM_CHI2, 1, 0},   {ALM_CHI2, 300, 0}, {ALM_F, 2, 27},
        {ALM_F, 100, 3.5},  {ALM_BETA, 0.5, 4}, {ALM_GAMMA, 0.1, 2},
        {ALM_TUKEY, 3, 27},
    };
    static const double p[] = {1e-200, 1e-12, 0.025, 0.3, 0.5, 0.9};
    (void)state;
    for (size_t i = 0; i < LENGTH(all); i++)
        for (size_t j = 0; j < LENGTH(p); j++) {
            double x = NAN, back = NAN;
            /* 1e-50 below 1 is 1; and 1e-200 is past what a range has. */
            if (p[j] < 1e-100 &&
                (all[i].kind == ALM_TUKEY || all[i].kind == ALM_BETA))
                continue;
            assert_int_equal(alm_distribution_quantile(&x, all[i], p[j],
                                                       ALM_TAIL_UPPER, NULL),
                             ALM_OK);
            assert_int_equal(
                alm_distribution_p(&back, all[i], x, ALM_TAIL_UPPER, NULL),
                ALM_OK);
            assert_near(back, p[j], 1e-11);
        }
    assert_near(alm_t_critical(0.95, 10), 2.2281388519862739, 1e-14); /* R qt */
    assert_near(alm_normal_critical(0.95), 1.9599639845400545, 1e-15);
}

/* R 4.2.2: pbinom(4, 10, .3) and ppois(4, 3.2), qbinom(.5, 10, .3). */
static void counts_the_discrete_ones(void **state)
{
    double q = NAN;
    (void)state;
    assert_near(p_of(ALM_BINOMIAL, 10, 0.3, 4, ALM_TAIL_LOWER),
                0.84973166740000017, 1e-14);
    assert_near(p_of(ALM_POISSON, 3.2, 0, 4, ALM_TAIL_LOWER),
                0.78061251106730434, 1e-14);
    assert_int_equal(
        alm_distribution_quantile(&q, (alm_distribution){ALM_BINOMIAL, 10, 0.3},
                                  0.5, ALM_TAIL_LOWER, NULL),
        ALM_OK);
    assert_near(q, 3.0, 0.0);
}

/* The double integral by Gauss-Legendre panels (20 points, 240 panels). R's
 * ptukey keeps four or five digits at 2 degrees of freedom, so it is no
 * reference there. */
static void studentized_range_keeps_ten_digits(void **state)
{
    static const struct {
        double q, k, df, upper;
    } rows[] = {
        {3.5, 3, 27, 0.05049068059999595},
        {3.5, 3, 2, 0.22947152069398294},
        {1.0, 2, 1, 0.6081734479693927},
        {5.0, 10, 10, 0.09164808326352678},
        {8.0, 4, 6, 0.005283307115253272},
        {4.3, 20, 60, 0.24496339055947766},
        {3.0, 50, 120, 0.9942958088409652},
        {20.0, 3, 147, 9.903858965985151e-29},
        {3.3, 3, INFINITY, 0.05131090641818989},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_near(alm_tukey_upper(rows[i].q, rows[i].k, rows[i].df),
                    rows[i].upper, 1e-10);
}

/* R 4.2.2 qtukey, whose own p is off by up to 1e-5 (next to the
 * integral by Gauss and Legendre's rule). */
static void studentized_range_agrees_with_r(void **state)
{
    reference *ref = reference_open("stats/distributions.txt");
    size_t n = 0;
    (void)state;
    reference_find(ref, "qtukey");
    const double *p = reference_values(ref, "p", &n);
    const double *k = reference_values(ref, "nmeans", &n);
    const double *df = reference_values(ref, "df", &n);
    const double *q = reference_values(ref, "q", &n);
    for (size_t i = 0; i < n; i++)
        assert_near(alm_tukey_critical(1.0 - p[i], k[i], df[i]), q[i], 5e-6);
    reference_close(ref);
}

/* Rules (2), (3). */
static void refuses_parameters_out_of_range(void **state)
{
    double x = 42.0;
    alm_error err;
    (void)state;
    assert_int_equal(alm_distribution_p(&x, (alm_distribution){ALM_T, 0, 0}, 1,
                                        ALM_TAIL_LOWER, &err),
                     ALM_EINVAL);
    assert_int_equal(alm_distribution_p(&x, (alm_distribution){ALM_T, 2, 0},
                                        NAN, ALM_TAIL_LOWER, &err),
                     ALM_EINVAL);
    assert_int_equal(alm_distribution_quantile(
                         &x, (alm_distribution){ALM_BINOMIAL, 2.5, 0.1}, 0.5,
                         ALM_TAIL_LOWER, &err),
                     ALM_EINVAL);
    assert_int_equal(alm_distribution_quantile(&x,
                                               (alm_distribution){ALM_T, 3, 0},
                                               1.1, ALM_TAIL_LOWER, &err),
                     ALM_EINVAL);
    assert_string_equal(err.message, "probability 1.1 is not in [0, 1]");
    assert_near(x, 42.0, 0.0);
    assert_int_equal(alm_distribution_quantile(&x,
                                               (alm_distribution){ALM_T, 3, 0},
                                               0.0, ALM_TAIL_LOWER, &err),
                     ALM_OK);
    assert_near(x, -INFINITY, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r_in_both_tails),
        cmocka_unit_test(keeps_its_digits_far_out),
        cmocka_unit_test(quantiles_undo_probabilities),
        cmocka_unit_test(counts_the_discrete_ones),
        cmocka_unit_test(studentized_range_keeps_ten_digits),
        cmocka_unit_test(studentized_range_agrees_with_r),
        cmocka_unit_test(refuses_parameters_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
