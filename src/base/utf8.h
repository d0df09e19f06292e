/* UTF-8 and code points. */
#ifndef DCX_BASE_UTF8_H
#define DCX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#include "base/arena.h"

enum { UTF8_MAX = 4 };
#define UTF8_REPLACEMENT ((char32_t)0xFFFD)

/* A stretch of code points that somebody else owns. */
typedef struct runes {
    const char32_t *at;
    size_t length;
} runes;

/* Reads one code point at s (n > 0 bytes are there) and returns how many bytes it took. Bytes that are not UTF-8
 * (overlong forms, surrogates and anything above U+10FFFF included) give U+FFFD, the length of the longest valid
 * beginning of a sequence (at least 1), and *valid = false. */
size_t utf8_decode(const char *s, size_t n, char32_t *rune, bool *valid);
/* Writes at most UTF8_MAX bytes to out, returns how many. What is no code point becomes U+FFFD. */
size_t utf8_encode(char32_t rune, char *out);
/* The code points of UTF-8 text, in the arena. */
runes utf8_to_runes(arena *a, const char *text, size_t length);
/* UTF-8 of code points, in the arena, NUL-terminated. */
dcx_text utf8_from_runes(arena *a, const char32_t *at, size_t length);
/* A NUL-terminated string as a text. */
dcx_text text_of_c(const char *s);
bool text_equal(dcx_text a, dcx_text b);
/* Cells that a code point takes on a terminal: 0, 1 or 2 (Unicode East Asian Width W and F, emoji; UAX #11). */
int utf8_width(char32_t rune);

char32_t rune_superscript(char32_t c); /* of a digit the raised one; others stay */
bool rune_is_digit(char32_t c);        /* 0-9 */
bool rune_is_alpha(char32_t c);        /* A-Z a-z */
bool rune_is_space(char32_t c);        /* ASCII white space, U+00A0, U+2000-200B, U+202F, U+3000, U+FEFF */
bool rune_is_han(char32_t c);          /* a CJK ideograph, 〇 and 々 included */

#endif
