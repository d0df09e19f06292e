/* Listed parts against their total. */
#include "compare/check.h"

enum { MOST_PARTS = 8, TELLING = 20 /* thousandths */ };

typedef struct listed {
    const item *at[MOST_PARTS];
    size_t count;
} listed;

static bool same_rule(const item *a, const item *b) {
    return is_listed(a) && same_text(a->f->field[DCX_RULE], b->f->field[DCX_RULE]);
}

/* A part is a part by its list, by the words before the list, or by its name. */
static bool belong(check *c, const item *total, const listed *parts) {
    const double enough = 0.4;
    if (cue_in(c, CUE_PART, text_between(c, total, parts->at[0])))
        return true;
    bool one_list = true, alike = true;
    for (size_t i = 0; i < parts->count; i++) {
        one_list &= same_rule(parts->at[0], parts->at[i]);
        alike &= likeness(total->name, parts->at[i]->name) >= enough;
    }
    return one_list || alike;
}

static interval sum_of(check *c, const listed *parts, const char **terms, const number **point) {
    number_pool *p = c->set->numbers;
    interval sum = interval_of(c, 0);
    *point = number_of(p, 0);
    *terms = "";
    for (size_t i = 0; i < parts->count; i++) {
        sum = interval_add(p, sum, parts->at[i]->f->meant);
        *point = number_add(p, *point, parts->at[i]->f->base);
        *terms = arena_print(&c->scratch, "%s%s%s", *terms, i ? " + " : "", printed_of(c, parts->at[i]));
    }
    return sum;
}

static bool report_sum(check *c, relation_kind kind, grade g, const item *total, const listed *parts) {
    const number *point;
    const char *terms;
    relation r = relation_of(kind, g, total);
    interval sum = sum_of(c, parts, &terms, &point);
    r.holds = kind == BOUND ? not_above(c, sum.low, total->f->meant.high)
                            : interval_meet(c->set->numbers, sum, total->f->meant);
    r.computed = shown_like(c, point, total);
    r.message = arena_print(&c->scratch, "%s = %s %s %s", terms, r.computed, kind == BOUND ? "<=" : "against",
                            printed_of(c, total));
    r.tolerance = shown_interval_like(c, sum, total);
    for (size_t i = 0; i < parts->count; i++)
        relation_add(&r, parts->at[i]);
    relation_add(&r, total);
    return relation_report(c, &r);
}

/* Whether the parts add up to the total so exactly that it is no chance. */
static bool adds_up(check *c, const item *total, const listed *parts) {
    const number *point;
    const char *terms;
    interval sum = sum_of(c, parts, &terms, &point);
    return is_narrow(c, sum, TELLING) && interval_meet(c->set->numbers, sum, total->f->meant);
}

/* Of one unit; in a list the unit may stand at one of them alone. */
static bool addable(const check *c, const item *a, const item *b) {
    bool bare = !a->f->field[DCX_BASE_UNIT].length || !b->f->field[DCX_BASE_UNIT].length;
    return same_base_unit(a, b) || (bare && same_measure(c, a, b));
}

static bool is_part(check *c, const item *total, const item *it) {
    return is_amount(c, it) && it->size < total->size && addable(c, it, total) && it->f->year == total->f->year &&
           it->mean == total->mean;
}

/* The growth of a part, beside it or listed behind all parts. */
static const item *growth_behind(check *c, const item *part) {
    for (const item *it = part + 1; it < c->item + c->items && it - part <= CHECK_NEAR; it++)
        if (it->f->document == part->f->document && it->f->kind == KIND_GROWTH && is_percent(c, it) &&
            it->f->year == part->f->year && runes_equal(it->name, part->name))
            return it;
    return NULL;
}

/* All parts with their growth give the growth of the total. */
static void growth_of_total(check *c, const item *total, const listed *parts) {
    number_pool *p = c->set->numbers;
    const item *printed = companion(c, total, KIND_GROWTH);
    if (!printed || !is_percent(c, printed))
        return;
    relation r = relation_of(GROWTH, GRADE_LOOSE, printed);
    interval before = interval_of(c, 0), now = before;
    relation_add(&r, total);
    relation_add(&r, printed);
    for (size_t i = 0; i < parts->count; i++) {
        const item *growth = growth_behind(c, parts->at[i]);
        if (!growth || growth->size <= -99)
            return;
        interval factor = interval_over(c, interval_add(p, growth->f->meant, interval_of(c, 100)), 100);
        before = interval_add(p, before, interval_divide(p, parts->at[i]->f->meant, factor));
        now = interval_add(p, now, parts->at[i]->f->meant);
        relation_add(&r, parts->at[i]);
        relation_add(&r, growth);
    }
    interval computed =
        interval_times(c, interval_subtract(p, interval_divide(p, now, before), interval_of(c, 1)), 100);
    r.holds = interval_meet(p, computed, printed->f->meant);
    r.computed = shown_interval(c, computed, 2, "%");
    r.message =
        arena_print(&c->scratch, "growth of the parts together = %s, printed %s", r.computed, printed_of(c, printed));
    r.tolerance = r.computed;
    (void)relation_report(c, &r);
}

/* The amounts behind a total, in its sentence and the one behind it. */
static void parts_behind(check *c, const item *total) {
    enum { SENTENCES = 1 };
    listed parts = {.count = 0};
    if (total->f->qualifier != QUALIFIER_NONE)
        return;
    for (const item *it = total + 1; it < c->item + c->items && it - total <= CHECK_NEAR; it++) {
        if (it->sentence > total->sentence + SENTENCES || it->f->document != total->f->document ||
            parts.count == MOST_PARTS)
            break;
        if (!is_amount(c, it))
            continue;
        if (!is_part(c, total, it))
            break;
        parts.at[parts.count++] = it;
        if (parts.count > 1 && adds_up(c, total, &parts) && belong(c, total, &parts)) {
            (void)report_sum(c, PARTS_TOTAL, GRADE_LOOSE, total, &parts);
            growth_of_total(c, total, &parts);
            return;
        }
    }
}

/* A list, and in words that it adds up to this. */
static void parts_before(check *c, const item *total) {
    listed parts = {.count = 0};
    if (!cue_in(c, CUE_ADDS_UP, text_since(c, total)))
        return;
    bool one_list = true;
    for (const item *it = previous_of(c, total); it && parts.count < MOST_PARTS; it = previous_of(c, it)) {
        if (!is_part(c, total, it))
            break;
        one_list &= !parts.count || same_rule(it, parts.at[0]);
        parts.at[parts.count++] = it;
    }
    if (parts.count > 1)
        (void)report_sum(c, PARTS_TOTAL, one_list ? GRADE_ERROR : GRADE_LOOSE, total, &parts);
}

static size_t common_beginning(runes a, runes b) {
    size_t n = 0;
    while (n < a.length && n < b.length && a.at[n] == b.at[n])
        n++;
    return n;
}

/* An open list of parts: together they are no more than the whole that was named before. */
static void open_list(check *c, const sentence *s, size_t first) {
    enum { BEGINNING = 4, BEFORE = 8 };
    const item *head = &c->item[s->first + first];
    listed parts = {.count = 0};
    for (size_t i = first; i < s->count && parts.count < MOST_PARTS; i++) {
        const item *it = &c->item[s->first + i];
        if (!is_amount(c, it) || !same_rule(head, it))
            break;
        parts.at[parts.count++] = it;
    }
    for (const item *it = head; parts.count > 1 && it > c->item && head - it < BEFORE; it--) {
        const item *total = it - 1;
        if (total->f->document != s->document)
            return;
        if (is_part(c, total, head) && is_amount(c, total) && common_beginning(total->name, head->name) >= BEGINNING) {
            (void)report_sum(c, BOUND, GRADE_LOOSE, total, &parts);
            return;
        }
    }
}

/* Two that together are everything: imports and exports, urban and rural. */
static void complements(check *c, const sentence *s, const item *one) {
    enum { BEFORE = 12 };
    const item *other = one + 1;
    while (other < c->item + c->items && other->sentence == one->sentence && other - one < CHECK_NEAR &&
           !(is_amount(c, other) && same_base_unit(one, other)))
        other++;
    if (other == c->item + c->items || other->sentence != one->sentence || other - one >= CHECK_NEAR)
        return;
    cue first = cue_in(c, CUE_ONE, one->name) ? CUE_ONE : CUE_OTHER, second = first == CUE_ONE ? CUE_OTHER : CUE_ONE;
    runes bare = cue_removed(c, first, one->core);
    if (bare.length == one->core.length || !cue_in(c, second, other->name) || one->mean || other->mean ||
        !runes_equal(bare, cue_removed(c, second, other->core)))
        return;
    for (const item *it = one; it > c->item && one - it < BEFORE; it--) {
        const item *total = it - 1;
        if (total->f->document != s->document)
            return;
        if (!is_part(c, total, one) || !is_amount(c, total) || !same_span(total, one))
            continue;
        runes whole = cue_removed(c, CUE_OTHER, cue_removed(c, CUE_ONE, total->core));
        bool both = whole.length == total->core.length ||
                    (cue_in(c, CUE_ONE, total->name) && cue_in(c, CUE_OTHER, total->name));
        if (both && runes_end(whole, bare)) {
            listed parts = {{one, other}, 2};
            bool exact = runes_equal(whole, bare);
            (void)report_sum(c, PARTS_TOTAL, exact ? GRADE_ERROR : GRADE_LOOSE, total, &parts);
            return;
        }
    }
}

void check_totals(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *it = &c->item[s->first + i];
        if (!is_amount(c, it))
            continue;
        parts_behind(c, it);
        complements(c, s, it);
        parts_before(c, it);
        if (!i || !same_rule(it - 1, it))
            open_list(c, s, i);
    }
}
