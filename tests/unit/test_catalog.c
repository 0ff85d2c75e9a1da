#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/catalog.h"

/* A search path of two folders, "mine" before "theirs", in a scratch folder. */
typedef struct scratch {
    char root[64];
    char mine[80];
    char theirs[80];
    const char *first[2];
} scratch;

static void write_file(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs("return function(t) return t end\n", file);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    static scratch s;
    char folder[160];

    (void)snprintf(s.root, sizeof s.root, "/tmp/alm_catalog_XXXXXX");
    assert_non_null(mkdtemp(s.root));
    (void)snprintf(s.mine, sizeof s.mine, "%s/mine", s.root);
    (void)snprintf(s.theirs, sizeof s.theirs, "%s/theirs", s.root);
    assert_int_equal(mkdir(s.mine, 0700), 0);
    assert_int_equal(mkdir(s.theirs, 0700), 0);
    (void)snprintf(folder, sizeof folder, "%s/metrics", s.theirs);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(folder, "rate.lua");
    (void)snprintf(folder, sizeof folder, "%s/folder.lua", s.mine);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(s.mine, "Big-Growth.lua");
    write_file(s.theirs, "big_growth.lua");
    write_file(s.theirs, "rank.lua");
    write_file(s.theirs, "notes.txt");
    write_file(s.theirs, ".hidden.lua");
    s.first[0] = s.mine;
    s.first[1] = s.theirs;
    (void)unsetenv("ALMANAC_PATH");
    (void)setenv("XDG_DATA_HOME", s.root, 1);
    *state = &s;
    return 0;
}

static void remove_file(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)remove(path);
}

static int tear_down(void **state)
{
    const scratch *s = *state;
    static const char *const left[] = {"big_growth.lua",   "rank.lua",
                                       "notes.txt",        ".hidden.lua",
                                       "metrics/rate.lua", "metrics"};
    for (size_t i = 0; i < LENGTH(left); i++)
        remove_file(s->theirs, left[i]);
    remove_file(s->mine, "Big-Growth.lua");
    remove_file(s->mine, "folder.lua");
    remove_file(s->root, "mine");
    remove_file(s->root, "theirs");
    return rmdir(s->root);
}

static alm_paths *open_paths(const scratch *s)
{
    alm_error err = {0};
    alm_paths *paths = NULL;
    assert_ok(alm_paths_new(&paths, s->first, 2, &err), &err);
    return paths;
}

static void the_first_of_a_name_hides_the_others(void **state)
{
    alm_paths *paths = open_paths(*state);
    const scratch *s = *state;
    alm_catalog *catalog = NULL;
    alm_error err = {0};

    assert_ok(alm_catalog_new(&catalog, paths, ALM_CATALOG_SCRIPTS, &err),
              &err);
    const alm_catalog_entry *found =
        alm_catalog_find(catalog, "BIG_growth", strlen("BIG_growth"));
    assert_non_null(found);
    assert_string_equal(found->name, "Big-Growth");
    assert_string_equal(found->folder, s->mine);
    assert_int_equal(found->shadowed_by, found - catalog->entries);
    assert_string_equal(found[1].name, "big_growth");
    assert_int_equal(found[1].shadowed_by, found - catalog->entries);
    assert_null(alm_catalog_find(catalog, "folder", 6));
    assert_null(alm_catalog_find(catalog, ".hidden", 7));
    assert_null(alm_catalog_find(catalog, "rate", 4));
    alm_catalog_free(catalog);
    alm_paths_free(paths);
}

static void metrics_stand_in_a_folder_of_their_own(void **state)
{
    alm_paths *paths = open_paths(*state);
    alm_catalog *catalog = NULL;
    alm_error err = {0};

    assert_ok(alm_catalog_new(&catalog, paths, ALM_CATALOG_METRICS, &err),
              &err);
    assert_non_null(alm_catalog_find(catalog, "rate", 4));
    assert_null(alm_catalog_find(catalog, "rank", 4));
    alm_catalog_free(catalog);
    alm_paths_free(paths);
}

static void a_name_spelt_wrong_is_met_with_the_nearest(void **state)
{
    alm_paths *paths = open_paths(*state);
    alm_error err = {0};
    char *path = NULL;

    assert_int_equal(alm_script_locate(&path, paths, "rnak", &err),
                     ALM_ENOTFOUND);
    assert_string_equal(err.help, "did you mean `rank`?");
    assert_int_equal(alm_script_locate(&path, paths, "./rank", &err),
                     ALM_ENOTFOUND);
    alm_paths_free(paths);
}

static void the_environment_adds_folders_between(void **state)
{
    const scratch *s = *state;
    alm_error err = {0};
    alm_paths *paths = NULL;
    char list[256];

    (void)snprintf(list, sizeof list, ":%s::%s", s->theirs, s->mine);
    (void)setenv("ALMANAC_PATH", list, 1);
    assert_ok(alm_paths_new(&paths, s->first, 1, &err), &err);
    (void)unsetenv("ALMANAC_PATH");
    assert_int_equal(paths->n_scripts, 5);
    assert_string_equal(paths->scripts[0], s->mine);
    assert_string_equal(paths->scripts[1], s->theirs);
    assert_string_equal(paths->scripts[2], s->mine);
    assert_string_equal(paths->scripts[4], ALM_SOURCE_DIR "/scripts");
    alm_paths_free(paths);
}

static void looking_survives_every_failed_allocation(void **state)
{
    const scratch *s = *state;
    const long before = alm_alloc_live();
    alm_status status;
    long n = 0;

    do {
        alm_paths *paths = NULL;
        char *path = NULL;
        alm_alloc_fail_after(n++);
        status = alm_paths_new(&paths, s->first, 2, NULL);
        if (status == ALM_OK)
            status = alm_script_locate(&path, paths, "rank", NULL);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        alm_dealloc(path);
        alm_paths_free(paths);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_a_name_hides_the_others),
        cmocka_unit_test(metrics_stand_in_a_folder_of_their_own),
        cmocka_unit_test(a_name_spelt_wrong_is_met_with_the_nearest),
        cmocka_unit_test(the_environment_adds_folders_between),
        cmocka_unit_test(looking_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
