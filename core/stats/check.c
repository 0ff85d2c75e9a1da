#include "stats/check.h"

#include <math.h>

alm_status alm_check_numbers(const double *x, size_t n, const char *what,
                             alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i]))
            return alm_fail(err, ALM_EINVAL, "value %zu of %s is not a number",
                            i + 1, what);
    return ALM_OK;
}

alm_status alm_check_finite(const double *x, size_t n, const char *what,
                            alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return alm_fail(err, ALM_EINVAL, "value %zu of %s is %s", i + 1,
                            what, isnan(x[i]) ? "not a number" : "infinite");
    return ALM_OK;
}

alm_status alm_check_weights(const double *w, size_t n, alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(w[i] >= 0.0 && isfinite(w[i])))
            return alm_fail(err, ALM_EINVAL,
                            "weight %zu is %g: weights are finite and not "
                            "negative",
                            i + 1, w[i]);
    return ALM_OK;
}

alm_status alm_check_level(double level, alm_error *err)
{
    if (!(level > 0.0 && level < 1.0))
        return alm_fail(err, ALM_EINVAL,
                        "confidence level %g is not between 0 and 1", level);
    return ALM_OK;
}

bool alm_is_constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}
