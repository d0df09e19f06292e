#include "base/regex_outline.h"

#include <stdlib.h>
#include <string.h>

#include "base/regex_path.h"

enum {
    MOST_SETS = 6,     /* of a pattern */
    MOST_IN_SET = 160, /* hashes */
    DEEPEST = 60       /* groups in groups */
};

/* ---- what is known of a part of a pattern */

/* A match holds one of these. */
typedef struct set {
    size_t count;
    bool pair;   /* of pairs, which are rarer */
    bool common; /* one of them ends a stretch, as something does in nearly every one */
    uint16_t hash[];
} set;

typedef struct need {
    const set *set;
    unsigned far; /* how many stretches behind that in which the part begins at most; or REGEX_ANYWHERE */
} need;

/* What is known of a part of a pattern. */
typedef struct part {
    need need[MOST_SETS];
    size_t needs;
    const edge *first, *last; /* the characters that it can begin and end with */
    bool empty;               /* may take no characters */
    bool still;               /* takes none: it looks around */
    bool anchored, ended;     /* matches at the beginning of a text only; up to its end */
    bool counts;              /* may take a figure */
    unsigned leaves;          /* how many ends of stretches it may take, so that what follows stands in another */
    const set *toll; /* where it does, one of these stands in the stretch that it begins in; NULL: that is not known */
} part;

typedef struct scanner {
    arena *arena;
    regex_use use;
    bool caseless; /* ASCII letters stand for both cases */
    const char32_t *at, *end;
    bool lost; /* something was met that is not understood */
    int depth;
    path path;
} scanner;

static part alternatives(scanner *s);

static bool is(const scanner *s, size_t ahead, char32_t c) {
    return (size_t)(s->end - s->at) > ahead && s->at[ahead] == c;
}

static set *new_set(scanner *s, size_t most, bool pair) {
    set *x = arena_raw(s->arena, 1, sizeof *x + most * sizeof *x->hash);
    x->count = 0;
    x->pair = pair;
    x->common = false;
    return x;
}

static void put_hash(set *x, uint16_t hash) {
    size_t i = 0;
    while (i < x->count && x->hash[i] != hash)
        i++;
    if (i == x->count)
        x->hash[x->count++] = hash;
}

static void put_hashes(set *x, const set *more) {
    for (size_t i = 0; i < more->count; i++)
        put_hash(x, more->hash[i]);
}

/* How rare a need is, roughly: the higher the better. */
static long worth(need n) {
    return (n.set->pair ? 4 : 1) * (n.far ? 1 : 2) * (n.set->common ? 1 : 32) * 1000L / (long)n.set->count;
}

static void add_need(part *p, need n) {
    if (!n.set || !n.set->count)
        return;
    if (p->needs < MOST_SETS) {
        p->need[p->needs++] = n;
        return;
    }
    size_t worst = 0;
    for (size_t i = 1; i < MOST_SETS; i++)
        if (worth(p->need[i]) < worth(p->need[worst]))
            worst = i;
    if (worth(n) > worth(p->need[worst]))
        p->need[worst] = n;
}

static need best_of(const part *p) {
    need best = {0};
    for (size_t i = 0; i < p->needs; i++)
        if (!best.set || worth(p->need[i]) > worth(best))
            best = p->need[i];
    return best;
}

/* ---- two parts, one or the other */

static need either_need(scanner *s, need left, need right) {
    const set *a = left.set, *b = right.set;
    if (!a || !b || a->count + b->count > MOST_IN_SET)
        return (need){0};
    set *both = new_set(s, a->count + b->count, a->pair && b->pair);
    both->common = a->common || b->common;
    put_hashes(both, a);
    put_hashes(both, b);
    return (need){both, left.far > right.far ? left.far : right.far};
}

/* Either part may leave the stretch that both begin in. */
static void add_toll(scanner *s, part *p, const part *other) {
    if (p->leaves && other->leaves)
        p->toll = either_need(s, (need){p->toll, 0}, (need){other->toll, 0}).set;
    else if (other->leaves)
        p->toll = other->toll;
}

/* What the part needs where it begins, it needs to leave as well. */
static void settle_toll(part *p) {
    need best = {p->toll, 0};
    for (size_t i = 0; p->leaves && i < p->needs; i++)
        if (!p->need[i].far && (!best.set || worth(p->need[i]) > worth(best)))
            best = p->need[i];
    p->toll = best.set;
}

/* ---- one part behind the other */

/* One of the pairs that stand where they meet. */
static const set *meeting(scanner *s, const edge *a, const edge *b) {
    if (!a || !b || !a->count || !b->count || a->count * b->count > MOST_IN_SET)
        return NULL;
    set *pairs = new_set(s, a->count * b->count, true);
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            put_hash(pairs, regex_pair_hash(a->at[i], b->at[k]));
    return pairs;
}

static unsigned at_most(unsigned stretches) {
    return stretches < REGEX_FAR ? stretches : REGEX_FAR;
}

/* What stands behind p, where that ends, is needed; also in the stretch where p begins, unless p leaves that. */
static void add_behind(scanner *s, part *p, need n) {
    add_need(p, (need){n.set, n.far == REGEX_ANYWHERE ? n.far : at_most(n.far + p->leaves)});
    if (!n.far && p->leaves && p->toll)
        add_need(p, either_need(s, n, (need){p->toll, 0}));
}

static void append(scanner *s, part *p, const part *next) {
    for (size_t i = 0; i < next->needs; i++)
        add_behind(s, p, next->need[i]);
    if (!p->empty && (!next->empty || next->still))
        add_behind(s, p, (need){meeting(s, p->last, next->first), 0});
    p->anchored |= next->anchored && p->empty;
    p->ended = next->ended || (p->ended && next->still);
    if (next->still)
        return;
    add_toll(s, p, next);
    p->leaves = at_most(p->leaves + next->leaves);
    p->counts |= next->counts;
    p->first = p->empty ? edge_either(s->arena, p->first, next->first) : p->first;
    p->last = next->empty ? edge_either(s->arena, p->last, next->last) : next->last;
    p->empty = p->empty && next->empty;
}

/* ---- what patterns are made of */

/* Takes no characters, needs nothing. */
static part nothing(void) {
    return (part){.first = &edge_none, .last = &edge_none, .empty = true};
}

static part anything(void) {
    return (part){.counts = true, .leaves = 1};
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
    if (c == 'x') { /* at most two digits; none: a NUL, which stays not understood */
        char32_t value = 0;
        for (int i = 0; i < 2 && s->at < s->end && hex_value(*s->at) >= 0; i++, s->at++)
            value = value * 16 + (char32_t)hex_value(*s->at);
        s->lost |= !value;
        return value;
    }
    if (c == 't')
        return '\t';
    bool letter = rune_is_alpha(c) || rune_is_digit(c);
    if (c == 'p' && is(s, 0, '{'))
        while (s->at < s->end && *s->at != '}')
            s->at++;
    s->at += c == 'p' && s->at < s->end;
    s->lost |= letter && !(c < 0x80 && strchr("dDhHpsSwW", (int)c));
    return letter ? 0 : c;
}

/* Digits or horizontal white space, for \d and \h. */
static const edge *class_called(scanner *s, char32_t name) {
    static const char32_t digits[] = U"0123456789";
    static const char32_t spaces[] = U"\t \xA0\x1680\x180E\x2000\x2001\x2002\x2003\x2004\x2005\x2006\x2007\x2008\x2009"
                                     U"\x200A\x202F\x205F\x3000";
    const char32_t *all = name == 'd' ? digits : name == 'h' ? spaces : U"";
    edge *e = edge_new(s->arena, sizeof spaces / sizeof *spaces);
    while (all[e->count]) {
        e->at[e->count] = all[e->count];
        e->count++;
    }
    return e->count ? e : NULL;
}

static part one_of(scanner *s, const edge *characters) {
    set *x = new_set(s, characters->count, false);
    for (size_t i = 0; i < characters->count; i++)
        put_hash(x, regex_character_hash(characters->at[i]));
    part p = {.first = characters, .last = characters};
    add_need(&p, (need){x, 0});
    for (size_t i = 0; i < characters->count; i++)
        p.leaves |= runes_have(s->use.ends, characters->at[i]);
    x->common = p.leaves;
    p.counts = path_may_count(&s->path, characters);
    settle_toll(&p);
    return p;
}

static part one(scanner *s, char32_t c) {
    edge *e = edge_new(s->arena, 2);
    e->at[e->count++] = c;
    if (s->caseless && rune_is_alpha(c))
        e->at[e->count++] = c ^ 0x20;
    return one_of(s, e);
}

/* What a backslash introduces. */
static part read_escape(scanner *s) {
    const edge *named = s->at < s->end ? class_called(s, *s->at) : NULL;
    char32_t c = escaped(s);
    return named ? one_of(s, named) : c ? one(s, c) : anything();
}

/* Adds the characters of a class in a class; false where they are not known. */
static bool add_class(scanner *s, edge *e, char32_t name) {
    const edge *named = class_called(s, name);
    for (size_t i = 0; named && i < named->count && e->count < MOST_IN_SET; i++)
        e->at[e->count++] = named->at[i];
    return named && e->count < MOST_IN_SET;
}

/* Any character but those listed. */
static part none_of(const scanner *s, const edge *listed) {
    part p = {.leaves = 0};
    for (size_t i = 0; i < s->use.ends.length; i++)
        p.leaves |= !runes_have((runes){listed->at, listed->count}, s->use.ends.at[i]);
    for (size_t i = 0; i < s->use.figures.length; i++)
        p.counts |= !runes_have((runes){listed->at, listed->count}, s->use.figures.at[i]);
    return p;
}

/* A class of characters, from behind its bracket on. */
static part read_class(scanner *s) {
    bool open = false, negated = is(s, 0, '^');
    edge *e = edge_new(s->arena, MOST_IN_SET);
    s->at += negated;
    for (bool first = true; s->at < s->end && (first || *s->at != ']'); first = false) {
        char32_t from = *s->at++, to;
        s->lost |= from == '[' && (is(s, 0, ':') || is(s, 0, '.') || is(s, 0, '='));
        if (from == '\\') {
            char32_t name = s->at < s->end ? *s->at : 0;
            from = escaped(s);
            if (!from) {
                open |= !add_class(s, e, name);
                continue;
            }
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
    return open ? anything() : negated ? none_of(s, e) : one_of(s, e);
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
        while (s->at < s->end && *s->at != close && *s->at != '*')
            s->at++;
        s->lost |= !is(s, 0, close);
        s->at += s->at < s->end;
        return GROUP;
    }
    if (c == 'C') { /* a call, which takes nothing; the group is empty */
        while (s->at < s->end && rune_is_digit(*s->at))
            s->at++;
        return GROUP;
    }
    if (c == 'i' && next == ':') {
        s->at++;
        s->caseless = true;
        return GROUP;
    }
    s->lost |= !(c == ':' || c == '>' || c == '|' || (c == 'J' && next == ')'));
    return GROUP;
}

static part read_group(scanner *s) {
    bool caseless = s->caseless;
    place_reached before = s->path.at;
    group_sort sort = read_group_head(s);
    if (sort != GROUP)
        s->path.at = path_aside();
    s->lost |= ++s->depth > DEEPEST;
    part p = s->lost ? nothing() : alternatives(s);
    s->depth--;
    s->caseless = caseless;
    s->lost |= !is(s, 0, ')');
    s->at += is(s, 0, ')');
    if (sort == GROUP)
        return p;
    s->path.at = before;
    part around = nothing();
    around.still = true;
    for (size_t i = 0; sort != NOT_THERE && i < p.needs; i++)
        add_need(&around, (need){p.need[i].set, sort == AHEAD ? p.need[i].far : REGEX_ANYWHERE});
    around.first = sort == AHEAD && !p.empty ? p.first : NULL;
    return around;
}

/* An item that takes one character. */
static part taking(scanner *s, part p) {
    path_take(&s->path, p.first, p.counts);
    return p;
}

static part read_item(scanner *s) {
    char32_t c = *s->at++;
    part still = nothing();
    still.still = true;
    still.first = NULL;
    switch (c) {
    case '[': return taking(s, read_class(s));
    case '(': return read_group(s);
    case '\\': return taking(s, read_escape(s));
    case '.': return taking(s, anything());
    case '^': still.anchored = true; return still;
    case '$': still.ended = true; return still;
    default: return taking(s, one(s, c));
    }
}

/* What PCRE2_EXTENDED passes over. */
static bool is_passed_over(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x200E || c == 0x200F || c == 0x2028 ||
           c == 0x2029;
}

static void skip_space(scanner *s) {
    while (s->at < s->end && (is_passed_over(*s->at) || *s->at == '#')) {
        bool comment = *s->at == '#';
        while (comment && s->at < s->end && *s->at != '\n')
            s->at++;
        s->at += s->at < s->end;
    }
}

static bool at_repeat(const scanner *s) {
    return is(s, 0, '*') || is(s, 0, '?') || is(s, 0, '+') || is(s, 0, '{');
}

/* From a brace on: {2}, {2,}, {2,3}. Other braces mean themselves, or something in some versions. */
static void read_count(scanner *s) {
    int commas = 0;
    s->lost |= s->end - s->at < 2 || !rune_is_digit(s->at[1]);
    for (s->at++; s->at < s->end && (rune_is_digit(*s->at) || (*s->at == ',' && !commas)); s->at++)
        commas += *s->at == ',';
    s->lost |= !is(s, 0, '}');
}

/* How often the item, before which that had begun, may stand there; which changes what is known of it. */
static void read_repeat(scanner *s, part *p, place_reached before) {
    skip_space(s);
    if (!at_repeat(s))
        return;
    if (!is(s, 0, '?')) {
        path_repeat(&s->path, p->first, p->counts);
        p->leaves = p->leaves ? REGEX_FAR : 0;
    }
    if (is(s, 0, '*') || is(s, 0, '?') || (is(s, 0, '{') && is(s, 1, '0'))) {
        s->path.at = path_either(&s->path, before, s->path.at);
        p->empty = true;
        p->needs = 0;
        p->anchored = p->ended = false;
        p->first = p->still ? NULL : p->first;
    }
    if (is(s, 0, '{'))
        read_count(s);
    s->at += s->at < s->end;
    s->at += is(s, 0, '?') || is(s, 0, '+');
    skip_space(s);
    s->lost |= at_repeat(s); /* one of the one before */
}

static part sequence(scanner *s) {
    part p = nothing();
    for (skip_space(s); s->at < s->end && *s->at != '|' && *s->at != ')' && !s->lost; skip_space(s)) {
        place_reached before = s->path.at;
        part item = read_item(s);
        read_repeat(s, &item, before);
        append(s, &p, &item);
    }
    settle_toll(&p);
    return p;
}

/* What is known of several branches together, one of which is taken. */
typedef struct branches {
    set *set; /* NULL: no need is common to all */
    unsigned far;
    edge *first, *last; /* NULL: any */
} branches;

static set *add_set(set *all, const set *more) {
    if (!all || !more || all->count + more->count > MOST_IN_SET)
        return NULL;
    put_hashes(all, more);
    all->pair = all->pair && more->pair;
    all->common |= more->common;
    return all;
}

static edge *add_edge(edge *all, const edge *more) {
    if (!all || !more || all->count + more->count > MOST_IN_EDGE)
        return NULL;
    for (size_t i = 0; i < more->count; i++) {
        size_t k = 0;
        while (k < all->count && all->at[k] != more->at[i])
            k++;
        if (k == all->count)
            all->at[all->count++] = more->at[i];
    }
    return all;
}

static void add_branch(branches *b, const part *p) {
    need best = best_of(p);
    b->set = add_set(b->set, best.set);
    b->far = best.far > b->far ? best.far : b->far;
    b->first = add_edge(b->first, p->first);
    b->last = add_edge(b->last, p->last);
}

static part alternatives(scanner *s) {
    place_reached before = s->path.at;
    part p = sequence(s);
    if (!is(s, 0, '|') || s->lost)
        return p;
    branches all = {new_set(s, MOST_IN_SET, true), 0, edge_new(s->arena, MOST_IN_EDGE),
                    edge_new(s->arena, MOST_IN_EDGE)};
    add_branch(&all, &p);
    while (is(s, 0, '|') && !s->lost) {
        s->at++;
        place_reached begun = s->path.at;
        s->path.at = before;
        part other = sequence(s);
        s->path.at = path_either(&s->path, begun, s->path.at);
        add_branch(&all, &other);
        p.empty |= other.empty;
        p.counts |= other.counts;
        p.anchored &= other.anchored;
        p.ended &= other.ended;
        add_toll(s, &p, &other);
        p.leaves = other.leaves > p.leaves ? other.leaves : p.leaves;
    }
    p.needs = 0;
    add_need(&p, (need){all.set, all.far});
    p.first = all.first;
    p.last = all.last;
    return p;
}

static int by_worth(const void *left, const void *right) {
    const need *a = left, *b = right;
    long x = worth(*a), y = worth(*b);
    return x != y ? (x < y) - (x > y) : (a->far > b->far) - (a->far < b->far);
}

static int by_hash(const void *left, const void *right) {
    const uint16_t *a = left, *b = right;
    return *a - *b;
}

/* Whether one of the sets from `packed` up to `last` is the same as this: if so, it is needed as near, or nearer. */
static bool is_packed(regex_needs packed, const uint16_t *last) {
    size_t length = *last & REGEX_LENGTH;
    for (; packed < last; packed += 1 + (*packed & REGEX_LENGTH))
        if ((*packed & REGEX_LENGTH) == length && !memcmp(packed + 1, last + 1, length * sizeof *last))
            return true;
    return false;
}

/* The rarest come first: most texts lack them, and the rest need not be looked at. */
static regex_needs packed(arena *a, part *p) {
    size_t room = 1, n = 0;
    for (size_t i = 0; i < p->needs; i++)
        room += 1 + p->need[i].set->count;
    uint16_t *out = arena_array(a, room, sizeof *out);
    qsort(p->need, p->needs, sizeof *p->need, by_worth);
    for (size_t i = 0; i < p->needs; i++) {
        const set *x = p->need[i].set;
        out[n] = (uint16_t)(x->count | p->need[i].far << REGEX_FAR_SHIFT);
        memcpy(out + n + 1, x->hash, x->count * sizeof *out);
        qsort(out + n + 1, x->count, sizeof *out, by_hash);
        n += is_packed(out, out + n) ? 0 : 1 + x->count;
    }
    out[n] = 0;
    return out;
}

static const regex_edge *packed_edge(arena *a, const edge *e, bool known) {
    if (!known || !e || !e->count)
        return &regex_edge_any;
    regex_edge *out = arena_alloc(a, sizeof *out);
    for (size_t i = 0; i < e->count; i++)
        regex_edge_add(out, e->at[i]);
    return out;
}

regex_outline regex_outline_of(arena *a, runes pattern, regex_use use) {
    scanner s = {.arena = a, .use = use, .at = pattern.at, .end = pattern.at + pattern.length};
    s.path = path_new(a, use.figures, use.anchored);
    part p = alternatives(&s);
    path_end(&s.path);
    bool understood = !s.lost && s.at == s.end;
    if (!understood)
        p.needs = 0;
    return (regex_outline){
        .needs = packed(a, &p),
        .first = packed_edge(a, p.first, understood && (use.anchored || p.anchored) && !p.empty),
        .last = packed_edge(a, p.last, understood && p.ended && !p.empty),
        .start = understood ? s.path.start : NULL,
        .lead = understood ? s.path.lead : NULL,
    };
}
