#include "bridge/aggregate.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "bridge/cell.h"
#include "expr/math.h"
#include "query/select.h"
#include "table/builder.h"

static const alm_summary summaries[] = {
    ALM_SUMMARY_COUNT,    ALM_SUMMARY_SUM,    ALM_SUMMARY_MEAN,
    ALM_SUMMARY_WMEAN,    ALM_SUMMARY_MEDIAN, ALM_SUMMARY_SD,
    ALM_SUMMARY_VAR,      ALM_SUMMARY_MIN,    ALM_SUMMARY_MAX,
    ALM_SUMMARY_FIRST,    ALM_SUMMARY_LAST,   ALM_SUMMARY_N_DISTINCT,
    ALM_SUMMARY_QUANTILE, ALM_SUMMARY_COR,    ALM_SUMMARY_ANY,
    ALM_SUMMARY_ALL,
};

void alm_lua_note(lua_State *L, const alm_ledger_entry *entry)
{
    alm_error err;
    if (alm_ledger_add(alm_lua_ledger(L), entry, &err) != ALM_OK)
        alm_lua_raise(L, &err);
}

static alm_lua_column *check_subject(lua_State *L, int arg, const char *name)
{
    if (alm_lua_to_column(L, arg) == NULL) {
        alm_error err;
        (void)alm_fail(&err, ALM_EINVAL,
                       "%s is an aggregate of a column, "
                       "not of %s",
                       name, alm_lua_describe(L, arg));
        if (lua_type(L, arg) == LUA_TNUMBER)
            alm_error_help(&err, "in a function of a row, r.users is one "
                                 "value; t.users is the column");
        alm_lua_raise(L, &err);
    }
    return alm_lua_check_column(L, arg);
}

void alm_lua_check_call(lua_State *L, alm_summary_call *call,
                        alm_summary summary, int first)
{
    const char *name = alm_summary_name(summary);
    const alm_lua_column *x = check_subject(L, first, name);
    *call = (alm_summary_call){.summary = summary, .x = {x->column, x->rows}};
    if (alm_summary_takes_two(summary)) {
        const alm_lua_column *y = check_subject(L, first + 1, name);
        call->y = (alm_selected){y->column, y->rows};
    }
    if (summary == ALM_SUMMARY_QUANTILE) {
        int given;
        call->p = lua_tonumberx(L, first + 1, &given);
        if (!given || !(call->p >= 0.0 && call->p <= 1.0))
            alm_lua_fail(L, ALM_EINVAL,
                         "quantile wants a fraction from 0 to 1, as in "
                         "c:quantile(0.9)");
    }
}

/* The mean weighted as the field says, NaN when there is none. */
static double weighted_mean(const alm_lua_column *of, alm_column **scratch)
{
    const alm_field_info *info = alm_field_info_of(of->field);
    const alm_table *table = of->table;
    if (table == NULL || of->index == ALM_NO_COLUMN)
        return NAN;
    const size_t at = alm_table_find(table, info->weight, strlen(info->weight));
    if (at == ALM_NO_COLUMN)
        return NAN;
    const alm_summary_call call = {
        .summary = ALM_SUMMARY_WMEAN,
        .x = {of->column, of->rows},
        .y = {alm_table_column(table, at), alm_table_selection(table, at)},
    };
    if (alm_summarise(scratch, NULL, &call, NULL, NULL) != ALM_OK)
        return NAN;
    const alm_vector v = alm_column_vector(*scratch, NULL);
    return alm_vector_present(&v, 0) ? alm_vector_number(&v, 0) : NAN;
}

/* Pushes what is to be said of a plain mean of a rate that has a weight. */
static void push_mean_note(lua_State *L, const alm_summary_call *call,
                           const alm_grouping *grouping,
                           const alm_lua_column *of)
{
    char text[ALM_NUMBER_TEXT];
    const alm_field_info *info = alm_field_info_of(of->field);
    if (call->summary != ALM_SUMMARY_MEAN || info->kind != ALM_KIND_RATE ||
        info->aggregate != ALM_AGGREGATE_WEIGHTED_MEAN ||
        info->weight == NULL) {
        lua_pushnil(L);
        return;
    }
    alm_lua_column *scratch = alm_lua_push_column_slot(L);
    const double mean =
        grouping == NULL ? weighted_mean(of, &scratch->column) : NAN;
    lua_pop(L, 1);
    if (isnan(mean)) {
        lua_pushfstring(L, "a plain mean of a rate; its weight is %s",
                        info->weight);
        return;
    }
    (void)alm_format_f64(text, alm_round(mean, 4));
    lua_pushfstring(L, "a plain mean of a rate; weighted by %s it is %s",
                    info->weight, text);
}

static void note_counts(lua_State *L, const alm_summary_call *call,
                        const alm_grouping *grouping,
                        const alm_summary_counts *counts,
                        const alm_lua_column *of, bool implied)
{
    const alm_field_info *info = alm_field_info_of(of->field);
    if (implied && call->summary == ALM_SUMMARY_WMEAN)
        lua_pushfstring(L, "weighted by %s", info->weight);
    else
        push_mean_note(L, call, grouping, of);
    const alm_ledger_entry entry = {
        .operation = alm_summary_name(call->summary),
        .subject = info->name,
        .note = counts->empty > 0 ? "no values: the result is missing"
                                  : lua_tostring(L, -1),
        .of = counts->of,
        .used = counts->used,
        .missing = counts->missing,
    };
    alm_lua_note(L, &entry);
    lua_pop(L, 1);
}

static alm_lua_column *push_summary(lua_State *L, const alm_summary_call *call,
                                    const alm_grouping *grouping,
                                    alm_lua_column *of, bool implied)
{
    alm_error err;
    alm_summary_counts counts;
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_summarise(&out->column, &counts, call, grouping, &err) != ALM_OK)
        alm_lua_raise_about(L, &err, of);
    if (alm_summary_field(&out->field, call->summary, of->field, "", &err) !=
        ALM_OK)
        alm_lua_raise(L, &err);
    note_counts(L, call, grouping, &counts, of, implied);
    return out;
}

alm_lua_column *alm_lua_push_summary(lua_State *L, const alm_summary_call *call,
                                     const alm_grouping *grouping,
                                     alm_lua_column *of)
{
    return push_summary(L, call, grouping, of, false);
}

alm_lua_column *alm_lua_push_rolled_up(lua_State *L,
                                       const alm_summary_call *call,
                                       const alm_grouping *grouping,
                                       alm_lua_column *of)
{
    return push_summary(L, call, grouping, of, true);
}

alm_lua_column *
alm_lua_push_row_counts(lua_State *L, const alm_grouping *grouping, size_t rows)
{
    alm_error err;
    alm_builder *b = NULL;
    const size_t groups = grouping != NULL ? grouping->count : 1;
    alm_lua_column *out = alm_lua_push_column_slot(L);
    alm_status status = alm_builder_new(&b, ALM_INTEGER, groups, &err);
    for (size_t g = 0; status == ALM_OK && g < groups; g++) {
        const size_t n =
            grouping != NULL ? alm_grouping_size(grouping, g) : rows;
        status = alm_builder_add_integer(b, (int64_t)n, &err);
    }
    if (status == ALM_OK) {
        status = alm_builder_finish(&out->column, b, &err);
        b = NULL;
    }
    alm_builder_free(b);
    if (status == ALM_OK)
        status = alm_field_new_named(&out->field, "count", 5, &err);
    if (status != ALM_OK)
        alm_lua_raise(L, &err);
    return out;
}

/* The aggregate of argument 1; the upvalue says which one. */
static int aggregate(lua_State *L)
{
    alm_summary_call call;
    const alm_summary summary =
        (alm_summary)lua_tointeger(L, lua_upvalueindex(1));
    alm_lua_check_call(L, &call, summary, 1);
    const alm_lua_column *out =
        alm_lua_push_summary(L, &call, NULL, alm_lua_to_column(L, 1));
    const alm_vector v = alm_column_vector(out->column, NULL);
    alm_lua_push_cell(L, &v, 0);
    return 1;
}

static void add_aggregates(lua_State *L)
{
    for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++) {
        lua_pushinteger(L, summaries[i]);
        lua_pushcclosure(L, aggregate, 1);
        lua_setfield(L, -2, alm_summary_name(summaries[i]));
    }
}

void alm_lua_push_aggregates(lua_State *L)
{
    lua_createtable(L, 0, (int)(sizeof summaries / sizeof *summaries));
    add_aggregates(L);
}

/* c:unique() -> the different values, in order of first appearance */
static int column_unique(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const size_t n = c->vector.n;
    alm_table **one = alm_lua_push_table_slot(L);
    alm_table **distinct = alm_lua_push_table_slot(L);
    const size_t key = 0;
    alm_status status = alm_table_new(one, n, &err);
    if (status == ALM_OK)
        status = alm_table_add(*one, c->field, c->column, c->rows, &err);
    if (status == ALM_OK)
        status = alm_table_distinct(distinct, *one, &key, 1, &err);
    if (status != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_push_column(L, alm_table_column(*distinct, 0),
                        alm_table_selection(*distinct, 0), c->field, NULL);
    return 1;
}

void alm_lua_add_column_aggregates(lua_State *L)
{
    add_aggregates(L);
    lua_pushcfunction(L, column_unique);
    lua_setfield(L, -2, "unique");
}
