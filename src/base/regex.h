/* Regular expressions over code points: PCRE2 (32-bit, UTF) with limits, so that no pattern runs for ever. */
#ifndef DCX_BASE_REGEX_H
#define DCX_BASE_REGEX_H

#include <stdint.h>

#include "base/memory.h"
#include "base/regex_needs.h"
#include "base/utf8.h"

typedef struct regex regex;
typedef struct regex_engine regex_engine;

/* What a group matched: offsets in code points. A group that took no part has from == REGEX_NONE. */
typedef struct span {
    size_t from, to;
} span;
#define REGEX_NONE ((size_t)-1)

/* The engine holds what matching needs (limits, stack, scratch) and belongs to one thread. mem must outlive it. */
regex_engine *regex_engine_new(memory *mem);
void regex_engine_free(regex_engine *e);

/* The numbers of the groups of one name (several branches may use it): bit 1 << number is set for each. */
typedef struct regex_name {
    const char *name;
    uint32_t groups;
} regex_name;

/* A pattern made ready: what compiling it found out, as constants. Any number of engines may use them. */
typedef struct regex_ready {
    const char *pattern; /* UTF-8 */
    bool anchored;
    regex_needs needs;
    const regex_edge *first, *last; /* see regex_outline */
    const regex_start *start;
    const regex_lead *lead;
    const regex_name *names; /* the last one's name is NULL */
    const void *code;        /* as PCRE2 saves it; another PCRE2 than the one that did compiles the pattern */
    size_t code_size;
} regex_ready;

/* Compiles a UTF-8 pattern, which must live as long as what becomes of it in the arena. On a broken one: NULL, and the
 * reason with its place in why (why_size bytes). */
const regex_ready *regex_prepare(regex_engine *e, arena *a, const char *pattern, regex_use use, char *why,
                                 size_t why_size);
/* ready must outlive the regex. Its code is loaded when it is first run. */
regex *regex_open(regex_engine *e, const regex_ready *ready);
/* Both, for any use. */
regex *regex_new(regex_engine *e, arena *a, const char *pattern, char *why, size_t why_size);
/* Makes machine code of it at once. regex_find does so too, when a pattern has run often enough to be worth it. */
void regex_speed_up(regex_engine *e, regex *re);
void regex_free(regex_engine *e, regex *re);
enum { REGEX_GROUPS = 24 };
/* The numbers of the groups called name, as bits; 0: there is none. */
uint32_t regex_group(const regex *re, const char *name);

/* Where words begin in the texts that are matched from now on, and which of them are verbs: for each place of the text
 * and its end. (?C1) in a pattern matches where one begins, (?C2) where a verb does; both take nothing. NULL:
 * everywhere. Both must live as long as they are used. */
void regex_set_edges(regex_engine *e, const bool *edge, const bool *verb);

/* Finds the first match at or after from. Fills group[0..REGEX_GROUPS-1] and returns 1; 0: no match; -1: the match
 * was given up because it exceeded the limits. */
int regex_find(regex_engine *e, regex *re, runes subject, size_t from, span group[REGEX_GROUPS]);
/* false: no match of an anchored pattern begins there; told without matching. */
static inline bool regex_begins(const regex_ready *re, runes text, size_t at) {
    const regex_start *s = re->start;
    return regex_edge_has(re->first, text.at[at]) &&
           (!s || (at + 1 < text.length && regex_pairs_has(&s->pairs, text.at[at], text.at[at + 1])) ||
            regex_edge_has(&s->alone, text.at[at]));
}
/* false: no match of an anchored pattern begins before text.at[figure], the next figure; told without matching. */
static inline bool regex_leads(const regex_ready *re, runes text, size_t figure) {
    return !re->lead ||
           (figure && figure < text.length && regex_pairs_has(re->lead, text.at[figure - 1], text.at[figure]));
}
/* false: the whole text, which begins and ends as it does, cannot match; told without matching. */
bool regex_fits(const regex *re, runes text);

#endif
