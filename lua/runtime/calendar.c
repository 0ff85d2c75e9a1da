#include <lauxlib.h>
#include <string.h>
#include <time.h>

#include "bridge/raise.h"
#include "runtime/internal.h"

/* os.time and os.date of an explicit time, in UTC, in English: they compute,
 * they do not look at a clock. */

/* No year outside of this is meant. */
enum { MOST_YEAR = 1000000 };

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar, month 1
 * to 12 (Howard Hinnant, chrono-compatible low-level date algorithms). */
static lua_Integer days_from_civil(lua_Integer year, lua_Integer month,
                                   lua_Integer day)
{
    if (month <= 2)
        year--;
    const lua_Integer era = (year >= 0 ? year : year - 399) / 400;
    const lua_Integer year_of_era = year - era * 400;
    const lua_Integer day_of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const lua_Integer day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* A field of the table at 1; `missing` < 0 means that it is required. */
static lua_Integer field(lua_State *L, const char *name, lua_Integer missing)
{
    int is_integer;

    if (lua_getfield(L, 1, name) == LUA_TNIL) {
        lua_pop(L, 1);
        if (missing < 0)
            return luaL_error(L, "field '%s' missing in date table", name);
        return missing;
    }
    const lua_Integer value = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer)
        return luaL_error(L, "field '%s' is not an integer", name);
    if (value > INT32_MAX || value < -INT32_MAX)
        return luaL_error(L, "field '%s' is out of range", name);
    lua_pop(L, 1);
    return value;
}

static int os_time(lua_State *L)
{
    if (lua_isnoneornil(L, 1))
        return alm_lua_fail(L, ALM_EINVAL,
                            "os.time needs a date, such as os.time{year = "
                            "2020, month = 6, day = 30}: a script has no "
                            "clock");
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer year = field(L, "year", -1);
    lua_Integer month = field(L, "month", -1) - 1;
    const lua_Integer day = field(L, "day", -1);
    const lua_Integer hour = field(L, "hour", 12);
    const lua_Integer minute = field(L, "min", 0);
    const lua_Integer second = field(L, "sec", 0);
    if (year > MOST_YEAR || year < -MOST_YEAR)
        return luaL_error(L, "field 'year' is out of range");
    year += month / 12 - (month % 12 < 0);
    month = month % 12 + (month % 12 < 0 ? 12 : 0);
    const lua_Integer days = days_from_civil(year, month + 1, 1) + day - 1;
    lua_pushinteger(L, ((days * 24 + hour) * 60 + minute) * 60 + second);
    return 1;
}

static void set_integer(lua_State *L, const char *name, int value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, name);
}

static int push_date_table(lua_State *L, const struct tm *date)
{
    lua_createtable(L, 0, 9);
    set_integer(L, "year", date->tm_year + 1900);
    set_integer(L, "month", date->tm_mon + 1);
    set_integer(L, "day", date->tm_mday);
    set_integer(L, "hour", date->tm_hour);
    set_integer(L, "min", date->tm_min);
    set_integer(L, "sec", date->tm_sec);
    set_integer(L, "yday", date->tm_yday + 1);
    set_integer(L, "wday", date->tm_wday + 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "isdst");
    return 1;
}

/* One conversion. The process never leaves the C locale. */
static void add_conversion(lua_State *L, luaL_Buffer *b, char letter,
                           const struct tm *date)
{
    static const char letters[] = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyY%";
    char format[3] = {'%', letter, '\0'};
    char text[128];

    if (letter == '\0' || strchr(letters, letter) == NULL)
        luaL_error(L, "invalid conversion '%%%c' in a date format", letter);
    luaL_addlstring(b, text, strftime(text, sizeof text, format, date));
}

static int os_date(lua_State *L)
{
    const char *format = luaL_checkstring(L, 1);
    struct tm date;
    luaL_Buffer b;

    if (lua_isnoneornil(L, 2))
        return alm_lua_fail(L, ALM_EINVAL,
                            "os.date needs a time, such as os.date(\"%%Y\", "
                            "0): a script has no clock");
    const time_t time = (time_t)luaL_checkinteger(L, 2);
    if (gmtime_r(&time, &date) == NULL)
        return luaL_error(L, "the time is out of range");
    if (*format == '!')
        format++;
    if (strcmp(format, "*t") == 0)
        return push_date_table(L, &date);
    luaL_buffinit(L, &b);
    for (; *format != '\0'; format++) {
        if (*format != '%')
            luaL_addchar(&b, *format);
        else
            add_conversion(L, &b, *++format, &date);
    }
    luaL_pushresult(&b);
    return 1;
}

void alm_open_calendar(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"time", os_time},
        {"date", os_date},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
