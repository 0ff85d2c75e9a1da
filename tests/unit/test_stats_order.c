#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "reference.h"
#include "stats/quantile.h"
#include "stats/rank.h"
#include "stats/sort.h"

static void sorts_like_qsort_at_every_size(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 47, 48, 49, 1000, 5000};
    uint64_t seed = 1;
    (void)state;
    for (size_t s = 0; s < LENGTH(sizes); s++) {
        const size_t n = sizes[s];
        double *x = malloc((n + 1) * sizeof *x);
        double *sorted = NULL;
        size_t *order = malloc((n + 1) * sizeof *order);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            x[i] = (double)(int64_t)(seed >> 55) * 0.25 - 30.0;
        }
        assert_int_equal(alm_sorted_copy(&sorted, x, n, NULL), ALM_OK);
        for (int down = 0; down < 2; down++) {
            assert_int_equal(alm_order_doubles(order, x, n, down, NULL),
                             ALM_OK);
            for (size_t i = 0; i < n; i++)
                assert_true(x[order[i]] == sorted[down ? n - 1 - i : i]);
            for (size_t i = 1; i < n; i++) /* (3) stable both ways */
                assert_true(x[order[i]] != x[order[i - 1]] ||
                            order[i] > order[i - 1]);
        }
        for (size_t i = 1; i < n; i++)
            assert_true(sorted[i - 1] <= sorted[i]);
        alm_dealloc(sorted);
        free(order);
        free(x);
    }
}

static void sorts_infinities_and_zeros_and_refuses_nan(void **state)
{
    double x[] = {INFINITY, 0.0, -1e-320, -0.0, -INFINITY, 1e-320, 5.0, -7.0};
    const double want[] = {-INFINITY, -7.0,   -1e-320, 0.0,
                           0.0,       1e-320, 5.0,     INFINITY};
    double bad[] = {1.0, NAN};
    alm_error err;
    (void)state;
    assert_ok(alm_sort_doubles(x, LENGTH(x), &err), &err);
    for (size_t i = 0; i < LENGTH(x); i++)
        assert_true(x[i] == want[i]);
    assert_int_equal(alm_sort_doubles(bad, 2, &err), ALM_EINVAL);
    assert_string_equal(err.message,
                        "value 2 is not a number and has no place in an order");
}

/* Rules (3), (4) of quantile.h: R 4.2.2, quantile(type = 1..9). */
static void agrees_with_r_on_all_nine_types(void **state)
{
    reference *ref = reference_open("stats/quantiles.txt");
    (void)state;
    while (reference_next(ref)) {
        size_t n = 0, np = 0, nwant = 0;
        const double *x = reference_values(ref, "x", &n);
        const double *p = reference_values(ref, "probs", &np);
        for (int type = 1; type <= 9; type++) {
            char key[32];
            alm_figure got[32];
            snprintf(key, sizeof key, "types.type%d", type);
            const double *want = reference_values(ref, key, &nwant);
            assert_int_equal(nwant, np);
            assert_int_equal(alm_quantiles(got, x, n, p, np, type, NULL),
                             ALM_OK);
            for (size_t i = 0; i < np; i++)
                assert_near(got[i].value, want[i], 1e-14);
        }
    }
    reference_close(ref);
}

/* tests/reference/domain: quantile7, R run. */
static void interpolates_by_default_like_type_7(void **state)
{
    const double x[] = {541,  1463, 2445, 3438,  4437,
                        5401, 6392, 8304, 11904, 22261};
    const double p[] = {.1, .25, .5, .75, .9};
    const double want[] = {1370.8, 2693.25, 4919, 7826, 12939.7};
    alm_figure got[5];
    (void)state;
    assert_int_equal(
        alm_quantiles(got, x, 10, p, 5, ALM_QUANTILE_DEFAULT, NULL), ALM_OK);
    for (size_t i = 0; i < 5; i++)
        assert_near(got[i].value, want[i], 1e-14);
}

/* Rules (1), (2), (5) of quantile.h. */
static void treats_the_edges_of_quantiles(void **state)
{
    const double x[] = {1.0, INFINITY, INFINITY},
                 ends[] = {-INFINITY, INFINITY};
    const double one[] = {3.0};
    alm_figure got;
    alm_error err;
    (void)state;
    assert_ok(alm_quantile(&got, x, 3, 0.9, 7, &err), &err);
    assert_near(got.value, INFINITY, 0.0);
    assert_ok(alm_median(&got, ends, 2, &err), &err);
    assert_non_null(got.why);
    assert_ok(alm_median(&got, one, 0, &err), &err);
    assert_string_equal(got.why, "no values");
    for (int type = 1; type <= 9; type++) {
        assert_ok(alm_quantile(&got, one, 1, 0.7, type, &err), &err);
        assert_near(got.value, 3.0, 0.0);
    }
    assert_int_equal(alm_quantile(&got, x, 3, 1.5, 7, &err), ALM_EINVAL);
    assert_string_equal(err.message, "quantile 1.5 is not in [0, 1]");
    assert_int_equal(alm_quantile(&got, x, 3, NAN, 7, &err), ALM_EINVAL);
    assert_int_equal(alm_quantile(&got, x, 3, 0.5, 10, &err), ALM_EINVAL);
    assert_string_equal(err.message, "quantile type 10 is not in 1 to 9");
}

static void check_ranks(reference *ref, const double *x, size_t n,
                        const char *key, alm_ties ties)
{
    double got[64];
    size_t nwant = 0;
    const double *want = reference_values(ref, key, &nwant);
    assert_int_equal(alm_rank(got, x, n, ties, false, NULL), ALM_OK);
    for (size_t i = 0, j = 0; i < nwant; i++)
        if (!isnan(want[i])) /* R keeps a place for what is missing */
            assert_near(got[j++], want[i], 0.0);
}

/* R 4.2.2, rank(). */
static void ranks_like_r(void **state)
{
    reference *ref = reference_open("stats/ranks.txt");
    (void)state;
    while (reference_next(ref)) {
        size_t nall = 0, n = 0;
        const double *all = reference_values(ref, "x", &nall);
        double x[64];
        for (size_t i = 0; i < nall; i++)
            if (!isnan(all[i]))
                x[n++] = all[i];
        check_ranks(ref, x, n, "ranks.average", ALM_TIES_AVERAGE);
        check_ranks(ref, x, n, "ranks.min", ALM_TIES_MIN);
        check_ranks(ref, x, n, "ranks.max", ALM_TIES_MAX);
        check_ranks(ref, x, n, "ranks.first", ALM_TIES_ORDINAL);
        check_ranks(ref, x, n, "dense", ALM_TIES_DENSE);
    }
    reference_close(ref);
}

/* Rule (3) of rank.h: a league table. */
static void ranks_downwards_for_a_league_table(void **state)
{
    const double x[] = {77.8, 95.1, 77.8, 60.0};
    const double want[] = {2, 1, 2, 4};
    double got[4];
    (void)state;
    assert_int_equal(alm_rank(got, x, 4, ALM_TIES_MIN, true, NULL), ALM_OK);
    for (size_t i = 0; i < 4; i++)
        assert_near(got[i], want[i], 0.0);
}

static void survives_every_failed_allocation(void **state)
{
    double x[100], ranks[100];
    const long before = alm_alloc_live();
    alm_status status = ALM_ENOMEM;
    (void)state;
    for (size_t i = 0; i < 100; i++)
        x[i] = (double)(i * 37 % 100);
    for (long n = 0; status != ALM_OK; n++) {
        alm_figure got;
        alm_alloc_fail_after(n);
        status = alm_mad(&got, x, 100, 1.0, NULL);
        if (status == ALM_OK)
            status = alm_rank(ranks, x, 100, ALM_TIES_MIN, false, NULL);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), before);
    }
    assert_near(ranks[1], 38.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_like_qsort_at_every_size),
        cmocka_unit_test(sorts_infinities_and_zeros_and_refuses_nan),
        cmocka_unit_test(agrees_with_r_on_all_nine_types),
        cmocka_unit_test(interpolates_by_default_like_type_7),
        cmocka_unit_test(treats_the_edges_of_quantiles),
        cmocka_unit_test(ranks_like_r),
        cmocka_unit_test(ranks_downwards_for_a_league_table),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
