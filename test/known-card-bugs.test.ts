/**
 * Bugs of rates with steps, put back on purpose: see `known-bugs.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { BOUND, type Bug, expectFound, PROOF, searchFault, TIES } from './oracle/put-back';
import { MODES } from './oracle/random-problem';

/** No table of loads, few arms at first, short knapsacks: so that small problems come to the prices and limits that large ones need. */
const STEPPED_ONLY: readonly Patch[] = [
  ['solve.ts', 'if (light !== null) return proven(judge, light, scratch.light.spent());', 'void light;'],
  ['looks.ts', 'const FIRST_ARMS = 12;', 'const FIRST_ARMS = 1;'],
  ['climb.ts', 'const FEW_ARMS = 80;', 'const FEW_ARMS = 1;'],
  ['knapsack.ts', 'const MOST_BRANCHES = 800;', 'const MOST_BRANCHES = 4;'],
  ['openings.ts', 'const MOST_SEEKING = 1_200;', 'const MOST_SEEKING = 30;'],
];

/** And no plans of partitions: then patterns of nodes are chosen, few states at first. */
const BY_PATTERNS: readonly Patch[] = [
  ...STEPPED_ONLY,
  ['stepped.ts', 'const SETTLING = 0.25;', 'const SETTLING = 0;'],
  ['stepped.ts', 'const FEW_PATTERNS = 24;', 'const FEW_PATTERNS = 1;'],
  ['stepped.ts', 'const STATES = 4_000;', 'const STATES = 2;'],
  ['looks.ts', 'const COVER_STATES = 128;', 'const COVER_STATES = 2;'],
];

const CLEAN_TRIALS = 4000;

interface CardBug extends Bug {
  readonly beside?: readonly Patch[];
}

/** What a shipment charges is told beside the parts. */
const FREIGHT = /shipments \(source, parcels, freight\): said/;

const BUGS: readonly CardBug[] = [
  {
    name: 'only as many parcels as the limits need',
    why: 'more parcels can be cheaper than one of a dear break',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [['freight.ts', 'if ((count + 1) * (least + extra) >= best) break;', 'if (best < Infinity) break;']],
  },
  {
    name: 'parcels are counted up until the price rises',
    why: 'it may fall again: freight has many low points',
    shows: FREIGHT,
    modes: ['cards'],
    patches: [
      [
        'freight.ts',
        'this.parcels = count;\n      }',
        'this.parcels = count;\n      } else if (best < Infinity) break;',
      ],
    ],
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
    patches: [
      [
        'freight.ts',
        'cells.breakGrams[middle] < billed',
        'cells.breakGrams[middle] < billed + (middle < cells.breakStart[cell + 1] - 1 ? 1 : 0)',
      ],
    ],
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
    beside: STEPPED_ONLY,
    modes: ['cards', 'scarce', 'cheapUnfilled'],
    patches: [
      ['relax.ts', 'if (y - slope * x < least) least = y - slope * x;', 'if (at === first) least = y - slope * x;'],
    ],
  },
  {
    name: 'the slacks of one set of prices with the bound of another',
    why: 'a slack says something beside the bound of its own prices only',
    shows: PROOF,
    beside: STEPPED_ONLY,
    modes: ['cards', 'scarce', 'cheapFixed'],
    patches: [
      [
        'stepped.ts',
        'standing.takeBestPrices();\n  // The arms',
        'scratch.wanted.priceLines(scratch.linePenalty);\n  // The arms',
      ],
      ['stepped.ts', 'const low = standing.boundAll();', 'standing.boundAll();\n  const { low } = standing;'],
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
    beside: BY_PATTERNS,
    modes: ['scarce', 'cards', 'plain'],
    patches: [['patterns.ts', 'if (partUnits[part] > walk.leftOf(line)) return false;', '']],
  },
  {
    name: 'two services of a node each given its whole items, by steps',
    why: 'two lines of a SKU draw on the same stock over the services too',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [['arm-walk.ts', '&& this.itemsLeft.every((units) => units >= 0);', ';']],
  },
  {
    name: 'two lines of one SKU counted apart, by steps',
    why: 'they draw on the same stock within a pattern',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [['arm-walk.ts', 'this.isShared = problem.items.length > 0 ||', 'this.isShared =']],
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
    name: 'every start given the loads of the last',
    why: 'an early start finds less stock',
    shows: /up to rank/,
    modes: ['starts'],
    patches: [
      ['light.ts', 'this.held[at * this.ranks + rankOf(this.problem, source)]', 'this.held[(at + 1) * this.ranks - 1]'],
    ],
  },
  {
    name: 'starts of a node settled by the stock of the last',
    why: 'starts up to each rank draw together on what is there for it',
    shows: /up to rank/,
    modes: ['starts'],
    patches: [
      [
        'settlement.ts',
        'if (ranks === 1) return this.fitLoads(this.load[left], this.load[right], held[at]);',
        'if (ranks > 0) return this.fitLoads(this.load[left], this.load[right], held[(at + 1) * ranks - 1]);',
      ],
    ],
  },
  {
    name: 'two services of a node each given its whole stock, by loads',
    why: 'loads of one node draw on the same stock, whoever ships them',
    shows: /line \d+, node \d+: \d+ of \d+/,
    beside: STEPPED_ONLY,
    modes: ['scarce', 'cards', 'plain'],
    patches: [['partition-plans.ts', 'if (count > 1 && !this.fits(node, count, parts)) return;', '']],
  },
  {
    name: 'a source that ships two loads of a partition',
    why: 'both together are another load, at another price',
    shows: /line \d+, node \d+: \d+ of \d+|twice|sorted/,
    beside: STEPPED_ONLY,
    modes: ['scarce', 'cards', 'plain'],
    patches: [['partition-plans.ts', 'return this.entries.every((other) => entryArm[other] !== arm);', 'return true;']],
  },
  {
    name: 'the first of two equal partitions kept, by loads',
    why: 'plans of equal numbers differ in distance, ranks and parts',
    shows: TIES,
    beside: STEPPED_ONLY,
    modes: ['cards', 'ties'],
    patches: [
      [
        'partition-plans.ts',
        'if (total + rest > Math.min(most, this.standing.bestNumber - this.low)) continue;',
        'if (total + rest >= this.standing.bestNumber - this.low || total + rest > most) continue;',
      ],
    ],
  },
  {
    name: 'starts that do not see what later ones promise, by steps',
    why: 'patterns of one node draw on the same stock, rank by rank',
    shows: /up to rank/,
    beside: BY_PATTERNS,
    modes: ['starts'],
    patches: [
      [
        'starts.ts',
        'later < ranks; later += 1) ladder[first + later] -= units;',
        'later <= rank; later += 1) ladder[first + later] -= units;',
      ],
    ],
  },
  {
    name: 'the fee of groups that ship nothing forgotten in the table of loads',
    why: 'only a group that ships spares it for its first shipment',
    shows: PROOF,
    modes: ['groups'],
    patches: [['light.ts', 'if (judge.problem.groups !== null) this.chargeGroups(judge.problem.groups);', '']],
  },
  {
    name: 'limits of groups ignored by the table of loads',
    why: 'it counts the shipments of the order only',
    shows: /group \d+: \d+ shipments/,
    modes: ['groups'],
    patches: [['light.ts', 'areUnlimited(problem) &&', '']],
  },
  {
    name: 'limits of groups ignored between the patterns of nodes',
    why: 'each pattern takes shipments off the limits of its groups',
    shows: /group \d+: \d+ shipments/,
    modes: ['groups'],
    patches: [['wanted.ts', 'areUnlimited(problem) ? null : this.addGroups(problem);', 'null;']],
  },
  {
    name: 'groups that ship whole torn, by steps',
    why: 'a group ships whole or not at all',
    shows: /group \d+: ships, but/,
    modes: ['groups'],
    patches: [
      ['cover.ts', 'if (first < line && left > 0 !== wanted.read(this.words, start, first) > 0) return false;', ''],
    ],
  },
  {
    name: 'the fee spared once whatever groups ship, by steps',
    why: 'every group that ships spares it for its first shipment',
    shows: PROOF,
    beside: BY_PATTERNS,
    modes: ['groups'],
    patches: [['cover.ts', 'return perGroup * shipping.size;', 'return perGroup;']],
  },
  {
    name: 'days of starts ignored by the table of loads',
    why: 'it knows the stock of a node only',
    shows: /day \d+: /,
    modes: ['dates'],
    patches: [['light.ts', 'problem.days === null &&', '']],
  },
  {
    name: "shipments of a start's day not counted, by steps",
    why: 'sources of one day are as many shipments of it',
    shows: /day \d+: \d+ shipments/,
    modes: ['dates'],
    patches: [
      ['patterns.ts', 'if (!daysTakeShipments(this.judge.problem, this.sourcesOf(left, right))) return false;', ''],
    ],
  },
  {
    name: "units and lines of a start's day not counted between its sources, by steps",
    why: 'the day is theirs together',
    shows: /day \d+: \d+ (units|lines)/,
    modes: ['dates'],
    patches: [['arm-walk.ts', 'if (days !== null && !days.isWithin()) return false;', '']],
  },
  {
    name: 'stairs of one parcel only',
    why: 'several parcels can be cheaper than one of a dear break',
    shows: PROOF,
    beside: STEPPED_ONLY,
    modes: ['cards', 'bulky'],
    patches: [
      ['staircase.ts', 'const MOST_PARCELS = 8;', 'const MOST_PARCELS = 1;'],
      ['staircase.ts', 'if (parcels <= this.units && parcels * least < whole) addTail', 'if (parcels < 0) addTail'],
    ],
  },
  {
    name: 'ways dropped for their number and nobody told',
    why: 'where states were cut off, all that is known is their slack',
    shows: PROOF,
    beside: BY_PATTERNS,
    modes: ['cards', 'plain', 'scarce'],
    patches: [['cover.ts', 'this.cut = Math.min(this.cut, this.reduced[order[most]] + passed);', '']],
  },
  {
    name: 'the first of two equal ways kept',
    why: 'the judge decides by all that the number leaves out',
    shows: TIES,
    beside: BY_PATTERNS,
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
    beside: STEPPED_ONLY,
    modes: ['cards', 'plain', 'scarce'],
    patches: [['gather.ts', 'plain && problem.columns.cells === null ? liveSources', 'plain ? liveSources']],
  },
];

describe('the search by steps of rates, where small problems are not looked up in a table', () => {
  it.each([
    { by: 'partitions', patches: STEPPED_ONLY },
    { by: 'patterns', patches: BY_PATTERNS },
  ])('agrees with the exhaustive search by $by', { timeout: 60_000 }, async ({ patches }) => {
    const solver = await patchedSolver(patches);
    expect(searchFault(solver, { modes: MODES, most: CLEAN_TRIALS, cards: true }).faults).toEqual([]);
  });
});

describe('a bug of rates with steps, put back on purpose, is found', () => {
  it.each(BUGS)('$name', { timeout: 60_000 }, async (bug) => {
    await expectFound(bug, bug.beside ?? [], true);
  });
});
