/* What must not be more than something else: a part than its whole, the new than all there is, the first than the
 * second of a rise. */
#include <string.h>

#include "compare/check.h"

/* Two words may say of two figures that one bounds the other: once is enough. */
static bool said_before(check *c, const item *small, const item *large) {
    for (size_t i = 0; i < CHECK_BOUNDS; i++)
        if (c->bound[i].small == small && c->bound[i].large == large)
            return true;
    c->bound[c->bounds++ % CHECK_BOUNDS] = (bound_pair){small, large};
    return false;
}

/* small <= large. */
static bool report_bound(check *c, grade g, const item *judged, const item *small, const item *large, const char *why) {
    if (said_before(c, small, large))
        return false;
    relation r = relation_of(BOUND, g, judged);
    r.holds = not_above(c, small->f->meant.low, large->f->meant.high);
    r.message = arena_print(&c->scratch, "%s <= %s (%s)", printed_of(c, small), printed_of(c, large), why);
    const item *other = judged == small ? large : small;
    r.computed = arena_print(&c->scratch, "%s %s", judged == small ? "<=" : ">=", printed_of(c, other));
    relation_add(&r, small);
    relation_add(&r, large);
    return relation_report(c, &r);
}

/* ---- a part within its whole */

static bool share_an_end(const item *a, const item *b) {
    enum { END = 2 };
    runes end = runes_after(b->name, b->name.length < END ? 0 : b->name.length - END);
    return runes_hold(a->name, end);
}

static bool can_be_whole(const check *c, const item *whole, const item *part) {
    return is_amount(c, whole) && same_base_unit(whole, part) && whole->f->year == part->f->year && !whole->mean &&
           !part->mean;
}

/* The amount of the same unit that the words for "among them" refer to: the last before them. */
static const item *whole_before(const check *c, const item *words_at, const item *part) {
    enum { BEFORE = 8 };
    const item *it = words_at;
    for (size_t i = 0; it > c->item && i < BEFORE; i++) {
        it--;
        if (it->f->document != part->f->document || it->sentence + 1 < part->sentence)
            return NULL;
        if (can_be_whole(c, it, part))
            return it;
    }
    return NULL;
}

/* A greater amount further before may be what is meant. */
static bool fits_another(const check *c, const item *part, const item *whole) {
    const item *it = previous_of(c, whole);
    for (size_t i = 0; it && i < CHECK_NEAR; i++, it = previous_of(c, it))
        if (can_be_whole(c, it, part) && it->size >= part->size)
            return true;
    return false;
}

/* After "among them" every amount of its unit is a part, up to the next whole sentence. */
static void parts_within(check *c, const sentence *s) {
    const item *words_at = NULL; /* the first figure behind the words */
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        runes before = text_since(c, it);
        if (cue_in(c, CUE_PART_WITHIN, before))
            words_at = it;
        else if (cue_in(c, CUE_STOP, before))
            words_at = NULL;
        bool counts = is_amount(c, it) || (it->f->kind == KIND_CHANGE && it == words_at);
        if (!words_at || !counts || it->size <= 0 || is_points(c, it))
            continue;
        const item *whole = whole_before(c, words_at, it);
        if (!whole)
            continue;
        bool strict = share_an_end(it, whole) && whole->sentence == it->sentence && !fits_another(c, it, whole);
        (void)report_bound(c, strict ? GRADE_ERROR : GRADE_LOOSE, it, it, whole, "a part of it");
    }
}

/* So many of the so many. */
static void part_among(check *c, const item *it) {
    const item *part = next_of(c, it);
    if (!part || !is_amount(c, it) || !is_amount(c, part) || !same_measure(c, it, part))
        return;
    runes between = text_between(c, it, part);
    if (cue_in(c, CUE_PART, between) && !cue_in(c, CUE_PART_WITHIN, between))
        (void)report_bound(c, GRADE_LOOSE, part, part, it, "among them");
}

/* A name that says more than another is of a part of it: rural users, users. */
static void part_by_name(check *c, const item *it) {
    enum { SHORTEST = 3, CUTS = 16 };
    if (!is_amount(c, it) || it->name.length == it->core.length)
        return;
    for (size_t cut = 1; cut + SHORTEST <= it->name.length && cut < CUTS; cut++) {
        stretch all = items_named(c, runes_after(it->name, cut));
        for (size_t i = all.count; i > 0 && all.count - i < CHECK_MANY; i--) {
            const item *whole = all.at[i - 1];
            if (whole->f->document == it->f->document && can_be_whole(c, whole, it) && same_span(whole, it) &&
                whole->size > it->size) {
                (void)report_bound(c, GRADE_LOOSE, it, it, whole, "a part by its name");
                return;
            }
        }
    }
}

/* Cards, and electronic cards: the name before it, with a word more in front. */
static void part_by_word(check *c, const item *it) {
    enum { NOUN = 3 };
    const item *whole = previous_of(c, it);
    if (!whole || !is_amount(c, it) || !can_be_whole(c, whole, it) || whole->name.length < NOUN || !it->name.length)
        return;
    if (runes_hold(runes_after(it->name, 1), (runes){whole->name.at, NOUN}))
        (void)report_bound(c, GRADE_LOOSE, it, it, whole, "a part by its name");
}

/* ---- narrower and wider measures, new and all */

static bool is_new(check *c, const item *it) {
    return it->f->kind == KIND_CHANGE || cue_in(c, CUE_NEW, it->name) || cue_in(c, CUE_NEW, text_since(c, it));
}

static bool is_all(check *c, const item *it) {
    return it->f->kind == KIND_LEVEL && (cue_in(c, CUE_ALL, it->name) || cue_in(c, CUE_ALL, text_before(c, it)));
}

static bool counted(const check *c, const item *it) {
    return it->f->claim == CLAIM_ACTUAL && it->size > 0 && !it->f->base_max && !is_percent(c, it) &&
           !is_points(c, it) && (it->f->kind == KIND_LEVEL || it->f->kind == KIND_CHANGE);
}

/* New of one year, and all there are: in a list the word stands before the first item. */
static void new_within_all(check *c, const sentence *s, const item *it) {
    enum { BEHIND = 12, SENTENCES = 2 };
    bool begun = is_new(c, it) || (cue_in(c, CUE_NEW, text_before(c, it)) && !cue_in(c, CUE_ALL, text_since(c, it)));
    if (!counted(c, it) || !begun)
        return;
    for (const item *all = it + 1; all < c->item + c->items && all - it < BEHIND; all++) {
        if (all->sentence > it->sentence + SENTENCES || all->f->document != s->document)
            return;
        if (!counted(c, all) || !same_measure(c, all, it) || !is_all(c, all) || all->f->year != it->f->year)
            continue;
        bool same = runes_equal(all->name, it->name);
        if (same || runes_end(all->name, it->name) || (all == next_of(c, it) && share_an_end(it, all))) {
            if (!is_new(c, all) || cue_in(c, CUE_ALL, text_since(c, all)))
                (void)report_bound(c, same ? GRADE_NOTE : GRADE_LOOSE, it, it, all, "new of all there is");
            return;
        }
    }
}

/* Of one day and in total, of one day and of one month. */
static void narrower_within_wider(check *c, const sentence *s, const item *it) {
    const double alike = 0.7;
    bool narrow = cue_in(c, CUE_NARROWER, it->f->name);
    if (!counted(c, it) || (!narrow && !cue_in(c, CUE_WIDER, it->f->name)))
        return;
    runes bare = cue_removed(c, narrow ? CUE_NARROWER : CUE_WIDER, it->f->name);
    const item *other = it + 1;
    for (size_t i = 0; i < CHECK_NEAR && other < c->item + c->items; i++, other++) {
        if (other->f->document != s->document || other->sentence > it->sentence + 1)
            return;
        cue opposite = narrow ? CUE_WIDER : CUE_NARROWER;
        if (!counted(c, other) || !same_base_unit(other, it) || !cue_in(c, opposite, other->f->name))
            continue;
        double like = likeness(bare, cue_removed(c, opposite, other->f->name));
        const item *small = narrow ? it : other, *large = narrow ? other : it;
        if (like >= alike) {
            (void)report_bound(c, like < 1 ? GRADE_LOOSE : GRADE_NOTE, small, small, large, "the narrower measure");
            return;
        }
    }
}

/* ---- directions */

static bool ends_with(dcx_text t, dcx_text end) {
    return end.length && t.length > end.length && !memcmp(t.at + t.length - end.length, end.at, end.length);
}

/* In one unit, or in two of which one says more: racks, standard racks. */
static bool like_units(const check *c, const item *a, const item *b) {
    dcx_text s = a->f->field[DCX_BASE_UNIT], t = b->f->field[DCX_BASE_UNIT];
    return same_measure(c, a, b) || ends_with(s, t) || ends_with(t, s);
}

static bool comparable(const check *c, const item *a, const item *b) {
    /* Of what is below zero, rising and falling are said of the amount as often as of the value. */
    return a->size >= 0 && b->size >= 0 && a->f->kind == b->f->kind && a->f->claim == CLAIM_ACTUAL &&
           b->f->claim == CLAIM_ACTUAL && runes_equal(a->name, b->name) && like_units(c, a, b);
}

/* From A it rose to B, or fell. */
static void from_to(check *c, const item *it) {
    const item *to = next_of(c, it);
    if (!to || !comparable(c, it, to))
        return;
    runes between = text_between(c, it, to);
    grade g = same_base_unit(it, to) ? GRADE_ERROR : GRADE_LOOSE;
    if (cue_in(c, CUE_UP_TO, between))
        (void)report_bound(c, g, to, it, to, "it rose");
    else if (cue_in(c, CUE_DOWN_TO, between))
        (void)report_bound(c, g, to, to, it, "it fell");
}

/* It is now more than the earlier report printed, in words without a rate. */
static void rose_since(check *c, const item *it) {
    size_t against = c->options->against;
    if (against >= c->set->documents || it->f->document == against || !it->f->year || it->f->claim != CLAIM_ACTUAL ||
        it->f->kind != KIND_LEVEL || companion(c, it, KIND_GROWTH))
        return;
    runes since = text_since(c, it);
    bool fell = cue_in(c, CUE_DOWN_TO, since);
    if (!fell && !cue_in(c, CUE_UP_TO, since) && !cue_in(c, CUE_GREW, text_behind(c, it)))
        return;
    const item *previous = previous_of(c, it);
    if (previous && comparable(c, previous, it))
        return;
    partner before = find_level(c, (wanted){it, against, it->f->year - 1});
    if (before.it && fell)
        (void)report_bound(c, GRADE_NOTE, it, it, before.it, "it fell since the earlier report");
    else if (before.it)
        (void)report_bound(c, GRADE_NOTE, it, before.it, it, "it rose since the earlier report");
}

/* The state on a day: what is counted of a year begins anew with the next. */
static bool is_as_of(const item *it) {
    enum { DAY = 10 };
    return it->f->field[DCX_PERIOD].length == DAY;
}

/* A running total that the earlier report printed does not fall. */
static void total_since(check *c, const item *it) {
    size_t against = c->options->against;
    if (against >= c->set->documents || it->f->document == against || !it->f->year || !is_amount(c, it) ||
        !cue_in(c, CUE_RUNNING, text_since(c, it)))
        return;
    partner before = find_level(c, (wanted){it, against, it->f->year - 1});
    if (!before.it)
        return;
    bool both = cue_in(c, CUE_RUNNING, text_since(c, before.it)) && is_as_of(it) && is_as_of(before.it);
    grade g = both && before.sure ? GRADE_ERROR : GRADE_LOOSE;
    (void)report_bound(c, g, it, before.it, it, "a running total");
}

/* A threshold that is passed, beside the figure that passes it. */
static void threshold(check *c, const item *it) {
    const item *limit = next_of(c, it);
    if (!limit || !comparable(c, it, limit) || it->f->qualifier != QUALIFIER_NONE || !same_base_unit(it, limit) ||
        it->f->year != limit->f->year)
        return;
    if (limit->f->qualifier == QUALIFIER_LE)
        (void)report_bound(c, GRADE_NOTE, it, it, limit, "a threshold");
    else if (limit->f->qualifier == QUALIFIER_GE)
        (void)report_bound(c, GRADE_NOTE, it, limit, it, "a threshold");
}

/* A is higher than B. */
static void in_words(check *c, const item *it) {
    const item *than = next_of(c, it);
    if (!than || it->f->kind != than->f->kind || !is_percent(c, it) || !is_percent(c, than))
        return;
    runes between = text_between(c, it, than);
    if (cue_in(c, CUE_ABOVE, between))
        (void)report_bound(c, GRADE_LOOSE, it, than, it, "said to be higher");
    else if (cue_in(c, CUE_BELOW, between))
        (void)report_bound(c, GRADE_LOOSE, it, it, than, "said to be lower");
}

void check_bounds(check *c, const sentence *s) {
    parts_within(c, s);
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        part_among(c, it);
        part_by_name(c, it);
        part_by_word(c, it);
        new_within_all(c, s, it);
        narrower_within_wider(c, s, it);
        from_to(c, it);
        threshold(c, it);
        in_words(c, it);
        rose_since(c, it);
        total_since(c, it);
    }
}
