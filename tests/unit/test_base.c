#include "unit.h"

#include <stdatomic.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "base/workers.h"

static void reads_integers_and_refuses_what_only_looks_like_one(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t want;
    } rows[] = {
        {"0", true, 0},
        {"-17", true, -17},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"007", false, 0},
        {"+7", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int64_t got = 0;
        assert_int_equal(
            alm_parse_i64(&got, rows[i].text, strlen(rows[i].text)),
            rows[i].ok);
        assert_int_equal(got, rows[i].want);
    }
}

static void reads_numbers_correctly_rounded(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        double want;
    } rows[] = {
        {"0.1", true, 0.1},
        {"-2.5e-3", true, -2.5e-3},
        {".5", true, 0.5},
        {"5.", true, 5.0},
        {"1e22", true, 1e22},
        {"9007199254740993", true, 9007199254740992.0},
        {"2.2250738585072011e-308", true, 2.2250738585072011e-308},
        {"4.9406564584124654e-324", true, 4.9406564584124654e-324},
        {"1e400", false, 0},
        {"0x10", false, 0},
        {"nan", false, 0},
        {"inf", false, 0},
        {"1e", false, 0},
        {".", false, 0},
        {"00.5", false, 0},
        {"+1", false, 0},
        {"1,5", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        double got = 0;
        const bool ok = alm_parse_f64(&got, rows[i].text, strlen(rows[i].text));
        if (ok != rows[i].ok || (ok && got != rows[i].want))
            fail_msg("%s: %d %.17g", rows[i].text, ok, got);
    }
}

static void writes_the_shortest_text_that_reads_back(void **state)
{
    static const struct {
        double x;
        const char *want;
    } rows[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {0.1, "0.1"},
        {1.0 / 3.0, "0.3333333333333333"},
        {80200.0, "80200"},
        {1e21, "1e+21"},
        {123456789012345680000.0, "123456789012345680000"},
        {1.5e-7, "1.5e-07"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {NAN, "nan"},
        {-INFINITY, "-inf"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char text[ALM_NUMBER_TEXT];
        assert_int_equal(alm_format_f64(text, rows[i].x), strlen(rows[i].want));
        assert_string_equal(text, rows[i].want);
    }
}

/* RFC 3629, section 4: what each form begins and ends with. */
static void finds_the_first_byte_that_is_no_utf8(void **state)
{
    static const struct {
        const char *text;
        size_t want;
    } rows[] = {
        {"plain text, longer than a word", 30},
        {"\xE5\x8C\x97\xE4\xBA\xAC", 6},
        {"ab\xC0\x80", 2},
        {"\xED\xA0\x80", 0},
        {"\xF4\x90\x80\x80", 0},
        {"x\xE5\x8C", 1},
        {"\xFF", 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_int_equal(alm_utf8_check(rows[i].text, strlen(rows[i].text)),
                         rows[i].want);
}

static void measures_width_in_cells(void **state)
{
    (void)state;
    assert_int_equal(alm_utf8_width("Beijing", 7), 7);
    assert_int_equal(alm_utf8_width("\xE5\x8C\x97\xE4\xBA\xAC", 6), 4);
    assert_int_equal(alm_utf8_width("e\xCC\x81", 3), 1); /* combining acute */
}

static void suggests_a_near_name_and_no_far_one(void **state)
{
    alm_suggestion s = {.wanted = "grwoth", .len = 6};
    (void)state;
    alm_suggest_offer(&s, "ranking", 7);
    assert_null(s.best);
    alm_suggest_offer(&s, "growth", 6);
    assert_string_equal(s.best, "growth");
    assert_int_equal(s.best_distance, 1); /* a swap counts once */
}

static void suggests_what_begins_so_behind_slips_of_the_pen(void **state)
{
    (void)state;
    alm_suggestion s = {.wanted = "pen", .len = 3};
    alm_suggest_offer(&s, "penetration", 11);
    assert_string_equal(s.best, "penetration");
    alm_suggest_offer(&s, "per", 3);
    assert_string_equal(s.best, "per");
    s = (alm_suggestion){.wanted = "pe", .len = 2};
    alm_suggest_offer(&s, "penetration", 11);
    assert_null(s.best);
    s = (alm_suggestion){.wanted = "c", .len = 1}; /* nothing in common */
    alm_suggest_offer(&s, "a", 1);
    assert_null(s.best);
}

static void keeps_a_buffer_when_memory_is_short(void **state)
{
    alm_buffer buf = {0};
    alm_error err;
    (void)state;
    assert_ok(alm_buffer_add_text(&buf, "abc", &err), &err);
    alm_alloc_fail_after(0);
    assert_int_equal(alm_buffer_reserve(&buf, 1000, &err), ALM_ENOMEM);
    alm_alloc_fail_after(-1);
    assert_memory_equal(buf.data, "abc", 3);
    alm_buffer_free(&buf);
    assert_int_equal(alm_alloc_live(), 0);
}

static void refuses_what_would_pass_the_memory_limit(void **state)
{
    (void)state;
    alm_alloc_set_limit(alm_alloc_bytes() + 4096);
    void *small = alm_alloc(1024, 1);
    assert_non_null(small);
    assert_null(alm_alloc(8192, 1));
    assert_true(alm_alloc_limit_hit());
    alm_alloc_set_limit(0);
    alm_dealloc(small);
    assert_null(alm_alloc(SIZE_MAX, 2));
}

enum { SHARED_BLOCKS = 2000 };

typedef struct shared_blocks {
    void *blocks[SHARED_BLOCKS];
    atomic_size_t next;
} shared_blocks;

static void allocate_side_by_side(void *data)
{
    shared_blocks *s = data;
    for (;;) {
        const size_t i = atomic_fetch_add(&s->next, 1);
        if (i >= SHARED_BLOCKS)
            return;
        s->blocks[i] = alm_alloc(100, 1);
    }
}

static size_t free_shared(shared_blocks *s)
{
    size_t n = 0;
    for (size_t i = 0; i < SHARED_BLOCKS; i++) {
        n += s->blocks[i] != NULL ? 1 : 0;
        alm_dealloc(s->blocks[i]);
    }
    return n;
}

static void counts_and_refuses_alike_for_all_threads(void **state)
{
    static shared_blocks s;
    const size_t before = alm_alloc_bytes();
    (void)state;
    alm_alloc_fail_after(777);
    alm_workers_run(4, allocate_side_by_side, &s);
    alm_alloc_fail_after(-1);
    assert_int_equal(free_shared(&s), 777);
    assert_int_equal(alm_alloc_bytes(), before);
    atomic_store(&s.next, 0);
    alm_alloc_set_limit(before + 50000);
    alm_workers_run(4, allocate_side_by_side, &s);
    assert_true(alm_alloc_bytes() <= before + 50000);
    assert_true(alm_alloc_limit_hit());
    alm_alloc_set_limit(0);
    assert_in_range(free_shared(&s), 300, 500);
    assert_int_equal(alm_alloc_bytes(), before);
    assert_int_equal(alm_alloc_live(), 0);
}

static void workers_do_all_there_is_to_do(void **state)
{
    static shared_blocks s;
    (void)state;
    assert_in_range(alm_workers_available(), 1, ALM_WORKERS_MAX);
    alm_workers_allow(false);
    alm_workers_run(4, allocate_side_by_side, &s);
    alm_workers_allow(true);
    assert_int_equal(free_shared(&s), SHARED_BLOCKS);
}

static void large_blocks_keep_their_bytes_as_they_grow(void **state)
{
    const size_t sizes[] = {1000, 3 << 20, 5 << 20, 9 << 20, 1 << 20, 100};
    char *p = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        p = alm_realloc(p, sizes[i], 1);
        assert_non_null(p);
        if (i == 0)
            memset(p, 'x', 100);
        assert_int_equal(p[0], 'x');
        assert_int_equal(p[99], 'x');
    }
    alm_dealloc(p);
    assert_int_equal(alm_alloc_live(), 0);
}

static void counts_blocks_of_known_size_by_that_size(void **state)
{
    (void)state;
    const size_t before = alm_alloc_bytes();
    void *p = alm_resize(NULL, 0, 100);
    assert_non_null(p);
    assert_int_equal(alm_alloc_bytes(), before + 100);
    alm_alloc_fail_after(0);
    assert_null(alm_resize(p, 100, 200));
    p = alm_resize(p, 100, 40); /* less is never refused */
    alm_alloc_fail_after(-1);
    assert_non_null(p);
    assert_int_equal(alm_alloc_bytes(), before + 40);
    assert_int_equal(alm_alloc_live(), 1);
    assert_null(alm_resize(p, 40, 0));
    assert_int_equal(alm_alloc_bytes(), before);
    assert_int_equal(alm_alloc_live(), 0);
}

static void hashes_the_same_bytes_alike(void **state)
{
    (void)state;
    assert_true(alm_hash_bytes("region", 6) == alm_hash_bytes("region", 6));
    assert_false(alm_hash_bytes("region", 6) == alm_hash_bytes("regiom", 6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_integers_and_refuses_what_only_looks_like_one),
        cmocka_unit_test(reads_numbers_correctly_rounded),
        cmocka_unit_test(writes_the_shortest_text_that_reads_back),
        cmocka_unit_test(finds_the_first_byte_that_is_no_utf8),
        cmocka_unit_test(measures_width_in_cells),
        cmocka_unit_test(suggests_a_near_name_and_no_far_one),
        cmocka_unit_test(suggests_what_begins_so_behind_slips_of_the_pen),
        cmocka_unit_test(keeps_a_buffer_when_memory_is_short),
        cmocka_unit_test(refuses_what_would_pass_the_memory_limit),
        cmocka_unit_test(counts_and_refuses_alike_for_all_threads),
        cmocka_unit_test(workers_do_all_there_is_to_do),
        cmocka_unit_test(large_blocks_keep_their_bytes_as_they_grow),
        cmocka_unit_test(counts_blocks_of_known_size_by_that_size),
        cmocka_unit_test(hashes_the_same_bytes_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
