#ifndef ALM_RUNTIME_CHUNK_H
#define ALM_RUNTIME_CHUNK_H

#include <lua.h>

#include "base/buffer.h"

/* Lua source into functions. Text only: bytecode is refused, as is UTF-16. A
 * byte order mark and a first line that begins with `#` are skipped. A text
 * that does not compile is ALM_EPARSE with file and line. Nothing here raises,
 * and on success one function is pushed that sees the sandbox's globals
 * (lua_setupvalue 1 gives it others). Line numbers are those of the text. */

typedef enum alm_chunk_kind {
    ALM_CHUNK_SCRIPT, /* the user's: errors point at its lines */
    ALM_CHUNK_OWN     /* the engine's, or an expression: they do not */
} alm_chunk_kind;

/* `name` is what errors call it. */
ALM_MUST_CHECK
alm_status alm_chunk_load(lua_State *L, alm_chunk_kind kind, const char *name,
                          const char *text, size_t len, alm_error *err);

/* Errors name the file without its folder, unless another file of that name is
 * loaded already; alm_state_path knows the folder. ALM_ENOTFOUND, ALM_EIO. */
ALM_MUST_CHECK
alm_status alm_chunk_load_file(lua_State *L, alm_chunk_kind kind,
                               const char *path, alm_error *err);

/* The same, and adds the text of the file, as it stands there, to *text. */
ALM_MUST_CHECK
alm_status alm_chunk_read_file(lua_State *L, alm_chunk_kind kind,
                               const char *path, alm_buffer *text,
                               alm_error *err);

#endif
