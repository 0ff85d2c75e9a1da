#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "io/write.h"

static char folder[] = "/tmp/alm_create_XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    char path[128];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/a/b/new.lua", folder);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/a/b", folder);
    (void)rmdir(path);
    (void)snprintf(path, sizeof path, "%s/a", folder);
    (void)rmdir(path);
    return rmdir(folder);
}

static void a_new_file_is_never_written_over_another(void **state)
{
    char path[128];
    alm_buffer text = {0};
    alm_error err = {0};
    (void)state;

    (void)snprintf(path, sizeof path, "%s/a/b", folder);
    assert_ok(alm_folder_make(path, &err), &err);
    assert_ok(alm_folder_make(path, &err), &err);
    (void)snprintf(path, sizeof path, "%s/a/b/new.lua", folder);
    assert_ok(alm_file_create(path, "one", 3, &err), &err);
    assert_int_equal(alm_file_create(path, "two", 3, &err), ALM_EINVAL);
    assert_non_null(strstr(err.message, "is there already"));
    assert_ok(alm_file_read(&text, path, 100, &err), &err);
    assert_int_equal(text.len, 3);
    assert_memory_equal(text.data, "one", 3);
    assert_int_equal(alm_file_read(&text, path, 2, &err), ALM_ELIMIT);
    alm_buffer_free(&text);

    (void)snprintf(path, sizeof path, "%s/none/new.lua", folder);
    assert_int_equal(alm_file_create(path, "one", 3, &err), ALM_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_file_is_never_written_over_another),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
