#include "stats/regress.h"

#include <math.h>
#include <string.h>

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

static const char *const known_options[] = {"intercept", "level", "weights",
                                            "at", NULL};

/* A call: what goes in, and room in Lua memory for what comes out, so that the
 * C object is freed before anything can raise. */
typedef struct regression_call {
    alm_series *all; /* y, weights, the columns */
    size_t k;        /* columns, or the degree of a polynomial */
    size_t missing, length;
    alm_regression_options options;
    alm_series at; /* rows to predict, one after the other */
    size_t points;
    alm_regression r; /* its arrays are those below */
    alm_prediction *predictions;
} regression_call;

static void read_options(lua_State *L, regression_call *c, int options)
{
    c->options.no_intercept = !alm_option_flag(L, options, "intercept", true);
    c->options.level = alm_option_number(L, options, "level", 0.95);
    if (alm_option_push(L, options, "weights"))
        alm_series_read(L, &c->all[1], -1, "weights");
    else
        c->all[1] = (alm_series){.what = NULL};
}

/* Keeps the complete rows, of which the weights may be absent. */
static void complete(lua_State *L, regression_call *c, size_t columns)
{
    alm_series **series = alm_lua_scratch(L, columns + 2, sizeof *series);
    size_t count = 0;

    c->length = c->all[0].n;
    for (size_t i = 0; i < columns + 2; i++)
        if (c->all[i].what != NULL)
            series[count++] = &c->all[i];
    if (c->all[1].what != NULL)
        alm_series_demand(L, &c->all[1], &c->all[0]);
    c->missing = alm_series_complete(L, series, count);
    for (size_t s = 1; s < count; s++)
        for (size_t i = 0; i < c->length; i++)
            c->all[0].present[i] =
                c->all[0].present[i] && series[s]->present[i];
    c->options.weights = c->all[1].what != NULL ? c->all[1].values : NULL;
}

/* The rows of the option `at`: a list of lists, each of `width` numbers. */
static void read_at(lua_State *L, regression_call *c, int options, size_t width)
{
    alm_series *rows;

    c->points = 0;
    if (!alm_option_push(L, options, "at"))
        return;
    c->points = alm_stats_list(L, &rows, lua_gettop(L), 0, "a row of at");
    c->at.values =
        alm_lua_scratch(L, c->points * width + 1, sizeof *c->at.values);
    for (size_t i = 0; i < c->points; i++) {
        alm_series *const row[] = {&rows[i]};
        if (rows[i].n != width || alm_series_complete(L, row, 1) > 0)
            alm_lua_fail(L, ALM_EINVAL, "row %zu of at wants %zu numbers",
                         i + 1, width);
        memcpy(c->at.values + i * width, rows[i].values,
               width * sizeof *rows[i].values);
    }
}

static void make_room(lua_State *L, regression_call *c)
{
    const size_t n = c->all[0].n;

    c->r.coef = alm_lua_scratch(L, c->k + 1, sizeof *c->r.coef);
    c->r.fitted = alm_lua_scratch(L, n, sizeof(double));
    c->r.residuals = alm_lua_scratch(L, n, sizeof(double));
    c->r.leverage = alm_lua_scratch(L, n, sizeof(double));
    c->r.cooks = alm_lua_scratch(L, n, sizeof(double));
    c->r.student = alm_lua_scratch(L, n, sizeof(double));
    c->predictions = alm_lua_scratch(L, c->points + 1, sizeof *c->predictions);
}

/* Moves what was found into the room made for it, and frees the rest. */
static void keep(regression_call *c, alm_regression *found)
{
    const size_t bytes = found->n * sizeof(double);
    alm_regression kept = *found;

    kept.coef = memcpy(c->r.coef, found->coef, found->k * sizeof *found->coef);
    kept.fitted = memcpy(c->r.fitted, found->fitted, bytes);
    kept.residuals = memcpy(c->r.residuals, found->residuals, bytes);
    kept.leverage = memcpy(c->r.leverage, found->leverage, bytes);
    kept.cooks = memcpy(c->r.cooks, found->cooks, bytes);
    kept.student = memcpy(c->r.student, found->student, bytes);
    kept.inverse = NULL;
    alm_regression_free(found);
    c->r = kept;
}

static alm_status predict(regression_call *c, const alm_regression *found,
                          size_t width, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < c->points && status == ALM_OK; i++)
        status = alm_regression_predict(&c->predictions[i], found,
                                        c->at.values + i * width,
                                        c->options.level, err);
    return status;
}

static void push_coefficients(lua_State *L, const alm_regression *r)
{
    lua_createtable(L, (int)r->k, 0);
    for (size_t i = 0; i < r->k; i++) {
        const alm_coefficient *b = &r->coef[i];
        const alm_named_figure figures[] = {
            {"se", b->se},   {"t", b->t},       {"p", b->p},
            {"low", b->low}, {"high", b->high}, {"vif", b->vif},
        };
        lua_createtable(L, 0, 8);
        alm_result_number(L, "estimate", b->estimate);
        for (size_t f = 0; f < sizeof figures / sizeof figures[0]; f++)
            if (figures[f].figure.why == NULL)
                alm_result_number(L, figures[f].name, figures[f].figure.value);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "coefficients");
}

static void push_predictions(lua_State *L, const regression_call *c)
{
    if (c->points == 0)
        return;
    lua_createtable(L, (int)c->points, 0);
    for (size_t i = 0; i < c->points; i++) {
        const alm_prediction *p = &c->predictions[i];
        const alm_named_figure figures[] = {
            {"se", p->se},
            {"low", p->low},
            {"high", p->high},
            {"predicted_low", p->predicted_low},
            {"predicted_high", p->predicted_high},
        };
        lua_createtable(L, 0, 7);
        alm_result_number(L, "fit", p->fit);
        alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "predictions");
}

/* One value a row, at the places of the rows given; none where it is NaN. */
static void push_row_values(lua_State *L, const regression_call *c,
                            const char *name, const double *values)
{
    size_t next = 0;

    lua_createtable(L, (int)c->length, 1);
    alm_result_count(L, "n", c->length);
    for (size_t i = 0; i < c->length; i++) {
        if (!c->all[0].present[i])
            continue;
        const double value = values[next++];
        if (isnan(value))
            continue;
        lua_pushnumber(L, value);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, name);
}

static int push_regression(lua_State *L, const regression_call *c)
{
    const alm_regression *r = &c->r;
    const alm_named_figure figures[] = {
        {"sigma", r->sigma},
        {"r2", r->r2},
        {"adjusted_r2", r->adjusted_r2},
        {"f", r->f},
        {"p", r->f_p},
        {"log_likelihood", r->log_likelihood},
        {"aic", r->aic},
        {"bic", r->bic},
        {"durbin_watson", r->durbin_watson},
    };
    alm_result_new(L, r->n, c->missing);
    alm_result_number(L, "df_model", r->df_model);
    alm_result_number(L, "df_residual", r->df_residual);
    alm_result_number(L, "rss", r->rss);
    alm_result_number(L, "tss", r->tss);
    alm_result_flag(L, "intercept", r->intercept);
    alm_result_flag(L, "exact", r->exact);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    push_coefficients(L, r);
    push_predictions(L, c);
    push_row_values(L, c, "fitted", r->fitted);
    push_row_values(L, c, "residuals", r->residuals);
    push_row_values(L, c, "leverage", r->leverage);
    push_row_values(L, c, "cooks", r->cooks);
    push_row_values(L, c, "student", r->student);
    return 1;
}

/* regress(y, {x, ...}, {intercept = true, level = 0.95, weights, at}): { n,
 * missing, coefficients (the intercept first), r2, ..., and one value a row of
 * fitted, residuals, leverage, cooks, student }. `at` is a list of rows to
 * predict. */
static int stats_regress(lua_State *L)
{
    const int options = alm_options_check(L, 3, known_options);
    regression_call c = {0};
    alm_regression found;
    alm_error err;

    c.k = alm_stats_list(L, &c.all, 2, 2, "a column");
    alm_series_read(L, &c.all[0], 1, "y");
    read_options(L, &c, options);
    complete(L, &c, c.k);
    read_at(L, &c, options, c.k);
    make_room(L, &c);
    const double **columns = alm_lua_scratch(L, c.k + 1, sizeof *columns);
    for (size_t j = 0; j < c.k; j++)
        columns[j] = c.all[j + 2].values;
    alm_result_check(L,
                     alm_regress(&found, c.all[0].values, columns, c.k,
                                 c.all[0].n, &c.options, &err),
                     &err);
    const alm_status status = predict(&c, &found, c.k, &err);
    keep(&c, &found);
    alm_result_check(L, status, &err);
    return push_regression(L, &c);
}

/* polynomial(y, x, degree, {the same, without at}) */
static int stats_polynomial(lua_State *L)
{
    static const char *const known[] = {"intercept", "level", "weights", NULL};
    const int options = alm_options_check(L, 4, known);
    const lua_Integer degree = luaL_checkinteger(L, 3);
    regression_call c = {0};
    alm_regression found;
    alm_error err;

    luaL_argcheck(L, degree >= 1 && degree <= 50, 3,
                  "a degree is from 1 to 50");
    c.k = (size_t)degree;
    c.all = alm_lua_scratch(L, 3, sizeof *c.all);
    alm_series_read(L, &c.all[0], 1, "y");
    alm_series_read(L, &c.all[2], 2, "x");
    read_options(L, &c, options);
    complete(L, &c, 1);
    make_room(L, &c);
    alm_result_check(L,
                     alm_regress_polynomial(&found, c.all[0].values,
                                            c.all[2].values, c.all[0].n, c.k,
                                            &c.options, &err),
                     &err);
    keep(&c, &found);
    return push_regression(L, &c);
}

const luaL_Reg alm_stats_regress[] = {
    {"regress", stats_regress},
    {"polynomial", stats_polynomial},
    {NULL, NULL},
};
