/** Explanations of random worlds: one fate for each node and line, sums to the unit, swaps as the judge prices them. */
import { createRouter, type Explanation, FATES, type Plan, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Clause } from '../src/model/explanation';
import { reshape } from './reshape';
import { seededDice, seededWorld, type World } from './worlds';

const WORLDS = 400;
const FIRST_SEED = 90_000;
const TERMS = ['shipping', 'handling', 'procurement', 'lateness', 'rules', 'split', 'unfilled'] as const;

/** The test that a clause tells of, as it stands in the document. */
function writtenAs({ field, op, wanted, wantedField }: Clause): object {
  if (op === 'function') return { function: field };
  return wantedField === undefined ? { field, op, value: wanted } : { field, op, valueField: wantedField };
}

/** Every third with dates, and of the others some; every fifth in which nothing may be late. */
function worldOf(seed: number): World {
  const world = seededWorld(seed, seed % 3 === 0 ? { dated: true } : {});
  return seed % 5 === 0 ? { ...world, rules: { ...world.rules, lateness: { forbid: true } } } : world;
}

function plannerOf({ network, rules, inventory, snapshot }: World) {
  return createRouter({ network, rules }).withInventory(inventory, snapshot);
}

function explain(world: World, more: object = {}): Explanation {
  return plannerOf(world).explain(world.order, { asOf: world.asOf, ...more });
}

const worlds = Array.from({ length: WORLDS }, (_, at) => worldOf(FIRST_SEED + at));
/** Everything that the tests look at, made once. */
const told = worlds.map((world, at) => {
  const planner = plannerOf(world);
  const plan = planner.plan(world.order, { asOf: world.asOf });
  return {
    seed: FIRST_SEED + at,
    world,
    planner,
    plan,
    explanation: planner.explain(world.order, { asOf: world.asOf }),
  };
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('explanations of random worlds', () => {
  it('give every node exactly one fate for every line', () => {
    const counts = Object.fromEntries(FATES.map((fate) => [fate, 0]));
    for (const { seed, world, explanation } of told) {
      expect(explanation.lines.map(({ line }) => line).sort(), `seed ${seed}`).toEqual(
        world.order.lines.map(({ id }) => id).sort(),
      );
      for (const line of explanation.lines) {
        expect(line.nodes.map(({ node }) => node).sort()).toEqual(world.network.nodes.map(({ id }) => id).sort());
        for (const fate of FATES) {
          expect(line.nodes.filter((node) => node.fate === fate).length).toBe(line.counts[fate]);
          counts[fate] += line.counts[fate];
        }
      }
      for (const fate of FATES)
        expect(explanation.counts[fate]).toBe(sum(explanation.lines.map((line) => line.counts[fate])));
    }
    for (const fate of FATES) expect(counts[fate], fate).toBeGreaterThan(10);
  });

  it('say of chosen nodes what the plan ships', () => {
    for (const { seed, plan, explanation } of told) {
      const shipped = plan.shipments.flatMap(({ node, lines }, shipment) =>
        lines.map(({ line, quantity }) => `${line} ${node} ${shipment} ${quantity}`),
      );
      const chosen = explanation.lines.flatMap(({ line, nodes }) =>
        nodes.flatMap(({ node, ships = [] }) =>
          ships.map(({ shipment, units }) => `${line} ${node} ${shipment} ${units}`),
        ),
      );
      expect(chosen.sort(), `seed ${seed}`).toEqual(shipped.sort());
    }
  });

  it('add up to the cost of every shipment, term by term, and of the plan', () => {
    for (const { seed, plan, explanation } of told) {
      explanation.shipments.forEach((shipment, at) => {
        expect(shipment.costMilli, `seed ${seed} shipment ${at}`).toBe(plan.shipments[at].cost.exact);
        expect(sum(shipment.costs.map(({ milli }) => milli))).toBe(shipment.costMilli);
        expect(shipment.rate?.parcels ?? 1).toBe(shipment.parcels);
      });
      const entries = [...explanation.shipments.flatMap(({ costs }) => costs), ...explanation.costs];
      expect(sum(entries.map(({ milli }) => milli)), `seed ${seed}`).toBe(plan.cost.exact);
      for (const entry of entries) expect(entry.milli).toBe(entry.count * entry.eachMilli);
      for (const term of TERMS) {
        const exact = sum(entries.filter((entry) => entry.term === term).map(({ milli }) => milli));
        expect(Math.abs(plan.cost[term] - exact / 1000), `seed ${seed} ${term}`).toBeLessThan(1);
      }
    }
  });

  it('add up to the value of every asked level', () => {
    for (const { seed, plan, explanation } of told) {
      expect(explanation.levels.map(({ goal, value }) => [goal, value])).toEqual(
        plan.proof.levels.map(({ goal, value }) => [goal, value]),
      );
      for (const { goal, value, shipments, unfilled, plan: whole } of explanation.levels) {
        expect(sum([...shipments, ...unfilled.map((each) => each.value), whole]), `seed ${seed} ${goal}`).toBe(value);
      }
      explanation.levels
        .filter(({ goal }) => goal === 'cost')
        .forEach(({ shipments }) => {
          expect(shipments).toEqual(explanation.shipments.map(({ costMilli }) => costMilli));
        });
    }
  });
});

describe('what another node would change', () => {
  it('is what the judge makes of the plan with the units moved there, and breaks what it says', {
    timeout: 60_000,
  }, () => {
    const count = { compared: 0, broken: 0, joined: 0, several: 0, dearer: 0 };
    for (const { seed, world, plan, explanation } of told) {
      for (const line of explanation.lines) {
        for (const { node, instead } of line.nodes) {
          if (instead?.start === undefined || isHurried(world, plan, line.line, instead)) continue;
          const moved = withMove(world, plan, line.line, node, instead);
          const seen = verifyPlan(moved, world);
          const where = `seed ${seed}, ${line.line} from ${node}: ${JSON.stringify(instead)}`;
          const hard = seen.filter(({ code }) => HARD.includes(code));
          if (instead.breaks !== undefined) {
            expect(
              hard.map(({ code }) => code),
              where,
            ).toContain(CODE_OF[instead.breaks.limit] ?? instead.breaks.limit);
            count.broken += 1;
            continue;
          }
          expect(hard, where).toEqual([]);
          expect(rightValue(seen, ['cost', 'exact'], -1), where).toBe(plan.cost.exact + (instead.cost?.total ?? 0));
          plan.proof.levels.forEach(({ value }, level) => {
            const right = rightValue(seen, ['proof', 'levels', level, 'value'], -1);
            expect(right, where).toBe(value + (instead.levels?.[level].difference ?? Number.NaN));
          });
          expect(sum(TERMS.map((term) => instead.cost?.[term] ?? 0))).toBe(instead.cost?.total);
          count.compared += 1;
          if (instead.joins !== undefined) count.joined += 1;
          if (instead.from.length > 1) count.several += 1;
          // Levels with a tolerance may be better elsewhere: that is what it is for.
          if (isProven(plan) && !JSON.stringify(world.rules.objective ?? '').includes('tolerance')) {
            const first = instead.levels?.find(({ difference }) => difference !== 0);
            expect(first?.difference ?? 0, where).toBeGreaterThanOrEqual(0);
            count.dearer += 1;
          }
        }
      }
    }
    expect(count.compared).toBeGreaterThan(180);
    expect(count.broken).toBeGreaterThan(40);
    expect(count.joined).toBeGreaterThan(20);
    expect(count.several).toBeGreaterThan(2);
    expect(count.dearer).toBeGreaterThan(140);
  });
});

/** What a plan must not do, whatever it says of itself. */
const HARD = [
  ...['ineligible', 'units', 'stock', 'shelf-life', 'capacity', 'max-shipments', 'no-split', 'ship-together'],
  ...['ship-complete', 'delivery-group', 'promised', 'unknown-id', 'empty-shipment', 'sku'],
];
const CODE_OF: { [limit: string]: string } = {
  orders: 'capacity',
  shipments: 'capacity',
  lines: 'capacity',
  units: 'capacity',
};

function isProven({ proof }: Plan): boolean {
  return proof.ties === 'settled' && proof.levels.every(({ status }) => status === 'optimal');
}

type Instead = NonNullable<Explanation['lines'][number]['nodes'][number]['instead']>;

/** A shipment that gives away its slowest line, or the one that it waits for, keeps its times; the judge would have it leave sooner. */
function isHurried({ order, network, asOf, rules }: World, plan: Plan, line: string, instead: Instead): boolean {
  const classOf = new Map(order.lines.map(({ id, itemClass }) => [id, itemClass]));
  return instead.from.some(({ shipment }) => {
    if (shipment === null) return false;
    const { node: id, lines, start } = plan.shipments[shipment];
    const waits = Date.parse(start) > Date.parse(asOf) + (rules.holdMinutes ?? 0) * 60_000;
    const node = network.nodes.find((each) => each.id === id);
    const minutes = (ids: readonly string[]) =>
      Math.max(
        ...ids.map((each) => {
          const own = node?.processing?.find(({ itemClass }) => itemClass === classOf.get(each));
          return own?.minutes ?? node?.processingMinutes ?? 0;
        }),
      );
    const all = lines.map((each) => each.line);
    const gone = [line, ...(instead.with ?? [])];
    const kept = all.filter((each) => !gone.includes(each));
    return kept.length > 0 && kept.length < all.length && (waits || minutes(kept) < minutes(all));
  });
}

/** The plan with the units where they would be; what it says of costs and levels is −1, so that the judge tells what is right. */
function withMove(world: World, plan: Plan, line: string, node: string, instead: Instead): Plan {
  const moved = structuredClone(plan);
  const lineOf = new Map(world.order.lines.map((each) => [each.id, each]));
  const group = lineOf.get(line)?.deliveryGroup;
  const units = new Map([[line, instead.units]]);
  for (const mate of instead.with ?? []) units.set(mate, lineOf.get(mate)?.quantity ?? 0);
  for (const [id, all] of units) {
    for (const { shipment, units: given } of instead.from) {
      const taken = id === line ? given : all;
      const list = shipment === null ? moved.unfilled : moved.shipments[shipment].lines;
      const found = list.find((each) => each.line === id);
      if (found !== undefined) found.quantity -= taken;
    }
    const own = { line: id, sku: lineOf.get(id)?.sku ?? '', quantity: all, lateDays: 0 };
    if (instead.joins !== undefined) {
      const known = moved.shipments[instead.joins].lines.find((each) => each.line === id);
      if (known === undefined) moved.shipments[instead.joins].lines.push(own);
      else known.quantity += all;
    } else {
      const opened = moved.shipments.length > plan.shipments.length ? moved.shipments.at(-1) : undefined;
      if (opened !== undefined) opened.lines.push(own);
      else moved.shipments.push(newShipment(plan, node, instead, group, own));
    }
  }
  for (const shipment of moved.shipments) shipment.lines = shipment.lines.filter(({ quantity }) => quantity > 0);
  moved.shipments = moved.shipments.filter(({ lines }) => lines.length > 0);
  moved.unfilled = moved.unfilled.filter(({ quantity }) => quantity > 0);
  moved.cost.exact = -1;
  for (const level of moved.proof.levels) level.value = -1;
  return moved;
}

function newShipment(
  plan: Plan,
  node: string,
  { service, start = plan.asOf, delivery = null }: Instead,
  group: string | undefined,
  line: Plan['shipments'][number]['lines'][number],
): Plan['shipments'][number] {
  const nothing = {
    shipping: 0,
    handling: 0,
    procurement: 0,
    lateness: 0,
    rules: 0,
    split: 0,
    unfilled: 0,
    total: 0,
    exact: 0,
  };
  return {
    ...(group === undefined ? {} : { group }),
    ...{ node, service, start, ready: start, handOver: start, delivery },
    ...{ distanceMetres: null, parcels: 1, weightGrams: null, lines: [line], cost: nothing },
  };
}

/** What the judge says should stand there; `said` where it finds nothing wrong. */
function rightValue(seen: ReturnType<typeof verifyPlan>, path: readonly (string | number)[], said: number): number {
  const found = seen.find((each) => JSON.stringify(each.path) === JSON.stringify(path));
  const right = found?.message.match(/right is (-?\d+)/)?.[1];
  return right === undefined ? said : Number(right);
}

describe('an explanation', () => {
  it('agrees with eligibility about who is kept out, and by which rule', () => {
    const count = { out: 0, ruled: 0 };
    for (const { seed, world, planner, explanation } of told) {
      const eligibility = planner.eligibility(world.order, { asOf: world.asOf });
      for (const line of explanation.lines) {
        const listed = eligibility.find((each) => each.line === line.line)?.nodes ?? [];
        for (const { node, fate, why, services = [] } of line.nodes) {
          const known = listed.find((each) => each.node === node);
          const where = `seed ${seed}, ${line.line} at ${node}: ${fate} ${JSON.stringify(why)}`;
          if (known === undefined) {
            expect(fate, where).toBe('no-stock');
            continue;
          }
          const isOut = known.services.every(({ reason }) => reason !== undefined);
          if (isOut) {
            const same = known.services.filter(({ reason, rule }) => reason === why?.reason && rule === why?.rule);
            expect(same.length, where).toBeGreaterThan(0);
            count.out += 1;
          } else if (
            why !== undefined &&
            [why, ...services.map((each) => each.why)].every((each) => each?.line === undefined)
          ) {
            // What only dates, or lines that travel together, can say.
            expect(['too-late', 'closed', 'shelf-life', 'not-there-in-time'], where).toContain(why.reason);
          }
          if (why?.reason !== 'excluded-by-rule') continue;
          expect(why.clauses, where).toBeDefined();
          for (const clause of why.clauses ?? [])
            expect(valueAt(world.rules, clause.path)).toMatchObject(writtenAs(clause));
          count.ruled += 1;
        }
      }
    }
    expect(count.out).toBeGreaterThan(100);
    expect(count.ruled).toBeGreaterThan(30);
  });

  it('is plain JSON, and the same for the same input in any order', { timeout: 60_000 }, () => {
    for (const { seed, world, explanation: first } of told) {
      expect(JSON.parse(JSON.stringify(first)), `seed ${seed}`).toEqual(first);
      const again = reshape(world, seededDice(seed));
      // Where a rule stands in its list is part of the answer.
      if (world.rules.filters !== undefined) again.rules.filters = world.rules.filters;
      if (world.rules.costs !== undefined) again.rules.costs = world.rules.costs;
      if (world.rules.costTables !== undefined) again.rules.costTables = world.rules.costTables;
      expect(JSON.stringify(explain(again)), `seed ${seed}`).toBe(JSON.stringify(first));
    }
  });

  it('of a plan that is not the best says what would be better', { timeout: 60_000 }, () => {
    const count = { better: 0, plans: 0 };
    for (const { seed, world, planner, plan: best } of told) {
      if (best.shipments.length === 0 || !isProven(best) || world.order.deliveryGroups !== undefined) continue;
      const without = { ...world.order, excludedNodes: [...(world.order.excludedNodes ?? []), best.shipments[0].node] };
      const worse = planner.plan(without, { asOf: world.asOf });
      const explanation = planner.explain(world.order, { asOf: world.asOf, plan: worse });
      expect(explanation.violations, `seed ${seed}`).toEqual([]);
      count.plans += 1;
      const decisive = explanation.lines.flatMap(({ nodes }) =>
        nodes.flatMap(({ instead }) => instead?.levels?.find(({ difference }) => difference !== 0)?.difference ?? []),
      );
      if (decisive.some((difference) => difference < 0)) count.better += 1;
    }
    expect(count.plans).toBeGreaterThan(100);
    expect(count.better).toBeGreaterThan(50);
  });
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((inner, step) => (inner as Record<string | number, unknown>)[step], value);
}
