// Which mail programs do not know what these emails use? HTML texts in as a JSON array, findings out.
import { caniemail } from "caniemail";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const clients = process.argv.slice(2);
const found = JSON.parse(Buffer.concat(chunks).toString("utf8")).map((html) => {
  const { issues } = caniemail({ clients, html });
  return {
    errors: list(issues.errors),
    warnings: list(issues.warnings),
  };
});
process.stdout.write(JSON.stringify(found));

function list(issues) {
  return [...issues.entries()].flatMap(([client, each]) => each.map((one) => [client, one.title]));
}
