/**
 * Small random worlds over the whole model, raw input to plan, against an exhaustive search that shares no code: the same levels,
 * the same allocation to the last tie, and no violation. `npm run nightly` runs many more.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeWorld } from './oracle/world-judge';
import { countFeatures, DATE_FEATURES, DATE_OUTCOMES, FEATURES } from './world-features';
import { seededWorld, type World } from './worlds';

const WORLDS = 2000;
const DATED_WORLDS = 1300;
const FUNCTION_WORLDS = 400;

/** Worlds that once were planned wrongly, made small by `shrinkWorld`. */
const once: readonly { why: string; world: World }[] = JSON.parse(
  readFileSync(new URL('./fixtures/worlds.json', import.meta.url), 'utf8'),
);

describe('worlds that were planned wrongly once', () => {
  it.each(once)('$why', ({ world }) => {
    const { faults, proven } = judgeWorld(world);
    expect(faults).toEqual([]);
    expect(proven).toBe(true);
  });
});

describe('the planner against every plan there is', () => {
  const worlds = Array.from({ length: WORLDS }, (_, seed) => ({ seed, world: seededWorld(seed) }));

  it(`plans ${WORLDS} worlds exactly as the exhaustive search`, { timeout: 120_000 }, () => {
    const count = { proven: 0, tied: 0, choices: 0, split: 0, parcels: 0 };
    for (const { seed, world } of worlds) {
      const { faults, proven, plan, answer } = judgeWorld(world);
      expect(faults, `seed ${seed}: ${JSON.stringify(world)}`).toEqual([]);
      if (proven) count.proven += 1;
      if (answer.ties > 1) count.tied += 1;
      if (answer.plans > 10) count.choices += 1;
      if (plan.shipments.length > 1) count.split += 1;
      if (plan.shipments.some(({ parcels }) => parcels > 1)) count.parcels += 1;
    }
    // The worlds must ask something: else equal answers would prove nothing.
    // Levels after a tolerance or `balance` take several searches of the one budget.
    expect(count.proven).toBeGreaterThanOrEqual(WORLDS * 0.998);
    expect(count.choices).toBeGreaterThan(WORLDS * 0.25);
    expect(count.tied).toBeGreaterThan(WORLDS * 0.2);
    expect(count.split).toBeGreaterThan(WORLDS * 0.12);
    expect(count.parcels).toBeGreaterThan(WORLDS * 0.05);
  });

  it('meets every part of the model often enough', () => {
    const counts = countFeatures(worlds.map(({ world }) => world));
    for (const feature of Object.keys(FEATURES)) {
      expect(counts[feature], feature).toBeGreaterThan(WORLDS / 60);
    }
  });
});

describe('the planner against every plan there is, with dates', () => {
  const worlds = Array.from({ length: DATED_WORLDS }, (_, seed) => ({
    seed,
    world: seededWorld(seed, { dated: true }),
  }));

  it(`plans ${DATED_WORLDS} worlds exactly as the exhaustive search`, { timeout: 120_000 }, () => {
    const count = { proven: 0, tied: 0, choices: 0 };
    const outcomes = Object.fromEntries(Object.keys(DATE_OUTCOMES).map((name) => [name, 0]));
    for (const { seed, world } of worlds) {
      const { faults, proven, plan, answer } = judgeWorld(world);
      expect(faults, `seed ${seed}: ${JSON.stringify(world)}`).toEqual([]);
      if (proven) count.proven += 1;
      if (answer.ties > 1) count.tied += 1;
      if (answer.plans > 10) count.choices += 1;
      for (const [name, came] of Object.entries(DATE_OUTCOMES)) if (came(plan, world)) outcomes[name] += 1;
    }
    // Starts, groups and limits of days together are harder to prove.
    expect(count.proven).toBeGreaterThanOrEqual(DATED_WORLDS * 0.98);
    expect(count.choices).toBeGreaterThan(DATED_WORLDS * 0.25);
    expect(count.tied).toBeGreaterThan(DATED_WORLDS * 0.2);
    for (const [name, plans] of Object.entries(outcomes)) expect(plans, name).toBeGreaterThan(DATED_WORLDS / 100);
  });

  it('meets every part of the model of dates often enough', () => {
    const counts = countFeatures(
      worlds.map(({ world }) => world),
      DATE_FEATURES,
    );
    for (const [feature, met] of Object.entries(counts)) expect(met, feature).toBeGreaterThan(DATED_WORLDS / 60);
  });
});

describe('the planner against every plan there is, with functions of the caller', () => {
  const worlds = Array.from({ length: FUNCTION_WORLDS }, (_, seed) => ({
    seed,
    world: seededWorld(seed, { functions: true }),
  }));

  it(`plans ${FUNCTION_WORLDS} worlds exactly as the exhaustive search`, { timeout: 120_000 }, () => {
    let shipping = 0;
    for (const { seed, world } of worlds) {
      const { faults, plan } = judgeWorld(world);
      expect(faults, `seed ${seed}: ${JSON.stringify(world)}`).toEqual([]);
      if (plan.shipments.length > 0) shipping += 1;
    }
    expect(shipping).toBeGreaterThan(FUNCTION_WORLDS * 0.25);
  });
});
