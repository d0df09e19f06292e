/* What the user says about names: which are one metric, and which never are. */
#ifndef DCX_COMPARE_ALIAS_H
#define DCX_COMPARE_ALIAS_H

#include "compare/name.h"

typedef struct alias_list alias_list;

/* Reads lines `same NAME NAME ...` and `never NAME NAME ...`, fields separated by tabs, or by commas where a line has
 * no tab; # begins a comment. NULL and *error: a line that cannot be understood, or contradicts another. */
const alias_list *alias_read(const dcx_pack *pack, arena *a, const char *file, const char *text, size_t length,
                             dcx_error *error);
/* The metric that the list gives to a name (as compared_name.exact), 0: the list does not have it. */
uint64_t alias_metric(const alias_list *l, uint64_t exact);
/* Whether two metrics of the list are said never to be one. */
bool alias_never(const alias_list *l, uint64_t metric, uint64_t other);

#endif
