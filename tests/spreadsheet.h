/* Records of a small bulletin, written to files as dcx and as a spreadsheet save them, and read back. To be included
 * after cmocka.h. */
#ifndef DCX_TESTS_SPREADSHEET_H
#define DCX_TESTS_SPREADSHEET_H

#include <iconv.h>
#include <stdlib.h>

#include "gather.h"

/* Its name is one that a spreadsheet would run. */
#define NAME "=甲省.txt"
static const char bulletin[] = "截至2024年12月31日，全省建成充电桩155,225个，同比增长2.0%。\n"
                               "2024年12月，全省货运量达41.06万吨，同比下降5.25%。\n"
                               "2024年10月2日，全省客流量达300.50万人次。\n"
                               "2024年上半年，全省算力总规模达到52.26泽字节，价格指数为2.0。\n"
                               "2024年，全省新增企业占比为30%—150.0%。\n";
enum { PILES, PILES_GROWTH, FREIGHT, FREIGHT_GROWTH, TRAVELLERS, COMPUTING, INDEX, SHARE, RECORDS };

enum { ROOM = 1 << 16 };
typedef struct file {
    char bytes[ROOM];
    size_t size;
} file;

static gathered extracted;

static inline int set_up(void **state) {
    (void)state;
    dcx_pack *pack;
    dcx_reader *reader;
    const dcx_handler handler = {.data = &extracted, .record = gather};
    if (dcx_pack_open(&pack, NULL, 0, NULL, NULL) || dcx_reader_open(&reader, pack, NULL, NULL, NULL))
        return -1;
    dcx_status status = dcx_extract(reader, NAME, bulletin, strlen(bulletin), &handler, NULL, NULL);
    dcx_reader_free(reader);
    dcx_pack_free(pack);
    return status || extracted.count != RECORDS ? -1 : 0;
}

/* ---- reading ---- */

typedef struct outcome {
    gathered found;
    dcx_error error, warning; /* the last one */
    size_t warnings;
} outcome;

static inline int take(void *data, const dcx_row *row) {
    outcome *o = data;
    assert_ptr_equal(row->schema, dcx_record_schema());
    return gather(&o->found, row);
}

static inline void note(void *data, const dcx_error *what) {
    outcome *o = data;
    o->warning = *what;
    o->warnings++;
}

static inline outcome *read_bytes(const void *bytes, size_t size, dcx_status wanted) {
    static outcome o;
    o.found.count = o.warnings = 0;
    o.error = o.warning = (dcx_error){.status = DCX_OK};
    const dcx_handler handler = {.data = &o, .record = take, .warning = note};
    void *copy = malloc(size + 1); /* of the exact size, so that reading beyond it is seen */
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    dcx_pack *pack;
    assert_int_equal(dcx_pack_open(&pack, NULL, 0, NULL, NULL), DCX_OK);
    dcx_status status = dcx_records_read(pack, "file", copy, size, &handler, NULL, &o.error);
    dcx_pack_free(pack);
    free(copy);
    if (status != wanted)
        print_error("%ld: %s\n", o.error.line, o.error.message);
    assert_int_equal(status, wanted);
    return &o;
}

static inline outcome *read_file(const file *f) {
    assert_true(dcx_is_record_file(f->bytes, f->size));
    return read_bytes(f->bytes, f->size, DCX_OK);
}

static inline void assert_as_extracted(const outcome *o) {
    assert_int_equal(o->found.count, extracted.count);
    for (size_t i = 0; i < extracted.count; i++)
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            assert_string_equal(o->found.at[i].field[f], extracted.at[i].field[f]);
}

/* ---- writing ---- */

static inline int collect(void *data, const char *bytes, size_t size) {
    file *f = data;
    assert_true(f->size + size < ROOM);
    memcpy(f->bytes + f->size, bytes, size);
    f->size += size;
    return 0;
}

static inline void write_records(file *out, const dcx_layout *layout) {
    dcx_writer *writer;
    out->size = 0;
    assert_int_equal(dcx_writer_open(&writer, dcx_record_schema(), layout, collect, out, NULL, NULL), DCX_OK);
    for (size_t i = 0; i < extracted.count; i++) {
        dcx_text field[DCX_RECORD_FIELDS];
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            field[f] = (dcx_text){extracted.at[i].field[f], strlen(extracted.at[i].field[f])};
        assert_int_equal(dcx_writer_row(writer, &(dcx_row){dcx_record_schema(), field}, NULL), DCX_OK);
    }
    assert_int_equal(dcx_writer_end(writer, NULL), DCX_OK);
    dcx_writer_free(writer);
}

/* A cell that the spreadsheet shows in its own way. */
typedef struct mangling {
    size_t record;
    dcx_record_field field;
    const char *shown;
} mangling;

/* What a spreadsheet saves. */
typedef struct spreadsheet {
    const char *encoding, *mark; /* NULL: UTF-8 without one */
    char separator;
    const mangling *cell;
    size_t cells;
} spreadsheet;

static inline const char *shown(const spreadsheet *s, size_t record, dcx_record_field f) {
    for (size_t i = 0; i < s->cells; i++)
        if (s->cell[i].record == record && s->cell[i].field == f)
            return s->cell[i].shown;
    return extracted.at[record].field[f];
}

static inline void put_cell(file *out, const char *cell, char separator) {
    const char special[] = {separator, '"', '\n', 0};
    bool quoted = strpbrk(cell, special) != NULL;
    (void)collect(out, "\"", quoted);
    for (; *cell; cell++)
        (void)collect(out, *cell == '"' ? "\"\"" : cell, *cell == '"' ? 2 : 1);
    (void)collect(out, "\"", quoted);
}

static inline void encode(file *f, const char *encoding, const char *mark) {
    static char out[ROOM];
    char *from = f->bytes, *to = out;
    size_t left = f->size, room = sizeof out, n = strlen(mark);
    iconv_t way = iconv_open(encoding, "UTF-8");
    assert_true(way != (iconv_t)-1);
    assert_true(iconv(way, &from, &left, &to, &room) != (size_t)-1);
    (void)iconv_close(way);
    memcpy(f->bytes, mark, n);
    memcpy(f->bytes + n, out, sizeof out - room);
    f->size = n + sizeof out - room;
}

static inline void save(file *out, const spreadsheet *s) {
    char separator = s->separator ? s->separator : ',';
    out->size = 0;
    for (size_t i = 0; i <= extracted.count; i++)
        for (int f = 0; f < DCX_RECORD_FIELDS; f++) {
            put_cell(out, i ? shown(s, i - 1, (dcx_record_field)f) : dcx_record_schema()->column[f].name, separator);
            (void)collect(out, f + 1 < DCX_RECORD_FIELDS ? &separator : "\r\n", f + 1 < DCX_RECORD_FIELDS ? 1 : 2);
        }
    encode(out, s->encoding ? s->encoding : "UTF-8", s->mark ? s->mark : "");
}

#endif
