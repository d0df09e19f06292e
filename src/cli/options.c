#include "cli/options.h"

#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/files.h"
#include "cli/message.h"

enum { MOST = 40 };

typedef struct table {
    struct poptOption option[MOST];
    size_t count;
} table;

static void add(table *t, const char *name, char letter, unsigned type, void *where, const char *help,
                const char *argument) {
    t->option[t->count++] = (struct poptOption){name, letter, type, where, 0, help, argument};
}

static void add_writing(table *t, options *o) {
    add(t, "format", 'f', POPT_ARG_STRING, &o->format,
        "csv, tsv, json, jsonl, table, md, html, xlsx, sqlite (not series), cite (extract alone) or sarif (verify "
        "alone); by default what "
        "the name "
        "of the output shows, else table on a terminal, csv elsewhere",
        "FORMAT");
    add(t, "output", 'o', POPT_ARG_STRING, &o->output, "write to FILE, which is complete or not written at all",
        "FILE");
    add(t, "columns", 0, POPT_ARG_STRING, &o->columns, "the columns to write, in this order", "A,B,C");
    add(t, "header", 0, POPT_ARG_STRING, &o->header, "headings and words as fixed names (en), in Chinese (zh), or both",
        "zh|en|both");
    add(t, "no-header", 0, POPT_ARG_NONE, &o->no_header, "leave the header line out", NULL);
    add(t, "bom", 0, POPT_ARG_NONE, &o->bom, "begin csv with a byte order mark, for Excel and WPS", NULL);
    add(t, "no-guard", 0, POPT_ARG_NONE, &o->no_guard, "do not neutralise cells that a spreadsheet would run", NULL);
}

static void add_select(table *t, options *o) {
    add(t, "select", 0, POPT_ARG_STRING, &o->select,
        "only metrics that FILE lists: a name or pattern (* and ?) a line, # comments", "FILE");
}

static void add_matching(table *t, options *o) {
    add(t, "aliases", 0, POPT_ARG_STRING, &o->aliases,
        "names that are one metric, or never: lines 'same NAME NAME' and 'never NAME NAME', tabs between", "FILE");
    add(t, "min-score", 0, POPT_ARG_STRING, &o->min_score, "pair metrics from this score on (default 0.7)", "SCORE");
}

static void add_diff(table *t, options *o) {
    add(t, "sort", 0, POPT_ARG_STRING, &o->sort, "pct (default), place, section, change or name", "ORDER");
    add(t, "only", 0, POPT_ARG_STRING, &o->only, "only rows that are matched, old, new, flagged or changed", "SORT");
    add(t, "years", 0, POPT_ARG_STRING, &o->years, "the years to compare (default: those the reports are of)",
        "OLD,NEW");
    add(t, "exit-code", 0, POPT_ARG_NONE, &o->exit_code, "end with 1 when anything differs", NULL);
    add(t, "fail-on", 0, POPT_ARG_STRING, &o->fail_on,
        "end with 1, and say why, on any of: missing, flagged, growth-mismatch, change>N%", "A,B");
}

static void add_series(table *t, options *o) {
    add(t, "wide", 0, POPT_ARG_NONE, &o->wide, "one column a year instead of one row a value", NULL);
    add(t, "all", 0, POPT_ARG_NONE, &o->all, "also metrics with the value of one year alone", NULL);
}

static void add_records(table *t, options *o) {
    add(t, "show-unit", 0, POPT_ARG_STRING, &o->show_unit, "add the column shown_value: the value in UNIT", "UNIT");
    add(t, "missed", 0, POPT_ARG_STRING, &o->missed, "write the quantities without a record to FILE, as csv", "FILE");
}

static void add_reading(table *t, options *o) {
    add(t, "year", 0, POPT_ARG_INT, &o->year, "the year of the documents, where they do not say it", "YEAR");
    add(t, "encoding", 0, POPT_ARG_STRING, &o->encoding, "the documents' encoding, as iconv calls it", "NAME");
    add(t, "input-format", 0, POPT_ARG_STRING, &o->input_format, "the documents' format: text, html, docx, pdf",
        "NAME");
    add(t, "strict", 0, POPT_ARG_NONE, &o->strict, "stop at invalid text instead of going on with U+FFFD", NULL);
}

static void add_check(table *t, options *o) {
    add(t, "against", 0, POPT_ARG_STRING, &o->against, "hold the figures against those of an earlier report", "OLD");
    add(t, "explain", 0, POPT_ARG_NONE, &o->explain, "list the relations that hold as well", NULL);
    add(t, "fail-on", 0, POPT_ARG_STRING, &o->fail_on, "end with status 1 where there is an error, or also a note",
        "error|note");
}

static void add_verify(table *t, options *o) {
    add(t, "against", 0, POPT_ARG_ARGV, &o->sources, "what the draft is held against (repeatable)", "SOURCE");
    add(t, "aliases", 0, POPT_ARG_STRING, &o->aliases,
        "names that are one metric, or never: lines 'same NAME NAME' and 'never NAME NAME', tabs between", "FILE");
    add(t, "fail-on", 0, POPT_ARG_STRING, &o->fail_on,
        "end with 1 on any of: mismatch, not-found, other-year, computed, supported", "A,B");
}

static void make_table(table *t, options *o, unsigned groups) {
    *t = (table){.count = 0};
    if (groups & OPTIONS_WRITING)
        add_writing(t, o);
    if (groups & OPTIONS_SELECT)
        add_select(t, o);
    if (groups & OPTIONS_RECORDS)
        add_records(t, o);
    if (groups & OPTIONS_MATCHING)
        add_matching(t, o);
    if (groups & OPTIONS_DIFF)
        add_diff(t, o);
    if (groups & OPTIONS_SERIES)
        add_series(t, o);
    if (groups & OPTIONS_CHECK)
        add_check(t, o);
    if (groups & OPTIONS_VERIFY)
        add_verify(t, o);
    if (groups & OPTIONS_PACK)
        add(t, "rules", 0, POPT_ARG_ARGV, &o->rules, "extend or replace rules and words by a rule pack (repeatable)",
            "FILE");
    if (groups & OPTIONS_CORRECTING)
        add(t, "corrections", 0, POPT_ARG_ARGV, &o->corrections,
            "correct, reject and add records as FILE says by their ids (csv or jsonl, repeatable)", "FILE");
    if (groups & OPTIONS_READING)
        add_reading(t, o);
    if (groups & OPTIONS_WORDS)
        add(t, "words", 0, POPT_ARG_NONE, &o->words, "also the words between the tokens, with their parts of speech",
            NULL);
    if (groups & OPTIONS_FILES)
        add(t, "files0-from", 0, POPT_ARG_STRING, &o->files0_from,
            "read the names of inputs from FILE ('-': standard input), each ended by a NUL as find -print0 does",
            "FILE");
    if (groups & OPTIONS_JOBS)
        add(t, "jobs", 'j', POPT_ARG_INT, &o->jobs, "read so many documents at a time", "N");
    add(t, "quiet", 'q', POPT_ARG_NONE, &o->quiet, "no closing line, only warnings and errors", NULL);
    if (groups & OPTIONS_READING)
        add(t, "verbose", 'v', POPT_ARG_NONE, &o->verbose, "say on standard error what was read", NULL);
    add(t, "sandbox", 0, POPT_ARG_STRING, &o->sandbox,
        "use (default): as far as the kernel offers it; require: else end with status 3; off: keep all rights",
        "use|require|off");
    add(t, "no-sandbox", 0, POPT_ARG_NONE, &o->no_sandbox, "the same as --sandbox=off", NULL);
    add(t, "help", 'h', POPT_ARG_NONE, &o->help, "show this help", NULL);
    add(t, "version", 0, POPT_ARG_NONE, &o->version, "show the version", NULL);
    t->option[t->count] = (struct poptOption)POPT_TABLEEND;
}

static poptContext make_context(const command *self, const table *t, int argc, const char **argv) {
    poptContext context = poptGetContext(NULL, argc, argv, t->option, 0);
    if (!context)
        give_up();
    char usage[128];
    (void)snprintf(usage, sizeof usage, "%s", self->usage);
    poptSetOtherOptionHelp(context, usage);
    return context;
}

static void complain(const command *self, const table *t, poptContext context, int result) {
    const char *name = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    const char *bare = name + strspn(name, "-");
    if (result == POPT_ERROR_BADOPT) {
        char wanted[64], text[128];
        (void)snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(bare, "="), bare);
        guess g = guess_begin(wanted);
        for (size_t i = 0; i < t->count; i++)
            guess_offer(&g, t->option[i].longName);
        if (g.best)
            (void)snprintf(text, sizeof text, "did you mean --%s?", g.best);
        else
            (void)snprintf(text, sizeof text, "'dcx %s --help' lists them", self->name);
        say("unknown option '%s'; %s", name, text);
    } else
        say("option '%s': %s; see 'dcx %s --help'", name, poptStrerror(result), self->name);
}

void options_help(const command *self) {
    options o = {0};
    table t;
    make_table(&t, &o, self->options);
    char name[64];
    (void)snprintf(name, sizeof name, "dcx %s", self->name);
    const char *argv[] = {name, NULL};
    poptContext context = make_context(self, &t, 1, argv);
    (void)printf("dcx %s: %s\n\n", self->name, self->help);
    poptPrintHelp(context, stdout, 0);
    (void)printf("\nExamples:\n%s", self->examples);
    poptFreeContext(context);
}

/* What the name of a file ends with behind its last dot, "": nothing. */
static const char *ending_of(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    return dot && dot != name ? dot + 1 : "";
}

/* The format that the name of an output shows, a copy; NULL: none. */
static char *format_of(const char *path) {
    static const char *const others[][2] = {
        {"db", "sqlite"}, {"sqlite3", "sqlite"}, {"htm", "html"}, {"ndjson", "jsonl"}};
    const char *name = ending_of(path);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!strcmp(name, others[i][0]))
            name = others[i][1];
    for (const dcx_format *f = dcx_formats(); f->name; f++)
        if (!strcmp(f->name, name))
            return strcpy(need(NULL, strlen(name) + 1), name);
    return NULL;
}

bool options_check_ending(const options *o) {
    const char *ending = o->format || !o->output ? "" : ending_of(o->output);
    char all[128] = "";
    for (const dcx_format *f = dcx_formats(); f->name; f++)
        (void)snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? ", " : "", f->name);
    if (*ending)
        say("%s: '.%.20s' is no format of output; there are %s; -f FORMAT says which one to write", o->output, ending,
            all);
    return !*ending;
}

static const char *const wishes[] = {[SANDBOX_OFFERED] = "use", [SANDBOX_REQUIRED] = "require", [SANDBOX_OFF] = "off"};

sandbox_wish options_sandbox(const options *o) {
    if (o->no_sandbox)
        return SANDBOX_OFF;
    for (int i = SANDBOX_OFFERED; o->sandbox && i <= SANDBOX_OFF; i++)
        if (!strcmp(o->sandbox, wishes[i]))
            return (sandbox_wish)i;
    return SANDBOX_OFFERED;
}

/* What is wrong is said. */
static bool check_wish(const options *o) {
    bool known = !o->sandbox || options_sandbox(o) != SANDBOX_OFFERED || !strcmp(o->sandbox, wishes[SANDBOX_OFFERED]);
    if (!known)
        say("--sandbox %s: there are use, require and off", o->sandbox);
    return known;
}

bool options_read(options *o, const command *self, int argc, const char **argv, exit_code *code) {
    static const char *none[] = {NULL};
    *o = (options){.files = none};
    *code = EXIT_DONE;
    table *t = o->table = need(NULL, sizeof *t);
    make_table(t, o, self->options);
    poptContext context = o->context = make_context(self, t, argc, argv);
    int result;
    while ((result = poptGetNextOpt(context)) > 0)
        continue;
    if (result < -1) {
        complain(self, t, context, result);
        *code = EXIT_USAGE;
        return false;
    }
    if (o->help)
        options_help(self);
    if (o->version)
        (void)printf("dcx %s\n", dcx_version());
    if (o->help || o->version)
        return false;
    if (!o->format && o->output)
        o->format = format_of(o->output);
    if (!*code && !check_wish(o))
        *code = EXIT_USAGE;
    if (*code)
        return false;
    const char **files = poptGetArgs(context);
    if (files)
        o->files = files;
    while (o->files[o->file_count])
        o->file_count++;
    if (self->options & OPTIONS_FILES)
        *code = files_expand(o);
    return !*code;
}

static void free_list(char **list) {
    for (size_t i = 0; list && list[i]; i++)
        free(list[i]);
    free(list);
}

void options_free(options *o) {
    free(o->format);
    free(o->output);
    free(o->sandbox);
    free(o->files0_from);
    files_free(o);
    free(o->columns);
    free(o->header);
    free(o->select);
    free(o->show_unit);
    free(o->missed);
    free(o->encoding);
    free(o->input_format);
    free(o->aliases);
    free(o->min_score);
    free(o->sort);
    free(o->only);
    free(o->years);
    free(o->fail_on);
    free(o->against);
    free_list(o->sources);
    free_list(o->rules);
    free_list(o->corrections);
    poptFreeContext(o->context);
    free(o->table);
}

dcx_output options_destination(const char *format) {
    for (const dcx_format *f = dcx_formats(); format && f->name; f++)
        if (!strcmp(f->name, format))
            return f->output;
    return DCX_STREAM;
}

size_t options_count(char *const *list) {
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}
