/* Numbers in Arabic digits: 3,376 and 41.06 and .5 and 1.2x10^5. For lexer/ alone. */
#ifndef DCX_LEXER_DIGITS_H
#define DCX_LEXER_DIGITS_H

#include "lexer/scan.h"

/*  digits   := (whole fraction? | fraction) exponent?
 *  whole    := digit+ | group of one to three digits, and groups of three behind commas or spaces
 *  fraction := '.' digit+
 *  exponent := times '10' ('^' sign? digit+ | superscripts) | 'e' sign? digit+
 */
typedef struct digit_run {
    size_t from, to;
    size_t whole_to, mantissa_to; /* where the whole part ends, and where the fraction does */
    int exponent;
    bool grouped; /* thousands are set apart */
    bool broken;  /* goes on with digits in a way that is no number */
} digit_run;

/* Whether a number in Arabic digits begins at an offset. */
bool begins_digits(const scan *s, size_t at);
/* Scale words from ten thousand on at an offset: their power and end. */
size_t scale_at(const scan *s, size_t at, int *power);
/* Reads it. */
digit_run read_digits(const scan *s, size_t at);
/* As a plain decimal in the arena, the exponent applied. */
const char *digit_run_text(const scan *s, const digit_run *d);

#endif
