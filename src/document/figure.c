#include "document/figure.h"

bool rune_is_figure_sign(char32_t c) {
    return c == '+' || c == '-' || c == 0xFF0B || c == 0xFF0D || c == 0x2212 || c == 0x2013 || c == 0x2014;
}

static bool is_wide_digit(char32_t c) {
    return rune_is_digit(c) || (c >= 0xFF10 && c <= 0xFF19);
}

/* A space before three digits, as thousands are set apart. */
static bool parts_group(runes t, size_t at) {
    size_t n = 0;
    while (at + 1 + n < t.length && is_wide_digit(t.at[at + 1 + n]))
        n++;
    return rune_is_space(t.at[at]) && t.at[at] != '\v' && n == 3;
}

static size_t skip_spaces(runes t, size_t i) {
    while (i < t.length && rune_is_space(t.at[i]))
        i++;
    return i;
}

/* Marks of notes before and behind a number. */
static bool is_mark(char32_t c) {
    return c == '*' || c == '#' || c == 0xFF0A || c == 0xFF03 || c == 0x203B || c == 0x2020 || c == 0x2021;
}

size_t cell_skip_marks(runes t, size_t i) {
    for (;;) {
        size_t at = skip_spaces(t, i), n = at + 1;
        if (at == t.length)
            return at;
        if (is_mark(t.at[at]) || (t.at[at] >= 0x2460 && t.at[at] <= 0x2473)) {
            i = n;
            continue;
        }
        if (t.at[at] != '[' && t.at[at] != 0x3014)
            return at;
        while (n < t.length && (rune_is_digit(t.at[n]) || t.at[n] == '^'))
            n++;
        if (n == at + 1 || n == t.length || (t.at[n] != ']' && t.at[n] != 0x3015))
            return at;
        i = n + 1;
    }
}

static size_t skip_digits(runes t, size_t i) {
    size_t digits = 0;
    for (; i < t.length; i++) {
        bool between = t.at[i] == ',' || t.at[i] == '.' || t.at[i] == 0xFF0C || t.at[i] == 0xFF0E || parts_group(t, i);
        if (!is_wide_digit(t.at[i]) && !(digits && between))
            break;
        digits += is_wide_digit(t.at[i]);
    }
    return digits ? i : 0;
}

bool cell_number_read(runes t, cell_number *out) {
    size_t i = skip_spaces(t, 0);
    while (i < t.length && is_mark(t.at[i]))
        i = skip_spaces(t, i + 1);
    bool open = i < t.length && (t.at[i] == '(' || t.at[i] == 0xFF08);
    i = skip_spaces(t, i + open);
    out->from = i;
    i = skip_spaces(t, i + (i < t.length && rune_is_figure_sign(t.at[i])));
    out->to = skip_digits(t, i);
    out->bracketed = false;
    if (!out->to)
        return false;
    if (!open)
        return true;
    i = skip_spaces(t, out->to);
    i += i < t.length && t.at[i] == '%';
    out->bracketed = i < t.length && (t.at[i] == ')' || t.at[i] == 0xFF09);
    return out->bracketed;
}

bool cell_is_gap(runes t) {
    for (size_t i = 0; i < t.length; i++)
        if (!rune_is_figure_sign(t.at[i]) && t.at[i] != 0x2026 && t.at[i] != '.' && t.at[i] != '/' &&
            t.at[i] != 0x2500 && t.at[i] != 0xD7 && !rune_is_space(t.at[i]))
            return false;
    return true;
}
