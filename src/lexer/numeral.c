#include "lexer/numeral.h"

#include <inttypes.h>

#include "base/decimal.h"

enum {
    FEW_DIGITS = 7,    /* an Arabic number of more digits is kept as text */
    BIG = 4,           /* from this power on a scale word may end a numeral */
    LARGEST_SCALE = 16 /* 10^16 is the largest final scale */
};

/* ---- Arabic digits ---- */

static bool is_separator(char32_t c) {
    return c == ',' || c == MARK_COMMA || c == ' ';
}

/* The end of the thousands groups at an offset: a comma and three digits each, or a space where that is how the first
 * group is set apart (GB/T 15835). */
static size_t groups_end(const scan *s, size_t at) {
    bool spaced = rune_at(s, at) == ' ';
    while (is_separator(rune_at(s, at)) && (rune_at(s, at) == ' ') == spaced && digit_at(s, at + 1) &&
           digit_at(s, at + 2) && digit_at(s, at + 3) && !digit_at(s, at + 4))
        at += 4;
    return at;
}

static void read_arabic(const scan *s, numeral *n) {
    size_t at = n->from;
    while (digit_at(s, at))
        at++;
    size_t digits = at - n->from;
    if (digits <= 3 && s->text[n->from] != '0')
        at = groups_end(s, at);
    n->whole = at - n->from == digits && digits <= FEW_DIGITS;
    for (size_t i = n->from; n->whole && i < at; i++)
        n->low = n->low * 10 + (s->text[i] - '0');
    n->high = n->low;
    if (rune_at(s, at) == '.' && digit_at(s, at + 1)) {
        n->whole = false;
        for (at++; digit_at(s, at);)
            at++;
    }
    n->to = n->scale_from = at;
    n->marks = digits < FEW_DIGITS ? (unsigned)digits : FEW_DIGITS;
    n->arabic = true;
}

/* ---- pieces of a numeral with scale words ---- */

typedef enum piece_kind { PIECE_NONE, PIECE_NUMBER, PIECE_DIGIT, PIECE_ZERO, PIECE_SMALL, PIECE_BIG } piece_kind;

typedef struct piece {
    piece_kind kind;
    unsigned value; /* PIECE_SMALL and PIECE_BIG: power of ten */
    size_t to;
    bool grouped; /* Arabic digits with thousands set apart */
} piece;

static piece number_piece(const scan *s, size_t at) {
    numeral n = {.from = at};
    read_arabic(s, &n);
    unsigned value = 0, digits = 0;
    for (size_t i = n.from; i < n.to; i++) {
        if (rune_at(s, i) == '.' || digits == FEW_DIGITS)
            return (piece){.kind = PIECE_NONE};
        if (digit_at(s, i))
            value = value * 10 + (unsigned)(s->text[i] - '0'), digits++;
    }
    return (piece){PIECE_NUMBER, value, n.to, n.to - n.from > digits};
}

static piece piece_at(const scan *s, size_t at) {
    if (digit_at(s, at))
        return number_piece(s, at);
    const pack_word *w = word_at(s, WORD_DIGIT, at);
    if (w)
        return (piece){.kind = w->value ? PIECE_DIGIT : PIECE_ZERO, .value = (unsigned)w->value, .to = at + w->length};
    w = word_at(s, WORD_SCALE, at);
    if (!w)
        return (piece){.kind = PIECE_NONE};
    const pack_word *unit = word_at(s, WORD_UNIT, at); /* the thousand of a kilogram is part of the unit */
    if (unit && unit->length > w->length)
        return (piece){.kind = PIECE_NONE};
    return (piece){.kind = w->value < BIG ? PIECE_SMALL : PIECE_BIG, .value = (unsigned)w->value, .to = at + w->length};
}

size_t scale_at(const scan *s, size_t at, int *power) {
    *power = 0;
    for (;;) {
        piece p = piece_at(s, at);
        if (p.kind != PIECE_BIG || *power + (int)p.value > LARGEST_SCALE)
            return at;
        *power += (int)p.value;
        at = p.to;
    }
}

unsigned chinese_digit_at(const scan *s, size_t at) {
    const pack_word *w = word_at(s, WORD_DIGIT, at);
    return w && w->value < 10 ? (unsigned)w->value : 0;
}

/* ---- sections: what stands before one final scale ---- */

static const unsigned POWER[] = {1, 10, 100, 1000, 10000};

typedef struct section {
    uint64_t low, high;
    size_t to;
    unsigned marks;
    int limit; /* the next small scale must be below this power */
    bool zero; /* a zero stands before the last digit */
    bool bare; /* no digit, only a scale word above ten */
    bool open; /* ends with a digit without its own scale word */
} section;

/* The number before a small scale word, or at the end of the section: a digit, two neighbouring digits (one or the
 * other), Arabic digits, or nothing before a scale word that begins the section. */
static bool read_factor(const scan *s, section *x, piece *low, piece *high) {
    piece p = piece_at(s, x->to);
    if (p.kind == PIECE_ZERO && x->marks) {
        piece q = piece_at(s, p.to);
        if (q.kind != PIECE_DIGIT)
            return false;
        x->zero = true, x->marks++, x->to = p.to;
        p = q;
    }
    if (p.kind == PIECE_SMALL && !x->marks) {
        x->bare = p.value > 1;
        *low = *high = (piece){.kind = PIECE_SMALL, .value = 1, .to = x->to};
        return true;
    }
    if (p.kind != PIECE_DIGIT && p.kind != PIECE_NUMBER)
        return false;
    *low = *high = p;
    piece q = p.kind == PIECE_DIGIT ? piece_at(s, p.to) : (piece){.kind = PIECE_NONE};
    if (q.kind == PIECE_DIGIT && p.value >= 10) { /* the twenty-character */
        *low = *high = (piece){.kind = PIECE_DIGIT, .value = p.value + q.value, .to = q.to};
        x->marks++;
    } else if (q.kind == PIECE_DIGIT && (q.value == p.value + 1 || (p.value == 3 && q.value == 5))) {
        *high = q;
        x->marks++;
    }
    return true;
}

/* One factor with its scale word; false where the section ends. */
static bool read_term(const scan *s, section *x) {
    piece low, high;
    if (!read_factor(s, x, &low, &high))
        return false;
    piece scale = piece_at(s, high.to);
    bool scaled = scale.kind == PIECE_SMALL && (int)scale.value < x->limit;
    if (low.kind == PIECE_SMALL && !scaled)
        return false;
    unsigned factor = 1;
    if (scaled)
        factor = POWER[scale.value];
    else if (low.kind == PIECE_DIGIT && x->limit < BIG && !x->zero)
        factor = POWER[x->limit - 1]; /* "one hundred five" is 150; with a zero it is 105 */
    x->low += low.value * (uint64_t)factor;
    x->high += high.value * (uint64_t)factor;
    x->marks += (low.kind != PIECE_SMALL ? 1U : 0U) + (scaled ? 1U : 0U);
    x->to = scaled ? scale.to : high.to;
    x->open = !scaled;
    x->limit = scaled ? (int)scale.value : 0;
    return scaled && !x->bare;
}

/* A section may follow another one only below its scale. Arabic digits may, when a scale word follows them or their
 * thousands are set apart. */
static bool read_section(const scan *s, size_t at, bool first, section *x) {
    *x = (section){.to = at, .limit = BIG};
    piece p = piece_at(s, at);
    if (!first && p.kind == PIECE_ZERO) {
        piece q = piece_at(s, p.to);
        if (q.kind != PIECE_DIGIT && q.kind != PIECE_NUMBER)
            return false;
        x->to = p.to, x->marks = 1, x->zero = true;
        p = q;
    }
    bool last = p.kind == PIECE_NUMBER && !p.grouped && piece_at(s, p.to).kind < PIECE_SMALL;
    if (!first && (p.kind == PIECE_SMALL || last))
        return false;
    while (read_term(s, x))
        continue;
    return x->to > at && x->low > 0;
}

/* Puts a section behind what is read: "150 thousand, 6 thousand". False if the number would not fit. */
static bool append(numeral *n, section *x, int last, int power) {
    bool first = n->to == n->from;
    uint64_t step = 1;
    for (int i = power; !first && i < last; i++)
        step *= 10;
    if (n->low > UINT64_MAX / step / 2)
        return false;
    bool lifted = !first && x->open && x->marks == 1 && x->low < 10 && !power; /* "20 thousand five" is 25,000 */
    for (int i = 1; lifted && i < last; i++)
        x->low *= 10, x->high *= 10;
    n->high = n->low * step + x->high;
    n->low = n->low * step + x->low;
    return true;
}

static bool read_computed(const scan *s, numeral *n) {
    int last = LARGEST_SCALE + 1, power;
    n->to = n->from;
    n->low = n->high = 0;
    n->marks = 0;
    while (last > 0 && !n->bare) {
        section x;
        size_t at = n->to;
        if (!read_section(s, at, at == n->from, &x)) {
            if (at > n->from || piece_at(s, at).kind != PIECE_BIG)
                break;
            x = (section){.to = at, .low = 1, .high = 1, .bare = true};
        }
        size_t to = scale_at(s, x.to, &power);
        if (power >= last || !append(n, &x, last, power))
            break;
        n->bare = x.bare;
        n->marks += x.marks + (unsigned)(to - x.to);
        n->scale_from = x.to;
        n->to = to;
        last = n->scale = power;
    }
    n->form = NUMERAL_COMPUTED;
    n->whole = n->to > n->from;
    return n->whole;
}

/* ---- numerals ---- */

/* Chinese digits one by one. Two or three of them are none, or an alternative, unless they hold a zero. */
static size_t positions_end(const scan *s, size_t at, bool *zero) {
    const pack_word *w;
    *zero = false;
    while ((w = word_at(s, WORD_DIGIT, at)) && w->value < 10) {
        *zero |= w->value == 0;
        at += w->length;
    }
    return at;
}

static unsigned digit_value(const scan *s, size_t at) {
    const pack_word *w = word_at(s, WORD_DIGIT, at);
    return w ? (unsigned)w->value : 0;
}

static bool read_positions(const scan *s, numeral *n) {
    bool zero;
    size_t end = positions_end(s, n->from, &zero), count = end - n->from;
    if (count < 2 || piece_at(s, end).kind != PIECE_NONE || (count < 4 && !zero))
        return false;
    n->form = NUMERAL_POSITIONS;
    n->to = n->scale_from = end;
    n->whole = count <= FEW_DIGITS;
    n->marks = (unsigned)count;
    for (size_t i = n->from; n->whole && i < end; i++)
        n->low = n->high = n->low * 10 + digit_value(s, i);
    return true;
}

static void read_point(const scan *s, numeral *n) {
    const pack_word *point = word_at(s, WORD_POINT, n->to);
    bool zero;
    if (!point || n->scale || n->low != n->high)
        return;
    size_t from = n->to + point->length, to = positions_end(s, from, &zero);
    if (to == from || piece_at(s, to).kind == PIECE_SMALL)
        return;
    n->point = from, n->decimals = to;
    n->whole = false;
    n->scale_from = to;
    n->to = scale_at(s, to, &n->scale);
    n->marks += (unsigned)(n->to - from);
}

static bool read_digits(const scan *s, numeral *n) {
    read_arabic(s, n);
    piece next = piece_at(s, n->to);
    numeral computed = {.from = n->from, .arabic = true};
    bool fits = n->whole || piece_at(s, n->from).grouped;
    if (fits && (next.kind == PIECE_SMALL || next.kind == PIECE_BIG) && read_computed(s, &computed)) {
        *n = computed;
        return true;
    }
    if (next.kind == PIECE_SMALL) {
        n->shift = (int)next.value;
        n->to = next.to;
    }
    n->scale_from = n->to;
    n->to = scale_at(s, n->to, &n->scale);
    return true;
}

static bool read_numeral(const scan *s, size_t at, numeral *n) {
    *n = (numeral){.from = at, .to = at};
    if (digit_at(s, at))
        return read_digits(s, n);
    if (word_at(s, WORD_DIGIT, at) && read_positions(s, n))
        return true;
    const pack_word *zero = word_at(s, WORD_DIGIT, at);
    if (zero && !zero->value) { /* "nought point five" */
        n->to = n->scale_from = at + zero->length;
        n->whole = true;
        n->marks = 1;
        read_point(s, n);
        return n->decimals > 0;
    }
    if (!read_computed(s, n))
        return false;
    read_point(s, n);
    return true;
}

bool numeral_at(const scan *s, size_t at, numeral *n) {
    if (!digit_at(s, at) && !may_begin(s, CLASS_BIT(WORD_DIGIT) | CLASS_BIT(WORD_SCALE), at))
        return false;
    numeral_memo *memo = s->memo;
    if (!memo->filled || memo->at != at) {
        memo->found = read_numeral(s, at, &memo->n);
        memo->at = at;
        memo->filled = true;
    }
    *n = memo->n;
    return memo->found;
}

static const char *digits_value(const scan *s, const numeral *n) {
    char *out = arena_alloc(s->a, n->scale_from - n->from + 1), *p = out;
    for (size_t i = n->from; i < n->scale_from; i++)
        if (digit_at(s, i) || s->text[i] == '.')
            *p++ = (char)s->text[i];
    *p = '\0';
    return decimal_shift(s->a, out, n->shift);
}

static const char *positions_value(const scan *s, size_t from, size_t to) {
    char *out = arena_alloc(s->a, to - from + 1);
    for (size_t i = from; i < to; i++)
        out[i - from] = (char)('0' + digit_value(s, i));
    return out;
}

const char *numeral_value(const scan *s, const numeral *n) {
    if (n->form == NUMERAL_DIGITS && n->arabic)
        return digits_value(s, n);
    if (n->form == NUMERAL_POSITIONS)
        return positions_value(s, n->from, n->scale_from);
    if (n->decimals)
        return arena_print(s->a, "%" PRIu64 ".%s", n->low, positions_value(s, n->point, n->decimals));
    return arena_print(s->a, "%" PRIu64, n->low);
}
