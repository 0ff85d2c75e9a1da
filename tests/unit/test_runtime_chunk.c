#include "unit.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/state.h"

typedef struct fixture {
    char folder[64];
    alm_state *s;
    lua_State *L;
    alm_module_folder folders[2];
} fixture;

static int set_up(void **state)
{
    static fixture f;
    alm_state_options options = alm_state_defaults();
    alm_error err;

    (void)snprintf(f.folder, sizeof f.folder, "/tmp/almanac.XXXXXX");
    if (mkdtemp(f.folder) == NULL)
        return -1;
    f.folders[0] = (alm_module_folder){.path = f.folder};
    f.folders[1] = (alm_module_folder){.path = f.folder, .own = true};
    options.folders = f.folders;
    options.n_folders = 1;
    if (alm_state_new(&f.s, &options, &err) != ALM_OK)
        return -1;
    f.L = alm_state_lua(f.s);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];

    alm_state_free(f->s);
    alm_alloc_set_limit(0);
    (void)snprintf(command, sizeof command, "rm -r %s", f->folder);
    return system(command);
}

static const char *write_file(const fixture *f, const char *name,
                              const char *text)
{
    static char path[128];

    (void)snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
    return path;
}

static alm_error load_error(lua_State *L, const char *text)
{
    alm_error err;
    assert_int_equal(
        alm_chunk_load(L, ALM_CHUNK_SCRIPT, "t.lua", text, strlen(text), &err),
        ALM_EPARSE);
    assert_string_equal(err.file, "t.lua");
    assert_int_equal(lua_gettop(L), 0);
    return err;
}

static void a_text_that_does_not_compile_is_explained(void **state)
{
    static const struct {
        const char *text;
        size_t line;
        const char *message;
        const char *help;
    } cases[] = {
        {"local function f()\n  if x then\n  return 1\nend\n\n", 6,
         "the 'function' of line 1 is not closed: 'end' expected before the "
         "end",
         "a block between these lines has no 'end'"},
        {"f(1\nlocal x = 2", 2,
         "the '(' of line 1 is not closed: ')' expected before 'local'",
         "add the missing ')'"},
        {"local x = 1\nif x != 2 then end", 2, "'then' expected near '!'",
         "not equal is written ~=, and negation is written not"},
        {"local x = 1\nx += 1", 2, "syntax error near '+'",
         "there is no += or ++: write x = x + 1"},
        {"local x = 1 if x = 2 then end", 1, "'then' expected near '='",
         "equality is written =="},
        {"local s = 'abc\nreturn s", 1, "unfinished string near ''abc'", ""},
        {"return (", 1, "unexpected symbol at the end of the text", ""},
        {"\x1bLua", 1, "this is compiled Lua (bytecode), which is refused",
         "save it as plain text in UTF-8"},
        {"\xFF\xFEp", 1, "the text is UTF-16, not UTF-8",
         "save it as plain text in UTF-8"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const alm_error err = load_error(f->L, cases[i].text);
        assert_string_equal(err.message, cases[i].message);
        assert_string_equal(err.help, cases[i].help);
        assert_int_equal(err.line, cases[i].line);
    }
}

static void a_mark_and_a_first_line_for_the_shell_are_skipped(void **state)
{
    static const char *const texts[] = {
        "\xEF\xBB\xBFreturn 1",
        "#!/usr/bin/lua\nreturn 1",
        "\xEF\xBB\xBF#!/usr/bin/lua\nreturn 1",
        "return\r\n1\r\n",
    };
    fixture *f = *state;
    alm_error err;

    for (size_t i = 0; i < LENGTH(texts); i++) {
        assert_ok(alm_chunk_load(f->L, ALM_CHUNK_SCRIPT, "t.lua", texts[i],
                                 strlen(texts[i]), &err),
                  &err);
        assert_ok(alm_lua_call(f->L, 0, 1, &err), &err);
        assert_int_equal(lua_tointeger(f->L, -1), 1);
        lua_settop(f->L, 0);
    }
    assert_ok(alm_chunk_load(f->L, ALM_CHUNK_SCRIPT, "t.lua", "#!", 2, &err),
              &err);
    err = (alm_error){.code = ALM_OK};
    lua_settop(f->L, 0);
    err = load_error(f->L, "#!/usr/bin/lua\nx = = 1");
    assert_int_equal(err.line, 2);
}

static void a_file_is_named_without_its_folder(void **state)
{
    fixture *f = *state;
    alm_error err;
    const char *path = write_file(f, "growth.lua", "\nreturn nothing");

    assert_ok(alm_chunk_load_file(f->L, ALM_CHUNK_SCRIPT, path, &err), &err);
    assert_int_equal(alm_lua_call(f->L, 0, 0, &err), ALM_ENOTFOUND);
    assert_string_equal(err.file, "growth.lua");
    assert_int_equal(err.line, 2);
    assert_string_equal(alm_state_path(f->s, err.file), path);
    assert_null(alm_state_path(f->s, "other.lua"));
    assert_int_equal(
        alm_chunk_load_file(f->L, ALM_CHUNK_SCRIPT, "/no/such.lua", &err),
        ALM_ENOTFOUND);
    assert_int_equal(alm_chunk_load_file(f->L, ALM_CHUNK_SCRIPT, "/", &err),
                     ALM_EIO);
    write_file(f, "empty.lua", "");
    path = write_file(f, "empty.lua", "");
    assert_ok(alm_chunk_load_file(f->L, ALM_CHUNK_SCRIPT, path, &err), &err);
    lua_settop(f->L, 0);
}

static void run(fixture *f, const char *text)
{
    alm_error err;
    assert_ok(alm_chunk_load(f->L, ALM_CHUNK_SCRIPT, "main.lua", text,
                             strlen(text), &err),
              &err);
    assert_ok(alm_lua_call(f->L, 0, 0, &err), &err);
}

static void a_broken_module_is_reported_at_its_line(void **state)
{
    fixture *f = *state;
    alm_error err;
    static const char main_text[] = "\n\nrequire('broken')";

    write_file(f, "broken.lua", "local x\nx = = 1");
    for (int i = 0; i < 2; i++) {
        assert_ok(alm_chunk_load(f->L, ALM_CHUNK_SCRIPT, "main.lua", main_text,
                                 strlen(main_text), &err),
                  &err);
        assert_int_equal(alm_lua_call(f->L, 0, 0, &err), ALM_EPARSE);
        assert_string_equal(err.file, "broken.lua");
        assert_int_equal(err.line, 2);
    }
    write_file(f, "raising.lua", "\n\n\nerror('at load')");
    run(f, "local ok, e = pcall(require, 'raising') assert(not ok)\n"
           "assert(e == 'raising.lua:4: at load', e)\n"
           "ok, e = pcall(require, 'raising')\n"
           "assert(e == 'raising.lua:4: at load', e)");
}

static void a_module_of_the_engine_is_read_only_and_not_blamed(void **state)
{
    fixture *f = *state;
    alm_error err;
    static const char main_text[] = "\nlocal m = require('own')\nm.fail()";

    f->folders[0].own = true;
    write_file(f, "own.lua",
               "return {x = 1, fail = function() error('deep') end}");
    run(f, "local m = require('own')\n"
           "assert(m.x == 1 and not pcall(function() m.x = 2 end))\n"
           "local n = 0 for _ in pairs(m) do n = n + 1 end assert(n == 2)");
    assert_ok(alm_chunk_load(f->L, ALM_CHUNK_SCRIPT, "main.lua", main_text,
                             strlen(main_text), &err),
              &err);
    assert_int_equal(alm_lua_call(f->L, 0, 0, &err), ALM_EINVAL);
    assert_string_equal(err.message, "deep");
    assert_string_equal(err.file, "main.lua");
    assert_int_equal(err.line, 3);
    f->folders[0].own = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_text_that_does_not_compile_is_explained, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_mark_and_a_first_line_for_the_shell_are_skipped, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(a_file_is_named_without_its_folder,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_module_is_reported_at_its_line,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_module_of_the_engine_is_read_only_and_not_blamed, set_up,
            tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
