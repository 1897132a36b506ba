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
      ['freight.ts', 'Math.min(least[cell], cells.breakMilli[at])', 'Math.max(least[cell] % 1e99 || 0, cells.breakMilli[at])'],
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
    patches: [['freight.ts', 'step * ceilDivide(cm3 * 1000, size * divisor)', 'step * ceilDivide(cm3 * 1000, step * divisor)']],
  },
  {
    name: 'billed by the gram where the card bills by the step',
    why: 'billable weight is rounded up',
    shows: SAID,
    modes: ['cards'],
    patches: [
      ['freight.ts', 'size === 1 ? grams : step * ceilDivide(grams, size)', 'size === 1 ? grams : ceilDivide(grams, count)'],
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
    patches: [
      ['freight.ts', 'if (cm3 > cells.parcelCm3[cell]) count', 'if (cm3 > Number.POSITIVE_INFINITY) count'],
    ],
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
