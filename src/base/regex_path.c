#include "base/regex_path.h"

#include <string.h>

const edge edge_none = {0};

/* ---- characters */

edge *edge_new(arena *a, size_t most) {
    edge *e = arena_raw(a, 1, sizeof *e + most * sizeof *e->at);
    e->count = 0;
    return e;
}

bool runes_have(runes set, char32_t c) {
    for (size_t i = 0; i < set.length; i++)
        if (set.at[i] == c)
            return true;
    return false;
}

const edge *edge_either(arena *a, const edge *one, const edge *other) {
    if (!one || !other || one->count + other->count > MOST_IN_EDGE)
        return NULL;
    edge *both = edge_new(a, one->count + other->count);
    memcpy(both->at, one->at, one->count * sizeof *one->at);
    both->count = one->count;
    for (size_t i = 0; i < other->count; i++)
        if (!runes_have((runes){one->at, one->count}, other->at[i]))
            both->at[both->count++] = other->at[i];
    return both;
}

/* Those that are figures, or those that are not. */
static const edge *sorted_out(const path *p, const edge *e, bool figures) {
    edge *out = edge_new(p->arena, e->count);
    for (size_t i = 0; i < e->count; i++)
        if (runes_have(p->figures, e->at[i]) == figures)
            out->at[out->count++] = e->at[i];
    return out;
}

bool path_may_count(const path *p, const edge *taken) {
    return sorted_out(p, taken, true)->count;
}

/* ---- how a match begins */

/* Anything may follow one of these. */
static void note_alone(path *p, const edge *one) {
    for (size_t i = 0; p->start && i < one->count; i++)
        regex_edge_add(&p->start->alone, one->at[i]);
}

static void note_pairs(regex_pairs *to, const edge *one, const edge *next) {
    for (size_t i = 0; to && i < one->count; i++)
        for (size_t k = 0; k < next->count; k++)
            regex_pairs_add(to, one->at[i], next->at[k]);
}

static void follow(path *p, const edge *next) {
    if (next)
        note_pairs(p->start ? &p->start->pairs : NULL, p->at.one, next);
    else
        note_alone(p, p->at.one);
}

/* ---- what leads to the first figure */

static void count(path *p, const edge *next, bool counts) {
    const edge *figures = next ? sorted_out(p, next, true) : NULL;
    bool reached = !p->at.last || p->at.last->count;
    if (!reached || (figures ? !figures->count : !counts))
        return;
    if (figures && p->at.last)
        note_pairs(p->lead, p->at.last, figures);
    else
        p->lead = NULL;
}

/* ---- the way through a pattern */

place_reached path_aside(void) {
    return (place_reached){.one = &edge_none, .last = &edge_none};
}

path path_new(arena *a, runes figures, bool wanted) {
    path p = {.arena = a, .figures = figures, .at = path_aside()};
    p.at.none = true;
    p.start = wanted ? arena_alloc(a, sizeof *p.start) : NULL;
    p.lead = wanted && figures.length ? arena_alloc(a, sizeof *p.lead) : NULL;
    return p;
}

void path_take(path *p, const edge *taken, bool counts) {
    if (!taken && p->at.none)
        p->start = NULL;
    follow(p, taken);
    count(p, taken, counts);
    place_reached next = path_aside();
    if (p->at.none && taken)
        next.one = taken;
    if (p->at.none || !p->at.last || p->at.last->count)
        next.last = taken ? sorted_out(p, taken, false) : NULL;
    p->at = next;
}

void path_repeat(path *p, const edge *first, bool counts) {
    follow(p, first);
    count(p, first, counts);
}

place_reached path_either(path *p, place_reached one, place_reached other) {
    place_reached both = {.none = one.none || other.none};
    both.one = edge_either(p->arena, one.one, other.one);
    both.last = edge_either(p->arena, one.last, other.last);
    if (!both.one) {
        note_alone(p, one.one);
        note_alone(p, other.one);
        both.one = &edge_none;
    }
    return both;
}

void path_end(path *p) {
    note_alone(p, p->at.one);
    if (p->at.none)
        p->start = NULL;
    if (p->at.none || !p->at.last || p->at.last->count)
        p->lead = NULL;
}
