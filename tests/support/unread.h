#ifndef ALM_TEST_UNREAD_H
#define ALM_TEST_UNREAD_H

#include "table/table.h"

/* A file that is read again for every request, and counts them. */
typedef struct unread_file {
    alm_loader loader;
    size_t passes;
} unread_file;

/* Two rows of the numbers a, b and c, which are not read yet. `f` is set up
 * here and must outlive the table. */
alm_table *unread_table(unread_file *f);

#endif
