import { isList, type Op, type Scalar, type Value } from './comparison';

/**
 * Which nodes have a word: for tests that look for the words of an order or line at every node, of which most have none. Only the few that
 * have them are looked at then.
 */
export class NodeWords {
  readonly #nodesOf = new Map<Scalar, number[]>();

  /** @param values of the field, by node; @param listsOnly single words count for nothing */
  constructor(values: readonly (Value | undefined)[], listsOnly: boolean) {
    values.forEach((value, node) => {
      if (value === undefined) return;
      if (isList(value)) for (const word of value) this.#add(word, node);
      else if (!listsOnly) this.#add(value, node);
    });
  }

  #add(word: Scalar, node: number): void {
    const nodes = this.#nodesOf.get(word);
    if (nodes === undefined) this.#nodesOf.set(word, [node]);
    else nodes.push(node);
  }

  /** Nodes with one of the words. */
  with(words: Iterable<Scalar>): ReadonlySet<number> {
    const found = new Set<number>();
    for (const word of words) for (const node of this.#nodesOf.get(word) ?? []) found.add(node);
    return found;
  }
}

/** How a test's answer for all nodes follows from what the other field says. */
export interface WordTest {
  readonly listsOnly: boolean;
  readonly isNegated: boolean;
  /** The words that a node must have one of. */
  readonly wordsIn: (value: Value | undefined) => Iterable<Scalar>;
}

const NONE: readonly Scalar[] = [];
const oneWord = (value: Value | undefined) => (value === undefined || isList(value) ? NONE : [value]);
const listed = (value: Value | undefined) => (value !== undefined && isList(value) ? value : NONE);
const oneOrListed = (value: Value | undefined) => (value === undefined ? NONE : isList(value) ? value : [value]);

/** undefined: words do not decide it. @param isField the node has the test's field, not the one that it is compared with */
export function wordTest(op: Op, isField: boolean): WordTest | undefined {
  const isNegated = op === 'ne' || op === 'notIn';
  if (op === 'in' || op === 'notIn') return { listsOnly: !isField, isNegated, wordsIn: isField ? listed : oneOrListed };
  if (!isField) return undefined;
  if (op === 'eq' || op === 'ne') return { listsOnly: false, isNegated, wordsIn: oneWord };
  return op === 'contains' ? { listsOnly: true, isNegated, wordsIn: oneWord } : undefined;
}
