#ifndef ALM_CLI_FOLDERS_H
#define ALM_CLI_FOLDERS_H

#include "cli/cli.h"

/* The folders that scripts are looked for in. */

/* Why nothing can be read from the folder; NULL: something can. Static. */
const char *alm_folder_refusal(const char *path);

/* Refuses a folder of --scripts or --allow-read that nothing can be read from.
 */
alm_exit alm_cli_check_folders(const alm_cli *cli);

/* Notes the folders that are there and cannot be read, so that no script is
 * missed in silence. */
void alm_cli_note_folders(const alm_cli *cli);

#endif
