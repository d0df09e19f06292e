/* Numerals: Arabic (3,376 and 41.06), Chinese, and mixed. For lexer/ alone. */
#ifndef DCX_LEXER_NUMERAL_H
#define DCX_LEXER_NUMERAL_H

#include "lexer/scan.h"

typedef enum numeral_form {
    NUMERAL_DIGITS,    /* Arabic digits as printed */
    NUMERAL_POSITIONS, /* Chinese digits one by one, as in years */
    NUMERAL_COMPUTED   /* with scale words inside */
} numeral_form;

typedef struct numeral {
    size_t from, to;   /* final scale words included */
    size_t scale_from; /* where the final scale words begin */
    int scale;         /* their power of ten */
    numeral_form form;
    uint64_t low, high;     /* without the final scale; high > low: one or the other ("seven or eight") */
    size_t point, decimals; /* Chinese decimals: where the digits behind the point begin and end; else 0 */
    int shift;              /* Arabic digits are to be multiplied by this power of ten */
    bool arabic;            /* begins with an Arabic digit */
    bool whole;             /* a whole number of few digits: low is its value */
    bool bare;              /* scale words alone */
    unsigned marks;         /* characters, final scale included */
} numeral;

/* The numeral that was read last: several readers ask for it. */
typedef struct numeral_memo {
    bool filled, found;
    size_t at;
    numeral n;
} numeral_memo;

/* Reads the numeral that begins at an offset. */
bool numeral_at(const scan *s, size_t at, numeral *n);
/* The final scale words (ten thousands and hundred millions) at an offset: their power and end. */
size_t scale_at(const scan *s, size_t at, int *power);
/* One Chinese digit from 1 to 9 at an offset, or 0. */
unsigned chinese_digit_at(const scan *s, size_t at);
/* The value without the final scale, as a plain decimal in the arena. */
const char *numeral_value(const scan *s, const numeral *n);

#endif
