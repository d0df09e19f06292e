/* What a database keeps from run to run: what people said about records, and one comparison of the same documents. */
#ifndef DCX_WRITER_KEEP_H
#define DCX_WRITER_KEEP_H

#include "writer/stored.h"

typedef struct kept {
    stored rows;
    sqlite3_stmt *find;
} kept;

bool kept_open(kept *k, database *d, arena *a);
/* Adds what a correction says to what is kept of it. */
bool kept_put(const kept *k, database *d, arena *scratch, sqlite3_int64 run_id, const dcx_text *given);
/* When all rows of a run are there: marks the records that corrections are about and the corrections that lost theirs,
 * and takes out what an earlier run said of the same documents. */
bool kept_settle(database *d);

#endif
