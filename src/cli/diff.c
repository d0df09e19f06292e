/* dcx diff: what changed from one report to another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/compare.h"
#include "cli/message.h"
#include "cli/select.h"
#include "cli/sheet.h"

/* What --fail-on may ask for. */
typedef struct failing {
    bool missing, flagged, growth;
    char percent[32]; /* of change>N%; empty: not asked for */
} failing;

typedef struct comparing {
    const options *options;
    inputs inputs;
    selection *selection; /* NULL: every metric */
    sheet sheet;
    dcx_diff_options how;
    failing fail;
    size_t reasons; /* rows that the user asked to fail on */
    size_t differences;
} comparing;

static dcx_text field(const dcx_row *row, const char *name) {
    return row->field[dcx_schema_find(row->schema, name)];
}

static bool has_flag(dcx_text flags, const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i + length <= flags.length; i++)
        if (!memcmp(flags.at + i, name, length))
            return true;
    return false;
}

/* ---- options ---- */

static bool read_order(comparing *x, const char *name) {
    static const char *const names[] = {"place", "section", "change", "pct", "name"};
    guess g = guess_begin(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(names[i], name)) {
            x->how.order = (dcx_order)i;
            return true;
        }
        guess_offer(&g, names[i]);
    }
    char hint[96];
    say("--sort %s: unknown%s; there are place, section, change, pct, name", name, guess_text(&g, hint, sizeof hint));
    return false;
}

static bool read_years(comparing *x, const char *text) {
    enum { FIRST = 1000, LAST = 9999 };
    char *end;
    long old = strtol(text, &end, 10);
    long new_ = *end == ',' ? strtol(end + 1, &end, 10) : 0;
    if (*end || old < FIRST || old > LAST || new_ < FIRST || new_ > LAST) {
        say("--years %s: give the year in OLD and the year in NEW, as in --years 2023,2024", text);
        return false;
    }
    x->how.old_year = (int)old;
    x->how.new_year = (int)new_;
    return true;
}

/* Digits, with a point between them or none. */
static bool is_percentage(const char *text) {
    size_t whole = strspn(text, "0123456789");
    const char *end = text + whole;
    if (whole && *end == '.')
        end += 1 + strspn(end + 1, "0123456789");
    return whole && !*end && end[-1] != '.';
}

static bool read_condition(failing *f, const char *text, size_t length) {
    char word[32];
    (void)snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), text);
    if (!strcmp(word, "missing"))
        f->missing = true;
    else if (!strcmp(word, "flagged"))
        f->flagged = true;
    else if (!strcmp(word, "growth-mismatch"))
        f->growth = true;
    else if (!strncmp(word, "change>", 7)) {
        size_t digits = strspn(word + 7, "0123456789.");
        (void)snprintf(f->percent, sizeof f->percent, "%.*s", (int)digits, word + 7);
        return length < sizeof word && is_percentage(f->percent) &&
               (!word[7 + digits] || !strcmp(word + 7 + digits, "%"));
    } else
        return false;
    return true;
}

static bool read_conditions(comparing *x, const char *text) {
    for (const char *c = text;; c++) {
        size_t length = strcspn(c, ",");
        if (!read_condition(&x->fail, c, length)) {
            say("--fail-on %.*s: there are missing, flagged, growth-mismatch and change>N%%, N not below 0",
                (int)length, c);
            return false;
        }
        c += length;
        if (!*c)
            return true;
    }
}

static bool read_only(const char *name) {
    static const char *const names[] = {"matched", "old", "new", "flagged", "changed"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return true;
    say("--only %s: there are matched, old, new, flagged and changed", name);
    return false;
}

static bool read_options(comparing *x) {
    const options *o = x->options;
    if (o->file_count != 2) {
        say("two files are needed: the older and the newer report; 'dcx diff --help' shows examples");
        return false;
    }
    x->how.order = DCX_BY_PERCENT;
    return (!o->sort || read_order(x, o->sort)) && (!o->years || read_years(x, o->years)) &&
           (!o->min_score || compare_score(o->min_score, &x->how.least_score)) &&
           (!o->fail_on || read_conditions(x, o->fail_on)) && (!o->only || read_only(o->only));
}

/* ---- rows ---- */

static void fail_for(comparing *x, const dcx_row *row, const char *reason, dcx_text detail) {
    dcx_text metric = field(row, "metric");
    x->reasons++;
    say("%.*s: %s%s%.*s", (int)metric.length, metric.at, reason, detail.length ? " " : "", (int)detail.length,
        detail.at);
}

/* Of two versions of one report the library says what a reader sees changed. */
static bool is_changed(const dcx_row *row) {
    dcx_text status = field(row, "status"), change = field(row, "change");
    return !text_is(status, "matched") || has_flag(field(row, "flags"), "changed") ||
           (change.length && !text_is(change, "0"));
}

static void judge(comparing *x, const dcx_row *row) {
    dcx_text flags = field(row, "flags"), nothing = {"", 0};
    bool matched = text_is(field(row, "status"), "matched");
    x->differences += is_changed(row);
    if (!matched && x->fail.missing)
        fail_for(x, row,
                 text_is(field(row, "status"), "only-old") ? "only in the older report" : "only in the newer report",
                 nothing);
    if (flags.length && x->fail.flagged)
        fail_for(x, row, "flagged", flags);
    else if (x->fail.growth && has_flag(flags, "growth-mismatch"))
        fail_for(x, row, "the growth printed is not that of the levels: growth-mismatch", nothing);
}

static bool is_wanted(const comparing *x, const dcx_row *row) {
    const char *only = x->options->only;
    dcx_text status = field(row, "status");
    if (!only)
        return true;
    if (!strcmp(only, "changed"))
        return is_changed(row);
    if (!strcmp(only, "flagged"))
        return field(row, "flags").length > 0;
    return text_is(status, !strcmp(only, "old") ? "only-old" : !strcmp(only, "new") ? "only-new" : "matched");
}

static bool is_selected(comparing *x, const dcx_row *row) {
    if (!x->selection)
        return true;
    bool old = selection_takes(x->selection, field(row, "old_metric"));
    return selection_takes(x->selection, field(row, "new_metric")) || old;
}

static int take_exceeding(void *data, const dcx_row *row) {
    comparing *x = data;
    dcx_text metric = field(row, "metric"), kind = field(row, "kind"), unit = field(row, "unit");
    dcx_text old = field(row, "old_value"), new_ = field(row, "new_value"), percent = field(row, "change_pct");
    if (!is_selected(x, row))
        return 0;
    x->reasons++;
    say("%.*s (%.*s): changed by more than %s%%, from %.*s to %.*s %.*s%s%.*s", (int)metric.length, metric.at,
        (int)kind.length, kind.at, x->fail.percent, (int)old.length, old.at, (int)new_.length, new_.at,
        (int)unit.length, unit.at, percent.length ? ", change_pct " : "", (int)percent.length, percent.at);
    return 0;
}

static int take_row(void *data, const dcx_row *row) {
    comparing *x = data;
    if (!is_selected(x, row))
        return 0;
    judge(x, row);
    return is_wanted(x, row) ? sheet_row(&x->sheet, row) : 0;
}

/* ---- the command ---- */

static exit_code read_inputs(comparing *x) {
    const char *const *file = x->options->files;
    x->inputs.sheet = &x->sheet;
    exit_code code = inputs_read(&x->inputs, file, 2, !x->options->years);
    if (code)
        return code;
    if (!inputs_report(&x->inputs))
        return sheet_failure(&x->sheet);
    int old = dcx_set_year(x->inputs.set, 0, 0), new_ = dcx_set_year(x->inputs.set, 1, 0);
    if (old > new_ && new_ && !x->options->years)
        say("%s reports on %d, %s on %d: the newer report belongs last", file[0], old, file[1], new_);
    return EXIT_DONE;
}

static void closing_line(const comparing *x, const dcx_diff_counts *c) {
    if (!c->matched)
        say("no metric is common to %s and %s", x->options->files[0], x->options->files[1]);
    if (!x->options->quiet)
        say("%zu matched (%zu flagged), %zu only in the older report, %zu only in the newer; %zu of other years left "
            "out",
            c->matched, c->flagged, c->only_old, c->only_new, c->other_years);
}

static exit_code compare(comparing *x) {
    dcx_error error;
    dcx_diff_counts counts;
    x->how.aliases = x->inputs.aliases;
    if (*x->fail.percent) {
        x->how.percent = x->fail.percent;
        x->how.exceeding = take_exceeding;
    }
    dcx_status status = dcx_diff(x->inputs.set, 0, 1, &x->how, take_row, x, &counts, &error);
    exit_code code = sheet_end(&x->sheet, status, &error);
    if (code)
        return code;
    size_t unmatched = x->selection ? selection_report(x->selection) : 0;
    if (x->fail.missing)
        x->reasons += unmatched;
    closing_line(x, &counts);
    return x->reasons || (x->options->exit_code && x->differences) ? EXIT_FINDING : EXIT_DONE;
}

static exit_code work(comparing *x) {
    const options *o = x->options;
    if (!read_options(x))
        return EXIT_USAGE;
    exit_code code = inputs_open(&x->inputs, &x->sheet, o);
    if (!code && o->select && !(x->selection = selection_read(o->select)))
        code = EXIT_IN_OUT;
    if (!code)
        code = sheet_open(&x->sheet, dcx_diff_schema(), o);
    if (!code)
        code = read_inputs(x);
    return code ? code : compare(x);
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        comparing x = {.options = &o, .sheet = {.out = {.fd = -1}}};
        code = work(&x);
        sheet_discard(&x.sheet);
        inputs_close(&x.inputs);
        selection_free(x.selection);
    }
    options_free(&o);
    return code;
}

const command command_diff = {
    .name = "diff",
    .usage = "[OPTION...] OLD NEW",
    .help = "what changed from one report to the next, a row a metric",
    .examples = "  dcx diff 2024.txt 2025.txt\n"
                "  dcx diff 2024.txt 2025.txt --bom -o changes.csv --sort pct\n"
                "  dcx diff 2024.csv 2025.csv --only flagged -f md\n"
                "  dcx diff 2024.txt 2025.txt --fail-on 'missing,change>50%' -o changes.csv\n",
    .options = OPTIONS_WRITING | OPTIONS_SELECT | OPTIONS_MATCHING | OPTIONS_DIFF | OPTIONS_PACK | OPTIONS_CORRECTING |
               OPTIONS_READING,
    .run = run,
};
