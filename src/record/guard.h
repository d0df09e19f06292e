/* The apostrophe that keeps a spreadsheet from running a cell as a formula. */
#ifndef DCX_RECORD_GUARD_H
#define DCX_RECORD_GUARD_H

#include <stdbool.h>

#include "dcx.h"

/* Whether a spreadsheet would run the cell: it begins with a sign of OWASP's list on CSV injection (= + - @, their
 * full-width forms, tab, a line break), and is neither a plain number nor a percentage nor a lone dash. A cell that has
 * such an apostrophe already counts too, so that taking one away always gives back what was written. */
bool guard_is_needed(dcx_text cell);
/* The cell without the apostrophe that it got. */
dcx_text guard_removed(dcx_text cell);

#endif
