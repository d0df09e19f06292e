#include "lexer/lexer.h"

#include <string.h>

#include "lexer/figure.h"
#include "lexer/numeral.h"

#define BIT(cls) CLASS_BIT(WORD_##cls)

/* Classes whose words can begin a token. */
static const uint64_t STARTS = BIT(DIGIT) | BIT(SCALE) | BIT(PARTS) | BIT(HALF) | BIT(MINUS) | BIT(HEDGE_BEFORE) |
                               BIT(HEDGE_BARE) | BIT(CURRENCY) | BIT(DOUBLE) | BIT(DOUBLED) | BIT(ORDINAL) | BIT(RANK) |
                               BIT(TOP) | BIT(YEAR_MARK) | BIT(MONTH_MARK) | BIT(RELATIVE_YEAR) | BIT(RELATIVE_MONTH) |
                               BIT(SPAN) | BIT(PLAN) | BIT(SAME_PERIOD) | BIT(AS_OF) | BIT(RECENT) | BIT(COMING) |
                               BIT(ERA_YEAR) | BIT(FIRST_MONTHS) | BIT(QUARTER_MARK) | BIT(NAME) | BIT(SKIP);

static bool has_digit(const scan *s, size_t from, size_t to) {
    for (; from < to; from++)
        if (digit_at(s, from))
            return true;
    return false;
}

/* The end of an address that goes on behind its scheme: up to the next space or character outside ASCII. */
static size_t address_end(const scan *s, size_t at) {
    if (rune_at(s, at) != ':' || rune_at(s, at + 1) != '/' || rune_at(s, at + 2) != '/')
        return at;
    while (rune_at(s, at) > ' ' && rune_at(s, at) < 0x7F)
        at++;
    return at;
}

/* Whether what follows letters is a figure of its own, not part of a name: a percentage, or scaled. */
static bool is_figure_behind(const scan *s, size_t at, size_t word, size_t end) {
    int power;
    return digit_at(s, word) && (rune_at(s, end) == '%' || (word > at + 1 && scale_at(s, end, &power) > end));
}

/* A year behind letters that name whose it is. */
static bool is_year_behind(const scan *s, size_t at) {
    enum { YEAR_DIGITS = 4 };
    for (size_t i = 0; i < YEAR_DIGITS; i++)
        if (!digit_at(s, at + i))
            return false;
    return word_at(s, WORD_YEAR_MARK, at + YEAR_DIGITS) != NULL;
}

/* Letters, with digits behind them or not. "GDP10%" is a word and a number. */
static size_t letters_at(const scan *s, size_t at, token *t) {
    size_t end = latin_end(s, at), word = at;
    size_t address = address_end(s, end);
    while (rune_is_alpha(rune_at(s, word)))
        word++;
    if (address > end)
        end = address;
    else if (is_figure_behind(s, at, word, end) || is_year_behind(s, word))
        return word;
    if (has_digit(s, at, end))
        *t = token_new(TOKEN_NAME, at, end);
    return end;
}

/* Reads what begins at an offset: fills the token and returns its end, or returns where to go on without one. */
static size_t read_at(const scan *s, size_t at, token *t) {
    /* A plan is a time; where its words are the title of something, they are a name. */
    const pack_word *w = word_at(s, WORD_PLAN, at) ? NULL : word_at(s, WORD_NAME, at);
    size_t end, past;
    if (w) {
        *t = token_new(TOKEN_NAME, at, at + w->length);
        return t->to;
    }
    if (rune_is_alpha(s->text[at]) && (end = time_at(s, at, t)) > at)
        return end;
    if (rune_is_alpha(s->text[at]) && !word_at(s, WORD_CURRENCY, at))
        return letters_at(s, at, t);
    if ((end = recent_at(s, at, t)) > at)
        return end;
    if ((w = word_at(s, WORD_SKIP, at)))
        return at + w->length;
    if ((end = time_at(s, at, t)) > at || (end = rank_at(s, at, t)) > at || (end = figure_at(s, at, t, &past)) > at)
        return end;
    t->to = 0;
    if (rune_is_alpha(s->text[at])) /* letters that name no currency here */
        return letters_at(s, at, t);
    return past > at ? past : at + 1;
}

typedef struct list {
    arena *a;
    token *at;
    size_t count, room;
} list;

static void add(list *l, const token *t) {
    if (l->count == l->room) {
        l->room = l->room ? l->room * 2 : 8;
        token *more = arena_raw(l->a, l->room, sizeof *more);
        if (l->count)
            memcpy(more, l->at, l->count * sizeof *more);
        l->at = more;
    }
    l->at[l->count++] = *t;
}

tokens lex(arena *a, const dcx_pack *pack, runes text, calendar now) {
    return lex_part(a, pack, text, 0, now);
}

static const uint64_t *classes_of(arena *a, const dcx_pack *pack, runes text, size_t from) {
    size_t length = from < text.length ? text.length - from : 0;
    uint64_t *classes = arena_raw(a, length + 1, sizeof *classes);
    pack_look(pack, (runes){text.at + from, length}, STARTS, classes);
    return classes;
}

tokens lex_part(arena *a, const dcx_pack *pack, runes text, size_t from, calendar now) {
    struct numeral_memo memo = {.filled = false};
    const uint64_t *classes = classes_of(a, pack, text, from);
    scan s = {a, pack, text.at, text.length, from, classes, now, 0, 0, &memo};
    list found = {.a = a};
    size_t sentence = from;
    for (size_t i = from; i < text.length;) {
        char32_t c = text.at[i];
        bool starts = c < 0x80 && (rune_is_alpha(c) || begins_digits(&s, i));
        if (!starts && !(classes[i - from] & STARTS)) {
            i++;
            s.led = c == MARK_STOP ? 0 : s.led;
            sentence = c == MARK_STOP ? i : sentence;
            continue;
        }
        token t = {.to = 0};
        i = read_at(&s, i, &t);
        if (t.to)
            add(&found, &t);
        if (t.to && t.kind == TOKEN_TIME && t.form == TIME_YEAR && t.from == sentence)
            s.led = t.year;
        if (t.to && t.kind == TOKEN_TIME && t.moment.reference == TIME_OWN)
            s.dated = t.year;
    }
    return (tokens){found.at, found.count};
}
