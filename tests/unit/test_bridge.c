/* What happens in the bridge when memory runs short: in every piece of script
 * below each allocation of the core, then each of Lua, is made to fail once.
 * Nothing may crash or leak. What the pieces compute is tested in
 * tests/lua/bridge_*.lua. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "scarce.h"
#include "unit.h"
#include "unread.h"

static const char *const pieces[] = {
    "return core.table({{a = 1, b = 'x'}, {a = 2.5}, {}}, {'a', 'b'})",
    "return core.table{a = {1, 2}, b = {'x', 'y'}}",
    "return core.column({1, 2, 3}, 'x')",
    "return t.users, t:col'group', t[1].users, t:info'users', t:columns()",
    "for i, r in pairs(t) do local x = r.region for k in pairs(r) do end end",
    "return t:totable(), t.users:totable(), tostring(t), tostring(t.users)",
    "return t.users * 2 + t.population / 3 - 1, -t.users, t.users // 7",
    "return t.users:gt(5) & t.group:eq('East') | ~t.users:le(t.population)",
    "return t.users:between(1, 20), t.group:isin{'East'}, "
    "t.users:isin(t.users)",
    "return t.users:is_missing(), t.users:coalesce(0), t.users:fill()",
    "return t.users:abs(), t.users:sqrt(), t.users:log(2), t.users:round(1)",
    "return t.users:rank(), t.users:zscore(), t.users:share()",
    "return t.users:lag(), t.users:diff(), t.users:cumsum(), t.users:lead(2)",
    "return p.x:lag(), p.x:diff(1, {by = 'row'}), p.x:lag(1, {by_end = true})",
    "return t.region:lower(), t.region:trim(), t.region:sub(1, 2)",
    "return t.region:len(), t.region:replace('a', 'b'), t.region:split('a')",
    "return t.region:starts_with('B'), t.region:contains('e')",
    "return t.region:matches('^B'), t.region:match('^(.)')",
    "return p.period:time(), p.period:year(), p.period:frequency()",
    "return t.users:as{unit = '%', name = 'u', kind = 'rate', rounding = 1}",
    "return t.users:as{type = 'number'}, t.users:head(2), t.group:unique()",
    "return t.users:sum(), t.users:mean(), t.users:median(), t.users:sd()",
    "return t.users:quantile(0.3), t.users:wmean(t.population), "
    "t.users:count()",
    "return t.users:cor(t.population), t.group:first(), t.group:n_distinct()",
    "return t:where('population > 20 and group == g', {g = 'East'})",
    "return t:where('population >= mean(population)')",
    "return t:where(function(r) return r.population > 20 end)",
    "return t:where(t.population:gt(20)), t:where('population > 1000')",
    "return t:with{'x = 100 * population / 3', 'y = x + 1', z = 3}",
    "return t:with{\"x = upper(region) .. row['group']\", w = {1, 2, 3, 4}}",
    "return t:with{x = function(r) return r.population * 2 end}",
    "return t:select{'users', 'group'}, t:drop{'users'}, t:rename{u = 'users'}",
    "return t:sort_by('-users, region'), t:sort_by{'group', '-population'}",
    "return t:head(2), t:tail(2), t:sample(2), t:distinct{'group'}",
    "return t:append(t)",
    "return t:group_by{'group'}:summarise{'s = sum(users)', 'r = 2 * s'}",
    "return t:group_by'group':summarise{'q = quantile(population, 0.5) + 1'}",
    "return t:group_by'group':summarise{n = function(u) return #u end}",
    "return t:group_by'group':with{'x = population / sum(population)'}",
    "return t:group_by'group':with{r = function(u) return u.users:rank() end}",
    "for key, u in t:group_by'group':each() do local x = #u end",
    "return t:summarise{'s = sum(users)'}",
    "return t:join(u, {on = 'region'}), t:join(u, {on = 'region', kind = "
    "'full'})",
    "return t:pivot{rows = 'region', columns = 'group', values = 'users'}",
    "return t:unpivot{columns = {'users', 'population'}}",
    "return t.users:floor(), t.users:ceil(), t.users:exp(), t.users ^ 2 % 3",
    "return t.users:ge(1), t.users:lt(t.population), t.users:ne(3)",
    "return t.users:var(), t.users:min(), t.region:max(), t.group:last()",
    "return t.users:gt(5):any(), t.users:gt(5):all()",
    "return t.region:upper(), t.region:ends_with('g'), p.period:shift(1)",
    "return t.users:name(), t.users:unit(), t.users:title(), t.users:kind()",
    "return t.users:type(), t.users:info(), t:has'users', t:has'x', t:info()",
    "core.note{operation = 'read', subject = 'x', of = 3, used = 2}",
    "return core.is_table(t), core.is_column(t.users), core.time'2016', "
    "core.year'2016', core.frequency'2016'",
    "return tostring(t:group_by'group'), tostring(t[1]), #t:group_by{}",
    "for key, u in t:group_by{'group', 'region'}:each() do end",
    "for i, x in pairs(t.users) do end return t.users[2], t.region[5]",
    "return t:with({'x = population > low and region or nil'}, {low = 5})",
    "return t:with({'x = users + c'}, {c = t.population})",
    "return t:with{'x = between(users, 1, 20)', 'y = isin(region, "
    "{\"Gansu\"})'}",
    "return t:with{'x = coalesce(users, 0)', 'y = round(users / 3, 1)'}",
    "return t:with{'x = is_missing(users)', 'y = year(\"2016\")', "
    "'z = agg.sum(users)', 'w = floor(population) % 2'}",
    "return t:with{'[\"any name\"] = #region', x = t.users, y = 'region'}",
    "return t:with{h = t.users:as{hidden = true}}:select{'h', 'region'}",
    "return t:rename{users = 'population', population = 'users'}",
    "return t:distinct{}, t:sort_by('-region'), t:select('users, group')",
    "return t:join(u, {on = 'region', kind = 'right'}), t:join(u, 'region')",
    "return t:join(u, {on = {region = 'region'}, kind = 'semi'})",
    "return t:join(t, {on = {'group=group'}, kind = 'inner', many = true})",
    "return t:unpivot{columns = {'users'}, names = 'n', values = 'v'}",
    "return t:summarise({'q = quantile(users, p)'}, {p = 0.5})",
    "return t:group_by'group':summarise{x = 1, z = {1, 2}}",
    "alias(t, {place = 'region'}) return t.place, t:with{place = 1}, "
    "t:rename{spot = 'place'}, t:where('place == nil')",
    "resolve(function(v) return v.users:as{unit = '%'} end) return t.metric, "
    "t:select{'metric'}, t:where('metric ~= 5')",
    "return pcall(function() return t:where('usres > 5') end)",
    "return pcall(function() t.x = 1 end)",
    "return pcall(function() return t.users > 5 end)",
    "return pcall(function() return t.usres end)",
    "return pcall(function() return t.users:maen() end)",
    "return pcall(function() return t:join(t, {on = 'group'}) end)",
    "return pcall(function() return t:with{'x = sum(region)'} end)",
    "return pcall(function() return t:pivot{rows = 'group', columns = "
    "'group', values = 'users'} end)",
    "return pcall(function() return t.region * 2 end)",
};

static const char *const setup =
    "t = core.table({\n"
    "  {region = 'Beijing', group = 'East', users = 10, population = 20},\n"
    "  {region = 'Hebei', group = 'East', users = 30, population = 40},\n"
    "  {region = 'Yunnan', group = 'West', population = 50},\n"
    "  {region = 'Gansu', group = 'West', users = 5, population = 25},\n"
    "}, {'region', 'group', 'users', 'population'})\n"
    "u = core.table{{region = 'Beijing', area = 16}, {region = 'Ningxia'}}\n"
    "p = core.table{{period = '2015', region = 'A', x = 1},\n"
    "  {period = '2016', region = 'A', x = 3}}\n"
    "p = p:with{period = p.period:as{type = 'period'}}\n";

/* alias(t, {name = header}), resolve(f): what the runtime does in C. */
static int alias(lua_State *L)
{
    alm_lua_set_aliases(L, 1, 2);
    return 0;
}

static int resolve(lua_State *L)
{
    lua_settop(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_RESOLVER);
    return 0;
}

static int open(lua_State *L)
{
    luaL_openlibs(L);
    lua_register(L, "alias", alias);
    lua_register(L, "resolve", resolve);
    alm_lua_open_bridge(L);
    alm_lua_push_core(L);
    lua_setglobal(L, "core");
    if (luaL_dostring(L, setup) != LUA_OK)
        return lua_error(L);
    return 0;
}

/* A piece that catches errors succeeds now and then although an allocation
 * failed; eight times in a row it does only when nothing fails any more. */
enum { SURE = 8 };

/* Whether a piece calls the method. */
static bool is_called(const char *method)
{
    const size_t len = strlen(method);
    for (size_t i = 0; i < LENGTH(pieces); i++) {
        const char *at = pieces[i];
        while ((at = strstr(at, method)) != NULL) {
            if (at > pieces[i] && at[-1] == ':' &&
                strchr("('{\"", at[len]) != NULL)
                return true;
            at++;
        }
    }
    return false;
}

/* Checks the methods of the value on top of the stack, which its __index keeps
 * in an upvalue, and pops it. */
static void check_methods(lua_State *L)
{
    size_t count = 0;
    const int top = lua_gettop(L);
    assert_true(lua_getmetatable(L, -1));
    assert_int_equal(lua_getfield(L, -1, "__index"), LUA_TFUNCTION);
    assert_non_null(lua_getupvalue(L, -1, 1));
    assert_true(lua_istable(L, -1));
    lua_pushnil(L);
    for (; lua_next(L, -2); count++) {
        lua_pop(L, 1);
        if (!is_called(lua_tostring(L, -1)))
            fail_msg("no piece calls :%s()", lua_tostring(L, -1));
    }
    assert_true(count > 0);
    lua_settop(L, top - 1);
}

static void the_pieces_call_every_method(void **state)
{
    (void)state;
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    lua_pushcfunction(L, open);
    assert_int_equal(lua_pcall(L, 0, 0, 0), LUA_OK);
    assert_int_equal(luaL_dostring(L, "return t, t.users, t:group_by{'group'}"),
                     LUA_OK);
    for (int i = 0; i < 3; i++)
        check_methods(L);
    lua_close(L);
}

static void survives_every_failed_allocation_of_the_core(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(pieces); i++)
        sweep_piece(open, pieces[i], SURE, false);
}

static void survives_every_failed_allocation_of_lua(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(pieces); i++)
        sweep_piece(open, pieces[i], SURE, true);
}

/* Runs a piece of script on a table that is not read yet; returns how often its
 * file was. */
static size_t passes_of(const char *script)
{
    unread_file f;
    long left = -1;
    lua_State *L = scarce_state(open, &left);
    alm_table *table = unread_table(&f);
    alm_lua_push_table(L, table);
    lua_setglobal(L, "d");
    alm_table_free(table);
    if (luaL_dostring(L, script) != LUA_OK)
        fail_msg("%s: %s", script, luaL_tolstring(L, -1, NULL));
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
    return f.passes;
}

static void reads_a_file_once_for_all_columns_of_a_verb(void **state)
{
    (void)state;
    assert_int_equal(passes_of("return #d, d:columns(), d:select{'a'}"), 0);
    assert_int_equal(passes_of("return d:head(1), d.a"), 0);
    assert_int_equal(passes_of("return d:where('a < b and c > 0')"), 1);
    assert_int_equal(passes_of("return d:where('a < mean(b) + max(c)')"), 1);
    assert_int_equal(passes_of("return d:with{'x = a', 'y = sum(b) + c'}"), 1);
    assert_int_equal(passes_of("return d:sort_by('a, -b')"), 1);
    assert_int_equal(
        passes_of("return d:summarise{'x = sum(a)', y = 'sum(b) / max(c)'}"),
        1);
    assert_int_equal(passes_of("return d:totable()"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_file_once_for_all_columns_of_a_verb),
        cmocka_unit_test(the_pieces_call_every_method),
        cmocka_unit_test(survives_every_failed_allocation_of_the_core),
        cmocka_unit_test(survives_every_failed_allocation_of_lua),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
