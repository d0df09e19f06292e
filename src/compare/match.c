#include "compare/match.h"

#include <stdlib.h>

#include "compare/assign.h"

/* Metrics that share a rare feature are held against each other. These bounds keep the work in proportion. */
enum {
    RAREST = 8,     /* features of a metric that are looked up */
    POSTINGS = 64,  /* metrics that are taken of those that share one; of more, those at a like place */
    CANDIDATES = 32 /* metrics that are scored for each one */
};
enum { NEARLY = 300 }; /* a rival within so much makes a match ambiguous */

/* ---- an index from features to metrics ---- */

typedef struct posting {
    uint64_t feature;
    size_t metric;
} posting;

/* Where the postings of a feature stand. */
typedef struct stretch {
    size_t from, count;
} stretch;

typedef struct entry {
    uint64_t feature;
    stretch stretch; /* count == 0: free */
} entry;

typedef struct index {
    metric_list list;
    posting *at; /* sorted */
    size_t count;
    size_t *first; /* where the features of each metric begin in `feature`, one more at the end */
    uint64_t *feature;
    entry *entry;   /* a hash table of the stretches */
    size_t entries; /* a power of two */
} index;

static uint64_t spread(uint64_t x) {
    x = (x ^ x >> 31) * 0x7FB5D329728EA185ULL;
    return (x ^ x >> 27) * 0x81DADEF4BC2DD44DULL;
}

/* A feature counts for metrics of one kind and claim only. */
static uint64_t feature_of(const metric *m, uint64_t what) {
    return spread(what ^ ((uint64_t)m->best->kind << 56) ^ ((uint64_t)m->best->claim << 60));
}

static int by_feature(const void *a, const void *b) {
    const posting *left = a, *right = b;
    if (left->feature != right->feature)
        return left->feature < right->feature ? -1 : 1;
    return (left->metric > right->metric) - (left->metric < right->metric);
}

static void add(index *x, const metric *m, size_t item, uint64_t what) {
    uint64_t feature = feature_of(m, what);
    x->at[x->count] = (posting){feature, item};
    x->feature[x->count++] = feature;
}

/* The feature's entry, or the free one where it would be. */
static entry *find_entry(const index *x, uint64_t feature) {
    size_t at = (size_t)feature & (x->entries - 1);
    while (x->entry[at].stretch.count && x->entry[at].feature != feature)
        at = (at + 1) & (x->entries - 1);
    return &x->entry[at];
}

static void make_entries(index *x, arena *a) {
    size_t features = 0;
    for (size_t i = 0; i < x->count; i++)
        features += !i || x->at[i].feature != x->at[i - 1].feature;
    for (x->entries = 16; x->entries < features * 2;)
        x->entries *= 2;
    x->entry = arena_array(a, x->entries, sizeof *x->entry);
    for (size_t i = 0, to; i < x->count; i = to) {
        for (to = i + 1; to < x->count && x->at[to].feature == x->at[i].feature;)
            to++;
        *find_entry(x, x->at[i].feature) = (entry){x->at[i].feature, {i, to - i}};
    }
}

static index make_index(arena *a, metric_list list) {
    size_t total = 0;
    for (size_t i = 0; i < list.count; i++)
        total += list.at[i]->name.features + list.at[i]->name.marks + 2;
    index x = {.list = list,
               .at = arena_array(a, total + 1, sizeof *x.at),
               .first = arena_array(a, list.count + 1, sizeof *x.first),
               .feature = arena_array(a, total + 1, sizeof *x.feature)};
    for (size_t i = 0; i < list.count; i++) {
        const metric *m = list.at[i];
        x.first[i] = x.count;
        add(&x, m, i, m->key);
        if (m->name.abbreviation)
            add(&x, m, i, m->name.abbreviation);
        for (size_t k = 0; k < m->name.features; k++)
            if (!k || m->name.feature[k] != m->name.feature[k - 1])
                add(&x, m, i, m->name.feature[k]);
        for (size_t k = 0; k < m->name.marks; k++)
            add(&x, m, i, hash_bytes(HASH_BEGIN, m->name.mark[k]->text, m->name.mark[k]->length * sizeof(char32_t)));
    }
    x.first[list.count] = x.count;
    qsort(x.at, x.count, sizeof *x.at, by_feature);
    make_entries(&x, a);
    return x;
}

static stretch find(const index *x, uint64_t feature) {
    return find_entry(x, feature)->stretch;
}

/* How many postings of the stretch are of earlier metrics. */
static size_t rank_in(const index *x, stretch s, size_t item) {
    size_t low = s.from, high = s.from + s.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->at[middle].metric < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low - s.from;
}

/* ---- candidates ---- */

typedef struct search {
    comparison *c;
    index old, new_;
    edge *edge;
    size_t edges, room;
} search;

typedef struct rare {
    uint64_t feature;
    size_t common; /* metrics of both documents that have it */
    stretch there;
} rare;

/* Keeps the rarest features, sorted. */
static size_t insert(rare *list, size_t count, rare r) {
    size_t at = count < RAREST ? count : RAREST;
    for (; at &&
           (list[at - 1].common > r.common || (list[at - 1].common == r.common && list[at - 1].feature > r.feature));
         at--)
        if (at < RAREST)
            list[at] = list[at - 1];
    if (at < RAREST)
        list[at] = r;
    return count < RAREST ? count + 1 : count;
}

static size_t rarest(const index *here, const index *there, size_t item, rare *list) {
    size_t count = 0;
    for (size_t i = here->first[item]; i < here->first[item + 1]; i++) {
        rare r = {.feature = here->feature[i]};
        r.there = find(there, r.feature);
        if (r.there.count) {
            r.common = r.there.count + find(here, r.feature).count;
            count = insert(list, count, r);
        }
    }
    return count;
}

typedef struct tally {
    unsigned *hits; /* of each metric of the other document */
    size_t seen[RAREST * POSTINGS];
    size_t count;
} tally;

/* Of a long list those around the place where this metric stands in its own list. */
static stretch nearby(const index *here, stretch all, uint64_t feature, size_t item) {
    stretch own = find(here, feature);
    if (all.count <= POSTINGS || !own.count)
        return all;
    size_t rank = rank_in(here, own, item);
    size_t middle = rank * all.count / own.count;
    size_t from = middle > POSTINGS / 2 ? middle - POSTINGS / 2 : 0;
    from = from + POSTINGS > all.count ? all.count - POSTINGS : from;
    return (stretch){all.from + from, POSTINGS};
}

static void count_hits(const index *here, const index *there, size_t item, tally *t) {
    rare list[RAREST];
    size_t count = rarest(here, there, item, list);
    for (size_t i = 0; i < count; i++) {
        stretch s = nearby(here, list[i].there, list[i].feature, item);
        for (size_t k = s.from; k < s.from + s.count; k++)
            if (!t->hits[there->at[k].metric]++)
                t->seen[t->count++] = there->at[k].metric;
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

static void consider(search *s, size_t old, size_t new_) {
    metric *a = s->old.list.at[old], *b = s->new_.list.at[new_];
    pair_score p = score_pair(s->c, a, b);
    if (p.score < s->c->least)
        return;
    edge *e = new_edge(s);
    *e = (edge){.left = old, .right = new_, .score = p.score, .flags = p.flags};
    e->weight = weight_of(p.score, preference(a, b));
    s->edges++;
}

/* Scores those that share most; which of equals come first does not depend on the side. */
static void consider_best(search *s, tally *t, size_t item, bool turned) {
    unsigned least = 1;
    for (; least < RAREST && t->count > CANDIDATES; least++) {
        size_t more = 0;
        for (size_t i = 0; i < t->count; i++)
            more += t->hits[t->seen[i]] > least;
        if (more < CANDIDATES / 2)
            break;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (t->hits[t->seen[i]] >= least)
            consider(s, turned ? t->seen[i] : item, turned ? item : t->seen[i]);
        t->hits[t->seen[i]] = 0;
    }
    t->count = 0;
}

static void search_side(search *s, bool turned) {
    const index *here = turned ? &s->new_ : &s->old, *there = turned ? &s->old : &s->new_;
    tally *t = arena_alloc(s->c->a, sizeof *t);
    t->hits = arena_array(s->c->a, there->list.count + 1, sizeof *t->hits);
    for (size_t i = 0; i < here->list.count; i++) {
        count_hits(here, there, i, t);
        consider_best(s, t, i, turned);
    }
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

static void note_rivals(const search *s, match *result) {
    int *rival = arena_array(s->c->a, s->old.list.count + s->new_.list.count + 1, sizeof *rival);
    int *there = rival + s->old.list.count;
    for (size_t i = 0; i < s->edges; i++) {
        const edge *e = &s->edge[i];
        if (e->chosen)
            continue;
        rival[e->left] = e->score > rival[e->left] ? e->score : rival[e->left];
        there[e->right] = e->score > there[e->right] ? e->score : there[e->right];
    }
    for (size_t i = 0; i < s->edges; i++) {
        const edge *e = &s->edge[i];
        if (e->chosen && !is_one_record(s->old.list.at[e->left], s->new_.list.at[e->right]))
            result[e->left].ambiguous = rival[e->left] + NEARLY >= e->score || there[e->right] + NEARLY >= e->score;
    }
}

match *match_metrics(comparison *c, metric_list old, metric_list new_) {
    search s = {.c = c};
    match *result = arena_array(c->a, old.count + 1, sizeof *result);
    s.old = make_index(c->a, old);
    s.new_ = make_index(c->a, new_);
    search_side(&s, false);
    search_side(&s, true);
    if (!s.edges)
        return result;
    drop_repeats(&s);
    assign(c->a, s.edge, s.edges, old.count, new_.count);
    for (size_t i = 0; i < s.edges; i++)
        if (s.edge[i].chosen)
            result[s.edge[i].left] = (match){new_.at[s.edge[i].right], s.edge[i].score, s.edge[i].flags, false};
    note_rivals(&s, result);
    return result;
}
