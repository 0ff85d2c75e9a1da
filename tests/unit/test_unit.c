#include "unit.h"

#include <string.h>

#include "table/unit.h"

#define ADD      ALM_UNIT_ADD
#define SUBTRACT ALM_UNIT_SUBTRACT
#define MULTIPLY ALM_UNIT_MULTIPLY
#define DIVIDE   ALM_UNIT_DIVIDE
#define MODULO   ALM_UNIT_MODULO
#define POWER    ALM_UNIT_POWER
#define COMPARE  ALM_UNIT_COMPARE

/* Two units under an operation, by the rules of unit.h in brackets. "?" is an
 * unknown unit, "#" a plain number, "ratio" is written as fields hold it. A
 * message or a note stands in `said`. */
typedef struct unit_case {
    const char *a;
    alm_unit_op op;
    const char *b;
    const char *want; /* NULL: an error */
    double factor;
    const char *said;
} unit_case;

static const alm_field_info *field_of(alm_field_info *info, const char *name,
                                      const char *unit)
{
    *info = (alm_field_info){.name = name, .unit = unit};
    if (strcmp(unit, "#") == 0)
        return NULL;
    if (strcmp(unit, "?") == 0)
        info->unit = NULL;
    if (strcmp(unit, "ratio") == 0) {
        info->unit = "";
        info->kind = ALM_KIND_RATE;
    }
    return info;
}

static void check(const unit_case *c)
{
    alm_field_info left;
    alm_field_info right;
    const alm_field_info *a = field_of(&left, "x", c->a);
    const alm_field_info *b = field_of(&right, "y", c->b);
    alm_unit_result got;
    alm_error err = {.code = ALM_OK};
    if (alm_unit_combine(&got, c->op, a, b, &err) != ALM_OK) {
        assert_null(c->want);
        assert_int_equal(err.code, ALM_EINVAL);
        assert_string_equal(err.message, c->said);
        return;
    }
    const char *unit = got.info.unit == NULL ? "?" : got.info.unit;
    if (*unit == '\0') {
        assert_int_equal(got.info.kind, ALM_KIND_RATE);
        unit = "ratio";
    }
    assert_non_null(c->want);
    assert_string_equal(unit, c->want);
    assert_near(got.factor, c->factor, 1e-15);
    assert_string_equal(got.note, c->said != NULL ? c->said : "");
}

static void combines_units(void **state)
{
    static const unit_case cases[] = {
        /* (2) one dimension */
        {"10k persons", ADD, "10k persons", "10k persons", 1, NULL},
        {"10k persons", ADD, "persons", "10k persons", 1e-4, NULL},
        {"persons", SUBTRACT, "100m persons", "persons", 1e8, NULL},
        {"100m yuan", COMPARE, "billion yuan", "100m yuan", 10, NULL},
        {"years", ADD, "months", "years", 1.0 / 12, NULL},
        {"items", ADD, "items", "items", 1, NULL},
        /* (3) shares */
        {"%", SUBTRACT, "%", "pp", 1, NULL},
        {"%", ADD, "%", "%", 1, NULL},
        {"%", ADD, "pp", "%", 1, NULL},
        {"%", SUBTRACT, "pp", "%", 1, NULL},
        {"pp", ADD, "%", "%", 1, NULL},
        {"pp", SUBTRACT, "pp", "pp", 1, NULL},
        {"pp", ADD, "pp", "pp", 1, NULL},
        {"%", SUBTRACT, "per mille", "pp", 0.1, NULL},
        {"%", COMPARE, "ratio", "%", 100, NULL},
        {"ratio", SUBTRACT, "ratio", "ratio", 1, NULL},
        {"pp", SUBTRACT, "%", NULL, 1, "cannot subtract % from pp"},
        {"pp", COMPARE, "%", NULL, 1, "cannot compare pp with %"},
        {"%", COMPARE, "pp", NULL, 1, "cannot compare % with pp"},
        /* (4) clashes */
        {"10k persons", ADD, "100m yuan", NULL, 1,
         "cannot add 10k persons and 100m yuan"},
        {"yuan", SUBTRACT, "years", NULL, 1, "cannot subtract years from yuan"},
        {"items", COMPARE, "boxes", NULL, 1, "cannot compare items with boxes"},
        {"pp", ADD, "persons", NULL, 1, "cannot add pp and persons"},
        /* (5) unknown units */
        {"?", ADD, "?", "?", 1, NULL},
        {"?", ADD, "yuan", "yuan", 1,
         "the unit of \"x\" is not known; taken as yuan"},
        {"yuan", COMPARE, "?", "yuan", 1,
         "the unit of \"y\" is not known; taken as yuan"},
        {"yuan", DIVIDE, "?", "?", 1,
         "the unit of \"y\" is not known, nor that of the result"},
        {"?", MULTIPLY, "yuan", "?", 1,
         "the unit of \"x\" is not known, nor that of the result"},
        {"?", MULTIPLY, "?", "?", 1, NULL},
        {"?", DIVIDE, "?", "?", 1, NULL},
        /* (6) quotients */
        {"10k persons", DIVIDE, "10k persons", "ratio", 1, NULL},
        {"10k persons", DIVIDE, "persons", "ratio", 1e-4, NULL},
        {"pp", DIVIDE, "%", "ratio", 1, NULL},
        {"100m yuan", DIVIDE, "10k persons", "100m yuan/10k persons", 1, NULL},
        {"yuan", DIVIDE, "yuan/years", "yuan/(yuan/years)", 1, NULL},
        {"yuan*years", DIVIDE, "years", "yuan", 1, NULL},
        {"yuan", DIVIDE, "ratio", "yuan", 1, NULL},
        {"ratio", DIVIDE, "years", "1/years", 1, NULL},
        /* (7) products */
        {"yuan/persons", MULTIPLY, "persons", "yuan", 1, NULL},
        {"persons", MULTIPLY, "yuan/persons", "yuan", 1, NULL},
        {"1/years", MULTIPLY, "years", "ratio", 1, NULL},
        {"ratio", MULTIPLY, "yuan", "yuan", 1, NULL},
        {"yuan", MULTIPLY, "ratio", "yuan", 1, NULL},
        {"yuan", MULTIPLY, "years", "yuan*years", 1, NULL},
        {"/x", MULTIPLY, "x", "/x*x", 1, NULL},
        /* (8) plain numbers */
        {"#", MULTIPLY, "ratio", "ratio", 1, NULL},
        {"%", MULTIPLY, "#", "%", 1, NULL},
        {"#", SUBTRACT, "%", "%", 1, NULL},
        {"yuan", DIVIDE, "#", "yuan", 1, NULL},
        {"#", DIVIDE, "years", "1/years", 1, NULL},
        {"#", DIVIDE, "ratio", "ratio", 1, NULL},
        {"#", DIVIDE, "?", "?", 1, NULL},
        {"#", ADD, "#", "?", 1, NULL},
        {"yuan", COMPARE, "#", "yuan", 1, NULL},
        {"?", ADD, "#", "?", 1, NULL},
        /* (9) */
        {"yuan", MODULO, "years", "yuan", 1, NULL},
        {"yuan", POWER, "#", "?", 1, NULL},
        {"ratio", POWER, "#", "ratio", 1, NULL},
        {"ratio", POWER, "?", "ratio", 1, NULL},
        {"yuan", POWER, "years", "?", 1, NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        check(&cases[i]);
}

/* Rules (10) and (11). */
static void keeps_what_still_holds(void **state)
{
    const alm_field_info users = {.name = "users",
                                  .title = "Users",
                                  .unit = "10k persons",
                                  .kind = ALM_KIND_STOCK,
                                  .rounding = 1};
    const alm_field_info people = {.name = "population",
                                   .unit = "10k persons",
                                   .kind = ALM_KIND_STOCK,
                                   .rounding = 0.5};
    const alm_field_info rate = {.name = "penetration",
                                 .unit = "%",
                                 .kind = ALM_KIND_RATE,
                                 .rounding = 0.1,
                                 .has_bounds = true,
                                 .high = 100};
    const alm_field_info ratio = {
        .name = "share", .unit = "", .kind = ALM_KIND_RATE};
    alm_unit_result got;
    alm_error err;
    (void)state;
    assert_ok(alm_unit_combine(&got, ADD, &users, &people, &err), &err);
    assert_int_equal(got.info.kind, ALM_KIND_STOCK);
    assert_near(got.info.rounding, 1, 0);
    assert_null(got.info.title);
    assert_string_equal(got.info.name, "");

    assert_ok(alm_unit_combine(&got, SUBTRACT, &rate, &rate, &err), &err);
    assert_int_equal(got.info.kind, ALM_KIND_RATE);
    assert_near(got.info.rounding, 0.1, 0);
    assert_false(got.info.has_bounds);

    assert_ok(alm_unit_combine(&got, DIVIDE, &users, &people, &err), &err);
    assert_int_equal(got.info.kind, ALM_KIND_RATE);
    assert_near(got.info.rounding, 0, 0);

    assert_ok(alm_unit_combine(&got, MULTIPLY, &users, &ratio, &err), &err);
    assert_int_equal(got.info.kind, ALM_KIND_STOCK);
    assert_string_equal(got.info.unit, "10k persons");

    assert_ok(alm_unit_combine(&got, MULTIPLY, NULL, &rate, &err), &err);
    assert_int_equal(got.info.kind, ALM_KIND_RATE);
    assert_near(got.info.rounding, 0, 0);

    assert_ok(alm_unit_combine(&got, ADD, &users, NULL, &err), &err);
    assert_near(got.info.rounding, 1, 0);
}

/* Rule (12). */
static void drops_a_unit_too_long(void **state)
{
    char unit[ALM_UNIT_TEXT];
    alm_field_info info = {.name = "x", .unit = unit};
    const alm_field_info years = {.name = "y", .unit = "years"};
    alm_unit_result got;
    (void)state;
    memset(unit, 'u', sizeof unit);
    unit[sizeof unit - 1] = '\0';
    assert_int_equal(alm_unit_combine(&got, DIVIDE, &info, &years, NULL),
                     ALM_OK);
    assert_null(got.info.unit);
    assert_string_equal(got.note, "a unit made of that many others is not "
                                  "kept");
}

static void converts_within_a_dimension(void **state)
{
    double factor;
    (void)state;
    assert_true(alm_unit_factor(&factor, "100m yuan", "10k yuan"));
    assert_near(factor, 1e4, 0);
    assert_true(alm_unit_factor(&factor, "ratio", "%"));
    assert_near(factor, 100, 0);
    assert_true(alm_unit_factor(&factor, "boxes", "boxes"));
    assert_near(factor, 1, 0);
    assert_false(alm_unit_factor(&factor, "boxes", "items"));
    assert_false(alm_unit_factor(&factor, "persons", "yuan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(combines_units),
        cmocka_unit_test(keeps_what_still_holds),
        cmocka_unit_test(drops_a_unit_too_long),
        cmocka_unit_test(converts_within_a_dimension),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
