/* A line on the terminal that tells how far long work is. Nothing appears in a pipe, nor in the first second. */
#ifndef DCX_CLI_PROGRESS_H
#define DCX_CLI_PROGRESS_H

#include "cli/options.h"

/* From here on the line may appear, where standard error is a terminal and --quiet was not said. */
void progress_begin(const options *o);
/* The next file, "-": standard input; what is done where no file is read. */
void progress_file(const char *name);
/* One more record. */
void progress_record(void);
/* Takes the line away, before anything else is written. */
void progress_hide(void);

#endif
