/* Text to tokens: numbers, quantities, times, ranks. Knows how Chinese and Arabic numerals, scale words, units, dates
 * and periods are written, from the pack's words; knows no metrics. */
#ifndef DCX_LEXER_LEXER_H
#define DCX_LEXER_LEXER_H

#include "lexer/calendar.h"
#include "pack/pack.h"

typedef enum token_kind {
    TOKEN_NUMBER,   /* a bare number: 170.1 */
    TOKEN_QUANTITY, /* number and unit or measure word */
    TOKEN_PERCENT,  /* a ratio in %: also per mille (unit ‰), tenths and fractions, which become % */
    TOKEN_POINTS,   /* percentage points */
    TOKEN_TIMES,    /* N-fold */
    TOKEN_DOUBLING, /* doubled n times: value is the multiple, 2 or 4 */
    TOKEN_RATIO,    /* 1:10000; value and value_max are its sides. Of 9:41:50 each part is one, without value_max */
    TOKEN_RANK,     /* a rank: first, top ten; value is the rank */
    TOKEN_ORDINAL,  /* an ordinal that ranks nothing: the 8th, the third batch */
    TOKEN_TIME,     /* a date, year or period */
    TOKEN_SPAN,     /* a length of time before now: the last three years */
    TOKEN_NAME,     /* a name that holds digits: 5G, 10G PON, IPv6 */
    TOKEN_UNREAD    /* digits that could not be read whole, or whose unit is not known: from..to is all that belongs
                       together, value and unit are empty. It never becomes a record and is no name: it is listed as
                       missed, with the reason in `unread` */
} token_kind;

typedef enum unread_reason {
    UNREAD_NOT,   /* the token was read */
    UNREAD_WHOLE, /* digits, points, commas or scale words that make no number together: "1,000,00" */
    UNREAD_UNIT   /* a number with letters or a scale behind it that are no known unit: "12.34foo" */
} unread_reason;

typedef enum time_form {
    TIME_YEAR,    /* a calendar year */
    TIME_RANGE,   /* several years, a plan, or part of a year */
    TIME_POINT,   /* the end or beginning of a year or month, a day */
    TIME_RELATIVE /* no year of its own: the same period, the year before */
} time_form;

/* Which year a time is of. */
typedef enum time_reference {
    TIME_YEARLESS, /* it does not say: that which is spoken of */
    TIME_OWN,      /* it is written */
    TIME_COUNTED,  /* counted from now: last year */
    TIME_MONTHS,   /* months counted from the month spoken of: the month before */
    TIME_QUARTERS, /* the same, quarters */
    TIME_SAME,     /* the same period */
    TIME_DAY,      /* the same day */
    TIME_AGO,      /* a span's end, years ago */
    TIME_COMING    /* a span that lies ahead */
} time_reference;

/* What a phrase of time says, before "now" fills it in. */
typedef struct moment {
    date from, to;
    time_reference reference;
    int shift;     /* years, months or quarters from what it refers to */
    int edge;      /* 1: its end, 0: its beginning, -1: neither */
    bool relative; /* it names a base of comparison, or refers to a time named elsewhere */
    bool spoken;   /* counted from the day of publication */
    bool same;     /* the part of its year that is spoken of */
    bool clock;    /* a time of day */
    bool as_of, since;
} moment;

/* Offsets and lengths count code points of the text that was given. Strings are NUL-terminated UTF-8 in the arena,
 * never NULL, "" where there is nothing to say. */
typedef struct token {
    token_kind kind;
    uint32_t from, to;             /* everything that belongs to it, hedges included */
    uint32_t quote_from, quote_to; /* number and unit as printed, without hedges before and after */
    const char *value;             /* plain decimal, digits as printed */
    const char *value_max;         /* upper end of a range */
    const char *unit;              /* scale words that stay with the unit, and the unit, as printed */
    qualifier qualifier;
    int dimension;                     /* index into pack_data.dimension, -1: none */
    const char *base_value, *base_max; /* scale words and prefixes multiplied in */
    const char *base_unit;
    const char *fraction; /* a printed fraction, exact: "1/3" */
    unread_reason unread; /* of TOKEN_UNREAD: why */
    /* times: */
    time_form form;
    int year;           /* the year it speaks of (of a range: its last), 0: unsettled */
    const char *period; /* ISO 8601 where finer or longer than one calendar year, else "" */
    bool as_of;         /* written as a state: "as of", "at the end of" */
    bool recent;        /* counted back from now ("the last three years") */
    moment moment;      /* as written */
} token;

typedef struct calendar {
    int year;   /* the year that the text is about; 0: not known */
    int month;  /* what "this month" means, 1 to 12; 0: not known */
    int spoken; /* what "this year" means where the text was published in another year; 0: year */
} calendar;

typedef struct tokens {
    const token *at;
    size_t count;
} tokens;

/* The tokens of text in ascending order, none overlapping. text is folded (lexer/fold.h). */
tokens lex(arena *a, const dcx_pack *pack, runes text, calendar now);
/* The same for what begins at `from` or later; offsets still count from the beginning of text. */
tokens lex_part(arena *a, const dcx_pack *pack, runes text, size_t from, calendar now);

/* Fills in year, period and form of a time as if that year and month (0: not known) were spoken of. */
void time_settle(arena *a, token *t, int year, int month);

#endif
