/* OpenDocument spreadsheets, ISO/IEC 26300: their cells hold what is shown. A place is sheet, row and cell. */
#include <string.h>

#include "base/buffer.h"
#include "base/xml.h"
#include "document/part.h"
#include "document/sheet.h"
#include "document/zip.h"

typedef struct walk {
    sheet *sheet;
    draft *draft;
    arena *a;
    uint32_t page, row, column;
    uint32_t rows, columns; /* times that the row or cell repeats */
    uint32_t across, down;
    const char *name; /* of the sheet */
    bool hidden, in_cell, covered;
    int notes; /* depth of comments */
    buffer text;
} walk;

static uint32_t repeated(part_reader *r, const char *name, uint32_t most) {
    long n = part_number(r, name, 1);
    return n < 1 ? 1 : n > (long)most ? most : (uint32_t)n;
}

static bool is_hidden(part_reader *r) {
    const char *how = part_attribute(r, "visibility");
    return !strcmp(how, "collapse") || !strcmp(how, "filter");
}

static void enter_cell(walk *w, part_reader *r, bool covered) {
    w->columns = repeated(r, "number-columns-repeated", SHEET_COLUMNS);
    w->across = repeated(r, "number-columns-spanned", SHEET_COLUMNS);
    w->down = repeated(r, "number-rows-spanned", SHEET_ROWS);
    w->in_cell = true;
    w->covered = covered;
    w->text.length = 0;
}

static void enter(void *data, part_reader *r, const char *name) {
    walk *w = data;
    if (!strcmp(name, "table")) {
        const char *called = part_attribute(r, "name");
        w->name = arena_copy(w->a, called, strlen(called));
        w->page++;
        w->row = w->column = 0;
        sheet_reset(w->sheet);
    } else if (!strcmp(name, "table-column")) {
        uint32_t first = w->column + 1;
        w->column += repeated(r, "number-columns-repeated", SHEET_COLUMNS);
        if (is_hidden(r))
            sheet_hide_columns(w->sheet, first, w->column);
    } else if (!strcmp(name, "table-row")) {
        w->rows = repeated(r, "number-rows-repeated", SHEET_ROWS);
        w->hidden = is_hidden(r);
        w->row++;
        w->column = 0;
    } else if (!strcmp(name, "table-cell") || !strcmp(name, "covered-table-cell")) {
        enter_cell(w, r, *name == 'c');
    } else if (!strcmp(name, "annotation")) {
        w->notes++;
    } else if (!strcmp(name, "p") && w->in_cell && !w->notes && w->text.length) {
        buffer_char(&w->text, '\n');
    } else if (!strcmp(name, "s") && w->in_cell && !w->notes) {
        buffer_char(&w->text, ' ');
    }
}

static void leave_cell(walk *w) {
    enum { COPIES = 256 }; /* of a cell that repeats */
    uint32_t first = w->column + 1;
    w->in_cell = false;
    w->column += w->columns;
    if (w->hidden || w->covered || !w->text.length)
        return;
    for (uint32_t i = 0; i < w->columns && i < COPIES; i++)
        sheet_cell(w->sheet, w->row, first + i, (dcx_text){w->text.at, w->text.length},
                   (place){w->page, w->row, first + i});
    if (w->across > 1 || w->down > 1)
        sheet_merge(w->sheet, w->row, first, w->row + w->down - 1, first + w->across - 1);
}

static void leave(void *data, part_reader *r, const char *name) {
    walk *w = data;
    (void)r;
    if (!strcmp(name, "table") && !sheet_is_empty(w->sheet))
        sheet_put(w->sheet, w->draft, (dcx_text){w->name, strlen(w->name)});
    else if (!strcmp(name, "table-row"))
        w->row += w->rows - 1;
    else if (!strcmp(name, "table-cell") || !strcmp(name, "covered-table-cell"))
        leave_cell(w);
    else if (!strcmp(name, "annotation"))
        w->notes--;
}

static void put_text(void *data, const char *text) {
    walk *w = data;
    if (w->in_cell && !w->notes)
        buffer_text(&w->text, text);
}

bool spreadsheet_read(const source *s, lines *out) {
    zip_part part = {"content.xml", {0}};
    if (library_load(&xml_library, s->name, s->error) || !zip_read(s, &part, 1))
        return false;
    if (!part.bytes.at)
        return source_fail(s, DCX_BAD_INPUT, "open it in LibreOffice and save it again",
                           "the archive lacks the main part of an ODS file, content.xml");
    walk w = {.sheet = sheet_new(s->arena), .draft = draft_new(s->arena), .a = s->arena, .name = ""};
    buffer_init_in(&w.text, s->arena);
    part_walk walk_all = {enter, leave, put_text, &w};
    if (!part_read(s, part.bytes, &walk_all))
        return false;
    draft_end(w.draft, out);
    return true;
}
