#include "writer/writer.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

enum {
    FULL = 64 * 1024, /* bytes that are collected before the sink gets them */
    WIDE = 130        /* a window from this width on shows a row of two reports in full */
};

#define X(name, output, help) {#name, help, output},
static const dcx_format format_names[] = {WRITER_FORMATS(X){NULL, NULL, DCX_STREAM}};
#undef X
#define X(name, output, help) &writer_##name,
static const writer_format *const formats[] = {WRITER_FORMATS(X)};
#undef X

const dcx_format *dcx_formats(void) {
    return format_names;
}

char32_t writer_next(dcx_text text, size_t *at) {
    unsigned char first = (unsigned char)text.at[*at];
    if (first < 0x80) {
        ++*at;
        return first;
    }
    char32_t c;
    bool valid;
    *at += utf8_decode(text.at + *at, text.length - *at, &c, &valid);
    return c;
}

bool writer_is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

char32_t writer_harmless(char32_t c) {
    if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029)
        return ' ';
    return writer_is_control(c) ? '?' : c;
}

bool writer_is_number(dcx_text text) {
    size_t i = text.length && text.at[0] == '-';
    size_t digits = 0, points = 0;
    for (; i < text.length; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (!digit && (text.at[i] != '.' || points++ || !digits))
            return false;
        digits += digit;
    }
    return digits && text.at[text.length - 1] != '.';
}

/* What fits on a terminal and is wanted most, of each table that is wider. */
const char *const *writer_usual_columns(const dcx_schema *schema, int width) {
    static const char *const record[] = {"metric", "value", "unit",   "shown_value", "year",
                                         "kind",   "claim", "source", "line",        NULL};
    static const char *const token[] = {"kind",      "text",   "value", "value_max", "unit",
                                        "qualifier", "period", "line",  NULL};
    static const char *const rule[] = {"id", "action", "kind", "note", NULL};
    static const char *const series[] = {"metric", "kind", "unit", "year", "value", "status", NULL};
    static const char *const finding[] = {"severity", "line", "metric", "message", NULL};
    static const char *const verdict[] = {"status",        "metric",       "quote",       "year",     "line", "reason",
                                          "source_metric", "source_quote", "source_year", "computed", NULL};
    static const char *const diff[] = {"metric",     "kind",           "unit",      "old_value", "new_value", "change",
                                       "change_pct", "printed_growth", "old_claim", "new_claim", "status",    "flags",
                                       NULL};
    static const char *const narrow_diff[] = {"metric",    "kind",       "unit",  "old_value",
                                              "new_value", "change_pct", "flags", NULL};
    if (!strcmp(schema->name, "diff"))
        return width > 0 && width < WIDE ? narrow_diff : diff;
    if (!strcmp(schema->name, "series"))
        return width > 0 && width < WIDE ? series : NULL;
    if (!strcmp(schema->name, "verdict"))
        return verdict;
    if (!strcmp(schema->name, "finding"))
        return finding;
    if (!strcmp(schema->name, "record"))
        return record;
    if (!strcmp(schema->name, "token"))
        return token;
    return strcmp(schema->name, "rule") ? NULL : rule;
}

void writer_fail(dcx_writer *w, dcx_status status, const char *hint, const char *what) {
    if (!w->trouble.status)
        (void)error_set(&w->trouble, status, w->layout.path, 0, hint, "%s", what);
    w->failed = true;
}

static dcx_status flush(dcx_writer *w, size_t least) {
    if (!w->failed && w->out.length && w->out.length >= least) {
        w->failed = w->sink(w->data, w->out.at, w->out.length) != 0;
        w->out.length = 0;
    }
    return w->failed ? DCX_STOPPED : DCX_OK;
}

/* What became of a call: the format may have found that it cannot go on. */
static dcx_status outcome(dcx_writer *w, dcx_error *error, size_t least) {
    if (!w->trouble.status)
        return flush(w, least);
    if (error)
        *error = w->trouble;
    return w->trouble.status;
}

static const writer_format *find_format(const char *name) {
    for (size_t i = 0; name && format_names[i].name; i++)
        if (!strcmp(format_names[i].name, name))
            return formats[i];
    return NULL;
}

static dcx_status check_heading(const dcx_layout *layout, dcx_error *error) {
    if (layout->heading >= DCX_NAMES && layout->heading <= DCX_BOTH)
        return DCX_OK;
    return error_set(error, DCX_USAGE, NULL, 0, NULL, "there is no style of headings number %d", (int)layout->heading);
}

static dcx_status check_columns(const dcx_schema *schema, const dcx_layout *layout, bool whole, dcx_error *error) {
    if (!layout->columns)
        return DCX_OK;
    if (whole)
        return error_set(error, DCX_USAGE, NULL, 0, "leave --columns out", "%s shows all columns", layout->format);
    if (!layout->count)
        return error_set(error, DCX_USAGE, NULL, 0, NULL, "no columns are chosen");
    for (size_t i = 0; i < layout->count; i++) {
        int c = layout->columns[i];
        if (c < 0 || (size_t)c >= schema->columns)
            return error_set(error, DCX_USAGE, NULL, 0, NULL, "there is no column number %d", c);
        for (size_t j = 0; j < i; j++)
            if (layout->columns[j] == c)
                return error_set(error, DCX_USAGE, NULL, 0, "name each column once", "column '%s' is named twice",
                                 schema->column[c].name);
    }
    return DCX_OK;
}

/* Fills *field with the numbers of the columns to write, returns how many. */
static size_t choose_columns(dcx_writer *w, const dcx_layout *layout, int *field) {
    size_t count = 0;
    const char *const *usual = w->format->usual_columns ? w->format->usual_columns(w->schema, layout->width) : NULL;
    if (layout->columns)
        while (count < layout->count) {
            field[count] = layout->columns[count];
            count++;
        }
    else if (usual)
        for (; *usual; usual++) {
            int c = dcx_schema_find(w->schema, *usual);
            if (c >= 0)
                field[count++] = c;
        }
    else
        for (; count < w->schema->columns; count++)
            field[count] = (int)count;
    return count;
}

/* Names for people, and how the words in the cells are written. */
static void label_columns(dcx_writer *w, dcx_heading style) {
    static const label_style styles[] = {LABEL_NAME, LABEL_CHINESE, LABEL_BOTH};
    label_style heads = w->format->names_only ? LABEL_NAME : styles[style];
    dcx_text *heading = arena_array(&w->arena, w->columns, sizeof *heading);
    w->group = arena_array(&w->arena, w->columns, sizeof *w->group);
    w->words = heads == LABEL_NAME && w->format->readable ? LABEL_ENGLISH : heads;
    for (size_t i = 0; i < w->columns; i++) {
        heading[i] = label_show(&w->arena, "column", text_of_c(w->column[i].name), heads);
        w->group[i] = w->words == LABEL_NAME ? NULL : label_group(w->column[i].name);
    }
    w->heading = heading;
}

static void set_up(dcx_writer *w, const dcx_layout *layout) {
    if (layout->path)
        w->layout.path = arena_copy(&w->arena, layout->path, strlen(layout->path));
    int *field = arena_array(&w->arena, w->schema->columns, sizeof *field);
    w->columns = choose_columns(w, layout, field);
    w->usual = !layout->columns;
    w->field = field;
    dcx_column *column = arena_array(&w->arena, w->columns, sizeof *column);
    for (size_t i = 0; i < w->columns; i++)
        column[i] = w->schema->column[field[i]];
    w->column = column;
    w->cell = arena_array(&w->arena, w->columns, sizeof *w->cell);
    label_columns(w, layout->heading);
    if (w->format->begin)
        w->format->begin(w);
}

dcx_status dcx_writer_open(dcx_writer **writer, const dcx_schema *schema, const dcx_layout *layout, dcx_sink_fn *sink,
                           void *data, const dcx_allocator *hooks, dcx_error *error) {
    *writer = NULL;
    const writer_format *format = find_format(layout->format);
    if (!format)
        return error_set(error, DCX_USAGE, NULL, 0, NULL, "unknown format '%s'", layout->format ? layout->format : "");
    dcx_status status = check_columns(schema, layout, format->whole, error);
    if (!status)
        status = check_heading(layout, error);
    if (status)
        return status;
    memory mem;
    memory_init(&mem, hooks);
    dcx_writer *w = memory_try(&mem, sizeof *w);
    if (!w)
        return error_no_memory(error);
    *w = (dcx_writer){.mem = mem, .format = format, .schema = schema, .layout = *layout, .sink = sink, .data = data};
    arena_init(&w->arena, &w->mem);
    arena_init(&w->row, &w->mem);
    buffer_init(&w->out, &w->mem);
    jmp_buf trap;
    w->mem.trap = &trap;
    if (setjmp(trap)) {
        dcx_writer_free(w);
        return error_no_memory(error);
    }
    set_up(w, layout);
    if (w->trouble.status) {
        status = outcome(w, error, 1);
        dcx_writer_free(w);
        return status;
    }
    *writer = w;
    return DCX_OK;
}

int dcx_writer_wants(const dcx_writer *w, const dcx_schema *schema) {
    return schema == w->schema || (w->format->wants && w->format->wants(w, schema));
}

static void put_row(dcx_writer *w, const dcx_row *row) {
    w->all = row->field;
    dcx_text *cell = w->cell;
    for (size_t i = 0, n = w->columns; i < n; i++)
        cell[i] = row->field[w->field[i]];
    for (size_t i = 0; i < w->columns && w->words != LABEL_NAME; i++)
        if (w->group[i])
            cell[i] = label_show(&w->row, w->group[i], cell[i], w->words);
    w->format->row(w, w->cell);
    w->rows++;
}

dcx_status dcx_writer_row(dcx_writer *w, const dcx_row *row, dcx_error *error) {
    if (!dcx_writer_wants(w, row->schema))
        return error_set(error, DCX_USAGE, NULL, 0, NULL, "a row of '%s' was given to a writer of '%s'",
                         row->schema->name, w->schema->name);
    if (w->failed)
        return DCX_STOPPED;
    jmp_buf trap;
    w->mem.trap = &trap;
    if (setjmp(trap)) {
        w->failed = true; /* half a row may be waiting: nothing more must be written */
        return error_no_memory(error);
    }
    if (row->schema == w->schema)
        put_row(w, row);
    else
        w->format->side(w, row);
    arena_reset(&w->row);
    return outcome(w, error, FULL);
}

dcx_status dcx_writer_end(dcx_writer *w, dcx_error *error) {
    if (w->failed)
        return DCX_STOPPED;
    jmp_buf trap;
    w->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    if (w->format->end)
        w->format->end(w);
    return outcome(w, error, 1);
}

void dcx_writer_free(dcx_writer *w) {
    if (!w)
        return;
    if (w->format->release)
        w->format->release(w);
    arena_free(&w->row);
    arena_free(&w->arena);
    buffer_free(&w->out);
    memory mem = w->mem;
    memory_free(&mem, w);
}
