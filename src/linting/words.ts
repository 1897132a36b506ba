/** Words in conditions that nothing in the network has: ids of nodes, attributes, kinds, groups, places, carriers, capabilities. */

import { maybe, type Path, show } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import { read } from '../rules/condition';
import type { FindingList } from './findings';
import type { FieldTest } from './formula';

/** Names of attributes that lines and orders may have. Absent: any. */
export interface DeclaredAttributes {
  readonly line?: readonly string[];
  readonly order?: readonly string[];
}

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
const OPERATORS = new Set(['eq', 'ne', 'in', 'notIn', 'contains']);
/** Comparing words takes time: so many hints are enough for anyone. */
const MOST_HINTS = 50;

export class Words {
  readonly #known = new Map<string, Set<unknown>>();
  readonly #attributes: Readonly<Record<string, ReadonlySet<string> | undefined>>;
  #hints = MOST_HINTS;

  constructor(
    readonly index: NetworkIndex,
    declared: DeclaredAttributes,
    readonly findings: FindingList,
  ) {
    this.#attributes = {
      node: new Set(index.nodes.flatMap(({ attributes = {} }) => Object.keys(attributes))),
      line: declared.line && new Set(declared.line),
      order: declared.order && new Set(declared.order),
    };
  }

  check(condition: Condition, path: Path, rule: string | null): void {
    if ('field' in condition) this.#checkTest(condition, path, rule);
    else if ('not' in condition) this.check(condition.not, [...path, 'not'], rule);
    else {
      const kind = 'all' in condition ? 'all' : 'any';
      const group = 'all' in condition ? condition.all : condition.any;
      group.forEach((each, place) => {
        this.check(each, [...path, kind, place], rule);
      });
    }
  }

  /** @param level of a delivery price */
  checkLevel(level: string, path: Path): void {
    const { levels } = this.index;
    if (levels.has(level)) return;
    this.#unknown('unknown-value', path, null, level, 'there is no service of that level', [...levels.keys()]);
  }

  #checkTest(test: FieldTest, path: Path, rule: string | null): void {
    const { field, op, value } = test;
    const [subject, attribute] = attributeIn(field);
    const attributes = this.#attributes[subject];
    if (attribute !== undefined && attributes !== undefined && !attributes.has(attribute)) {
      const says = subject === 'node' ? 'no node has that attribute' : `no such attribute of a ${subject} is declared`;
      this.#unknown('unknown-attribute', [...path, 'field'], rule, attribute, says, [...attributes]);
    }
    const noun = Object.hasOwn(NOUNS, field) ? NOUNS[field] : undefined;
    if (noun === undefined || !OPERATORS.has(op)) return;
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
      known = new Set(things.flatMap((thing) => (read(thing, name) ?? []) as unknown));
      this.#known.set(field, known);
    }
    return known;
  }
}

function attributeIn(field: string): [subject: string, name: string | undefined] {
  const [subject] = field.split('.', 1);
  const start = `${subject}.attributes.`;
  return [subject, field.startsWith(start) ? field.slice(start.length) : undefined];
}

function isText(word: unknown): word is string {
  return typeof word === 'string';
}

/** ` (Maybe "dc-1"?)`, or nothing. */
function textOf(hint: ReturnType<typeof maybe>): string {
  const text = typeof hint === 'string' ? hint : hint();
  return text === '' ? '' : ` (${text})`;
}
