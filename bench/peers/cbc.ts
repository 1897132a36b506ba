/** Native CBC, where the machine has it. Its time includes starting the process, so it is an upper bound. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../src/splitting/problem';
import { buildMip, type Mip, partsOf } from './mip';
import type { Part } from './price';

export function hasCbc(): boolean {
  return spawnSync('cbc', ['quit'], { stdio: 'ignore' }).error === undefined;
}

/** null: its answer is not whole. */
export function solveWithCbc(problem: Problem): { parts: Part[]; solveUs: number } | null {
  const folder = mkdtempSync(join(tmpdir(), 'order-sourcing-cbc-'));
  try {
    const mip = buildMip(problem);
    const model = join(folder, 'model.lp');
    const answer = join(folder, 'answer.txt');
    writeFileSync(model, toLpText(mip));
    const start = performance.now();
    const args = [model, 'ratioGap', '0', 'allowableGap', '0', 'solve', 'solution', answer];
    const done = spawnSync('cbc', args, { stdio: 'ignore' });
    const solveUs = 1000 * (performance.now() - start);
    if (done.status !== 0) throw new Error(`cbc ended with ${done.status ?? done.signal}.`);
    const values = readAnswer(readFileSync(answer, 'utf8'));
    const parts = partsOf(mip, (column) => values.get(column) ?? 0);
    return parts === null ? null : { parts, solveUs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toLpText({ columns, rows }: Mip): string {
  const sum = (terms: readonly { column: number; value: number }[]) =>
    terms.map(({ column, value }) => `${value < 0 ? '-' : '+'} ${Math.abs(value)} x${column}`).join('\n ');
  const objective = columns.map(({ cost }, column) => ({ column, value: cost }));
  return [
    'Minimize',
    ` cost: ${sum(objective)}`,
    'Subject To',
    ...rows.map(({ lower, upper, terms }, row) => ` r${row}: ${sum(terms)} ${lower === upper ? '=' : '<='} ${upper}`),
    'Bounds',
    ...columns.map(({ upper }, column) => ` 0 <= x${column} <= ${upper}`),
    'Generals',
    ...columns.flatMap(({ integer }, column) => (integer ? [` x${column}`] : [])),
    'End',
    '',
  ].join('\n');
}

/** Lines such as `   3 x12   1   4.5`, after a first one that must say that the solution is optimal. */
function readAnswer(text: string): Map<number, number> {
  const [status, ...lines] = text.trim().split('\n');
  if (!status.startsWith('Optimal')) throw new Error(`cbc: ${status}`);
  return new Map(
    lines.map((line) => {
      const [, name, value] = line
        .trim()
        .replace(/^\*\*\s*/, '')
        .split(/\s+/);
      return [Number(name.slice(1)), Number(value)] as const;
    }),
  );
}
