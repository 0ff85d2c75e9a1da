#include <math.h>

#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"
#include "stats/distributions.h"

/* The parameters of a distribution, by name; the first is required unless it
 * has a default. */
typedef struct distribution_row {
    const char *a, *b;
    double a_absent, b_absent; /* NaN: required */
} distribution_row;

static const distribution_row rows[] = {
    [ALM_NORMAL] = {"mean", "sd", 0.0, 1.0},
    [ALM_T] = {"df", NULL, NAN, 0.0},
    [ALM_CHI2] = {"df", NULL, NAN, 0.0},
    [ALM_F] = {"df1", "df2", NAN, NAN},
    [ALM_BETA] = {"a", "b", NAN, NAN},
    [ALM_GAMMA] = {"shape", "rate", NAN, 1.0},
    [ALM_BINOMIAL] = {"trials", "probability", NAN, NAN},
    [ALM_POISSON] = {"mean", NULL, NAN, 0.0},
    [ALM_TUKEY] = {"groups", "df", NAN, NAN},
};

static const alm_choice kinds[] = {
    {"normal", ALM_NORMAL},     {"t", ALM_T},
    {"chi2", ALM_CHI2},         {"f", ALM_F},
    {"beta", ALM_BETA},         {"gamma", ALM_GAMMA},
    {"binomial", ALM_BINOMIAL}, {"poisson", ALM_POISSON},
    {"tukey", ALM_TUKEY},       {NULL, 0},
};

static double read_parameter(lua_State *L, int options, const char *name,
                             double absent)
{
    const double value = alm_option_number(L, options, name, absent);

    if (isnan(value))
        luaL_error(L, "the parameter \"%s\" is missing", name);
    return value;
}

/* Reads {name = "t", df = 5, upper = true}: argument 2. */
static alm_distribution read_distribution(lua_State *L, alm_tail *tail)
{
    const char *known[] = {"name", "upper", NULL, NULL, NULL};
    alm_distribution d;

    luaL_checktype(L, 2, LUA_TTABLE);
    d.kind = (alm_distribution_kind)alm_option_choice(L, 2, "name", kinds);
    const distribution_row *row = &rows[d.kind];
    known[2] = row->a;
    known[3] = row->b;
    alm_options_check(L, 2, known);
    d.a = read_parameter(L, 2, row->a, row->a_absent);
    d.b = row->b == NULL ? 0.0 : read_parameter(L, 2, row->b, row->b_absent);
    *tail =
        alm_option_flag(L, 2, "upper", false) ? ALM_TAIL_UPPER : ALM_TAIL_LOWER;
    return d;
}

typedef alm_status distribution_function(double *out, alm_distribution d,
                                         double x, alm_tail tail,
                                         alm_error *err);

static int evaluate(lua_State *L, distribution_function *kernel)
{
    const double x = luaL_checknumber(L, 1);
    alm_tail tail;
    const alm_distribution d = read_distribution(L, &tail);
    double value;
    alm_error err;

    alm_result_check(L, kernel(&value, d, x, tail, &err), &err);
    lua_pushnumber(L, value);
    return 1;
}

/* probability(x, {name = "t", df = 5, upper = false}): P(X <= x), or of the
 * upper tail P(X > x). */
static int stats_probability(lua_State *L)
{
    return evaluate(L, alm_distribution_p);
}

/* critical(p, {name = "t", df = 5, upper = false}): the x of that p. */
static int stats_critical(lua_State *L)
{
    return evaluate(L, alm_distribution_quantile);
}

const luaL_Reg alm_stats_distribution[] = {
    {"probability", stats_probability},
    {"critical", stats_critical},
    {NULL, NULL},
};
