#ifndef ALM_RUNTIME_FILE_H
#define ALM_RUNTIME_FILE_H

#include "runtime/native.h"

/* Pushes the function that reads what an argument of type `file` names, for
 * almanac.runner alone: scripts get what was read, never the function.
 *
 * read(name, path): `name` is PACKAGE:NAME (NAME.lua, NAME.json or NAME.csv
 * beside the data of an installed package), a text of several lines that is the
 * content itself, or, where `path` is true, because the user wrote it, a path.
 * Answers {name =, text =} for Lua, {name =, table =} for data; raises when
 * there is no such file. */
void alm_lua_push_file_reader(lua_State *L, alm_surroundings *around);

/* Pushes the text of a file; raises when it cannot be read. */
void alm_lua_push_file_text(lua_State *L, const char *path);

/* Longer paths are refused. */
enum { ALM_MOST_PATH = 1024 };

/* Loads what a script names, PACKAGE:TABLE, as the data of the run was loaded,
 * without the rules for its columns. Notes are added to those of the run; the
 * caller frees the report. */
ALM_MUST_CHECK
alm_status alm_surroundings_load(alm_table **out, alm_load_report *report,
                                 alm_surroundings *around, const char *what,
                                 alm_error *err);

#endif
