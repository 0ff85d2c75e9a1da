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

/* Pushes the text of a file, or raises. */
void alm_lua_push_file_text(lua_State *L, const char *path);

#endif
