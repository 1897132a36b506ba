/**
 * Bugs of rates with steps, put back on purpose: see `known-bugs.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { BOUND, type Bug, expectFound, PROOF, searchFault, TIES } from './oracle/put-back';
import { MODES } from './oracle/random-problem';

/**
 * No table of loads, few arms, patterns and states at first, short knapsacks: so that small problems come to the looks and limits that
 * large ones need.
 */
const STEPPED_ONLY: readonly Patch[] = [
  ['solve.ts', 'if (light !== null) return proven(judge, light, scratch.light.spent());', 'void light;'],
  ['looks.ts', 'const FIRST_ARMS = 12;', 'const FIRST_ARMS = 1;'],
  ['looks.ts', 'const MORE_ARMS = 12;', 'const MORE_ARMS = 1;'],
  ['stepped.ts', 'const FEW_PATTERNS = 24;', 'const FEW_PATTERNS = 1;'],
  ['stepped.ts', 'const STATES = 4_000;', 'const STATES = 2;'],
  ['looks.ts', 'const LOOK_STATES = 128;', 'const LOOK_STATES = 2;'],
  ['knapsack.ts', 'const MOST_BRANCHES = 200;', 'const MOST_BRANCHES = 4;'],
  ['openings.ts', 'const MOST_SEEKING = 1_200;', 'const MOST_SEEKING = 30;'],
];

const CLEAN_TRIALS = 4000;

interface CardBug extends Bug {
  readonly steppedOnly?: boolean;
}

/** What a shipment charges is told beside the parts. */
const FREIGHT = /shipments \(source, parcels, freight\): said/;

const BUGS: readonly CardBug[] = [
  {
    name: 'only as many parcels as the limits need',
    why: 'more parcels can be cheaper than one of a dear break',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'if ((count + 1) * (least + extra) >= best) break;', 'break;']],
  },
  {
    name: 'parcels are counted up until the price rises',
    why: 'it may fall again: freight has many low points',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'this.parcels = count;\n      }', 'this.parcels = count;\n      } else break;']],
  },
  {
    name: 'the most parcels of equal price',
    why: 'the fewest are the answer',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'if (total < best) {', 'if (total <= best) {']],
  },
  {
    name: 'a break that ends before its last gram',
    why: 'a break holds parcels up to and including its grams',
    shows: /shipments \(source, parcels, freight\): said|threw/,
    modes: ['cards'],
    patches: [['freight.ts', 'cells.breakGrams[middle] < billed', 'cells.breakGrams[middle] <= billed']],
  },
  {
    name: 'volume not billed',
    why: 'billable weight is the greater of weight and volume ÷ divisor',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'if (divisor === 0) return weight;', 'return weight;']],
  },
  {
    name: 'oversize charged on every parcel, never once',
    why: 'a card says which of the two',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'return oversize ? best + cells.oversizeOnce[cell] : best;', 'return best;']],
  },
  {
    name: 'a price with its percentages rounded down',
    why: 'a parcel is rounded half-up once',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', '(rest * (100_000 + fuel) + 50_000) / 100_000', '(rest * (100_000 + fuel)) / 100_000']],
  },
  {
    name: 'a node used by two shipments of the cheapest partition',
    why: 'each was priced as if the node held all for it',
    shows: /line \d+, node \d+: \d+ of \d+/,
    modes: ['cards', 'plain', 'scarce'],
    patches: [['light.ts', 'this.tied[row + left] === 1 || nodes.includes(at)', 'this.tied[row + left] === 1']],
  },
  {
    name: 'a node adds to what it has just added',
    why: 'loads are walked down so that a node gives one pattern',
    shows: /line \d+, node \d+: \d+ of \d+/,
    modes: ['cards', 'plain', 'scarce'],
    patches: [
      [
        'light.ts',
        'return this.answer(judge) ?? this.settlement.run(this, judge);',
        'return this.settlement.run(this, judge);',
      ],
      [
        'settlement.ts',
        'for (let shipped = loads - 2; shipped >= 0; shipped -= 1) {',
        'for (let shipped = 0; shipped < loads - 1; shipped += 1) {',
      ],
    ],
  },
  {
    name: 'the first of two equal partitions taken',
    why: 'distance, ranks and the list of parts have not spoken',
    shows: TIES,
    modes: ['cards', 'ties'],
    patches: [['light.ts', 'this.tied[row + left] === 1 || nodes.includes(at)', 'nodes.includes(at)']],
  },
  {
    name: 'a line under the rate that is above it',
    why: 'it must stay under the right end of every break, not of the first alone',
    shows: PROOF,
    steppedOnly: true,
    modes: ['cards', 'scarce', 'cheapUnfilled'],
    patches: [
      ['relax.ts', 'if (y - slope * x < least) least = y - slope * x;', 'if (at === first) least = y - slope * x;'],
    ],
  },
  {
    name: 'the slacks of one set of prices with the bound of another',
    why: 'a slack says something beside the bound of its own prices only',
    shows: PROOF,
    steppedOnly: true,
    modes: ['cards', 'scarce', 'cheapFixed'],
    patches: [
      ['stepped.ts', 'standing.takeBestPrices();\n  // The arms', '// The arms'],
      ['standing.ts', 'this.dual = wanted.dual.slice(0, wanted.fields);', ''],
    ],
  },
  {
    name: 'K ignored between the patterns of nodes',
    why: 'patterns are chosen by node, shipments are limited over all',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    patches: [['wanted.ts', 'problem.maxShipments < units ? this.add(problem.maxShipments) : -1', '-1']],
  },
  {
    name: 'K ignored by the cheapest partition',
    why: 'what follows a shipment has one less to come',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    patches: [
      ['light.ts', 'this.isLimited ? row - loads.loads : row;', 'row;'],
      ['light.ts', 'if (this.isLimited) row -= loads;', ''],
    ],
  },
  {
    name: 'K ignored by what settles a partition that is none',
    why: 'ways of different length to the same load are kept apart',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    patches: [['settlement.ts', '(rows === 0 ? 0 : ships) * loads + load;', 'load;']],
  },
  {
    name: 'K of a line ignored between the patterns of nodes',
    why: 'each pattern that carries the line counts',
    shows: /line \d+: \d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    patches: [['wanted.ts', 'maxShipments < lineDemand[line] ? this.add(maxShipments) : -1', '-1']],
  },
  {
    name: 'two services of a node each given its whole stock, by steps',
    why: 'patterns of one node draw on the same stock',
    shows: /line \d+, node \d+: \d+ of \d+/,
    steppedOnly: true,
    modes: ['scarce', 'cards', 'plain'],
    patches: [['patterns.ts', 'if (drawn[line] + partUnits[part] > walk.held[line]) fits = false;', '']],
  },
  {
    name: 'two services of a node each given its whole items, by steps',
    why: 'two lines of a SKU draw on the same stock over the services too',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [
      ['patterns.ts', 'return fits && (walk.itemsLeft.length === 0 || this.itemsFit(left, right));', 'return fits;'],
    ],
  },
  {
    name: 'two lines of one SKU counted apart, by steps',
    why: 'they draw on the same stock within a pattern',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [
      [
        'arm-walk.ts',
        'this.isShared = problem.items.length > 0 || problem.hasCapacity;',
        'this.isShared = problem.hasCapacity;',
      ],
    ],
  },
  {
    name: 'lines of a day not counted, by steps',
    why: 'a node takes no more lines than its day has left',
    shows: /\d+ lines of its \d+/,
    modes: ['days'],
    patches: [['arm-walk.ts', 'if (this.roomLines < members) return 0;', '']],
  },
  {
    name: 'shipments of a day not counted, by steps',
    why: 'two services of a node are two shipments',
    shows: /\d+ shipments of its \d+/,
    modes: ['days'],
    patches: [
      ['patterns.ts', 'problem.nodeShipments === null ? alive : problem.nodeShipments[armNode[start]]', 'alive'],
    ],
  },
  {
    name: 'ways dropped for their number and nobody told',
    why: 'where states were cut off, all that is known is their slack',
    shows: PROOF,
    steppedOnly: true,
    modes: ['cards', 'plain', 'scarce'],
    patches: [['cover.ts', 'this.cut = Math.min(this.cut, this.reduced[order[most]] + passed);', '']],
  },
  {
    name: 'the first of two equal ways kept',
    why: 'the judge decides by all that the number leaves out',
    shows: TIES,
    steppedOnly: true,
    modes: ['cards', 'ties'],
    patches: [
      [
        'cover.ts',
        'if (number === known && !this.isBetter(state, pattern, target, pending)) return;',
        'if (number === known) return;',
      ],
    ],
  },
  {
    name: 'a service dominated by another though steps are shared by neither',
    why: 'two shipments by steps can be cheaper than one that carries both',
    shows: BOUND,
    steppedOnly: true,
    modes: ['cards', 'plain', 'scarce'],
    patches: [['gather.ts', 'plain && problem.columns.cells === null ? liveSources', 'plain ? liveSources']],
  },
];

describe('the search by steps of rates, where small problems are not looked up in a table', () => {
  it('agrees with the exhaustive search', { timeout: 60_000 }, async () => {
    const solver = await patchedSolver(STEPPED_ONLY);
    expect(searchFault(solver, { modes: MODES, most: CLEAN_TRIALS, cards: true }).faults).toEqual([]);
  });
});

describe('a bug of rates with steps, put back on purpose, is found', () => {
  it.each(BUGS)('$name', { timeout: 60_000 }, async (bug) => {
    await expectFound(bug, bug.steppedOnly ? STEPPED_ONLY : [], true);
  });
});
