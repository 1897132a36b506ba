// Bundles every demo/*.ts and bench/*.ts into .build/, each on its own. Packages stay outside the bundles, this one too, which they
// import by its name and so from dist/: what runs is what ships.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './inputs.mjs';

for (const folder of ['demo', 'bench']) {
  const outdir = join(root, '.build', folder);
  rmSync(outdir, { recursive: true, force: true });
  if (!existsSync(join(root, folder))) continue;
  const entryPoints = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(root, folder, name));
  if (entryPoints.length === 0) continue;
  await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // tsconfig.json maps the package's name to its source for the type check; here it must stay a name.
    tsconfigRaw: {},
    sourcemap: true,
    logLevel: 'warning',
  });
}
