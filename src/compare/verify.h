/* What the files of verify share: figures with their names as they are looked up, what is found for one, and the
 * verdict. For compare/verify*.c alone. */
#ifndef DCX_COMPARE_VERIFY_H
#define DCX_COMPARE_VERIFY_H

#include "compare/groups.h"
#include "compare/metric.h"

/* What can be held against each other: values of one sort. */
typedef enum measure {
    MEASURE_LEVEL,
    MEASURE_RATE, /* a share or another percentage */
    MEASURE_GROWTH,
    MEASURE_CHANGE, /* absolute, or in percentage points */
    MEASURE_TIMES,
    MEASURE_RANK
} measure;

enum {
    DIMENSION_NONE = -1, /* a bare number or an unknown unit: goes with what is counted */
    DIMENSION_ANY = -2,  /* in a query alone */
    DIMENSION_COUNTED = 10000
};

/* A figure as it is looked up. */
typedef struct entry {
    const figure *f;
    compared_name name, whole;   /* whole: of the field `of` */
    const unsigned char *weight; /* of each feature of the name, how rare it is */
    unsigned total;              /* weight of the whole name, marks included */
    measure measure;
    bool is_new;       /* its name says that it is of what is new: a level and a change are alike then */
    int dimension;     /* of the base unit, all that is counted taken together */
    int unit;          /* the dimension as the pack has it */
    uint64_t together; /* figure_span; made with it: */
    runes text_around;
    unsigned round;              /* of the verification, when these were made: */
    const compared_name *around; /* what stands before the figure, and its section; made when it is needed */
} entry;

/* How two figures stand in time. */
typedef enum timing { TIME_SAME, TIME_LOOSE, TIME_OTHER } timing;

/* How a value agrees. */
typedef enum agreement_of_values {
    VALUES_DIFFER,
    VALUES_MEET, /* only because the source's figure is hedged */
    VALUES_CUT,  /* the draft's digits are the source's first digits, not rounded */
    VALUES_FIT,  /* by rounding, or as a hedge says */
    VALUES_EQUAL /* digit by digit */
} values;

/* A figure of the sources that may be what the draft speaks of. */
typedef struct hit {
    entry *e;
    int score;       /* of the name, 0 .. 10000 */
    bool clash;      /* a word makes it another metric */
    bool apart;      /* each name says something of which the other says nothing */
    bool inside;     /* it says all that the draft's name says */
    bool foreign;    /* and the text around it neither */
    bool narrowed;   /* a word of scope that only the text around says */
    bool other_head; /* something else is measured */
    bool cross;      /* a level where a change is looked for, or the reverse */
    timing time;
    values values;
} hit;

enum { VERIFY_HITS = 24, VERIFY_TERMS = 8, VERIFY_RECENT = 6 };

typedef struct hits {
    hit at[VERIFY_HITS]; /* the best name first */
    size_t count;
} hits;

/* The way from features to the source figures that have them. */
typedef struct entry_index {
    numbering numbers;
    groups by;             /* of places in `owner` by feature */
    uint32_t *owner;       /* number of the entry */
    unsigned char *rarity; /* of each feature, by its number */
    unsigned *tally;       /* of each entry, while it is searched; zero otherwise */
    uint32_t *seen;
    struct rough *rough; /* of all entries, while they are sorted */
} entry_index;

typedef enum verify_status {
    VERIFY_SUPPORTED,
    VERIFY_MISMATCH,
    VERIFY_OTHER_YEAR,
    VERIFY_COMPUTED,
    VERIFY_NOT_FOUND
} verify_status;

typedef struct verdict {
    verify_status status;
    const char *reason; /* a word, "" none */
    int score;
    const entry *source;             /* the deciding figure, NULL: none */
    const entry *term[VERIFY_TERMS]; /* further ones, of arithmetic */
    size_t terms;
    const char *computed; /* the arithmetic, "" none */
} verdict;

typedef struct verification {
    comparison c;
    int percent, points, counted[5]; /* dimensions */
    entry *source;
    size_t sources;
    entry_index index;
    const entry *recent[VERIFY_RECENT]; /* source figures that decided the draft's last figures */
    size_t around;                      /* surroundings that are kept */
    unsigned round;
    size_t decided;
} verification;

/* ---- verify_name.c: which source figures have such a name */

/* Makes the entries of the sources: documents from number `first` on. */
void verify_index(verification *v, size_t first);
entry verify_entry(verification *v, const figure *f);
/* The same figure's name and surroundings with another name: the one of its whole, say. */
entry verify_renamed(verification *v, const entry *e, dcx_text name);
/* Those that are most like it, with times and values filled in. */
void verify_find(verification *v, entry *wanted, hits *out);
/* What stands around figures is kept for a while. To be called where none of it is in use. */
void verify_forget(verification *v);
const compared_name *verify_around(verification *v, entry *e);

/* ---- verify_value.c: values and times */

timing verify_timing(const figure *draft, const figure *source);
values verify_values(verification *v, const figure *draft, const figure *source);
/* Whether the draft's figure, with its digits and hedge, says that number of base units. */
bool verify_allows(verification *v, const figure *draft, interval range);
/* Digits that were written down, leading and trailing zeros apart. */
int verify_digits(const figure *f);
/* How two values differ, in a word: "" where that cannot be told. */
const char *verify_difference(verification *v, const figure *draft, const figure *source);

/* ---- verify_compute.c: what follows from the sources */

/* Fills in a verdict of VERIFY_COMPUTED or VERIFY_MISMATCH; false: nothing can be computed. */
bool verify_sum(verification *v, entry *draft, verdict *out);
bool verify_compute(verification *v, entry *draft, verdict *out);

/* ---- verify_judge.c */

verdict verify_judge(verification *v, entry *draft);

#endif
