import { InputError, type Issue } from './errors';

/** More issues than this are counted, not listed. */
export const MOST_ISSUES = 1000;
/** Hints compare words, so only the first issues get one: bad input must not cost more than good. */
const MOST_HINTS = 50;

export type Path = readonly (string | number)[];
/** The end of a message, perhaps made only when it is needed. */
export type Hint = string | (() => string);

/**
 * Collects everything that is wrong with one input, so that the caller gets it all at once. `root` is the word that messages
 * put in front of paths: `order.lines[2].quantity`.
 */
export class IssueList {
  readonly #issues: Issue[] = [];
  #left = 0;

  /** @param prefix put in front of every issue's path; messages begin with `root` instead */
  constructor(
    readonly root: string,
    readonly prefix: Path = [],
  ) {}

  get isEmpty(): boolean {
    return this.#issues.length === 0;
  }

  /** @param reason what is wrong, as the end of a sentence; @param hint ends the message, e.g. `Maybe "dc-1"?` */
  add(code: string, path: Path, value: unknown, reason: string, hint: Hint = ''): void {
    if (this.#issues.length >= MOST_ISSUES) {
      this.#left += 1;
      return;
    }
    const shown = value === undefined ? '' : ` ${show(value)}`;
    const ending = typeof hint === 'string' ? hint : this.#issues.length < MOST_HINTS ? hint() : '';
    const message = `${showPath(this.root, path)}:${shown} ${reason}.${ending === '' ? '' : ` ${ending}`}`;
    this.#issues.push({ code, path: [...this.prefix, ...path], message });
  }

  /** Takes over what another check found, but for what was found before. */
  addAll(other: IssueList): void {
    const known = new Set(this.#issues.map(({ message }) => message));
    for (const issue of other.#issues) {
      if (known.has(issue.message)) continue;
      if (this.#issues.length >= MOST_ISSUES) this.#left += 1;
      else this.#issues.push(issue);
    }
    this.#left += other.#left;
  }

  /** @throws InputError with every issue, if there is one. */
  throwIfAny(): void {
    if (!this.isEmpty) throw this.toError();
  }

  toError(): InputError {
    if (this.#left === 0) return new InputError(this.#issues);
    return new InputError([...this.#issues, { code: 'more', path: [], message: `… and ${this.#left} more issues.` }]);
  }
}

/** `order.lines[2].quantity`. Keys that are no plain words are quoted. */
export function showPath(root: string, path: Path): string {
  let text = root;
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step).slice(0, 60)}]`;
  }
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

/** A value in a message: short, and never by walking into it (it may be huge, deep or cyclic). */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'symbol') return 'a symbol';
  return String(value);
}

/** `Maybe "…"?` with the nearest of the words, if one is near enough to be a slip; else nothing. */
export function maybe(word: unknown, words: Iterable<string>): Hint {
  return () => {
    const near = typeof word === 'string' ? nearest(word, words) : undefined;
    return near === undefined ? '' : `Maybe ${show(near)}?`;
  };
}

/** Only so many words are compared, so that a hint never costs more than the check. */
const MOST_COMPARED = 20_000;

function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  const most = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestEdits = most + 1;
  let compared = 0;
  for (const other of words) {
    compared += 1;
    if (compared > MOST_COMPARED) break;
    if (Math.abs(other.length - word.length) >= bestEdits && other.toLowerCase() !== word.toLowerCase()) continue;
    const edits = countEdits(word.toLowerCase(), other.toLowerCase(), bestEdits);
    if (edits < bestEdits || (edits === bestEdits && best !== undefined && other < best)) {
      bestEdits = edits;
      best = other;
    }
  }
  return best;
}

/** Levenshtein distance with swaps of neighbours (optimal string alignment), or something larger than `most`. */
function countEdits(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2] + 1);
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}
