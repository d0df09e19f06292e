#include "base/number.h"

#include <stdint.h>
#include <string.h>
#include <tommath.h>

struct number {
    mp_int top, bottom; /* bottom is above zero, they have no common divisor */
};

enum { MOST_PLACES = 40 };
static const char ZEROS[MOST_PLACES + 1] = "0000000000000000000000000000000000000000";

struct number_pool {
    memory *mem;
    number **at; /* count of room */
    size_t count, room;
};

number_pool *number_pool_new(memory *mem) {
    number_pool *p = memory_alloc(mem, sizeof *p);
    *p = (number_pool){.mem = mem};
    return p;
}

size_t number_pool_mark(const number_pool *p) {
    return p->count;
}

void number_pool_reset(number_pool *p, size_t mark) {
    while (p->count > mark) {
        number *n = p->at[--p->count];
        mp_clear_multi(&n->top, &n->bottom, NULL);
        memory_free(p->mem, n);
    }
}

void number_pool_free(number_pool *p) {
    if (!p)
        return;
    number_pool_reset(p, 0);
    memory_free(p->mem, p->at);
    memory_free(p->mem, p);
}

static void check(number_pool *p, mp_err error) {
    if (error != MP_OKAY)
        memory_fail(p->mem);
}

/* A new number, zero over zero until it is filled. */
static number *new_number(number_pool *p) {
    if (p->count == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        p->at = memory_resize(p->mem, p->at, room * sizeof *p->at);
        p->room = room;
    }
    number *n = memory_alloc(p->mem, sizeof *n);
    /* as small as can be: a set of figures keeps a dozen numbers of each, and they grow when they need to */
    bool top = mp_init_size(&n->top, 1) == MP_OKAY;
    if (!top || mp_init_size(&n->bottom, 1) != MP_OKAY) {
        if (top)
            mp_clear(&n->top);
        memory_free(p->mem, n);
        memory_fail(p->mem);
    }
    p->at[p->count++] = n;
    return n;
}

/* Takes common divisors out. The quotients go through a number of the pool, so that nothing is lost by a jump. */
static const number *reduce(number_pool *p, number *n) {
    number *work = new_number(p);
    check(p, mp_gcd(&n->top, &n->bottom, &work->top));
    if (mp_cmp_d(&work->top, 1) == MP_GT) {
        check(p, mp_div(&n->top, &work->top, &n->top, &work->bottom));
        check(p, mp_div(&n->bottom, &work->top, &n->bottom, &work->bottom));
    }
    return n;
}

const number *number_power_of_ten(number_pool *p, int power) {
    number *n = new_number(p);
    mp_set(&n->top, 10);
    mp_set(&n->bottom, 10);
    uint32_t up = power > 0 ? (uint32_t)power : 0, down = power < 0 ? (uint32_t)-power : 0;
    number *ten = new_number(p);
    mp_set(&ten->top, 10);
    check(p, mp_expt_u32(&ten->top, up, &n->top));
    check(p, mp_expt_u32(&ten->top, down, &n->bottom));
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
    number *out = new_number(p);
    check(p, mp_read_radix(&out->top, digits, 10));
    const number *power = number_power_of_ten(p, decimal_places(text, length));
    check(p, mp_copy(&power->top, &out->bottom));
    return reduce(p, out);
}

const number *number_of(number_pool *p, long value) {
    number *n = new_number(p);
    mp_set_l(&n->top, value);
    mp_set(&n->bottom, 1);
    return n;
}

static const number *sum(number_pool *p, const number *a, const number *b, bool minus) {
    number *n = new_number(p), *work = new_number(p);
    check(p, mp_mul(&a->top, &b->bottom, &work->top));
    check(p, mp_mul(&b->top, &a->bottom, &work->bottom));
    check(p, minus ? mp_sub(&work->top, &work->bottom, &n->top) : mp_add(&work->top, &work->bottom, &n->top));
    check(p, mp_mul(&a->bottom, &b->bottom, &n->bottom));
    return reduce(p, n);
}

const number *number_add(number_pool *p, const number *a, const number *b) {
    return sum(p, a, b, false);
}

const number *number_subtract(number_pool *p, const number *a, const number *b) {
    return sum(p, a, b, true);
}

const number *number_multiply(number_pool *p, const number *a, const number *b) {
    number *n = new_number(p);
    check(p, mp_mul(&a->top, &b->top, &n->top));
    check(p, mp_mul(&a->bottom, &b->bottom, &n->bottom));
    return reduce(p, n);
}

const number *number_divide(number_pool *p, const number *a, const number *b) {
    if (!number_sign(b))
        return NULL;
    number *n = new_number(p);
    check(p, mp_mul(&a->top, &b->bottom, &n->top));
    check(p, mp_mul(&a->bottom, &b->top, &n->bottom));
    if (mp_isneg(&n->bottom)) {
        check(p, mp_neg(&n->top, &n->top));
        check(p, mp_neg(&n->bottom, &n->bottom));
    }
    return reduce(p, n);
}

int number_compare(number_pool *p, const number *a, const number *b) {
    number *work = new_number(p);
    check(p, mp_mul(&a->top, &b->bottom, &work->top));
    check(p, mp_mul(&b->top, &a->bottom, &work->bottom));
    mp_ord order = mp_cmp(&work->top, &work->bottom);
    return order == MP_GT ? 1 : order == MP_LT ? -1 : 0;
}

int number_sign(const number *a) {
    return mp_iszero(&a->top) ? 0 : mp_isneg(&a->top) ? -1 : 1;
}

/* Twice the value with so many places, halved again so that a half goes away from zero. */
static const mp_int *rounded(number_pool *p, const number *n, int places) {
    number *work = new_number(p), *rest = new_number(p);
    const number *scale = number_power_of_ten(p, places);
    check(p, mp_mul(&n->top, &scale->top, &work->top));
    check(p, mp_mul_2(&work->top, &work->top));
    check(p, mp_abs(&work->top, &work->top));
    check(p, mp_add(&work->top, &n->bottom, &work->top));
    check(p, mp_mul_2(&n->bottom, &work->bottom));
    check(p, mp_div(&work->top, &work->bottom, &rest->top, &rest->bottom));
    return &rest->top;
}

const char *number_text(number_pool *p, arena *a, const number *n, int places) {
    if (places > MOST_PLACES)
        places = MOST_PLACES;
    const mp_int *digits = rounded(p, n, places);
    int size = 0;
    check(p, mp_radix_size(digits, 10, &size));
    size_t room = (size_t)size + 1, written = 0;
    char *text = arena_alloc(a, room);
    check(p, mp_to_radix(digits, text, room, &written, 10));
    int length = (int)strlen(text), whole = length > places ? length - places : 0;
    const char *sign = number_sign(n) < 0 && !mp_iszero(digits) ? "-" : "";
    if (!places)
        return arena_print(a, "%s%s", sign, text);
    int zeros = places - (length - whole); /* between the point and the first digit */
    return arena_print(a, "%s%.*s%s.%.*s%s", sign, whole, text, whole ? "" : "0", zeros > 0 ? zeros : 0, ZEROS,
                       text + whole);
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
