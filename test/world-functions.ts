/** Functions that conditions and cost rules of random worlds name: of each kind, with and without params. */
import type {
  Condition,
  ConditionFunction,
  CostFunction,
  CostRuleInput,
  RuleFunctions,
  RulesInput,
} from '../src/model/types';
import type { Draw } from './world-draw';

const scored: ConditionFunction<number> = {
  reads: 'node',
  params: (given) => {
    if (typeof given !== 'object' || given === null || !('least' in given)) throw new Error('wants { least }');
    return Number(given.least);
  },
  test: ({ node }, least) => Number(node.attributes?.score ?? 0) >= least,
};

const isDomestic: ConditionFunction = {
  reads: 'nodeDestination',
  test: ({ node, destination }) => node.country === destination.country,
};

const isOdd: ConditionFunction = {
  reads: 'nodeLine',
  test: ({ node, line }) => (node.id.length + line.sku.length + line.quantity) % 2 === 1,
};

const byScore: CostFunction<number> = {
  reads: 'node',
  params: (given) => Number((given as { readonly each: number }).each),
  factor: ({ node }, each) => Math.max(0, Number(node.attributes?.score ?? 0)) * each,
};

const abroad: CostFunction = {
  reads: 'nodeDestination',
  factor: ({ node, destination }) => (node.country === destination.country ? 1 / 3 : 2.5),
};

const crowded: CostFunction = {
  reads: 'nodeLine',
  factor: ({ node, line }) => (node.id.length + line.quantity) / 7,
};

export const WORLD_FUNCTIONS = {
  conditions: { scored, isDomestic, isOdd },
  costs: { byScore, abroad, crowded },
} satisfies RuleFunctions;

/** Puts functions into filters and costs: alone, or beside what is there. */
export function nameFunctions(draw: Draw, rules: RulesInput): void {
  rules.filters = [
    ...(rules.filters ?? []).map(({ id, exclude, require }) =>
      exclude === undefined
        ? { id, require: mixed(draw, require as Condition, true) }
        : { id, exclude: mixed(draw, exclude, true) },
    ),
    ...(draw.chance(40) ? [{ id: 'by function', exclude: drawFunction(draw, true) }] : []),
  ];
  rules.costs = [
    ...(rules.costs ?? []).map((cost) =>
      cost.when === undefined ? cost : { ...cost, when: mixed(draw, cost.when, cost.perShipment === undefined) },
    ),
    { id: 'priced by function', when: drawFunction(draw, true), perUnit: draw.int(1, 20) },
    ...(draw.chance(60) ? [multiplied(draw)] : []),
  ];
}

function multiplied(draw: Draw): CostRuleInput {
  const times = draw.pick([
    { function: 'byScore', params: { each: draw.pick([0, 0.25, 1 / 3]) } },
    { function: 'abroad' },
    { function: 'crowded' },
  ]);
  const opening = times.function === 'crowded' ? {} : { perShipment: draw.int(0, 9) };
  return { id: 'times function', times, ...opening, perLine: draw.int(0, 3), perUnit: draw.pick([-0.125, 1, 10]) };
}

function mixed(draw: Draw, condition: Condition, mayReadLine: boolean): Condition {
  const asked = drawFunction(draw, mayReadLine);
  return draw.chance(50) ? { all: [condition, asked] } : { any: [asked, condition] };
}

function drawFunction(draw: Draw, mayReadLine: boolean): Condition {
  const functions: Condition[] = [
    { function: 'scored', params: { least: draw.int(0, 2) } },
    { function: 'isDomestic' },
    ...(mayReadLine ? [{ function: 'isOdd' }] : []),
  ];
  const asked = draw.pick(functions);
  return draw.chance(30) ? { not: asked } : asked;
}
