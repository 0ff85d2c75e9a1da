#include "stats/tests.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"
#include "stats/padjust.h"

/* Two samples of their own: what is missing in one says nothing of the other.
 */
typedef struct samples {
    alm_series x, y;
    size_t missing;
} samples;

static void read_samples(lua_State *L, samples *s)
{
    alm_series *const x[] = {&s->x};
    alm_series *const y[] = {&s->y};

    alm_series_read(L, &s->x, 1, "x");
    alm_series_read(L, &s->y, 2, "y");
    s->missing = alm_series_complete(L, x, 1) + alm_series_complete(L, y, 1);
}

static int push_t(lua_State *L, const alm_t_result *r, size_t n, size_t missing,
                  double level)
{
    const alm_named_figure figures[] = {
        {"estimate", r->estimate}, {"t", r->t},       {"p", r->p},
        {"low", r->low},           {"high", r->high},
    };
    alm_result_new(L, n, missing);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    alm_result_number(L, "df", r->df);
    alm_result_number(L, "level", level);
    return 1;
}

static int one_sample(lua_State *L, int options, double level)
{
    const double mu = alm_option_number(L, options, "mu", 0.0);
    alm_series x;
    alm_t_result r;
    alm_error err;
    const size_t missing = alm_stats_one(L, &x);

    alm_result_check(L, alm_t_one_sample(&r, x.values, x.n, mu, level, &err),
                     &err);
    return push_t(L, &r, x.n, missing, level);
}

static int paired_samples(lua_State *L, double level)
{
    alm_series x;
    alm_series y;
    alm_t_result r;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &x, &y);

    alm_result_check(L, alm_t_paired(&r, x.values, y.values, x.n, level, &err),
                     &err);
    return push_t(L, &r, x.n, missing, level);
}

/* t_test(x [, y], {paired, pooled, mu, level}): without y of one mean against
 * mu; Welch's unless the variances are pooled. */
static int stats_t_test(lua_State *L)
{
    static const char *const known[] = {"paired", "pooled", "mu", "level",
                                        NULL};
    const int options = alm_options_check(L, 3, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    const bool pooled = alm_option_flag(L, options, "pooled", false);
    samples s;
    alm_t_result r;
    alm_error err;

    if (lua_isnoneornil(L, 2))
        return one_sample(L, options, level);
    if (alm_option_flag(L, options, "paired", false))
        return paired_samples(L, level);
    read_samples(L, &s);
    alm_result_check(L,
                     alm_t_two_sample(&r, s.x.values, s.x.n, s.y.values, s.y.n,
                                      pooled, level, &err),
                     &err);
    return push_t(L, &r, s.x.n + s.y.n, s.missing, level);
}

/* variance_test(x, y, {level}): F of var(x) / var(y). */
static int stats_variance_test(lua_State *L)
{
    static const char *const known[] = {"level", NULL};
    const int options = alm_options_check(L, 3, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    samples s;
    alm_variance_result r;
    alm_error err;

    read_samples(L, &s);
    alm_result_check(L,
                     alm_variance_test(&r, s.x.values, s.x.n, s.y.values, s.y.n,
                                       level, &err),
                     &err);
    const alm_named_figure figures[] = {
        {"f", r.f}, {"p", r.p}, {"low", r.low}, {"high", r.high}};
    alm_result_new(L, s.x.n + s.y.n, s.missing);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    alm_result_number(L, "df1", r.df1);
    alm_result_number(L, "df2", r.df2);
    return 1;
}

static int push_rank_test(lua_State *L, const alm_rank_result *r, size_t n,
                          size_t missing, const char *statistic)
{
    const alm_named_figure figures[] = {
        {statistic, r->statistic}, {"p", r->p}, {"effect", r->effect}};
    alm_result_new(L, n, missing);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    if (r->method == ALM_P_EXACT || r->method == ALM_P_NORMAL)
        alm_result_text(L, "method",
                        r->method == ALM_P_EXACT ? "exact" : "normal");
    return 1;
}

static bool read_continuity(lua_State *L)
{
    static const char *const known[] = {"continuity", NULL};
    const int options = alm_options_check(L, 3, known);

    return alm_option_flag(L, options, "continuity", true);
}

/* mann_whitney(x, y, {continuity = true}) */
static int stats_mann_whitney(lua_State *L)
{
    const bool continuity = read_continuity(L);
    samples s;
    alm_rank_result r;
    alm_error err;

    read_samples(L, &s);
    alm_result_check(L,
                     alm_mann_whitney(&r, s.x.values, s.x.n, s.y.values, s.y.n,
                                      continuity, &err),
                     &err);
    return push_rank_test(L, &r, s.x.n + s.y.n, s.missing, "w");
}

/* signed_rank(x [, y], {continuity = true}): of x, or of x - y. */
static int stats_signed_rank(lua_State *L)
{
    const bool continuity = read_continuity(L);
    alm_series x;
    alm_series y;
    size_t missing;
    alm_rank_result r;
    alm_error err;

    if (lua_isnoneornil(L, 2)) {
        missing = alm_stats_one(L, &x);
    } else {
        missing = alm_stats_pair(L, &x, &y);
        for (size_t i = 0; i < x.n; i++)
            x.values[i] -= y.values[i];
    }
    alm_result_check(L, alm_signed_rank(&r, x.values, x.n, continuity, &err),
                     &err);
    push_rank_test(L, &r, x.n, missing, "v");
    alm_result_count(L, "dropped", r.dropped);
    return 1;
}

static int push_chi2(lua_State *L, const alm_chi2_result *r)
{
    const alm_named_figure figures[] = {
        {"chi2", r->chi2}, {"p", r->p}, {"cramer_v", r->cramer_v}};
    lua_createtable(L, 0, 6);
    alm_result_number(L, "total", r->total);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    alm_result_number(L, "df", r->df);
    alm_result_number(L, "least_expected", r->least_expected);
    return 1;
}

/* The list of rows at 1 as one array; sets how wide it is. */
static double *read_counts(lua_State *L, size_t *rows, size_t *columns)
{
    alm_series *all;

    *rows = alm_stats_list(L, &all, 1, 0, "a row of counts");
    *columns = *rows > 0 ? all[0].n : 0;
    double *counts = alm_lua_scratch(L, *rows * *columns + 1, sizeof *counts);
    for (size_t i = 0; i < *rows; i++) {
        if (all[i].n != *columns)
            alm_lua_fail(L, ALM_EINVAL, "row %zu has %zu counts, row 1 has %zu",
                         i + 1, all[i].n, *columns);
        for (size_t j = 0; j < *columns; j++) {
            if (!all[i].present[j])
                alm_lua_fail(L, ALM_EINVAL, "count %zu of row %zu is missing",
                             j + 1, i + 1);
            counts[i * *columns + j] = all[i].values[j];
        }
    }
    return counts;
}

/* chi_square({{count, ...}, ...}): independence of rows and columns. */
static int stats_chi_square(lua_State *L)
{
    static const char *const known[] = {NULL};
    alm_chi2_result r;
    size_t rows;
    size_t columns;
    alm_error err;

    alm_options_check(L, 2, known);
    const double *counts = read_counts(L, &rows, &columns);
    alm_result_check(L, alm_chi2_table(&r, NULL, counts, rows, columns, &err),
                     &err);
    return push_chi2(L, &r);
}

/* chi_square_fit(counts [, shares]) */
static int stats_chi_square_fit(lua_State *L)
{
    alm_series counts;
    alm_series shares;
    alm_chi2_result r;
    alm_error err;
    const bool even = lua_isnoneornil(L, 2);
    const size_t missing =
        even ? alm_stats_one(L, &counts) : alm_stats_pair(L, &counts, &shares);

    if (missing > 0)
        alm_lua_fail(L, ALM_EINVAL, "%zu counts or shares are missing",
                     missing);
    alm_result_check(L,
                     alm_chi2_goodness(&r, counts.values,
                                       even ? NULL : shares.values, counts.n,
                                       &err),
                     &err);
    return push_chi2(L, &r);
}

/* shapiro_wilk(x) */
static int stats_shapiro_wilk(lua_State *L)
{
    static const char *const known[] = {NULL};
    alm_series x;
    alm_shapiro_result r;
    alm_error err;

    alm_options_check(L, 2, known);
    const size_t missing = alm_stats_one(L, &x);
    alm_result_check(L, alm_shapiro_wilk(&r, x.values, x.n, &err), &err);
    alm_result_new(L, x.n, missing);
    alm_result_figure(L, "w", r.w);
    alm_result_figure(L, "p", r.p);
    return 1;
}

static const alm_choice adjustments[] = {
    {"holm", ALM_ADJUST_HOLM},
    {"bonferroni", ALM_ADJUST_BONFERRONI},
    {"hochberg", ALM_ADJUST_HOCHBERG},
    {"hommel", ALM_ADJUST_HOMMEL},
    {"bh", ALM_ADJUST_BH},
    {"by", ALM_ADJUST_BY},
    {NULL, 0},
};

/* p_adjust(p, {method = "holm"}): a list as long as p, with its holes. */
static int stats_p_adjust(lua_State *L)
{
    static const char *const known[] = {"method", NULL};
    const int options = alm_options_check(L, 2, known);
    const int method = alm_option_choice(L, options, "method", adjustments);
    alm_series p;
    alm_series *const all[] = {&p};
    alm_error err;

    alm_series_read(L, &p, 1, "p");
    const size_t length = p.n;
    alm_series_complete(L, all, 1);
    alm_result_check(
        L, alm_p_adjust(p.values, p.values, p.n, (alm_adjust)method, &err),
        &err);
    alm_result_list(L, p.values, p.present, length, false);
    return 1;
}

const luaL_Reg alm_stats_tests[] = {
    {"t_test", stats_t_test},
    {"variance_test", stats_variance_test},
    {"mann_whitney", stats_mann_whitney},
    {"signed_rank", stats_signed_rank},
    {"chi_square", stats_chi_square},
    {"chi_square_fit", stats_chi_square_fit},
    {"shapiro_wilk", stats_shapiro_wilk},
    {"p_adjust", stats_p_adjust},
    {NULL, NULL},
};
