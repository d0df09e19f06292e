/* Records from JSON (one array of objects) and JSON Lines, as they stream by. Numbers are taken as their text, so that
 * no digit is lost. */
#include <string.h>
#include <yajl_parse.h>

#include "base/error.h"
#include "record/records.h"

enum { UNKNOWN = -1 }; /* a key that is no field */

typedef struct objects {
    intake *in;
    yajl_handle parser;
    const char *counted; /* lines before this place have been counted, */
    long line;           /* up to this one */
    int column;          /* whose value comes next */
    size_t depth;        /* in a value that means nothing: its brackets */
    bool in_object, list, ended, told;
    bool at_end; /* of the text */
    long object_line;
    dcx_text field[INTAKE_FIELDS];
    bool has[INTAKE_FIELDS];
    dcx_status status;
} objects;

/* ---- memory, which goes with the file's */

typedef struct block {
    size_t size;
    max_align_t at[];
} block;

static void *take(void *context, size_t size) {
    objects *o = context;
    block *b = arena_raw(&o->in->text, sizeof *b + size, 1);
    b->size = size;
    return b->at;
}

static void *resize(void *context, void *old, size_t size) {
    void *at = take(context, size);
    if (old) {
        size_t had = ((const block *)((char *)old - offsetof(block, at)))->size;
        memcpy(at, old, had < size ? had : size);
    }
    return at;
}

static void leave(void *context, void *old) {
    (void)context;
    (void)old;
}

/* ---- where it reads */

/* Sets the line to that of the place up to which the text has been parsed. */
static void count_lines(objects *o) {
    size_t parsed = o->at_end ? o->in->content.length : yajl_get_bytes_consumed(o->parser);
    const char *to = o->in->content.at + parsed;
    while (o->counted < to && (o->counted = memchr(o->counted, '\n', (size_t)(to - o->counted)))) {
        o->counted++;
        o->line++;
    }
    o->counted = to;
    o->in->line = o->line;
}

static int fail(objects *o, const char *what) {
    count_lines(o);
    o->status = records_fail(o->in, o->in->advice, what);
    return 0;
}

static int fail_at_field(objects *o, const char *what) {
    count_lines(o);
    o->status = records_fail_at(o->in, o->column, o->in->advice, what);
    return 0;
}

/* ---- values */

/* Text that does not stand in the file as it is, and is gone when the parser goes on. */
static dcx_text kept(objects *o, const char *at, size_t length) {
    const char *from = o->in->content.at;
    bool stays = length && at >= from && at < from + o->in->content.length;
    return (dcx_text){stays ? at : arena_copy(&o->in->row, at, length), length};
}

/* What to do with a value: go on, where it means nothing; refuse it, where no object is; or it is a field's. */
static bool is_field(objects *o, int *go_on) {
    *go_on = 1;
    if (!o->in_object)
        *go_on = fail(o, o->ended ? "there is something behind the array" : "here must stand an object");
    return o->in_object && !o->depth && o->column >= 0;
}

static int take_text(objects *o, const char *at, size_t length) {
    int go_on;
    if (!is_field(o, &go_on))
        return go_on;
    if (length && memchr(at, 0, length))
        return fail_at_field(o, "there is a NUL character in the text");
    o->field[o->column] = kept(o, at, length);
    return 1;
}

static int on_null(void *context) {
    int go_on;
    (void)is_field(context, &go_on);
    return go_on;
}

static int on_boolean(void *context, int is_true) {
    objects *o = context;
    int go_on;
    if (!is_field(o, &go_on))
        return go_on;
    if (o->in->schema != dcx_correction_schema())
        return fail_at_field(o, "it is neither text nor a number");
    o->field[o->column] = text_of_c(is_true ? "yes" : "");
    return 1;
}

static int on_number(void *context, const char *at, size_t length) {
    return take_text(context, at, length);
}

static int on_string(void *context, const unsigned char *at, size_t length) {
    return take_text(context, (const char *)at, length);
}

/* ---- objects */

static int begin_nested(objects *o) {
    if (!o->depth && o->column >= 0)
        return fail_at_field(o, "it is neither text nor a number");
    o->depth++;
    return 1;
}

static int on_start_map(void *context) {
    objects *o = context;
    if (o->in_object)
        return begin_nested(o);
    if (o->ended)
        return fail(o, "there is something behind the array");
    count_lines(o);
    o->object_line = o->line;
    o->in_object = true;
    o->column = UNKNOWN;
    memset(o->field, 0, sizeof o->field);
    memset(o->has, 0, sizeof o->has);
    return 1;
}

static bool is_called(const dcx_schema *schema, int column, const char *key, size_t length) {
    const char *name = schema->column[column].name;
    return strlen(name) == length && !memcmp(name, key, length); /* a key may hold a NUL */
}

/* Keys stand mostly in the order of the columns: the one behind the last is tried first. */
static int column_of(const objects *o, const char *key, size_t length) {
    const dcx_schema *schema = o->in->schema;
    int columns = (int)schema->columns, next = o->column + 1 < columns ? o->column + 1 : 0;
    for (int i = 0; i < columns; i++) {
        int column = next + i < columns ? next + i : next + i - columns;
        if (is_called(schema, column, key, length))
            return column;
    }
    return UNKNOWN;
}

static int on_key(void *context, const unsigned char *key, size_t length) {
    objects *o = context;
    if (o->depth)
        return 1;
    o->column = column_of(o, (const char *)key, length);
    if (o->column >= 0 && o->has[o->column])
        return fail_at_field(o, "the object has it twice");
    if (o->column >= 0)
        o->has[o->column] = true;
    else if (!o->told && o->in->unknown) /* keys that mean nothing are told of the first object */
        o->in->unknown(o->in, (dcx_text){arena_copy(&o->in->row, (const char *)key, length), length});
    return 1;
}

static int on_end_map(void *context) {
    objects *o = context;
    intake *in = o->in;
    if (o->depth) {
        o->depth--;
        return 1;
    }
    o->in_object = false;
    o->told = true;
    in->line = o->object_line;
    o->status = in->check(in, o->has);
    if (!o->status)
        o->status = in->put(in, o->field);
    arena_reset(&in->row);
    return !o->status;
}

static int on_start_array(void *context) {
    objects *o = context;
    if (o->in_object)
        return begin_nested(o);
    if (o->list || o->ended || o->told)
        return fail(o, o->ended ? "there is something behind the array" : "here must stand an object");
    o->list = true;
    return 1;
}

static int on_end_array(void *context) {
    objects *o = context;
    if (o->in_object) {
        o->depth--;
    } else {
        o->list = false;
        o->ended = true;
    }
    return 1;
}

/* ---- the file */

static dcx_status say_why(objects *o) {
    if (o->status)
        return o->status;
    if (o->ended)
        (void)fail(o, "there is something behind the array");
    else if (o->at_end)
        (void)fail(o, o->in_object ? "the file ends in the middle of an object"
                                   : "the file ends in the middle of an array");
    else {
        char *why = (char *)yajl_get_error(o->parser, 0, NULL, 0);
        (void)fail(o, arena_print(&o->in->row, "%.*s", (int)strcspn(why, "\n"), why));
    }
    return o->status;
}

dcx_status records_read_json(intake *in) {
    static const yajl_callbacks on = {.yajl_null = on_null,
                                      .yajl_boolean = on_boolean,
                                      .yajl_number = on_number,
                                      .yajl_string = on_string,
                                      .yajl_start_map = on_start_map,
                                      .yajl_map_key = on_key,
                                      .yajl_end_map = on_end_map,
                                      .yajl_start_array = on_start_array,
                                      .yajl_end_array = on_end_array};
    objects *o = arena_alloc(&in->text, sizeof *o);
    *o = (objects){.in = in, .counted = in->content.at, .line = 1};
    yajl_alloc_funcs blocks = {take, resize, leave, o};
    o->parser = yajl_alloc(&on, &blocks, o);
    (void)yajl_config(o->parser, yajl_allow_multiple_values, 1);
    (void)yajl_config(o->parser, yajl_dont_validate_strings, 1); /* the text is UTF-8 already */
    if (yajl_parse(o->parser, (const unsigned char *)in->content.at, in->content.length) != yajl_status_ok)
        return say_why(o);
    o->at_end = true;
    if (yajl_complete_parse(o->parser) != yajl_status_ok)
        return say_why(o);
    return DCX_OK;
}
