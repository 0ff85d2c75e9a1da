#ifndef ALM_EXPR_TEXT_H
#define ALM_EXPR_TEXT_H

#include "expr/operand.h"

/* Functions of text.
 *
 *  (1) Missing gives missing. Periods count as their text; numbers and booleans
 *      are ALM_ETYPE.
 *  (2) Each different text of a column is worked on once.
 *  (3) Characters are Unicode code points, never bytes.
 *  (4) Patterns are plain text. */

ALM_MUST_CHECK
alm_status alm_text_lower(alm_column **out, const alm_vector *v,
                          alm_error *err);
ALM_MUST_CHECK
alm_status alm_text_upper(alm_column **out, const alm_vector *v,
                          alm_error *err);

/* Without the blanks at both ends: ASCII white space and U+3000, the blank of
 * Chinese text. */
ALM_MUST_CHECK
alm_status alm_text_trim(alm_column **out, const alm_vector *v, alm_error *err);

/* Characters, as integers. */
ALM_MUST_CHECK
alm_status alm_text_length(alm_column **out, const alm_vector *v,
                           alm_error *err);

/* Characters i to j, both from 1 and both included, as string.sub counts:
 * negative from the end, ends beyond the text cut to it, none left is "". */
ALM_MUST_CHECK
alm_status alm_text_sub(alm_column **out, const alm_vector *v, int64_t i,
                        int64_t j, alm_error *err);

/* Every occurrence of `old`, from the left, replaced by `fresh`. An empty `old`
 * is ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_text_replace(alm_column **out, const alm_vector *v,
                            const char *old, size_t old_len, const char *fresh,
                            size_t fresh_len, alm_error *err);

/* Piece k, from 1, of the text cut at every `separator` (negative: from the
 * end); missing where there are fewer. An empty separator, and k = 0, are
 * ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_text_split(alm_column **out, const alm_vector *v,
                          const char *separator, size_t len, int64_t k,
                          alm_error *err);

/* Boolean columns; unlike other masks missing where the text is, because the
 * functions of a row are. */
typedef enum alm_text_test {
    ALM_TEXT_STARTS_WITH,
    ALM_TEXT_ENDS_WITH,
    ALM_TEXT_CONTAINS
} alm_text_test;

ALM_MUST_CHECK
alm_status alm_text_is(alm_column **out, alm_text_test test,
                       const alm_vector *v, const char *pattern, size_t len,
                       alm_error *err);

/* The way to any other function of text, without a callback:
 *
 *  (5) *texts is a column of the texts that occur in `v`, in order of first
 *      appearance; *index names, for each row of `v`, its row in *texts
 *      (ALM_ROW_NONE where missing). Texts are different, unless the window is
 *      so small against its dictionary that looking would cost more.
 *
 * Make a column of results, one for each row of *texts, of any type, and give
 * it to alm_text_spread. */
ALM_MUST_CHECK
alm_status alm_text_distinct(alm_column **texts, alm_rows **index,
                             const alm_vector *v, alm_error *err);

/* The results spread over the rows again: a dense column. */
ALM_MUST_CHECK
alm_status alm_text_spread(alm_column **out, const alm_column *results,
                           const alm_rows *index, alm_error *err);

#endif
