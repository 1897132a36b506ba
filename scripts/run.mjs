// Runs one command line with the tools in node_modules/.bin in reach; its output goes straight through. Returns the exit code.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './inputs.mjs';

export function run(command, env = {}) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const done = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, ...env },
  });
  return done.status ?? 1;
}
