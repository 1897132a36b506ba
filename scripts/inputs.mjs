// What a build is made of, as one hash: the stamp of the last whole build is compared with it, so that nothing depends on file times.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const stampFile = join(root, '.build', 'stamp');

const folders = ['src', 'demo', 'bench'];
const files = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.src.json',
  'tsup.config.ts',
  'scripts/build.mjs',
  'scripts/build-tools.mjs',
  'scripts/emit-schema.mjs',
];

export function hashInputs() {
  const names = [...files];
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder), { recursive: true })) {
      if (name.endsWith('.ts')) names.push(`${folder}/${name.split(sep).join('/')}`);
    }
  }
  const hash = createHash('sha256');
  for (const name of names.sort()) {
    hash.update(`${name}\0`);
    hash.update(readFileSync(join(root, name)));
    hash.update('\0');
  }
  return hash.digest('hex');
}
