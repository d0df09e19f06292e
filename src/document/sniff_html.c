/* Whether a text is a web page. Saved pages and pieces of pages begin with anything: a declaration, a comment, text, a
 * tag of the site's own making. So tags are looked for wherever they stand, and counted. What a file is called counts
 * where that leaves it open: Markdown may begin with tags and hold some, and is no page for that. */
#include <string.h>
#include <strings.h>

#include "document/sniff.h"

enum {
    LOOKED_AT = 1 << 16, /* bytes in which tags are counted */
    LONGEST_TAG = 2000,  /* bytes; what is longer is text with a "less than" in it */
    MANY = 4,            /* tags of HTML, or one in ... */
    DENSE = 400          /* ... so many bytes, make a text without a telling name a page */
};

typedef struct tags {
    size_t known; /* of HTML */
    size_t all;   /* with those of other names */
    bool page;    /* one that only a whole page has */
    bool first;   /* the text begins with a tag of HTML */
} tags;

/* Tags of whole pages first. */
static const char *const names[] = {
    "!doctype", "html",  "head",   "body",  "meta",   "title",  "link", "style",      "script",  "div",        "p",
    "br",       "span",  "table",  "thead", "tbody",  "tr",     "td",   "th",         "ul",      "ol",         "li",
    "dl",       "dt",    "dd",     "h1",    "h2",     "h3",     "h4",   "h5",         "h6",      "a",          "b",
    "i",        "em",    "strong", "font",  "center", "img",    "hr",   "article",    "section", "main",       "header",
    "footer",   "nav",   "aside",  "form",  "input",  "iframe", "pre",  "blockquote", "figure",  "figcaption", "sup",
    "sub",      "small", "u",      "label", "button", "svg"};
enum { OF_PAGES = 6 };

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of the tag that begins at text, 0: none does. *name is its name. */
static size_t tag_length(dcx_text text, dcx_text *name) {
    size_t at = 1, end = text.length < LONGEST_TAG ? text.length : LONGEST_TAG;
    at += at < end && (text.at[at] == '/' || text.at[at] == '!');
    size_t from = text.at[1] == '!' ? 1 : at;
    while (at < end && (is_letter(text.at[at]) || (at > from && text.at[at] >= '0' && text.at[at] <= '9')))
        at++;
    *name = (dcx_text){text.at + from, at - from};
    bool ends = at < end && strchr("> \t\r\n/", text.at[at]) && text.at[at];
    if (!name->length || !ends)
        return 0;
    for (; at < end && text.at[at] != '<'; at++)
        if (text.at[at] == '>')
            return at + 1;
    return 0;
}

static void count_tag(tags *t, dcx_text name) {
    t->all++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == name.length && !strncasecmp(names[i], name.at, name.length)) {
            t->known++;
            t->page |= i < OF_PAGES;
            return;
        }
}

/* The length of a comment or of an XML declaration at the beginning of text, 0: none stands there. */
static size_t passed_over(dcx_text text) {
    bool comment = text.length > 4 && !memcmp(text.at, "<!--", 4);
    if (!comment && (text.length < 2 || memcmp(text.at, "<?", 2) != 0))
        return 0;
    const char *close = comment ? "-->" : "?>";
    for (size_t i = 2, n = strlen(close); i + n <= text.length; i++)
        if (!memcmp(text.at + i, close, n))
            return i + n;
    return 0;
}

static tags count_tags(dcx_text text) {
    tags t = {0};
    bool begun = false;
    for (size_t i = 0; i < text.length;) {
        dcx_text rest = {text.at + i, text.length - i}, name;
        size_t length = *rest.at == '<' ? passed_over(rest) : 0;
        if (!length && *rest.at == '<' && rest.length > 1 && (length = tag_length(rest, &name))) {
            count_tag(&t, name);
            t.first |= !begun && t.known;
            begun = true;
        }
        begun |= !length && !strchr(" \t\r\n", *rest.at);
        i += length ? length : 1;
    }
    return t;
}

static bool ends_with(const char *name, const char *const *end) {
    size_t length = strlen(name);
    for (; *end; end++)
        if (length >= strlen(*end) && !strcasecmp(name + length - strlen(*end), *end))
            return true;
    return false;
}

bool sniff_html(dcx_text utf8, const char *name) {
    static const char *const pages[] = {".html", ".htm", ".xhtml", ".shtml", NULL};
    static const char *const markdown[] = {".md", ".markdown", ".mdown", NULL};
    dcx_text head = {utf8.at, utf8.length < LOOKED_AT ? utf8.length : LOOKED_AT};
    tags t = count_tags(head);
    if (ends_with(name, markdown))
        return t.page && t.first;
    if (ends_with(name, pages))
        return t.all > 0;
    return t.first || (t.known >= MANY && (t.page || t.known * DENSE >= head.length));
}
