/** Readers of the published instances beside the repository, and how each becomes an order. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { World } from '../worlds';

const FOLDER = fileURLToPath(new URL('../../../shared/data/instances/', import.meta.url));

interface ManifestEntry {
  readonly file: string;
  readonly format: string;
  readonly optimum?: number;
  readonly optimumMultiSource?: number;
  readonly optimumSingleSource?: number;
}

/** One order with a known optimum. */
export interface Instance {
  /** The file, and the variant where it has two. */
  readonly name: string;
  readonly family: string;
  readonly optimum: number;
  /** Reads the file and writes the order. */
  readonly load: () => Instanced;
}

export interface Instanced {
  readonly world: World;
  /** Milli of a plan in one unit of the instance; 1 where the level counts shipments. */
  readonly scale: number;
  /** The level whose value is the instance's objective. */
  readonly goal: 'cost' | 'shipments';
}

/** Every instance of the manifest that has an optimum and fits the model. */
export function listInstances(): Instance[] {
  const path = `${FOLDER}manifest.json`;
  if (!existsSync(path)) throw new Error('the data folder ../shared/data/instances beside the repository is missing');
  const manifest: ManifestEntry[] = JSON.parse(readFileSync(path, 'utf8'));
  return manifest.flatMap((entry): Instance[] => {
    const family = entry.file.split('/').slice(0, -1).join('/');
    const of = (optimum: number | undefined, variant: string, load: () => Instanced): Instance[] =>
      optimum === undefined ? [] : [{ name: entry.file + variant, family: family + variant, optimum, load }];
    const tokens = () => numbersOf(entry.file);
    switch (entry.format) {
      case 'orlib-cap':
        return of(entry.optimum, '', () => uncapacitated(readOrlibCap(tokens())));
      case 'ufllib-simple':
        return of(entry.optimum, '', () => uncapacitated(readUfllib(tokens())));
      case 'brescia-sscfl':
        return [
          ...of(entry.optimumMultiSource, ' split', () => capacitated(readBrescia(tokens()), false)),
          ...of(entry.optimumSingleSource, ' whole', () => capacitated(readBrescia(tokens()), true)),
        ];
      case 'coursera-facility':
        return of(entry.optimum, ' whole', () => capacitated(readEuclidean(tokens()), true));
      case 'ssfctp':
        return of(entry.optimum, '', () => singleSink(tokens()));
      case 'orlib-scp':
        return of(entry.optimum, '', () => setCover(readOrlibCover(tokens()), 'cost'));
      case 'coursera-setcover':
        return of(entry.optimum, '', () => setCover(readSteiner(entry.file), 'shipments'));
      default:
        return [];
    }
  });
}

function textOf(file: string): string {
  return readFileSync(FOLDER + file, 'utf8').replace(/^FILE:.*$/m, '');
}

function numbersOf(file: string): number[] {
  return textOf(file).trim().split(/\s+/).map(Number);
}

/** Index i: facility, j: customer. */
interface Facilities {
  readonly fixed: readonly number[];
  readonly capacity: readonly number[];
  readonly demand: readonly number[];
  /** i → j → cost of all of the customer's demand. */
  readonly cost: readonly (readonly number[])[];
}

function readOrlibCap(tokens: number[]): Facilities {
  const [m, n] = tokens;
  const pairs = Array.from({ length: m }, (_, i) => tokens.slice(2 + 2 * i, 4 + 2 * i));
  const customers = Array.from({ length: n }, (_, j) =>
    tokens.slice(2 + 2 * m + j * (m + 1), 2 + 2 * m + (j + 1) * (m + 1)),
  );
  return {
    capacity: pairs.map(([capacity]) => capacity),
    fixed: pairs.map(([, fixed]) => fixed),
    demand: customers.map(([demand]) => demand),
    cost: pairs.map((_, i) => customers.map((customer) => customer[1 + i])),
  };
}

function readUfllib(tokens: number[]): Facilities {
  const [n, m] = tokens;
  const rows = Array.from({ length: n }, (_, i) => tokens.slice(3 + i * (m + 2), 3 + (i + 1) * (m + 2)));
  return {
    capacity: rows.map(() => m),
    fixed: rows.map(([, fixed]) => fixed),
    demand: Array.from({ length: m }, () => 1),
    cost: rows.map((row) => row.slice(2)),
  };
}

function readBrescia(tokens: number[]): Facilities {
  const [m, n] = tokens;
  const pairs = Array.from({ length: m }, (_, i) => tokens.slice(2 + 2 * i, 4 + 2 * i));
  const start = 2 + 2 * m;
  return {
    capacity: pairs.map(([capacity]) => capacity),
    fixed: pairs.map(([, fixed]) => fixed),
    demand: tokens.slice(start, start + n),
    cost: pairs.map((_, i) => tokens.slice(start + n * (i + 1), start + n * (i + 2))),
  };
}

function readEuclidean(tokens: number[]): Facilities {
  const [n, m] = tokens;
  const facilities = Array.from({ length: n }, (_, i) => tokens.slice(2 + 4 * i, 6 + 4 * i));
  const customers = Array.from({ length: m }, (_, j) => tokens.slice(2 + 4 * n + 3 * j, 5 + 4 * n + 3 * j));
  return {
    fixed: facilities.map(([fixed]) => fixed),
    capacity: facilities.map(([, capacity]) => capacity),
    demand: customers.map(([demand]) => demand),
    cost: facilities.map(([, , x, y]) => customers.map(([, cx, cy]) => Math.hypot(x - cx, y - cy))),
  };
}

/** Prices keep three decimals of a minor unit, so one unit of the instance is many minor ones. */
function price(cost: number, minorPerUnit: number): number {
  return Math.round(cost * minorPerUnit * 1000) / 1000;
}

/** A line per customer, a node per facility; nothing limits a node. */
function uncapacitated(facilities: Facilities): Instanced {
  return facilityOrder({ ...facilities, demand: facilities.demand.map(() => 1) }, 100, {
    capacities: false,
    whole: false,
  });
}

function capacitated(facilities: Facilities, whole: boolean): Instanced {
  return facilityOrder(facilities, 10_000, { capacities: true, whole });
}

function facilityOrder(
  { fixed, capacity, demand, cost }: Facilities,
  minorPerUnit: number,
  { capacities, whole }: { readonly capacities: boolean; readonly whole: boolean },
): Instanced {
  const nodes = fixed.map((_, i) => `n${i}`);
  const lines = demand.map((_, j) => `l${j}`);
  const perUnit = cost.map((row) => row.map((each, j) => price(each / demand[j], minorPerUnit)));
  const world: World = {
    ...frame(nodes, (i) => ({
      handling: { perShipment: Math.round(fixed[i] * minorPerUnit) },
      ...(capacities ? { capacityUnits: capacity[i] } : {}),
    })),
    inventory: nodes.flatMap((node) => lines.map((sku, j) => ({ node, sku, onHand: demand[j] }))),
    order: orderOf(lines.map((id, j) => ({ id, sku: id, quantity: demand[j], ...(whole ? { noSplit: true } : {}) }))),
    rules: { objective: 'fillFirst', costTables: [{ id: 'cost', by: 'line', nodes, keys: lines, perUnit }] },
  };
  return { world, scale: minorPerUnit * 1000, goal: 'cost' };
}

/** One line, many nodes with partial stock. */
function singleSink(tokens: number[]): Instanced {
  const minorPerUnit = 10_000;
  const [n, demand] = tokens;
  const row = (index: number) => tokens.slice(2 + index * n, 2 + (index + 1) * n);
  const [stock, unit, fixed] = [row(0), row(1), row(2)];
  const nodes = stock.map((_, i) => `n${i}`);
  const perUnit = unit.map((each) => [price(each, minorPerUnit)]);
  const world: World = {
    ...frame(nodes, (i) => ({ handling: { perShipment: fixed[i] * minorPerUnit } })),
    inventory: nodes.map((node, i) => ({ node, sku: 'item', onHand: stock[i] })),
    order: orderOf([{ id: 'line', sku: 'item', quantity: demand }]),
    rules: { objective: 'fillFirst', costTables: [{ id: 'unit', by: 'sku', nodes, keys: ['item'], perUnit }] },
  };
  return { world, scale: minorPerUnit * 1000, goal: 'cost' };
}

interface Cover {
  readonly rows: number;
  readonly prices: readonly number[];
  /** column → the rows it covers, from 0. */
  readonly covers: readonly (readonly number[])[];
}

function readOrlibCover(tokens: number[]): Cover {
  const [rows, columns] = tokens;
  const covers: number[][] = Array.from({ length: columns }, () => []);
  let at = 2 + columns;
  for (let row = 0; row < rows; row++) {
    const count = tokens[at];
    for (const column of tokens.slice(at + 1, at + 1 + count)) covers[column - 1].push(row);
    at += 1 + count;
  }
  return { rows, prices: tokens.slice(2, 2 + columns), covers };
}

function readSteiner(file: string): Cover {
  const [head, ...sets] = textOf(file)
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return { rows: head[0], prices: sets.map(([cost]) => cost), covers: sets.map(([, ...items]) => items) };
}

/** Only shipments cost: every line is one unit, and a node stocks the lines that its column covers. */
function setCover({ rows, prices, covers }: Cover, goal: 'cost' | 'shipments'): Instanced {
  const nodes = prices.map((_, column) => `n${column}`);
  const lines = Array.from({ length: rows }, (_, row) => `l${row}`);
  const world: World = {
    ...frame(nodes, (column) => ({ handling: { perShipment: prices[column] } })),
    inventory: nodes.flatMap((node, column) => covers[column].map((row) => ({ node, sku: lines[row], onHand: 1 }))),
    order: orderOf(lines.map((id) => ({ id, sku: id, quantity: 1 }))),
    rules: { objective: goal === 'cost' ? 'fillFirst' : [{ goal: 'unfilled' }, { goal: 'shipments' }] },
  };
  return { world, scale: goal === 'cost' ? 1000 : 1, goal };
}

type NodeInput = World['network']['nodes'][number];

function frame(nodes: readonly string[], of: (index: number) => Partial<NodeInput>): Pick<World, 'asOf' | 'network'> {
  return {
    asOf: '2026-03-02T09:00:00Z',
    network: {
      currency: 'EUR',
      nodes: nodes.map((id, index) => ({ id, ...of(index) })),
      services: [{ id: 'standard', rateCard: 'free' }],
      rateCards: [{ id: 'free', bands: [{ base: 0 }] }],
    },
  };
}

function orderOf(lines: World['order']['lines']): World['order'] {
  return { id: 'order', destination: {}, lines };
}
