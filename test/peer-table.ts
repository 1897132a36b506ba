/** The table of `docs/peer-cases.md`: cases that cannot come out here, and why. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

type Fixture = 'peer-cases' | 'peer-freight-cases' | 'peer-batch-cases';

const page = readFileSync(new URL('../docs/peer-cases.md', import.meta.url), 'utf8');

/** Rows `| fixture | \`case\` | reason |`. */
const rows = [...page.matchAll(/^\| (peer-[a-z-]+) \| `([^`]+)` \| .+ \|$/gm)].map(([, fixture, id]) => ({
  fixture,
  id,
}));

export function isExcluded(fixture: Fixture, id: string): boolean {
  return rows.some((row) => row.fixture === fixture && row.id === id);
}

/** Every row of a fixture is about one of its cases, and no two are about the same. */
export function expectAllKnown(fixture: Fixture, cases: readonly { readonly id: string }[]): void {
  const ids = rows.filter((row) => row.fixture === fixture).map(({ id }) => id);
  expect(ids.filter((id) => !cases.some((each) => each.id === id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
}
