#include "cli/message.h"

#include "cli/output.h"
#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bytes of a control character of two or three bytes that begins here, 0: there is none. U+0080 to U+009F, U+061C,
 * U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069. */
static size_t control_length(const unsigned char *c) {
    if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] <= 0x9F)
        return 2;
    if (c[0] == 0xD8 && c[1] == 0x9C)
        return 2;
    if (c[0] != 0xE2 || !c[1])
        return 0;
    bool mark = c[1] == 0x80 && (c[2] == 0x8E || c[2] == 0x8F || (c[2] >= 0xA8 && c[2] <= 0xAE));
    return mark || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9) ? 3 : 0;
}

/* Bytes of the character that begins here; 0: what stands here is not UTF-8. */
static size_t character_length(const unsigned char *c) {
    size_t length = c[0] < 0x80 ? 1 : c[0] >= 0xC2 && c[0] < 0xE0 ? 2 : c[0] >= 0xE0 && c[0] < 0xF0 ? 3 : 4;
    if (c[0] > 0xF4 || (c[0] >= 0x80 && c[0] < 0xC2))
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xC0) != 0x80)
            return 0;
    bool surrogate = c[0] == 0xED && c[1] >= 0xA0,
         overlong = (c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xF0 && c[1] < 0x90);
    return surrogate || overlong || (c[0] == 0xF4 && c[1] >= 0x90) ? 0 : length;
}

void text_tame(char *text) {
    for (char *c = text; *c;) {
        size_t length = character_length((const unsigned char *)c);
        size_t tamed = length ? control_length((const unsigned char *)c) : 1;
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = *c == '\t' || *c == '\n' ? ' ' : '?';
        memset(c, '?', tamed);
        c += length ? length : 1;
    }
}

bool text_is(dcx_text text, const char *word) {
    return text.length == strlen(word) && !memcmp(text.at, word, text.length);
}

void say(const char *format, ...) {
    char text[2048];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_tame(text);
    progress_hide();
    (void)fprintf(stderr, "dcx: %s\n", text);
}

void say_error(const dcx_error *error) {
    const char *file = strcmp(error->file, "-") ? error->file : "standard input";
    char place[sizeof error->file + 32] = "";
    if (*file && error->line > 0)
        (void)snprintf(place, sizeof place, "%s:%ld: ", file, error->line);
    else if (*file)
        (void)snprintf(place, sizeof place, "%s: ", file);
    say("%s%s%s%s", place, error->message, *error->hint ? "; " : "", error->hint);
}

void say_report(void *data, const dcx_error *error) {
    (void)data;
    say_error(error);
}

exit_code exit_code_of(dcx_status status) {
    switch (status) {
    case DCX_OK: return EXIT_DONE;
    case DCX_USAGE:
    case DCX_BAD_PACK: return EXIT_USAGE;
    default: return EXIT_IN_OUT;
    }
}

enum { LONGEST = 40 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that make one name of the other. */
static size_t distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    size_t d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

guess guess_begin(const char *wanted) {
    size_t length = strlen(wanted);
    return (guess){wanted, NULL, length < 3 ? 2 : length < 6 ? 3 : 4};
}

void guess_offer(guess *g, const char *candidate) {
    size_t d = distance(g->wanted, candidate);
    if (d < g->distance && d < strlen(candidate)) {
        g->distance = d;
        g->best = candidate;
    }
}

const char *guess_text(const guess *g, char *buffer, size_t size) {
    *buffer = 0;
    if (g->best)
        (void)snprintf(buffer, size, " (did you mean '%s'?)", g->best);
    return buffer;
}

bool guess_format(const dcx_format *formats, const char *name) {
    guess g = guess_begin(name);
    for (const dcx_format *f = formats; f->name; f++) {
        if (!strcmp(f->name, name))
            return true;
        guess_offer(&g, f->name);
    }
    char all[128] = "", hint[96];
    for (const dcx_format *f = formats; f->name; f++)
        (void)snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? ", " : "", f->name);
    say("unknown format '%.40s'%s; there are %s", name, guess_text(&g, hint, sizeof hint), all);
    return false;
}

void give_up(void) {
    say("out of memory; close other programs or split the input");
    output_abandon();
    _exit(EXIT_IN_OUT);
}

void *need(void *block, size_t size) {
    void *p = realloc(block, size ? size : 1);
    if (!p)
        give_up();
    return p;
}
