/* Amounts: a number with its sign, currency, hedges and unit. For lexer/ alone.
 *
 *  amount := currency? sign? numeral hedge? (counter hedge? big)? unit? tail?
 *  tail   := half | hedge | unit goes on behind a half or a hedge | numeral smaller-unit
 *
 * sign: WORD_MINUS, or brackets around Arabic digits before a unit; counter: WORD_COUNTER before a word of scale. */
#ifndef DCX_LEXER_AMOUNT_H
#define DCX_LEXER_AMOUNT_H

#include "lexer/numeral.h"
#include "lexer/unit.h"

typedef struct amount {
    size_t from, to; /* as printed, hedges inside included */
    numeral n;
    const char *scale_text; /* the final scale words */
    int scale;              /* their power of ten */
    bool has_unit;
    unit u;
    const pack_word *joined;   /* the unit that a hedge or a half parts in two, then u.word is its first half */
    const pack_word *currency; /* before the number */
    qualifier q;
    bool negative, half;
    unsigned tenth;       /* the digit behind tenths: 3 tenths 5 is 35 % */
    uint64_t total;       /* of a number in two units: all of it in the second one, which is u */
    bool compound;        /* total holds */
    unread_reason unread; /* it cannot be read: from..to is what belongs together */
    size_t past;          /* where the numeral ends, also of no amount */
} amount;

/* Reads the amount at an offset. False where there is none, or where m->unread says that it cannot be read. */
bool amount_at(const scan *s, size_t at, amount *m);
/* Its value in its own scale, as a plain decimal in the arena; the upper end where the numeral is one or the other. */
const char *amount_value(const scan *s, const amount *m, bool upper);
/* The unit of the currency before the number, where that names one that the unit does not: NULL otherwise. */
const pack_word *amount_currency(const scan *s, const amount *m);
/* Scale words and unit as printed. */
const char *amount_unit(const scan *s, const amount *m);
/* Whether it has a unit of the dimension called name. */
bool amount_is(const scan *s, const amount *m, const char *name);

#endif
