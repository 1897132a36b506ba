/**
 * Conditions as formulas that can be combined: `not` is pushed down to the tests, what reads only nodes (or only services) is the set of
 * those that meet it, and every other test stands for itself.
 */
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import { ConditionCompiler, decide, type Facts, NODE, SERVICE, type Test, TRUE } from '../rules/condition';
import { type Bits, bitsOf, both, either, except } from './bits';

export type FieldTest = Extract<Condition, { field: string }>;

export type Formula =
  | { readonly kind: 'nodes' | 'services'; readonly bits: Bits }
  /** A test of order, line, destination or distance, or that it does not hold. */
  | { readonly kind: 'field'; readonly field: string; readonly test: FieldTest; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] }
  /** What is not understood: it may hold or not. */
  | { readonly kind: 'open' };

export const ALWAYS: Formula = { kind: 'all', parts: [] };

/** Operators whose answer is known for every value. */
const OPERATORS = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'notIn', 'prefix', 'contains', 'exists']);

export class Formulas {
  readonly #compiler: ConditionCompiler;
  readonly #known = new Map<string, Formula>();
  readonly everyNode: Bits;
  readonly everyService: Bits;

  constructor(readonly index: NetworkIndex) {
    this.everyNode = bitsOf(index.nodes.length, () => true);
    this.everyService = bitsOf(index.services.length, () => true);
    this.#compiler = new ConditionCompiler(index);
  }

  /** @throws LimitError where nodes × tests of nodes are too many */
  of(condition: Condition): Formula {
    if ('all' in condition) return this.#group('all', condition.all);
    if ('any' in condition) return this.#group('any', condition.any);
    if ('not' in condition) return this.not(this.of(condition.not));
    return this.#test(condition);
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
    if (!OPERATORS.has(test.op)) return { kind: 'open' };
    const kind = field.startsWith('node.') ? 'nodes' : field.startsWith('service.') ? 'services' : undefined;
    if (kind === undefined) return { kind: 'field', field, test, holds: true };
    const key = JSON.stringify([field, test.op, test.value]);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { kind, bits: this.#answers(kind, this.#compiler.compile(test)) };
      this.#known.set(key, known);
    }
    return known;
  }

  #answers(kind: 'nodes' | 'services', test: Test): Bits {
    const facts = { node: 0, service: 0 } as Facts;
    if (kind === 'nodes') {
      return bitsOf(this.index.nodes.length, (node) => {
        facts.node = node;
        return decide(test, facts, NODE) === TRUE;
      });
    }
    return bitsOf(this.index.services.length, (service) => {
      facts.service = service;
      return decide(test, facts, SERVICE) === TRUE;
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

/** Fields that are tested, and `service`. */
export function readsOf(formula: Formula, into = new Set<string>()): Set<string> {
  if (formula.kind === 'field') into.add(formula.field);
  else if (formula.kind === 'services') into.add('service');
  else if (formula.kind === 'all' || formula.kind === 'any') for (const part of formula.parts) readsOf(part, into);
  return into;
}
