/* Records from JSON (one array of objects) and JSON Lines. Objects are read one at a time, so that their lines are
 * known. */
#include <jansson.h>
#include <string.h>

#include "base/error.h"
#include "record/records.h"

typedef struct objects {
    intake *in;
    const char *at, *end;
    bool list; /* in an array */
    bool told; /* of keys that mean nothing */
} objects;

enum { NUMBER = 64, PRECISION = 15 }; /* characters; digits that a binary fraction keeps */

static void skip_blanks(objects *o) {
    for (; o->at < o->end && strchr(" \t\r\n", *o->at); o->at++)
        o->in->line += *o->at == '\n';
}

/* At the next object; false at the end, or where something else stands. */
static bool next_object(objects *o, bool first, dcx_status *status) {
    skip_blanks(o);
    if (first && o->at < o->end && *o->at == '[') {
        o->list = true;
        o->at++;
        skip_blanks(o);
    }
    bool comma = o->list && !first && o->at < o->end && *o->at == ',';
    if (comma) {
        o->at++;
        skip_blanks(o);
    }
    if (o->list && !comma && o->at < o->end && *o->at == ']') {
        o->at++;
        o->list = false;
        skip_blanks(o);
        if (o->at < o->end)
            *status = records_fail(o->in, o->in->advice, "there is something behind the array");
        return false;
    }
    if (o->at < o->end && *o->at == '{' && (first || comma || !o->list))
        return true;
    if (o->list || o->at < o->end)
        *status =
            records_fail(o->in, o->in->advice,
                         o->at < o->end ? "here must stand an object" : "the file ends in the middle of an array");
    return false;
}

static dcx_status parse_object(objects *o) {
    json_error_t why;
    size_t flags = JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL;
    json_t *object = json_loadb(o->at, (size_t)(o->end - o->at), flags, &why);
    o->in->object = object;
    if (object) {
        o->at += why.position;
        return DCX_OK;
    }
    if (json_error_code(&why) == json_error_out_of_memory)
        return error_no_memory(o->in->error);
    o->in->line += why.line > 0 ? why.line - 1 : 0;
    return records_fail(o->in, o->in->advice, why.text);
}

/* A number as text, as spreadsheets and scripts write them; its digits are put right afterwards. */
static dcx_text number_text(objects *o, const json_t *value) {
    char text[NUMBER];
    size_t n = json_dumpb(value, text, sizeof text, JSON_ENCODE_ANY | JSON_REAL_PRECISION(PRECISION));
    if (!n)
        memory_fail(o->in->row.mem);
    if (n > sizeof text)
        n = 0;
    if (n > 2 && !memcmp(text + n - 2, ".0", 2))
        n -= 2;
    return (dcx_text){arena_copy(&o->in->row, text, n), n};
}

static dcx_status take_field(objects *o, int f, const json_t *value, dcx_text *field) {
    if (json_is_string(value))
        *field = (dcx_text){json_string_value(value), json_string_length(value)};
    else if (json_is_number(value))
        *field = number_text(o, value);
    else if (json_is_boolean(value) && o->in->schema == dcx_correction_schema())
        *field = text_of_c(json_is_true(value) ? "yes" : "");
    else if (!json_is_null(value))
        return records_fail_at(o->in, f, o->in->advice, "it is neither text nor a number");
    return DCX_OK;
}

/* Keys that mean nothing are told of the first object. */
static void tell_unknown(objects *o, json_t *object) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) if (dcx_schema_find(o->in->schema, key) < 0)
        o->in->unknown(o->in, text_of_c(key));
}

static dcx_status take_object(objects *o) {
    const json_t *object = o->in->object;
    dcx_text field[INTAKE_FIELDS] = {{NULL, 0}};
    bool has[INTAKE_FIELDS] = {false};
    dcx_status status = DCX_OK;
    for (int f = 0; f < (int)o->in->schema->columns && !status; f++) {
        const json_t *value = json_object_get(object, o->in->schema->column[f].name);
        has[f] = value != NULL;
        if (value)
            status = take_field(o, f, value, &field[f]);
    }
    if (!o->told && o->in->unknown)
        tell_unknown(o, o->in->object);
    o->told = true;
    if (!status)
        status = o->in->check(o->in, has);
    if (!status)
        status = o->in->put(o->in, field);
    arena_reset(&o->in->row);
    return status;
}

void records_release_json(intake *in) {
    json_decref(in->object);
    in->object = NULL;
}

dcx_status records_read_json(intake *in) {
    objects o = {.in = in, .at = in->content.at, .end = in->content.at + in->content.length};
    dcx_status status = DCX_OK;
    for (bool first = true; !status && next_object(&o, first, &status); first = false) {
        const char *from = o.at;
        status = parse_object(&o);
        if (!status)
            status = take_object(&o);
        for (; !status && from < o.at; from++)
            in->line += *from == '\n';
        records_release_json(in);
    }
    return status;
}
