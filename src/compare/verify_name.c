/* Which figures of the sources have a name like that of a draft's figure: an index of the features of names, and a
 * score that counts what both say, and what one leaves out by whether the text around it says so. */
#include <stdlib.h>
#include <string.h>

#include "compare/verify.h"
#include "lexer/fold.h"

enum { FULL = 10000, MARK = 3 /* weight of a character */ };
/* In percent: how much counts what the text around a figure says, and where the name itself says nothing else. */
enum { CARRIED = 60, CARRIED_WHOLE = 85 };
/* What is taken off a score. */
/* A name that is inside of the other, of which the text around says the rest but for one part in so many. */
enum { TOLD = 7, TOLD_SCORE = 6500 };
enum { APART = 5 /* names are apart where more than one part in so many is lost on both sides */ };
enum { OTHER_HEAD = 1500, OTHER_MEASURE = 200, OTHER_COUNT = 1200, CROSS = 500 };

/* ---- entries ---- */

static int unit_dimension(const verification *v, dcx_text unit) {
    enum { LONGEST = 32 };
    char32_t text[LONGEST];
    size_t length = 0;
    for (size_t i = 0; i < unit.length && length < LONGEST;) {
        bool valid;
        i += utf8_decode(unit.at + i, unit.length - i, &text[length++], &valid);
    }
    const pack_word *w = length ? pack_find(v->c.set->pack, WORD_UNIT, text, length) : NULL;
    return w && w->length == length ? w->dimension : DIMENSION_NONE;
}

static int counted(const verification *v, int dimension) {
    for (size_t i = 0; i < sizeof v->counted / sizeof *v->counted; i++)
        if (dimension >= 0 && dimension == v->counted[i])
            return DIMENSION_COUNTED;
    return dimension;
}

static measure measure_of(const verification *v, const figure *f, int dimension) {
    switch (f->kind) {
    case KIND_GROWTH: return MEASURE_GROWTH;
    case KIND_CHANGE: return MEASURE_CHANGE;
    case KIND_RANK: return MEASURE_RANK;
    case KIND_SHARE: return MEASURE_RATE;
    case KIND_MULTIPLE: return dimension == v->percent ? MEASURE_RATE : MEASURE_TIMES;
    case KIND_LEVEL:
    default: return dimension == v->percent ? MEASURE_RATE : MEASURE_LEVEL;
    }
}

static compared_name form_of(verification *v, dcx_text text) {
    arena *a = v->c.a;
    return name_compare_form(v->c.set->pack, a, fold(a, utf8_to_runes(a, text.at, text.length)));
}

static bool is_pair(uint32_t feature) {
    return feature & 0x80000000U;
}

/* How rare a feature is among the names of the sources; one that none of them has is as rare as can be. */
static unsigned weight_of(const verification *v, uint32_t feature) {
    enum { UNKNOWN = 6 };
    uint32_t n = numbering_find(&v->index.numbers, spread(feature));
    unsigned rarity = n < v->index.numbers.count ? v->index.rarity[n] : UNKNOWN;
    return is_pair(feature) ? 2 * rarity : rarity;
}

static unsigned mark_weight(const pack_word *w) {
    return (unsigned)w->length * MARK * 2;
}

static void weigh(verification *v, entry *e) {
    unsigned char *weight = arena_raw(v->c.a, e->name.features + 1, 1);
    e->total = 0;
    for (size_t i = 0; i < e->name.features; i++) {
        weight[i] = (unsigned char)weight_of(v, e->name.feature[i]);
        e->total += weight[i];
    }
    for (size_t i = 0; i < e->name.marks; i++)
        e->total += mark_weight(e->name.mark[i]);
    e->weight = weight;
}

/* A level whose name ends with "grew by" is a change; what stands before these words is its name. */
static runes without_gain(const verification *v, runes name, bool *gained) {
    for (size_t i = 1; i < name.length; i++) {
        const pack_word *w = pack_find(v->c.set->pack, WORD_GAINED, name.at + i, name.length - i);
        if (w && i + w->length == name.length) {
            *gained = true;
            return (runes){name.at, i};
        }
    }
    return name;
}

static bool is_new(const compared_name *n) {
    for (size_t i = 0; i < n->marks; i++)
        if (!strcmp(n->mark[i]->extra, "flow"))
            return true;
    return false;
}

static entry bare_entry(verification *v, const figure *f) {
    bool gained = false;
    runes name = without_gain(v, f->name, &gained);
    entry e = {.f = f, .name = name_compare_form(v->c.set->pack, v->c.a, name)};
    e.unit = unit_dimension(v, f->field[DCX_BASE_UNIT]);
    e.dimension = counted(v, e.unit);
    e.measure = gained && f->kind == KIND_LEVEL ? MEASURE_CHANGE : measure_of(v, f, e.unit);
    e.is_new = is_new(&e.name);
    if (f->field[DCX_OF].length)
        e.whole = form_of(v, f->field[DCX_OF]);
    return e;
}

entry verify_entry(verification *v, const figure *f) {
    entry e = bare_entry(v, f);
    weigh(v, &e);
    return e;
}

entry verify_renamed(verification *v, const entry *e, dcx_text name) {
    entry other = *e;
    other.name = form_of(v, name);
    other.whole = (compared_name){.features = 0};
    weigh(v, &other);
    return other;
}

/* ---- what stands around a figure ---- */

static size_t find_text(dcx_text text, dcx_text part) {
    for (size_t i = 0; part.length && i + part.length <= text.length; i++)
        if (!memcmp(text.at + i, part.at, part.length))
            return i;
    return text.length;
}

/* The sentence up to the figure. */
static dcx_text text_before(const figure *f) {
    dcx_text sentence = f->field[DCX_SENTENCE];
    return (dcx_text){sentence.at, find_text(sentence, f->field[DCX_QUOTE])};
}

void verify_forget(verification *v) {
    enum { MOST = 4096 };
    if (v->around < MOST)
        return;
    arena_reset(&v->c.set->passing);
    v->around = 0;
    v->round++;
}

const compared_name *verify_around(verification *v, entry *e) {
    if (e->around && e->round == v->round)
        return e->around;
    arena *a = &v->c.set->passing;
    v->around++;
    e->round = v->round;
    dcx_text before = text_before(e->f), section = e->f->field[DCX_SECTION], whole = e->f->field[DCX_OF];
    const char *text = arena_print(a, "%.*s,%.*s,%.*s", (int)section.length, section.at, (int)whole.length, whole.at,
                                   (int)before.length, before.at);
    compared_name *form = arena_alloc(a, sizeof *form);
    e->text_around = fold(a, utf8_to_runes(a, text, strlen(text)));
    *form = name_compare_form(v->c.set->pack, a, e->text_around);
    e->around = form;
    e->together = figure_span(v->c.set, e->f);
    return form;
}

static bool has_feature(const compared_name *n, uint32_t feature) {
    size_t low = 0, high = n->features;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (n->feature[middle] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n->features && n->feature[low] == feature;
}

/* ---- the index ---- */

static unsigned char rarity_of(size_t all, size_t having) {
    enum { MOST = 10 };
    unsigned char bits = 1;
    while (bits < MOST && having << bits < all)
        bits++;
    return bits;
}

/* A distinguishing word is looked up as a feature is. */
static uint64_t mark_hash(const pack_word *w) {
    return hash_bytes(HASH_BEGIN, w->text, w->length * sizeof *w->text);
}

static size_t add_terms(const entry_index *x, uint64_t *hash, size_t at, const compared_name *n, uint32_t owner) {
    for (size_t i = 0; i < n->features + n->marks; i++, at++) {
        hash[at] = i < n->features ? spread(n->feature[i]) : mark_hash(n->mark[i - n->features]);
        x->owner[at] = owner;
    }
    return at;
}

typedef struct rough {
    uint32_t entry;
    unsigned share;
} rough;

static void fill_index(verification *v) {
    entry_index *x = &v->index;
    arena *a = v->c.a;
    size_t features = 0, at = 0;
    for (size_t i = 0; i < v->sources; i++)
        features += v->source[i].name.features + v->source[i].name.marks;
    uint64_t *hash = arena_raw(a, features + 1, sizeof *hash);
    x->owner = arena_raw(a, features + 1, sizeof *x->owner);
    for (size_t i = 0; i < v->sources; i++)
        at = add_terms(x, hash, at, &v->source[i].name, (uint32_t)i);
    x->by = groups_make(a, hash, features);
    x->numbers = x->by.by;
    x->rarity = arena_raw(a, x->numbers.count + 1, 1);
    for (uint32_t i = 0; i < x->numbers.count; i++)
        x->rarity[i] = rarity_of(v->sources, x->by.first[i + 1] - x->by.first[i]);
    x->tally = arena_array(a, v->sources + 1, sizeof *x->tally);
    x->seen = arena_raw(a, v->sources + 1, sizeof *x->seen);
    x->rough = arena_raw(a, v->sources + 1, sizeof *x->rough);
}

void verify_index(verification *v, size_t first) {
    dcx_set *s = v->c.set;
    v->source = arena_array(v->c.a, s->figures + 1, sizeof *v->source);
    for (size_t i = 0; i < s->figures; i++)
        if (s->figure[i].document >= first)
            v->source[v->sources++] = bare_entry(v, &s->figure[i]);
    fill_index(v);
    for (size_t i = 0; i < v->sources; i++)
        weigh(v, &v->source[i]);
}

/* ---- the score ---- */

static bool remembered(const verification *v, const entry *e) {
    for (size_t i = 0; i < VERIFY_RECENT && i < v->decided; i++)
        if (v->recent[i]->name.key == e->name.key)
            return true;
    return false;
}

/* What is shared of two names, by weight, and what the text around says in the place of one of them. */
typedef struct sharing {
    unsigned both, carried, lost;
    bool knows; /* something that is lost is said by other names of the sources: it is no mere filler */
} sharing;

static bool is_known(const verification *v, uint32_t feature) {
    return numbering_find(&v->index.numbers, spread(feature)) < v->index.numbers.count;
}

static void share_features(const verification *v, const entry *a, const entry *b, const compared_name *around, bool all,
                           sharing *s) {
    for (size_t i = 0, k = 0; i < a->name.features; i++) {
        uint32_t f = a->name.feature[i];
        while (k < b->name.features && b->name.feature[k] < f)
            k++;
        if (k < b->name.features && b->name.feature[k] == f) {
            s->both += a->weight[i];
            k++;
        } else if (all || has_feature(around, f))
            s->carried += a->weight[i];
        else {
            s->lost += a->weight[i];
            s->knows |= is_pair(f) && is_known(v, f);
        }
    }
}

static bool has_other_of_group(const compared_name *n, const compared_name *than, const pack_word *word) {
    for (size_t i = 0; i < n->marks; i++)
        if (!strcmp(n->mark[i]->extra, word->extra) && !name_has_mark(than, n->mark[i]))
            return true;
    return false;
}

/* A word that stands in a list of kinds (A and B) narrows nothing down. */
static bool is_listed(const entry *e, const pack_word *w) {
    enum { ENUMERATION = 0x3001 };
    runes n = e->f->name;
    for (size_t i = 0; i + w->length <= n.length; i++)
        if (!memcmp(n.at + i, w->text, w->length * sizeof *w->text))
            return (i && n.at[i - 1] == ENUMERATION) ||
                   (i + w->length < n.length && n.at[i + w->length] == ENUMERATION);
    return false;
}

/* A word that a longer one of the text holds is said too. */
static bool is_written(runes text, const pack_word *w) {
    for (size_t i = 0; i + w->length <= text.length; i++)
        if (!memcmp(text.at + i, w->text, w->length * sizeof *w->text))
            return true;
    return false;
}

static bool recently_said(const verification *v, const pack_word *w) {
    for (size_t i = 0; i < VERIFY_RECENT && i < v->decided; i++)
        if (name_has_mark(&v->recent[i]->name, w))
            return true;
    return false;
}

/* A word that one name has and the other lacks: whether the text around the other says it, and what that means. */
static void lack_mark(const entry *a, const entry *b, const pack_word *w, bool said, hit *h) {
    bool other = has_other_of_group(&b->name, &a->name, w);
    if (w->value == MARK_SOFT)
        h->clash |= other && !said;
    else if ((w->value == MARK_STRICT || w->value == MARK_SCOPE) && !is_listed(a, w)) {
        h->clash |= !said || (other && w->value == MARK_STRICT);
        h->narrowed = true;
    }
}

/* The distinguishing words of a: shared, said around b, or lacking. */
static void share_marks(const entry *a, const entry *b, const compared_name *around, const verification *v, hit *h,
                        sharing *s) {
    for (size_t i = 0; i < a->name.marks; i++) {
        const pack_word *w = a->name.mark[i];
        if (name_has_mark(&b->name, w)) {
            s->both += mark_weight(w);
            continue;
        }
        bool said = name_has_mark(around, w) || is_written(b->text_around, w) || (v && recently_said(v, w));
        *(said ? &s->carried : &s->lost) += mark_weight(w);
        lack_mark(a, b, w, said, h);
    }
}

static int unit_cost(const entry *a, const entry *b) {
    bool bare = !a->f->field[DCX_BASE_UNIT].length || !b->f->field[DCX_BASE_UNIT].length;
    if (bare || text_equal(a->f->field[DCX_BASE_UNIT], b->f->field[DCX_BASE_UNIT]))
        return 0;
    return a->unit == b->unit ? OTHER_MEASURE : OTHER_COUNT;
}

/* Two names as they stand, the text around them considered: twice what they share over all. */
static int likeness(const entry *d, const entry *x, const sharing *left, const sharing *right) {
    unsigned all = d->total + x->total;
    bool inside = !left->lost && !left->carried;
    unsigned long long points = (left->both + right->both) * 100ULL + left->carried * (unsigned long long)CARRIED +
                                right->carried * (unsigned long long)(inside ? CARRIED_WHOLE : CARRIED);
    if (d->name.key == x->name.key)
        return FULL;
    int score = all ? (int)(points * (FULL / 100) / all) : 0;
    bool told = inside && left->both && right->lost * TOLD <= x->total;
    return told && score < TOLD_SCORE ? TOLD_SCORE : score;
}

static hit score(verification *v, entry *d, entry *x) {
    enum { BRIEF = 8, TELLING = 4 };
    hit h = {.e = x};
    const compared_name *here = verify_around(v, d), *there = verify_around(v, x);
    sharing left = {.both = 0}, right = {.both = 0};
    share_features(v, d, x, there, false, &left);
    bool brief = d->name.features < BRIEF && !left.knows;
    share_features(v, x, d, here, brief && remembered(v, x), &right);
    share_marks(d, x, there, NULL, &h, &left);
    share_marks(x, d, here, brief ? v : NULL, &h, &right);
    h.inside = !left.lost && !left.carried && d->name.features + 2 * d->name.marks > TELLING;
    h.foreign = left.lost * APART > d->total && right.lost * APART > x->total;
    h.apart = (left.lost + left.carried) * APART > d->total && (right.lost + right.carried) * APART > x->total;
    h.score = likeness(d, x, &left, &right);
    h.other_head = d->name.head && x->name.head && d->name.head != x->name.head;
    h.cross = d->measure != x->measure && !d->is_new;
    h.score -= (h.other_head ? OTHER_HEAD : 0) + (h.cross ? CROSS : 0);
    h.score -= d->dimension == DIMENSION_ANY ? 0 : unit_cost(d, x);
    return h;
}

/* ---- the search ---- */

static bool is_comparable(const entry *d, const entry *x) {
    bool measures = d->measure == x->measure || (d->measure == MEASURE_LEVEL && x->measure == MEASURE_CHANGE) ||
                    (d->measure == MEASURE_CHANGE && x->measure == MEASURE_LEVEL);
    bool loose = (d->dimension == DIMENSION_NONE || d->dimension == DIMENSION_COUNTED) &&
                 (x->dimension == DIMENSION_NONE || x->dimension == DIMENSION_COUNTED);
    bool same = d->dimension == x->dimension && d->dimension != DIMENSION_NONE;
    return measures && (d->dimension == DIMENSION_ANY || same || loose);
}

static size_t count_term(verification *v, uint64_t hash, unsigned weight, size_t seen) {
    enum { COMMON = 1024 }; /* figures that share it are not looked at one by one */
    entry_index *x = &v->index;
    uint32_t n = numbering_find(&x->numbers, hash);
    if (n == x->numbers.count || !weight || x->by.first[n + 1] - x->by.first[n] > COMMON)
        return seen;
    for (uint32_t i = x->by.first[n]; i < x->by.first[n + 1]; i++) {
        uint32_t owner = x->owner[x->by.item[i]];
        if (!x->tally[owner])
            x->seen[seen++] = owner;
        x->tally[owner] += weight;
    }
    return seen;
}

/* The last words before the figure: a name that leaves out much is found by these. */
static size_t count_context(verification *v, entry *d, size_t seen) {
    const compared_name *around = verify_around(v, d);
    for (size_t i = 0; i < around->features; i++)
        if (is_pair(around->feature[i]) && !has_feature(&d->name, around->feature[i]))
            seen = count_term(v, spread(around->feature[i]), weight_of(v, around->feature[i]) / 4, seen);
    return seen;
}

static int by_share(const void *a, const void *b) {
    const rough *left = a, *right = b;
    if (left->share != right->share)
        return left->share < right->share ? 1 : -1;
    return (left->entry > right->entry) - (left->entry < right->entry);
}

static int by_score(const void *a, const void *b) {
    const hit *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return (left->e->f->order > right->e->f->order) - (left->e->f->order < right->e->f->order);
}

static size_t take_rough(verification *v, const entry *d, size_t seen, rough *list) {
    size_t count = 0;
    for (size_t i = 0; i < seen; i++) {
        uint32_t n = v->index.seen[i];
        const entry *x = &v->source[n];
        if (is_comparable(d, x))
            list[count++] = (rough){n, v->index.tally[n] * 10000U / (d->total + x->total + 8)};
        v->index.tally[n] = 0;
    }
    qsort(list, count, sizeof *list, by_share);
    return count;
}

/* Where one figure alone has all of the name in its own, longer name, it can hardly be another that is meant. */
static void lift_only_one(hits *out) {
    enum { ONLY_ONE = 5200 };
    hit *only = NULL;
    for (size_t i = 0; i < out->count; i++) {
        hit *h = &out->at[i];
        if (!h->inside || h->clash || h->cross || h->time == TIME_OTHER)
            continue;
        if (only)
            return;
        only = h;
    }
    if (only && only->score < ONLY_ONE)
        only->score = ONLY_ONE;
}

void verify_find(verification *v, entry *d, hits *out) {
    size_t seen = 0;
    for (size_t i = 0; i < d->name.features; i++)
        seen = count_term(v, spread(d->name.feature[i]), d->weight[i], seen);
    for (size_t i = 0; i < d->name.marks; i++)
        seen = count_term(v, mark_hash(d->name.mark[i]), mark_weight(d->name.mark[i]), seen);
    seen = count_context(v, d, seen);
    rough *list = v->index.rough;
    size_t count = take_rough(v, d, seen, list);
    *out = (hits){.count = count < VERIFY_HITS ? count : VERIFY_HITS};
    for (size_t i = 0; i < out->count; i++) {
        hit h = score(v, d, &v->source[list[i].entry]);
        h.time =
            d->together && h.e->together && d->together != h.e->together ? TIME_OTHER : verify_timing(d->f, h.e->f);
        h.values = d->dimension == DIMENSION_ANY ? VALUES_DIFFER : verify_values(v, d->f, h.e->f);
        out->at[i] = h;
    }
    lift_only_one(out);
    qsort(out->at, out->count, sizeof *out->at, by_score);
}
