#include "table/infer_cell.h"

#include <string.h>

#include "base/number.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(const char *text, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++) {
        if (word[i] == '\0' || lower(text[i]) != word[i])
            return false;
    }
    return word[len] == '\0';
}

bool alm_is_null_word(const char *text, size_t len)
{
    static const char *const words[] = {"na", "n/a", "null", "nan", "..", "-"};
    if (len == 0 || len > 4)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (same_word(text, len, words[i]))
            return true;
    }
    return false;
}

static bool in_words(const alm_word *words, size_t count, const char *text,
                     size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].len == len &&
            (len == 0 || memcmp(words[i].text, text, len) == 0))
            return true;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

alm_cell_value alm_cell_trim(const char *text, size_t len, alm_cell cell)
{
    alm_cell_value v = {text, len, cell, text, len};
    while (v.len > 0 && is_blank(v.text[v.len - 1]))
        v.len--;
    while (v.len > 0 && is_blank(v.text[0])) {
        v.text++;
        v.len--;
    }
    return v;
}

/* Whether rule (2) makes the cell missing whatever the column is. */
bool alm_cell_is_missing(const alm_infer_rules *rules, const char *text,
                         size_t len, alm_cell cell)
{
    if (len == 0)
        return cell == ALM_CELL_PLAIN;
    return rules->nulls != NULL &&
           in_words(rules->nulls, rules->null_count, text, len);
}

/* Whether the cell is missing in a column of anything but text. */
bool alm_cell_is_null(const alm_infer_rules *rules, const alm_cell_value *v)
{
    if (v->len == 0)
        return true;
    if (rules->nulls != NULL)
        return in_words(rules->nulls, rules->null_count, v->text, v->len);
    return alm_is_null_word(v->text, v->len);
}

bool alm_cell_boolean(const alm_infer_rules *rules, const alm_cell_value *v,
                      bool *x)
{
    static const char *const trues[] = {"true", "True", "TRUE", "1"};
    static const char *const falses[] = {"false", "False", "FALSE", "0"};
    const size_t usual = rules->typed ? 4 : 3;

    *x = true;
    if (rules->trues != NULL) {
        if (in_words(rules->trues, rules->true_count, v->text, v->len))
            return true;
    }
    for (size_t i = 0; rules->trues == NULL && i < usual; i++) {
        if (strlen(trues[i]) == v->len &&
            memcmp(trues[i], v->text, v->len) == 0)
            return true;
    }
    *x = false;
    if (rules->falses != NULL)
        return in_words(rules->falses, rules->false_count, v->text, v->len);
    for (size_t i = 0; i < usual; i++) {
        if (strlen(falses[i]) == v->len &&
            memcmp(falses[i], v->text, v->len) == 0)
            return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool only_digits(const char *text, size_t len)
{
    size_t i = len > 0 && text[0] == '-' ? 1 : 0;
    if (i == len)
        return false;
    for (; i < len; i++) {
        if (!is_digit(text[i]))
            return false;
    }
    return true;
}

alm_number_kind alm_cell_plain_number(const char *text, size_t len, int64_t *i,
                                      double *x)
{
    const alm_short_number quick = alm_parse_short(i, x, text, len);
    if (quick != ALM_SHORT_NONE)
        return quick == ALM_SHORT_INTEGER ? ALM_NUMBER_INTEGER
                                          : ALM_NUMBER_DECIMAL;
    if (alm_parse_i64(i, text, len)) {
        *x = *i == 0 && text[0] == '-' ? -0.0 : (double)*i;
        return ALM_NUMBER_INTEGER;
    }
    if (!alm_parse_f64(x, text, len))
        return ALM_NUMBER_NONE;
    return only_digits(text, len) ? ALM_NUMBER_BIG : ALM_NUMBER_DECIMAL;
}

/* Copies digits without the separators of thousands, which must stand at every
 * third digit from the right, and with '.' for the decimal character. Returns
 * the new length, 0 when the text is no such number. */
static size_t rewrite_number(const alm_infer_rules *rules, char *out,
                             const char *text, size_t len)
{
    const char decimal = rules->decimal != 0 ? rules->decimal : '.';
    size_t n = 0;
    size_t run = 0; /* digits since the last separator */
    bool grouped = false;
    bool whole = true;

    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        const bool ends_whole = c == decimal || c == 'e' || c == 'E';
        if (whole && (ends_whole || c == rules->group) && grouped && run != 3)
            return 0;
        if (c == decimal) {
            out[n++] = '.';
            whole = false;
        } else if (c == rules->group && c != 0) {
            if (!whole || run == 0 || run > 3)
                return 0;
            grouped = true;
            run = 0;
        } else if (c == '.') {
            return 0; /* neither decimal character nor separator */
        } else {
            run += is_digit(c) ? 1 : 0;
            whole = whole && !ends_whole;
            out[n++] = c;
        }
    }
    return whole && grouped && run != 3 ? 0 : n;
}

/* Drops what stands before and after the digits. */
static void strip_units(const char **text, size_t *len)
{
    while (*len > 0 && !is_digit((*text)[0]) && (*text)[0] != '-' &&
           (*text)[0] != '.') {
        (*text)++;
        (*len)--;
    }
    while (*len > 0 && !is_digit((*text)[*len - 1]))
        (*len)--;
}

/* A declared number may carry a sign and zeros before its digits. */
static void strip_declared(const char **text, size_t *len)
{
    if (*len > 1 && (*text)[0] == '+' && (*text)[1] != '-') {
        (*text)++;
        (*len)--;
    }
    while (*len > 1 && (*text)[0] == '0' && is_digit((*text)[1])) {
        (*text)++;
        (*len)--;
    }
}

static alm_number_kind parse_decorated(const alm_infer_rules *rules,
                                       const alm_cell_value *v, int64_t *i,
                                       double *x)
{
    char small[128] = "";
    const char *text = v->text;
    size_t len = v->len;

    if (rules->percent && len > 0 && text[len - 1] == '%') {
        len--;
        while (len > 0 && is_blank(text[len - 1]))
            len--;
    }
    if (rules->strip_units)
        strip_units(&text, &len);
    if (rules->typed)
        strip_declared(&text, &len);
    if ((rules->decimal != 0 && rules->decimal != '.') || rules->group != 0) {
        if (len > sizeof small)
            return ALM_NUMBER_NONE;
        len = rewrite_number(rules, small, text, len);
        text = small;
    }
    return alm_cell_plain_number(text, len, i, x);
}

alm_number_kind alm_cell_number(const alm_infer_rules *rules,
                                const alm_cell_value *v, int64_t *i, double *x)
{
    if (v->cell == ALM_CELL_STRING && !rules->typed)
        return ALM_NUMBER_NONE;
    if (!rules->typed && !rules->percent && !rules->strip_units &&
        rules->group == 0 && (rules->decimal == 0 || rules->decimal == '.'))
        return alm_cell_plain_number(v->text, v->len, i, x);
    return parse_decorated(rules, v, i, x);
}
