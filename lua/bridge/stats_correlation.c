#include "stats/correlation.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

typedef alm_status coefficient(alm_correlation *out, const double *x,
                               const double *y, size_t n, double level,
                               alm_error *err);

/* How the p of a result was found. */
static const char *const p_methods[] = {
    [ALM_P_NONE] = NULL,
    [ALM_P_EXACT] = "exact",
    [ALM_P_T] = "t",
    [ALM_P_NORMAL] = "normal",
};

/* { n, missing, r, p, method, low, high, level, df and the statistic under the
 * name `statistic` } */
static int push_correlation(lua_State *L, const alm_correlation *c,
                            size_t missing, double level, const char *statistic)
{
    alm_result_new(L, c->n, missing);
    alm_result_figure(L, "r", c->r);
    alm_result_figure(L, statistic, c->statistic);
    alm_result_figure(L, "p", c->p);
    alm_result_figure(L, "low", c->low);
    alm_result_figure(L, "high", c->high);
    alm_result_number(L, "level", level);
    if (c->df > 0.0)
        alm_result_number(L, "df", c->df);
    if (p_methods[c->method] != NULL)
        alm_result_text(L, "method", p_methods[c->method]);
    return 1;
}

static double read_level(lua_State *L)
{
    static const char *const known[] = {"level", NULL};
    const int options = alm_options_check(L, 3, known);

    return alm_option_number(L, options, "level", 0.95);
}

static size_t correlate(lua_State *L, alm_correlation *c, coefficient *kernel,
                        double level)
{
    alm_series x;
    alm_series y;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &x, &y);

    alm_result_check(L, kernel(c, x.values, y.values, x.n, level, &err), &err);
    return missing;
}

/* pearson(x, y, {level = 0.95}): the statistic is t. */
static int stats_pearson(lua_State *L)
{
    const double level = read_level(L);
    alm_correlation c;
    const size_t missing = correlate(L, &c, alm_pearson, level);

    return push_correlation(L, &c, missing, level, "t");
}

/* spearman(x, y, {level = 0.95}): the statistic is S. */
static int stats_spearman(lua_State *L)
{
    const double level = read_level(L);
    alm_correlation c;
    const size_t missing = correlate(L, &c, alm_spearman, level);

    return push_correlation(L, &c, missing, level, "s");
}

/* kendall(x, y, {level = 0.95}): the statistic is the number of concordant
 * pairs where p is exact, else z. */
static int stats_kendall(lua_State *L)
{
    const double level = read_level(L);
    alm_correlation c;
    const size_t missing = correlate(L, &c, alm_kendall, level);

    return push_correlation(L, &c, missing, level,
                            c.method == ALM_P_EXACT ? "concordant" : "z");
}

/* covariance(x, y) */
static int stats_covariance(lua_State *L)
{
    alm_series x;
    alm_series y;
    alm_figure figure;
    alm_error err;

    alm_stats_pair(L, &x, &y);
    alm_result_check(L, alm_covariance(&figure, x.values, y.values, x.n, &err),
                     &err);
    return alm_result_push(L, figure);
}

/* partial_correlation(x, y, {control, ...}, {level = 0.95}) */
static int stats_partial_correlation(lua_State *L)
{
    static const char *const known[] = {"level", NULL};
    const int options = alm_options_check(L, 4, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    alm_series *all;
    alm_correlation c;
    alm_error err;
    const size_t k = alm_stats_list(L, &all, 3, 2, "controls");

    alm_series_read(L, &all[0], 1, "x");
    alm_series_read(L, &all[1], 2, "y");
    const size_t missing = alm_stats_complete_list(L, all, k + 2);
    const double **controls = alm_lua_scratch(L, k, sizeof *controls);
    for (size_t j = 0; j < k; j++)
        controls[j] = all[j + 2].values;
    alm_result_check(L,
                     alm_partial_correlation(&c, all[0].values, all[1].values,
                                             controls, k, all[0].n, level,
                                             &err),
                     &err);
    return push_correlation(L, &c, missing, level, "t");
}

/* leave_one_out(x, y): { n, missing, low, high, low_at, high_at, most_at }, the
 * positions being those in x and y as given. */
static int stats_leave_one_out(lua_State *L)
{
    alm_series x;
    alm_series y;
    alm_leave_one_out left;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &x, &y);

    alm_result_check(
        L,
        alm_pearson_leave_one_out(&left, NULL, x.values, y.values, x.n, &err),
        &err);
    alm_result_new(L, x.n, missing);
    alm_result_figure(L, "low", left.low);
    alm_result_figure(L, "high", left.high);
    if (left.low.why != NULL)
        return 1;
    const size_t at[] = {left.low_at, left.high_at, left.most_at};
    const char *const names[] = {"low_at", "high_at", "most_at"};
    for (size_t i = 0; i < 3; i++)
        alm_result_count(L, names[i], alm_stats_place(&x, &y, at[i]));
    return 1;
}

const luaL_Reg alm_stats_correlation[] = {
    {"pearson", stats_pearson},
    {"spearman", stats_spearman},
    {"kendall", stats_kendall},
    {"covariance", stats_covariance},
    {"partial_correlation", stats_partial_correlation},
    {"leave_one_out", stats_leave_one_out},
    {NULL, NULL},
};
