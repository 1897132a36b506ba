/**
 * Random sourcing problems for the outside judges: small ones that can be tried out completely, larger ones for the MIP. A problem is
 * a pure function of (seed, mode, size), so a failure is one number to write down. Each mode stresses one thing that went
 * wrong in such solvers before; `everything` lets them meet.
 */
import type {
  Days,
  Groups,
  Level,
  Problem,
  ProblemLine,
  SourceColumns,
  Starts,
  StockRow,
} from '../../src/splitting/problem';
import { Dice } from './dice';
import { type CellOptions, fitsParcel, randomCells, randomUnit, type UnitFacts } from './random-cells';

/** Weight of each mode in the mix. */
const MODE_WEIGHTS = {
  plain: 2,
  oneUnit: 4,
  ties: 4,
  cheapFixed: 3,
  cheapUnfilled: 4,
  scarce: 4,
  sharedItems: 5,
  capacity: 4,
  maxShipments: 4,
  wholes: 4,
  complete: 4,
  shipComplete: 4,
  split: 3,
  late: 3,
  linePrices: 4,
  masks: 3,
  tables: 3,
  goals: 6,
  wideNumbers: 5,
  tightBudget: 3,
  days: 4,
  starts: 7,
  groups: 6,
  dates: 6,
  cards: 12,
  bulky: 4,
  everything: 10,
} as const;

export type Mode = keyof typeof MODE_WEIGHTS;
export type Size = 'small' | 'large';
export const MODES = Object.keys(MODE_WEIGHTS) as readonly Mode[];

const UNLIMITED = 2 ** 30;
const MS_PER_DAY = 86_400_000;
const DEFAULT_BUDGET = 2 ** 21;

/** The mode a seed gets when none is asked for: the mix, spread evenly over neighbouring seeds. */
export function modeOf(seed: number): Mode {
  const deck = MODES.flatMap((mode) => Array.from({ length: MODE_WEIGHTS[mode] }, () => mode));
  return deck[(Math.abs(seed) * 37) % deck.length];
}

/** Whether a problem has rate cells where nobody asks: half of the seeds, and all of modes `cards` and `bulky`. */
export function hasCards(seed: number, mode: Mode): boolean {
  return mode === 'cards' || mode === 'bulky' || new Dice(seed).chance(0.5);
}

/**
 * @param mode default: `modeOf(seed)`
 * @param cards whether some sources have rate cells; default: `hasCards`
 */
export function randomProblem(
  seed: number,
  mode: Mode = modeOf(seed),
  size: Size = 'small',
  cards = hasCards(seed, mode),
): Problem {
  const dice = new Dice(seed * MODES.length + MODES.indexOf(mode));
  const traits = chooseTraits(dice, mode);
  const dimensions = chooseDimensions(dice, traits, cards && size === 'large' ? 'middle' : size);
  const network = makeNetwork(dice, dimensions.nodes, traits);
  const price = choosePrices(dice, traits);
  const contents = Array.from({ length: dimensions.lines }, () => makeContents(dice, traits));
  const plain = makeColumns(dice, network.sourceNode, price, traits);
  const options = { units: contents.flat(), price, isPlain: size === 'large', isBulky: traits.has('bulky') };
  const priced = cards ? withCells(dice, plain, options) : plain;
  const columns = network.starts === null ? priced : withStarts(dice, priced, network.starts);
  const items = traits.has('sharedItems') ? makeItems(dice, network, dimensions.units, traits) : [];
  const sheet = { dice, traits, network, price, items, columns, unitsMost: dimensions.units };
  const levels = chooseLevels(dice, traits, size);
  const mayBeFree = isUnfilledFirst(levels) && dice.chance(0.4);
  const groups = network.sourceGroup === null ? null : makeGroups(dice, network.sourceGroup, contents.length, traits);
  const lines = contents.map((units, line) => makeLine(sheet, mayBeFree, units, groups, line));
  const sources = network.sourceNode.length;
  const tiers = dice.int(1, 3);
  return mayHaveCredits(seed, {
    nodes: network.nodes,
    sources,
    nodeSourceStart: network.nodeSourceStart,
    ...makeCapacity(dice, network.nodes, traits, size),
    days: traits.has('dates') ? makeDays(dice, network, size) : null,
    starts: network.starts,
    columns,
    lines,
    hasCredits: false,
    items,
    maxShipments: traits.has('maxShipments') && dice.chance(0.75) ? dice.int(1, 3) : UNLIMITED,
    shipComplete: traits.has('shipComplete'),
    groups,
    splitMilli: traits.has('split') || (groups !== null && dice.chance(0.6)) ? price.fixed() : 0,
    lateMilli: traits.has('late') && dice.chance(0.8) ? price.unit() : 0,
    levels,
    sourceTier: asksForTier(levels) ? perNode(network, () => dice.int(1, tiers)) : null,
    tiers,
    gauges: null,
    tightened: null,
    sourcePriority: levels.some((level) => level.goal === 'priority') ? perNode(network, () => dice.int(0, 3)) : null,
    budget: traits.has('tightBudget') ? dice.int(1, 40) : DEFAULT_BUDGET,
  });
}

/** Some seeds have prices of units below zero. By dice of their own, so that all else stays as it was. */
function mayHaveCredits(seed: number, problem: Problem): Problem {
  if (seed % 6 !== 5) return problem;
  const dice = new Dice(seed);
  const { columns } = problem;
  const prices = problem.lines.flatMap(({ unitMilli }) => [...(unitMilli ?? [])]);
  const most = Math.max(2, ...columns.unit, ...prices) * dice.pick([1, 1, 2]);
  const lowered = (column: Float64Array) => column.map((milli) => milli - (dice.chance(0.6) ? dice.int(0, most) : 0));
  const none = new Float64Array(problem.sources);
  return {
    ...problem,
    hasCredits: true,
    columns: dice.chance(0.4) ? { ...columns, unit: lowered(columns.unit) } : columns,
    lines: problem.lines.map((line) =>
      dice.chance(0.7) ? { ...line, unitMilli: lowered(line.unitMilli ?? none) } : line,
    ),
  };
}

/** Modes that meet with others more often. */
const NEW_MODES: readonly Mode[] = ['starts', 'groups', 'dates'];

function chooseTraits(dice: Dice, mode: Mode): ReadonlySet<Mode> {
  const others = MODES.filter((other) => !['plain', 'cards', 'everything'].includes(other));
  if (mode === 'everything') {
    const rare = new Set<Mode>(['tightBudget', 'ties', 'oneUnit', 'days', 'bulky', ...NEW_MODES]);
    return new Set(others.filter((other) => dice.chance(rare.has(other) ? 0.1 : 0.3)));
  }
  if (mode === 'cards') return new Set(others.filter((other) => other !== 'tightBudget' && dice.chance(0.12)));
  const traits = new Set<Mode>([mode]);
  if (mode !== 'plain' && dice.chance(0.3)) traits.add(dice.pick(others));
  if (NEW_MODES.includes(mode) && dice.chance(0.5)) {
    traits.add(dice.pick(['ties', 'cheapUnfilled', dice.pick(others)]));
  }
  // Late enough, and cheap enough to open, that several starts of a node pay.
  if (mode === 'starts' && dice.chance(0.4)) traits.add('late').add('cheapFixed');
  if (mode === 'dates' && dice.chance(0.7)) traits.add('starts');
  return traits;
}

/** `middle`: what the MIP holds where rates have steps. */
function chooseDimensions(dice: Dice, traits: ReadonlySet<Mode>, size: Size | 'middle') {
  if (traits.has('oneUnit')) return { nodes: size === 'small' ? dice.int(1, 8) : dice.int(4, 40), lines: 1, units: 1 };
  if (traits.has('starts') || traits.has('groups') || traits.has('dates')) return chooseFew(dice, size);
  if (size === 'middle') return { nodes: dice.int(4, 12), lines: dice.int(1, 5), units: dice.pick([1, 2, 3]) };
  if (size === 'large') return { nodes: dice.int(4, 20), lines: dice.int(1, 8), units: dice.pick([1, 2, 3, 6, 10]) };
  if (dice.chance(0.15)) return { nodes: dice.int(4, 6), lines: dice.int(2, 4), units: dice.int(1, 2) };
  const nodes = dice.pick([1, 2, 2, 3, 3, 4, 4, 5]);
  const lines = dice.pick(nodes <= 3 ? [1, 2, 3, 3, 4] : [1, 2, 2, 3, 3]);
  return { nodes, lines, units: dice.pick(nodes * lines <= 8 ? [1, 2, 3, 4, 5] : [1, 2, 3, 3]) };
}

/** Few nodes, for each has many sources. */
function chooseFew(dice: Dice, size: Size | 'middle') {
  if (size === 'middle') return { nodes: dice.int(2, 5), lines: dice.int(1, 4), units: dice.pick([1, 2, 3]) };
  if (size === 'large') return { nodes: dice.int(2, 8), lines: dice.int(1, 6), units: dice.pick([1, 2, 3, 6, 10]) };
  const nodes = dice.pick([1, 1, 2, 2, 3]);
  const lines = dice.pick(nodes === 1 ? [1, 2, 2, 3] : [1, 2, 2]);
  return { nodes, lines, units: dice.pick(nodes * lines <= 3 ? [1, 2, 3, 4] : [1, 2, 2, 3]) };
}

interface Network {
  readonly nodes: number;
  readonly nodeSourceStart: Int32Array;
  readonly sourceNode: readonly number[];
  readonly starts: Starts | null;
  /** Its group; null: there is one. */
  readonly sourceGroup: readonly number[] | null;
}

function makeNetwork(dice: Dice, nodes: number, traits: ReadonlySet<Mode>): Network {
  const nodeSourceStart = new Int32Array(nodes + 1);
  const sourceNode: number[] = [];
  const sourceRank: number[] = [];
  const sourcePair: number[] = [];
  const sourceGroup: number[] = [];
  const groups = traits.has('groups') ? dice.pick([2, 2, 2, 3]) : 1;
  const ranks = traits.has('starts') ? dice.pick([1, 2, 2, 2, 3]) : 1;
  let pairs = 0;
  for (let node = 0; node < nodes; node += 1) {
    const services = dice.chance(0.04) ? 0 : dice.chance(traits.has('dates') ? 0.7 : 0.35) ? 2 : 1;
    for (let service = 0; service < services; service += 1) {
      for (const rank of ranks === 1 ? [0] : someOf(dice, ranks)) {
        for (const group of groups === 1 ? [0] : someOf(dice, groups)) {
          sourceNode.push(node);
          sourceRank.push(rank);
          sourcePair.push(pairs);
          sourceGroup.push(group);
        }
      }
      pairs += 1;
    }
    nodeSourceStart[node + 1] = sourceNode.length;
  }
  const starts = { ranks, sourceRank: Int32Array.from(sourceRank), sourcePair: Int32Array.from(sourcePair) };
  return {
    nodes,
    nodeSourceStart,
    sourceNode,
    starts: traits.has('starts') ? starts : null,
    sourceGroup: groups > 1 ? sourceGroup : null,
  };
}

function someOf(dice: Dice, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  const some = all.filter(() => dice.chance(0.75));
  return some.length > 0 ? some : [dice.pick(all)];
}

/** Often the starts of a (node, service) differ in nothing but their delivery. */
function withStarts(dice: Dice, columns: SourceColumns, { sourceRank, sourcePair }: Starts): SourceColumns {
  if (dice.chance(0.3)) return columns;
  const first = (source: number) => sourcePair.indexOf(sourcePair[source]);
  const alike = (column: Float64Array) => column.map((_, source) => column[first(source)]);
  const openAlike = dice.chance(0.8);
  return {
    ...columns,
    usable: columns.usable.map((_, source) => columns.usable[first(source)]),
    open: openAlike ? alike(columns.open) : columns.open,
    line: alike(columns.line),
    gram: alike(columns.gram),
    unit: alike(columns.unit),
    delivery: alike(columns.delivery).map((at, source) => at + sourceRank[source] * MS_PER_DAY),
    cell: columns.cell === null ? null : columns.cell.map((_, source) => columns.cell?.[first(source)] ?? -1),
  };
}

function perNode(network: Network, draw: () => number): Int32Array {
  const ofNode = Array.from({ length: network.nodes }, draw);
  return Int32Array.from(network.sourceNode, (node) => ofNode[node]);
}

/** Draws of one problem's prices, all in milli; fixed = per shipment or line, unit = per unit, gram = per gram. */
interface Prices {
  readonly fixed: () => number;
  readonly unit: () => number;
  readonly gram: () => number;
  readonly unfilled: () => number;
  readonly metres: () => number;
}

function choosePrices(dice: Dice, traits: ReadonlySet<Mode>): Prices {
  const base = chooseScale(dice, traits);
  const fixed = traits.has('cheapFixed') ? () => Math.floor(base.fixed() / dice.pick([5, 20, 1000])) : base.fixed;
  const most = traits.has('cheapUnfilled') ? dice.pick([0, 1, 2]) : 30;
  const even = traits.has('ties') && dice.chance(0.7) ? most * base.step : null;
  return { ...base, fixed, unfilled: () => even ?? dice.int(Math.floor(most / 2), most) * base.step + base.unit() };
}

type Scale = Omit<Prices, 'unfilled'> & { readonly step: number };

function chooseScale(dice: Dice, traits: ReadonlySet<Mode>): Scale {
  if (traits.has('wideNumbers')) return wideScale(dice);
  if (traits.has('linePrices') && dice.chance(0.3)) return pennyScale(dice);
  return choosePriceScale(dice, traits.has('ties'));
}

/** So small that a price per line, spread over units and rounded to the wrong side, decides. */
function pennyScale(dice: Dice): Scale {
  const [fixed, metres] = [() => dice.int(0, 3), () => dice.int(0, 5)];
  return { fixed, unit: () => dice.int(0, 1), gram: () => 0, metres, step: 1 };
}

function choosePriceScale(dice: Dice, ties: boolean): Scale {
  if (ties) {
    const [fixed, unit, gram, metres] = [dice.pick([0, 0, 1, 1000]), dice.pick([0, 0, 1]), 0, dice.pick([0, 7])];
    const near = dice.chance(0.3) ? () => dice.int(6, 7) : () => metres;
    return { fixed: () => fixed, unit: () => unit, gram: () => gram, metres: near, step: Math.max(1, fixed) };
  }
  if (dice.chance(0.35)) {
    const metres = () => dice.int(0, 5);
    return { fixed: () => dice.int(0, 6), unit: () => dice.int(0, 3), gram: () => 0, metres, step: 2 };
  }
  const round = dice.chance(0.5) ? 1000 : 1;
  const money = (most: number) => () => dice.int(0, Math.floor(most / round)) * round;
  const metres = () => dice.int(0, 4_000_000);
  return {
    fixed: money(dice.pick([200_000, 900_000])),
    unit: money(200_000),
    gram: () => dice.int(0, 300),
    metres,
    step: 100_000,
  };
}

/** So large that several levels do not fit one exact number, and alike but for the last digits. */
function wideScale(dice: Dice): Scale {
  const alike =
    (...choices: number[]) =>
    () =>
      dice.pick(choices) + dice.int(0, 2);
  const [fixed, unit] = [alike(300_000_000, 300_000_000, 500_000_000), alike(100_000_000, 100_000_001)];
  return { fixed, unit, gram: () => dice.int(0, 1), metres: alike(12_000_000, 15_000_000), step: 100_000_000 };
}

function makeColumns(
  dice: Dice,
  sourceNode: readonly number[],
  price: Prices,
  traits: ReadonlySet<Mode>,
): SourceColumns {
  const metresOfNode = new Map<number, number>();
  for (const node of sourceNode) if (!metresOfNode.has(node)) metresOfNode.set(node, price.metres());
  const column = (draw: () => number) => Float64Array.from(sourceNode, draw);
  const hasLine = traits.has('linePrices') && dice.chance(0.7);
  const hasUnit = dice.chance(0.5);
  const hasGram = dice.chance(0.6);
  return {
    usable: Uint8Array.from(sourceNode, () => (dice.chance(traits.has('masks') ? 0.75 : 0.96) ? 1 : 0)),
    open: column(price.fixed),
    line: column(() => (hasLine ? price.fixed() : 0)),
    hasLine,
    gram: column(() => (hasGram ? price.gram() : 0)),
    unit: column(() => (hasUnit ? price.unit() : 0)),
    metres: Float64Array.from(sourceNode, (node) => metresOfNode.get(node) ?? 0),
    delivery: column(() => dice.int(0, 4) * MS_PER_DAY + dice.pick([0, 0, 1, 3_600_000])),
    cell: null,
    cells: null,
  };
}

/** The same columns with rate cells at most of the sources. */
function withCells(dice: Dice, columns: SourceColumns, options: CellOptions): SourceColumns {
  const cells = randomCells(dice, options);
  const share = dice.pick([0.5, 0.9, 1]);
  const cell = Int32Array.from(columns.open, () => (dice.chance(share) ? dice.int(0, cells.cells - 1) : -1));
  if (!cell.some((index) => index >= 0)) return columns;
  const opensFree = dice.chance(0.5);
  return {
    ...columns,
    open: columns.open.map((milli, source) => (cell[source] >= 0 && opensFree ? 0 : milli)),
    gram: columns.gram.map((milli, source) => (cell[source] >= 0 ? 0 : milli)),
    cell,
    cells,
  };
}

function makeCapacity(dice: Dice, nodes: number, traits: ReadonlySet<Mode>, size: Size) {
  const limits = (trait: Mode, share: number, most: number) => {
    const isLimited = traits.has(trait) && dice.chance(share);
    const draw = () => (isLimited && dice.chance(0.75) ? dice.int(dice.chance(0.1) ? 0 : 1, most) : UNLIMITED);
    const column = Int32Array.from({ length: nodes }, draw);
    return { column, isTight: column.some((limit) => limit < UNLIMITED) };
  };
  const units = limits('capacity', 1, size === 'large' ? 12 : 5);
  const shipments = limits('days', 0.6, 2);
  const lines = limits('days', 0.6, size === 'large' ? 5 : 3);
  return {
    nodeCapacity: units.column,
    nodeShipments: shipments.isTight ? shipments.column : null,
    nodeLines: lines.isTight ? lines.column : null,
    hasCapacity: units.isTight || shipments.isTight || lines.isTight,
  };
}

/** Days of each node, of which sources of one start share one, now and then with others. */
function makeDays(dice: Dice, { nodes, sourceNode, starts }: Network, size: Size): Days {
  const ranks = starts?.ranks ?? 2;
  const joins = dice.chance(0.3);
  const dayOf = (source: number) => {
    if (dice.chance(0.1)) return -1;
    const rank = starts === null ? dice.int(0, 1) : starts.sourceRank[source];
    return sourceNode[source] * ranks + (joins ? Math.min(rank, 1) : rank);
  };
  const limits = (share: number, most: number) => {
    const isLimited = dice.chance(share);
    const draw = () => (isLimited && dice.chance(0.75) ? dice.int(dice.chance(0.1) ? 0 : 1, most) : UNLIMITED);
    return Int32Array.from({ length: nodes * ranks }, draw);
  };
  return {
    sourceDay: Int32Array.from(sourceNode, (_, source) => dayOf(source)),
    dayUnits: limits(0.8, size === 'large' ? 10 : 3),
    dayShipments: limits(0.4, 2),
    dayLines: limits(0.4, size === 'large' ? 5 : 3),
  };
}

function makeItems(dice: Dice, network: Network, unitsMost: number, traits: ReadonlySet<Mode>): StockRow[] {
  return Array.from({ length: dice.int(1, 3) }, () => {
    const entries: Entry[] = [];
    for (let node = 0; node < network.nodes; node += 1) {
      if (dice.chance(0.85)) entries.push([node, byRank(dice, network, stockUnits(dice, unitsMost, traits))]);
    }
    return packRow(dice, network, entries);
  });
}

/** What a node holds, by rank of starts. */
type Entry = readonly [node: number, units: readonly number[]];

/** So much for the last rank, not more for the others. */
function byRank(dice: Dice, { starts }: Network, last: number): number[] {
  const units = [last];
  while (units.length < (starts?.ranks ?? 1)) {
    units.unshift(dice.chance(0.35) ? units[0] : dice.int(Math.min(units[0], dice.pick([-1, 0, 0])), units[0]));
  }
  return units;
}

function stockUnits(dice: Dice, unitsMost: number, traits: ReadonlySet<Mode>): number {
  if (dice.chance(0.05)) return dice.int(-2, 0);
  return dice.int(1, traits.has('scarce') ? Math.max(1, Math.ceil(unitsMost / 2)) : unitsMost + 1);
}

/** Rows share long arrays in real problems, so entries of somebody else's row stand around ours now and then. */
function packRow(dice: Dice, { starts }: Network, entries: readonly Entry[]): StockRow {
  const before = dice.chance(0.3) ? dice.int(1, 3) : 0;
  const after = dice.chance(0.3) ? dice.int(1, 3) : 0;
  const nine = new Array<number>(starts?.ranks ?? 1).fill(9);
  const foreign = (length: number) => Array.from({ length }, (_, node): Entry => [node, nine]);
  const all = [...foreign(before), ...entries, ...foreign(after)];
  return {
    rowNode: Int32Array.from(all, ([node]) => node),
    rowUnits: Int32Array.from(all.flatMap(([, units]) => units)),
    rowStart: before,
    rowEnd: before + entries.length,
  };
}

interface Sheet {
  readonly dice: Dice;
  readonly traits: ReadonlySet<Mode>;
  readonly network: Network;
  readonly price: Prices;
  readonly items: readonly StockRow[];
  readonly columns: SourceColumns;
  readonly unitsMost: number;
}

/** The order units in one unit of a line: several where it must travel whole. */
function makeContents(dice: Dice, traits: ReadonlySet<Mode>): UnitFacts[] {
  const isWhole = traits.has('wholes') && dice.chance(0.7);
  return Array.from({ length: isWhole ? dice.int(2, 4) : 1 }, () => randomUnit(dice));
}

function makeLine(
  sheet: Sheet,
  mayBeFree: boolean,
  contents: readonly UnitFacts[],
  groups: Groups | null,
  index: number,
): ProblemLine {
  const { dice, traits, price, network } = sheet;
  const weight = contents.length;
  const isWhole = weight > 1;
  const chance = (trait: Mode, probability: number) => traits.has(trait) && dice.chance(probability);
  const perSource = (draw: () => number) => Float64Array.from(network.sourceNode, draw);
  const draws = makeDraws(sheet, weight);
  const days = chance('late', 0.25) ? Int32Array.from(network.sourceNode, () => dice.int(0, 3) * weight) : null;
  return {
    units: isWhole ? 1 : dice.int(1, sheet.unitsMost),
    weight,
    members: isWhole ? dice.int(1, 3) : 1,
    grams: contents.reduce((sum, unit) => sum + unit.grams, 0),
    cm3: contents.reduce((sum, unit) => sum + unit.cm3, 0),
    longestMm: Math.max(...contents.map((unit) => unit.longestMm)),
    heaviestGrams: Math.max(...contents.map((unit) => unit.grams)),
    unfilledMilli: mayBeFree && dice.chance(0.6) ? Number.NaN : price.unfilled() * weight,
    need: chance('late', 0.75) ? dice.int(-1, 3) * MS_PER_DAY : Number.POSITIVE_INFINITY,
    complete: chance('complete', 0.65),
    maxShipments: chance('maxShipments', 0.5) ? dice.int(1, 2) : UNLIMITED,
    ...makeStock(sheet, weight, draws),
    mask: ofGroup(makeMask(sheet, chance('masks', 0.6) ? 0.65 : 1, contents), groups, index),
    unitMilli: chance('tables', 0.7) ? perSource(price.unit) : null,
    lineMilli: chance('linePrices', 0.5) ? perSource(price.fixed) : null,
    lateDays: days,
    draws,
  };
}

/** null where every source may serve the line. A source whose parcels are too small for one of its units may not. */
function makeMask({ dice, columns }: Sheet, share: number, contents: readonly UnitFacts[]): Uint8Array | null {
  const fits = (source: number) => {
    const { cell, cells } = columns;
    if (cell === null || cells === null || cell[source] < 0) return true;
    return contents.every((unit) => fitsParcel(cells, cell[source], unit));
  };
  const mask = Uint8Array.from(columns.open, (_, source) => (fits(source) && dice.chance(share) ? 1 : 0));
  return mask.every((allowed) => allowed === 1) ? null : mask;
}

/** The mask less the sources of other groups. */
function ofGroup(mask: Uint8Array | null, groups: Groups | null, line: number): Uint8Array | null {
  if (groups === null) return mask;
  const { sourceGroup, lineGroup } = groups;
  return Uint8Array.from(sourceGroup, (group, source) =>
    group === lineGroup[line] && (mask === null || mask[source] === 1) ? 1 : 0,
  );
}

function makeGroups(dice: Dice, sourceGroup: readonly number[], lines: number, traits: ReadonlySet<Mode>): Groups {
  const groups = Math.max(2, ...sourceGroup.map((group) => group + 1));
  const each = { length: groups };
  return {
    sourceGroup: Int32Array.from(sourceGroup),
    lineGroup: Int32Array.from({ length: lines }, () => dice.int(0, groups - 1)),
    maxShipments: Int32Array.from(each, () => (dice.chance(0.3) ? dice.int(1, 2) : UNLIMITED)),
    shipComplete: Uint8Array.from(each, () => (dice.chance(traits.has('complete') ? 0.6 : 0.25) ? 1 : 0)),
  };
}

function makeDraws(sheet: Sheet, weight: number): ProblemLine['draws'] {
  const { dice, items } = sheet;
  if (items.length === 0 || dice.chance(0.2)) return [];
  const isKit = dice.chance(0.4);
  const first = dice.int(0, items.length - 1);
  const chosen = isKit && items.length > 1 ? [first, (first + 1) % items.length] : [first];
  return chosen.sort((a, b) => a - b).map((item) => ({ item, units: (isKit ? dice.int(1, 2) : 1) * weight }));
}

/** What each node can fill of the line: from its items where it draws on some, otherwise its own. */
function makeStock(
  sheet: Sheet,
  weight: number,
  draws: ProblemLine['draws'],
): StockRow & Pick<ProblemLine, 'rankRows'> {
  const { dice, network, traits, unitsMost } = sheet;
  const entries: Entry[] = [];
  const orderUnits: Entry[] = [];
  const ranks = network.starts?.ranks ?? 1;
  for (let node = 0; node < network.nodes; node += 1) {
    const ofItems = (rank: number) => {
      const fit = draws.map(({ item, units }) => (unitsAt(sheet.items[item], node, rank, ranks) * weight) / units);
      return Math.floor(Math.min(...fit));
    };
    const fits =
      draws.length === 0
        ? byRank(dice, network, stockUnits(dice, weight > 1 ? weight * 2 : unitsMost, traits))
        : Array.from({ length: ranks }, (_, rank) => ofItems(rank));
    const most = fits[ranks - 1];
    if (draws.length === 0 && dice.chance(0.2)) continue;
    if (most >= 1) orderUnits.push([node, fits]);
    if (most >= 1 || (weight === 1 && dice.chance(0.5))) {
      entries.push([node, fits.map((units) => Math.floor(units / weight))]);
    }
  }
  const holdsParts = entries.some(([, units]) => units.includes(0)) && weight > 1;
  const isSecondMember = ([node]: Entry) => node % 2 === 1;
  const members = [orderUnits.filter((entry) => !isSecondMember(entry)), orderUnits.filter(isSecondMember)];
  const row = packRow(dice, network, entries);
  return { ...row, rankRows: holdsParts ? members.map((held) => packRow(dice, network, held)) : [] };
}

function unitsAt(row: StockRow, node: number, rank: number, ranks: number): number {
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (row.rowNode[entry] === node) return row.rowUnits[entry * ranks + rank];
  }
  return 0;
}

function chooseLevels(dice: Dice, traits: ReadonlySet<Mode>, size: Size): Level[] {
  const hasGoals = traits.has('goals') || (traits.has('wideNumbers') && dice.chance(0.7));
  if (!hasGoals || (size === 'large' && dice.chance(0.5))) {
    return dice.chance(0.6) ? [{ goal: 'unfilled' }, { goal: 'cost' }] : [{ goal: 'cost' }];
  }
  const goals: Level[] = [{ goal: 'cost' }];
  for (const goal of ['lateness', 'shipments', 'tier', 'priority', 'unitDistance', 'shipmentDistance'] as const) {
    if (dice.chance(0.3)) goals.splice(dice.int(0, goals.length), 0, { goal });
  }
  if (dice.chance(0.3)) goals.splice(dice.int(0, goals.length), 0, { goal: 'tiersUpTo', tier: dice.int(1, 2) });
  const place = dice.next();
  if (place < 0.75) return [{ goal: 'unfilled' }, ...goals];
  if (place < 0.9) goals.splice(dice.int(0, goals.length), 0, { goal: 'unfilled' });
  return goals;
}

function asksForTier(levels: readonly Level[]): boolean {
  return levels.some((level) => level.goal === 'tier' || level.goal === 'tiersUpTo');
}

/** An unfilled unit may be without a price only where it is counted before the cost. */
function isUnfilledFirst(levels: readonly Level[]): boolean {
  const goals = levels.map((level) => level.goal);
  return goals.includes('unfilled') && goals.indexOf('unfilled') < goals.indexOf('cost');
}
