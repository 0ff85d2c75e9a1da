#include "stats/diffusion.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

/* name = { estimate, se } */
static void push_parameter(lua_State *L, const char *name,
                           const alm_nonlinear *fit, size_t j)
{
    lua_createtable(L, 0, 4);
    alm_result_number(L, "estimate", fit->b[j]);
    if (fit->se[j].why == NULL)
        alm_result_number(L, "se", fit->se[j].value);
    lua_setfield(L, -2, name);
}

/* Adds an interval to the parameter `name` of the result on top. */
static void push_interval(lua_State *L, const char *name, alm_figure low,
                          alm_figure high)
{
    lua_getfield(L, -1, name);
    if (low.why == NULL)
        alm_result_number(L, "low", low.value);
    if (high.why == NULL)
        alm_result_number(L, "high", high.value);
    lua_pop(L, 1);
}

static void push_forecasts(lua_State *L, const alm_diffusion *d,
                           const alm_series *at, double level)
{
    alm_error err;

    lua_createtable(L, (int)at->n, 0);
    for (size_t i = 0; i < at->n; i++) {
        alm_forecast f;
        alm_result_check(
            L, alm_diffusion_forecast(&f, d, at->values[i], level, &err), &err);
        const alm_named_figure figures[] = {
            {"se", f.se},
            {"low", f.low},
            {"high", f.high},
            {"predicted_low", f.predicted_low},
            {"predicted_high", f.predicted_high},
        };
        lua_createtable(L, 0, 7);
        alm_result_number(L, "t", at->values[i]);
        alm_result_number(L, "fit", f.fit);
        alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "forecasts");
}

static void push_reaches(lua_State *L, const alm_diffusion *d,
                         const alm_series *levels, double level)
{
    alm_error err;

    lua_createtable(L, (int)levels->n, 0);
    for (size_t i = 0; i < levels->n; i++) {
        alm_reach r;
        alm_result_check(
            L, alm_diffusion_reach(&r, d, levels->values[i], level, &err),
            &err);
        const alm_named_figure figures[] = {
            {"t", r.t}, {"low", r.low}, {"high", r.high}};
        lua_createtable(L, 0, 5);
        alm_result_number(L, "y", levels->values[i]);
        alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "reached");
}

/* The option `name`, a list of numbers; an empty one when it is absent. */
static alm_series read_list(lua_State *L, int options, const char *name)
{
    alm_series list = {.n = 0};

    if (!alm_option_push(L, options, name))
        return list;
    alm_series_read(L, &list, -1, name);
    alm_series *const all[] = {&list};
    alm_series_complete(L, all, 1);
    return list;
}

static int push_diffusion(lua_State *L, const alm_diffusion *d, size_t missing)
{
    alm_result_new(L, d->n, missing);
    alm_result_count(L, "zeros", d->zeros);
    if (d->why != NULL) {
        alm_result_text(L, "reason", d->why);
        return 1;
    }
    alm_stats_push_nonlinear(L, &d->fit);
    push_parameter(L, "k", &d->fit, 0);
    push_parameter(L, "m", &d->fit, 1);
    push_parameter(L, "s", &d->fit, 2);
    push_interval(L, "k", d->k_low, d->k_high);
    alm_result_flag(L, "identified", d->verdict == NULL);
    if (d->verdict != NULL)
        alm_result_text(L, "verdict", d->verdict);
    alm_result_number(L, "inflection", d->inflection);
    alm_result_number(L, "inflection_y", d->inflection_y);
    alm_result_number(L, "ten_to_ninety", d->ten_to_ninety);
    alm_result_figure(L, "rmse", d->rmse);
    return 1;
}

/* diffusion(t, y, {curve = "logistic" | "gompertz", k_max, k_fixed, level, at,
 * reach}): { n, zeros, k, m, s = { estimate, se, low, high }, identified,
 * verdict, inflection, inflection_y, ten_to_ninety, rmse, aicc, forecasts at
 * the times `at`, dates `reached` of the levels `reach` }; without a fit the
 * reason. */
static int stats_diffusion(lua_State *L)
{
    static const char *const known[] = {"curve", "k_max", "k_fixed", "level",
                                        "at",    "reach", NULL};
    static const alm_choice curves[] = {
        {"logistic", ALM_LOGISTIC}, {"gompertz", ALM_GOMPERTZ}, {NULL, 0}};
    const int options = alm_options_check(L, 3, known);
    const int curve = alm_option_choice(L, options, "curve", curves);
    const alm_diffusion_options given = {
        .k_max = alm_option_number(L, options, "k_max", 0.0),
        .k_fixed = alm_option_number(L, options, "k_fixed", 0.0),
        .level = alm_option_number(L, options, "level", 0.95),
    };
    alm_series t;
    alm_series y;
    alm_diffusion d;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &t, &y);

    const alm_series at = read_list(L, options, "at");
    const alm_series reach = read_list(L, options, "reach");
    alm_result_check(L,
                     alm_diffusion_fit(&d, (alm_curve)curve, t.values, y.values,
                                       t.n, &given, &err),
                     &err);
    push_diffusion(L, &d, missing);
    if (d.why == NULL && d.fit.converged) {
        push_forecasts(L, &d, &at, given.level);
        push_reaches(L, &d, &reach, given.level);
    }
    return 1;
}

/* bass(increments, {ends, level}): { n, m, p, q = { estimate, se }, identified,
 * verdict, peak_time, peak_total, peak_rate }; m has an interval. */
static int stats_bass(lua_State *L)
{
    static const char *const known[] = {"ends", "level", NULL};
    const int options = alm_options_check(L, 2, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    alm_series x;
    alm_bass b;
    alm_error err;

    if (alm_stats_one(L, &x) > 0)
        alm_lua_fail(L, ALM_EINVAL, "an increment is missing");
    const alm_series ends = read_list(L, options, "ends");
    if (ends.n > 0 && ends.n != x.n)
        alm_lua_fail(L, ALM_EINVAL, "%zu increments have %zu ends", x.n,
                     ends.n);
    alm_result_check(L,
                     alm_bass_fit(&b, x.values, ends.n > 0 ? ends.values : NULL,
                                  x.n, level, &err),
                     &err);
    alm_result_new(L, b.n, 0);
    if (b.why != NULL) {
        alm_result_text(L, "reason", b.why);
        return 1;
    }
    const alm_named_figure figures[] = {
        {"peak_time", b.peak_time},
        {"peak_total", b.peak_total},
        {"peak_rate", b.peak_rate},
    };
    alm_stats_push_nonlinear(L, &b.fit);
    push_parameter(L, "m", &b.fit, 0);
    push_parameter(L, "p", &b.fit, 1);
    push_parameter(L, "q", &b.fit, 2);
    push_interval(L, "m", b.m_low, b.m_high);
    alm_result_flag(L, "identified", b.verdict == NULL);
    if (b.verdict != NULL)
        alm_result_text(L, "verdict", b.verdict);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

const luaL_Reg alm_stats_diffusion[] = {
    {"diffusion", stats_diffusion},
    {"bass", stats_bass},
    {NULL, NULL},
};
