/** What a linter says: plain data, in the order of the document. */
import { type Path, showPath } from '../model/issues';
import { compareIds } from '../model/units';

/** `error`: it holds for certain, and what is written cannot do what it says. `warning`: it holds too, but may be meant. */
export type Severity = 'error' | 'warning';

const SEVERITY = {
  invalid: 'error',
  limit: 'error',
  'unknown-node': 'error',
  'unknown-attribute': 'error',
  'unknown-value': 'error',
  'never-true': 'error',
  'excludes-everything': 'error',
  contradiction: 'error',
  'always-true': 'warning',
  'dead-rule': 'warning',
  shadowed: 'warning',
  duplicate: 'warning',
  'always-relaxed': 'warning',
  unfinished: 'warning',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof SEVERITY;

export const FINDING_CODES = Object.keys(SEVERITY) as readonly FindingCode[];

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** From `rules`, `network` or `orders` on. */
  readonly path: Path;
  /** Id of the rule that it is about; null: none has one. */
  readonly rule: string | null;
  /** Reads alone. */
  readonly message: string;
  /** What the message names, for a page that has words of its own. */
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

/** More findings than this are counted, not listed. */
const MOST_FINDINGS = 1000;

export class FindingList {
  readonly #findings: Finding[] = [];
  #left = 0;

  /** @param says what is wrong, as the end of a sentence that begins with the path */
  add(code: FindingCode, path: Path, rule: string | null, says: string, params: Finding['params'] = {}): void {
    const [root, ...steps] = path;
    this.addSaid(code, path, rule, `${showPath(String(root), steps)}: ${says}.`, params);
  }

  addSaid(code: FindingCode, path: Path, rule: string | null, message: string, params: Finding['params']): void {
    if (this.#findings.length >= MOST_FINDINGS) this.#left += 1;
    else this.#findings.push({ code, severity: SEVERITY[code], path, rule, message, params });
  }

  /** In the order of the document, then of codes. */
  sorted(): Finding[] {
    if (this.#left > 0) this.#findings.push(more(this.#left));
    this.#left = 0;
    return this.#findings.sort((a, b) => comparePaths(a.path, b.path) || compareIds(a.code, b.code));
  }
}

function more(count: number): Finding {
  const message = `… and ${count} more findings.`;
  return { code: 'unfinished', severity: SEVERITY.unfinished, path: [], rule: null, message, params: { count } };
}

function comparePaths(a: Path, b: Path): number {
  for (let step = 0; step < Math.min(a.length, b.length); step += 1) {
    const [one, other] = [a[step], b[step]];
    if (one === other) continue;
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return compareIds(String(one), String(other));
  }
  return a.length - b.length;
}
