// Runs one command line with the tools in node_modules/.bin in reach; its output goes straight through, or all of it to one stream.
// Returns the exit code.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './inputs.mjs';

export function run(command, env = {}, output = 'inherit') {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const done = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: ['inherit', output, 'inherit'],
    env: { ...process.env, PATH: path, ...env },
  });
  return done.status ?? 1;
}
