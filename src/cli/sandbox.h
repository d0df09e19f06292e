/* Least rights: from the first byte that is parsed the process can do what reading its inputs needs, and no more. */
#ifndef DCX_CLI_SANDBOX_H
#define DCX_CLI_SANDBOX_H

#include "cli/options.h"

/* To be called once, when the outputs are open and before anything is parsed. What can still be opened are the inputs
 * and the files that the options name, and what shared libraries and pdftotext need. What the kernel does not offer is
 * left out, and said unless --quiet; --sandbox=off leaves all out. Not EXIT_DONE where --sandbox=require was given and
 * anything is left out. The options must stay. */
exit_code sandbox_enter(const options *o, const char *const *inputs);
/* To be called when a database is open: it needs no other file of its folder any more. */
void sandbox_narrow(void);

#endif
