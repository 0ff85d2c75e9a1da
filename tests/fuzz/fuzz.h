#ifndef ALM_TEST_FUZZ_H
#define ALM_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* The entry that libFuzzer calls: any bytes, always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
