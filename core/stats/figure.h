#ifndef ALM_STATS_FIGURE_H
#define ALM_STATS_FIGURE_H

#include <math.h>
#include <stddef.h>

/* A figure that the data may not define. `why` is NULL when it is defined;
 * otherwise it names the reason in a few words of static text ("fewer than 2
 * values", "constant") and `value` is NaN. An undefined figure is no error: the
 * caller shows a missing value and the reason. */
typedef struct alm_figure {
    double value;
    const char *why;
} alm_figure;

static inline alm_figure alm_figure_of(double value)
{
    return (alm_figure){value, NULL};
}

static inline alm_figure alm_figure_undefined(const char *why)
{
    return (alm_figure){NAN, why};
}

#endif
