#ifndef ALM_RUNTIME_CHUNK_NAME_H
#define ALM_RUNTIME_CHUNK_NAME_H

#include <stddef.h>

#include "runtime/chunk.h"

/* What Lua is told that a chunk is called: '@' before the name of a user's, '='
 * before the engine's own, both shortened at the front to what Lua keeps. */
void alm_chunk_name(char *out, size_t size, alm_chunk_kind kind,
                    const char *name);

/* What a file is called where it has its name to itself: "growth.lua"; for one
 * of the engine's own with its folder, "almanac/format.lua", as several are
 * called alike and no script of a user is called so. Points into `path`. */
const char *alm_chunk_file_name(alm_chunk_kind kind, const char *path);

#endif
