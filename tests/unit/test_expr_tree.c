#include "unit.h"

#include <string.h>

#include "columns.h"
#include "expr/tree.h"

/* A table of users, population, name and growing, seen through a selection that
 * turns its rows around. */
static alm_table *table_of_four(void)
{
    static const struct {
        const char *name;
        alm_type type;
        const char *values;
    } columns[] = {{"users", ALM_INTEGER, "10 _ 30 40"},
                   {"population", ALM_NUMBER, "100 50 _ 80"},
                   {"name", ALM_TEXT, "a b _ d"},
                   {"growing", ALM_BOOLEAN, "t f _ t"}};
    alm_table *table = NULL;
    alm_rows *rows = NULL;
    assert_int_equal(alm_table_new(&table, 4, NULL), ALM_OK);
    assert_int_equal(alm_rows_new(&rows, 4, NULL), ALM_OK);
    for (uint32_t i = 0; i < 4; i++)
        rows->at[i] = 3 - i;
    for (size_t i = 0; i < LENGTH(columns); i++) {
        alm_field *field = NULL;
        alm_column *col = column_of(columns[i].type, columns[i].values);
        assert_int_equal(alm_field_new_named(&field, columns[i].name,
                                             strlen(columns[i].name), NULL),
                         ALM_OK);
        assert_int_equal(alm_table_add(table, field, col, rows, NULL), ALM_OK);
        alm_field_free(field);
        alm_column_free(col);
    }
    alm_rows_free(rows);
    return table;
}

typedef struct four {
    alm_tree *tree;
    alm_node users, population, name, growing, two, text, nothing;
} four;

static alm_node constant(alm_tree *tree, alm_operand a)
{
    alm_node node;
    assert_int_equal(alm_tree_constant(&node, tree, &a.scalar, NULL), ALM_OK);
    return node;
}

static alm_node column(alm_tree *tree, const char *name)
{
    alm_node node;
    assert_int_equal(alm_tree_column(&node, tree, name, strlen(name), NULL),
                     ALM_OK);
    return node;
}

static four leaves(void)
{
    four f;
    assert_int_equal(alm_tree_new(&f.tree, NULL), ALM_OK);
    f.users = column(f.tree, "users");
    f.population = column(f.tree, "population");
    f.name = column(f.tree, "name");
    f.growing = column(f.tree, "growing");
    f.two = constant(f.tree, alm_operand_integer(2));
    f.text = constant(f.tree, alm_operand_text("none", 4));
    f.nothing = constant(f.tree, alm_operand_missing());
    return f;
}

static alm_node apply(const four *f, alm_tree_op op, alm_node a, alm_node b,
                      alm_node c)
{
    alm_node node;
    assert_int_equal(alm_tree_apply(&node, f->tree, op, a, b, c, NULL), ALM_OK);
    return node;
}

#define assert_evaluates(node, want)                                       \
    do {                                                                   \
        const alm_node root_ = (node); /* made before allocations fail */  \
        assert_makes(alm_tree_evaluate(&made, f.tree, root_, table, &err), \
                     want);                                                \
    } while (0)

/* 100 * users / population, floor of it, and a comparison: rule (1). */
static void evaluates_arithmetic_in_every_row(void **state)
{
    alm_table *table = table_of_four();
    four f = leaves();
    alm_node hundred = constant(f.tree, alm_operand_integer(100));
    alm_node part, rate, whole, more;
    (void)state;
    assert_int_equal(
        alm_tree_arith(&part, f.tree, ALM_MULTIPLY, hundred, f.users, NULL),
        ALM_OK);
    assert_int_equal(
        alm_tree_arith(&rate, f.tree, ALM_DIVIDE, part, f.population, NULL),
        ALM_OK);
    assert_int_equal(alm_tree_math(&whole, f.tree, ALM_MATH_FLOOR, rate, NULL),
                     ALM_OK);
    assert_int_equal(
        alm_tree_compare(&more, f.tree, ALM_GREATER, rate, f.two, NULL),
        ALM_OK);
    assert_evaluates(rate, "50 _ _ 10");
    assert_evaluates(whole, "50 _ _ 10");
    assert_evaluates(more, "true false false true");
    assert_evaluates(f.users, "40 30 _ 10");
    assert_evaluates(apply(&f, ALM_TREE_NEGATE, f.users, 0, 0),
                     "-40 -30 _ -10");
    alm_tree_free(f.tree);
    alm_table_free(table);
}

/* Rule (2): Lua 5.4.4 with nil for a missing value. */
static void follows_the_truth_of_lua(void **state)
{
    alm_table *table = table_of_four();
    four f = leaves();
    const alm_node some = apply(&f, ALM_TREE_NOT, f.growing, 0, 0);
    (void)state;
    assert_evaluates(some, "false true true false");
    assert_evaluates(apply(&f, ALM_TREE_NOT, f.users, 0, 0),
                     "false false true false");
    assert_evaluates(apply(&f, ALM_TREE_OR, f.name, f.text, 0), "d none b a");
    assert_evaluates(apply(&f, ALM_TREE_AND, f.name, f.users, 0), "40 _ _ 10");
    assert_evaluates(apply(&f, ALM_TREE_AND, f.growing, some, 0),
                     "false _ false false");
    assert_evaluates(apply(&f, ALM_TREE_OR, f.growing, some, 0),
                     "true true true true");
    assert_evaluates(
        apply(&f, ALM_TREE_SELECT, f.growing, f.users, f.population),
        "40 _ 50 10");
    alm_tree_free(f.tree);
    alm_table_free(table);
}

/* Rule (3). */
static void fails_where_rows_must_decide(void **state)
{
    alm_table *table = table_of_four();
    four f = leaves();
    const alm_node mixed =
        apply(&f, ALM_TREE_SELECT, f.growing, f.users, f.text);
    const alm_node joined = apply(&f, ALM_TREE_CONCAT, f.name, f.text, 0);
    const alm_node unknown = column(f.tree, "user");
    (void)state;
    assert_evaluates(mixed, "row 2: \"none\" is text, not a number");
    assert_evaluates(joined, "row 2: attempt to concatenate a missing value");
    alm_error err;
    alm_column *made = NULL;
    assert_int_equal(alm_tree_evaluate(&made, f.tree, unknown, table, &err),
                     ALM_ENOTFOUND);
    alm_tree_free(f.tree);
    alm_table_free(table);
}

/* Rule (4): 1e300 is no integer, so its floor stays a double, and in Lua the
 * floor of 1.5 does not. */
static void leaves_mixed_numbers_to_the_rows(void **state)
{
    alm_table *table = table_of_four();
    four f = leaves();
    const alm_node large = constant(f.tree, alm_operand_number(1e300));
    const alm_node mixed =
        apply(&f, ALM_TREE_SELECT, f.growing, f.users, f.population);
    alm_node scaled, whole;
    (void)state;
    assert_int_equal(alm_tree_arith(&scaled, f.tree, ALM_MULTIPLY, f.population,
                                    large, NULL),
                     ALM_OK);
    assert_int_equal(
        alm_tree_math(&whole, f.tree, ALM_MATH_FLOOR, scaled, NULL), ALM_OK);
    assert_evaluates(whole, "8e+301 _ 5e+301 1e+302");
    assert_evaluates(apply(&f, ALM_TREE_NEGATE, whole, 0, 0),
                     "integers and numbers mixed within an expression");
    assert_evaluates(apply(&f, ALM_TREE_NEGATE, mixed, 0, 0),
                     "integers and numbers mixed within an expression");
    alm_tree_free(f.tree);
    alm_table_free(table);
}

static void spreads_constants_over_all_rows(void **state)
{
    alm_table *table = table_of_four();
    four f = leaves();
    alm_node four_;
    (void)state;
    assert_int_equal(
        alm_tree_arith(&four_, f.tree, ALM_MULTIPLY, f.two, f.two, NULL),
        ALM_OK);
    assert_evaluates(four_, "4 4 4 4");
    assert_evaluates(f.text, "none none none none");
    assert_evaluates(f.nothing, "_ _ _ _");
    assert_evaluates(apply(&f, ALM_TREE_NEGATE, f.two, 0, 0), "-2 -2 -2 -2");
    alm_tree_free(f.tree);
    alm_table_free(table);
}

static void builds_or_fails_without_a_leak(void **state)
{
    const alm_operand text = alm_operand_text("none", 4);
    const long before = alm_alloc_live();
    alm_status status = ALM_ENOMEM;
    (void)state;
    for (long n = 0; status != ALM_OK; n++) {
        alm_tree *tree = NULL;
        alm_node node;
        alm_alloc_fail_after(n);
        status = alm_tree_new(&tree, NULL);
        for (int i = 0; status == ALM_OK && i < 20; i++)
            status = alm_tree_constant(&node, tree, &text.scalar, NULL);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        alm_tree_free(tree);
        assert_int_equal(alm_alloc_live(), before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evaluates_arithmetic_in_every_row),
        cmocka_unit_test(follows_the_truth_of_lua),
        cmocka_unit_test(fails_where_rows_must_decide),
        cmocka_unit_test(leaves_mixed_numbers_to_the_rows),
        cmocka_unit_test(spreads_constants_over_all_rows),
        cmocka_unit_test(builds_or_fails_without_a_leak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
