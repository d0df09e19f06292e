/* What a user gets for a sentence: tests/extract.cases says what it must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "builtin.h"
#include "gather.h"

#define CASES "tests/extract.cases"

enum { TEXT = 4096, LINES = 16, VALUE = 2 * GATHER_FIELD + 2 };

/* A paragraph of the file, cut up. */
typedef struct test_case {
    int line; /* of its text */
    int year;
    char text[TEXT];
    const char *want[LINES];
    size_t wants;
    bool expects; /* it says what it expects, be it nothing */
    char room[TEXT];
    size_t used;
} test_case;

/* ---- comparing ---- */

/* Whether got is one of the readings, which stand between ||. */
static bool one_of(const char *readings, size_t length, const char *got) {
    const char *end = readings + length;
    for (const char *at = readings;; at += 2) {
        const char *stop = at;
        while (stop < end && strncmp(stop, "||", 2) != 0)
            stop++;
        size_t n = (size_t)(stop - at);
        if (strlen(got) == n && !memcmp(at, got, n))
            return true;
        at = stop;
        if (at >= end)
            return false;
    }
}

/* Cuts the next cell, which " |" or the line's end ends, off *at. */
static size_t cut(const char **at, const char **cell) {
    *cell = *at + strspn(*at, " ");
    const char *stop = strstr(*cell, " |");
    size_t n = stop ? (size_t)(stop - *cell) : strlen(*cell);
    *at = *cell + n + (stop ? 2 : 0);
    return n;
}

/* The value as a case writes it: with the upper end of a range. */
static const char *shown_value(const gathered_record *r, char *out, size_t size) {
    const char *max = r->field[DCX_VALUE_MAX];
    (void)snprintf(out, size, "%s%s%s", r->field[DCX_VALUE], *max ? "~" : "", max);
    return out;
}

static bool fields_agree(const char *fields, const gathered_record *r) {
    bool named[DCX_RECORD_FIELDS] = {false};
    for (const char *p = fields; *(p += strspn(p, " ")); p += strcspn(p, " ")) {
        char name[32];
        size_t n = strcspn(p, "= ");
        (void)snprintf(name, sizeof name, "%.*s", (int)n, p);
        int f = dcx_schema_find(dcx_record_schema(), name);
        if (f < 0 || p[n] != '=')
            fail_msg("%s: no field is called '%s'", CASES, name);
        else if (!one_of(p + n + 1, strcspn(p + n + 1, " "), r->field[f]))
            return false;
        else
            named[f] = true;
    }
    return (named[DCX_QUALIFIER] || !*r->field[DCX_QUALIFIER]) &&
           (named[DCX_CLAIM] || !strcmp(r->field[DCX_CLAIM], "actual"));
}

static bool agrees(const char *want, const gathered_record *r) {
    char value[VALUE];
    const char *const got[] = {r->field[DCX_METRIC], shown_value(r, value, sizeof value),
                               *r->field[DCX_UNIT] ? r->field[DCX_UNIT] : "-", r->field[DCX_KIND]};
    const char *at = want, *cell;
    for (size_t i = 0; i < sizeof got / sizeof *got; i++) {
        size_t n = cut(&at, &cell);
        if (!one_of(cell, n, got[i]))
            return false;
    }
    return fields_agree(at, r);
}

static bool take(gathered *found, const char *want) {
    for (size_t i = 0; i < found->count; i++)
        if (!found->at[i].expected && agrees(want, &found->at[i]))
            return found->at[i].expected = true;
    return false;
}

static void print_wrong(const test_case *c, const char *what, const char *want, const gathered_record *r) {
    char value[VALUE];
    print_message("%s:%d: %s: %s", CASES, c->line, what, want ? want : "");
    if (r)
        print_message("%s | %s | %s | %s | year=%s period=%s claim=%s qualifier=%s of=%s source=%s (%s) rule=%s",
                      r->field[DCX_METRIC], shown_value(r, value, sizeof value), r->field[DCX_UNIT], r->field[DCX_KIND],
                      r->field[DCX_YEAR], r->field[DCX_PERIOD], r->field[DCX_CLAIM], r->field[DCX_QUALIFIER],
                      r->field[DCX_OF], r->field[DCX_SOURCE], r->field[DCX_SOURCE_BASIS], r->field[DCX_RULE]);
    print_message("\n");
}

/* Whether the text gives what the case says; tell: say where not. */
static bool holds(const test_case *c, bool tell) {
    static gathered found;
    const dcx_options options = {.year = c->year};
    bool right = gather_text(pack, &options, c->text, &found, NULL) == DCX_OK;
    for (size_t i = 0; i < c->wants; i++) {
        bool optional = !strncmp(c->want[i], "? ", 2);
        if (take(&found, c->want[i] + (optional ? 2 : 0)) || optional)
            continue;
        right = false;
        if (tell)
            print_wrong(c, "wanted", c->want[i], NULL);
    }
    for (size_t i = 0; i < found.count; i++) {
        right &= found.at[i].expected;
        if (tell && !found.at[i].expected)
            print_wrong(c, "got", NULL, &found.at[i]);
    }
    return right;
}

/* ---- reading the file ---- */

static void add_text(test_case *c, int line, const char *before, const char *text) {
    size_t n = strlen(c->text);
    (void)snprintf(c->text + n, sizeof c->text - n, "%s%s\n\n", before, text);
    if (!c->line)
        c->line = line;
}

static void add_want(test_case *c, const char *line) {
    size_t n = strlen(line) + 1;
    c->expects = true;
    if (!strcmp(line, "none"))
        return;
    assert_true(c->wants < LINES && c->used + n <= sizeof c->room);
    c->want[c->wants++] = memcpy(c->room + c->used, line, n);
    c->used += n;
}

static void add_line(test_case *c, int number, const char *line) {
    if (!strncmp(line, "# year ", 7))
        c->year = (int)strtol(line + 7, NULL, 10);
    else if (!strncmp(line, "# title ", 8))
        add_text(c, number, "# ", line + 8);
    else if (strstr(line, " |") || !strcmp(line, "none"))
        add_want(c, line);
    else if (*line != '#')
        add_text(c, number, "", line);
}

typedef struct progress {
    test_case now;
    bool known_to_fail;
    int cases, wrong, mended;
} progress;

static void finish_case(progress *p) {
    test_case *c = &p->now;
    if (c->line && !c->expects)
        fail_msg("%s:%d: the case does not say what it expects", CASES, c->line);
    if (c->line) {
        bool right = holds(c, !p->known_to_fail);
        p->cases++;
        p->wrong += !right && !p->known_to_fail;
        p->mended += right && p->known_to_fail;
        if (right && p->known_to_fail)
            print_message("%s:%d: holds now: move it up\n", CASES, c->line);
    }
    memset(c, 0, sizeof *c);
}

static void all_cases(void **state) {
    (void)state;
    static progress p;
    char line[TEXT];
    FILE *f = fopen(CASES, "r");
    assert_non_null(f);
    for (int number = 1; fgets(line, sizeof line, f); number++) {
        line[strcspn(line, "\n")] = '\0';
        if (!strncmp(line, "## ", 3))
            p.known_to_fail = !strcmp(line, "## known to fail");
        else if (*line)
            add_line(&p.now, number, line);
        else
            finish_case(&p);
    }
    finish_case(&p);
    (void)fclose(f);
    print_message("%d cases, %d wrong, %d that were known to fail hold\n", p.cases, p.wrong, p.mended);
    assert_true(p.cases >= 120);
    assert_int_equal(p.wrong, 0);
    assert_int_equal(p.mended, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_cases)};
    return cmocka_run_group_tests(tests, open_builtin, close_builtin);
}
