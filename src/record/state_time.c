/* When a value holds: the times of a sentence, which figures each of them governs, and what they leave to the next. */
#include <string.h>

#include "record/reader.h"
#include "rules/action.h"
#include "words/words.h"

/* ---- places in the text ---- */

static bool ends_clause(char32_t c) {
    return c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0x3002 || c == ',' || c == ';' || c == ':' ||
           c == 0xFF01 || c == 0xFF1F;
}

static uint32_t clause_from(const reading *r, uint32_t at) {
    while (at > r->sentence.from && !ends_clause(r->folded.at[at - 1]))
        at--;
    return at;
}

static uint32_t clause_end(const reading *r, uint32_t at) {
    while (at < r->sentence.to && !ends_clause(r->folded.at[at]))
        at++;
    return at;
}

/* Where the bracket around a place closes, 0: it stands in none. */
static uint32_t bracket_end(const reading *r, uint32_t at, char32_t open, char32_t wide, char32_t close,
                            char32_t wide_close) {
    enum { FAR = 200 };
    uint32_t from = at - r->sentence.from > FAR ? at - FAR : r->sentence.from;
    for (uint32_t i = at; i > from; i--) {
        char32_t c = r->folded.at[i - 1];
        if (c == close || c == wide_close)
            return 0;
        if (c != open && c != wide)
            continue;
        for (uint32_t k = at; k < r->sentence.to && k < at + FAR; k++)
            if (r->folded.at[k] == close || r->folded.at[k] == wide_close)
                return k;
        return 0;
    }
    return 0;
}

static uint32_t in_bracket(const reading *r, uint32_t at) {
    return bracket_end(r, at, '(', 0xFF08, ')', 0xFF09);
}

static bool in_title(const reading *r, uint32_t at) {
    return bracket_end(r, at, 0x300A, 0x300A, 0x300B, 0x300B) != 0;
}

static const pack_word *word_behind(const work *w, const reading *r, word_class cls, uint32_t at) {
    return at < r->sentence.to ? pack_find(w->reader->pack, cls, r->folded.at + at, r->sentence.to - at) : NULL;
}

static const pack_word *word_before_place(const work *w, const reading *r, word_class cls, uint32_t at) {
    return pack_find_last(w->reader->pack, cls, r->folded.at + r->sentence.from, at - r->sentence.from);
}

static bool clause_holds(const work *w, const reading *r, word_class cls, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (word_behind(w, r, cls, i))
            return true;
    return false;
}

/* The first figure that begins in a stretch, NULL: none. */
static const token *figure_in(const reading *r, uint32_t from, uint32_t to) {
    for (size_t i = 0; i < r->tokens.count; i++)
        if (r->tokens.at[i].from >= from && r->tokens.at[i].from < to && token_measures(&r->tokens.at[i]))
            return &r->tokens.at[i];
    return NULL;
}

/* Whether nothing but a sign or word that joins stands between two places. */
static bool joined(const work *w, const reading *r, uint32_t from, uint32_t to) {
    enum { LONGEST = 3 };
    if (to <= from || to - from > LONGEST)
        return false;
    if (r->folded.at[from] == '/')
        return to == from + 1;
    const pack_word *join = word_behind(w, r, WORD_JOIN, from);
    return join && !join->value && from + join->length == to;
}

/* ---- what a time means here ---- */

/* A period in another year. */
static const char *moved(arena *a, const char *period, int years) {
    char out[32];
    size_t n = strlen(period);
    if (n >= sizeof out)
        return period;
    memcpy(out, period, n + 1);
    for (char *at = out; at; at = strchr(at, '/')) {
        at += *at == '/';
        int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0') + years;
        for (int k = 3; k >= 0; k--, year /= 10)
            at[k] = (char)('0' + year % 10);
    }
    if (!strcmp(out + 4, "-02-29"))
        memcpy(out + 4, "-02-28", 7);
    return arena_copy(a, out, n);
}

/* The last month of a period, 0: it is none of months. */
static int month_of(const char *period) {
    const char *last = strchr(period, '/');
    last = last ? last + 1 : period;
    return strlen(last) >= 7 ? (last[5] - '0') * 10 + last[6] - '0' : 0;
}

static bool is_stretch_of_months(const char *period) {
    return strlen(period) == strlen("2024-01") || strlen(period) == strlen("2024-01/2024-06");
}

static dated same_period(work *w, const token *t, dated frame, bool bracket) {
    int year = t->year ? t->year : frame.year ? frame.year - bracket : 0;
    const char *period = year && frame.year && *frame.period ? moved(w->arena, frame.period, year - frame.year) : "";
    return (dated){year, period, BY_SENTENCE};
}

static dated span_date(const work *w, const token *t, dated usual) {
    const section_state *s = &w->state.section;
    if (t->moment.reference == TIME_COMING)
        return s->ahead.year ? s->ahead : (dated){t->year, "", BY_SENTENCE};
    if (t->moment.reference == TIME_AGO)
        return (dated){t->year, "", BY_SENTENCE};
    if (s->past.year)
        return s->past;
    return *t->period && usual.year == t->year ? (dated){t->year, t->period, BY_SENTENCE} : usual;
}

/* What a time says of the figures that it governs. frame: what governs them without it. */
static dated settled(work *w, const reading *r, const token *from, dated frame) {
    token t = *from;
    const moment *m = &t.moment;
    const calendar *now = &w->state.now;
    bool bracket = in_bracket(r, t.from) != 0;
    if (t.kind == TOKEN_SPAN)
        return span_date(w, &t, frame);
    if (m->reference == TIME_DAY)
        return frame;
    if (m->reference == TIME_SAME || m->same)
        return same_period(w, &t, frame, bracket);
    int month = month_of(frame.period);
    if (m->reference == TIME_COUNTED && !m->spoken && frame.year) {
        t.moment.from.year = t.moment.to.year = frame.year + m->shift;
        t.moment.relative = false;
    }
    if (m->reference != TIME_OWN && frame.year)
        time_settle(w->arena, &t, frame.year, month ? month : now->month);
    const dated base = w->state.section.time;
    bool reviewed = m->reference == TIME_COUNTED && !m->spoken && !m->shift && t.form == TIME_YEAR;
    if (reviewed && t.year == base.year)
        return base; /* of a half-year's report, "the reporting period" is the half-year */
    bool part = bracket && t.form == TIME_YEAR && t.year && frame.year && is_stretch_of_months(frame.period);
    if (part)
        return (dated){t.year, moved(w->arena, frame.period, t.year - frame.year), BY_SENTENCE};
    return t.year ? (dated){t.year, t.period, BY_SENTENCE} : frame;
}

/* "Since 2013" holds until now; "after it went online in 2013" says nothing of when. */
static dated apart(work *w, bool since, const token *t, dated usual) {
    int now = !since && usual.year ? usual.year : w->state.section.time.year;
    since &= t->form == TIME_YEAR && t->year && t->year < now;
    return (dated){now, since ? arena_print(w->arena, "%d/%d", t->year, now) : "", BY_SENTENCE};
}

/* ---- which figures it governs ---- */

/* Whether the time is only what something is compared with, or belongs to one figure alone. */
static bool is_private(const reading *r, const token *t, int32_t number) {
    const findings *f = &r->found;
    for (size_t i = 0; i < f->sources; i++) {
        const origin *o = r->line.origin;
        if (o[f->source[i].from].from < t->from && t->from < o[f->source[i].to - 1].to)
            return true;
    }
    for (size_t i = 0; i < f->bindings; i++)
        if (f->binding[i].base_time == number || f->binding[i].time == number)
            return true;
    return false;
}

/* The rule that says the time is no date of the figures. */
static const scope *set_apart(const reading *r, const token *t) {
    for (size_t i = 0; i < r->found.times; i++) {
        const scope *s = &r->found.time[i];
        if (r->line.origin[s->from].from <= t->from && t->from < r->line.origin[s->to - 1].to)
            return s;
    }
    return NULL;
}

/* Whether the time ends with a word that says "from then on". */
static bool is_since(const work *w, const reading *r, const token *t) {
    return t->moment.since || (t->to > t->from && pack_find_last(w->reader->pack, WORD_SINCE,
                                                                 r->folded.at + t->from + 1, t->to - t->from - 1));
}

/* A dateline, or the day on which somebody spoke or published. */
static bool is_day_of_speech(const work *w, const reading *r, const token *t) {
    const moment *m = &t->moment;
    if (!m->to.day || m->as_of || m->edge >= 0)
        return false;
    if (word_behind(w, r, WORD_WIRE, t->to))
        return true;
    uint32_t end = clause_end(r, t->to), next = end < r->sentence.to ? clause_end(r, end + 1) : end;
    if (figure_in(r, t->to, end))
        return false;
    return clause_holds(w, r, WORD_SPEAKS, t->to, end) ||
           (end == t->to && !figure_in(r, end, next) && clause_holds(w, r, WORD_SPEAKS, end, next));
}

/* The figure that a base of comparison belongs to: "than the 39.2 % of 2024". */
static const token *compared_figure(const work *w, const reading *r, const token *t) {
    const token *figure = figure_in(r, t->to, clause_end(r, t->to));
    bool changes = figure && (figure->kind == TOKEN_DOUBLING || figure->kind == TOKEN_TIMES);
    bool own = figure && ((figure->from == t->to && !changes) || word_behind(w, r, WORD_GENITIVE, t->to));
    return own ? figure : NULL;
}

/* Whether something is compared with the time, alone or in a list. */
static bool is_compared(const work *w, const reading *r, const token *t) {
    while (t > r->tokens.at && t[-1].kind == TOKEN_TIME && joined(w, r, t[-1].to, t->from))
        t--;
    return word_before_place(w, r, WORD_AGAINST, t->from) != NULL;
}

/* Something that happened in passing: a verb follows the year, or a verb and "in" stand before it. */
static bool is_passing(work *w, const reading *r, const token *t, dated when) {
    uint32_t from = clause_from(r, t->from), end = clause_end(r, t->to);
    if (when.year == r->usual.year || (when.year > w->state.now.year && end == t->to) || t->kind == TOKEN_SPAN ||
        figure_in(r, from, end))
        return false;
    if (end == t->to) {
        const pack_word *at = word_before_place(w, r, WORD_AT, t->from);
        return at && t->from - at->length > from && end < r->sentence.to && r->folded.at[end] != 0x3002;
    }
    words cut = cut_words(w->arena, w->reader->pack, r->folded, t->to, end, r->tokens);
    for (size_t i = 0; i < cut.count; i++) {
        if (cut.at[i].speech == SPEECH_VERB)
            return true;
        if (cut.at[i].speech != SPEECH_ADVERB && cut.at[i].speech != SPEECH_PREPOSITION)
            return false;
    }
    return false;
}

/* How far a time governs; 0: it governs nothing. */
static uint32_t reach(work *w, const reading *r, const token *t, dated when, bool first, bool *leads) {
    uint32_t from = clause_from(r, t->from), end = clause_end(r, t->to), bracket = in_bracket(r, t->from);
    enum { PREPOSITION = 1 }; /* characters that may stand before a time at the beginning of its clause */
    bool begins = t->from <= from + PREPOSITION, comma = end == t->to && end < r->sentence.to;
    *leads = false;
    if (is_compared(w, r, t)) {
        const token *own = compared_figure(w, r, t);
        return own ? own->to : 0;
    }
    if (bracket)
        return bracket;
    if (t->moment.reference == TIME_AGO && word_behind(w, r, WORD_GENITIVE, t->to)) {
        const token *own = compared_figure(w, r, t);
        return own ? own->to : end;
    }
    if (is_passing(w, r, t, when))
        return end;
    *leads = (begins || comma) && t->form != TIME_RELATIVE && t->kind == TOKEN_TIME;
    bool governs = t->form != TIME_RELATIVE ? first || begins || comma : first && from == r->sentence.from;
    return governs ? r->sentence.to : end;
}

/* The last time that governs a place, NULL: none. */
static const time_mark *mark_over(const reading *r, uint32_t at) {
    for (size_t i = r->marks; i > 0; i--)
        if (r->mark[i - 1].from <= at && at < r->mark[i - 1].until)
            return &r->mark[i - 1];
    return NULL;
}

static dated frame_at(const reading *r, uint32_t at) {
    const time_mark *m = mark_over(r, at);
    return m ? m->when : r->usual;
}

/* What governs a place; in a bracket, what governs the bracket. */
static dated outer_frame(const reading *r, uint32_t at) {
    bool bracket = in_bracket(r, at) != 0;
    for (size_t i = r->marks; i > 0; i--) {
        const time_mark *m = &r->mark[i - 1];
        if (m->from <= at && at < m->until && !(bracket && in_bracket(r, m->from)))
            return m->when;
    }
    return r->usual;
}

static void add_mark(reading *r, time_mark added) {
    if (r->marks < TIME_MARKS)
        r->mark[r->marks++] = added;
}

static void mark_time(work *w, reading *r, int32_t number, bool lined) {
    const token *t = &r->tokens.at[number];
    if (in_title(r, t->from) || t->moment.clock || is_day_of_speech(w, r, t) || (lined && is_private(r, t, number)))
        return;
    dated frame = outer_frame(r, t->from), when = settled(w, r, t, frame);
    const scope *s = lined ? set_apart(r, t) : NULL;
    if (s || is_since(w, r, t))
        when = apart(w, !s || rule_has(s->rule, "since"), t, r->usual);
    bool leads;
    uint32_t until = reach(w, r, t, when, r->marks == 0, &leads);
    leads &= !s;
    if (until)
        add_mark(r, (time_mark){t->from, until, number, when, leads, 0, 0});
}

/* A word that returns to the document's time, or to none that is known. */
static uint32_t mark_word(work *w, reading *r, uint32_t at) {
    const pack_word *now = word_behind(w, r, WORD_NOW, at), *then = now ? NULL : word_behind(w, r, WORD_THEN, at);
    const pack_word *found = now ? now : then;
    if (!found || (found->length == 1 && clause_from(r, at) != at))
        return at + 1;
    dated when = now ? w->state.section.time : (dated){0, "", BY_SENTENCE};
    add_mark(r, (time_mark){at, r->sentence.to, -1, when, now != NULL, 0, 0});
    return at + found->length;
}

/* ---- lists of times ---- */

static void note_lists(const work *w, reading *r) {
    for (size_t first = 0, end; first < r->marks; first = end) {
        for (end = first + 1; end < r->marks && r->mark[end].token >= 0 && r->mark[end - 1].token >= 0; end++)
            if (!joined(w, r, r->tokens.at[r->mark[end - 1].token].to, r->mark[end].from))
                break;
        for (size_t i = first; i < end && end > first + 1; i++) {
            r->mark[i].place = (uint32_t)(i - first);
            r->mark[i].items = (uint32_t)(end - first);
            r->mark[i].until = r->mark[end - 1].until;
        }
    }
}

/* Where a binding's figure stands among those that stand side by side with it. */
static uint32_t place_in_run(const work *w, const reading *r, const binding *b, uint32_t *count) {
    const binding *first = r->found.binding, *last = first + r->found.bindings - 1, *from = b, *to = b;
    const token *t = r->tokens.at;
    while (from > first && joined(w, r, t[from[-1].token].to, t[from->token].from))
        from--;
    while (to < last && joined(w, r, t[to->token].to, t[to[1].token].from))
        to++;
    *count = (uint32_t)(to - from + 1);
    return (uint32_t)(b - from);
}

/* One time for each figure of a list: those that are listed, or the years of a range. */
static dated listed_date(work *w, const reading *r, const binding *b, const time_mark *m) {
    enum { YEAR_LENGTH = 4 };
    uint32_t count, nth = place_in_run(w, r, b, &count);
    if (m->items && m->items == count)
        return m[(ptrdiff_t)nth - (ptrdiff_t)m->place].when;
    const moment *range = m->token >= 0 ? &r->tokens.at[m->token].moment : NULL;
    bool years = range && range->reference == TIME_OWN && !range->from.month && range->to.year > range->from.year;
    if (count > 1 && years && range->to.year - range->from.year + 1 == (int)count)
        return (dated){range->from.year + (int)nth, "", BY_FIGURE};
    return m->when;
}

/* ---- what sentences leave to each other ---- */

/* What figures of the sentence without a time of their own take over from the paragraph, the section, the document. */
static dated usual_date(const work *w, const reading *r, const context *c) {
    const runes text = {r->folded.at + r->sentence.from, r->sentence.to - r->sentence.from};
    dated base = w->state.section.time;
    if (c->last.year && pack_find(w->reader->pack, WORD_CARRY, text.at, text.length))
        return c->last;
    if (c->usual.year)
        return (dated){c->usual.year, c->usual.year == base.year ? base.period : "", BY_PARAGRAPH};
    return base;
}

void mark_times(work *w, reading *r, const context *c, bool lined) {
    r->usual = usual_date(w, r, c);
    r->mark = arena_raw(w->arena, TIME_MARKS, sizeof *r->mark);
    r->marks = 0;
    size_t next = 0;
    for (uint32_t at = r->sentence.from; at < r->sentence.to;) {
        while (next < r->tokens.count && r->tokens.at[next].from < at)
            next++;
        if (next == r->tokens.count || r->tokens.at[next].from > at) {
            at = mark_word(w, r, at);
            continue;
        }
        token_kind k = r->tokens.at[next].kind;
        if (k == TOKEN_TIME || k == TOKEN_SPAN)
            mark_time(w, r, (int32_t)next, lined);
        at = r->tokens.at[next].to > at ? r->tokens.at[next].to : at + 1;
    }
    note_lists(w, r);
}

/* A sentence that announces figures ("are as follows") gives them its time; "the whole year" ends that. */
static void announce_time(work *w, const reading *r) {
    uint32_t end = r->sentence.to;
    while (end > r->sentence.from && ends_clause(r->folded.at[end - 1]))
        end--;
    dated when = frame_at(r, end);
    for (size_t i = 0; i < r->marks; i++) {
        const moment *m = r->mark[i].token < 0 ? NULL : &r->tokens.at[r->mark[i].token].moment;
        if (m && r->mark[i].leads && m->reference == TIME_YEARLESS && m->from.month == 1 && m->to.month == 12)
            w->state.section.time.period = "";
    }
    if (!r->marks || !*when.period || !word_before_place(w, r, WORD_FOLLOWS, end))
        return;
    when.period = arena_copy(&w->reader->document, when.period, strlen(when.period));
    when.origin = BY_DOCUMENT;
    w->state.time = w->state.section.time = when;
}

void remember_time(work *w, const reading *r, context *c) {
    c->last = frame_at(r, r->sentence.to - 1);
    announce_time(w, r);
    for (size_t i = 0; i < r->marks; i++) {
        const time_mark *m = &r->mark[i];
        if (m->leads && m->token < 0)
            c->usual = (dated){0, "", TIME_UNKNOWN};
        else if (m->leads && m->when.year && (m->when.year <= w->state.now.year || w->state.section.plans))
            c->usual = m->when;
    }
}

dated date_of(work *w, const reading *r, const binding *b) {
    uint32_t at = r->tokens.at[b->token].from;
    const time_mark *last = r->marks ? mark_over(r, at) : NULL;
    if (b->time == -2)
        return last && last->until == r->tokens.at[b->token].to ? last->when : (dated){0, "", BY_FIGURE};
    if (b->time >= 0 && r->block->kind == BLOCK_ROW)
        return (dated){r->tokens.at[b->time].year, r->tokens.at[b->time].period, BY_FIGURE};
    if (b->time >= 0)
        return settled(w, r, &r->tokens.at[b->time], frame_at(r, at));
    return last ? listed_date(w, r, b, last) : r->usual;
}
