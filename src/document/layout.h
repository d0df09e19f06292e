/* A pack's layout patterns, compiled. */
#ifndef DCX_DOCUMENT_LAYOUT_H
#define DCX_DOCUMENT_LAYOUT_H

#include "document/document.h"

#define LAYOUT_ROLES(X)                                                                                                \
    X(PAGE, "page")                                                                                                    \
    X(TOC_TITLE, "toc-title")                                                                                          \
    X(TOC, "toc")                                                                                                      \
    X(CAPTION, "caption")                                                                                              \
    X(SOURCE, "source")                                                                                                \
    X(NOTE, "note")                                                                                                    \
    X(HEADING, "heading")                                                                                              \
    X(YEAR, "year")                                                                                                    \
    X(DATE, "date")                                                                                                    \
    X(META, "meta")                                                                                                    \
    X(SUBTITLE, "subtitle")                                                                                            \
    X(TITLE, "title")                                                                                                  \
    X(PUBLISHER, "publisher")                                                                                          \
    X(FURNITURE, "furniture")                                                                                          \
    X(CLUTTER, "clutter")                                                                                              \
    X(CELL_UNIT, "cell-unit")                                                                                          \
    X(UNIT_COLUMN, "unit-column")                                                                                      \
    X(TIME_COLUMN, "time-column")                                                                                      \
    X(CELL_TIME, "cell-time")                                                                                          \
    X(CELL_CHANGE, "cell-change")                                                                                      \
    X(CELL_GROWTH, "cell-growth")                                                                                      \
    X(CELL_SHARE, "cell-share")                                                                                        \
    X(CELL_PLAIN, "cell-plain")                                                                                        \
    X(CELL_LEAD, "cell-lead")                                                                                          \
    X(CELL_QUANTITY, "cell-quantity")                                                                                  \
    X(CELL_WHEN, "cell-when")                                                                                          \
    X(CELL_PERIOD, "cell-period")                                                                                      \
    X(CELL_CLAIM, "cell-claim")                                                                                        \
    X(CELL_INDEX, "cell-index")                                                                                        \
    X(CELL_ASIDE, "cell-aside")                                                                                        \
    X(CELL_RATE, "cell-rate")                                                                                          \
    X(ASIDE_COLUMN, "aside-column")                                                                                    \
    X(METRIC_COLUMN, "metric-column")                                                                                  \
    X(UNIT_LINE, "unit-line")

typedef enum layout_role {
#define X(id, name) LAYOUT_##id,
    LAYOUT_ROLES(X)
#undef X
        LAYOUT_ROLE_COUNT
} layout_role;

typedef struct layout_match {
    layout_role role;
    int level;
    span detail; /* of the group "who" or "rest"; from == REGEX_NONE: there is none */
} layout_match;

/* A layout pattern of the pack, compiled. NULL and *error: it is broken. */
const regex_ready *layout_prepare(regex_engine *engine, arena *a, const dcx_pack *pack, const pack_layout *l,
                                  dcx_error *error);

/* Whether text has this role. m may be NULL. */
bool layout_is(const layout_set *set, layout_role role, runes text, layout_match *m);
/* The first role, from first to HEADING, that text has. One match for a text that has none. */
bool layout_classify(const layout_set *set, layout_role first, runes text, layout_match *m);

#endif
