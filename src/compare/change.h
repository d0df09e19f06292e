/* What lies between two values: exact differences, percentages with as many digits as the printed ones justify. */
#ifndef DCX_COMPARE_CHANGE_H
#define DCX_COMPARE_CHANGE_H

#include "compare/set.h"

/* The value of f in the unit that `in` is printed in, exactly; their base units are alike. Text in the arena. */
dcx_text value_in_unit(dcx_set *s, arena *a, const figure *f, const figure *in);
/* new minus old, both of them printed in the same unit. */
dcx_text difference(dcx_set *s, arena *a, dcx_text old, dcx_text new_);
/* The change from old to new in percent, within what the printed digits allow; empty where old is not above zero. */
dcx_text percent_change(dcx_set *s, arena *a, const figure *old, const figure *new_);
/* The same with so many places. */
dcx_text percent_change_rounded(dcx_set *s, arena *a, const figure *old, const figure *new_, int places);
/* Whether the change is more than limit percent of old, exactly; so is one from zero or to the other sign. */
bool change_exceeds(dcx_set *s, const figure *old, const figure *new_, const number *limit);
/* The growth rates, in percent, that two levels allow. */
interval growth_between(dcx_set *s, interval old, interval new_);
/* Whether a printed growth, in percent or times, is that from old to new, hedges considered. */
bool growth_fits(dcx_set *s, const figure *old, const figure *new_, const figure *growth);
/* -1, 0, 1: the sizes of two plain decimals, signs apart; nothing is less than zero. */
int decimal_compare_size(dcx_text a, dcx_text b);
bool is_rate(const figure *f); /* a percentage: its change is in percentage points */

#endif
