/* What follows from figures that the sources print: differences, growth, parts of wholes, sums. Only of figures that
 * belong together: one metric at two times, a part and its whole, the parts of one list. */
#include <string.h>

#include "compare/change.h"
#include "compare/verify.h"

enum {
    NAME_LEAST = 4600, /* figures are calculated with from here on */
    NAME_SURE = 6000,  /* and speak against the draft from here on */
    PLACES_MOST = 6
};

typedef struct pair {
    const hit *left, *right; /* NULL: none */
    int score;               /* of both names */
} pair;

/* Whether what does not hold speaks against the draft. */
static bool is_sure(const pair *p) {
    return p->score >= NAME_SURE && !p->left->foreign && !p->right->foreign;
}

static bool usable(const hit *h) {
    return !h->clash && h->score >= NAME_LEAST;
}

/* How sure it is of both: the worse one counts twice. */
static int both(const hit *a, const hit *b) {
    int low = a->score < b->score ? a->score : b->score, high = a->score < b->score ? b->score : a->score;
    return (2 * low + high) / 3;
}

static bool same_unit(const figure *a, const figure *b) {
    dcx_text left = a->field[DCX_BASE_UNIT], right = b->field[DCX_BASE_UNIT];
    return text_equal(left, right) || !left.length || !right.length;
}

/* ---- the arithmetic, as it is shown ---- */

static const char *quote_of(verification *v, const figure *f) {
    return arena_copy(v->c.a, f->field[DCX_QUOTE].at, f->field[DCX_QUOTE].length);
}

/* A number of base units in the unit of a figure. */
static const char *shown(verification *v, const figure *like, const number *n, int more) {
    number_pool *p = v->c.set->numbers;
    int places = decimal_places(like->field[DCX_VALUE].at, like->field[DCX_VALUE].length) + more;
    const number *value = like->scale && number_sign(like->scale) ? number_divide(p, n, like->scale) : n;
    const char *text = number_text(p, v->c.a, value, places < PLACES_MOST ? places : PLACES_MOST);
    dcx_text unit = like->field[DCX_UNIT];
    return arena_print(v->c.a, "%s%.*s", text, (int)unit.length, unit.at);
}

/* ---- the verdict ---- */

static void conclude(verification *v, const entry *d, const pair *p, bool holds, const char *computed, verdict *out) {
    *out = (verdict){.status = holds ? VERIFY_COMPUTED : VERIFY_MISMATCH,
                     .reason = holds ? "" : "arithmetic",
                     .score = p->score,
                     .source = p->left->e,
                     .term = {p->right->e},
                     .terms = 1,
                     .computed = computed};
    (void)v;
    (void)d;
}

/* ---- one metric at two times ---- */

static int base_year(const figure *d) {
    dcx_text of = d->field[DCX_OF];
    int year = 0;
    size_t digits = 0;
    for (size_t i = 0; i < of.length && digits < 4; i++) {
        bool digit = of.at[i] >= '0' && of.at[i] <= '9';
        year = digit ? (digits ? year * 10 : 0) + (of.at[i] - '0') : year;
        digits = digit ? digits + 1 : 0;
    }
    return digits == 4 ? year : d->year - 1;
}

static bool is_of_year(const hit *h, int year) {
    return usable(h) && h->e->f->year == year && h->e->f->claim == CLAIM_ACTUAL;
}

/* The best two of one unit and part of the year. */
static pair two_times(const hits *all, const figure *d, int earlier) {
    pair best = {NULL, NULL, 0};
    for (size_t i = 0; i < all->count; i++) {
        const hit *now = &all->at[i];
        if (!is_of_year(now, d->year) || period_differs(d, now->e->f))
            continue;
        for (size_t k = 0; k < all->count; k++) {
            const hit *then = &all->at[k];
            int worse = both(now, then);
            if (is_of_year(then, earlier) && now->e->measure == then->e->measure && same_unit(now->e->f, then->e->f) &&
                worse > best.score && !period_differs(now->e->f, then->e->f))
                best = (pair){now, then, worse};
        }
    }
    return best;
}

static entry query_of(const entry *d, measure what, int dimension) {
    entry q = *d;
    q.measure = what;
    q.dimension = dimension;
    return q;
}

static bool difference_between(verification *v, const entry *d, verdict *out) {
    number_pool *p = v->c.set->numbers;
    bool points = d->dimension == v->points;
    entry q = query_of(d, points ? MEASURE_RATE : MEASURE_LEVEL, points ? v->percent : d->dimension);
    hits all;
    verify_find(v, &q, &all);
    pair two = two_times(&all, d->f, base_year(d->f));
    if (!two.left)
        return false;
    const figure *now = two.left->e->f, *then = two.right->e->f;
    bool holds = verify_allows(v, d->f, interval_subtract(p, now->printed, then->printed));
    if (!holds && !is_sure(&two))
        return false;
    const char *text = arena_print(v->c.a, "%s - %s = %s", quote_of(v, now), quote_of(v, then),
                                   shown(v, d->f, number_subtract(p, now->base, then->base), 0));
    conclude(v, d, &two, holds, text, out);
    return true;
}

static bool growth_over(verification *v, const entry *d, verdict *out) {
    dcx_set *s = v->c.set;
    entry q = query_of(d, MEASURE_LEVEL, DIMENSION_ANY);
    hits all;
    verify_find(v, &q, &all);
    pair two = two_times(&all, d->f, base_year(d->f));
    if (!two.left || number_sign(two.right->e->f->base) <= 0)
        return false;
    const figure *now = two.left->e->f, *then = two.right->e->f;
    interval rate = growth_between(s, then->printed, now->printed);
    bool times = !text_equal(d->f->field[DCX_BASE_UNIT], text_of_c("%"));
    number_pool *p = s->numbers;
    const number *by = number_of(p, times ? 100 : 1);
    if (rate.low && rate.high)
        rate = (interval){number_divide(p, rate.low, by), number_divide(p, rate.high, by)};
    bool holds = verify_allows(v, d->f, rate);
    if (!holds && !is_sure(&two))
        return false;
    const number *change = number_subtract(p, number_divide(p, now->base, then->base), number_of(p, 1));
    if (!times)
        change = number_multiply(p, change, number_of(p, 100));
    const char *text =
        arena_print(v->c.a, "%s / %s - 1 = %s", quote_of(v, now), quote_of(v, then), shown(v, d->f, change, 1));
    conclude(v, d, &two, holds, text, out);
    return true;
}

/* ---- a part and its whole ---- */

static interval ratio_of(verification *v, const figure *d, const figure *part, const figure *whole) {
    number_pool *p = v->c.set->numbers;
    interval r = interval_divide(p, part->printed, whole->printed);
    const number *by = number_of(p, text_equal(d->field[DCX_BASE_UNIT], text_of_c("%")) ? 100 : 1);
    return (interval){r.low ? number_multiply(p, r.low, by) : NULL, r.high ? number_multiply(p, r.high, by) : NULL};
}

static bool share_of(verification *v, const entry *d, verdict *out) {
    enum { TRIES = 6 };
    if (!d->f->field[DCX_OF].length)
        return false;
    number_pool *p = v->c.set->numbers;
    entry part = query_of(d, MEASURE_LEVEL, DIMENSION_ANY), whole = verify_renamed(v, &part, d->f->field[DCX_OF]);
    hits parts, wholes;
    verify_find(v, &part, &parts);
    verify_find(v, &whole, &wholes);
    pair best = {NULL, NULL, 0};
    for (size_t i = 0; i < parts.count && i < TRIES; i++)
        for (size_t k = 0; k < wholes.count && k < TRIES; k++) {
            const hit *a = &parts.at[i], *b = &wholes.at[k];
            int worse = both(a, b);
            if (usable(a) && usable(b) && a->e != b->e && a->time == TIME_SAME && b->time == TIME_SAME &&
                same_unit(a->e->f, b->e->f) && worse > best.score && number_sign(b->e->f->base) > 0 &&
                (d->measure == MEASURE_TIMES || number_compare(p, a->e->f->base, b->e->f->base) < 0))
                best = (pair){a, b, worse};
        }
    if (!best.left)
        return false;
    const figure *a = best.left->e->f, *b = best.right->e->f;
    bool holds = verify_allows(v, d->f, ratio_of(v, d->f, a, b));
    if (!holds && (!is_sure(&best) || best.left->apart || best.right->apart))
        return false;
    const number *by = number_of(p, d->measure == MEASURE_TIMES ? 1 : 100);
    const number *ratio = number_multiply(p, number_divide(p, a->base, b->base), by);
    const char *text = arena_print(v->c.a, "%s / %s = %s", quote_of(v, a), quote_of(v, b), shown(v, d->f, ratio, 1));
    conclude(v, d, &best, holds, text, out);
    return true;
}

/* ---- the parts of a list ---- */

static dcx_text clause_before(const figure *f) {
    dcx_text s = f->field[DCX_SENTENCE], quote = f->field[DCX_QUOTE];
    size_t end = 0;
    while (end + quote.length < s.length && memcmp(s.at + end, quote.at, quote.length) != 0)
        end++;
    return (dcx_text){s.at, end};
}

/* Behind which words a sum stands, and where the last of them begins; NULL: none. */
static const pack_word *adds_up(verification *v, runes text, size_t *at) {
    enum { CLOSE = 16 };
    const pack_word *found = NULL;
    for (size_t i = text.length > CLOSE ? text.length - CLOSE : 0; i < text.length; i++) {
        const pack_word *w = pack_find(v->c.set->pack, WORD_TOGETHER, text.at + i, text.length - i);
        if (w) {
            found = w;
            *at = i;
        }
    }
    return found;
}

/* What a name begins with says which of several it is. */
static bool is_named(verification *v, runes text, const entry *x) {
    enum { BEGIN = 2 };
    runes name = x->f->name;
    while (name.length > BEGIN) {
        const pack_word *light = pack_find(v->c.set->pack, WORD_LIGHT, name.at, name.length);
        if (!light || light->value == 1)
            break;
        name = (runes){name.at + light->length, name.length - light->length};
    }
    for (size_t i = 0; name.length >= BEGIN && i + BEGIN <= text.length; i++)
        if (text.at[i] == name.at[0] && text.at[i + 1] == name.at[1])
            return true;
    return false;
}

typedef struct sum {
    const entry *at[VERIFY_TERMS + 1];
    size_t count;
} sum;

/* The figures about one of them that are parts of the same list and are named before. */
static sum parts_around(verification *v, const entry *d, runes named, const entry *one) {
    enum { NEAR = 8 };
    sum s = {.count = 0};
    const entry *from = one - v->source > NEAR ? one - NEAR : v->source;
    for (const entry *x = from; x < v->source + v->sources && x <= one + NEAR; x++) {
        bool listed = x->f->document == one->f->document && x->measure == one->measure && same_unit(x->f, one->f) &&
                      x->f->year == one->f->year && x->f->claim == one->f->claim;
        if (listed && s.count <= VERIFY_TERMS && is_named(v, named, x))
            s.at[s.count++] = x;
    }
    (void)d;
    return s;
}

static const char *sum_text(verification *v, const sum *s, const char *total) {
    const char *text = quote_of(v, s->at[0]->f);
    for (size_t i = 1; i < s->count; i++)
        text = arena_print(v->c.a, "%s + %s", text, quote_of(v, s->at[i]->f));
    return arena_print(v->c.a, "%s = %s", text, total);
}

static bool judge_sum(verification *v, const entry *d, const sum *s, int score, verdict *out) {
    number_pool *p = v->c.set->numbers;
    interval total = s->at[0]->f->printed;
    const number *exact = s->at[0]->f->base;
    for (size_t i = 1; i < s->count; i++) {
        total = interval_add(p, total, s->at[i]->f->printed);
        exact = number_add(p, exact, s->at[i]->f->base);
    }
    bool holds = verify_allows(v, d->f, total);
    *out = (verdict){.status = holds ? VERIFY_COMPUTED : VERIFY_MISMATCH,
                     .reason = holds ? "" : "arithmetic",
                     .score = score,
                     .source = s->at[0],
                     .terms = s->count - 1,
                     .computed = sum_text(v, s, shown(v, d->f, exact, 0))};
    memcpy(out->term, s->at + 1, (s->count - 1) * sizeof *s->at);
    return true;
}

bool verify_sum(verification *v, entry *d, verdict *out) {
    arena *a = v->c.a;
    dcx_text before = clause_before(d->f);
    runes text = utf8_to_runes(a, before.at, before.length);
    size_t at;
    if ((d->measure != MEASURE_LEVEL && d->measure != MEASURE_RATE) || !adds_up(v, text, &at))
        return false;
    enum { LIST = 40, LEAST = 3000 };
    size_t from = at > LIST ? at - LIST : 0;
    for (size_t i = from; i < at; i++)
        if (text.at[i] == 0xFF1B || text.at[i] == 0x3002)
            from = i + 1;
    runes named = {text.at + from, at - from};
    hits all;
    verify_find(v, d, &all);
    for (size_t i = 0; i < all.count && all.at[i].score >= LEAST; i++) {
        const hit *h = &all.at[i];
        if (h->clash || h->cross || h->time == TIME_OTHER || !is_named(v, named, h->e))
            continue;
        sum s = parts_around(v, d, named, h->e);
        if (s.count > 1)
            return judge_sum(v, d, &s, h->score, out);
    }
    return false;
}

bool verify_compute(verification *v, entry *d, verdict *out) {
    if (d->f->claim != CLAIM_ACTUAL)
        return false;
    size_t mark = number_pool_mark(v->c.set->numbers);
    bool done = false;
    if (d->measure == MEASURE_CHANGE)
        done = difference_between(v, d, out);
    else if (d->measure == MEASURE_GROWTH)
        done = growth_over(v, d, out);
    else if (d->measure == MEASURE_RATE || d->measure == MEASURE_TIMES)
        done = share_of(v, d, out);
    number_pool_reset(v->c.set->numbers, mark);
    return done;
}
