#include "base/regex_needs.h"

#include <string.h>

enum {
    MOST_SETS = 6,     /* of a pattern */
    MOST_IN_SET = 192, /* bits */
    DEEPEST = 60       /* groups in groups */
};

/* ---- traits */

static uint16_t bit_of(uint64_t what) {
    return (uint16_t)((what * 0x9E3779B97F4A7C15ULL) >> 53);
}

static uint16_t character_bit(char32_t c) {
    return bit_of(c);
}

static uint16_t pair_bit(char32_t a, char32_t b) {
    return bit_of(((uint64_t)a << 32) | b);
}

void regex_traits_add(regex_traits *t, runes text) {
    for (size_t i = 0; i < text.length; i++) {
        uint16_t bit = character_bit(text.at[i]);
        t->bits[bit / 64] |= (uint64_t)1 << bit % 64;
        bit = pair_bit(text.at[i], i + 1 < text.length ? text.at[i + 1] : 0);
        t->bits[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

bool regex_needs_met(regex_needs needs, const regex_traits *t) {
    while (*needs) {
        bool met = false;
        for (uint16_t n = *needs++; n; n--, needs++)
            met = met || t->bits[*needs / 64] >> *needs % 64 & 1;
        if (!met)
            return false;
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

/* One of these must be there; count 0: any text will do. */
typedef struct set {
    uint16_t count;
    bool pair; /* of pairs, which are rarer */
    uint16_t bit[MOST_IN_SET];
} set;

/* What a part of a pattern needs: one of each set. */
typedef struct demand {
    set set[MOST_SETS];
    size_t sets;
} demand;

typedef struct scanner {
    arena *arena;
    const char32_t *at, *end;
    bool lost; /* something was met that is not understood */
    int depth;
} scanner;

/* One item of a sequence, before what says how often it stands there. */
typedef struct item {
    demand *needs;      /* NULL: nothing */
    char32_t character; /* a single one, 0: it is something else */
} item;

static demand *alternatives(scanner *s);

static bool is(const scanner *s, size_t ahead, char32_t c) {
    return (size_t)(s->end - s->at) > ahead && s->at[ahead] == c;
}

/* How rare a set is, roughly: the higher the better. */
static int worth(const set *x) {
    return (x->pair ? 1000 : 0) - x->count;
}

static void demand_add(demand *d, const set *x) {
    if (!x->count)
        return;
    if (d->sets < MOST_SETS) {
        d->set[d->sets++] = *x;
        return;
    }
    size_t worst = 0;
    for (size_t i = 1; i < MOST_SETS; i++)
        if (worth(&d->set[i]) < worth(&d->set[worst]))
            worst = i;
    if (worth(x) > worth(&d->set[worst]))
        d->set[worst] = *x;
}

static void demand_merge(demand *d, const demand *other) {
    for (size_t i = 0; other && i < other->sets; i++)
        demand_add(d, &other->set[i]);
}

static const set *best_of(const demand *d) {
    const set *best = NULL;
    for (size_t i = 0; d && i < d->sets; i++)
        if (!best || worth(&d->set[i]) > worth(best))
            best = &d->set[i];
    return best;
}

/* One branch or the other: the best set of each, taken together; none where a branch needs nothing. */
static bool either(set *all, const set *branch) {
    if (!branch || all->count + branch->count > MOST_IN_SET)
        return false;
    memcpy(all->bit + all->count, branch->bit, branch->count * sizeof *branch->bit);
    all->count = (uint16_t)(all->count + branch->count);
    all->pair = all->pair && branch->pair;
    return true;
}

static int hex_value(char32_t c) {
    return c >= '0' && c <= '9'   ? (int)(c - '0')
           : c >= 'A' && c <= 'F' ? (int)(c - 'A') + 10
           : c >= 'a' && c <= 'f' ? (int)(c - 'a') + 10
                                  : -1;
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
    s->lost |= letter && !(c < 0x80 && strchr("dDsSwWbBAzZ", (int)c));
    return letter ? 0 : c;
}

static void set_add(set *x, uint16_t bit) {
    if (x->count < MOST_IN_SET)
        x->bit[x->count] = bit;
    x->count = (uint16_t)(x->count + 1);
}

/* A class of characters, from behind its bracket on. */
static item read_class(scanner *s) {
    bool negated = is(s, 0, '^'), open = negated;
    s->at += negated;
    demand *d = arena_alloc(s->arena, sizeof *d);
    set *x = &d->set[0];
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
            to = *s->at++;
            if (to == '\\')
                to = escaped(s);
        }
        open |= to < from || to - from >= MOST_IN_SET;
        for (char32_t c = from; !open && c <= to && x->count <= MOST_IN_SET; c++)
            set_add(x, character_bit(c));
    }
    s->lost |= s->at == s->end;
    s->at += s->at < s->end;
    d->sets = 1;
    return (item){open || x->count > MOST_IN_SET ? NULL : d, 0};
}

/* What stands at the beginning of a group; *none tells that a match has nothing of it. */
static void read_group_head(scanner *s, bool *none) {
    *none = false;
    s->lost |= is(s, 0, '*');
    if (!is(s, 0, '?'))
        return;
    s->at++;
    char32_t c = s->at < s->end ? *s->at++ : 0;
    char32_t next = s->at < s->end ? *s->at : 0;
    if (c == '!' || (c == '<' && next == '!'))
        *none = true;
    if (c == '<' && (next == '=' || next == '!')) {
        s->at++;
        return;
    }
    if (c == '<' || c == '\'') {
        char32_t close = c == '<' ? '>' : '\'';
        while (s->at < s->end && *s->at != close)
            s->at++;
        s->at += s->at < s->end;
        return;
    }
    s->lost |= !(c == ':' || c == '>' || c == '|' || c == '=' || c == '!');
    if (c == 'J' && next == ')')
        s->lost = false;
}

static item read_group(scanner *s) {
    bool none;
    read_group_head(s, &none);
    if (++s->depth > DEEPEST)
        s->lost = true;
    demand *d = s->lost ? NULL : alternatives(s);
    s->depth--;
    s->lost |= !is(s, 0, ')');
    s->at += is(s, 0, ')');
    return (item){none ? NULL : d, 0};
}

static item read_item(scanner *s) {
    char32_t c = *s->at++;
    switch (c) {
    case '[': return read_class(s);
    case '(': return read_group(s);
    case '\\': return (item){NULL, escaped(s)};
    case '.':
    case '^':
    case '$': return (item){NULL, 0};
    default: return (item){NULL, c};
    }
}

/* How often the item stands there, at least; *exactly once tells that it is there once and no more. */
static bool read_repeat(scanner *s, bool *once) {
    bool needed = true;
    *once = true;
    if (is(s, 0, '*') || is(s, 0, '?'))
        needed = false;
    bool counted = is(s, 0, '{') && (rune_is_digit(s->at[1]) || s->at[1] == ',');
    if (needed && !counted && !is(s, 0, '+'))
        return true;
    *once = false;
    if (counted) {
        needed = s->at[1] != '0' && s->at[1] != ',';
        while (s->at < s->end && *s->at != '}')
            s->at++;
    }
    s->at += s->at < s->end;
    s->at += is(s, 0, '?') || is(s, 0, '+');
    return needed;
}

static void skip_space(scanner *s) {
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r' || *s->at == '#')) {
        bool comment = *s->at == '#';
        while (comment && s->at < s->end && *s->at != '\n')
            s->at++;
        s->at += s->at < s->end;
    }
}

static bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

static void need_character(demand *d, char32_t before, char32_t c) {
    set one = {.count = 1};
    one.bit[0] = character_bit(c);
    demand_add(d, &one);
    if (!before || is_private(before) || is_private(c))
        return;
    one.pair = true;
    one.bit[0] = pair_bit(before, c);
    demand_add(d, &one);
}

static demand *sequence(scanner *s) {
    demand *d = arena_alloc(s->arena, sizeof *d);
    char32_t before = 0;
    for (skip_space(s); s->at < s->end && *s->at != '|' && *s->at != ')' && !s->lost; skip_space(s)) {
        item it = read_item(s);
        skip_space(s);
        bool once, needed = read_repeat(s, &once);
        if (needed && it.character)
            need_character(d, before, it.character);
        else if (needed)
            demand_merge(d, it.needs);
        before = once ? it.character : 0;
    }
    return d;
}

static demand *alternatives(scanner *s) {
    demand *first = sequence(s);
    if (!is(s, 0, '|') || s->lost)
        return first;
    set all = {.pair = true};
    bool known = either(&all, best_of(first));
    while (is(s, 0, '|') && !s->lost) {
        s->at++;
        known = either(&all, best_of(sequence(s))) && known;
    }
    demand *d = arena_alloc(s->arena, sizeof *d);
    if (known)
        demand_add(d, &all);
    return d;
}

static regex_needs packed(arena *a, const demand *d) {
    size_t room = 1, n = 0;
    for (size_t i = 0; d && i < d->sets; i++)
        room += 1 + (size_t)d->set[i].count;
    uint16_t *out = arena_array(a, room, sizeof *out);
    for (size_t i = 0; d && i < d->sets; i++) {
        out[n++] = d->set[i].count;
        memcpy(out + n, d->set[i].bit, d->set[i].count * sizeof *out);
        n += d->set[i].count;
    }
    out[n] = 0;
    return out;
}

regex_needs regex_needs_of(arena *a, runes pattern) {
    scanner s = {.arena = a, .at = pattern.at, .end = pattern.at + pattern.length};
    const demand *d = alternatives(&s);
    return packed(a, s.lost || s.at < s.end ? NULL : d);
}
