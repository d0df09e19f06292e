/* A database of dcx: opening it, what is refused, and why something failed. writer/schema.sql says what is in it.
 *
 * Functions that return bool say in `trouble` why they failed. */
#ifndef DCX_WRITER_DATABASE_H
#define DCX_WRITER_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/library.h"

#define SQLITE_FUNCTIONS(X)                                                                                            \
    X(sqlite3_bind_int)                                                                                                \
    X(sqlite3_bind_int64)                                                                                              \
    X(sqlite3_bind_text64)                                                                                             \
    X(sqlite3_busy_timeout)                                                                                            \
    X(sqlite3_clear_bindings)                                                                                          \
    X(sqlite3_close)                                                                                                   \
    X(sqlite3_column_bytes)                                                                                            \
    X(sqlite3_column_int)                                                                                              \
    X(sqlite3_column_int64)                                                                                            \
    X(sqlite3_column_text)                                                                                             \
    X(sqlite3_db_config)                                                                                               \
    X(sqlite3_db_filename)                                                                                             \
    X(sqlite3_errcode)                                                                                                 \
    X(sqlite3_errmsg)                                                                                                  \
    X(sqlite3_exec)                                                                                                    \
    X(sqlite3_file_control)                                                                                            \
    X(sqlite3_finalize)                                                                                                \
    X(sqlite3_get_autocommit)                                                                                          \
    X(sqlite3_last_insert_rowid)                                                                                       \
    X(sqlite3_next_stmt)                                                                                               \
    X(sqlite3_open_v2)                                                                                                 \
    X(sqlite3_prepare_v3)                                                                                              \
    X(sqlite3_reset)                                                                                                   \
    X(sqlite3_step)

LIBRARY_DECLARE(sqlite, SQLITE_FUNCTIONS)

typedef struct database {
    sqlite3 *handle;
    const char *path; /* as the user named it */
    bool created;     /* there was no file before */
    dcx_error trouble;
} database;

/* Opens the database at path and begins a transaction: waits for other programs that write to it, makes the tables in
 * a new or empty file, and refuses, without a change, what is no database of dcx. To be closed in any case. */
bool database_open(database *d, arena *a, const char *path);
bool database_commit(database *d);
/* Takes back what was not committed. A file that was created and holds nothing yet is taken away. */
void database_close(database *d);

/* Notes the last error of SQLite as the trouble; returns false. */
bool database_failed(database *d);

/* Runs statements without parameters. */
bool database_run(database *d, const char *sql);
/* Lives until the database is closed. */
bool database_prepare(database *d, sqlite3_stmt **statement, const char *sql);
/* The next row of a statement; *found is false when there is none. */
bool database_step(database *d, sqlite3_stmt *statement, bool *found);
/* Runs a statement to its end, and makes it ready for the next time. */
bool database_finish(database *d, sqlite3_stmt *statement);
/* Puts the names of a schema's columns as SQL, with commas between. */
void database_put_names(buffer *sql, const dcx_schema *schema);
/* The text of a column of the row that the statement is at; lives until the next step. */
dcx_text database_text(sqlite3_stmt *statement, int column);

#endif
