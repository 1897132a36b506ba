// The whole build: the package (dist/), its JSON Schemas (schema/), and the bundled demo and benches (.build/).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashInputs, stampFile } from './inputs.mjs';
import { run } from './run.mjs';

const inputs = hashInputs();
rmSync(stampFile, { force: true });
for (const step of ['tsup', 'node scripts/emit-schema.mjs', 'node scripts/build-tools.mjs']) {
  const code = run(step);
  if (code !== 0) process.exit(code);
}
mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, inputs);
