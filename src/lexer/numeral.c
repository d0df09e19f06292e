#include "lexer/numeral.h"

#include <inttypes.h>

#include "base/decimal.h"

enum {
    FEW_DIGITS = 7,     /* a number of more digits is no year, rank or part of a fraction */
    MOST_DIGITS = 15,   /* a number of more digits is not computed with */
    BIG = 4,            /* from this power on a scale word may end a numeral */
    LARGEST_SCALE = 16, /* 10^16 is the largest final scale */
    MOST_PARTS = 8
};

/* ---- the words of a numeral ---- */

typedef enum atom_kind { ATOM_NONE, ATOM_DIGITS, ATOM_DIGIT, ATOM_ZERO, ATOM_SMALL, ATOM_BIG } atom_kind;

typedef struct atom {
    atom_kind kind;
    unsigned value; /* a digit's value; a scale word's power of ten */
    size_t to;
} atom;

static atom atom_at(const scan *s, size_t at) {
    if (digit_at(s, at))
        return (atom){.kind = ATOM_DIGITS, .to = at + 1};
    const pack_word *w = word_at(s, WORD_DIGIT, at);
    if (w)
        return (atom){w->value ? ATOM_DIGIT : ATOM_ZERO, (unsigned)w->value, at + w->length};
    w = word_at(s, WORD_SCALE, at);
    if (!w)
        return (atom){.kind = ATOM_NONE};
    const pack_word *unit = word_at(s, WORD_UNIT, at); /* the thousand of a kilogram is part of the unit */
    if (unit && unit->length > w->length)
        return (atom){.kind = ATOM_NONE};
    return (atom){w->value < BIG ? ATOM_SMALL : ATOM_BIG, (unsigned)w->value, at + w->length};
}

static bool is_scale(atom_kind kind) {
    return kind == ATOM_SMALL || kind == ATOM_BIG;
}

size_t scale_at(const scan *s, size_t at, int *power) {
    *power = 0;
    for (;;) {
        atom a = atom_at(s, at);
        if (a.kind != ATOM_BIG || *power + (int)a.value > LARGEST_SCALE)
            return at;
        *power += (int)a.value;
        at = a.to;
    }
}

unsigned chinese_digit_at(const scan *s, size_t at) {
    const pack_word *w = word_at(s, WORD_DIGIT, at);
    return w && w->value < 10 ? (unsigned)w->value : 0;
}

/* The end of the Chinese digits at an offset. */
static size_t positions_end(const scan *s, size_t at, size_t *count) {
    const pack_word *w;
    for (*count = 0; (w = word_at(s, WORD_DIGIT, at)) && w->value < 10; ++*count)
        at += w->length;
    return at;
}

static bool are_neighbours(unsigned a, unsigned b) {
    return b == a + 1 || (a == 3 && b == 5);
}

/* ---- coefficients ---- */

typedef struct part {
    size_t to;
    uint64_t low, high;
    digit_run digits; /* of one Arabic number, for its text */
    numeral_form form;
    unsigned marks;
    int limit;      /* the next small scale must be below this power */
    int small;      /* the power of the scale word behind the last factor; 0: none */
    size_t scale;   /* where that stands */
    unsigned terms; /* factors, and scale words without one */
    bool zero;      /* a zero stands before what was read last */
    bool bare;      /* a scale word above ten without digit */
    bool open;      /* ends with a digit without its own scale word */
    bool plain;     /* one Arabic number without scale words */
    bool exact;     /* only text: it has decimals, or many digits */
    bool broken;
} part;

static uint64_t power_of_ten(int power) {
    uint64_t value = 1;
    while (power-- > 0)
        value *= 10;
    return value;
}

/* The digits' whole value; false where it has decimals or too many digits. */
static bool whole_value(const scan *s, const digit_run *d, uint64_t *value) {
    size_t count = 0;
    *value = 0;
    for (size_t i = d->from; i < d->whole_to; i++)
        if (digit_at(s, i) && ++count <= MOST_DIGITS)
            *value = *value * 10 + (s->text[i] - '0');
    return count && count <= MOST_DIGITS && d->to == d->whole_to;
}

/* What stands before a small scale word, or at the end of the part. */
static bool read_factor(const scan *s, part *p, uint64_t *low, uint64_t *high) {
    atom a = atom_at(s, p->to);
    if (a.kind == ATOM_DIGITS) {
        p->digits = read_digits(s, p->to);
        p->broken |= p->digits.broken;
        p->exact = !whole_value(s, &p->digits, low) || p->broken;
        *high = *low;
        p->to = p->digits.to;
        return !p->exact || !p->terms;
    }
    if (a.kind != ATOM_DIGIT)
        return false;
    *low = *high = a.value;
    p->to = a.to;
    atom b = atom_at(s, a.to);
    if (b.kind == ATOM_DIGIT && a.value >= 10) { /* the twenty-character */
        *low = *high = a.value + b.value;
        p->to = b.to;
        p->marks++;
    } else if (b.kind == ATOM_DIGIT && are_neighbours(a.value, b.value)) {
        *high = b.value;
        p->to = b.to;
        p->marks++;
    }
    return true;
}

/* One factor with its scale word; false where the part ends. */
static bool read_term(const scan *s, part *p) {
    uint64_t low = 1, high = 1;
    size_t start = p->to;
    atom a = atom_at(s, p->to);
    while (a.kind == ATOM_ZERO && p->marks) {
        p->zero = true;
        p->marks++;
        p->to = a.to;
        a = atom_at(s, p->to);
    }
    bool alone = a.kind == ATOM_SMALL && (p->zero ? a.value == 1 : !p->terms);
    if (!alone && !read_factor(s, p, &low, &high)) {
        p->to = p->zero && p->terms ? start : p->to;
        return false;
    }
    size_t end = p->to;
    atom scale = atom_at(s, end);
    bool scaled = scale.kind == ATOM_SMALL && (int)scale.value < p->limit;
    uint64_t factor = scaled ? power_of_ten((int)scale.value) : 1;
    bool short_form = !scaled && p->limit < BIG && !p->zero;
    if (short_form && a.kind == ATOM_DIGIT && a.value < 10)
        factor = power_of_ten(p->limit - 1); /* "one hundred five" is 150; with a zero it is 105 */
    p->broken |= short_form && a.kind == ATOM_DIGITS && (int)(end - p->digits.from) != p->limit;
    p->broken |= p->limit < BIG && high >= power_of_ten(p->limit);
    p->low += low * factor;
    p->high += high * factor;
    p->bare = alone && scale.value > 1;
    p->marks += (alone ? 0U : 1U) + (scaled ? 1U : 0U);
    p->terms++;
    p->open = !scaled;
    p->zero = false;
    p->limit = scaled ? (int)scale.value : 0;
    p->small = scaled ? (int)scale.value : 0;
    p->scale = end;
    p->to = scaled ? scale.to : end;
    return scaled && !p->bare;
}

/* Chinese digits one by one: three or more, or two that are no neighbours or hold a zero. */
static bool read_positions(const scan *s, part *p) {
    size_t count, end = positions_end(s, p->to, &count);
    atom a = atom_at(s, p->to), b = atom_at(s, a.to);
    if (count < 2 || atom_at(s, end).kind == ATOM_SMALL || atom_at(s, end).kind == ATOM_DIGITS)
        return false;
    if (count == 2 && b.kind == ATOM_DIGIT && are_neighbours(a.value, b.value))
        return false;
    p->form = NUMERAL_POSITIONS;
    p->exact = count > MOST_DIGITS;
    for (size_t i = p->to; i < end && !p->exact; i++)
        p->low = p->low * 10 + (uint64_t)word_at(s, WORD_DIGIT, i)->value;
    p->high = p->low;
    p->marks = (unsigned)count;
    p->to = end;
    return true;
}

/* A fraction without a whole part, or a first Arabic number with its scale words left to be read. */
static void keep_digits(const scan *s, part *p) {
    p->form = NUMERAL_DIGITS;
    p->to = p->digits.to;
    p->exact = !whole_value(s, &p->digits, &p->low);
    p->high = p->low;
}

/* A coefficient. The small scale words behind a first Arabic number are not taken: they may be the final scale. */
static bool read_coefficient(const scan *s, size_t at, bool first, part *p) {
    *p = (part){.to = at, .limit = BIG, .form = NUMERAL_COMPUTED};
    atom a = atom_at(s, at);
    if (a.kind == ATOM_NONE && first && begins_digits(s, at)) {
        p->digits = read_digits(s, at);
        p->broken = p->digits.broken;
        keep_digits(s, p);
        return true;
    }
    if (a.kind == ATOM_SMALL && !first)
        return false;
    if ((a.kind == ATOM_DIGIT || (a.kind == ATOM_ZERO && first)) && read_positions(s, p))
        return true;
    bool zero = a.kind == ATOM_ZERO && !first; /* behind a larger part */
    if (zero)
        p->marks = 1, p->zero = true, p->to = a.to;
    while (read_term(s, p))
        continue;
    p->zero = zero;
    p->plain = a.kind == ATOM_DIGITS && p->terms == 1 && p->open;
    if (first && a.kind == ATOM_DIGITS && p->terms == 1 && (p->exact || p->small != 1))
        keep_digits(s, p);
    return p->to > at && (p->low > 0 || p->form == NUMERAL_DIGITS);
}

/* ---- parts ---- */

typedef struct stack {
    uint64_t low[MOST_PARTS], high[MOST_PARTS];
    int power[MOST_PARTS];
    int count;
    bool broken;
} stack;

/* Takes the parts of a smaller scale than power into the coefficient that is to have this scale. */
static void gather(stack *k, int power, uint64_t *low, uint64_t *high) {
    while (k->count && k->power[k->count - 1] < power) {
        k->count--;
        uint64_t step = power_of_ten(k->power[k->count]);
        k->broken |= k->high[k->count] > power_of_ten(MOST_DIGITS) / step || *high >= step;
        *low += k->low[k->count] * step;
        *high += k->high[k->count] * step;
    }
}

static void push(stack *k, uint64_t low, uint64_t high, int power) {
    bool falls = !k->count || (k->power[k->count - 1] > power && high < power_of_ten(k->power[k->count - 1] - power));
    if (k->count == MOST_PARTS || !falls) {
        k->broken = true;
        return;
    }
    k->low[k->count] = low;
    k->high[k->count] = high;
    k->power[k->count++] = power;
}

/* All parts in the last one's scale. */
static void add_up(stack *k, numeral *n) {
    n->low = n->high = 0;
    int last = k->count ? k->power[k->count - 1] : 0;
    for (int i = 0; i < k->count && !k->broken; i++) {
        uint64_t step = power_of_ten(k->power[i] - last);
        k->broken |= k->high[i] > UINT64_MAX / 10 / step;
        n->low += k->low[i] * step;
        n->high += k->high[i] * step;
    }
    n->scale = last;
    n->broken |= k->broken;
}

/* A hedge at an offset, if the numeral's scale words go on behind it. */
static size_t hedge_end(const scan *s, size_t at, numeral *n) {
    atom zero = atom_at(s, at); /* "one hundred nought some ten thousands" */
    if (zero.kind == ATOM_ZERO && word_at(s, WORD_HEDGE_INSIDE, zero.to))
        at = zero.to;
    const pack_word *w = n->hedge_to ? NULL : word_at(s, WORD_HEDGE_INSIDE, at);
    if (!w || !is_scale(atom_at(s, at + w->length).kind))
        return at;
    n->hedge_from = n->to;
    n->hedge_to = at + w->length;
    n->q = (qualifier)w->value;
    return n->hedge_to;
}

/* The scale words behind a coefficient, those from ten thousand on, or all: their power. */
static int read_scales(const scan *s, numeral *n, bool all) {
    int power = 0;
    n->scale_from = n->to;
    for (;;) {
        size_t at = hedge_end(s, n->to, n);
        atom a = atom_at(s, at);
        bool small = a.kind == ATOM_SMALL && (!all || a.value < 2 || power >= BIG);
        if (!is_scale(a.kind) || small || power + (int)a.value > LARGEST_SCALE) {
            if (at > n->to) /* the hedge leads nowhere */
                n->hedge_from = n->hedge_to = 0, n->q = QUALIFIER_NONE;
            return power;
        }
        power += (int)a.value;
        n->marks += (unsigned)(a.to - n->to);
        n->to = a.to;
    }
}

/* A single digit behind a scale word stands for the next lower one: "20 thousand five" is 25,000. */
static void lift(const stack *k, part *p, int power) {
    bool single = p->open && !p->zero && p->terms == 1 && p->low < 10 && !power && k->count;
    for (int i = 1; single && i < k->power[k->count - 1]; i++)
        p->low *= 10, p->high *= 10;
}

/* Whether a part may follow others. Arabic digits may when a scale word or a zero sets them apart, when their thousands
 * are, or when they fill the place of the scale word before. */
static bool may_follow(const scan *s, const stack *k, const part *p, int power) {
    if (p->exact || p->form == NUMERAL_POSITIONS)
        return false;
    if (!p->plain || power || p->zero || p->digits.grouped)
        return true;
    size_t count = p->digits.whole_to - p->digits.from;
    return (count == 1 || (int)count == k->power[k->count - 1]) && !word_at(s, WORD_YEAR_MARK, p->to);
}

static void add_part(const scan *s, numeral *n, stack *k, part *p) {
    n->to = p->to;
    n->marks += p->marks;
    int power = read_scales(s, n, p->form == NUMERAL_DIGITS);
    k->broken |= p->broken || (k->count && !may_follow(s, k, p, power));
    lift(k, p, power);
    if (power)
        gather(k, power, &p->low, &p->high);
    push(k, p->low, p->high, power);
}

/* The next part of a numeral, false where it ends. */
static bool read_part(const scan *s, numeral *n, stack *k) {
    part p;
    bool first = n->to == n->from;
    if (!read_coefficient(s, n->to, first, &p)) {
        if (!first || atom_at(s, n->to).kind != ATOM_BIG)
            return false;
        p = (part){.to = n->to, .low = 1, .high = 1, .bare = true, .form = NUMERAL_COMPUTED, .terms = 1};
    }
    if (first) {
        n->form = p.form;
        n->digits = p.digits;
        n->bare = p.bare;
    } else {
        n->form = NUMERAL_COMPUTED;
    }
    int before = k->count;
    bool exact = p.exact;
    add_part(s, n, k, &p);
    if (k->count < before)
        n->form = NUMERAL_COMPUTED;
    return !k->broken && n->scale_from < n->to && !n->hedge_to && !n->bare && !exact;
}

/* ---- decimals in Chinese digits ---- */

static size_t point_end(const scan *s, size_t at) {
    if (rune_at(s, at) == '.')
        return at + 1;
    const pack_word *w = word_at(s, WORD_POINT, at);
    return at + (w ? w->length : 0);
}

static void read_point(const scan *s, numeral *n, const stack *k) {
    size_t from = point_end(s, n->to), count, to = positions_end(s, from, &count);
    atom next = atom_at(s, to);
    bool clock = next.kind == ATOM_SMALL && next.value == 1; /* twenty past three */
    if (from == n->to || to == from || n->low != n->high || n->hedge_to || n->bare || clock ||
        n->form == NUMERAL_DIGITS)
        return;
    if ((n->scale && n->low > UINT64_MAX / power_of_ten(n->scale)) ||
        (n->form == NUMERAL_POSITIONS && n->to - n->from > MOST_DIGITS))
        return;
    n->low = n->high = n->low * power_of_ten(n->scale);
    bool several = n->scale || k->count > 1;
    n->point = from, n->decimals = to;
    n->marks += (unsigned)(to - n->to);
    n->to = to;
    n->scale = read_scales(s, n, true);
    n->broken |= several && n->scale;
}

/* ---- numerals ---- */

/* Whether what stands behind a numeral belongs to it and was not understood. */
static bool is_touched(const scan *s, const numeral *n) {
    atom next = atom_at(s, n->to);
    bool year = n->form == NUMERAL_DIGITS && n->to - n->from == 4;
    if (next.kind == ATOM_DIGITS)
        return true;
    if (next.kind == ATOM_DIGIT || next.kind == ATOM_ZERO)
        return !year && !word_at(s, WORD_SKIP, n->to) && !word_at(s, WORD_NAME, n->to);
    return is_scale(next.kind);
}

/* Where the digits, points and words of scale end that stand together. */
static size_t tangle_end(const scan *s, size_t at) {
    for (;;) {
        char32_t c = rune_at(s, at);
        bool joint = c == '.' || c == ',' || c == '^' || c == MARK_COMMA;
        if (atom_at(s, at).kind != ATOM_NONE)
            at = atom_at(s, at).to;
        else if (joint && digit_at(s, at + 1))
            at++;
        else
            return at;
    }
}

static bool read_numeral(const scan *s, size_t at, numeral *n) {
    *n = (numeral){.from = at, .to = at, .arabic = begins_digits(s, at)};
    stack k = {.count = 0};
    const pack_word *zero = word_at(s, WORD_DIGIT, at);
    size_t count;
    if (zero && !zero->value && positions_end(s, at, &count) == at + zero->length) { /* "nought point five" */
        n->to = n->scale_from = at + zero->length;
        n->form = NUMERAL_COMPUTED;
        n->marks = 1;
        read_point(s, n, &k);
        return n->decimals > 0 && !n->broken;
    }
    while (read_part(s, n, &k))
        continue;
    if (n->to == n->from)
        return false;
    add_up(&k, n);
    if (!n->broken)
        read_point(s, n, &k);
    if (!n->arabic && n->marks == 1 && atom_at(s, n->to).kind == ATOM_DIGITS) /* the end of a word: "unified 5 firms" */
        return false;
    if (n->broken || is_touched(s, n)) {
        n->broken = true;
        n->to = tangle_end(s, n->to);
        return false;
    }
    size_t figures = n->digits.whole_to - n->digits.from;
    n->whole = !n->decimals && (n->form == NUMERAL_COMPUTED ||
                                (n->form == NUMERAL_POSITIONS && n->scale_from - n->from <= FEW_DIGITS) ||
                                (n->form == NUMERAL_DIGITS && n->digits.to == n->digits.whole_to &&
                                 !n->digits.grouped && figures <= FEW_DIGITS));
    return true;
}

bool numeral_at(const scan *s, size_t at, numeral *n) {
    bool begins = begins_digits(s, at) || may_begin(s, CLASS_BIT(WORD_DIGIT) | CLASS_BIT(WORD_SCALE), at);
    if (!begins) {
        n->broken = false;
        return false;
    }
    struct numeral_memo *memo = s->memo;
    if (!memo->filled || memo->at != at) {
        memo->found = read_numeral(s, at, &memo->n);
        memo->at = at;
        memo->filled = true;
    }
    *n = memo->n;
    return memo->found;
}

/* ---- values ---- */

static const char *positions_value(const scan *s, size_t from, size_t to) {
    char *out = arena_alloc(s->a, to - from + 1);
    for (size_t i = from; i < to; i++) {
        const pack_word *digit = word_at(s, WORD_DIGIT, i); /* there is one: that is what was read */
        out[i - from] = (char)('0' + (digit ? digit->value : 0));
    }
    return out;
}

const char *numeral_value(const scan *s, const numeral *n) {
    if (n->form == NUMERAL_DIGITS)
        return digit_run_text(s, &n->digits);
    if (n->decimals) /* positions before a point are few */
        return arena_print(s->a, "%" PRIu64 ".%s", n->low, positions_value(s, n->point, n->decimals));
    if (n->form == NUMERAL_POSITIONS)
        return positions_value(s, n->from, n->scale_from);
    return arena_print(s->a, "%" PRIu64, n->low);
}

const char *numeral_scale(const scan *s, const numeral *n) {
    if (n->hedge_to <= n->scale_from)
        return slice(s, n->scale_from, n->to);
    return arena_print(s->a, "%s%s", slice(s, n->scale_from, n->hedge_from), slice(s, n->hedge_to, n->to));
}
