/* What wrong conversions leave in a text and nobody wrote. */
#ifndef DCX_DOCUMENT_DAMAGE_H
#define DCX_DOCUMENT_DAMAGE_H

#include "base/utf8.h"

/* How many characters at t[at] are left-overs of a conversion, to be passed over: the reading of a character in
 * brackets behind it, entities of HTML, characters that were lost. 0: none are. Nothing that touches a digit is taken
 * away, so that no number is made that was not printed. *space: white space stood there. */
size_t damage_at(runes t, size_t at, bool *space);

#endif
