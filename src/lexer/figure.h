/* Figures: everything that is a value. Each reader looks at one offset, returns the token's end and fills it, or
 * returns the offset it was given. For lexer/ alone. */
#ifndef DCX_LEXER_FIGURE_H
#define DCX_LEXER_FIGURE_H

#include "lexer/scan.h"

/* A token of a kind that stands from..to, its strings empty. */
token token_new(token_kind kind, size_t from, size_t to);

/* Quantities and bare numbers, hedges and ranges included; also names that begin with digits. Behind a numeral that
 * is no token, *past is where it ends. */
size_t figure_at(const scan *s, size_t at, token *t, size_t *past);
/* Percent of, fractions, doublings, ratios, without hedges. */
size_t proportion_at(const scan *s, size_t at, token *t);
/* Ranks and ordinals. */
size_t rank_at(const scan *s, size_t at, token *t);
/* Dates, years, periods. */
size_t time_at(const scan *s, size_t at, token *t);
/* "The last three years." */
size_t recent_at(const scan *s, size_t at, token *t);

/* The end of a name of letters, digits and - . _ + & between them. */
size_t latin_end(const scan *s, size_t at);
/* Where the name ends that a number without a unit from..to is part of; 0 if it is a number. */
size_t label_end(const scan *s, size_t from, size_t to);
/* Whether it only numbers something: an item that the text begins with, a figure, an annex. */
bool is_numbering(const scan *s, size_t from, size_t to);

#endif
