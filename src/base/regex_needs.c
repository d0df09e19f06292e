#include "base/regex_needs.h"

#include <string.h>

enum {
    MOST_SETS = 6,     /* of a pattern */
    MOST_IN_SET = 160, /* bits */
    DEEPEST = 60       /* groups in groups */
};

/* ---- traits */

/* Private characters stand for things that are told apart elsewhere: next to others they count by sixteens. */
static char32_t neighbour(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF ? c & ~(char32_t)0xF : c;
}

/* Characters have one half of the bits, pairs the other. */
static uint16_t character_bit(char32_t c) {
    return c & (TRAIT_BITS / 2 - 1);
}

static uint16_t pair_bit(char32_t a, char32_t b) {
    uint32_t hash = (neighbour(a) * 0x9E3779B1U) ^ (neighbour(b) * 0x85EBCA77U);
    return (uint16_t)(TRAIT_BITS / 2 + (hash >> 17));
}

static void set_trait(regex_traits *t, uint16_t bit) {
    t->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

void regex_traits_add(regex_traits *t, runes text) {
    for (size_t i = 0; i < text.length; i++) {
        set_trait(t, character_bit(text.at[i]));
        if (i + 1 < text.length)
            set_trait(t, pair_bit(text.at[i], text.at[i + 1]));
    }
}

bool regex_needs_met(regex_needs needs, const regex_traits *t) {
    while (*needs) {
        regex_needs end = needs + 1 + *needs, at = needs + 1;
        while (at < end && !(t->bits[*at / 64] >> *at % 64 & 1))
            at++;
        if (at == end)
            return false;
        needs = end;
    }
    return true;
}

size_t regex_needs_size(regex_needs needs) {
    regex_needs end = needs;
    while (*end)
        end += 1 + *end;
    return (size_t)(end + 1 - needs) * sizeof *needs;
}

/* ---- patterns */

/* A match holds one of these. */
typedef struct set {
    size_t count;
    bool pair; /* of pairs, which are rarer */
    uint16_t bit[];
} set;

/* The characters that a part of a match can begin or end with. NULL: any. */
typedef struct edge {
    size_t count;
    char32_t at[];
} edge;

/* What is known of a part of a pattern. */
typedef struct part {
    const set *set[MOST_SETS];
    size_t sets;
    const edge *first, *last;
    bool empty; /* may take no characters */
    bool still; /* takes none: it looks around */
} part;

typedef struct scanner {
    arena *arena;
    const char32_t *at, *end;
    bool lost; /* something was met that is not understood */
    int depth;
} scanner;

static part alternatives(scanner *s);

static bool is(const scanner *s, size_t ahead, char32_t c) {
    return (size_t)(s->end - s->at) > ahead && s->at[ahead] == c;
}

static set *new_set(scanner *s, size_t most, bool pair) {
    set *x = arena_alloc(s->arena, sizeof *x + most * sizeof *x->bit);
    x->pair = pair;
    return x;
}

static edge *new_edge(scanner *s, size_t most) {
    return arena_alloc(s->arena, sizeof(edge) + most * sizeof(char32_t));
}

/* How rare a set is, roughly: the higher the better. */
static long worth(const set *x) {
    return (x->pair ? 4 : 1) * 1000L / (long)x->count;
}

static void add_set(part *p, const set *x) {
    if (!x || !x->count)
        return;
    if (p->sets < MOST_SETS) {
        p->set[p->sets++] = x;
        return;
    }
    size_t worst = 0;
    for (size_t i = 1; i < MOST_SETS; i++)
        if (worth(p->set[i]) < worth(p->set[worst]))
            worst = i;
    if (worth(x) > worth(p->set[worst]))
        p->set[worst] = x;
}

static const set *best_of(const part *p) {
    const set *best = NULL;
    for (size_t i = 0; i < p->sets; i++)
        if (!best || worth(p->set[i]) > worth(best))
            best = p->set[i];
    return best;
}

/* ---- two parts, one or the other */

static const set *either_set(scanner *s, const set *a, const set *b) {
    if (!a || !b || a->count + b->count > MOST_IN_SET)
        return NULL;
    set *both = new_set(s, a->count + b->count, a->pair && b->pair);
    memcpy(both->bit, a->bit, a->count * sizeof *a->bit);
    memcpy(both->bit + a->count, b->bit, b->count * sizeof *b->bit);
    both->count = a->count + b->count;
    return both;
}

static const edge *either_edge(scanner *s, const edge *a, const edge *b) {
    if (!a || !b || a->count + b->count > MOST_IN_SET)
        return NULL;
    edge *both = new_edge(s, a->count + b->count);
    memcpy(both->at, a->at, a->count * sizeof *a->at);
    both->count = a->count;
    for (size_t i = 0; i < b->count; i++) {
        size_t k = 0;
        while (k < a->count && a->at[k] != b->at[i])
            k++;
        if (k == a->count)
            both->at[both->count++] = b->at[i];
    }
    return both;
}

/* ---- one part behind the other */

/* One of the pairs that stand where they meet. */
static const set *meeting(scanner *s, const edge *a, const edge *b) {
    if (!a || !b || !a->count || !b->count || a->count * b->count > MOST_IN_SET)
        return NULL;
    set *pairs = new_set(s, a->count * b->count, true);
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            pairs->bit[pairs->count++] = pair_bit(a->at[i], b->at[k]);
    return pairs;
}

static void append(scanner *s, part *p, const part *next) {
    for (size_t i = 0; i < next->sets; i++)
        add_set(p, next->set[i]);
    if (!next->empty || next->still)
        add_set(p, p->empty ? NULL : meeting(s, p->last, next->first));
    if (next->still)
        return;
    p->first = p->empty ? either_edge(s, p->first, next->first) : p->first;
    p->last = next->empty ? either_edge(s, p->last, next->last) : next->last;
    p->empty = p->empty && next->empty;
}

/* ---- what patterns are made of */

static const edge none = {0};

/* Takes no characters, needs nothing. */
static part nothing(void) {
    return (part){.first = &none, .last = &none, .empty = true};
}

static part anything(void) {
    return (part){.empty = false};
}

static int hex_value(char32_t c) {
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)(c - 'a') + 10 : -1;
}

/* Behind a backslash: the character it stands for, 0: a class, an assertion, or something else. */
static char32_t escaped(scanner *s) {
    char32_t c = s->at < s->end ? *s->at++ : 0;
    if (c == 'x' && is(s, 0, '{')) {
        char32_t value = 0;
        for (s->at++; s->at < s->end && hex_value(*s->at) >= 0; s->at++)
            value = value * 16 + (char32_t)hex_value(*s->at);
        s->lost |= !is(s, 0, '}');
        s->at += is(s, 0, '}');
        return value;
    }
    bool letter = rune_is_alpha(c) || rune_is_digit(c);
    s->lost |= letter && !(c < 0x80 && strchr("dDsSwW", (int)c));
    return letter ? 0 : c;
}

static part one_of(scanner *s, const edge *characters) {
    set *x = new_set(s, characters->count, false);
    for (; x->count < characters->count; x->count++)
        x->bit[x->count] = character_bit(characters->at[x->count]);
    part p = {.first = characters, .last = characters};
    add_set(&p, x);
    return p;
}

static part one(scanner *s, char32_t c) {
    edge *e = new_edge(s, 1);
    e->at[e->count++] = c;
    return one_of(s, e);
}

/* A class of characters, from behind its bracket on. */
static part read_class(scanner *s) {
    bool open = is(s, 0, '^');
    edge *e = new_edge(s, MOST_IN_SET);
    s->at += open;
    for (bool first = true; s->at < s->end && (first || *s->at != ']'); first = false) {
        char32_t from = *s->at++, to;
        open |= from == '[' && is(s, 0, ':');
        if (from == '\\') {
            from = escaped(s);
            open |= !from;
        }
        to = from;
        if (is(s, 0, '-') && !is(s, 1, ']')) {
            s->at++;
            to = s->at < s->end ? *s->at++ : 0;
            if (to == '\\')
                to = escaped(s);
        }
        open |= to < from || e->count + (to - from) >= MOST_IN_SET;
        for (char32_t c = from; !open && c <= to; c++)
            e->at[e->count++] = c;
    }
    s->lost |= s->at == s->end;
    s->at += s->at < s->end;
    return open ? anything() : one_of(s, e);
}

/* What sort of group it is, from behind its bracket on. */
typedef enum group_sort { GROUP, AHEAD, BEHIND, NOT_THERE } group_sort;

static group_sort read_group_head(scanner *s) {
    s->lost |= is(s, 0, '*');
    if (!is(s, 0, '?'))
        return GROUP;
    s->at++;
    char32_t c = s->at < s->end ? *s->at++ : 0, next = s->at < s->end ? *s->at : 0;
    if (c == '=' || c == '!')
        return c == '=' ? AHEAD : NOT_THERE;
    if (c == '<' && (next == '=' || next == '!')) {
        s->at++;
        return next == '=' ? BEHIND : NOT_THERE;
    }
    if (c == '<' || c == '\'') {
        char32_t close = c == '<' ? '>' : '\'';
        while (s->at < s->end && *s->at != close)
            s->at++;
        s->at += s->at < s->end;
        return GROUP;
    }
    s->lost |= !(c == ':' || c == '>' || c == '|' || (c == 'J' && next == ')'));
    return GROUP;
}

static part read_group(scanner *s) {
    group_sort sort = read_group_head(s);
    s->lost |= ++s->depth > DEEPEST;
    part p = s->lost ? nothing() : alternatives(s);
    s->depth--;
    s->lost |= !is(s, 0, ')');
    s->at += is(s, 0, ')');
    if (sort == GROUP)
        return p;
    part around = nothing();
    around.still = true;
    for (size_t i = 0; sort != NOT_THERE && i < p.sets; i++)
        add_set(&around, p.set[i]);
    around.first = sort == AHEAD && !p.empty ? p.first : NULL;
    return around;
}

static part read_item(scanner *s) {
    char32_t c = *s->at++;
    part still = nothing();
    still.still = true;
    still.first = NULL;
    switch (c) {
    case '[': return read_class(s);
    case '(': return read_group(s);
    case '\\': c = escaped(s); return c ? one(s, c) : anything();
    case '.': return anything();
    case '^':
    case '$': return still;
    default: return one(s, c);
    }
}

static void skip_space(scanner *s) {
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r' || *s->at == '#')) {
        bool comment = *s->at == '#';
        while (comment && s->at < s->end && *s->at != '\n')
            s->at++;
        s->at += s->at < s->end;
    }
}

/* How often the item may stand there, which changes what is known of it. */
static void read_repeat(scanner *s, part *p) {
    skip_space(s);
    bool counted = is(s, 0, '{') && s->end - s->at > 1 && (rune_is_digit(s->at[1]) || s->at[1] == ',');
    if (!counted && !is(s, 0, '*') && !is(s, 0, '?') && !is(s, 0, '+'))
        return;
    if (is(s, 0, '*') || is(s, 0, '?') || (counted && (s->at[1] == '0' || s->at[1] == ','))) {
        p->empty = true;
        p->sets = 0;
        p->first = p->still ? NULL : p->first;
    }
    while (counted && s->at < s->end && *s->at != '}')
        s->at++;
    s->at += s->at < s->end;
    s->at += is(s, 0, '?') || is(s, 0, '+');
}

static part sequence(scanner *s) {
    part p = nothing();
    for (skip_space(s); s->at < s->end && *s->at != '|' && *s->at != ')' && !s->lost; skip_space(s)) {
        part item = read_item(s);
        read_repeat(s, &item);
        append(s, &p, &item);
    }
    return p;
}

static part alternatives(scanner *s) {
    part p = sequence(s);
    while (is(s, 0, '|') && !s->lost) {
        s->at++;
        part other = sequence(s);
        const set *both = either_set(s, best_of(&p), best_of(&other));
        p.sets = 0;
        add_set(&p, both);
        p.first = either_edge(s, p.first, other.first);
        p.last = either_edge(s, p.last, other.last);
        p.empty |= other.empty;
    }
    return p;
}

static regex_needs packed(arena *a, const part *p) {
    size_t room = 1, n = 0;
    for (size_t i = 0; i < p->sets; i++)
        room += 1 + p->set[i]->count;
    uint16_t *out = arena_array(a, room, sizeof *out);
    for (size_t i = 0; i < p->sets; i++) {
        out[n++] = (uint16_t)p->set[i]->count;
        memcpy(out + n, p->set[i]->bit, p->set[i]->count * sizeof *out);
        n += p->set[i]->count;
    }
    out[n] = 0;
    return out;
}

regex_needs regex_needs_of(arena *a, runes pattern) {
    scanner s = {.arena = a, .at = pattern.at, .end = pattern.at + pattern.length};
    part p = alternatives(&s);
    if (s.lost || s.at < s.end)
        p.sets = 0;
    return packed(a, &p);
}
