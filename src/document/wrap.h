/* How a document's lines were broken: by hand at a width, or only where paragraphs end. */
#ifndef DCX_DOCUMENT_WRAP_H
#define DCX_DOCUMENT_WRAP_H

#include "document/line.h"

typedef struct wrap {
    bool hard;        /* paragraphs are broken at a width */
    bool blanks_tell; /* hard: empty lines stand between paragraphs, and only there */
    bool stripped;    /* hard: first lines were indented, the indent is lost, and so they are shorter than others */
    uint32_t full;    /* hard: cells of a usual full line */
    uint32_t indent;  /* cells that all lines are indented by */
} wrap;

wrap wrap_of(const lines *all);
/* Cells that line p leaves free when the beginning of the next line is added; about 0 or less: p is full. */
long wrap_room(const wrap *w, const lines *all, const line *p, const line *next);
/* Whether a line is indented like the first of a paragraph. */
bool wrap_indented(const wrap *w, const line *l);
/* Whether a line is shorter than it need be, like the first of a paragraph whose indent is lost. */
bool wrap_looks_first(const wrap *w, const lines *all, const line *l);

#endif
