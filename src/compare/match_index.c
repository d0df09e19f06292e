#include "compare/match_index.h"

/* A feature counts for metrics of one kind and claim only. */
static uint64_t hash_of(const metric *m, uint64_t what) {
    return spread(what ^ ((uint64_t)m->best->kind << 56) ^ ((uint64_t)m->best->claim << 60));
}

/* ---- the features of each metric ---- */

typedef struct adding {
    numbering *numbers;
    match_side *side;
    arena *a;
    uint32_t count;
} adding;

static void add(adding *to, const metric *m, uint64_t what) {
    to->side->feature[to->count++] = numbering_add(to->numbers, to->a, hash_of(m, what));
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
    adding to = {&x->numbers, s, a, 0};
    for (size_t i = 0; i < list.count; i++) {
        s->first[i] = to.count;
        add_metric(&to, list.at[i]);
    }
    s->first[list.count] = to.count;
}

/* ---- the metrics of each feature ---- */

static void make_postings(match_index *x, arena *a, int side) {
    match_side *s = &x->side[side];
    uint32_t all = s->first[s->list.count], from = 0;
    for (uint32_t i = 0; i < all; i++)
        x->feature[s->feature[i]].of[side].count++;
    for (uint32_t i = 0; i < x->numbers.count; i++) {
        postings *p = &x->feature[i].of[side];
        p->from = from;
        from += p->count;
        p->count = 0;
    }
    s->posting = arena_raw(a, all, sizeof *s->posting);
    for (uint32_t i = 0; i < s->list.count; i++)
        for (uint32_t k = s->first[i]; k < s->first[i + 1]; k++) {
            postings *p = &x->feature[s->feature[k]].of[side];
            s->rank[k] = p->count++;
            s->posting[p->from + s->rank[k]] = i;
        }
}

match_index match_index_make(arena *a, metric_list old, metric_list new_) {
    match_index x = {.feature = NULL};
    add_side(&x, a, 0, old);
    add_side(&x, a, 1, new_);
    x.feature = arena_array(a, x.numbers.count, sizeof *x.feature);
    for (uint32_t i = 0; i < x.numbers.count; i++)
        x.feature[i].hash = x.numbers.hash[i];
    make_postings(&x, a, 0);
    make_postings(&x, a, 1);
    return x;
}
