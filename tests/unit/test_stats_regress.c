#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/regress.h"

/* Digits of agreement, 0 to 17. */
static double digits(double got, double want)
{
    const double off = fabs(got - want) / (want == 0.0 ? 1.0 : fabs(want));
    return off == 0.0 ? 17.0 : fmax(0.0, -log10(off));
}

static double least_digits(const alm_regression *r, const double *estimates)
{
    double least = 17.0;
    for (size_t j = 0; j < r->k; j++)
        least = fmin(least, digits(r->coef[j].estimate, estimates[j]));
    return least;
}

/* Rule (3). The digits asked are those of the reference's README and more,
 * where we keep them. */
static void keeps_the_digits_of_nist(void **state)
{
    static const struct {
        const char *id;
        double digits;
    } rows[] = {
        {"Filip", 11},    {"NoInt1", 14},   {"Norris", 13},
        {"Wampler1", 12}, {"Wampler4", 10},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        reference *ref = reference_open("nist/linear.txt");
        size_t n = 0, k = 0;
        alm_regression r;
        alm_error err;
        reference_find(ref, rows[i].id);
        const double *y = reference_values(ref, "y", &n);
        const double *x = reference_values(ref, "x", &n);
        const double *want = reference_values(ref, "estimate", &k);
        const double *sd = reference_values(ref, "sd", &k);
        const alm_regression_options o = {
            .no_intercept = reference_number(ref, "intercept") == 0.0};
        const size_t degree =
            (size_t)reference_number(ref, "polynomial_degree");
        assert_ok(alm_regress_polynomial(&r, y, x, n, degree, &o, &err), &err);
        assert_int_equal(r.k, k);
        if (least_digits(&r, want) < rows[i].digits)
            fail_msg("%s: %.1f digits", rows[i].id, least_digits(&r, want));
        for (size_t j = 0; j < k; j++)
            if (sd[j] == 0.0) /* Wampler1: bounded, not divided */
                assert_true(r.coef[j].se.value < 1e-10);
            else
                assert_near(r.coef[j].se.value, sd[j], 1e-9);
        assert_near(r.r2.value, reference_number(ref, "certified.r_squared"),
                    1e-13);
        if (sd[0] != 0.0)
            assert_near(r.f.value, reference_number(ref, "exact.F"), 1e-9);
        else
            assert_string_equal(r.f.why, "the fit is exact"); /* (5) */
        alm_regression_free(&r);
        reference_close(ref);
    }
}

/* The same from columns of doubles, as a table has them: rounding the powers
 * of Filip leaves 7 digits and more. */
static void keeps_seven_digits_of_filip_from_double_columns(void **state)
{
    reference *ref = reference_open("nist/linear.txt");
    static double powers[10][82];
    const double *columns[10];
    size_t n = 0, k = 0;
    alm_regression r;
    alm_error err;
    (void)state;
    reference_find(ref, "Filip");
    const double *y = reference_values(ref, "y", &n);
    const double *x = reference_values(ref, "x", &n);
    const double *want = reference_values(ref, "estimate", &k);
    for (size_t j = 0; j < 10; j++) {
        columns[j] = powers[j];
        for (size_t i = 0; i < n; i++)
            powers[j][i] = (j == 0 ? 1.0 : powers[j - 1][i]) * x[i];
    }
    assert_ok(alm_regress(&r, y, columns, 10, n, NULL, &err), &err);
    if (least_digits(&r, want) < 7.0)
        fail_msg("%.1f digits", least_digits(&r, want));
    alm_regression_free(&r);
    reference_close(ref);
}

/* The designs of stats/lm by case, since a formula is R's to parse. */
static size_t design(reference *ref, const char *id, const double **y,
                     const double **columns, double *square, size_t *n)
{
    if (strncmp(id, "mtcars", 6) == 0) {
        const char *names[] = {"data.wt", "data.hp", "data.disp", "data.drat",
                               "data.qsec"};
        const size_t k = id[7] == '2' ? 2 : 5;
        *y = reference_values(ref, "data.mpg", n);
        for (size_t j = 0; j < k; j++)
            columns[j] = reference_values(ref, names[j], n);
        return k;
    }
    *y = reference_values(ref, "data.dist", n);
    columns[0] = reference_values(ref, "data.speed", n);
    columns[1] = square;
    for (size_t i = 0; i < *n; i++)
        square[i] = columns[0][i] * columns[0][i];
    if (strcmp(id, "intercept_only") == 0)
        return 0;
    return strcmp(id, "cars_quadratic") == 0 ? 2 : 1;
}

static void check(reference *ref, const char *key, double got)
{
    if (!reference_has(ref, key))
        return;
    const double want = reference_number(ref, key);
    if (!(fabs(got - want) <= 1e-11 * fabs(want) + 1e-18))
        fail_msg("%s %s: %.17g, want %.17g", reference_id(ref), key, got, want);
}

static void check_rows(reference *ref, const char *key, const double *got)
{
    size_t n = 0;
    if (!reference_has(ref, key))
        return;
    const double *want = reference_values(ref, key, &n);
    for (size_t i = 0; i < n; i++)
        if (fabs(got[i] - want[i]) > 1e-11 * fmax(1.0, fabs(want[i])))
            fail_msg("%s %s %zu: %.17g, want %.17g", reference_id(ref), key,
                     i + 1, got[i], want[i]);
}

static void check_coefficients(reference *ref, const alm_regression *r)
{
    for (size_t j = 0; j < r->k; j++) {
        const alm_coefficient *c = &r->coef[j];
        char key[64];
        size_t two = 0;
        snprintf(key, sizeof key, "coef.%zu.estimate", j + 1);
        check(ref, key, c->estimate);
        snprintf(key, sizeof key, "coef.%zu.se", j + 1);
        check(ref, key, c->se.value);
        snprintf(key, sizeof key, "coef.%zu.t", j + 1);
        check(ref, key, c->t.value);
        snprintf(key, sizeof key, "coef.%zu.p", j + 1);
        check(ref, key, c->p.value);
        snprintf(key, sizeof key, "coef.%zu.ci95", j + 1);
        const double *ci = reference_values(ref, key, &two);
        assert_near(c->low.value, ci[0], 1e-10);
        assert_near(c->high.value, ci[1], 1e-10);
    }
}

/* Rules (4), (6): R 4.2.2, lm and its summaries. */
static void agrees_with_r_on_lm(void **state)
{
    reference *ref = reference_open("stats/lm.txt");
    (void)state;
    while (reference_next(ref)) {
        const char *id = reference_id(ref);
        const double *y, *columns[5];
        double square[64];
        size_t n = 0, nw = 0;
        alm_regression r;
        alm_error err;
        if (strcmp(id, "collinear_exact") == 0)
            continue; /* R drops a column; see the next test */
        const size_t k = design(ref, id, &y, columns, square, &n);
        const alm_regression_options o = {
            .no_intercept = strcmp(id, "cars_noint") == 0,
            .weights = reference_has(ref, "weights")
                           ? reference_values(ref, "weights", &nw)
                           : NULL};
        assert_ok(alm_regress(&r, y, columns, k, n, &o, &err), &err);
        check_coefficients(ref, &r);
        check(ref, "sigma", r.sigma.value);
        check(ref, "df_residual", r.df_residual);
        check(ref, "adj_r2", r.adjusted_r2.value);
        check(ref, "r2", r.r2.value);
        if (k != 0)
            check(ref, "F", r.f.value);
        if (k != 0)
            check(ref, "F_p", r.f_p.value);
        check(ref, "logLik", r.log_likelihood.value);
        check(ref, "AIC", r.aic.value);
        check(ref, "BIC", r.bic.value);
        check(ref, "durbin_watson", r.durbin_watson.value);
        check_rows(ref, "fitted", r.fitted);
        check_rows(ref, "residuals", r.residuals);
        check_rows(ref, "hat", r.leverage);
        check_rows(ref, "cooks", r.cooks);
        check_rows(ref, "rstudent", r.student);
        alm_regression_free(&r);
    }
    reference_close(ref);
}

/* R 4.2.2, predict(lm(dist ~ speed), interval = ...). */
static void predicts_like_r(void **state)
{
    reference *ref = reference_open("stats/lm.txt");
    size_t n = 0, three = 0;
    alm_regression r;
    alm_error err;
    (void)state;
    reference_find(ref, "cars");
    const double *y = reference_values(ref, "data.dist", &n);
    const double *x = reference_values(ref, "data.speed", &n);
    const double *at = reference_values(ref, "predict.newdata.speed", &three);
    assert_ok(alm_regress(&r, y, &x, 1, n, NULL, &err), &err);
    for (size_t i = 0; i < three; i++) {
        alm_prediction p;
        char key[64];
        size_t unused = 0;
        assert_ok(alm_regression_predict(&p, &r, &at[i], 0.95, &err), &err);
        snprintf(key, sizeof key, "predict.conf.%zu", i + 1);
        const double *conf = reference_values(ref, key, &unused);
        snprintf(key, sizeof key, "predict.pred.%zu", i + 1);
        const double *pred = reference_values(ref, key, &unused);
        assert_near(p.fit, conf[0], 1e-12);
        assert_near(p.low.value, conf[1], 1e-12);
        assert_near(p.high.value, conf[2], 1e-12);
        assert_near(p.predicted_low.value, pred[1], 1e-12);
        assert_near(p.predicted_high.value, pred[2], 1e-12);
    }
    alm_regression_free(&r);
    reference_close(ref);
}

/* R 4.2.2: 1 / (1 - R2 of wt on hp) in mtcars. */
static void measures_the_inflation_of_variance(void **state)
{
    reference *ref = reference_open("stats/lm.txt");
    size_t n = 0;
    alm_regression both, one;
    (void)state;
    reference_find(ref, "mtcars_2");
    const double *y = reference_values(ref, "data.mpg", &n);
    const double *columns[] = {reference_values(ref, "data.wt", &n),
                               reference_values(ref, "data.hp", &n)};
    assert_int_equal(alm_regress(&both, y, columns, 2, n, NULL, NULL), ALM_OK);
    assert_int_equal(
        alm_regress(&one, columns[0], &columns[1], 1, n, NULL, NULL), ALM_OK);
    assert_near(both.coef[1].vif.value, 1.0 / (1.0 - one.r2.value), 1e-12);
    assert_near(both.coef[2].vif.value, both.coef[1].vif.value, 1e-12);
    assert_string_equal(both.coef[0].vif.why, "the intercept");
    alm_regression_free(&both);
    alm_regression_free(&one);
    reference_close(ref);
}

/* Rules (1), (2): singular is refused with the column's number. */
static void refuses_dependent_columns(void **state)
{
    const double y[] = {1, 3, 2, 5, 4}, x[] = {1, 2, 3, 4, 5};
    const double twice[] = {2, 4, 6, 8, 10}, ones[] = {1, 1, 1, 1, 1};
    const double *pair[] = {x, twice}, *flat[] = {x, ones};
    alm_regression r;
    alm_error err;
    (void)state;
    assert_int_equal(alm_regress(&r, y, pair, 2, 5, NULL, &err), ALM_EINVAL);
    assert_string_equal(err.message, "column 2 depends on the other columns");
    assert_int_equal(alm_regress(&r, y, flat, 2, 5, NULL, &err), ALM_EINVAL);
    assert_string_equal(err.message, "column 2 depends on the other columns");
    assert_int_equal(alm_regress(&r, y, pair, 2, 2, NULL, &err), ALM_EINVAL);
    assert_string_equal(err.message, "2 rows cannot determine 3 coefficients");
    const alm_regression_options o = {.weights =
                                          (const double[]){1, 1, 0, 1, 1}};
    assert_int_equal(alm_regress(&r, y, pair, 1, 5, &o, &err), ALM_EINVAL);
    assert_string_equal(err.message, "weight 3 is 0: weights are positive");
}

/* Rule (5). */
static void leaves_undefined_what_has_no_variance(void **state)
{
    const double y[] = {1, 3, 2}, x[] = {1, 2, 4}, flat[] = {2, 2, 2};
    const double *column = x;
    alm_regression r;
    alm_error err;
    (void)state;
    assert_ok(alm_regress(&r, y, &column, 1, 2, NULL, &err), &err);
    assert_near(r.coef[1].estimate, 2.0, 1e-15);
    assert_string_equal(r.coef[1].se.why, "no degrees of freedom left");
    assert_non_null(r.f.why);
    alm_regression_free(&r);
    assert_ok(alm_regress(&r, flat, &column, 1, 3, NULL, &err), &err);
    assert_string_equal(r.r2.why, "y is constant");
    alm_regression_free(&r);
}

static alm_status run_all(void *unused)
{
    const double y[] = {1, 3, 2, 5}, x[] = {1, 2, 3, 4};
    const double *column = x;
    alm_regression r;
    (void)unused;
    const alm_status status = alm_regress(&r, y, &column, 1, 4, NULL, NULL);
    if (status == ALM_OK)
        alm_regression_free(&r);
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
        cmocka_unit_test(keeps_the_digits_of_nist),
        cmocka_unit_test(keeps_seven_digits_of_filip_from_double_columns),
        cmocka_unit_test(agrees_with_r_on_lm),
        cmocka_unit_test(predicts_like_r),
        cmocka_unit_test(measures_the_inflation_of_variance),
        cmocka_unit_test(refuses_dependent_columns),
        cmocka_unit_test(leaves_undefined_what_has_no_variance),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
