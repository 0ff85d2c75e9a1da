#include "expr/period.h"

#include "table/builder.h"

/* Row i as a period: rule (1). */
static alm_status period_at(alm_period *out, const alm_vector *v, size_t i,
                            alm_error *err)
{
    enum { SHOWN = 60 };
    size_t len;
    if (v->type == ALM_PERIOD) {
        *out = v->integers[alm_vector_at(v, i)];
        return ALM_OK;
    }
    const char *text = alm_vector_text(v, i, &len);
    if (alm_period_parse(out, text, len))
        return ALM_OK;
    alm_error_set(err, ALM_EINVAL, "row %zu: \"%.*s\" is no period", i + 1,
                  (int)(len < SHOWN ? len : SHOWN), text);
    alm_error_help(err, "write 2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30");
    return ALM_EINVAL;
}

typedef enum part { TIME, YEAR, FREQUENCY, SHIFTED } part;

static alm_status add_part(alm_builder *b, part what, alm_period p,
                           int64_t steps, size_t *lost, alm_error *err)
{
    enum { MOST_STEPS = 4000000 }; /* days in the years there are */
    alm_period shifted;
    switch (what) {
    case TIME: return alm_builder_add_number(b, alm_period_time(p), err);
    case YEAR: return alm_builder_add_integer(b, alm_period_year(p), err);
    case FREQUENCY:
        return alm_builder_add_text(
            b, alm_frequency_code(alm_period_frequency(p)), 1, err);
    case SHIFTED: break;
    }
    if (steps <= MOST_STEPS && steps >= -MOST_STEPS &&
        alm_period_shift(&shifted, p, (int)steps))
        return alm_builder_add_period(b, shifted, err);
    ++*lost; /* rule (2) */
    return alm_builder_add_missing(b, err);
}

static alm_status map(alm_column **out, part what, const alm_vector *v,
                      int64_t steps, size_t *lost, alm_error *err)
{
    static const alm_type types[] = {ALM_NUMBER, ALM_INTEGER, ALM_TEXT,
                                     ALM_PERIOD};
    alm_builder *b = NULL;
    if (v->type != ALM_PERIOD && v->type != ALM_TEXT)
        return alm_fail(err, ALM_ETYPE,
                        "a column of %s is no column of periods",
                        alm_type_name(v->type));
    alm_status status = alm_builder_new(&b, types[what], v->n, err);
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        alm_period p;
        if (!alm_vector_present(v, i)) {
            status = alm_builder_add_missing(b, err);
            continue;
        }
        status = period_at(&p, v, i, err);
        if (status == ALM_OK)
            status = add_part(b, what, p, steps, lost, err);
    }
    if (status == ALM_OK)
        return alm_builder_finish(out, b, err);
    alm_builder_free(b);
    return status;
}

alm_status alm_period_times(alm_column **out, const alm_vector *v,
                            alm_error *err)
{
    return map(out, TIME, v, 0, NULL, err);
}

alm_status alm_period_years(alm_column **out, const alm_vector *v,
                            alm_error *err)
{
    return map(out, YEAR, v, 0, NULL, err);
}

alm_status alm_period_frequencies(alm_column **out, const alm_vector *v,
                                  alm_error *err)
{
    return map(out, FREQUENCY, v, 0, NULL, err);
}

alm_status alm_period_shifted(alm_column **out, size_t *lost,
                              const alm_vector *v, int64_t steps,
                              alm_error *err)
{
    size_t count = 0;
    const alm_status status = map(out, SHIFTED, v, steps, &count, err);
    if (status == ALM_OK && lost != NULL)
        *lost = count;
    return status;
}
