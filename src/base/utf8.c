#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

size_t utf8_decode_rare(const char *s, size_t n, char32_t *rune, bool *valid) {
    const unsigned char *p = (const unsigned char *)s;
    size_t need = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    static const unsigned char low[] = {0xE0, 0xED, 0xF0, 0xF4};
    unsigned char from = 0x80, to = 0xBF;
    if (p[0] == low[0])
        from = 0xA0;
    else if (p[0] == low[1])
        to = 0x9F;
    else if (p[0] == low[2])
        from = 0x90;
    else if (p[0] == low[3])
        to = 0x8F;
    *valid = false;
    *rune = UTF8_REPLACEMENT;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 1;
    char32_t c = p[0] & (0xFFU >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        if (i >= n || p[i] < from || p[i] > to)
            return i;
        c = c << 6 | (p[i] & 0x3FU);
        from = 0x80, to = 0xBF;
    }
    *valid = true;
    *rune = c;
    return need;
}

/* Bytes that are looked at together, and five times one byte with two that follow it. */
typedef uint8_t lanes __attribute__((vector_size(16)));
#define FIVE(first, rest)                                                                                              \
    { first, rest, rest, first, rest, rest, first, rest, rest, first, rest, rest, first, rest, rest }

/* Whether the first 15 of 16 bytes are five characters such as utf8_is_triple tells; it may miss some. */
static bool are_triples(const unsigned char *p) {
    static const lanes mask = FIVE(0xF0, 0xC0), kind = FIVE(0xE0, 0x80), long_form = FIVE(0xE0, 0),
                       surrogate = FIVE(0xED, 0);
    lanes all;
    memcpy(&all, p, sizeof all);
    lanes bad = ((all & mask) ^ kind) | (lanes)(all == long_form) | (lanes)(all == surrogate);
    uint64_t half[2];
    memcpy(half, &bad, sizeof half);
    return !(half[0] | half[1]);
}

size_t utf8_plain(const char *s, size_t n, ascii_set stops) {
    const unsigned char *p = (const unsigned char *)s, *end = p + n, *from;
    do {
        from = p;
        while (end - p > 15 && are_triples(p))
            p += 15;
        while (end - p > 2 && utf8_is_triple(p))
            p += 3;
        while (p < end && *p < 0x80 && !ascii_set_has(stops, *p))
            p++;
    } while (p > from);
    return (size_t)(p - (const unsigned char *)s);
}

size_t utf8_encode(char32_t c, char *out) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00U >> n & 0xF0U) | c);
    return n;
}

runes utf8_to_runes(arena *a, const char *text, size_t length) {
    char32_t *out = arena_raw(a, length + 1, sizeof *out);
    size_t n = 0;
    bool valid;
    for (size_t i = 0; i < length;)
        i += utf8_decode(text + i, length - i, &out[n++], &valid);
    out[n] = 0;
    return (runes){out, n};
}

dcx_text utf8_from_runes(arena *a, const char32_t *at, size_t length) {
    char *out = arena_raw(a, length * UTF8_MAX + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (at[i] - 0x800 >= 0xD800 - 0x800) {
            n += utf8_encode(at[i], out + n);
            continue;
        }
        out[n++] = (char)(0xE0 | at[i] >> 12); /* nearly all of Chinese */
        out[n++] = (char)(0x80 | (at[i] >> 6 & 0x3F));
        out[n++] = (char)(0x80 | (at[i] & 0x3F));
    }
    out[n] = '\0';
    return (dcx_text){out, n};
}

dcx_text text_of_c(const char *s) {
    return (dcx_text){s, strlen(s)};
}

bool text_equal(dcx_text a, dcx_text b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length));
}

int utf8_width_rare(char32_t c) {
    static const struct {
        char32_t from, to;
        int width;
    } range[] = {
        {0x0000, 0x001F, 0},   {0x007F, 0x009F, 0},   {0x0300, 0x036F, 0},   {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},
        {0x202A, 0x202E, 0},   {0x2060, 0x2064, 0},   {0x2066, 0x206F, 0},   {0x20D0, 0x20F0, 0},   {0x2E80, 0x303E, 2},
        {0x3041, 0xA4CF, 2},   {0xA960, 0xA97F, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},
        {0xFE10, 0xFE19, 2},   {0xFE30, 0xFE6F, 2},   {0xFEFF, 0xFEFF, 0},   {0xFF01, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},
        {0x1F300, 0x1F64F, 2}, {0x1F680, 0x1F6FF, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
    };
    size_t lo = 0, hi = sizeof range / sizeof *range;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c > range[mid].to)
            lo = mid + 1;
        else if (c < range[mid].from)
            hi = mid;
        else
            return range[mid].width;
    }
    return 1;
}

char32_t rune_superscript(char32_t c) {
    static const char32_t raised[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    return rune_is_digit(c) ? raised[c - '0'] : c;
}
