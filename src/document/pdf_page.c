#include "document/pdf_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum {
    ROWS_MOST = 4000, /* of a page; a page with more has one column */
    COLUMN_ROWS = 5,  /* rows that a column has at least, unless the page before had it too */
    WORD_EMS = 3,     /* what is narrower is a number or word that stands apart */
    COLUMN_EMS = 8,   /* width of a column, at least: what is narrower is a column of a table */
    LABEL_DIGITS = 3
};

typedef struct word {
    pdf_box box;
    size_t from, length; /* bytes of the page's text */
} word;

typedef struct row {
    pdf_box box;
    size_t first, words;
    double cell; /* width of half an ideograph */
    bool parted; /* it went on with the row before, which was one with it */
} row;

void pdf_page_init(pdf_page *p, arena *a) {
    *p = (pdf_page){.gutter = 0};
    buffer_init_in(&p->text, a);
    buffer_init_in(&p->words, a);
    buffer_init_in(&p->rows, a);
}

static word *words_of(const pdf_page *p) {
    return (word *)(void *)p->words.at;
}

static row *rows_of(const pdf_page *p) {
    return (row *)(void *)p->rows.at;
}

void pdf_page_row(pdf_page *p, pdf_box box) {
    row r = {.box = box, .first = p->words.length / sizeof(word)};
    buffer_put(&p->rows, (const char *)&r, sizeof r);
}

/* Where words of one row stand far apart, they are of two columns. */
static void part_row(pdf_page *p, pdf_box next) {
    const double apart = 0.4; /* of the height */
    row *r = &rows_of(p)[p->rows.length / sizeof(row) - 1];
    if (!r->words)
        return;
    const word *last = &words_of(p)[r->first + r->words - 1];
    if (next.left - last->box.right < (next.bottom - next.top) * apart)
        return;
    pdf_box rest = {next.left, r->box.top, r->box.right, r->box.bottom};
    r->box.right = last->box.right;
    pdf_page_row(p, rest);
    rows_of(p)[p->rows.length / sizeof(row) - 1].parted = true;
}

void pdf_page_word(pdf_page *p, pdf_box box) {
    word w = {box, p->text.length, 0};
    if (!p->rows.length)
        return;
    part_row(p, box);
    buffer_put(&p->words, (const char *)&w, sizeof w);
    rows_of(p)[p->rows.length / sizeof(row) - 1].words++;
}

void pdf_page_text(pdf_page *p, dcx_text text) {
    if (!p->words.length)
        return;
    buffer_put(&p->text, text.at, text.length);
    word *last = &words_of(p)[p->words.length / sizeof(word) - 1];
    last->length = p->text.length - last->from;
}

/* ---- measures ---- */

static double height_of(pdf_box b) {
    return b.bottom - b.top;
}

static double middle_of(pdf_box b) {
    return (b.top + b.bottom) / 2;
}

static size_t cells_of(const pdf_page *p, const row *r) {
    size_t cells = 0;
    for (size_t i = r->first; i < r->first + r->words; i++) {
        const word *w = &words_of(p)[i];
        for (size_t k = 0; k < w->length;) {
            char32_t c;
            bool valid;
            k += utf8_decode(p->text.at + w->from + k, w->length - k, &c, &valid);
            cells += c > 0x2000 ? 2 : 1;
        }
    }
    return cells;
}

static void measure(pdf_page *p) {
    for (size_t i = 0; i < p->rows.length / sizeof(row); i++) {
        row *r = &rows_of(p)[i];
        size_t cells = cells_of(p, r);
        r->cell = cells ? (r->box.right - r->box.left) / (double)cells : 0;
    }
}

static int by_number(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_middle(const void *a, const void *b) {
    double x = middle_of(((const row *)a)->box), y = middle_of(((const row *)b)->box);
    return (x > y) - (x < y);
}

static int by_left(const void *a, const void *b) {
    double x = ((const row *)a)->box.left, y = ((const row *)b)->box.left;
    return (x > y) - (x < y);
}

/* The left edge that most rows have. */
static double edge_of(const row *r, size_t n) {
    double best = 0;
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n && k < ROWS_MOST; k++)
            same += fabs(r[k].box.left - r[i].box.left) < 1.5;
        if (same > most || (same == most && r[i].box.left < best)) {
            most = same;
            best = r[i].box.left;
        }
    }
    return best;
}

/* The usual room between one row and the next. */
static double leading_of(pdf_page *p, const row *r, size_t n) {
    size_t count = 0;
    double *gap = arena_array(p->text.arena, n + 1, sizeof *gap);
    for (size_t i = 1; i < n; i++)
        if (r[i].box.top > r[i - 1].box.top + height_of(r[i - 1].box) / 2)
            gap[count++] = r[i].box.top - r[i - 1].box.bottom;
    qsort(gap, count, sizeof *gap, by_number);
    return count ? gap[count / 2] : 0;
}

/* ---- printing rows ---- */

static void spaces(buffer *out, double count) {
    enum { MOST = 120 };
    for (int i = 0; i < MOST && i < (int)lround(count); i++)
        buffer_char(out, ' ');
}

/* A small number above the line is a note's mark or an exponent. */
static bool is_raised(const pdf_page *p, pdf_box line, const word *w, bool first) {
    bool small = height_of(w->box) < height_of(line) * 0.8, high = w->box.bottom < line.bottom - 0.5;
    if (!small || (!high && !first) || !w->length || w->length > LABEL_DIGITS)
        return false;
    for (size_t i = 0; i < w->length; i++)
        if (!rune_is_digit((char32_t)p->text.at[w->from + i]))
            return false;
    return true;
}

static bool behind_letter(const buffer *out) {
    return out->length && rune_is_alpha((char32_t)(unsigned char)out->at[out->length - 1]);
}

static void put_raised(const pdf_page *p, const word *w, buffer *out) {
    bool exponent = behind_letter(out);
    if (!exponent)
        buffer_char(out, '[');
    for (size_t i = 0; i < w->length; i++) {
        char digit = p->text.at[w->from + i];
        if (exponent)
            buffer_rune(out, rune_superscript((char32_t)digit));
        else
            buffer_char(out, digit);
    }
    if (!exponent)
        buffer_char(out, ']');
}

static void put_words(const pdf_page *p, const row *r, pdf_box line, buffer *out) {
    double end = r->box.left;
    for (size_t i = r->first; i < r->first + r->words; i++) {
        const word *w = &words_of(p)[i];
        bool raised = is_raised(p, line, w, i == r->first);
        if (i > r->first && !raised && w->box.left - end > r->cell * 0.3)
            buffer_char(out, ' ');
        if (raised)
            put_raised(p, w, out);
        else
            buffer_put(out, p->text.at + w->from, w->length);
        end = w->box.right;
    }
}

static pdf_box around(pdf_box a, pdf_box b) {
    return (pdf_box){fmin(a.left, b.left), fmin(a.top, b.top), fmax(a.right, b.right), fmax(a.bottom, b.bottom)};
}

/* Rows that stand side by side make one line; a raised number may be a row of its own. */
static size_t beside(const row *r, size_t n, pdf_box *all) {
    size_t k = 1;
    for (*all = r[0].box; k < n; k++) {
        pdf_box b = r[k].box;
        double overlap = fmin(b.bottom, all->bottom) - fmax(b.top, all->top);
        bool apart = b.left >= all->right - 1 || b.right <= all->left + 1;
        if (!apart || overlap < fmin(height_of(b), height_of(*all)) * 0.4)
            break;
        *all = around(*all, b);
    }
    return k;
}

/* The rows of one column, or of what goes across columns. */
static void put_rows(pdf_page *p, row *r, size_t n, buffer *out) {
    enum { GAP = 3, WORDS = 3 }; /* spaces between the columns of a table, at least; between words, less than */
    qsort(r, n, sizeof *r, by_middle);
    double edge = edge_of(r, n), leading = leading_of(p, r, n), bottom = 0, cell = 0;
    for (size_t i = 0; i < n;) {
        pdf_box line;
        size_t side = beside(r + i, n - i, &line);
        qsort(r + i, side, sizeof *r, by_left);
        bool resized = i && fabs(r[i].cell - cell) > cell * 0.2 && r[i].words && side == 1;
        if (i && (resized || line.top - bottom > leading + height_of(line) * 0.6))
            buffer_char(out, '\n');
        cell = r[i].cell;
        for (size_t k = i; k < i + side; k++) {
            double room = r[k].cell > 0 ? (r[k].box.left - (k == i ? edge : r[k - 1].box.right)) / r[k].cell : 0;
            bool joined = k > i && room < 1; /* a raised number and what it belongs to */
            double between = r[k].parted && room < WORDS ? 1 : fmax(room, GAP);
            spaces(out, joined ? 0 : k > i ? between : room);
            put_words(p, &r[k], line, out);
        }
        buffer_char(out, '\n');
        bottom = line.bottom;
        i += side;
    }
}

/* ---- columns ---- */

typedef struct side {
    size_t rows, wide;                /* wide: those that are more than a number or word */
    double top, bottom, inner, width; /* inner: the edge at the gutter; width: of its wide rows together, in ems */
} side;

static void add_to(side *s, const row *r, bool left) {
    double inner = left ? r->box.right : r->box.left;
    if (!s->rows || r->box.top < s->top)
        s->top = r->box.top;
    if (!s->rows || r->box.bottom > s->bottom)
        s->bottom = r->box.bottom;
    if (!s->rows || (left ? inner > s->inner : inner < s->inner))
        s->inner = inner;
    s->rows++;
    double ems = r->cell > 0 ? (r->box.right - r->box.left) / r->cell / 2 : 0;
    s->wide += ems > WORD_EMS;
    s->width += ems > WORD_EMS ? ems : 0;
}

/* How many rows stand beside a gutter at x; 0: it is none. usual: the page before had it. *middle: its middle. */
static size_t rows_beside(const row *r, size_t n, double x, bool usual, double *middle) {
    side left = {0}, right = {0};
    for (size_t i = 0; i < n; i++) {
        if (r[i].box.right <= x)
            add_to(&left, &r[i], true);
        else if (r[i].box.left >= x)
            add_to(&right, &r[i], false);
    }
    size_t least = usual ? 1 : COLUMN_ROWS, both = left.rows + right.rows;
    if (left.rows < least || right.rows < least || both * 3 < n * 2 || right.inner - left.inner < 4)
        return 0;
    if (!left.wide || left.width < COLUMN_EMS * (double)left.wide || !right.wide ||
        right.width < COLUMN_EMS * (double)right.wide)
        return 0;
    *middle = (left.inner + right.inner) / 2;
    bool overlap = fmin(left.bottom, right.bottom) > fmax(left.top, right.top);
    return overlap || usual ? both : 0;
}

static double find_gutter(const row *r, size_t n, double before) {
    double best = 0, middle = 0;
    size_t most = 0;
    if (n > ROWS_MOST)
        return 0;
    for (size_t i = 0; i < n; i++) {
        size_t beside_it = rows_beside(r, n, r[i].box.right + 1, false, &middle);
        if (beside_it > most) {
            most = beside_it;
            best = middle;
        }
    }
    if (!most && before > 0 && rows_beside(r, n, before, true, &middle))
        return middle;
    return best;
}

/* The rows of r that stand on one side of the gutter, in a copy. */
static void put_side(pdf_page *p, const row *r, size_t n, double gutter, bool left, buffer *out) {
    row *some = arena_array(p->text.arena, n + 1, sizeof *some);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if ((r[i].box.right <= gutter) == left)
            some[count++] = r[i];
    put_rows(p, some, count, out);
}

static bool spans(const row *r, double gutter) {
    return r->box.left < gutter && r->box.right > gutter;
}

/* Whether row i goes across the gutter, or goes on with one beside it that does. */
static bool crosses(const row *r, size_t n, size_t i, double gutter) {
    enum { EMS = 2 };
    if (spans(&r[i], gutter))
        return true;
    for (size_t k = i ? i - 1 : 0; k < n && k <= i + 1; k++) {
        double overlap = fmin(r[k].box.bottom, r[i].box.bottom) - fmax(r[k].box.top, r[i].box.top);
        double apart = fmax(r[k].box.left, r[i].box.left) - fmin(r[k].box.right, r[i].box.right);
        if (spans(&r[k], gutter) && overlap > height_of(r[i].box) / 2 && apart < EMS * 2 * r[k].cell)
            return true;
    }
    return false;
}

/* Rows across the gutter part what stands above them from what stands below. */
static void put_columns(pdf_page *p, row *r, size_t n, double gutter, buffer *out) {
    qsort(r, n, sizeof *r, by_middle);
    for (size_t i = 0; i < n;) {
        size_t end = i;
        bool across = crosses(r, n, i, gutter);
        while (end < n && crosses(r, n, end, gutter) == across)
            end++;
        if (i)
            buffer_char(out, '\n');
        if (across) {
            put_rows(p, r + i, end - i, out);
        } else {
            put_side(p, r + i, end - i, gutter, true, out);
            put_side(p, r + i, end - i, gutter, false, out);
        }
        i = end;
    }
}

void pdf_page_print(pdf_page *p, buffer *out) {
    size_t n = p->rows.length / sizeof(row);
    row *r = rows_of(p);
    measure(p);
    p->gutter = n ? find_gutter(r, n, p->gutter) : p->gutter;
    if (p->gutter > 0)
        put_columns(p, r, n, p->gutter, out);
    else if (n)
        put_rows(p, r, n, out);
    buffer_char(out, '\f');
    p->text.length = p->words.length = p->rows.length = 0;
}
