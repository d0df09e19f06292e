/* Whether a draft's value is that of a source: rounded digits, hedges, and how they differ otherwise. */
#include <stdlib.h>
#include <string.h>

#include "compare/verify.h"

/* ---- digits ---- */

/* The digits of a plain decimal, from the first that is not zero. */
static size_t all_digits(dcx_text value, char *out, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < value.length && count < room; i++)
        if (value.at[i] >= '0' && value.at[i] <= '9' && (count || value.at[i] != '0'))
            out[count++] = value.at[i];
    return count;
}

/* The same to the last that is not zero. */
static size_t digits_of(dcx_text value, char *out, size_t room) {
    size_t count = all_digits(value, out, room);
    while (count && out[count - 1] == '0')
        count--;
    return count;
}

enum { DIGITS = 40 };

int verify_digits(const figure *f) {
    char digits[DIGITS];
    return (int)digits_of(f->field[DCX_VALUE], digits, DIGITS);
}

/* One unit of the last digit that is not zero, in base units. */
static const number *last_unit(verification *v, const figure *f) {
    number_pool *p = v->c.set->numbers;
    dcx_text t = f->field[DCX_VALUE];
    int places = decimal_places(t.at, t.length), zeros = 0;
    for (size_t i = t.length; !places && i > 1 && t.at[i - 1] == '0'; i--)
        zeros++;
    return number_multiply(p, number_power_of_ten(p, places ? -places : zeros), f->scale);
}

static const number *size_of(number_pool *p, const number *n) {
    return number_sign(n) < 0 ? number_subtract(p, number_of(p, 0), n) : n;
}

static const number *percent_of(number_pool *p, const number *n, long percent) {
    return number_divide(p, number_multiply(p, size_of(p, n), number_of(p, percent)), number_of(p, 100));
}

static const number *least(number_pool *p, const number *a, const number *b) {
    return number_compare(p, a, b) <= 0 ? a : b;
}

static const number *greatest(number_pool *p, const number *a, const number *b) {
    return number_compare(p, a, b) >= 0 ? a : b;
}

/* ---- hedges ---- */

static bool is_written_out(const figure *f) {
    dcx_text quote = f->field[DCX_QUOTE];
    for (size_t i = 0; i < quote.length; i++)
        if (quote.at[i] >= '0' && quote.at[i] <= '9')
            return false;
    return true;
}

/* How far a hedged value may lie from what is printed: the fewer digits, the farther. */
static const number *leeway(verification *v, const figure *f) {
    enum { ONE_DIGIT = 10, TWO_DIGITS = 5, MOST_NEAR = 10, MOST_BEYOND = 50 };
    number_pool *p = v->c.set->numbers;
    const number *unit = last_unit(v, f);
    int digits = is_written_out(f) ? 1 : verify_digits(f);
    if (f->qualifier == QUALIFIER_APPROX && digits < 3)
        return least(p, digits < 2 ? greatest(p, unit, percent_of(p, f->base, MOST_NEAR)) : unit,
                     percent_of(p, f->base, MOST_NEAR));
    if (f->qualifier == QUALIFIER_APPROX)
        return unit;
    long percent = digits < 2 ? ONE_DIGIT : digits < 3 ? TWO_DIGITS : 0;
    return least(p, greatest(p, unit, percent_of(p, f->base, percent)), percent_of(p, f->base, MOST_BEYOND));
}

/* What a figure says, its hedge considered. */
static interval meaning(verification *v, const figure *f) {
    number_pool *p = v->c.set->numbers;
    interval i = f->printed;
    if (f->qualifier == QUALIFIER_NONE)
        return i;
    const number *by = leeway(v, f);
    bool up = f->qualifier == QUALIFIER_APPROX || (f->qualifier == QUALIFIER_GE) == (number_sign(f->base) >= 0);
    bool down = f->qualifier == QUALIFIER_APPROX || !up;
    return (interval){down ? least(p, i.low, number_subtract(p, f->base, by)) : i.low,
                      up ? greatest(p, i.high, number_add(p, f->base, by)) : i.high};
}

bool verify_allows(verification *v, const figure *draft, interval range) {
    return interval_meet(v->c.set->numbers, meaning(v, draft), range);
}

/* A multiple in one document may be a percentage in the other. */
static interval in_percent(verification *v, const figure *f, interval i) {
    number_pool *p = v->c.set->numbers;
    bool times = f->kind == KIND_GROWTH && !text_equal(f->field[DCX_BASE_UNIT], text_of_c("%"));
    const number *by = number_of(p, times ? 100 : 1);
    return times ? (interval){number_multiply(p, i.low, by), number_multiply(p, i.high, by)} : i;
}

static bool is_cut(const figure *draft, const figure *source) {
    char few[DIGITS], many[DIGITS];
    size_t count = digits_of(draft->field[DCX_VALUE], few, DIGITS);
    size_t more = digits_of(source->field[DCX_VALUE], many, DIGITS);
    return count > 1 && more > count && !memcmp(few, many, count);
}

values verify_values(verification *v, const figure *draft, const figure *source) {
    number_pool *p = v->c.set->numbers;
    size_t mark = number_pool_mark(p);
    values result = VALUES_DIFFER;
    interval said = in_percent(v, draft, meaning(v, draft)), printed = in_percent(v, source, source->printed);
    if (!number_compare(p, draft->base, source->base) && !draft->base_max == !source->base_max &&
        (!draft->base_max || !number_compare(p, draft->base_max, source->base_max)))
        result = VALUES_EQUAL;
    else if (interval_meet(p, said, printed))
        result = VALUES_FIT;
    else if (source->qualifier != QUALIFIER_NONE && interval_meet(p, said, in_percent(v, source, meaning(v, source))))
        result = VALUES_MEET;
    else if (is_cut(draft, source)) {
        const number *unit = last_unit(v, draft), *zero = number_of(p, 0);
        interval next = {draft->base, number_add(p, draft->base, unit)};
        result = number_compare(p, source->base, zero) > 0 && interval_meet(p, next, source->printed) ? VALUES_CUT
                                                                                                      : VALUES_DIFFER;
    }
    number_pool_reset(p, mark);
    return result;
}

/* ---- how they differ ---- */

static bool is_power_of_ten(number_pool *p, const number *a, const number *b) {
    enum { POWERS = 9 };
    if (!number_sign(b))
        return false;
    for (int power = 1; power <= POWERS; power++) {
        const number *by = number_power_of_ten(p, power);
        if (!number_compare(p, number_multiply(p, b, by), a) || !number_compare(p, number_multiply(p, a, by), b))
            return true;
    }
    return false;
}

/* The same digits in another order, or one digit another. */
static const char *difference_of_digits(const figure *a, const figure *b) {
    char left[DIGITS], right[DIGITS];
    size_t count = all_digits(a->field[DCX_VALUE], left, DIGITS);
    int balance[10] = {0}, others = 0;
    if (count < 2 || all_digits(b->field[DCX_VALUE], right, DIGITS) != count)
        return "";
    for (size_t i = 0; i < count; i++) {
        balance[left[i] - '0']++;
        balance[right[i] - '0']--;
        others += left[i] != right[i];
    }
    bool same = true;
    for (int i = 0; i < 10; i++)
        same &= !balance[i];
    if (same && others)
        return "digits-swapped";
    return others == 1 && count > 2 ? "one-digit" : "";
}

const char *verify_difference(verification *v, const figure *draft, const figure *source) {
    number_pool *p = v->c.set->numbers;
    size_t mark = number_pool_mark(p);
    bool shifted = is_power_of_ten(p, draft->base, source->base);
    bool turned = !number_compare(p, draft->base, number_subtract(p, number_of(p, 0), source->base));
    number_pool_reset(p, mark);
    if (shifted)
        return "power-of-ten";
    if (turned)
        return "opposite";
    return difference_of_digits(draft, source);
}

/* ---- times ---- */

timing verify_timing(const figure *draft, const figure *source) {
    if (draft->year && source->year && draft->year != source->year)
        return TIME_OTHER;
    if (!draft->year || !source->year)
        return TIME_LOOSE;
    if (!period_differs(draft, source))
        return TIME_SAME;
    bool silent = !draft->field[DCX_PERIOD].length || !source->field[DCX_PERIOD].length;
    return silent ? TIME_LOOSE : TIME_OTHER;
}
