/** Objectives beyond plain lists of goals, for the random worlds: presets, weights, tolerances, `balance`. */
import type { RulesInput } from '../src/model/types';
import type { Draw } from './world-draw';
import type { World } from './worlds';

type Level = Exclude<NonNullable<RulesInput['objective']>, string>[number];

const SUMS = ['unfilled', 'lateness', 'shipments', 'priority', 'unitDistance', 'shipmentDistance', 'cost'] as const;

/** Another objective, in some worlds. */
export function addGoals(draw: Draw, world: World): void {
  if (!draw.chance(25)) return;
  const hard = world.rules.tiers?.mode === 'hard';
  const isLimited = world.network.nodes.some(
    ({ capacityUnits, capacityPerDay }) => (capacityUnits ?? capacityPerDay?.units) !== undefined,
  );
  if (draw.chance(20)) {
    const presets = [
      'onTime',
      'fewestShipments',
      'nearest',
      'priority',
      ...(hard ? [] : ['cheapest' as const]),
    ] as const;
    world.rules.objective = isLimited && draw.chance(50) ? 'balanced' : draw.pick(presets);
    return;
  }
  const sums = world.rules.tiers === undefined ? SUMS : [...SUMS, 'tier' as const];
  const levels: Level[] = draw.sample(sums, draw.int(2, 3)).map((goal) => ({ goal }));
  if (draw.chance(45)) levels[draw.int(0, levels.length - 1)] = { weights: makeWeights(draw, sums) };
  if (isLimited && draw.chance(50)) levels.splice(draw.int(0, levels.length), 0, { goal: 'balance' });
  if (hard && levels[0].goal === 'cost') levels.reverse();
  if (draw.chance(65)) {
    const level = levels[draw.int(0, levels.length - 2)];
    level.tolerance = makeTolerance(draw, level);
  }
  world.rules.objective = levels;
}

function makeWeights(
  draw: Draw,
  sums: readonly (typeof SUMS)[number][] | readonly string[],
): NonNullable<Level['weights']> {
  const goals = draw.sample(sums as typeof SUMS, draw.int(2, 3));
  return goals.map((goal) => ({ goal, weight: draw.pick([0.001, 0.5, 1, 2.125, 1000]) }));
}

function makeTolerance(draw: Draw, { goal = 'cost' }: Level): NonNullable<Level['tolerance']> {
  const isFine = ['cost', 'unitDistance', 'shipmentDistance'].includes(goal);
  const amounts = isFine ? [0, 1, 5000, 20_000] : [0, 1, 2];
  const percent = draw.maybe(70, () => ({ percent: draw.pick([0, 1, 10, 12.5, 33.333, 100]) }));
  const amount = draw.maybe(percent.percent === undefined ? 100 : 30, () => ({ amount: draw.pick(amounts) }));
  return { ...percent, ...amount };
}
