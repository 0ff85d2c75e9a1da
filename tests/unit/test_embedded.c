#include "unit.h"

#include <lauxlib.h>
#include <string.h>

#include "base/buffer.h"
#include "runtime/embedded.h"

/* The compiled form of a file stands for its text, and for no other. A build
 * that could not compile them has none. */

static int add_code(lua_State *L, const void *bytes, size_t n, void *code)
{
    (void)L;
    return alm_buffer_add(code, bytes, n, NULL) != ALM_OK;
}

/* The function on top of the stack, with its names and lines. */
static alm_buffer dump(lua_State *L)
{
    alm_buffer code = {0};
    assert_int_equal(lua_dump(L, add_code, &code, 0), 0);
    lua_pop(L, 1);
    return code;
}

static void what_is_embedded_is_what_the_text_compiles_to(void **state)
{
    (void)state;

    if (alm_embedded_count == 0)
        skip();
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    assert_true(alm_embedded_count > 100);
    for (size_t i = 0; i < alm_embedded_count; i++) {
        const alm_embedded *file = &alm_embedded_files[i];
        assert_true(
            alm_embedded_push(L, file->name, file->text, file->text_len));
        alm_buffer ours = dump(L);
        assert_int_equal(
            luaL_loadbufferx(L, file->text, file->text_len, file->name, "t"),
            LUA_OK);
        alm_buffer lua = dump(L);
        assert_int_equal(ours.len, lua.len);
        assert_memory_equal(ours.data, lua.data, lua.len);
        alm_buffer_free(&ours);
        alm_buffer_free(&lua);
    }
    lua_close(L);
}

static void another_text_or_name_is_not_replaced(void **state)
{
    const alm_embedded *file = &alm_embedded_files[0];
    alm_buffer text = {0};
    alm_error err;
    (void)state;

    if (alm_embedded_count == 0)
        skip();
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    assert_ok(alm_buffer_add(&text, file->text, file->text_len, &err), &err);
    assert_true(alm_embedded_push(L, file->name, text.data, text.len));
    assert_false(alm_embedded_push(L, "=other.lua", text.data, text.len));
    assert_false(alm_embedded_push(L, file->name, text.data, text.len - 1));
    text.data[text.len / 2] ^= 1;
    assert_false(alm_embedded_push(L, file->name, text.data, text.len));
    alm_buffer_free(&text);
    lua_close(L);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_embedded_is_what_the_text_compiles_to),
        cmocka_unit_test(another_text_or_name_is_not_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
