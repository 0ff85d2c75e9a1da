#include "terminal.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 24, COLUMNS = 100, CELL = 5, PARAMETERS = 4, PATIENCE = 30 };

typedef struct cursor {
    int row;
    int column;
} cursor;

struct terminal {
    int master;
    pid_t child;
    bool ended;
    char cells[ROWS][COLUMNS][CELL]; /* a character each, "" is blank */
    cursor at;
    char sequence[32]; /* an escape sequence as far as it came */
    size_t n_sequence;
    char lines[ROWS * (COLUMNS * CELL + 1) + 1];
};

/* ---- the screen ---- */

static void clear_cells(terminal *t, int row, int from, int to)
{
    for (int i = from; i < to; i++)
        t->cells[row][i][0] = '\0';
}

static void next_line(terminal *t)
{
    if (t->at.row + 1 < ROWS) {
        t->at.row++;
        return;
    }
    memmove(t->cells[0], t->cells[1], sizeof t->cells - sizeof t->cells[0]);
    clear_cells(t, ROWS - 1, 0, COLUMNS);
}

static void put_character(terminal *t, unsigned char byte)
{
    if ((byte & 0xC0) == 0x80) { /* goes on in the cell before */
        if (t->at.column > 0) {
            char *cell = t->cells[t->at.row][t->at.column - 1];
            const size_t n = strlen(cell);
            if (n + 1 < CELL) {
                cell[n] = (char)byte;
                cell[n + 1] = '\0';
            }
        }
        return;
    }
    if (t->at.column == COLUMNS) {
        t->at.column = 0;
        next_line(t);
    }
    char *cell = t->cells[t->at.row][t->at.column++];
    cell[0] = (char)byte;
    cell[1] = '\0';
}

static int clamp(int x, int least, int most)
{
    return x < least ? least : x > most ? most : x;
}

/* Moves the rest of the line by `by` cells at the cursor. */
static void shift_line(terminal *t, int by)
{
    char(*line)[CELL] = t->cells[t->at.row];
    const int from = clamp(t->at.column, 0, COLUMNS);
    const int n = clamp(by < 0 ? -by : by, 0, COLUMNS - from);
    const size_t kept = (size_t)(COLUMNS - from - n);

    if (by < 0) {
        memmove(line[from], line[from + n], kept * CELL);
        clear_cells(t, t->at.row, COLUMNS - n, COLUMNS);
    } else {
        memmove(line[from + n], line[from], kept * CELL);
        clear_cells(t, t->at.row, from, from + n);
    }
}

/* A whole "ESC [ parameters final". */
static void control(terminal *t, int parameter, char final)
{
    const int n = parameter > 0 ? parameter : 1;

    switch (final) {
    case 'A': t->at.row = clamp(t->at.row - n, 0, ROWS - 1); break;
    case 'B': t->at.row = clamp(t->at.row + n, 0, ROWS - 1); break;
    case 'C': t->at.column = clamp(t->at.column + n, 0, COLUMNS - 1); break;
    case 'D': t->at.column = clamp(t->at.column - n, 0, COLUMNS - 1); break;
    case 'H': t->at = (cursor){0, 0}; break;
    case 'K': clear_cells(t, t->at.row, t->at.column, COLUMNS); break;
    case 'J':
        clear_cells(t, t->at.row, parameter == 2 ? 0 : t->at.column, COLUMNS);
        for (int i = parameter == 2 ? 0 : t->at.row + 1; i < ROWS; i++)
            clear_cells(t, i, 0, COLUMNS);
        break;
    case 'P': shift_line(t, -n); break;
    case '@': shift_line(t, n); break;
    default: break; /* colours, modes */
    }
}

/* One more byte of an escape sequence. */
static void sequence(terminal *t, char byte)
{
    if (t->n_sequence + 2 < sizeof t->sequence)
        t->sequence[t->n_sequence++] = byte;
    if (t->n_sequence == 2 && byte == '[')
        return;
    if (t->n_sequence > 2 && (byte < '@' || byte > '~'))
        return;
    t->sequence[t->n_sequence] = '\0';
    if (t->n_sequence > 2)
        control(t, atoi(t->sequence + 2), byte);
    t->n_sequence = 0;
}

static void show(terminal *t, char byte)
{
    if (t->n_sequence > 0) {
        sequence(t, byte);
        return;
    }
    switch (byte) {
    case '\033': t->sequence[t->n_sequence++] = byte; break;
    case '\r': t->at.column = 0; break;
    case '\n': next_line(t); break;
    case '\b': t->at.column = clamp(t->at.column - 1, 0, COLUMNS - 1); break;
    case '\t':
        t->at.column = clamp((t->at.column / 8 + 1) * 8, 0, COLUMNS - 1);
        break;
    default:
        if ((unsigned char)byte >= ' ')
            put_character(t, (unsigned char)byte);
    }
}

/* Line `row` without the blanks at its end, to `out`; its length. */
static size_t line_text(const terminal *t, int row, char *out)
{
    size_t n = 0;
    size_t used = 0;

    for (int i = 0; i < COLUMNS; i++) {
        const char *cell = t->cells[row][i];
        const bool blank = cell[0] == '\0' || cell[0] == ' ';
        const size_t len = blank ? 1 : strlen(cell);
        memcpy(out + n, blank ? " " : cell, len);
        n += len;
        used = blank ? used : n;
    }
    out[used] = '\0';
    return used;
}

static const char *screen(terminal *t)
{
    size_t n = 0;

    for (int row = 0; row < ROWS; row++) {
        n += line_text(t, row, t->lines + n);
        t->lines[n++] = '\n';
    }
    t->lines[n] = '\0';
    return t->lines;
}

/* ---- the program ---- */

static void start(const char *const argv[], const char *home)
{
    static const char *const emptied[] = {
        "XDG_STATE_HOME", "XDG_DATA_HOME", "ALMANAC_PATH", "COLUMNS",
        "LINES",          "NO_COLOR",      "COLORTERM"};

    for (size_t i = 0; i < sizeof emptied / sizeof emptied[0]; i++)
        (void)unsetenv(emptied[i]);
    (void)setenv("HOME", home, 1);
    (void)setenv("INPUTRC", "/dev/null", 1);
    (void)setenv("TERM", "vt100", 1);
    (void)setenv("LC_ALL", "C.UTF-8", 1);
    (void)execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

terminal *terminal_open(const char *const argv[], const char *home)
{
    const struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
    terminal *t = calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    t->child = forkpty(&t->master, NULL, NULL, &size);
    if (t->child == 0)
        start(argv, home);
    return t;
}

void terminal_type(terminal *t, const char *keys)
{
    for (size_t n = strlen(keys); n > 0;) {
        const ssize_t written = write(t->master, keys, n);
        if (written <= 0)
            return;
        keys += written;
        n -= (size_t)written;
    }
}

void terminal_narrow(terminal *t, int cells)
{
    const struct winsize size = {.ws_row = ROWS,
                                 .ws_col = (unsigned short)cells};

    (void)ioctl(t->master, TIOCSWINSZ, &size);
}

/* Takes in what the program writes within a tenth of a second. */
static void take_in(terminal *t)
{
    struct pollfd wait = {.fd = t->master, .events = POLLIN};
    char bytes[1024];

    if (t->ended || poll(&wait, 1, 100) <= 0)
        return;
    const ssize_t n = read(t->master, bytes, sizeof bytes);
    t->ended = n <= 0;
    for (ssize_t i = 0; i < n; i++)
        show(t, bytes[i]);
}

static bool has_text(terminal *t, const char *text)
{
    return strstr(screen(t), text) != NULL;
}

static bool has_line(terminal *t, const char *text)
{
    char line[COLUMNS * CELL + 1];

    (void)line_text(t, t->at.row, line);
    return strcmp(line, text) == 0;
}

static bool wait_for(terminal *t, const char *text,
                     bool (*test)(terminal *t, const char *text))
{
    const time_t start = time(NULL);

    while (!test(t, text)) {
        if (t->ended || time(NULL) - start > PATIENCE) {
            (void)fprintf(stderr, "not shown: %s\n%s", text, screen(t));
            return false;
        }
        take_in(t);
    }
    return true;
}

bool terminal_shows(terminal *t, const char *text)
{
    return wait_for(t, text, has_text);
}

bool terminal_line_is(terminal *t, const char *text)
{
    return wait_for(t, text, has_line);
}

int terminal_close(terminal *t)
{
    const time_t start = time(NULL);
    int status = 0;

    while (!t->ended && time(NULL) - start <= PATIENCE)
        take_in(t);
    if (!t->ended)
        (void)kill(t->child, SIGKILL);
    (void)waitpid(t->child, &status, 0);
    (void)close(t->master);
    free(t);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
