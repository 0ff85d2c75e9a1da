/* Any bytes as a datapackage.json beside one small file: no crash, no leak. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fuzz.h"
#include "io/package.h"

static char folder[] = "/tmp/almanac-fuzz-XXXXXX";
static char package_path[64];
static char table_path[64];

static void remove_files(void)
{
    (void)unlink(package_path);
    (void)unlink(table_path);
    (void)rmdir(folder);
}

static void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
        abort();
}

static void make_folder(void)
{
    static const char table[] = "a,a_status,b\n1,R,x\n2,U,\n2016,D,1.5\n";
    if (package_path[0] != '\0')
        return;
    if (mkdtemp(folder) == NULL)
        abort();
    (void)snprintf(package_path, sizeof package_path, "%s/datapackage.json",
                   folder);
    (void)snprintf(table_path, sizeof table_path, "%s/t.csv", folder);
    write_file(table_path, table, strlen(table));
    (void)atexit(remove_files);
}

static void use(const alm_package *package)
{
    const alm_load_options options = {0};
    alm_problems problems;
    for (size_t i = 0; i < alm_package_count(package); i++) {
        alm_table *table = NULL;
        alm_load_report report = {0};
        if (alm_package_load(&table, &report, package,
                             alm_package_table_name(package, i), &options,
                             NULL) == ALM_OK)
            alm_table_free(table);
        alm_load_report_free(&report);
    }
    if (alm_package_check(&problems, package, &options, NULL) == ALM_OK)
        alm_problems_free(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const long live = alm_alloc_live();
    alm_package *package = NULL;
    make_folder();
    write_file(package_path, data, size);
    if (alm_package_open(&package, package_path, NULL) == ALM_OK)
        use(package);
    alm_package_free(package);
    if (alm_alloc_live() != live)
        abort();
    return 0;
}
