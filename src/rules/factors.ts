/** What the amounts of a cost rule are multiplied by: a curve over a quantity, or a caller's function. */
import type { NetworkIndex } from '../model/network';
import type { CostRule, OrderLine, RuleFunctions } from '../model/types';
import { timesOver } from '../model/units';
import type { Facts } from './condition';
import { costFunctionNamed, readerOf, splitField } from './fields';
import type { Asked, CallerFunctions } from './functions';

/** A factor of 1. Factors are integers of a millionth. */
export const ONE = 1_000_000;

/** Quantities that need more than node and destination. In thousandths; NaN: unknown. */
export interface Quantities {
  /** Share of the node's day that is taken. */
  readonly load: (node: number) => number;
  readonly orderValue: number;
  /** Of the line at a node, for a start (epoch ms). */
  readonly ofStock: (of: StockQuantity, node: number, line: OrderLine, start: number) => number;
}

export type StockQuantity = 'onHand' | 'available' | 'weeksOfSupply';

/** What a factor is read from. */
export interface FactorFacts {
  readonly facts: Facts;
  /** Negative: unknown. */
  readonly metres: number;
  readonly quantities: Quantities;
  readonly start: number;
}

export interface Factor {
  /** What changes it, beside node and destination: nothing (then it may be cached), the order, its lines, or stock at a start. */
  readonly changesWith: 'nothing' | 'order' | 'line' | 'stock';
  /** The caller's function is shown all of the destination. */
  readonly readsDestination: boolean;
  /** Millionths; NaN: not known, and then the pair is ineligible. `facts.node` says of which node. */
  readonly at: (about: FactorFacts) => number;
}

type Times = NonNullable<CostRule['times']>;
type CurveTimes = Extract<Times, { curve: unknown }>;

/** What `times` reads: `line.value` and the like are of a line. */
export function changesWith(times: CostRule['times'], functions: RuleFunctions): Factor['changesWith'] {
  if (times === undefined) return 'nothing';
  if ('function' in times)
    return costFunctionNamed(functions, times.function)?.reads === 'nodeLine' ? 'line' : 'nothing';
  if (times.of === 'load' || times.of === 'order.value') return 'order';
  if (isOfStock(times.of)) return 'stock';
  return times.of.startsWith('line.') ? 'line' : 'nothing';
}

function isOfStock(of: string): of is StockQuantity {
  return of === 'onHand' || of === 'available' || of === 'weeksOfSupply';
}

/** null: amounts are what they are. @throws InputError where a function of nodes gives no factor */
export function compileFactor({ times, id }: CostRule, index: NetworkIndex, functions: CallerFunctions): Factor | null {
  if (times === undefined) return null;
  const changes = changesWith(times, functions.given);
  if (!('function' in times)) return { changesWith: changes, readsDestination: false, at: curveOver(times, index) };
  const asked = functions.askFactor(times, id);
  return { changesWith: changes, readsDestination: asked.reads === 'nodeDestination', at: factorBy(asked) };
}

function curveOver({ of, shape, curve, missing }: CurveTimes, index: NetworkIndex): Factor['at'] {
  const x = Float64Array.from(curve, ([each]) => Math.round(each * 1000));
  const factor = Float64Array.from(curve, ([, each]) => Math.round(each * ONE));
  const unknown = missing === 'free' ? 0 : Number.NaN;
  const value = quantity(of, index);
  return (about) => {
    const at = value(about);
    return Number.isNaN(at) ? unknown : onCurve(x, factor, shape === 'linear', at);
  };
}

/** A quantity in thousandths, half-up; NaN: unknown. */
function quantity(of: string, { nodes }: NetworkIndex): (about: FactorFacts) => number {
  if (isOfStock(of)) {
    return ({ facts, quantities, start }) => quantities.ofStock(of, facts.node, facts.line as OrderLine, start);
  }
  switch (of) {
    case 'distanceKm':
      return ({ metres }) => (metres < 0 ? Number.NaN : metres);
    case 'load':
      return ({ facts, quantities }) => quantities.load(facts.node);
    case 'order.value':
      return ({ quantities }) => quantities.orderValue;
  }
  const { subject, name } = splitField(of);
  if (subject === 'line') {
    const read = readerOf(subject, name);
    return ({ facts }) => thousandths(read(facts.line));
  }
  const read = readerOf('node', name);
  const ofNode = Float64Array.from(nodes, (node) => thousandths(read(node)));
  return ({ facts }) => ofNode[facts.node];
}

/** Of numbers; whatever else stands there is no quantity. */
function thousandths(value: unknown): number {
  return typeof value === 'number' ? Math.round(value * 1000) : Number.NaN;
}

function onCurve(x: Float64Array, factor: Float64Array, isLinear: boolean, at: number): number {
  let last = 0;
  for (let end = x.length; end - last > 1; ) {
    const middle = (last + end) >> 1;
    if (x[middle] <= at) last = middle;
    else end = middle;
  }
  const next = last + 1;
  if (!isLinear || at <= x[last] || next === x.length) return factor[last];
  return factor[last] + timesOver(factor[next] - factor[last], at - x[last], x[next] - x[last]);
}

/** In millionths, half-up. */
function factorBy(asked: Asked): Factor['at'] {
  const millionths = (factor: number) => Math.round(factor * ONE);
  switch (asked.reads) {
    case 'node':
      return ({ facts }) => millionths(asked.of(facts.node));
    case 'nodeDestination':
      return ({ facts }) => millionths(asked.of(facts.node, facts.destination));
    case 'nodeLine':
      return ({ facts }) => millionths(asked.of(facts.node, facts.line as OrderLine));
  }
}
