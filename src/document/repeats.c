#include "document/repeats.h"

#include <string.h>

enum {
    LONGEST = 40, /* characters */
    FEWEST = 3,   /* times that a running head comes */
    PAGE = 3,     /* lines from one to the next, on average and at least */
    PAGE_DIGITS = 4
};

struct repeats {
    repeat *at; /* of lines that come more than once */
    size_t count, room;
    uint32_t *slot; /* by hash: the first line of those that are the same; 0: none */
    size_t size;    /* a power of two */
};

/* A line's characters that count, with white space between them, and the page number beside them. */
typedef struct essence {
    runes text;
    uint32_t number;
    bool numbered;
} essence;

static bool is_trim(char32_t c) {
    return rune_is_space(c) || c == '-' || c == 0x2014 || c == 0x2013 || c == '|' || c == 0xB7;
}

/* Cuts a number of a few digits off that stands apart at one end. */
static void cut_number(essence *e, bool front) {
    runes *t = &e->text;
    size_t n = 0;
    uint32_t number = 0;
    while (n < t->length && n <= PAGE_DIGITS && rune_is_digit(t->at[front ? n : t->length - 1 - n]))
        n++;
    if (!n || n > PAGE_DIGITS || n == t->length || !is_trim(t->at[front ? n : t->length - 1 - n]))
        return;
    const char32_t *digits = front ? t->at : t->at + t->length - n;
    for (size_t i = 0; i < n; i++)
        number = number * 10 + (uint32_t)(digits[i] - '0');
    e->number = number;
    e->numbered = true;
    t->at += front ? n : 0;
    t->length -= n;
}

static void trim(runes *t) {
    while (t->length && is_trim(t->at[0]))
        t->at++, t->length--;
    while (t->length && is_trim(t->at[t->length - 1]))
        t->length--;
}

static bool essence_of(const lines *all, const line *l, essence *e) {
    *e = (essence){.text = line_core(all, l)};
    if (e->text.length > LONGEST)
        return false;
    trim(&e->text);
    cut_number(e, true);
    cut_number(e, false);
    trim(&e->text);
    return e->text.length > 0;
}

/* The next character that is no white space, which *t then begins behind; 0: there is none. */
static char32_t take(runes *t) {
    while (t->length) {
        char32_t c = *t->at++;
        t->length--;
        if (!rune_is_space(c))
            return c;
    }
    return 0;
}

static bool same(runes a, runes b) {
    char32_t c;
    do {
        c = take(&a);
        if (c != take(&b))
            return false;
    } while (c);
    return true;
}

/* Whether the two lines have the same essence, of which e is one's. */
static bool alike(const lines *all, const line *l, const line *other, const essence *e) {
    essence of_other;
    if (l->length == other->length &&
        !memcmp(all->text + l->from, all->text + other->from, l->length * sizeof *all->text))
        return true;
    return essence_of(all, other, &of_other) && same(e->text, of_other.text);
}

static uint32_t *look_up(repeats *r, const lines *all, const line *l, const essence *e) {
    uint64_t hash = 1469598103934665603U;
    runes rest = e->text;
    for (char32_t c; (c = take(&rest));)
        hash = (hash ^ c) * 1099511628211U;
    for (size_t at = (size_t)(hash ^ hash >> 32);; at++) {
        uint32_t *first = &r->slot[at & (r->size - 1)];
        if (!*first || alike(all, l, &all->at[*first], e))
            return first;
    }
}

/* A new entry, for a line that has come for the second time. */
static void add(repeats *r, arena *a, lines *all, uint32_t first) {
    if (r->count == r->room) {
        r->room = r->room * 2 + 64;
        repeat *more = arena_raw(a, r->room, sizeof *more);
        if (r->count)
            memcpy(more, r->at, r->count * sizeof *more);
        r->at = more;
    }
    r->at[r->count++] = (repeat){.line = first, .last = first, .count = 1, .left = 1};
    all->at[first].repeat = (uint32_t)r->count;
}

repeats *repeats_new(arena *a, lines *all) {
    repeats *r = arena_alloc(a, sizeof *r);
    essence e;
    size_t few = 0;
    for (size_t i = 1; i <= all->count; i++)
        few += all->at[i].length <= LONGEST;
    for (r->size = 16; r->size < few + few / 2;)
        r->size *= 2;
    r->slot = arena_array(a, r->size, sizeof *r->slot);
    for (uint32_t i = 1; i <= all->count; i++) {
        if (all->at[i].length > LONGEST || !essence_of(all, &all->at[i], &e))
            continue;
        uint32_t *first = look_up(r, all, &all->at[i], &e);
        if (!*first) {
            *first = i;
            continue;
        }
        if (!all->at[*first].repeat)
            add(r, a, all, *first);
        repeat *p = &r->at[all->at[*first].repeat - 1];
        p->last = i;
        p->count++;
        p->left++;
        all->at[i].repeat = all->at[*first].repeat;
    }
    return r;
}

repeat *repeats_of(repeats *r, const line *l) {
    return l->repeat ? &r->at[l->repeat - 1] : NULL;
}

static bool may_be_head(const line *l) {
    return l->role == LINE_BODY && l->ends == ENDS_NOT && !l->cover && l->repeat;
}

static void observe(repeats *r, const lines *all, const line *l) {
    essence e;
    repeat *p = repeats_of(r, l);
    if (p->count < FEWEST || !essence_of(all, l, &e))
        return;
    const line *before = l - 1, *after = l + 1;
    bool last = after == all->at + all->count + 1;
    p->interrupts += before->role == LINE_BODY && before->ends <= ENDS_COMMA && before != all->at;
    p->at_page += l->page || before->role == LINE_SKIP || (!last && (after->page || after->role == LINE_SKIP));
    p->falls = p->falls || (e.numbered && e.number <= p->number);
    p->varies = p->varies || e.numbered;
    p->number = e.number;
}

static bool is_head(const repeat *p) {
    return p->count >= FEWEST && (p->last - p->line) / (p->count - 1) >= PAGE &&
           (p->interrupts || p->at_page * 2 >= p->count) && !(p->varies && p->falls);
}

void repeats_observe(repeats *r, const lines *all) {
    for (size_t i = 1; i <= all->count; i++)
        if (may_be_head(&all->at[i]))
            observe(r, all, &all->at[i]);
}

void repeats_drop_heads(repeats *r, lines *all, bool first) {
    for (size_t i = 1; i <= all->count; i++) {
        line *l = &all->at[i];
        if (!may_be_head(l))
            continue;
        const repeat *p = &r->at[l->repeat - 1];
        if (is_head(p) && (first || p->line != i)) {
            l->role = LINE_SKIP;
            l->dropped = true;
        }
    }
}
