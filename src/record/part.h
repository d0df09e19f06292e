/* Parts of a whole: names that say only which part, behind a whole that was named before. */
#ifndef DCX_RECORD_PART_H
#define DCX_RECORD_PART_H

#include "rules/binding.h"

/* Whether a word before the binding says that what follows is part of what stood before: among them. */
bool is_part(naming n, const binding *b);
/* The binding's name with what the whole leaves to it: "urban" of consumer prices is their name in towns. shared: other
 * figures have the same name, which the whole tells apart. */
name name_of_part(naming n, name whole, const binding *b, bool shared);

#endif
