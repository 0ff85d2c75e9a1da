#ifndef ALM_IO_LIBRARIES_H
#define ALM_IO_LIBRARIES_H

#include <stddef.h>

/* The libraries that reading rests on, and their versions. */

enum { ALM_IO_LIBRARIES = 3, ALM_IO_VERSION_TEXT = 32 };

typedef struct alm_io_library {
    const char *name;
    char version[ALM_IO_VERSION_TEXT];
} alm_io_library;

void alm_io_libraries(alm_io_library out[ALM_IO_LIBRARIES]);

#endif
