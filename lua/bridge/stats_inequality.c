#include "stats/inequality.h"

#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

/* Values and what they weigh; no weights: NULL. */
typedef struct weighted {
    alm_series x, w;
    const double *weights;
    size_t missing;
} weighted;

/* A weight may not be missing where there is a value: it cannot be guessed. */
static void read_weighted(lua_State *L, int options, weighted *in)
{
    alm_series *const all[] = {&in->x, &in->w};
    size_t count = 1;

    alm_series_read(L, &in->x, 1, "x");
    in->weights = NULL;
    if (alm_option_push(L, options, "weights")) {
        alm_series_read(L, &in->w, -1, "weights");
        alm_series_demand(L, &in->w, &in->x);
        in->weights = in->w.values;
        count = 2;
    }
    in->missing = alm_series_complete(L, all, count);
}

typedef alm_status index_of(alm_figure *out, const double *x, const double *w,
                            size_t n, alm_error *err);

/* f(x, {weights}) */
static int plain_index(lua_State *L, index_of *kernel)
{
    static const char *const known[] = {"weights", NULL};
    weighted in;
    alm_figure figure;
    alm_error err;

    read_weighted(L, alm_options_check(L, 2, known), &in);
    alm_result_check(L, kernel(&figure, in.x.values, in.weights, in.x.n, &err),
                     &err);
    return alm_result_push(L, figure);
}

static int stats_theil_t(lua_State *L)
{
    return plain_index(L, alm_theil_t);
}

static int stats_theil_l(lua_State *L)
{
    return plain_index(L, alm_theil_l);
}

static int stats_hoover(lua_State *L)
{
    return plain_index(L, alm_hoover);
}

/* With population weights this is Williamson's index. */
static int stats_variation(lua_State *L)
{
    return plain_index(L, alm_variation);
}

/* gini(x, {weights, small_sample = false}) */
static int stats_gini(lua_State *L)
{
    static const char *const known[] = {"weights", "small_sample", NULL};
    const int options = alm_options_check(L, 2, known);
    const bool small = alm_option_flag(L, options, "small_sample", false);
    weighted in;
    alm_figure figure;
    alm_error err;

    read_weighted(L, options, &in);
    alm_result_check(
        L, alm_gini(&figure, in.x.values, in.weights, in.x.n, small, &err),
        &err);
    return alm_result_push(L, figure);
}

typedef alm_status index_with(alm_figure *out, const double *x, const double *w,
                              size_t n, double parameter, alm_error *err);

/* f(x, parameter, {weights}) */
static int index_of_parameter(lua_State *L, index_with *kernel)
{
    static const char *const known[] = {"weights", NULL};
    const double parameter = luaL_checknumber(L, 2);
    weighted in;
    alm_figure figure;
    alm_error err;

    read_weighted(L, alm_options_check(L, 3, known), &in);
    alm_result_check(
        L, kernel(&figure, in.x.values, in.weights, in.x.n, parameter, &err),
        &err);
    return alm_result_push(L, figure);
}

static int stats_entropy(lua_State *L)
{
    return index_of_parameter(L, alm_generalised_entropy);
}

static int stats_atkinson(lua_State *L)
{
    return index_of_parameter(L, alm_atkinson);
}

/* erreygers(x, low, high, {weights}) */
static int stats_erreygers(lua_State *L)
{
    static const char *const known[] = {"weights", NULL};
    const double low = luaL_checknumber(L, 2);
    const double high = luaL_checknumber(L, 3);
    weighted in;
    alm_figure figure;
    alm_error err;

    read_weighted(L, alm_options_check(L, 4, known), &in);
    alm_result_check(L,
                     alm_erreygers(&figure, in.x.values, in.weights, in.x.n,
                                   low, high, &err),
                     &err);
    return alm_result_push(L, figure);
}

/* herfindahl(x) */
static int stats_herfindahl(lua_State *L)
{
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, alm_herfindahl(&figure, x.values, x.n, &err), &err);
    return alm_result_push(L, figure);
}

/* top_bottom(x, count) */
static int stats_top_bottom(lua_State *L)
{
    const lua_Integer count = luaL_checkinteger(L, 2);
    alm_series x;
    alm_figure figure;
    alm_error err;

    luaL_argcheck(L, count >= 1, 2, "a count is at least 1");
    alm_stats_one(L, &x);
    alm_result_check(
        L, alm_top_bottom(&figure, x.values, x.n, (size_t)count, &err), &err);
    return alm_result_push(L, figure);
}

static void push_points(lua_State *L, const char *name, const double *values,
                        size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushnumber(L, values[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, name);
}

/* lorenz(x, {weights}): { n, missing, p = {0, ..., 1}, share = {0, ..., 1} } */
static int stats_lorenz(lua_State *L)
{
    static const char *const known[] = {"weights", NULL};
    weighted in;
    alm_error err;

    read_weighted(L, alm_options_check(L, 2, known), &in);
    double *p = alm_lua_scratch(L, in.x.n + 1, sizeof *p);
    double *share = alm_lua_scratch(L, in.x.n + 1, sizeof *share);
    alm_result_check(
        L, alm_lorenz(p, share, in.x.values, in.weights, in.x.n, &err), &err);
    alm_result_new(L, in.x.n, in.missing);
    push_points(L, "p", p, in.x.n + 1);
    push_points(L, "share", share, in.x.n + 1);
    return 1;
}

/* Reads values, labels and weights together. */
static size_t read_decomposed(lua_State *L, int options, weighted *in,
                              alm_groups *groups)
{
    alm_series labels;
    alm_series *const all[] = {&in->x, &labels, &in->w};
    size_t count = 2;

    alm_series_read(L, &in->x, 1, "x");
    alm_series_read_labels(L, &labels, 2, "groups");
    in->weights = NULL;
    if (alm_option_push(L, options, "weights")) {
        alm_series_read(L, &in->w, -1, "weights");
        alm_series_demand(L, &in->w, &in->x);
        in->weights = in->w.values;
        count = 3;
    }
    in->missing = alm_series_complete(L, all, count);
    alm_series_group(L, groups, &labels);
    return in->missing;
}

/* decompose(x, groups, {index = "theil_t" | "theil_l" | "gini", weights}): { n,
 * missing, groups, total, within, between, overlap } */
static int stats_decompose(lua_State *L)
{
    static const char *const known[] = {"index", "weights", NULL};
    static const alm_choice indices[] = {{"theil_t", ALM_INDEX_THEIL_T},
                                         {"theil_l", ALM_INDEX_THEIL_L},
                                         {"gini", ALM_INDEX_GINI},
                                         {NULL, 0}};
    const int options = alm_options_check(L, 3, known);
    const int index = alm_option_choice(L, options, "index", indices);
    weighted in;
    alm_groups groups;
    alm_decomposition d;
    alm_error err;

    read_decomposed(L, options, &in, &groups);
    alm_result_check(L,
                     alm_decompose(&d, (alm_index)index, in.x.values,
                                   in.weights, groups.codes, in.x.n, groups.k,
                                   &err),
                     &err);
    const alm_named_figure figures[] = {
        {"total", d.total},
        {"within", d.within},
        {"between", d.between},
        {"overlap", d.overlap},
    };
    alm_result_new(L, in.x.n, in.missing);
    alm_result_count(L, "groups", groups.k);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

const luaL_Reg alm_stats_inequality[] = {
    {"gini", stats_gini},
    {"theil_t", stats_theil_t},
    {"theil_l", stats_theil_l},
    {"entropy", stats_entropy},
    {"atkinson", stats_atkinson},
    {"hoover", stats_hoover},
    {"variation", stats_variation},
    {"herfindahl", stats_herfindahl},
    {"erreygers", stats_erreygers},
    {"top_bottom", stats_top_bottom},
    {"lorenz", stats_lorenz},
    {"decompose", stats_decompose},
    {NULL, NULL},
};
