#ifndef ALM_TEST_COLUMNS_H
#define ALM_TEST_COLUMNS_H

#include "table/column.h"

/* Small columns for tests, written down as text: values separated by blanks,
 * "_" for a missing one, "''" for empty text. Each owns itself; free it with
 * alm_column_free. A mistake in the text fails the test. */
alm_column *column_of(alm_type type, const char *values);

/* The column written down the same way. Static storage, overwritten by the
 * fourth call after. */
const char *column_text(const alm_column *col);

#endif
