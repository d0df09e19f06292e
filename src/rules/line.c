#include "rules/line.h"

#include <string.h>

#include "words/words.h"

enum {
    LONGEST_QUOTATION = 24, /* characters; a longer one is speech, whose figures count */
    LONGEST_SENTENCE = 2 * SENTENCE_CUT,
    LONGEST_ENDING = 100, /* characters that close something and stand behind its end */
    PAUSE = 0xFF0C,       /* the comma that parts clauses */
    LONGEST_GROUP = 400   /* characters of a title or bracket, so that unclosed ones cost linear time */
};

bool token_measures(const token *t) {
    switch (t->kind) {
    case TOKEN_QUANTITY:
    case TOKEN_PERCENT:
    case TOKEN_POINTS:
    case TOKEN_TIMES:
    case TOKEN_DOUBLING:
    case TOKEN_RANK:
    case TOKEN_NUMBER: return true;
    /* so many to one, or a part of a ratio of several; a scale or a score is no figure */
    case TOKEN_RATIO: return !*t->value_max || !strcmp(t->value_max, "1");
    default: return false;
    }
}

static char32_t quantity_code(const dcx_pack *pack, const token *t) {
    const char *dimension = t->dimension < 0 ? "count" : pack_content(pack)->dimension[t->dimension];
    if (!strcmp(dimension, "money"))
        return CODE_MONEY;
    if (!strcmp(dimension, "duration"))
        return CODE_DURATION;
    if (!strcmp(dimension, "age"))
        return CODE_AGE;
    return strcmp(dimension, "count") ? CODE_MEASURE : CODE_COUNT;
}

static char32_t time_code(const token *t) {
    static const char32_t code[] = {[TIME_YEAR] = CODE_YEAR,
                                    [TIME_RANGE] = CODE_PERIOD,
                                    [TIME_POINT] = CODE_POINT,
                                    [TIME_RELATIVE] = CODE_RELATIVE};
    return t->recent ? CODE_RECENT : code[t->form];
}

static char32_t token_code(const dcx_pack *pack, const token *t, bool in_words) {
    static const char32_t code[] = {
        [TOKEN_NUMBER] = CODE_NUMBER, [TOKEN_PERCENT] = CODE_PERCENT,   [TOKEN_POINTS] = CODE_POINTS,
        [TOKEN_TIMES] = CODE_TIMES,   [TOKEN_DOUBLING] = CODE_DOUBLING, [TOKEN_RATIO] = CODE_RATIO,
        [TOKEN_RANK] = CODE_RANK,     [TOKEN_ORDINAL] = CODE_ORDINAL,   [TOKEN_SPAN] = CODE_RECENT,
        [TOKEN_NAME] = CODE_NAME,     [TOKEN_UNREAD] = CODE_UNREAD};
    if (t->kind == TOKEN_QUANTITY)
        return quantity_code(pack, t);
    if (t->kind == TOKEN_PERCENT && in_words)
        return CODE_FRACTION;
    return t->kind == TOKEN_TIME ? time_code(t) : code[t->kind];
}

/* ---- sentences ---- */

static bool ends_sentence(char32_t c) {
    if (c - 0x3003 < 0xFF01 - 0x3003) /* nearly all */
        return false;
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '!' || c == '?';
}

static bool closes(char32_t c) {
    return c == 0x201D || c == 0x2019 || c == 0x300D || c == 0x300F || c == 0xFF09 || c == ')' || c == 0x300B;
}

/* Whether a sentence that began at `from` ends behind the character at i: with its full stop or, where it is too long
 * to be one, with a clause. */
static bool sentence_ends(runes text, size_t from, size_t i) {
    size_t length = i + 1 - from;
    char32_t c = text.at[i];
    if (length < SENTENCE_CUT)
        return ends_sentence(c);
    return ends_sentence(c) || length >= LONGEST_SENTENCE || ((c == 0xFF0C || c == 0xFF1B || c == 0x3001 || c == ' '));
}

/* Behind the characters that close the sentence whose last one is at i. */
static uint32_t closing_end(runes text, uint32_t i) {
    uint32_t most = i + LONGEST_ENDING;
    while (i < most && i + 1 < text.length && (closes(text.at[i + 1]) || ends_sentence(text.at[i + 1])))
        i++;
    return i + 1;
}

static sentence *add_sentence(arena *a, sentence *s, size_t *count, sentence next) {
    if ((*count & (*count - 1)) == 0) { /* full: there is room for a power of two */
        sentence *more = arena_raw(a, *count ? *count * 2 : 1, sizeof *more);
        if (*count)
            memcpy(more, s, *count * sizeof *more);
        s = more;
    }
    s[(*count)++] = next;
    return s;
}

sentence *split_sentences(arena *a, runes text, sentence part, sentence *s, size_t *count) {
    uint32_t from = part.from;
    text.length = part.to;
    for (uint32_t i = from; i < part.to; i++) {
        if (!sentence_ends(text, from, i))
            continue;
        uint32_t end = closing_end(text, i);
        s = add_sentence(a, s, count, (sentence){from, end});
        from = end;
        i = end - 1;
    }
    return from < part.to ? add_sentence(a, s, count, (sentence){from, part.to}) : s;
}

/* ---- the line ---- */

typedef struct rewrite {
    const dcx_pack *pack;
    runes text; /* folded */
    tokens tokens;
    char32_t *code;
    origin *origin;
    size_t length;
    size_t next; /* the next token */
    uint32_t begin, at, end;
} rewrite;

static void put(rewrite *w, char32_t code, uint32_t from, uint32_t to, int32_t number) {
    w->code[w->length] = code;
    w->origin[w->length++] = (origin){from, to, number};
}

static char32_t closing(char32_t c) {
    switch (c) {
    case 0x300A: return 0x300B;
    case 0x201C: return 0x201D;
    case 0x300C: return 0x300D;
    case 0xFF08: return 0xFF09;
    case '(': return ')';
    default: return 0;
    }
}

/* Where the group that opens at `at` closes, or 0: it does not within the sentence. */
static uint32_t group_end(const rewrite *w, uint32_t at) {
    char32_t open = w->text.at[at], close = closing(open);
    int depth = 0;
    uint32_t end = w->end - at > LONGEST_GROUP ? at + LONGEST_GROUP : w->end;
    for (uint32_t i = at; i < end; i++) {
        char32_t c = w->text.at[i];
        if (c == open)
            depth++;
        else if (c == close || (open == '(' && c == 0xFF09) || (open == 0xFF08 && c == ')'))
            if (--depth == 0)
                return i + 1;
    }
    return 0;
}

static bool holds_clause(const rewrite *w, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (w->text.at[i] == 0xFF0C || w->text.at[i] == 0xFF1B || ends_sentence(w->text.at[i]))
            return true;
    return false;
}

static bool holds_quantity(const rewrite *w, uint32_t to) {
    for (size_t i = w->next; i < w->tokens.count && w->tokens.at[i].from < to; i++)
        if (token_measures(&w->tokens.at[i]) && w->tokens.at[i].kind != TOKEN_NUMBER)
            return true;
    return false;
}

static bool pauses(char32_t c) {
    return c == PAUSE || c == 0xFF1A || c == ',' || c == ':' || c == 0xFF1B || ends_sentence(c);
}

/* Whether a short quotation states a figure: it ends with one, or it is speech, which stands between pauses. Where a
 * noun follows the figure, or the quotation that is nothing but a figure, it is a name. */
static bool states_figure(const rewrite *w, uint32_t at, uint32_t to) {
    char32_t before = at > w->begin ? w->text.at[at - 1] : PAUSE;
    char32_t after = to < w->end ? w->text.at[to] : PAUSE;
    const token *last = NULL;
    for (size_t i = w->next; i < w->tokens.count && w->tokens.at[i].from < to; i++)
        if (token_measures(&w->tokens.at[i]) && w->tokens.at[i].kind != TOKEN_NUMBER &&
            w->tokens.at[i].kind != TOKEN_RANK)
            last = &w->tokens.at[i];
    if (!last)
        return false;
    bool ends = last->to + 1 == to, alone = ends && last->from == at + 1;
    return (ends && !(alone && rune_is_han(after))) || (pauses(before) && pauses(after));
}

/* The code of the group from `at` to `to`, or 0 where its characters stay characters; PAUSE: they are a clause. */
static char32_t group_code(const rewrite *w, uint32_t at, uint32_t to) {
    char32_t open = w->text.at[at];
    if (open == 0x300A)
        return CODE_TITLE;
    if (open == 0xFF08 || open == '(')
        return holds_quantity(w, to) ? 0 : CODE_BRACKET;
    if (to - at > LONGEST_QUOTATION || holds_clause(w, at, to))
        return 0;
    return states_figure(w, at, to) ? PAUSE : CODE_QUOTED;
}

static bool follows_quantity(const rewrite *w) {
    int32_t number = w->length ? w->origin[w->length - 1].token : -1;
    return number >= 0 && token_measures(&w->tokens.at[number]);
}

static bool put_group(rewrite *w) {
    uint32_t to = closing(w->text.at[w->at]) ? group_end(w, w->at) : 0;
    char32_t code = to ? group_code(w, w->at, to) : 0;
    if (code == PAUSE) {
        put(w, PAUSE, w->at, w->at + 1, -1);
        w->at++;
        return true;
    }
    if (!code)
        return false;
    /* a bracket behind a quantity explains its unit and would stand between it and what follows */
    if (code != CODE_BRACKET || !follows_quantity(w))
        put(w, code, w->at, to, -1);
    while (w->next < w->tokens.count && w->tokens.at[w->next].from < to)
        w->next++;
    w->at = to;
    return true;
}

/* Whether a percentage is printed with a sign. One that the lexer left to the text is taken off the line. */
static bool take_sign(rewrite *w, const token *t) {
    if (t->kind != TOKEN_PERCENT)
        return false;
    if (pack_find(w->pack, WORD_SIGN, w->text.at + t->from, t->to - t->from))
        return true;
    size_t last = w->length ? w->length - 1 : 0;
    bool before = w->length && w->origin[last].token < 0 && w->origin[last].to == t->from &&
                  pack_find(w->pack, WORD_SIGN, w->code + last, 1);
    w->length -= before;
    return before;
}

static bool put_token(rewrite *w) {
    if (w->next >= w->tokens.count || w->tokens.at[w->next].from > w->at)
        return false;
    const token *t = &w->tokens.at[w->next];
    char32_t last = t->quote_to ? w->text.at[t->quote_to - 1] : 0;
    bool in_words = last != '%' && last != 0x2030; /* no percent or per-mille sign */
    char32_t code = token_code(w->pack, t, in_words);
    if (take_sign(w, t))
        code = CODE_SIGNED;
    put(w, code, t->from, t->to, (int32_t)w->next);
    w->at = t->to > w->at ? t->to : w->at + 1;
    w->next++;
    return true;
}

/* A character of the text as patterns see it: ASCII punctuation as Chinese, private-use characters all alike. */
static char32_t plain(char32_t c) {
    static const char ascii[] = ",;:()";
    static const char32_t wide[] = {0xFF0C, 0xFF1B, 0xFF1A, 0xFF08, 0xFF09};
    const char *at = c && c < 0x80 ? strchr(ascii, (int)c) : NULL;
    if (at)
        return wide[at - ascii];
    return c >= 0xE000 && c <= 0xF8FF ? CODE_OTHER : c;
}

/* Ideographs up to the next token stand for themselves. */
static void put_plain(rewrite *w) {
    uint32_t end =
        w->next < w->tokens.count && w->tokens.at[w->next].from < w->end ? w->tokens.at[w->next].from : w->end;
    for (; w->at < end && rune_is_usual(w->text.at[w->at]); w->at++)
        put(w, w->text.at[w->at], w->at, w->at + 1, -1);
}

/* Where words begin. What is not one character of the text, as it stands there, is a word of its own. */
static const bool *edges_of(arena *a, const rewrite *w, words all) {
    bool *edge = arena_raw(a, w->length + 1, sizeof *edge);
    size_t next = 0;
    for (size_t i = 0; i < w->length; i++) {
        uint32_t at = w->origin[i].from;
        while (next < all.count && all.at[next].from < at)
            next++;
        edge[i] = (next < all.count && all.at[next].from == at) || !rune_is_han(w->code[i]);
    }
    edge[w->length] = true;
    return edge;
}

/* The part of speech of the word in which each place of the line stands. */
static const speech *speeches_of(arena *a, const rewrite *w, words all) {
    speech *part = arena_raw(a, w->length + 1, sizeof *part);
    size_t k = 0;
    for (size_t i = 0; i < w->length; i++) {
        while (k + 1 < all.count && all.at[k].to <= w->origin[i].from)
            k++;
        part[i] = all.count ? all.at[k].speech : SPEECH_NONE;
    }
    return part;
}

/* Where verbs begin. */
static const bool *verbs_of(arena *a, const bool *edge, const speech *part, size_t length) {
    bool *verb = arena_raw(a, length + 1, sizeof *verb);
    for (size_t i = 0; i < length; i++)
        verb[i] = edge[i] && part[i] == SPEECH_VERB;
    verb[length] = false;
    return verb;
}

line make_line(arena *a, const dcx_pack *pack, runes source, runes folded, tokens t, size_t first, sentence s) {
    size_t room = s.to - s.from;
    rewrite w = {.pack = pack, .text = folded, .tokens = t, .next = first, .begin = s.from, .at = s.from, .end = s.to};
    w.code = arena_raw(a, room + 1, sizeof *w.code);
    w.origin = arena_raw(a, room + 1, sizeof *w.origin);
    while (w.at < w.end) {
        put_plain(&w);
        if (w.at == w.end || put_token(&w) || put_group(&w))
            continue;
        char32_t c = folded.at[w.at];
        bool quote = c == 0x201C || c == 0x201D || c == 0x2018 || c == 0x2019;
        if (!quote)
            put(&w, plain(c), w.at, w.at + 1, -1);
        w.at++;
    }
    words all = cut_words(a, pack, folded, s.from, s.to, t);
    const bool *edge = edges_of(a, &w, all);
    const speech *part = speeches_of(a, &w, all);
    return (line){{w.code, w.length}, w.code, w.origin, source, t, edge, verbs_of(a, edge, part, w.length), part};
}
