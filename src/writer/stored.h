/* A table of the database that takes the rows of a schema: each column under its own name. */
#ifndef DCX_WRITER_STORED_H
#define DCX_WRITER_STORED_H

#include "writer/database.h"

enum { MOST_KEYS = 3 };

/* A column that is stored as a number too. */
typedef struct stored_number {
    const char *from, *into; /* the same name: as a number alone */
} stored_number;

/* What of a table is not as the schema says. The lists are ended by NULL. */
typedef struct stored_shape {
    const char *table;
    bool replaces;                   /* a row with the key of another one takes its place */
    const char *keys[MOST_KEYS + 1]; /* integer columns that the writer fills itself */
    const char *without[2 + 1];      /* columns of the schema that it lacks */
    stored_number numbers[6 + 1];
} stored_shape;

typedef struct stored {
    const dcx_schema *schema;
    sqlite3_stmt *insert;
    size_t keys;
    int *as_text, *as_number; /* for each column of the schema its parameter of insert, or 0 */
} stored;

bool stored_open(stored *s, database *d, arena *a, const stored_shape *shape, const dcx_schema *schema);
/* Adds a row. What has to be changed of its texts is put into scratch. */
bool stored_put(const stored *s, database *d, arena *scratch, const sqlite3_int64 *key, const dcx_text *field);

/* Binds a text as UTF-8 that every program takes: bad bytes and NUL become U+FFFD. Empty text is NULL. */
bool stored_bind(database *d, sqlite3_stmt *statement, int parameter, dcx_text text, arena *scratch);

#endif
