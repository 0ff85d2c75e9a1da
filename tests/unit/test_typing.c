/* Words that are being typed: cli/shell_line.h, cli/candidates.h. */
#include <string.h>

#include "base/alloc.h"
#include "cli/candidates.h"
#include "cli/shell_line.h"
#include "unit.h"

static const char usual[] = " \t\n\"'><=;|&(:";

/* The words with '|' between them, and what readline would replace. */
static void check_line(const char *text, const char *words, const char *typed)
{
    char got[512] = "";
    alm_shell_line line;
    alm_error err = {0};
    assert_int_equal(alm_shell_line_read(&line, text, "", usual, &err), ALM_OK);
    for (size_t i = 0; i < line.n; i++) {
        (void)strncat(got, i > 0 ? "|" : "", sizeof got - strlen(got) - 1);
        (void)strncat(got, line.words[i], sizeof got - strlen(got) - 1);
    }
    assert_string_equal(got, words);
    assert_string_equal(line.words[line.n - 1] + line.kept, typed);
    alm_shell_line_free(&line);
}

static void words_are_those_of_bash(void **state)
{
    (void)state;
    check_line("", "", "");
    check_line("almanac", "almanac", "almanac");
    check_line("almanac  run ", "almanac|run|", "");
    check_line("a my\\ file", "a|my file", "my file");
    check_line("a \"my file\" 'x y' z", "a|my file|x y|z", "z");
    check_line("a \"it\\\"s \\$5 \\n", "a|it\"s $5 \\n", "it\"s $5 \\n");
    check_line("a 'it\\", "a|it\\", "it\\");
    check_line("a ''", "a|", "");
    check_line("a x\\", "a|x", "x");
    check_line("a 地区", "a|地区", "地区");
}

static void a_word_breaks_where_readline_breaks_it(void **state)
{
    (void)state;
    check_line("a --as=cs", "a|--as=cs", "cs");
    check_line("a cnnic:prov", "a|cnnic:prov", "prov");
    check_line("a --as='cs", "a|--as=cs", "cs");
    check_line("a cnnic\\:prov", "a|cnnic:prov", "cnnic:prov");
    check_line("a 'x=y:z w", "a|x=y:z w", "x=y:z w");
}

static void only_the_last_command_counts(void **state)
{
    (void)state;
    check_line("cat x | almanac run r", "almanac|run|r", "r");
    check_line("cd /tmp && almanac ", "almanac|", "");
    check_line("a b > out.txt c", "a|b|c", "c");
    check_line("a b 2>/dev/null c", "a|b|c", "c");
    check_line("a b 2>&1 c", "a|b|c", "c");
}

/* The words of "before|behind", those behind the cursor after a '|'. */
static void check_behind(const char *before, const char *behind,
                         const char *words)
{
    char got[512] = "";
    alm_shell_line line;
    assert_int_equal(alm_shell_line_read(&line, before, behind, usual, NULL),
                     ALM_OK);
    for (size_t i = 0; i < line.all; i++) {
        (void)strncat(got, i == line.n ? "|" : " ", sizeof got - 1);
        (void)strncat(got, line.words[i], sizeof got - strlen(got) - 1);
    }
    assert_string_equal(got + 1, words);
    alm_shell_line_free(&line);
}

static void words_behind_the_cursor_are_told_apart(void **state)
{
    (void)state;
    check_behind("a b", "", "a b");
    check_behind("a b", " c 'd e'", "a b|c d e");
    check_behind("a 'b", "x y' c", "a b|c");
    check_behind("a ", "b c", "a |c");
    check_behind("a b", "x c | d e", "a b|c");
    check_behind("z; a b", " c; d", "a b|c");
    check_behind("a b", " >out c", "a b|c");
    check_behind("a b", "2>out c", "a b|c");
    check_behind("a b", " 2>out c", "a b|c");
}

static void check_redirected(const char *text, const char *typed)
{
    alm_shell_line line;
    assert_int_equal(alm_shell_line_read(&line, text, "", usual, NULL), ALM_OK);
    assert_true(line.redirected);
    assert_string_equal(line.words[line.n - 1], typed);
    alm_shell_line_free(&line);
}

static void a_file_behind_an_angle_bracket_is_told(void **state)
{
    (void)state;
    check_redirected("a b > ou", "ou");
    check_redirected("a b >ou", "ou");
    check_redirected("a b 2>> 'o u", "o u");
    check_redirected("a < ", "");
}

static void check_quoted(const char *text, char quote, const char *want)
{
    alm_buffer out = {0};
    assert_int_equal(alm_shell_quote(&out, text, quote, true, NULL), ALM_OK);
    assert_int_equal(alm_buffer_add_byte(&out, '\0', NULL), ALM_OK);
    assert_string_equal(out.data, want);
    alm_buffer_free(&out);
}

static void what_is_inserted_reads_as_it_was(void **state)
{
    (void)state;
    check_quoted("internet users", 0, "internet\\ users");
    check_quoted("gdp (bn)", 0, "gdp\\ \\(bn\\)");
    check_quoted("#rank#", 0, "\\#rank#");
    check_quoted("~/x", 0, "~/x");
    check_quoted("人口", 0, "人口");
    check_quoted("a \"b\" $c `d`", '"', "a \\\"b\\\" \\$c \\`d\\`");
    check_quoted("it's $5", '\'', "it'\\''s $5");
}

static void check_left(const char *word, const char *want)
{
    static const char *const texts[] = {"users", "Users", "urban", "USA",
                                        "a\nb"};
    alm_candidates list = {.word = word};
    char got[128] = "";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        alm_candidates_add(&list, 0, texts[i], NULL, false);
    alm_candidates_add(&list, 0, "users", NULL, false);
    alm_candidates_filter(&list);
    assert_int_equal(list.status, ALM_OK);
    for (size_t i = 0; i < list.n; i++) {
        (void)strcat(got, list.items[i].text);
        (void)strcat(got, " ");
    }
    assert_string_equal(got, want);
    alm_candidates_free(&list);
}

static void case_counts_unless_nothing_is_left(void **state)
{
    (void)state;
    check_left("", "users Users urban USA ");
    check_left("u", "users urban ");
    check_left("US", "USA ");
    check_left("uSer", "users ");
    check_left("uR", "urban ");
    check_left("x", "");
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    const long before = alm_alloc_live();
    alm_status status;
    long n = 0;
    do {
        alm_shell_line line = {0};
        alm_candidates list = {.word = "u"};
        alm_alloc_fail_after(n++);
        status = alm_shell_line_read(&line, "a b", " c", usual, NULL);
        for (int i = 0; i < 100; i++) {
            char text[] = {'u', (char)('!' + i % 90), '\0'};
            alm_candidates_add(&list, 0, text, "help", false);
        }
        alm_candidates_filter(&list);
        if (status == ALM_OK)
            status = list.status;
        alm_alloc_fail_after(-1);
        alm_shell_line_free(&line);
        alm_candidates_free(&list);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_of_bash),
        cmocka_unit_test(a_word_breaks_where_readline_breaks_it),
        cmocka_unit_test(only_the_last_command_counts),
        cmocka_unit_test(words_behind_the_cursor_are_told_apart),
        cmocka_unit_test(a_file_behind_an_angle_bracket_is_told),
        cmocka_unit_test(what_is_inserted_reads_as_it_was),
        cmocka_unit_test(case_counts_unless_nothing_is_left),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
