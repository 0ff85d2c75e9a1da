#ifndef ALM_TABLE_DICT_H
#define ALM_TABLE_DICT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Distinct texts, numbered from 0 in order of first appearance. Text columns
 * hold these codes; columns may share a dictionary, also one that holds more
 * texts than they use. Texts may hold any byte, NUL included. */
typedef struct alm_dict alm_dict;

/* A code that no text has: what a look-up that finds nothing returns. */
#define ALM_DICT_NONE UINT32_MAX

ALM_MUST_CHECK
alm_status alm_dict_new(alm_dict **out, alm_error *err);
alm_dict *alm_dict_ref(alm_dict *dict);
void alm_dict_free(alm_dict *dict); /* NULL is allowed */

/* The code of a text, added when it is new. Only the sole owner may add.
 * ALM_ELIMIT beyond 2^32 - 2 texts. Amortised O(len). */
ALM_MUST_CHECK
alm_status alm_dict_add(uint32_t *code, alm_dict *dict, const char *text,
                        size_t len, alm_error *err);

/* The code of a text, or ALM_DICT_NONE. */
uint32_t alm_dict_find(const alm_dict *dict, const char *text, size_t len);

size_t alm_dict_count(const alm_dict *dict);

/* Bytes on the heap. */
size_t alm_dict_bytes(const alm_dict *dict);

/* Borrowed; valid until the next add, or while the dictionary lives. Not
 * NUL-terminated. */
const char *alm_dict_text(const alm_dict *dict, uint32_t code, size_t *len);

/* The rank of every code in byte order, into ranks[0 .. count): comparing ranks
 * compares texts. O(n log n). */
ALM_MUST_CHECK
alm_status alm_dict_ranks(uint32_t *ranks, const alm_dict *dict,
                          alm_error *err);

#endif
