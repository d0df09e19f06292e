#include "document/pdf_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "document/figure.h"
#include "document/pdf_table.h"

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
    bool figure; /* it is a number */
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

static bool is_number(const char *text, size_t length) {
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (!text[i] || !strchr("0123456789.,%()-", text[i]))
            return false;
        digits += text[i] >= '0' && text[i] <= '9';
    }
    return digits > 0;
}

static bool is_figure(const pdf_page *p, const row *r) {
    const word *w = &words_of(p)[r->first];
    return r->words == 1 && is_number(p->text.at + w->from, w->length);
}

/* Whether two words that stand closer than columns do are two cells all the same: two numbers, or what stands behind
 * a bracket that a head ends with. */
static bool are_cells(const pdf_page *p, const word *left, const word *right, double height) {
    static const char bracket[] = "\xEF\xBC\x89";
    if (right->box.left - left->box.right < height * 0.1 || left->length < 2 || !right->length)
        return false;
    const char *l = p->text.at + left->from, *r = p->text.at + right->from;
    if (left->length > 3 && (!memcmp(l + left->length - 3, bracket, 3) || l[left->length - 1] == ')'))
        return true;
    return is_number(r, right->length) && (is_number(l, left->length) || right->length > 4);
}

static void part_cells(pdf_page *p, size_t number) {
    row r = rows_of(p)[number];
    for (size_t i = r.first + 1; i < r.first + r.words; i++) {
        const word *w = &words_of(p)[i];
        if (!are_cells(p, w - 1, w, height_of(r.box)))
            continue;
        row rest = {.box = r.box, .first = i, .words = r.first + r.words - i, .parted = true};
        rest.box.left = w->box.left;
        row *old = &rows_of(p)[number];
        old->box.right = w[-1].box.right;
        old->words = i - r.first;
        buffer_put(&p->rows, (const char *)&rest, sizeof rest);
        return;
    }
}

static void measure(pdf_page *p) {
    for (size_t i = 0; i < p->rows.length / sizeof(row); i++)
        part_cells(p, i);
    for (size_t i = 0; i < p->rows.length / sizeof(row); i++) {
        row *r = &rows_of(p)[i];
        size_t cells = cells_of(p, r);
        r->figure = is_figure(p, r);
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

/* Whether a row stands beside all of the others, not above or below one. */
static bool is_apart(const row *r, size_t n, pdf_box b) {
    for (size_t i = 0; i < n; i++)
        if (b.left < r[i].box.right - 1 && b.right > r[i].box.left + 1)
            return false;
    return true;
}

/* Rows that stand side by side make one line; a raised number may be a row of its own. */
static size_t beside(const row *r, size_t n, pdf_box *all) {
    enum { MOST = 200 };
    size_t k = 1;
    for (*all = r[0].box; k < n && k < MOST; k++) {
        pdf_box b = r[k].box;
        double overlap = fmin(b.bottom, all->bottom) - fmax(b.top, all->top);
        if (!is_apart(r, k, b) || overlap < fmin(height_of(b), height_of(*all)) * 0.4)
            break;
        *all = around(*all, b);
    }
    return k;
}

/* ---- tables ---- */

/* Rows of a column, as lines with their pieces. */
typedef struct print {
    pdf_page *page;
    row *row;
    pdf_line *line;
    segment *piece; /* one for each row, in the same order */
    uint32_t lines;
    double em;
} print;

static runes runes_of(const pdf_page *p, const row *r, char32_t *room, size_t most) {
    size_t n = 0;
    for (size_t i = r->first; i < r->first + r->words; i++) {
        const word *w = &words_of(p)[i];
        for (size_t k = 0; k < w->length && n < most;) {
            bool valid;
            k += utf8_decode(p->text.at + w->from + k, w->length - k, &room[n++], &valid);
        }
    }
    return (runes){room, n};
}

/* The end of a number that its cell was too narrow for. */
static bool is_piece(runes t) {
    enum { LONGEST = 4 };
    for (size_t i = 0; i < t.length; i++)
        if (!rune_is_digit(t.at[i]) && (i || t.at[i] != '.') && (i + 1 < t.length || t.at[i] != '%'))
            return false;
    return t.length && t.length <= LONGEST;
}

static bool holds_colon(runes t) {
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] == ':' || t.at[i] == 0xFF1A)
            return true;
    return false;
}

static segment segment_of(const pdf_page *p, const row *r, const segment *before) {
    enum { MOST = 32, APART = 5 /* half ideographs between characters of one word */ };
    char32_t room[MOST];
    cell_number number;
    runes t = runes_of(p, r, room, MOST);
    bool read = cell_number_read(t, &number) && number.to + 4 >= t.length;
    bool day = read && r->words > 1 && number.to <= 2 && t.length == number.to + 1; /* of a date that was broken */
    bool single = t.length == 1 && rune_is_han(t.at[0]);
    bool close = before && single && before->across && r->box.left - before->right < r->cell * APART;
    return (segment){.left = r->box.left,
                     .right = r->box.right,
                     .piece = is_piece(t),
                     .opens = holds_colon(t),
                     .across = single, /* until its columns are known */
                     .number = t.length && (cell_is_gap(t) || is_piece(t) || (read && !day)),
                     .close = close};
}

static void take_lines(print *t, size_t n) {
    for (size_t i = 0; i < n;) {
        pdf_box box;
        size_t side = beside(t->row + i, n - i, &box);
        qsort(t->row + i, side, sizeof *t->row, by_left);
        for (size_t k = i; k < i + side; k++) {
            t->piece[k] = segment_of(t->page, &t->row[k], k > i ? &t->piece[k - 1] : NULL);
            t->em = fmax(t->em, t->row[k].cell * 2);
        }
        t->line[t->lines++] = (pdf_line){box.top, box.bottom, (uint32_t)i, (uint32_t)side};
        i += side;
    }
}

static pdf_box box_of(const print *t, const pdf_line *l) {
    pdf_box box = t->row[l->first].box;
    for (uint32_t k = l->first + 1; k < l->first + l->count; k++)
        box = around(box, t->row[k].box);
    return box;
}

/* A row of a table, of one line or of several: its cells with the sign between them that parts cells. */
static void put_cells(const print *t, const pdf_line *l, uint32_t lines, uint32_t width, buffer *out) {
    for (uint32_t c = 0; c < width; c++) {
        bool reached = false, any = false;
        if (c)
            buffer_char(out, CELL_END);
        for (uint32_t i = 0; i < lines; i++)
            for (uint32_t k = l[i].first; k < l[i].first + l[i].count; k++) {
                const segment *s = &t->piece[k];
                reached = reached || (s->column < c && c < s->column + s->across);
                if (s->column != c || !s->across)
                    continue;
                if (any && !i)
                    buffer_char(out, ' ');
                put_words(t->page, &t->row[k], box_of(t, &l[i]), out);
                any = true;
            }
        if (reached && !any)
            buffer_char(out, CELL_LEFT);
    }
    buffer_char(out, '\n');
}

/* Heads of several lines, as one: what stands over a column, from top to bottom. */
static void put_heads(const print *t, const pdf_line *l, uint32_t lines, uint32_t width, buffer *out) {
    for (uint32_t c = 0; c < width; c++) {
        if (c)
            buffer_char(out, CELL_END);
        for (uint32_t i = 0; i < lines; i++)
            for (uint32_t k = l[i].first; k < l[i].first + l[i].count; k++)
                if (t->piece[k].column <= c && c < t->piece[k].column + t->piece[k].across)
                    put_words(t->page, &t->row[k], box_of(t, &l[i]), out);
    }
    buffer_char(out, '\n');
}

static void put_table(print *t, uint32_t from, uint32_t end, buffer *out) {
    uint32_t heads, n = end - from, i = 0, one;
    const pdf_line *l = t->line + from;
    arena *a = t->page->text.arena;
    uint32_t width = pdf_table_columns(a, l, n, t->piece, t->em, &heads);
    pdf_spacing usual = pdf_table_spacing(a, l + heads, n - heads, t->piece, t->em);
    for (; i < heads; i += one) {
        one = pdf_table_head(l + i, heads - i, usual);
        (one > 1 ? put_heads : put_cells)(t, l + i, one, width, out);
    }
    for (; i < n; i += one) {
        one = pdf_table_row(l + i, n - i, t->piece, usual);
        put_cells(t, l + i, one, width, out);
    }
}

static void put_line(const print *t, const pdf_line *l, double edge, buffer *out) {
    enum { GAP = 3, WORDS = 3 }; /* spaces between the columns of a table, at least; between words, less than */
    const row *r = t->row;
    for (size_t k = l->first; k < l->first + l->count; k++) {
        double room = r[k].cell > 0 ? (r[k].box.left - (k == l->first ? edge : r[k - 1].box.right)) / r[k].cell : 0;
        bool joined = k > l->first && room < 1; /* a raised number and what it belongs to */
        double between = r[k].parted && room < WORDS ? 1 : fmax(room, GAP);
        spaces(out, joined ? 0 : k > l->first ? between : room);
        put_words(t->page, &r[k], box_of(t, l), out);
    }
    buffer_char(out, '\n');
}

/* The rows of one column, or of what goes across columns. */
static void put_rows(pdf_page *p, row *r, size_t n, buffer *out) {
    arena *a = p->text.arena;
    qsort(r, n, sizeof *r, by_middle);
    double edge = edge_of(r, n), leading = leading_of(p, r, n), cell = 0;
    print t = {.page = p, .row = r};
    t.line = arena_array(a, n + 1, sizeof *t.line);
    t.piece = arena_array(a, n + 1, sizeof *t.piece);
    take_lines(&t, n);
    for (uint32_t i = 0; i < t.lines;) {
        const pdf_line *l = &t.line[i];
        const row *first = &r[l->first];
        bool resized = i && fabs(first->cell - cell) > cell * 0.2 && first->words && l->count == 1;
        if (i && (resized || l->top - l[-1].bottom > leading + (l->bottom - l->top) * 0.6))
            buffer_char(out, '\n');
        uint32_t end = pdf_table_end(l, t.lines - i, t.piece, t.em);
        if (end) {
            put_table(&t, i, i + end, out);
            i += end;
        } else {
            put_line(&t, l, edge, out);
            i++;
        }
        cell = r[t.line[i - 1].first].cell;
    }
}

/* ---- columns ---- */

typedef struct side {
    size_t figures;
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
    s->figures += r->figure;
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
    if (left.figures * 3 > left.rows || right.figures * 3 > right.rows) /* columns of a table */
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
    measure(p);
    size_t n = p->rows.length / sizeof(row);
    row *r = rows_of(p);
    p->gutter = n ? find_gutter(r, n, p->gutter) : p->gutter;
    if (p->gutter > 0)
        put_columns(p, r, n, p->gutter, out);
    else if (n)
        put_rows(p, r, n, out);
    buffer_char(out, '\f');
    p->text.length = p->words.length = p->rows.length = 0;
}
