/* Sheets of a workbook: headings with notes, columns as wide as their text, a filter, and rows. */
#include <string.h>

#include "base/utf8.h"
#include "writer/xlsx.h"

enum {
    A4 = 9,
    ROW_HEIGHT = 17,
    HEAD_HEIGHT = 22,
    FILTER = 3 /* characters that its button covers */
};

dcx_text xlsx_field(const dcx_writer *w, const char *column) {
    return w->all[dcx_schema_find(w->schema, column)];
}

void xlsx_check(dcx_writer *w, lxw_error error) {
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        memory_fail(&w->mem);
    if (error)
        writer_fail(w, DCX_LIMIT, NULL, lxw.lxw_strerror(error));
}

static const char *title(const dcx_writer *w) {
    static const char *const titles[][2] = {{"record", "Records"}, {"diff", "Changes"}, {"finding", "Findings"},
                                            {"series", "Series"},  {"token", "Tokens"}, {"rule", "Rules"},
                                            {"missed", "Missed"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (!strcmp(w->schema->name, titles[i][0]))
            return titles[i][1];
    return "Rows";
}

bool xlsx_is_finding(const dcx_writer *w) {
    return w->schema == dcx_finding_schema();
}

bool xlsx_is_prose(const dcx_column *column) {
    static const char *const names[] = {"sentence", "message", "places", "pattern", "repeats"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(column->name, names[i]))
            return true;
    return false;
}

void xlsx_add_sheet(dcx_writer *w, const char *sheet_title, bool large) {
    xlsx_book *b = w->state;
    b->workbook->options.constant_memory = large; /* asked for when a sheet is added */
    b->sheet = lxw.workbook_add_worksheet(b->workbook, sheet_title);
    if (!b->sheet)
        memory_fail(&w->mem);
    b->rows = 0;
    lxw.worksheet_set_landscape(b->sheet);
    lxw.worksheet_set_paper(b->sheet, A4);
    if (xlsx_is_finding(w) || b->diff)
        lxw.worksheet_fit_to_pages(b->sheet, 1, 0);
    if (!xlsx_is_finding(w)) /* whose rows are as high as their text asks for */
        lxw.worksheet_set_default_row(b->sheet, ROW_HEIGHT, LXW_FALSE);
    xlsx_check(w, lxw.worksheet_ignore_errors(b->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
}

/* The fixed name, what it holds, and what its words stand for where they are written otherwise. */
static void put_note(dcx_writer *w, size_t column) {
    const xlsx_book *b = w->state;
    const dcx_column *c = &w->column[column];
    uint16_t lines = (uint16_t)(2 + strlen(c->help) / 40);
    buffer out;
    buffer_init_in(&out, &w->row);
    buffer_text(&out, c->name);
    buffer_text(&out, "\n");
    buffer_text(&out, c->help);
    for (const label *l = label_table; w->group[column] && l->group; l++) {
        dcx_text shown = label_show(&w->row, l->group, text_of_c(l->name), w->words);
        if (strcmp(l->group, w->group[column]) != 0 || !strcmp(shown.at, l->name))
            continue;
        buffer_text(&out, "\n");
        buffer_put(&out, shown.at, shown.length);
        buffer_text(&out, ": ");
        buffer_text(&out, l->name);
        lines++;
    }
    buffer_char(&out, 0);
    char nobody[] = "";
    lxw_comment_options options = {
        .author = nobody, .width = 260, .height = (uint16_t)(16 * lines + 8), .font_size = 9};
    xlsx_check(w, lxw.worksheet_write_comment_opt(b->sheet, 0, (lxw_col_t)column, out.at, &options));
}

static void put_header(dcx_writer *w) {
    const xlsx_book *b = w->state;
    xlsx_cell *c = arena_array(&w->row, w->columns, sizeof *c);
    xlsx_check(w, lxw.worksheet_set_row(b->sheet, 0, HEAD_HEIGHT, NULL));
    for (size_t i = 0; i < w->columns; i++) {
        c[i] = xlsx_words(w, w->heading[i]);
        c[i].format = xlsx_format(w, XLSX_HEAD, XLSX_TEXT);
        b->width[i] = c[i].width + FILTER;
    }
    xlsx_put(w, c, w->columns);
    for (size_t i = 0; i < w->columns; i++)
        put_note(w, i);
    lxw.worksheet_freeze_panes(b->sheet, 1, xlsx_is_finding(w) ? 0 : 1);
    xlsx_check(w, lxw.worksheet_repeat_rows(b->sheet, 0, 0));
}

void xlsx_begin_sheet(dcx_writer *w) {
    xlsx_book *b = w->state;
    const char *first = title(w);
    b->sheets++;
    xlsx_add_sheet(w, b->sheets == 1 ? first : arena_print(&w->row, "%s %d", first, b->sheets), true);
    put_header(w);
}

double xlsx_column_width(size_t width, size_t most) {
    return 3 + 1.08 * (double)(width < most ? width : most);
}

/* Notes how much was written, and whether it was. */
static void measure(dcx_writer *w) {
    xlsx_book *b = w->state;
    locale_t before = uselocale(b->plain);
    lxw.lxw_worksheet_write_single_row(b->sheet);
    (void)uselocale(before);
    if (fflush(b->sheet->optimize_tmpfile) || ferror(b->sheet->optimize_tmpfile))
        xlsx_fail(w, "the temporary file cannot be written");
    b->bytes += ftello(b->sheet->optimize_tmpfile);
}

void xlsx_finish_sheet(dcx_writer *w) {
    const xlsx_book *b = w->state;
    for (size_t i = 0; i < w->columns; i++) {
        size_t most = xlsx_is_prose(&w->column[i]) ? 60 : i && strcmp(w->column[i].name, "section") != 0 ? 30 : 45;
        xlsx_check(w, lxw.worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i,
                                               xlsx_column_width(b->width[i], most), NULL));
    }
    xlsx_check(w, lxw.worksheet_autofilter(b->sheet, 0, 0, b->rows - 1, (lxw_col_t)(w->columns - 1)));
    if (b->diff)
        xlsx_diff_finish(w);
    measure(w);
}

/* ---- rows ---- */

/* Nothing may jump while the locale is ours. */
void xlsx_put(dcx_writer *w, const xlsx_cell *cell, size_t count) {
    xlsx_book *b = w->state;
    lxw_error error = LXW_NO_ERROR;
    locale_t before = uselocale(b->plain);
    for (size_t i = 0; i < count && !error; i++)
        if (!cell[i].text)
            error = lxw.worksheet_write_number(b->sheet, b->rows, (lxw_col_t)i, cell[i].value, cell[i].format);
        else if (*cell[i].text)
            error = lxw.worksheet_write_string(b->sheet, b->rows, (lxw_col_t)i, cell[i].text, cell[i].format);
    (void)uselocale(before);
    b->rows++;
    xlsx_check(w, error);
    if (b->sheet->optimize && ferror(b->sheet->optimize_tmpfile))
        xlsx_fail(w, "the temporary file cannot be written");
}

void xlsx_put_row(dcx_writer *w, const dcx_text *cell, const xlsx_style *style) {
    const xlsx_book *b = w->state;
    if (b->rows == LXW_ROW_MAX) {
        xlsx_finish_sheet(w);
        xlsx_begin_sheet(w);
    }
    xlsx_cell *c = arena_array(&w->row, w->columns, sizeof *c);
    for (size_t i = 0; i < w->columns; i++) {
        c[i] = xlsx_read(w, &w->column[i], cell[i]);
        c[i].format = xlsx_format(w, style[i], c[i].decimals);
        if (c[i].width > b->width[i])
            b->width[i] = c[i].width;
    }
    xlsx_put(w, c, w->columns);
}
