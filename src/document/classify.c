#include "document/classify.h"

#include "document/mark.h"
#include "document/notes.h"

enum {
    PATTERN_LONGEST = 140, /* characters of a line that a pattern may match */
    HEADING_LONGEST = 48,
    HASHED_LONGEST = 100,
    LABEL_SPAN = 24 /* characters that a label takes, and more */
};

typedef struct reading {
    const layout_set *set;
    lines *all;
    repeats *repeats;
    bool in_toc, toc_numbered, in_notes;
    int shift;                /* Markdown's level of a heading less its number's level */
    uint32_t seen[MARK_KEYS]; /* line that last held this mark; 0: none since a note had it as its label */
} reading;

/* ---- notes ---- */

/* Remembers the marks in a line, behind its beginning: whether a label at the beginning of a later line is a note's or
 * a mark that a line break pushed there. */
static void see_marks(reading *r, const line *l) {
    runes t = line_runes(r->all, l);
    for (size_t i = 1; l->marked && i < t.length; i++) {
        mark_form m;
        if (mark_may_begin(t.at[i]) && mark_read(t.at + i, t.length - i, &m)) {
            r->seen[m.key] = l->number;
            i += m.length - 1;
        }
    }
}

static bool names_source(const reading *r, runes text) {
    return text.length <= PATTERN_LONGEST * 2 && layout_is(r->set, LAYOUT_SOURCE, text, NULL);
}

static bool is_definition(const reading *r, const line *l, runes core, size_t label, unsigned key) {
    mark_form m;
    runes rest = {core.at + label, core.length - label};
    if (!label || !rest.length || rune_never_first(rest.at[0]) || rest.at[0] == '(')
        return false;
    if (!mark_read(core.at, core.length, &m))
        return r->in_notes;
    if (r->in_notes || r->seen[key] || names_source(r, rest))
        return true;
    if (key > MARK_CIRCLED)
        return false;
    const line *before = l - 1;
    return label > m.length || before->role != LINE_BODY || before->ends >= ENDS_CLAUSE;
}

static void make_note(const reading *r, line *l, const char32_t *label_at, size_t label) {
    uint32_t at = (uint32_t)(label_at - (r->all->text + l->from));
    l->role = LINE_NOTE;
    l->note = label ? at + 1 : 0;
    l->skip = at + (uint32_t)label;
    l->level = names_source(r, line_core(r->all, l));
}

/* A line that begins with a label. */
static bool read_labelled(reading *r, line *l, runes core) {
    runes head = {core.at, core.length < LABEL_SPAN ? core.length : LABEL_SPAN}, name;
    unsigned key;
    size_t label = note_label(head, &key, &name);
    if (!is_definition(r, l, core, label, key))
        return false;
    r->seen[key] = 0;
    make_note(r, l, core.at, label);
    return true;
}

/* A line that the format says is a note. */
static void read_note(reading *r, line *l) {
    runes core = line_core(r->all, l), name;
    unsigned key;
    make_note(r, l, core.at, note_label(core, &key, &name));
}

/* A note that a word introduces; alone on its line it introduces all that follow. */
static void read_worded(reading *r, line *l, runes core, span rest) {
    runes text = {0}, name;
    unsigned key;
    if (rest.from != REGEX_NONE)
        text = (runes){core.at + rest.from, rest.to - rest.from};
    if (!text.length) {
        r->in_notes = true;
        l->role = LINE_SKIP;
        return;
    }
    size_t label = note_label(text, &key, &name);
    r->in_notes = label > 0;
    make_note(r, l, text.at, label);
}

/* ---- tables of contents ---- */

static bool toc_goes_on(const reading *r, const line *l) {
    layout_match m;
    if (l == r->all->at + r->all->count)
        return false;
    runes next = line_core(r->all, l + 1);
    if (next.length > PATTERN_LONGEST)
        return false;
    return layout_is(r->set, LAYOUT_TOC, next, &m) || layout_is(r->set, LAYOUT_PAGE, next, &m); /* or the page alone */
}

/* A line below the heading of a table of contents that has no page number: an entry that is broken, or one of a
 * table without numbers, whose headings come again. */
static bool is_toc_entry(reading *r, const line *l, runes core) {
    if (core.length > PATTERN_LONGEST || l->ends != ENDS_NOT)
        return false;
    if (toc_goes_on(r, l))
        return true;
    repeat *p = repeats_of(r->repeats, l);
    return !r->toc_numbered && p && p->left > 0;
}

/* ---- headings and the rest ---- */

static int plain_level(const reading *r, int level) {
    level += r->shift;
    return level < 1 ? 1 : level > 6 ? 6 : level;
}

static void read_heading(reading *r, line *l, runes core, int level) {
    if (l->hashes) {
        r->shift = l->level - level;
        l->role = LINE_HEADING;
    } else if (core.length <= HEADING_LONGEST && l->ends == ENDS_NOT) {
        l->role = LINE_HEADING;
        l->level = (uint8_t)plain_level(r, level);
    }
    if (l->role == LINE_HEADING && level <= 2)
        r->in_notes = false;
}

static void read_matched(reading *r, line *l, runes core, const layout_match *m) {
    switch (m->role) {
    case LAYOUT_PAGE:
        l->role = LINE_SKIP;
        l->dropped = true;
        break;
    case LAYOUT_TOC_TITLE:
        l->role = LINE_TOC;
        r->in_toc = true;
        r->toc_numbered = false;
        break;
    case LAYOUT_TOC:
        l->role = LINE_TOC;
        r->toc_numbered = true;
        break;
    case LAYOUT_CAPTION:
        if (l->ends == ENDS_NOT)
            l->role = LINE_CAPTION;
        break;
    case LAYOUT_SOURCE: l->role = LINE_SOURCE; break;
    case LAYOUT_NOTE: read_worded(r, l, core, m->detail); break;
    default: read_heading(r, l, core, m->level);
    }
}

static bool match_line(const reading *r, runes core, layout_match *m) {
    if (core.length > PATTERN_LONGEST || !layout_classify(r->set, LAYOUT_PAGE, core, m))
        return false;
    bool weak = m->role == LAYOUT_TOC && m->level > 1 && !r->in_toc;
    return !weak || layout_classify(r->set, LAYOUT_CAPTION, core, m);
}

static void read_line(reading *r, line *l) {
    runes core = line_core(r->all, l);
    layout_match m;
    bool was_in_toc = r->in_toc;
    if (!core.length) {
        l->role = LINE_SKIP;
        return;
    }
    if (read_labelled(r, l, core))
        return;
    if (match_line(r, core, &m))
        read_matched(r, l, core, &m);
    else if (l->hashes && core.length <= HASHED_LONGEST)
        l->role = LINE_HEADING;
    if (l->role == LINE_TOC || l->role == LINE_SKIP)
        return;
    if (was_in_toc && is_toc_entry(r, l, core)) {
        l->role = LINE_TOC;
        return;
    }
    r->in_toc = false;
    if (r->in_notes && l->role == LINE_BODY && !l->blank && l[-1].role == LINE_NOTE && l[-1].ends >= ENDS_CLAUSE)
        make_note(r, l, core.at, 0);
    else if (r->in_notes && l->role == LINE_BODY && l->blank && l[-1].ends >= ENDS_CLAUSE)
        r->in_notes = false;
}

/* ---- fenced code ---- */

static bool is_fence(const lines *all, const line *l) {
    runes t = line_runes(all, l);
    return t.length >= 3 && (t.at[0] == '`' || t.at[0] == '~') && t.at[1] == t.at[0] && t.at[2] == t.at[0];
}

/* A fence that is never closed is none. */
static void set_code_aside(lines *all) {
    size_t open = 0;
    for (size_t i = 1; i <= all->count; i++) {
        if (!is_fence(all, &all->at[i]))
            continue;
        for (size_t k = open; open && k <= i; k++) {
            all->at[k].role = LINE_SKIP;
            all->at[k].dropped = true;
        }
        open = open ? 0 : i;
    }
}

void classify(arena *a, const layout_set *set, repeats *repeated, lines *all) {
    if (!all->structured)
        set_code_aside(all);
    reading *r = arena_alloc(a, sizeof *r);
    r->set = set;
    r->all = all;
    r->repeats = repeated;
    for (size_t i = 1; i <= all->count; i++) {
        line *l = &all->at[i];
        repeat *p = repeats_of(r->repeats, l);
        if (p)
            p->left--;
        if (l->role == LINE_BODY)
            read_line(r, l);
        else if (l->role == LINE_NOTE)
            read_note(r, l);
        else if (l->role == LINE_ITEM && layout_is(set, LAYOUT_PAGE, line_runes(all, l), NULL))
            l->role = LINE_SKIP; /* - 14 - */
        if (l->role != LINE_SKIP && l->role != LINE_TOC)
            see_marks(r, l);
    }
}
