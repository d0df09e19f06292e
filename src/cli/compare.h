/* What the commands that compare share. */
#ifndef DCX_CLI_COMPARE_H
#define DCX_CLI_COMPARE_H

#include "cli/session.h"
#include "cli/sheet.h"

/* The documents of a comparison. Zeroed at first; close in any case. */
typedef struct inputs {
    session session;
    dcx_set *set;
    size_t documents; /* read so far */
    size_t figures;   /* of all of them */
    sheet *sheet;     /* shows records as well where its format wants them; NULL: none */
    input alias_file;
    dcx_aliases aliases;
} inputs;

/* Prepares the sheet, enters the sandbox, opens a session and a set, reads the file of --aliases. What is wrong is
 * said. */
exit_code inputs_open(inputs *in, sheet *s, const options *o);
/* Adds the records of each file as the next document, and finds the year that it reports on; a file without records is
 * said. One that cannot be read at all is left out, the others are still read. Where a file breaks off, or has no year
 * and one is needed, nothing is to be compared: documents is 0. What is wrong is said. */
exit_code inputs_read(inputs *in, const char *const *names, size_t count, bool needs_year);
/* To be called when all are read: says which corrections fit nothing. false: in->sheet failed, or memory was short. */
bool inputs_report(inputs *in);
void inputs_close(inputs *in);

/* What --min-score says, in hundredths, -1 for none. What is wrong is said; false then. */
bool compare_score(const char *text, int *hundredths);

#endif
