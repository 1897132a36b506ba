/** Words in conditions that nothing in the network has: ids of nodes, attributes, kinds, groups, places, carriers, capabilities. */

import { maybe, type Path, show } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import type { FieldTest } from './engineTests';
import type { FindingList } from './findings';

const NOUNS: Readonly<Record<string, string>> = {
  'node.id': 'node',
  'node.kind': 'node of that kind',
  'node.country': 'node in that country',
  'node.region': 'node in that region',
  'node.groups': 'node of that group',
  'node.capabilities': 'node with that capability',
  'service.id': 'service',
  'service.carrier': 'service of that carrier',
};
const NODE_ATTRIBUTE = 'node.attributes.';
const OPERATORS = new Set(['eq', 'ne', 'in', 'notIn', 'contains']);
/** Comparing words takes time: so many hints are enough for anyone. */
const MOST_HINTS = 50;

export class Words {
  readonly #known = new Map<string, Set<unknown>>();
  /** Of nodes: what lines and orders may have is not known here. */
  readonly #attributes: ReadonlySet<string>;
  #hints = MOST_HINTS;

  constructor(
    readonly index: NetworkIndex,
    readonly findings: FindingList,
  ) {
    this.#attributes = new Set(index.nodes.flatMap(({ attributes = {} }) => Object.keys(attributes)));
  }

  check(condition: Condition, path: Path, rule: string | null): void {
    if ('field' in condition) this.#checkTest(condition, path, rule);
    if ('not' in condition) this.check(condition.not, [...path, 'not'], rule);
    if ('all' in condition) this.#checkEach(condition.all, [...path, 'all'], rule);
    if ('any' in condition) this.#checkEach(condition.any, [...path, 'any'], rule);
  }

  #checkEach(conditions: readonly Condition[], path: Path, rule: string | null): void {
    conditions.forEach((each, place) => {
      this.check(each, [...path, place], rule);
    });
  }

  /** @param level of a delivery price */
  checkLevel(level: string, path: Path): void {
    const { levels } = this.index;
    if (levels.has(level)) return;
    this.#unknown('unknown-value', path, null, level, 'there is no service of that level', [...levels.keys()]);
  }

  #checkTest(test: FieldTest, path: Path, rule: string | null): void {
    const { field, op, value } = test;
    const attribute = field.startsWith(NODE_ATTRIBUTE) ? field.slice(NODE_ATTRIBUTE.length) : undefined;
    if (attribute !== undefined && !this.#attributes.has(attribute)) {
      const at = [...path, 'field'];
      this.#unknown('unknown-attribute', at, rule, attribute, 'no node has that attribute', this.#attributes);
    }
    const noun = Object.hasOwn(NOUNS, field) ? NOUNS[field] : undefined;
    if (noun === undefined || value === undefined || !OPERATORS.has(op)) return;
    const code = field === 'node.id' ? 'unknown-node' : 'unknown-value';
    const words = this.#wordsOf(field);
    const says = `there is no ${noun}`;
    if (!Array.isArray(value)) {
      if (!words.has(value)) this.#unknown(code, [...path, 'value'], rule, value, says, words);
      return;
    }
    value.forEach((each, place) => {
      if (!words.has(each)) this.#unknown(code, [...path, 'value', place], rule, each, says, words);
    });
  }

  #unknown(
    code: 'unknown-node' | 'unknown-attribute' | 'unknown-value',
    path: Path,
    rule: string | null,
    word: unknown,
    says: string,
    words: Iterable<unknown>,
  ): void {
    this.#hints -= 1;
    const hint = this.#hints < 0 ? '' : textOf(maybe(word, [...words].filter(isText)));
    this.findings.add(code, path, rule, `${show(word)}: ${says}${hint}`, { word: String(word) });
  }

  #wordsOf(field: string): Set<unknown> {
    let known = this.#known.get(field);
    if (known === undefined) {
      const [subject, name] = field.split('.');
      const things: readonly object[] = subject === 'node' ? this.index.nodes : this.index.services;
      known = new Set(things.flatMap((thing) => ((thing as Readonly<Record<string, unknown>>)[name] ?? []) as unknown));
      this.#known.set(field, known);
    }
    return known;
  }
}

function isText(word: unknown): word is string {
  return typeof word === 'string';
}

/** ` (Maybe "dc-1"?)`, or nothing. */
function textOf(hint: ReturnType<typeof maybe>): string {
  const text = typeof hint === 'string' ? hint : hint();
  return text === '' ? '' : ` (${text})`;
}
