/* dcx mcp: a server of the Model Context Protocol over standard input and output, one JSON-RPC 2.0 message a line. */
#include "cli/mcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/sandbox.h"

/* Errors of JSON-RPC. */
enum { PARSE_ERROR = -32700, INVALID_REQUEST = -32600, NO_METHOD = -32601, INVALID_PARAMS = -32602 };

enum { LONGEST = 64 * 1024 * 1024 /* bytes of a message */ };

static bool send_message(json_t *message) {
    char *text = json_dumps(message, JSON_COMPACT);
    json_decref(message);
    if (!text)
        give_up();
    bool sent = text && fputs(text, stdout) >= 0 && putchar('\n') != EOF && !fflush(stdout);
    free(text);
    return sent;
}

static json_t *answer(const json_t *id) {
    return json_pack("{s:s, s:o}", "jsonrpc", "2.0", "id", json_deep_copy(id));
}

static bool reply(const json_t *id, json_t *result) {
    json_t *message = answer(id);
    json_object_set_new(message, "result", result);
    return send_message(message);
}

static bool refuse(const json_t *id, int code, const char *why) {
    json_t *message = json_pack("{s:s, s:{s:i, s:s}}", "jsonrpc", "2.0", "error", "code", code, "message", why);
    json_object_set_new(message, "id", id ? json_deep_copy(id) : json_null());
    return send_message(message);
}

/* ---- methods ---- */

static json_t *initialize(const json_t *params) {
    static const char *const versions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
    const char *wanted = json_string_value(json_object_get(params, "protocolVersion")), *version = versions[1];
    for (size_t i = 0; wanted && i < sizeof versions / sizeof *versions; i++)
        if (!strcmp(wanted, versions[i]))
            version = versions[i];
    return json_pack(
        "{s:s, s:{s:{}}, s:{s:s, s:s}, s:s}", "protocolVersion", version, "capabilities", "tools", "serverInfo", "name",
        "dcx", "version", dcx_version(), "instructions",
        "Figures of Chinese reports as records. Before you show a draft with figures, call verify with the "
        "draft and its sources, and correct what it calls mismatch, other-year or not-found.");
}

static bool call(mcp *m, const json_t *id, const json_t *params) {
    const char *name = json_string_value(json_object_get(params, "name"));
    json_t *result = name ? mcp_call(m, name, json_object_get(params, "arguments")) : NULL;
    return result ? reply(id, result) : refuse(id, INVALID_PARAMS, "there is no such tool; tools/list names them");
}

static bool serve(mcp *m, const json_t *message) {
    const json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");
    const char *method = json_string_value(json_object_get(message, "method"));
    if (!json_is_object(message))
        return refuse(NULL, INVALID_REQUEST, "a message is one JSON object");
    if (!method)
        return id && !json_object_get(message, "result") && !json_object_get(message, "error")
                   ? refuse(id, INVALID_REQUEST, "the message has no method")
                   : true;
    if (!id) /* a notification: nothing is answered */
        return true;
    if (!strcmp(method, "initialize"))
        return reply(id, initialize(params));
    if (!strcmp(method, "ping"))
        return reply(id, json_object());
    if (!strcmp(method, "tools/list"))
        return reply(id, json_pack("{s:o}", "tools", mcp_tools()));
    if (!strcmp(method, "tools/call"))
        return call(m, id, params);
    return refuse(id, NO_METHOD, "there are initialize, ping, tools/list and tools/call");
}

/* ---- lines ---- */

/* The next line, false at the end of input. A longer one than is taken is passed over: *length is LONGEST then. */
static bool next_line(char **line, size_t *room, size_t *length) {
    int c;
    *length = 0;
    while ((c = getchar()) != EOF && c != '\n') {
        if (*length + 1 >= *room && *room < LONGEST) {
            *room = *room ? 2 * *room : 4096;
            *line = need(*line, *room);
        }
        if (*length < LONGEST - 1)
            (*line)[(*length)++] = (char)c;
    }
    return c != EOF || *length;
}

static bool is_blank(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static exit_code listen_to(mcp *m) {
    char *line = NULL;
    size_t room = 0, length;
    bool going = true;
    while (going && next_line(&line, &room, &length)) {
        if (is_blank(line, length))
            continue;
        json_t *message = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
        going = message ? serve(m, message) : refuse(NULL, PARSE_ERROR, "a line is one JSON object");
        json_decref(message);
    }
    free(line);
    return EXIT_DONE;
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        mcp m = {.folders = o.files};
        o.beneath = o.files;
        sandbox_enter(&o, o.files);
        code = session_open(&m.session, &o);
        if (!code) {
            code = listen_to(&m);
            session_close(&m.session);
        }
    }
    options_free(&o);
    return code;
}

const command command_mcp = {
    .name = "mcp",
    .usage = "[OPTION...] [FOLDER...]",
    .help = "the other commands as tools of the Model Context Protocol, over standard input and output",
    .examples = "  dcx mcp                    texts alone\n"
                "  dcx mcp ~/reports          also the files below a folder\n",
    .options = OPTIONS_PACK | OPTIONS_READING,
    .run = run,
};
