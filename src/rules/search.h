/* How the pattern of a rule is looked for on a line: only where it can stand, told from the line's characters. */
#ifndef DCX_RULES_SEARCH_H
#define DCX_RULES_SEARCH_H

#include "rules/action.h"

/* What is known of a line before anything is matched. */
typedef struct view {
    runes text;
    regex_sieve *sieve; /* of all rules' patterns */
    uint8_t *stretch;   /* the stretch of each character: up to a stop or quantity */
    uint32_t *end;      /* where that ends: at the offset of the stop or quantity, or at the text's length */
    bool *open;         /* whether a name can begin there */
} view;

/* A view of lines of up to length characters, in the arena. */
view view_new(arena *a, regex_sieve *sieve, size_t length);
/* Looks at the text. */
void view_take(view *v, runes text);

/* A rule's pattern. Where it begins with {open}(?<name>{in}*?), or + or {n,} for *, that part is not matched but
 * counted out: regex holds the rest. */
typedef struct search {
    const regex_ready *ready;
    regex *regex;                /* NULL: it was not opened yet */
    bool opens;                  /* matches begin where a name can */
    int head;                    /* the group_id of the name that is counted out, -1: none is */
    size_t least;                /* characters of the name */
    uint32_t group[GROUP_COUNT]; /* the numbers of each group in regex, as bits */
} search;

/* Compiles what is matched of a rule's pattern. NULL: it is broken, and why (size bytes) tells the reason. */
const regex_ready *search_prepare(regex_engine *engine, arena *a, const dcx_pack *pack, const char *pattern, char *why,
                                  size_t size);
/* The search for a rule's pattern, that was made ready. */
void search_open(search *s, regex_engine *engine, const char *pattern, const regex_ready *ready);
/* Whether the pattern has the group. */
bool search_has(const search *s, group_id group);
/* Finds the first match at or after `from` in one of the stretches `where`, and fills whole and group of m: 1; 0:
 * there is none; -1: it was given up because it took too long. */
int search_find(const search *s, regex_engine *engine, const view *v, unsigned where, size_t from, match *m);

#endif
