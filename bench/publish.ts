/**
 * `npm run bench:publish [file …]`: keeps a run (the newest by default) in git and renders the README's table from it. Several files are
 * one run in parts.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdown } from './markdown';
import type { RunResult } from './results';

const RESULTS = join('bench', 'results');
const PUBLISHED = join('bench', 'published');
const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

function newest(): string {
  const names = readdirSync(RESULTS).filter((name) => name.endsWith('.json'));
  const last = names.sort().at(-1);
  if (last === undefined) throw new Error(`No run in ${RESULTS}: npm run bench first.`);
  return join(RESULTS, last);
}

/** @throws if the README lacks the two markers */
function renderInto(readme: string, table: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines ${BEGIN} and ${END}.`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

/** @throws if the parts are not of one machine, version and seed, or a cell is in two of them */
function readRun(files: readonly string[]): RunResult {
  const [first, ...others] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as RunResult);
  const same = ({ machine, node, commit, seed }: RunResult) => JSON.stringify([machine, node, commit, seed]);
  if (others.some((other) => same(other) !== same(first))) throw new Error(`${files.join(', ')}: not of one run.`);
  const cells = [first, ...others].flatMap((part) => part.cells);
  const promises = [first, ...others].flatMap((part) => part.promises ?? []);
  const keys = cells.map(({ nodes, lines, density, setting, model, objective, class: name }) =>
    [nodes, lines, density, setting, model, objective, name].join(),
  );
  if (new Set(keys).size < keys.length) throw new Error(`${files.join(', ')}: a cell is in two of them.`);
  if (new Set(promises.map(({ density }) => density)).size < promises.length) {
    throw new Error(`${files.join(', ')}: promises are in two of them.`);
  }
  return { ...first, cells, ...(promises.length > 0 ? { promises } : {}) };
}

const named = process.argv.slice(2);
const sources = named.length === 0 ? [newest()] : named;
const run = readRun(sources);
const readme = renderInto(readFileSync('README.md', 'utf8'), markdown(run));
mkdirSync(PUBLISHED, { recursive: true });
writeFileSync(join(PUBLISHED, 'plan.json'), `${JSON.stringify(run, null, 1)}\n`);
writeFileSync('README.md', readme);
console.log(`Published ${sources.join(', ')}: ${run.cells.length} cells.`);
