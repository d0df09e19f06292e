/* The tools of dcx mcp: extract, diff, series, check and verify, of texts and of files below the named folders. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): realpath's PATH_MAX */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/mcp.h"
#include "cli/message.h"

enum { ROWS_USUAL = 50, ROWS_MOST = 500, BYTES_MOST = 200000, DOCUMENTS_MOST = 64 };

/* ---- what a tool takes ---- */

typedef struct role {
    const char *name, *help;
    bool many, optional;
} role;

typedef struct answer {
    json_t *rows;
    size_t skip, limit, total, bytes;
    bool full;
} answer;

typedef struct work {
    mcp *mcp;
    dcx_set *set;
    size_t documents, first[3]; /* first: where the documents of each role begin */
    answer *to;
    char why[1024]; /* what went wrong, empty: nothing */
    bool failed;    /* a record was not taken */
    dcx_error error;
} work;

typedef struct tool {
    const char *name, *help;
    role role[2];
    dcx_status (*run)(work *w, dcx_error *error); /* NULL: the records themselves */
} tool;

/* ---- rows ---- */

static json_t *cell_of(const dcx_column *column, dcx_text t) {
    enum { DIGITS = 15 };
    if (!t.length)
        return json_null();
    if (column->type == DCX_INTEGER && t.length <= DIGITS) {
        char text[DIGITS + 1] = "";
        memcpy(text, t.at, t.length);
        return json_integer(strtoll(text, NULL, 10));
    }
    json_t *s = json_stringn(t.at, t.length);
    return s ? s : json_null();
}

/* A page of rows: from a number on, so many, of bounded size. */
static int take_row(void *data, const dcx_row *row) {
    answer *a = ((work *)data)->to;
    size_t number = a->total++;
    if (number < a->skip || a->full)
        return 0;
    json_t *object = json_object();
    size_t bytes = 0;
    for (size_t i = 0; i < row->schema->columns; i++) {
        const dcx_column *c = &row->schema->column[i];
        bytes += strlen(c->name) + row->field[i].length + 8;
        json_object_set_new(object, c->name, cell_of(c, row->field[i]));
    }
    a->full = json_array_size(a->rows) >= a->limit || (json_array_size(a->rows) && a->bytes + bytes > BYTES_MOST);
    if (a->full)
        json_decref(object);
    else {
        a->bytes += bytes;
        json_array_append_new(a->rows, object);
    }
    return 0;
}

/* ---- documents ---- */

static bool is_below(const char *path, const char *folder) {
    char real[PATH_MAX];
    size_t length = realpath(folder, real) ? strlen(real) : 0;
    return length && !strncmp(path, real, length) && (path[length] == '/' || !path[length] || length == 1);
}

/* The file that the path names, where it is below one of the folders. */
static bool find_file(const mcp *m, const char *path, char found[static PATH_MAX]) {
    for (const char *const *folder = m->folders; *folder; folder++) {
        char full[PATH_MAX];
        bool absolute = *path == '/';
        int length = snprintf(full, sizeof full, "%s%s%s", absolute ? "" : *folder, absolute ? "" : "/", path);
        if (length > 0 && (size_t)length < sizeof full && realpath(full, found) && is_below(found, *folder))
            return true;
    }
    return false;
}

static int take_record(void *data, const dcx_row *row) {
    work *w = data;
    w->failed = dcx_set_add(w->set, w->documents, row, &w->error) != DCX_OK;
    return w->failed;
}

static bool read_bytes(work *w, const char *name, const input *in, dcx_row_fn *record) {
    const dcx_handler handler = {.data = w, .record = record};
    dcx_error error;
    dcx_status status = input_records(in, w->mcp->session.pack, w->mcp->session.reader, name, &handler, NULL, &error);
    if (status)
        (void)snprintf(w->why, sizeof w->why, "%s: %s", name, w->failed ? w->error.message : error.message);
    w->documents++;
    return !status;
}

static bool read_document(work *w, const json_t *document, dcx_row_fn *record) {
    const char *text = json_string_value(json_object_get(document, "text"));
    const char *path = json_string_value(json_object_get(document, "path"));
    const char *name = json_string_value(json_object_get(document, "name"));
    if (text) {
        size_t size = json_string_length(json_object_get(document, "text"));
        char *bytes = need(NULL, size + 1);
        memcpy(bytes, text, size + 1);
        input in = {bytes, size};
        bool done = read_bytes(w, name ? name : "text", &in, record);
        input_free(&in);
        return done;
    }
    char found[PATH_MAX];
    input in;
    if (!path || !find_file(w->mcp, path, found) || !input_read(&in, found)) {
        (void)snprintf(w->why, sizeof w->why,
                       path ? "%.200s: no file below the folders that dcx mcp was started with has this name"
                            : "a document needs its text or a path%s",
                       path ? path : "");
        return false;
    }
    bool done = read_bytes(w, path, &in, record);
    input_free(&in);
    return done;
}

static bool read_role(work *w, const role *r, const json_t *arguments, dcx_row_fn *record) {
    const json_t *given = json_object_get(arguments, r->name);
    if (!given || json_is_null(given)) {
        if (!r->optional)
            (void)snprintf(w->why, sizeof w->why, "%s is missing: %s", r->name, r->help);
        return r->optional;
    }
    if (!json_is_array(given))
        return read_document(w, given, record);
    if (!r->many || json_array_size(given) > DOCUMENTS_MOST || !json_array_size(given)) {
        (void)snprintf(w->why, sizeof w->why, "%s: %s", r->name, r->help);
        return false;
    }
    for (size_t i = 0; i < json_array_size(given); i++)
        if (!read_document(w, json_array_get(given, i), record))
            return false;
    return true;
}

/* ---- the tools ---- */

static dcx_status run_diff(work *w, dcx_error *error) {
    const dcx_diff_options how = {.order = DCX_BY_PERCENT};
    return dcx_diff(w->set, 0, 1, &how, take_row, w, NULL, error);
}

static dcx_status run_series(work *w, dcx_error *error) {
    return dcx_series(w->set, NULL, NULL, take_row, w, NULL, error);
}

static dcx_status run_check(work *w, dcx_error *error) {
    const dcx_check_options how = {.against = w->first[1] < w->documents ? w->first[1] : DCX_NO_DOCUMENT};
    return dcx_check(w->set, &how, take_row, w, NULL, error);
}

static dcx_status run_verify(work *w, dcx_error *error) {
    return dcx_verify(w->set, w->first[1], NULL, take_row, w, NULL, error);
}

static const tool tools[] = {
    {"extract",
     "The figures of a Chinese document as records: metric, value, unit, year, source, kind and place.",
     {{"document", "the document", false, false}},
     NULL},
    {"diff",
     "What changed from one report to the next, a row a metric.",
     {{"old", "the older report", false, false}, {"new", "the newer report", false, false}},
     run_diff},
    {"series",
     "The values of each metric over several reports, a row a value.",
     {{"documents", "the reports, a list", true, false}},
     run_series},
    {"check",
     "Figures of a report that do not agree with each other, or with an earlier report.",
     {{"document", "the report", false, false}, {"against", "an earlier report", false, true}},
     run_check},
    {"verify",
     "Is every figure of a draft supported by its sources? A row a figure: supported, computed, mismatch, other-year "
     "or "
     "not-found, with the sentence of the source.",
     {{"draft", "the draft", false, false}, {"sources", "its sources, a list", true, false}},
     run_verify},
};
enum { TOOLS = sizeof tools / sizeof *tools };

static json_t *document_schema(const role *r) {
    json_t *one =
        json_pack("{s:s, s:s, s:{s:{s:s, s:s}, s:{s:s, s:s}, s:{s:s, s:s}}}", "type", "object", "description", r->help,
                  "properties", "text", "type", "string", "description", "the document's text", "path", "type",
                  "string", "description", "or a file below the folders that the server was started with", "name",
                  "type", "string", "description", "what the text is called in the result");
    return r->many ? json_pack("{s:s, s:s, s:i, s:i, s:o}", "type", "array", "description", r->help, "minItems", 1,
                               "maxItems", (int)DOCUMENTS_MOST, "items", one)
                   : one;
}

static json_t *tool_schema(const tool *t) {
    json_t *properties = json_object(), *required = json_array();
    for (size_t i = 0; i < 2 && t->role[i].name; i++) {
        json_object_set_new(properties, t->role[i].name, document_schema(&t->role[i]));
        if (!t->role[i].optional)
            json_array_append_new(required, json_string(t->role[i].name));
    }
    json_object_set_new(properties, "limit",
                        json_pack("{s:s, s:i, s:i, s:s}", "type", "integer", "minimum", 1, "maximum", (int)ROWS_MOST,
                                  "description", "rows of one answer (50)"));
    json_object_set_new(properties, "cursor",
                        json_pack("{s:s, s:s}", "type", "string", "description", "nextCursor of the answer before"));
    return json_pack("{s:s, s:o, s:o}", "type", "object", "properties", properties, "required", required);
}

static json_t *result_schema(void) {
    return json_pack("{s:s, s:{s:{s:s, s:{s:s}}, s:{s:s}, s:{s:s}}, s:[s, s]}", "type", "object", "properties", "rows",
                     "type", "array", "items", "type", "object", "total", "type", "integer", "nextCursor", "type",
                     "string", "required", "rows", "total");
}

json_t *mcp_tools(void) {
    json_t *list = json_array();
    for (size_t i = 0; i < TOOLS; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:o, s:o, s:{s:b, s:b}}", "name", tools[i].name, "description",
                                        tools[i].help, "inputSchema", tool_schema(&tools[i]), "outputSchema",
                                        result_schema(), "annotations", "readOnlyHint", 1, "openWorldHint", 0));
    return list;
}

/* ---- calls ---- */

static json_t *failure(const char *why) {
    return json_pack("{s:[{s:s, s:s}], s:b}", "content", "type", "text", "text", why, "isError", 1);
}

static json_t *success(const answer *a) {
    json_t *content = json_pack("{s:O, s:I}", "rows", a->rows, "total", (json_int_t)a->total);
    size_t next = a->skip + json_array_size(a->rows);
    if (next < a->total) {
        char cursor[32];
        (void)snprintf(cursor, sizeof cursor, "%zu", next);
        json_object_set_new(content, "nextCursor", json_string(cursor));
    }
    char *text = json_dumps(content, JSON_COMPACT);
    if (!text)
        give_up();
    json_t *result =
        json_pack("{s:[{s:s, s:s}], s:o}", "content", "type", "text", "text", text, "structuredContent", content);
    free(text);
    return result;
}

/* limit and cursor; false: the cursor is none. */
static bool read_page(answer *a, const json_t *arguments) {
    const char *cursor = json_string_value(json_object_get(arguments, "cursor"));
    json_int_t limit = json_integer_value(json_object_get(arguments, "limit"));
    a->limit = limit < 1 ? ROWS_USUAL : limit < ROWS_MOST ? (size_t)limit : ROWS_MOST;
    if (!cursor)
        return true;
    char *end;
    a->skip = strtoul(cursor, &end, 10);
    return *cursor >= '0' && *cursor <= '9' && !*end;
}

static bool run_tool(work *w, const tool *t, const json_t *arguments) {
    dcx_error error;
    dcx_status status = dcx_set_open(&w->set, w->mcp->session.pack, NULL, &error);
    for (size_t i = 0; !status && i < 2 && t->role[i].name; i++) {
        w->first[i] = w->documents;
        w->first[i + 1] = DCX_NO_DOCUMENT;
        if (!read_role(w, &t->role[i], arguments, t->run ? take_record : take_row))
            return false;
    }
    if (!status && t->run)
        status = t->run(w, &error);
    if (status)
        (void)snprintf(w->why, sizeof w->why, "%s%s%s", error.message, *error.hint ? "; " : "", error.hint);
    return !status;
}

json_t *mcp_call(mcp *m, const char *name, const json_t *arguments) {
    const tool *t = tools;
    while (t < tools + TOOLS && strcmp(t->name, name) != 0)
        t++;
    if (t == tools + TOOLS)
        return NULL;
    answer a = {.rows = json_array()};
    work w = {.mcp = m, .to = &a};
    json_t *result = !read_page(&a, arguments)    ? failure("cursor: give nextCursor of the answer before")
                     : run_tool(&w, t, arguments) ? success(&a)
                                                  : failure(w.why);
    json_decref(a.rows);
    dcx_set_free(w.set);
    return result;
}
