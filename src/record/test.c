/* Runs the examples that stand beside the rules. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "record/reader.h"

enum { MOST = 64, FIELD = 160 }; /* records of one example; bytes of a field that is compared */

/* What an example's sentence gave. */
typedef struct outcome {
    struct {
        char field[DCX_RECORD_FIELDS][FIELD];
        bool wanted;
    } record[MOST];
    size_t count;
} outcome;

static int keep(void *data, const dcx_row *row) {
    outcome *o = data;
    if (o->count == MOST)
        return 1;
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        (void)snprintf(o->record[o->count].field[f], FIELD, "%.*s", (int)row->field[f].length, row->field[f].at);
    o->record[o->count++].wanted = false;
    return 0;
}

/* Whether the record has all of the fields that the line name=value, name=value ... wants. */
static bool fits(char field[][FIELD], const char *want, size_t length) {
    const char *end = want + length;
    while (want < end) {
        const char *tab = memchr(want, '\t', (size_t)(end - want)), *stop = tab ? tab : end;
        const char *equals = memchr(want, '=', (size_t)(stop - want));
        if (!equals)
            return false;
        char field_name[FIELD];
        (void)snprintf(field_name, sizeof field_name, "%.*s", (int)(equals - want), want);
        int f = dcx_schema_find(dcx_record_schema(), field_name);
        size_t n = (size_t)(stop - equals - 1);
        if (f < 0 || strlen(field[f]) != n || memcmp(field[f], equals + 1, n) != 0)
            return false;
        want = stop + 1;
    }
    return true;
}

/* Whether some record that no other line wanted has these fields. */
static bool found(outcome *o, const char *want, size_t length) {
    for (size_t i = 0; i < o->count; i++)
        if (!o->record[i].wanted && fits(o->record[i].field, want, length))
            return o->record[i].wanted = true;
    return false;
}

typedef struct tester {
    dcx_reader *reader;
    outcome *outcome;
    dcx_report_fn *report;
    void *data;
    size_t *failures;
} tester;

static void fail(tester *t, const pack_rule *rule, const pack_example *e, const char *what, int length) {
    dcx_error error;
    (void)error_set(&error, DCX_BAD_PACK, rule->file, e->line, "run `dcx extract` on the sentence to see what it gives",
                    "rule %s: %s%.*s", rule->id, *e->expect ? "no record with " : "", length, what);
    (*t->failures)++;
    if (t->report)
        t->report(t->data, &error);
}

static bool bound_by(const outcome *o, const pack_rule *rule) {
    for (size_t i = 0; i < o->count; i++)
        if (!strcmp(o->record[i].field[DCX_RULE], rule->id))
            return true;
    return false;
}

static dcx_status run_example(tester *t, const pack_rule *rule, const pack_example *e, dcx_error *error) {
    outcome *o = t->outcome;
    o->count = 0;
    const dcx_handler handler = {.data = o, .record = keep};
    dcx_status status = dcx_extract(t->reader, "example", e->text, strlen(e->text), &handler, NULL, error);
    if (status != DCX_OK)
        return status;
    if (!*e->expect && bound_by(o, rule))
        fail(t, rule, e, "it binds where it must not", 26);
    for (const char *want = e->expect; *want;) {
        size_t n = strcspn(want, "\n");
        if (!found(o, want, n))
            fail(t, rule, e, want, (int)n);
        want += n + (want[n] == '\n');
    }
    return DCX_OK;
}

dcx_status dcx_pack_test(const dcx_pack *pack, dcx_report_fn *report, void *data, size_t *examples, size_t *failures,
                         dcx_error *error) {
    const pack_data *p = pack_content(pack);
    tester t = {NULL, NULL, report, data, failures};
    const dcx_options plain = {.encoding = "UTF-8", .input_format = "text"};
    dcx_status status = dcx_reader_open(&t.reader, pack, &plain, NULL, error);
    if (status)
        return status;
    t.outcome = memory_try(&t.reader->mem, sizeof *t.outcome);
    if (!t.outcome) {
        dcx_reader_free(t.reader);
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < p->rules && status == DCX_OK; i++)
        for (uint32_t k = 0; k < p->rule[i].examples && status == DCX_OK; k++, (*examples)++)
            status = run_example(&t, &p->rule[i], &p->rule[i].example[k], error);
    memory_free(&t.reader->mem, t.outcome);
    dcx_reader_free(t.reader);
    return status;
}
