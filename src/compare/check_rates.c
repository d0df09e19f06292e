/* Rates against each other: the difference that is printed between two, one base under several, the whole's between
 * those of its parts. */
#include "compare/check.h"

enum { PAIRS_BACK = 8 };

static bool is_rate(const check *c, const item *it) {
    return is_percent(c, it) && it->f->claim == CLAIM_ACTUAL && !it->f->base_max && it->f->kind != KIND_CHANGE;
}

static interval distance(check *c, interval a, interval b) {
    number_pool *p = c->set->numbers;
    interval d = interval_subtract(p, a, b);
    if (!d.low || !d.high || number_sign(d.high) >= 0)
        return d;
    const number *zero = number_of(p, 0);
    return (interval){number_subtract(p, zero, d.high), number_subtract(p, zero, d.low)};
}

static void report_gap(check *c, const item *gap, const item *a, const item *b) {
    relation r = relation_of(RATE_DIFFERENCE, GRADE_LOOSE, gap);
    interval computed = distance(c, a->f->meant, b->f->meant),
             point = distance(c, (interval){a->f->base, a->f->base}, (interval){b->f->base, b->f->base});
    r.holds = true;
    r.computed = shown_like(c, point.low, gap);
    r.message = arena_print(&c->scratch, "between %s and %s are %s, printed %s", printed_of(c, a), printed_of(c, b),
                            r.computed, printed_of(c, gap));
    r.tolerance = shown_interval_like(c, computed, gap);
    relation_add(&r, a);
    relation_add(&r, b);
    relation_add(&r, gap);
    (void)relation_report(c, &r);
}

/* A difference of two rates that stand side by side before it. */
static void gap_between(check *c, const item *gap) {
    if (!is_points(c, gap) || !cue_in(c, CUE_GAP, gap->name))
        return;
    const item *later = NULL;
    for (const item *it = gap; it > c->item && gap - it < PAIRS_BACK; it--) {
        const item *a = it - 1;
        if (a->sentence != gap->sentence)
            return;
        if (!is_rate(c, a) || (gap->f->year && a->f->year != gap->f->year))
            continue;
        if (later && later->f->kind == a->f->kind &&
            interval_meet(c->set->numbers, distance(c, a->f->meant, later->f->meant), gap->f->meant)) {
            report_gap(c, gap, a, later);
            return;
        }
        later = a;
    }
}

/* ---- so many points above a base that is named */

/* The rate that a difference is a difference of. */
static const item *rate_before(check *c, const item *points) {
    const item *it = previous_of(c, points);
    for (size_t i = 0; it && i < 2; i++, it = previous_of(c, it))
        if (is_rate(c, it) && runes_equal(it->name, points->name))
            return it;
    return NULL;
}

/* A difference from a base that is not the metric's own past. */
static bool has_other_base(check *c, const item *points) {
    dcx_text t = points->f->field[DCX_OF];
    return points->f->kind == KIND_CHANGE && is_points(c, points) && t.length &&
           !cue_in(c, CUE_TIME, utf8_to_runes(&c->scratch, t.at, t.length));
}

static interval base_under(check *c, const item *rate, const item *points) {
    return interval_subtract(c->set->numbers, rate->f->meant, points->f->meant);
}

static void report_base(check *c, const item *rate[2], const item *points[2]) {
    number_pool *p = c->set->numbers;
    relation r = relation_of(RATE_DIFFERENCE, GRADE_ERROR, points[1]);
    interval base[2];
    const char *shown_base[2];
    for (int i = 0; i < 2; i++) {
        base[i] = base_under(c, rate[i], points[i]);
        shown_base[i] = shown_like(c, number_subtract(p, rate[i]->f->base, points[i]->f->base), rate[i]);
        relation_add(&r, rate[i]);
        relation_add(&r, points[i]);
    }
    r.holds = interval_meet(p, base[0], base[1]);
    r.computed = shown_base[0];
    r.printed = shown_base[1];
    r.message =
        arena_print(&c->scratch, "one base: %s - %s = %s and %s - %s = %s", printed_of(c, rate[0]),
                    term_of(c, points[0]), shown_base[0], printed_of(c, rate[1]), term_of(c, points[1]), shown_base[1]);
    r.tolerance = shown_interval_like(c, base[0], rate[1]);
    (void)relation_report(c, &r);
}

/* The last difference from the same base, not far before. */
static void same_base(check *c, const item *points) {
    enum { BACK = 16 };
    const item *rate = has_other_base(c, points) ? rate_before(c, points) : NULL;
    for (const item *it = points; rate && it > c->item && points - it < BACK; it--) {
        const item *other = it - 1;
        if (other->f->document != points->f->document)
            return;
        if (!has_other_base(c, other) || !same_text(other->f->field[DCX_OF], points->f->field[DCX_OF]) ||
            other->f->year != points->f->year)
            continue;
        const item *rates[2] = {rate_before(c, other), rate}, *differences[2] = {other, points};
        if (rates[0] && rates[0] != rate)
            report_base(c, rates, differences);
        return;
    }
}

/* The base's own rate, where it is printed: growth of all investment beside growth of one kind. */
static void printed_base(check *c, const item *points) {
    const item *rate = has_other_base(c, points) ? rate_before(c, points) : NULL;
    if (!rate)
        return;
    dcx_text t = points->f->field[DCX_OF];
    runes of = cue_removed(c, CUE_ATTRIBUTE, cue_removed(c, CUE_DROP, utf8_to_runes(&c->scratch, t.at, t.length)));
    stretch all = items_with_core(c, of);
    for (size_t i = 0; i < all.count && i < CHECK_MANY; i++) {
        const item *base = all.at[i];
        interval computed = base_under(c, rate, points);
        if (base->f->document != rate->f->document || base->f->kind != rate->f->kind || !is_rate(c, base) ||
            base->f->year != rate->f->year || !interval_meet(c->set->numbers, computed, base->f->meant))
            continue;
        relation r = relation_of(RATE_DIFFERENCE, GRADE_LOOSE, points);
        r.holds = true;
        r.computed = shown_like(c, number_subtract(c->set->numbers, rate->f->base, points->f->base), base);
        r.printed = printed_of(c, base);
        r.message = arena_print(&c->scratch, "%s - %s = %s, printed %s", printed_of(c, rate), term_of(c, points),
                                r.computed, r.printed);
        r.tolerance = shown_interval_like(c, computed, base);
        relation_add(&r, base);
        relation_add(&r, rate);
        relation_add(&r, points);
        (void)relation_report(c, &r);
        return;
    }
}

/* ---- a whole's rate lies between those of its parts */

static runes common_end(runes a, runes b) {
    size_t n = 0;
    while (n < a.length && n < b.length && a.at[a.length - 1 - n] == b.at[b.length - 1 - n])
        n++;
    return runes_after(a, a.length - n);
}

static void between_parts(check *c, const item *a) {
    enum { SHORTEST = 4 };
    const item *b = next_of(c, a);
    if (!b || !is_rate(c, a) || !is_rate(c, b) || a->f->kind != KIND_LEVEL || b->f->kind != KIND_LEVEL)
        return;
    runes end = common_end(a->name, b->name);
    if (end.length < SHORTEST || end.length == a->name.length || end.length == b->name.length)
        return;
    stretch all = {NULL, 0};
    for (; end.length >= SHORTEST && !all.count; end = runes_after(end, 1))
        all = items_named(c, end);
    const item *low = a->size < b->size ? a : b, *high = low == a ? b : a;
    for (size_t i = 0; i < all.count && i < CHECK_MANY; i++) {
        const item *whole = all.at[i];
        if (whole->f->document != a->f->document || !is_rate(c, whole) || whole->f->year != a->f->year ||
            whole->f->kind != a->f->kind || !same_span(whole, a))
            continue;
        relation r = relation_of(BOUND, GRADE_LOOSE, whole);
        r.holds = not_above(c, low->f->meant.low, whole->f->meant.high) &&
                  not_above(c, whole->f->meant.low, high->f->meant.high);
        r.message = arena_print(&c->scratch, "%s <= %s <= %s (the whole between its parts)", printed_of(c, low),
                                printed_of(c, whole), printed_of(c, high));
        relation_add(&r, whole);
        relation_add(&r, low);
        relation_add(&r, high);
        (void)relation_report(c, &r);
        return;
    }
}

void check_rates(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        gap_between(c, it);
        same_base(c, it);
        printed_base(c, it);
        between_parts(c, it);
    }
}
