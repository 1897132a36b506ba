/**
 * Bugs of rates by steps, put back on purpose: the oracles must find each. If one is not found, the oracles have gone blind on that
 * side; if its text is not there, the source has moved and the patch must follow.
 */
import { describe, expect, it } from 'vitest';
import { BOUND, type KnownBug, PROOF, searchFault, TIES } from './oracle/known-bug';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { MODES } from './oracle/random-problem';

/**
 * Small orders would be decided by looking at every load, or their first look would take in every arm: without the one, and with few
 * arms, states and patterns in the other, they go through every round of the search.
 */
const STEPPED_ONLY: readonly Patch[] = [
  ['stepped.ts', 'const plan = scratch.light.solve(judge);', 'const plan = null;'],
  ['stepped.ts', 'const FIRST_ARMS = 12;', 'const FIRST_ARMS = 0;'],
  ['stepped.ts', 'const MORE_ARMS = 12;', 'const MORE_ARMS = 1;'],
  ['stepped.ts', 'const LOOKS = 16;', 'const LOOKS = 2;'],
  ['stepped.ts', 'const LOOK_STATES = 128;', 'const LOOK_STATES = 2;'],
  ['stepped.ts', 'const FEW_PATTERNS = 24;', 'const FEW_PATTERNS = 2;'],
  ['stepped.ts', 'const FIRST_WIDTH = 0.02;', 'const FIRST_WIDTH = 0.001;'],
  ['stepped.ts', 'const STATES = 4_000;', 'const STATES = 3;'],
  ['stepped.ts', 'const MORE_STATES = 8;', 'const MORE_STATES = 3;'],
];

const MENDED: readonly Patch[] = [
  ['knapsack.ts', 'Math.min(cells.breakGrams[index], cells.parcelGrams[cell])', 'cells.breakGrams[index]'],
];
/** The same, with no plan to begin with, and arms bounded by their steps where the walk would soon know. */
const SEEKING: readonly Patch[] = [
  ...STEPPED_ONLY,
  ['stepped.ts', 'this.offer(dive(this.judge, this.scratch, this.gathered, this.best));', ''],
  ['patterns.ts', 'const MOST_SEEKING = 400;', 'const MOST_SEEKING = 4;'],
];

/** Light orders whose cheapest partition is never a plan at once. */
const SETTLED: readonly Patch[] = [
  ['light.ts', 'return this.answer(judge) ?? this.settlement', 'return this.settlement'],
  ['solve.ts', 'if (decided !== null) return decided;', ''],
];

const MOST_TRIALS = 4000;
/** So many problems at least must show nothing without the bug, however soon it is found. */
const LEAST_TRIALS = 300;

interface Bug extends KnownBug {
  /** The search that it is put into; default: as it is. */
  readonly base?: readonly Patch[];
}

/** What the solver says of its own plan is not so. */
const SAID = /said/;
const STOCK = /of \d+$|unsorted/;

const PRICE_BUGS: readonly Bug[] = [
  {
    name: 'only the fewest parcels priced',
    why: 'more and lighter parcels can cost less',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'count = nextCount(cells, cell, grams, cm3, count, billed);', 'break;']],
  },
  {
    name: 'parcel counts between two breaks passed over',
    why: 'each break that comes within reach has a count of its own',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'below = cells.breakGrams[at - 1];', 'below = cells.breakGrams[start];']],
  },
  {
    name: 'a break that does not hold its last gram',
    why: 'up to means up to',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'if (cells.breakGrams[middle] < billed)', 'if (cells.breakGrams[middle] <= billed)']],
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
    name: 'oversize forgotten',
    why: 'one long or heavy unit makes the shipment oversize',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'return oversize ? best + cells.oversizeOnce[cell] : best;', 'return best;']],
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
    modes: ['cards', 'bulky'],
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
    name: 'percentages rounded down',
    why: 'rates are rounded half-up',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', '(rest * (100_000 + fuel) + 50_000)', '(rest * (100_000 + fuel))']],
  },
  {
    name: 'a volume limit of parcels ignored',
    why: 'what does not fit takes another parcel',
    shows: SAID,
    modes: ['cards'],
    patches: [['freight.ts', 'if (cm3 > cells.parcelCm3[cell]) count', 'if (cm3 > Number.POSITIVE_INFINITY) count']],
  },
  {
    name: 'of equal price the most parcels',
    why: 'the fewest of equal price are the plan’s',
    shows: SAID,
    modes: ['cards', 'ties'],
    patches: [
      ['freight.ts', 'if (total < best) {', 'if (total <= best) {'],
      ['freight.ts', 'if ((count + 1) * (least + extra) >= best) break;', ''],
      ['freight.ts', 'count * (least + extra) < best)', 'count * (least + extra) <= best)'],
    ],
  },
];

const BOUND_BUGS: readonly Bug[] = [
  {
    name: 'the line under a rate anchored at its first break only',
    why: 'it must be below every break that a load can reach',
    shows: PROOF,
    modes: ['cards', 'bulky'],
    base: STEPPED_ONLY,
    patches: [['relax.ts', 'if (y - slope * x < least) least', 'if (at === first && y - slope * x < least) least']],
  },
  {
    name: 'the line under a rate begun at the heaviest unit',
    why: 'the lightest may go alone',
    shows: PROOF,
    modes: ['cards', 'capacity', 'split'],
    base: STEPPED_ONLY,
    patches: [
      ['relax.ts', 'armLeast[arm] = Number.POSITIVE_INFINITY;', 'armLeast[arm] = 0;'],
      ['relax.ts', 'if (measure < armLeast[arm])', 'if (measure > armLeast[arm])'],
    ],
  },
  {
    name: 'a line that would begin below nothing lifted to nothing',
    why: 'lifted, it must be flatter too',
    shows: PROOF,
    modes: ['cards', 'bulky'],
    base: STEPPED_ONLY,
    patches: [
      ['relax.ts', 'scratch.slope = steepest * (1 - 1e-12);\n  return 0;', 'scratch.slope = slope;\n  return 0;'],
    ],
  },
  {
    name: 'a break that costs less than the one before forgotten by the line',
    why: 'what is billed by its volume may pay for a later break than its weight says',
    shows: PROOF,
    modes: ['cards', 'bulky'],
    base: STEPPED_ONLY,
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
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'bound += least - armReduced[arm];', 'bound -= armReduced[arm];']],
  },
  {
    name: 'the last line of a parcel not taken in part',
    why: 'a knapsack is bounded by its continuous one',
    shows: PROOF,
    modes: ['cards', 'capacity', 'bulky'],
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
    base: STEPPED_ONLY,
    patches: [['polish.ts', 'Math.min(patterns.penalty(field), Math.max(0, price))', 'Math.max(0, price)']],
  },
  {
    name: 'a shipment that is worth something under K',
    why: 'fewer shipments than K are allowed: their price may not be above nothing',
    shows: PROOF,
    modes: ['maxShipments'],
    base: STEPPED_ONLY,
    patches: [
      ['polish.ts', 'field === wanted.shipments ? Math.min(0, price) : 0', 'field === wanted.shipments ? price : 0'],
    ],
  },
  {
    name: 'the best bound with the reduced costs of the last prices',
    why: 'slacks hold for D and r of one and the same v only',
    shows: PROOF,
    modes: ['cards', 'capacity', 'maxShipments', 'scarce'],
    base: STEPPED_ONLY,
    patches: [['polish.ts', 'dual.set(bestDual);\n  return patterns.reprice();', 'return bound;']],
  },
];

/** What a node's patterns hold, and how they are put together. */
const PATTERN_BUGS: readonly Bug[] = [
  {
    name: 'shipments of a pattern not counted',
    why: 'K counts the shipments of every node',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', '+= ships << wanted.shift[wanted.shipments];', '+= 0 * ships;']],
  },
  {
    name: 'shipments of a line not counted',
    why: 'a line has a limit of its own',
    shows: /line \d+: \d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'if (limited >= 0) words[', 'if (limited < -1) words[']],
  },
  {
    name: 'fields without a guard bit',
    why: 'what is taken twice must be seen to be gone',
    shows: /too many|shipments, at most|said/,
    modes: ['cards', 'maxShipments', 'capacity'],
    base: STEPPED_ONLY,
    patches: [['wanted.ts', '33 - Math.clz32(this.most[field])', 'Math.max(1, 32 - Math.clz32(this.most[field]))']],
  },
  {
    name: 'two services of a node each given its whole stock, in one pattern',
    why: 'they ship from the same shelf',
    shows: STOCK,
    modes: ['scarce', 'cards', 'masks', 'tables'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'if (drawn[line] + partUnits[part] > this.held[line]) fits = false;', '']],
  },
  {
    name: 'two services of a node each given its whole capacity',
    why: 'a node takes no more than it can, by whatever service',
    shows: /units, capacity|lines of its/,
    modes: ['capacity', 'days'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'if (room < 0 || roomLines < 0) fits = false;', '']],
  },
  {
    name: 'kits of two services that draw on the same items',
    why: 'the items are there once',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    base: STEPPED_ONLY,
    patches: [
      ['patterns.ts', 'return fits && (this.itemsLeft.length === 0 || this.itemsFit(left, right));', 'return fits;'],
    ],
  },
  {
    name: 'two shipments from a node that takes one more today',
    why: 'its services ship from one dock',
    shows: /shipments of its/,
    modes: ['days'],
    base: STEPPED_ONLY,
    patches: [
      ['patterns.ts', 'const joins = alive > 1 && shipments > 1;', 'const joins = alive > 1;'],
      ['patterns.ts', 'if (this.ships[left] >= shipments) continue;', ''],
    ],
  },
  {
    name: 'the members of a line that travels as one counted as one line',
    why: 'each is a line of the node’s day',
    shows: /lines of its/,
    modes: ['days', 'wholes'],
    base: STEPPED_ONLY,
    patches: [
      ['patterns.ts', 'if (this.roomLines < members) return 0;', 'if (this.roomLines < 1) return 0;'],
      ['node-room.ts', 'nodeLines[node] >= members', 'nodeLines[node] >= 1'],
    ],
  },
  {
    name: 'joined patterns within a base that is too high',
    why: 'both may pay more than they cost, so less is out of reach',
    shows: PROOF,
    modes: ['cards', 'tables', 'masks', 'scarce', 'capacity'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'most + base - later, shipments)', 'most, shipments)']],
  },
  {
    name: 'what the later lines could gain left out of a walk',
    why: 'an amount that costs more than it is worth may be paid for by the next line',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', 'rest[at + 1] + Math.min(0, most[at] * gain[at])', '0 * rest[at + 1]']],
  },
  {
    name: 'a price per line forgotten in a pattern',
    why: 'handling per line is paid for by every shipment that carries it',
    shows: PROOF,
    modes: ['linePrices'],
    base: STEPPED_ONLY,
    patches: [['patterns.ts', '+ units * this.unit[at] + this.lineOnce[at];', '+ units * this.unit[at];']],
  },
  {
    name: 'patterns as good as the limit dropped',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: STEPPED_ONLY,
    patches: [
      [
        'patterns.ts',
        'if (this.reduced[pattern] - bases[node] > most) continue;',
        'if (this.reduced[pattern] - bases[node] >= most) continue;',
      ],
    ],
  },
];

/** How patterns are chosen. */
const COVER_BUGS: readonly Bug[] = [
  {
    name: 'ways as good as the best plan dropped',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: STEPPED_ONLY,
    patches: [['cover.ts', 'if (reduced[pattern] > room) continue;', 'if (reduced[pattern] >= room) continue;']],
  },
  {
    name: 'the first of two equal ways to a state kept',
    why: 'the last ties choose between them',
    shows: TIES,
    modes: ['ties', 'cards'],
    base: STEPPED_ONLY,
    patches: [
      [
        'cover.ts',
        'if (number === known && !this.isBetter(state, pattern, target, pending)) return;',
        'if (number === known) return;',
      ],
    ],
  },
  {
    name: 'a line that ships whole filled in part, by patterns',
    why: 'ship-complete of a line is all or nothing',
    shows: /not complete/,
    modes: ['complete', 'shipComplete'],
    base: STEPPED_ONLY,
    patches: [['cover.ts', 'if (!complete && !problem.shipComplete) continue;', 'continue;']],
  },
  {
    name: 'states that were too many forgotten',
    why: 'the best plan may pass through one of them',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: STEPPED_ONLY,
    patches: [['cover.ts', 'this.cut = Math.min(this.cut, this.reduced[order[most]] + passed);', '']],
  },
  {
    name: 'a plan proven that is above the limit searched',
    why: 'between the limit and it there may be a better one',
    shows: PROOF,
    modes: ['cards', 'capacity', 'linePrices'],
    base: STEPPED_ONLY,
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
    base: STEPPED_ONLY,
    patches: [
      ['stepped.ts', "if (bound + cover.cut > Math.min(limit, this.bestNumber)) return 'all';", "return 'all';"],
    ],
  },
];

const BUGS: readonly Bug[] = [...PRICE_BUGS, ...BOUND_BUGS, ...PATTERN_BUGS, ...COVER_BUGS];

describe.each([
  ['every round of the search', STEPPED_ONLY],
  ['bounds by the steps of rates', SEEKING],
  ['light orders that are not settled at once', SETTLED],
])('%s', (_, base) => {
  it('agrees with the exhaustive search', { timeout: 60_000 }, async () => {
    expect(
      searchFault(await patchedSolver([...MENDED, ...base]), { modes: MODES, most: 2000, cards: true }).faults,
    ).toEqual([]);
  });
});

/** base and modes → problems that showed nothing. */
const clean = new Map<string, number>();

describe('a bug put back on purpose is found', () => {
  it.each(BUGS)('$name', { timeout: 60_000 }, async ({ base = [], patches, modes, shows }) => {
    const found = searchFault(await patchedSolver([...MENDED, ...base, ...patches]), {
      modes,
      shows,
      most: MOST_TRIALS,
      cards: true,
    });
    console.log('FOUND', found.trials, found.faults[0]?.slice(0, 120));
    expect(found.faults, 'with the bug').not.toEqual([]);
    const most = Math.max(found.trials, LEAST_TRIALS);
    const key = JSON.stringify([base, modes]);
    if ((clean.get(key) ?? 0) >= most) return;
    expect(
      searchFault(await patchedSolver([...MENDED, ...base]), { modes, most, cards: true }).faults,
      'without it',
    ).toEqual([]);
    clean.set(key, most);
  });
});
