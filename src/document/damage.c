#include "document/damage.h"

/* Vowels with the tone marks of pinyin, as single characters. */
static bool has_tone(char32_t c) {
    static const char32_t toned[] = U"\x101\xE1\x1CE\xE0\x113\xE9\x11B\xE8\x12B\xED\x1D0\xEC\x14D\xF3\x1D2"
                                    U"\xF2\x16B\xFA\x1D4\xF9\x1D6\x1D8\x1DA\x1DC\x144\x148\x1F9\x1E3F";
    for (const char32_t *t = toned; *t; t++)
        if (*t == c)
            return true;
    return c >= 0x300 && c <= 0x30C;
}

/* "(ye)" with its tone, behind a character: pages that were converted twice carry such readings. */
static size_t reading_at(runes t, size_t at) {
    enum { LONGEST = 9 };
    if (!at || !rune_is_han(t.at[at - 1]) || (t.at[at] != '(' && t.at[at] != 0xFF08))
        return 0;
    bool tone = false;
    for (size_t i = at + 1; i < t.length && i <= at + LONGEST; i++) {
        if (t.at[i] == ')' || t.at[i] == 0xFF09)
            return tone ? i + 1 - at : 0;
        bool letter = (t.at[i] >= 'a' && t.at[i] <= 'z') || t.at[i] == 0xFC || has_tone(t.at[i]);
        if (!letter)
            return 0;
        tone = tone || has_tone(t.at[i]);
    }
    return 0;
}

static bool stands(runes t, size_t at, const char *what) {
    size_t i = 0;
    while (what[i] && at + i < t.length && t.at[at + i] == (char32_t)what[i])
        i++;
    return !what[i];
}

/* An entity that was escaped once too often. */
static size_t entity_at(runes t, size_t at) {
    static const struct {
        const char *text;
        size_t length;
    } known[] = {{"&nbsp;", 6}, {"&ensp;", 6},   {"&emsp;", 6}, {"&thinsp;", 8},
                 {"&#160;", 6}, {"&#12288;", 8}, {"&zwnj;", 6}};
    for (size_t i = 0; t.at[at] == '&' && i < sizeof known / sizeof *known; i++)
        if (stands(t, at, known[i].text))
            return known[i].length;
    return 0;
}

static bool is_lost(char32_t c) {
    return c == UTF8_REPLACEMENT || c == 0x25A1;
}

static bool is_numeric(char32_t c) {
    return rune_is_digit(c) || c == '.' || c == ',' || (c >= 0xFF10 && c <= 0xFF19);
}

static size_t lost_at(runes t, size_t at) {
    size_t n = 0;
    while (at + n < t.length && is_lost(t.at[at + n]))
        n++;
    bool touches = (at && is_numeric(t.at[at - 1])) || (at + n < t.length && is_numeric(t.at[at + n]));
    return touches ? 0 : n;
}

size_t damage_at(runes t, size_t at, bool *space) {
    size_t n = entity_at(t, at);
    *space = n > 0;
    if (!n)
        n = reading_at(t, at);
    return n ? n : lost_at(t, at);
}
