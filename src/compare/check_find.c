/* Finding the partner of a figure: by name, by the end of a name, by value. Every search is one by hash or a binary
 * one, and what it gives is capped, so that the work stays near linear in the number of figures. */
#include <string.h>

#include "compare/check.h"
#include "compare/name.h"

/* ---- text */

bool runes_equal(runes a, runes b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length * sizeof *a.at));
}

runes runes_after(runes text, size_t from) {
    return from < text.length ? (runes){text.at + from, text.length - from} : (runes){text.at, 0};
}

bool runes_end(runes text, runes end) {
    return text.length >= end.length && runes_equal(runes_after(text, text.length - end.length), end);
}

bool runes_hold(runes text, runes part) {
    for (size_t i = 0; i + part.length <= text.length; i++)
        if (!memcmp(text.at + i, part.at, part.length * sizeof *part.at))
            return true;
    return false;
}

double likeness(runes a, runes b) {
    enum { MOST = 48 };
    unsigned char row[MOST + 1] = {0};
    if (!a.length || !b.length || a.length > MOST || b.length > MOST)
        return runes_equal(a, b);
    for (size_t i = 0; i < a.length; i++)
        for (size_t j = 0, corner = 0; j < b.length; j++) {
            unsigned char above = row[j + 1];
            if (a.at[i] == b.at[j])
                row[j + 1] = (unsigned char)(corner + 1);
            else if (row[j] > above)
                row[j + 1] = row[j];
            corner = above;
        }
    return 2.0 * row[b.length] / (double)(a.length + b.length);
}

const item *next_of(const check *c, const item *a) {
    const item *b = a + 1;
    return b < c->item + c->items && b->sentence == a->sentence ? b : NULL;
}

const item *previous_of(const check *c, const item *a) {
    return a > c->item && a[-1].sentence == a->sentence ? a - 1 : NULL;
}

static runes part_of(const check *c, const item *a, size_t from, size_t to) {
    runes text = c->sentence[a->sentence].text;
    return from <= to && to <= text.length ? (runes){text.at + from, to - from} : (runes){text.at, 0};
}

runes text_before(const check *c, const item *a) {
    return a->from == NOWHERE ? (runes){NULL, 0} : part_of(c, a, 0, a->from);
}

runes text_behind(const check *c, const item *a) {
    const item *next = next_of(c, a);
    if (a->to == NOWHERE || (next && next->from == NOWHERE))
        return (runes){NULL, 0};
    return part_of(c, a, a->to, next ? next->from : c->sentence[a->sentence].text.length);
}

runes text_between(const check *c, const item *a, const item *b) {
    if (a->to == NOWHERE || b->from == NOWHERE || a->sentence != b->sentence)
        return (runes){NULL, 0};
    return part_of(c, a, a->to, b->from);
}

/* The rules of lists are called list.* in every pack: what they bind was printed in one list. */
bool is_listed(const item *a) {
    static const char list[] = "list.";
    dcx_text rule = a->f->field[DCX_RULE];
    return rule.length >= sizeof list && !memcmp(rule.at, list, sizeof list - 1);
}

/* ---- units and times */

bool same_text(dcx_text a, dcx_text b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length));
}

bool is_percent(const check *c, const item *a) {
    return a->dimension >= 0 && a->dimension == c->percent;
}

bool is_points(const check *c, const item *a) {
    return a->dimension >= 0 && a->dimension == c->points;
}

bool is_amount(const check *c, const item *a) {
    return a->f->kind == KIND_LEVEL && a->f->claim == CLAIM_ACTUAL && !is_percent(c, a) && !is_points(c, a) &&
           a->size > 0 && !a->f->base_max;
}

bool same_base_unit(const item *a, const item *b) {
    return same_text(a->f->field[DCX_BASE_UNIT], b->f->field[DCX_BASE_UNIT]);
}

static bool is_countable(const check *c, const item *a) {
    for (size_t i = 0; i < sizeof c->countable / sizeof *c->countable; i++)
        if (a->dimension >= 0 && a->dimension == c->countable[i])
            return true;
    return !a->f->field[DCX_BASE_UNIT].length;
}

bool same_measure(const check *c, const item *a, const item *b) {
    return same_base_unit(a, b) || (is_countable(c, a) && is_countable(c, b));
}

enum { YEAR_DIGITS = 4, DAY = 10 };

/* A whole year and its end are the same; of other periods the months count. */
static bool is_year(dcx_text period) {
    return !period.length || (period.length == DAY && !memcmp(period.at + YEAR_DIGITS, "-12-31", DAY - YEAR_DIGITS));
}

bool same_span(const item *a, const item *b) {
    dcx_text s = a->f->field[DCX_PERIOD], t = b->f->field[DCX_PERIOD];
    if (is_year(s) || is_year(t))
        return is_year(s) && is_year(t);
    if (s.length != t.length)
        return false;
    for (size_t i = 0, digits = 0; i < s.length; i++) {
        digits = s.at[i] >= '0' && s.at[i] <= '9' ? digits + 1 : 0;
        bool year = digits && i < YEAR_DIGITS;
        const char *stroke = memchr(s.at, '/', s.length);
        size_t second = stroke ? (size_t)(stroke - s.at) + 1 : s.length;
        year |= digits && i >= second && i < second + YEAR_DIGITS;
        if (!year && s.at[i] != t.at[i])
            return false;
    }
    return true;
}

/* ---- indexes */

uint64_t runes_hash(runes r) {
    return spread(hash_bytes(HASH_BEGIN, r.at, r.length * sizeof *r.at));
}

uint64_t measure_hash(size_t document, dcx_text base_unit) {
    return spread(hash_bytes(hash_bytes(HASH_BEGIN, &document, sizeof document), base_unit.at, base_unit.length));
}

static stretch group_of(const item_groups *g, uint64_t hash) {
    uint32_t n = numbering_find(&g->of.by, hash);
    if (n == g->of.by.count)
        return (stretch){NULL, 0};
    return (stretch){g->at + g->of.first[n], g->of.first[n + 1] - g->of.first[n]};
}

stretch items_keyed(const check *c, uint64_t key) {
    return group_of(&c->keyed, key);
}

stretch items_named(const check *c, runes name) {
    return group_of(&c->named, runes_hash(name));
}

stretch items_with_core(const check *c, runes core) {
    return group_of(&c->cored, runes_hash(core));
}

/* Where a core that ends so stands in order; 0: this one does. */
static int end_order(const item *it, runes end) {
    for (size_t i = 0; i < end.length; i++) {
        if (i == it->core.length)
            return -1;
        char32_t x = it->core.at[it->core.length - 1 - i], y = end.at[end.length - 1 - i];
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

stretch items_ending(const check *c, runes core) {
    size_t bound[2];
    for (int upper = 0; upper < 2; upper++) {
        size_t low = 0, high = c->items;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (end_order(c->by_end[middle], core) < upper)
                low = middle + 1;
            else
                high = middle;
        }
        bound[upper] = low;
    }
    return (stretch){c->by_end + bound[0], bound[1] - bound[0]};
}

int text_order(dcx_text a, dcx_text b) {
    size_t length = a.length < b.length ? a.length : b.length;
    int order = length ? memcmp(a.at, b.at, length) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* The first of the sorted sizes that is not below the least. */
static size_t first_from(const double *size, size_t count, double least) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (size[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

stretch items_sized(const check *c, size_t document, dcx_text base_unit, double size, double tolerance) {
    stretch all = group_of(&c->measured, measure_hash(document, base_unit));
    if (!all.count)
        return all;
    const double *sizes = c->size + (all.at - c->measured.at);
    size_t first = first_from(sizes, all.count, size * (1 - tolerance)), count = 0;
    while (first + count < all.count && count < CHECK_MANY && sizes[first + count] <= size * (1 + tolerance))
        count++;
    return (stretch){all.at + first, count};
}

/* ---- levels */

typedef struct search {
    wanted w;
    partner best;
    const item *first; /* unhedged, of another value than best */
} search;

static bool fits(const check *c, const wanted *w, const item *it) {
    const figure *f = it->f, *like = w->like->f;
    return f->document == w->document && f->kind == like->kind && f->claim == CLAIM_ACTUAL && it != w->like &&
           (!w->year || f->year == w->year) && same_measure(c, it, w->like) && same_span(it, w->like) &&
           same_text(f->field[DCX_OF], like->field[DCX_OF]) && it->mean == w->like->mean;
}

static void offer(check *c, search *s, const item *it, bool sure) {
    const item *best = s->best.it;
    if (!fits(c, &s->w, it) || (best && best->f->qualifier == QUALIFIER_NONE && it->f->qualifier != QUALIFIER_NONE))
        return;
    if (best && best->f->qualifier == it->f->qualifier && it < best)
        return;
    bool other = best && best->f->qualifier == it->f->qualifier &&
                 !interval_meet(c->set->numbers, best->f->printed, it->f->printed);
    s->best = (partner){it, sure && !other && (s->best.sure || !best || best->f->qualifier != it->f->qualifier)};
}

static void offer_all(check *c, search *s, stretch all, bool sure) {
    size_t first = all.count > CHECK_MANY ? all.count - CHECK_MANY : 0;
    for (size_t i = first; i < all.count; i++)
        offer(c, s, all.at[i], sure);
}

/* A name that stands without its subject, which the sentence named before. */
static void offer_shortened(check *c, search *s, runes name) {
    enum { SHORTEST = 2, CUTS = 24 };
    for (size_t cut = SHORTEST; cut + SHORTEST <= name.length && cut < CUTS; cut++) {
        runes subject = {name.at, cut};
        stretch all = items_named(c, runes_after(name, cut));
        for (size_t i = 0; i < all.count && i < CHECK_MANY; i++)
            if (all.at[i]->f->document == s->w.document && runes_hold(text_before(c, all.at[i]), subject))
                offer(c, s, all.at[i], false);
    }
}

partner find_level(check *c, wanted w) {
    search s = {.w = w};
    offer_all(c, &s, items_named(c, w.like->name), true);
    offer_all(c, &s, items_keyed(c, w.like->key), true);
    if (!s.best.it)
        offer_all(c, &s, items_with_core(c, w.like->core), false);
    offer_shortened(c, &s, w.like->name);
    return s.best;
}

/* ---- what belongs to a level */

runes text_since(const check *c, const item *a) {
    const item *before = previous_of(c, a);
    return before ? text_between(c, before, a) : text_before(c, a);
}

const item *companion(check *c, const item *level, figure_kind kind) {
    const item *it = next_of(c, level);
    for (size_t i = 0; it && i < CHECK_NEAR; i++, it = next_of(c, it)) {
        if (!runes_equal(it->name, level->name) || it->f->year != level->f->year)
            continue;
        if (it->f->kind == kind && it->f->claim == level->f->claim)
            return cue_in(c, CUE_UNREAD, text_since(c, it)) ? NULL : it;
        if (it->f->kind == level->f->kind && same_base_unit(it, level))
            return NULL;
    }
    return NULL;
}

int base_year(check *c, const item *growth, int year) {
    dcx_text t = growth->f->field[DCX_OF];
    runes of = utf8_to_runes(&c->scratch, t.at, t.length);
    span group[REGEX_GROUPS];
    if (!year || cue_in(c, CUE_OTHER_GROWTH, text_since(c, growth)))
        return 0;
    if (!of.length)
        return year - 1;
    if (cue_in(c, CUE_OTHER_BASE, of))
        return 0;
    if (cue_in(c, CUE_YEAR_BEFORE, of))
        return year - 1;
    if (regex_find(c->engine, c->cue[CUE_YEAR], of, 0, group) <= 0)
        return 0;
    int base = 0;
    for (size_t i = group[0].from; i < group[0].to; i++)
        base = 10 * base + (int)(of.at[i] - '0');
    return base;
}
