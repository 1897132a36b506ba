/**
 * Conditions as formulas that can be combined: `not` is pushed down to the tests, what reads only nodes (or only services) is the set of
 * those that meet it, and every other test stands for itself.
 */
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import type { Facts } from '../rules/condition';
import { type Bits, bitsOf, both, either, except } from './bits';
import { EngineTests, type FieldTest } from './engineTests';

export type Formula =
  | { readonly kind: 'nodes' | 'services'; readonly bits: Bits }
  /** A test of order, line, destination or distance, or that it does not hold. */
  | { readonly kind: 'field'; readonly field: string; readonly test: FieldTest; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] }
  /** What is not understood: it may hold or not. */
  | { readonly kind: 'open' };

export const ALWAYS: Formula = { kind: 'all', parts: [] };

/** Operators that tell values apart only at those that the test names, or by a prefix. */
const OPERATORS = new Set([
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'between',
  'in',
  'notIn',
  'prefix',
  'contains',
  'exists',
]);

export class Formulas {
  readonly engine: EngineTests;
  readonly #known = new Map<string, Formula>();
  readonly everyNode: Bits;
  readonly everyService: Bits;

  constructor(readonly index: NetworkIndex) {
    this.everyNode = bitsOf(index.nodes.length, () => true);
    this.everyService = bitsOf(index.services.length, () => true);
    this.engine = new EngineTests(index);
  }

  /** @throws LimitError where nodes × tests of nodes are too many */
  of(condition: Condition): Formula {
    if ('all' in condition) return this.#group('all', condition.all);
    if ('any' in condition) return this.#group('any', condition.any);
    if ('not' in condition) return this.not(this.of(condition.not));
    return 'field' in condition ? this.#test(condition) : { kind: 'open' };
  }

  not(formula: Formula): Formula {
    switch (formula.kind) {
      case 'nodes':
        return { kind: 'nodes', bits: except(this.everyNode, formula.bits) };
      case 'services':
        return { kind: 'services', bits: except(this.everyService, formula.bits) };
      case 'field':
        return { ...formula, holds: !formula.holds };
      case 'open':
        return formula;
      default:
        return group(
          formula.kind === 'all' ? 'any' : 'all',
          formula.parts.map((part) => this.not(part)),
        );
    }
  }

  #group(kind: 'all' | 'any', conditions: readonly Condition[]): Formula {
    return group(
      kind,
      conditions.map((condition) => this.of(condition)),
    );
  }

  #test(test: FieldTest): Formula {
    const { field } = test;
    // Some tests read a second field in the value's place.
    const isOneField = test.value !== undefined;
    const kind = field.startsWith('node.') ? 'nodes' : field.startsWith('service.') ? 'services' : undefined;
    if (!isOneField || (kind === undefined && !OPERATORS.has(test.op))) return { kind: 'open' };
    if (kind === undefined) return { kind: 'field', field, test, holds: true };
    const key = JSON.stringify(test);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { kind, bits: this.#answers(kind, test) };
      this.#known.set(key, known);
    }
    return known;
  }

  #answers(kind: 'nodes' | 'services', test: FieldTest): Bits {
    const [things, part] =
      kind === 'nodes' ? [this.index.nodes, 'node' as const] : [this.index.services, 'service' as const];
    const facts = { node: 0, service: 0 } as Facts;
    return bitsOf(things.length, (place) => {
      facts[part] = place;
      return this.engine.holds(test, facts);
    });
  }
}

/** Flat, with one set of nodes and one of services at most. */
export function group(kind: 'all' | 'any', formulas: readonly Formula[]): Formula {
  const joined = new Map<'nodes' | 'services', Bits>();
  const parts: Formula[] = [];
  const add = (part: Formula): void => {
    if (part.kind === kind) for (const each of part.parts) add(each);
    else if (part.kind === 'nodes' || part.kind === 'services') {
      const known = joined.get(part.kind);
      const join = kind === 'all' ? both : either;
      joined.set(part.kind, known === undefined ? part.bits : join(known, part.bits));
    } else parts.push(part);
  };
  for (const formula of formulas) add(formula);
  const sets = [...joined].map(([what, bits]) => ({ kind: what, bits }));
  const all = [...sets, ...parts];
  return all.length === 1 ? all[0] : { kind, parts: all };
}

/** The nodes for which a formula may hold, by its nodes alone; null: all. Perhaps some too many. */
export function nodesOf(formula: Formula): Bits | null {
  if (formula.kind === 'nodes') return formula.bits;
  if (formula.kind !== 'all' && formula.kind !== 'any') return null;
  const parts = formula.parts.map(nodesOf);
  if (formula.kind === 'any') {
    return parts.length === 0 || parts.includes(null) ? null : (parts as Bits[]).reduce(either);
  }
  const sets = parts.filter((part) => part !== null);
  return sets.length === 0 ? null : sets.reduce(both);
}

/** Nodes for which a formula holds whatever else is, by its nodes alone; null: none. Perhaps some too few. */
export function surelyOf(formula: Formula): Bits | null {
  if (formula.kind === 'nodes') return formula.bits;
  if ((formula.kind !== 'all' && formula.kind !== 'any') || formula.parts.length === 0) return null;
  const parts = formula.parts.map(surelyOf);
  const sets = parts.filter((part) => part !== null);
  if (formula.kind === 'any') return sets.length === 0 ? null : sets.reduce(either);
  return sets.length < parts.length ? null : sets.reduce(both);
}

/** It may read the distance, so that pairs whose distance is unknown are out. */
export function mayReadDistance(reads: ReadonlySet<string>): boolean {
  return reads.has('distanceKm') || reads.has('open');
}

/** Fields that are tested, `service`, and `open` for what is not understood. */
export function readsOf(formula: Formula, into = new Set<string>()): Set<string> {
  if (formula.kind === 'field') into.add(formula.field);
  else if (formula.kind === 'services') into.add('service');
  else if (formula.kind === 'open') into.add('open');
  else if (formula.kind === 'all' || formula.kind === 'any') for (const part of formula.parts) readsOf(part, into);
  return into;
}
