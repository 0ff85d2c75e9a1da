#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/diffusion.h"
#include "stats/distributions.h"
#include "stats/nonlinear.h"

/* A model of the reference, written out, since its text is no C. */
typedef struct model {
    const char *id;
    double (*f)(const double *b, double x, double x2);
} model;

static double boxbod(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * (1.0 - exp(-b[1] * x));
}

static double chwirut(const double *b, double x, double x2)
{
    (void)x2;
    return exp(-b[0] * x) / (b[1] + b[2] * x);
}

static double danwood(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * pow(x, b[1]);
}

static double eckerle(const double *b, double x, double x2)
{
    const double u = (x - b[2]) / b[1];
    (void)x2;
    return b[0] / b[1] * exp(-0.5 * u * u);
}

static double gauss(const double *b, double x, double x2)
{
    const double u = (x - b[3]) / b[4], v = (x - b[6]) / b[7];
    (void)x2;
    return b[0] * exp(-b[1] * x) + b[2] * exp(-u * u) + b[5] * exp(-v * v);
}

static double kirby(const double *b, double x, double x2)
{
    (void)x2;
    return (b[0] + b[1] * x + b[2] * x * x) / (1.0 + b[3] * x + b[4] * x * x);
}

static double lanczos(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) +
           b[4] * exp(-b[5] * x);
}

static double mgh09(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]);
}

static double mgh17(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]);
}

static double misra1c(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * (1.0 - 1.0 / sqrt(1.0 + 2.0 * b[1] * x));
}

static double nelson(const double *b, double x, double x2)
{
    return b[0] - b[1] * x * exp(-b[2] * x2);
}

static double rat42(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] / (1.0 + exp(b[1] - b[2] * x));
}

static double logistic(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] / (1.0 + exp((b[1] - x) / b[2]));
}

static double gompertz(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] * exp(-b[1] * pow(b[2], x));
}

static double four_parameters(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] + (b[1] - b[0]) / (1.0 + exp((b[2] - x) / b[3]));
}

static double asymptotic(const double *b, double x, double x2)
{
    (void)x2;
    return b[0] + (b[1] - b[0]) * exp(-exp(b[2]) * x);
}

static const model MODELS[] = {
    {"BoxBOD", boxbod},
    {"Chwirut2", chwirut},
    {"DanWood", danwood},
    {"Eckerle4", eckerle},
    {"Gauss1", gauss},
    {"Kirby2", kirby},
    {"Lanczos3", lanczos},
    {"MGH09", mgh09},
    {"MGH17", mgh17},
    {"Misra1a", boxbod},
    {"Misra1c", misra1c},
    {"Nelson", nelson},
    {"Rat42", rat42},
    {"DNase1_SSlogis", logistic},
    {"Orange5_SSlogis", logistic},
    {"uspop_SSlogis", logistic},
    {"cnnic_users_SSlogis", logistic},
    {"DNase1_SSgompertz", gompertz},
    {"DNase1_SSfpl", four_parameters},
    {"Lob301_SSasymp", asymptotic},
};

typedef struct rows {
    double (*f)(const double *b, double x, double x2);
    const double *x, *x2;
} rows;

static double row(const double *b, size_t i, void *context)
{
    const rows *r = context;
    return r->f(b, r->x[i], r->x2[i]);
}

static double (*model_of(const char *id))(const double *, double, double)
{
    for (size_t i = 0; i < LENGTH(MODELS); i++)
        if (strcmp(MODELS[i].id, id) == 0)
            return MODELS[i].f;
    fail_msg("no model for %s", id);
    return NULL;
}

/* Checks estimates and standard errors of a converged fit. */
static void check_nist(reference *ref, const alm_nonlinear *fit,
                       const char *start)
{
    size_t p = 0;
    const double *want = reference_values(ref, "estimate", &p);
    const double *sd = reference_values(ref, "sd", &p);
    for (size_t j = 0; j < p; j++) {
        if (fabs(fit->b[j] - want[j]) > 1e-7 * fabs(want[j]))
            fail_msg("%s from %s, parameter %zu: %.12g, want %.12g",
                     reference_id(ref), start, j + 1, fit->b[j], want[j]);
        if (fabs(fit->se[j].value - sd[j]) > 1e-5 * sd[j])
            fail_msg("%s from %s, sd %zu: %.12g, want %.12g", reference_id(ref),
                     start, j + 1, fit->se[j].value, sd[j]);
    }
}

/* Rules (1), (2): 4 digits are asked of start 2, we keep 7; from start 1 a fit
 * converges to the same or says that it did not. Derivatives are numeric. */
static void agrees_with_nist_or_says_it_did_not_converge(void **state)
{
    reference *ref = reference_open("nist/nonlinear.txt");
    size_t from_start1 = 0;
    (void)state;
    while (reference_next(ref)) {
        static const char *const starts[] = {"start1", "start2"};
        double y[300];
        size_t n = 0, p = 0;
        const bool two = reference_has(ref, "x1");
        rows r = {model_of(reference_id(ref)),
                  reference_values(ref, two ? "x1" : "x", &n), NULL};
        r.x2 = two ? reference_values(ref, "x2", &n) : r.x;
        const double *given = reference_values(ref, "y", &n);
        const bool logs =
            strcmp(reference_text(ref, "response_transform"), "log(y)") == 0;
        for (size_t i = 0; i < n; i++)
            y[i] = logs ? log(given[i]) : given[i];
        for (size_t s = 0; s < 2; s++) {
            alm_nonlinear fit;
            alm_error err;
            const double *start = reference_values(ref, starts[s], &p);
            const alm_nonlinear_problem q = {n,    p,  y,    row,
                                             NULL, &r, NULL, NULL};
            assert_ok(alm_nonlinear_fit_best(&fit, &q, start, 1, &err), &err);
            if (s == 1 && !fit.converged)
                fail_msg("%s from start2: %s", reference_id(ref), fit.why);
            if (fit.converged)
                check_nist(ref, &fit, starts[s]);
            else
                assert_memory_equal(fit.why, "did not converge", 16);
            from_start1 += s == 0 && fit.converged;
        }
    }
    assert_int_equal(from_start1, 12); /* all but BoxBOD */
    reference_close(ref);
}

/* Rules (5), (7): R 4.2.2, nls and nlsLM, refined to 16 digits. */
static void agrees_with_r_on_growth_curves(void **state)
{
    static const struct {
        const char *id, *x, *y;
        bool log_x;
    } data[] = {
        {"DNase1_SSlogis", "data.conc", "data.density", true},
        {"Orange5_SSlogis", "data.age", "data.circumference", false},
        {"DNase1_SSgompertz", "data.conc", "data.density", true},
        {"DNase1_SSfpl", "data.conc", "data.density", true},
        {"Lob301_SSasymp", "data.age", "data.height", false},
        {"uspop_SSlogis", "data.year", "data.pop", false},
        {"cnnic_users_SSlogis", "data.t", "data.users", false},
    };
    (void)state;
    for (size_t d = 0; d < LENGTH(data); d++) {
        reference *ref = reference_open("stats/nls_growth.txt");
        double x[32], start[4], want[4], se[4];
        size_t n = 0, p = 0;
        alm_nonlinear fit;
        alm_error err;
        reference_find(ref, data[d].id);
        const double *given = reference_values(ref, data[d].x, &n);
        for (size_t i = 0; i < n; i++)
            x[i] = data[d].log_x ? log(given[i]) : given[i];
        for (; p < 4; p++) {
            char key[64];
            snprintf(key, sizeof key, "coef_exact.%zu.estimate", p + 1);
            if (!reference_has(ref, key))
                break;
            want[p] = reference_number(ref, key);
            snprintf(key, sizeof key, "coef_exact.%zu.se", p + 1);
            se[p] = reference_number(ref, key);
            start[p] = want[p] * (p % 2 == 0 ? 1.1 : 0.98);
        }
        rows r = {model_of(data[d].id), x, x};
        const alm_nonlinear_problem q = {
            n,    p,   reference_values(ref, data[d].y, &n), row, NULL, &r,
            NULL, NULL};
        assert_ok(alm_nonlinear_fit_best(&fit, &q, start, 1, &err), &err);
        if (!fit.converged)
            fail_msg("%s: %s", data[d].id, fit.why);
        for (size_t j = 0; j < p; j++) {
            if (fabs(fit.b[j] - want[j]) > 1e-6 * se[j])
                fail_msg("%s, parameter %zu: %.12g, want %.12g", data[d].id,
                         j + 1, fit.b[j], want[j]);
            assert_near(fit.se[j].value, se[j], 1e-6);
        }
        assert_near(fit.rss, reference_number(ref, "rss_exact"), 1e-12);
        assert_near(fit.aic.value, reference_number(ref, "AIC"), 1e-6);
        assert_near(fit.bic.value, reference_number(ref, "BIC"), 1e-6);
        reference_close(ref);
    }
}

/* NIST Rat42. */
static const double RAT_T[] = {9, 14, 21, 28, 42, 57, 63, 70, 79};
static const double RAT_Y[] = {8.930,  10.800, 18.590, 22.330, 39.350,
                               56.110, 61.730, 64.620, 67.080};

/* Domain reference rat42_mid, rat42_fc: R runs. */
static void fits_a_logistic_with_its_profile_and_forecast(void **state)
{
    alm_diffusion d;
    alm_forecast f;
    alm_reach r;
    alm_error err;
    (void)state;
    assert_ok(alm_diffusion_fit(&d, ALM_LOGISTIC, RAT_T, RAT_Y, 9, NULL, &err),
              &err);
    assert_null(d.why);
    assert_null(d.verdict);
    assert_near(d.fit.b[0], 72.46224171, 1e-6);
    assert_near(d.fit.b[1], 38.86740097, 1e-6);
    assert_near(d.fit.b[2], 14.84578375, 1e-6);
    assert_near(d.fit.se[0].value, 1.73402883, 1e-5);
    assert_near(d.fit.se[1].value, 1.1794408981, 1e-5);
    assert_near(d.fit.se[2].value, 0.7596138202, 1e-5);
    assert_near(d.fit.rss, 8.0565229338, 1e-9); /* NIST */
    assert_near(d.fit.sigma.value, 1.1587725499, 1e-9);
    /* R's confint reads its ends off a spline through the profile; ours are
     * where the profile itself is at the target. */
    assert_near(d.k_low.value, 68.76566668, 2e-5);
    assert_near(d.k_high.value, 77.19014994, 2e-5);
    const double t = alm_t_critical(0.95, 6.0);
    const double target = d.fit.rss * (1.0 + t * t / 6.0);
    const double ends[] = {d.k_low.value, d.k_high.value};
    for (size_t i = 0; i < 2; i++) {
        const alm_diffusion_options held = {.k_fixed = ends[i]};
        alm_diffusion at;
        assert_ok(
            alm_diffusion_fit(&at, ALM_LOGISTIC, RAT_T, RAT_Y, 9, &held, &err),
            &err);
        assert_near(at.fit.rss, target, 1e-9);
    }
    assert_near(d.ten_to_ninety, 14.84578375 * 4.394449155, 1e-6);
    assert_ok(alm_diffusion_forecast(&f, &d, 100.0, 0.95, &err), &err);
    assert_near(f.fit, 71.3014821, 1e-6);
    assert_near(f.se.value, 1.428652548, 1e-5);
    assert_near(f.low.value, 67.80569525, 1e-5);
    assert_near(f.high.value, 74.79726895, 1e-5);
    assert_near(f.predicted_low.value, 66.80036003, 1e-5);
    assert_near(f.predicted_high.value, 75.80260417, 1e-5);
    /* The date of half of K is the midpoint, and so is its interval. */
    assert_ok(alm_diffusion_reach(&r, &d, d.fit.b[0] / 2.0, 0.95, &err), &err);
    assert_near(r.t.value, d.fit.b[1], 1e-12);
    assert_ok(alm_diffusion_reach(&r, &d, 80.0, 0.95, &err), &err);
    assert_string_equal(r.t.why, "never reached");
}

/* Domain reference rat42_gomp: Asym, b2, b3, RSS of SSgompertz. */
static void fits_a_gompertz(void **state)
{
    alm_diffusion d;
    (void)state;
    assert_int_equal(
        alm_diffusion_fit(&d, ALM_GOMPERTZ, RAT_T, RAT_Y, 9, NULL, NULL),
        ALM_OK);
    assert_null(d.why);
    assert_near(d.fit.b[0], 82.8322233962, 1e-5);
    assert_near(exp(d.fit.b[1] / d.fit.b[2]), 3.3997893264, 1e-5);
    assert_near(exp(-1.0 / d.fit.b[2]), 0.9636039714, 1e-5);
    assert_near(d.fit.rss, 21.79399002, 1e-5);
}

/* Rule (6). Domain reference rat42_trunc: the first 5 points. */
static void says_when_k_is_not_identified(void **state)
{
    alm_diffusion d;
    (void)state;
    assert_int_equal(
        alm_diffusion_fit(&d, ALM_LOGISTIC, RAT_T, RAT_Y, 5, NULL, NULL),
        ALM_OK);
    assert_near(d.fit.b[0], 76.604822, 1e-3);
    assert_near(d.fit.se[0].value, 43.6341638, 1e-3);
    assert_non_null(d.verdict);
    const alm_diffusion_options held = {.k_fixed = 80.0};
    assert_int_equal(
        alm_diffusion_fit(&d, ALM_LOGISTIC, RAT_T, RAT_Y, 5, &held, NULL),
        ALM_OK);
    assert_near(d.fit.b[0], 80.0, 0.0);
    assert_near(d.fit.df, 3.0, 0.0);
    assert_string_equal(d.fit.se[0].why, "held at its bound");
    const alm_diffusion_options bound = {.k_max = 70.0};
    assert_int_equal(
        alm_diffusion_fit(&d, ALM_LOGISTIC, RAT_T, RAT_Y, 9, &bound, NULL),
        ALM_OK);
    assert_near(d.fit.b[0], 70.0, 0.0);
}

/* Rule (5). */
static void refuses_what_is_no_curve(void **state)
{
    const double t[] = {1, 2, 3, 4, 5, 6, 7}, falls[] = {9, 8, 7, 5, 4, 3, 2};
    const double zeros[] = {0, 0, 0, 1, 2, 4, 5};
    const double back[] = {1, 2, 3, 2, 5, 6, 7};
    alm_diffusion d;
    alm_error err;
    (void)state;
    assert_ok(alm_diffusion_fit(&d, ALM_LOGISTIC, t, falls, 7, NULL, &err),
              &err);
    assert_string_equal(d.why, "no S-curve: the series does not rise");
    assert_ok(alm_diffusion_fit(&d, ALM_LOGISTIC, t, zeros, 7, NULL, &err),
              &err);
    assert_string_equal(d.why, "fewer than 5 points");
    assert_int_equal(d.zeros, 3);
    assert_int_equal(
        alm_diffusion_fit(&d, ALM_LOGISTIC, back, falls, 7, NULL, &err),
        ALM_EINVAL);
    assert_string_equal(err.message, "times descend at value 4");
}

/* Domain reference gomp_exact: K = 100, a = 5, b = .4; bass_exact: m = 1000,
 * p = .03, q = .38. */
static void evaluates_closed_forms(void **state)
{
    const double gomp[] = {100.0, log(5.0) / 0.4, 1.0 / 0.4};
    const double want[] = {3.502826, 10.575345, 22.180181};
    const double bass[] = {1000.0, 0.03, 0.38};
    const double totals[] = {35.758164, 85.056281, 150.500072, 233.150472,
                             331.198642};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_near(alm_curve_at(ALM_GOMPERTZ, gomp, (double)i + 1.0), want[i],
                    1e-6);
    assert_near(gomp[1], 4.023594781, 1e-9);
    assert_near(alm_curve_at(ALM_GOMPERTZ, gomp, gomp[1]), 36.78794412, 1e-9);
    for (size_t i = 0; i < 5; i++)
        assert_near(alm_bass_at(bass, (double)i + 1.0), totals[i], 1e-7);
}

static void recovers_a_bass_curve_and_its_peak(void **state)
{
    const double b[] = {1000.0, 0.03, 0.38};
    double increments[12];
    alm_bass fit;
    (void)state;
    for (size_t i = 0; i < 12; i++)
        increments[i] =
            alm_bass_at(b, (double)i + 1.0) - alm_bass_at(b, (double)i);
    increments[11] += 1e-3; /* an exact fit has no interval */
    assert_int_equal(alm_bass_fit(&fit, increments, NULL, 12, 0.95, NULL),
                     ALM_OK);
    assert_null(fit.why);
    assert_near(fit.peak_time.value, 6.192619198, 1e-4);
    assert_near(fit.peak_total.value, 460.5263158, 1e-4);
    assert_near(fit.peak_rate.value, 110.5921053, 1e-4);
}

static void check_bass(reference *ref, const char *prefix)
{
    static const char *const names[] = {"m", "p", "q"};
    size_t n = 0;
    char key[64];
    alm_bass b;
    alm_error err;
    const double *sales = reference_values(ref, "sales", &n);
    assert_ok(alm_bass_fit(&b, sales, NULL, n, 0.95, &err), &err);
    if (b.why != NULL)
        fail_msg("%s: %s", reference_id(ref), b.why);
    for (size_t j = 0; j < 3; j++) {
        snprintf(key, sizeof key, "%s.%s", prefix, names[j]);
        assert_near(b.fit.b[j], reference_number(ref, key), 2e-6);
        snprintf(key, sizeof key, "%s.se_%s", prefix, names[j]);
        assert_near(b.fit.se[j].value, reference_number(ref, key), 1e-5);
    }
    snprintf(key, sizeof key, "%s.rss", prefix);
    assert_near(b.fit.rss, reference_number(ref, key), 1e-8);
    if (b.ols_m.why == NULL) {
        assert_near(b.ols_m.value, reference_number(ref, "ols_bass1969.m"),
                    1e-9);
        assert_near(b.ols_p.value, reference_number(ref, "ols_bass1969.p"),
                    1e-9);
        assert_near(b.ols_q.value, reference_number(ref, "ols_bass1969.q"),
                    1e-9);
    }
}

/* Rule (3): R 4.2.2, Bass's regression and Srinivasan and Mason's NLS. */
static void agrees_with_r_on_bass(void **state)
{
    reference *ref = reference_open("stats/bass_fits.txt");
    (void)state;
    while (reference_next(ref))
        check_bass(ref, "nls_exact");
    reference_close(ref);
    ref = reference_open("stats/bass_more.txt");
    while (reference_next(ref))
        check_bass(ref, "nls_interval");
    reference_close(ref);
}

static alm_status run_all(void *unused)
{
    const double sales[] = {2, 2, 2, 3, 4, 9, 7, 16, 23, 24, 15, 6, 5, 1};
    const alm_diffusion_options o = {.k_fixed = 72.0};
    alm_diffusion d;
    alm_bass b;
    (void)unused;
    const alm_status status =
        alm_diffusion_fit(&d, ALM_LOGISTIC, RAT_T, RAT_Y, 9, &o, NULL);
    if (status != ALM_OK)
        return status;
    return alm_bass_fit(&b, sales, NULL, 5, 0.95, NULL);
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    sweep_allocations(run_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_nist_or_says_it_did_not_converge),
        cmocka_unit_test(agrees_with_r_on_growth_curves),
        cmocka_unit_test(fits_a_logistic_with_its_profile_and_forecast),
        cmocka_unit_test(fits_a_gompertz),
        cmocka_unit_test(says_when_k_is_not_identified),
        cmocka_unit_test(refuses_what_is_no_curve),
        cmocka_unit_test(evaluates_closed_forms),
        cmocka_unit_test(recovers_a_bass_curve_and_its_peak),
        cmocka_unit_test(agrees_with_r_on_bass),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
