/* What users say about records, and how it is applied. For record/ alone. */
#ifndef DCX_RECORD_CORRECTIONS_H
#define DCX_RECORD_CORRECTIONS_H

#include "pack/pack.h"
#include "record/records.h"

enum { CORRECTION_FIELDS = INTAKE_FIELDS };

/* The column of a correction that is about a field of the record, metric to sentence. */
#define CORRECTION_OF(field) (DCX_CORRECTION_METRIC + (field))

typedef enum correction_action { ACTION_NONE, ACTION_CORRECT, ACTION_REJECT, ACTION_ADD, ACTIONS } correction_action;

/* One row. Everything lives as long as the corrections. */
typedef struct correction correction;
struct correction {
    dcx_text field[CORRECTION_FIELDS]; /* at NULL: nothing is said; length 0 otherwise: it is made empty */
    correction_action action;
    long line;              /* of its file */
    size_t order;           /* among all rows */
    bool of_document, used; /* its document was read; it was applied */
    bool fits, here;        /* the document at hand has the figure or sentence it is about; it was applied to it */
    correction *next;       /* in the order they were given */
};

struct dcx_corrections {
    memory mem;
    arena arena;
    arena row; /* until the next record */
    const dcx_pack *pack;
    correction *first, **last;
    size_t count;
    size_t read;             /* rows there were before the file that was read last */
    correction **by_id;      /* then by order */
    bool sorted;             /* by_id holds all rows */
    dcx_handler next;        /* where the corrected records go */
    bool has_text;           /* the document at hand is read from its text, so that its figures are known */
    dcx_text document, file; /* at hand, in the arena */
    dcx_status status;       /* why passing on has failed */
    dcx_error error;
};

/* The first of the rows about an id, *count of them, in the order they were given. */
correction **corrections_about(dcx_corrections *c, dcx_text id, size_t *count);
/* Whether the row is about records of the document. */
bool correction_is_for(const correction *c, dcx_text document);

#endif
