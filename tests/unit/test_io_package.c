/* Data packages, the bundled one among them: properties as in Frictionless
 * (datapackage.org, v2) and io/package.h. */
#include <string.h>

#include "files.h"
#include "io/package.h"
#include "tables.h"

#define DATA ALM_SOURCE_DIR "/data"

static const char *const data_dirs[] = {DATA};

static alm_load_options installed(void)
{
    return (alm_load_options){.data_dirs = data_dirs, .data_dir_count = 1};
}

static void a_table_of_an_installed_package_carries_its_fields(void **state)
{
    (void)state;
    const long live = alm_alloc_live();
    const alm_load_options options = installed();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load(&table, &report, "cnnic:provinces", &options, &err),
              &err);
    assert_string_equal(alm_table_name(table), "provinces");
    assert_int_equal(alm_table_rows(table), 217);
    const size_t i = column_of(table, "penetration");
    const alm_field_info *info = alm_field_info_of(alm_table_field(table, i));
    assert_string_equal(info->unit, "%");
    assert_int_equal(info->kind, ALM_KIND_RATE);
    assert_int_equal(info->role, ALM_ROLE_MEASURE);
    assert_string_equal(info->weight, "population");
    assert_near(info->high, 100.0, 0.0);
    assert_int_equal(info->break_count, 1);
    assert_false(info->hidden);
    alm_vector v;
    assert_ok(alm_table_vector(&v, table, column_of(table, "period"), &err),
              &err);
    assert_int_equal(v.type, ALM_PERIOD);
    assert_true(alm_field_info_of(
                    alm_table_field(table, column_of(table, "users_status")))
                    ->hidden);
    assert_string_equal(report.package, DATA "/cnnic/datapackage.json");
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void a_break_names_the_rows_that_it_concerns(void **state)
{
    (void)state;
    const long live = alm_alloc_live();
    const alm_load_options options = installed();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load(&table, &report, "cnnic:applications", &options, &err),
              &err);
    const alm_field_info *info =
        alm_field_info_of(alm_table_field(table, column_of(table, "users")));
    assert_int_equal(info->break_count, 1);
    assert_string_equal(info->breaks[0].period, "2019-S1");
    assert_string_equal(info->breaks[0].only_column, "application");
    assert_string_equal(info->breaks[0].only_value, "online video");
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void every_bundled_table_loads(void **state)
{
    (void)state;
    const alm_load_options options = installed();
    alm_package *package = NULL;
    alm_error err = {0};
    assert_ok(alm_package_open(&package, DATA "/cnnic/datapackage.json", &err),
              &err);
    assert_string_equal(alm_package_name(package), "cnnic");
    for (size_t i = 0; i < alm_package_count(package); i++) {
        alm_table *table = NULL;
        alm_load_report report = {0};
        assert_ok(alm_package_load(&table, &report, package,
                                   alm_package_table_name(package, i), &options,
                                   &err),
                  &err);
        assert_true(alm_table_rows(table) > 0);
        alm_table_free(table);
        alm_load_report_free(&report);
    }
    alm_package_free(package);
}

static void unknown_names_suggest(void **state)
{
    (void)state;
    const alm_load_options options = installed();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_int_equal(
        alm_load(&table, &report, "cnnic:province", &options, &err),
        ALM_ENOTFOUND);
    assert_string_equal(err.help, "did you mean \"provinces\"?");
    assert_int_equal(
        alm_load(&table, &report, "cnic:provinces", &options, &err),
        ALM_ENOTFOUND);
    assert_string_equal(err.help, "did you mean \"cnnic\"?");
    assert_int_equal(alm_load(&table, &report, "cnnic", &options, &err),
                     ALM_EINVAL);
    assert_int_equal(alm_load(&table, &report, "nowhere.csv", &options, &err),
                     ALM_ENOTFOUND);
    alm_load_report_free(&report);
}

static const char package_text[] =
    "{\"name\": \"p\", \"version\": \"1.2\", \"custom\": {\"x\": [1, 2]},"
    " \"resources\": [{\"name\": \"t\", \"path\": \"t.csv\", \"schema\":"
    " {\"missingValues\": [\"\", \"n.a.\"], \"fields\": ["
    "{\"name\": \"key\", \"type\": \"string\"},"
    "{\"name\": \"x\", \"type\": \"number\", \"decimalChar\": \",\","
    " \"groupChar\": \".\"},"
    "{\"name\": \"x_status\", \"type\": \"string\"},"
    "{\"name\": \"x_unverified\", \"type\": \"number\"},"
    "{\"name\": \"w\", \"type\": \"integer\", \"bareNumber\": false,"
    " \"unit\": \"yuan\"},"
    "{\"name\": \"ok\", \"type\": \"boolean\", \"trueValues\": [\"yes\"],"
    " \"falseValues\": [\"no\"]}]},"
    " \"dialect\": {\"delimiter\": \";\"}}]}";

static void load_written(alm_table **table, alm_load_report *report,
                         bool include)
{
    alm_error err = {0};
    char path[256];
    const alm_load_options options = {.include_unverified = include};
    (void)files_open();
    (void)files_write_text("t.csv", "key;x;x_status;x_unverified;w;ok\n"
                                    "NA;1.234,5;R;1234.56;007 yuan;yes\n"
                                    "b;2,5;U;;$ 12;no\n"
                                    "c;n.a.;;;n.a.;\n");
    (void)snprintf(path, sizeof path, "%s",
                   files_write_text("datapackage.json", package_text));
    assert_ok(alm_load(table, report, path, &options, &err), &err);
    files_close();
}

/* The properties of Table Schema: decimalChar, groupChar, bareNumber,
 * missingValues, trueValues, falseValues; and the status U of names. */
static void unverified_figures_are_read_as_missing(void **state)
{
    (void)state;
    alm_table *table = NULL;
    alm_load_report report = {0};
    load_written(&table, &report, false);
    assert_string_equal(text_of(table),
                        "key:text,x:number,.x_status:text,.x_unverified:number,"
                        "w:integer,ok:boolean\n"
                        "NA,1234.5,R,1234.56,7,true\n"
                        "b,,U,,12,false\n"
                        "c,,,,,\n");
    assert_int_equal(report.unverified_count, 1);
    assert_string_equal(report.unverified[0].column, "x");
    assert_int_equal(report.unverified[0].count, 1);
    assert_false(report.unverified[0].included);
    assert_int_equal(alm_table_line(table, 2), 4);
    alm_table_free(table);
    alm_load_report_free(&report);
}

static void unverified_figures_are_read_on_request(void **state)
{
    (void)state;
    alm_table *table = NULL;
    alm_load_report report = {0};
    load_written(&table, &report, true);
    assert_string_equal(text_of(table),
                        "key:text,x:number,.x_status:text,.x_unverified:number,"
                        "w:integer,ok:boolean\n"
                        "NA,1234.56,R,1234.56,7,true\n"
                        "b,2.5,U,,12,false\n"
                        "c,,,,,\n");
    assert_int_equal(report.unverified[0].count, 2);
    assert_true(report.unverified[0].included);
    alm_table_free(table);
    alm_load_report_free(&report);
}

static void a_path_may_not_leave_the_package(void **state)
{
    (void)state;
    static const char *const paths[] = {"../x.csv", "/etc/passwd", "a/../../b",
                                        "https://example.org/x.csv"};
    const alm_load_options options = {0};
    for (size_t i = 0; i < LENGTH(paths); i++) {
        char text[256];
        alm_table *table = NULL;
        alm_load_report report = {0};
        alm_error err = {0};
        (void)snprintf(text, sizeof text,
                       "{\"resources\": [{\"name\": \"t\", \"path\": \"%s\"}]}",
                       paths[i]);
        (void)files_open();
        const char *path = files_write_text("datapackage.json", text);
        assert_int_equal(alm_load(&table, &report, path, &options, &err),
                         ALM_EPARSE);
        files_close();
        alm_load_report_free(&report);
    }
}

/* One problem of every kind. */
static void checking_finds_what_breaks_the_schema(void **state)
{
    (void)state;
    static const char schema[] =
        "{\"name\": \"p\", \"resources\": [{\"name\": \"t\", \"path\": "
        "\"t.csv\", \"schema\": {\"primaryKey\": [\"id\"], \"foreignKeys\": "
        "[{\"fields\": [\"region\"], \"reference\": {\"resource\": \"r\", "
        "\"fields\": [\"name\"]}}], \"fields\": ["
        "{\"name\": \"id\", \"type\": \"integer\"},"
        "{\"name\": \"region\", \"type\": \"string\", \"constraints\": "
        "{\"required\": true, \"maxLength\": 3}},"
        "{\"name\": \"share\", \"type\": \"number\", \"bounds\": [0, 100]},"
        "{\"name\": \"status\", \"type\": \"string\", \"constraints\": "
        "{\"enum\": [\"R\", \"D\"]}},"
        "{\"name\": \"code\", \"type\": \"string\", \"constraints\": "
        "{\"pattern\": \"[A-Z]\\\\d+\", \"unique\": true}},"
        "{\"name\": \"since\", \"type\": \"year\", \"constraints\": "
        "{\"minimum\": \"2000\"}},"
        "{\"name\": \"gone\"}]}},"
        "{\"name\": \"r\", \"path\": \"r.csv\"},"
        "{\"name\": \"absent\", \"path\": \"absent.csv\"}]}";
    static const char *const want[] = {
        "t more 0: in the file, but not in the schema (0)",
        "t id 5: \"x\" is no integer (1)",
        "t region 4: required, but missing (1)",
        "t region 3: longer than maxLength (1)",
        "t share 3: 101 is above its bounds (1)",
        "t status 4: \"Q\" is none of the values allowed (1)",
        "t code 5: must be unique, but occurs again (1)",
        "t code 3: does not match [A-Z]\\d+ (1)",
        "t since 2: 1999 is below its minimum (1)",
        "t gone 0: in the schema, but not in the file (0)",
        "t - 3: primary key occurs again (1)",
        "t - 3: foreign key has no row in table r (1)",
    };
    const long live = alm_alloc_live();
    const alm_load_options options = {0};
    alm_package *package = NULL;
    alm_problems problems;
    alm_error err = {0};
    (void)files_open();
    (void)files_write_text("r.csv", "name\nA\nB\n");
    (void)files_write_text("t.csv", "id,region,share,status,code,since,more\n"
                                    "1,A,5,R,A1,1999,\n"
                                    "1,Long,101,D,b,2001,\n"
                                    "3,,5,Q,A2,2001,\n"
                                    "x,B,5,R,A1,2001,\n");
    const char *path = files_write_text("datapackage.json", schema);
    assert_ok(alm_package_open(&package, path, &err), &err);
    assert_ok(alm_package_check(&problems, package, &options, &err), &err);
    files_close();
    for (size_t i = 0; i < problems.len && i < LENGTH(want); i++) {
        char got[512];
        const alm_problem *p = &problems.items[i];
        (void)snprintf(got, sizeof got, "%s %s %zu: %s (%zu)", p->table,
                       p->column != NULL ? p->column : "-", p->line, p->message,
                       p->count);
        assert_string_equal(got, want[i]);
    }
    assert_int_equal(problems.len, LENGTH(want) + 1);
    assert_string_equal(problems.items[problems.len - 1].table, "absent");
    alm_problems_free(&problems);
    alm_package_free(package);
    assert_int_equal(alm_alloc_live(), live);
}

/* Opens, loads and checks; what it made is freed again. */
static alm_status use_package(const char *path)
{
    const alm_load_options options = {.include_unverified = true};
    alm_package *package = NULL;
    alm_table *table = NULL;
    alm_problems problems = {0};
    alm_load_report report = {0};
    alm_status status = alm_package_open(&package, path, NULL);
    if (status == ALM_OK)
        status =
            alm_package_load(&table, &report, package, "t", &options, NULL);
    if (status == ALM_OK)
        status = alm_package_check(&problems, package, &options, NULL);
    alm_problems_free(&problems);
    alm_table_free(table);
    alm_load_report_free(&report);
    alm_package_free(package);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    char path[256];
    alm_status status;
    long n = 0;
    (void)files_open();
    (void)files_write_text("t.csv", "key;x;x_status;x_unverified;w;ok\n"
                                    "a;1,5;U;2.5;7;yes\nb;z;U;;12;?\n");
    (void)files_write_text("datapackage.json", package_text);
    (void)snprintf(path, sizeof path, "%s", files_path("datapackage.json"));
    /* A bad value is refused when it is loaded, so that end is one too. */
    do {
        const long live = alm_alloc_live();
        alm_alloc_fail_after(n++);
        status = use_package(path);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_ETYPE || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), live);
    } while (status == ALM_ENOMEM);
    (void)files_write_text("t.csv", "key;x;x_status;x_unverified;w;ok\n"
                                    "a;1,5;U;2.5;7;yes\na;2;U;;12;no\n");
    for (n = 0, status = ALM_ENOMEM; status != ALM_OK; n++) {
        const long live = alm_alloc_live();
        alm_alloc_fail_after(n);
        status = use_package(path);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), live);
    }
    files_close();
}

static void the_bundled_package_has_no_problems(void **state)
{
    (void)state;
    const alm_load_options options = {0};
    alm_package *package = NULL;
    alm_problems problems;
    alm_error err = {0};
    assert_ok(alm_package_open(&package, DATA "/cnnic/datapackage.json", &err),
              &err);
    assert_ok(alm_package_check(&problems, package, &options, &err), &err);
    for (size_t i = 0; i < problems.len; i++)
        fail_msg("%s.%s line %zu: %s", problems.items[i].table,
                 problems.items[i].column, problems.items[i].line,
                 problems.items[i].message);
    alm_problems_free(&problems);
    alm_package_free(package);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_an_installed_package_carries_its_fields),
        cmocka_unit_test(a_break_names_the_rows_that_it_concerns),
        cmocka_unit_test(every_bundled_table_loads),
        cmocka_unit_test(unknown_names_suggest),
        cmocka_unit_test(unverified_figures_are_read_as_missing),
        cmocka_unit_test(unverified_figures_are_read_on_request),
        cmocka_unit_test(a_path_may_not_leave_the_package),
        cmocka_unit_test(checking_finds_what_breaks_the_schema),
        cmocka_unit_test(survives_every_failed_allocation),
        cmocka_unit_test(the_bundled_package_has_no_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
