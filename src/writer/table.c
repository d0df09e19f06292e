/* Columns aligned for the eye, fitted to a terminal's width. The first and the last column, which name and explain a
 * row, go on in the next line where they do not fit; other texts are cut; figures are shown whatever the width. */
#include <string.h>

#include "base/utf8.h"
#include "writer/writer.h"

enum {
    PAGE_ROWS = 200,          /* rows that are measured before the first is shown */
    PAGE_BYTES = 1024 * 1024, /* or as many as this */
    GAP = 2,
    NARROWEST = 4,
    LONGEST = 16,   /* what counts as a word that can be kept whole */
    CELL_BYTES = 16 /* at most so many bytes are kept for each cell of the window's width */
};

typedef struct table_cell {
    const char *at;
    size_t length;
    size_t width;
    const char *colour; /* the terminal's code; NULL: none */
} table_cell;

enum { CLAIMS = 3 };

typedef struct table {
    arena page;       /* texts of the rows that wait */
    table_cell *cell; /* PAGE_ROWS times columns */
    size_t rows, bytes;
    size_t *width;
    size_t word; /* the longest word in Latin letters of the last column, which is not broken */
    bool measured;
    bool tight;        /* headings go on in a second line */
    int claim[CLAIMS]; /* numbers of the columns of claims that are not shown */
    size_t claims;
} table;

static bool is_numeric(const dcx_writer *w, size_t column) {
    return w->column[column].type != DCX_TEXT;
}

static bool is_wrapped(const dcx_writer *w, size_t column) {
    return (!column || column + 1 == w->columns) && !is_numeric(w, column);
}

static bool is_cut(const dcx_writer *w, size_t column) {
    return w->layout.width > 0 && !is_numeric(w, column) && !is_wrapped(w, column);
}

static size_t width_of(dcx_text text) {
    size_t width = 0;
    for (size_t i = 0; i < text.length;)
        width += (size_t)utf8_width(writer_next(text, &i));
    return width;
}

/* Columns of claims that are not shown: a row's name says then that it is a plan or forecast, so that nobody takes it
 * for a fact. */
static void find_claims(dcx_writer *w) {
    static const char *const columns[CLAIMS] = {"claim", "new_claim", "old_claim"};
    table *t = w->state;
    for (size_t i = 0; i < w->schema->columns && w->usual; i++)
        for (size_t k = 0; k < CLAIMS; k++)
            if (!strcmp(w->schema->column[i].name, columns[k]))
                t->claim[t->claims++] = (int)i;
    for (size_t k = 0; k < w->columns; k++)
        for (size_t i = 0; i < t->claims; i++)
            if (w->field[k] == t->claim[i])
                t->claims = 0;
}

static void begin(dcx_writer *w) {
    table *t = w->state = arena_alloc(&w->arena, sizeof *t);
    t->cell = arena_array(&w->arena, PAGE_ROWS * w->columns, sizeof *t->cell);
    t->width = arena_array(&w->arena, w->columns, sizeof *t->width);
    arena_init(&t->page, &w->mem);
    find_claims(w);
}

/* A copy for the page; of a text that will be cut, no more than can be shown. */
static table_cell keep(dcx_writer *w, dcx_text text, bool cut) {
    table *t = w->state;
    size_t most = cut ? (size_t)w->layout.width + 1 : (size_t)-1;
    size_t room = cut && text.length > most * CELL_BYTES ? most * CELL_BYTES : text.length * UTF8_MAX;
    char *copy = arena_alloc(&t->page, room);
    table_cell cell = {copy, 0, 0, NULL};
    for (size_t i = 0; i < text.length;) {
        char32_t c = writer_harmless(writer_next(text, &i));
        char encoded[UTF8_MAX];
        size_t n = utf8_encode(c, encoded);
        if (cell.length + n > room || cell.width >= most) {
            cell.width = most;
            break;
        }
        memcpy(copy + cell.length, encoded, n);
        cell.length += n;
        cell.width += (size_t)utf8_width(c);
    }
    t->bytes += cell.length;
    return cell;
}

/* The first column names the row and may be wider than others. */
static size_t limit(const dcx_writer *w, size_t column, size_t cap) {
    const table *t = w->state;
    if (column + 1 == w->columns && cap < t->word)
        return t->word;
    return column || cap <= NARROWEST ? cap : cap + 2 * (cap - NARROWEST);
}

static size_t total_width(const dcx_writer *w, size_t cap) {
    const table *t = w->state;
    size_t total = GAP * (w->columns - 1);
    for (size_t i = 0; i < w->columns; i++)
        total += is_numeric(w, i) || t->width[i] < limit(w, i, cap) ? t->width[i] : limit(w, i, cap);
    return total;
}

/* Makes the widest columns of text as narrow as the window asks. Figures are never cut. */
static void fit(dcx_writer *w) {
    table *t = w->state;
    size_t window = (size_t)w->layout.width, cap = window;
    while (cap > NARROWEST && total_width(w, cap) > window)
        cap--;
    for (size_t i = 0; i < w->columns; i++)
        if (!is_numeric(w, i) && t->width[i] > limit(w, i, cap))
            t->width[i] = limit(w, i, cap);
    for (size_t i = 0, spare = window > total_width(w, cap) ? window - total_width(w, cap) : 0; i < w->columns; i++)
        if (!is_numeric(w, i) && t->width[i] == limit(w, i, cap) && spare) {
            t->width[i]++;
            spare--;
        }
}

static size_t longest_word(table_cell cell) {
    size_t longest = 0, length = 0;
    for (size_t i = 0; i < cell.length; i++) {
        length = (unsigned char)cell.at[i] < 0x80 && cell.at[i] != ' ' ? length + 1 : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

static void find_word(dcx_writer *w) {
    table *t = w->state;
    size_t last = w->columns - 1;
    t->word = 0;
    for (size_t r = 0; r < t->rows && is_wrapped(w, last); r++) {
        size_t word = longest_word(t->cell[r * w->columns + last]);
        t->word = word > t->word && word <= LONGEST ? word : t->word;
    }
}

/* What of a heading stands on its next line: where the window is tight, one that is wider than its column goes on
 * behind a low line. */
static dcx_text take_heading(const dcx_writer *w, dcx_text *rest, size_t width) {
    const table *t = w->state;
    dcx_text line = *rest;
    size_t shown = 0, end = 0;
    for (size_t i = 0; i < rest->length && t->tight && width_of(*rest) > width;) {
        shown += (size_t)utf8_width(writer_next(*rest, &i));
        if (shown > width && end)
            break;
        if (rest->at[i - 1] == '_')
            end = i;
    }
    if (end)
        line.length = end;
    *rest = (dcx_text){rest->at + line.length, rest->length - line.length};
    return line;
}

static size_t heading_width(const dcx_writer *w, size_t column) {
    dcx_text rest = w->heading[column];
    size_t widest = 1;
    while (rest.length && !w->layout.no_header) {
        size_t width = width_of(take_heading(w, &rest, 1));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void measure_columns(dcx_writer *w) {
    table *t = w->state;
    for (size_t i = 0; i < w->columns; i++) {
        t->width[i] = heading_width(w, i);
        for (size_t r = 0; r < t->rows; r++)
            if (t->cell[r * w->columns + i].width > t->width[i])
                t->width[i] = t->cell[r * w->columns + i].width;
    }
}

static void measure(dcx_writer *w) {
    table *t = w->state;
    find_word(w);
    measure_columns(w);
    if (w->layout.width > 0 && total_width(w, (size_t)w->layout.width) > (size_t)w->layout.width) {
        t->tight = true;
        measure_columns(w);
    }
    if (w->layout.width > 0)
        fit(w);
    t->measured = true;
}

static void put_spaces(buffer *out, size_t count) {
    if (!count)
        return;
    memset(buffer_reserve(out, count), ' ', count);
    out->length += count;
}

/* As much as fits, with an ellipsis where something is left out; returns how wide it became. */
static size_t put_cut(buffer *out, table_cell cell, size_t width) {
    dcx_text text = {cell.at, cell.length};
    size_t shown = 0, i = 0;
    while (i < text.length) {
        size_t from = i;
        size_t wide = (size_t)utf8_width(writer_next(text, &i));
        if (shown + wide + 1 > width)
            break;
        buffer_put(out, text.at + from, i - from);
        shown += wide;
    }
    buffer_rune(out, 0x2026);
    return shown + 1;
}

/* Where a line that is width wide has to end: behind a space rather than inside a Latin word. */
static size_t line_end(table_cell cell, size_t width) {
    dcx_text text = {cell.at, cell.length};
    size_t shown = 0, i = 0, space = 0;
    while (i < text.length) {
        size_t from = i;
        char32_t c = writer_next(text, &i);
        shown += (size_t)utf8_width(c);
        if (shown > width && c != ' ')
            return c < 0x80 && space ? space : from;
        if (c == ' ')
            space = i;
        else if (c >= 0x80)
            space = 0;
    }
    return i;
}

/* Takes what one line has room for off the cell. */
static table_cell take_line(table_cell *cell, size_t width) {
    table_cell line = *cell;
    if (cell->width > width) {
        line.length = line_end(*cell, width);
        line.width = width_of((dcx_text){line.at, line.length});
    }
    cell->at += line.length;
    cell->length -= line.length;
    cell->width -= line.width;
    return line;
}

static void put_cell(dcx_writer *w, size_t column, table_cell cell) {
    const table *t = w->state;
    size_t width = t->width[column];
    bool last = column + 1 == w->columns;
    if (column)
        put_spaces(&w->out, GAP);
    bool cut = cell.width > width && is_cut(w, column);
    size_t space = cell.width < width ? width - cell.width : 0;
    if (is_numeric(w, column))
        put_spaces(&w->out, space);
    buffer_text(&w->out, cell.colour && cell.length ? cell.colour : "");
    if (cut)
        space = width - put_cut(&w->out, cell, width);
    else
        buffer_put(&w->out, cell.at, cell.length);
    buffer_text(&w->out, cell.colour && cell.length ? "\033[0m" : "");
    if (!is_numeric(w, column) && !last)
        put_spaces(&w->out, space);
}

/* Puts a line of a row and leaves what the next lines have to show. */
static bool put_line(dcx_writer *w, table_cell *cell) {
    const table *t = w->state;
    size_t left = 0;
    for (size_t i = 0; i < w->columns; i++) {
        bool wraps = w->layout.width > 0 && is_wrapped(w, i);
        table_cell line = take_line(&cell[i], wraps ? t->width[i] : (size_t)-1);
        put_cell(w, i, line);
        left += cell[i].length;
    }
    return left > 0;
}

/* Ends a line, without spaces that nobody sees. */
static void trim_line(buffer *out) {
    while (out->length && out->at[out->length - 1] == ' ')
        out->length--;
    buffer_char(out, '\n');
}

static void put_row(dcx_writer *w, table_cell *cell) {
    for (bool more = true; more;) {
        more = put_line(w, cell);
        trim_line(&w->out);
    }
}

static void put_header(dcx_writer *w) {
    const table *t = w->state;
    dcx_text *rest = arena_array(&w->row, w->columns, sizeof *rest);
    memcpy(rest, w->heading, w->columns * sizeof *rest);
    for (bool more = true; more;) {
        more = false;
        buffer_text(&w->out, w->layout.colour ? "\033[1m" : "");
        for (size_t i = 0; i < w->columns; i++) {
            dcx_text part = take_heading(w, &rest[i], t->width[i]);
            put_cell(w, i, (table_cell){part.at, part.length, width_of(part), NULL});
            more |= rest[i].length > 0;
        }
        buffer_text(&w->out, w->layout.colour ? "\033[0m" : "");
        trim_line(&w->out);
    }
}

static void put_page(dcx_writer *w) {
    table *t = w->state;
    if (!t->measured) {
        measure(w);
        if (!w->layout.no_header)
            put_header(w);
    }
    for (size_t r = 0; r < t->rows; r++)
        put_row(w, &t->cell[r * w->columns]);
    t->rows = t->bytes = 0;
    arena_reset(&t->page);
}

static bool is_zero(dcx_text number) {
    for (size_t i = 0; i < number.length; i++)
        if (number.at[i] >= '1' && number.at[i] <= '9')
            return false;
    return true;
}

/* What a cell means for the eye: rises and falls apart, what contradicts, what is no fact. */
static const char *colour_of(const dcx_writer *w, size_t column, dcx_text cell) {
    static const char red[] = "\033[31m", blue[] = "\033[34m", yellow[] = "\033[33m", green[] = "\033[32m";
    static const struct meaning {
        const char *column, *word, *colour;
    } meanings[] = {{"severity", "error", red},     {"severity", "note", yellow},  {"severity", "ok", green},
                    {"claim", "target", yellow},    {"claim", "forecast", yellow}, {"status", "only-old", blue},
                    {"status", "only-new", yellow}, {"status", "restated", yellow}};
    const char *name = w->column[column].name;
    if (!w->layout.colour || !cell.length)
        return NULL;
    if (!strcmp(name, "change") || !strcmp(name, "change_pct"))
        return *cell.at == '-' ? blue : is_zero(cell) ? NULL : red;
    if (!strcmp(name, "flags"))
        return yellow;
    dcx_text word = w->group[column] ? label_read(w->group[column], cell) : cell;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (!strcmp(name, meanings[i].column) && text_equal(word, text_of_c(meanings[i].word)))
            return meanings[i].colour;
    return NULL;
}

/* The name, with what the row claims where no column says it. */
static dcx_text named(dcx_writer *w, dcx_text name) {
    const table *t = w->state;
    for (size_t i = t->claims; i--;) { /* the newer report's first */
        dcx_text claim = w->all[t->claim[i]];
        if (!claim.length || text_equal(claim, text_of_c("actual")))
            continue;
        claim = label_show(&w->row, "claim", claim, w->words);
        return text_of_c(arena_print(&w->row, "%.*s (%.*s)", (int)name.length, name.at, (int)claim.length, claim.at));
    }
    return name;
}

static void row(dcx_writer *w, const dcx_text *cell) {
    table *t = w->state;
    for (size_t i = 0; i < w->columns; i++) {
        table_cell *kept = &t->cell[t->rows * w->columns + i];
        *kept = keep(w, i ? cell[i] : named(w, cell[i]), is_cut(w, i));
        kept->colour = colour_of(w, i, cell[i]);
    }
    t->rows++;
    if (t->rows == PAGE_ROWS || t->bytes >= PAGE_BYTES)
        put_page(w);
}

static void release(dcx_writer *w) {
    table *t = w->state;
    if (t)
        arena_free(&t->page);
}

const writer_format writer_table = {
    .begin = begin, .row = row, .end = put_page, .release = release, .usual_columns = writer_usual_columns};
