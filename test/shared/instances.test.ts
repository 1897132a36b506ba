/**
 * Published instances with known optima, through the public API. Every plan is verified, never better than the optimum, and its bound
 * never above it. What was reached stands in `ledger.json`, which may only improve: `UPDATE_LEDGER=1` writes it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { planOrder, verifyPlan } from 'order-sourcing';
import { afterAll, describe, expect, it } from 'vitest';
import { type Instance, listInstances } from './instances';

interface LedgerRow {
  readonly instance: string;
  /** Published, in the instance's own unit. */
  readonly optimum: number;
  /** Lines left unfilled: only where the search ended before it filled all. Then `value` says nothing about the optimum. */
  readonly unfilled: number;
  readonly value: number;
  readonly bound: number;
  readonly proven: boolean;
  readonly steps: number;
}

const LEDGER = new URL('./ledger.json', import.meta.url);
const update = process.env.UPDATE_LEDGER === '1';
const ledger = new Map<string, LedgerRow>(
  existsSync(LEDGER) ? (JSON.parse(readFileSync(LEDGER, 'utf8')) as LedgerRow[]).map((row) => [row.instance, row]) : [],
);
const reached: LedgerRow[] = [];

/** Search steps by family: enough for what can be proven, and the whole run stays below five minutes. */
const BUDGETS: { readonly [family: string]: number } = {
  'ufl/orlib': 100_000_000,
  'ufl/bilde-krarup': 100_000_000,
  'cfl-orlib split': 60_000_000,
  'cfl-orlib whole': 150_000_000,
  'coursera-fl whole': 600_000_000,
  ssfctp: 600_000_000,
  scp: 600_000_000,
};

/** Optima are published with two decimals and more. */
const TOLERANCE = 1e-6;

function solve({ name, family, optimum, load }: Instance): LedgerRow {
  const { world, scale, goal } = load();
  const bounded = { ...world, rules: { ...world.rules, budget: BUDGETS[family] } };
  const plan = planOrder(bounded);
  expect(verifyPlan(plan, bounded)).toEqual([]);
  const [fill, level] = plan.proof.levels;
  expect([fill.goal, level.goal]).toEqual(['unfilled', goal]);
  return {
    instance: name,
    optimum,
    unfilled: fill.value,
    value: level.value / scale,
    bound: level.bound / scale,
    proven: fill.status === 'optimal' && level.status === 'optimal',
    steps: plan.proof.steps,
  };
}

function expectNoWorse(row: LedgerRow, slack: number): void {
  const before = ledger.get(row.instance);
  if (!before) throw new Error('not in the ledger: run with UPDATE_LEDGER=1');
  expect(row.unfilled).toBeLessThanOrEqual(before.unfilled);
  if (row.unfilled === before.unfilled) expect(row.value).toBeLessThanOrEqual(before.value + slack);
  expect(row.bound).toBeGreaterThanOrEqual(before.bound - slack);
  expect(row.proven || !before.proven).toBe(true);
}

const instances = listInstances();

describe.each([...new Set(instances.map((instance) => instance.family))])('%s', (family) => {
  it.each(instances.filter((instance) => instance.family === family).map((each) => [each.name, each] as const))(
    '%s',
    (_, instance) => {
      const row = solve(instance);
      reached.push(row);
      const slack = TOLERANCE * Math.max(1, row.optimum);
      if (row.unfilled === 0) expect(row.value).toBeGreaterThanOrEqual(row.optimum - slack);
      expect(row.bound).toBeLessThanOrEqual(row.optimum + slack);
      if (row.proven) {
        expect(row.unfilled).toBe(0);
        expect(Math.abs(row.value - row.optimum)).toBeLessThanOrEqual(slack);
      }
      if (!update) expectNoWorse(row, slack);
    },
  );
});

it('every row of the ledger still has its instance', () => {
  const names = new Set(instances.map((instance) => instance.name));
  expect([...ledger.keys()].filter((name) => !names.has(name))).toEqual([]);
});

afterAll(() => {
  const proven = reached.filter((row) => row.proven).length;
  console.log(`${reached.length} instances, ${proven} proven optimal, ${reached.length - proven} open`);
  if (!update) return;
  for (const row of reached) ledger.set(row.instance, row);
  const rows = instances.flatMap(({ name }) => ledger.get(name) ?? []);
  writeFileSync(LEDGER, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
});
