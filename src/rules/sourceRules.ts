import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import { timesOver } from '../model/units';
import { ALWAYS, DESTINATION, decide, type Facts, NEVER, ORDER, residual, SERVICE, type Test, TRUE } from './condition';
import { ONE, type Quantities } from './factors';
import { type CostRule, EVERYTHING_BUT_LINE, type RuleSet } from './ruleSet';

/** What the rules say about sources for one destination, whatever the line. Index: source. Money in milli. */
export interface SourceRules {
  /** Place of the filter that says no in `rules.filters`, from 1; 0 = eligible. */
  readonly excludedBy: Uint16Array;
  /** Place of the cost rule whose factor is not known in `rules.costs`, from 1; 0 = none. null: no cost rule has a factor. */
  readonly unpricedBy: Uint16Array | null;
  readonly perShipment: Float64Array;
  readonly perLine: Float64Array;
  readonly perUnit: Float64Array;
}

/** @param metres node → metres; negative = unknown, which conditions read as absent (and `needsDistance` has ruled out) */
export function sourceRules(rules: RuleSet, index: NetworkIndex, facts: Facts, metres: Int32Array): SourceRules {
  const answer: SourceRules = {
    excludedBy: new Uint16Array(index.sources),
    unpricedBy: rules.costs.some(({ factor }) => factor !== null) ? new Uint16Array(index.sources) : null,
    perShipment: new Float64Array(index.sources),
    perLine: new Float64Array(index.sources),
    perUnit: new Float64Array(index.sources),
  };
  rules.filters.forEach(({ test, outWhen }, place) => {
    eachSource(test, outWhen, index, facts, metres, (source) => {
      if (answer.excludedBy[source] === 0) answer.excludedBy[source] = place + 1;
    });
  });
  rules.costs.forEach((cost, place) => {
    eachPriced(cost, index, facts, metres, NO_QUANTITIES, (source, amounts) => {
      if (amounts !== undefined) addAmounts(answer, source, amounts);
      else if (answer.unpricedBy !== null) answer.unpricedBy[source] = place + 1;
    });
  });
  const tierMilli = rules.nodeTierMilli;
  if (tierMilli !== null) {
    for (let source = 0; source < index.sources; source += 1)
      answer.perUnit[source] += tierMilli[index.sourceNode[source]];
  }
  return answer;
}

/** Calls back for every source for which the test gives this answer. Decided once per node where services make no difference. */
function eachSource(
  test: Test,
  wanted: boolean,
  index: NetworkIndex,
  facts: Facts,
  metres: Int32Array,
  take: (source: number) => void,
): void {
  const rest = residual(test, facts, ORDER | DESTINATION);
  if (rest === (wanted ? NEVER : ALWAYS)) return;
  const readsService = (rest.scope & SERVICE) !== 0;
  const { nodeSourceStart } = index;
  for (let node = 0; node + 1 < nodeSourceStart.length; node += 1) {
    const end = nodeSourceStart[node + 1];
    let isWanted = false;
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (readsService || source === nodeSourceStart[node]) {
        setSource(facts, index, metres, source);
        isWanted = (decide(rest, facts, EVERYTHING_BUT_LINE) === TRUE) === wanted;
      }
      if (isWanted) take(source);
    }
  }
}

/** What a cost rule charges at a pair. Milli. */
export interface Amounts {
  readonly perShipment: number;
  readonly perLine: number;
  readonly perUnit: number;
}

/** Columns that prices are added to. Index: source. */
type PriceColumns = { readonly [Column in keyof Amounts]: Float64Array };

export function addAmounts(columns: PriceColumns, source: number, { perShipment, perLine, perUnit }: Amounts): void {
  columns.perShipment[source] += perShipment;
  columns.perLine[source] += perLine;
  columns.perUnit[source] += perUnit;
}

/** Of what may be cached, nothing reads them. */
const NO_QUANTITIES: Quantities = { load: () => Number.NaN, orderValue: Number.NaN, ofStock: () => Number.NaN };

/** Every source at which a rule that does not read the line holds, with what it charges there; undefined: that is not known. */
export function eachPriced(
  cost: CostRule,
  index: NetworkIndex,
  facts: Facts,
  metres: Int32Array,
  quantities: Quantities,
  take: (source: number, amounts: Amounts | undefined) => void,
): void {
  eachSource(cost.test ?? ALWAYS, true, index, facts, metres, (source) => {
    facts.node = index.sourceNode[source];
    take(source, amountsAt(cost, facts, metres[facts.node], quantities, Number.NaN));
  });
}

/**
 * What a rule that holds charges at the node that the facts speak of; undefined: its factor is not known.
 * @param metres negative: unknown; @param start epoch ms, of rules that read the stock
 */
export function amountsAt(
  cost: CostRule,
  facts: Facts,
  metres: number,
  quantities: Quantities,
  start: number,
): Amounts | undefined {
  const { perShipment, perLine } = cost;
  if (cost.factor === null) {
    return cost.perUnitKm === 0 ? cost : { perShipment, perLine, perUnit: perUnitMilli(cost, metres, ONE) };
  }
  const factor = cost.factor.at({ facts, metres, quantities, start });
  if (Number.isNaN(factor)) return undefined;
  return {
    perShipment: timesOver(perShipment, factor, ONE),
    perLine: timesOver(perLine, factor, ONE),
    perUnit: perUnitMilli(cost, metres, factor),
  };
}

/** Milli that one unit adds: the price per unit, and that per unit and kilometre, each × the factor and half-up. */
function perUnitMilli(cost: CostRule, metres: number, factor: number): number {
  const perUnit = factor === ONE ? cost.perUnit : timesOver(cost.perUnit, factor, ONE);
  if (cost.perUnitKm === 0 || metres <= 0) return perUnit;
  const product = cost.perUnitKm * metres;
  if (product > Number.MAX_SAFE_INTEGER) {
    throw new LimitError('perUnitKm', `rules.costs: "${cost.id}" over ${metres} m is more than exact numbers hold.`);
  }
  return perUnit + timesOver(product, factor, 1000 * ONE);
}

/** Makes the facts speak of a source. */
export function setSource(facts: Facts, index: NetworkIndex, metres: Int32Array, source: number): void {
  facts.node = index.sourceNode[source];
  facts.service = index.sourceService[source];
  const far = metres[facts.node];
  facts.distanceKm = far < 0 ? undefined : far / 1000;
}
