/**
 * Bugs that solvers of this kind have had, put back on purpose: the oracles must find each. If one is not found, the oracles have
 * gone blind on that side; if its text is not there, the source has moved and the patch must follow.
 */
import { describe, expect, it } from 'vitest';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { BOUND, type Bug, expectFound, PROOF, searchFault, TIES } from './oracle/put-back';
import { MODES } from './oracle/random-problem';

/** Small problems would all be enumerated: without that, and with no restricted search before, they meet the search itself. */
const SEARCH_ONLY: readonly Patch[] = [
  ['solve.ts', 'if (alive <= MOST_TRIED && isCostObjective(problem) && this.enumerate()) {', 'if (alive < 0) {'],
  ['search.ts', 'if (countFree(core) > 12) {', 'if (countFree(core) > 1) {'],
  ['search.ts', 'countFree(core) > 6)', 'countFree(core) > 1)'],
  ['exact-line.ts', 'const MANY_UNITS = 3;', 'const MANY_UNITS = 2;'],
  ['exact-line.ts', 'const HEAVY_UNITS = 8;', 'const HEAVY_UNITS = 2;'],
  ['core.ts', 'const BRANCHES_BEFORE_RANKS = 12;', 'const BRANCHES_BEFORE_RANKS = 0;'],
  ['search.ts', 'const LEAF_PART = 64;', 'const LEAF_PART = 2 ** 40;'],
];

/** Small problems would hardly be narrowed before: so each goes through every round, and few branches are enough to give up. */
const NARROWED: readonly Patch[] = [
  ['solve.ts', 'const FEW_ENUMERATED = 5;', 'const FEW_ENUMERATED = -1;'],
  ['solve.ts', 'const IMPROVED_ARMS = 20;', 'const IMPROVED_ARMS = 3;'],
  ['subsets.ts', 'export const MOST_ENUMERATED = 20;', 'export const MOST_ENUMERATED = 0;'],
  ['subsets.ts', 'const MOST_BRANCHES = 200;', 'const MOST_BRANCHES = 6;'],
];

const CLEAN_TRIALS = 4000;
interface SearchBug extends Bug {
  readonly searchOnly?: boolean;
  readonly narrowed?: boolean;
}

const BUGS: readonly SearchBug[] = [
  {
    name: 'a better bound with the reduced costs of a weaker dual',
    why: 'route fixing holds for D and r of one and the same v only',
    shows: PROOF,
    modes: ['plain', 'cheapFixed', 'scarce', 'ties'],
    searchOnly: true,
    patches: [
      [
        'search.ts',
        'fix(core, bound);\n      fill(core, tempting(core));\n      if',
        'fix(core, Math.max(bound, known));\n      fill(core, tempting(core));\n      if',
      ],
      ['search.ts', 'let bound = ascend(core, 1);', 'shareDual(core);\n    let bound = evaluate(core);'],
      [
        'search.ts',
        'bound = Math.max(bound, tighten(core, bound, isFree(core) ? 2 : 8));',
        '{ bound = ascend(core, 6); known = Math.max(known, bound); shareDual(core); evaluate(core); fix(core, bound); }',
      ],
    ],
  },
  {
    name: 'the bound without min(0, …)',
    why: 'with partial stock a node may pay more than it costs, and that must be given back',
    shows: BOUND,
    modes: ['scarce', 'plain', 'cheapUnfilled'],
    searchOnly: true,
    patches: [['dual.ts', 'sum += least;\n', 'sum += Math.max(0, least);\n']],
  },
  {
    name: 'the root bound without min(0, …)',
    why: 'a node may pay more than it costs over the whole network too',
    shows: BOUND,
    modes: ['scarce', 'plain', 'cheapUnfilled'],
    patches: [['root.ts', 'if (armReduced[arm] < 0) bound += armReduced[arm];', '']],
  },
  {
    name: 'the bound over a handful of arms without min(0, …)',
    why: 'an arm may pay more than it costs there too',
    shows: BOUND,
    modes: ['scarce', 'plain', 'cheapUnfilled'],
    patches: [
      [
        'arm-bound.ts',
        'if (reduced[place] < 0 ? state[place] !== CLOSED : state',
        'if (reduced[place] < 0 ? false : state',
      ],
    ],
  },
  {
    name: 'arms fixed out by the best bound and the reduced costs of other prices',
    why: 'route fixing holds for D and r of one and the same v only',
    shows: PROOF,
    modes: ['plain', 'cheapFixed', 'scarce', 'ties'],
    narrowed: true,
    patches: [
      [
        'arm-bound.ts',
        'failures += 1;\n',
        'failures += 1;\n    candidates.bound = best;\n    fixArmsOut(candidates, limit);\n',
      ],
    ],
  },
  {
    name: 'a handful closed as soon as the bound meets the best plan',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties'],
    patches: [
      ['subsets.ts', 'if (this.candidates.bound > this.best) break;', 'if (this.candidates.bound >= this.best) break;'],
    ],
  },
  {
    name: 'a node dominated by another node',
    why: 'with partial stock both may be needed',
    shows: BOUND,
    modes: ['scarce', 'plain', 'everything'],
    patches: [
      [
        'dominance.ts',
        'const end = nodeSourceStart[node + 1];\n      for (let source',
        'const end = problem.sources;\n      for (let source',
      ],
      [
        'dominance.ts',
        'source < end; source += 1) {\n        if (live',
        'source < nodeSourceStart[node + 1]; source += 1) {\n        if (live',
      ],
    ],
  },
  {
    name: 'a node dominated by another node, among coupled lines or many levels',
    why: 'there services are compared on every level, and between nodes all the same not',
    shows: BOUND,
    modes: ['scarce', 'capacity', 'sharedItems', 'goals'],
    patches: [['dominance.ts', 'other < arms && armFirst[other] === armFirst[arm];', 'other < arms;']],
  },
  {
    name: 'under K a node that comes in always displaces one',
    why: 'only when K is full must the worst kept node give way',
    shows: BOUND,
    modes: ['maxShipments'],
    patches: [['dual.ts', 'return kept >= room ? worst : 0;', 'return kept > 0 ? worst : 0;']],
  },
  {
    name: 'K ignored where modes are fixed',
    why: 'a mode that opens more shipments than are left can be in no plan',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    patches: [['dual.ts', 'core.modeSize[mode] > room ||', '']],
  },
  {
    name: 'K ignored where the cheapest cover of a line is offered',
    why: 'the modes of a cover may hold more arms than K, on fewer nodes too',
    shows: /\d+ shipments, at most \d+/,
    modes: ['maxShipments'],
    searchOnly: true,
    patches: [['exact-line.ts', 'if (core.problem.maxShipments >= core.arms) fill', 'fill']],
  },
  {
    name: 'under K the shares beyond it taken off twice',
    why: 'they are left out of the sum, no more',
    shows: BOUND,
    modes: ['maxShipments'],
    patches: [['dual.ts', '? sum - beyond(core, room) :', '? sum - 2 * beyond(core, room) :']],
  },
  {
    name: 'ties pruned before the last ties have spoken',
    why: 'a plan that is equal on every level can still come first',
    shows: TIES,
    modes: ['ties'],
    searchOnly: true,
    patches: [
      [
        'core.ts',
        'if (bound > this.bestNumber + this.packing.slack) return true;\n    return this.onlyTies',
        'if (bound >= this.bestNumber) return true;\n    return this.onlyTies',
      ],
    ],
  },
  {
    name: 'a leaf that had to wait forgotten',
    why: 'the best plan may be there',
    shows: PROOF,
    modes: ['capacity', 'complete', 'linePrices', 'sharedItems'],
    searchOnly: true,
    patches: [['search.ts', 'core.postponed.push({ modeOf: core.nodeForced.slice(0, core.nodes), bound });', '{}']],
  },
  {
    name: 'two lines of one SKU counted apart',
    why: 'they draw on the same stock',
    shows: /item \d+: \d+ of \d+/,
    modes: ['sharedItems'],
    patches: [
      [
        'coupled.ts',
        'for (const draw of draws) {\n      most =',
        'for (const draw of [] as typeof draws) {\n      most =',
      ],
    ],
  },
  {
    name: 'two services of a node each given its whole stock',
    why: 'a node is one group',
    shows: /line \d+, node \d+: \d+ of \d+/,
    modes: ['scarce', 'plain', 'masks', 'tables', 'late'],
    patches: [['subsets.ts', '    return drawn;\n', '    return 0;\n']],
  },
  {
    name: 'two services of a node each given its whole stock, among coupled lines',
    why: 'what one service took of a slot is gone for the other',
    shows: /line \d+, node \d+: \d+ of \d+/,
    modes: ['capacity', 'complete', 'linePrices', 'sharedItems', 'maxShipments'],
    patches: [['coupled.ts', 'drawFrom(this.own, slot * ranks, ranks, rank, units);', '']],
  },
  {
    name: 'a price per line spread over the units and rounded up',
    why: 'a bound must not be above the truth, by no 1/1000 either',
    shows: PROOF,
    modes: ['linePrices'],
    patches: [
      [
        'lay.ts',
        'Math.floor(core.slotArmOnce[at] / core.slotArmUnits[at])',
        'Math.ceil(core.slotArmOnce[at] / core.slotArmUnits[at])',
      ],
    ],
  },
  {
    name: 'a price per line taken for a price per unit',
    why: 'it is paid once, so each unit bears a share of it',
    shows: BOUND,
    modes: ['linePrices'],
    patches: [['lay.ts', 'Math.floor(core.slotArmOnce[at] / core.slotArmUnits[at])', 'core.slotArmOnce[at]']],
  },
  {
    name: 'a price per line not charged where lines are coupled',
    why: 'a plan whose number is too small beats plans that are better',
    shows: PROOF,
    modes: ['linePrices'],
    patches: [
      ['coupled.ts', 'number + open + option.once + units * option.unit', 'number + open + units * option.unit'],
    ],
  },
  {
    name: 'node capacity ignored',
    why: 'a node takes no more than it can',
    shows: /units, capacity/,
    modes: ['capacity'],
    patches: [['coupled.ts', ', Math.floor(this.room[node] / weight));', ');']],
  },
  {
    name: 'lines of a day not counted among coupled lines',
    why: 'every shipment that carries a line takes one of the lines that the node still does',
    shows: /lines/,
    modes: ['days'],
    patches: [['coupled.ts', 'if (this.lines[node] < members) return 0;', '']],
  },
  {
    name: 'a limit on lines or shipments of a day taken for none that couples lines',
    why: 'given who may ship, the lines of a node still compete for it',
    shows: /./,
    modes: ['days'],
    patches: [['gather.ts', 'canCrowd(problem, node, orderLines) ||', '']],
  },
  {
    name: 'ranks left out of the last ties',
    why: 'Σ ranks of the shipments and of the units come before the list of parts',
    shows: TIES,
    modes: ['ties'],
    patches: [
      ['plan-value.ts', 'this.shipmentRanks(a.parts) - this.shipmentRanks(b.parts) ||', ''],
      ['plan-value.ts', 'this.unitRanks(a.parts) - this.unitRanks(b.parts) ||', ''],
    ],
  },
  {
    name: 'the first shipment pays the split fee too',
    why: 'the fee is for shipments beyond the first',
    shows: /said \d+, is \d+/,
    modes: ['split'],
    patches: [['objective.ts', 'once: -problem.splitMilli,', 'once: 0,']],
  },
  {
    name: 'a bound rounded to the wrong side',
    why: 'a bound above the optimum is a lie, also where nothing is called optimal',
    shows: BOUND,
    modes: ['tightBudget', 'everything'],
    patches: [
      [
        'proof.ts',
        'short + Math.floor(rest / packing.weights[level]) * step',
        'short + (Math.floor(rest / packing.weights[level]) + 1) * step',
      ],
    ],
  },
  {
    name: 'services dominated though lines have prices of their own',
    why: 'a cost table can make the dearer service the cheaper one',
    shows: PROOF,
    modes: ['tables', 'masks'],
    patches: [['gather.ts', 'byCost && isBare && problem.lines.every(isPlain);', 'byCost && isBare;']],
  },
  {
    name: 'starts that do not see what later ones promise',
    why: 'what an early start draws is gone for the later ones, and what they have drawn already for it',
    shows: /up to rank/,
    modes: ['starts', 'sharedItems', 'capacity'],
    patches: [['starts.ts', 'if (ladder[first + later] < least) least = ladder[first + later];', '{}']],
  },
  {
    name: 'starts that draw on the stock of their own rank only',
    why: 'the stock of a rank is drawn on by all starts up to it',
    shows: /up to rank/,
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
    name: 'a later start given all its stock beside an earlier one',
    why: 'the earlier one has drawn on it',
    shows: /up to rank/,
    modes: ['starts'],
    searchOnly: true,
    patches: [['lay.ts', 'core.slotArmUnits[chosen] - drawn;', 'core.slotArmUnits[chosen];']],
  },
  {
    name: 'every start given the stock of the last, where one line is decided by a scan',
    why: 'an early start finds less',
    shows: /up to rank/,
    modes: ['starts'],
    patches: [
      [
        'one-line.ts',
        'starts === null ? most : Math.min(most, unitsAt(problem, problem.lines[0], entry, source));',
        'most;',
      ],
    ],
  },
  {
    name: 'a later start dominated by an earlier one with less stock',
    why: 'the earlier one cannot ship all that the later one could',
    shows: PROOF,
    modes: ['starts'],
    searchOnly: true,
    patches: [['dominance.ts', 'rankOf(problem, source) < rankOf(problem, other) ||', '']],
  },
  {
    name: 'a line drawing on one start of a node only',
    why: 'what is there early may be cheaper, and the rest comes later',
    shows: PROOF,
    modes: ['starts'],
    searchOnly: true,
    patches: [['lay.ts', 'core.lines * ranksOf(core.problem) :', 'core.lines :']],
  },
  {
    name: 'ranks by start',
    why: 'the starts of a (node, service) share its rank',
    shows: TIES,
    modes: ['starts'],
    patches: [['rank.ts', 'if (starts === null || starts.sourcePair[source] !== pair) rank += 1;', 'rank += 1;']],
  },
  {
    name: 'equal starts settled by the first',
    why: 'the list of parts is the last tie',
    shows: TIES,
    modes: ['starts'],
    patches: [
      ['start-ties.ts', 'if (starts === null) return parts;', 'if (starts === null || lines.length > 0) return parts;'],
    ],
  },
  {
    name: 'the split fee counted per order',
    why: 'every delivery group has a first shipment',
    shows: /said \d+, is \d+/,
    modes: ['groups'],
    patches: [['plan-value.ts', 'perGroup * shipping', 'perGroup']],
  },
  {
    name: 'a bound that spares the fee for one group only',
    why: 'every group that ships spares it for its first shipment',
    shows: PROOF,
    modes: ['groups', 'split'],
    patches: [['gather.ts', 'perGroup * wantingGroups(problem, scratch.lineDemand)', 'perGroup']],
  },
  {
    name: 'a bound of the search that spares the fee for one group only',
    why: 'the same among the arms that are left',
    shows: PROOF,
    modes: ['groups', 'split'],
    searchOnly: true,
    patches: [['lay.ts', 'core.perGroup * wantingGroups(problem, core.demand);', 'core.perGroup;']],
  },
  {
    name: 'what a delivery group asks of its shipments ignored',
    why: 'it may have a limit of its own, and ship whole or not at all',
    shows: /group \d+: /,
    modes: ['groups'],
    patches: [['core.ts', 'if (!keepsGroups(this.problem, sorted)) return;', '']],
  },
  {
    name: 'a group that ships whole taken for one whose lines nothing couples',
    why: 'its lines ship together or not at all',
    shows: /./,
    modes: ['groups'],
    patches: [['gather.ts', '!hasWholeGroup(problem) &&', '']],
  },
  {
    name: "units of a start's day not counted",
    why: 'each day has its own limit beside that of the node',
    shows: /day \d+: \d+ units/,
    modes: ['dates'],
    patches: [['day-room.ts', 'days.dayUnits[day] - (this.units.get(day) ?? 0);', '2 ** 30;']],
  },
  {
    name: "lines of a start's day not counted",
    why: 'every shipment that carries a line takes one of the lines that the day still does',
    shows: /day \d+: \d+ lines/,
    modes: ['dates'],
    patches: [['day-room.ts', 'this.linesLeft(days.dayLines, day) < members ? 0 :', '']],
  },
  {
    name: "shipments of a start's day not counted",
    why: 'the starts and services of a day are as many shipments',
    shows: /day \d+: \d+ shipments/,
    modes: ['dates'],
    patches: [['lay.ts', '|| !daysTakeShipments(core.problem, sourcesAt(core, firstArm, bits))', '']],
  },
  {
    name: "a limit of a start's day taken for none that couples lines",
    why: 'given who may ship, the lines of a day still compete for it',
    shows: /./,
    modes: ['dates'],
    patches: [['gather.ts', '|| canCrowdDays(problem, node, asked, orderLines)', '']],
  },
  {
    name: 'the limit of a day ignored where one line is decided by a scan',
    why: 'a start takes no more than its day does',
    shows: /day \d+: /,
    modes: ['dates'],
    patches: [['one-line.ts', 'if (days !== null) held = Math.min(held, dayTakes(problem, source, 1));', '']],
  },
  {
    name: 'a start dominated by one of another day',
    why: 'where a day has a limit both may be needed',
    shows: PROOF,
    modes: ['dates'],
    searchOnly: true,
    patches: [['dominance.ts', '|| !isWithinDay(problem, source, other)', '']],
  },
  {
    name: 'a line drawing on no more sources of a node than there are ranks',
    why: 'where days have limits it may need one of each',
    shows: PROOF,
    modes: ['dates'],
    searchOnly: true,
    patches: [
      [
        'lay.ts',
        'core.problem.days === null ? core.lines * ranksOf(core.problem) : arms;',
        'core.lines * ranksOf(core.problem);',
      ],
    ],
  },
  {
    name: 'a line that ships whole filled in part',
    why: 'ship-complete of a line is all or nothing',
    shows: /not complete/,
    modes: ['complete'],
    patches: [
      [
        'coupled.ts',
        'if (core.problem.shipComplete || (isWhole(core.problem, line) && left < core.demand[line])) return true;',
        'if (core.problem.shipComplete) return true;',
      ],
    ],
  },
  {
    name: 'scarce items priced beyond the penalty',
    why: 'v ≤ penalty must hold for the price with the items in it',
    shows: BOUND,
    modes: ['sharedItems'],
    patches: [
      [
        'dual.ts',
        'return core.penalty[line] - core.drawn[line];',
        'return Math.max(0, core.penalty[line] - core.drawn[line]);',
      ],
    ],
  },
];

/** Rates by steps go another way: see `known-card-bugs.test.ts`. */
const clean = { modes: MODES, most: CLEAN_TRIALS, cards: false };

describe('the search itself, where small problems are not enumerated', () => {
  it('agrees with the exhaustive search', { timeout: 60_000 }, async () => {
    expect(searchFault(await patchedSolver(SEARCH_ONLY), clean).faults).toEqual([]);
  });

  it('claims nothing where a node has more services than it takes', { timeout: 60_000 }, async () => {
    const crowded: readonly Patch[] = [
      ...SEARCH_ONLY,
      ['lay.ts', 'const MOST_NODE_ARMS = 10;', 'const MOST_NODE_ARMS = 1;'],
    ];
    expect(searchFault(await patchedSolver(crowded), clean).faults).toEqual([]);
  });
});

describe('the narrowing before it, where small problems are not spared it', () => {
  it('agrees with the exhaustive search', { timeout: 60_000 }, async () => {
    expect(searchFault(await patchedSolver(NARROWED), clean).faults).toEqual([]);
  });
});

describe('a bug put back on purpose is found', () => {
  it.each(BUGS)('$name', { timeout: 60_000 }, async (bug) => {
    await expectFound(bug, bug.searchOnly ? SEARCH_ONLY : bug.narrowed ? NARROWED : [], false);
  });
});
