/* Which lines belong to one block. */
#ifndef DCX_DOCUMENT_JOIN_H
#define DCX_DOCUMENT_JOIN_H

#include "document/line.h"
#include "document/wrap.h"

/* Links the lines of every block by line.next, and settles which lines are headings. */
void join_lines(lines *all, const wrap *w);

#endif
