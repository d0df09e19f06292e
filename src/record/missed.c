/* What has no record: every token of a text is accounted for, as a record, a date, a name, or a row of what was
 * missed, with the reason. */
#include <string.h>

#include "lexer/fold.h"
#include "record/reader.h"

static const char unbound[] = "unbound";
static const char no_unit[] = "no known unit";
static const char not_whole[] = "not read whole";
static const char in_title[] = "in a title", in_quotation[] = "in a quotation",
                  in_contents[] = "in a table of contents", in_note[] = "in a note", aside[] = "apart from the text";

bool token_is_bare(const token *t) {
    return t->kind == TOKEN_NUMBER || t->kind == TOKEN_RATIO;
}

/* A number that is called a name for what stands around it, other than a year, is a number all the same. */
static bool is_nameless(const reading *r, const token *t) {
    enum { YEAR = 4, WIDE_OPEN = 0xFF3B, WIDE_CLOSE = 0xFF3D };
    const char32_t *text = r->folded.at;
    if (t->kind != TOKEN_NAME || !t->from) /* what a block begins with is the number of an item */
        return false;
    for (uint32_t i = t->from; i < t->to; i++)
        if (!rune_is_digit(text[i]) && text[i] != ',' && text[i] != '.')
            return false;
    bool century =
        (text[t->from] == '1' && text[t->from + 1] == '9') || (text[t->from] == '2' && text[t->from + 1] == '0');
    bool year = t->to - t->from == YEAR && century;
    char32_t open = text[t->from - 1], close = t->to < r->folded.length ? text[t->to] : 0;
    bool label = (open == '[' && close == ']') || (open == WIDE_OPEN && close == WIDE_CLOSE);
    return !year && !label;
}

/* The code of the title, quotation or bracket that the token stands in, CODE_OTHER: none; *on_line: it stands on the
 * line as itself. */
static char32_t group_of(const reading *r, uint32_t number, bool *on_line) {
    *on_line = false;
    for (size_t i = 0; i < r->line.text.length; i++) {
        const origin *o = &r->line.origin[i];
        if (o->token == (int32_t)number) {
            *on_line = true;
            return CODE_OTHER;
        }
        if (o->token < 0 && o->from < r->tokens.at[number].from && r->tokens.at[number].to <= o->to)
            return r->line.text.at[i];
    }
    return CODE_OTHER;
}

bool is_named(const binding *b) {
    for (size_t i = 0; i < b->name.text.length; i++)
        if (rune_is_han(b->name.text.at[i]) || rune_is_alpha(b->name.folded.at[i]))
            return true;
    return false;
}

static bool is_bound(const reading *r, uint32_t number, const char **why) {
    for (size_t i = 0; i < r->found.asides; i++)
        if (r->found.aside[i].token == number)
            *why = r->found.aside[i].rule->id;
    for (size_t i = 0; i < r->found.bindings && !*why; i++)
        if (r->found.binding[i].token == number)
            return is_named(&r->found.binding[i]);
    return false;
}

static bool has_digit(const reading *r, const token *t) {
    for (uint32_t i = t->from; i < t->to; i++)
        if (rune_is_digit(r->folded.at[i]))
            return true;
    return false;
}

/* A title or a short quotation is a name; figures in it are told all the same, numerals that are words are not. */
static fate fate_in_name(const reading *r, const token *t, const char *where) {
    return has_digit(r, t) ? (fate){FATE_ASIDE, where} : (fate){FATE_NAME, "name"};
}

static fate fate_of_number(const reading *r, uint32_t number) {
    const token *t = &r->tokens.at[number];
    const char *why = NULL;
    bool on_line;
    if (is_bound(r, number, &why))
        return (fate){FATE_RECORD, ""};
    if (why)
        return (fate){FATE_ASIDE, why};
    char32_t group = group_of(r, number, &on_line);
    if (group == CODE_TITLE || group == CODE_QUOTED)
        return fate_in_name(r, t, group == CODE_TITLE ? in_title : in_quotation);
    return t->kind == TOKEN_NUMBER ? (fate){FATE_UNKNOWN, no_unit} : (fate){FATE_UNBOUND, unbound};
}

fate fate_of(const reading *r, uint32_t number) {
    const token *t = &r->tokens.at[number];
    if (t->kind == TOKEN_TIME || t->kind == TOKEN_SPAN)
        return (fate){FATE_DATE, "date"};
    if (t->kind == TOKEN_UNREAD)
        return (fate){FATE_UNKNOWN, t->unread == UNREAD_WHOLE ? not_whole : no_unit};
    if (is_nameless(r, t))
        return (fate){FATE_UNKNOWN, no_unit};
    bool words = t->kind == TOKEN_NUMBER && t->from == r->sentence.from && !has_digit(r, t); /* "one is ...; two ..." */
    if (!words && (token_measures(t) || t->kind == TOKEN_RATIO))
        return fate_of_number(r, number);
    return (fate){FATE_NAME, "name"};
}

/* Counts a token that has no record and lists it, where somebody may look for it. */
static void tell(work *w, const reading *r, uint32_t number, fate f) {
    dcx_counts *c = w->counts;
    size_t *const count[] = {[FATE_DATE] = &c->dates,
                             [FATE_NAME] = &c->names,
                             [FATE_UNBOUND] = &c->unbound,
                             [FATE_ASIDE] = &c->excluded,
                             [FATE_UNKNOWN] = &c->unknown};
    if (f.what == FATE_RECORD)
        return;
    ++*count[f.what];
    if (f.what != FATE_DATE && f.what != FATE_NAME)
        make_missed(w, r, number, f.why);
}

void put_missed(work *w, const reading *r) {
    for (uint32_t i = 0; i < r->tokens.count && !w->stopped; i++)
        tell(w, r, i, fate_of(r, i));
}

void put_missed_part(work *w, const reading *r, uint32_t from, uint32_t to, const char *why) {
    reading part = *r;
    part.tokens = lex_part(w->arena, w->reader->pack, (runes){r->folded.at, to}, from, w->state.now);
    part.sentence = (sentence){from, to};
    part.line = (line){.text = {NULL, 0}};
    part.found = (findings){.binding = NULL};
    for (uint32_t i = 0; i < part.tokens.count && !w->stopped; i++) {
        fate f = fate_of(&part, i);
        if (f.what == FATE_UNBOUND || f.what == FATE_UNKNOWN)
            tell(w, &part, i, (fate){FATE_ASIDE, why});
    }
}

/* The number of a page, alone on its line. */
static bool is_page_number(runes t) {
    size_t numbers = 0;
    for (size_t i = 0; i < t.length; i++) {
        if (rune_is_han(t.at[i]) || rune_is_alpha(t.at[i]))
            return false;
        numbers += rune_is_digit(t.at[i]) && !(i && rune_is_digit(t.at[i - 1]));
    }
    return numbers < 2;
}

void put_missed_block(work *w, const block *b) {
    const char *const why[] = {[BLOCK_TOC] = in_contents, [BLOCK_NOTE] = in_note, [BLOCK_ASIDE] = aside};
    reading r = {.block = b, .sentence = {.from = 0, .to = b->length}};
    r.folded = fold(w->arena, (runes){b->text, b->length});
    r.printed = utf8_from_runes(w->arena, b->text, b->length);
    uint32_t end = b->length;
    while (b->kind == BLOCK_TOC && end && rune_is_digit(r.folded.at[end - 1])) /* the page */
        end--;
    if (b->kind != BLOCK_ASIDE || !is_page_number(r.folded))
        put_missed_part(w, &r, 0, end, why[b->kind]);
}
