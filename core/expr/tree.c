#include "expr/tree.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "expr/dense.h"
#include "expr/pick.h"
#include "expr/text.h"

typedef enum what { COLUMN, CONSTANT, ARITH, COMPARE, MATH, APPLY } what;

typedef struct node {
    what what;
    int op;           /* of the kind that `what` says */
    alm_node a, b, c; /* those it has not are the first again */
    alm_scalar value; /* a constant, or the name of a column */
    char *text;       /* the copy that `value` points to, or NULL */
} node;

struct alm_tree {
    node *nodes;
    size_t count;
    size_t cap;
};

alm_status alm_tree_new(alm_tree **out, alm_error *err)
{
    alm_tree *tree = alm_alloc_zeroed(1, sizeof *tree);
    if (tree == NULL)
        return alm_fail_memory(err, "an expression");
    *out = tree;
    return ALM_OK;
}

void alm_tree_free(alm_tree *tree)
{
    if (tree == NULL)
        return;
    for (size_t i = 0; i < tree->count; i++)
        alm_dealloc(tree->nodes[i].text);
    alm_dealloc(tree->nodes);
    alm_dealloc(tree);
}

static alm_status add(alm_node *out, alm_tree *tree, node fresh, alm_error *err)
{
    if (tree->count == tree->cap) {
        const size_t cap = tree->cap * 2 + 8;
        node *nodes = alm_realloc(tree->nodes, cap, sizeof *nodes);
        if (nodes == NULL)
            return alm_fail_memory(err, "an expression");
        tree->nodes = nodes;
        tree->cap = cap;
    }
    *out = (alm_node)tree->count;
    tree->nodes[tree->count++] = fresh;
    return ALM_OK;
}

static alm_status add_value(alm_node *out, alm_tree *tree, what kind,
                            const alm_scalar *value, alm_error *err)
{
    node fresh = {.what = kind, .value = *value};
    if (!value->missing && value->type == ALM_TEXT) {
        fresh.text = alm_alloc(value->len + 1, 1);
        if (fresh.text == NULL)
            return alm_fail_memory(err, "an expression");
        if (value->len > 0)
            memcpy(fresh.text, value->text, value->len);
        fresh.value.text = fresh.text;
    }
    const alm_status status = add(out, tree, fresh, err);
    if (status != ALM_OK)
        alm_dealloc(fresh.text);
    return status;
}

alm_status alm_tree_column(alm_node *out, alm_tree *tree, const char *name,
                           size_t len, alm_error *err)
{
    const alm_operand text = alm_operand_text(name, len);
    return add_value(out, tree, COLUMN, &text.scalar, err);
}

alm_status alm_tree_constant(alm_node *out, alm_tree *tree,
                             const alm_scalar *value, alm_error *err)
{
    return add_value(out, tree, CONSTANT, value, err);
}

static alm_status add_over(alm_node *out, alm_tree *tree, node fresh,
                           alm_error *err)
{
    assert(fresh.a < tree->count && fresh.b < tree->count &&
           fresh.c < tree->count);
    return add(out, tree, fresh, err);
}

alm_status alm_tree_arith(alm_node *out, alm_tree *tree, alm_arith_op op,
                          alm_node a, alm_node b, alm_error *err)
{
    return add_over(
        out, tree, (node){.what = ARITH, .op = (int)op, .a = a, .b = b, .c = a},
        err);
}

alm_status alm_tree_compare(alm_node *out, alm_tree *tree, alm_compare_op op,
                            alm_node a, alm_node b, alm_error *err)
{
    return add_over(
        out, tree,
        (node){.what = COMPARE, .op = (int)op, .a = a, .b = b, .c = a}, err);
}

alm_status alm_tree_math(alm_node *out, alm_tree *tree, alm_math_function f,
                         alm_node a, alm_error *err)
{
    return add_over(out, tree,
                    (node){.what = MATH, .op = (int)f, .a = a, .b = a, .c = a},
                    err);
}

alm_status alm_tree_apply(alm_node *out, alm_tree *tree, alm_tree_op op,
                          alm_node a, alm_node b, alm_node c, alm_error *err)
{
    const bool unary = op == ALM_TREE_NEGATE || op == ALM_TREE_NOT;
    return add_over(out, tree,
                    (node){.what = APPLY,
                           .op = (int)op,
                           .a = a,
                           .b = unary ? a : b,
                           .c = op == ALM_TREE_SELECT ? c : a},
                    err);
}

/* What has been computed so far: for node i an operand, and the column that it
 * looks at where the evaluation made one. */
typedef struct workspace {
    const alm_tree *tree;
    const alm_table *table;
    alm_operand *operands;
    alm_column **made;
    bool *needed;
} workspace;

/* Rule (2). */
static bool is_true(const alm_operand *a, size_t i)
{
    const alm_scalar s = alm_operand_at(a, i);
    return !s.missing && (s.type != ALM_BOOLEAN || s.boolean);
}

static alm_status negate_truth(alm_column **out, const alm_operand *a,
                               alm_error *err)
{
    const size_t n = a->is_vector ? a->vector.n : 1;
    uint8_t *values = alm_alloc(n, 1);
    for (size_t i = 0; values != NULL && i < n; i++)
        values[i] = !is_true(a, i);
    return alm_dense_finish(out, ALM_BOOLEAN, values, NULL, NULL, n, err);
}

/* `yes` where the condition is true, else `no`. */
static alm_status choose(alm_column **out, const alm_operand *condition,
                         const alm_operand *yes, const alm_operand *no,
                         alm_error *err)
{
    const alm_operand *const all[] = {yes, no, condition};
    size_t n;
    const alm_status status = alm_operands_rows(&n, all, 3, err);
    if (status != ALM_OK)
        return status;
    uint32_t *picks = alm_alloc(n, sizeof *picks);
    if (picks == NULL)
        return alm_fail_memory(err, "a column");
    for (size_t i = 0; i < n; i++)
        picks[i] = is_true(condition, i) ? 0 : 1;
    const alm_status made = alm_pick_rows(out, all, 2, picks, n, err);
    alm_dealloc(picks);
    return made;
}

static bool are_booleans(const alm_operand *a, const alm_operand *b)
{
    alm_type x;
    alm_type y;
    return alm_operand_type(&x, a) && alm_operand_type(&y, b) &&
           x == ALM_BOOLEAN && y == ALM_BOOLEAN;
}

static alm_status apply(alm_column **out, alm_tree_op op, const alm_operand *a,
                        const alm_operand *b, const alm_operand *c,
                        alm_error *err)
{
    switch (op) {
    case ALM_TREE_NEGATE: return alm_negate(out, a, err);
    case ALM_TREE_NOT: return negate_truth(out, a, err);
    case ALM_TREE_AND:
        return are_booleans(a, b) ? alm_and(out, a, b, err)
                                  : choose(out, a, b, a, err);
    case ALM_TREE_OR:
        return are_booleans(a, b) ? alm_or(out, a, b, err)
                                  : choose(out, a, a, b, err);
    case ALM_TREE_CONCAT: return alm_text_concat(out, a, b, err);
    case ALM_TREE_SELECT: return choose(out, a, b, c, err);
    }
    return ALM_OK;
}

static alm_status look_at_column(alm_operand *out, const alm_table *table,
                                 const alm_scalar *name, alm_error *err)
{
    const size_t i = alm_table_find(table, name->text, name->len);
    alm_vector v;
    if (i == ALM_NO_COLUMN)
        return alm_table_fail_unknown(table, name->text, name->len, err);
    const alm_status status = alm_table_vector(&v, table, i, err);
    if (status == ALM_OK)
        *out = alm_operand_vector(v);
    return status;
}

static bool has_type(const alm_operand *a, alm_type wanted)
{
    alm_type type;
    return alm_operand_type(&type, a) && type == wanted;
}

/* Whether a column of numbers may hold what are integers in Lua: rule (4). */
static bool may_be_mixed(const workspace *w, const node *n,
                         const alm_column *made)
{
    if (alm_column_type(made) != ALM_NUMBER)
        return false;
    if (n->what == MATH)
        return n->op == (int)ALM_MATH_FLOOR || n->op == (int)ALM_MATH_CEIL;
    return n->what == APPLY && n->op != (int)ALM_TREE_NEGATE &&
           (has_type(&w->operands[n->a], ALM_INTEGER) ||
            has_type(&w->operands[n->b], ALM_INTEGER) ||
            has_type(&w->operands[n->c], ALM_INTEGER));
}

/* Node i; the nodes it stands on are computed. A result of one row, from
 * constants alone, becomes a single value again. */
static alm_status compute(workspace *w, size_t i, bool is_root, alm_error *err)
{
    const node *n = &w->tree->nodes[i];
    const alm_operand *a = &w->operands[n->a];
    const alm_operand *b = &w->operands[n->b];
    const alm_operand *c = &w->operands[n->c];
    alm_column **made = &w->made[i];
    alm_status status = ALM_OK;
    switch (n->what) {
    case COLUMN:
        return look_at_column(&w->operands[i], w->table, &n->value, err);
    case CONSTANT:
        w->operands[i] = (alm_operand){.scalar = n->value};
        return ALM_OK;
    case ARITH: status = alm_arith(made, (alm_arith_op)n->op, a, b, err); break;
    case COMPARE:
        status = alm_compare(made, (alm_compare_op)n->op, a, b, err);
        break;
    case MATH: status = alm_math(made, (alm_math_function)n->op, a, err); break;
    case APPLY: status = apply(made, (alm_tree_op)n->op, a, b, c, err); break;
    }
    if (status != ALM_OK)
        return status;
    if (!is_root && may_be_mixed(w, n, *made))
        return alm_fail(err, ALM_ETYPE,
                        "integers and numbers mixed within an expression");
    const alm_operand whole = alm_operand_column(*made);
    w->operands[i] = whole;
    if (!a->is_vector && !b->is_vector && !c->is_vector)
        w->operands[i] = (alm_operand){.scalar = alm_operand_at(&whole, 0)};
    return ALM_OK;
}

/* Nodes stand on earlier ones only, so one pass down marks what is needed. */
static void mark_needed(workspace *w, alm_node root)
{
    w->needed[root] = true;
    for (size_t i = root + 1; i-- > 0;) {
        const node *n = &w->tree->nodes[i];
        if (!w->needed[i] || n->what == COLUMN || n->what == CONSTANT)
            continue;
        w->needed[n->a] = true;
        w->needed[n->b] = true;
        w->needed[n->c] = true;
    }
}

/* An operand as a dense column of all rows. */
static alm_status spread(alm_column **out, const alm_operand *a, size_t rows,
                         alm_error *err)
{
    uint32_t *picks = alm_alloc_zeroed(rows, sizeof *picks);
    if (picks == NULL)
        return alm_fail_memory(err, "a column");
    const alm_status status = alm_pick_rows(out, &a, 1, picks, rows, err);
    alm_dealloc(picks);
    return status;
}

static alm_status run(alm_column **out, workspace *w, alm_node root,
                      alm_error *err)
{
    alm_status status = ALM_OK;
    mark_needed(w, root);
    for (size_t i = 0; status == ALM_OK && i <= root; i++) {
        if (w->needed[i])
            status = compute(w, i, i == root, err);
    }
    if (status != ALM_OK)
        return status;
    if (w->made[root] == NULL || !w->operands[root].is_vector)
        return spread(out, &w->operands[root], alm_table_rows(w->table), err);
    *out = w->made[root];
    w->made[root] = NULL;
    return ALM_OK;
}

alm_status alm_tree_evaluate(alm_column **out, const alm_tree *tree,
                             alm_node root, const alm_table *table,
                             alm_error *err)
{
    const size_t count = tree->count;
    assert(root < count);
    workspace w = {.tree = tree,
                   .table = table,
                   .operands = alm_alloc_zeroed(count, sizeof *w.operands),
                   .made = alm_alloc_zeroed(count, sizeof(alm_column *)),
                   .needed = alm_alloc_zeroed(count, sizeof *w.needed)};
    alm_status status;
    if (w.operands == NULL || w.made == NULL || w.needed == NULL)
        status = alm_fail_memory(err, "an expression");
    else
        status = run(out, &w, root, err);
    for (size_t i = 0; w.made != NULL && i < count; i++)
        alm_column_free(w.made[i]);
    alm_dealloc(w.operands);
    alm_dealloc(w.made);
    alm_dealloc(w.needed);
    return status;
}
