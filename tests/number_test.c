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

/* Where 64 bits end, what is computed stays exact. */
static void arithmetic_is_exact_beyond_words(void **state) {
    bench *b = *state;
    const number *most = parsed(b, "9223372036854775807"), *one = number_of(b->pool, 1);
    const number *more = number_add(b->pool, most, one), *tiny = number_divide(b->pool, one, most);
    shows(b, more, 0, "9223372036854775808");
    shows(b, number_subtract(b->pool, parsed(b, "-9223372036854775807"), one), 1, "-9223372036854775808.0");
    shows(b, number_subtract(b->pool, more, one), 0, "9223372036854775807");
    shows(b, number_multiply(b->pool, most, most), 0, "85070591730234615847396907784232501249");
    assert_int_equal(number_compare(b->pool, number_multiply(b->pool, most, tiny), one), 0);
    assert_int_equal(number_compare(b->pool, most, more), -1);
    assert_int_equal(number_compare(b->pool, number_divide(b->pool, one, more), tiny), -1);
    shows(b, number_multiply(b->pool, tiny, number_power_of_ten(b->pool, 30)), 2, "108420217248.55");
    shows(b, tiny, 25, "0.0000000000000000001084202");
    shows(b, parsed(b, "4611686018427387904.5"), 0, "4611686018427387905");
    shows(b, parsed(b, "-123456789012345678901234567890.125"), 2, "-123456789012345678901234567890.13");
}

/* A decimal of up to so many digits. */
static const char *some_decimal(unsigned *seed, char *text) {
    enum { DIGITS = 24 };
    size_t n = 0, digits, places;
    *seed = *seed * 1103515245U + 12345U;
    digits = 1 + (*seed >> 16) % DIGITS;
    places = (*seed >> 24) % 12 % digits;
    if (*seed >> 30 & 1)
        text[n++] = '-';
    for (size_t i = digits; i; i--) {
        *seed = *seed * 1103515245U + 12345U;
        if (i == places)
            text[n++] = '.';
        text[n++] = (char)((i == digits ? '1' : '0') + (*seed >> 16) % 9);
    }
    text[n] = '\0';
    return text;
}

static void what_is_done_can_be_undone(void **state) {
    bench *b = *state;
    unsigned seed = 1;
    for (int i = 0; i < 2000; i++) {
        char left[40], right[40];
        const number *x = parsed(b, some_decimal(&seed, left)), *y = parsed(b, some_decimal(&seed, right));
        assert_string_equal(number_text(b->pool, &b->arena, x, decimal_places(left, strlen(left))), left);
        const number *sum = number_add(b->pool, x, y), *less = number_subtract(b->pool, x, y);
        assert_int_equal(number_compare(b->pool, number_subtract(b->pool, sum, y), x), 0);
        assert_int_equal(number_compare(b->pool, number_add(b->pool, less, y), x), 0);
        const number *product = number_multiply(b->pool, x, y), *ratio = number_divide(b->pool, x, y);
        assert_int_equal(number_compare(b->pool, number_divide(b->pool, product, y), x), 0);
        assert_int_equal(number_compare(b->pool, number_multiply(b->pool, ratio, y), x), 0);
        assert_int_equal(number_compare(b->pool, x, y), number_sign(less));
    }
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
        cmocka_unit_test(arithmetic_is_exact_beyond_words),
        cmocka_unit_test(what_is_done_can_be_undone),
        cmocka_unit_test(what_is_no_number),
        cmocka_unit_test(intervals),
        cmocka_unit_test(a_mark_releases_what_came_after),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
