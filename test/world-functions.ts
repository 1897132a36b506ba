/** Functions that conditions of random worlds name: of each kind, with and without params. */
import type { Condition, ConditionFunction, RuleFunctions, RulesInput } from '../src/model/types';
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

export const WORLD_FUNCTIONS = { conditions: { scored, isDomestic, isOdd } } satisfies RuleFunctions;

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
  ];
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
