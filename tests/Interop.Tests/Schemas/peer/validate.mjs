// Reads a file with lines { schema, texts }, and writes for each the texts that the schema does not allow.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { schema, texts } = JSON.parse(line);
  const ajv = new Ajv2020({ strict: false, allErrors: false, multipleOfPrecision: 8 });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const wrong = texts.filter((text) => !validate(JSON.parse(text)));
  console.log(JSON.stringify(wrong));
}
