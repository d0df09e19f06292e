#include "base/decimal.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* The digits without point and leading zeros, and how many of them stand behind the point. */
static size_t digits_of(const char *value, char *out, int *behind) {
    size_t n = 0;
    bool point = false;
    *behind = 0;
    for (; *value; value++) {
        if (*value == '.') {
            point = true;
        } else if (*value >= '0' && *value <= '9') {
            *behind += point;
            if (n || *value != '0')
                out[n++] = *value;
        }
    }
    return n;
}

const char *decimal_shift(arena *a, const char *value, int power) {
    if (!*value || power == 0)
        return value;
    size_t room = strlen(value) + (size_t)(power < 0 ? -power : power) + 4;
    char *digits = arena_alloc(a, room), *out = arena_alloc(a, room);
    int behind;
    size_t n = digits_of(value, digits, &behind), at = 0;
    behind -= power;
    while (behind > 0 && n && digits[n - 1] == '0')
        n--, behind--;
    if (!n)
        return "0";
    if (*value == '-')
        out[at++] = '-';
    for (; behind < 0; behind++)
        digits[n++] = '0';
    size_t whole = n > (size_t)behind ? n - (size_t)behind : 0;
    if (!whole)
        out[at++] = '0';
    memcpy(out + at, digits, whole);
    at += whole;
    if (behind) {
        out[at++] = '.';
        for (size_t i = n; i < (size_t)behind; i++)
            out[at++] = '0';
        memcpy(out + at, digits + whole, n - whole);
    }
    return out;
}

const char *decimal_negate(arena *a, const char *value) {
    if (*value == '-')
        return value + 1;
    return strpbrk(value, "123456789") ? arena_print(a, "-%s", value) : value;
}

/* The exponent of the first digit that is not zero, as in scientific notation. */
static int magnitude(const char *value) {
    int exponent = -1, behind = 0;
    bool point = false, found = false;
    for (; *value; value++) {
        if (*value == '.')
            point = true;
        else if (*value >= '0' && *value <= '9') {
            behind -= point;
            found |= *value != '0';
            exponent += found && !point;
            if (found && exponent < 0)
                return behind;
        }
    }
    return exponent;
}

int decimal_power(const char *value, const char *shifted) {
    if (!strpbrk(value, "123456789") || !strpbrk(shifted, "123456789"))
        return 0;
    return magnitude(shifted) - magnitude(value);
}

dcx_text decimal_count(arena *a, uint64_t n) {
    enum { MOST = 20 }; /* digits of 2^64 */
    char *end = (char *)arena_raw(a, MOST + 1, 1) + MOST, *at = end;
    *end = '\0';
    for (; n; n /= 10)
        *--at = (char)('0' + n % 10);
    return (dcx_text){at, (size_t)(end - at)};
}

const char *decimal_percent(arena *a, uint64_t part, uint64_t whole) {
    uint64_t hundredths = (part * 10000 * 2 + whole) / (whole * 2);
    if (hundredths % 100 == 0)
        return arena_print(a, "%" PRIu64, hundredths / 100);
    if (hundredths % 10 == 0)
        return arena_print(a, "%" PRIu64 ".%" PRIu64, hundredths / 100, hundredths / 10 % 10);
    return arena_print(a, "%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
}
