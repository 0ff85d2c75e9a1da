#ifndef ALM_STATS_NONLINEAR_SEARCH_H
#define ALM_STATS_NONLINEAR_SEARCH_H

#include "stats/nonlinear.h"
#include "stats/qr.h"

/* The descent of nonlinear.h from one start, for the fit and for its profiles.
 * Numbers in brackets are the rules of that header. */
typedef struct alm_search {
    const alm_nonlinear_problem *q;
    double b[ALM_NONLINEAR_MAX];
    size_t free[ALM_NONLINEAR_MAX]; /* parameters that may move */
    size_t n_free;
    long double *residual; /* n */
    long double *trial;    /* n: residuals of a step, then scratch */
    long double *jacobian; /* n x p, by column */
    long double *below;    /* n + 2 p: scratch of a step */
    alm_qr qr;             /* room for n + p rows; see alm_search_matrix */
    long double scale[ALM_NONLINEAR_MAX];
    long double rss;
} alm_search;

/* `q` must outlive the search. Its bounds may change between two starts. */
ALM_MUST_CHECK
alm_status alm_search_new(alm_search *s, const alm_nonlinear_problem *q,
                          alm_error *err);
void alm_search_free(alm_search *s);

/* Begins at `start`, moved within the bounds; false when the model has no value
 * there. */
bool alm_search_start(alm_search *s, const double *start);

/* Runs to convergence or the end of patience; the reason, or NULL. */
const char *alm_search_run(alm_search *s, size_t *iterations);

/* The search's matrix as one of `rows` by the free parameters; borrowed. */
alm_qr alm_search_matrix(const alm_search *s, size_t rows);

/* The bounds of parameter j, infinite where it has none. */
double alm_nonlinear_low(const alm_nonlinear_problem *q, size_t j);
double alm_nonlinear_high(const alm_nonlinear_problem *q, size_t j);

#endif
