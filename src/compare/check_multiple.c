/* A multiple against both levels: twice what it was, 2.6 times the other. */
#include "compare/check.h"

static bool judge_multiple(check *c, const item *now, const item *multiple, const item *base, grade g) {
    number_pool *p = c->set->numbers;
    interval computed = interval_divide(p, now->f->meant, base->f->meant);
    const number *point = number_divide(p, now->f->base, base->f->base);
    if (!point)
        return false;
    relation r = relation_of(MULTIPLE, g, multiple);
    r.holds = interval_meet(p, computed, multiple->f->meant);
    if (!r.holds && interval_meet(p, computed, digits_cut(c, multiple)))
        r.grade = GRADE_NOTE;
    r.computed = shown(c, point, 2, "");
    r.message = arena_print(&c->scratch, "%s / %s = %s, printed %s", printed_of(c, now), term_of(c, base), r.computed,
                            printed_of(c, multiple));
    r.tolerance = shown_interval(c, computed, 2, "");
    relation_add(&r, base);
    relation_add(&r, now);
    relation_add(&r, multiple);
    return relation_report(c, &r);
}

/* The level that the words name: another thing of the same year. */
static bool of_another(check *c, const item *now, const item *multiple) {
    dcx_text t = multiple->f->field[DCX_OF];
    runes of = cue_removed(c, CUE_DROP, utf8_to_runes(&c->scratch, t.at, t.length));
    stretch all = items_with_core(c, cue_removed(c, CUE_ATTRIBUTE, of));
    for (size_t i = all.count; i > 0 && all.count - i < CHECK_MANY; i--) {
        const item *base = all.at[i - 1];
        if (base->f->document == now->f->document && base != now && is_amount(c, base) && base->mean == now->mean &&
            same_measure(c, base, now) && base->f->year == now->f->year && same_span(base, now))
            return judge_multiple(c, now, multiple, base, runes_equal(base->name, of) ? GRADE_ERROR : GRADE_LOOSE);
    }
    return false;
}

static void of_itself(check *c, const item *now, const item *multiple) {
    const item *from = previous_of(c, now);
    int year = base_year(c, multiple, now->f->year);
    bool dated = multiple->f->field[DCX_OF].length;
    if (from && runes_equal(from->name, now->name) && is_amount(c, from) && same_base_unit(from, now)) {
        (void)judge_multiple(c, now, multiple, from, year && from->f->year == year ? GRADE_ERROR : GRADE_LOOSE);
        return;
    }
    size_t document[] = {now->f->document, c->options->against};
    for (size_t i = 0; i < 2 && year; i++) {
        if (document[i] >= c->set->documents || (i && document[i] == document[0]))
            continue;
        partner before = find_level(c, (wanted){now, document[i], year});
        if (before.it && is_amount(c, before.it))
            (void)judge_multiple(c, now, multiple, before.it,
                                 !dated        ? GRADE_LOOSE
                                 : i           ? GRADE_NOTE
                                 : before.sure ? GRADE_ERROR
                                               : GRADE_LOOSE);
    }
}

void check_multiples(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *now = &c->item[s->first + i];
        const item *multiple = is_amount(c, now) ? companion(c, now, KIND_MULTIPLE) : NULL;
        if (multiple && !multiple->f->base_max && !of_another(c, now, multiple))
            of_itself(c, now, multiple);
    }
}
