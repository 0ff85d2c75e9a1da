#include "stats/groups.h"

#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

/* What all of these take first: values and the label of each. */
typedef struct grouped {
    alm_series x;
    alm_series labels;
    alm_groups groups;
    size_t missing;
} grouped;

static void read_grouped(lua_State *L, grouped *g)
{
    alm_series *const all[] = {&g->x, &g->labels};

    alm_series_read(L, &g->x, 1, "x");
    alm_series_read_labels(L, &g->labels, 2, "groups");
    g->missing = alm_series_complete(L, all, 2);
    alm_series_group(L, &g->groups, &g->labels);
}

static int no_options(lua_State *L)
{
    static const char *const known[] = {NULL};

    return alm_options_check(L, 3, known);
}

static void run_anova(lua_State *L, grouped *g, alm_anova_result *r)
{
    alm_error err;

    read_grouped(L, g);
    alm_result_check(
        L,
        alm_anova(r, g->x.values, g->groups.codes, g->x.n, g->groups.k, &err),
        &err);
}

static alm_figure root(alm_figure square)
{
    return square.why == NULL ? alm_figure_of(sqrt(square.value)) : square;
}

/* correlation_ratio(x, groups): eta, what Pearson's r is to a straight line. */
static int stats_correlation_ratio(lua_State *L)
{
    grouped g;
    alm_anova_result r;

    no_options(L);
    run_anova(L, &g, &r);
    return alm_result_push(L, root(r.eta2));
}

/* anova(x, groups) */
static int stats_anova(lua_State *L)
{
    grouped g;
    alm_anova_result r;

    no_options(L);
    run_anova(L, &g, &r);
    const alm_named_figure figures[] = {
        {"f", r.f},
        {"p", r.p},
        {"eta", root(r.eta2)},
        {"eta2", r.eta2},
        {"omega2", r.omega2},
        {"ms_between", r.ms_between},
        {"ms_within", r.ms_within},
    };
    alm_result_new(L, r.n, g.missing);
    alm_result_count(L, "groups", r.k);
    alm_result_number(L, "df1", r.df_between);
    alm_result_number(L, "df2", r.df_within);
    alm_result_number(L, "ss_between", r.ss_between);
    alm_result_number(L, "ss_within", r.ss_within);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

/* { n, missing, groups, df1, df2, p and the statistic under the name given } */
static int push_test(lua_State *L, const grouped *g, const alm_test *t,
                     const char *statistic)
{
    alm_result_new(L, t->n, g->missing);
    alm_result_count(L, "groups", t->k);
    alm_result_figure(L, statistic, t->statistic);
    alm_result_figure(L, "p", t->p);
    alm_result_number(L, "df1", t->df1);
    if (t->df2 > 0.0)
        alm_result_number(L, "df2", t->df2);
    return 1;
}

typedef alm_status group_test(alm_test *out, const double *x,
                              const uint32_t *group, size_t n, size_t k,
                              alm_error *err);

/* A test that takes no options. */
static int run_test(lua_State *L, group_test *test, const char *statistic)
{
    grouped g;
    alm_test t;
    alm_error err;

    no_options(L);
    read_grouped(L, &g);
    alm_result_check(
        L, test(&t, g.x.values, g.groups.codes, g.x.n, g.groups.k, &err), &err);
    return push_test(L, &g, &t, statistic);
}

/* welch_anova(x, groups) */
static int stats_welch_anova(lua_State *L)
{
    return run_test(L, alm_welch_anova, "f");
}

/* bartlett(x, groups) */
static int stats_bartlett(lua_State *L)
{
    return run_test(L, alm_bartlett, "chi2");
}

/* levene(x, groups, {center = "median" | "mean"}) */
static int stats_levene(lua_State *L)
{
    static const char *const known[] = {"center", NULL};
    static const alm_choice centers[] = {
        {"median", ALM_CENTER_MEDIAN}, {"mean", ALM_CENTER_MEAN}, {NULL, 0}};
    const int options = alm_options_check(L, 3, known);
    const int center = alm_option_choice(L, options, "center", centers);
    grouped g;
    alm_test t;
    alm_error err;

    read_grouped(L, &g);
    alm_result_check(L,
                     alm_levene(&t, g.x.values, g.groups.codes, g.x.n,
                                g.groups.k, (alm_center)center, &err),
                     &err);
    return push_test(L, &g, &t, "f");
}

/* kruskal_wallis(x, groups) */
static int stats_kruskal_wallis(lua_State *L)
{
    grouped g;
    alm_kruskal_result r;
    alm_error err;

    no_options(L);
    read_grouped(L, &g);
    alm_result_check(
        L, alm_kruskal(&r, g.x.values, g.groups.codes, g.x.n, g.groups.k, &err),
        &err);
    const alm_named_figure figures[] = {
        {"h", r.h},
        {"p", r.p},
        {"eps2", r.eps2},
        {"eta2_h", r.eta2_h},
    };
    alm_result_new(L, r.n, g.missing);
    alm_result_count(L, "groups", r.k);
    alm_result_number(L, "df", r.df);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

static void push_label(lua_State *L, const grouped *g, const char *name,
                       size_t code)
{
    lua_rawgeti(L, g->groups.names, (lua_Integer)code + 1);
    lua_setfield(L, -2, name);
}

/* { n, missing, { first, second, difference, ... }, ... }: one entry a pair. */
static int push_pairs(lua_State *L, const grouped *g, const alm_pair *pairs,
                      size_t count, const char *statistic)
{
    alm_result_new(L, g->x.n, g->missing);
    for (size_t i = 0; i < count; i++) {
        const alm_named_figure figures[] = {
            {"difference", pairs[i].difference},
            {"low", pairs[i].low},
            {"high", pairs[i].high},
            {statistic, pairs[i].statistic},
            {"p", pairs[i].p},
            {"p_adjusted", pairs[i].p_adjusted},
        };
        lua_createtable(L, 0, 8);
        push_label(L, g, "first", pairs[i].first);
        push_label(L, g, "second", pairs[i].second);
        alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static alm_pair *room_for_pairs(lua_State *L, const grouped *g)
{
    const size_t k = g->groups.k;

    return alm_lua_scratch(L, k * (k + 1) / 2, sizeof(alm_pair));
}

/* tukey(x, groups, {level = 0.95}) */
static int stats_tukey(lua_State *L)
{
    static const char *const known[] = {"level", NULL};
    const int options = alm_options_check(L, 3, known);
    const double level = alm_option_number(L, options, "level", 0.95);
    grouped g;
    size_t count;
    alm_error err;

    read_grouped(L, &g);
    alm_pair *pairs = room_for_pairs(L, &g);
    alm_result_check(L,
                     alm_tukey_kramer(pairs, &count, g.x.values, g.groups.codes,
                                      g.x.n, g.groups.k, level, &err),
                     &err);
    return push_pairs(L, &g, pairs, count, "q");
}

/* dunn(x, groups): p_adjusted is Holm's. */
static int stats_dunn(lua_State *L)
{
    grouped g;
    size_t count;
    alm_error err;

    no_options(L);
    read_grouped(L, &g);
    alm_pair *pairs = room_for_pairs(L, &g);
    alm_result_check(L,
                     alm_dunn(pairs, &count, g.x.values, g.groups.codes, g.x.n,
                              g.groups.k, &err),
                     &err);
    return push_pairs(L, &g, pairs, count, "z");
}

/* eta2_permutation(x, groups, {permutations = 9999, seed = that of the run}): p
 */
static int stats_eta2_permutation(lua_State *L)
{
    static const char *const known[] = {"permutations", "seed", NULL};
    const int options = alm_options_check(L, 3, known);
    const size_t count = alm_option_count(L, options, "permutations", 9999);
    const lua_Integer seed = alm_option_seed(L, options);
    grouped g;
    alm_figure p;
    alm_error err;

    read_grouped(L, &g);
    alm_result_check(L,
                     alm_eta2_permutation(&p, g.x.values, g.groups.codes, g.x.n,
                                          g.groups.k, count, (uint64_t)seed,
                                          &err),
                     &err);
    return alm_result_push(L, p);
}

/* describe_groups(x, groups): a list of { group, n, mean, sd, median, min, max
 * } in order of appearance. */
static int stats_describe_groups(lua_State *L)
{
    grouped g;
    alm_error err;

    no_options(L);
    read_grouped(L, &g);
    const size_t k = g.groups.k;
    alm_group_summary *all = alm_lua_scratch(L, k, sizeof *all);
    alm_result_check(
        L, alm_group_describe(all, g.x.values, g.groups.codes, g.x.n, k, &err),
        &err);
    alm_result_new(L, g.x.n, g.missing);
    for (size_t i = 0; i < k; i++) {
        const alm_named_figure figures[] = {
            {"mean", all[i].mean},     {"sd", all[i].sd},
            {"median", all[i].median}, {"min", all[i].min},
            {"max", all[i].max},
        };
        lua_createtable(L, 0, 7);
        push_label(L, &g, "group", i);
        alm_result_count(L, "n", all[i].n);
        alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

const luaL_Reg alm_stats_groups[] = {
    {"correlation_ratio", stats_correlation_ratio},
    {"anova", stats_anova},
    {"welch_anova", stats_welch_anova},
    {"kruskal_wallis", stats_kruskal_wallis},
    {"levene", stats_levene},
    {"bartlett", stats_bartlett},
    {"tukey", stats_tukey},
    {"dunn", stats_dunn},
    {"eta2_permutation", stats_eta2_permutation},
    {"describe_groups", stats_describe_groups},
    {NULL, NULL},
};
