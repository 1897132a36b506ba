/**
 * Random sourcing problems for the outside judges: small ones that can be tried out completely, larger ones for the MIP. A problem is
 * a pure function of (seed, mode, size), so a failure is one number to write down. Each mode stresses one thing that went
 * wrong in such solvers before; `everything` lets them meet.
 */
import type { Level, Problem, ProblemLine, SourceColumns, StockRow } from '../../src/splitting/problem';
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
  const network = makeNetwork(dice, dimensions.nodes);
  const price = choosePrices(dice, traits);
  const contents = Array.from({ length: dimensions.lines }, () => makeContents(dice, traits));
  const columns = cards
    ? withCells(dice, makeColumns(dice, network.sourceNode, price, traits), {
        units: contents.flat(),
        price,
        isPlain: size === 'large',
        isBulky: traits.has('bulky'),
      })
    : makeColumns(dice, network.sourceNode, price, traits);
  const items = traits.has('sharedItems') ? makeItems(dice, network.nodes, dimensions.units, traits) : [];
  const sheet = { dice, traits, network, price, items, columns, unitsMost: dimensions.units };
  const levels = chooseLevels(dice, traits, size);
  const mayBeFree = isUnfilledFirst(levels) && dice.chance(0.4);
  const lines = contents.map((units) => makeLine(sheet, mayBeFree, units));
  const sources = network.sourceNode.length;
  const tiers = dice.int(1, 3);
  return {
    nodes: network.nodes,
    sources,
    nodeSourceStart: network.nodeSourceStart,
    ...makeCapacity(dice, network.nodes, traits, size),
    columns,
    lines,
    items,
    maxShipments: traits.has('maxShipments') && dice.chance(0.75) ? dice.int(1, 3) : UNLIMITED,
    shipComplete: traits.has('shipComplete'),
    splitMilli: traits.has('split') ? price.fixed() : 0,
    lateMilli: traits.has('late') && dice.chance(0.8) ? price.unit() : 0,
    levels,
    sourceTier: asksForTier(levels) ? perNode(network, () => dice.int(1, tiers)) : null,
    tiers,
    sourcePriority: levels.some((level) => level.goal === 'priority') ? perNode(network, () => dice.int(0, 3)) : null,
    budget: traits.has('tightBudget') ? dice.int(1, 40) : DEFAULT_BUDGET,
  };
}

function chooseTraits(dice: Dice, mode: Mode): ReadonlySet<Mode> {
  const others = MODES.filter((other) => !['plain', 'cards', 'everything'].includes(other));
  if (mode === 'everything') {
    const rare = new Set<Mode>(['tightBudget', 'ties', 'oneUnit', 'days', 'bulky']);
    return new Set(others.filter((other) => dice.chance(rare.has(other) ? 0.1 : 0.3)));
  }
  if (mode === 'cards') return new Set(others.filter((other) => other !== 'tightBudget' && dice.chance(0.12)));
  const traits = new Set<Mode>([mode]);
  if (mode !== 'plain' && dice.chance(0.3)) traits.add(dice.pick(others));
  return traits;
}

/** `middle`: what the MIP holds where rates have steps. */
function chooseDimensions(dice: Dice, traits: ReadonlySet<Mode>, size: Size | 'middle') {
  if (traits.has('oneUnit')) return { nodes: size === 'small' ? dice.int(1, 8) : dice.int(4, 40), lines: 1, units: 1 };
  if (size === 'middle') return { nodes: dice.int(4, 12), lines: dice.int(1, 5), units: dice.pick([1, 2, 3]) };
  if (size === 'large') return { nodes: dice.int(4, 20), lines: dice.int(1, 8), units: dice.pick([1, 2, 3, 6, 10]) };
  if (dice.chance(0.15)) return { nodes: dice.int(4, 6), lines: dice.int(2, 4), units: dice.int(1, 2) };
  const nodes = dice.pick([1, 2, 2, 3, 3, 4, 4, 5]);
  const lines = dice.pick(nodes <= 3 ? [1, 2, 3, 3, 4] : [1, 2, 2, 3, 3]);
  return { nodes, lines, units: dice.pick(nodes * lines <= 8 ? [1, 2, 3, 4, 5] : [1, 2, 3, 3]) };
}

interface Network {
  readonly nodes: number;
  readonly nodeSourceStart: Int32Array;
  readonly sourceNode: readonly number[];
}

function makeNetwork(dice: Dice, nodes: number): Network {
  const nodeSourceStart = new Int32Array(nodes + 1);
  const sourceNode: number[] = [];
  for (let node = 0; node < nodes; node += 1) {
    const services = dice.chance(0.04) ? 0 : dice.chance(0.35) ? 2 : 1;
    for (let service = 0; service < services; service += 1) sourceNode.push(node);
    nodeSourceStart[node + 1] = sourceNode.length;
  }
  return { nodes, nodeSourceStart, sourceNode };
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

function makeItems(dice: Dice, nodes: number, unitsMost: number, traits: ReadonlySet<Mode>): StockRow[] {
  return Array.from({ length: dice.int(1, 3) }, () => {
    const entries: [number, number][] = [];
    for (let node = 0; node < nodes; node += 1) {
      if (dice.chance(0.85)) entries.push([node, stockUnits(dice, unitsMost, traits)]);
    }
    return packRow(dice, entries);
  });
}

function stockUnits(dice: Dice, unitsMost: number, traits: ReadonlySet<Mode>): number {
  if (dice.chance(0.05)) return dice.int(-2, 0);
  return dice.int(1, traits.has('scarce') ? Math.max(1, Math.ceil(unitsMost / 2)) : unitsMost + 1);
}

/** Rows share long arrays in real problems, so entries of somebody else's row stand around ours now and then. */
function packRow(dice: Dice, entries: readonly (readonly [number, number])[]): StockRow {
  const before = dice.chance(0.3) ? dice.int(1, 3) : 0;
  const after = dice.chance(0.3) ? dice.int(1, 3) : 0;
  const foreign = (length: number) => Array.from({ length }, (_, node) => [node, 9] as const);
  const all = [...foreign(before), ...entries, ...foreign(after)];
  return {
    rowNode: Int32Array.from(all, ([node]) => node),
    rowUnits: Int32Array.from(all, ([, units]) => units),
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

function makeLine(sheet: Sheet, mayBeFree: boolean, contents: readonly UnitFacts[]): ProblemLine {
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
    mask: makeMask(sheet, chance('masks', 0.6) ? 0.65 : 1, contents),
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
  const entries: [number, number][] = [];
  const orderUnits: [number, number][] = [];
  for (let node = 0; node < network.nodes; node += 1) {
    const fits =
      draws.length === 0
        ? stockUnits(dice, weight > 1 ? weight * 2 : unitsMost, traits)
        : Math.min(...draws.map(({ item, units }) => Math.floor((unitsAt(sheet.items[item], node) * weight) / units)));
    if (draws.length === 0 && dice.chance(0.2)) continue;
    if (fits >= 1) orderUnits.push([node, fits]);
    if (weight > 1 ? fits >= weight : fits >= 1 || dice.chance(0.5)) entries.push([node, Math.floor(fits / weight)]);
    else if (weight > 1 && fits >= 1) entries.push([node, 0]);
  }
  const holdsParts = entries.some(([, units]) => units === 0) && weight > 1;
  const isSecondMember = ([node]: [number, number]) => node % 2 === 1;
  const members = [orderUnits.filter((entry) => !isSecondMember(entry)), orderUnits.filter(isSecondMember)];
  return { ...packRow(dice, entries), rankRows: holdsParts ? members.map((held) => packRow(dice, held)) : [] };
}

function unitsAt(row: StockRow, node: number): number {
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (row.rowNode[entry] === node) return row.rowUnits[entry];
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
