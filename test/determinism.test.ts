/**
 * Same input, same plan, byte for byte: whatever order arrays and keys came in, with or without nodes that can serve nothing, and
 * where everything ties.
 */
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { isProven } from './oracle/world-judge';
import { reshape } from './reshape';
import { type Dice, seededDice, seededWorld, type World } from './worlds';

const WORLDS = 240;
/** Apart from the seeds of `plan-oracle.test.ts`. */
const FIRST_SEED = 50_000;

const seeds = Array.from({ length: WORLDS }, (_, index) => FIRST_SEED + index);

/** Every third with dates, and of the others some. */
function worldOf(seed: number): World {
  return seededWorld(seed, seed % 3 === 0 ? { dated: true } : {});
}

function bytes(world: World): string {
  return JSON.stringify(planOrder(world));
}

/** All money, all distances and all times the same: only the last ties decide. */
function flatten(world: World): World {
  const flat = structuredClone(world);
  for (const node of flat.network.nodes) {
    node.location = { lat: 0, lng: 0 };
    delete node.handling;
    delete node.processingMinutes;
    delete node.processing;
    delete node.calendar;
    delete node.capacityUnits;
    for (const own of node.services ?? []) delete own.pickUps;
  }
  flat.network.distance = { kind: 'greatCircle' };
  flat.network.rateCards = flat.network.rateCards.map((card) => ({ id: card.id, bands: [{ base: 1 }] }));
  flat.network.services = flat.network.services.map(({ id, rateCard, kind, level }) => ({ id, rateCard, kind, level }));
  for (const goes of [flat.order, ...(flat.order.deliveryGroups ?? [])]) {
    if (goes.destination !== undefined) goes.destination = { location: { lat: 0, lng: 0 } };
  }
  flat.rules = { objective: 'fillFirst' };
  return flat;
}

/** Nodes that can serve nothing, each for its own reason, with names before, between and behind all others. */
function addUselessNodes(world: World, dice: Dice): World {
  const more = structuredClone(world);
  const id = (index: number) => `${['!', 'a0', 'n1', '\uffff'][dice.int(0, 3)]}-useless-${index}`;
  // Some as a node of the world, so that they fall into the same tiers and filters; others are bare, mostly in no listed tier.
  const make = (index: number): World['network']['nodes'][number] =>
    dice.int(0, 1) === 0
      ? { id: id(index), priority: dice.int(0, 3), timeZone: 'Asia/Tokyo' }
      : { ...structuredClone(world.network.nodes[dice.int(0, world.network.nodes.length - 1)]), id: id(index) };
  const [empty, offline, excluded, full, closed, busy, foreign] = [0, 1, 2, 3, 4, 5, 6].map(make);
  offline.online = false;
  full.capacityUnits = 0;
  for (const node of [closed, busy]) node.timeZone ??= 'Asia/Tokyo';
  closed.calendar = 'never';
  more.network.calendars = [...(more.network.calendars ?? []), { id: 'never', week: [] }];
  busy.capacityPerDay = { lines: 0 };
  more.network.nodes.push(empty, offline, excluded, full, closed, busy, foreign);
  more.order.excludedNodes = [...(world.order.excludedNodes ?? []), excluded.id];
  const inbound = dice.int(0, 1) === 0 ? {} : { inbound: [{ at: '2026-03-28T23:00:00Z', units: 5 }] };
  for (const sku of new Set(world.inventory.map((position) => position.sku))) {
    for (const node of [offline, excluded, full, closed, busy])
      more.inventory.push({ node: node.id, sku, onHand: 100, ...inbound });
    more.inventory.push({ node: empty.id, sku, onHand: 2, reserved: 3 });
  }
  more.inventory.push({ node: foreign.id, sku: 'never asked for', onHand: 100 });
  return more;
}

/** So few search steps that many plans stay unproven: what the search happened to find must not depend on the input's order either. */
function hurry(world: World): World {
  return { ...world, rules: { ...world.rules, budget: 20 } };
}

describe.each([
  ['as generated', (world: World) => world],
  ['where everything ties', flatten],
  ['in a budget too small to prove it', hurry],
])('the plan of a world %s', (_, prepare) => {
  const worlds = seeds.map((seed) => prepare(worldOf(seed)));

  it('is the same when planned again', () => {
    for (const world of worlds) expect(bytes(world)).toBe(bytes(structuredClone(world)));
  });

  it('does not depend on the order of arrays and keys', () => {
    for (const [seed, world] of worlds.entries()) {
      const plan = bytes(world);
      for (let round = 0; round < 2; round++) {
        const other = reshape(world, seededDice(seed * 10 + round));
        expect(bytes(other), JSON.stringify({ world, other })).toBe(plan);
      }
    }
  });

  it('does not depend on nodes that can serve nothing', () => {
    for (const [seed, world] of worlds.entries()) {
      const more = addUselessNodes(world, seededDice(seed));
      const plan = planOrder(more);
      // The zones that its network names, and so the data of these, are others.
      const same = { ...plan, timeZones: planOrder(world).timeZones };
      expect(JSON.stringify(same), JSON.stringify({ world, more })).toBe(bytes(world));
      expect(verifyPlan(plan, more)).toEqual([]);
    }
  });

  it('does not depend on stock nobody asked for', () => {
    for (const world of worlds) {
      const inventory = [...world.inventory, { node: world.network.nodes[0].id, sku: 'never asked for', onHand: 7 }];
      expect(bytes({ ...world, inventory })).toBe(bytes(world));
    }
  });
});

describe('the worlds', () => {
  const worlds = seeds.map(worldOf);

  it('that tie leave a choice of nodes', () => {
    const several = worlds
      .map(flatten)
      .filter((world) => planOrder(world).shipments.length > 0 && world.network.nodes.length > 1);
    expect(several.length).toBeGreaterThan(WORLDS / 2);
  });

  it('in a small budget often stay unproven', () => {
    const open = worlds.map(hurry).filter((world) => !isProven(planOrder(world)));
    expect(open.length).toBeGreaterThan(WORLDS / 10);
  });
});
