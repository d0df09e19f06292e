/* The foundations: decimals, UTF-8, traditional characters, arenas, guards, buffers, regular expressions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "allocator.h"
#include "base/buffer.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/han.h"
#include "base/library.h"
#include "base/regex.h"

static allocations counted;
static memory mem;
static arena room;
static jmp_buf trap;

static int set_up(void **state) {
    (void)state;
    counted = (allocations){0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    memory_init(&mem, &hooks);
    mem.trap = &trap;
    arena_init(&room, &mem);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&room);
    return counted.live == 0 ? 0 : -1;
}

/* ---- decimals ---- */

static void decimals_shift(void **state) {
    (void)state;
    static const struct {
        const char *value;
        int power;
        const char *want;
    } sample[] = {
        {"483.8", 4, "4838000"},
        {"41.06", 0, "41.06"},
        {"41.06", 1, "410.6"},
        {"41.06", 2, "4106"},
        {"52.26", 21, "52260000000000000000000"},
        {"2.0", 3, "2000"},
        {"12.50", 1, "125"},
        {"2.0", -1, "0.2"},
        {"1200", -2, "12"},
        {"1200", -6, "0.0012"},
        {"5", -3, "0.005"},
        {"0.5", 1, "5"},
        {"0.005", 2, "0.5"},
        {"-19", 2, "-1900"},
        {"-0.5", -1, "-0.05"},
        {"0", 4, "0"},
        {"0.0", 8, "0"},
        {"-0", 2, "0"},
        {"007", 1, "70"},
        {"", 5, ""},
        {"123456789012345678901234567890.123", 12, "123456789012345678901234567890123000000000"},
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++)
        assert_string_equal(decimal_shift(&room, sample[i].value, sample[i].power), sample[i].want);
}

static void decimals_negate(void **state) {
    (void)state;
    assert_string_equal(decimal_negate(&room, "17.30"), "-17.30");
    assert_string_equal(decimal_negate(&room, "-17.30"), "17.30");
    assert_string_equal(decimal_negate(&room, "0.0"), "0.0");
    assert_string_equal(decimal_negate(&room, "0.01"), "-0.01");
    assert_string_equal(decimal_negate(&room, ""), "");
}

static void decimal_powers(void **state) {
    (void)state;
    assert_int_equal(decimal_power("1.5", "15000"), 4);
    assert_int_equal(decimal_power("15000", "1.5"), -4);
    assert_int_equal(decimal_power("0.005", "5"), 3);
    assert_int_equal(decimal_power("0.5", "0.0005"), -3);
    assert_int_equal(decimal_power("2.0", "2000"), 3);
    assert_int_equal(decimal_power("-1.2", "-1200"), 3);
    assert_int_equal(decimal_power("99", "99"), 0);
    assert_int_equal(decimal_power("0", "0"), 0);
    assert_int_equal(decimal_power("", "12"), 0);
}

static void shifts_are_read_back(void **state) {
    (void)state;
    static const char *const value[] = {"1", "0.03", "41.06", "970", "12345678901234567890"};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++)
        for (int power = -20; power <= 24; power++)
            assert_int_equal(decimal_power(value[i], decimal_shift(&room, value[i], power)), power);
}

static void decimal_percents(void **state) {
    (void)state;
    assert_string_equal(decimal_percent(&room, 1, 3), "33.33");
    assert_string_equal(decimal_percent(&room, 2, 3), "66.67");
    assert_string_equal(decimal_percent(&room, 1, 2), "50");
    assert_string_equal(decimal_percent(&room, 1, 8), "12.5");
    assert_string_equal(decimal_percent(&room, 1, 16), "6.25");
    assert_string_equal(decimal_percent(&room, 5, 100), "5");
    assert_string_equal(decimal_percent(&room, 1, 2000), "0.05");
    assert_string_equal(decimal_percent(&room, 0, 7), "0");
    assert_string_equal(decimal_percent(&room, 5, 4), "125");
    assert_string_equal(decimal_percent(&room, 999999999999, 999999999999), "100");
}

/* ---- UTF-8 ---- */

static void utf8_reads_what_is_valid(void **state) {
    (void)state;
    static const char32_t sample[] = {0,      'A',    0x7F,   0x80,   0x7FF,   0x800,   0x4E2D,
                                      0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x2A6DF, 0x10FFFF};
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        char bytes[UTF8_MAX];
        size_t n = utf8_encode(sample[i], bytes);
        char32_t rune;
        bool valid;
        assert_int_equal(utf8_decode(bytes, n, &rune, &valid), n);
        assert_true(valid);
        assert_int_equal(rune, sample[i]);
    }
}

/* Whether what is copied as it stands, of Chinese characters around these bytes, ends before them wherever they are. */
static bool ends_plain(const char *bytes, size_t length, ascii_set stops) {
    enum { MOST = 10 };
    for (size_t before = 0; before <= MOST; before++) {
        char text[2 * MOST * 3 + 8];
        size_t n = 0;
        for (size_t i = 0; i <= before + MOST; i++) {
            memcpy(text + n, i == before ? bytes : "\xE6\x95\xB0", i == before ? length : 3);
            n += i == before ? length : 3;
        }
        if (utf8_plain(text, n, stops) != before * 3)
            return false;
    }
    return true;
}

static void utf8_copies_up_to_stops(void **state) {
    (void)state;
    const ascii_set none = {{0}}, quote = {{1ULL << '"'}}, nul = {{1}}, at = {{0, 1}};
    assert_true(ends_plain("\"", 1, quote));
    assert_true(ends_plain("", 1, nul));
    assert_true(ends_plain("@", 1, at));
    assert_int_equal(utf8_plain("\xE6\x95\xB0\"@\xEF\xBC\x8C", 8, none), 8);
}

static void utf8_refuses_what_is_not(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length, taken;
    } sample[] = {
        {"\x80", 1, 1},             /* a continuation alone */
        {"\xBF\x80", 2, 1},         /* */
        {"\xC0\x80", 2, 1},         /* overlong forms */
        {"\xC1\xBF", 2, 1},         /* */
        {"\xE0\x80\x80", 3, 1},     /* */
        {"\xE0\x9F\xBF", 3, 1},     /* */
        {"\xF0\x80\x80\x80", 4, 1}, /* */
        {"\xF0\x8F\xBF\xBF", 4, 1}, /* */
        {"\xED\xA0\x80", 3, 1},     /* surrogates */
        {"\xED\xBF\xBF", 3, 1},     /* */
        {"\xF4\x90\x80\x80", 4, 1}, /* above U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 1}, /* */
        {"\xF8\x88\x80\x80", 4, 1}, /* five and six bytes */
        {"\xFE", 1, 1},             /* */
        {"\xFF", 1, 1},             /* */
        {"\xC3", 1, 1},             /* cut off */
        {"\xE4\xB8", 2, 2},         /* */
        {"\xF0\x9F\x98", 3, 3},     /* */
        {"\xC3(", 2, 1},            /* broken off by another character */
        {"\xE4\xB8(", 3, 2},        /* */
        {"\xE4(\xAD", 3, 1},        /* */
        {"\xF0\x9F\x98(", 4, 3},    /* */
        {"\xE4\xB8\xE4", 3, 2},     /* */
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        char32_t rune;
        bool valid;
        assert_int_equal(utf8_decode(sample[i].bytes, sample[i].length, &rune, &valid), sample[i].taken);
        assert_false(valid);
        assert_int_equal(rune, UTF8_REPLACEMENT);
        assert_true(ends_plain(sample[i].bytes, sample[i].length, (ascii_set){{0}}));
    }
}

static void utf8_writes_only_code_points(void **state) {
    (void)state;
    static const char32_t none[] = {0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        char bytes[UTF8_MAX];
        assert_int_equal(utf8_encode(none[i], bytes), 3);
        assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    }
}

static void utf8_and_back(void **state) {
    (void)state;
    static const char text[] = "5G基站\xF0\xA0\x80\x80\xFF。";
    runes r = utf8_to_runes(&room, text, sizeof text - 1);
    assert_int_equal(r.length, 7);
    assert_int_equal(r.at[4], 0x20000);
    assert_int_equal(r.at[5], UTF8_REPLACEMENT);
    dcx_text back = utf8_from_runes(&room, r.at, r.length);
    assert_string_equal(back.at, "5G基站\xF0\xA0\x80\x80\xEF\xBF\xBD。");
    assert_int_equal(back.length, strlen(back.at));
    assert_int_equal(utf8_to_runes(&room, "", 0).length, 0);
}

static void widths(void **state) {
    (void)state;
    static const struct {
        char32_t rune;
        int width;
    } sample[] = {
        {0, 0},      {'\n', 0},   {' ', 1},    {'~', 1},    {0x7F, 0},   {0xE9, 1},    {0x301, 0},   {0x200B, 0},
        {0x2014, 1}, {0x20AC, 1}, {0x2103, 1}, {0x3000, 2}, {0x3002, 2}, {0x3007, 2},  {0x4E2D, 2},  {0x9FA5, 2},
        {0xAC00, 2}, {0xFF0C, 2}, {0xFF21, 2}, {0xFF71, 1}, {0xFFE5, 2}, {0x1F600, 2}, {0x20000, 2}, {0x10FFFF, 1},
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++)
        assert_int_equal(utf8_width(sample[i].rune), sample[i].width);
}

static void classes(void **state) {
    (void)state;
    assert_true(rune_is_digit('0') && rune_is_digit('9') && !rune_is_digit(0xFF10) && !rune_is_digit('a'));
    assert_true(rune_is_alpha('a') && rune_is_alpha('Z') && !rune_is_alpha('_') && !rune_is_alpha(0xE9));
    assert_true(rune_is_space('\t') && rune_is_space(0x3000) && rune_is_space(0xFEFF) && !rune_is_space('x'));
    assert_true(rune_is_han(0x4E2D) && rune_is_han(0x3007) && !rune_is_han(0x3042) && !rune_is_han(0x3002));
}

/* ---- traditional characters ---- */

static void traditional_characters_become_simplified(void **state) {
    (void)state;
    static const char *const sample[][2] = {
        {"國內生產總值增長", "国内生产总值增长"},
        {"進出口額達億元，比上年減少", "进出口额达亿元，比上年减少"},
        {"全年粮食产量 12.5% abc é ｜😀", "全年粮食产量 12.5% abc é ｜😀"},
        {"統計\xE5\x9C", "统计\xE5\x9C"},
        {"\xFF\xE5統", "\xFF\xE5统"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        char text[64];
        (void)strcpy(text, sample[i][0]);
        han_simplify(text, strlen(text));
        assert_string_equal(text, sample[i][1]);
    }
    assert_int_equal(han_simplified(U'萬'), U'万');
    assert_int_equal(han_simplified(U'万'), U'万');
    assert_int_equal(han_simplified(HAN_FIRST - 1), HAN_FIRST - 1);
    assert_int_equal(han_simplified(HAN_LAST + 1), HAN_LAST + 1);
    assert_int_equal(han_simplified('A'), 'A');
}

static void simplified_text_stays(void **state) {
    (void)state;
    static const char want[] =
        "全年后里面台干系发余云只松谷制准布价万与亿千几个从众云术机极丰产卖历厂厅区县参双征志恶愿斗";
    char text[sizeof want];
    (void)strcpy(text, want);
    han_simplify(text, strlen(text));
    assert_string_equal(text, want);
    for (char32_t c = HAN_FIRST; c <= HAN_LAST; c++)
        assert_in_range(han_simplified(c), HAN_FIRST, HAN_LAST);
}

/* Only the length that is given is read and written. */
static void simplifying_stops_at_the_length(void **state) {
    (void)state;
    char text[] = "統計統計";
    han_simplify(text, 6);
    assert_string_equal(text, "统计統計");
}

/* ---- memory ---- */

static void arena_blocks(void **state) {
    (void)state;
    for (size_t size = 0; size < 200; size++) {
        unsigned char *block = arena_alloc(&room, size);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(block[i], 0);
            block[i] = 0xAA;
        }
    }
    char *large = arena_alloc(&room, 1000000);
    assert_int_equal(large[999999], 0);
    assert_string_equal(arena_copy(&room, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(&room, NULL, 0), "");
    assert_string_equal(arena_print(&room, "%s-%d", "x", 7), "x-7");
}

static void arena_pages_are_used_again(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++)
        (void)arena_alloc(&room, 5000);
    (void)arena_alloc(&room, 300000);
    long asked = counted.asked;
    for (int round = 0; round < 10; round++) {
        arena_reset(&room);
        char *block = arena_alloc(&room, 5000);
        assert_int_equal(block[4999], 0);
        memset(block, 1, 5000);
        (void)arena_alloc(&room, 300000);
    }
    assert_int_equal(counted.asked, asked);
    arena_free(&room);
    assert_int_equal(counted.live, 0);
}

static void too_much(int which) {
    switch (which) {
    case 0: (void)arena_alloc(&room, SIZE_MAX); break;
    case 1: (void)arena_alloc(&room, SIZE_MAX - 8); break;
    case 2: (void)arena_array(&room, SIZE_MAX / 2, 16); break;
    case 3: (void)arena_array(&room, SIZE_MAX / 4 + 1, 4); break;
    default: counted.fail_at = counted.asked + 1; (void)memory_alloc(&mem, 100);
    }
}

/* What cannot be had jumps, and leaves everything as it was. */
static void lack_of_memory(void **state) {
    (void)state;
    for (volatile int which = 0; which <= 4; which++) {
        if (setjmp(trap))
            continue;
        too_much(which);
        fail_msg("request %d was granted", which);
    }
}

static void buffers(void **state) {
    (void)state;
    buffer b;
    buffer_init(&b, &mem);
    buffer_put(&b, NULL, 0);
    assert_null(b.at);
    buffer_text(&b, "升至");
    buffer_char(&b, '7');
    buffer_rune(&b, 0x20000);
    buffer_rune(&b, 0x110000);
    assert_int_equal(b.length, 6 + 1 + 4 + 3);
    assert_memory_equal(b.at, "升至7\xF0\xA0\x80\x80\xEF\xBF\xBD", b.length);
    for (int i = 0; i < 100000; i++)
        buffer_char(&b, (char)('a' + i % 26));
    assert_int_equal(b.length, 100014);
    assert_true(counted.asked < 40);
    assert_int_equal(b.at[14 + 27], 'b');
    buffer_free(&b);
    assert_int_equal(b.length, 0);
    buffer_free(&b);
}

static void buffer_survives_failure(void **state) {
    (void)state;
    static buffer b;
    buffer_init(&b, &mem);
    buffer_text(&b, "kept");
    counted.fail_at = counted.asked + 1;
    if (!setjmp(trap)) {
        (void)buffer_reserve(&b, 1000000);
        fail_msg("the request was granted");
    }
    assert_memory_equal(b.at, "kept", 4);
    buffer_free(&b);
}

/* ---- guards ---- */

static char released[8];

static void note_release(void *what) {
    (void)strncat(released, what, 1);
}

static void guards_release_what_they_hold(void **state) {
    (void)state;
    static char a[] = "a", b[] = "b";
    guard outer, inner;
    released[0] = '\0';
    memory_hold(&mem, &outer, note_release, a);
    memory_hold(&mem, &inner, note_release, b);
    memory_drop(&mem, &inner);
    assert_string_equal(released, "b");
    memory_drop(&mem, &outer);
    assert_string_equal(released, "ba");
    memory_hold(&mem, &outer, note_release, a);
    memory_keep(&mem, &outer);
    assert_string_equal(released, "ba");
    assert_null(mem.guards);
}

/* Runs out of memory while a and b are held, and c was given up before. */
static void fail_under_guard(void) {
    static char a[] = "a", b[] = "b", c[] = "c";
    guard first, second, third;
    memory_hold(&mem, &first, note_release, a);
    memory_hold(&mem, &second, note_release, b);
    memory_hold(&mem, &third, note_release, c);
    memory_keep(&mem, &third);
    (void)memory_alloc(&mem, 1);
}

static void lack_of_memory_releases_what_is_held(void **state) {
    (void)state;
    released[0] = '\0';
    if (setjmp(trap) == 0) {
        counted.fail_at = counted.asked + 1;
        fail_under_guard();
        fail_msg("there was memory");
    }
    assert_string_equal(released, "ba");
    assert_null(mem.guards);
}

static void trying_in_vain_releases_nothing(void **state) {
    (void)state;
    static char a[] = "a";
    guard g;
    released[0] = '\0';
    memory_hold(&mem, &g, note_release, a);
    counted.fail_at = counted.asked + 1;
    assert_null(memory_try(&mem, 1));
    assert_string_equal(released, "");
    memory_drop(&mem, &g);
    assert_string_equal(released, "a");
}

/* ---- regular expressions ---- */

static runes wide(const char *text) {
    return utf8_to_runes(&room, text, strlen(text));
}

static void expressions_find(void **state) {
    (void)state;
    regex_engine *e = regex_engine_new(&mem);
    char why[128];
    regex *re = regex_new(e, &room, "(?'a'[甲乙]) (?'n'\\d+) | 无(?'a'丙)", why, sizeof why);
    assert_non_null(re);
    span group[REGEX_GROUPS];
    for (int speed = 0; speed < 2; speed++) {
        assert_int_equal(regex_find(e, re, wide("在乙12处"), 0, group), 1);
        assert_int_equal(group[0].from, 1);
        assert_int_equal(group[0].to, 4);
        assert_int_equal(group[2].from, 2);
        assert_int_equal(group[3].from, REGEX_NONE);
        assert_int_equal(group[REGEX_GROUPS - 1].from, REGEX_NONE);
        assert_int_equal(regex_find(e, re, wide("在乙12处"), 2, group), 0);
        assert_int_equal(regex_find(e, re, wide(""), 0, group), 0);
        regex_speed_up(e, re);
    }
    assert_int_equal(regex_group(re, "a"), 1U << 1 | 1U << 3);
    assert_int_equal(regex_group(re, "n"), 1U << 2);
    assert_int_equal(regex_group(re, "none"), 0);
    assert_int_equal(regex_group(re, "a-name-that-is-longer-than-pcre-allows"), 0);
    regex_free(e, re);
    regex_free(e, NULL);
    regex_engine_free(e);
    regex_engine_free(NULL);
}

static void broken_expressions_say_where(void **state) {
    (void)state;
    regex_engine *e = regex_engine_new(&mem);
    static const char *const broken[] = {"一二(三", "[a", "a{2,1}", "\\C", "(?<n>", "*"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char why[128] = "";
        assert_null(regex_new(e, &room, broken[i], why, sizeof why));
        assert_non_null(strstr(why, "at character "));
    }
    char short_why[8];
    assert_null(regex_new(e, &room, "(", short_why, sizeof short_why));
    assert_int_equal(strlen(short_why), 7);
    regex_engine_free(e);
}

/* Patterns that would run for ever are given up, by the interpreter and by machine code. */
static void endless_expressions_are_given_up(void **state) {
    (void)state;
    static const char *const endless[] = {"(a+)+$", "(a|aa)+$", "(?:a*)*(?:a*)*b", "(?R)?a+b"};
    char text[3001];
    memset(text, 'a', sizeof text - 1);
    memcpy(text + sizeof text - 2, "!", 2);
    regex_engine *e = regex_engine_new(&mem);
    span group[REGEX_GROUPS];
    clock_t start = clock();
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        char why[128];
        regex *re = regex_new(e, &room, endless[i], why, sizeof why);
        assert_non_null(re);
        for (int speed = 0; speed < 2; speed++) {
            assert_true(regex_find(e, re, wide(text), 0, group) <= 0);
            regex_speed_up(e, re);
        }
        regex_free(e, re);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10);
    regex *re = regex_new(e, &room, endless[0], NULL, 0);
    assert_int_equal(regex_find(e, re, wide(text), 0, group), -1);
    regex_free(e, re);
    regex_engine_free(e);
}

/* What another PCRE2 saved, or nobody did, is compiled again: the same is found. */
static void expressions_of_another_pcre(void **state) {
    (void)state;
    static const char pattern[] = "甲+(?'n'\\d)";
    regex_engine *e = regex_engine_new(&mem);
    char why[128];
    const regex_ready *ready = regex_prepare(e, &room, pattern, (regex_use){.anchored = true}, why, sizeof why);
    for (size_t byte = 0; byte < 12; byte++) { /* of its head: magic number, version, sizes of types */
        char *code = arena_copy(&room, ready->code, ready->code_size);
        code[byte] ^= 0x40;
        regex_ready other = *ready;
        other.code = code;
        regex *re = regex_open(e, &other);
        span group[REGEX_GROUPS];
        for (int speed = 0; speed < 2; speed++) {
            assert_int_equal(regex_find(e, re, wide("甲甲7"), 0, group), 1);
            assert_int_equal(group[1].from, 2);
            assert_int_equal(regex_find(e, re, wide("乙甲7"), 0, group), 0);
            regex_speed_up(e, re);
        }
        regex_free(e, re);
    }
    regex_engine_free(e);
}

/* More groups than are kept do no harm. */
static void many_groups(void **state) {
    (void)state;
    regex_engine *e = regex_engine_new(&mem);
    regex *re = regex_new(
        e, &room, "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(?'z'b)", NULL, 0);
    span group[REGEX_GROUPS];
    assert_int_equal(regex_find(e, re, wide("aaaaaaaaaaaaaaaaaaaaaaaaaab"), 0, group), 1);
    assert_int_equal(group[0].to, 27);
    assert_int_equal(group[REGEX_GROUPS - 1].from, REGEX_GROUPS - 2);
    assert_int_equal(regex_group(re, "z"), 0);
    regex_free(e, re);
    regex_engine_free(e);
}

/* Every request for memory fails in turn: nothing leaks. */
static void expressions_without_memory(void **state) {
    (void)state;
    static regex_engine *e;
    static regex *re;
    for (volatile long at = 1; at < 100; at++) {
        counted.asked = 0;
        counted.fail_at = at;
        e = NULL;
        re = NULL;
        volatile bool done = false;
        if (!setjmp(trap)) {
            e = regex_engine_new(&mem);
            re = regex_new(e, &room, "(?'a'甲+)|乙", NULL, 0);
            span group[REGEX_GROUPS];
            (void)regex_find(e, re, wide("丙甲甲"), 0, group);
            done = true;
        }
        if (e)
            regex_free(e, re);
        regex_engine_free(e);
        arena_free(&room);
        assert_int_equal(counted.live, 0);
        if (done && counted.asked < at)
            return;
    }
    fail_msg("it never succeeded");
}

static void errors(void **state) {
    (void)state;
    dcx_error error;
    assert_int_equal(error_set(&error, DCX_IO, "a.txt", 12, "do this", "%s of %d", "one", 2), DCX_IO);
    assert_string_equal(error.message, "one of 2");
    assert_string_equal(error.file, "a.txt");
    assert_string_equal(error.hint, "do this");
    assert_int_equal(error.line, 12);
    assert_int_equal(error_set(NULL, DCX_LIMIT, NULL, 0, NULL, "x"), DCX_LIMIT);
    char longer[2000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(error_set(&error, DCX_USAGE, longer, 0, longer, "%s", longer), DCX_USAGE);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

/* ---- libraries ---- */

static void libraries_that_cannot_be_loaded(void **state) {
    (void)state;
    double (*table[2])(double) = {NULL};
    const char *const names[] = {"cos", "sin", NULL}, *const wrong[] = {"cos", "cosine_of_dcx", NULL};
    library l = {"libnone-of-dcx.so.1", "install it", names, table, 0};
    dcx_error error;
    assert_int_equal(library_load(&l, "a.html", &error), DCX_IO);
    assert_string_equal(error.file, "a.html");
    assert_string_equal(error.hint, "install it");
    assert_non_null(strstr(error.message, "libnone-of-dcx.so.1"));
    assert_int_equal(library_load(&l, "a.html", NULL), DCX_IO);
    l.soname = "libm.so.6";
    l.function = wrong;
    assert_int_equal(library_load(&l, "a.html", &error), DCX_IO);
    assert_non_null(strstr(error.message, "cosine_of_dcx"));
    l.function = names; /* what failed is tried again */
    assert_int_equal(library_load(&l, "a.html", &error), DCX_OK);
    assert_true(table[0](0) == 1 && table[1](0) == 0);
    l.soname = "libnone-of-dcx.so.1"; /* what did not, is not */
    assert_int_equal(library_load(&l, "a.html", &error), DCX_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(decimals_shift),
        TEST(decimals_negate),
        TEST(decimal_powers),
        TEST(shifts_are_read_back),
        TEST(decimal_percents),
        TEST(utf8_reads_what_is_valid),
        TEST(utf8_copies_up_to_stops),
        TEST(utf8_refuses_what_is_not),
        TEST(utf8_writes_only_code_points),
        TEST(utf8_and_back),
        TEST(widths),
        TEST(classes),
        TEST(traditional_characters_become_simplified),
        TEST(simplified_text_stays),
        TEST(simplifying_stops_at_the_length),
        TEST(arena_blocks),
        TEST(arena_pages_are_used_again),
        TEST(lack_of_memory),
        TEST(buffers),
        TEST(buffer_survives_failure),
        TEST(guards_release_what_they_hold),
        TEST(lack_of_memory_releases_what_is_held),
        TEST(trying_in_vain_releases_nothing),
        TEST(expressions_find),
        TEST(broken_expressions_say_where),
        TEST(endless_expressions_are_given_up),
        TEST(expressions_of_another_pcre),
        TEST(many_groups),
        TEST(expressions_without_memory),
        TEST(errors),
        TEST(libraries_that_cannot_be_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
