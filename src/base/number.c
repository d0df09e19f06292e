#include "base/number.h"

#include <string.h>
#include <tommath.h>

#include "base/fraction.h"

typedef struct big {
    mp_int top, bottom; /* bottom is above zero, they have no common divisor */
} big;

struct number {
    fraction small;
    big *big; /* NULL: it is small */
};

enum { MOST_PLACES = 40, SLAB = 256 };

struct number_pool {
    memory *mem;
    number **slab; /* SLAB numbers each, so that they stay where they are */
    size_t slabs, room;
    size_t count; /* of numbers */
};

number_pool *number_pool_new(memory *mem) {
    number_pool *p = memory_alloc(mem, sizeof *p);
    *p = (number_pool){.mem = mem};
    return p;
}

size_t number_pool_mark(const number_pool *p) {
    return p->count;
}

static number *number_at(const number_pool *p, size_t i) {
    return &p->slab[i / SLAB][i % SLAB];
}

static void drop_big(number_pool *p, number *n) {
    mp_clear_multi(&n->big->top, &n->big->bottom, NULL);
    memory_free(p->mem, n->big);
    n->big = NULL;
}

void number_pool_reset(number_pool *p, size_t mark) {
    while (p->count > mark) {
        number *n = number_at(p, --p->count);
        if (n->big)
            drop_big(p, n);
    }
}

void number_pool_free(number_pool *p) {
    if (!p)
        return;
    number_pool_reset(p, 0);
    while (p->slabs)
        memory_free(p->mem, p->slab[--p->slabs]);
    memory_free(p->mem, p->slab);
    memory_free(p->mem, p);
}

static void check(number_pool *p, mp_err error) {
    if (error != MP_OKAY)
        memory_fail(p->mem);
}

static void add_slab(number_pool *p) {
    if (p->slabs == p->room) {
        size_t room = p->room ? 2 * p->room : 16;
        p->slab = memory_resize(p->mem, p->slab, room * sizeof *p->slab);
        p->room = room;
    }
    p->slab[p->slabs] = memory_alloc(p->mem, SLAB * sizeof(number));
    p->slabs++;
}

static number *new_small(number_pool *p, fraction f) {
    if (p->count == p->slabs * SLAB)
        add_slab(p);
    number *n = number_at(p, p->count++);
    *n = (number){.small = f};
    return n;
}

/* A new number, zero over zero until it is filled. */
static number *new_big(number_pool *p) {
    number *n = new_small(p, (fraction){0, 1});
    big *b = memory_alloc(p->mem, sizeof *b);
    if (mp_init_multi(&b->top, &b->bottom, NULL) != MP_OKAY) {
        memory_free(p->mem, b);
        memory_fail(p->mem);
    }
    n->big = b;
    return n;
}

static const big *wide(number_pool *p, const number *n) {
    if (n->big)
        return n->big;
    number *w = new_big(p);
    mp_set_i64(&w->big->top, n->small.top);
    mp_set_i64(&w->big->bottom, n->small.bottom);
    return w->big;
}

/* Takes common divisors out. The quotients go through a number of the pool, so that nothing is lost by a jump. */
static const number *reduce(number_pool *p, number *n) {
    enum { SMALL = 63 }; /* bits */
    big *b = n->big, *work = new_big(p)->big;
    check(p, mp_gcd(&b->top, &b->bottom, &work->top));
    if (mp_cmp_d(&work->top, 1) == MP_GT) {
        check(p, mp_div(&b->top, &work->top, &b->top, &work->bottom));
        check(p, mp_div(&b->bottom, &work->top, &b->bottom, &work->bottom));
    }
    if (mp_count_bits(&b->top) <= SMALL && mp_count_bits(&b->bottom) <= SMALL) {
        n->small = (fraction){mp_get_i64(&b->top), mp_get_i64(&b->bottom)};
        drop_big(p, n);
    }
    return n;
}

const number *number_power_of_ten(number_pool *p, int power) {
    fraction f;
    if (fraction_power_of_ten(power, &f))
        return new_small(p, f);
    number *n = new_big(p), *ten = new_big(p);
    mp_set(&ten->big->top, 10);
    check(p, mp_expt_u32(&ten->big->top, power > 0 ? (uint32_t)power : 0, &n->big->top));
    check(p, mp_expt_u32(&ten->big->top, power < 0 ? (uint32_t)-power : 0, &n->big->bottom));
    return n;
}

int decimal_places(const char *text, size_t length) {
    const char *point = length ? memchr(text, '.', length) : NULL;
    return point ? (int)(text + length - point - 1) : 0;
}

int decimal_significant(const char *text, size_t length) {
    int n = 0;
    for (size_t i = 0; i < length; i++)
        n += text[i] >= '0' && text[i] <= '9' && (n || text[i] != '0');
    return n ? n : 1;
}

const number *number_parse(number_pool *p, const char *text, size_t length) {
    char digits[NUMBER_DIGITS + 2];
    size_t n = 0;
    bool point = false, any = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool sign = c == '-' && i == 0, dot = c == '.' && any && !point;
        if (n > NUMBER_DIGITS || (!sign && !dot && (c < '0' || c > '9')))
            return NULL;
        any |= c >= '0' && c <= '9';
        point |= dot;
        if (!dot)
            digits[n++] = c;
    }
    if (!any || text[length - 1] == '.')
        return NULL;
    digits[n] = '\0';
    fraction f;
    int places = decimal_places(text, length);
    if (fraction_parse(digits, places, &f))
        return new_small(p, f);
    number *out = new_big(p);
    check(p, mp_read_radix(&out->big->top, digits, 10));
    check(p, mp_copy(&wide(p, number_power_of_ten(p, places))->top, &out->big->bottom));
    return reduce(p, out);
}

const number *number_of(number_pool *p, long value) {
    return new_small(p, (fraction){value, 1});
}

static const number *sum(number_pool *p, const number *a, const number *b, bool minus) {
    fraction f;
    if (!a->big && !b->big && fraction_sum(a->small, b->small, minus, &f))
        return new_small(p, f);
    const big *left = wide(p, a), *right = wide(p, b);
    number *n = new_big(p);
    big *out = n->big, *work = new_big(p)->big;
    check(p, mp_mul(&left->top, &right->bottom, &work->top));
    check(p, mp_mul(&right->top, &left->bottom, &work->bottom));
    check(p, minus ? mp_sub(&work->top, &work->bottom, &out->top) : mp_add(&work->top, &work->bottom, &out->top));
    check(p, mp_mul(&left->bottom, &right->bottom, &out->bottom));
    return reduce(p, n);
}

const number *number_add(number_pool *p, const number *a, const number *b) {
    return sum(p, a, b, false);
}

const number *number_subtract(number_pool *p, const number *a, const number *b) {
    return sum(p, a, b, true);
}

const number *number_multiply(number_pool *p, const number *a, const number *b) {
    fraction f;
    if (!a->big && !b->big && fraction_multiply(a->small, b->small, &f))
        return new_small(p, f);
    const big *left = wide(p, a), *right = wide(p, b);
    number *n = new_big(p);
    check(p, mp_mul(&left->top, &right->top, &n->big->top));
    check(p, mp_mul(&left->bottom, &right->bottom, &n->big->bottom));
    return reduce(p, n);
}

const number *number_divide(number_pool *p, const number *a, const number *b) {
    fraction f;
    if (!number_sign(b))
        return NULL;
    if (!a->big && !b->big && fraction_divide(a->small, b->small, &f))
        return new_small(p, f);
    const big *left = wide(p, a), *right = wide(p, b);
    number *n = new_big(p);
    big *out = n->big;
    check(p, mp_mul(&left->top, &right->bottom, &out->top));
    check(p, mp_mul(&left->bottom, &right->top, &out->bottom));
    if (mp_isneg(&out->bottom)) {
        check(p, mp_neg(&out->top, &out->top));
        check(p, mp_neg(&out->bottom, &out->bottom));
    }
    return reduce(p, n);
}

int number_compare(number_pool *p, const number *a, const number *b) {
    int small;
    if (!a->big && !b->big && fraction_compare(a->small, b->small, &small))
        return small;
    const big *left = wide(p, a), *right = wide(p, b);
    big *work = new_big(p)->big;
    check(p, mp_mul(&left->top, &right->bottom, &work->top));
    check(p, mp_mul(&right->top, &left->bottom, &work->bottom));
    mp_ord order = mp_cmp(&work->top, &work->bottom);
    return order == MP_GT ? 1 : order == MP_LT ? -1 : 0;
}

int number_sign(const number *a) {
    if (!a->big)
        return (a->small.top > 0) - (a->small.top < 0);
    return mp_iszero(&a->big->top) ? 0 : mp_isneg(&a->big->top) ? -1 : 1;
}

/* Twice the size with so many places, halved again so that a half goes away from zero. */
static const mp_int *rounded(number_pool *p, const number *n, int places) {
    const big *b = wide(p, n), *scale = wide(p, number_power_of_ten(p, places));
    big *work = new_big(p)->big, *rest = new_big(p)->big;
    check(p, mp_mul(&b->top, &scale->top, &work->top));
    check(p, mp_mul_2(&work->top, &work->top));
    check(p, mp_abs(&work->top, &work->top));
    check(p, mp_add(&work->top, &b->bottom, &work->top));
    check(p, mp_mul_2(&b->bottom, &work->bottom));
    check(p, mp_div(&work->top, &work->bottom, &rest->top, &rest->bottom));
    return &rest->top;
}

/* The digits of the size, rounded to so many places, without a point. */
static char *digits_of(number_pool *p, arena *a, const number *n, int places) {
    enum { LONGEST = 20 };
    int64_t small;
    if (!n->big && fraction_round(n->small, places, &small)) {
        char *at = (char *)arena_raw(a, LONGEST, 1) + LONGEST - 1;
        *at = '\0';
        do
            *--at = (char)('0' + small % 10);
        while (small /= 10);
        return at;
    }
    const mp_int *digits = rounded(p, n, places);
    int size = 0;
    check(p, mp_radix_size(digits, 10, &size));
    size_t room = (size_t)size + 1, written = 0;
    char *text = arena_alloc(a, room);
    check(p, mp_to_radix(digits, text, room, &written, 10));
    return text;
}

static char *put(char *at, const char *text, size_t length) {
    memcpy(at, text, length);
    return at + length;
}

const char *number_text(number_pool *p, arena *a, const number *n, int places) {
    static const char zeros[MOST_PLACES + 1] = "0000000000000000000000000000000000000000";
    size_t behind = places > MOST_PLACES ? MOST_PLACES : places > 0 ? (size_t)places : 0;
    const char *digits = digits_of(p, a, n, (int)behind);
    size_t length = strlen(digits), whole = length > behind ? length - behind : 0;
    char *text = arena_raw(a, length + behind + sizeof "-0.", 1), *at = text;
    if (number_sign(n) < 0 && strcmp(digits, "0") != 0)
        *at++ = '-';
    at = put(at, whole ? digits : "0", whole ? whole : 1);
    if (behind) {
        *at++ = '.';
        at = put(at, zeros, behind - (length - whole)); /* between the point and the first digit */
        at = put(at, digits + whole, length - whole);
    }
    *at = '\0';
    return text;
}

bool interval_meet(number_pool *p, interval a, interval b) {
    return !(a.high && b.low && number_compare(p, a.high, b.low) < 0) &&
           !(b.high && a.low && number_compare(p, b.high, a.low) < 0);
}

interval interval_add(number_pool *p, interval a, interval b) {
    return (interval){a.low && b.low ? number_add(p, a.low, b.low) : NULL,
                      a.high && b.high ? number_add(p, a.high, b.high) : NULL};
}

interval interval_subtract(number_pool *p, interval a, interval b) {
    return (interval){a.low && b.high ? number_subtract(p, a.low, b.high) : NULL,
                      a.high && b.low ? number_subtract(p, a.high, b.low) : NULL};
}

static bool above_zero(const number *n) {
    return n && number_sign(n) > 0;
}

interval interval_divide(number_pool *p, interval a, interval b) {
    return (interval){a.low && above_zero(b.high) ? number_divide(p, a.low, b.high) : NULL,
                      a.high && above_zero(b.low) ? number_divide(p, a.high, b.low) : NULL};
}
