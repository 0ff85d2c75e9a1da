#ifndef ALM_TEST_UNIT_H
#define ALM_TEST_UNIT_H

/* cmocka wants these four first, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/error.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Fails with the message of `err`, not just with a number. */
#define assert_ok(call, err)                                             \
    do {                                                                 \
        if ((call) != ALM_OK)                                            \
            fail_msg("%s: %s (%s)", #call, (err)->message, (err)->help); \
    } while (0)

/* Equal, or within `tolerance` relative to the expected value (absolute where
 * that is zero). */
#define assert_near(got, want, tolerance)                                 \
    do {                                                                  \
        const double got_ = (got);                                        \
        const double want_ = (want);                                      \
        const double unit_ = want_ != 0.0 ? fabs(want_) : 1.0;            \
        if (!(got_ == want_ || fabs(got_ - want_) <= (tolerance)*unit_ || \
              (isnan(got_) && isnan(want_))))                             \
            fail_msg("%s is %.17g, want %.17g", #got, got_, want_);       \
    } while (0)

#endif
