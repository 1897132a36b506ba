/** The search with some text of its source replaced: for bugs put back on purpose, and for paths that small problems seldom take. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Solver } from './trial';

const splitting = join(import.meta.dirname, '../../src/splitting');

/** In which file of `src/splitting/` which text becomes which other. The text must stand there exactly once. */
export type Patch = readonly [file: string, from: string, to: string];

/** @throws if a text is not there, or more than once: the source has moved, and the patch must follow */
export async function patchedSolver(patches: readonly Patch[]): Promise<Solver> {
  const bundle = await build({
    entryPoints: [join(splitting, 'solve.ts')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    plugins: [
      {
        name: 'patch',
        setup({ onLoad }) {
          onLoad({ filter: /src[\\/]splitting[\\/][^\\/]+\.ts$/ }, ({ path }) => ({
            contents: patched(path, patches),
            loader: 'ts',
          }));
        },
      },
    ],
  });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  const { solve, createScratch } = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${code}`
  )) as typeof import('../../src/splitting/solve');
  const scratch = createScratch();
  return (problem) => solve(problem, scratch);
}

function patched(path: string, patches: readonly Patch[]): string {
  let text = readFileSync(path, 'utf8');
  for (const [file, from, to] of patches) {
    if (!path.endsWith(`/${file}`)) continue;
    if (text.split(from).length !== 2)
      throw new Error(`${file} holds this ${text.split(from).length - 1} times: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
