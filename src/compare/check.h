/* What the relations of `check` share: the figures with their names and places in the sentence, indexes to find the
 * partner of a figure, and the way a relation becomes a finding. For compare/check*.c alone. */
#ifndef DCX_COMPARE_CHECK_H
#define DCX_COMPARE_CHECK_H

#include "base/regex.h"
#include "compare/groups.h"
#include "compare/set.h"

/* Patterns of the rule pack, by the macro that holds them. */
#define CHECK_CUES(X)                                                                                                  \
    X(DROP, "check-drop")                 /* left out of names */                                                      \
    X(ATTRIBUTE, "check-attribute")       /* ends a name: amount, number ... */                                        \
    X(RATE_OF, "check-rate-of")           /* ends the name of a rate; group whole: of what */                          \
    X(CONSTANT, "check-constant")         /* in names: grows at constant prices */                                     \
    X(OTHER_GROWTH, "check-other-growth") /* before a growth: not over the year before */                              \
    X(OTHER_BASE, "check-other-base")     /* in the base of a growth: none that is looked up */                        \
    X(YEAR_BEFORE, "check-year-before")   /* in the base of a growth: the year before */                               \
    X(YEAR, "check-year")                 /* in the base of a growth: a year */                                        \
    X(PART, "check-part")                 /* between a whole and its part */                                           \
    X(PART_WITHIN, "check-part-within")   /* the same, for all that follows */                                         \
    X(STOP, "check-stop")                 /* ends what such words speak of */                                          \
    X(UP_TO, "check-up-to")               /* before a figure that is more than another */                              \
    X(DOWN_TO, "check-down-to")           /* before a figure that is less than another */                              \
    X(GREW, "check-grew")                 /* behind a figure: it grew */                                               \
    X(ABOVE, "check-above")               /* between two figures: more than */                                         \
    X(BELOW, "check-below")               /* between two figures: less than */                                         \
    X(NEW, "check-new")                   /* before a figure: what is new of a year */                                 \
    X(ALL, "check-all")                   /* before a figure: all there is */                                          \
    X(RUNNING, "check-running")           /* before a figure: a running total */                                       \
    X(SAYS_UP, "check-says-up")           /* right before a rate: it grew */                                           \
    X(SAYS_DOWN, "check-says-down")       /* right before a rate: it fell */                                           \
    X(NARROWER, "check-narrower")         /* in names: of a day */                                                     \
    X(WIDER, "check-wider")               /* in names: of a month, in total */                                         \
    X(MEAN, "check-mean")                 /* in names or before a figure: an average */                                \
    X(UNREAD, "check-unread")             /* a number that was not read */                                             \
    X(TIME, "check-time")                 /* in the base of a difference: a time */                                    \
    X(GAP, "check-gap")                   /* in names: a difference of rates */                                        \
    X(ONE, "check-one")                   /* in names: one of two that are everything */                               \
    X(OTHER, "check-other")               /* in names: the other of the two */                                         \
    X(ADDS_UP, "check-adds-up")           /* before a total of what was listed */

typedef enum cue {
#define X(id, name) CUE_##id,
    CHECK_CUES(X)
#undef X
        CUES
} cue;

/* A figure among those of its set. */
typedef struct item {
    const figure *f;
    size_t sentence;  /* number of its sentence */
    size_t from, to;  /* its quote in the sentence, code points; from == NOWHERE: not found */
    uint64_t key;     /* equal for names that say the same */
    runes name;       /* without words that do not tell what is measured */
    runes core;       /* name without the attribute at its end */
    bool mean;        /* an average */
    int dimension;    /* of its unit, as the pack numbers them; -1: unknown or none */
    double size;      /* base value, roughly: for looking up alone */
    double precision; /* half a unit of the last digit over the value, roughly */
} item;
#define NOWHERE ((size_t)-1)

typedef struct sentence {
    size_t document, first, count; /* its items stand in order of place */
    runes text;
} sentence;

enum {
    CHECK_NEAR = 12,   /* figures of a sentence that are looked at from one of them */
    CHECK_MANY = 64,   /* figures of one name or value that are tried */
    CHECK_BOUNDS = 32, /* bounds that are remembered */
    CHECK_PLACES = 16  /* figures of one relation */
};

/* The items of one name, say, together, in order of place. */
typedef struct item_groups {
    groups of;
    const item **at;
} item_groups;

typedef struct bound_pair {
    const item *small, *large;
} bound_pair;

typedef struct check {
    dcx_set *set;
    arena arena;   /* as long as the check */
    arena scratch; /* one relation */
    regex_engine *engine;
    regex *cue[CUES];
    item *item; /* by document and place */
    size_t items;
    sentence *sentence;
    size_t sentences;
    int percent, points, countable[3]; /* dimensions */
    item_groups keyed, named, cored, measured;
    double *size;        /* of those of `measured`, by which each of its groups is sorted */
    const item **by_end; /* sorted by the ends of their cores */
    const dcx_check_options *options;
    dcx_check_counts counts;
    dcx_row_fn *row;
    void *data;
    size_t findings;                /* passed */
    bound_pair bound[CHECK_BOUNDS]; /* the latest that were reported */
    size_t bounds;
    bool stopped; /* row asked to stop */
} check;

/* ---- check_index.c: names and places */

/* False: the pack lacks a pattern or one is broken, *error says which. */
bool check_index(check *c, dcx_error *error);
bool cue_in(check *c, cue what, runes text);
/* The text without every match. */
runes cue_removed(check *c, cue what, runes text);

/* ---- check_find.c: the partner of a figure */

bool same_text(dcx_text a, dcx_text b);
int text_order(dcx_text a, dcx_text b);
uint64_t runes_hash(runes r);
bool runes_equal(runes a, runes b);
bool runes_end(runes text, runes end);
bool runes_hold(runes text, runes part);
runes runes_after(runes text, size_t from);
/* How alike two names are, 0 to 1: the longest common subsequence. */
double likeness(runes a, runes b);

/* Text of the sentence before a, behind a up to the next figure, and between two figures of one sentence; empty where
 * places are not known. */
runes text_before(const check *c, const item *a);
runes text_behind(const check *c, const item *a);
runes text_between(const check *c, const item *a, const item *b);
/* The next figure of the same sentence, the one before; NULL: none. */
const item *next_of(const check *c, const item *a);
const item *previous_of(const check *c, const item *a);

bool is_percent(const check *c, const item *a);
bool is_points(const check *c, const item *a);
/* A level above zero that is a fact and no rate. */
bool is_amount(const check *c, const item *a);
/* Both are counted or measured in the same; counts of things, people and firms are all counts. */
bool same_measure(const check *c, const item *a, const item *b);
bool same_base_unit(const item *a, const item *b);
/* Bound by a rule of lists. */
bool is_listed(const item *a);
/* The same part of their years: whole years, ends of years, or the same months. */
bool same_span(const item *a, const item *b);

/* A stretch of one of the indexes. */
typedef struct stretch {
    const item *const *at;
    size_t count;
} stretch;

/* Of the unit and the document that sizes are compared in. */
uint64_t measure_hash(size_t document, dcx_text base_unit);
stretch items_keyed(const check *c, uint64_t key);
stretch items_named(const check *c, runes name);
stretch items_with_core(const check *c, runes core);
/* Those whose core ends with it. */
stretch items_ending(const check *c, runes core);
/* Levels and other figures of a document in a base unit, of about this size. */
stretch items_sized(const check *c, size_t document, dcx_text base_unit, double size, double tolerance);

typedef struct wanted {
    const item *like; /* same name, kind, whole, measure and span of the year as this */
    size_t document;
    int year; /* 0: any */
} wanted;

typedef struct partner {
    const item *it; /* NULL: none */
    bool sure;      /* the name is the same and no other value is printed under it */
} partner;

/* The figure that is meant: the last mention without hedge, else the last. */
partner find_level(check *c, wanted w);

/* The figure behind a level that tells its growth (KIND_GROWTH) or its change (KIND_CHANGE); NULL: none. */
const item *companion(check *c, const item *level, figure_kind kind);
/* The year a growth or change is over; 0: not known, or none that levels are printed for. */
int base_year(check *c, const item *growth, int year);
/* Text between a figure and the one before it in its sentence. */
runes text_since(const check *c, const item *a);

/* ---- check.c: findings */

typedef enum relation_kind {
    GROWTH,
    NET_CHANGE,
    SHARE_SUM,
    PART_OF_WHOLE,
    PARTS_TOTAL,
    REPEATED,
    MULTIPLE,
    BOUND,
    RATE_DIFFERENCE,
    RATIO
} relation_kind;

/* What may be said where a relation does not hold. */
typedef enum grade {
    GRADE_LOOSE, /* nothing: the names only look alike */
    GRADE_NOTE,  /* a note: another base, another scope can explain it */
    GRADE_ERROR  /* an error, unless a hedge is among the figures */
} grade;

typedef struct relation {
    relation_kind kind;
    grade grade;
    bool holds;
    const item *judged;
    const item *place[CHECK_PLACES]; /* all figures, the judged one among them */
    size_t places;
    const char *message; /* the arithmetic */
    const char *computed, *printed, *tolerance;
} relation;

relation relation_of(relation_kind kind, grade g, const item *judged);
void relation_add(relation *r, const item *place);
/* Passes the finding on. False: nothing was to be said. */
bool relation_report(check *c, const relation *r);

/* A figure as it is printed, with the minus that words say of it; the same behind an operator. */
const char *printed_of(check *c, const item *a);
const char *term_of(check *c, const item *a);
/* The quote itself begins with a minus. */
bool shows_minus(check *c, const item *a);
/* Decimal text, and of an interval, in the arena for one relation; unit may be "". */
const char *shown(check *c, const number *n, int places, const char *unit);
const char *shown_interval(check *c, interval v, int places, const char *unit);
/* A number of base units in the unit that like is printed in. */
const char *shown_like(check *c, const number *base, const item *like);
const char *shown_interval_like(check *c, interval base, const item *like);
/* The interval times a whole number, or over one. */
interval interval_times(check *c, interval v, long by);
interval interval_over(check *c, interval v, long by);
interval interval_of(check *c, long n);
/* What a figure means, were its digits cut off instead of rounded: half a unit more on either side. */
interval digits_cut(check *c, const item *a);
/* Not wider than so many thousandths of its lower end: agreement with it means something. */
bool is_narrow(check *c, interval v, long thousandths);
bool not_above(check *c, const number *a, const number *b);

/* ---- the families of relations: each looks at one sentence */

void check_growth(check *c, const sentence *s);
void check_change(check *c, const sentence *s);
void check_multiples(check *c, const sentence *s);
void check_parts(check *c, const sentence *s);
void check_totals(check *c, const sentence *s);
void check_bounds(check *c, const sentence *s);
void check_rates(check *c, const sentence *s);
void check_repeats(check *c, const sentence *s);

#endif
