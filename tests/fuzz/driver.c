/* Runs a fuzz target over files, for compilers without libFuzzer and for ctest:
 * every file named, and every file in a folder named. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    static uint8_t bytes[1 << 20];
    const size_t n = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    /* An exact block, so that a read past its end is seen. */
    uint8_t *copy = malloc(n > 0 ? n : 1);
    if (copy == NULL)
        abort();
    for (size_t i = 0; i < n; i++)
        copy[i] = bytes[i];
    (void)LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void run_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        exit(1);
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        char file[1024];
        if (e->d_name[0] == '.')
            continue;
        (void)snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        run_file(file);
    }
    (void)closedir(dir);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) != 0)
            return 77; /* other projects' seeds are not everywhere */
        if (S_ISDIR(info.st_mode))
            run_folder(argv[i]);
        else
            run_file(argv[i]);
    }
    return 0;
}
