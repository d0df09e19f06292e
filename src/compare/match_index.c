#include "compare/match_index.h"

uint64_t spread(uint64_t x) {
    x = (x ^ x >> 31) * 0x7FB5D329728EA185ULL;
    return (x ^ x >> 27) * 0x81DADEF4BC2DD44DULL;
}

/* A feature counts for metrics of one kind and claim only. */
static uint64_t hash_of(const metric *m, uint64_t what) {
    return spread(what ^ ((uint64_t)m->best->kind << 56) ^ ((uint64_t)m->best->claim << 60));
}

/* ---- the table of features ---- */

/* The slot that has the feature, or the free one where it would be. */
static uint32_t *find_slot(const match_index *x, uint64_t hash) {
    size_t at = (size_t)hash & (x->slots - 1);
    while (x->slot[at] && x->feature[x->slot[at] - 1].hash != hash)
        at = (at + 1) & (x->slots - 1);
    return &x->slot[at];
}

/* Room for one more; the table stays half empty. */
static void make_room(match_index *x, arena *a) {
    uint32_t room = x->room ? 2 * x->room : 1024;
    if (x->features < x->room)
        return;
    x->feature = arena_grow(a, x->feature, x->features * sizeof *x->feature, room * sizeof *x->feature);
    x->room = room;
    x->slots = 2 * (size_t)room;
    x->slot = arena_array(a, x->slots, sizeof *x->slot);
    for (uint32_t i = 0; i < x->features; i++)
        *find_slot(x, x->feature[i].hash) = i + 1;
}

static uint32_t number_of_feature(match_index *x, arena *a, uint64_t hash) {
    make_room(x, a);
    uint32_t *slot = find_slot(x, hash);
    if (!*slot) {
        x->feature[x->features] = (feature){.hash = hash};
        *slot = ++x->features;
    }
    return *slot - 1;
}

/* ---- the features of each metric ---- */

typedef struct adding {
    match_index *x;
    arena *a;
    int side;
    uint32_t count;
} adding;

static void add(adding *to, const metric *m, uint64_t what) {
    uint32_t at = number_of_feature(to->x, to->a, hash_of(m, what));
    to->x->side[to->side].feature[to->count++] = at;
    to->x->feature[at].of[to->side].count++;
}

static void add_metric(adding *to, const metric *m) {
    const compared_name *n = &m->name;
    add(to, m, m->key);
    if (n->abbreviation)
        add(to, m, n->abbreviation);
    for (size_t k = 0; k < n->features; k++)
        if (!k || n->feature[k] != n->feature[k - 1])
            add(to, m, n->feature[k]);
    for (size_t k = 0; k < n->marks; k++)
        add(to, m, hash_bytes(HASH_BEGIN, n->mark[k]->text, n->mark[k]->length * sizeof(char32_t)));
}

static void add_side(match_index *x, arena *a, int side, metric_list list) {
    size_t most = 1;
    for (size_t i = 0; i < list.count; i++)
        most += list.at[i]->name.features + list.at[i]->name.marks + 2;
    if (most > UINT32_MAX / 4)
        memory_fail(a->mem);
    match_side *s = &x->side[side];
    *s = (match_side){.list = list,
                      .first = arena_raw(a, list.count + 1, sizeof *s->first),
                      .feature = arena_raw(a, most, sizeof *s->feature),
                      .rank = arena_raw(a, most, sizeof *s->rank)};
    adding to = {x, a, side, 0};
    for (size_t i = 0; i < list.count; i++) {
        s->first[i] = to.count;
        add_metric(&to, list.at[i]);
    }
    s->first[list.count] = to.count;
}

/* ---- the metrics of each feature ---- */

static void make_postings(match_index *x, arena *a, int side) {
    match_side *s = &x->side[side];
    uint32_t from = 0;
    for (uint32_t i = 0; i < x->features; i++) {
        postings *p = &x->feature[i].of[side];
        p->from = from;
        from += p->count;
        p->count = 0;
    }
    s->posting = arena_raw(a, from + 1, sizeof *s->posting);
    for (uint32_t i = 0; i < s->list.count; i++)
        for (uint32_t k = s->first[i]; k < s->first[i + 1]; k++) {
            postings *p = &x->feature[s->feature[k]].of[side];
            s->rank[k] = p->count++;
            s->posting[p->from + s->rank[k]] = i;
        }
}

match_index match_index_make(arena *a, metric_list old, metric_list new_) {
    match_index x = {.features = 0};
    add_side(&x, a, 0, old);
    add_side(&x, a, 1, new_);
    make_postings(&x, a, 0);
    make_postings(&x, a, 1);
    return x;
}
