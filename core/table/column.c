#include "table/column.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"

struct alm_column {
    size_t refs;
    size_t len;
    alm_type type;
    bool loaded;
    void *values;
    uint64_t *valid;
    alm_dict *dict;
    alm_loader *loader; /* NULL once loaded */
    size_t key;
};

static const char *const type_names[] = {"integer", "number", "text", "boolean",
                                         "period"};

const char *alm_type_name(alm_type type)
{
    return type_names[type];
}

bool alm_type_from_name(alm_type *out, const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (strlen(type_names[i]) == len &&
            memcmp(type_names[i], name, len) == 0) {
            *out = (alm_type)i;
            return true;
        }
    }
    return false;
}

size_t alm_type_size(alm_type type)
{
    switch (type) {
    case ALM_TEXT: return sizeof(uint32_t);
    case ALM_BOOLEAN: return sizeof(uint8_t);
    default: return sizeof(int64_t);
    }
}

static size_t words_for(size_t n)
{
    return (n + 63) / 64;
}

static size_t count_missing(const uint64_t *valid, size_t n)
{
    size_t present = 0;
    if (valid == NULL)
        return 0;
    for (size_t w = 0; w < n / 64; w++)
        present += (size_t)__builtin_popcountll(valid[w]);
    if (n % 64 != 0)
        present += (size_t)__builtin_popcountll(
            valid[n / 64] & ((UINT64_C(1) << (n % 64)) - 1));
    return n - present;
}

alm_status alm_column_take(alm_column **out, alm_type type, void *values,
                           uint64_t *valid, alm_dict *dict, size_t n,
                           alm_error *err)
{
    assert((type == ALM_TEXT) == (dict != NULL));
    if (n > ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    alm_column *col = alm_alloc(1, sizeof *col);
    if (col == NULL)
        return alm_fail_memory(err, "a column");
    if (valid != NULL && count_missing(valid, n) == 0) {
        alm_dealloc(valid);
        valid = NULL;
    }
    *col = (alm_column){.refs = 1,
                        .len = n,
                        .type = type,
                        .loaded = true,
                        .values = values,
                        .valid = valid,
                        .dict = dict};
    *out = col;
    return ALM_OK;
}

static alm_loader *loader_ref(alm_loader *loader)
{
    loader->refs++;
    return loader;
}

static void loader_free(alm_loader *loader)
{
    if (loader != NULL && --loader->refs == 0)
        loader->free(loader);
}

alm_status alm_column_new_deferred(alm_column **out, alm_loader *loader,
                                   size_t key, size_t n, alm_error *err)
{
    if (n > ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    alm_column *col = alm_alloc_zeroed(1, sizeof *col);
    if (col == NULL)
        return alm_fail_memory(err, "a column");
    col->refs = 1;
    col->len = n;
    col->loader = loader_ref(loader);
    col->key = key;
    *out = col;
    return ALM_OK;
}

/* Moves what was loaded into the column that was waiting for it. */
static void fill(alm_column *col, alm_column *loaded)
{
    assert(loaded->loaded && loaded->refs == 1 && loaded->len == col->len);
    loader_free(col->loader);
    col->loader = NULL;
    col->type = loaded->type;
    col->values = loaded->values;
    col->valid = loaded->valid;
    col->dict = loaded->dict;
    col->loaded = true;
    alm_dealloc(loaded);
}

/* Loads every column of cols[first ..) that waits for the loader of the first,
 * each once. `keys` and `fresh` have room for all. */
static alm_status load_together(alm_column *const *cols, size_t n,
                                alm_loader *loader, size_t *keys,
                                alm_column **fresh, alm_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (cols[i]->loader != loader)
            continue;
        size_t k = 0;
        while (k < count && keys[k] != cols[i]->key)
            k++;
        if (k == count)
            keys[count++] = cols[i]->key;
    }
    const alm_status status = loader->load(loader, fresh, keys, count, err);
    if (status != ALM_OK)
        return status;
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < n; i++) {
            if (!cols[i]->loaded && cols[i]->loader == loader &&
                cols[i]->key == keys[k] && fresh[k] != NULL) {
                fill(cols[i], fresh[k]);
                fresh[k] = NULL;
            }
        }
    }
    return ALM_OK;
}

alm_status alm_column_load(alm_column *const *cols, size_t n, alm_error *err)
{
    alm_status status = ALM_OK;
    size_t waiting = 0;
    for (size_t i = 0; i < n; i++)
        waiting += !cols[i]->loaded;
    if (waiting == 0)
        return ALM_OK;

    size_t *keys = alm_alloc(n, sizeof *keys);
    alm_column **fresh = alm_alloc_zeroed(n, sizeof *fresh);
    if (keys == NULL || fresh == NULL)
        status = alm_fail_memory(err, "loading columns");
    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        if (!cols[i]->loaded) {
            /* The columns hold the loader; filling them must not free it
             * while it is in use. */
            alm_loader *loader = loader_ref(cols[i]->loader);
            status = load_together(cols + i, n - i, loader, keys, fresh, err);
            loader_free(loader);
        }
    }
    alm_dealloc(keys);
    alm_dealloc(fresh);
    return status;
}

alm_column *alm_column_ref(alm_column *col)
{
    assert(col->refs > 0);
    col->refs++;
    return col;
}

void alm_column_free(alm_column *col)
{
    if (col == NULL || --col->refs > 0)
        return;
    alm_dealloc(col->values);
    alm_dealloc(col->valid);
    alm_dict_free(col->dict);
    loader_free(col->loader);
    alm_dealloc(col);
}

size_t alm_column_len(const alm_column *col)
{
    return col->len;
}

bool alm_column_is_loaded(const alm_column *col)
{
    return col->loaded;
}

alm_type alm_column_type(const alm_column *col)
{
    assert(col->loaded);
    return col->type;
}

size_t alm_column_bytes(const alm_column *col)
{
    if (!col->loaded)
        return 0;
    size_t bytes = col->len * alm_type_size(col->type);
    if (col->valid != NULL)
        bytes += words_for(col->len) * sizeof *col->valid;
    if (col->dict != NULL)
        bytes += alm_dict_bytes(col->dict);
    return bytes;
}

size_t alm_column_missing(const alm_column *col)
{
    assert(col->loaded);
    return count_missing(col->valid, col->len);
}

alm_vector alm_column_vector(const alm_column *col, const alm_rows *rows)
{
    assert(col->loaded);
    alm_vector v = {.type = col->type,
                    .n = rows != NULL ? rows->len : col->len,
                    .valid = col->valid,
                    .dict = col->dict,
                    .rows = rows != NULL ? rows->at : NULL};
    switch (col->type) {
    case ALM_INTEGER:
    case ALM_PERIOD: v.integers = col->values; break;
    case ALM_NUMBER: v.numbers = col->values; break;
    case ALM_TEXT: v.codes = col->values; break;
    case ALM_BOOLEAN: v.booleans = col->values; break;
    }
    return v;
}

alm_status alm_vector_new_numbers(double **out, size_t *count,
                                  const alm_vector *v, alm_error *err)
{
    if (v->type == ALM_TEXT || v->type == ALM_PERIOD)
        return alm_fail(err, ALM_ETYPE,
                        "a column of %s is no column of numbers",
                        alm_type_name(v->type));
    double *values = alm_alloc(v->n, sizeof *values);
    if (values == NULL)
        return alm_fail_memory(err, "a column of numbers");
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (alm_vector_present(v, i))
            values[n++] = alm_vector_number(v, i);
    }
    *out = values;
    *count = n;
    return ALM_OK;
}

static void gather_values(void *out, const alm_column *col, const uint32_t *at,
                          size_t n)
{
    const size_t size = alm_type_size(col->type);
    for (size_t i = 0; i < n; i++) {
        if (at[i] == ALM_ROW_NONE)
            memset((char *)out + i * size, 0, size);
        else
            memcpy((char *)out + i * size,
                   (const char *)col->values + at[i] * size, size);
    }
}

alm_status alm_column_new_gathered(alm_column **out, const alm_column *col,
                                   const alm_rows *rows, alm_error *err)
{
    const alm_vector v = alm_column_vector(col, rows);
    const size_t size = alm_type_size(col->type);
    void *values = alm_alloc(v.n, size);
    uint64_t *valid = alm_alloc_zeroed(words_for(v.n), sizeof *valid);
    if (values == NULL || valid == NULL) {
        alm_dealloc(values);
        alm_dealloc(valid);
        return alm_fail_memory(err, "a column");
    }
    if (rows == NULL)
        memcpy(values, col->values, v.n * size);
    else
        gather_values(values, col, rows->at, v.n);
    for (size_t i = 0; i < v.n; i++) {
        if (alm_vector_present(&v, i))
            valid[i / 64] |= UINT64_C(1) << (i % 64);
    }
    alm_dict *dict = col->dict != NULL ? alm_dict_ref(col->dict) : NULL;
    const alm_status status =
        alm_column_take(out, col->type, values, valid, dict, v.n, err);
    if (status != ALM_OK) {
        alm_dealloc(values);
        alm_dealloc(valid);
        alm_dict_free(dict);
    }
    return status;
}
