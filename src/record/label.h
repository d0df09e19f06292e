/* What people read for the names of columns and the words in them (rules/labels.tsv), and the way back. */
#ifndef DCX_RECORD_LABEL_H
#define DCX_RECORD_LABEL_H

#include <stdbool.h>

#include "base/arena.h"
#include "dcx.h"

typedef struct label {
    const char *group, *name, *chinese, *english; /* UTF-8; english NULL: the name is readable */
} label;

/* Made from rules/labels.tsv when dcx is built. Ended by one whose group is NULL. */
extern const label label_table[];

typedef enum label_style {
    LABEL_NAME,    /* the name */
    LABEL_ENGLISH, /* readable English */
    LABEL_CHINESE,
    LABEL_BOTH /* "LABEL (name)" */
} label_style;

/* The group of the words that columns of this name hold; NULL: anything may stand in them. Column names themselves are
 * the group "column". */
const char *label_group(const char *column);
/* A name in a style; of a group of flags, each of the words that spaces separate. What has no label stays. */
dcx_text label_show(arena *a, const char *group, dcx_text name, label_style style);
/* The name that a text in any style stands for; text itself where it is none. */
dcx_text label_read(const char *group, dcx_text text);
/* Whether it is one of the group's names. All of them, with commas between. */
bool label_is_name(const char *group, dcx_text text);
const char *label_names(arena *a, const char *group);
/* The column of the schema that a heading in any style names, -1: none. */
int label_column(const dcx_schema *schema, dcx_text heading);

#endif
