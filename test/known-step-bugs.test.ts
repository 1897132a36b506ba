/**
 * Bugs of the search by steps of rates, put back on purpose: in what bounds it, in what a node's patterns hold, and in how they are
 * chosen. Those of prices and light orders: see `known-card-bugs.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { type Bug, expectFound, PROOF, searchFault, TIES } from './oracle/put-back';
import { MODES } from './oracle/random-problem';

/**
 * The first look of a small problem would take in every arm, and its first search every plan: with no plan to begin with, few arms,
 * states and patterns, and narrow limits, it goes through every round.
 */
const NARROW: readonly Patch[] = [
  ['stepped.ts', 'const plan = scratch.light.solve(judge);', 'const plan = null;'],
  ['dive.ts', 'return new Dive(judge, scratch, gathered).run(best);', 'return best;'],
  ['stepped.ts', 'const FIRST_ARMS = 12;', 'const FIRST_ARMS = 0;'],
  ['stepped.ts', 'const MORE_ARMS = 12;', 'const MORE_ARMS = 1;'],
  ['stepped.ts', 'const LOOKS = 16;', 'const LOOKS = 2;'],
  ['stepped.ts', 'const LOOK_STATES = 128;', 'const LOOK_STATES = 2;'],
  ['stepped.ts', 'const FEW_PATTERNS = 24;', 'const FEW_PATTERNS = 2;'],
  ['stepped.ts', 'const FIRST_WIDTH = 0.02;', 'const FIRST_WIDTH = 0.001;'],
  ['stepped.ts', 'const STATES = 4_000;', 'const STATES = 3;'],
  ['stepped.ts', 'const MORE_STATES = 8;', 'const MORE_STATES = 3;'],
];

/** The same with arms bounded by their steps, where a short walk would know. */
const SEEKING: readonly Patch[] = [
  ...NARROW,
  ['patterns.ts', 'this.budget = this.steps + MOST_SEEKING;', 'this.budget = this.steps + 12;'],
  ['knapsack.ts', 'const MOST_BRANCHES = 200;', 'const MOST_BRANCHES = 2;'],
];

/** Light orders whose cheapest partition is never taken at once. */
const SETTLED: readonly Patch[] = [
  ['light.ts', 'return this.answer(judge) ?? this.settlement', 'return this.settlement'],
];

interface StepBug extends Bug {
  /** The search that it is put into; default: as it is. */
  readonly base?: readonly Patch[];
}

/** What the solver says of its own plan is not so. */
const SAID = /said/;

/** What a shipment costs. */
const PRICE_BUGS: readonly StepBug[] = [
  {
    name: 'parcel counts between two breaks passed over',
    why: 'each break that comes within reach has a count of its own',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'below = cells.breakGrams[at - 1];', 'below = cells.breakGrams[start];']],
  },
  {
    name: 'parcels counted no further than the dearest one',
    why: 'the cheapest parcel ends the count',
    shows: SAID,
    modes: ['cards'],
    patches: [
      [
        'freight.ts',
        'Math.min(least[cell], cells.breakMilli[at])',
        'Math.max(least[cell] % 1e99 || 0, cells.breakMilli[at])',
      ],
    ],
  },
  {
    name: 'oversize of the longest unit only',
    why: 'a heavy unit is oversize too',
    shows: SAID,
    modes: ['cards'],
    patches: [
      [
        'freight.ts',
        'load.longestMm > oversizeMm[cell] || load.heaviestGrams > oversizeGrams[cell]',
        'load.longestMm > oversizeMm[cell]',
      ],
    ],
  },
  {
    name: 'volume of the whole shipment billed in every parcel',
    why: 'it is spread over the parcels like the weight',
    shows: SAID,
    modes: ['bulky'],
    patches: [
      ['freight.ts', 'step * ceilDivide(cm3 * 1000, size * divisor)', 'step * ceilDivide(cm3 * 1000, step * divisor)'],
    ],
  },
  {
    name: 'billed by the gram where the card bills by the step',
    why: 'billable weight is rounded up',
    shows: SAID,
    modes: ['cards'],
    patches: [
      [
        'freight.ts',
        'size === 1 ? grams : step * ceilDivide(grams, size)',
        'size === 1 ? grams : ceilDivide(grams, count)',
      ],
    ],
  },
  {
    name: 'a volume limit of parcels ignored',
    why: 'what does not fit takes another parcel',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'if (cm3 > cells.parcelCm3[cell]) count', 'if (cm3 > Number.POSITIVE_INFINITY) count']],
  },
];

/** What no plan can be below. */
const BOUND_BUGS: readonly StepBug[] = [
  {
    name: 'the line under a rate begun at the heaviest unit',
    why: 'the lightest may go alone',
    shows: PROOF,
    modes: ['cards', 'capacity', 'split'],
    base: NARROW,
    patches: [
      ['relax.ts', 'armLeast[arm] = Number.POSITIVE_INFINITY;', 'armLeast[arm] = 0;'],
      ['relax.ts', 'if (measure / weight < armLeast[arm])', 'if (measure / weight > armLeast[arm])'],
    ],
  },
  {
    name: 'a line that would begin below nothing lifted to nothing',
    why: 'lifted, it must be flatter too',
    shows: PROOF,
    modes: ['cards', 'bulky'],
    base: NARROW,
    patches: [
      ['relax.ts', 'scratch.slope = steepest * (1 - 1e-12);\n  return 0;', 'scratch.slope = slope;\n  return 0;'],
    ],
  },
  {
    name: 'a break that costs less than the one before forgotten by the line',
    why: 'what is billed by its volume may pay for a later break than its weight says',
    shows: PROOF,
    modes: ['cheapFixed'],
    base: SEEKING,
    patches: [['freight.ts', 'floors[at] = Math.min(floors[at], floors[at + 1]);', '']],
  },
  {
    name: 'an arm that is not looked at to its end taken for its best so far',
    why: 'what the walk did not reach may cost less',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices', 'bulky'],
    base: SEEKING,
    patches: [['patterns.ts', 'this.overflown ? low : this.limit + 1', 'this.limit + 1']],
  },
  {
    name: 'arms worth opening left out of the bound',
    why: 'an arm may pay more than it costs',
    shows: PROOF,
    modes: ['cards', 'capacity', 'scarce'],
    base: NARROW,
    patches: [['patterns.ts', 'bound += least - armReduced[arm];', 'bound -= armReduced[arm];']],
  },
  {
    name: 'the last line of a parcel not taken in part',
    why: 'a knapsack is bounded by its continuous one',
    shows: PROOF,
    modes: ['cheapFixed'],
    base: SEEKING,
    patches: [['knapsack.ts', 'worth += part * gain[at];', '']],
  },
  {
    name: 'several parcels forgotten by the bound',
    why: 'more than one parcel holds is shipped in several',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: SEEKING,
    patches: [['knapsack.ts', 'if (inSeveral < least) {', 'if (inSeveral < least && cells.cells < 0) {']],
  },
  {
    name: 'prices above the penalty',
    why: 'what is not shipped costs its penalty, no more',
    shows: PROOF,
    modes: ['cheapUnfilled', 'scarce', 'capacity', 'cards'],
    base: NARROW,
    patches: [['polish.ts', 'Math.min(patterns.penalty(field), Math.max(0, price))', 'Math.max(0, price)']],
  },
  {
    name: 'a shipment that is worth something under K',
    why: 'fewer shipments than K are allowed: their price may not be above nothing',
    shows: PROOF,
    modes: ['maxShipments'],
    base: NARROW,
    patches: [
      ['polish.ts', 'field === wanted.shipments ? Math.min(0, price) : 0', 'field === wanted.shipments ? price : 0'],
    ],
  },
  {
    name: 'the best bound with the reduced costs of the last prices',
    why: 'slacks hold for D and r of one and the same v only',
    shows: PROOF,
    modes: ['cards', 'capacity', 'maxShipments', 'scarce'],
    base: NARROW,
    patches: [['polish.ts', 'dual.set(bestDual);\n  return patterns.reprice();', 'return bound;']],
  },
  {
    name: 'a parcel’s limit on weight taken for one on volume',
    why: 'what is billed by volume fills a parcel far beyond the grams that it may weigh',
    shows: PROOF,
    modes: ['bulky'],
    base: SEEKING,
    patches: [
      [
        'knapsack.ts',
        'choices.isByVolume ? Number.POSITIVE_INFINITY : cells.parcelGrams[cell]',
        'cells.parcelGrams[cell]',
      ],
    ],
  },
  {
    name: 'a line that travels whole taken for one parcel at least',
    why: 'its units may go in parcels of their own, each billed a part of the weight',
    shows: PROOF,
    modes: ['wholes'],
    base: NARROW,
    patches: [
      [
        'relax.ts',
        'if (measure / weight < armLeast[arm]) armLeast[arm] = measure / weight;',
        'if (measure < armLeast[arm]) armLeast[arm] = measure;',
      ],
    ],
  },
];

/** What a node could ship. */
const PATTERN_BUGS: readonly StepBug[] = [
  {
    name: 'fields without a guard bit',
    why: 'what is taken twice must be seen to be gone',
    shows: /too many|shipments, at most|said/,
    modes: ['cards', 'maxShipments', 'capacity'],
    base: NARROW,
    patches: [['wanted.ts', '33 - Math.clz32(this.most[field])', 'Math.max(1, 32 - Math.clz32(this.most[field]))']],
  },
  {
    name: 'two services of a node each given its whole capacity',
    why: 'a node takes no more than it can, by whatever service',
    shows: /units, capacity|lines of its/,
    modes: ['capacity', 'days'],
    base: NARROW,
    patches: [['patterns.ts', 'if (room < 0 || roomLines < 0) fits = false;', '']],
  },
  {
    name: 'the members of a line that travels as one counted as one line',
    why: 'each is a line of the node’s day',
    shows: /lines of its/,
    modes: ['days', 'wholes'],
    base: NARROW,
    patches: [
      ['patterns.ts', 'if (this.roomLines < members) return 0;', 'if (this.roomLines < 1) return 0;'],
      ['node-room.ts', 'nodeLines[node] >= members', 'nodeLines[node] >= 1'],
    ],
  },
  {
    name: 'what the later lines could gain left out of a walk',
    why: 'an amount that costs more than it is worth may be paid for by the next line',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: NARROW,
    patches: [['patterns.ts', 'rest[at + 1] + Math.min(0, most[at] * gain[at])', '0 * rest[at + 1]']],
  },
  {
    name: 'a price per line forgotten in a pattern',
    why: 'handling per line is paid for by every shipment that carries it',
    shows: PROOF,
    modes: ['linePrices'],
    base: NARROW,
    patches: [['patterns.ts', '+ units * this.unit[at] + this.lineOnce[at];', '+ units * this.unit[at];']],
  },
  {
    name: 'patterns as good as the limit dropped',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: NARROW,
    patches: [
      [
        'patterns.ts',
        'if (this.reduced[pattern] - bases[node] > most) continue;',
        'if (this.reduced[pattern] - bases[node] >= most) continue;',
      ],
    ],
  },
];

/** Which patterns make a plan. */
const COVER_BUGS: readonly StepBug[] = [
  {
    name: 'ways as good as the best plan dropped',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: NARROW,
    patches: [['cover.ts', 'if (reduced[pattern] > room) continue;', 'if (reduced[pattern] >= room) continue;']],
  },
  {
    name: 'a line that ships whole filled in part, by patterns',
    why: 'ship-complete of a line is all or nothing',
    shows: /not complete/,
    modes: ['complete', 'shipComplete'],
    base: NARROW,
    patches: [['cover.ts', 'if (!complete && !problem.shipComplete) continue;', 'continue;']],
  },
  {
    name: 'a plan proven that is above the limit searched',
    why: 'between the limit and it there may be a better one',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: NARROW,
    patches: [
      [
        'stepped.ts',
        'if (this.bestNumber <= limit) return true;',
        'if (this.bestNumber < Number.POSITIVE_INFINITY) return true;',
      ],
    ],
  },
  {
    name: 'states dropped while what they could lead to was open',
    why: 'only what is above the limit may be dropped for good',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: NARROW,
    patches: [
      ['stepped.ts', "if (bound + cover.cut > Math.min(limit, this.bestNumber)) return 'all';", "return 'all';"],
    ],
  },
];

/** Light orders, by looking at every load. */
const LIGHT_BUGS: readonly StepBug[] = [
  {
    name: 'the first of two loads to ship kept, equal in cost',
    why: 'shipping less at the same cost is another plan, and unfilled units come before distance and ranks',
    shows: TIES,
    modes: ['cheapUnfilled'],
    patches: [['light.ts', 'if (cost > bestCost) continue;', 'if (cost >= bestCost) continue;']],
  },
  {
    name: 'the source that was met first kept, equal in cost and distance',
    why: 'nodes are met line by line: a lower source may come later',
    shows: TIES,
    modes: ['cards'],
    patches: [
      [
        'light.ts',
        'if (further > 0 || (further === 0 && source > shippedBy[load])) continue;',
        'if (further >= 0) continue;',
      ],
    ],
  },
  {
    name: 'a light order within a capacity that nobody looks at',
    why: 'every load was priced as if its node had room',
    shows: /units, capacity|lines of its|shipments of its/,
    modes: ['capacity', 'days'],
    patches: [['light.ts', '!problem.hasCapacity &&', '']],
  },
  {
    name: 'two light lines of one SKU',
    why: 'they draw on the same stock',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [['light.ts', 'problem.items.length === 0 &&', '']],
  },
  {
    name: 'the heaviest unit of a load forgotten',
    why: 'one heavy unit makes it oversize',
    shows: PROOF,
    modes: ['scarce'],
    patches: [['loads.ts', 'Math.max(heaviestGrams[before], line.heaviestGrams)', 'heaviestGrams[before]']],
  },
  {
    name: 'two services of a node each given its whole stock, for light orders',
    why: 'they ship from the same shelf',
    shows: /line \d+, node \d+: \d+ of \d+/,
    modes: ['scarce', 'cards'],
    base: SETTLED,
    patches: [['settlement.ts', 'if (!loads.isWithin(this.load[left], held - this.load[right])) continue;', '']],
  },
  {
    name: 'the first of two equal ways to ship a load kept',
    why: 'distance, ranks and the list of parts have not spoken',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: SETTLED,
    patches: [
      [
        'settlement.ts',
        'if (price === value[load] && !this.isBetter(shipment, way[shipped], way[load])) continue;',
        'if (price === value[load]) continue;',
      ],
    ],
  },
  {
    name: 'a plan above the limit taken for the best',
    why: 'shipments that a better plan needs may be above it too',
    shows: PROOF,
    modes: ['cards', 'scarce'],
    base: SETTLED,
    patches: [['settlement.ts', 'if (value[load] + loads.penalty[loads.loads - 1 - load] > limit) continue;', '']],
  },
  {
    name: 'something shipped though nothing costs less',
    why: 'leaving all unfilled is a plan too',
    shows: PROOF,
    modes: ['split'],
    base: SETTLED,
    patches: [['settlement.ts', 'return judge.compare(best, nothing) < 0 ? best : nothing;', 'return best;']],
  },
];

const BUGS = [...PRICE_BUGS, ...BOUND_BUGS, ...PATTERN_BUGS, ...COVER_BUGS, ...LIGHT_BUGS];

describe.each([
  ['every round of the search by steps', NARROW],
  ['bounds by steps', SEEKING],
  ['light orders that are not settled at once', SETTLED],
])('%s', (_, base) => {
  it('agrees with the exhaustive search', { timeout: 60_000 }, async () => {
    expect(searchFault(await patchedSolver(base), { modes: MODES, most: 2000, cards: true }).faults).toEqual([]);
  });
});

describe('a bug of the search by steps, put back on purpose, is found', () => {
  it.each(BUGS)('$name', { timeout: 60_000 }, async (bug) => {
    await expectFound(bug, bug.base ?? [], true);
  });
});
