/* How sure it is that two metrics of different documents are one. */
#ifndef DCX_COMPARE_SCORE_H
#define DCX_COMPARE_SCORE_H

#include "compare/metric.h"

enum { SCORE_SURE = 10000 };

enum pair_flag {
    PAIR_SCOPE = 1, /* the names or wholes differ in scope */
    PAIR_UNIT = 2,  /* other measure words, or another basis */
    PAIR_APART = 4, /* the values must not be calculated with each other */
    PAIR_PERIOD = 8 /* other parts of the year */
};

typedef struct pair_score {
    int score; /* 0 .. SCORE_SURE; 0: never one */
    unsigned flags;
} pair_score;

/* What two metrics that are to be one must not differ in, unless the user's list gives them one metric: enough to pass
 * over most pairs at a glance. */
typedef struct score_trait {
    uint64_t strict;       /* of kind, claim and the words that make another metric */
    const pack_word *head; /* NULL: none, which goes with any */
} score_trait;

score_trait score_trait_of(const metric *m);

static inline bool score_trait_allows(const score_trait *a, const score_trait *b) {
    return a->strict == b->strict && (!a->head || !b->head || a->head == b->head);
}

/* The same for (a, b) and (b, a). */
pair_score score_pair(const comparison *c, metric *a, metric *b);

#endif
