#include <string.h>

#include "bridge/table.h"
#include "bridge/verbs.h"

/* Where in the data a script was when Lua itself raised: the row that a row
 * function was called for, the row or the group that a loop was at. Lua keeps
 * the state of a loop in locals, which the debug interface shows. */

enum { MOST_FRAMES = 64 };

static void place_row(alm_error *err, const alm_table *table, size_t row)
{
    if (err->data[0] == '\0' && row < alm_table_rows(table))
        alm_table_place(err->data, sizeof err->data, table, ALM_NO_COLUMN, row);
}

/* Local `n` of a frame is hidden and belongs to a loop: it is pushed. */
static bool push_loop_state(lua_State *L, const lua_Debug *frame, int n,
                            bool *more)
{
    const char *name = lua_getlocal(L, frame, n);

    *more = name != NULL;
    if (name == NULL)
        return false;
    if (strcmp(name, "(for state)") == 0)
        return true;
    lua_pop(L, 1);
    return false;
}

/* A loop over a table: its state is the table, its control the row. */
static void look_for_row(lua_State *L, const lua_Debug *frame, int n,
                         alm_error *err)
{
    const alm_lua_table *t = alm_proxy_get(L, -1, &alm_table_proxy);
    bool more;

    if (t == NULL || t->table == NULL ||
        !push_loop_state(L, frame, n + 1, &more))
        return;
    const lua_Integer i = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    if (i > 0)
        place_row(err, t->table, (size_t)i - 1);
}

/* The loops of a frame, the innermost last. */
static void look_at_frame(lua_State *L, const lua_Debug *frame, alm_error *err,
                          bool *named)
{
    char row[sizeof err->data] = "";
    char group[160] = "";
    bool more = true;

    for (int n = 1; more; n++) {
        alm_error here = {0};
        if (!push_loop_state(L, frame, n, &more))
            continue;
        (void)alm_lua_group_of_loop(L, -1, group, sizeof group);
        look_for_row(L, frame, n, &here);
        if (here.data[0] != '\0')
            memcpy(row, here.data, sizeof row);
        lua_pop(L, 1);
    }
    if (!*named && group[0] != '\0')
        alm_lua_add_group(err, group);
    *named = *named || group[0] != '\0';
    if (err->data[0] == '\0')
        memcpy(err->data, row, sizeof row);
}

void alm_lua_place_error(lua_State *L, alm_error *err)
{
    const alm_lua_group *at = alm_lua_row_at(L);
    lua_Debug frame;
    bool named = strstr(err->message, " (in the group ") != NULL;

    if (at != NULL)
        place_row(err, at->table, at->row);
    for (int level = 0;
         level < MOST_FRAMES && lua_getstack(L, level, &frame) != 0; level++)
        look_at_frame(L, &frame, err, &named);
}
