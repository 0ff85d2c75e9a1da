/* Data packages, the bundled one among them: properties as in Frictionless
 * (datapackage.org, v2) and io/package.h. */
#include <string.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_an_installed_package_carries_its_fields),
        cmocka_unit_test(a_break_names_the_rows_that_it_concerns),
        cmocka_unit_test(every_bundled_table_loads),
        cmocka_unit_test(unknown_names_suggest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
