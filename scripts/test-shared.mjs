// Tests on the data sets that lie beside the repository, not in it: npm run test:shared.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './inputs.mjs';
import { run } from './run.mjs';

if (!existsSync(join(root, '..', 'shared', 'data'))) {
  console.error('test:shared needs the folder ../shared/data beside this repository');
  process.exit(1);
}
process.exitCode = run('vitest run --config vitest.shared.config.ts');
