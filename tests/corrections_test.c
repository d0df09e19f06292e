/* Corrections as others use them: nothing but dcx.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "allocator.h"
#include "builtin.h"
#include "gather.h"

#define NORTH                                                                                                                                         \
    "# 北岭县2025年林业简报\n\n2025年，造林面积为3.6万亩。苗圃数量达42个。\n\n护林员为515人，瞭望塔约20座。\n\n" \
    "防火通道里程若干，另见附件。\n"
#define SOUTH "# 南坪县2025年林业简报\n\n2025年，造林面积为3.6万亩。\n\n公园数量为7个。\n"

/* ---- what tests are written with ---- */

typedef struct outcome {
    gathered records, rejected;
    int stop_at; /* the row of records or rejected, from 1, that asks to stop; 0: none */
    int rows, others;
} outcome;

static int counted(outcome *o) {
    return ++o->rows == o->stop_at;
}

static int take_record(void *data, const dcx_row *row) {
    outcome *o = data;
    assert_ptr_equal(row->schema, dcx_record_schema());
    return gather(&o->records, row) || counted(o);
}

static int take_rejected(void *data, const dcx_row *row) {
    outcome *o = data;
    assert_ptr_equal(row->schema, dcx_rejected_schema());
    return gather(&o->rejected, row) || counted(o);
}

static int take_other(void *data, const dcx_row *row) {
    outcome *o = data;
    (void)row;
    o->others++;
    return 0;
}

static dcx_handler next_of(outcome *o) {
    *o = (outcome){.stop_at = o->stop_at};
    return (dcx_handler){.data = o, .record = take_record, .rejected = take_rejected};
}

static dcx_corrections *opened(void) {
    dcx_corrections *c;
    assert_int_equal(dcx_corrections_open(&c, pack, NULL, NULL), DCX_OK);
    return c;
}

typedef struct said {
    int count;
    dcx_error last;
} said;

static void note_warning(void *data, const dcx_error *what) {
    said *s = data;
    s->count++;
    s->last = *what;
}

/* Of the exact size, and gone after use, so that reading beyond it or later is seen. */
static void *exact_copy(const void *bytes, size_t size) {
    void *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    return copy;
}

static dcx_status read_as(dcx_corrections *c, const char *name, const char *text, said *warnings, dcx_error *error) {
    size_t size = strlen(text);
    void *copy = exact_copy(text, size);
    dcx_status status = dcx_corrections_read(c, name, copy, size, warnings ? note_warning : NULL, warnings, error);
    free(copy);
    return status;
}

static void say(dcx_corrections *c, const char *text) {
    dcx_error error = {.status = DCX_OK};
    dcx_status status = read_as(c, "c.csv", text, NULL, &error);
    if (status)
        print_error("%ld: %s\n", error.line, error.message);
    assert_int_equal(status, DCX_OK);
}

/* Reads a document with the corrections. */
static dcx_status pass(dcx_corrections *c, const char *document, outcome *o, dcx_error *error) {
    dcx_reader *reader;
    dcx_handler filter;
    const dcx_handler next = next_of(o);
    assert_int_equal(dcx_reader_open(&reader, pack, NULL, NULL, NULL), DCX_OK);
    dcx_corrections_begin(c, &next, &filter);
    dcx_status read = dcx_extract(reader, "doc.txt", document, strlen(document), &filter, NULL, error);
    dcx_reader_free(reader);
    dcx_status end = dcx_corrections_end(c, error);
    return read && read != DCX_STOPPED ? read : end;
}

static const gathered_record *record_of(const gathered *g, const char *metric) {
    for (size_t i = 0; i < g->count; i++)
        if (!strcmp(g->at[i].field[DCX_METRIC], metric))
            return &g->at[i];
    return NULL;
}

static const gathered_record *found(const outcome *o, const char *metric) {
    const gathered_record *r = record_of(&o->records, metric);
    if (!r)
        fail_msg("there is no record of %s", metric);
    return r;
}

#define IS(record, number, text) assert_string_equal((record)->field[number], text)

static gathered plain; /* the records of NORTH without corrections */

static int set_up(void **state) {
    return open_builtin(state) || gather_text(pack, NULL, NORTH, &plain, NULL) || plain.count != 4 ? -1 : 0;
}

static const char *id_of(const char *metric) {
    const gathered_record *r = record_of(&plain, metric);
    assert_non_null(r);
    return r->field[DCX_ID];
}

static const char *print(const char *format, const char *id) {
    static char text[4][1024];
    static size_t turn;
    char *out = text[turn++ % 4];
    size_t length = 0;
    *out = 0;
    for (; *format; format++) /* @ stands for the id */
        length += (size_t)snprintf(out + length, sizeof *text - length, "%.*s", *format == '@' ? 12 : 1,
                                   *format == '@' ? id : format);
    return out;
}

/* ---- what becomes of records ---- */

static void fields_are_replaced(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,value,unit,year,kind\n@,43,万个,2024,change\n", id_of("苗圃数量")));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count);
    assert_int_equal(o.rejected.count, 0);
    const gathered_record *r = found(&o, "苗圃数量");
    IS(r, DCX_VALUE, "43");
    IS(r, DCX_UNIT, "万个");
    IS(r, DCX_YEAR, "2024");
    IS(r, DCX_KIND, "change");
    IS(r, DCX_BASE_VALUE, "430000");
    IS(r, DCX_BASE_UNIT, "个");
    IS(r, DCX_RULE, "correction");
    IS(r, DCX_ID, id_of("苗圃数量"));
    IS(r, DCX_QUOTE, "42个");
    dcx_corrections_free(c);
}

static void other_records_stay_as_they_are(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,value,reviewed\n@,43,\n", id_of("苗圃数量")));
    say(c, print("id,reviewed\n@,yes\n", id_of("护林员")));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    for (size_t i = 0; i < plain.count; i++)
        for (int f = 0; f < DCX_RECORD_FIELDS && strcmp(plain.at[i].field[DCX_METRIC], "苗圃数量") != 0; f++)
            if (f != DCX_FILE && f != DCX_DOCUMENT)
                assert_string_equal(o.records.at[i].field[f], plain.at[i].field[f]);
    dcx_corrections_free(c);
}

static void fields_are_made_empty(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,clear\n@,year 来源\n", id_of("苗圃数量")));
    say(c, print("[{\"id\":\"@\",\"qualifier\":\"\",\"unit\":null}]", id_of("瞭望塔")));
    IS(record_of(&plain, "瞭望塔"), DCX_QUALIFIER, "approx");
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    IS(found(&o, "苗圃数量"), DCX_YEAR, "");
    IS(found(&o, "苗圃数量"), DCX_SOURCE, "");
    IS(found(&o, "瞭望塔"), DCX_QUALIFIER, "");
    IS(found(&o, "瞭望塔"), DCX_UNIT, "座");
    dcx_corrections_free(c);
}

static void rejected_records_are_passed_on_apart(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,action\n@,reject\n", id_of("苗圃数量")));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count - 1);
    assert_null(record_of(&o.records, "苗圃数量"));
    assert_int_equal(o.rejected.count, 1);
    IS(&o.rejected.at[0], DCX_METRIC, "苗圃数量");
    IS(&o.rejected.at[0], DCX_VALUE, "42");
    IS(&o.rejected.at[0], DCX_ID, id_of("苗圃数量"));
    assert_string_equal(dcx_rejected_schema()->name, "rejected");
    assert_int_equal(dcx_rejected_schema()->columns, DCX_RECORD_FIELDS);
    dcx_corrections_free(c);
}

static void rejected_records_may_be_dropped(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,action\n@,reject\n", id_of("苗圃数量")));
    dcx_handler filter, next = next_of(&o);
    next.rejected = NULL;
    dcx_reader *reader;
    assert_int_equal(dcx_reader_open(&reader, pack, NULL, NULL, NULL), DCX_OK);
    dcx_corrections_begin(c, &next, &filter);
    assert_int_equal(dcx_extract(reader, "doc.txt", NORTH, strlen(NORTH), &filter, NULL, NULL), DCX_OK);
    assert_int_equal(dcx_corrections_end(c, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count - 1);
    dcx_reader_free(reader);
    dcx_corrections_free(c);
}

#define ADDED                                                                                                          \
    "id,action,metric,value,unit,year,sentence,quote\n"                                                                \
    ",add,防火通道里程,1.2,万公里,2025,防火通道里程若干，另见附件。,若干\n"

static void records_are_added_at_the_end(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, ADDED);
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count + 1);
    const gathered_record *r = &o.records.at[plain.count];
    IS(r, DCX_METRIC, "防火通道里程");
    IS(r, DCX_KIND, "level");
    IS(r, DCX_CLAIM, "actual");
    IS(r, DCX_BASE_VALUE, "12000000");
    IS(r, DCX_BASE_UNIT, "米");
    IS(r, DCX_DOCUMENT, "北岭县2025年林业简报");
    IS(r, DCX_FILE, "doc.txt");
    IS(r, DCX_RULE, "correction");
    assert_int_equal(strlen(r->field[DCX_ID]), 12);
    dcx_corrections_free(c);
}

static void what_is_added_needs_its_sentence(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, ADDED);
    assert_int_equal(pass(c, SOUTH, &o, NULL), DCX_OK);
    assert_null(record_of(&o.records, "防火通道里程"));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_non_null(record_of(&o.records, "防火通道里程"));
    dcx_corrections_free(c);
}

static void what_is_added_is_added_to_each_document(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, ADDED);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
        assert_int_equal(o.records.count, plain.count + 1);
    }
    dcx_corrections_free(c);
}

static void corrections_of_one_document(void **state) {
    (void)state;
    static outcome o;
    static gathered south;
    assert_int_equal(gather_text(pack, NULL, SOUTH, &south, NULL), DCX_OK);
    IS(&south.at[0], DCX_ID, id_of("造林面积"));
    dcx_corrections *c = opened();
    say(c, print("id,value,document\n@,3.7,南坪县2025年林业简报\n", id_of("造林面积")));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    IS(found(&o, "造林面积"), DCX_VALUE, "3.6");
    assert_int_equal(pass(c, SOUTH, &o, NULL), DCX_OK);
    IS(found(&o, "造林面积"), DCX_VALUE, "3.7");
    dcx_corrections_free(c);
}

static void later_rows_count_and_are_warned_of(void **state) {
    (void)state;
    static outcome o;
    said warnings = {0};
    dcx_corrections *c = opened();
    const char *id = id_of("苗圃数量");
    assert_int_equal(read_as(c, "a.csv", print("id,value,year\n@,43,2024\n", id), &warnings, NULL), DCX_OK);
    assert_int_equal(warnings.count, 0);
    assert_int_equal(read_as(c, "b.csv", print("id,comment,value\n000000000000,,1\n@,,44\n", id), &warnings, NULL),
                     DCX_OK);
    assert_int_equal(warnings.count, 1);
    assert_string_equal(warnings.last.file, "b.csv");
    assert_int_equal(warnings.last.line, 3);
    assert_string_equal(warnings.last.message, "column value: '44' takes the place of '43' (a.csv:2)");
    assert_int_equal(read_as(c, "d.csv", print("id,value\n@,44\n", id), &warnings, NULL), DCX_OK);
    assert_int_equal(read_as(c, "e.csv", print("id,value\n@,45\n", id), NULL, NULL), DCX_OK);
    assert_int_equal(warnings.count, 1);
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    IS(found(&o, "苗圃数量"), DCX_VALUE, "45");
    IS(found(&o, "苗圃数量"), DCX_YEAR, "2024");
    dcx_corrections_free(c);
}

static void contradictions_are_seen_behind_other_rows(void **state) {
    (void)state;
    said warnings = {0};
    dcx_corrections *c = opened();
    const char *id = id_of("苗圃数量");
    say(c, print("id,value\n@,43\n", id));
    say(c, print("id,reviewed\n@,yes\n", id));
    assert_int_equal(read_as(c, "d.csv", print("id,value\n@,44\n", id), &warnings, NULL), DCX_OK);
    assert_int_equal(warnings.count, 1);
    assert_string_equal(warnings.last.message, "column value: '44' takes the place of '43' (c.csv:2)");
    dcx_corrections_free(c);
}

static void a_rejection_is_taken_back(void **state) {
    (void)state;
    static outcome o;
    said warnings = {0};
    dcx_corrections *c = opened();
    const char *id = id_of("苗圃数量");
    say(c, print("id,action\n@,reject\n", id));
    assert_int_equal(read_as(c, "b.csv", print("id,action\n@,correct\n", id), &warnings, NULL), DCX_OK);
    assert_int_equal(warnings.count, 1);
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count);
    assert_int_equal(o.rejected.count, 0);
    dcx_corrections_free(c);
}

/* What else a handler has is passed through, and nothing is called that next has not. */
static void what_is_no_record_is_passed_through(void **state) {
    (void)state;
    static outcome o;
    static const char text[] = "# 简报\n\n连续5天降雨，随后7天放晴。\n";
    dcx_corrections *c = opened();
    dcx_handler filter, next = next_of(&o);
    dcx_reader *reader;
    assert_int_equal(dcx_reader_open(&reader, pack, NULL, NULL, NULL), DCX_OK);
    dcx_corrections_begin(c, &next, &filter);
    assert_null(filter.missed);
    assert_null(filter.warning);
    assert_null(filter.notice);
    next.missed = next.document = next.block = next.mark = take_other;
    dcx_corrections_begin(c, &next, &filter);
    assert_int_equal(dcx_extract(reader, "x", text, strlen(text), &filter, NULL, NULL), DCX_OK);
    assert_int_equal(dcx_corrections_end(c, NULL), DCX_OK);
    assert_int_equal(o.others, 1 + 2 + 2 + 2); /* the document, blocks, quantities missed, and their marks */
    dcx_reader_free(reader);
    dcx_corrections_free(c);
}

/* ---- record files ---- */

static int put_csv(void *data, const char *bytes, size_t size) {
    char *text = data;
    strncat(text, bytes, size);
    return 0;
}

static const char *record_file(void) {
    static char text[16384];
    dcx_writer *w;
    *text = 0;
    assert_int_equal(
        dcx_writer_open(&w, dcx_record_schema(), &(dcx_layout){.format = "csv"}, put_csv, text, NULL, NULL), DCX_OK);
    for (size_t i = 0; i < plain.count; i++) {
        dcx_text field[DCX_RECORD_FIELDS];
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            field[f] = (dcx_text){plain.at[i].field[f], strlen(plain.at[i].field[f])};
        assert_int_equal(dcx_writer_row(w, &(dcx_row){dcx_record_schema(), field}, NULL), DCX_OK);
    }
    assert_int_equal(dcx_writer_end(w, NULL), DCX_OK);
    dcx_writer_free(w);
    return text;
}

static dcx_status pass_records(dcx_corrections *c, outcome *o, dcx_error *error) {
    dcx_handler filter;
    const dcx_handler next = next_of(o);
    const char *file = record_file();
    dcx_corrections_begin(c, &next, &filter);
    dcx_status read = dcx_records_read(NULL, "r.csv", file, strlen(file), &filter, NULL, error);
    dcx_status end = dcx_corrections_end(c, error);
    return end ? end : read;
}

static void record_files_are_corrected(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    say(c, print("id,action,value\n@,,43\n", id_of("苗圃数量")));
    say(c, print("id,action\n@,reject\n", id_of("护林员")));
    say(c, ADDED);
    assert_int_equal(pass_records(c, &o, NULL), DCX_OK);
    IS(found(&o, "苗圃数量"), DCX_VALUE, "43");
    assert_int_equal(o.rejected.count, 1);
    IS(&o.rejected.at[0], DCX_METRIC, "护林员");
    IS(found(&o, "防火通道里程"), DCX_DOCUMENT, plain.at[0].field[DCX_DOCUMENT]);
    dcx_corrections_free(c);
}

/* ---- rows that a program gives ---- */

static dcx_status add(dcx_corrections *c, const char *id, const char *action, const char *column, const char *text,
                      dcx_error *error) {
    const dcx_schema *schema = dcx_correction_schema();
    dcx_text field[64] = {{NULL, 0}};
    char copy[3][64];
    (void)snprintf(copy[0], sizeof *copy, "%s", id);
    (void)snprintf(copy[1], sizeof *copy, "%s", action);
    (void)snprintf(copy[2], sizeof *copy, "%s", text);
    field[DCX_CORRECTION_ID] = (dcx_text){copy[0], strlen(id)};
    field[DCX_CORRECTION_ACTION] = (dcx_text){copy[1], strlen(action)};
    field[dcx_schema_find(schema, column)] = (dcx_text){copy[2], strlen(text)};
    return dcx_corrections_add(c, &(dcx_row){schema, field}, error);
}

static void rows_of_a_program(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    assert_int_equal(add(c, id_of("苗圃数量"), "correct", "value", "43", NULL), DCX_OK);
    assert_int_equal(add(c, id_of("护林员"), "reject", "comment", "double", NULL), DCX_OK);
    assert_int_equal(add(c, id_of("瞭望塔"), "", "clear", "qualifier", NULL), DCX_OK);
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    IS(found(&o, "苗圃数量"), DCX_VALUE, "43");
    IS(found(&o, "瞭望塔"), DCX_QUALIFIER, "");
    assert_int_equal(o.rejected.count, 1);
    dcx_corrections_free(c);
}

static void rows_without_id_are_refused(void **state) {
    (void)state;
    dcx_error error;
    dcx_corrections *c = opened();
    assert_int_equal(add(c, "", "correct", "value", "43", &error), DCX_USAGE);
    assert_int_equal(error.status, DCX_USAGE);
    assert_true(*error.message != 0);
    assert_int_equal(add(c, "", "add", "value", "43", NULL), DCX_USAGE);
    assert_int_equal(add(c, "0123456789ab", "delete", "value", "43", NULL), DCX_USAGE);
    static outcome o;
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    assert_int_equal(o.records.count, plain.count);
    dcx_corrections_free(c);
}

/* ---- the list ---- */

typedef struct listing {
    char id[16][16], state[16][16], value[16][16], comment[16][32], document[16][64], clear[16][32], origin[16][32];
    size_t count, stop_at;
} listing;

static void keep(char *to, size_t size, dcx_text text) {
    (void)snprintf(to, size, "%.*s", (int)text.length, text.at);
}

static int list_row(void *data, const dcx_row *row) {
    listing *l = data;
    assert_ptr_equal(row->schema, dcx_correction_schema());
    assert_true(l->count < 16);
    for (size_t f = 0; f < row->schema->columns; f++)
        assert_non_null(row->field[f].at);
    size_t i = l->count++;
    keep(l->id[i], sizeof *l->id, row->field[DCX_CORRECTION_ID]);
    keep(l->state[i], sizeof *l->state, row->field[DCX_CORRECTION_STATE]);
    keep(l->comment[i], sizeof *l->comment, row->field[DCX_CORRECTION_COMMENT]);
    keep(l->clear[i], sizeof *l->clear, row->field[DCX_CORRECTION_CLEAR]);
    keep(l->origin[i], sizeof *l->origin, row->field[DCX_CORRECTION_ORIGIN]);
    keep(l->value[i], sizeof *l->value, row->field[DCX_CORRECTION_METRIC + DCX_VALUE]);
    keep(l->document[i], sizeof *l->document, row->field[DCX_CORRECTION_METRIC + DCX_DOCUMENT]);
    return l->count == l->stop_at;
}

static listing *list(dcx_corrections *c) {
    static listing l;
    l = (listing){.count = 0};
    assert_int_equal(dcx_corrections_list(c, list_row, &l, NULL), DCX_OK);
    return &l;
}

static void the_list_says_what_was_applied(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    assert_int_equal(list(c)->count, 0);
    say(c, print("id,value,document\n@,43,\n0123456789ab,1,\n", id_of("苗圃数量")));
    say(c, "id,value,document\nba9876543210,2,南坪县2025年林业简报\n");
    assert_string_equal(list(c)->state[0], "other");
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    const listing *l = list(c);
    assert_int_equal(l->count, 3);
    assert_string_equal(l->id[0], id_of("苗圃数量"));
    assert_string_equal(l->state[0], "applied");
    assert_string_equal(l->state[1], "stale");
    assert_string_equal(l->state[2], "other");
    assert_string_equal(l->document[2], "南坪县2025年林业简报");
    assert_int_equal(pass(c, SOUTH, &o, NULL), DCX_OK);
    assert_string_equal(list(c)->state[2], "stale");
    assert_string_equal(list(c)->state[0], "applied");
    dcx_corrections_free(c);
}

/* Each document of an id has a row of its own, with the state of what is said about that one. */
static void the_list_tells_documents_apart(void **state) {
    (void)state;
    static outcome o;
    dcx_corrections *c = opened();
    const char *id = id_of("造林面积");
    say(c, print("id,value,document\n@,3.7,北岭县2025年林业简报\n", id));
    say(c, print("id,value,document\n@,3.8,南坪县2025年林业简报\n", id));
    assert_int_equal(pass(c, NORTH, &o, NULL), DCX_OK);
    const listing *l = list(c);
    assert_int_equal(l->count, 2);
    assert_string_equal(l->value[0], "3.7");
    assert_string_equal(l->state[0], "applied");
    assert_string_equal(l->value[1], "3.8");
    assert_string_equal(l->state[1], "other");
    dcx_corrections_free(c);
}

static void the_list_takes_rows_together(void **state) {
    (void)state;
    dcx_corrections *c = opened();
    const char *id = id_of("苗圃数量");
    say(c, print("id,value,comment,clear\n@,43,first,\n", id));
    say(c, print("id,value,comment,clear\n@,44,,year unit\n", id));
    assert_int_equal(add(c, id, "", "comment", "last", NULL), DCX_OK);
    const listing *l = list(c);
    assert_int_equal(l->count, 1);
    assert_string_equal(l->value[0], "44");
    assert_string_equal(l->comment[0], "last");
    assert_string_equal(l->clear[0], "unit year");
    assert_string_equal(l->origin[0], "c.csv:2");
    dcx_corrections_free(c);
}

static void the_list_stops(void **state) {
    (void)state;
    listing l = {.stop_at = 2};
    dcx_corrections *c = opened();
    say(c, "id,value\n000000000001,1\n000000000002,2\n000000000003,3\n");
    assert_int_equal(dcx_corrections_list(c, list_row, &l, NULL), DCX_STOPPED);
    assert_int_equal(l.count, 2);
    assert_int_equal(list(c)->count, 3);
    dcx_corrections_free(c);
}

static int write_row(void *data, const dcx_row *row) {
    return dcx_writer_row(data, row, NULL) != DCX_OK;
}

/* What the list gives can be read again and says the same. */
static void the_list_can_be_given_back(void **state) {
    (void)state;
    static outcome o;
    static char text[16384];
    const dcx_layout layout = {.format = "csv"};
    dcx_writer *w;
    dcx_corrections *c = opened(), *again = opened();
    say(c, print("id,value,clear,reviewed,reviewer\n@,43,year,yes,wang\n", id_of("苗圃数量")));
    say(c, print("id,action\n@,reject\n", id_of("护林员")));
    say(c, ADDED);
    *text = 0;
    assert_int_equal(dcx_writer_open(&w, dcx_correction_schema(), &layout, put_csv, text, NULL, NULL), DCX_OK);
    assert_int_equal(dcx_corrections_list(c, write_row, w, NULL), DCX_OK);
    assert_int_equal(dcx_writer_end(w, NULL), DCX_OK);
    dcx_writer_free(w);
    dcx_corrections_free(c);
    say(again, text);
    assert_int_equal(pass(again, NORTH, &o, NULL), DCX_OK);
    IS(found(&o, "苗圃数量"), DCX_VALUE, "43");
    IS(found(&o, "苗圃数量"), DCX_YEAR, "");
    assert_int_equal(o.rejected.count, 1);
    IS(found(&o, "防火通道里程"), DCX_VALUE, "1.2");
    dcx_corrections_free(again);
}

/* ---- stopping ---- */

static void next_asks_to_stop(void **state) {
    (void)state;
    static outcome o;
    for (int at = 1; at <= 5; at++) {
        dcx_corrections *c = opened();
        say(c, print("id,action\n@,reject\n", id_of("苗圃数量")));
        say(c, ADDED);
        o.stop_at = at;
        assert_int_equal(pass(c, NORTH, &o, NULL), DCX_STOPPED);
        assert_int_equal(o.rows, at);
        assert_int_equal(dcx_corrections_end(c, NULL), DCX_STOPPED);
        assert_int_equal(o.rows, at); /* what was to be added does not come any more */
        o.stop_at = 0;
        assert_int_equal(pass(c, SOUTH, &o, NULL), DCX_OK); /* the handle is as good as before */
        assert_int_equal(o.records.count, 2);
        dcx_corrections_free(c);
    }
}

static void next_asks_a_record_file_to_stop(void **state) {
    (void)state;
    static outcome o = {.stop_at = 2};
    dcx_corrections *c = opened();
    say(c, ADDED);
    assert_int_equal(pass_records(c, &o, NULL), DCX_STOPPED);
    assert_int_equal(o.rows, 2);
    o.stop_at = 0;
    dcx_corrections_free(c);
}

/* ---- files that cannot be read ---- */

static void broken_files(void **state) {
    (void)state;
    static const struct {
        const char *text;
        long line;
        const char *message;
    } broken[] = {
        {"value\n1\n", 1, "there is no column id"},
        {"id,value\n@,1\n@,twelve\n", 3, "column value: 'twelve' is no number"},
        {"id,value\n@,1.2.3\n", 2, "column value: '1.2.3' is no number"},
        {"id,value_max\n@,x\n", 2, "column value_max: 'x' is no number"},
        {"id,kind\n@,grown\n", 2, "column kind: 'grown' is no word for it"},
        {"id,claim\n@,hope\n", 2, "column claim: 'hope' is no word for it"},
        {"id,qualifier\n@,gt\n", 2, "column qualifier: 'gt' is no word for it"},
        {"id,source_basis\n@,gt\n", 2, "column source_basis: 'gt' is no word for it"},
        {"id,year\n@,0025\n", 2, "column year: '0025' is no year"},
        {"id,year\n@,20251\n", 2, "column year: '20251' is no year"},
        {"id,action\n@,delete\n", 2, "column action: 'delete' is no action"},
        {"id,value\n0123456789AG,1\n", 2, "column id: '0123456789AG' is no id of 12 hex digits"},
        {"id,value\n0123456789abc,1\n", 2, "column id: '0123456789abc' is no id of 12 hex digits"},
        {"id,value\n,1\n", 2, "column id: it is empty"},
        {"id,action,metric\n,add,x\n", 2, "column value: it is empty"},
        {"id,value\n@,1.23457E+11\n", 2, "column value: '1.23457E+11' is rounded"},
        {"[{\"id\":\"@\",\"value\":1.23457e11}]", 1, "column value: '1.23457e11' is rounded"},
        {"id,clear\n@,unit value\n", 2, "column value: no record is without it; it cannot be made empty"},
        {"id,clear\n@,metric\n", 2, "column metric: no record is without it; it cannot be made empty"},
        {"[{\"id\":\"@\",\"value\":\"\"}]", 1, "column value: no record is without it; it cannot be made empty"},
        {"id,clear\n@,yeer\n", 2, "column clear: 'yeer' names something else"},
        {"id,id\n@,@\n", 1, "column id: there are two columns of this name"},
        {"id,value\n@,\"1\n", 2, "a quotation mark is not closed"},
        {"id,value\n@,1,2\n", 2, "the row has more cells than the header has columns"},
        {"[{\"id\":\"@\"},\n{\"id\":\"@\",\"value\":[1]}]", 2, "column value: it is neither text nor a number"},
        {"{\"id\":\"@\"}\n{\"id\":\n", 2, NULL},
        {"[{\"id\":\"@\"},\n", 2, NULL},
        {"", 1, "there is no column id"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        dcx_error error = {.status = DCX_OK};
        dcx_corrections *c = opened();
        const char *text = print(broken[i].text, id_of("苗圃数量"));
        dcx_status status = read_as(c, "broken.csv", text, NULL, &error);
        if (status != DCX_BAD_INPUT || (broken[i].line != error.line && broken[i].message) ||
            strcmp(error.message, broken[i].message ? broken[i].message : error.message) != 0)
            fail_msg("[%zu] %s: status %d, line %ld: %s", i, text, (int)status, error.line, error.message);
        assert_int_equal(error.status, DCX_BAD_INPUT);
        assert_string_equal(error.file, "broken.csv");
        assert_int_equal(read_as(c, "broken.csv", "value\n", NULL, NULL), DCX_BAD_INPUT); /* error may be NULL */
        dcx_corrections_free(c);
    }
}

static void freeing_nothing(void **state) {
    (void)state;
    dcx_corrections_free(NULL);
}

/* ---- memory ---- */

/* Everything there is to do with corrections, with memory that may be short; no block may be left. */
static dcx_status all_of_it(allocations *a, const char *records, size_t *rows) {
    static outcome o;
    listing l = {.count = 0};
    const dcx_allocator hooks = allocations_hooks(a);
    dcx_handler filter;
    const dcx_handler next = next_of(&o);
    dcx_error error = {.status = DCX_OK};
    said warnings = {0};
    dcx_corrections *c;
    dcx_status status = dcx_corrections_open(&c, pack, &hooks, &error);
    if (!status)
        status =
            read_as(c, "a.csv", print("id,value,unit,clear\n@,43,万个,year\n", id_of("苗圃数量")), &warnings, &error);
    if (!status)
        status = read_as(c, "b.csv", print("编号;动作\n@;剔除\n", id_of("护林员")), &warnings, &error);
    if (!status)
        status = read_as(c, "c.csv", ADDED, &warnings, &error);
    if (!status)
        status = add(c, id_of("苗圃数量"), "correct", "value", "44", &error);
    if (!status) {
        dcx_corrections_begin(c, &next, &filter);
        dcx_status read = dcx_records_read(NULL, "r.csv", records, strlen(records), &filter, NULL, &error);
        status = dcx_corrections_end(c, &error);
        assert_true(status != DCX_STOPPED);
        assert_true(read == DCX_OK || status == DCX_NO_MEMORY);
    }
    if (!status)
        status = dcx_corrections_list(c, list_row, &l, &error);
    if (c)
        dcx_corrections_free(c);
    assert_int_equal(a->live, 0);
    if (status)
        assert_int_equal(error.status, status);
    *rows = status ? 0 : o.records.count + 100 * o.rejected.count + 10000 * l.count;
    return status;
}

static void every_allocation_fails(void **state) {
    (void)state;
    static char records[16384];
    (void)snprintf(records, sizeof records, "%s", record_file());
    for (int for_good = 0; for_good < 2; for_good++) {
        dcx_status status = DCX_NO_MEMORY;
        size_t rows = 0;
        long failed = 0;
        for (long at = 1; status; at++) {
            allocations a = {.fail_at = at, .for_good = for_good};
            status = all_of_it(&a, records, &rows);
            assert_true(status == DCX_OK || status == DCX_NO_MEMORY);
            failed += status != DCX_OK;
            assert_true(at < 2000);
        }
        assert_int_equal(rows, plain.count - 1 + 1 + 100 * 1 + 10000 * 3);
        assert_true(failed > 5);
    }
}

/* The same while a document is read: the reader's memory is its own, and what it is told is that it was stopped. */
static void memory_fails_within_a_document(void **state) {
    (void)state;
    static outcome o;
    dcx_reader *reader;
    assert_int_equal(dcx_reader_open(&reader, pack, NULL, NULL, NULL), DCX_OK);
    dcx_status status = DCX_NO_MEMORY;
    for (long at = 1; status; at++) {
        allocations a = {.fail_at = 0};
        const dcx_allocator hooks = allocations_hooks(&a);
        dcx_corrections *c;
        dcx_handler filter;
        const dcx_handler next = next_of(&o);
        dcx_error error = {.status = DCX_OK};
        assert_int_equal(dcx_corrections_open(&c, pack, &hooks, NULL), DCX_OK);
        say(c, print("id,unit\n@,万个\n", id_of("苗圃数量")));
        say(c, ADDED);
        a.fail_at = a.asked + at;
        dcx_corrections_begin(c, &next, &filter);
        dcx_status read = dcx_extract(reader, "doc.txt", NORTH, strlen(NORTH), &filter, NULL, NULL);
        status = dcx_corrections_end(c, &error);
        assert_true(status == DCX_OK || status == DCX_NO_MEMORY);
        assert_true(read == DCX_OK || (read == DCX_STOPPED && error.status == DCX_NO_MEMORY));
        dcx_corrections_free(c);
        assert_int_equal(a.live, 0);
        assert_true(at < 1000);
    }
    assert_int_equal(o.records.count, plain.count + 1);
    dcx_reader_free(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_replaced),
        cmocka_unit_test(other_records_stay_as_they_are),
        cmocka_unit_test(fields_are_made_empty),
        cmocka_unit_test(rejected_records_are_passed_on_apart),
        cmocka_unit_test(rejected_records_may_be_dropped),
        cmocka_unit_test(records_are_added_at_the_end),
        cmocka_unit_test(what_is_added_needs_its_sentence),
        cmocka_unit_test(corrections_of_one_document),
        cmocka_unit_test(later_rows_count_and_are_warned_of),
        cmocka_unit_test(contradictions_are_seen_behind_other_rows),
        cmocka_unit_test(what_is_added_is_added_to_each_document),
        cmocka_unit_test(a_rejection_is_taken_back),
        cmocka_unit_test(what_is_no_record_is_passed_through),
        cmocka_unit_test(record_files_are_corrected),
        cmocka_unit_test(rows_of_a_program),
        cmocka_unit_test(rows_without_id_are_refused),
        cmocka_unit_test(the_list_says_what_was_applied),
        cmocka_unit_test(the_list_tells_documents_apart),
        cmocka_unit_test(the_list_takes_rows_together),
        cmocka_unit_test(the_list_stops),
        cmocka_unit_test(the_list_can_be_given_back),
        cmocka_unit_test(next_asks_to_stop),
        cmocka_unit_test(next_asks_a_record_file_to_stop),
        cmocka_unit_test(broken_files),
        cmocka_unit_test(freeing_nothing),
        cmocka_unit_test(every_allocation_fails),
        cmocka_unit_test(memory_fails_within_a_document),
    };
    return cmocka_run_group_tests(tests, set_up, close_builtin);
}
