/**
 * Prices by quantity, credits, protected stock and stock of channels in random worlds. Drawn after everything else, so that the rest of a
 * world is as it was.
 */
import type { CostRuleInput, RulesInput } from '../src/model/types';
import type { Draw } from './world-draw';
import type { World } from './worlds';

type Rules = World['rules'];
type Conditions = (draw: Draw, subjects: readonly string[]) => NonNullable<CostRuleInput['when']>;

const CREDITS = [-25, -10, -10, -5, -0.125];
/** Of the source: such prices may be per shipment. */
const OF_SOURCES = ['distanceKm', 'load', 'order.value', 'node.attributes.score'];
const OF_LINES = [
  'onHand',
  'available',
  'weeksOfSupply',
  'line.value',
  'line.weightGrams',
  'line.attributes.rank',
  'line.attributes.class',
];
const X: { [of: string]: number[] } = {
  distanceKm: [0, 0.999, 1, 5, 20, 400, 5000],
  load: [0, 0.25, 0.334, 0.5, 0.667, 1],
  'order.value': [0, 100, 333, 700, 1500],
  'line.value': [0, 99, 100, 333],
  'line.weightGrams': [0, 100, 499, 500, 1500],
  weeksOfSupply: [0, 0.5, 1, 1.5, 3, 10],
};
const FEW = [-1, 0, 1, 2, 3, 4.5, 6];
const FACTORS = [0, 0.25, 0.333_333, 0.5, 1, 1, 2, 3];

/** @param rules whether the world's rules may change */
export function addPrices(draw: Draw, world: World, rules: boolean, condition: Conditions): void {
  for (const position of world.inventory) {
    Object.assign(
      position,
      draw.maybe(50, () => ({ weeklyDemand: draw.pick([0, 0.5, 1, 2, 3.333]) })),
    );
  }
  if (draw.chance(12)) addAllocations(draw, world);
  if (!rules) return;
  if (draw.chance(10)) world.rules.protection = makeProtection(draw, condition);
  if (draw.chance(35)) addTimes(draw, world.rules, condition);
  if (draw.chance(30)) addCredits(draw, world.rules, condition);
}

function addAllocations(draw: Draw, { inventory }: World): void {
  for (const position of inventory) {
    const channels = draw.subset(['web', 'shop', 'b2b'], 35);
    if (channels.length > 0)
      position.allocations = channels.map((channel) => ({ channel, units: draw.pick([1, 1, 2, 3]) }));
  }
}

function makeProtection(draw: Draw, condition: Conditions): NonNullable<RulesInput['protection']> {
  const subjects = ['node.', 'order.', 'destination.', 'line.sku', 'line.attributes'];
  return Array.from({ length: draw.int(1, 2) }, (_, place) => {
    const by = draw.int(1, 3);
    return {
      id: `protection-${place}`,
      ...draw.maybe(65, () => ({ when: condition(draw, subjects) })),
      ...(by === 2 ? {} : { keepUnits: draw.pick([0, 1, 1, 2, 3]) }),
      ...(by === 1 ? {} : { keepPercent: draw.pick([0, 10, 33.333, 50, 100]) }),
    };
  });
}

function makeTimes(draw: Draw, of: string): NonNullable<CostRuleInput['times']> {
  const x = X[of] ?? FEW;
  const points = draw.sample(x, draw.int(1, Math.min(4, x.length))).sort((a, b) => a - b);
  return {
    of,
    shape: draw.pick(['steps', 'linear'] as const),
    curve: points.map((at) => [at, draw.pick(FACTORS)] as [number, number]),
    ...draw.maybe(85, () => ({ missing: draw.pick(['free', 'free', 'ineligible'] as const) })),
  };
}

const ANYWHERE = ['node.', 'service.', 'order.', 'destination.', 'distanceKm'];

/** Factors for some of the rules that are there, and rules of their own. */
function addTimes(draw: Draw, rules: Rules, condition: Conditions): void {
  const costs = rules.costs ?? [];
  for (const cost of costs) {
    const isOfShipment = cost.perShipment !== undefined;
    if (draw.chance(60))
      cost.times = makeTimes(draw, draw.pick(isOfShipment ? OF_SOURCES : [...OF_SOURCES, ...OF_LINES]));
  }
  const more = Array.from({ length: draw.int(1, 3) }, (_, place): CostRuleInput => {
    const isOfShipment = draw.chance(40);
    const subjects = isOfShipment ? ANYWHERE : [...ANYWHERE, 'line.'];
    return {
      id: `priced-${place}`,
      ...draw.maybe(40, () => ({ when: condition(draw, subjects) })),
      ...(isOfShipment ? { perShipment: draw.pick([1, 2.5, 10]) } : {}),
      ...draw.maybe(30, () => ({ perLine: draw.pick([0.125, 1, 10]) })),
      ...draw.maybe(70, () => ({ perUnit: draw.pick([0.001, 0.125, 1, 10, 25]) })),
      ...draw.maybe(15, () => ({ perUnitKm: draw.pick([0.001, 0.005, 1]) })),
      times: makeTimes(draw, draw.pick(isOfShipment ? OF_SOURCES : [...OF_SOURCES, ...OF_LINES])),
    };
  });
  rules.costs = [...costs, ...more];
}

/** Units below zero, in a rule of its own, in rules with a factor, in tables. */
function addCredits(draw: Draw, rules: Rules, condition: Conditions): void {
  for (const cost of rules.costs ?? []) if (draw.chance(25)) cost.perUnit = draw.pick(CREDITS);
  for (const table of rules.costTables ?? []) {
    table.perUnit = table.perUnit.map((row) =>
      row.map((price) => (price !== null && draw.chance(40) ? draw.pick(CREDITS) : price)),
    );
  }
  if (draw.chance(60)) {
    const credit = { id: 'credit', perUnit: draw.pick(CREDITS) };
    const when = draw.maybe(75, () => ({ when: condition(draw, [...ANYWHERE, 'line.']) }));
    rules.costs = [...(rules.costs ?? []), { ...credit, ...when }];
  }
}
