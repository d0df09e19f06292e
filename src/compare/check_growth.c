/* Growth and change against the levels they are between: within a document, and between two reports. */
#include "compare/check.h"

/* Names only alike may confirm a relation that digits confirm, when they are at least so alike. */
static const double alike = 0.5;

enum { TELLING = 10 /* thousandths: intervals no wider than this do not fit by chance */ };

static size_t other_document(const check *c, const item *it) {
    size_t against = c->options->against;
    return against < c->set->documents && it->f->document != against ? against : DCX_NO_DOCUMENT;
}

static interval in_percent(check *c, const item *growth, interval v) {
    return is_percent(c, growth) ? v : interval_times(c, v, 100);
}

/* A rate of growth in percent. */
static interval rate_of(check *c, const item *growth) {
    return in_percent(c, growth, growth->f->meant);
}

static bool is_rate(const check *c, const item *growth) {
    return is_percent(c, growth) || growth->f->scale;
}

/* What a growth makes of a level, over or under it: 100 + rate, in hundredths. */
static interval factor_of(check *c, interval rate) {
    return interval_over(c, interval_add(c->set->numbers, rate, interval_of(c, 100)), 100);
}

static interval growth_between(check *c, interval now, interval before) {
    number_pool *p = c->set->numbers;
    interval ratio = interval_divide(p, now, before);
    return interval_times(c, interval_subtract(p, ratio, interval_of(c, 1)), 100);
}

static const char *implied(check *c, const item *now, const item *growth, const item *before, int year) {
    number_pool *p = c->set->numbers;
    const number *rate =
        is_percent(c, growth) ? growth->f->base : number_multiply(p, growth->f->base, number_of(p, 100));
    const number *factor = number_divide(p, number_add(p, rate, number_of(p, 100)), number_of(p, 100));
    const number *level = number_divide(p, now->f->base, factor);
    if (!level)
        return "";
    const char *value = shown_like(c, level, before);
    if (before->f->document == now->f->document)
        return arena_print(&c->scratch, "; implies %s, %s is printed", value, printed_of(c, before));
    return arena_print(&c->scratch, "; implies %s for %d, the %d report prints %s; restated or another scope?", value,
                       year, year, printed_of(c, before));
}

static interval turned(check *c, interval v) {
    return interval_subtract(c->set->numbers, interval_of(c, 0), v);
}

/* The word right before a growth says the direction that was read. */
static bool says_direction(check *c, const item *growth) {
    bool fell = number_sign(growth->f->base) < 0 && !shows_minus(c, growth);
    return cue_in(c, fell ? CUE_SAYS_DOWN : CUE_SAYS_UP, text_since(c, growth));
}

/* A fall whose sign was lost is no contradiction. */
static bool sign_lost(check *c, interval computed, const item *growth) {
    number_pool *p = c->set->numbers;
    interval rate = rate_of(c, growth);
    return !interval_meet(p, computed, rate) && interval_meet(p, computed, turned(c, rate)) &&
           !says_direction(c, growth);
}

/* Whether growth is what lies between two levels of one name. */
static bool judge_growth(check *c, const item *now, const item *growth, const item *before, grade g) {
    number_pool *p = c->set->numbers;
    interval computed = growth_between(c, now->f->meant, before->f->meant), rate = rate_of(c, growth);
    const number *point = number_divide(p, now->f->base, before->f->base);
    if (!point || sign_lost(c, computed, growth))
        return false;
    point = number_multiply(p, number_subtract(p, point, number_of(p, 1)), number_of(p, 100));
    relation r = relation_of(GROWTH, g, growth);
    r.holds = interval_meet(p, computed, rate);
    if (!r.holds && g == GRADE_ERROR && interval_meet(p, computed, in_percent(c, growth, digits_cut(c, growth))))
        r.grade = GRADE_NOTE;
    r.message = arena_print(&c->scratch, "%s / %s - 1 = %s, printed %s%s", printed_of(c, now), printed_of(c, before),
                            shown(c, point, 2, "%"), printed_of(c, growth),
                            r.holds ? "" : implied(c, now, growth, before, base_year(c, growth, now->f->year)));
    r.computed = shown(c, point, 2, "%");
    r.tolerance = shown_interval(c, computed, 2, "%");
    relation_add(&r, before);
    relation_add(&r, now);
    relation_add(&r, growth);
    return relation_report(c, &r);
}

/* A level of another name that fits: of the value that is implied, of the right year, in the same unit. */
static const item *alike_level(check *c, const item *now, size_t document, int year, double size, interval exact) {
    stretch near = items_sized(c, document, now->f->field[DCX_BASE_UNIT], size, 0.01);
    runes end = runes_after(now->name, now->name.length < 2 ? 0 : now->name.length - 2);
    const item *best = NULL;
    double most = alike;
    for (size_t i = 0; i < near.count && is_narrow(c, exact, TELLING); i++) {
        const item *it = near.at[i];
        double like = likeness(it->name, now->name);
        if (like >= most && it->f->kind == now->f->kind && it->f->claim == CLAIM_ACTUAL && it->f->year == year &&
            runes_end(it->name, end) && interval_meet(c->set->numbers, it->f->meant, exact)) {
            best = it;
            most = like;
        }
    }
    return best;
}

/* A level of another name that makes the growth true. */
static const item *other_name(check *c, const item *now, const item *growth, size_t document, int year) {
    double factor = 1 + (is_percent(c, growth) ? growth->size / 100 : growth->size);
    if (factor < 0.01)
        return NULL;
    interval rate = in_percent(c, growth, growth->f->printed);
    interval exact = interval_divide(c->set->numbers, now->f->printed, factor_of(c, rate));
    return alike_level(c, now, document, year, now->size / factor, exact);
}

static void against_level(check *c, const item *now, const item *growth, size_t document, grade g) {
    int year = base_year(c, growth, now->f->year);
    if (!year || document == DCX_NO_DOCUMENT)
        return;
    partner before = find_level(c, (wanted){now, document, year});
    bool exact = before.it && is_amount(c, before.it) && before.it->f->qualifier == QUALIFIER_NONE;
    const item *other = exact ? NULL : other_name(c, now, growth, document, year);
    if (other)
        (void)judge_growth(c, now, growth, other, GRADE_LOOSE);
    else if (before.it && is_amount(c, before.it))
        (void)judge_growth(c, now, growth, before.it, before.sure || g == GRADE_NOTE ? g : GRADE_LOOSE);
}

/* From A it rose to B, by so many percent. */
static bool from_to_growth(check *c, const item *now, const item *growth) {
    const item *from = previous_of(c, now);
    if (!from || !runes_equal(from->name, now->name) || !is_amount(c, from) || !same_base_unit(from, now))
        return false;
    runes between = text_between(c, from, now);
    if (!cue_in(c, CUE_UP_TO, between) && !cue_in(c, CUE_DOWN_TO, between))
        return false;
    int year = base_year(c, growth, now->f->year);
    bool named = year && from->f->year == year;
    return judge_growth(c, now, growth, from, named ? GRADE_ERROR : GRADE_LOOSE);
}

static bool at_constant_prices(check *c, const item *now) {
    return cue_in(c, CUE_CONSTANT, now->name);
}

void check_growth(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *now = &c->item[s->first + i];
        if (!is_amount(c, now) || at_constant_prices(c, now))
            continue;
        const item *growth = companion(c, now, KIND_GROWTH);
        if (!growth || !is_rate(c, growth) || growth->f->base_max || from_to_growth(c, now, growth))
            continue;
        against_level(c, now, growth, now->f->document, GRADE_ERROR);
        against_level(c, now, growth, other_document(c, now), GRADE_NOTE);
    }
}

/* ---- change */

/* now - change = before */
static void judge_change(check *c, const item *now, const item *change, const item *before, grade g) {
    number_pool *p = c->set->numbers;
    relation r = relation_of(is_percent(c, now) ? RATE_DIFFERENCE : NET_CHANGE, g, change);
    interval computed = interval_subtract(p, now->f->meant, change->f->meant);
    const number *point = number_subtract(p, now->f->base, change->f->base);
    r.holds = interval_meet(p, computed, before->f->meant);
    bool across = before->f->document != now->f->document;
    r.computed = shown_like(c, point, before);
    r.message = arena_print(&c->scratch, "%s - %s = %s, %s %s%s", printed_of(c, now), term_of(c, change), r.computed,
                            across ? "the earlier report prints" : "printed", printed_of(c, before),
                            r.holds || !across ? "" : "; restated or another scope?");
    r.printed = printed_of(c, before);
    r.tolerance = shown_interval_like(c, computed, before);
    relation_add(&r, before);
    relation_add(&r, now);
    relation_add(&r, change);
    (void)relation_report(c, &r);
}

static void change_against(check *c, const item *now, const item *change, size_t document, grade g) {
    int year = base_year(c, change, now->f->year);
    if (!year || document == DCX_NO_DOCUMENT)
        return;
    partner before = find_level(c, (wanted){now, document, year});
    if (before.it) {
        judge_change(c, now, change, before.it, before.sure || g == GRADE_NOTE ? g : GRADE_LOOSE);
        return;
    }
    interval exact = interval_subtract(c->set->numbers, now->f->meant, change->f->meant);
    const item *other = alike_level(c, now, document, year, now->size - change->size, exact);
    if (other)
        judge_change(c, now, change, other, GRADE_LOOSE);
}

/* The growth that a change is. It says more about that than the difference of two rounded levels. */
static interval change_over(check *c, const item *change, interval before) {
    number_pool *p = c->set->numbers;
    bool fell = number_sign(change->f->base) < 0;
    interval moved = fell ? turned(c, change->f->meant) : change->f->meant;
    interval growth = interval_times(c, interval_divide(p, moved, before), 100);
    return fell ? turned(c, growth) : growth;
}

/* Level, change and growth of one metric: change / (now - change) = growth. */
static void change_and_growth(check *c, const item *now, const item *change, const item *growth) {
    number_pool *p = c->set->numbers;
    interval before = interval_subtract(p, now->f->meant, change->f->meant);
    const number *base = number_subtract(p, now->f->base, change->f->base);
    if (number_sign(base) <= 0 || !is_rate(c, growth))
        return;
    relation r = relation_of(GROWTH, GRADE_ERROR, growth);
    interval computed = change_over(c, change, before),
             exact = growth_between(c, (interval){now->f->base, now->f->base}, (interval){base, base});
    if (sign_lost(c, computed, growth))
        return;
    r.holds = interval_meet(p, computed, rate_of(c, growth));
    if (!r.holds && interval_meet(p, computed, in_percent(c, growth, digits_cut(c, growth))))
        r.grade = GRADE_NOTE;
    r.computed = shown(c, exact.low, 2, "%");
    r.message = arena_print(&c->scratch, "%s / (%s - %s) = %s, printed %s", printed_of(c, change), printed_of(c, now),
                            term_of(c, change), r.computed, printed_of(c, growth));
    r.tolerance = shown_interval(c, computed, 2, "%");
    relation_add(&r, now);
    relation_add(&r, change);
    relation_add(&r, growth);
    (void)relation_report(c, &r);
}

/* What came in is no more than what there is. */
static void change_within(check *c, const item *now, const item *change) {
    if (number_sign(change->f->base) <= 0)
        return;
    relation r = relation_of(BOUND, GRADE_NOTE, change);
    r.holds = not_above(c, change->f->meant.low, now->f->meant.high);
    r.message = arena_print(&c->scratch, "change %s <= level %s", printed_of(c, change), printed_of(c, now));
    r.computed = arena_print(&c->scratch, "<= %s", printed_of(c, now));
    relation_add(&r, now);
    relation_add(&r, change);
    (void)relation_report(c, &r);
}

static bool can_change(const check *c, const item *now) {
    return now->f->claim == CLAIM_ACTUAL && now->f->kind != KIND_CHANGE && now->f->kind != KIND_RANK &&
           !now->f->base_max && now->f->kind != KIND_MULTIPLE && !is_points(c, now);
}

/* A change that is called otherwise than the level before it: what the earlier report prints may confirm it. */
static void change_of_other_name(check *c, const item *change) {
    const item *now = previous_of(c, change);
    size_t document = other_document(c, change);
    int year = base_year(c, change, change->f->year);
    if (document == DCX_NO_DOCUMENT || !now || !is_amount(c, now) || !same_base_unit(now, change) ||
        runes_equal(now->name, change->name) || change->size <= 0 || !year)
        return;
    partner before = find_level(c, (wanted){now, document, year});
    interval left = interval_subtract(c->set->numbers, now->f->meant, change->f->meant);
    if (before.it && interval_meet(c->set->numbers, left, before.it->f->meant))
        judge_change(c, now, change, before.it, GRADE_LOOSE);
}

void check_change(check *c, const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        const item *now = &c->item[s->first + i];
        if (now->f->kind == KIND_CHANGE)
            change_of_other_name(c, now);
        const item *change = can_change(c, now) ? companion(c, now, KIND_CHANGE) : NULL;
        if (!change || !(is_percent(c, now) ? is_points(c, change) : same_measure(c, now, change)))
            continue;
        if (!base_year(c, change, now->f->year))
            continue;
        change_against(c, now, change, now->f->document, GRADE_ERROR);
        change_against(c, now, change, other_document(c, now), GRADE_NOTE);
        if (!is_amount(c, now))
            continue;
        change_within(c, now, change);
        const item *growth = companion(c, now, KIND_GROWTH);
        if (growth && base_year(c, growth, now->f->year) == base_year(c, change, now->f->year))
            change_and_growth(c, now, change, growth);
    }
}
