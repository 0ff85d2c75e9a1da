#include "unit.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/pool.h"
#include "runtime/state.h"

/* States that live for a glance: pooled blocks, modules that are
 * loaded when looked into. */

static void a_pool_hands_out_what_it_got_back(void **state)
{
    const long before = alm_alloc_live();
    alm_pool pool = {0};
    (void)state;

    char *a = alm_pool_resize(&pool, NULL, 0, 40);
    assert_non_null(a);
    assert_int_equal((size_t)a % ALM_POOL_STEP, 0);
    memset(a, 7, 40);
    assert_ptr_equal(alm_pool_resize(&pool, a, 40, 48), a); /* the same class */
    char *b = alm_pool_resize(&pool, a, 48, 4000);
    assert_non_null(b);
    assert_int_equal(b[39], 7);
    assert_ptr_equal(alm_pool_resize(&pool, NULL, 0, 33), a);
    b = alm_pool_resize(&pool, b, 4000, 10);
    assert_int_equal(b[9], 7);
    assert_null(alm_pool_resize(&pool, b, 10, 0));
    for (size_t i = 0; i < 5000; i++) /* more than a chunk */
        assert_non_null(alm_pool_resize(&pool, NULL, 0, 256));
    alm_pool_free(&pool);
    assert_int_equal(alm_alloc_live(), before);
}

/* A folder with the module "few", the engine's own. */
static char folder[] = "/tmp/alm_brief_XXXXXX";

static int set_up(void **state)
{
    /* A global that nobody has set yet cannot be read. */
    static const char text[] =
        "local known, n = pcall(function() return loads end)\n"
        "loads = known and n + 1 or 1\n"
        "return {answer = 42, loads = loads}\n";
    char path[128];

    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(path, sizeof path, "%s/few.lua", folder);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return 1;
    (void)fputs(text, file);
    return fclose(file);
}

static int tear_down(void **state)
{
    char path[128];

    (void)state;
    (void)snprintf(path, sizeof path, "%s/few.lua", folder);
    (void)remove(path);
    return rmdir(folder);
}

static alm_status run_in(lua_Integer *out, bool brief, const char *text,
                         alm_error *err)
{
    const alm_module_folder folders[] = {{.path = folder, .own = true}};
    alm_state_options options = {.seed = 1,
                                 .heap_limit = (size_t)16 << 20,
                                 .brief = brief,
                                 .folders = folders,
                                 .n_folders = 1};
    alm_state *s = NULL;
    alm_status status = alm_state_new(&s, &options, err);

    if (status != ALM_OK)
        return status;
    lua_State *L = alm_state_lua(s);
    status =
        alm_chunk_load(L, ALM_CHUNK_SCRIPT, "t.lua", text, strlen(text), err);
    if (status == ALM_OK)
        status = alm_lua_call(L, 0, 1, err);
    if (status == ALM_OK)
        *out = lua_tointeger(L, -1);
    alm_state_free(s);
    return status;
}

static lua_Integer answer(bool brief, const char *text)
{
    alm_error err = {0};
    lua_Integer n = -1;
    assert_ok(run_in(&n, brief, text, &err), &err);
    return n;
}

static void a_module_is_loaded_when_it_is_looked_into(void **state)
{
    (void)state;

    for (int i = 0; i < 2; i++) {
        const bool brief = i == 0;
        assert_int_equal(answer(brief, "require 'few' return pcall(function() "
                                       "return loads end) and 2 or 1"),
                         brief ? 1 : 2);
        assert_int_equal(answer(brief, "return require 'few'.answer"), 42);
        assert_int_equal(answer(brief,
                                "local few, n = require 'few', 0 "
                                "for _, v in pairs(few) do n = n + v end "
                                "return n + require 'few'.loads"),
                         44);
    }
}

static void garbage_is_collected_at_the_limit(void **state)
{
    static const char churn[] = "local n = 0 for i = 1, 400000 do "
                                "local t = {i, i} n = n + #t end return n";
    static const char hoard[] = "local t = {} for i = 1, 1000000 do "
                                "t[i] = {i} end return #t";
    alm_error err = {0};
    lua_Integer n;
    (void)state;

    assert_int_equal(answer(true, churn), 800000);
    assert_int_equal(run_in(&n, true, hoard, &err), ALM_ELIMIT);
}

static void looking_survives_every_failed_allocation(void **state)
{
    const long before = alm_alloc_live();
    alm_status status;
    lua_Integer found;
    long n = 0;
    (void)state;

    do {
        alm_alloc_fail_after(n++);
        status = run_in(&found, true, "return require 'few'.answer", NULL);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM ||
                    status == ALM_ELIMIT);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pool_hands_out_what_it_got_back),
        cmocka_unit_test(a_module_is_loaded_when_it_is_looked_into),
        cmocka_unit_test(garbage_is_collected_at_the_limit),
        cmocka_unit_test(looking_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
