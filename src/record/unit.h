/* Units by their names. */
#ifndef DCX_RECORD_UNIT_H
#define DCX_RECORD_UNIT_H

#include "base/arena.h"
#include "pack/pack.h"

/* The base unit of a unit as a text prints it, scale words included, and the power of ten that makes its values of it.
 * false: the pack does not know the unit. *base is in the arena, or empty for a scale word alone. */
bool unit_named(arena *a, const dcx_pack *pack, dcx_text name, const char **base, int *power);

#endif
