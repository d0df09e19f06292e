#include "compare/change.h"

#include <string.h>

#include "base/decimal.h"

bool is_rate(const figure *f) {
    dcx_text u = f->field[DCX_BASE_UNIT];
    return f->kind == KIND_GROWTH || f->kind == KIND_SHARE || text_equal(u, text_of_c("%"));
}

dcx_text value_in_unit(dcx_set *s, arena *a, const figure *f, const figure *in) {
    dcx_text value = f->field[DCX_VALUE];
    if (!number_compare(s->numbers, f->scale, in->scale))
        return value;
    dcx_text base = f->field[DCX_BASE_VALUE].length ? f->field[DCX_BASE_VALUE] : value;
    dcx_text other = in->field[DCX_BASE_VALUE].length ? in->field[DCX_BASE_VALUE] : in->field[DCX_VALUE];
    int power = decimal_power(arena_copy(a, in->field[DCX_VALUE].at, in->field[DCX_VALUE].length),
                              arena_copy(a, other.at, other.length));
    return text_of_c(decimal_shift(a, arena_copy(a, base.at, base.length), -power));
}

dcx_text difference(dcx_set *s, arena *a, dcx_text old, dcx_text new_) {
    const number *left = number_parse(s->numbers, old.at, old.length);
    const number *right = number_parse(s->numbers, new_.at, new_.length);
    if (!left || !right)
        return (dcx_text){"", 0};
    const number *change = number_subtract(s->numbers, right, left);
    if (!number_sign(change))
        return text_of_c("0");
    int places = decimal_places(old.at, old.length), more = decimal_places(new_.at, new_.length);
    return text_of_c(number_text(s->numbers, a, change, places > more ? places : more));
}

static const number *percent(dcx_set *s, const number *old, const number *new_) {
    const number *change = number_subtract(s->numbers, new_, old);
    return number_divide(s->numbers, number_multiply(s->numbers, change, number_of(s->numbers, 100)), old);
}

/* The growth in percent that a ratio means. */
static const number *rate_of(dcx_set *s, const number *ratio) {
    if (!ratio)
        return NULL;
    const number *more = number_subtract(s->numbers, ratio, number_of(s->numbers, 1));
    return number_multiply(s->numbers, more, number_of(s->numbers, 100));
}

interval growth_between(dcx_set *s, interval old, interval new_) {
    interval ratio = interval_divide(s->numbers, new_, old);
    return (interval){rate_of(s, ratio.low), rate_of(s, ratio.high)};
}

bool growth_fits(dcx_set *s, const figure *old, const figure *new_, const figure *growth) {
    dcx_text unit = growth->field[DCX_BASE_UNIT];
    const number *by = number_of(s->numbers, text_equal(unit, text_of_c("%")) ? 1 : 100);
    interval g = growth->meant;
    g = (interval){g.low ? number_multiply(s->numbers, g.low, by) : NULL,
                   g.high ? number_multiply(s->numbers, g.high, by) : NULL};
    return interval_meet(s->numbers, growth_between(s, old->meant, new_->meant), g);
}

static const number *size_of(dcx_set *s, const number *n) {
    return number_sign(n) < 0 ? number_subtract(s->numbers, number_of(s->numbers, 0), n) : n;
}

/* Whether half a unit of the place behind which the power stands is at least n. */
static bool covers(dcx_set *s, int power, const number *n) {
    const number *units = number_multiply(s->numbers, n, number_power_of_ten(s->numbers, power));
    return number_compare(s->numbers, number_multiply(s->numbers, units, number_of(s->numbers, 2)),
                          number_of(s->numbers, 1)) <= 0;
}

static bool is_below_place(dcx_set *s, int power, const number *n) {
    const number *units = number_multiply(s->numbers, n, number_power_of_ten(s->numbers, power));
    return number_compare(s->numbers, units, number_of(s->numbers, 1)) < 0;
}

enum { MOST = 2, LEAST = -3 }; /* places of a percentage */

/* How many places the printed digits justify; below zero: tens, hundreds. The first digit is always kept. */
static int places_of(dcx_set *s, const number *change, interval allowed) {
    if (!allowed.low || !allowed.high)
        return 0;
    const number *width = number_subtract(s->numbers, allowed.high, allowed.low);
    const number *doubt = number_divide(s->numbers, width, number_of(s->numbers, 2));
    int power = MOST;
    while (power > LEAST && !covers(s, power, doubt))
        power--;
    while (power < 0 && is_below_place(s, power, size_of(s, change)))
        power++;
    return power;
}

static dcx_text rounded(dcx_set *s, arena *a, const number *n, int places) {
    if (places >= 0)
        return text_of_c(number_text(s->numbers, a, n, places));
    const number *shorter = number_multiply(s->numbers, n, number_power_of_ten(s->numbers, places));
    return text_of_c(decimal_shift(a, number_text(s->numbers, a, shorter, 0), -places));
}

static bool allows(dcx_set *s, interval allowed, dcx_text value) {
    const number *n = number_parse(s->numbers, value.at, value.length);
    return interval_meet(s->numbers, allowed, (interval){n, n});
}

dcx_text percent_change(dcx_set *s, arena *a, const figure *old, const figure *new_) {
    if (number_sign(old->base) <= 0)
        return (dcx_text){"", 0};
    const number *change = percent(s, old->base, new_->base);
    if (!number_sign(change))
        return text_of_c("0");
    interval allowed = growth_between(s, old->printed, new_->printed);
    int places = places_of(s, change, allowed);
    dcx_text shown = rounded(s, a, change, places);
    while (places < MOST && !allows(s, allowed, shown))
        shown = rounded(s, a, change, ++places);
    return shown;
}

bool change_exceeds(dcx_set *s, const figure *old, const figure *new_, const number *limit) {
    const number *change = size_of(s, number_subtract(s->numbers, new_->base, old->base));
    if (!number_sign(change))
        return false;
    if (!number_sign(old->base) || number_sign(old->base) * number_sign(new_->base) < 0)
        return true;
    const number *allowed = number_multiply(s->numbers, size_of(s, old->base), limit);
    return number_compare(s->numbers, number_multiply(s->numbers, change, number_of(s->numbers, 100)), allowed) > 0;
}

dcx_text percent_change_rounded(dcx_set *s, arena *a, const figure *old, const figure *new_, int places) {
    if (number_sign(old->base) <= 0)
        return (dcx_text){"", 0};
    return text_of_c(number_text(s->numbers, a, percent(s, old->base, new_->base), places));
}

static dcx_text unsigned_part(dcx_text t, size_t *whole) {
    if (t.length && *t.at == '-')
        t = (dcx_text){t.at + 1, t.length - 1};
    const char *point = t.length ? memchr(t.at, '.', t.length) : NULL;
    *whole = point ? (size_t)(point - t.at) : t.length;
    return t;
}

int decimal_compare_size(dcx_text a, dcx_text b) {
    size_t left, right;
    a = unsigned_part(a, &left);
    b = unsigned_part(b, &right);
    if (left != right)
        return left < right ? -1 : 1;
    int order = memcmp(a.length ? a.at : "", b.length ? b.at : "", a.length < b.length ? a.length : b.length);
    return order ? order : (a.length > b.length) - (a.length < b.length);
}
