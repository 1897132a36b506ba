// Brings a checkout up to date before something runs: installs when node_modules differs from the lock file, builds when the last whole
// build was made of other inputs. Does nothing, quickly, otherwise. Uses no dependency, since there may be none yet. Says what it does on
// stderr: stdout belongs to what runs next, and `npm start --silent -- --json` must print nothing but JSON, on a fresh machine too.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs, root, stampFile } from './inputs.mjs';
import { run } from './run.mjs';

/** Whether every package of the lock file is installed in its version; optional ones (other platforms) may be missing. */
function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.version === entry.version;
  });
}

function built() {
  const outputs = ['dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts'];
  if (!existsSync(stampFile) || !outputs.every((name) => existsSync(join(root, name)))) return false;
  return readFileSync(stampFile, 'utf8') === hashInputs();
}

function must(command, why) {
  console.error(`${why}: ${command}`);
  const code = run(command, {}, process.stderr);
  if (code !== 0) process.exit(code);
}

if (!installed()) must('npm ci', 'Installing the packages of the lock file');
if (!built()) must('npm run build', 'Building from source');
