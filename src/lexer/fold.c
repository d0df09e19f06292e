#include "lexer/fold.h"

#include "base/han.h"

static char32_t fold_mark(char32_t c) {
    switch (c) {
    case 0x2010: /* hyphens and minus signs */
    case 0x2011:
    case 0x2212:
    case 0xFE63: return '-';
    case 0x2012: /* dashes */
    case 0x2013:
    case 0x2015:
    case 0x2500:
    case 0xFE58: return 0x2014;
    case 0x2022: /* dots in the middle of the line */
    case 0x2027:
    case 0x2219:
    case 0x22C5:
    case 0x30FB:
    case 0xFF65: return 0xB7;
    case 0x223C: /* tildes */
    case 0x301C: return '~';
    case 0x2236: /* ratio */ return ':';
    case 0xFE6A: return '%';
    case 0x25CB: /* a circle that stands for the numeral zero */
    case 0x25EF: return 0x3007;
    case 0xA0: return ' ';
    default: return c;
    }
}

static bool is_chinese_punctuation(char32_t c) {
    switch (c) {
    case 0xFF01: /* ! */
    case 0xFF08: /* ( */
    case 0xFF09: /* ) */
    case 0xFF0C: /* , */
    case 0xFF1A: /* : */
    case 0xFF1B: /* ; */
    case 0xFF1F: /* ? */
    case 0xFF3B: /* [ */
    case 0xFF3D: /* ] */
    case 0xFF5B: /* { */
    case 0xFF5D: /* } */ return true;
    default: return false;
    }
}

char32_t fold_rune(char32_t c) {
    if (c < 0xA0)
        return c;
    if (c >= HAN_FIRST && c <= HAN_LAST)
        return han_simplified(c);
    if (c >= 0xFF01 && c <= 0xFF5E)
        return is_chinese_punctuation(c) ? c : c - 0xFF01 + '!';
    return fold_mark(c);
}

runes fold(arena *a, runes text) {
    char32_t *out = arena_raw(a, text.length + 1, sizeof *out);
    for (size_t i = 0; i < text.length; i++)
        out[i] = text.at[i] - HAN_FIRST <= HAN_LAST - HAN_FIRST ? han_simplified(text.at[i]) : fold_rune(text.at[i]);
    out[text.length] = 0;
    return (runes){out, text.length};
}
