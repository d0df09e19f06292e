/* A workbook that is being written: what the files xlsx*.c share. */
#ifndef DCX_WRITER_XLSX_H
#define DCX_WRITER_XLSX_H

#include <locale.h>

#include <xlsxwriter.h>

#include "base/library.h"
#include "writer/writer.h"

#define LXW_FUNCTIONS(X)                                                                                               \
    X(chart_add_series)                                                                                                \
    X(chart_axis_major_gridlines_set_visible)                                                                          \
    X(chart_axis_off)                                                                                                  \
    X(chart_axis_set_label_position)                                                                                   \
    X(chart_axis_set_reverse)                                                                                          \
    X(chart_legend_set_position)                                                                                       \
    X(chart_series_set_categories)                                                                                     \
    X(chart_series_set_labels)                                                                                         \
    X(chart_series_set_points)                                                                                         \
    X(chart_series_set_values)                                                                                         \
    X(chart_set_series_gap)                                                                                            \
    X(chart_title_set_name)                                                                                            \
    X(chart_title_set_name_font)                                                                                       \
    X(format_set_align)                                                                                                \
    X(format_set_bg_color)                                                                                             \
    X(format_set_bold)                                                                                                 \
    X(format_set_bottom)                                                                                               \
    X(format_set_bottom_color)                                                                                         \
    X(format_set_font_color)                                                                                           \
    X(format_set_indent)                                                                                               \
    X(format_set_num_format)                                                                                           \
    X(format_set_text_wrap)                                                                                            \
    X(format_set_top)                                                                                                  \
    X(format_set_top_color)                                                                                            \
    X(lxw_col_to_name)                                                                                                 \
    X(lxw_strerror)                                                                                                    \
    X(lxw_workbook_free)                                                                                               \
    X(lxw_worksheet_write_single_row)                                                                                  \
    X(workbook_add_chart)                                                                                              \
    X(workbook_add_format)                                                                                             \
    X(workbook_add_worksheet)                                                                                          \
    X(workbook_close)                                                                                                  \
    X(workbook_new_opt)                                                                                                \
    X(workbook_set_properties)                                                                                         \
    X(worksheet_autofilter)                                                                                            \
    X(worksheet_conditional_format_range)                                                                              \
    X(worksheet_fit_to_pages)                                                                                          \
    X(worksheet_freeze_panes)                                                                                          \
    X(worksheet_ignore_errors)                                                                                         \
    X(worksheet_insert_chart_opt)                                                                                      \
    X(worksheet_repeat_rows)                                                                                           \
    X(worksheet_set_column)                                                                                            \
    X(worksheet_set_column_opt)                                                                                        \
    X(worksheet_set_default_row)                                                                                       \
    X(worksheet_set_landscape)                                                                                         \
    X(worksheet_set_paper)                                                                                             \
    X(worksheet_set_row)                                                                                               \
    X(worksheet_write_comment_opt)                                                                                     \
    X(worksheet_write_number)                                                                                          \
    X(worksheet_write_string)

LIBRARY_DECLARE(lxw, LXW_FUNCTIONS)

/* How a cell looks. */
typedef enum xlsx_style {
    XLSX_PLAIN,
    XLSX_HEAD,
    XLSX_FAINT, /* of less interest */
    XLSX_FLAG,  /* to be looked at */
    XLSX_TOP,   /* plain, in a row of several lines */
    XLSX_WRAP,  /* goes on in the next line */
    XLSX_ERROR,
    XLSX_NOTE,
    XLSX_OK,
    XLSX_STYLES
} xlsx_style;

enum {
    XLSX_TEXT = -2,       /* in the place of a number's decimals: no number */
    XLSX_LONG = -1,       /* likewise, text of more than XLSX_SHORT bytes */
    XLSX_SHORT = 255,     /* longer cells are shown as #### by some programs where their format is that of text */
    XLSX_DIGITS = 15,     /* that a double keeps */
    XLSX_MOST = 32767,    /* UTF-16 units in a cell */
    XLSX_RISE = 0xC44E00, /* vermillion and blue, which the colour-blind can tell apart */
    XLSX_FALL = 0x0060A8
};

/* What is written into a cell, and how wide it is in characters of a terminal. */
typedef struct xlsx_cell {
    const char *text; /* of a number: NULL; empty: nothing is written */
    double value;
    int decimals;
    size_t width;
    lxw_format *format;
} xlsx_cell;

typedef struct xlsx_diff xlsx_diff;
typedef struct xlsx_chart xlsx_chart;

typedef struct xlsx_book {
    lxw_workbook *workbook; /* NULL: not begun, or closed */
    lxw_worksheet *sheet;   /* the one that gets rows */
    lxw_row_t rows;         /* it has, its heading included */
    int sheets;
    size_t *width; /* of each column */
    lxw_format *format[XLSX_STYLES][XLSX_DIGITS + 3];
    locale_t plain;  /* numbers have a decimal point in it */
    int file;        /* the temporary file; -1: none */
    char *path;      /* its name, until it is unlinked */
    char *folder;    /* where it is */
    off_t bytes;     /* the sheets have, as far as they are written */
    xlsx_diff *diff; /* NULL: another table is written */
    xlsx_chart *chart;
} xlsx_book;

/* ---- cells (xlsx_cell.c) ---- */

/* What a text is in a column of this name and type; texts live in the arena for rows. Digits are always kept: what a
 * double would not show as it is printed stays text. */
xlsx_cell xlsx_read(dcx_writer *w, const dcx_column *column, dcx_text text);
/* The cell, as text. */
xlsx_cell xlsx_words(dcx_writer *w, dcx_text text);
/* A style for a number of so many decimals, or for XLSX_TEXT or XLSX_LONG. */
lxw_format *xlsx_format(dcx_writer *w, xlsx_style style, int decimals);

/* ---- sheets (xlsx_sheet.c) ---- */

/* Adds a sheet, which gets the rows from here on. The rows of a large one wait in a file, and charts cannot keep a copy
 * of its cells, which some programs need to show them. */
void xlsx_add_sheet(dcx_writer *w, const char *title, bool large);
/* A row of count cells below the last one. */
void xlsx_put(dcx_writer *w, const xlsx_cell *cell, size_t count);
/* The next sheet of the writer's rows, with its heading. */
void xlsx_begin_sheet(dcx_writer *w);
/* A row of the writer's columns; goes on on another sheet where this one is full. */
void xlsx_put_row(dcx_writer *w, const dcx_text *cell, const xlsx_style *style);
/* What can only be said of a sheet when all its rows are there. */
void xlsx_finish_sheet(dcx_writer *w);
/* Room for so many characters, or for the most that are wanted. */
double xlsx_column_width(size_t width, size_t most);
bool xlsx_is_finding(const dcx_writer *w);
/* Columns of sentences. */
bool xlsx_is_prose(const dcx_column *column);
/* A field of the row that is written, whether its column is chosen or not. */
dcx_text xlsx_field(const dcx_writer *w, const char *column);

/* ---- failures (xlsx.c, xlsx_sheet.c) ---- */

/* Gives up because of the temporary file. */
void xlsx_fail(dcx_writer *w, const char *what);
/* Gives up where the library could not do what it was asked for. */
void xlsx_check(dcx_writer *w, lxw_error error);

/* ---- a diff (xlsx_diff.c) ---- */

void xlsx_diff_begin(dcx_writer *w);
/* Keeps a row, to be written with the others of its section. */
void xlsx_diff_row(dcx_writer *w, const dcx_text *cell);
/* Writes all rows. */
void xlsx_diff_rows(dcx_writer *w);
/* Colours of the sheet that is complete. */
void xlsx_diff_finish(dcx_writer *w);

/* ---- the largest changes (xlsx_chart.c) ---- */

void xlsx_chart_begin(dcx_writer *w);
/* Keeps the row where it is among the largest changes of levels that both reports give as facts. */
void xlsx_chart_row(dcx_writer *w);
/* Writes the sheet. */
void xlsx_chart_end(dcx_writer *w);

#endif
