#include "document/mark.h"

enum { LABEL_DIGITS = 3, MARK_LENGTH = 20 };

static const struct {
    const char32_t *open, *close;
    bool certain;
} form[] = {
    {U"^[", U"]", true},           {U"[^", U"]", true},     {U"[", U"]", false},
    {U"\\[", U"\\]", false},       {U"^\\[", U"\\]", true}, {U"\x3014", U"\x3015", false},
    {U"\xFF3B", U"\xFF3D", false}, {U"$^{[", U"]}$", true}, {U"<sup>[", U"]</sup>", true},
    {U"<sup>", U"</sup>", true},
};

static size_t starts_with(const char32_t *t, size_t n, const char32_t *what) {
    size_t i = 0;
    for (; what[i]; i++)
        if (i == n || t[i] != what[i])
            return 0;
    return i;
}

static unsigned circled(char32_t c) {
    if (c >= 0x2460 && c <= 0x2473)
        return c - 0x2460 + 1;
    if (c >= 0x3251 && c <= 0x325F)
        return c - 0x3251 + 21;
    return c >= 0x32B1 && c <= 0x32BF ? c - 0x32B1 + 36 : 0;
}

static bool read_form(const char32_t *t, size_t n, size_t which, mark_form *m) {
    size_t i = starts_with(t, n, form[which].open);
    if (!i)
        return false;
    *m = (mark_form){.label = i, .certain = form[which].certain};
    for (; i < n && m->digits < LABEL_DIGITS && rune_is_digit(t[i]); i++, m->digits++)
        m->key = m->key * 10 + (unsigned)(t[i] - '0');
    size_t close = starts_with(t + i, n - i, form[which].close);
    if (!m->key || !close)
        return false;
    m->length = i + close;
    if (t[0] == '^' && m->length < n && t[m->length] == '^')
        m->length++;
    return true;
}

bool mark_read(const char32_t *t, size_t n, mark_form *m) {
    if (n == 0 || !mark_may_begin(t[0]))
        return false;
    unsigned number = circled(t[0]);
    if (number) {
        *m = (mark_form){.length = 1, .digits = 1, .key = MARK_CIRCLED + number};
        return true;
    }
    for (size_t i = 0; i < sizeof form / sizeof *form; i++)
        if (read_form(t, n, i, m))
            return true;
    return false;
}

size_t mark_before(const char32_t *t, size_t n) {
    char32_t last = n ? t[n - 1] : 0;
    if (last != ']' && last != '^' && last != '>' && last != '$' && last != 0x3015 && last != 0xFF3D && !circled(last))
        return 0;
    for (size_t length = n < MARK_LENGTH ? n : MARK_LENGTH; length; length--) {
        mark_form m;
        if (mark_read(t + n - length, length, &m) && m.length == length)
            return length;
    }
    return 0;
}
