/* The metrics that --select lists. */
#ifndef DCX_CLI_SELECT_H
#define DCX_CLI_SELECT_H

#include "cli/input.h"

typedef struct selection selection;

/* Reads the list. What is wrong is said; NULL then. */
selection *selection_read(const char *path);
/* Whether a pattern matches the metric; remembers which did. */
bool selection_takes(selection *s, dcx_text metric);
/* Says which patterns have matched nothing; returns how many. */
size_t selection_report(const selection *s);
void selection_free(selection *s);

#endif
