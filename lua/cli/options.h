#ifndef ALM_CLI_OPTIONS_H
#define ALM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The global flags, and the command line as it is read. */

/* Which flags a command has a use for. */
enum {
    ALM_FLAGS_COMMON = 1, /* how the program speaks */
    ALM_FLAGS_READ = 2,   /* how data is read */
    ALM_FLAGS_WRITE = 4,  /* how a result is written */
    ALM_FLAGS_RUN = 8,    /* how a script is run */
    ALM_FLAGS_FIND = 16,  /* where scripts are looked for */
    ALM_FLAGS_CONVERT = 32,
    ALM_FLAGS_GLANCE = 64, /* how long a declaration is looked at */
    ALM_FLAGS_TYPES = 128, /* where declarations go: -o alone */
    ALM_FLAGS_TEST = 256,
    ALM_FLAGS_ARGS = 512, /* flags of a script */
    ALM_FLAGS_NEW = 1024,
    ALM_FLAGS_PLOT = 2048,   /* drawing beside the result */
    ALM_FLAGS_EXPLAIN = 4096 /* how functions were run */
};

/* Texts of a repeatable flag, in order. Borrowed from argv. */
typedef struct alm_texts {
    const char **items;
    size_t n;
} alm_texts;

/* A flag that was not given is NULL, 0 or false. Texts are borrowed from argv.
 */
typedef struct alm_options {
    const char *as;
    const char *lang;
    const char *output;
    const char *part;
    const char *max_rows;
    const char *color;
    const char *errors;
    const char *seed;
    const char *time;
    const char *mem;
    const char *delimiter;
    const char *quote;
    const char *header;
    const char *encoding;
    const char *comment;
    const char *skip;
    const char *ragged;
    const char *decimal;
    const char *thousands;
    const char *read_as;
    const char *include;
    const char *args_file;
    const char *from;
    alm_texts where;
    alm_texts map;
    alm_texts type;
    alm_texts null;
    alm_texts bad;
    alm_texts scripts;
    alm_texts allow_read;
    bool schema;
    bool update;
    bool trusted;
    bool explain;
    bool metric;
    bool quiet;
    bool verbose;
    bool debug;
    bool plot;
    bool help;
    bool version;
} alm_options;

typedef enum alm_flag_kind {
    ALM_FLAG_SWITCH,
    ALM_FLAG_TEXT,
    ALM_FLAG_LIST,
    ALM_FLAG_CHOICE /* `value` lists what may be said: "auto|yes|no" */
} alm_flag_kind;

typedef struct alm_flag {
    const char *name;
    char letter; /* 0: none */
    alm_flag_kind kind;
    unsigned groups;
    size_t offset; /* in alm_options */
    const char *value;
    const char *help;
} alm_flag;

/* All global flags; static storage. */
const alm_flag *alm_flags(size_t *n);

/* A flag that a script declares, and one that the user gave. */
typedef struct alm_script_flag {
    const char *name; /* without the dashes */
    bool is_switch;
} alm_script_flag;

typedef struct alm_given {
    const char *name;
    const char *text;
} alm_given;

/* A command line that is read piece by piece. */
typedef struct alm_arguments {
    char **argv;
    int argc;
    int at;                 /* next to read */
    bool flags_over;        /* after "--" */
    bool expression;        /* the second word is one, and may begin with '-' */
    const char *unfinished; /* the flag that the line ends with and whose value
                               is not there; NULL if none */
    unsigned groups; /* of the command; flags of others are not suggested */
    alm_options options;
    unsigned long long seen; /* bit i: alm_flags()[i] was given */
    const char **words;      /* what is no flag */
    size_t n_words;
    alm_given *given; /* flags of the script */
    size_t n_given;
} alm_arguments;

/* Texts are borrowed from argv, which is never written. */
ALM_MUST_CHECK
alm_status alm_arguments_open(alm_arguments *out, int argc, char **argv,
                              alm_error *err);
void alm_arguments_close(alm_arguments *args);

/* Reads on until there are `most` words in all, or to the end. `extra` are
 * flags beside the global ones. ALM_ENOTFOUND names the flag, and the nearest
 * there is. */
ALM_MUST_CHECK
alm_status alm_arguments_read(alm_arguments *args, size_t most,
                              const alm_script_flag *extra, size_t n_extra,
                              alm_error *err);

/* Adds a word that was not given; one at most. */
void alm_arguments_assume(alm_arguments *args, const char *word);

/* The global flags of the whole line, before it is known which flags a script
 * has: what is not understood is passed over, and found again when the line is
 * read for good. `out` is closed by the caller. */
ALM_MUST_CHECK
alm_status alm_arguments_peek(alm_arguments *out, int argc, char **argv,
                              alm_error *err);

/* ALM_EINVAL when a flag was given that none of `groups` has. */
ALM_MUST_CHECK
alm_status alm_arguments_check(const alm_arguments *args, unsigned groups,
                               const char *command, alm_error *err);

/* Whether two names of flags are the same: case ignored, '_' equals '-'. */
bool alm_flag_same(const char *a, size_t na, const char *b);

#endif
