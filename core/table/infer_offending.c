#include "base/alloc.h"
#include "table/infer_cell.h"

/* Why a text is no number ----------------------------------------------- */

alm_status alm_column_offending(alm_offending *out, const alm_vector *v,
                                alm_error *err)
{
    if (v->type != ALM_TEXT)
        return alm_fail(err, ALM_ETYPE, "%s is no text",
                        alm_type_name(v->type));
    const size_t count = alm_dict_count(v->dict);
    bool *offends = alm_alloc_zeroed(count, sizeof *offends);
    if (offends == NULL)
        return alm_fail_memory(err, "counting values");
    for (size_t code = 0; code < count; code++) {
        int64_t i;
        double x;
        size_t len;
        const char *text = alm_dict_text(v->dict, (uint32_t)code, &len);
        const alm_cell_value t = alm_cell_trim(text, len, ALM_CELL_PLAIN);
        const alm_number_kind kind =
            alm_cell_plain_number(t.text, t.len, &i, &x);
        offends[code] = (kind == ALM_NUMBER_NONE || kind == ALM_NUMBER_BIG) &&
                        t.len > 0 && !alm_is_null_word(t.text, t.len);
    }
    alm_offending found = {0};
    for (size_t i = 0; i < v->n; i++) {
        if (!alm_vector_present(v, i))
            continue;
        found.present++;
        if (!offends[v->codes[alm_vector_at(v, i)]])
            continue;
        if (found.count++ == 0) {
            found.row = i;
            found.text = alm_vector_text(v, i, &found.len);
        }
    }
    alm_dealloc(offends);
    *out = found;
    return ALM_OK;
}
