import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import { ALWAYS, DESTINATION, decide, type Facts, NEVER, ORDER, residual, SERVICE, type Test, TRUE } from './condition';
import { type CostRule, EVERYTHING_BUT_LINE, type RuleSet } from './ruleSet';

/** What the rules say about sources for one destination, whatever the line. Index: source. Money in milli. */
export interface SourceRules {
  /** Place of the filter that says no in `rules.filters`, from 1; 0 = eligible. */
  readonly excludedBy: Uint16Array;
  readonly perShipment: Float64Array;
  readonly perLine: Float64Array;
  readonly perUnit: Float64Array;
}

/** @param metres node → metres; negative = unknown, which conditions read as absent (and `needsDistance` has ruled out) */
export function sourceRules(rules: RuleSet, index: NetworkIndex, facts: Facts, metres: Int32Array): SourceRules {
  const answer: SourceRules = {
    excludedBy: new Uint16Array(index.sources),
    perShipment: new Float64Array(index.sources),
    perLine: new Float64Array(index.sources),
    perUnit: new Float64Array(index.sources),
  };
  rules.filters.forEach(({ test, outWhen }, place) => {
    eachSource(test, outWhen, index, facts, metres, (source) => {
      if (answer.excludedBy[source] === 0) answer.excludedBy[source] = place + 1;
    });
  });
  for (const cost of rules.costs) addCost(cost, index, facts, metres, answer);
  const tierMilli = rules.nodeTierMilli;
  if (tierMilli !== null) {
    for (let source = 0; source < index.sources; source += 1)
      answer.perUnit[source] += tierMilli[index.sourceNode[source]];
  }
  return answer;
}

function addCost(cost: CostRule, index: NetworkIndex, facts: Facts, metres: Int32Array, answer: SourceRules): void {
  eachSource(cost.test ?? ALWAYS, true, index, facts, metres, (source) => {
    answer.perShipment[source] += cost.perShipment;
    answer.perLine[source] += cost.perLine;
    answer.perUnit[source] += perUnitMilli(cost, metres[index.sourceNode[source]]);
  });
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

/** Milli that one unit adds: the price per unit, and that per unit and kilometre, half-up. */
export function perUnitMilli(cost: CostRule, metres: number): number {
  if (cost.perUnitKm === 0 || metres <= 0) return cost.perUnit;
  const product = cost.perUnitKm * metres + 500;
  if (product > Number.MAX_SAFE_INTEGER) {
    throw new LimitError('perUnitKm', `rules.costs: "${cost.id}" over ${metres} m is more than exact numbers hold.`);
  }
  return cost.perUnit + (product - (product % 1000)) / 1000;
}

/** Makes the facts speak of a source. */
export function setSource(facts: Facts, index: NetworkIndex, metres: Int32Array, source: number): void {
  facts.node = index.sourceNode[source];
  facts.service = index.sourceService[source];
  const far = metres[facts.node];
  facts.distanceKm = far < 0 ? undefined : far / 1000;
}
