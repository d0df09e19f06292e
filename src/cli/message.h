/* Messages on standard error. */
#ifndef DCX_CLI_MESSAGE_H
#define DCX_CLI_MESSAGE_H

#include "cli/cli.h"

/* `dcx: ` and the text, as one line in which no control character is left. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Makes one line of the text, with nothing in it that a terminal would obey: control characters (C1 too) and those that
 * turn the direction of writing become question marks. */
void text_tame(char *text);
bool text_is(dcx_text text, const char *word);
/* `dcx: FILE:LINE: message; hint` */
void say_error(const dcx_error *error);
/* As dcx_report_fn; data is not used. */
void say_report(void *data, const dcx_error *error);

exit_code exit_code_of(dcx_status status);

/* The likeliest of several names for one that was mistyped: begin with the wanted name, offer all there are. */
typedef struct guess {
    const char *wanted;
    const char *best; /* NULL: none is near */
    size_t distance;
} guess;

guess guess_begin(const char *wanted);
void guess_offer(guess *g, const char *candidate);
/* " (did you mean 'NAME'?)", or "" when none is near. buffer holds the text. */
const char *guess_text(const guess *g, char *buffer, size_t size);

/* Whether name is one of the formats; else that is said, with those there are. */
bool guess_format(const dcx_format *formats, const char *name);

/* Memory that never comes back NULL: dcx gives up instead. */
void *need(void *block, size_t size);
/* Ends the program where memory is short: with a message, and without unfinished outputs. */
_Noreturn void give_up(void);

#endif
