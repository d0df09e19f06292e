#include "lexer/unit.h"

#include <string.h>

/* A unit in Latin letters ends where the letters and digits end: 5G is no unit of 5 with a bare G. */
static bool is_cut(const scan *s, size_t end) {
    char32_t last = rune_at(s, end - 1);
    return (rune_is_alpha(last) || rune_is_digit(last)) && alnum_at(s, end);
}

static const pack_word *simple_at(const scan *s, size_t at) {
    const pack_word *w = word_at(s, WORD_UNIT, at);
    return w && !is_cut(s, at + w->length) ? w : NULL;
}

/* The end of a variant in brackets that belongs to the unit: "set (pieces)". */
static size_t variant_end(const scan *s, const unit *u, size_t at) {
    char32_t open = rune_at(s, at);
    if ((open != MARK_OPEN && open != '(') || (!unit_is(s, u, "count") && !unit_is(s, u, "people")))
        return at;
    const pack_word *w = word_at(s, WORD_UNIT, at + 1);
    char32_t close = w ? rune_at(s, at + 1 + w->length) : 0;
    return close == MARK_CLOSE || close == ')' ? at + w->length + 2 : at;
}

/* A unit below the stroke: some stand only there. */
static const pack_word *below_at(const scan *s, size_t at) {
    const pack_word *w = simple_at(s, at), *per = word_at(s, WORD_PER, at);
    return per && !is_cut(s, at + per->length) && (!w || per->length > w->length) ? per : w;
}

/* The end of what stands below the stroke: scale words and a unit, joined by middle dots. */
static size_t denominator_end(const scan *s, size_t at) {
    enum { SCALES = 4 };
    const pack_word *w = below_at(s, at);
    for (int i = 0; !w && i < SCALES; i++) {
        const pack_word *scale = word_at(s, WORD_SCALE, at);
        if (!scale)
            return 0;
        at += scale->length;
        w = below_at(s, at);
    }
    return w ? at + w->length : 0;
}

static size_t compound_end(const scan *s, size_t at) {
    char32_t mark = rune_at(s, at);
    if (mark != '/' && mark != MARK_DOT)
        return at;
    size_t end;
    while ((rune_at(s, at) == '/' || rune_at(s, at) == MARK_DOT) && (end = denominator_end(s, at + 1)))
        at = end;
    return at;
}

bool unit_at(const scan *s, size_t at, unit *u) {
    if (rune_at(s, at) == ' ' && (rune_is_alpha(rune_at(s, at + 1)) || rune_at(s, at + 1) == '%'))
        at++;
    u->word = simple_at(s, at);
    if (!u->word)
        return false;
    u->from = at;
    u->first_to = variant_end(s, u, at + u->word->length);
    u->to = compound_end(s, u->first_to);
    return true;
}

bool unit_is(const scan *s, const unit *u, const char *name) {
    return u->word->dimension >= 0 && !strcmp(pack_content(s->pack)->dimension[u->word->dimension], name);
}

const char *unit_base(const scan *s, const unit *u) {
    if (u->to == u->first_to)
        return u->word->extra;
    return arena_print(s->a, "%s%s", u->word->extra, slice(s, u->first_to, u->to));
}
