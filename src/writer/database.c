#include "writer/database.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

LIBRARY_DEFINE(sqlite, SQLITE_FUNCTIONS, libsqlite3)

enum {
    APPLICATION = 1684240498, /* as in schema.sql */
    LAYOUT = 1,
    PATIENCE = 10 * 1000 /* milliseconds that another program may take to finish writing */
};

/* schema.sql, made a string when dcx is built. */
extern const char database_schema[];

/* ---- what goes wrong ---- */

static bool refuse(database *d, const char *message, const char *hint) {
    (void)error_set(&d->trouble, DCX_IO, d->path, 0, hint, "%s", message);
    return false;
}

/* What to do about the last error of SQLite. */
static const char *hint_of(int code) {
    static const struct {
        int code;
        const char *hint;
    } hints[] = {
        {SQLITE_BUSY, "another program is using it; close that, or try again later"},
        {SQLITE_LOCKED, "another program is using it; close that, or try again later"},
        {SQLITE_FULL, "make room on the disk"},
        {SQLITE_READONLY, "dcx must be allowed to write to the file and to its folder"},
        {SQLITE_PERM, "dcx must be allowed to write to the file and to its folder"},
        {SQLITE_CANTOPEN, "the folder must be there, and dcx be allowed to write to it"},
        {SQLITE_IOERR, "the disk cannot be read or written; what was there before is kept"},
        {SQLITE_CORRUPT, "the database is damaged; go back to a copy, or write to a new file"},
        {SQLITE_TOOBIG, "leave the input with such a long text out"},
        {SQLITE_ERROR, "its tables are not as dcx made them; write to a new file"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].code == code)
            return hints[i].hint;
    return NULL;
}

bool database_failed(database *d) {
    int code = sqlite.sqlite3_errcode(d->handle) & 0xFF; /* the rest is detail */
    if (code == SQLITE_NOTADB)
        return refuse(d, "this is no SQLite database; nothing was changed", "name a new file with -o");
    if (code == SQLITE_NOMEM)
        (void)error_no_memory(&d->trouble);
    else
        (void)error_set(&d->trouble, DCX_IO, d->path, 0, hint_of(code), "%s", sqlite.sqlite3_errmsg(d->handle));
    return false;
}

/* ---- statements ---- */

bool database_run(database *d, const char *sql) {
    return sqlite.sqlite3_exec(d->handle, sql, NULL, NULL, NULL) == SQLITE_OK || database_failed(d);
}

bool database_prepare(database *d, sqlite3_stmt **statement, const char *sql) {
    return sqlite.sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK ||
           database_failed(d);
}

bool database_step(database *d, sqlite3_stmt *statement, bool *found) {
    int code = sqlite.sqlite3_step(statement);
    *found = code == SQLITE_ROW;
    return *found || code == SQLITE_DONE || database_failed(d);
}

bool database_finish(database *d, sqlite3_stmt *statement) {
    bool found = true, done = true;
    while (done && found)
        done = database_step(d, statement, &found);
    sqlite.sqlite3_reset(statement);
    sqlite.sqlite3_clear_bindings(statement);
    return done;
}

void database_put_names(buffer *sql, const dcx_schema *schema) {
    for (size_t i = 0; i < schema->columns; i++) {
        buffer_text(sql, i ? ", \"" : "\""); /* `of`, `column` and `check` are words of SQL */
        buffer_text(sql, schema->column[i].name);
        buffer_char(sql, '"');
    }
}

dcx_text database_text(sqlite3_stmt *statement, int column) {
    const char *at = (const char *)sqlite.sqlite3_column_text(statement, column);
    return (dcx_text){at ? at : "", at ? (size_t)sqlite.sqlite3_column_bytes(statement, column) : 0};
}

/* ---- opening ---- */

/* SQLite takes names such as :memory: for something else than a file. */
static const char *as_file(arena *a, const char *path) {
    return *path == '/' ? path : arena_print(a, "./%s", path);
}

static bool ask(database *d, const char *sql, int *answer) {
    sqlite3_stmt *statement;
    bool found;
    if (!database_prepare(d, &statement, sql))
        return false;
    bool done = database_step(d, statement, &found);
    *answer = done && found ? sqlite.sqlite3_column_int(statement, 0) : 0;
    sqlite.sqlite3_finalize(statement);
    return done;
}

/* Whether dcx made this database, or it is empty. */
static bool check(database *d, bool *empty) {
    int application, layout, tables;
    if (!ask(d, "PRAGMA application_id", &application) || !ask(d, "PRAGMA user_version", &layout) ||
        !ask(d, "SELECT count(*) FROM sqlite_schema", &tables))
        return false;
    *empty = !application && !tables;
    if (*empty || (application == APPLICATION && layout == LAYOUT))
        return true;
    if (application == APPLICATION && layout > LAYOUT)
        return refuse(d, "a newer dcx made this database; nothing was changed",
                      "use that dcx, or name a new file with -o");
    return refuse(d, "this is another program's database, not one of dcx; nothing was changed",
                  "name a new file with -o");
}

/* Whether there is a file. */
static bool look(database *d, const char *file, bool *there) {
    struct stat about;
    bool found = !stat(file, &about);
    *there = found || errno != ENOENT;
    return !found || S_ISREG(about.st_mode) || refuse(d, "this is no regular file", "name a file");
}

static bool open_file(database *d, const char *file, int flags) {
    if (library_load(&sqlite_library, d->path, &d->trouble))
        return false;
    if (sqlite.sqlite3_open_v2(file, &d->handle, flags, NULL) != SQLITE_OK)
        return database_failed(d);
    /* The file may come from anywhere: what its schema says is not to do more than keep rows. */
    (void)sqlite.sqlite3_db_config(d->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite.sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite.sqlite3_busy_timeout(d->handle, PATIENCE);
    return true;
}

/* While this program waited, another one may have taken the file away. */
static bool is_in_place(database *d) {
    int moved = 0;
    (void)sqlite.sqlite3_file_control(d->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return !moved || refuse(d, "another program took the file away", "try again");
}

bool database_open(database *d, arena *a, const char *path) {
    *d = (database){.path = path};
    const char *file = as_file(a, path);
    bool there, empty;
    if (!look(d, file, &there))
        return false;
    d->created = !there;
    return open_file(d, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
           database_run(d, "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE") && is_in_place(d) &&
           check(d, &empty) && (!empty || database_run(d, database_schema));
}

bool database_commit(database *d) {
    bool done = database_run(d, "COMMIT");
    d->created &= !done;
    return done;
}

/* Where SQLite cannot do anything with it, as on a full disk. */
static bool has_no_bytes(const char *file) {
    struct stat about;
    return file && !stat(file, &about) && !about.st_size;
}

/* The file is taken away while it is locked and empty, so that no other program can have put anything in. */
static void take_away(database *d) {
    int tables = 0;
    const char *file = sqlite.sqlite3_db_filename(d->handle, "main");
    (void)sqlite.sqlite3_busy_timeout(d->handle, 0);
    /* No journal beside it: there is nothing to be kept, and perhaps no right to make one any more. */
    int began = sqlite.sqlite3_exec(d->handle, "PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE", NULL, NULL, NULL);
    bool empty = began ? began != SQLITE_BUSY && has_no_bytes(file)
                       : ask(d, "SELECT count(*) FROM sqlite_schema", &tables) && !tables;
    if (empty && is_in_place(d))
        (void)unlink(file);
    (void)sqlite.sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
}

void database_close(database *d) {
    sqlite3_stmt *statement;
    while (d->handle && (statement = sqlite.sqlite3_next_stmt(d->handle, NULL)))
        sqlite.sqlite3_finalize(statement);
    if (d->handle && !sqlite.sqlite3_get_autocommit(d->handle))
        (void)sqlite.sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
    if (d->handle && d->created)
        take_away(d);
    if (d->handle)
        sqlite.sqlite3_close(d->handle);
    d->handle = NULL;
}

/* ---- what people said about records ---- */

static bool pass_corrections(database *d, const char *sql, dcx_text *field, dcx_row_fn *row, void *data) {
    const dcx_schema *schema = dcx_correction_schema();
    sqlite3_stmt *statement;
    bool found;
    if (!database_prepare(d, &statement, sql))
        return false;
    while (database_step(d, statement, &found)) {
        if (!found)
            return true;
        for (size_t i = 0; i < schema->columns; i++)
            field[i] = database_text(statement, (int)i);
        if (row(data, &(dcx_row){schema, field})) {
            d->trouble.status = DCX_STOPPED;
            return false;
        }
    }
    return false;
}

static bool read_corrections(database *d, const char *file, const char *sql, dcx_text *field, dcx_row_fn *row,
                             void *data) {
    bool there, empty;
    if (!look(d, file, &there) || !there)
        return !d->trouble.status;
    /* Not opened for reading alone: what a crash left half done could not be taken back then. */
    return open_file(d, file, SQLITE_OPEN_READWRITE) && database_run(d, "PRAGMA query_only = ON; BEGIN") &&
           check(d, &empty) && (empty || pass_corrections(d, sql, field, row, data));
}

dcx_status dcx_database_corrections(const char *path, dcx_row_fn *row, void *data, const dcx_allocator *hooks,
                                    dcx_error *error) {
    const dcx_schema *schema = dcx_correction_schema();
    memory mem;
    arena a;
    buffer sql;
    memory_init(&mem, hooks);
    arena_init(&a, &mem);
    buffer_init_in(&sql, &a);
    jmp_buf trap;
    mem.trap = &trap;
    if (setjmp(trap)) {
        arena_free(&a);
        return error_no_memory(error);
    }
    /* All memory is asked for before the file is opened. */
    const char *file = as_file(&a, path);
    dcx_text *field = arena_array(&a, schema->columns, sizeof *field);
    buffer_text(&sql, "SELECT ");
    database_put_names(&sql, schema);
    buffer_text(&sql, " FROM corrections");
    buffer_char(&sql, 0);
    database d = {.path = path};
    if (!read_corrections(&d, file, sql.at, field, row, data) && error)
        *error = d.trouble;
    database_close(&d);
    arena_free(&a);
    return d.trouble.status;
}
