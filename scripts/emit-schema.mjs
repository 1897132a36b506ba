// Writes every zod schema that the built package exports as `xxxSchema` to schema/xxx.json (JSON Schema, draft 2020-12, of the input).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { root } from './inputs.mjs';

const library = await import(pathToFileURL(join(root, 'dist', 'index.js')).href);
const folder = join(root, 'schema');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [key, value] of Object.entries(library)) {
  if (!key.endsWith('Schema') || value?._zod === undefined) continue;
  const name = key.slice(0, -'Schema'.length);
  const { $schema, ...rest } = z.toJSONSchema(value, { io: 'input', target: 'draft-2020-12' });
  const document = { $schema, $id: `urn:order-sourcing:schema:${name}:1`, ...rest };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}
