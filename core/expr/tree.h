#ifndef ALM_EXPR_TREE_H
#define ALM_EXPR_TREE_H

#include "expr/arith.h"
#include "expr/compare.h"
#include "expr/math.h"
#include "table/table.h"

/* A column expression: what a function of a row computes, as a tree over the
 * columns of a table, and the evaluator that runs it over all rows at once.
 *
 *  (1) Each row gets what Lua gets from the same expression on that row, by the
 *      rules of arith.h, compare.h, math.h and text.h.
 *  (2) `and`, `or`, `not` and conditions go by Lua's truth: missing and false
 *      are false, all else is true, and `and` and `or` give an operand.
 *  (3) Both sides of `and`, `or` and a choice are computed in every row. A side
 *      that Lua would not have reached may therefore fail where Lua does not:
 *      after an error, run the function row by row, which alone decides. The
 *      same holds where the values picked have no common type (choose.h).
 *  (4) A column has one type, a value in Lua its own: where floor, ceil, `and`,
 *      `or` or a choice may have mixed integers with numbers and the result is
 *      used further, the evaluation is ALM_ETYPE, and rows decide as well.
 *  (5) A node used twice is computed once. */
typedef struct alm_tree alm_tree;

/* A node of a tree, valid while the tree lives. */
typedef uint32_t alm_node;

ALM_MUST_CHECK
alm_status alm_tree_new(alm_tree **out, alm_error *err);
void alm_tree_free(alm_tree *tree); /* NULL is allowed */

/* Each adds a node over nodes that the tree has already. Texts are copied. A
 * column that the table of the evaluation does not have is ALM_ENOTFOUND. */
ALM_MUST_CHECK
alm_status alm_tree_column(alm_node *out, alm_tree *tree, const char *name,
                           size_t len, alm_error *err);
ALM_MUST_CHECK
alm_status alm_tree_constant(alm_node *out, alm_tree *tree,
                             const alm_scalar *value, alm_error *err);
ALM_MUST_CHECK
alm_status alm_tree_arith(alm_node *out, alm_tree *tree, alm_arith_op op,
                          alm_node a, alm_node b, alm_error *err);
ALM_MUST_CHECK
alm_status alm_tree_compare(alm_node *out, alm_tree *tree, alm_compare_op op,
                            alm_node a, alm_node b, alm_error *err);
ALM_MUST_CHECK
alm_status alm_tree_math(alm_node *out, alm_tree *tree, alm_math_function f,
                         alm_node a, alm_error *err);

/* The operators that have no header of their own. Operands that an operator
 * does not have are ignored. */
typedef enum alm_tree_op {
    ALM_TREE_NEGATE, /* -a */
    ALM_TREE_NOT,    /* not a */
    ALM_TREE_AND,    /* a and b */
    ALM_TREE_OR,     /* a or b */
    ALM_TREE_CONCAT, /* a .. b */
    ALM_TREE_SELECT  /* b where a is true, else c */
} alm_tree_op;

ALM_MUST_CHECK
alm_status alm_tree_apply(alm_node *out, alm_tree *tree, alm_tree_op op,
                          alm_node a, alm_node b, alm_node c, alm_error *err);

/* The values of a node in every row of a table: a dense column. */
ALM_MUST_CHECK
alm_status alm_tree_evaluate(alm_column **out, const alm_tree *tree,
                             alm_node node, const alm_table *table,
                             alm_error *err);

#endif
