/* Which metrics of one document are those of another. */
#ifndef DCX_COMPARE_MATCH_H
#define DCX_COMPARE_MATCH_H

#include "compare/score.h"

typedef struct match {
    metric *with;   /* NULL: none */
    int score;      /* 0 .. SCORE_SURE */
    unsigned flags; /* enum pair_flag */
    bool ambiguous; /* another one would have been nearly as good */
} match;

/* Pairs the metrics one to one; the result has an entry for each of old. The pairs are the same when old and new are
 * exchanged. Takes about n log n steps. */
match *match_metrics(comparison *c, metric_list old, metric_list new_);

#endif
