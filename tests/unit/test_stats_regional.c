#include "unit.h"

#include <stdlib.h>

#include "reference.h"
#include "stats/growth.h"
#include "stats/random.h"
#include "stats/resample.h"
#include "stats/spatial.h"

/* A rook lattice of 3 by 3, and a tenth place that nobody borders on. */
typedef struct lattice {
    size_t start[11], to[24];
    double ones[24], rows[24];
} lattice;

static alm_neighbours make_lattice(lattice *l, size_t n)
{
    size_t links = 0;
    for (size_t i = 0; i < 9; i++) {
        l->start[i] = links;
        for (size_t j = 0; j < 9; j++) {
            const int dr = abs((int)(i / 3) - (int)(j / 3));
            const int dc = abs((int)(i % 3) - (int)(j % 3));
            if (dr + dc == 1) {
                l->ones[links] = 1.0;
                l->to[links++] = j;
            }
        }
    }
    l->start[9] = l->start[10] = links;
    return (alm_neighbours){n, l->start, l->to, l->ones};
}

/* Domain reference moran_3x3_B, moran_3x3_W: esda's test and spdep runs. */
static void agrees_on_a_lattice(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    lattice l;
    alm_moran_result r;
    alm_error err;
    alm_neighbours w = make_lattice(&l, 9);
    (void)state;
    assert_ok(alm_moran(&r, NULL, x, &w, 999, 1, &err), &err);
    assert_near(r.i.value, 0.5, 1e-14);
    assert_near(r.expected.value, -0.125, 1e-15);
    assert_near(r.variance_random.value, 0.0596875, 1e-12);
    assert_near(r.variance_normal.value, 0.053125, 1e-12);
    assert_near(r.z.value, 2.5582226, 1e-7);
    assert_near(r.p_greater.value, 0.005260437, 1e-7);
    assert_true(r.p_permutation.value < 0.05);
    alm_moran_result again;
    assert_ok(alm_moran(&again, NULL, x, &w, 999, 1, &err), &err);
    assert_true(again.p_permutation.value == r.p_permutation.value);
    assert_ok(alm_neighbours_standardise(l.rows, &w, &err), &err);
    w.weights = l.rows;
    assert_ok(alm_moran(&r, NULL, x, &w, 0, 1, &err), &err);
    assert_near(r.i.value, 0.5555555556, 1e-9);
    assert_near(r.variance_random.value, 0.0646566358, 1e-9);
    assert_string_equal(r.p_permutation.why, "no permutations");
}

/* Rule (2): the island changes nothing and is counted. */
static void leaves_islands_out_and_counts_them(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    lattice l;
    alm_moran_result r;
    alm_figure local[10];
    const alm_neighbours w = make_lattice(&l, 10);
    (void)state;
    assert_int_equal(alm_moran(&r, local, x, &w, 99, 1, NULL), ALM_OK);
    assert_int_equal(r.islands, 1);
    assert_int_equal(r.n, 9);
    assert_near(r.i.value, 0.5, 1e-14);
    assert_string_equal(local[9].why, "an island");
}

/* Rules (3), (6): spdep 1.2-7 on PySAL's incomes of 48 states. */
static void agrees_with_spdep_on_48_states(void **state)
{
    static const char *const styles[] = {"B", "W"};
    static size_t start[49], to[400];
    static double ones[400], rows[400];
    reference *ref = reference_open("stats/moran_geary.txt");
    size_t n = 0, links = 0;
    alm_figure local[48];
    alm_error err;
    (void)state;
    assert_true(reference_next(ref));
    const double *x = reference_values(ref, "x", &n);
    for (size_t i = 0; i < n; i++) {
        char key[64];
        size_t m = 0;
        snprintf(key, sizeof key, "neighbours_1based.%zu", i + 1);
        const double *list = reference_values(ref, key, &m);
        for (size_t j = 0; j < m; j++) {
            ones[links] = 1.0;
            to[links++] = (size_t)list[j] - 1;
        }
        start[i + 1] = links;
    }
    alm_neighbours w = {n, start, to, ones};
    assert_ok(alm_neighbours_standardise(rows, &w, &err), &err);
    for (size_t s = 0; s < 2; s++) {
        static const char *const names[] = {
            "I",       "EI",     "VI_rand",       "z_rand",
            "VI_norm", "z_norm", "p_rand_greater"};
        alm_moran_result r;
        w.weights = s == 0 ? ones : rows;
        assert_ok(alm_moran(&r, local, x, &w, 0, 1, &err), &err);
        const alm_figure got[] = {
            r.i,        r.expected, r.variance_random, r.z, r.variance_normal,
            r.z_normal, r.p_greater};
        for (size_t i = 0; i < LENGTH(names); i++) {
            char key[64];
            snprintf(key, sizeof key, "styles.%s.%s", styles[s], names[i]);
            assert_near(got[i].value, reference_number(ref, key), 1e-11);
        }
    }
    const double *want = reference_values(ref, "local_moran_W.Ii", &n);
    for (size_t i = 0; i < n; i++)
        assert_near(local[i].value, want[i], 1e-12);
    reference_close(ref);
}

/* Rules (1), (5) of spatial.h. */
static void refuses_odd_neighbours(void **state)
{
    const size_t start[] = {0, 1, 2, 2, 2}, self[] = {0, 0}, far[] = {9, 0};
    const double w1[] = {1, 1}, x[] = {1, 2, 3, 4};
    const size_t good[] = {1, 0};
    alm_moran_result r;
    alm_error err;
    alm_neighbours w = {4, start, self, w1};
    (void)state;
    assert_int_equal(alm_moran(&r, NULL, x, &w, 0, 1, &err), ALM_EINVAL);
    assert_string_equal(err.message, "place 1 cannot neighbour place 1 of 4");
    w.to = far;
    assert_int_equal(alm_moran(&r, NULL, x, &w, 0, 1, &err), ALM_EINVAL);
    w.to = good;
    assert_ok(alm_moran(&r, NULL, x, &w, 0, 1, &err), &err);
    assert_string_equal(r.i.why, "fewer than 4 places with neighbours");
    assert_int_equal(r.islands, 2);
}

static bool mean_of_rows(double *value, const size_t *rows, size_t m,
                         void *context)
{
    const double *x = context;
    double sum = 0.0;
    for (size_t i = 0; i < m; i++)
        sum += x[rows[i]];
    *value = sum / (double)m;
    return m > 0;
}

/* Efron: the bootstrap se of a mean is sd (divided by n) / sqrt(n). */
static void bootstraps_a_mean(void **state)
{
    double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 20};
    alm_bootstrap_result r, again;
    alm_error err;
    (void)state;
    assert_ok(alm_bootstrap(&r, mean_of_rows, x, 10, 4000, 0.95, 1, &err),
              &err);
    assert_ok(alm_bootstrap(&again, mean_of_rows, x, 10, 4000, 0.95, 1, &err),
              &err);
    assert_true(r.low.value == again.low.value);
    assert_near(r.estimate.value, 6.5, 1e-15);
    assert_near(r.se.value, sqrt(26.25 / 10.0), 0.05);
    assert_true(r.low.value > 3.0 && r.low.value < 4.5);
    assert_true(r.high.value > 8.5 && r.high.value < 11.0);
    /* skewed to the right: BCa moves both ends that way */
    assert_true(r.bca_low.value > r.low.value);
    assert_true(r.bca_high.value > r.high.value);
    double same[] = {2, 2, 2};
    assert_ok(alm_bootstrap(&r, mean_of_rows, same, 3, 50, 0.95, 1, &err),
              &err);
    assert_non_null(r.bca_low.why);
}

/* xoshiro256** and splitmix64 by their authors' C code: the first outputs from
 * the state 1, 2, 3, 4. */
static void draws_as_the_published_generator(void **state)
{
    alm_random r = {{1, 2, 3, 4}};
    size_t counts[3] = {0};
    (void)state;
    assert_true(alm_random_next(&r) == UINT64_C(11520));
    assert_true(alm_random_next(&r) == UINT64_C(0));
    assert_true(alm_random_next(&r) == UINT64_C(1509978240));
    alm_random_seed(&r, 1);
    for (size_t i = 0; i < 30000; i++)
        counts[alm_random_below(&r, 3)]++;
    for (size_t i = 0; i < 3; i++)
        assert_near((double)counts[i], 10000.0, 0.03);
}

/* Domain reference growth_2 and growth_irreg; REAT says -.14 for the first. */
static void grows_by_dates(void **state)
{
    alm_growth_result g;
    alm_error err;
    (void)state;
    assert_ok(alm_growth(&g, 100, 144, 2, &err), &err);
    assert_near(g.annual.value, 0.2, 1e-12);
    assert_near(g.log_annual.value, 0.1823215568, 1e-9);
    assert_near(g.relative.value, 0.44, 1e-12);
    assert_ok(alm_growth(&g, 854, 904, 0.75, &err), &err);
    assert_near(g.annual.value, 0.0788160849, 1e-8);
    assert_ok(alm_growth(&g, 0, 5, 1, &err), &err);
    assert_string_equal(g.relative.why, "from 0");
    assert_near(g.change, 5.0, 0.0);
    assert_int_equal(alm_growth(&g, 1, 2, 0, &err), ALM_EINVAL);
}

/* Domain reference shift_A to shift_C: Farhauer and Kroell 2013, REAT runs. */
static void splits_growth_into_shifts_and_shares(void **state)
{
    const double n0[] = {400, 150, 150, 400}, n1[] = {440, 210, 135, 480};
    const struct {
        double r0[4], r1[4], total, national, mix, regional;
    } rows[] = {
        {{90, 20, 10, 60}, {100, 40, 10, 55}, 25, 27, 1, -3},
        {{60, 30, 30, 40}, {85, 55, 40, 35}, 55, 24, -1, 32},
        {{250, 100, 110, 300}, {255, 115, 85, 390}, 85, 114, 0, -29},
    };
    alm_shift_share_result s;
    alm_error err;
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_ok(alm_shift_share(&s, rows[i].r0, rows[i].r1, n0, n1, 4, &err),
                  &err);
        assert_near(s.total.value, rows[i].total, 1e-9);
        assert_near(s.national.value, rows[i].national, 1e-9);
        assert_near(s.mix.value, rows[i].mix, 1e-9);
        assert_near(s.regional.value, rows[i].regional, 1e-9);
        assert_near(s.national.value + s.mix.value + s.regional.value,
                    s.total.value, 1e-12);
    }
    assert_ok(alm_shift_share(&s, rows[0].r0, rows[0].r1, n0, n1, 4, &err),
              &err);
    assert_near(s.homothetic.value, -0.6363636364, 1e-9);
    assert_near(s.allocation.value, -2.3636363636, 1e-9);
}

/* Domain reference bennet, by hand. */
static void splits_a_change_within_and_between(void **state)
{
    const double s0[] = {.5, .5}, s1[] = {.6, .4}, p0[] = {.4, .2};
    const double p1[] = {.5, .3};
    alm_bennet_result b;
    (void)state;
    assert_int_equal(alm_bennet(&b, s0, s1, p0, p1, 2, NULL), ALM_OK);
    assert_near(b.change, 0.12, 1e-12);
    assert_near(b.within, 0.10, 1e-12);
    assert_near(b.between, 0.02, 1e-12);
}

/* Domain reference lag_toy, by hand: B = 22 in 2003, A passed 22 in
 * 2001 + 2/15. */
static void measures_distance_in_time(void **state)
{
    const double t[] = {2000, 2001, 2002, 2003}, a[] = {10, 20, 35, 50};
    const double waves[] = {10, 30, 15, 40};
    alm_time_distance d;
    alm_error err;
    (void)state;
    assert_ok(alm_s_time_distance(&d, t, a, 4, 22, 2003, &err), &err);
    assert_near(d.lag.value, 1.8666666667, 1e-9);
    assert_int_equal(d.censored, 0);
    assert_ok(alm_s_time_distance(&d, t, a, 4, 5, 2003, &err), &err);
    assert_int_equal(d.censored, 1);
    assert_near(d.lag.value, 3.0, 0.0);
    assert_ok(alm_s_time_distance(&d, t, a, 4, 60, 2003, &err), &err);
    assert_string_equal(d.lag.why, "ahead");
    assert_ok(alm_s_time_distance(&d, t, waves, 4, 20, 2003, &err), &err);
    assert_int_equal(d.crossings, 3);
    assert_near(d.reached.value, 2000.5, 1e-12);
}

static alm_status run_all(void *unused)
{
    double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    lattice l;
    alm_moran_result r;
    alm_bootstrap_result b;
    const alm_neighbours w = make_lattice(&l, 9);
    (void)unused;
    const alm_status status = alm_moran(&r, NULL, x, &w, 9, 1, NULL);
    if (status != ALM_OK)
        return status;
    return alm_bootstrap(&b, mean_of_rows, x, 9, 99, 0.9, 1, NULL);
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    sweep_allocations(run_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_on_a_lattice),
        cmocka_unit_test(leaves_islands_out_and_counts_them),
        cmocka_unit_test(agrees_with_spdep_on_48_states),
        cmocka_unit_test(refuses_odd_neighbours),
        cmocka_unit_test(bootstraps_a_mean),
        cmocka_unit_test(draws_as_the_published_generator),
        cmocka_unit_test(grows_by_dates),
        cmocka_unit_test(splits_growth_into_shifts_and_shares),
        cmocka_unit_test(splits_a_change_within_and_between),
        cmocka_unit_test(measures_distance_in_time),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
