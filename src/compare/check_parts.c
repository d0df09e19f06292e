/* Parts and shares of a whole: part = share x whole, shares that add up, growth of a whole from its parts. */
#include "compare/check.h"

enum {
    CANDIDATES = 16,
    BEHIND = 20,
    TELLING = 20 /* thousandths: intervals no wider than this do not fit by chance */
};

typedef struct wholes {
    const item *part, *share;
    const item *at[CANDIDATES];
    grade grade[CANDIDATES];
    bool named[CANDIDATES]; /* by its name, not by its value alone */
    size_t count;
} wholes;

static void offer(check *c, wholes *w, const item *it, grade g, bool named) {
    const figure *f = it->f, *part = w->part->f;
    if (w->count == CANDIDATES || it == w->part || f->document != part->document || !is_amount(c, it) ||
        it->size < w->part->size || !same_measure(c, it, w->part) || !same_span(it, w->part) ||
        (f->year && part->year && f->year != part->year))
        return;
    w->at[w->count] = it;
    /* A hedged whole accuses nobody: there may be another one. */
    w->grade[w->count] = f->qualifier == QUALIFIER_NONE ? g : GRADE_LOOSE;
    w->named[w->count++] = named;
}

/* Printed not far before the part. */
static bool is_close(const wholes *w, const item *it) {
    return it < w->part && w->part - it <= BEHIND;
}

static void offer_last(check *c, wholes *w, stretch all, grade g) {
    for (size_t i = all.count; i > 0 && all.count - i < CHECK_MANY; i--)
        offer(c, w, all.at[i - 1], g, true);
}

/* The quote as a whole number: not the end of a longer one. */
static bool holds_quote(runes text, runes quote) {
    for (size_t i = 0; quote.length && i + quote.length <= text.length; i++) {
        bool within = i && (rune_is_digit(text.at[i - 1]) || text.at[i - 1] == '.' || text.at[i - 1] == ',');
        if (!within && runes_equal((runes){text.at + i, quote.length}, quote))
            return true;
    }
    return false;
}

/* The whole is described by words that hold its figure: of the 45,000 patents. */
static void offer_quoted(check *c, wholes *w, runes of) {
    const item *it = previous_of(c, w->part);
    for (size_t i = 0; it && i < CHECK_NEAR; i++, it = previous_of(c, it)) {
        dcx_text t = it->f->field[DCX_QUOTE];
        if (holds_quote(of, utf8_to_runes(&c->scratch, t.at, t.length)))
            offer(c, w, it, GRADE_ERROR, true);
    }
}

/* The part's name ends with the whole's: revenue of the eastern regions, revenue. */
static void offer_endings(check *c, wholes *w, grade g) {
    enum { SHORTEST = 2, CUTS = 16 };
    runes name = w->part->name, core = w->part->core;
    for (size_t cut = SHORTEST; cut + SHORTEST < name.length && cut < CUTS; cut++) {
        stretch all = items_named(c, runes_after(name, cut));
        for (size_t i = all.count; i > 0 && all.count - i < CHECK_MANY; i--)
            offer(c, w, all.at[i - 1], is_close(w, all.at[i - 1]) ? GRADE_ERROR : g, true);
    }
    for (size_t cut = SHORTEST; cut + SHORTEST <= core.length && cut < CUTS; cut++)
        offer_last(c, w, items_with_core(c, runes_after(core, cut)), GRADE_LOOSE);
}

/* The whole's name ends with the words, after no more than who has it: revenue, revenue of the company. */
static void offer_longer(check *c, wholes *w, runes core) {
    enum { OWNER = 4 };
    stretch all = items_ending(c, core);
    for (size_t i = all.count; i > 0 && all.count - i < CHECK_MANY; i--) {
        const item *it = all.at[i - 1];
        bool close = is_close(w, it) && it->core.length <= core.length + OWNER && !companion(c, it, KIND_SHARE);
        offer(c, w, it, close ? GRADE_ERROR : GRADE_LOOSE, true);
    }
}

static void offer_near(check *c, wholes *w) {
    if (w->share->size <= 0)
        return;
    stretch near = items_sized(c, w->part->f->document, w->part->f->field[DCX_BASE_UNIT],
                               w->part->size * 100 / w->share->size, 0.02);
    for (size_t i = 0; i < near.count; i++)
        if (is_close(w, near.at[i]))
            offer(c, w, near.at[i], GRADE_LOOSE, false);
}

static void find_wholes(check *c, wholes *w) {
    dcx_text t = w->share->f->field[DCX_OF];
    runes of = utf8_to_runes(&c->scratch, t.at, t.length);
    span group[REGEX_GROUPS];
    if (!of.length && regex_find(c->engine, c->cue[CUE_RATE_OF], w->share->name, 0, group) > 0)
        of = (runes){w->share->name.at + group[1].from, group[1].to - group[1].from};
    runes core = cue_removed(c, CUE_ATTRIBUTE, cue_removed(c, CUE_DROP, of));
    offer_quoted(c, w, of);
    if (core.length) {
        stretch exact = items_with_core(c, core);
        offer_last(c, w, exact, GRADE_ERROR);
        if (!w->count && core.length > 1)
            offer_longer(c, w, core);
    } else
        offer_endings(c, w, of.length ? GRADE_ERROR : GRADE_LOOSE);
    offer_near(c, w);
}

static interval share_between(check *c, const item *part, const item *whole) {
    return interval_times(c, interval_divide(c->set->numbers, part->f->meant, whole->f->meant), 100);
}

/* What fits by its value alone must fit closely, without hedges. */
static bool fits(check *c, const wholes *w, size_t i) {
    number_pool *p = c->set->numbers;
    if (w->named[i])
        return interval_meet(p, share_between(c, w->part, w->at[i]), w->share->f->meant);
    interval exact = interval_times(c, interval_divide(p, w->part->f->printed, w->at[i]->f->printed), 100);
    return is_narrow(c, exact, TELLING) && interval_meet(p, exact, w->share->f->printed);
}

static void report_part(check *c, const wholes *w, size_t i, bool holds) {
    number_pool *p = c->set->numbers;
    const item *whole = w->at[i];
    relation r = relation_of(PART_OF_WHOLE, w->grade[i], w->share);
    interval computed = share_between(c, w->part, whole);
    const number *point = number_divide(p, w->part->f->base, whole->f->base);
    r.holds = holds;
    if (!holds && interval_meet(p, computed, digits_cut(c, w->share)))
        r.grade = GRADE_NOTE;
    r.computed = shown(c, number_multiply(p, point, number_of(p, 100)), 2, "%");
    r.message = arena_print(&c->scratch, "%s / %s = %s, printed %s", printed_of(c, w->part), printed_of(c, whole),
                            r.computed, printed_of(c, w->share));
    r.tolerance = shown_interval(c, computed, 2, "%");
    relation_add(&r, w->part);
    relation_add(&r, whole);
    relation_add(&r, w->share);
    (void)relation_report(c, &r);
}

/* The whole that is meant for certain: all that could be meant have one value. w->count: there is none. */
static size_t the_whole(check *c, const wholes *w) {
    size_t first = w->count;
    for (size_t i = w->count; i > 0; i--)
        if (w->grade[i - 1] == GRADE_ERROR) {
            bool other =
                first < w->count && !interval_meet(c->set->numbers, w->at[first]->f->printed, w->at[i - 1]->f->printed);
            if (other)
                return w->count;
            first = i - 1;
        }
    return first;
}

/* The first whole that fits is meant; where none does, the one that is named. True: the whole was found. */
static bool judge_part(check *c, const item *part, const item *share) {
    wholes w = {.part = part, .share = share};
    find_wholes(c, &w);
    for (size_t i = 0; i < w.count; i++)
        if (fits(c, &w, i)) {
            report_part(c, &w, i, true);
            return true;
        }
    size_t named = the_whole(c, &w);
    if (named < w.count)
        report_part(c, &w, named, false);
    return named < w.count;
}

static bool is_share(check *c, const item *it) {
    if (!is_percent(c, it) || it->f->claim != CLAIM_ACTUAL || it->size <= 0 || it->f->base_max)
        return false;
    return it->f->kind == KIND_SHARE || (it->f->kind == KIND_LEVEL && cue_in(c, CUE_RATE_OF, it->name));
}

/* What the share is a share of the whole: the amount of the same name before it; before a rate, of the same beginning.
 */
static const item *part_of_share(check *c, const item *share) {
    enum { BEGINNING = 2 };
    const item *it = previous_of(c, share);
    for (size_t i = 0; it && i < CHECK_NEAR; i++, it = previous_of(c, it)) {
        if (!is_amount(c, it))
            continue;
        if (runes_equal(it->name, share->name))
            return it;
        if (share->f->kind == KIND_LEVEL) {
            runes a = {it->name.at, BEGINNING}, b = {share->name.at, BEGINNING};
            bool begins = it->name.length >= BEGINNING && share->name.length >= BEGINNING && runes_equal(a, b);
            return begins ? it : NULL;
        }
    }
    return NULL;
}

static bool same_whole(const item *a, const item *b) {
    return same_text(a->f->field[DCX_OF], b->f->field[DCX_OF]);
}

/* Two parts and their shares of a whole that is printed nowhere: both must give one whole. */
static void judge_pair(check *c, const item *part[2], const item *share[2]) {
    number_pool *p = c->set->numbers;
    if (!share[1]->f->field[DCX_OF].length || !same_whole(share[0], share[1]) || !same_measure(c, part[0], part[1]))
        return;
    relation r = relation_of(PART_OF_WHOLE, GRADE_ERROR, share[1]);
    interval whole[2];
    const number *point[2];
    for (int i = 0; i < 2; i++) {
        whole[i] = interval_times(c, interval_divide(p, part[i]->f->meant, share[i]->f->meant), 100);
        point[i] = number_multiply(p, number_divide(p, part[i]->f->base, share[i]->f->base), number_of(p, 100));
        relation_add(&r, part[i]);
        relation_add(&r, share[i]);
    }
    r.holds = interval_meet(p, whole[0], whole[1]);
    r.computed = shown_like(c, point[0], part[1]);
    r.printed = shown_like(c, point[1], part[1]);
    r.message =
        arena_print(&c->scratch, "the whole is %s / %s = %s and %s / %s = %s", printed_of(c, part[0]),
                    printed_of(c, share[0]), r.computed, printed_of(c, part[1]), printed_of(c, share[1]), r.printed);
    r.tolerance = shown_interval_like(c, whole[0], part[1]);
    (void)relation_report(c, &r);
}

/* ---- shares that add up */

typedef struct shares {
    const item *at[CHECK_NEAR];
    size_t count;
} shares;

/* The growth that a part with a share has in the same sentence. */
static const item *growth_of(const check *c, const sentence *s, const item *share) {
    for (size_t i = 0; i < s->count && i < 2 * CHECK_NEAR; i++) {
        const item *it = &c->item[s->first + i];
        if (it->f->kind == KIND_GROWTH && is_percent(c, it) && runes_equal(it->name, share->name))
            return it;
    }
    return NULL;
}

static const item *growth_before(const check *c, const item *first) {
    for (const item *it = first; it > c->item && first - it < CHECK_NEAR; it--)
        if (it[-1].f->document == first->f->document && it[-1].f->kind == KIND_GROWTH && is_percent(c, it - 1))
            return it - 1;
    return NULL;
}

/* The parts' growth, weighed by their shares, is that of the whole. */
static void judge_weighted(check *c, const sentence *s, const shares *all) {
    number_pool *p = c->set->numbers;
    const item *growth[CHECK_NEAR], *first = NULL;
    interval before = interval_of(c, 0);
    const number *point = number_of(p, 0);
    for (size_t i = 0; i < all->count; i++) {
        growth[i] = growth_of(c, s, all->at[i]);
        if (!growth[i] || growth[i]->size <= -99)
            return;
        first = first && first < growth[i] ? first : growth[i];
        interval factor = interval_add(p, growth[i]->f->meant, interval_of(c, 100));
        before = interval_add(p, before, interval_divide(p, all->at[i]->f->meant, factor));
        const number *grown = number_add(p, growth[i]->f->base, number_of(p, 100));
        point = number_add(p, point, number_divide(p, all->at[i]->f->base, grown));
    }
    const item *whole = first ? growth_before(c, first) : NULL;
    if (!whole)
        return;
    interval one = interval_of(c, 100);
    relation r = relation_of(GROWTH, GRADE_LOOSE, whole);
    interval computed = interval_subtract(p, interval_divide(p, one, before), one);
    r.holds = interval_meet(p, computed, whole->f->meant);
    point = number_subtract(p, number_divide(p, number_of(p, 100), point), number_of(p, 100));
    r.computed = shown(c, point, 2, "%");
    r.message = arena_print(&c->scratch, "growth of the parts weighed by their shares = %s, printed %s", r.computed,
                            printed_of(c, whole));
    r.tolerance = shown_interval(c, computed, 2, "%");
    relation_add(&r, whole);
    for (size_t i = 0; i < all->count; i++) {
        relation_add(&r, all->at[i]);
        relation_add(&r, growth[i]);
    }
    (void)relation_report(c, &r);
}

/* Bound by the rules of lists: shares of A, B and C respectively. */
static bool one_list(const shares *all) {
    for (size_t i = 0; i < all->count; i++)
        if (!is_listed(all->at[i]))
            return false;
    return true;
}

static void judge_sum(check *c, const sentence *s, const shares *all) {
    enum { NEARLY = 10 }; /* more above 100 than this: the parts have much in common */
    number_pool *p = c->set->numbers;
    if (all->count < 2)
        return;
    relation r = relation_of(SHARE_SUM, GRADE_NOTE, all->at[all->count - 1]);
    interval sum = interval_of(c, 0);
    const number *point = number_of(p, 0);
    const char *terms = "";
    for (size_t i = 0; i < all->count; i++) {
        sum = interval_add(p, sum, all->at[i]->f->meant);
        point = number_add(p, point, all->at[i]->f->base);
        terms = arena_print(&c->scratch, "%s%s%s", terms, i ? " + " : "",
                            i ? term_of(c, all->at[i]) : printed_of(c, all->at[i]));
        relation_add(&r, all->at[i]);
    }
    r.holds = interval_meet(p, sum, interval_of(c, 100));
    interval above = {number_of(p, 100), number_of(p, 100 + NEARLY)};
    if (!r.holds && (!interval_meet(p, (interval){point, point}, above) || !one_list(all)))
        return;
    r.computed = shown(c, point, 1, "%");
    r.printed = "100%";
    r.message = arena_print(&c->scratch, "%s = %s, of 100%%", terms, r.computed);
    r.tolerance = shown_interval(c, sum, 2, "%");
    (void)relation_report(c, &r);
    if (r.holds)
        judge_weighted(c, s, all);
}

/* Shares of one whole in one sentence, each of another part; where the whole is not named, of one list. */
static bool listed_together(const item *a, const item *b) {
    bool same_rule = same_text(a->f->field[DCX_RULE], b->f->field[DCX_RULE]);
    return same_whole(a, b) && (same_rule || a->f->field[DCX_OF].length) && !runes_equal(a->name, b->name) &&
           a->f->year == b->f->year;
}

static void check_sums(check *c, const sentence *s) {
    shares all = {.count = 0};
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        if (it->f->kind != KIND_SHARE || !is_share(c, it))
            continue;
        if (all.count && (all.count == CHECK_NEAR || !listed_together(all.at[all.count - 1], it))) {
            judge_sum(c, s, &all);
            all.count = 0;
        }
        all.at[all.count++] = it;
    }
    judge_sum(c, s, &all);
}

void check_parts(check *c, const sentence *s) {
    const item *part[2] = {NULL}, *share[2] = {NULL};
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        const item *of = is_share(c, it) ? part_of_share(c, it) : NULL;
        if (!of || judge_part(c, of, it))
            continue;
        part[1] = of;
        share[1] = it;
        if (part[0] && part[0] != of)
            judge_pair(c, part, share);
        part[0] = of;
        share[0] = it;
    }
    check_sums(c, s);
}
