#include "lexer/decimal.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

static size_t put_zeros(char *out, size_t count) {
    memset(out, '0', count);
    return count;
}

const char *decimal_shift(arena *a, const char *value, int power) {
    if (!power)
        return value;
    bool negative = *value == '-';
    value += negative;
    size_t whole = strcspn(value, "."), length = strlen(value);
    size_t digits = length - (whole < length), shift = (size_t)(power < 0 ? -power : power);
    char *out = arena_alloc(a, length + shift + 4), *p = out;
    if (negative)
        *p++ = '-';
    char *all = arena_alloc(a, length + 1);
    memcpy(all, value, whole);
    memcpy(all + whole, value + length - (digits - whole), digits - whole);
    size_t before = power > 0 ? whole + shift : whole > shift ? whole - shift : 0; /* digits before the point */
    size_t lead = power < 0 && shift > whole ? shift - whole : 0;                  /* zeros behind it */
    size_t first = 0;
    while (first < digits && first + 1 < before && all[first] == '0')
        first++;
    size_t taken = before < digits ? before : digits;
    if (!before)
        *p++ = '0';
    memcpy(p, all + first, taken - first);
    p += taken - first;
    p += put_zeros(p, before - taken);
    if (before < digits) {
        *p++ = '.';
        p += put_zeros(p, lead);
        memcpy(p, all + taken, digits - taken);
        p += digits - taken;
    }
    *p = '\0';
    return out;
}

const char *decimal_negate(arena *a, const char *value) {
    return *value == '-' ? value + 1 : arena_print(a, "-%s", value);
}

const char *decimal_percent(arena *a, uint64_t part, uint64_t whole) {
    uint64_t hundredths = (part * 10000 * 2 + whole) / (whole * 2);
    if (hundredths % 100 == 0)
        return arena_print(a, "%" PRIu64, hundredths / 100);
    if (hundredths % 10 == 0)
        return arena_print(a, "%" PRIu64 ".%" PRIu64, hundredths / 100, hundredths / 10 % 10);
    return arena_print(a, "%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
}
