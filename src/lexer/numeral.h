/* Numerals: Arabic (3,376 and 41.06), Chinese, and mixed. For lexer/ alone.
 *
 *  numeral     := part+ (point position+)? scale*     the parts' scales fall: 1 <8> 3 <3> <4> is 13000 <4>
 *  part        := coefficient scale*                  words of scale in a row are multiplied
 *  coefficient := digits                              Arabic, see digits.h
 *               | position position+                  one Chinese digit after the other: 2 7 5, or 2 0 2 4
 *               | zero? (factor small)* factor?       below ten thousand: 3 <2> 5 <1> 2
 *               | small                               a scale word alone: a hundred and more
 *  factor      := digit | digit digit                 two neighbours: one or the other
 *               | whole Arabic number
 *  scale       := small | big                         a hedge may stand before it
 *
 * digit, position: WORD_DIGIT; small and big: WORD_SCALE below and from ten thousand on; point: WORD_POINT, or '.'
 * before Chinese digits; hedge: WORD_HEDGE_INSIDE. A part whose scale is larger than those before it takes them all as
 * its coefficient: 1 <4> 5 <3> <8> is 15000 <8>. A single digit behind a scale word stands for the next lower one.
 *
 * A numeral is read whole or not at all: where digits or words of scale touch what was read and make no sense with it,
 * it is broken. */
#ifndef DCX_LEXER_NUMERAL_H
#define DCX_LEXER_NUMERAL_H

#include "lexer/digits.h"

typedef enum numeral_form {
    NUMERAL_DIGITS,    /* Arabic digits as printed */
    NUMERAL_POSITIONS, /* Chinese digits one by one, as in years */
    NUMERAL_COMPUTED   /* with scale words inside */
} numeral_form;

typedef struct numeral {
    size_t from, to;             /* final scale words included */
    size_t scale_from;           /* where the final scale words begin */
    size_t hedge_from, hedge_to; /* the hedge between its words; equal: none */
    qualifier q;                 /* what that says */
    int scale;                   /* the final scale words' power of ten */
    numeral_form form;
    uint64_t low, high;     /* without the final scale; high > low: one or the other ("seven or eight") */
    size_t point, decimals; /* Chinese decimals: where the digits behind the point begin and end; else 0 */
    digit_run digits;       /* of NUMERAL_DIGITS */
    bool arabic;            /* begins with an Arabic digit */
    bool whole;             /* a whole number of few digits: low is its value */
    bool bare;              /* scale words alone */
    bool broken;            /* not to be read: from..to is what belongs together */
    unsigned marks;         /* characters, final scale included */
} numeral;

/* The numeral that was read last: several readers ask for it. */
struct numeral_memo {
    bool filled, found;
    size_t at;
    numeral n;
};

/* Reads the numeral that begins at an offset. False where there is none or it is broken; *n says which. */
bool numeral_at(const scan *s, size_t at, numeral *n);
/* One Chinese digit from 1 to 9 at an offset, or 0. */
unsigned chinese_digit_at(const scan *s, size_t at);
/* The value without the final scale, as a plain decimal in the arena. */
const char *numeral_value(const scan *s, const numeral *n);
/* The final scale words as printed, without the hedge between them. */
const char *numeral_scale(const scan *s, const numeral *n);

#endif
