#ifndef ALM_TABLE_INFER_H
#define ALM_TABLE_INFER_H

#include "table/builder.h"

/* From the texts of a whole column to its type and values.
 *
 * (1)  A column is integer, number, period or boolean only if every value
 *      present in it is; else it is text, and that is never an error.
 * (2)  The empty field is missing. Null words (NA, N/A, null, nan, .., - in any
 *      case) are missing only beside numbers, periods or booleans; in text they
 *      are text. Null words that the caller gives are missing everywhere, and
 *      the usual ones then are not.
 * (3)  A column in which nothing is present is one of (missing) numbers.
 * (4)  A leading zero or '+' makes text. Blanks around a number do not count.
 * (5)  Integers with a decimal (or -0) among them are numbers. An integer
 * beyond int64, or beyond 2^53 among decimals, makes text: values are never
 * changed. (6)  Full SDMX notations (2016-S1, 2016-06-30; not 2016) in every
 * value make periods. With `period_hint` bare years do too. (7)  Only true and
 * false (also True, TRUE) make booleans; 0 and 1 stay integers.
 *
 * The raw texts of the first rows are kept. A column that turns out otherwise
 * after that asks to be fed once more from its first row (alm_infer_again). */
typedef struct alm_infer alm_infer;

/* What to do with a value that does not fit the type of its column. */
typedef enum alm_bad {
    ALM_BAD_DEFAULT, /* inferred: the column is text; declared: an error */
    ALM_BAD_ERROR,   /* the same, said by the user */
    ALM_BAD_MISSING  /* missing, and counted. An inferred column is then a
                        number if at least half of its values are. */
} alm_bad;

typedef struct alm_word {
    const char *text;
    size_t len;
} alm_word;

typedef struct alm_infer_rules {
    bool typed; /* `type` is declared, not inferred. Then '+' and leading zeros
                   are read as part of a number, 0 and 1 as booleans. */
    alm_type type;
    bool period_hint;
    alm_bad bad;
    bool percent;          /* "12.5%" is the number 12.5 */
    bool strip_units;      /* "$ 95" and "95 kg" are the number 95 */
    char decimal;          /* 0 is '.' */
    char group;            /* between thousands; 0: none */
    const alm_word *nulls; /* NULL: the usual ones, rule (2) */
    size_t null_count;
    const alm_word *trues; /* NULL: the usual ones, rule (7) */
    size_t true_count;
    const alm_word *falses;
    size_t false_count;
} alm_infer_rules;

typedef enum alm_cell {
    ALM_CELL_PLAIN,
    ALM_CELL_QUOTED, /* the same, but empty text is a text */
    ALM_CELL_STRING  /* never a number or boolean unless the type is declared */
} alm_cell;

/* What alm_infer_finish found beside the values. */
typedef struct alm_infer_result {
    size_t bad;        /* values that do not fit the type of the column */
    size_t bad_row;    /* the first of them */
    char bad_text[64]; /* as it stands there, cut */
    bool percent;      /* some stood with a percent sign */
} alm_infer_result;

/* Rows whose raw text is kept until they are surely of one type. */
enum { ALM_INFER_RAW_ROWS = 1024 };

/* The words that `rules` points to must outlive the result. */
ALM_MUST_CHECK
alm_status alm_infer_new(alm_infer **out, const alm_infer_rules *rules,
                         alm_error *err);
void alm_infer_free(alm_infer *infer); /* NULL is allowed */

/* The next row. Amortised O(len). */
ALM_MUST_CHECK
alm_status alm_infer_add(alm_infer *infer, const char *text, size_t len,
                         alm_cell cell, alm_error *err);
ALM_MUST_CHECK
alm_status alm_infer_add_missing(alm_infer *infer, alm_error *err);

/* After the last row: whether all rows must be fed again. If so, the object has
 * been made ready for that; it asks at most four times. */
ALM_MUST_CHECK
alm_status alm_infer_again(bool *again, alm_infer *infer, alm_error *err);

/* A column in parts ---------------------------------------------------------
 *
 * Stretches of one column may be fed to parts, side by side. Joined to the
 * whole in the order of the rows, they make what feeding it all would have
 * made: a part goes by what the whole was when it was made or last joined, and
 * what two parts cannot agree on is lost like a late value, to be settled by
 * another pass. The whole must have been settled. */

/* Decides by the rows fed so far; does nothing when that is done. */
ALM_MUST_CHECK
alm_status alm_infer_settle(alm_infer *whole, alm_error *err);

/* Makes room for `rows` rows in all, if there is memory for that. */
void alm_infer_reserve(alm_infer *whole, size_t rows);

/* An empty part of `whole`, with room for about `rows` rows. */
ALM_MUST_CHECK
alm_status alm_infer_new_part(alm_infer **out, const alm_infer *whole,
                              size_t rows, alm_error *err);

/* Appends the rows of `part` and empties it for others. After a failure both
 * can only be freed. */
ALM_MUST_CHECK
alm_status alm_infer_join(alm_infer *whole, alm_infer *part, alm_error *err);

/* Empties a part whose rows were read from a wrong place. */
ALM_MUST_CHECK
alm_status alm_infer_empty(alm_infer *part, const alm_infer *whole,
                           alm_error *err);

/* The column, after alm_infer_again said no. `infer` is freed, also on failure.
 * Values that do not fit a declared type are missing in it, whatever
 * `rules->bad` says: refusing them is left to the caller, who knows the line.
 */
ALM_MUST_CHECK
alm_status alm_infer_finish(alm_column **out, alm_infer_result *result,
                            alm_infer *infer, alm_error *err);

/* Why a text column is no number. */
typedef struct alm_offending {
    size_t count;     /* values that are neither numbers nor null words */
    size_t present;   /* values in the window */
    size_t row;       /* the first of them, a row of the window */
    const char *text; /* borrowed from the column */
    size_t len;
} alm_offending;

/* Counts the values of a text window that keep it from being a number.
 * ALM_ETYPE for other types. O(rows + different texts). */
ALM_MUST_CHECK
alm_status alm_column_offending(alm_offending *out, const alm_vector *v,
                                alm_error *err);

/* Whether a text is one of the usual null words. */
bool alm_is_null_word(const char *text, size_t len);

#endif
