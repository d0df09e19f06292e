/* Names that hold digits: 5G-A, IPv6, 1+3, version 2.0, figure 3. */
#include "lexer/figure.h"

static bool joins(char32_t c) {
    return c == '-' || c == '.' || c == '_' || c == '+' || c == '&';
}

size_t latin_end(const scan *s, size_t at) {
    while (alnum_at(s, at) || (joins(rune_at(s, at)) && alnum_at(s, at + 1)))
        at++;
    return at;
}

static bool chains(char32_t c) {
    return c == '-' || c == MARK_DASH || c == '.';
}

static bool sums(char32_t c) {
    return c == '+' || c == MARK_TIMES || c == MARK_DOT || c == '/';
}

/* 1+3, 7x24, 12.3.4, 010-8888-6666: numbers in a row, of which the first is from..at. */
static size_t chain_end(const scan *s, size_t from, size_t at) {
    size_t end = at, links = 0;
    for (size_t i = from; i < at && rune_at(s, at) == '.'; i++)
        links += s->text[i] == '.'; /* a decimal that goes on is none */
    bool sum = false;
    while ((chains(rune_at(s, end)) || sums(rune_at(s, end))) && alnum_at(s, end + 1)) {
        bool dot = rune_at(s, end) == '.';
        sum |= sums(rune_at(s, end));
        links++;
        for (end++; alnum_at(s, end) || (!dot && rune_at(s, end) == '.' && digit_at(s, end + 1));)
            end++;
    }
    return end > at && (links > 1 || sum) ? end : at;
}

/* Brackets, quotation marks or the end of a title right around a bare number. */
static bool is_enclosed(const scan *s, size_t from, size_t to) {
    char32_t before = from ? s->text[from - 1] : 0, after = rune_at(s, to);
    return after == MARK_TITLE_END || (before == MARK_QUOTE && after == MARK_UNQUOTE) ||
           (before == '[' && after == ']') ||
           ((before == MARK_OPEN || before == '(') && (after == MARK_CLOSE || after == ')'));
}

/* Several numbers in a row, before a word: 2.1, 13-1. */
static size_t numbers_end(const scan *s) {
    enum { LONGEST = 3 };
    size_t at = 0, parts = 0;
    for (;; at++) {
        size_t from = at;
        while (digit_at(s, at))
            at++;
        parts++;
        if (at == from || at - from > LONGEST)
            return 0;
        if (chains(rune_at(s, at)))
            continue;
        size_t word = at + (rune_at(s, at) == ' ');
        return parts > 1 && rune_is_han(rune_at(s, word)) && !word_at(s, WORD_NAME_TAIL, word) ? at : 0;
    }
}

static size_t numbering_end(const scan *s, size_t from, size_t to) {
    enum { LONGEST = 4 };
    char32_t after = rune_at(s, to);
    for (size_t i = from; i < to; i++)
        if (to - from > LONGEST || s->text[i] == '.' || s->text[i] == ',')
            return from == 0 ? numbers_end(s) : 0;
    bool closed = after == MARK_CLOSE || after == ')';
    if (from == 1 && (s->text[0] == MARK_OPEN || s->text[0] == '('))
        return closed ? to : 0;
    if (from != 0)
        return 0;
    return closed || after == '.' || after == MARK_LIST ? to : numbers_end(s);
}

bool is_numbering(const scan *s, size_t from, size_t to) {
    return numbering_end(s, from, to) || word_before(s, WORD_NAME_HEAD, from);
}

size_t label_end(const scan *s, size_t from, size_t to) {
    size_t numbering = numbering_end(s, from, to);
    if (numbering)
        return numbering;
    if (rune_is_alpha(rune_at(s, to)))
        return latin_end(s, to);
    size_t end = chain_end(s, from, to);
    if (end > to)
        return end;
    const pack_word *tail = word_at(s, WORD_NAME_TAIL, to);
    if (tail)
        return to + tail->length;
    if (s->text[from] == '0' && digit_at(s, from + 1))
        return latin_end(s, to);
    if (is_enclosed(s, from, to) || word_before(s, WORD_NAME_HEAD, from))
        return to;
    return 0;
}
