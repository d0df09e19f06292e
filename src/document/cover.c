#include "document/classify.h"

enum {
    COVER_LINES = 24,
    COVER_LONGEST = 60,  /* characters of a line */
    PAUSED_LONGEST = 30, /* characters of a title with a comma */
    CLEARLY_SHORT = 8,   /* cells left free */
    CENTRED = 6,         /* cells of indent; that of a paragraph is less */
    TITLE_LINES = 5,
    ALIKE = 4 /* characters that tell that a title stands there twice */
};

typedef struct search {
    const layout_set *set;
    lines *all;
    const wrap *wrap;
    repeats *repeats;
    uint32_t line[COVER_LINES];
    layout_role role[COVER_LINES]; /* LAYOUT_ROLE_COUNT: none */
    runes detail[COVER_LINES];
    uint32_t count;
} search;

/* A title may be broken too: its last line is short and no sentence. */
static bool is_broken_title(const search *s, const line *next) {
    const line *last = s->all->at + s->all->count, *after = next + 1;
    return s->count < TITLE_LINES && next < last && next->ends == ENDS_NOT && !text_pauses(line_core(s->all, next)) &&
           wrap_room(s->wrap, s->all, next, after) >= CLEARLY_SHORT / 2;
}

/* The last line of such a title. */
static bool ends_broken_title(const search *s, const line *l) {
    const line *before = s->count ? &s->all->at[s->line[s->count - 1]] : NULL;
    return before && before + 1 == l && s->role[s->count - 1] == LAYOUT_ROLE_COUNT &&
           wrap_room(s->wrap, s->all, before, l) < CLEARLY_SHORT &&
           wrap_room(s->wrap, s->all, l, l + 1) >= CLEARLY_SHORT / 2;
}

/* A line of the text that was broken looks like a title: short, and no end of a sentence. */
static bool is_broken_text(const search *s, const line *l) {
    const line *next = l + 1;
    size_t n = text_pauses(line_core(s->all, l));
    if (n > 1 || (n && l->length > PAUSED_LONGEST))
        return true;
    if (l == s->all->at + s->all->count || next->role != LINE_BODY)
        return false;
    bool apart = s->wrap->blanks_tell && next->blank;
    if (s->wrap->hard && !apart && l->indent < s->wrap->indent + CENTRED &&
        wrap_room(s->wrap, s->all, l, next) < CLEARLY_SHORT)
        return !is_broken_title(s, next) && !ends_broken_title(s, l);
    return n && !next->blank && next->ends == ENDS_SENTENCE && next->cells <= l->cells + CLEARLY_SHORT;
}

static layout_role cover_role(const search *s, runes core, runes *detail) {
    static const layout_role roles[] = {LAYOUT_YEAR, LAYOUT_DATE, LAYOUT_META, LAYOUT_SUBTITLE};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        layout_match m;
        if (!layout_is(s->set, roles[i], core, &m))
            continue;
        if (m.detail.from != REGEX_NONE)
            *detail = (runes){core.at + m.detail.from, m.detail.to - m.detail.from};
        return roles[i];
    }
    return LAYOUT_ROLE_COUNT;
}

/* A line that closes a bracket which the line before opened goes on with it. */
static bool closes_bracket(runes t) {
    long open = 0;
    for (size_t i = 0; i < t.length && open >= 0; i++)
        open += (t.at[i] == 0xFF08 || t.at[i] == '(') - (t.at[i] == 0xFF09 || t.at[i] == ')');
    return open < 0;
}

/* Whether line i belongs to the cover; adds it. */
static bool take(search *s, uint32_t i) {
    line *l = &s->all->at[i];
    runes core = line_core(s->all, l), detail = {0};
    layout_match m;
    if (core.length > COVER_LONGEST || s->count == COVER_LINES)
        return false;
    bool title = l->role == LINE_HEADING && l->hashes && !s->count && !layout_is(s->set, LAYOUT_HEADING, core, &m);
    if (l->role != LINE_BODY && l->role != LINE_SOURCE && !title)
        return false;
    layout_role role = title ? LAYOUT_TITLE : cover_role(s, core, &detail);
    if (role == LAYOUT_ROLE_COUNT && s->count && s->role[s->count - 1] == LAYOUT_META && closes_bracket(core))
        role = LAYOUT_META;
    if (role == LAYOUT_ROLE_COUNT && (l->ends != ENDS_NOT || is_broken_text(s, l)))
        return false;
    if (l->role == LINE_SOURCE && role == LAYOUT_ROLE_COUNT)
        return false;
    s->line[s->count] = i;
    s->role[s->count] = role;
    s->detail[s->count++] = detail;
    return true;
}

/* The last line before the text is a heading if nothing but its place tells that it belongs to the cover. */
static void leave_heading(search *s, uint32_t next) {
    uint32_t plains = 0;
    for (uint32_t k = 0; k < s->count; k++)
        plains += s->role[k] == LAYOUT_ROLE_COUNT || s->role[k] == LAYOUT_TITLE;
    if (plains < 2 || next > s->all->count)
        return;
    uint32_t last = s->line[s->count - 1];
    const line *l = &s->all->at[last];
    bool plain = s->role[s->count - 1] == LAYOUT_ROLE_COUNT;
    if (plain && l->blank && s->all->at[next].role == LINE_BODY && last + 1 == next && s->all->at[next].blank &&
        !layout_is(s->set, LAYOUT_PUBLISHER, line_core(s->all, l), NULL))
        s->count--;
}

static bool is_publisher(const search *s, uint32_t k) {
    return s->role[k] == LAYOUT_ROLE_COUNT &&
           layout_is(s->set, LAYOUT_PUBLISHER, line_core(s->all, &s->all->at[s->line[k]]), NULL);
}

/* A running head above the title that says the same. */
static bool is_twice(const search *s, uint32_t k) {
    const line *first = &s->all->at[s->line[k]];
    const repeat *often = repeats_of(s->repeats, first);
    runes a = line_core(s->all, first);
    size_t same = 0;
    for (uint32_t next = k + 1; next < s->count && next <= k + TITLE_LINES; next++) {
        runes b = line_core(s->all, &s->all->at[s->line[next]]);
        for (size_t i = 0; i < b.length; i++) {
            while (same < a.length && rune_is_space(a.at[same]))
                same++;
            if (rune_is_space(b.at[i]))
                continue;
            if (same == a.length || a.at[same] != b.at[i])
                return same == a.length || (same >= ALIKE && often && often->count > 2);
            same++;
        }
    }
    return same == a.length;
}

/* The first plain line, and those below it that continue it. Returns the number behind them. */
static uint32_t find_title(const search *s, cover *c) {
    uint32_t k = 0;
    while (k < s->count && s->role[k] != LAYOUT_ROLE_COUNT && s->role[k] != LAYOUT_TITLE)
        k++;
    k += is_twice(s, k);
    for (; k < s->count && c->titles < TITLE_LINES; k++) {
        bool whole = c->titles && layout_is(s->set, LAYOUT_TITLE, line_core(s->all, &s->all->at[s->line[k - 1]]), NULL);
        bool plain = s->role[k] == LAYOUT_ROLE_COUNT || (s->role[k] == LAYOUT_TITLE && !c->titles);
        if (!plain || whole || (c->titles && (is_publisher(s, k) || s->role[k - 1] == LAYOUT_TITLE)))
            break;
        c->title[c->titles++] = s->line[k];
    }
    return k;
}

static void find_rest(const search *s, uint32_t from, cover *c) {
    bool sure = false;
    for (uint32_t k = 0; k < s->count; k++) {
        bool broken = k && s->role[k] == LAYOUT_ROLE_COUNT && s->role[k - 1] == LAYOUT_META &&
                      s->all->at[s->line[k - 1]].ends == ENDS_CLAUSE; /* the name stands on the next line */
        bool meta = broken || (s->role[k] == LAYOUT_META && s->detail[k].length);
        if (s->role[k] == LAYOUT_YEAR && !c->year) {
            c->year = s->line[k];
            c->year_text = s->detail[k];
        }
        if (!meta && (k < from || s->role[k] != LAYOUT_ROLE_COUNT))
            continue;
        bool better = meta || is_publisher(s, k);
        if (c->publisher && (sure || !better))
            continue;
        sure = better;
        c->publisher = s->line[k];
        c->publisher_text = meta && !broken ? s->detail[k] : line_core(s->all, &s->all->at[s->line[k]]);
    }
}

cover cover_find(const layout_set *set, repeats *repeated, lines *all, const wrap *w) {
    search s = {.set = set, .all = all, .wrap = w, .repeats = repeated};
    cover c = {0};
    uint32_t i = 1;
    for (; i <= all->count; i++)
        if (all->at[i].role != LINE_SKIP && !take(&s, i))
            break;
    if (i > all->count) /* nothing but short lines: they are the text */
        return c;
    leave_heading(&s, i);
    for (uint32_t k = 0; k < s.count; k++) {
        line *l = &all->at[s.line[k]];
        l->role = LINE_TITLE;
        l->cover = true;
    }
    find_rest(&s, find_title(&s, &c), &c);
    return c;
}
