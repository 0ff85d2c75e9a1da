#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/state.h"

/* sandbox_case CLASS MUST-PRINT SCRIPT...
 *
 * Runs hostile scripts, each in a fresh state, one after the other in one child
 * process, and judges what the child did:
 *   refused      it may do what it likes, but never print ESCAPED
 *   limited      it ends in time by a limit or an ordinary error
 *   host_value   the engine survives the value or the error
 *   must_work    no error, and MUST-PRINT is printed
 *   bad_source   an error names file and line, unless the source is legal
 *   pair         the first script does its worst, the second prints MUST-PRINT
 * In every class a crash, a leak or 40 seconds (of a busy machine: the limits
 * count processor time) fail. */

enum { MOST_SECONDS = 40, MOST_OUTPUT = 1 << 20 };

#define SCRIPT_SECONDS 1.0
#define SCRIPT_MEMORY  ((size_t)256 << 20)

static void print_line(void *context, const char *text, size_t len)
{
    (void)fwrite(text, 1, len, context);
    (void)fputc('\n', context);
}

/* What the engine does first with whatever a script returned or raised. */
static alm_status run_script(lua_State *L, const char *path, alm_error *err)
{
    alm_status status = alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, path, err);
    if (status == ALM_OK)
        status = alm_lua_call(L, 0, LUA_MULTRET, err);
    if (status == ALM_OK)
        lua_settop(L, 0);
    return status;
}

/* In the child. Exit status as the command line has it. */
static int run_all(int n, char **paths)
{
    int result = 0;

    for (int i = 0; i < n; i++) {
        alm_state_options options = alm_state_defaults();
        alm_state *state = NULL;
        alm_error err;
        options.memory_limit = SCRIPT_MEMORY;
        options.time_limit = SCRIPT_SECONDS;
        options.grace = 0.5;
        options.note = print_line;
        options.context = stdout;
        alm_status status = alm_state_new(&state, &options, &err);
        if (status == ALM_OK)
            status = run_script(alm_state_lua(state), paths[i], &err);
        if (status != ALM_OK)
            (void)printf("error: %s:%zu: %s\nhelp: %s\n", err.file, err.line,
                         err.message, err.help);
        result = status == ALM_OK ? 0 : status == ALM_ELIMIT ? 4 : 1;
        alm_state_free(state);
        if (alm_alloc_live() != 0) {
            (void)printf("LEAK %ld\n", alm_alloc_live());
            return 9;
        }
    }
    (void)fflush(stdout);
    return result;
}

/* The child's output, its NULs shown as `?`; false when it takes too long. */
static bool read_output(int fd, char out[MOST_OUTPUT])
{
    const time_t end = time(NULL) + MOST_SECONDS;
    size_t len = 0;

    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        const int ready = poll(&wait, 1, 100);
        if (ready > 0) {
            char rest[4096];
            const size_t room = MOST_OUTPUT - 1 - len;
            const ssize_t n = room > 0 ? read(fd, out + len, room)
                                       : read(fd, rest, sizeof rest);
            if (n <= 0)
                break;
            len += room > 0 ? (size_t)n : 0;
        } else if (time(NULL) > end) {
            out[len] = '\0';
            return false;
        }
    }
    for (size_t i = 0; i < len; i++)
        if (out[i] == '\0')
            out[i] = '?';
    out[len] = '\0';
    return true;
}

static const char *judge(const char *class, const char *must_print, int status,
                         const char *out)
{
    if (status != 0 && status != 1 && status != 4)
        return "it neither ended well nor by an error of ours";
    if (strstr(out, "ESCAPED") != NULL || strstr(out, "DIRTY") != NULL)
        return "it escaped";
    if (status == 4 && strstr(out, "limit") == NULL)
        return "the limit is not named";
    if (must_print[0] != '\0' && strstr(out, must_print) == NULL)
        return "it did not print what it must";
    if ((strcmp(class, "must_work") == 0 || strcmp(class, "pair") == 0) &&
        status != 0)
        return "it must work";
    if (strcmp(class, "bad_source") == 0 && status != 0 &&
        (strstr(out, "error: src_") == NULL || strstr(out, ".lua:0:") != NULL))
        return "the error does not name file and line";
    return NULL;
}

int main(int argc, char **argv)
{
    static char out[MOST_OUTPUT];
    int ends[2];
    int status = 0;

    if (argc < 4 || pipe(ends) != 0)
        return EXIT_FAILURE;
    const pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)dup2(ends[1], STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        _exit(run_all(argc - 3, argv + 3));
    }
    (void)close(ends[1]);
    const bool in_time = read_output(ends[0], out);
    if (!in_time)
        (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, 0);
    const char *complaint =
        !in_time ? "it did not end in time"
        : !WIFEXITED(status)
            ? "a signal ended it"
            : judge(argv[1], argv[2], WEXITSTATUS(status), out);
    (void)printf("%s\n", out);
    if (complaint != NULL)
        (void)printf("FAILED: %s (status %d)\n", complaint, status);
    return complaint != NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}
