#include "io/libraries.h"

#include <cJSON.h>
#include <csv.h>
#include <stdio.h>
#include <zlib.h>

void alm_io_libraries(alm_io_library out[ALM_IO_LIBRARIES])
{
    out[0].name = "libcsv"; /* it tells its version to the compiler alone */
    (void)snprintf(out[0].version, sizeof out[0].version, "%d.%d.%d", CSV_MAJOR,
                   CSV_MINOR, CSV_RELEASE);
    out[1].name = "cJSON";
    (void)snprintf(out[1].version, sizeof out[1].version, "%s",
                   cJSON_Version());
    out[2].name = "zlib";
    (void)snprintf(out[2].version, sizeof out[2].version, "%s", zlibVersion());
}
