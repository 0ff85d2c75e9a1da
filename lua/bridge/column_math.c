#include <string.h>

#include "bridge/column.h"
#include "expr/arith.h"
#include "expr/choose.h"
#include "expr/compare.h"
#include "expr/math.h"
#include "expr/series.h"
#include "table/unit.h"

/* Columns in arithmetic, comparison and logic. Every function here makes the
 * slot of its result first and fills it last. */

static const alm_field_info *info_of(const alm_lua_column *c)
{
    return c != NULL ? alm_field_info_of(c->field) : NULL;
}

/* The column whose table the result of a and b belongs to: that of both. */
static const alm_lua_column *common(const alm_lua_column *a,
                                    const alm_lua_column *b)
{
    if (a == NULL || b == NULL)
        return a != NULL ? a : b;
    return a->table == b->table ? a : NULL;
}

/* Raises about the operand that is text. */
static int raise_about_either(lua_State *L, const alm_error *err,
                              const alm_lua_column *a, const alm_lua_column *b)
{
    const bool second = a == NULL || (b != NULL && b->vector.type == ALM_TEXT);
    return alm_lua_raise_about(L, err, second ? b : a);
}

/* What is assumed when a unit is unknown is said in the ledger. */
static void note_units(lua_State *L, const char *note, const alm_lua_column *a,
                       const alm_lua_column *b)
{
    alm_error err;
    const alm_lua_column *named = a != NULL ? a : b;
    const alm_ledger_entry entry = {
        .operation = "units",
        .subject = info_of(named)->name,
        .note = note,
    };
    if (note[0] != '\0' &&
        alm_ledger_add(alm_lua_ledger(L), &entry, &err) != ALM_OK)
        alm_lua_raise(L, &err);
}

/* Brings the second operand to the unit of the first: pushes a column that is
 * `factor` times as much. */
static alm_operand convert(lua_State *L, const alm_operand *b, double factor)
{
    alm_error err;
    alm_lua_column *scaled = alm_lua_push_column_slot(L);
    const alm_operand by = alm_operand_number(factor);
    if (alm_arith(&scaled->column, ALM_MULTIPLY, b, &by, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    return alm_operand_column(scaled->column);
}

/* Argument `arg`, to be held against column `c` or put in its place: brought to
 * its unit. May push. */
static alm_operand check_like(lua_State *L, int arg, const char *what,
                              const alm_lua_column *c)
{
    alm_error err;
    alm_unit_result unit = {.factor = 1.0};
    const alm_operand x = alm_lua_check_operand(L, arg, what);
    const alm_lua_column *other = alm_lua_to_column(L, arg);
    if (other != NULL && alm_unit_combine(&unit, ALM_UNIT_COMPARE, info_of(c),
                                          info_of(other), &err) != ALM_OK)
        alm_lua_raise(L, &err);
    return unit.factor != 1.0 ? convert(L, &x, unit.factor) : x;
}

static const alm_unit_op unit_ops[] = {
    [ALM_ADD] = ALM_UNIT_ADD,
    [ALM_SUBTRACT] = ALM_UNIT_SUBTRACT,
    [ALM_MULTIPLY] = ALM_UNIT_MULTIPLY,
    [ALM_DIVIDE] = ALM_UNIT_DIVIDE,
    [ALM_FLOOR_DIVIDE] = ALM_UNIT_DIVIDE,
    [ALM_MODULO] = ALM_UNIT_MODULO,
    [ALM_POWER] = ALM_UNIT_POWER,
};

/* a + b and the like; the operation is the upvalue. */
static int column_arith(lua_State *L)
{
    alm_error err;
    alm_unit_result unit;
    const alm_arith_op op = (alm_arith_op)lua_tointeger(L, lua_upvalueindex(1));
    lua_settop(L, 2);
    const alm_operand a = alm_lua_check_operand(L, 1, alm_arith_sign(op));
    alm_operand b = alm_lua_check_operand(L, 2, alm_arith_sign(op));
    const alm_lua_column *ca = alm_lua_to_column(L, 1);
    const alm_lua_column *cb = alm_lua_to_column(L, 2);
    if (alm_unit_combine(&unit, unit_ops[op], info_of(ca), info_of(cb), &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    note_units(L, unit.note, ca, cb);
    if (unit.factor != 1.0)
        b = convert(L, &b, unit.factor);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_arith(&out->column, op, &a, &b, &err) != ALM_OK)
        return raise_about_either(L, &err, ca, cb);
    unit.info.unit = unit.info.unit != NULL ? unit.unit : NULL;
    return alm_lua_made_column(L, &unit.info, common(ca, cb));
}

/* What is left of a field when values change but not their meaning: all but
 * its name, bounds and breaks. */
static alm_field_info same_meaning(const alm_lua_column *c)
{
    const alm_field_info *info = alm_field_info_of(c->field);
    return (alm_field_info){.name = "",
                            .unit = info->unit,
                            .kind = info->kind,
                            .rounding = info->rounding};
}

static int column_unm(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    const alm_field_info info = same_meaning(c);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_negate(&out->column, &a, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_column(L, &info, c);
}

/* a & b, a | b, ~a: masks. The operation is the upvalue. */
enum { AND, OR, NOT };

static int column_logic(lua_State *L)
{
    alm_error err;
    alm_status status;
    const int op = (int)lua_tointeger(L, lua_upvalueindex(1));
    lua_settop(L, 2);
    const alm_operand a = alm_lua_check_operand(L, 1, "a mask");
    const alm_operand b = alm_lua_check_operand(L, 2, "a mask");
    const alm_lua_column *from =
        common(alm_lua_to_column(L, 1), alm_lua_to_column(L, 2));
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (op == NOT)
        status = alm_not(&out->column, &a, &err);
    else if (op == AND)
        status = alm_and(&out->column, &a, &b, &err);
    else
        status = alm_or(&out->column, &a, &b, &err);
    if (status != ALM_OK) {
        if (status == ALM_ETYPE)
            alm_error_help(&err, "& and | join masks, as in "
                                 "t.a:gt(5) & t.g:eq(\"East\")");
        return alm_lua_raise(L, &err);
    }
    return alm_lua_made_column(L, NULL, from);
}

/* c:gt(x) and the like; the operation is the upvalue. */
static int column_compare(lua_State *L)
{
    alm_error err;
    const alm_compare_op op =
        (alm_compare_op)lua_tointeger(L, lua_upvalueindex(1));
    if (lua_gettop(L) < 2)
        return alm_lua_fail(L, ALM_EINVAL,
                            "a comparison wants something to compare with, as "
                            "in t.users:gt(50)");
    lua_settop(L, 2);
    const alm_lua_column *ca = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(ca->vector);
    const alm_operand b = check_like(L, 2, "a comparison", ca);
    const alm_lua_column *cb = alm_lua_to_column(L, 2);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_compare(&out->column, op, &a, &b, &err) != ALM_OK)
        return raise_about_either(L, &err, ca, cb);
    return alm_lua_made_column(L, NULL, common(ca, cb));
}

/* c:between(low, high) -> mask */
static int column_between(lua_State *L)
{
    alm_error err;
    if (lua_gettop(L) < 3)
        return alm_lua_fail(L, ALM_EINVAL,
                            "between wants two limits, as in "
                            "t.users:between(50, 100)");
    lua_settop(L, 3);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    const alm_operand low = check_like(L, 2, "between", c);
    const alm_operand high = check_like(L, 3, "between", c);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_between(&out->column, &a, &low, &high, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* c:isin{"East", "West"}, c:isin(column) -> mask */
static int column_isin(lua_State *L)
{
    alm_error err;
    lua_settop(L, 2);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    if (lua_type(L, 2) != LUA_TTABLE)
        return alm_lua_fail(L, ALM_EINVAL,
                            "isin wants a list or a column, not %s",
                            alm_lua_describe(L, 2));
    alm_lua_column *other = alm_lua_to_column(L, 2);
    if (other != NULL)
        other = alm_lua_check_column(L, 2);
    const lua_Integer n = luaL_len(L, 2);
    if (n < 0 || n > INT32_MAX)
        return alm_lua_fail(L, ALM_EINVAL, "isin: a list too long");
    alm_scalar *values =
        lua_newuserdatauv(L, ((size_t)n + 1) * sizeof *values, 0);
    lua_createtable(L, (int)n, 0); /* keeps the texts alive */
    for (lua_Integer i = 0; i < n; i++) {
        if (other != NULL) {
            const alm_operand all = alm_operand_vector(other->vector);
            values[i] = alm_operand_at(&all, (size_t)i);
            continue;
        }
        lua_rawgeti(L, 2, i + 1);
        if (lua_type(L, -1) == LUA_TTABLE)
            return alm_lua_fail(L, ALM_EINVAL, "isin: value %lld is %s",
                                (long long)i + 1, alm_lua_describe(L, -1));
        values[i] = alm_lua_check_operand(L, -1, "isin").scalar;
        lua_rawseti(L, -2, i + 1);
    }
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_is_in(&out->column, &a, values, (size_t)n, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* c:is_missing() -> mask */
static int column_is_missing(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_is_missing(&out->column, &a, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return alm_lua_made_column(L, NULL, c);
}

/* c:abs() and the like; upvalues: the function, its name. */
static int column_function(lua_State *L)
{
    alm_error err;
    const alm_math_function f =
        (alm_math_function)lua_tointeger(L, lua_upvalueindex(1));
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    const alm_field_info info = same_meaning(c);
    const bool keeps =
        f == ALM_MATH_ABS || f == ALM_MATH_FLOOR || f == ALM_MATH_CEIL;
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_math(&out->column, f, &a, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_by(L, lua_tostring(L, lua_upvalueindex(2)),
                           keeps ? &info : NULL, c);
}

/* c:log([base]) -> column */
static int column_log(lua_State *L)
{
    alm_error err;
    alm_status status;
    lua_settop(L, 2);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_operand a = alm_operand_vector(c->vector);
    const alm_operand base = alm_lua_check_operand(L, 2, "log");
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (lua_isnil(L, 2))
        status = alm_math(&out->column, ALM_MATH_LOG, &a, &err);
    else
        status = alm_math_log(&out->column, &a, &base, &err);
    if (status != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_by(L, "log", NULL, c);
}

/* c:round([digits]) -> column */
static int column_round(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const lua_Integer digits = luaL_optinteger(L, 2, 0);
    const alm_operand a = alm_operand_vector(c->vector);
    alm_field_info info = same_meaning(c);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_math_round(&out->column, &a, digits, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    if (digits >= 0 && digits < 16) {
        double step = 1.0;
        for (lua_Integer i = 0; i < digits; i++)
            step /= 10.0;
        info.rounding = step > info.rounding ? step : info.rounding;
    }
    return alm_lua_made_by(L, "round", &info, c);
}

/* c:coalesce(x, ...) -> column: the first that has a value */
static int column_coalesce(lua_State *L)
{
    alm_error err;
    const int n = lua_gettop(L);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_field_info info = same_meaning(c);
    alm_operand *all = lua_newuserdatauv(L, (size_t)n * sizeof *all, 0);
    luaL_checkstack(L, n + 8, "too many values");
    for (int i = 0; i < n; i++)
        all[i] = check_like(L, i + 1, "coalesce", c);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_coalesce(&out->column, all, (size_t)n, &err) != ALM_OK)
        return alm_lua_raise_about(L, &err, c);
    return alm_lua_made_column(L, &info, c);
}

/* c:fill() -> missing cells take the value before them; c:fill(x) -> they take
 * x */
static int column_fill(lua_State *L)
{
    alm_error err;
    if (!lua_isnoneornil(L, 2))
        return column_coalesce(L);
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_field_info info = same_meaning(c);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_fill_forward(&out->column, NULL, &c->vector, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return alm_lua_made_column(L, &info, c);
}

typedef struct numbered {
    const char *name;
    int op;
    lua_CFunction f;
} numbered;

static void add_numbered(lua_State *L, const numbered *list)
{
    for (; list->name != NULL; list++) {
        lua_pushinteger(L, list->op);
        lua_pushstring(L, list->name);
        lua_pushcclosure(L, list->f, 2);
        lua_setfield(L, -2, list->name);
    }
}

static const numbered operators[] = {
    {"__add", ALM_ADD, column_arith},
    {"__sub", ALM_SUBTRACT, column_arith},
    {"__mul", ALM_MULTIPLY, column_arith},
    {"__div", ALM_DIVIDE, column_arith},
    {"__idiv", ALM_FLOOR_DIVIDE, column_arith},
    {"__mod", ALM_MODULO, column_arith},
    {"__pow", ALM_POWER, column_arith},
    {"__unm", 0, column_unm},
    {"__band", AND, column_logic},
    {"__bor", OR, column_logic},
    {"__bnot", NOT, column_logic},
    {NULL, 0, NULL},
};

static const numbered methods[] = {
    {"gt", ALM_GREATER, column_compare},
    {"ge", ALM_GREATER_EQUAL, column_compare},
    {"lt", ALM_LESS, column_compare},
    {"le", ALM_LESS_EQUAL, column_compare},
    {"eq", ALM_EQUAL, column_compare},
    {"ne", ALM_NOT_EQUAL, column_compare},
    {"abs", ALM_MATH_ABS, column_function},
    {"floor", ALM_MATH_FLOOR, column_function},
    {"ceil", ALM_MATH_CEIL, column_function},
    {"sqrt", ALM_MATH_SQRT, column_function},
    {"exp", ALM_MATH_EXP, column_function},
    {"log", 0, column_log},
    {"round", 0, column_round},
    {"between", 0, column_between},
    {"isin", 0, column_isin},
    {"is_missing", 0, column_is_missing},
    {"coalesce", 0, column_coalesce},
    {"fill", 0, column_fill},
    {NULL, 0, NULL},
};

void alm_lua_add_column_operators(lua_State *L)
{
    add_numbered(L, operators);
}

void alm_lua_add_column_math(lua_State *L)
{
    add_numbered(L, methods);
}
