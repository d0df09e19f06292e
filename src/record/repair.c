/* What a spreadsheet did to a record, undone: the digits come back from the quote, the quote from the sentence. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "lexer/fold.h"
#include "record/id.h"
#include "record/records.h"

enum {
    QUOTED = 8,  /* numbers of a quote that are looked at */
    SOUGHT = 64, /* characters of a quote that is looked for in its sentence */
    ID_DIGITS = 12
};

/* The numbers that a value may be printed as. */
typedef struct printed {
    digits at[QUOTED];
    size_t count;
} printed;

/* A record while it is repaired. */
typedef struct repair {
    intake *in;
    arena *a;
    dcx_text *field;
    runes sentence, quote; /* folded */
    printed printed;       /* in the quote */
} repair;

static runes folded(arena *a, dcx_text t) {
    return fold(a, utf8_to_runes(a, t.at, t.length));
}

/* Replaces a cell and says so; how follows what it was replaced by. */
static void replace(const repair *r, dcx_record_field f, const char *by, const char *how) {
    if (text_equal(r->field[f], text_of_c(by)))
        return;
    const char *was = records_show(r->in, r->field[f]);
    records_warn_at(r->in, (int)f, arena_print(r->a, "'%s' is read as %s%s", was, by, how));
    r->field[f] = text_of_c(by);
}

static dcx_status refuse(const repair *r, dcx_record_field f, const char *hint, const char *what) {
    const char *cell = records_show(r->in, r->field[f]);
    return records_fail_at(r->in, (int)f, hint, *cell ? arena_print(r->a, "'%s' %s", cell, what) : "it is empty");
}

/* ---- the quote ---- */

/* Whether the quote stands at this place, with spaces or without, and is not the middle of a number. */
static bool stands_at(runes quote, runes text, size_t at) {
    if (at && rune_is_digit(quote.at[0]) && (rune_is_digit(text.at[at - 1]) || text.at[at - 1] == '.'))
        return false;
    size_t i = at;
    for (size_t k = 0; k < quote.length; k++, i++) {
        while (k && i < text.length && rune_is_space(text.at[i]))
            i++;
        if (i == text.length || text.at[i] != quote.at[k])
            return false;
    }
    bool number = rune_is_digit(quote.at[quote.length - 1]);
    bool goes_on = i < text.length &&
                   (rune_is_digit(text.at[i]) ||
                    (i + 1 < text.length && (text.at[i] == '.' || text.at[i] == ',') && rune_is_digit(text.at[i + 1])));
    return !number || !goes_on;
}

static bool stands_in(runes quote, runes text) {
    for (size_t at = 0; at < text.length; at++)
        if (text.at[at] == quote.at[0] && stands_at(quote, text, at))
            return true;
    return false;
}

/* Whether a percent sign follows, after spaces or at once. */
static bool percent_follows(runes text, size_t at) {
    while (at < text.length && rune_is_space(text.at[at]))
        at++;
    return at < text.length && text.at[at] == '%';
}

static const char *as_quote(const repair *r, runes number, bool percent) {
    return arena_print(r->a, percent ? "%s%%" : "%s", utf8_from_runes(r->a, number.at, number.length).at);
}

/* The one number of the sentence that a spreadsheet shows like this; NULL: none, or several. */
static const char *original_quote(const repair *r, digits shown, bool percent, bool rounded) {
    runes found = {NULL, 0};
    for (size_t at = 0; at < r->sentence.length;) {
        runes n = digits_next(r->sentence, &at);
        digits exact;
        if (!n.length || percent_follows(r->sentence, at) != percent || !digits_read(r->a, n, '.', &exact) ||
            !(rounded ? digits_agree(r->a, exact, shown) : digits_same(exact, shown)))
            continue;
        if (found.length && (found.length != n.length || memcmp(found.at, n.at, n.length * sizeof *n.at) != 0))
            return NULL;
        found = n;
    }
    return found.length ? as_quote(r, found, percent) : NULL;
}

/* A quote that is all number, such as 5.2%, is a number to a spreadsheet, too: 5.20% or 0.052. */
static const char *number_in_sentence(const repair *r) {
    bool percent = r->quote.at[r->quote.length - 1] == '%';
    runes number = {r->quote.at, r->quote.length - percent};
    digits shown;
    bool comma = r->in->decimal_comma && digits_read(r->a, number, ',', &shown);
    if (!comma && !digits_read(r->a, number, '.', &shown))
        return NULL;
    const char *found = original_quote(r, shown, percent, false);
    if (!found)
        found = original_quote(r, shown, percent, true);
    shown.last += 2;
    return found || percent ? found : original_quote(r, shown, true, false);
}

static void repair_quote(repair *r) {
    r->quote = folded(r->a, r->field[DCX_QUOTE]);
    if (!r->quote.length || r->quote.length > SOUGHT || !r->sentence.length || stands_in(r->quote, r->sentence))
        return;
    const char *found = number_in_sentence(r);
    if (found)
        replace(r, DCX_QUOTE, found, ", as the sentence has it");
    else
        records_warn_at(r->in, DCX_QUOTE,
                        arena_print(r->a, "'%s' does not stand in the sentence; it is not used",
                                    records_show(r->in, r->field[DCX_QUOTE])));
    r->quote = found ? folded(r->a, r->field[DCX_QUOTE]) : (runes){NULL, 0};
}

static void collect_printed(repair *r) {
    r->printed.count = 0;
    for (size_t at = 0; at < r->quote.length && r->printed.count < QUOTED;) {
        runes n = digits_next(r->quote, &at);
        r->printed.count += n.length && digits_read(r->a, n, '.', &r->printed.at[r->printed.count]);
    }
}

/* ---- values ---- */

/* What a cell may mean: with a point for the point, and with a comma. */
typedef struct meanings {
    digits at[2];
    size_t count;
} meanings;

static meanings meanings_of(const repair *r, dcx_record_field f) {
    runes cell = folded(r->a, r->field[f]);
    bool comma = r->in->decimal_comma && !digits_plain(r->field[f]);
    meanings m = {.count = 0};
    m.count += digits_read(r->a, cell, comma ? ',' : '.', &m.at[m.count]);
    m.count += digits_read(r->a, cell, comma ? '.' : ',', &m.at[m.count]);
    return m;
}

static dcx_status check_number(const repair *r, dcx_record_field f, const meanings *m) {
    return m->count ? DCX_OK : refuse(r, f, "write digits with a point", "is no number");
}

static bool printed_like_this(const repair *r, const printed *p, dcx_record_field f) {
    dcx_text cell = r->field[f];
    for (size_t i = 0; i < p->count && digits_plain(cell); i++) {
        digits exact = p->at[i];
        exact.negative = *cell.at == '-';
        if (text_equal(cell, text_of_c(digits_text(r->a, exact))))
            return true;
    }
    return false;
}

/* Restores the digits of a value from what may be printed for it. */
static dcx_status repair_value(const repair *r, dcx_record_field f, const printed *p) {
    if (printed_like_this(r, p, f))
        return DCX_OK;
    meanings m = meanings_of(r, f);
    for (size_t k = 0; k < m.count; k++)
        for (size_t i = 0; i < p->count; i++)
            if (digits_agree(r->a, p->at[i], m.at[k])) {
                digits exact = p->at[i];
                exact.negative = m.at[k].negative;
                replace(r, f, digits_text(r->a, exact), ", as the quote prints it");
                return DCX_OK;
            }
    if (!m.count)
        return check_number(r, f, &m);
    if (!digits_plain(r->field[f]))
        replace(r, f, digits_text(r->a, m.at[0]), ", which the quote does not show");
    else if (p->count == 1)
        records_warn_at(r->in, (int)f,
                        arena_print(r->a, "'%s' is not what the quote prints (%s); it is kept",
                                    records_show(r->in, r->field[f]), digits_text(r->a, p->at[0])));
    return DCX_OK;
}

static dcx_status repair_values(const repair *r) {
    bool ends = r->field[DCX_VALUE_MAX].length && r->printed.count == 2;
    printed low = r->printed, high = r->printed;
    if (ends) {
        low.count = high.count = 1;
        high.at[0] = r->printed.at[1];
    }
    dcx_status status = repair_value(r, DCX_VALUE, &low);
    return status || !r->field[DCX_VALUE_MAX].length ? status : repair_value(r, DCX_VALUE_MAX, &high);
}

/* The base value has the value's digits, at another power of ten. */
static const char *base_of(const repair *r, digits shown) {
    const char *value = arena_copy(r->a, r->field[DCX_VALUE].at, r->field[DCX_VALUE].length);
    int power = decimal_power(value, digits_text(r->a, shown));
    for (int rounded_up = 0; rounded_up < 2; rounded_up++) {
        const char *base = decimal_shift(r->a, value, power - rounded_up);
        digits exact;
        if (digits_read(r->a, utf8_to_runes(r->a, base, strlen(base)), '.', &exact) && digits_agree(r->a, exact, shown))
            return base;
    }
    return NULL;
}

static dcx_status repair_base(const repair *r, bool value_replaced) {
    if (!r->field[DCX_BASE_VALUE].length || (digits_plain(r->field[DCX_BASE_VALUE]) && !value_replaced))
        return DCX_OK;
    meanings m = meanings_of(r, DCX_BASE_VALUE);
    for (size_t k = 0; k < m.count; k++) {
        const char *base = base_of(r, m.at[k]);
        if (base) {
            replace(r, DCX_BASE_VALUE, base, ", from the value");
            return DCX_OK;
        }
    }
    if (m.count && !digits_plain(r->field[DCX_BASE_VALUE]))
        replace(r, DCX_BASE_VALUE, digits_text(r->a, m.at[0]), "");
    return check_number(r, DCX_BASE_VALUE, &m);
}

/* ---- the other columns ---- */

static dcx_status repair_whole(const repair *r, dcx_record_field f) {
    if (!r->field[f].length)
        return DCX_OK;
    meanings m = meanings_of(r, f);
    const char *whole = NULL;
    for (size_t k = 0; k < m.count && !whole; k++) {
        const char *t = digits_text(r->a, m.at[k]);
        size_t n = strcspn(t, ".");
        if (strspn(t, "0123456789.") == strlen(t) && strspn(t + n, ".0") == strlen(t + n))
            whole = arena_copy(r->a, t, n);
    }
    if (!whole || (f == DCX_YEAR && (strlen(whole) != 4 || *whole == '0')))
        return refuse(r, f, "leave it empty where it is not known",
                      f == DCX_YEAR ? "is no year" : "is no whole number");
    r->field[f] = text_of_c(whole);
    return DCX_OK;
}

static dcx_status check_word(const repair *r, dcx_record_field f) {
    static const struct {
        const char *word[7], *hint;
    } known[DCX_RECORD_FIELDS] = {[DCX_KIND] = {{"level", "growth", "change", "share", "multiple", "rank"},
                                                "write level, growth, change, share, multiple or rank"},
                                  [DCX_CLAIM] = {{"actual", "target", "forecast"}, "write actual, target or forecast"},
                                  [DCX_QUALIFIER] = {{"ge", "le", "approx"}, "write ge, le, approx or nothing"}};
    for (const char *const *w = known[f].word; *w && r->field[f].length; w++)
        if (text_equal(r->field[f], text_of_c(*w)))
            return DCX_OK;
    return r->field[f].length ? refuse(r, f, known[f].hint, "is no word for it") : DCX_OK;
}

/* An id that a spreadsheet has taken for a number, as it shows it. */
typedef struct shown_id {
    const repair *repair;
    digits shown;
} shown_id;

static bool is_shown_as(const void *shown, dcx_text id) {
    const shown_id *s = shown;
    digits exact;
    arena *a = s->repair->a;
    return digits_read(a, utf8_to_runes(a, id.at, id.length), '.', &exact) && digits_agree(a, exact, s->shown);
}

/* An id that looks like a number has become one. Those that dcx makes now do not; those it made before are renewed. */
static void repair_id(const repair *r) {
    dcx_text id = r->field[DCX_ID], found = {"", 0};
    bool whole = id.length == ID_DIGITS, named = r->sentence.length && r->quote.length;
    const figure_name of = {sentence_key(r->sentence), sentence_key(r->quote)};
    if (!id.length || (whole && !named))
        return;
    if (whole) {
        found = id_renewed(r->a, of, id);
        r->field[DCX_ID] = found.length ? found : id;
        return;
    }
    meanings m = meanings_of(r, DCX_ID);
    if (!m.count)
        return;
    if (named)
        found = id_restored(r->a, of, is_shown_as, &(shown_id){r, m.at[0]});
    if (!found.length && id.length < ID_DIGITS && digits_plain(id) && !memchr(id.at, '.', id.length))
        found = text_of_c(arena_print(r->a, "%0*d%s", (int)(ID_DIGITS - id.length), 0, records_show(r->in, id)));
    if (found.length)
        replace(r, DCX_ID, found.at, "");
    else
        records_warn_at(r->in, DCX_ID, arena_print(r->a, "'%s' has lost digits", records_show(r->in, id)));
}

dcx_status repair_record(intake *in, dcx_text field[DCX_RECORD_FIELDS]) {
    static const dcx_record_field whole[] = {DCX_YEAR, DCX_PAGE, DCX_LINE, DCX_COLUMN, DCX_LENGTH};
    static const dcx_record_field word[] = {DCX_KIND, DCX_CLAIM, DCX_QUALIFIER};
    repair r = {.in = in, .a = &in->row, .field = field, .sentence = folded(&in->row, field[DCX_SENTENCE])};
    if (!field[DCX_METRIC].length)
        return refuse(&r, DCX_METRIC, "every record names what is measured", "");
    repair_quote(&r);
    collect_printed(&r);
    dcx_text value = field[DCX_VALUE];
    dcx_status status = repair_values(&r);
    if (!status && !repair_from_unit(in, field))
        status = repair_base(&r, value.at != field[DCX_VALUE].at);
    for (size_t i = 0; i < sizeof whole / sizeof *whole && !status; i++)
        status = repair_whole(&r, whole[i]);
    for (size_t i = 0; i < sizeof word / sizeof *word && !status; i++)
        status = check_word(&r, word[i]);
    if (!status)
        status = repair_period(in, field, r.sentence);
    if (!status)
        repair_id(&r);
    return status;
}
