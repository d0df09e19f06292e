/* Exact numbers and intervals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/number.h"

typedef struct bench {
    memory mem;
    arena arena;
    number_pool *pool;
    jmp_buf trap;
} bench;

static int open_bench(void **state) {
    static bench b;
    memory_init(&b.mem, NULL);
    b.mem.trap = &b.trap;
    arena_init(&b.arena, &b.mem);
    b.pool = number_pool_new(&b.mem);
    *state = &b;
    return 0;
}

static int close_bench(void **state) {
    bench *b = *state;
    number_pool_free(b->pool);
    arena_free(&b->arena);
    return 0;
}

static const number *parsed(bench *b, const char *text) {
    return number_parse(b->pool, text, strlen(text));
}

static void shows(bench *b, const number *n, int places, const char *wanted) {
    assert_string_equal(number_text(b->pool, &b->arena, n, places), wanted);
}

static void text_is_rounded_half_away_from_zero(void **state) {
    bench *b = *state;
    shows(b, parsed(b, "12.5"), 0, "13");
    shows(b, parsed(b, "-12.505"), 2, "-12.51");
    shows(b, parsed(b, "-0.004"), 2, "0.00");
    shows(b, parsed(b, "0.05"), 1, "0.1");
    shows(b, parsed(b, "99.95"), 1, "100.0");
    shows(b, parsed(b, "155225"), 3, "155225.000");
}

static void arithmetic_is_exact(void **state) {
    bench *b = *state;
    const number *third = number_divide(b->pool, number_of(b->pool, 1), number_of(b->pool, 3));
    assert_int_equal(
        number_compare(b->pool, number_multiply(b->pool, third, number_of(b->pool, 3)), number_of(b->pool, 1)), 0);
    shows(b, number_multiply(b->pool, parsed(b, "52.26"), number_power_of_ten(b->pool, 21)), 0,
          "52260000000000000000000");
    shows(b, number_subtract(b->pool, parsed(b, "0.3"), number_add(b->pool, parsed(b, "0.1"), parsed(b, "0.2"))), 20,
          "0.00000000000000000000");
    shows(b, number_divide(b->pool, parsed(b, "7"), parsed(b, "-2")), 1, "-3.5");
    assert_null(number_divide(b->pool, parsed(b, "7"), parsed(b, "0.00")));
}

static void what_is_no_number(void **state) {
    bench *b = *state;
    static const char *const texts[] = {"", "-", ".", "1.", ".5", "1e5", "1,000", "+1", "1.2.3", "--1", " 1", "0x10"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(parsed(b, texts[i]));
    char longest[2 * NUMBER_DIGITS];
    memset(longest, '9', sizeof longest);
    assert_null(number_parse(b->pool, longest, sizeof longest));
}

static void intervals(void **state) {
    bench *b = *state;
    interval a = {parsed(b, "1.5"), parsed(b, "2.5")}, c = {parsed(b, "2.5"), NULL},
             d = {parsed(b, "2.6"), parsed(b, "3")};
    assert_true(interval_meet(b->pool, a, c));
    assert_false(interval_meet(b->pool, a, d));
    assert_true(interval_meet(b->pool, c, d));
    shows(b, interval_add(b->pool, a, d).high, 1, "5.5");
    assert_null(interval_add(b->pool, a, c).high);
    shows(b, interval_subtract(b->pool, d, a).low, 1, "0.1");
    shows(b, interval_divide(b->pool, d, a).high, 1, "2.0");
}

static void a_mark_releases_what_came_after(void **state) {
    bench *b = *state;
    const number *kept = parsed(b, "41.06");
    size_t mark = number_pool_mark(b->pool);
    for (int i = 0; i < 1000; i++)
        (void)number_multiply(b->pool, kept, kept);
    assert_true(number_pool_mark(b->pool) > mark);
    number_pool_reset(b->pool, mark);
    assert_int_equal(number_pool_mark(b->pool), mark);
    shows(b, kept, 2, "41.06");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_rounded_half_away_from_zero),
        cmocka_unit_test(arithmetic_is_exact),
        cmocka_unit_test(what_is_no_number),
        cmocka_unit_test(intervals),
        cmocka_unit_test(a_mark_releases_what_came_after),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
