/** The judge of assignments notices each thing that can be wrong: a good answer is broken, or its problem made tighter under it. */
import { describe, expect, it } from 'vitest';
import type { Assignment, Problem } from '../src/splitting/problem';
import { faultsAgainst } from './oracle/compare';
import { judge } from './oracle/judge-assignment';

const row = (...units: number[]) => ({
  rowNode: Int32Array.from(units.keys()),
  rowUnits: Int32Array.from(units),
  rowStart: 0,
  rowEnd: units.length,
});

/** Two nodes with one source each; three units asked of line 0, one whole of two units of line 1. */
const problem: Problem = {
  nodes: 2,
  sources: 2,
  nodeSourceStart: Int32Array.of(0, 1, 2),
  nodeCapacity: Int32Array.of(4, 9),
  nodeShipments: Int32Array.of(1, 1),
  nodeLines: Int32Array.of(3, 1),
  hasCapacity: true,
  gauges: null,
  tightened: null,
  days: null,
  starts: null,
  groups: null,
  columns: {
    usable: Uint8Array.of(1, 1),
    open: Float64Array.of(100, 50),
    line: Float64Array.of(1, 2),
    hasLine: true,
    gram: Float64Array.of(0, 0),
    unit: Float64Array.of(10, 20),
    metres: Float64Array.of(1000, 3000),
    delivery: Float64Array.of(0, 0),
    cell: Int32Array.of(0, -1),
    cells: {
      cells: 1,
      breakStart: Int32Array.of(0, 3),
      breakGrams: Float64Array.of(700, 900, 1500),
      breakMilli: Float64Array.of(30, 25, 90),
      base: Float64Array.of(0),
      gram: Float64Array.of(0),
      minimum: Float64Array.of(0),
      fuel: Float64Array.of(0),
      extra: Float64Array.of(4),
      step: Float64Array.of(100),
      divisor: Float64Array.of(0),
      parcelGrams: Float64Array.of(1500),
      parcelCm3: Float64Array.of(Infinity),
      oversizeMm: Float64Array.of(500),
      oversizeGrams: Float64Array.of(Infinity),
      oversizeExtra: Float64Array.of(1),
      oversizeOnce: Float64Array.of(3),
    },
  },
  lines: [
    { ...lineOf(3), ...row(2, 2), draws: [{ item: 0, units: 1 }] },
    { ...lineOf(1), ...row(1, 0), weight: 2, members: 2, grams: 500, longestMm: 600, heaviestGrams: 300 },
  ],
  hasCredits: false,
  items: [row(2, 2)],
  maxShipments: 2,
  shipComplete: true,
  splitMilli: 7,
  lateMilli: 0,
  levels: [{ goal: 'unfilled' }, { goal: 'cost' }],
  sourceTier: null,
  tiers: 1,
  sourcePriority: null,
  budget: 1000,
};

function lineOf(units: number) {
  const unlimited = 2 ** 30;
  const none = { mask: null, unitMilli: null, lineMilli: null, lateDays: null, draws: [], rankRows: [] };
  return {
    units,
    weight: 1,
    members: 1,
    grams: 400,
    cm3: 0,
    longestMm: 100,
    heaviestGrams: 400,
    unfilledMilli: 500,
    need: Infinity,
    maxShipments: unlimited,
    complete: true,
    ...none,
  };
}

/**
 * By hand: opening 150, lines 1 + 2 + 2 × 1, units 2 × 10 + 20 + 2 × 10, split 7; and 1300 g with an oversize unit: in one parcel
 * 90 + 4 + 1, in two of 700 billable grams 2 × (30 + 4 + 1), in three 3 × 35; once 3 more.
 */
const FREIGHT = 73;
const COST = 222 + FREIGHT;
const good: Assignment = {
  parts: [
    { line: 0, source: 0, units: 2 },
    { line: 0, source: 1, units: 1 },
    { line: 1, source: 0, units: 1 },
  ],
  shipments: [
    { source: 0, parcels: 2, freightMilli: FREIGHT },
    { source: 1, parcels: 1, freightMilli: 0 },
  ],
  levels: [
    { value: 0, bound: 0, optimal: true },
    { value: COST, bound: COST, optimal: true },
  ],
  tiesSettled: true,
  steps: 10,
};

const withLine = (index: number, change: object): Problem => ({
  ...problem,
  lines: problem.lines.map((line, at) => (at === index ? { ...line, ...change } : line)),
});
const withPart = (index: number, change: object): Assignment => ({
  ...good,
  parts: good.parts.map((part, at) => (at === index ? { ...part, ...change } : part)),
});
const withShipment = (index: number, change: object): Assignment => ({
  ...good,
  shipments: good.shipments.map((shipment, at) => (at === index ? { ...shipment, ...change } : shipment)),
});
const withLevels = (unfilled: object, cost: object): Assignment => ({
  ...good,
  levels: [
    { ...good.levels[0], ...unfilled },
    { ...good.levels[1], ...cost },
  ],
});

describe('the judge of assignments', () => {
  it('finds nothing wrong with a good answer', () => {
    expect(judge(problem, good)).toEqual([]);
    expect(faultsAgainst(problem, good, { values: [0, COST], parts: good.parts })).toEqual([]);
  });

  it.each<[string, Problem, Assignment, RegExp]>([
    ['a part of no units', problem, withPart(1, { units: 0 }), /not a number of units/],
    ['half a unit', problem, withPart(1, { units: 0.5 }), /not a number of units/],
    ['an unknown source', problem, withPart(1, { source: 2 }), /no such pair/],
    ['parts out of order', problem, { ...good, parts: [...good.parts].reverse() }, /unsorted/],
    [
      'a source that is not usable',
      { ...problem, columns: { ...problem.columns, usable: Uint8Array.of(1, 0) } },
      good,
      /not usable/,
    ],
    ['a masked source', withLine(1, { mask: Uint8Array.of(0, 1) }), good, /masked/],
    ['more units than asked', withLine(0, { units: 2 }), good, /too many/],
    ['more than the stock', withLine(0, row(1, 2)), good, /line 0, node 0: 2 of 1/],
    ['more than the shared stock', { ...problem, items: [row(1, 2)] }, good, /node 0, item 0: 2 of 1/],
    ['more than the capacity', { ...problem, nodeCapacity: Int32Array.of(3, 9) }, good, /4 units, capacity 3/],
    ['too many shipments', { ...problem, maxShipments: 1 }, good, /2 shipments, at most 1/],
    ['too many shipments of a line', withLine(0, { maxShipments: 1 }), good, /line 0: 2 shipments, at most 1/],
    ['a line in part that must be whole', withLine(0, { units: 4 }), good, /not complete/],
    [
      'an order in part that must be whole',
      withLine(0, { units: 4, complete: false }),
      good,
      /ships, but not complete/,
    ],
    [
      'more shipments than the node takes',
      { ...problem, nodeShipments: Int32Array.of(0, 1) },
      good,
      /1 shipments of its 0/,
    ],
    ['more lines than the node takes', { ...problem, nodeLines: Int32Array.of(2, 1) }, good, /3 lines of its 2/],
    ['a parcel too few', problem, withShipment(0, { parcels: 1 }), /said 0 1 73/],
    ['a wrong freight', problem, withShipment(0, { freightMilli: 95 }), /said 0 2 95/],
    ['a shipment that is not told', problem, { ...good, shipments: good.shipments.slice(1) }, /said 1 1 0, are/],
    ['a missing level', problem, { ...good, levels: good.levels.slice(1) }, /1 levels for 2/],
    ['a wrong value', problem, withLevels({}, { value: COST - 1, bound: COST - 1 }), /said 294, is 295/],
    ['a bound above the value', problem, withLevels({}, { bound: COST + 1, optimal: false }), /bound 296 above 295/],
    ['a bound that is no number', problem, withLevels({}, { bound: Number.NaN, optimal: false }), /bound NaN/],
    ['optimal with a gap', problem, withLevels({}, { bound: COST - 1 }), /optimal with bound/],
    ['optimal after a gap', problem, withLevels({ bound: -1, optimal: false }, {}), /optimal after/],
    ['ties settled after a gap', problem, withLevels({}, { optimal: false }), /ties settled/],
  ])('notices %s', (_, about, answer, fault) => {
    expect(judge(about, answer).join('\n')).toMatch(fault);
  });

  it('notices a better plan, a bound above it, and an earlier plan', () => {
    expect(faultsAgainst(problem, good, { values: [0, COST - 1] }).join('\n')).toMatch(
      /bound 295 above.*\n.*but 294 is possible/,
    );
    expect(faultsAgainst(problem, good, { values: [0, COST], parts: [] }).join('\n')).toMatch(
      /another plan comes first/,
    );
  });
});
