/* Cells of a workbook: numbers with the digits as printed, and text that no spreadsheet takes for something else. */
#include <string.h>

#include "base/utf8.h"
#include "record/guard.h"
#include "writer/xlsx.h"

/* ---- numbers ---- */

enum { EXACT = 22 };

/* Ten to a power from 0 to EXACT, which a double holds exactly. */
static double ten_to(size_t power) {
    double ten = 1;
    while (power--)
        ten *= 10;
    return ten;
}

/* Whether a double shows and gives back every digit. Whole numbers of 15 digits and powers of ten up to EXACT are exact
 * doubles, so the one multiplication or division rounds as reading the decimal would. */
static bool read_number(dcx_text text, double *value, int *decimals) {
    size_t first = text.length && text.at[0] == '-';
    if (!writer_is_number(text) || (text.at[first] == '0' && first + 1 < text.length && text.at[first + 1] != '.'))
        return false;
    double digits = 0;
    size_t significant = 0, zeros = 0, places = 0; /* zeros: behind the last digit that is none */
    for (size_t i = first, point = 0; i < text.length; i++) {
        if (text.at[i] == '.') {
            point = 1;
            continue;
        }
        places += point;
        zeros++;
        if (text.at[i] == '0')
            continue;
        significant = significant ? significant + zeros : 1;
        if (significant > XLSX_DIGITS)
            return false;
        digits = digits * ten_to(digits > 0 ? zeros : 0) + (text.at[i] - '0');
        zeros = 0;
    }
    if (zeros > EXACT || places > XLSX_DIGITS || (first && !significant)) /* minus nought would lose its sign */
        return false;
    *value = zeros > places ? digits * ten_to(zeros - places) : digits / ten_to(places - zeros);
    *value = first ? -*value : *value;
    *decimals = (int)places;
    return true;
}

static bool is_year(const dcx_column *column, dcx_text text) {
    size_t length = strlen(column->name);
    return text.length == 4 && length >= 4 && !strcmp(column->name + length - 4, "year");
}

/* ---- text ---- */

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* _xHHHH_ in a workbook means the character of that number. */
static bool is_escape(dcx_text text, size_t at) {
    const char *s = text.at + at;
    return text.length - at >= 7 && s[0] == '_' && s[1] == 'x' && is_hex(s[2]) && is_hex(s[3]) && is_hex(s[4]) &&
           is_hex(s[5]) && s[6] == '_';
}

/* What XML 1.0 can hold. A line break is a line feed in a cell. */
static char32_t storable(char32_t c) {
    if (c == '\r')
        return '\n';
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF ? UTF8_REPLACEMENT : c;
}

typedef struct long_text {
    buffer out;
    size_t units, width;
    size_t cut; /* where it can be cut so that an ellipsis still has room */
} long_text;

static void put(long_text *t, char32_t c) {
    if (t->units < XLSX_MOST)
        t->cut = t->out.length;
    t->units += c > 0xFFFF ? 2 : 1;
    t->width += (size_t)utf8_width(c);
    buffer_rune(&t->out, c);
}

xlsx_cell xlsx_words(dcx_writer *w, dcx_text text) {
    long_text t = {.units = 0};
    buffer_init_in(&t.out, &w->row);
    if (!w->layout.raw && guard_is_needed(text))
        put(&t, '\'');
    for (size_t i = 0; i < text.length && t.units <= XLSX_MOST;) {
        bool escape = is_escape(text, i);
        char32_t c = writer_next(text, &i);
        if (c == '\r' && i < text.length && text.at[i] == '\n')
            continue;
        for (const char *s = escape ? "_x005F" : ""; *s; s++)
            put(&t, (char32_t)*s);
        put(&t, storable(c));
    }
    if (t.units > XLSX_MOST) {
        t.out.length = t.cut;
        buffer_rune(&t.out, 0x2026);
    }
    size_t length = t.out.length;
    buffer_char(&t.out, 0);
    return (xlsx_cell){.text = t.out.at, .decimals = length > XLSX_SHORT ? XLSX_LONG : XLSX_TEXT, .width = t.width};
}

xlsx_cell xlsx_read(dcx_writer *w, const dcx_column *column, dcx_text text) {
    xlsx_cell cell = {.text = NULL, .width = text.length};
    if ((column->type != DCX_TEXT || is_year(column, text)) && read_number(text, &cell.value, &cell.decimals))
        return cell;
    return xlsx_words(w, text);
}

/* ---- how they look ---- */

static void dress(lxw_format *f, xlsx_style style) {
    switch (style) {
    case XLSX_HEAD:
        lxw.format_set_bold(f);
        lxw.format_set_bg_color(f, 0xE3E9EF);
        lxw.format_set_bottom(f, LXW_BORDER_THIN);
        lxw.format_set_bottom_color(f, 0x7F8C99);
        break;
    case XLSX_FAINT: lxw.format_set_font_color(f, 0x6B6B6B); break;
    case XLSX_FLAG: lxw.format_set_bg_color(f, 0xFFE9B3); break;
    case XLSX_ERROR:
        lxw.format_set_bg_color(f, XLSX_RISE);
        lxw.format_set_font_color(f, LXW_COLOR_WHITE);
        lxw.format_set_bold(f);
        break;
    case XLSX_NOTE: lxw.format_set_bg_color(f, 0xFFE9B3); break;
    case XLSX_OK: lxw.format_set_bg_color(f, 0xD6E6F2); break;
    default: break;
    }
    if (style == XLSX_WRAP)
        lxw.format_set_text_wrap(f);
    lxw.format_set_align(f, style >= XLSX_TOP ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
}

lxw_format *xlsx_format(dcx_writer *w, xlsx_style style, int decimals) {
    xlsx_book *b = w->state;
    lxw_format **place = &b->format[style][decimals - XLSX_TEXT], *made = *place;
    if (made)
        return made;
    made = lxw.workbook_add_format(b->workbook);
    if (!made)
        memory_fail(&w->mem);
    char digits[XLSX_DIGITS + 3] = "0.";
    if (decimals >= 0) {
        memset(digits + 2, '0', (size_t)decimals);
        digits[decimals ? 2 + decimals : 1] = 0;
        lxw.format_set_num_format(made, digits);
    } else if (decimals == XLSX_TEXT) {
        lxw.format_set_num_format(made, "@"); /* stays text also when somebody edits it */
    }
    if (decimals < 0)
        lxw.format_set_indent(made, 1); /* away from the number before it */
    dress(made, style);
    return *place = made;
}
