#ifndef ALM_RUNTIME_EMBEDDED_H
#define ALM_RUNTIME_EMBEDDED_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* The Lua files that come with the program, as the build compiled them: reading
 * the compiled form takes a fifth of the time of compiling. The files on disk
 * remain what counts. A text is replaced by its compiled form only where it is
 * the very text that was compiled, byte by byte, under the same name, so a file
 * may be changed at any time, and what is compiled keeps names and lines. No
 * bytecode is ever read from a file. */

typedef struct alm_embedded {
    const char *name; /* of the chunk, with '@' or '=' */
    const char *text;
    size_t text_len;
    const char *code;
    size_t code_len;
} alm_embedded;

/* Made by embed.c; empty when the build could not run it. */
extern const alm_embedded alm_embedded_files[];
extern const size_t alm_embedded_count;
/* lua_ident of the Lua that compiled them: another may mean something else by
 * the same bytes. */
extern const char alm_embedded_lua[];

/* Pushes the function that `text` compiles to under the name `chunk`; false
 * when it is not one of these, or memory is short: compile it then. */
bool alm_embedded_push(lua_State *L, const char *chunk, const char *text,
                       size_t len);

#endif
