// The official client against `dcx mcp FOLDER`: it checks every answer against the schemas that the tools declare.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [dcx, folder] = process.argv.slice(2);
const client = new Client({ name: "test", version: "1" });
await client.connect(new StdioClientTransport({ command: dcx, args: ["mcp", folder] }));

function must(holds, what) {
  if (!holds) throw new Error(what);
}

async function rowsOf(name, given) {
  const answer = await client.callTool({ name, arguments: given });
  must(!answer.isError, `${name}: ${answer.content[0].text}`);
  must(JSON.stringify(answer.structuredContent) === answer.content[0].text, `${name}: text and structure differ`);
  return answer.structuredContent;
}

must(client.getServerVersion().name === "dcx", "the server's name");
await client.ping();
const { tools } = await client.listTools();
must(tools.map(({ name }) => name).join() === "extract,diff,series,check,verify", "the tools");

const report = { path: "report.txt" };
const extracted = await rowsOf("extract", { document: report });
must(extracted.total === 2 && extracted.rows[0].value === "39.6", "extract");

const first = await rowsOf("extract", { document: report, limit: 1 });
const second = await rowsOf("extract", { document: report, limit: 1, cursor: first.nextCursor });
must(first.rows.length === 1 && second.rows[0].metric === "钢材产量" && !second.nextCursor, "pages of rows");

const verified = await rowsOf("verify", { draft: { text: "2025年，水泥产量36.9万吨。" }, sources: [report] });
must(verified.rows[0].status === "mismatch" && verified.rows[0].reason === "digits-swapped", "verify");

const old = { text: "2024年，水泥产量35.0万吨。" };
must((await rowsOf("diff", { old, new: report })).rows[0].change === "4.6", "diff");
must((await rowsOf("series", { documents: [old, report] })).total === 2, "series");
await rowsOf("check", { document: report, against: old });

for (const path of ["../../etc/passwd", "/etc/passwd", "none.txt"]) {
  const answer = await client.callTool({ name: "extract", arguments: { document: { path } } });
  must(answer.isError, `${path} is read`);
}
await client.callTool({ name: "none", arguments: {} }).then(
  (answer) => must(answer.isError, "an unknown tool answers"),
  () => {},
);
await client.close();
console.log("mcp: the official client is served");
