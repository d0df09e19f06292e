#include "document/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DIGITS = 40,  /* of a number, at most; a stored one has 17 */
    GENERAL = 11, /* characters of a number without a format */
    PLAIN = 6,    /* decimals that are shown all the same, as somebody typed them */
    STORED = 15   /* digits of a stored number that are its own */
};

/* digits without leading zeros, of which `whole` stand before the point (negative: zeros behind it come first). */
typedef struct number {
    char digit[DIGITS + 1];
    int count, whole;
    bool negative;
} number;

static bool read_number(const char *text, number *n) {
    *n = (number){.negative = *text == '-'};
    bool point = false, any = false;
    text += *text == '-' || *text == '+';
    for (; (*text >= '0' && *text <= '9') || *text == '.'; text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        any = true;
        bool zero = *text == '0' && !n->count;
        if (!zero && n->count < DIGITS)
            n->digit[n->count++] = *text;
        n->whole += zero ? -(int)point : !point;
    }
    if (*text == 'e' || *text == 'E') {
        long power = strtol(text + 1, NULL, 10);
        n->whole += (int)(power > 400 ? 400 : power < -400 ? -400 : power);
        text += strspn(text + 1, "+-0123456789") + 1;
    }
    return any && !*text;
}

/* Keeps so many digits, rounded half up. */
static void keep_digits(number *n, int keep) {
    if (keep >= n->count)
        return;
    bool up = keep >= 0 && n->digit[keep] >= '5';
    n->count = keep < 0 ? 0 : keep;
    for (int i = n->count; up && i-- > 0;) {
        up = n->digit[i] == '9';
        n->digit[i] = up ? '0' : (char)(n->digit[i] + 1);
    }
    if (up) {
        memmove(n->digit + 1, n->digit, (size_t)n->count);
        n->digit[0] = '1';
        n->count++;
        n->whole++;
    }
}

static char digit_at(const number *n, int i) {
    return i >= 0 && i < n->count ? n->digit[i] : '0';
}

static void put_digits(buffer *out, const number *n, int decimals, bool grouped) {
    if (n->whole <= 0)
        buffer_char(out, '0');
    for (int i = 0; i < n->whole; i++) {
        buffer_char(out, digit_at(n, i));
        if (grouped && i + 1 < n->whole && (n->whole - i - 1) % 3 == 0)
            buffer_char(out, ',');
    }
    if (decimals > 0)
        buffer_char(out, '.');
    for (int i = 0; i < decimals; i++)
        buffer_char(out, digit_at(n, n->whole + i));
}

static bool is_zero(const number *n) {
    for (int i = 0; i < n->count; i++)
        if (n->digit[i] != '0')
            return false;
    return true;
}

static void put_general(buffer *out, number *n) {
    keep_digits(n, STORED);
    int whole = n->whole > 0 ? n->whole : 1;
    if (n->count - n->whole > PLAIN && whole < GENERAL)
        keep_digits(n, n->whole + GENERAL - 1 - whole);
    while (n->count > n->whole && n->count && n->digit[n->count - 1] == '0')
        n->count--;
    if (n->negative && !is_zero(n))
        buffer_char(out, '-');
    put_digits(out, n, n->count > n->whole && n->count ? n->count - n->whole : 0, false);
}

/* ---- formats ---- */

/* One section of a format: what it does with a number. */
typedef struct section {
    const char *at, *end;
    int decimals, optional, percents, thousands;
    bool grouped, digits, general, date, hour, text;
    bool year, month, day;
} section;

/* Behind a part of a code that stands for itself: quoted, escaped, in brackets; at: it is none. */
static const char *skip_literal(const char *at, const char *end) {
    const char *close = NULL;
    if (*at == '"')
        close = memchr(at + 1, '"', (size_t)(end - at - 1));
    else if (*at == '[')
        close = memchr(at, ']', (size_t)(end - at));
    else if (*at == '\\' || *at == '_' || *at == '*')
        return at + 2 < end ? at + 2 : end;
    else
        return at;
    return close ? close + 1 : end;
}

static void count_place(section *s, char c, bool *point) {
    if (c == '.') {
        *point = true;
        return;
    }
    s->digits = true;
    s->decimals += *point;
    s->optional += *point && c == '#';
}

static section read_section(const char *at, const char *end) {
    section s = {.at = at, .end = end};
    bool point = false;
    for (const char *next; at < end; at = next) {
        next = skip_literal(at, end);
        if (next > at)
            continue;
        next = at + 1;
        if (*at == '0' || *at == '#' || *at == '?' || *at == '.')
            count_place(&s, *at, &point);
        else if (*at == ',')
            s.thousands++;
        else if (*at == '%')
            s.percents++;
        else if (end - at >= 7 && !strncasecmp(at, "General", 7))
            s.general = true, next = at + 7;
        else if (strchr("yYeE", *at))
            s.year = s.date = !s.digits;
        else if (*at == 'm' || *at == 'M')
            s.month = s.date = true;
        else if (*at == 'd' || *at == 'D')
            s.day = s.date = true;
        else if (strchr("hHsS", *at))
            s.hour = s.date = true;
        else if (*at == '@')
            s.text = true;
        if (*at == ',' && next < end && (*next == '0' || *next == '#' || *next == '?'))
            s.grouped = true, s.thousands--;
    }
    return s;
}

static const char *section_end(const char *at) {
    const char *end = at + strlen(at);
    for (const char *next; at < end && *at != ';'; at = next) {
        next = skip_literal(at, end);
        next += next == at;
    }
    return at;
}

/* The section for the number; *own: it says the sign itself. */
static section section_for(const char *code, const number *n, bool *own) {
    const char *from = code, *end = section_end(code);
    int wanted = n->negative && !is_zero(n) ? 1 : is_zero(n) ? 2 : 0;
    *own = false;
    for (int i = 0; i < wanted && *end; i++) {
        const char *next = section_end(end + 1);
        if (i + 1 == wanted || wanted == 1) {
            from = end + 1;
            *own = wanted == 1;
            end = next;
            break;
        }
        if (!*next)
            break;
        from = end + 1;
        end = next;
        if (i == 0 && wanted == 2) {
            from = end + 1;
            end = section_end(from);
            break;
        }
    }
    return read_section(from, end);
}

static void put_literal(buffer *out, const char *at, const char *end) {
    if (*at == '"' && end - at > 1)
        buffer_put(out, at + 1, (size_t)(end - at) - 2);
    else if (*at == '\\' && end - at == 2)
        buffer_char(out, at[1]);
    else if (*at == '[' && end - at > 2 && at[1] == '$')
        buffer_put(out, at + 2, strcspn(at + 2, "-]"));
}

static void put_formatted(buffer *out, number *n, const section *s, bool own_sign) {
    bool put = false;
    int decimals = s->decimals;
    n->whole += 2 * s->percents - 3 * (s->digits ? s->thousands : 0);
    keep_digits(n, n->whole + decimals);
    for (int i = 0; i < s->optional && decimals > 0 && digit_at(n, n->whole + decimals - 1) == '0'; i++)
        decimals--;
    if (n->negative && !own_sign && !is_zero(n))
        buffer_char(out, '-');
    for (const char *at = s->at, *next; at < s->end; at = next) {
        next = skip_literal(at, s->end);
        if (next > at) {
            put_literal(out, at, next);
            continue;
        }
        next = at + 1;
        if (strchr("0#?.,", *at)) {
            if (!put)
                put_digits(out, n, decimals, s->grouped);
            put = true;
        } else {
            buffer_char(out, *at);
        }
    }
}

/* ---- dates ---- */

/* The date of a day's number, counted from 0000-03-01. */
static void put_date(buffer *out, long days, const section *s) {
    long era = days / 146097, of_era = days % 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100), part = (5 * of_year + 2) / 153;
    long day = of_year - (153 * part + 2) / 5 + 1, month = part < 10 ? part + 3 : part - 9;
    year += era * 400 + (month <= 2);
    char text[32];
    int n = 0;
    if (s->year || !s->month)
        n += snprintf(text + n, sizeof text - (size_t)n, "%04ld", year);
    if (s->month || s->day)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%02ld", n ? "-" : "", month);
    if (s->day)
        n += snprintf(text + n, sizeof text - (size_t)n, "-%02ld", day);
    buffer_put(out, text, (size_t)n);
}

static bool put_as_date(buffer *out, const char *stored, const section *s, bool old) {
    enum { FROM_1900 = 693899, FROM_1904 = 1462, LAST = 2958465 };
    long days = strtol(stored, NULL, 10);
    if (days < 1 || days > LAST || !(s->year || s->month || s->day))
        return false;
    put_date(out, days + FROM_1900 + (old ? FROM_1904 : 0) + (days < 60 && !old), s);
    return true;
}

void shown_put(buffer *out, const char *stored, const char *code, bool old) {
    number n;
    if (!read_number(stored, &n)) {
        buffer_text(out, stored);
        return;
    }
    bool own = false;
    section s = section_for(code ? code : "", &n, &own);
    if (s.date && put_as_date(out, stored, &s, old))
        return;
    if (!s.digits && (s.general || s.text || s.at == s.end || s.date)) {
        put_general(out, &n);
        return;
    }
    put_formatted(out, &n, &s, own);
}

const char *shown_builtin(unsigned number_of_format) {
    static const char *const known[] = {
        [1] = "0",
        [2] = "0.00",
        [3] = "#,##0",
        [4] = "#,##0.00",
        [9] = "0%",
        [10] = "0.00%",
        [14] = "yyyy-mm-dd",
        [15] = "yyyy-m-d",
        [16] = "m-d",
        [17] = "yyyy-mm",
        [22] = "yyyy-m-d h",
        [27] = "yyyy-m",
        [28] = "m-d",
        [31] = "yyyy-m-d",
        [36] = "yyyy-m",
        [37] = "#,##0;(#,##0)",
        [38] = "#,##0;(#,##0)",
        [39] = "#,##0.00;(#,##0.00)",
        [40] = "#,##0.00;(#,##0.00)",
        [41] = "#,##0",
        [42] = "#,##0",
        [43] = "#,##0.00",
        [44] = "#,##0.00",
        [57] = "yyyy-m",
        [58] = "m-d",
    };
    return number_of_format < sizeof known / sizeof *known ? known[number_of_format] : NULL;
}
