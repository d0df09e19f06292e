/* Excel workbooks: Office Open XML, ECMA-376 part 1, chapter 18. A place is sheet, row and cell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/xml.h"
#include "document/part.h"
#include "document/sheet.h"
#include "document/shown.h"
#include "document/zip.h"

enum { SHEETS_MOST = 500, PATH_LONGEST = 200 };

typedef struct shared {
    uint32_t from, length;
} shared;

typedef struct sheet_entry {
    char path[PATH_LONGEST];
    const char *name, *id;
    bool hidden;
} sheet_entry;

typedef struct workbook {
    const source *source;
    buffer strings, string; /* text, and struct shared */
    buffer codes;           /* const char * of each cell format */
    buffer formats;         /* struct code: those that the book defines */
    sheet_entry *sheet;
    uint32_t sheets;
    bool old_days;
    size_t unsaved; /* formulas without a value */
} workbook;

typedef struct code {
    unsigned number;
    const char *text;
} code;

/* ---- strings ---- */

typedef struct string_walk {
    workbook *w;
    bool text, phonetic;
} string_walk;

static void enter_string(void *data, part_reader *r, const char *name) {
    string_walk *s = data;
    (void)r;
    if (!strcmp(name, "si")) {
        shared one = {(uint32_t)s->w->strings.length, 0};
        buffer_put(&s->w->string, (const char *)&one, sizeof one);
    }
    s->phonetic = s->phonetic || !strcmp(name, "rPh");
    s->text = !strcmp(name, "t") && !s->phonetic;
}

static void leave_string(void *data, part_reader *r, const char *name) {
    string_walk *s = data;
    (void)r;
    s->text = false;
    if (!strcmp(name, "rPh"))
        s->phonetic = false;
    if (!strcmp(name, "si") && s->w->string.length) {
        shared *last = (shared *)(void *)(s->w->string.at + s->w->string.length) - 1;
        last->length = (uint32_t)s->w->strings.length - last->from;
    }
}

static void put_string(void *data, const char *text) {
    string_walk *s = data;
    if (s->text)
        buffer_text(&s->w->strings, text);
}

/* ---- styles ---- */

typedef struct style_walk {
    workbook *w;
    bool cells; /* within cellXfs */
} style_walk;

static const char *code_of(const workbook *w, unsigned number) {
    const code *all = (const code *)(const void *)w->formats.at;
    for (size_t i = 0; i < w->formats.length / sizeof *all; i++)
        if (all[i].number == number)
            return all[i].text;
    return shown_builtin(number);
}

static void enter_style(void *data, part_reader *r, const char *name) {
    style_walk *s = data;
    arena *a = s->w->source->arena;
    if (!strcmp(name, "numFmt")) {
        const char *text = part_attribute(r, "formatCode");
        code c = {.text = arena_copy(a, text, strlen(text))};
        c.number = (unsigned)part_number(r, "numFmtId", 0);
        buffer_put(&s->w->formats, (const char *)&c, sizeof c);
    }
    s->cells = s->cells || !strcmp(name, "cellXfs");
    if (s->cells && !strcmp(name, "xf")) {
        const char *text = code_of(s->w, (unsigned)part_number(r, "numFmtId", 0));
        buffer_put(&s->w->codes, (const char *)&text, sizeof text);
    }
}

static void leave_style(void *data, part_reader *r, const char *name) {
    style_walk *s = data;
    (void)r;
    if (!strcmp(name, "cellXfs"))
        s->cells = false;
}

static void put_nothing(void *data, const char *text) {
    (void)data;
    (void)text;
}

/* ---- the book ---- */

static void enter_book(void *data, part_reader *r, const char *name) {
    workbook *w = data;
    arena *a = w->source->arena;
    if (!strcmp(name, "workbookPr"))
        w->old_days = part_on(r, "date1904");
    if (strcmp(name, "sheet") != 0 || w->sheets == SHEETS_MOST)
        return;
    const char *title = part_attribute(r, "name");
    const char *called = arena_copy(a, title, strlen(title)), *id = part_attribute(r, "id");
    id = arena_copy(a, id, strlen(id));
    const char *state = part_attribute(r, "state");
    w->sheet[w->sheets++] =
        (sheet_entry){.name = called, .id = id, .hidden = !strcmp(state, "hidden") || !strcmp(state, "veryHidden")};
}

static void enter_relation(void *data, part_reader *r, const char *name) {
    workbook *w = data;
    const char *id = part_attribute(r, "Id"), *target;
    if (strcmp(name, "Relationship") != 0)
        return;
    for (uint32_t i = 0; i < w->sheets; i++) {
        if (strcmp(w->sheet[i].id, id) != 0)
            continue;
        target = part_attribute(r, "Target");
        if (strlen(target) + 4 < PATH_LONGEST)
            (void)snprintf(w->sheet[i].path, PATH_LONGEST, "%s%s", *target == '/' ? "" : "xl/",
                           target + (*target == '/'));
        return;
    }
}

static void leave_nothing(void *data, part_reader *r, const char *name) {
    (void)data;
    (void)r;
    (void)name;
}

/* ---- sheets ---- */

typedef struct sheet_walk {
    workbook *w;
    sheet *sheet;
    uint32_t page, row, column;
    bool hidden; /* the row is */
    char type;   /* of the cell: s shared, i inline, b, e, n, x other text */
    unsigned style;
    bool value, formula, any;
    buffer text, shown; /* of the cell */
} sheet_walk;

/* Row and column of a name such as AB12; false: it is none. */
static bool read_name(const char *text, uint32_t *row, uint32_t *column) {
    uint32_t c = 0, r = 0;
    for (; *text >= 'A' && *text <= 'Z' && c < SHEET_COLUMNS; text++)
        c = c * 26 + (uint32_t)(*text - 'A') + 1;
    for (; *text >= '0' && *text <= '9' && r < SHEET_ROWS; text++)
        r = r * 10 + (uint32_t)(*text - '0');
    *row = r;
    *column = c;
    return c && c <= SHEET_COLUMNS && r && r <= SHEET_ROWS;
}

static void enter_cell(sheet_walk *s, part_reader *r) {
    uint32_t row, column;
    const char *type;
    s->column++;
    if (read_name(part_attribute(r, "r"), &row, &column))
        s->column = column;
    type = part_attribute(r, "t");
    s->type = !*type || !strcmp(type, "n") ? 'n'
              : !strcmp(type, "inlineStr") ? 'i'
              : !strcmp(type, "str")       ? 'x'
                                           : *type;
    s->style = (unsigned)part_number(r, "s", 0);
    s->text.length = 0;
    s->formula = s->any = false;
}

static void enter_merge(sheet_walk *s, part_reader *r) {
    uint32_t row, column, last_row, last_column;
    const char *name = part_attribute(r, "ref"), *colon = strchr(name, ':');
    if (colon && read_name(name, &row, &column) && read_name(colon + 1, &last_row, &last_column))
        sheet_merge(s->sheet, row, column, last_row, last_column);
}

static void enter_sheet(void *data, part_reader *r, const char *name) {
    sheet_walk *s = data;
    if (!strcmp(name, "row")) {
        s->row = (uint32_t)part_number(r, "r", (long)s->row + 1);
        s->column = 0;
        s->hidden = part_on(r, "hidden");
    } else if (!strcmp(name, "c")) {
        enter_cell(s, r);
    } else if (!strcmp(name, "f")) {
        s->formula = true;
    } else if (!strcmp(name, "mergeCell")) {
        enter_merge(s, r);
    } else if (!strcmp(name, "col") && part_on(r, "hidden")) {
        sheet_hide_columns(s->sheet, (uint32_t)part_number(r, "min", 1), (uint32_t)part_number(r, "max", 1));
    }
    s->value = !strcmp(name, "v") || (!strcmp(name, "t") && s->type == 'i');
}

static void put_value(void *data, const char *text) {
    sheet_walk *s = data;
    if (!s->value)
        return;
    s->any = true;
    buffer_text(&s->text, text);
}

static dcx_text shared_text(const workbook *w, const char *number) {
    unsigned long i = strtoul(number, NULL, 10);
    const shared *all = (const shared *)(const void *)w->string.at;
    if (i >= w->string.length / sizeof *all)
        return (dcx_text){"", 0};
    return (dcx_text){w->strings.at + all[i].from, all[i].length};
}

static dcx_text cell_text(sheet_walk *s) {
    const char *const *codes = (const char *const *)(const void *)s->w->codes.at;
    buffer_char(&s->text, '\0');
    if (s->type == 's')
        return shared_text(s->w, s->text.at);
    if (s->type != 'n')
        return (dcx_text){s->text.at, s->text.length - 1};
    s->shown.length = 0;
    bool styled = s->style < s->w->codes.length / sizeof *codes;
    shown_put(&s->shown, s->text.at, styled ? codes[s->style] : NULL, s->w->old_days);
    return (dcx_text){s->shown.at, s->shown.length};
}

static void leave_sheet(void *data, part_reader *r, const char *name) {
    sheet_walk *s = data;
    (void)r;
    s->value = false;
    if (strcmp(name, "c") != 0 || s->hidden)
        return;
    s->w->unsaved += s->formula && !s->any;
    if (s->any && s->type != 'b')
        sheet_cell(s->sheet, s->row, s->column, cell_text(s), (place){s->page, s->row, s->column});
}

static bool read_sheet(workbook *w, uint32_t number, sheet *cells, draft *d) {
    zip_part part = {w->sheet[number].path, {0}};
    sheet_walk s = {.w = w, .sheet = cells, .page = number + 1};
    if (w->sheet[number].hidden || !*w->sheet[number].path)
        return true;
    if (!zip_read(w->source, &part, 1))
        return false;
    if (!part.bytes.at)
        return true;
    buffer_init_in(&s.text, w->source->arena);
    buffer_init_in(&s.shown, w->source->arena);
    sheet_reset(cells);
    part_walk walk = {enter_sheet, leave_sheet, put_value, &s};
    if (!part_read(w->source, part.bytes, &walk))
        return false;
    if (!sheet_is_empty(cells)) {
        const char *title = w->sheet[number].name;
        sheet_put(cells, d, (dcx_text){title, strlen(title)});
    }
    return true;
}

static void say_unsaved(const workbook *w) {
    dcx_error what;
    if (!w->unsaved || !w->source->options->warning)
        return;
    (void)error_set(&what, DCX_BAD_INPUT, w->source->name, 0, "open it in Excel, WPS or LibreOffice and save it again",
                    "%zu formulas have no saved value", w->unsaved);
    w->source->options->warning(w->source->options->data, &what);
}

static bool read_book(workbook *w, zip_part *parts) {
    string_walk strings = {.w = w};
    style_walk styles = {.w = w};
    const part_walk walks[] = {{enter_book, leave_nothing, put_nothing, w},
                               {enter_relation, leave_nothing, put_nothing, w},
                               {enter_string, leave_string, put_string, &strings},
                               {enter_style, leave_style, put_nothing, &styles}};
    for (size_t i = 0; i < 4; i++)
        if (parts[i].bytes.at && !part_read(w->source, parts[i].bytes, &walks[i]))
            return false;
    return true;
}

bool workbook_read(const source *s, lines *out) {
    zip_part parts[] = {{"xl/workbook.xml", {0}},
                        {"xl/_rels/workbook.xml.rels", {0}},
                        {"xl/sharedStrings.xml", {0}},
                        {"xl/styles.xml", {0}}};
    workbook w = {.source = s, .sheet = arena_array(s->arena, SHEETS_MOST, sizeof *w.sheet)};
    buffer *all[] = {&w.strings, &w.string, &w.codes, &w.formats};
    for (size_t i = 0; i < 4; i++)
        buffer_init_in(all[i], s->arena);
    if (library_load(&xml_library, s->name, s->error) || !zip_read(s, parts, 4))
        return false;
    if (!parts[0].bytes.at)
        return source_fail(s, DCX_BAD_INPUT, "open it in Excel, WPS or LibreOffice and save it again",
                           "the archive lacks the main part of an XLSX file, xl/workbook.xml");
    if (!read_book(&w, parts))
        return false;
    if (!w.sheets)
        return source_fail(s, DCX_BAD_INPUT, "open it in Excel, WPS or LibreOffice and save it again",
                           "the workbook names no sheet");
    sheet *cells = sheet_new(s->arena);
    draft *d = draft_new(s->arena);
    for (uint32_t i = 0; i < w.sheets; i++)
        if (!read_sheet(&w, i, cells, d))
            return false;
    say_unsaved(&w);
    draft_end(d, out);
    return true;
}
