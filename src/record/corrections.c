/* Corrections: their rows, read and checked. */
#include "record/corrections.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "record/id.h"
#include "record/label.h"

enum { ID_DIGITS = 12 };

static bool is_word(dcx_text text, const char *word) {
    return text_equal(text, text_of_c(word));
}

/* ---- what a row may say ---- */

static dcx_status refuse(intake *in, int column, const dcx_text *field, const char *hint, const char *what) {
    return records_fail_at(in, column, hint, arena_print(&in->row, "'%s' %s", records_show(in, field[column]), what));
}

static dcx_status check_number(intake *in, int column, dcx_text *field) {
    digits d;
    runes text = utf8_to_runes(&in->row, field[column].at, field[column].length);
    if (!field[column].length || digits_plain(field[column]))
        return DCX_OK;
    if (!digits_read(&in->row, text, in->decimal_comma ? ',' : '.', &d))
        return refuse(in, column, field, "write a plain decimal such as 41.06", "is no number");
    if (memchr(field[column].at, 'e', field[column].length) || memchr(field[column].at, 'E', field[column].length))
        return refuse(in, column, field, "write all of its digits: a spreadsheet shows long numbers so", "is rounded");
    field[column] = text_of_c(digits_text(&in->row, d));
    return DCX_OK;
}

static dcx_status check_year(intake *in, int column, const dcx_text *field) {
    dcx_text t = field[column];
    bool year = t.length == 4 && digits_plain(t) && *t.at != '0' && *t.at != '-' && !memchr(t.at, '.', t.length);
    return !t.length || year ? DCX_OK : refuse(in, column, field, "write four digits", "is no year");
}

/* A year, month or day. */
static bool is_moment(const char *at, size_t length) {
    static const char form[] = "dddd-dd-dd";
    if (length != 4 && length != 7 && length != 10)
        return false;
    for (size_t i = 0; i < length; i++)
        if (form[i] == 'd' ? !rune_is_digit((unsigned char)at[i]) : at[i] != '-')
            return false;
    int month = length > 4 ? (at[5] - '0') * 10 + at[6] - '0' : 1,
        day = length > 7 ? (at[8] - '0') * 10 + at[9] - '0' : 1;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static dcx_status check_period(intake *in, int column, const dcx_text *field) {
    dcx_text t = field[column];
    const char *stroke = t.length ? memchr(t.at, '/', t.length) : NULL;
    size_t first = stroke ? (size_t)(stroke - t.at) : t.length;
    bool valid = !t.length || (is_moment(t.at, first) && (!stroke || is_moment(stroke + 1, t.length - first - 1)));
    return valid ? DCX_OK
                 : refuse(in, column, field, "write it as 2025-12-31, 2025-01/2025-06 or 2021/2025", "is no period");
}

/* A word of a column that knows only some. */
static dcx_status check_word(intake *in, int column, const dcx_text *field) {
    const char *group = label_group(in->schema->column[column].name);
    if (!field[column].length || label_is_name(group, field[column]))
        return DCX_OK;
    return refuse(in, column, field, arena_print(&in->row, "write %s", label_names(&in->row, group)),
                  "is no word for it");
}

static dcx_status check_id(intake *in, const dcx_text *field, correction_action action) {
    dcx_text id = field[DCX_CORRECTION_ID];
    bool valid = id.length == ID_DIGITS;
    for (size_t i = 0; i < id.length && valid; i++)
        valid = strchr("0123456789abcdefABCDEF", id.at[i]) && id.at[i];
    if (valid || (!id.length && action == ACTION_ADD))
        return DCX_OK;
    if (!id.length)
        return records_fail_at(in, DCX_CORRECTION_ID, "only an added record may be without one", "it is empty");
    return refuse(in, DCX_CORRECTION_ID, field, "a spreadsheet shows it so unless the column has the format text",
                  "is no id of 12 hex digits");
}

/* ACTIONS: there is none of this name. */
static correction_action action_named(dcx_text name) {
    static const char *const names[ACTIONS] = {
        [ACTION_NONE] = "", [ACTION_CORRECT] = "correct", [ACTION_REJECT] = "reject", [ACTION_ADD] = "add"};
    int i = ACTION_NONE;
    while (i < ACTIONS && !is_word(name, names[i]))
        i++;
    return (correction_action)i;
}

static dcx_status read_action(intake *in, const dcx_text *field, correction_action *action) {
    *action = action_named(field[DCX_CORRECTION_ACTION]);
    return *action < ACTIONS ? DCX_OK
                             : refuse(in, DCX_CORRECTION_ACTION, field, "write correct, reject or add", "is no action");
}

static dcx_status check_added(intake *in, const dcx_text *field) {
    static const int needed[] = {CORRECTION_OF(DCX_METRIC), CORRECTION_OF(DCX_VALUE)};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!field[needed[i]].length)
            return records_fail_at(in, needed[i], "an added record needs metric and value", "it is empty");
    return DCX_OK;
}

/* The next name of a list with spaces or commas between, taken off it; false: there is none. */
static bool next_name(dcx_text *list, dcx_text *one) {
    size_t from = 0, to;
    while (from < list->length && (list->at[from] == ' ' || list->at[from] == ','))
        from++;
    for (to = from; to < list->length && list->at[to] != ' ' && list->at[to] != ',';)
        to++;
    *one = (dcx_text){list->at + from, to - from};
    *list = (dcx_text){list->at + to, list->length - to};
    return one->length > 0;
}

/* Without these a record is none: the row is to reject it, or to say what they are. */
static dcx_status check_emptied(intake *in, int f) {
    static const int needed[] = {DCX_METRIC, DCX_VALUE};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (f == needed[i])
            return records_fail_at(in, CORRECTION_OF(f), "reject the record, or say what takes its place",
                                   "no record is without it; it cannot be made empty");
    return DCX_OK;
}

static dcx_status check_clear(intake *in, const dcx_text *field) {
    dcx_text all = field[DCX_CORRECTION_CLEAR], one;
    dcx_status status = DCX_OK;
    while (all.length && !status && next_name(&all, &one)) {
        int f = label_column(dcx_record_schema(), one);
        if (f < 0)
            return refuse(in, DCX_CORRECTION_CLEAR, field, "write names of fields, with spaces between",
                          "names something else");
        status = check_emptied(in, f);
    }
    for (int f = DCX_METRIC; f <= DCX_VALUE && !status; f++)
        if (field[CORRECTION_OF(f)].at && !field[CORRECTION_OF(f)].length)
            status = check_emptied(in, f);
    return status;
}

static dcx_status check_row(intake *in, dcx_text *field, correction_action *action) {
    static const dcx_record_field numbers[] = {DCX_VALUE, DCX_VALUE_MAX, DCX_BASE_VALUE};
    static const dcx_record_field words[] = {DCX_KIND, DCX_CLAIM, DCX_QUALIFIER, DCX_SOURCE_BASIS};
    dcx_status status = read_action(in, field, action);
    if (!status)
        status = check_id(in, field, *action);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && !status; i++)
        status = check_number(in, CORRECTION_OF((int)numbers[i]), field);
    for (size_t i = 0; i < sizeof words / sizeof *words && !status; i++)
        status = check_word(in, CORRECTION_OF((int)words[i]), field);
    if (!status)
        status = check_year(in, CORRECTION_OF(DCX_YEAR), field);
    if (!status)
        status = check_period(in, CORRECTION_OF(DCX_PERIOD), field);
    if (!status && *action == ACTION_ADD)
        status = check_added(in, field);
    return status ? status : check_clear(in, field);
}

/* ---- rows that are kept ---- */

/* Whether both say something about the column, and not the same. */
static bool contradict(const correction *a, const correction *b, int column) {
    if (column == DCX_CORRECTION_ACTION)
        return a->action && b->action && (a->action == ACTION_REJECT) != (b->action == ACTION_REJECT);
    return a->field[column].length && b->field[column].length && !text_equal(a->field[column], b->field[column]);
}

static int by_id(const void *left, const void *right) {
    const correction *a = *(const correction *const *)left, *b = *(const correction *const *)right;
    dcx_text x = a->field[DCX_CORRECTION_ID], y = b->field[DCX_CORRECTION_ID];
    int order =
        x.length == y.length && x.length ? memcmp(x.at, y.at, x.length) : (x.length > y.length) - (x.length < y.length);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static void sort(dcx_corrections *c) {
    if (c->sorted)
        return;
    c->by_id = arena_array(&c->arena, c->count + 1, sizeof(correction *));
    size_t n = 0;
    for (correction *row = c->first; row; row = row->next)
        c->by_id[n++] = row;
    qsort(c->by_id, n, sizeof *c->by_id, by_id);
    c->sorted = true;
}

correction **corrections_about(dcx_corrections *c, dcx_text id, size_t *count) {
    sort(c);
    size_t low = 0, high = c->count;
    const correction wanted = {.field = {[DCX_CORRECTION_ID] = id}};
    const correction *key = &wanted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_id(&c->by_id[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (id.length && low + *count < c->count && text_equal(c->by_id[low + *count]->field[DCX_CORRECTION_ID], id))
        ++*count;
    return c->by_id + low;
}

bool correction_is_for(const correction *c, dcx_text document) {
    dcx_text wanted = c->field[CORRECTION_OF(DCX_DOCUMENT)];
    return !wanted.length || text_equal(wanted, document);
}

/* Says that a row takes the place of an earlier one. */
static void warn_of(intake *in, const correction *earlier, const correction *row, int column) {
    dcx_text from = earlier->field[DCX_CORRECTION_ORIGIN];
    in->line = row->line;
    records_warn_at(in, column,
                    arena_print(&in->row, "'%s' takes the place of '%s' (%.*s)", records_show(in, row->field[column]),
                                records_show(in, earlier->field[column]), (int)from.length, from.at));
}

/* Holds a row against the earlier ones about the same record, the latest first. */
static void compare_row(intake *in, correction *const *row, size_t number) {
    const correction *b = row[number];
    for (int column = DCX_CORRECTION_ACTION; column < CORRECTION_OF(DCX_SECTION); column++) {
        bool held = column == DCX_CORRECTION_ACTION || column >= DCX_CORRECTION_METRIC;
        for (size_t i = number; held && i--;) {
            const correction *a = row[i];
            bool says = column == DCX_CORRECTION_ACTION ? a->action != ACTION_NONE : a->field[column].at != NULL;
            if (!says || !correction_is_for(a, b->field[CORRECTION_OF(DCX_DOCUMENT)]))
                continue;
            if (contradict(a, b, column))
                warn_of(in, a, b, column);
            break;
        }
    }
}

/* Says where the file that was read contradicts what was said before: the later row counts. */
static void warn_of_conflicts(intake *in) {
    dcx_corrections *c = in->data;
    for (correction *row = c->first; row; row = row->next) {
        size_t count, number = 0;
        correction **about = corrections_about(c, row->field[DCX_CORRECTION_ID], &count);
        while (number < count && about[number] != row)
            number++;
        if (row->order >= c->read && number < count)
            compare_row(in, about, number);
    }
}

/* ---- keeping them ---- */

static void clear_fields(dcx_text *field) {
    dcx_text all = field[DCX_CORRECTION_CLEAR], one;
    while (all.length && next_name(&all, &one)) {
        int f = label_column(dcx_record_schema(), one);
        if (f >= 0 && CORRECTION_OF(f) < CORRECTION_FIELDS)
            field[CORRECTION_OF(f)] = (dcx_text){"", 0};
    }
}

static void append(dcx_corrections *c, const dcx_text *field, correction_action action, long line) {
    correction *row = arena_alloc(&c->arena, sizeof *row);
    for (int f = 0; f < CORRECTION_FIELDS; f++)
        if (field[f].at)
            row->field[f] = (dcx_text){arena_copy(&c->arena, field[f].at, field[f].length), field[f].length};
    clear_fields(row->field);
    row->action = action;
    row->line = line;
    row->order = c->count++;
    *c->last = row;
    c->last = &row->next;
    c->sorted = false;
}

/* Whether somebody has looked at the record, in the words of people, spreadsheets and scripts. */
static dcx_status read_reviewed(intake *in, dcx_text *field) {
    static const char *const words[] = {"yes", "true", "TRUE", "1", "", "no", "false", "FALSE", "0"};
    enum { FIRST_NO = 4 };
    dcx_text *said = &field[DCX_CORRECTION_REVIEWED];
    dcx_text text = label_read("answer", *said);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(text, words[i])) {
            *said = text_of_c(i < FIRST_NO ? "yes" : "");
            return DCX_OK;
        }
    return refuse(in, DCX_CORRECTION_REVIEWED, field, "write yes, or nothing", "is neither yes nor no");
}

/* An id for a record that somebody has added without one: of what it says. */
static dcx_text made_id(arena *a, const dcx_text *field) {
    static const dcx_record_field of[] = {DCX_METRIC, DCX_VALUE, DCX_UNIT, DCX_YEAR, DCX_KIND, DCX_SENTENCE};
    uint64_t key[sizeof of / sizeof *of];
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        dcx_text t = field[CORRECTION_OF(of[i])];
        key[i] = sentence_key(utf8_to_runes(a, t.at, t.length));
    }
    return record_id(a, (key[0] * 31 + key[1]) * 31 + key[2], (key[3] * 31 + key[4]) * 31 + key[5], 0, 0);
}

static dcx_status check_header(intake *in, const bool *has) {
    if (has[DCX_CORRECTION_ID] || in->json)
        return DCX_OK;
    return records_fail(in, "each row says by the record's id what it is about", "there is no column id");
}

static void warn_of_unknown(intake *in, dcx_text column) {
    records_warn(in,
                 arena_print(&in->row, "no correction has a column '%s'; it is passed over", records_show(in, column)));
}

/* Ids and actions are written in small letters. */
static dcx_text small(intake *in, dcx_text text) {
    char *copy = arena_copy(&in->row, text.at, text.length);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] | 0x20);
    return (dcx_text){copy, text.length};
}

static dcx_status take_row(intake *in, dcx_text *field) {
    dcx_corrections *c = in->data;
    correction_action action = ACTION_NONE;
    for (int f = 0; f < CORRECTION_FIELDS; f++)
        if (field[f].at && !field[f].length && !in->json)
            field[f].at = NULL; /* an empty cell says nothing, an empty string of JSON empties the field */
    records_read_words(in, field);
    field[DCX_CORRECTION_ACTION] = small(in, label_read("action", field[DCX_CORRECTION_ACTION]));
    dcx_status status = read_reviewed(in, field);
    if (!status)
        status = check_row(in, field, &action);
    if (status)
        return status;
    field[DCX_CORRECTION_ID] = small(in, field[DCX_CORRECTION_ID]);
    if (!field[DCX_CORRECTION_ID].length)
        field[DCX_CORRECTION_ID] = made_id(&in->row, field);
    field[DCX_CORRECTION_ORIGIN] = text_of_c(arena_print(&in->row, "%s:%ld", in->name, in->line));
    append(c, field, action, in->line);
    return DCX_OK;
}

dcx_status dcx_corrections_read(dcx_corrections *c, const char *name, const void *bytes, size_t size,
                                dcx_report_fn *warning, void *data, dcx_error *error) {
    const dcx_handler handler = {.data = data, .warning = warning};
    intake in = {.schema = dcx_correction_schema(),
                 .check = check_header,
                 .put = take_row,
                 .end = warn_of_conflicts,
                 .unknown = warn_of_unknown,
                 .advice = "mend the line",
                 .data = c,
                 .name = name,
                 .handler = &handler,
                 .error = error};
    memory_init(&in.mem, &c->mem.hooks);
    c->mem.trap = &in.trap;
    c->read = c->count;
    return records_read_file(&in, bytes, size);
}

dcx_status dcx_corrections_add(dcx_corrections *c, const dcx_row *row, dcx_error *error) {
    jmp_buf trap;
    c->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    dcx_text field[CORRECTION_FIELDS] = {{NULL, 0}};
    for (int f = 0; f < CORRECTION_FIELDS; f++)
        if (row->field[f].length)
            field[f] = row->field[f];
    correction_action action = action_named(field[DCX_CORRECTION_ACTION]);
    if (action == ACTIONS || !field[DCX_CORRECTION_ID].length)
        return error_set(error, DCX_USAGE, NULL, 0, NULL, "a correction needs an id, and an action that is known");
    append(c, field, action, 0);
    return DCX_OK;
}

void dcx_corrections_free(dcx_corrections *c) {
    if (!c)
        return;
    memory mem = c->mem;
    arena_free(&c->row);
    arena_free(&c->arena);
    memory_free(&mem, c);
}

dcx_status dcx_corrections_open(dcx_corrections **out, const dcx_pack *pack, const dcx_allocator *hooks,
                                dcx_error *error) {
    memory mem;
    memory_init(&mem, hooks);
    dcx_corrections *c = *out = memory_try(&mem, sizeof *c);
    if (!c)
        return error_no_memory(error);
    *c = (dcx_corrections){.mem = mem, .pack = pack};
    c->last = &c->first;
    arena_init(&c->arena, &c->mem);
    arena_init(&c->row, &c->mem);
    return DCX_OK;
}
