/* What the commands that compare share. */
#ifndef DCX_CLI_COMPARE_H
#define DCX_CLI_COMPARE_H

#include "cli/session.h"

/* The documents of a comparison. Zeroed at first; close in any case. */
typedef struct inputs {
    session session;
    dcx_set *set;
    input alias_file;
    dcx_aliases aliases;
} inputs;

/* Opens a session and a set, reads the file of --aliases. What is wrong is said. */
exit_code inputs_open(inputs *in, const options *o);
/* Adds the records of a file as document number `document`, and finds the year it reports on. A file without records is
 * said; where it has no year and one is needed, that is said, and it is wrong usage. */
exit_code inputs_read(inputs *in, size_t document, const char *name, bool needs_year);
void inputs_close(inputs *in);

/* What --min-score says, in hundredths, -1 for none. What is wrong is said; false then. */
bool compare_score(const char *text, int *hundredths);

#endif
