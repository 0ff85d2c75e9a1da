#include "unit.h"

#include <string.h>

#include "reference.h"
#include "stats/groups.h"
#include "stats/padjust.h"

enum { MAX_VALUES = 2000 };

typedef struct data {
    double x[MAX_VALUES];
    uint32_t group[MAX_VALUES];
    size_t n, k;
} data;

/* The keys "groups.NAME" of a case, in order. */
static void read_groups(data *d, reference *ref)
{
    const char *key;
    *d = (data){.n = 0};
    for (size_t i = 0; (key = reference_key(ref, i)) != NULL; i++) {
        size_t n = 0;
        if (strncmp(key, "groups.", 7) != 0)
            continue;
        const double *values = reference_values(ref, key, &n);
        for (size_t j = 0; j < n; j++) {
            d->x[d->n] = values[j];
            d->group[d->n++] = (uint32_t)d->k;
        }
        d->k++;
    }
}

static void plant_growth(data *d)
{
    reference *ref = reference_open("stats/groups.txt");
    reference_find(ref, "PlantGrowth");
    read_groups(d, ref);
    reference_close(ref);
}

/* SmLs01 to SmLs09 add 1, 1e6 and 1e12 to small figures: what is left of F is
 * what doubles hold of the data (domain of rule (1)); the exact F of the
 * doubles of SmLs07 itself has 4 digits. R's aov keeps 0.2. */
static void agrees_with_nist_on_anova(void **state)
{
    reference *ref = reference_open("nist/anova.txt");
    (void)state;
    while (reference_next(ref)) {
        static data d;
        size_t n = 0;
        alm_anova_result a;
        alm_error err;
        const double *t = reference_values(ref, "treatment", &n);
        const double *y = reference_values(ref, "response", &n);
        for (size_t i = 0; i < n; i++) {
            d.x[i] = y[i];
            d.group[i] = (uint32_t)t[i] - 1;
        }
        const char *id = reference_id(ref);
        const double tolerance = strcmp(id, "SmLs07") == 0   ? 3e-4
                                 : strcmp(id, "SmLs04") == 0 ? 2e-9
                                                             : 2e-13;
        assert_ok(alm_anova(&a, d.x, d.group, n, 64, &err), &err);
        assert_near(a.f.value, reference_number(ref, "exact.F"), tolerance);
        assert_near(a.ss_between, reference_number(ref, "exact.between_ss"),
                    tolerance);
        assert_near(a.ss_within, reference_number(ref, "exact.within_ss"),
                    tolerance);
        assert_near(a.eta2.value, reference_number(ref, "exact.r_squared"),
                    tolerance);
    }
    reference_close(ref);
}

static void check(reference *ref, const char *key, double got)
{
    if (!reference_has(ref, key))
        return;
    const double want = reference_number(ref, key);
    if (!(fabs(got - want) <= 1e-12 * fabs(want)))
        fail_msg("%s %s: %.17g, want %.17g", reference_id(ref), key, got, want);
}

static void check_tukey(reference *ref, const data *d)
{
    alm_pair pairs[64];
    size_t n_pairs = 0;
    assert_int_equal(alm_tukey_kramer(pairs, &n_pairs, d->x, d->group, d->n,
                                      d->k, 0.95, NULL),
                     ALM_OK);
    assert_int_equal(n_pairs, d->k * (d->k - 1) / 2);
    for (size_t i = 0; i < n_pairs; i++) {
        char key[64];
        snprintf(key, sizeof key, "tukey.%zu.diff", i + 1);
        assert_near(pairs[i].difference.value, reference_number(ref, key),
                    1e-12);
        snprintf(key, sizeof key, "tukey.%zu.lwr", i + 1);
        assert_near(pairs[i].low.value, reference_number(ref, key), 1e-6);
        snprintf(key, sizeof key, "tukey.%zu.upr", i + 1);
        assert_near(pairs[i].high.value, reference_number(ref, key), 1e-6);
        snprintf(key, sizeof key, "tukey.%zu.p", i + 1);
        /* R's p is 1 less something good to 1e-10 or so. */
        if (fabs(pairs[i].p.value - reference_number(ref, key)) > 2e-8)
            fail_msg("%s is %.12g", key, pairs[i].p.value);
    }
}

/* Rules (3) to (7): R 4.2.2, aov, oneway.test, kruskal.test, bartlett.test,
 * TukeyHSD. */
static void agrees_with_r_on_omnibus_tests_and_pairs(void **state)
{
    reference *ref = reference_open("stats/groups.txt");
    (void)state;
    while (reference_next(ref)) {
        static data d;
        alm_anova_result a;
        alm_test t;
        alm_kruskal_result h;
        alm_error err;
        size_t two = 0;
        read_groups(&d, ref);
        assert_ok(alm_anova(&a, d.x, d.group, d.n, d.k, &err), &err);
        check(ref, "anova.F", a.f.value);
        check(ref, "anova.p", a.p.value);
        check(ref, "eta2", a.eta2.value);
        assert_ok(alm_welch_anova(&t, d.x, d.group, d.n, d.k, &err), &err);
        check(ref, "welch.F", t.statistic.value);
        check(ref, "welch.p", t.p.value);
        assert_near(t.df2, reference_values(ref, "welch.df", &two)[1], 1e-12);
        assert_ok(alm_kruskal(&h, d.x, d.group, d.n, d.k, &err), &err);
        check(ref, "kruskal.H", h.h.value);
        check(ref, "kruskal.p", h.p.value);
        assert_ok(alm_bartlett(&t, d.x, d.group, d.n, d.k, &err), &err);
        check(ref, "bartlett.K2", t.statistic.value);
        check(ref, "bartlett.p", t.p.value);
        assert_ok(
            alm_levene(&t, d.x, d.group, d.n, d.k, ALM_CENTER_MEDIAN, &err),
            &err);
        check(ref, "brown_forsythe.F", t.statistic.value);
        check(ref, "brown_forsythe.p", t.p.value);
        check_tukey(ref, &d);
    }
    reference_close(ref);
}

/* Domain reference pg_*: R documentation and runs, car, the formula. Dunn's z
 * there is first minus second. */
static void agrees_on_the_plants(void **state)
{
    static data d;
    static const double dunn[3][3] = {
        {1.117725454, 0.26368426789, 0.26368426789},
        {-1.689289607, 0.09116394405, 0.1823278881},
        {-2.807015062, 0.00500029037, 0.01500087111}};
    alm_anova_result a;
    alm_kruskal_result h;
    alm_test t;
    alm_pair pairs[3];
    size_t n_pairs = 0;
    (void)state;
    plant_growth(&d);
    assert_int_equal(alm_anova(&a, d.x, d.group, d.n, d.k, NULL), ALM_OK);
    assert_near(a.eta2.value, 0.2641482968, 1e-9);
    assert_near(a.omega2.value, 0.204078846, 1e-8);
    assert_int_equal(alm_kruskal(&h, d.x, d.group, d.n, d.k, NULL), ALM_OK);
    assert_near(h.eps2.value, 0.2754561638, 1e-9);
    assert_near(h.eta2_h.value, 0.22178625, 1e-7);
    assert_int_equal(
        alm_levene(&t, d.x, d.group, d.n, d.k, ALM_CENTER_MEAN, NULL), ALM_OK);
    assert_near(t.statistic.value, 1.23696, 1e-5);
    assert_near(t.p.value, 0.30619, 1e-4);
    assert_int_equal(alm_dunn(pairs, &n_pairs, d.x, d.group, d.n, d.k, NULL),
                     ALM_OK);
    assert_int_equal(n_pairs, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_near(-pairs[i].statistic.value, dunn[i][0], 1e-8);
        assert_near(pairs[i].p.value, dunn[i][1], 1e-8);
        assert_near(pairs[i].p_adjusted.value, dunn[i][2], 1e-8);
    }
}

static void describes_groups_with_their_extremes(void **state)
{
    const double x[] = {3, 1, 7, 5, 9};
    const uint32_t group[] = {0, 0, 2, 2, 0};
    alm_group_summary s[3];
    (void)state;
    assert_int_equal(alm_group_describe(s, x, group, 5, 3, NULL), ALM_OK);
    assert_int_equal(s[0].n, 3);
    assert_near(s[0].median.value, 3.0, 0.0);
    assert_int_equal(s[0].min_at, 1);
    assert_int_equal(s[0].max_at, 4);
    assert_int_equal(s[1].n, 0);
    assert_string_equal(s[1].mean.why, "no values");
    assert_near(s[2].mean.value, 6.0, 0.0);
    assert_near(s[2].sd.value, sqrt(2.0), 1e-15);
}

/* Rules (1) to (3). */
static void says_what_is_undefined(void **state)
{
    const double x[] = {1, 2, 3, 4}, flat[] = {5, 5, 5, 5};
    const uint32_t one[] = {0, 0, 0, 0}, two[] = {0, 0, 0, 1};
    const uint32_t each[] = {0, 1, 2, 3};
    alm_anova_result a;
    alm_kruskal_result h;
    alm_test t;
    alm_figure p;
    alm_error err;
    (void)state;
    assert_ok(alm_anova(&a, x, one, 4, 1, &err), &err);
    assert_string_equal(a.f.why, "fewer than 2 groups");
    assert_ok(alm_anova(&a, flat, two, 4, 2, &err), &err);
    assert_string_equal(a.eta2.why, "all values are equal");
    assert_ok(alm_anova(&a, x, each, 4, 4, &err), &err);
    assert_string_equal(a.f.why, "every group has one value");
    assert_near(a.eta2.value, 1.0, 0.0);
    assert_ok(alm_welch_anova(&t, x, two, 4, 2, &err), &err);
    assert_string_equal(t.p.why, "fewer than 2 groups with 2 values");
    assert_ok(alm_kruskal(&h, flat, two, 4, 2, &err), &err);
    assert_string_equal(h.h.why, "all values are equal");
    assert_ok(alm_eta2_permutation(&p, x, one, 4, 1, 99, 1, &err), &err);
    assert_non_null(p.why);
    assert_int_equal(alm_anova(&a, x, each, 4, 3, &err), ALM_EINVAL);
    assert_string_equal(err.message, "value 4 is in group 4 of 3");
}

/* Rule (8). {1,2} against {3,4}: of the 6 ways to split, 2 reach eta2. */
static void permutes_with_a_seed(void **state)
{
    const double x[] = {1, 2, 3, 4};
    const uint32_t group[] = {0, 0, 1, 1};
    alm_figure p, again;
    (void)state;
    assert_int_equal(alm_eta2_permutation(&p, x, group, 4, 2, 19999, 7, NULL),
                     ALM_OK);
    assert_int_equal(
        alm_eta2_permutation(&again, x, group, 4, 2, 19999, 7, NULL), ALM_OK);
    assert_true(p.value == again.value);
    assert_near(p.value, 1.0 / 3.0, 0.03);
}

/* R 4.2.2, p.adjust. */
static void adjusts_p_values_like_r(void **state)
{
    static const struct {
        const char *key;
        alm_adjust method;
    } rows[] = {
        {"adjusted.bonferroni", ALM_ADJUST_BONFERRONI},
        {"adjusted.holm", ALM_ADJUST_HOLM},
        {"adjusted.hochberg", ALM_ADJUST_HOCHBERG},
        {"adjusted.hommel", ALM_ADJUST_HOMMEL},
        {"adjusted.BH", ALM_ADJUST_BH},
        {"adjusted.BY", ALM_ADJUST_BY},
    };
    reference *ref = reference_open("stats/p_adjust.txt");
    (void)state;
    while (reference_next(ref))
        for (size_t i = 0; i < LENGTH(rows); i++) {
            size_t n_all = 0, n = 0;
            double p[64], got[64];
            const double *all = reference_values(ref, "p", &n_all);
            const double *want = reference_values(ref, rows[i].key, &n_all);
            for (size_t j = 0; j < n_all; j++)
                if (!isnan(all[j]))
                    p[n++] = all[j];
            assert_int_equal(alm_p_adjust(got, p, n, rows[i].method, NULL),
                             ALM_OK);
            for (size_t j = 0, used = 0; j < n_all; j++)
                if (!isnan(all[j]))
                    assert_near(got[used++], want[j], 1e-13);
        }
    reference_close(ref);
    alm_error err;
    double bad = 1.5;
    assert_int_equal(alm_p_adjust(&bad, &bad, 1, ALM_ADJUST_BH, &err),
                     ALM_EINVAL);
    assert_string_equal(err.message, "p value 1 is 1.5, not in [0, 1]");
}

static alm_status run_all(void *context)
{
    const data *d = context;
    alm_pair pairs[3];
    alm_test t;
    alm_kruskal_result h;
    alm_figure p;
    size_t n_pairs;
    alm_status status =
        alm_levene(&t, d->x, d->group, d->n, d->k, ALM_CENTER_MEDIAN, NULL);
    if (status == ALM_OK)
        status = alm_kruskal(&h, d->x, d->group, d->n, d->k, NULL);
    if (status == ALM_OK)
        status = alm_dunn(pairs, &n_pairs, d->x, d->group, d->n, d->k, NULL);
    if (status == ALM_OK)
        status = alm_tukey_kramer(pairs, &n_pairs, d->x, d->group, d->n, d->k,
                                  0.9, NULL);
    if (status == ALM_OK)
        status = alm_welch_anova(&t, d->x, d->group, d->n, d->k, NULL);
    if (status == ALM_OK)
        status =
            alm_eta2_permutation(&p, d->x, d->group, d->n, d->k, 9, 1, NULL);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    static data d;
    (void)state;
    plant_growth(&d);
    sweep_allocations(run_all, &d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_nist_on_anova),
        cmocka_unit_test(agrees_with_r_on_omnibus_tests_and_pairs),
        cmocka_unit_test(agrees_on_the_plants),
        cmocka_unit_test(describes_groups_with_their_extremes),
        cmocka_unit_test(says_what_is_undefined),
        cmocka_unit_test(permutes_with_a_seed),
        cmocka_unit_test(adjusts_p_values_like_r),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
