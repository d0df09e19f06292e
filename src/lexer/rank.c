/* Ranks (the first place, the top ten) and ordinals that rank nothing (the 8th session). */
#include "lexer/figure.h"
#include "lexer/numeral.h"
#include "lexer/unit.h"

static size_t finish(token *t, const char *value, const char *name, size_t from, size_t quote_to) {
    *t = token_new(TOKEN_RANK, from, quote_to);
    t->value = t->base_value = value;
    t->unit = t->base_unit = name;
    return quote_to;
}

/* An ordinal that ends its clause, but does not open it, ranks what the clause speaks of. */
static bool closes_clause(const scan *s, size_t from, size_t to) {
    char32_t before = from ? s->text[from - 1] : 0, after = rune_at(s, to);
    return rune_is_han(before) && after != MARK_TITLE_END && after != MARK_CLOSE && !rune_is_han(after) &&
           !alnum_at(s, to) && after != MARK_LIST;
}

static size_t ordinal_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_ORDINAL, at);
    numeral n;
    unit u;
    if (!w || !numeral_at(s, at + w->length, &n) || n.high > n.low)
        return at;
    const pack_word *after = word_at(s, WORD_RANK_AFTER, n.to);
    if (after || word_before(s, WORD_RANK_BEFORE, at) || closes_clause(s, at, n.to))
        return finish(t, numeral_value(s, &n), w->extra, at, n.to + (after && after->value ? after->length : 0));
    size_t end = unit_at(s, n.to, &u) ? u.first_to : n.to;
    numeral more;
    while (rune_at(s, end) == MARK_LIST && numeral_at(s, end + 1, &more)) /* the 10th, 11th session */
        end = unit_at(s, more.to, &u) ? u.first_to : more.to;
    *t = token_new(TOKEN_ORDINAL, at, end);
    t->value = t->base_value = numeral_value(s, &n);
    return end;
}

/* "The top ten": not the first ten things of a kind, which are a quantity. */
static size_t top_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_TOP, at);
    numeral n;
    unit u;
    if (!w || word_at(s, WORD_SKIP, at + w->length) || !numeral_at(s, at + w->length, &n) || !n.whole || n.scale ||
        n.high > n.low)
        return at;
    const pack_word *after = word_at(s, WORD_RANK_AFTER, n.to);
    bool single = n.low == 1 && !n.arabic;
    if (!after && (single || unit_at(s, n.to, &u) || rune_is_alpha(rune_at(s, n.to)) || rune_at(s, n.to) == '.'))
        return at;
    return finish(t, numeral_value(s, &n), w->extra, at, n.to + (after && after->value ? after->length : 0));
}

size_t rank_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_RANK, at);
    if (w)
        return finish(t, arena_print(s->a, "%d", w->value), w->extra, at, at + w->length);
    size_t end = ordinal_at(s, at, t);
    return end > at ? end : top_at(s, at, t);
}
