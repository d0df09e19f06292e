/* While a pattern is read, for regex_outline.c alone: how its matches begin, and what leads to their first figure. */
#ifndef DCX_BASE_REGEX_PATH_H
#define DCX_BASE_REGEX_PATH_H

#include "base/regex_needs.h"

/* Characters. Where it is NULL: any. */
typedef struct edge {
    size_t count;
    char32_t at[];
} edge;

bool runes_have(runes set, char32_t c);

enum { MOST_IN_EDGE = 512 };
extern const edge edge_none;
edge *edge_new(arena *a, size_t most);
/* Those of both; NULL where they are too many. */
const edge *edge_either(arena *a, const edge *one, const edge *other);

/* What can have been matched up to a place of the pattern. */
typedef struct place_reached {
    bool none;        /* nothing */
    const edge *one;  /* one of these characters, and no more */
    const edge *last; /* something without a figure that ends with one of these */
} place_reached;

/* The place that is read, and what was noted up to there. */
typedef struct path {
    arena *arena;
    runes figures;
    place_reached at;
    regex_start *start; /* NULL: anything may begin a match */
    regex_lead *lead;   /* NULL: anything may lead to its first figure */
} path;

/* At the beginning; wanted: whether how matches begin is asked for. */
path path_new(arena *a, runes figures, bool wanted);
/* Whether figures are among them. */
bool path_may_count(const path *p, const edge *taken);
/* One character is taken, of these; counts: where they are any, whether figures are among them. */
void path_take(path *p, const edge *taken, bool counts);
/* What was taken last may be taken again; it begins with these. */
void path_repeat(path *p, const edge *first, bool counts);
/* Where two ways come together. */
place_reached path_either(path *p, place_reached one, place_reached other);
/* A place that no match comes through: what looks around takes nothing. */
place_reached path_aside(void);
/* At the end of the pattern. */
void path_end(path *p);

#endif
