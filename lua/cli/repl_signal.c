#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/repl.h"

static volatile sig_atomic_t presses = 0; /* since a line was last asked for */

static void say(const char *text)
{
    const ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

/* The hook that ends an input waits for C code to return to Lua: a sort of a
 * huge column, a pattern that backtracks. */
static void on_interrupt(int number)
{
    (void)number;
    const int before = (int)presses;

    presses = before + 1;
    const bool runs = alm_state_interrupt() > 0;
    if (before == 0 && runs)
        say("\n"); /* after the ^C that the terminal shows */
    else if (before == 1)
        say("\nstill inside one long call, which ends by itself; Ctrl-C once "
            "more ends almanac\n");
    else if (before > 1)
        _exit(ALM_EXIT_LIMIT);
}

void alm_repl_catch_interrupts(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    action.sa_flags = SA_RESTART; /* poll returns all the same */
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
}

bool alm_repl_was_interrupted(void)
{
    const bool was = presses > 0;

    presses = 0;
    alm_state_forget_interrupt();
    return was;
}

void alm_repl_hold_interrupts(sigset_t *before)
{
    sigset_t interrupt;

    (void)sigemptyset(&interrupt);
    (void)sigaddset(&interrupt, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &interrupt, before);
}

void alm_repl_release_interrupts(const sigset_t *before)
{
    (void)sigprocmask(SIG_SETMASK, before, NULL);
}
