#include "compare/match.h"

#include <stdlib.h>

#include "compare/assign.h"
#include "compare/match_index.h"

/* Metrics that share a rare feature are held against each other. These bounds keep the work in proportion. */
enum {
    RAREST = 8,     /* features of a metric that are looked up */
    POSTINGS = 64,  /* metrics that are taken of those that share one; of more, those at a like place */
    CANDIDATES = 32 /* metrics that are scored for each one */
};
enum { NEARLY = 300 }; /* a rival within so much makes a match ambiguous */

/* ---- candidates ---- */

typedef struct search {
    comparison *c;
    match_index index;
    score_trait *trait[2]; /* of each metric of both documents */
    edge *edge;
    size_t edges, room;
} search;

typedef struct rare {
    const feature *feature;
    uint32_t common; /* metrics of both documents that have it */
    uint32_t rank;   /* how many of its own document have it and stand before */
} rare;

static bool is_rarer(const rare *a, const rare *b) {
    return a->common != b->common ? a->common < b->common : a->feature->hash < b->feature->hash;
}

/* Keeps the rarest features, sorted. */
static size_t insert(rare *list, size_t count, rare r) {
    size_t at = count < RAREST ? count : RAREST;
    for (; at && is_rarer(&r, &list[at - 1]); at--)
        if (at < RAREST)
            list[at] = list[at - 1];
    if (at < RAREST)
        list[at] = r;
    return count < RAREST ? count + 1 : count;
}

static size_t rarest(const match_index *x, int here, uint32_t item, rare *list) {
    const match_side *s = &x->side[here];
    size_t count = 0;
    for (uint32_t i = s->first[item]; i < s->first[item + 1]; i++) {
        const feature *f = &x->feature[s->feature[i]];
        if (f->of[!here].count)
            count = insert(list, count, (rare){f, f->of[0].count + f->of[1].count, s->rank[i]});
    }
    return count;
}

typedef struct tally {
    unsigned char *hits; /* of each metric of the other document */
    uint32_t seen[RAREST * POSTINGS];
    size_t count;
} tally;

/* Of a long list those around the place where this metric stands in its own list. */
static postings nearby(int here, const rare *r) {
    postings all = r->feature->of[!here], own = r->feature->of[here];
    if (all.count <= POSTINGS)
        return all;
    uint32_t middle = (uint32_t)((uint64_t)r->rank * all.count / own.count);
    uint32_t from = middle > POSTINGS / 2 ? middle - POSTINGS / 2 : 0;
    from = from + POSTINGS > all.count ? all.count - POSTINGS : from;
    return (postings){all.from + from, POSTINGS};
}

static void count_hits(const match_index *x, int here, uint32_t item, tally *t) {
    rare list[RAREST];
    size_t count = rarest(x, here, item, list);
    const uint32_t *posting = x->side[!here].posting;
    for (size_t i = 0; i < count; i++) {
        postings p = nearby(here, &list[i]);
        for (uint32_t k = p.from; k < p.from + p.count; k++)
            if (!t->hits[posting[k]]++)
                t->seen[t->count++] = posting[k];
    }
}

static edge *new_edge(search *s) {
    if (s->edges == s->room) {
        size_t room = s->room ? 2 * s->room : 1024;
        s->edge = arena_grow(s->c->a, s->edge, s->edges * sizeof *s->edge, room * sizeof *s->edge);
        s->room = room;
    }
    return &s->edge[s->edges];
}

static bool is_one_record(const metric *a, const metric *b) {
    return a->best->field[DCX_ID].length && text_equal(a->best->field[DCX_ID], b->best->field[DCX_ID]);
}

/* What decides between equal scores, the same from both sides: the same record, a like place, else chance. */
static int64_t preference(const metric *a, const metric *b) {
    enum { SAME_RECORD = 50000000, PLACES = 1000000, CHANCE = 1023 };
    dcx_text left = a->best->field[DCX_ID], right = b->best->field[DCX_ID];
    int64_t p = is_one_record(a, b) ? SAME_RECORD : 0;
    int64_t here = (int64_t)(a->place * PLACES / a->places), there = (int64_t)(b->place * PLACES / b->places);
    p += PLACES - (here < there ? there - here : here - there);
    uint64_t chance =
        spread(hash_bytes(HASH_BEGIN, left.at, left.length) + hash_bytes(HASH_BEGIN, right.at, right.length));
    return (p << 10) + (int64_t)(chance & CHANCE);
}

/* A sure match outweighs two doubtful ones that would take its place. */
static int64_t weight_of(int score, int64_t preferred) {
    return (int64_t)score * score * score * (1 << 14) + preferred;
}

static void consider(search *s, uint32_t old, uint32_t new_) {
    if (!s->c->aliases && !score_trait_allows(&s->trait[0][old], &s->trait[1][new_]))
        return;
    metric *a = s->index.side[0].list.at[old], *b = s->index.side[1].list.at[new_];
    pair_score p = score_pair(s->c, a, b);
    if (p.score < s->c->least)
        return;
    edge *e = new_edge(s);
    *e = (edge){.left = old, .right = new_, .score = p.score, .flags = p.flags};
    e->weight = weight_of(p.score, preference(a, b));
    s->edges++;
}

/* Scores those that share most; which of equals come first does not depend on the side. */
static void consider_best(search *s, tally *t, int here, uint32_t item) {
    unsigned least = 1;
    for (; least < RAREST && t->count > CANDIDATES; least++) {
        size_t more = 0;
        for (size_t i = 0; i < t->count; i++)
            more += t->hits[t->seen[i]] > least;
        if (more < CANDIDATES / 2)
            break;
    }
    for (size_t i = 0; i < t->count; i++) {
        uint32_t other = t->seen[i];
        if (t->hits[other] >= least)
            consider(s, here ? other : item, here ? item : other);
        t->hits[other] = 0;
    }
    t->count = 0;
}

static void search_side(search *s, int here) {
    tally *t = arena_alloc(s->c->a, sizeof *t);
    t->hits = arena_array(s->c->a, s->index.side[!here].list.count + 1, sizeof *t->hits);
    for (uint32_t i = 0; i < s->index.side[here].list.count; i++) {
        count_hits(&s->index, here, i, t);
        consider_best(s, t, here, i);
    }
}

static score_trait *traits_of(arena *a, metric_list list) {
    score_trait *t = arena_raw(a, list.count, sizeof *t);
    for (size_t i = 0; i < list.count; i++)
        t[i] = score_trait_of(list.at[i]);
    return t;
}

static int by_ends(const void *a, const void *b) {
    const edge *left = a, *right = b;
    if (left->left != right->left)
        return left->left < right->left ? -1 : 1;
    return (left->right > right->right) - (left->right < right->right);
}

static void drop_repeats(search *s) {
    size_t kept = 0;
    qsort(s->edge, s->edges, sizeof *s->edge, by_ends);
    for (size_t i = 0; i < s->edges; i++)
        if (!kept || by_ends(&s->edge[i], &s->edge[kept - 1]))
            s->edge[kept++] = s->edge[i];
    s->edges = kept;
}

/* ---- matches ---- */

static void note_rivals(const search *s, metric_list old, metric_list new_, match *result) {
    int *rival = arena_array(s->c->a, old.count + new_.count + 1, sizeof *rival);
    int *there = rival + old.count;
    for (size_t i = 0; i < s->edges; i++) {
        const edge *e = &s->edge[i];
        if (e->chosen)
            continue;
        rival[e->left] = e->score > rival[e->left] ? e->score : rival[e->left];
        there[e->right] = e->score > there[e->right] ? e->score : there[e->right];
    }
    for (size_t i = 0; i < s->edges; i++) {
        const edge *e = &s->edge[i];
        if (e->chosen && !is_one_record(old.at[e->left], new_.at[e->right]))
            result[e->left].ambiguous = rival[e->left] + NEARLY >= e->score || there[e->right] + NEARLY >= e->score;
    }
}

match *match_metrics(comparison *c, metric_list old, metric_list new_) {
    match *result = arena_array(c->a, old.count + 1, sizeof *result);
    search s = {
        .c = c, .index = match_index_make(c->a, old, new_), .trait = {traits_of(c->a, old), traits_of(c->a, new_)}};
    search_side(&s, 0);
    search_side(&s, 1);
    if (!s.edges)
        return result;
    drop_repeats(&s);
    assign(c->a, s.edge, s.edges, old.count, new_.count);
    for (size_t i = 0; i < s.edges; i++)
        if (s.edge[i].chosen)
            result[s.edge[i].left] = (match){new_.at[s.edge[i].right], s.edge[i].score, s.edge[i].flags, false};
    note_rivals(&s, old, new_, result);
    return result;
}
