/* The Model Context Protocol: what its server and its tools share. */
#ifndef DCX_CLI_MCP_H
#define DCX_CLI_MCP_H

#include <jansson.h>

#include "cli/session.h"

typedef struct mcp {
    session session;
    const char *const *folders; /* below which files may be read, NULL-terminated */
} mcp;

/* The list of tools, as tools/list answers it. */
json_t *mcp_tools(void);
/* What a tool answers: its result, also where the tool failed (isError). NULL: there is no such tool. */
json_t *mcp_call(mcp *m, const char *name, const json_t *arguments);

#endif
