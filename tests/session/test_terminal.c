#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "terminal.h"

/* `almanac repl` as someone at a terminal sees it. */

#define CTRL_C "\003"
#define CTRL_D "\004"
#define TAB    "\t"
#define UP     "\033[A"

static const char csv[] = "region,year,users\nNorth,2015,10\nSouth,2015,30\n"
                          "North,2016,14\nSouth,2016,\n";

/* Ctrl-C throws away what was typed ahead: what follows it waits. */
static void drop_line(terminal *t)
{
    terminal_type(t, CTRL_C);
    assert_true(terminal_line_is(t, ">"));
}

/* Types a line and waits for its answer, and for the prompt behind that: what
 * is typed ahead is echoed as the terminal likes. */
static void ask(terminal *t, const char *keys, const char *answer)
{
    terminal_type(t, keys);
    assert_true(terminal_shows(t, answer));
    assert_true(terminal_line_is(t, ">"));
}

static terminal *open_on_sales(void)
{
    char data[512];
    const char *argv[] = {ALM_PROGRAM, "repl", data, NULL};

    (void)snprintf(data, sizeof data, "%s", files_write_text("sales.csv", csv));
    terminal *t = terminal_open(argv, files_path("home"));
    assert_non_null(t);
    assert_true(terminal_shows(t, ":help for help, Ctrl-D leaves."));
    assert_true(terminal_line_is(t, ">"));
    assert_true(terminal_shows(t, "4 rows, 3 columns"));
    return t;
}

static void leave(terminal *t)
{
    terminal_type(t, CTRL_D);
    assert_int_equal(terminal_close(t), 0);
}

static void values_and_tables_are_shown(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    ask(t, "6 * 7\r", "42");
    ask(t, "t:where('users > 12'):select{'region', 'users'}\r",
        "South      30");
    ask(t, "t.users\r", "4 values, 1 missing");
    ask(t, "t.users[4]\r", "(missing)");
    leave(t);
}

static void tab_completes_columns_methods_and_strings(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    terminal_type(t, "t.us" TAB);
    assert_true(terminal_line_is(t, "> t.users"));
    terminal_type(t, ":med" TAB);
    assert_true(terminal_line_is(t, "> t.users:median"));
    ask(t, "() + 100\r", "114");
    terminal_type(t, "t:whe" TAB);
    assert_true(terminal_line_is(t, "> t:where"));
    terminal_type(t, "(\"us" TAB);
    assert_true(terminal_line_is(t, "> t:where(\"users"));
    drop_line(t);
    terminal_type(t, "stats.gin" TAB);
    assert_true(terminal_line_is(t, "> stats.gini"));
    drop_line(t);
    leave(t);
}

static void tab_completes_commands_scripts_flags_and_files(void **state)
{
    char line[512];
    terminal *t = open_on_sales();

    (void)state;
    terminal_type(t, ":lo" TAB);
    assert_true(terminal_line_is(t, "> :load"));
    (void)snprintf(line, sizeof line, "%.*s" TAB,
                   (int)strlen(files_path("sales.csv")) - 4,
                   files_path("sales.csv"));
    terminal_type(t, line);
    (void)snprintf(line, sizeof line, "> :load %s", files_path("sales.csv"));
    assert_true(terminal_line_is(t, line));
    drop_line(t);
    terminal_type(t, ":run rank" TAB);
    assert_true(terminal_line_is(t, "> :run ranking"));
    terminal_type(t, "--asc" TAB);
    assert_true(terminal_line_is(t, "> :run ranking --ascending"));
    drop_line(t);
    terminal_type(t, "?rank" TAB);
    assert_true(terminal_line_is(t, "> ?ranking"));
    drop_line(t);
    leave(t);
}

static void tab_knows_what_a_text_is_for(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    ask(t, "w = t:with{['sold in all'] = t.users} return 100 + #w\r", "104\n");
    terminal_type(t, "w[\"sold i" TAB);
    assert_true(terminal_line_is(t, "> w[\"sold in all"));
    ask(t, "\"]:sum()\r", "54\n");
    terminal_type(t, "w:select{'region', 'sold" TAB);
    assert_true(terminal_line_is(t, "> w:select{'region', 'sold in all"));
    drop_line(t);
    terminal_type(t, "w:where(\"row" TAB);
    assert_true(terminal_line_is(t, "> w:where(\"row['sold in all']"));
    drop_line(t);
    terminal_type(t, "t:where(\"region == 'No" TAB);
    assert_true(terminal_line_is(t, "> t:where(\"region == 'North'"));
    drop_line(t);
    leave(t);
}

/* On what t is now, with a region of two words. */
static void tab_completes_what_a_script_is_given(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    ask(t,
        "t = t:with{region = function(r) return 'Far ' .. r.region end} "
        "return 100 + #t\r",
        "104\n");
    terminal_type(t, ":run profile --region Far" TAB);
    assert_true(terminal_line_is(t, "> :run profile --region \"Far"));
    terminal_type(t, "N" TAB);
    assert_true(terminal_line_is(t, "> :run profile --region \"Far North\""));
    drop_line(t);
    terminal_type(t, ":run ranking --ties den" TAB "--measure us" TAB);
    assert_true(
        terminal_line_is(t, "> :run ranking --ties dense --measure users"));
    drop_line(t);
    terminal_type(t, "?us" TAB);
    assert_true(terminal_line_is(t, "> ?users"));
    drop_line(t);
    terminal_type(t, "exit()\r");
    assert_int_equal(terminal_close(t), 0);
}

static void help_is_as_wide_as_the_terminal(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    terminal_narrow(t, 40);
    ask(t, ":help\r", "or\ndrops the line, Ctrl-D leaves.\n");
    ask(t, "?t:rename\r", "Columns under other names: {new =\n\"old\"}.");
    leave(t);
}

static void an_unfinished_input_goes_on_in_the_next_line(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    terminal_type(t, "for i = 1, 2 do\r");
    assert_true(terminal_line_is(t, ">>"));
    terminal_type(t, "print(i * 21)\r");
    assert_true(terminal_shows(t, ">> print(i * 21)\n>>"));
    ask(t, "end\r", "21\n42\n");
    terminal_type(t, "function f(\r");
    assert_true(terminal_line_is(t, ">>"));
    drop_line(t);
    ask(t, "f == nil\r", "there is no variable \"f\"");
    leave(t);
}

static void ctrl_c_drops_a_line_and_ends_what_runs(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    ask(t, "x = 41\r", "x = 41");
    terminal_type(t, "lots of nonsense");
    assert_true(terminal_line_is(t, "> lots of nonsense"));
    drop_line(t);
    terminal_type(t, "print(6 * 7) while true do end\r");
    assert_true(terminal_shows(t, "42\n"));
    terminal_type(t, CTRL_C);
    assert_true(terminal_shows(t, "input:1: interrupted"));
    assert_true(terminal_line_is(t, ">"));
    terminal_type(t, "c = coroutine.wrap(function() while true do "
                     "pcall(error) end end) print(6 * 8) c()\r");
    assert_true(terminal_shows(t, "48\n"));
    drop_line(t);
    ask(t, "x + 2\r", "43\n");
    leave(t);
}

/* A text pattern that backtracks does not come back to where it could be ended.
 */
static void the_third_ctrl_c_ends_the_program(void **state)
{
    terminal *t = open_on_sales();

    (void)state;
    terminal_type(t, "print(6 * 7) x = ('a'):rep(50):find(('a?'):rep(50) .. "
                     "('a'):rep(50))\r");
    assert_true(terminal_shows(t, "42\n"));
    (void)sleep(1); /* into the search */
    terminal_type(t, CTRL_C);
    assert_true(terminal_shows(t, "^C"));
    assert_true(terminal_line_is(t, "")); /* that one has arrived */
    terminal_type(t, CTRL_C);
    assert_true(terminal_shows(t, "Ctrl-C once more ends almanac"));
    terminal_type(t, CTRL_C);
    assert_int_equal(terminal_close(t), 4);
}

static void history_is_kept_and_private(void **state)
{
    struct stat info;
    terminal *t = open_on_sales();

    (void)state;
    ask(t, "1 + 1\r", "2\n");
    ask(t, "'second'\r", "second\n");
    terminal_type(t, UP UP);
    assert_true(terminal_line_is(t, "> 1 + 1"));
    drop_line(t);
    leave(t);
    t = open_on_sales();
    terminal_type(t, UP);
    assert_true(terminal_line_is(t, "> 'second'"));
    drop_line(t);
    leave(t);
    assert_int_equal(
        stat(files_path("home/.local/state/almanac/history"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void without_readline_lines_are_read_as_they_are(void **state)
{
    const char *folder = files_write_text("libreadline.so.8", "no library");
    char path[512];

    (void)state;
    (void)snprintf(path, sizeof path, "%.*s",
                   (int)(strrchr(folder, '/') - folder), folder);
    assert_int_equal(setenv("LD_LIBRARY_PATH", path, 1), 0);
    terminal *t = open_on_sales();
    (void)unsetenv("LD_LIBRARY_PATH");
    assert_true(terminal_shows(t, "there is no libreadline.so.8"));
    ask(t, "6 * 7\r", "42");
    terminal_type(t, "nonsense");
    assert_true(terminal_line_is(t, "> nonsense"));
    drop_line(t);
    leave(t);
}

static int open_folder(void **state)
{
    (void)state;
    (void)files_open();
    return mkdir(files_path("home"), 0700);
}

/* Runs `almanac report ranking sales.csv ...` at a terminal. */
static int report_at_terminal(const char *output, const char *shows)
{
    char data[512];
    const char *argv[] = {ALM_PROGRAM, "report", "ranking",
                          data,        "-q",     output != NULL ? "-o" : NULL,
                          output,      NULL};

    (void)snprintf(data, sizeof data, "%s", files_write_text("sales.csv", csv));
    terminal *t = terminal_open(argv, files_path("home"));
    assert_non_null(t);
    if (shows != NULL)
        assert_true(terminal_shows(t, shows));
    return terminal_close(t);
}

static void a_report_is_no_text_for_a_terminal(void **state)
{
    char page[512];

    (void)state;
    (void)snprintf(page, sizeof page, "%s", files_path("page.html"));
    assert_int_equal(report_at_terminal(NULL, "a report is written to a file"),
                     2);
    assert_int_equal(report_at_terminal(page, NULL), 0);
    assert_int_equal(access(page, R_OK), 0);
    (void)remove(page);
}

static int remove_folder(void **state)
{
    static const char *const made[] = {
        "home/.local/state/almanac/history", "home/.local/state/almanac",
        "home/.local/state", "home/.local", "home"};

    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        (void)remove(files_path(made[i]));
    files_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_tables_are_shown),
        cmocka_unit_test(tab_completes_columns_methods_and_strings),
        cmocka_unit_test(tab_completes_commands_scripts_flags_and_files),
        cmocka_unit_test(tab_knows_what_a_text_is_for),
        cmocka_unit_test(tab_completes_what_a_script_is_given),
        cmocka_unit_test(help_is_as_wide_as_the_terminal),
        cmocka_unit_test(an_unfinished_input_goes_on_in_the_next_line),
        cmocka_unit_test(ctrl_c_drops_a_line_and_ends_what_runs),
        cmocka_unit_test(the_third_ctrl_c_ends_the_program),
        cmocka_unit_test(history_is_kept_and_private),
        cmocka_unit_test(without_readline_lines_are_read_as_they_are),
        cmocka_unit_test(a_report_is_no_text_for_a_terminal),
    };
    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
