#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "runtime/chunk_name.h"

/* A program of the build: compiles Lua files and writes embedded.h's tables.
 *
 *     alm_embed OUT.c [-own FILE...] [-script FILE...]
 */

enum { MOST_TEXT = 1 << 20 };

typedef struct list {
    FILE *out;
    lua_State *L;
    size_t n;
} list;

/* A string literal; what any character set and any digit after it leaves as it
 * is. */
static void write_bytes(FILE *out, const char *bytes, size_t n)
{
    (void)fputc('"', out);
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        if (c >= ' ' && c <= '~' && strchr("\\\"?", c) == NULL)
            (void)fputc(c, out);
        else
            (void)fprintf(out, "\\%03o", c);
        if (c == '\n' || i % 64 == 63)
            (void)fputs("\"\n\"", out);
    }
    (void)fputc('"', out);
}

static int add_code(lua_State *L, const void *bytes, size_t n, void *code)
{
    (void)L;
    return alm_buffer_add(code, bytes, n, NULL) != ALM_OK;
}

static void write_file(list *l, const char *chunk, const alm_buffer *text,
                       const alm_buffer *code)
{
    (void)fprintf(l->out, "static const char text%zu[] =\n", l->n);
    write_bytes(l->out, text->data, text->len);
    (void)fprintf(l->out, ";\nstatic const char code%zu[] =\n", l->n);
    write_bytes(l->out, code->data, code->len);
    (void)fprintf(l->out,
                  ";\n#define FILE%zu {\"%s\", text%zu, %zu, code%zu, %zu}\n",
                  l->n, chunk, l->n, text->len, l->n, code->len);
    l->n++;
}

static bool compile(list *l, const char *chunk, const alm_buffer *text,
                    alm_buffer *code)
{
    const bool ok =
        luaL_loadbufferx(l->L, text->data, text->len, chunk, "t") == LUA_OK &&
        lua_dump(l->L, add_code, code, 0) == 0;

    if (!ok)
        (void)fprintf(stderr, "%s\n",
                      lua_type(l->L, -1) == LUA_TSTRING ? lua_tostring(l->L, -1)
                                                        : "not enough memory");
    lua_settop(l->L, 0);
    return ok;
}

static bool add_file(list *l, alm_chunk_kind kind, const char *path)
{
    char chunk[LUA_IDSIZE];
    alm_buffer text = {0}, code = {0};
    alm_error err = {0};
    bool ok = alm_file_read(&text, path, MOST_TEXT, &err) == ALM_OK;

    if (!ok)
        (void)fprintf(stderr, "%s\n", err.message);
    alm_chunk_name(chunk, sizeof chunk, kind, alm_chunk_file_name(kind, path));
    ok = ok && text.len > 0 && compile(l, chunk, &text, &code);
    if (ok)
        write_file(l, chunk, &text, &code);
    alm_buffer_free(&text);
    alm_buffer_free(&code);
    return ok;
}

static bool add_all(list *l, char *const *words, int n)
{
    alm_chunk_kind kind = ALM_CHUNK_OWN;

    (void)fputs("#include \"runtime/embedded.h\"\n", l->out);
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], "-own") == 0)
            kind = ALM_CHUNK_OWN;
        else if (strcmp(words[i], "-script") == 0)
            kind = ALM_CHUNK_SCRIPT;
        else if (!add_file(l, kind, words[i]))
            return false;
    }
    (void)fputs("const alm_embedded alm_embedded_files[] = {\n", l->out);
    for (size_t i = 0; i < l->n; i++)
        (void)fprintf(l->out, "FILE%zu,\n", i);
    (void)fprintf(l->out,
                  "{0}};\nconst size_t alm_embedded_count = %zu;\n"
                  "const char alm_embedded_lua[] = ",
                  l->n);
    write_bytes(l->out, lua_ident, strlen(lua_ident));
    (void)fputs(";\n", l->out);
    return true;
}

int main(int argc, char **argv)
{
    list l = {.out = argc > 1 ? fopen(argv[1], "w") : NULL,
              .L = luaL_newstate()};
    bool ok = l.out != NULL && l.L != NULL;

    if (!ok)
        (void)fputs("usage: alm_embed OUT.c [-own FILE...] [-script FILE...]\n",
                    stderr);
    ok = ok && add_all(&l, argv + 2, argc - 2);
    if (l.L != NULL)
        lua_close(l.L);
    if (l.out != NULL) {
        ok = ferror(l.out) == 0 && ok;
        ok = fclose(l.out) == 0 && ok;
    }
    if (!ok && argc > 1)
        (void)remove(argv[1]); /* half a file would look up to date */
    return ok ? 0 : 1;
}
