#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/tests.h"

static void chi2_undefined(alm_chi2_result *out, const char *why)
{
    out->chi2 = out->p = out->cramer_v = alm_figure_undefined(why);
    out->df = out->total = out->least_expected = 0.0;
}

static alm_status check_counts(const double *counts, size_t n, alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(counts[i] >= 0.0 && isfinite(counts[i])))
            return alm_fail(err, ALM_EINVAL,
                            "count %zu is %g: counts are finite and not "
                            "negative",
                            i + 1, counts[i]);
    return ALM_OK;
}

/* margins: the row sums, then the column sums. */
static double sum_margins(double *margins, const double *counts, size_t rows,
                          size_t columns)
{
    double total = 0.0;

    for (size_t i = 0; i < rows + columns; i++)
        margins[i] = 0.0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            const double c = counts[i * columns + j];
            margins[i] += c;
            margins[rows + j] += c;
            total += c;
        }
    return total;
}

static const char *table_trouble(const double *margins, size_t rows,
                                 size_t columns)
{
    if (rows < 2 || columns < 2)
        return "fewer than 2 rows or columns";
    for (size_t i = 0; i < rows + columns; i++)
        if (margins[i] == 0.0)
            return "an empty row or column"; /* (6) */
    return NULL;
}

alm_status alm_chi2_table(alm_chi2_result *out, double *expected,
                          const double *counts, size_t rows, size_t columns,
                          alm_error *err)
{
    const alm_status status = check_counts(counts, rows * columns, err);
    if (status != ALM_OK)
        return status;
    double *margins = alm_alloc(rows + columns, sizeof *margins);
    if (margins == NULL)
        return alm_fail_memory(err, "margins");

    const double total = sum_margins(margins, counts, rows, columns);
    const char *why = table_trouble(margins, rows, columns);
    double chi2 = 0.0, least = INFINITY;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            const double want =
                total == 0.0 ? 0.0 : margins[i] * margins[rows + j] / total;
            const double off = counts[i * columns + j] - want;
            if (expected != NULL)
                expected[i * columns + j] = want;
            chi2 += off * off / want;
            least = fmin(least, want);
        }
    if (why != NULL) {
        chi2_undefined(out, why);
    } else {
        const size_t shorter = rows < columns ? rows : columns;
        out->df = ((double)rows - 1.0) * ((double)columns - 1.0);
        out->chi2 = alm_figure_of(chi2);
        out->p = alm_figure_of(alm_chi2_upper(chi2, out->df));
        out->cramer_v =
            alm_figure_of(sqrt(chi2 / total / ((double)shorter - 1.0)));
        out->total = total;
        out->least_expected = least;
    }
    alm_dealloc(margins);
    return ALM_OK;
}

alm_status alm_chi2_goodness(alm_chi2_result *out, const double *counts,
                             const double *shares, size_t n, alm_error *err)
{
    double total = 0.0, all = 0.0, chi2 = 0.0, least = INFINITY;
    alm_status status = check_counts(counts, n, err);
    if (status == ALM_OK && shares != NULL)
        status = alm_check_weights(shares, n, err);
    if (status != ALM_OK)
        return status;

    for (size_t i = 0; i < n; i++) {
        total += counts[i];
        all += shares != NULL ? shares[i] : 1.0;
    }
    for (size_t i = 0; i < n; i++) {
        const double want = total * (shares != NULL ? shares[i] : 1.0) / all;
        chi2 += (counts[i] - want) * (counts[i] - want) / want;
        least = fmin(least, want);
    }
    if (n < 2 || !(total > 0.0) || !(least > 0.0)) {
        chi2_undefined(out, n < 2          ? "fewer than 2 counts"
                            : total == 0.0 ? "all counts are 0"
                                           : "an expected count of 0");
        return ALM_OK;
    }
    out->df = (double)n - 1.0;
    out->chi2 = alm_figure_of(chi2);
    out->p = alm_figure_of(alm_chi2_upper(chi2, out->df));
    out->cramer_v = alm_figure_undefined("not of a table");
    out->total = total;
    out->least_expected = least;
    return ALM_OK;
}
