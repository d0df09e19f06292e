/* Whether a file holds separated values, by its name. */
#ifndef DCX_DOCUMENT_CSV_H
#define DCX_DOCUMENT_CSV_H

#include "document/format.h"

bool csv_is(const char *name);

#endif
