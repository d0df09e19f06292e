/* A page that needs nothing but a browser: the rows as JSON, and the program of writer/page/ that shows them. */
#include <string.h>

#include "base/utf8.h"
#include "writer/json.h"

/* Made from writer/page/ when dcx is built (tools/page); each ends with a line break. */
extern const char page_policy[], page_css[], page_js[];

/* A table that rows can come of: the main one, and those that are shown beside it. */
typedef struct table {
    const dcx_schema *schema;
    buffer last; /* the cells of the row before, one behind the other */
    size_t *end; /* where each of them ends */
} table;

enum { MOST_TABLES = 8 };

typedef struct page {
    table table[MOST_TABLES];
    size_t tables;
} page;

static bool wants(const dcx_writer *w, const dcx_schema *schema) {
    static const char *const pairs[][2] = {
        {"record", "document"},   {"record", "block"},     {"record", "mark"},       {"record", "rejected"},
        {"record", "correction"}, {"diff", "document"},    {"diff", "record"},       {"finding", "document"},
        {"finding", "place"},     {"verdict", "document"}, {"verdict", "block"},     {"verdict", "mark"},
        {"verdict", "record"},    {"verdict", "rejected"}, {"verdict", "correction"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(w->schema->name, pairs[i][0]) && !strcmp(schema->name, pairs[i][1]))
            return true;
    return false;
}

/* ---- what stands before the rows ---- */

static void put_name(buffer *out, const char *name) {
    json_put_string(out, text_of_c(name), true);
    buffer_char(out, ':');
}

static void put_column(dcx_writer *w, const dcx_column *c) {
    static const char *const types[] = {[DCX_TEXT] = "text", [DCX_DECIMAL] = "decimal", [DCX_INTEGER] = "integer"};
    buffer *out = &w->out;
    buffer_char(out, '{');
    put_name(out, "name");
    json_put_string(out, text_of_c(c->name), true);
    buffer_char(out, ',');
    put_name(out, "type");
    json_put_string(out, text_of_c(types[c->type]), true);
    buffer_char(out, ',');
    put_name(out, "help");
    json_put_string(out, text_of_c(c->help), true);
    buffer_char(out, ',');
    put_name(out, "zh");
    json_put_string(out, label_show(&w->row, "column", text_of_c(c->name), LABEL_CHINESE), true);
    buffer_char(out, '}');
}

static void put_columns(dcx_writer *w, const table *t) {
    bool main = t->schema == w->schema;
    put_name(&w->out, t->schema->name);
    for (size_t i = 0; i < (main ? w->columns : t->schema->columns); i++) {
        buffer_char(&w->out, i ? ',' : '[');
        put_column(w, main ? &w->column[i] : &t->schema->column[i]);
    }
    buffer_char(&w->out, ']');
}

static void put_labels(buffer *out) {
    const char *group = "";
    put_name(out, "labels");
    buffer_char(out, '{');
    for (const label *l = label_table; l->group; l++) {
        bool first = strcmp(l->group, group) != 0;
        if (first) {
            buffer_text(out, *group ? "}," : "");
            put_name(out, l->group);
            group = l->group;
        }
        buffer_char(out, first ? '{' : ',');
        put_name(out, l->name);
        json_put_string(out, text_of_c(l->chinese), true);
    }
    buffer_text(out, "}}");
}

static void add_table(dcx_writer *w, const dcx_schema *schema) {
    page *p = w->state;
    table *t = &p->table[p->tables++];
    t->schema = schema;
    t->end = arena_array(&w->arena, schema->columns, sizeof *t->end);
    buffer_init(&t->last, &w->mem);
}

static void begin(dcx_writer *w) {
    const dcx_schema *const others[] = {dcx_document_schema(), dcx_block_schema(),    dcx_mark_schema(),
                                        dcx_record_schema(),   dcx_rejected_schema(), dcx_correction_schema(),
                                        dcx_place_schema()};
    buffer *out = &w->out;
    page *p = w->state = arena_alloc(&w->arena, sizeof *p);
    add_table(w, w->schema);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (wants(w, others[i]))
            add_table(w, others[i]);
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"");
    buffer_put(out, page_policy, strlen(page_policy) - 1);
    buffer_text(out,
                "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>dcx</title>\n"
                "<style>");
    buffer_text(out, page_css);
    buffer_text(out, "</style>\n</head>\n<body>\n<noscript>This page needs JavaScript.</noscript>\n"
                     "<script type=\"application/json\" id=\"data\">[\n{");
    put_name(out, "dcx");
    json_put_string(out, text_of_c(DCX_VERSION), true);
    buffer_char(out, ',');
    put_name(out, "main");
    json_put_string(out, text_of_c(w->schema->name), true);
    buffer_char(out, ',');
    put_name(out, "columns");
    for (size_t i = 0; i < p->tables; i++) {
        buffer_char(out, i ? ',' : '{');
        put_columns(w, &p->table[i]);
    }
    buffer_text(out, "},\n");
    put_labels(out);
    buffer_char(out, '}');
}

/* ---- the rows ---- */

/* A cell that says what the one above it says is written as 0: sentences and sections repeat. */
static bool is_same(const table *t, size_t column, dcx_text cell) {
    size_t from = column ? t->end[column - 1] : 0, length = t->end[column] - from;
    return cell.length && length == cell.length && !memcmp(t->last.at + from, cell.at, length);
}

static void keep(table *t, const dcx_text *cell, size_t count) {
    t->last.length = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_put(&t->last, cell[i].at, cell[i].length);
        t->end[i] = t->last.length;
    }
}

static void put_row(dcx_writer *w, table *t, const dcx_text *cell, size_t count) {
    buffer_text(&w->out, ",\n[");
    json_put_string(&w->out, text_of_c(t->schema->name), true);
    for (size_t i = 0; i < count; i++) {
        buffer_char(&w->out, ',');
        if (!cell[i].length)
            buffer_text(&w->out, "null");
        else if (is_same(t, i, cell[i]))
            buffer_char(&w->out, '0');
        else
            json_put_string(&w->out, cell[i], true);
    }
    buffer_char(&w->out, ']');
    keep(t, cell, count);
}

static void row(dcx_writer *w, const dcx_text *cell) {
    page *p = w->state;
    put_row(w, &p->table[0], cell, w->columns);
}

static void side(dcx_writer *w, const dcx_row *from) {
    page *p = w->state;
    size_t i = 0;
    while (p->table[i].schema != from->schema)
        i++;
    put_row(w, &p->table[i], from->field, from->schema->columns);
}

static void end(dcx_writer *w) {
    buffer_text(&w->out, "\n]</script>\n<script>");
    buffer_text(&w->out, page_js);
    buffer_text(&w->out, "</script>\n</body>\n</html>\n");
}

static void release(dcx_writer *w) {
    page *p = w->state;
    for (size_t i = 0; p && i < p->tables; i++)
        buffer_free(&p->table[i].last);
}

const writer_format writer_html = {.begin = begin,
                                   .row = row,
                                   .side = side,
                                   .end = end,
                                   .wants = wants,
                                   .names_only = true,
                                   .whole = true,
                                   .release = release};
