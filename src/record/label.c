#include "record/label.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

static const char flags[] = "flag";

const char *label_group(const char *column) {
    static const char *const groups[][2] = {
        {"kind", "kind"},         {"claim", "claim"},   {"old_claim", "claim"},
        {"new_claim", "claim"},   {"status", "status"}, {"qualifier", "qualifier"},
        {"severity", "severity"}, {"check", "check"},   {"source_basis", "source_basis"},
        {"reason", "reason"},     {"flags", flags},     {"state", "state"}};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (!strcmp(column, groups[i][0]))
            return groups[i][1];
    return NULL;
}

static bool says(dcx_text text, const char *word) {
    return word && text.length == strlen(word) && !memcmp(text.at, word, text.length);
}

static const label *find(const char *group, dcx_text name) {
    for (const label *l = label_table; l->group; l++)
        if (!strcmp(l->group, group) && says(name, l->name))
            return l;
    return NULL;
}

/* Tokens and blocks have kinds of their own, which no record may have. */
static const label *find_shown(const char *group, dcx_text name) {
    const label *l = find(group, name);
    return l || strcmp(group, "kind") != 0 ? l : find("other-kind", name);
}

static void put_word(buffer *out, const char *group, dcx_text name, label_style style) {
    const label *l = find_shown(group, name);
    if (l && style == LABEL_ENGLISH && l->english)
        buffer_text(out, l->english);
    else if (l && style >= LABEL_CHINESE)
        buffer_text(out, l->chinese);
    else
        buffer_put(out, name.at, name.length);
    if (l && style == LABEL_BOTH) {
        buffer_text(out, " (");
        buffer_put(out, name.at, name.length);
        buffer_char(out, ')');
    }
}

dcx_text label_show(arena *a, const char *group, dcx_text name, label_style style) {
    if (style == LABEL_NAME || !name.length)
        return name;
    buffer out;
    buffer_init_in(&out, a);
    bool several = !strcmp(group, flags);
    for (size_t from = 0, to; from <= name.length; from = to + 1) {
        to = from;
        while (to < name.length && (!several || name.at[to] != ' '))
            to++;
        if (from)
            buffer_char(&out, ' ');
        put_word(&out, group, (dcx_text){name.at + from, to - from}, style);
    }
    return (dcx_text){out.at, out.length};
}

/* Of "LABEL (name)" the name. */
static dcx_text in_brackets(dcx_text text) {
    size_t open = text.length;
    while (open && text.at[open - 1] != '(')
        open--;
    return open && text.at[text.length - 1] == ')' ? (dcx_text){text.at + open, text.length - open - 1} : text;
}

dcx_text label_read(const char *group, dcx_text text) {
    dcx_text bare = in_brackets(text);
    for (const label *l = label_table; l->group; l++)
        if (!strcmp(l->group, group) && (says(bare, l->name) || says(text, l->chinese) || says(text, l->english)))
            return text_of_c(l->name);
    return text;
}

int label_column(const dcx_schema *schema, dcx_text heading) {
    dcx_text name = label_read("column", heading);
    for (size_t i = 0; i < schema->columns; i++)
        if (says(name, schema->column[i].name))
            return (int)i;
    return -1;
}

bool label_is_name(const char *group, dcx_text text) {
    return find(group, text) != NULL;
}

const char *label_names(arena *a, const char *group) {
    const char *all = "";
    for (const label *l = label_table; l->group; l++)
        if (!strcmp(l->group, group))
            all = arena_print(a, "%s%s%s", all, *all ? ", " : "", l->name);
    return all;
}
