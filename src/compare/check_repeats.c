/* The same metric printed twice. */
#include "compare/check.h"

static void report_repeat(check *c, grade g, const item *first, const item *again) {
    relation r = relation_of(REPEATED, g, again);
    r.holds = interval_meet(c->set->numbers, first->f->meant, again->f->meant);
    r.message =
        arena_print(&c->scratch, "%s %s %s", printed_of(c, first), r.holds ? "and" : "against", printed_of(c, again));
    r.computed = printed_of(c, first);
    relation_add(&r, first);
    relation_add(&r, again);
    (void)relation_report(c, &r);
}

static bool same_thing(const check *c, const item *a, const item *b) {
    const figure *f = a->f, *g = b->f;
    return f->document == g->document && f->kind == g->kind && f->claim == g->claim && f->year == g->year &&
           f->kind != KIND_CHANGE && same_measure(c, a, b) && same_span(a, b) && a->sentence != b->sentence &&
           is_percent(c, a) == is_percent(c, b);
}

static bool another_value(const item *a, const item *b) {
    return b && b->f->kind == a->f->kind && b->f->year == a->f->year && runes_equal(a->name, b->name) &&
           b->size != a->size;
}

/* The same name beside it for another value: it is not the whole name. */
static bool is_shared(const check *c, const item *it) {
    return another_value(it, previous_of(c, it)) || another_value(it, next_of(c, it));
}

static bool lacks_subject(const check *c, const item *it) {
    const pack_word *w = pack_find(c->set->pack, WORD_DEPENDENT, it->name.at, it->name.length);
    return w && w->length == it->name.length;
}

/* A name that says enough to be a contradiction: subject and attribute. */
static bool tells(const check *c, const item *a, const item *b) {
    enum { LONG = 5 };
    bool rate = is_percent(c, a) && same_text(a->f->field[DCX_OF], b->f->field[DCX_OF]);
    bool amount = is_amount(c, a) && a->core.length < a->name.length;
    return runes_equal(a->name, b->name) && a->name.length >= LONG && same_base_unit(a, b) && a->mean == b->mean &&
           a->f->year && !is_shared(c, a) && !is_shared(c, b) && !lacks_subject(c, a) &&
           (a->f->kind == KIND_LEVEL || a->f->kind == KIND_SHARE) && (rate || amount);
}

/* Who counts otherwise, or counts in another region, comes to another number. */
static grade grade_of(const check *c, const item *first, const item *again) {
    if (!tells(c, first, again))
        return GRADE_LOOSE;
    bool same = same_text(first->f->field[DCX_SOURCE], again->f->field[DCX_SOURCE]) &&
                runes_equal(first->f->name, again->f->name);
    return same ? GRADE_ERROR : GRADE_NOTE;
}

/* The mention before this one, in the order of an index. */
static const item *mention_before(const check *c, stretch all, const item *it) {
    const item *best = NULL;
    size_t low = 0, high = all.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all.at[middle] < it)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i > 0 && low - i < CHECK_MANY && !best; i--)
        if (same_thing(c, all.at[i - 1], it))
            best = all.at[i - 1];
    return best;
}

static bool is_hedged(const item *it) {
    return it->f->qualifier != QUALIFIER_NONE;
}

/* The same value, or a hedged one that means it. */
static bool same_value(const check *c, const item *a, const item *b) {
    return a->size == b->size ||
           (is_hedged(a) != is_hedged(b) && interval_meet(c->set->numbers, a->f->meant, b->f->meant));
}

static double alikeness(const item *a, const item *b) {
    bool whole = a->f->field[DCX_OF].length && same_text(a->f->field[DCX_OF], b->f->field[DCX_OF]);
    return likeness(a->name, b->name) + (whole ? 0.1 : 0);
}

static bool same_ending(const item *a, const item *b) {
    enum { LONG = 3 };
    return a->size == b->size && b->name.length >= LONG && (runes_end(a->name, b->name) || runes_end(b->name, a->name));
}

/* Names that look alike and a value that is the same: a summary, and what it sums up. A summary may leave the measure
 * word out. */
static const item *alike_before(check *c, const item *it) {
    const double alike = 0.6, about = 0.02;
    const dcx_text units[] = {it->f->field[DCX_BASE_UNIT], {"", 0}};
    const item *best = NULL;
    double most = alike;
    for (size_t u = 0; u < 2 && (!u || units[0].length); u++) {
        stretch near = items_sized(c, it->f->document, units[u], it->size, about);
        for (size_t i = 0; i < near.count; i++) {
            const item *other = near.at[i];
            if (other >= it || !same_value(c, other, it) || !same_thing(c, other, it))
                continue;
            double like = alikeness(other, it);
            if (like < most && !same_ending(other, it))
                continue;
            best = other;
            most = like > most ? like : most;
        }
    }
    return best;
}

/* What the new report still prints for the year before, or without a year, against what was printed then. */
static void printed_then(check *c, const item *it) {
    size_t against = c->options->against;
    if (against >= c->set->documents || it->f->document == against || it->f->kind != KIND_LEVEL)
        return;
    partner before = find_level(c, (wanted){it, against, it->f->year});
    const item *next = next_of(c, it);
    bool start = next && runes_equal(next->name, it->name) && cue_in(c, CUE_UP_TO, text_between(c, it, next));
    if (before.it && (it->f->year || start))
        report_repeat(c, it->f->year && before.sure ? GRADE_NOTE : GRADE_LOOSE, before.it, it);
}

void check_repeats(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        printed_then(c, it);
        const item *first = mention_before(c, items_named(c, it->name), it);
        if (!first)
            first = mention_before(c, items_with_core(c, it->core), it);
        bool fits = first && interval_meet(c->set->numbers, first->f->meant, it->f->meant);
        if (fits || (first && tells(c, first, it)))
            report_repeat(c, grade_of(c, first, it), first, it);
        const item *alike = fits ? NULL : alike_before(c, it);
        if (alike && alike != first)
            report_repeat(c, GRADE_LOOSE, alike, it);
    }
}
