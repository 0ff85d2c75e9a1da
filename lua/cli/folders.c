#include "cli/folders.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* What the search path names, and what of it can be read. */

const char *alm_folder_refusal(const char *path)
{
    DIR *dir = opendir(path);

    if (dir != NULL) {
        (void)closedir(dir);
        return NULL;
    }
    return errno == ENOENT    ? "there is no such folder"
           : errno == ENOTDIR ? "this is no folder"
                              : "this folder cannot be read";
}

static alm_exit check_folders(const alm_cli *cli, const char *flag,
                              const alm_texts *given)
{
    for (size_t i = 0; i < given->n; i++) {
        const char *refusal = alm_folder_refusal(given->items[i]);
        alm_error err = {0};
        if (refusal == NULL)
            continue;
        (void)alm_fail(&err, ALM_EINVAL, "%s %s: %s", flag, given->items[i],
                       refusal);
        return alm_cli_fail_usage(cli, &err);
    }
    return ALM_EXIT_OK;
}

alm_exit alm_cli_check_folders(const alm_cli *cli)
{
    const alm_options *o = &cli->ahead.options;
    const alm_exit exit = check_folders(cli, "--scripts", &o->scripts);

    return exit == ALM_EXIT_OK
               ? check_folders(cli, "--allow-read", &o->allow_read)
               : exit;
}

void alm_cli_note_folders(const alm_cli *cli)
{
    for (size_t i = 0; i < cli->paths->n_scripts; i++) {
        const char *folder = cli->paths->scripts[i];
        const char *refusal = alm_folder_refusal(folder);
        char text[1200];
        if (refusal == NULL || access(folder, F_OK) != 0)
            continue;
        (void)snprintf(text, sizeof text, "%.1000s: %s", folder, refusal);
        alm_cli_note(cli, text);
    }
}
