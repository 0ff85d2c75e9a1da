#include "stats/nonlinear.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

/* The model is a function of the script. The kernel calls it while it holds
 * memory, so nothing may be raised through it: what goes wrong is kept, the
 * model then has no value, and it is raised once the kernel is done. */
typedef struct script_model {
    lua_State *L;
    size_t p;
    int function;   /* stack indices */
    int parameters; /* a table that is used again and again */
    int failure;    /* where the first error is kept */
    bool failed;
} script_model;

static double call_model(const double *b, size_t i, void *context)
{
    script_model *m = context;
    lua_State *L = m->L;
    double value = NAN;

    if (m->failed)
        return NAN;
    for (size_t j = 0; j < m->p; j++) {
        lua_pushnumber(L, b[j]);
        lua_rawseti(L, m->parameters, (lua_Integer)j + 1);
    }
    lua_pushvalue(L, m->function);
    lua_pushvalue(L, m->parameters);
    lua_pushinteger(L, (lua_Integer)i + 1);
    if (lua_pcall(L, 2, 1, 0) != LUA_OK) {
        m->failed = true;
        lua_replace(L, m->failure);
        return NAN;
    }
    if (lua_type(L, -1) == LUA_TNUMBER)
        value = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return value;
}

static void push_list(lua_State *L, const char *name, const double *values,
                      size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t j = 0; j < n; j++) {
        lua_pushnumber(L, values[j]);
        lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, name);
}

static void push_figures(lua_State *L, const char *name,
                         const alm_figure *figures, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t j = 0; j < n; j++) {
        if (figures[j].why != NULL)
            continue;
        lua_pushnumber(L, figures[j].value);
        lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, name);
}

void alm_stats_push_nonlinear(lua_State *L, const alm_nonlinear *fit)
{
    const alm_named_figure figures[] = {
        {"sigma", fit->sigma},
        {"aic", fit->aic},
        {"aicc", fit->aicc},
        {"bic", fit->bic},
    };
    alm_result_flag(L, "converged", fit->converged);
    if (fit->why != NULL)
        alm_result_text(L, "why", fit->why);
    alm_result_count(L, "iterations", fit->iterations);
    alm_result_number(L, "rss", fit->rss);
    alm_result_number(L, "df", fit->df);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    push_list(L, "estimates", fit->b, fit->p);
    push_figures(L, "se", fit->se, fit->p);
}

/* The option `name`, a list of p bounds; NULL when it is absent. */
static const double *read_bounds(lua_State *L, int options, const char *name,
                                 size_t p)
{
    alm_series bounds;

    if (!alm_option_push(L, options, name))
        return NULL;
    alm_series_read(L, &bounds, -1, name);
    if (bounds.n != p)
        alm_lua_fail(L, ALM_EINVAL, "%s has %zu bounds for %zu parameters",
                     name, bounds.n, p);
    for (size_t j = 0; j < p; j++)
        if (!bounds.present[j])
            alm_lua_fail(L, ALM_EINVAL, "bound %zu of %s is missing", j + 1,
                         name);
    return bounds.values;
}

/* The starts at 3, one after the other; sets how many parameters there are. */
static const double *read_starts(lua_State *L, size_t *count, size_t *p)
{
    alm_series *rows;

    *count = alm_stats_list(L, &rows, 3, 0, "a start");
    if (*count == 0)
        alm_lua_fail(L, ALM_EINVAL, "no start is given");
    *p = rows[0].n;
    if (*p == 0 || *p > ALM_NONLINEAR_MAX)
        alm_lua_fail(L, ALM_EINVAL, "a model has 1 to %d parameters, not %zu",
                     ALM_NONLINEAR_MAX, *p);
    double *starts = alm_lua_scratch(L, *count * *p, sizeof *starts);
    for (size_t i = 0; i < *count; i++) {
        alm_series *const row[] = {&rows[i]};
        if (rows[i].n != *p || alm_series_complete(L, row, 1) > 0)
            alm_lua_fail(L, ALM_EINVAL, "start %zu wants %zu numbers", i + 1,
                         *p);
        for (size_t j = 0; j < *p; j++)
            starts[i * *p + j] = rows[i].values[j];
    }
    return starts;
}

static void check_model(lua_State *L, const script_model *m, alm_status status,
                        const alm_error *err)
{
    if (m->failed) {
        lua_pushvalue(L, m->failure);
        lua_error(L);
    }
    alm_result_check(L, status, err);
}

/* Adds the profile intervals `low` and `high` to the result on top. */
static void push_profiles(lua_State *L, const alm_nonlinear_problem *q,
                          const alm_nonlinear *fit, double level,
                          const script_model *m)
{
    alm_figure low[ALM_NONLINEAR_MAX];
    alm_figure high[ALM_NONLINEAR_MAX];
    alm_error err;

    for (size_t j = 0; j < fit->p; j++) {
        low[j] = high[j] = alm_figure_undefined("held");
        if (q->low != NULL && q->high != NULL && q->low[j] == q->high[j])
            continue;
        const alm_status status =
            alm_nonlinear_profile(&low[j], &high[j], q, fit, j, level, &err);
        check_model(L, m, status, &err);
    }
    push_figures(L, "low", low, fit->p);
    push_figures(L, "high", high, fit->p);
}

/* nonlinear(y, model, {start, ...}, {low, high, level = 0.95}): model(b, i) is
 * the value of row i under the parameters b, each start a list of them. { n,
 * converged, why, estimates, se, low, high, rss, df, sigma, aic, aicc, bic };
 * low and high by profile likelihood, of a fit that converged. */
static int stats_nonlinear(lua_State *L)
{
    static const char *const known[] = {"low", "high", "level", NULL};
    const int options = alm_options_check(L, 4, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    alm_series y;
    alm_nonlinear fit;
    alm_error err;
    size_t count;
    size_t p;

    luaL_checktype(L, 2, LUA_TFUNCTION);
    if (alm_stats_one(L, &y) > 0)
        alm_lua_fail(L, ALM_EINVAL, "y has missing values");
    const double *starts = read_starts(L, &count, &p);
    const double *low = read_bounds(L, options, "low", p);
    const double *high = read_bounds(L, options, "high", p);
    lua_createtable(L, (int)p, 0);
    lua_pushnil(L);
    script_model m = {.L = L, .p = p, .function = 2};
    m.failure = lua_gettop(L);
    m.parameters = m.failure - 1;
    luaL_checkstack(L, 8, NULL);
    const alm_nonlinear_problem q = {
        .n = y.n,
        .p = p,
        .y = y.values,
        .model = call_model,
        .context = &m,
        .low = low,
        .high = high,
    };
    const alm_status status =
        alm_nonlinear_fit_best(&fit, &q, starts, count, &err);
    check_model(L, &m, status, &err);
    alm_result_new(L, fit.n, 0);
    alm_stats_push_nonlinear(L, &fit);
    if (fit.converged && fit.df > 0.0)
        push_profiles(L, &q, &fit, level, &m);
    return 1;
}

const luaL_Reg alm_stats_nonlinear[] = {
    {"nonlinear", stats_nonlinear},
    {NULL, NULL},
};
