/** `npm run bench:publish [file]`: keeps a run (the newest by default) in git and renders the README's table from it. */
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

const source = process.argv[2] ?? newest();
const text = readFileSync(source, 'utf8');
const run = JSON.parse(text) as RunResult;
const readme = renderInto(readFileSync('README.md', 'utf8'), markdown(run));
mkdirSync(PUBLISHED, { recursive: true });
writeFileSync(join(PUBLISHED, 'plan.json'), text);
writeFileSync('README.md', readme);
console.log(`Published ${source}: ${run.cells.length} cells.`);
