#include "files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static char folder[64];

const char *files_open(void)
{
    strcpy(folder, "/tmp/almanac-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

const char *files_path(const char *name)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *files_write(const char *name, const char *bytes, size_t n)
{
    const char *path = files_path(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *files_write_text(const char *name, const char *text)
{
    return files_write(name, text, strlen(text));
}

void files_close(void)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlink(files_path(e->d_name));
    }
    (void)closedir(dir);
    assert_int_equal(rmdir(folder), 0);
}
