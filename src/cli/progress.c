#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/message.h"

enum { PATIENCE = 1000, PAUSE = 100 }; /* milliseconds until it appears, and between two of them */

/* There is one terminal. */
static struct progress {
    bool wanted, shown;
    char file[64]; /* the beginning of its name */
    size_t files, all_files, records;
    long started, latest;
} now;

static long milliseconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(const options *o) {
    now = (struct progress){.wanted = !o->quiet && isatty(STDERR_FILENO), .all_files = o->file_count};
    now.started = milliseconds();
}

static void show(void) {
    if (!now.wanted)
        return;
    long time = milliseconds();
    if (time - now.started < PATIENCE || time - now.latest < PAUSE)
        return;
    now.latest = time;
    now.shown = true;
    char count[48] = "";
    if (now.all_files > 1)
        (void)snprintf(count, sizeof count, "%zu of %zu: ", now.files, now.all_files);
    (void)fprintf(stderr, "\r\033[Kdcx: %s%s, %zu records", count, now.file, now.records);
    (void)fflush(stderr);
}

void progress_file(const char *name) {
    const char *base = strrchr(name, '/');
    base = base ? base + 1 : name;
    (void)snprintf(now.file, sizeof now.file, "%s", strcmp(base, "-") ? base : "standard input");
    size_t end = strlen(now.file);
    while (end + 1 == sizeof now.file && end && ((unsigned char)base[end] & 0xC0) == 0x80)
        now.file[--end] = '\0'; /* not in the middle of a character */
    text_tame(now.file);
    now.files++;
    show();
}

void progress_record(void) {
    now.records++;
    if (now.records % 16 == 0)
        show();
}

void progress_hide(void) {
    if (now.shown)
        (void)fputs("\r\033[K", stderr);
    now.shown = false;
}
