#include "document/join.h"

#include "document/mark.h"

enum {
    LOOSE = 12,           /* cells that an open line leaves free when it is a line of its own */
    NEARLY_FULL = 8,      /* cells that a heading leaves free when it may be a broken line */
    ENDED = 2,            /* cells that a line with the end of a sentence leaves free when it ends the paragraph */
    FIRST_SHORTER = 1,    /* the same for first lines whose indent is lost: so many more */
    SENTENCE_LENGTH = 60, /* characters; a longer line is a sentence, whatever stands in it */
    NAME_END = 24,        /* characters: the end of names that were broken */
    CUT_LENGTH = 20,      /* characters that a page leaves at least of a paragraph */
    HEADING_LENGTH = 30   /* characters of a heading without a number */
};

typedef struct joiner {
    lines *all;
    const wrap *wrap;
    line *open;  /* the last line of the paragraph that may go on */
    line *first; /* its first line */
    bool amid;   /* `open` begins in the middle of a sentence */
    line *note;  /* the last line of the note that may go on */
    bool note_is_source;
    bool gap;     /* something that is no paragraph stands since `open` */
    int numbered; /* level of the last heading with a number */
} joiner;

static bool is_last(const joiner *j, const line *l) {
    return l >= j->all->at + j->all->count;
}

/* The next line that is not set aside, or NULL. */
static line *following(const joiner *j, line *l) {
    while (!is_last(j, l))
        if ((++l)->role != LINE_SKIP)
            return l;
    return NULL;
}

static void link_lines(const joiner *j, line *from, line *to) {
    from->next = (uint32_t)(to - j->all->at);
    to->taken = true;
}

static bool has_one_of(runes t, const char32_t *set) {
    for (size_t i = 0; i < t.length; i++)
        for (const char32_t *s = set; *s; s++)
            if (t.at[i] == *s)
                return true;
    return false;
}

static bool has_pause(const joiner *j, const line *l) {
    return text_pauses(line_runes(j->all, l)) > 0;
}

/* A line of a table that is set with white space. */
static bool is_row(const joiner *j, const line *l) {
    return l->role == LINE_ROW || (l->ends == ENDS_NOT && l->gaps && text_columns(line_runes(j->all, l)) > 1);
}

/* An opening quote or bracket at the end is still open. */
static bool is_unclosed(runes t) {
    static const char32_t pair[][2] = {{0x300A, 0x300B}, {0xFF08, 0xFF09}, {0x201C, 0x201D}, {'(', ')'}};
    for (size_t p = 0; p < sizeof pair / sizeof *pair; p++)
        for (size_t i = t.length; i > 0; i--) {
            if (t.at[i - 1] == pair[p][1])
                break;
            if (t.at[i - 1] == pair[p][0])
                return true;
        }
    return false;
}

static bool only_marks(runes t) {
    size_t i = 0;
    mark_form m;
    while (i < t.length && mark_read(t.at + i, t.length - i, &m))
        i += m.length;
    return i > 0 && i == t.length;
}

/* ---- does a line continue the paragraph? ---- */

/* A numbered item: a number in brackets, or with a full stop, at the beginning of a line. */
static bool looks_numbered(const joiner *j, const line *l) {
    runes t = line_core(j->all, l);
    if (!t.length)
        return false;
    return t.at[0] == 0xFF08 || t.at[0] == '('
               ? t.length > 2 && (t.at[2] == 0xFF09 || t.at[2] == ')')
               : t.length > 1 && rune_is_digit(t.at[0]) && (t.at[1] == 0x3001 || t.at[1] == 0xFF0E);
}

/* The first line of all, with nothing before it but what was set aside. */
static bool opens_document(const joiner *j, const line *p) {
    while (p > j->all->at + 1 && p[-1].role == LINE_SKIP)
        p--;
    return p == j->all->at + 1;
}

static bool open_goes_on(const joiner *j, const line *p, const line *l) {
    if (p->ends == ENDS_COMMA)
        return true;
    if (l->blank && !j->gap && opens_document(j, p)) /* a headline */
        return false;
    if (j->wrap->hard) /* a sentence that breaks off was cut by something */
        return wrap_room(j->wrap, j->all, p, l) < LOOSE || (p != j->first && (j->amid || has_pause(j, p)));
    if (p->length >= SENTENCE_LENGTH || has_pause(j, p))
        return true;
    return j->gap && p->length >= CUT_LENGTH;
}

static bool ended_goes_on(const joiner *j, const line *p, const line *l) {
    if (!j->wrap->hard || looks_numbered(j, l) || (j->wrap->blanks_tell && l->blank && !j->gap && !l->page))
        return false;
    long limit = ENDED + (p == j->first && j->wrap->stripped ? FIRST_SHORTER : 0);
    if (wrap_room(j->wrap, j->all, p, l) >= limit)
        return false;
    return !wrap_looks_first(j->wrap, j->all, l);
}

/* Nothing but a number. */
static bool is_number(const joiner *j, const line *l) {
    runes t = line_core(j->all, l);
    size_t digits = 0;
    for (size_t i = 0; i < t.length; i++) {
        bool digit = rune_is_digit(t.at[i]);
        digits += digit;
        if (!digit && t.at[i] != '.' && t.at[i] != ',' && t.at[i] != '-' && t.at[i] != '%')
            return false;
    }
    return digits > 0;
}

/* Numbers below each other are a column of a table, and no parts of one number. */
static bool is_column(const joiner *j, const line *p, const line *l) {
    return is_number(j, l) && (is_number(j, p) || (!is_last(j, l) && is_number(j, l + 1)));
}

static bool continues(const joiner *j, const line *l) {
    const line *p = j->open;
    if (is_column(j, p, l))
        return false;
    if (is_row(j, p) || is_row(j, l))
        return false;
    runes t = line_core(j->all, l);
    if (only_marks(t) || (t.length && rune_never_first(t.at[0])))
        return true;
    if (wrap_indented(j->wrap, l))
        return false;
    return p->ends <= ENDS_COMMA ? open_goes_on(j, p, l) : ended_goes_on(j, p, l);
}

static bool note_continues(const joiner *j, const line *l) {
    const line *p = j->note;
    if (p->ends >= ENDS_CLAUSE)
        return false;
    if (p->ends == ENDS_COMMA || is_unclosed(line_runes(j->all, p)))
        return true;
    bool full = j->wrap->hard && wrap_room(j->wrap, j->all, p, l) < ENDED;
    bool next = l == p + 1 && !l->page;
    return full && (!j->note_is_source || (next && l->length <= NAME_END && l->ends == ENDS_NOT && !has_pause(j, l)));
}

/* ---- headings ---- */

/* Items of a list are numbered like headings, but nothing stands between them. */
static bool is_listed(const joiner *j, const line *l, const line *next) {
    const line *before = l - 1;
    return l->level >= 3 && ((next && next->role == LINE_HEADING && next->level == l->level) ||
                             (before->level == l->level && before->role != LINE_NOTE && before != j->all->at));
}

static bool is_numbered_heading(const joiner *j, line *l) {
    line *next = following(j, l);
    if (l->hashes)
        return true;
    if (is_listed(j, l, next))
        return false;
    if (!j->wrap->hard || !next)
        return true;
    bool full = wrap_room(j->wrap, j->all, l, next) < NEARLY_FULL;
    if (full && next->role == LINE_BODY && has_pause(j, next))
        return false;
    bool amid = j->open && !j->gap && j->open->ends == ENDS_NOT && wrap_room(j->wrap, j->all, j->open, l) < ENDED;
    return !amid || (!full && !has_pause(j, l));
}

/* A short line on its own above the text, without a number. */
static bool is_plain_heading(const joiner *j, line *l) {
    line *next = following(j, l);
    if (l->ends != ENDS_NOT || l->length > HEADING_LENGTH || !next || next->role != LINE_BODY)
        return false;
    if (j->wrap->hard ? wrap_room(j->wrap, j->all, l, next) < LOOSE : next->length < CUT_LENGTH)
        return false;
    runes t = line_core(j->all, l);
    size_t han = 0;
    for (size_t i = 0; i < t.length; i++)
        han += rune_is_han(t.at[i]);
    if (han < 2 || has_one_of(t, U"\xFF0C\x3002\xFF1B\xFF1A:|\t") || next->cells <= l->cells)
        return false;
    bool bold = t.length < l->length && j->all->text[l->from] == '*';
    return bold || ((l->blank || l == j->all->at + 1 || l[-1].role == LINE_HEADING) && next->blank);
}

static void enter_heading(joiner *j, line *l) {
    l->role = LINE_HEADING;
    j->open = j->note = NULL;
    line *next = is_last(j, l) ? NULL : l + 1;
    if (!j->wrap->hard || !next || next->role != LINE_BODY || wrap_room(j->wrap, j->all, l, next) >= NEARLY_FULL)
        return;
    line *after = following(j, next);
    if (next->ends == ENDS_NOT && !has_pause(j, next) && after && wrap_room(j->wrap, j->all, next, after) >= LOOSE)
        link_lines(j, l, next);
}

/* ---- lines in their order ---- */

/* A caption goes on in the next line if the line with its source stands behind that. */
static void enter_caption(joiner *j, line *l) {
    line *next = is_last(j, l) ? NULL : l + 1, *after = next && !is_last(j, next) ? next + 1 : NULL;
    j->gap = true;
    j->note = NULL;
    if (after && next->role == LINE_BODY && next->ends == ENDS_NOT && after->role == LINE_SOURCE &&
        (!j->wrap->hard || wrap_room(j->wrap, j->all, l, next) < NEARLY_FULL))
        link_lines(j, l, next);
}

static bool is_caption(const joiner *j, line *l) {
    line *next = is_last(j, l) ? NULL : l + 1;
    bool amid = j->wrap->hard && j->open && !j->gap && j->open->ends == ENDS_NOT && next && next->role == LINE_BODY &&
                wrap_room(j->wrap, j->all, j->open, l) < ENDED && wrap_room(j->wrap, j->all, l, next) < NEARLY_FULL;
    return !amid || (!is_last(j, next) && next[1].role == LINE_SOURCE);
}

static void begin_paragraph(joiner *j, line *l) {
    j->open = j->first = l;
    j->amid = false;
    j->note = NULL;
    j->gap = false;
}

static void enter_body(joiner *j, line *l) {
    l->role = LINE_BODY;
    if (j->note && note_continues(j, l)) {
        link_lines(j, j->note, l);
        j->note = l;
        return;
    }
    j->note = NULL;
    if (j->open && continues(j, l)) {
        link_lines(j, j->open, l);
        j->amid = j->open->ends <= ENDS_COMMA;
        j->open = l;
        j->gap = false;
    } else if (is_plain_heading(j, l)) {
        l->level = (uint8_t)(j->numbered + 1);
        enter_heading(j, l);
    } else {
        begin_paragraph(j, l);
    }
}

static void enter(joiner *j, line *l) {
    switch (l->role) {
    case LINE_SKIP:
    case LINE_SOURCE: j->gap = true; break;
    case LINE_NOTE:
        j->gap = true;
        j->note = l;
        j->note_is_source = l->level != 0;
        break;
    case LINE_CAPTION:
        if (is_caption(j, l))
            enter_caption(j, l);
        else
            enter_body(j, l);
        break;
    case LINE_HEADING:
        if (!is_numbered_heading(j, l)) {
            enter_body(j, l);
            break;
        }
        j->numbered = l->level;
        enter_heading(j, l);
        break;
    case LINE_ITEM:
    case LINE_ROW: begin_paragraph(j, l); break;
    case LINE_BODY: enter_body(j, l); break;
    default: j->open = j->note = NULL;
    }
}

void join_lines(lines *all, const wrap *w) {
    joiner j = {.all = all, .wrap = w};
    for (size_t i = 1; i <= all->count; i++)
        if (!all->at[i].taken)
            enter(&j, &all->at[i]);
}
