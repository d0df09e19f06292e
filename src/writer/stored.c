#include "writer/stored.h"

#include <string.h>

#include "base/utf8.h"
#include "writer/writer.h"

enum { MOST_DIGITS = 18 }; /* of an integer that fits into 64 bits for certain */

/* ---- one value ---- */

static bool is_clean(dcx_text text) {
    for (size_t at = 0; at < text.length;) {
        char32_t c;
        bool valid;
        at += utf8_decode(text.at + at, text.length - at, &c, &valid);
        if (!valid || !c)
            return false;
    }
    return true;
}

static dcx_text clean(dcx_text text, arena *scratch) {
    buffer out;
    buffer_init_in(&out, scratch);
    for (size_t at = 0; at < text.length;) {
        char32_t c = writer_next(text, &at);
        buffer_rune(&out, c ? c : UTF8_REPLACEMENT);
    }
    return (dcx_text){out.at, out.length};
}

bool stored_bind(database *d, sqlite3_stmt *statement, int parameter, dcx_text text, arena *scratch) {
    if (!text.length)
        return true;
    if (!is_clean(text))
        text = clean(text, scratch);
    int code = sqlite.sqlite3_bind_text64(statement, parameter, text.at, text.length, SQLITE_STATIC, SQLITE_UTF8);
    return code == SQLITE_OK || database_failed(d);
}

static bool is_integer(dcx_text text) {
    return writer_is_number(text) && text.length <= MOST_DIGITS && !memchr(text.at, '.', text.length);
}

static bool is_year(const char *column) {
    size_t length = strlen(column);
    return length >= 4 && !strcmp(column + length - 4, "year");
}

/* What is in a column of integers or numbers and is none, is left out: the type of a column is to be relied on. */
static bool fits(const dcx_column *column, dcx_text text) {
    return (column->type != DCX_INTEGER && !is_year(column->name)) || is_integer(text);
}

/* ---- the table ---- */

static bool lacks(const stored_shape *shape, const char *column) {
    for (size_t i = 0; shape->without[i]; i++)
        if (!strcmp(shape->without[i], column))
            return true;
    return false;
}

static const char *number_of(const stored_shape *shape, const char *column) {
    for (size_t i = 0; shape->numbers[i].from; i++)
        if (!strcmp(shape->numbers[i].from, column))
            return shape->numbers[i].into;
    return NULL;
}

/* Puts the name of a column into the statement and returns the number of its parameter. */
static int add_column(buffer *sql, const char *name, int *parameters) {
    buffer_text(sql, *parameters ? ", \"" : "\"");
    buffer_text(sql, name);
    buffer_char(sql, '"');
    return ++*parameters;
}

static void choose_columns(stored *s, buffer *sql, const stored_shape *shape, int *parameters) {
    for (s->keys = 0; shape->keys[s->keys]; s->keys++)
        (void)add_column(sql, shape->keys[s->keys], parameters);
    for (size_t i = 0; i < s->schema->columns; i++) {
        const char *name = s->schema->column[i].name, *into = number_of(shape, name);
        if (lacks(shape, name))
            continue;
        if (!into || strcmp(into, name) != 0)
            s->as_text[i] = add_column(sql, name, parameters);
        if (into)
            s->as_number[i] = add_column(sql, into, parameters);
    }
}

bool stored_open(stored *s, database *d, arena *a, const stored_shape *shape, const dcx_schema *schema) {
    *s = (stored){.schema = schema};
    s->as_text = arena_array(a, schema->columns, sizeof *s->as_text);
    s->as_number = arena_array(a, schema->columns, sizeof *s->as_number);
    buffer sql;
    int parameters = 0;
    buffer_init_in(&sql, a);
    buffer_text(&sql, shape->replaces ? "REPLACE INTO " : "INSERT INTO ");
    buffer_text(&sql, shape->table);
    buffer_text(&sql, " (");
    choose_columns(s, &sql, shape, &parameters);
    buffer_text(&sql, ") VALUES (");
    for (int i = 0; i < parameters; i++)
        buffer_text(&sql, i ? ", ?" : "?");
    buffer_text(&sql, ")");
    buffer_char(&sql, 0);
    return database_prepare(d, &s->insert, sql.at);
}

bool stored_put(const stored *s, database *d, arena *scratch, const sqlite3_int64 *key, const dcx_text *field) {
    for (size_t i = 0; i < s->keys; i++)
        (void)sqlite.sqlite3_bind_int64(s->insert, (int)i + 1, key[i]);
    bool done = true;
    for (size_t i = 0; done && i < s->schema->columns; i++) {
        if (s->as_text[i] && fits(&s->schema->column[i], field[i]))
            done = stored_bind(d, s->insert, s->as_text[i], field[i], scratch);
        /* Columns of type REAL make numbers of such texts, whatever the locale. */
        if (done && s->as_number[i] && writer_is_number(field[i]))
            done = stored_bind(d, s->insert, s->as_number[i], field[i], scratch);
    }
    return done && database_finish(d, s->insert);
}
