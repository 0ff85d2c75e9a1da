#include <string.h>

#include "bridge/aggregate.h"
#include "bridge/column.h"
#include "expr/series.h"
#include "expr/shift.h"
#include "table/unit.h"

/* Columns whose rows depend on other rows. */

/* The options at `options`: a table of what is known, or nothing. */
static void check_options(lua_State *L, int options, const char *what,
                          const char *const *known)
{
    if (lua_istable(L, options))
        alm_lua_check_options(L, options, what, known);
    else if (!lua_isnil(L, options))
        alm_lua_fail(L, ALM_EINVAL, "%s: options come in a table, not as %s",
                     what, alm_lua_describe(L, options));
}

/* Text in field `name` of the options, or `otherwise`. */
static const char *option_text(lua_State *L, int options, const char *name,
                               const char *otherwise)
{
    if (!lua_istable(L, options))
        return otherwise;
    lua_getfield(L, options, name); /* stays on the stack: the text is there */
    return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : otherwise;
}

static bool option_flag(lua_State *L, int options, const char *name)
{
    if (!lua_istable(L, options))
        return false;
    lua_getfield(L, options, name);
    return lua_toboolean(L, -1);
}

/* c:rank([{ties =, descending =}]) -> ranks from 1 */
static int column_rank(lua_State *L)
{
    static const char *const known[] = {"ties", "descending", NULL};
    alm_error err;
    alm_ties ties;
    lua_settop(L, 2);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING)
        check_options(L, 2, "rank", known);
    const char *name = lua_type(L, 2) == LUA_TSTRING
                           ? lua_tostring(L, 2)
                           : option_text(L, 2, "ties", "competition");
    const bool descending = option_flag(L, 2, "descending");
    if (!alm_ties_from_name(&ties, name))
        return alm_lua_fail(L, ALM_EINVAL,
                            "rank does not know the ties \"%s\"; they are "
                            "competition, dense, fractional, max, ordinal",
                            name);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_rank_rows(&out->column, &c->vector, ties, descending, &err) !=
        ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_by(L, "rank", NULL, c);
}

/* Says in the ledger why all rows are missing. */
static void note_why(lua_State *L, const char *operation,
                     const alm_lua_column *c, const char *why)
{
    const alm_ledger_entry entry = {
        .operation = operation,
        .subject = alm_field_info_of(c->field)->name,
        .note = why,
        .of = c->vector.n,
        .missing = c->vector.n,
    };
    if (why != NULL)
        alm_lua_note(L, &entry);
}

static int column_zscore(lua_State *L)
{
    alm_error err;
    const char *why = NULL;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_zscore(&out->column, &why, &c->vector, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    note_why(L, "zscore", c, why);
    return alm_lua_made_by(L, "zscore", NULL, c);
}

/* c:share() -> percent of the sum */
static int column_share(lua_State *L)
{
    alm_error err;
    const char *why = NULL;
    const alm_field_info info = {
        .name = "", .unit = "%", .kind = ALM_KIND_RATE};
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_share(&out->column, &why, &c->vector, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    note_why(L, "share", c, why);
    return alm_lua_made_by(L, "share", &info, c);
}

static int column_cumsum(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_field_info *of = alm_field_info_of(c->field);
    const alm_field_info info = {
        .name = "", .unit = of->unit, .kind = of->kind};
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_accumulate(&out->column, ALM_RUNNING_SUM, &c->vector, &err) !=
        ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_by(L, "cumsum", &info, c);
}

/* The first column with a role, or ALM_NO_COLUMN. */
static size_t find_role(const alm_table *table, alm_role role)
{
    for (size_t i = 0; i < alm_table_width(table); i++) {
        const alm_field_info *info =
            alm_field_info_of(alm_table_field(table, i));
        if (info->role == role && !info->hidden)
            return i;
    }
    return ALM_NO_COLUMN;
}

/* The only visible column of periods. */
static size_t find_typed_periods(const alm_table *table)
{
    size_t found = ALM_NO_COLUMN;
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (alm_field_info_of(alm_table_field(table, i))->hidden ||
            alm_column_type(alm_table_column(table, i)) != ALM_PERIOD)
            continue;
        if (found != ALM_NO_COLUMN)
            return ALM_NO_COLUMN;
        found = i;
    }
    return found;
}

/* Without roles, texts tell series apart. */
static size_t find_text_keys(const alm_table *table, size_t *keys)
{
    size_t n = 0;
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (!alm_field_info_of(alm_table_field(table, i))->hidden &&
            alm_column_type(alm_table_column(table, i)) == ALM_TEXT)
            keys[n++] = i;
    }
    return n;
}

/* Finds the column of periods and those that tell series apart: by their roles,
 * and where there are none by their types, for which all columns are loaded.
 * columns[0] is the one of periods, 1 + n are found; 0 when there are none. */
static size_t find_dates(lua_State *L, const alm_table *table, size_t *columns)
{
    alm_error err;
    size_t n = 1;
    const size_t width = alm_table_width(table);
    const size_t region = find_role(table, ALM_ROLE_REGION);
    columns[0] = find_role(table, ALM_ROLE_PERIOD);
    if (columns[0] == ALM_NO_COLUMN || region == ALM_NO_COLUMN) {
        size_t *all = lua_newuserdatauv(L, (width + 1) * sizeof *all, 0);
        for (size_t i = 0; i < width; i++)
            all[i] = i;
        if (alm_table_load(table, all, width, &err) != ALM_OK)
            alm_lua_raise(L, &err);
        lua_pop(L, 1);
    }
    if (columns[0] == ALM_NO_COLUMN)
        columns[0] = find_typed_periods(table);
    if (columns[0] == ALM_NO_COLUMN)
        return 0;
    if (region != ALM_NO_COLUMN)
        columns[n++] = region;
    else
        n += find_text_keys(table, columns + 1);
    if (alm_table_load(table, columns, n, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    return n;
}

/* What a lag by date needs, in Lua memory on top of the stack; NULL when the
 * column belongs to no table with periods. */
static alm_dates *push_dates(lua_State *L, const alm_lua_column *c)
{
    const alm_table *table = c->table;
    if (table == NULL || alm_table_rows(table) != c->vector.n)
        return NULL;
    const size_t width = alm_table_width(table);
    size_t *columns = lua_newuserdatauv(L, (width + 1) * sizeof *columns, 0);
    alm_dates *dates = lua_newuserdatauv(
        L, sizeof *dates + (width + 1) * sizeof(alm_vector), 0);
    alm_vector *vectors = (alm_vector *)(dates + 1);
    const size_t n = find_dates(L, table, columns);
    for (size_t i = 0; i < n; i++)
        vectors[i] = alm_column_vector(alm_table_column(table, columns[i]),
                                       alm_table_selection(table, columns[i]));
    if (n == 0 || vectors[0].type != ALM_PERIOD)
        return NULL;
    *dates = (alm_dates){
        .periods = vectors[0], .keys = vectors + 1, .key_count = n - 1};
    return dates;
}

static void note_unmatched(lua_State *L, const char *operation,
                           const alm_lua_column *c,
                           const alm_unmatched *unmatched)
{
    const size_t missing = unmatched->partner + unmatched->period;
    const alm_ledger_entry entry = {
        .operation = operation,
        .subject = alm_field_info_of(c->field)->name,
        .note = "no row of that date",
        .of = c->vector.n,
        .used = c->vector.n - missing,
        .missing = missing,
    };
    if (missing > 0)
        alm_lua_note(L, &entry);
}

/* lag, lead and diff. By date where the column belongs to a table with periods,
 * in steps of the period's own frequency or (by = "year") of years, else (or
 * with by = "row") by rows. */
typedef struct shift {
    const char *name;
    bool diff;
    lua_Integer sign;
} shift;

static int shift_column(lua_State *L, const shift *how)
{
    static const char *const known[] = {"by", "by_end", NULL};
    alm_error err;
    alm_unit_result unit;
    alm_unmatched unmatched = {0};
    alm_status status;
    lua_settop(L, 3);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    check_options(L, 3, how->name, known);
    const lua_Integer steps = how->sign * luaL_optinteger(L, 2, 1);
    const char *by = option_text(L, 3, "by", "date");
    const bool by_end = option_flag(L, 3, "by_end");
    const bool years = strcmp(by, "year") == 0;
    if (strcmp(by, "row") != 0 && strcmp(by, "date") != 0 && !years)
        return alm_lua_fail(L, ALM_EINVAL,
                            "%s goes by \"date\", \"year\" or \"row\", not by "
                            "\"%s\"",
                            how->name, by);
    alm_dates *dates = strcmp(by, "row") != 0 ? push_dates(L, c) : NULL;
    if (dates == NULL && years)
        return alm_lua_fail(L, ALM_EINVAL,
                            "%s by year wants a column of a table with "
                            "periods",
                            how->name);
    if (dates != NULL) {
        dates->steps = steps;
        dates->years = years;
        dates->by_end = by_end;
    }
    const alm_field_info *info = alm_field_info_of(c->field);
    if (how->diff &&
        alm_unit_combine(&unit, ALM_UNIT_SUBTRACT, info, info, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (dates == NULL)
        status = (how->diff ? alm_diff : alm_lag)(&out->column, &c->vector,
                                                  steps, &err);
    else
        status = (how->diff ? alm_diff_by_date : alm_lag_by_date)(
            &out->column, &unmatched, &c->vector, dates, &err);
    if (status != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    note_unmatched(L, how->name, c, &unmatched);
    if (how->diff)
        unit.info.unit = unit.info.unit != NULL ? unit.unit : NULL;
    return alm_lua_made_by(L, how->name, how->diff ? &unit.info : info, c);
}

/* c:lag([steps, options]) -> the value so many periods (or rows) earlier */
static int column_lag(lua_State *L)
{
    static const shift how = {"lag", false, 1};
    return shift_column(L, &how);
}

static int column_lead(lua_State *L)
{
    static const shift how = {"lead", false, -1};
    return shift_column(L, &how);
}

static int column_diff(lua_State *L)
{
    static const shift how = {"diff", true, 1};
    return shift_column(L, &how);
}

static const luaL_Reg methods[] = {
    {"rank", column_rank},     {"zscore", column_zscore},
    {"share", column_share},   {"lag", column_lag},
    {"lead", column_lead},     {"diff", column_diff},
    {"cumsum", column_cumsum}, {NULL, NULL},
};

void alm_lua_add_column_series(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
}
