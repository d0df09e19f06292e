/* The metrics of a document: its figures, those that print the same fact at several places taken together. */
#ifndef DCX_COMPARE_METRIC_H
#define DCX_COMPARE_METRIC_H

#include "compare/alias.h"
#include "compare/set.h"

enum { SCORE_USUAL = 7000 }; /* from which two metrics are one, unless the user says otherwise */

/* What one comparison works with. Everything it makes lives in the set's scratch arena. */
typedef struct comparison {
    dcx_set *set;
    arena *a;
    const alias_list *aliases; /* NULL: none */
    bool every;                /* two versions of one report: whatever a reader would see counts */
    int least;                 /* score from which two metrics may be one, in ten-thousandths */
} comparison;

typedef struct metric {
    const figure *best;   /* the place that is shown: most digits, then deepest section, then first */
    const figure **other; /* further places, in reading order */
    size_t others, room;
    compared_name name, of;
    uint64_t key;   /* equal for names that are one metric for certain */
    uint64_t alias; /* the metric the user's list gives, 0: none */
    bool own;       /* of the year that is compared */
    size_t place;   /* its number among its document's metrics, of `places` */
    size_t places;
    size_t alike;         /* where those of its key begin in its document's by_key */
    const figure *growth; /* of a level: what the document prints as its growth over the year before, or NULL */
    uint64_t span;        /* figure_span */
    const compared_name *sentence; /* made when it is needed */
    struct metric *next;           /* used while they are collected */
    size_t chain;                  /* for series.c: number of its series, from 1 */
} metric;

typedef struct metric_list {
    metric **at; /* in reading order */
    size_t count;
    metric **by_key; /* of all metrics of a document: those of one key together, in reading order */
} metric_list;

/* Begins a comparison: forgets the one before. least: hundredths, 0: the usual, -1: any above 0. */
dcx_status comparison_begin(comparison *c, dcx_set *s, int least, const dcx_aliases *aliases, dcx_error *error);
/* The base unit of percentage points, "" where the pack knows none. */
const char *comparison_points(const comparison *c);

/* All metrics of a document. year: the one that is compared, 0: the document's own. */
metric_list metrics_of(comparison *c, size_t document, int year);
/* Those that are compared. */
metric_list metrics_own(comparison *c, metric_list all);
/* The nearest figure of that kind, year and base unit (NULL: any), without `of`, under the metric's name; all: of its
 * document. */
const figure *metric_companion(metric_list all, const metric *m, figure_kind kind, int year, const char *unit);
/* Whether a reader sees anything of the figures changed but their place. */
bool figure_visibly_differs(const figure *a, const figure *b);
/* Of how many years or months together a figure is, as its sentence says before it ("in nine years"): a hash of that
 * number and its unit, 0 where it says nothing. */
uint64_t figure_span(dcx_set *s, const figure *f);
/* Whether two figures speak of different parts of their years. */
bool period_differs(const figure *a, const figure *b);

#endif
