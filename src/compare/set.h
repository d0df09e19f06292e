/* The records of several documents, as numbers that can be compared. For compare/ alone. */
#ifndef DCX_COMPARE_SET_H
#define DCX_COMPARE_SET_H

#include "base/number.h"
#include "pack/pack.h"

typedef enum figure_kind { KIND_LEVEL, KIND_GROWTH, KIND_CHANGE, KIND_SHARE, KIND_MULTIPLE, KIND_RANK } figure_kind;
typedef enum figure_claim { CLAIM_ACTUAL, CLAIM_TARGET, CLAIM_FORECAST } figure_claim;

/* One record. Everything lives as long as the set. */
typedef struct figure {
    size_t document; /* number of its document, from 0 in the order they were added */
    size_t order;    /* its place among all figures of the set, in reading order */
    dcx_text field[DCX_RECORD_FIELDS];
    figure_kind kind;
    figure_claim claim;
    qualifier qualifier;
    int year;               /* 0: not settled */
    long line;              /* 0: not known */
    runes name;             /* the metric, folded: look-ups of words see this */
    const number *value;    /* as printed, in the printed unit */
    const number *base;     /* in the base unit */
    const number *base_max; /* upper end of a range in the base unit, NULL: none */
    const number *scale;    /* base over value: what the printed unit is worth in base units */
    bool exact;             /* a whole count without scale word: its digits are not rounded */
    interval printed;       /* base units that the printed digits allow when rounded half up or down */
    interval meant;         /* printed, widened by the qualifier */
} figure;

typedef struct set_document {
    dcx_text name;       /* the file column */
    dcx_text title;      /* the document column */
    int year;            /* the year most of its actual records are of, 0: none */
    size_t first, count; /* its figures, once the set is finished */
} set_document;

struct dcx_set {
    memory mem;
    arena arena;
    arena scratch; /* for one comparison at a time */
    arena passing; /* what a comparison can make anew: it is emptied on the way */
    number_pool *numbers;
    const dcx_pack *pack;
    figure *figure;
    size_t figures, room;
    set_document *document;
    size_t documents, document_room;
};

/* Half a unit of the last printed digit, in the printed unit; zero for an exact figure. */
const number *figure_half_unit(dcx_set *s, const figure *f);
/* The share of a value that a hedge leaves open, in percent, from the pack's macro called name. */
const number *set_margin(dcx_set *s, const char *name);

#endif
