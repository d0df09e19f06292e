/* Numbers written in random forms by the plainest means and read by the lexer:
 * the value must be the same, digit for digit, and the whole text must be one
 * token. A few with `make test`; DCX_NUMBERS=1000000 in the environment tries
 * as many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lexer/fold.h"
#include "lexer/lexer.h"
#include "lexing.h"

enum { SOME = 20000, ROOM = 256 };

static uint64_t seed = 88172645463325252U;

static uint64_t random_below(uint64_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

/* How digits and words of scale are written: as in speech, on cheques, and in
 * traditional characters. */
typedef struct style {
    const char *digit[10], *ten, *hundred, *thousand, *myriad, *yi;
} style;

static const style styles[] = {
    {{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, "十", "百", "千", "万", "亿"},
    {{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, "拾", "佰", "仟", "万", "亿"},
    {{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, "十", "百", "千", "萬", "億"},
    {{"零", "壹", "貳", "叄", "肆", "伍", "陸", "柒", "捌", "玖"}, "拾", "佰", "仟", "萬", "億"}};

static void put(char *out, const char *text) {
    strcat(out, text);
}

/* 1 to 9999 in characters; a nought where digits are missing. led: something
 * larger stands before. */
static void put_section(char *out, const style *c, unsigned n, bool led) {
    const char *scale[] = {c->thousand, c->hundred, c->ten, ""};
    static const unsigned step[] = {1000, 100, 10, 1};
    bool nought = false, begun = led;
    for (int i = 0; i < 4; i++) {
        unsigned digit = n / step[i] % 10;
        if (!digit) {
            nought = begun;
            continue;
        }
        if (nought)
            put(out, c->digit[0]);
        put(out, c->digit[digit]);
        put(out, scale[i]);
        begun = true, nought = false;
    }
}

static void put_chinese(char *out, const style *c, uint64_t n) {
    unsigned yi = (unsigned)(n / 100000000), myriad = (unsigned)(n / 10000 % 10000), rest = (unsigned)(n % 10000);
    if (yi) {
        if (yi >= 10000) {
            put_section(out, c, yi / 10000, false);
            put(out, c->myriad);
        }
        if (yi % 10000)
            put_section(out, c, yi % 10000, yi >= 10000);
        put(out, c->yi);
    }
    if (myriad) {
        put_section(out, c, myriad, yi > 0);
        put(out, c->myriad);
    }
    if (rest && !myriad && yi && rest >= 1000)
        put(out, c->digit[0]);
    if (rest)
        put_section(out, c, rest, myriad || yi);
}

static void put_grouped(char *out, uint64_t n) {
    char digits[32], *p = out + strlen(out);
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            *p++ = ',';
        *p++ = digits[i];
    }
    *p = '\0';
}

static void put_wide(char *out, uint64_t n) {
    static const char *const wide[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (const char *d = digits; *d; d++)
        put(out, wide[*d - '0']);
}

static void put_positions(char *out, const style *c, uint64_t n) {
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (const char *d = digits; *d; d++)
        put(out, c->digit[*d - '0']);
}

/* Arabic digits between words of scale: 3 <8> 4500 <4> 12. */
static void put_mixed(char *out, uint64_t n) {
    unsigned yi = (unsigned)(n / 100000000), myriad = (unsigned)(n / 10000 % 10000), rest = (unsigned)(n % 10000);
    char *p = out + strlen(out);
    if (yi)
        p += sprintf(p, "%u亿", yi);
    if (myriad)
        p += sprintf(p, "%u万", myriad);
    if (rest >= 1000 && myriad)
        sprintf(p, "%u", rest);
    else if (rest)
        sprintf(p, "%s%u", yi || myriad ? "零" : "", rest);
}

/* Writes a number in one of the forms; the value that must be read goes to
 * want. */
static void write_number(char *out, char *want) {
    enum { FORMS = 8 };
    const style *c = &styles[random_below(sizeof styles / sizeof *styles)];
    uint64_t limit = 1;
    for (uint64_t k = 1 + random_below(11); k; k--)
        limit *= 10;
    uint64_t n = 1 + random_below(limit), part = random_below(1000);
    *out = '\0';
    sprintf(want, "%llu", (unsigned long long)n);
    switch (random_below(FORMS)) {
    case 0: sprintf(out, "%llu", (unsigned long long)n); break;
    case 1: put_grouped(out, n); break;
    case 2: put_wide(out, n); break;
    case 3:
        n += 10000;
        sprintf(want, "%llu", (unsigned long long)n);
        put_positions(out, c, n);
        break;
    case 4: put_mixed(out, n); break;
    case 5:
        n = n % 100000000 + 1;
        sprintf(out, "%llu.%03llu万", (unsigned long long)n, (unsigned long long)part);
        sprintf(want, "%llu%03llu0", (unsigned long long)n, (unsigned long long)part);
        break;
    case 6:
        n += 10;
        put_chinese(out, c, n);
        put(out, "点");
        put_positions(out, c, part + 1);
        sprintf(want, "%llu.%llu", (unsigned long long)n, (unsigned long long)part + 1);
        break;
    default:
        n += 10;
        sprintf(want, "%llu", (unsigned long long)n);
        put_chinese(out, c, n);
    }
}

static bool reads(const char *text, const char *want) {
    char with_unit[ROOM + 8];
    snprintf(with_unit, sizeof with_unit, "%s元", text);
    runes folded = fold(&room, utf8_to_runes(&room, with_unit, strlen(with_unit)));
    tokens t = lex(&room, pack, folded, (calendar){.year = 0});
    bool whole = t.count == 1 && t.at[0].quote_from == 0 && t.at[0].quote_to == folded.length;
    if (whole && !strcmp(t.at[0].base_value, want) && !*t.at[0].value_max)
        return true;
    print_error("%s: wanted %s, found", with_unit, want);
    for (size_t i = 0; i < t.count; i++)
        print_error(" %s %s", t.at[i].base_value, t.at[i].unit);
    print_error("\n");
    return false;
}

static void numbers_are_read_as_written(void **state) {
    (void)state;
    const char *asked = getenv("DCX_NUMBERS");
    long count = asked ? strtol(asked, NULL, 10) : SOME, wrong = 0;
    char text[ROOM], want[ROOM];
    for (long i = 0; i < count && wrong < 20; i++) {
        write_number(text, want);
        wrong += !reads(text, want);
        arena_reset(&room);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_read_as_written)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
