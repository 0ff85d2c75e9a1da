#include "unit.h"

#include "columns.h"
#include "expr/compare.h"

#define INT    ALM_INTEGER
#define NUM    ALM_NUMBER
#define TEXT   ALM_TEXT
#define BOOL   ALM_BOOLEAN
#define PERIOD ALM_PERIOD

/* Two operands and what < <= > >= == ~= make of them: a letter a row, or the
 * message of the first four. */
typedef struct pair {
    alm_type left;
    const char *a;
    alm_type right;
    const char *b;
    const char *want[6];
} pair;

static void letters(char *out, const alm_column *col)
{
    const alm_vector v = alm_column_vector(col, NULL);
    assert_int_equal(v.type, ALM_BOOLEAN);
    assert_null(v.valid);
    for (size_t i = 0; i < v.n; i++)
        out[i] = v.booleans[i] ? 't' : 'f';
    out[v.n] = '\0';
}

static void check(const pair *p)
{
    alm_column *left;
    alm_column *right;
    const alm_operand a = operand_of(&left, p->left, p->a);
    const alm_operand b = operand_of(&right, p->right, p->b);
    const char *want = "";
    for (int op = ALM_LESS; op <= ALM_NOT_EQUAL; op++) {
        char text[1024];
        alm_error err;
        alm_column *got = NULL;
        if (p->want[op] != NULL)
            want = p->want[op];
        if (alm_compare(&got, (alm_compare_op)op, &a, &b, &err) == ALM_OK)
            letters(text, got);
        else
            snprintf(text, sizeof text, "%s", err.message);
        alm_column_free(got);
        assert_string_equal(text, want);
    }
    alm_column_free(left);
    alm_column_free(right);
}

/* Lua 5.4.4, at its prompt: the operator between the values of each row, nil
 * for a missing one; `==` where the other operators raise. */
static void compares_as_lua_does(void **state)
{
    static const pair pairs[] = {
        /* numbers of one type */
        {INT, "1 2 3", INT, "=2", {"tff", "ttf", "fft", "ftt", "ftf", "tft"}},
        {NUM,
         "1 2 3",
         NUM,
         "2 2 2",
         {"tff", "ttf", "fft", "ftt", "ftf", "tft"}},
        {NUM, "=2", NUM, "1 2 nan", {"fff", "ftf", "tff", "ttf", "ftf", "tft"}},
        /* (1), (2) missing and NaN */
        {INT,
         "1 _ _",
         INT,
         "_ 1 _",
         {"fff", "fff", "fff", "fff", "fft", "ttf"}},
        {NUM,
         "1 _ nan",
         NUM,
         "=nan",
         {"fff", "fff", "fff", "fff", "fff", "ttt"}},
        {TEXT, "a _", TEXT, "=_", {"ff", "ff", "ff", "ff", "ft", "tf"}},
        {BOOL, "t _", INT, "=_", {"ff", "ff", "ff", "ff", "ft", "tf"}},
        /* (3) integers and doubles, exactly: 2^53 + 1 and 2^53, the ends */
        {INT,
         "9007199254740993 9007199254740992",
         NUM,
         "=9007199254740992",
         {"ff", "ft", "tf", "tt", "ft", "tf"}},
        {NUM,
         "9007199254740992",
         INT,
         "=9007199254740993",
         {"t", "t", "f", "f", "f", "t"}},
        {INT,
         "9223372036854775807 -9223372036854775808 0 0",
         NUM,
         "9223372036854775808 -9223372036854775808 -inf nan",
         {"tfff", "ttff", "fftf", "fttf", "ftff", "tftt"}},
        {INT, "1 -1", NUM, "1.5 -1.5", {"tf", "tf", "ft", "ft", "ff", "tt"}},
        {INT, "1 0", NUM, "1 -0", {"ff", "tt", "ff", "tt", "tt", "ff"}},
        /* (4) text by bytes */
        {TEXT,
         "a ab b \xE4\xB8\xAD '' Z",
         TEXT,
         "=ab",
         {"tffftt", "ttfftt", "ffttff", "ftttff", "ftffff", "tftttt"}},
        {TEXT,
         "a b _ Z",
         TEXT,
         "b a b a",
         {"tfft", "tfft", "ftff", "ftff", "ffff", "tttt"}},
        {TEXT,
         "=ab",
         TEXT,
         "a b ab ab ab",
         {"ftfff", "ftttt", "tffff", "tfttt", "ffttt", "ttfff"}},
        /* (5) periods */
        {PERIOD,
         "2016-S1 2016-S2 2017-S1",
         PERIOD,
         "=2016-S2",
         {"tff", "ttf", "fft", "ftt", "ftf", "tft"}},
        {PERIOD,
         "2016-S1 2016-S2 _",
         TEXT,
         "=2016-S2",
         {"tff", "ttf", "fff", "ftf", "ftf", "tft"}},
        {TEXT,
         "2016-06 2016-07",
         PERIOD,
         "=2016-06",
         {"ff", "tf", "ft", "tt", "tf", "ft"}},
        {PERIOD,
         "2016-S1 2015-S2 2016",
         TEXT,
         "=2016",
         {"ftf", "ftt", "tff", "tft", "fft", "ttf"}},
        /* (2) different types are different */
        {TEXT, "_ _", INT, "1 _", {"ff", "ff", "ff", "ff", "ft", "tf"}},
        /* lengths */
        {INT, "1 2", INT, "1 2 3", {"columns of 2 and 3 rows do not match"}},
        {INT, "", INT, "=1", {""}},
        {INT, "=1", INT, "=1", {"f", "t", "f", "t", "t", "f"}},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(pairs); i++)
        check(&pairs[i]);
}

/* Rules (5) and (6). */
static void refuses_an_order_between_types(void **state)
{
    static const pair pairs[] = {
        {INT,
         "_ 1",
         TEXT,
         "x x",
         {"row 2: attempt to compare integer with "
          "text",
          NULL, NULL, NULL, "ff", "tt"}},
        {BOOL,
         "t",
         BOOL,
         "f",
         {"row 1: attempt to compare boolean with "
          "boolean",
          NULL, NULL, NULL, "f", "t"}},
        {BOOL,
         "t f",
         BOOL,
         "=t",
         {"row 1: attempt to compare boolean with "
          "boolean",
          NULL, NULL, NULL, "tf", "ft"}},
        {PERIOD,
         "2016",
         INT,
         "=2016",
         {"row 1: attempt to compare period "
          "with integer",
          NULL, NULL, NULL, "f", "t"}},
        {PERIOD,
         "2016-S1",
         TEXT,
         "=2016-S3",
         {"row 1: \"2016-S3\" is no "
          "period",
          NULL, NULL, NULL, "f", "t"}},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(pairs); i++)
        check(&pairs[i]);
}

static void finds_values_between_bounds(void **state)
{
    alm_column *owners[3];
    alm_operand a = operand_of(&owners[0], INT, "1 2 3 4 _");
    const alm_operand low = operand_of(&owners[1], NUM, "=1.5");
    const alm_operand high = operand_of(&owners[2], INT, "9 9 3 3 9");
    (void)state;
    assert_makes(alm_between(&made, &a, &low, &high, &err),
                 "false true true false false");
    a = alm_operand_integer(3);
    assert_makes(alm_between(&made, &a, &low, &high, &err),
                 "true true true true true");
    for (size_t i = 0; i < LENGTH(owners); i++)
        alm_column_free(owners[i]);
}

static void finds_values_in_a_set(void **state)
{
    const alm_scalar set[] = {
        alm_operand_number(2).scalar, alm_operand_text("b", 1).scalar,
        alm_operand_text("2016-S1", 7).scalar, alm_operand_missing().scalar};
    static const struct {
        alm_type type;
        const char *a;
        size_t count;
        const char *want;
    } cases[] = {{INT, "1 2 _", 3, "false true false"},
                 {INT, "1 2 _", 4, "false true true"},
                 {TEXT, "a b _ b", 3, "false true false true"},
                 {TEXT, "a b _ b", 4, "false true true true"},
                 {TEXT, "=b", 3, "true"},
                 {PERIOD, "2016-S1 2016-S2", 4, "true false"},
                 {INT, "1 2 _", 0, "false false false"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *owner;
        const alm_operand a = operand_of(&owner, cases[i].type, cases[i].a);
        assert_makes(alm_is_in(&made, &a, set, cases[i].count, &err),
                     cases[i].want);
        alm_column_free(owner);
    }
}

static void tells_missing_values(void **state)
{
    alm_column *owner;
    const alm_operand a = operand_of(&owner, NUM, "1 _ nan");
    (void)state;
    assert_makes(alm_is_missing(&made, &a, &err), "false true false");
    alm_column_free(owner);
}

/* Rules (7) and (8): Lua 5.4.4 at its prompt, nil for a missing value. */
static void joins_masks_as_lua_does(void **state)
{
    alm_column *owners[3];
    const alm_operand a = operand_of(&owners[0], BOOL, "t t t f f f _ _ _");
    const alm_operand b = operand_of(&owners[1], BOOL, "t f _ t f _ t f _");
    const alm_operand c = operand_of(&owners[2], INT, "_ 7");
    (void)state;
    assert_makes(alm_and(&made, &a, &b, &err),
                 "true false _ false false false _ _ _");
    assert_makes(alm_or(&made, &a, &b, &err),
                 "true true true true false _ true false _");
    assert_makes(alm_not(&made, &a, &err),
                 "false false false true true true true true true");
    assert_makes(alm_not(&made, &c, &err), "row 2: a number is not a boolean");
    for (size_t i = 0; i < LENGTH(owners); i++)
        alm_column_free(owners[i]);
}

static void joins_plain_masks(void **state)
{
    uint32_t at[] = {3, 0, ALM_ROW_NONE, 1};
    alm_rows rows = {1, 4, at};
    alm_column *owners[2];
    const alm_operand a = operand_of(&owners[0], BOOL, "t t f f");
    const alm_operand b = operand_of(&owners[1], BOOL, "t f t f");
    const alm_operand c =
        alm_operand_vector(alm_column_vector(owners[0], &rows));
    (void)state;
    assert_makes(alm_and(&made, &a, &b, &err), "true false false false");
    assert_makes(alm_or(&made, &a, &b, &err), "true true true false");
    assert_makes(alm_or(&made, &c, &b, &err), "true true true true");
    assert_makes(alm_and(&made, &c, &b, &err), "false false _ false");
    for (size_t i = 0; i < LENGTH(owners); i++)
        alm_column_free(owners[i]);
}

static void survives_every_failed_allocation(void **state)
{
    static const struct {
        alm_type left;
        const char *a;
        alm_type right;
        const char *b;
        const char *want;
    } cases[] = {{INT, "1 _ 3", INT, "=2", "true false false"},
                 {INT, "1 _ 3", NUM, "=2", "true false false"},
                 {NUM, "1 _ 3", NUM, "1 2 3", "false false false"},
                 {TEXT, "a b _", TEXT, "=a", "false false false"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *left;
        alm_column *right;
        const alm_operand a = operand_of(&left, cases[i].left, cases[i].a);
        const alm_operand b = operand_of(&right, cases[i].right, cases[i].b);
        assert_makes(alm_compare(&made, ALM_LESS, &a, &b, &err), cases[i].want);
        alm_column_free(left);
        alm_column_free(right);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_as_lua_does),
        cmocka_unit_test(refuses_an_order_between_types),
        cmocka_unit_test(finds_values_between_bounds),
        cmocka_unit_test(finds_values_in_a_set),
        cmocka_unit_test(tells_missing_values),
        cmocka_unit_test(joins_masks_as_lua_does),
        cmocka_unit_test(joins_plain_masks),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
