/* Units and measure words, simple and compound. For lexer/ alone. */
#ifndef DCX_LEXER_UNIT_H
#define DCX_LEXER_UNIT_H

#include "lexer/scan.h"

typedef struct unit {
    const pack_word *word; /* the first unit of a compound, or the only one */
    size_t from, first_to; /* where that stands */
    size_t to;             /* the whole: "GB/household·month" */
} unit;

/* Reads the unit at an offset, the longest. A space before a unit in Latin letters is allowed. */
bool unit_at(const scan *s, size_t at, unit *u);
/* Whether the unit's dimension is called name. */
bool unit_is(const scan *s, const unit *u, const char *name);
/* The base unit of the whole, in the arena. */
const char *unit_base(const scan *s, const unit *u);

#endif
