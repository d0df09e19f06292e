#include "rules/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What ends a clause: the Chinese comma, semicolon, full stop, colon, exclamation and question mark;
 * also a number that was not read, over which no name goes. */
#define STOPS   "\\x{FF0C}\\x{FF1B}\\x{3002}\\x{FF1A}\\x{FF01}\\x{FF1F}\\x{E00E}"
#define FIGURES "\\x{E000}-\\x{E00C}"
#define OPEN    "{open}"

/* The same characters: a name does not go on behind them. */
static const char32_t ends[] =
    U"\xFF0C\xFF1B\x3002\xFF1A\xFF01\xFF1F\xE00E\xE000\xE001\xE002\xE003\xE004\xE005\xE006\xE007"
    U"\xE008\xE009\xE00A\xE00B\xE00C";
enum { STOP_MARKS = 7 };
static const runes all_ends = {ends, sizeof ends / sizeof *ends - 1},
                   all_figures = {ends + STOP_MARKS, sizeof ends / sizeof *ends - 1 - STOP_MARKS};

/* The classes of the line's characters, for patterns. */
static const pack_macro line_macros[] = {
#define X(id, code, name) {name, "\\x{" #code "}"},
    LINE_CODES(X)
#undef X
        {"qty", "[\\x{E000}-\\x{E003}\\x{E00A}]"}, /* a quantity with a unit, but no rate */
    {"fig", "[" FIGURES "]"},                      /* any quantity */
    {"pct", "[\\x{E004}\\x{E00B}\\x{E00C}]"},      /* a ratio, with a percent sign or in words */
    {"time", "[\\x{E010}-\\x{E013}]"},
    {"stop", "[" STOPS "]"},
    /* where a name can begin: with a clause, or behind a figure and what was counted there */
    {"open", "(?:^|(?<=[" STOPS "\\x{FF08}\\x{FF09}])|(?<=[" FIGURES "])(?:[^" STOPS FIGURES "]*\\x{3001})?)"},
    {"in", "[^" STOPS FIGURES "]"}, /* a character within a clause that is no quantity */
    {"clause", "[^" STOPS "]"},     /* a character within a clause */
    {"verb", "(?C2)"},              /* nothing, where a verb begins */
    {"word", "(?C1)"},              /* nothing, where a word begins */
};

/* ---- the line */

static bool is_figure(char32_t c) {
    return c >= 0xE000 && c <= 0xE00C;
}

static bool is_end(char32_t c) {
    if (c < 0xE000 && c != 0x3002)
        return false;
    for (size_t i = 0; i < all_ends.length; i++)
        if (c == ends[i])
            return true;
    return false;
}

view view_new(arena *a, regex_sieve *sieve, size_t length) {
    return (view){.sieve = sieve,
                  .stretch = arena_raw(a, length + 1, sizeof(uint8_t)),
                  .end = arena_raw(a, length + 1, sizeof(uint32_t)),
                  .open = arena_raw(a, length + 1, sizeof(bool))};
}

/* The stretch from one place up to the stop or quantity that ends it. */
static void take_stretch(view *v, size_t from, size_t end, unsigned number) {
    for (size_t i = from; i <= end && i < v->text.length; i++) {
        v->stretch[i] = (uint8_t)number;
        v->end[i] = (uint32_t)end;
        v->open[i + 1] = i == end || v->text.at[i] == 0xFF08 || v->text.at[i] == 0xFF09;
    }
}

void view_take(view *v, runes text) {
    v->text = text;
    v->open[0] = true;
    regex_sieve_clear(v->sieve);
    unsigned number = 0;
    for (size_t from = 0, end; from < text.length; from = end + 1) {
        for (end = from; end < text.length && !is_end(text.at[end]);)
            end++;
        take_stretch(v, from, end, number);
        regex_sieve_note(v->sieve, text, from, end < text.length ? end + 1 : end, number);
        number += number < LAST_STRETCH;
    }
}

/* ---- the pattern */

static const char *const group_names[] = {
#define X(id, name) name,
    GROUPS(X)
#undef X
};

/* Whether every match of the pattern begins with {open}: no other branch stands beside it. */
static bool begins_open(const char *pattern) {
    int depth = 0;
    bool listed = false;
    if (strncmp(pattern, OPEN, strlen(OPEN)) != 0)
        return false;
    for (const char *p = pattern; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (listed || *p == '[')
            listed = *p != ']';
        else if (*p == '|' && !depth)
            return false;
        else
            depth += (*p == '(') - (*p == ')');
    }
    return true;
}

static int group_called(const char *word, size_t length) {
    for (int i = 0; i < GROUP_COUNT; i++)
        if (strlen(group_names[i]) == length && !memcmp(group_names[i], word, length))
            return i;
    return -1;
}

/* Reads (?<name>{in}*?) and fills s->head and s->least; returns what stands behind, or the pattern itself. */
static const char *read_head(search *s, const char *pattern) {
    static const char open[] = "(?<", in[] = ">{in}";
    const char *word = pattern + strlen(open), *close = strchr(pattern, '>');
    if (strncmp(pattern, open, strlen(open)) != 0 || !close || strncmp(close, in, strlen(in)) != 0)
        return pattern;
    const char *p = close + strlen(in);
    char *behind = NULL;
    if (*p == '{') {
        s->least = strtoul(p + 1, &behind, 10);
        if (strncmp(behind, ",}", 2) != 0)
            return pattern;
        p = behind + 2;
    } else {
        s->least = *p == '+';
        if (*p != '+' && *p != '*')
            return pattern;
        p++;
    }
    int head = group_called(word, (size_t)(close - word));
    bool repeated =
        !strncmp(p, "?)", 2) && (strchr("*+?", p[2]) || (p[2] == '{' && rune_is_digit((unsigned char)p[3])));
    if (strncmp(p, "?)", 2) != 0 || repeated || head < 0) /* strchr finds the pattern's end as well */
        return pattern;
    s->head = head;
    return p + 2;
}

/* Reads how the pattern begins; returns what of it is matched. */
static const char *read_beginning(search *s, const char *pattern) {
    s->head = -1;
    s->opens = begins_open(pattern);
    const char *rest = s->opens ? read_head(s, pattern + strlen(OPEN)) : pattern;
    return s->head < 0 ? pattern : rest;
}

const regex_ready *search_prepare(regex_engine *engine, arena *a, const dcx_pack *pack, const char *pattern, char *why,
                                  size_t size) {
    dcx_error error = {0};
    search s;
    const char *rest = read_beginning(&s, pattern);
    const char *expanded = pack_expand(pack, a, rest, line_macros, sizeof line_macros / sizeof *line_macros, &error);
    if (!expanded) {
        (void)snprintf(why, size, "%s", error.message);
        return NULL;
    }
    return regex_prepare(engine, a, expanded, (regex_use){s.opens, all_ends, all_figures}, why, size);
}

void search_open(search *s, regex_engine *engine, const char *pattern, const regex_ready *ready) {
    (void)read_beginning(s, pattern);
    s->ready = ready;
    s->regex = regex_open(engine, ready);
    for (int i = 0; i < GROUP_COUNT; i++)
        s->group[i] = regex_group(s->regex, group_names[i]);
}

bool search_has(const search *s, group_id group) {
    return s->group[group] || s->head == (int)group;
}

/* ---- matching */

/* The one of the groups called alike that took part. */
static span participant(const span *group, uint32_t numbers) {
    for (int i = 0; numbers >> i; i++)
        if (numbers >> i & 1 && group[i].from != REGEX_NONE)
            return group[i];
    return (span){REGEX_NONE, REGEX_NONE};
}

static int match_at(const search *s, regex_engine *engine, const view *v, size_t at, match *m) {
    span group[REGEX_GROUPS];
    int found = regex_find(engine, s->regex, v->text, at, group);
    if (found <= 0)
        return found;
    m->whole = group[0];
    for (int i = 0; i < GROUP_COUNT; i++)
        m->group[i] = participant(group, s->group[i]);
    return found;
}

/* Where a name may begin that is not to begin before `low`, the last place first: behind a figure, also behind what
 * was counted there and a list's comma. `before` is the place that was tried last. */
static size_t begin_before(const view *v, size_t low, size_t before) {
    static const char32_t list_comma = 0x3001;
    if (low && is_figure(v->text.at[low - 1]))
        for (size_t i = before; i > low + 1; i--)
            if (v->text.at[i - 2] == list_comma)
                return i - 1;
    return low;
}

/* Where the next figure stands; the text's length if there is none. */
static size_t next_figure(const view *v, size_t from) {
    size_t at = v->end[from];
    while (at < v->text.length && !is_figure(v->text.at[at]))
        at = at + 1 < v->text.length ? v->end[at + 1] : v->text.length;
    return at;
}

/* The shortest name that begins at an open place and has the rest of the pattern behind it; where nothing in that leads
 * to the next figure, it can begin with the figure only. */
static int match_headed(const search *s, regex_engine *engine, const view *v, size_t open, match *m) {
    size_t end = v->end[open] + 1U < v->text.length ? v->end[open] + 1U : v->text.length; /* behind the last place */
    size_t figure = next_figure(v, open), low = regex_leads(s->ready, v->text, figure) ? 0 : figure;
    for (size_t begin = begin_before(v, open, v->end[open] + 1U);; begin = begin_before(v, open, begin)) {
        for (size_t at = begin + s->least > low ? begin + s->least : low; at < end; at++) {
            if (!regex_begins(s->ready, v->text, at))
                continue;
            int found = match_at(s, engine, v, at, m);
            if (found < 0)
                return found;
            if (found) {
                m->whole.from = open;
                m->group[s->head] = (span){begin, at};
                return found;
            }
        }
        if (begin == open)
            return 0;
        end = begin + s->least < end ? begin + s->least : end;
    }
}

/* The first place from `from` on where a match may begin; the text's length if there is none. */
static size_t next_start(const search *s, const view *v, unsigned where, size_t from) {
    size_t length = v->text.length;
    while (from < length && !(where >> v->stretch[from] & 1 && (!s->opens || v->open[from])))
        from++;
    return from;
}

int search_find(const search *s, regex_engine *engine, const view *v, unsigned where, size_t from, match *m) {
    for (size_t at = next_start(s, v, where, from); at < v->text.length;) {
        int found = s->head < 0 ? match_at(s, engine, v, at, m) : match_headed(s, engine, v, at, m);
        if (found || !s->opens)
            return found;
        /* what begins later in the same stretch has the same behind it */
        at = next_start(s, v, where, s->head < 0 ? at + 1 : v->end[at] + 1U);
    }
    return 0;
}
