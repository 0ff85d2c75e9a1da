#include "lift/program.h"

#include "base/alloc.h"
#include "table/table.h"

enum { MOST_OPERANDS = UINT16_MAX };

void alm_program_free(alm_program *p)
{
    alm_dealloc(p->steps);
    alm_dealloc(p->constants);
    alm_dealloc(p->members);
    alm_dealloc(p->columns);
    alm_lift_texts_free(&p->texts);
    *p = (alm_program){0};
}

static bool has_value(alm_tag tag)
{
    return tag == ALM_TAG_INTEGER || tag == ALM_TAG_FLOAT ||
           tag == ALM_TAG_TEXT;
}

alm_status alm_program_constant_add(uint16_t *operand, alm_program *p,
                                    alm_tag tag, alm_cell cell, alm_error *err)
{
    size_t i = 0;

    while (i < p->n_constants &&
           (p->constants[i].tag != tag ||
            (has_value(tag) && p->constants[i].cell.i != cell.i)))
        i++;
    if (p->registers + i >= MOST_OPERANDS)
        return alm_fail(err, ALM_ELIMIT, "it has too many constants");
    *operand = (uint16_t)(p->registers + i);
    if (i < p->n_constants)
        return ALM_OK;
    alm_program_constant *constants =
        alm_grow(p->constants, &p->cap_constants, i, sizeof *constants);
    if (constants == NULL)
        return alm_fail_memory(err, "a function");
    p->constants = constants;
    p->n_constants++;
    constants[i].tag = tag;
    constants[i].cell = cell;
    return ALM_OK;
}

alm_status alm_program_text_add(uint16_t *operand, alm_program *p,
                                const char *text, size_t len, alm_error *err)
{
    alm_cell cell;
    const alm_status status =
        alm_lift_texts_own(&cell.text, &p->texts, text, len, err);

    return status == ALM_OK
               ? alm_program_constant_add(operand, p, ALM_TAG_TEXT, cell, err)
               : status;
}

alm_status alm_program_member_add(alm_program *p, uint16_t operand,
                                  alm_error *err)
{
    if (p->n_members >= MOST_OPERANDS)
        return alm_fail(err, ALM_ELIMIT, "it has too many constants");
    uint16_t *members =
        alm_grow(p->members, &p->cap_members, p->n_members, sizeof *members);
    if (members == NULL)
        return alm_fail_memory(err, "a function");
    p->members = members;
    members[p->n_members++] = operand;
    return ALM_OK;
}

alm_status alm_program_column_add(size_t *out, alm_program *p,
                                  const alm_vector *vector, size_t index,
                                  alm_error *err)
{
    alm_program_column column = {.vector = *vector, .index = index};
    alm_status status = ALM_OK;

    for (size_t i = 0; i < p->n_columns && index != ALM_NO_COLUMN; i++) {
        if (p->columns[i].index == index) {
            *out = i;
            return ALM_OK;
        }
    }
    if (vector->type == ALM_TEXT)
        status =
            alm_lift_texts_source(&column.source, &p->texts,
                                  (alm_dict *)(uintptr_t)vector->dict, err);
    if (status != ALM_OK)
        return status;
    if (p->n_columns >= MOST_OPERANDS)
        return alm_fail(err, ALM_ELIMIT, "it reads too many columns");
    alm_program_column *columns =
        alm_grow(p->columns, &p->cap_columns, p->n_columns, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "a function");
    p->columns = columns;
    *out = p->n_columns++;
    columns[*out] = column;
    return ALM_OK;
}
