/**
 * An order becomes a problem. Mostly every node starts it at once, and the sources of the network are all that could be opened; else
 * (stock on its way, days that are full, several delivery groups, lines that take different time) departures are: see `departing.ts`.
 */
import type { Desk } from '../desk';
import { asksFor } from '../rules/objective';
import type { Departure } from '../sourcing/departures';
import { gaugesOf } from '../sourcing/gauges';
import { type BundleParts, type Field, makeProblem } from '../sourcing/problem';
import type { NodeRoom } from '../sourcing/room';
import { bundleRows } from '../sourcing/rows';
import type { Supply } from '../sourcing/supply';
import type { Gauges, Problem } from '../splitting/problem';
import type { Ask, CheckedOrder } from './checkedOrder';
import { prepareDepartures } from './departing';
import { type Outline, outlineOf } from './outline';
import { bundleParts, type GroupScene } from './pairs';
import { supplyOf } from './protected';
import { budgetOf, groupScene, orderTerms } from './scene';
import { datedInSlot } from './slots';

/** An order, ready to solve: the problem, and what turns its numbers back into ids. */
export interface Prepared extends CheckedOrder {
  readonly asOf: number;
  /** The problem's deliveries are in ms after this. */
  readonly origin: number;
  readonly scenes: readonly GroupScene[];
  readonly bundles: readonly BundleParts[];
  /** What a source of the problem is. */
  readonly departureOf: (source: number) => Departure;
  readonly problem: Problem;
  /** The stock as the order may draw on it. */
  readonly supply: Supply;
}

export function prepareOrder(desk: Desk, checked: CheckedOrder, ask: Ask): Prepared {
  return prepareGroups(desk, outlineOf(desk, checked, ask), checked.groups);
}

/** Forgets what was prepared before. @param groups the outline's, perhaps by another level or to another place */
export function prepareGroups(desk: Desk, outline: Outline, groups: CheckedOrder['groups']): Prepared {
  desk.arena.reset();
  const supply = supplyOf(desk, outline.checked.order, groups);
  const departing = outline.isAtOnce ? undefined : prepareDepartures(desk, outline, groups, supply);
  return departing ?? prepareAtOnce(desk, outline, groups, supply);
}

function prepareAtOnce(desk: Desk, outline: Outline, groups: CheckedOrder['groups'], supply: Supply): Prepared {
  const { checked, ask, release, placed, room } = outline;
  const { order } = checked;
  const { compiled, arena } = desk;
  const { index, rules, schedules } = compiled;
  const [{ minutes }] = placed;
  const scene = datedInSlot(groupScene(desk, outline, groups, 0, minutes, room.dayFull), release, minutes);
  const { dated, usable, origin } = scene;
  const bundles = placed.map(({ bundle }) =>
    bundleParts(compiled, scene, bundle, bundleRows(supply, bundle, arena), arena, true),
  );
  const columns = usable === dated.columns.usable ? dated.columns : { ...dated.columns, usable };
  const field: Field = {
    sources: index.sources,
    nodeSourceStart: index.nodeSourceStart,
    columns,
    most: dated.most,
    origin,
    ...compiled.columns,
    starts: null,
    groups: null,
    days: null,
    gauges: asksFor(rules.levels, 'balance') ? nodeGauges(desk, room) : null,
  };
  const terms = orderTerms(order, rules, budgetOf(desk, ask), groups[0]);
  const problem = makeProblem(index, rules.tiers, room, field, supply, bundles, null, terms);
  const departureOf = (source: number): Departure => {
    const node = index.sourceNode[source];
    const start = schedules.start(node, release);
    const delivery = columns.delivery[source] + origin;
    return { source, group: 0, release, minutes: minutes[node], start, delivery, rank: 0, day: -1 };
  };
  return { ...checked, groups, asOf: ask.asOf, origin, scenes: [scene], bundles, departureOf, problem, supply };
}

/** How full the nodes are, and the days on which each would start. */
function nodeGauges({ compiled: { index }, ledger }: Desk, { days }: NodeRoom): Gauges {
  const list = index.nodes.map((_, node) => ({ node, day: days?.[node] }));
  return gaugesOf(index, ledger, list, index.sourceNode);
}
