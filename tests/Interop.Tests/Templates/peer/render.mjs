// Renders every template of a folder with every case of a matrix: a line for each, with the SHA-256 of the text or the error.
//   node render.mjs <folder> <matrix.json>                          all of them
//   node render.mjs <folder> <matrix.json> <template> <case>        one of them, its text
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Template } from "@huggingface/jinja";

const [folder, matrixFile, onlyTemplate, onlyCase] = process.argv.slice(2);
const matrix = JSON.parse(readFileSync(matrixFile, "utf8"));

// strftime_now asks for the time without arguments; both sides say that it is the same one.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [RealDate.UTC(2026, 2, 4, 5, 6, 7)]));
  }
};

function* cases() {
  for (const [conversation, messages] of Object.entries(matrix.conversations)) {
    for (const [tools, list] of Object.entries(matrix.tools)) {
      for (const [options, values] of Object.entries(matrix.options)) {
        yield [`${conversation}/${tools}/${options}`, { ...matrix.always, messages, ...(list ? { tools: list } : {}), ...values }];
      }
    }
  }
}

const lines = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".jinja")).sort()) {
  if (onlyTemplate && file !== onlyTemplate) continue;
  let template, refused;
  try {
    template = new Template(readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    refused = error;
  }
  for (const [name, variables] of cases()) {
    if (onlyCase && name !== onlyCase) continue;
    let line;
    try {
      if (refused) throw refused;
      const text = template.render(structuredClone(variables));
      if (onlyCase) console.log(text);
      line = createHash("sha256").update(text).digest("hex");
    } catch (error) {
      line = `error ${String(error.message).replace(/\s+/g, " ")}`;
      if (onlyCase) console.log(error);
    }
    lines.push(`${file} ${name} ${line}`);
  }
}
if (!onlyCase) process.stdout.write(`${lines.join("\n")}\n`);
