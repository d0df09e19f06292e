/* Which metrics of two documents share a feature of their names. */
#ifndef DCX_COMPARE_MATCH_INDEX_H
#define DCX_COMPARE_MATCH_INDEX_H

#include "compare/groups.h"
#include "compare/metric.h"

/* A stretch of numbers of metrics, in rising order. */
typedef struct postings {
    uint32_t from, count;
} postings;

typedef struct feature {
    uint64_t hash;
    postings of[2]; /* the metrics of each document that have it */
} feature;

typedef struct match_side {
    metric_list list;
    uint32_t *first;   /* where the features of each metric begin in `feature`, one more at the end */
    uint32_t *feature; /* their numbers */
    uint32_t *rank;    /* for each of these: how many earlier metrics have it */
    uint32_t *posting; /* numbers of metrics */
} match_side;

typedef struct match_index {
    match_side side[2];
    numbering numbers; /* of features */
    feature *feature;
} match_index;

/* Takes time in proportion to the length of all names. */
match_index match_index_make(arena *a, metric_list old, metric_list new_);

#endif
