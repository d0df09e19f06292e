#include "base/fraction.h"

static int64_t size_of(int64_t n) {
    return n < 0 ? -n : n;
}

static bool times(int64_t a, int64_t b, int64_t *out) {
    int64_t left = size_of(a), right = size_of(b);
    bool small = left <= INT32_MAX && right <= INT32_MAX;
    if (!small && left && right > INT64_MAX / left)
        return false;
    *out = a * b;
    return true;
}

static bool plus(int64_t a, int64_t b, int64_t *out) {
    if (b < 0 ? a < -INT64_MAX - b : a > INT64_MAX - b)
        return false;
    *out = a + b;
    return true;
}

static int64_t divisor(int64_t a, int64_t b) {
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static fraction reduced(int64_t top, int64_t bottom) {
    int64_t common = bottom == 1 ? 1 : divisor(size_of(top), bottom);
    return common == 1 ? (fraction){top, bottom} : (fraction){top / common, bottom / common};
}

bool fraction_sum(fraction a, fraction b, bool minus, fraction *out) {
    int64_t left = a.top, right = minus ? -b.top : b.top, bottom = a.bottom, top;
    if (a.bottom != b.bottom &&
        (!times(a.top, b.bottom, &left) || !times(right, a.bottom, &right) || !times(a.bottom, b.bottom, &bottom)))
        return false;
    if (!plus(left, right, &top))
        return false;
    *out = reduced(top, bottom);
    return true;
}

/* Common divisors are taken out first, so that what fits in the end fits on the way. */
bool fraction_multiply(fraction a, fraction b, fraction *out) {
    fraction left = reduced(a.top, b.bottom), right = reduced(b.top, a.bottom);
    return times(left.top, right.top, &out->top) && times(left.bottom, right.bottom, &out->bottom);
}

bool fraction_divide(fraction a, fraction b, fraction *out) {
    fraction over = b.top < 0 ? (fraction){-b.bottom, -b.top} : (fraction){b.bottom, b.top};
    return fraction_multiply(a, over, out);
}

bool fraction_compare(fraction a, fraction b, int *order) {
    int64_t left = a.top, right = b.top;
    if (a.bottom != b.bottom && (!times(a.top, b.bottom, &left) || !times(b.top, a.bottom, &right)))
        return false;
    *order = (left > right) - (left < right);
    return true;
}

bool fraction_power_of_ten(int power, fraction *out) {
    int64_t n = 1;
    for (int i = size_of(power) > 18 ? 19 : (int)size_of(power); i; i--)
        if (!times(n, 10, &n))
            return false;
    *out = power < 0 ? (fraction){1, n} : (fraction){n, 1};
    return true;
}

bool fraction_parse(const char *digits, int places, fraction *out) {
    bool minus = *digits == '-';
    fraction scale;
    int64_t n = 0;
    for (const char *c = digits + minus; *c; c++)
        if (!times(n, 10, &n) || !plus(n, *c - '0', &n))
            return false;
    if (!fraction_power_of_ten(places, &scale))
        return false;
    *out = reduced(minus ? -n : n, scale.top);
    return true;
}

bool fraction_round(fraction a, int places, int64_t *out) {
    fraction scale, scaled;
    if (!fraction_power_of_ten(places, &scale) || !fraction_multiply(a, scale, &scaled) || scaled.bottom <= 0)
        return false;
    int64_t size = size_of(scaled.top), rest = size % scaled.bottom;
    *out = size / scaled.bottom + (rest >= scaled.bottom - rest);
    return true;
}
