/* UTF-8 and code points. */
#ifndef DCX_BASE_UTF8_H
#define DCX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "base/arena.h"

enum { UTF8_MAX = 4 };
#define UTF8_REPLACEMENT ((char32_t)0xFFFD)

/* A stretch of code points that somebody else owns. */
typedef struct runes {
    const char32_t *at;
    size_t length;
} runes;

/* What utf8_decode leaves to it. */
size_t utf8_decode_rare(const char *s, size_t n, char32_t *rune, bool *valid);

/* The code point of a sequence of three bytes. */
static inline char32_t utf8_triple(const unsigned char *p) {
    return ((char32_t)p[0] << 12) + ((char32_t)p[1] << 6) + p[2] - 0xE2080; /* less the bits that tell the length */
}

/* Whether three bytes are U+1000 to U+CFFF or U+E000 to U+FFFF, which is nearly all of Chinese. */
static inline bool utf8_is_triple(const unsigned char *p) {
    return p[0] - 0xE1U < 0xF && p[0] != 0xED && ((p[1] ^ 0x80U) | (p[2] ^ 0x80U)) < 0x40;
}

/* Reads one code point at s (n > 0 bytes are there) and returns how many bytes it took. Bytes that are not UTF-8
 * (overlong forms, surrogates and anything above U+10FFFF included) give U+FFFD, the length of the longest valid
 * beginning of a sequence (at least 1), and *valid = false. */
static inline size_t utf8_decode(const char *s, size_t n, char32_t *rune, bool *valid) {
    const unsigned char *p = (const unsigned char *)s;
    if (p[0] < 0x80) {
        *rune = p[0];
        *valid = true;
        return 1;
    }
    if (n > 2 && utf8_is_triple(p)) {
        *rune = utf8_triple(p);
        *valid = true;
        return 3;
    }
    return utf8_decode_rare(s, n, rune, valid);
}

/* Some ASCII characters, as bits. */
typedef struct ascii_set {
    uint64_t bits[2];
} ascii_set;
static inline bool ascii_set_has(ascii_set set, unsigned char c) {
    return c < 0x80 && (c < 64 ? set.bits[0] : set.bits[1]) >> (c & 63) & 1;
}

/* How many bytes at the beginning of n can be copied as they are: valid UTF-8 without the characters of stops. It may
 * end early at characters that are rare in Chinese. */
size_t utf8_plain(const char *s, size_t n, ascii_set stops);

/* Writes at most UTF8_MAX bytes to out, returns how many. What is no code point becomes U+FFFD. */
size_t utf8_encode(char32_t rune, char *out);
/* The code points of UTF-8 text, in the arena, ended by a zero. */
runes utf8_to_runes(arena *a, const char *text, size_t length);
/* UTF-8 of code points, in the arena, NUL-terminated. */
dcx_text utf8_from_runes(arena *a, const char32_t *at, size_t length);
/* A NUL-terminated string as a text. */
dcx_text text_of_c(const char *s);
bool text_equal(dcx_text a, dcx_text b);
/* What utf8_width leaves to it. */
int utf8_width_rare(char32_t rune);
/* Cells that a code point takes on a terminal: 0, 1 or 2 (Unicode East Asian Width W and F, emoji; UAX #11). */
static inline int utf8_width(char32_t rune) {
    if (rune - 0x20 < 0x5F)
        return 1;
    return rune - 0x3041 < 0x7000 || rune - 0xFF01 < 0x60 || rune - 0x3000 < 0x3F ? 2 : utf8_width_rare(rune);
}

char32_t rune_superscript(char32_t c); /* of a digit the raised one; others stay */

/* 0-9 */
static inline bool rune_is_digit(char32_t c) {
    return c - '0' < 10;
}

/* A-Z a-z */
static inline bool rune_is_alpha(char32_t c) {
    return (c | 0x20) - 'a' < 26;
}

/* ASCII white space, U+00A0, U+2000-200B, U+202F, U+3000, U+FEFF */
static inline bool rune_is_space(char32_t c) {
    if (c < 0x2000)
        return c == ' ' || c - 0x09 < 5 || c == 0xA0;
    return c < 0x3001 ? c < 0x200C || c == 0x202F || c == 0x3000 : c == 0xFEFF;
}

/* An ideograph of Unicode's first block, U+4E00 to U+9FFF: nearly every character of a Chinese text. Asked first where
 * much else would have to be asked. */
static inline bool rune_is_usual(char32_t c) {
    return c - 0x4E00 < 0x5200;
}

/* A CJK ideograph, the numeral zero (U+3007) and the iteration mark (U+3005) included. */
static inline bool rune_is_han(char32_t c) {
    return rune_is_usual(c) || c - 0x3400 < 0x19C0 || c - 0x20000 < 0x1FFFE || c - 0xF900 < 0x200 || c == 0x3005 ||
           c == 0x3007;
}

#endif
