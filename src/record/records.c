/* Record files: what they are, how they are encoded, and what becomes of their records. */
#include "record/records.h"

#include <iconv.h>
#include <string.h>

#include "base/error.h"
#include "record/label.h"

enum {
    HEADER = 8192,  /* characters of a header line that are looked at */
    OBJECT = 65536, /* bytes of a first object that are looked at */
    WARNINGS = 10,  /* of one column; then they are only counted */
    SHOWN = 48,     /* bytes of a cell in a message */
    ENOUGH = 2,     /* fields that a header or a first object names: others may be misspelled */
    MANY = 3        /* times as many zero bytes in one half of 16 bits as in the other */
};

static const char bom[] = "\xEF\xBB\xBF";

/* ---- what is wrong ---- */

dcx_status records_fail(const intake *in, const char *hint, const char *what) {
    return error_set(in->error, DCX_BAD_INPUT, in->name, in->line, hint, "%s", what);
}

dcx_status records_fail_at(const intake *in, int column, const char *hint, const char *what) {
    return error_set(in->error, DCX_BAD_INPUT, in->name, in->line, hint, "column %s: %s",
                     in->schema->column[column].name, what);
}

static void warn(const intake *in, long line, const char *hint, const char *what) {
    dcx_error e;
    (void)error_set(&e, DCX_BAD_INPUT, in->name, line, hint, "%s", what);
    if (in->handler->warning)
        in->handler->warning(in->handler->data, &e);
}

void records_warn(const intake *in, const char *what) {
    warn(in, in->line, NULL, what);
}

void records_warn_at(intake *in, int column, const char *what) {
    if (in->warnings[column]++ < WARNINGS)
        warn(in, in->line, NULL, arena_print(&in->row, "column %s: %s", in->schema->column[column].name, what));
}

static void warn_rest(intake *in) {
    for (size_t f = 0; f < in->schema->columns; f++)
        if (in->warnings[f] > WARNINGS)
            warn(in, 0, "give its columns the format text before saving them in a spreadsheet",
                 arena_print(&in->row, "column %s: %zu more cells like these", in->schema->column[f].name,
                             in->warnings[f] - WARNINGS));
}

const char *records_show(intake *in, dcx_text cell) {
    size_t n = cell.length < SHOWN ? cell.length : SHOWN;
    while (n && n < cell.length && ((unsigned char)cell.at[n] & 0xC0) == 0x80)
        n--;
    return arena_print(&in->row, "%.*s%s", (int)n, n ? cell.at : "", n < cell.length ? "..." : "");
}

/* Says, once a file, which of the columns that matter are not there; without metric and value it fails. */
static dcx_status check_columns(intake *in, const bool *has) {
    static const dcx_record_field wanted[] = {DCX_YEAR, DCX_UNIT, DCX_KIND};
    const dcx_column *column = dcx_record_schema()->column;
    for (int f = DCX_METRIC; f <= DCX_VALUE; f++)
        if (!has[f])
            return error_set(in->error, DCX_BAD_INPUT, in->name, in->line, "extract the records again with it",
                             "there is no column %s", column[f].name);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted && !in->checked; i++)
        if (!has[wanted[i]]) {
            char what[64] = "there is no column ";
            warn(in, in->line, "it is taken for empty", strcat(what, column[wanted[i]].name));
        }
    in->checked = true;
    return DCX_OK;
}

void records_read_words(const intake *in, dcx_text *field) {
    for (size_t f = 0; f < in->schema->columns; f++) {
        bool may_be_label = field[f].length && (unsigned char)*field[f].at >= 0x80;
        const char *group = may_be_label ? label_group(in->schema->column[f].name) : NULL;
        if (group)
            field[f] = label_read(group, field[f]);
    }
}

/* Repairs a record and passes it on. */
static dcx_status put(intake *in, dcx_text *field) {
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        if (!field[f].at)
            field[f] = (dcx_text){"", 0};
    records_read_words(in, field);
    dcx_status status = repair_record(in, field);
    if (!status && in->handler->record(in->handler->data, &(dcx_row){dcx_record_schema(), field}))
        status = DCX_STOPPED;
    return status;
}

/* ---- encodings ---- */

/* The name of the encoding that a byte order mark shows, or the zero bytes of separators and digits; NULL: neither.
 * *skip bytes are the mark. */
static const char *wide_encoding(const unsigned char *b, size_t size, size_t *skip) {
    *skip = 0;
    if (size < 4)
        return NULL;
    if ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)) {
        *skip = 2;
        return b[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
    }
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < size && i < HEADER; i++)
        zeros[i & 1] += !b[i];
    if (zeros[0] + zeros[1] < ENOUGH)
        return NULL;
    return zeros[1] > MANY * zeros[0] ? "UTF-16LE" : zeros[0] > MANY * zeros[1] ? "UTF-16BE" : NULL;
}

static long lines_in(const char *text, size_t size) {
    long lines = 1;
    for (const char *end = text + size; (text = memchr(text, '\n', (size_t)(end - text))); text++)
        lines++;
    return lines;
}

/* Where the first byte stands that is not UTF-8, size: nowhere. */
static size_t first_fault(const char *bytes, size_t size) {
    bool valid = true;
    char32_t rune;
    size_t at = 0;
    while (at < size) {
        size_t n = utf8_decode(bytes + at, size - at, &rune, &valid);
        if (!valid)
            break;
        at += n;
    }
    return at;
}

static dcx_status convert(intake *in, const char *encoding, const char *bytes, size_t size) {
    size_t room = 2 * size + 16; /* no character takes more than three halves of its bytes */
    char *out = arena_alloc(&in->text, room), *to = out, *from = arena_copy(&in->text, bytes, size);
    const char *hint = "save it as UTF-8";
    iconv_t way = iconv_open("UTF-8", encoding);
    if (way == (iconv_t)-1)
        return error_set(in->error, DCX_BAD_INPUT, in->name, 0, hint, "%s cannot be read on this system", encoding);
    size_t left = size;
    size_t result = iconv(way, &from, &left, &to, &room);
    (void)iconv_close(way);
    in->content = (dcx_text){out, (size_t)(to - out)};
    if (result != (size_t)-1)
        return DCX_OK;
    return error_set(in->error, DCX_BAD_INPUT, in->name, lines_in(out, in->content.length), hint,
                     "the text is neither UTF-8 nor %s", encoding);
}

static dcx_status decode_bytes(intake *in, const char *bytes, size_t size) {
    size_t skip;
    const char *encoding = wide_encoding((const unsigned char *)bytes, size, &skip);
    in->wide = encoding != NULL;
    bool marked = size >= 3 && !memcmp(bytes, bom, 3);
    size_t fault = encoding ? 0 : first_fault(bytes, size);
    if (!encoding && fault == size) {
        in->content = (dcx_text){bytes, size};
        return DCX_OK;
    }
    if (marked)
        return error_set(in->error, DCX_BAD_INPUT, in->name, lines_in(bytes, fault), in->advice,
                         "the text is not UTF-8, as it says it is");
    dcx_status status = convert(in, encoding ? encoding : "GB18030", bytes + skip, size - skip);
    if (!status && !encoding)
        warn(in, 0, NULL, "it is not UTF-8; it is read as GB18030");
    return status;
}

static dcx_status decode_file(intake *in, const char *bytes, size_t size) {
    dcx_status status = decode_bytes(in, bytes, size);
    if (status)
        return status;
    if (in->content.length >= 3 && !memcmp(in->content.at, bom, 3))
        in->content = (dcx_text){in->content.at + 3, in->content.length - 3};
    const char *nul = in->content.length ? memchr(in->content.at, 0, in->content.length) : NULL;
    if (nul)
        return error_set(in->error, DCX_BAD_INPUT, in->name, lines_in(in->content.at, (size_t)(nul - in->content.at)),
                         in->advice, "there is a NUL character in the text");
    return DCX_OK;
}

/* ---- what a record file looks like ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(const char *text, size_t size) {
    size_t i = 0;
    while (i < size && is_blank(text[i]))
        i++;
    return i;
}

/* How many cells of a header line name fields of records, in whatever style. */
static int count_cells(const char *line, size_t size) {
    int fields = 0, words = 0;
    bool value = false;
    for (size_t from = 0, to; from < size; from = to + 1) {
        to = from;
        while (to < size && !strchr(",;\t\"\r", line[to]))
            to++;
        int column = to > from ? label_column(dcx_record_schema(), (dcx_text){line + from, to - from}) : -1;
        fields += column >= 0;
        words += column >= 0 && (unsigned char)line[from] >= 0x80;
        value = value || column == DCX_VALUE;
    }
    return value ? fields : fields - words; /* the words for a metric and a unit stand above other tables too */
}

/* Whether an object has the key. */
static bool names_key(const char *text, size_t size, const char *name) {
    size_t n = strlen(name);
    for (size_t i = 0; i + n + 2 < size; i++)
        if (text[i] == '"' && text[i + 1 + n] == '"' && !memcmp(text + i + 1, name, n)) {
            size_t after = i + n + 2, colon = after + skip_blanks(text + after, size - after);
            if (colon < size && text[colon] == ':')
                return true;
        }
    return false;
}

static int count_keys(const char *text, size_t size) {
    int fields = 0;
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        fields += names_key(text, size, dcx_record_schema()->column[f].name);
    return fields;
}

static bool is_json(const char *text, size_t size) {
    size_t i = skip_blanks(text, size);
    return i < size && (text[i] == '{' || text[i] == '[');
}

static bool looks_like_json(const char *text, size_t size) {
    size_t i = skip_blanks(text, size);
    bool list = text[i] == '[';
    i += list ? 1 + skip_blanks(text + i + 1, size - i - 1) : 0;
    if (i < size && list && text[i] == ']')
        return skip_blanks(text + i + 1, size - i - 1) == size - i - 1;
    return i < size && text[i] == '{' && count_keys(text + i, size - i) >= ENOUGH;
}

static bool looks_like_csv(const char *text, size_t size) {
    size_t from = 0, to = 0;
    for (int line = 0; line < 2; line++) {
        for (to = from; to < size && text[to] != '\n' && text[to] != '\r'; to++)
            continue;
        if (line || to - from < 4 || memcmp(text + from, "sep=", 4) != 0)
            break;
        from = to + skip_blanks(text + to, size - to);
    }
    return count_cells(text + from, to - from) >= ENOUGH;
}

/* The beginning of the bytes as UTF-8, as far as it can be converted; returns how much of out was filled. */
static size_t convert_head(const char *encoding, const char *bytes, size_t size, char *out, size_t room) {
    iconv_t way = iconv_open("UTF-8", encoding);
    if (way == (iconv_t)-1)
        return 0;
    char head[HEADER], *from = head, *to = out;
    size_t left = size < sizeof head ? size : sizeof head, free_room = room;
    memcpy(head, bytes, left);
    (void)iconv(way, &from, &left, &to, &free_room); /* the last character may be cut */
    (void)iconv_close(way);
    return room - free_room;
}

int dcx_is_record_file(const void *bytes, size_t size) {
    const char *b = size ? bytes : "";
    size_t skip;
    const char *encoding = wide_encoding((const unsigned char *)b, size, &skip);
    if (!encoding && size >= 3 && !memcmp(b, bom, 3)) {
        b += 3;
        size -= 3;
    }
    if (!encoding && is_json(b, size))
        return looks_like_json(b, size < OBJECT ? size : OBJECT);
    size_t n = size < HEADER ? size : HEADER;
    if (!encoding && first_fault(b, n) + UTF8_MAX < n)
        encoding = "GB18030";
    char head[2 * HEADER];
    if (encoding) {
        n = convert_head(encoding, b + skip, size - skip, head, sizeof head);
        b = head;
    }
    return is_json(b, n) ? looks_like_json(b, n) : looks_like_csv(b, n);
}

/* ---- reading ---- */

static dcx_status read_all(intake *in, const void *bytes, size_t size) {
    in->mem.trap = &in->trap;
    if (setjmp(in->trap))
        return error_no_memory(in->error);
    dcx_status status = decode_file(in, bytes, size);
    if (status)
        return status;
    in->line = 1;
    in->order = repair_date_order(in->content);
    in->json = is_json(in->content.at, in->content.length);
    status = in->json ? records_read_json(in) : records_read_csv(in);
    if (!status && in->end)
        in->end(in);
    if (!status)
        warn_rest(in);
    return status;
}

dcx_status records_read_file(intake *in, const void *bytes, size_t size) {
    arena_init(&in->text, &in->mem);
    arena_init(&in->row, &in->mem);
    dcx_status status = read_all(in, size ? bytes : "", size);
    arena_free(&in->row);
    arena_free(&in->text);
    return status;
}

dcx_status dcx_records_read(const dcx_pack *pack, const char *name, const void *bytes, size_t size,
                            const dcx_handler *handler, const dcx_allocator *hooks, dcx_error *error) {
    intake in = {.schema = dcx_record_schema(),
                 .check = check_columns,
                 .put = put,
                 .advice = "extract the records again",
                 .pack = pack,
                 .name = name,
                 .handler = handler,
                 .error = error};
    memory_init(&in.mem, hooks);
    return records_read_file(&in, bytes, size);
}
