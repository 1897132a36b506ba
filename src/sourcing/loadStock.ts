/**
 * A snapshot becomes rows. It may have many millions of positions, so no schema walks it: one loop with the same rules as
 * `positionSchema`, then two counting sorts. Everything that is wrong is said at once, and nothing is loaded then.
 */
import { LimitError } from '../model/errors';
import { IssueList, maybe, type Path } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { indexWords } from '../model/references';
import type { Inventory, PositionColumns } from '../model/types';
import { otherKey, whyUnsupported } from '../model/unsupported';
import type { Allocation } from './allocations';
import type { AllocationsOf, InboundOf, LotsOf, StockTables } from './stock';

const MOST_POSITIONS = 200_000_000;
const MOST_UNITS = 1e9;
const LONGEST_ID = 200;
const COLUMNS = ['node', 'sku', 'onHand', 'reserved', 'safetyStock'];
const KEYS = [...COLUMNS, 'inbound', 'lots', 'allocations', 'weeklyDemand'];
const COLUMN_KEYS = ['nodes', 'skus', ...COLUMNS, 'weeklyDemand'];
/** Arrivals, or lots, of a position. */
const LONGEST_LIST = 1000;

/** Positions in the order given, ids turned into integers. */
interface Loaded {
  readonly skus: string[];
  readonly skuOfId: Map<string, number>;
  readonly node: ArrayLike<number>;
  readonly sku: ArrayLike<number>;
  readonly onHand: ArrayLike<number>;
  readonly reserved: ArrayLike<number> | null;
  readonly safetyStock: ArrayLike<number> | null;
  readonly weeklyDemand: ArrayLike<number> | null;
  readonly inbound: readonly InboundOf[];
  readonly lots: readonly LotsOf[];
  readonly allocations: readonly AllocationsOf[];
}

/** @throws InputError with path [index, field] per issue; duplicates name both places */
export function loadStock(inventory: Inventory, index: NetworkIndex): StockTables {
  const issues = new IssueList('inventory');
  const loaded = isIterable(inventory)
    ? readPositions(inventory, index, issues)
    : readColumns(inventory, index, issues);
  issues.throwIfAny();
  const tables = sortRows(loaded, index, issues);
  issues.throwIfAny();
  return tables;
}

function isIterable(inventory: unknown): inventory is Iterable<unknown> {
  return typeof inventory === 'object' && inventory !== null && Symbol.iterator in inventory;
}

function readPositions(inventory: Iterable<unknown>, index: NetworkIndex, issues: IssueList): Loaded {
  const skus: string[] = [];
  const skuOfId = new Map<string, number>();
  const node: number[] = [];
  const sku: number[] = [];
  const onHand: number[] = [];
  const reserved: number[] = [];
  const safetyStock: number[] = [];
  const inbound: InboundOf[] = [];
  const lots: LotsOf[] = [];
  const allocations: AllocationsOf[] = [];
  const weeklyDemand: number[] = [];
  let anyDemand = false;
  let anyReserved = false;
  let anySafety = false;
  for (const each of inventory) {
    const place = node.length;
    if (place >= MOST_POSITIONS) throw new LimitError('positions', `inventory: at most ${MOST_POSITIONS} positions.`);
    const position = (isObject(each) ? each : {}) as Record<string, unknown>;
    if (!isObject(each)) issues.add('invalid', [place], each, 'must be a position, an object');
    for (const key in position) if (!KEYS.includes(key)) refuseKey(key, position[key], KEYS, [place], issues);
    node.push(readNode(position.node, index, place, 'node', issues));
    sku.push(readSku(position.sku, skus, skuOfId, place, 'sku', issues));
    onHand.push(readUnits(position.onHand, place, 'onHand', issues));
    reserved.push(position.reserved === undefined ? 0 : readUnits(position.reserved, place, 'reserved', issues));
    safetyStock.push(
      position.safetyStock === undefined ? 0 : readUnits(position.safetyStock, place, 'safetyStock', issues),
    );
    weeklyDemand.push(
      position.weeklyDemand === undefined ? 0 : readDemand(position.weeklyDemand, place, 'weeklyDemand', issues),
    );
    anyDemand ||= weeklyDemand[place] !== 0;
    anyReserved ||= reserved[place] !== 0;
    anySafety ||= safetyStock[place] !== 0;
    const owner = { node: node[place], sku: position.sku as string };
    if (position.inbound !== undefined) {
      const list = readDated(position.inbound, place, 'inbound', 'at', issues);
      inbound.push({ ...owner, arrivals: list.map(({ instant, units }) => ({ at: instant, units })) });
    }
    if (position.lots !== undefined) {
      const list = readDated(position.lots, place, 'lots', 'expires', issues);
      lots.push({ ...owner, lots: list.map(({ instant, units }) => ({ expires: instant, units })) });
    }
    if (position.allocations !== undefined) {
      allocations.push({ ...owner, allocations: readAllocations(position.allocations, place, issues) });
    }
  }
  return {
    skus,
    skuOfId,
    node,
    sku,
    onHand,
    reserved: anyReserved ? reserved : null,
    safetyStock: anySafety ? safetyStock : null,
    weeklyDemand: anyDemand ? weeklyDemand : null,
    inbound,
    lots,
    allocations,
  };
}

function readColumns(columns: PositionColumns, index: NetworkIndex, issues: IssueList): Loaded {
  const none: Loaded = {
    skus: [],
    skuOfId: new Map(),
    node: [],
    sku: [],
    onHand: [],
    reserved: null,
    safetyStock: null,
    weeklyDemand: null,
    inbound: [],
    lots: [],
    allocations: [],
  };
  if (!isObject(columns)) {
    issues.add('invalid', [], columns, 'must be an iterable of positions, or columns');
    return none;
  }
  for (const [key, value] of Object.entries(columns)) {
    if (!COLUMN_KEYS.includes(key)) refuseKey(key, value, COLUMN_KEYS, [], issues);
  }
  for (const key of ['nodes', 'skus', 'node', 'sku', 'onHand'] as const) {
    if (!isList(columns[key])) issues.add('missing', [key], columns[key], 'must be a list');
  }
  if (!issues.isEmpty) return none;
  const nodes = columns.nodes.map((id, place) => readNode(id, index, 'nodes', place, issues));
  const skus: string[] = [];
  const skuOfId = new Map<string, number>();
  indexWords(columns.nodes, ['nodes'], issues);
  indexWords(columns.skus, ['skus'], issues);
  columns.skus.forEach((id, place) => {
    readSku(id, skus, skuOfId, 'skus', place, issues);
  });
  if (columns.node.length > MOST_POSITIONS)
    throw new LimitError('positions', `inventory: at most ${MOST_POSITIONS} positions.`);
  checkColumns(columns, issues);
  if (!issues.isEmpty) return none;
  return {
    skus,
    skuOfId,
    node: translated(columns.node, nodes),
    sku: columns.sku,
    onHand: columns.onHand,
    reserved: someUnits(columns.reserved),
    safetyStock: someUnits(columns.safetyStock),
    weeklyDemand: someUnits(columns.weeklyDemand),
    inbound: [],
    lots: [],
    allocations: [],
  };
}

function checkColumns(columns: PositionColumns, issues: IssueList): void {
  const count = columns.node.length;
  for (const key of ['node', 'sku', 'onHand', 'reserved', 'safetyStock', 'weeklyDemand'] as const) {
    const column = columns[key];
    if (column === undefined) continue;
    if (!isList(column) || column.length !== count) {
      issues.add('shape', [key], column, `must be as long as node (${count})`);
      continue;
    }
    const names = key === 'node' ? columns.nodes : key === 'sku' ? columns.skus : undefined;
    for (let place = 0; place < count; place += 1) {
      if (key === 'weeklyDemand') readDemand(column[place], key, place, issues);
      else if (names === undefined) readUnits(column[place], key, place, issues);
      else if (!(column[place] >= 0 && column[place] < names.length && Math.floor(column[place]) === column[place])) {
        issues.add('unknown-reference', [key, place], column[place], `is not a place in ${key}s`);
      }
    }
  }
}

function translated(places: ArrayLike<number>, nodes: readonly number[]): Int32Array {
  const node = new Int32Array(places.length);
  for (let entry = 0; entry < places.length; entry += 1) node[entry] = nodes[places[entry]];
  return node;
}

function someUnits(column: ArrayLike<number> | undefined): ArrayLike<number> | null {
  if (column === undefined) return null;
  for (let place = 0; place < column.length; place += 1) if (column[place] !== 0) return column;
  return null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function refuseKey(key: string, value: unknown, known: readonly string[], path: Path, issues: IssueList): void {
  const why = whyUnsupported(key);
  if (why !== undefined) issues.add('unsupported', [...path, key], value, why);
  else issues.add('unknown-key', [...path, key], undefined, 'is not a known key', otherKey(key) ?? maybe(key, known));
}

/** A step of a path. The two steps come apart, so that valid positions make no paths. */
type Step = string | number;

function readNode(id: unknown, index: NetworkIndex, step: Step, then: Step, issues: IssueList): number {
  const node = index.nodeOfId.get(id as string);
  if (node !== undefined) return node;
  const path = [step, then];
  if (id === undefined) issues.add('missing', path, undefined, 'is missing');
  else issues.add('unknown-reference', path, id, 'is not the id of a node', maybe(id, index.nodeOfId.keys()));
  return 0;
}

function readSku(
  id: unknown,
  skus: string[],
  skuOfId: Map<string, number>,
  step: Step,
  then: Step,
  issues: IssueList,
): number {
  const known = skuOfId.get(id as string);
  if (known !== undefined) return known;
  if (typeof id !== 'string' || id.length === 0 || id.length > LONGEST_ID) {
    const path = [step, then];
    if (id === undefined) issues.add('missing', path, undefined, 'is missing');
    else issues.add('invalid', path, id, `must be text of 1 to ${LONGEST_ID} characters`);
    return 0;
  }
  skus.push(id);
  skuOfId.set(id, skus.length - 1);
  return skus.length - 1;
}

function readUnits(units: unknown, step: Step, then: Step, issues: IssueList): number {
  if (typeof units === 'number' && units >= 0 && units <= MOST_UNITS && Math.floor(units) === units) return units;
  if (units === undefined) issues.add('missing', [step, then], undefined, 'is missing');
  else issues.add('invalid', [step, then], units, `must be a whole number from 0 to ${MOST_UNITS}`);
  return 0;
}

/** Units a week, with at most three decimals. */
function readDemand(units: unknown, step: Step, then: Step, issues: IssueList): number {
  const isDemand = typeof units === 'number' && units >= 0 && units <= MOST_UNITS;
  if (isDemand && Math.abs(units * 1000 - Math.round(units * 1000)) < 1e-6 * Math.max(1, units)) return units;
  issues.add('invalid', [step, then], units, `must be a number from 0 to ${MOST_UNITS} with at most three decimals`);
  return 0;
}

function readAllocations(input: unknown, place: number, issues: IssueList): Allocation[] {
  if (!Array.isArray(input) || input.length > LONGEST_LIST) {
    issues.add('invalid', [place, 'allocations'], input, `must be a list of at most ${LONGEST_LIST}`);
    return [];
  }
  const placeOf = new Map<string, number>();
  return input.flatMap((each: unknown, nth) => {
    const path: Path = [place, 'allocations', nth];
    const { channel, units, ...rest } = (isObject(each) ? each : {}) as Record<string, unknown>;
    for (const other in rest) refuseKey(other, rest[other], ['channel', 'units'], path, issues);
    const isChannel = typeof channel === 'string' && channel.length > 0 && channel.length <= LONGEST_ID;
    const isQuantity = typeof units === 'number' && Number.isInteger(units) && units >= 1 && units <= MOST_UNITS;
    if (!isQuantity) issues.add('invalid', [...path, 'units'], units, `must be a whole number from 1 to ${MOST_UNITS}`);
    if (!isChannel) {
      issues.add('invalid', [...path, 'channel'], channel, `must be text of 1 to ${LONGEST_ID} characters`);
      return [];
    }
    const first = placeOf.get(channel);
    if (first !== undefined)
      issues.add('duplicate', [...path, 'channel'], channel, `is already at inventory[${place}].allocations[${first}]`);
    placeOf.set(channel, nth);
    return isQuantity ? [{ channel, units }] : [];
  });
}

/** A list of units by instant, `key` being the instant's name. */
function readDated(
  input: unknown,
  place: number,
  list: 'inbound' | 'lots',
  key: 'at' | 'expires',
  issues: IssueList,
): { readonly instant: number; readonly units: number }[] {
  if (!Array.isArray(input) || input.length > LONGEST_LIST) {
    issues.add('invalid', [place, list], input, `must be a list of at most ${LONGEST_LIST}`);
    return [];
  }
  return input.flatMap((each: unknown, nth) => {
    const path: Path = [place, list, nth];
    const { [key]: text, units, ...rest } = (isObject(each) ? each : {}) as Record<string, unknown>;
    for (const other in rest) refuseKey(other, rest[other], [key, 'units'], path, issues);
    const instant = instantOf(text);
    const isQuantity = typeof units === 'number' && Number.isInteger(units) && units >= 1 && units <= MOST_UNITS;
    if (text === undefined) issues.add('missing', [...path, key], undefined, 'is missing');
    else if (Number.isNaN(instant)) issues.add('invalid', [...path, key], text, NO_INSTANT);
    if (!isQuantity) issues.add('invalid', [...path, 'units'], units, `must be a whole number from 1 to ${MOST_UNITS}`);
    return Number.isNaN(instant) || !isQuantity ? [] : [{ instant, units }];
  });
}

/** Epoch ms; NaN: no instant. A day that the month does not have is none. */
function instantOf(text: unknown): number {
  if (typeof text !== 'string' || !INSTANT.test(text)) return Number.NaN;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, MINUTES)) ? ms : Number.NaN;
}

const MINUTES = '2026-03-01T12:00'.length;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z$/;
const NO_INSTANT = 'must be an instant in UTC, as in 2026-03-01T12:00:00Z';

/** Sorted by SKU, then node: a counting sort by node, then a stable one by SKU. */
function sortRows(loaded: Loaded, index: NetworkIndex, issues: IssueList): StockTables {
  const { skus, skuOfId, node, sku, onHand, reserved, safetyStock, weeklyDemand, inbound, lots, allocations } = loaded;
  const count = node.length;
  const byNode = countingSort(node, identity(count), index.nodes.length).order;
  const { order, starts } = countingSort(sku, byNode, skus.length);
  const rowNode = new Int32Array(count);
  const rowUnits = new Int32Array(count);
  const rowReserved = reserved === null ? null : new Int32Array(count);
  const rowSafety = safetyStock === null ? null : new Int32Array(count);
  const rowDemand = weeklyDemand === null ? null : new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    const place = order[entry];
    rowNode[entry] = node[place];
    rowUnits[entry] = onHand[place] - (reserved?.[place] ?? 0) - (safetyStock?.[place] ?? 0);
    if (rowReserved !== null) rowReserved[entry] = reserved?.[place] ?? 0;
    if (rowSafety !== null) rowSafety[entry] = safetyStock?.[place] ?? 0;
    if (rowDemand !== null) rowDemand[entry] = weeklyDemand?.[place] ?? 0;
    const before = order[entry - 1];
    if (entry > 0 && sku[before] === sku[place] && node[before] === node[place]) {
      const what = `${index.nodes[node[place]].id} × ${skus[sku[place]]}`;
      issues.add('duplicate', [place], what, `is already at inventory[${before}]`);
    }
  }
  const rowStart = Array.from(starts.subarray(0, skus.length));
  const rowEnd = Array.from(starts.subarray(1));
  return {
    skus,
    skuOfId,
    rowStart,
    rowEnd,
    rowNode,
    rowUnits,
    reserved: rowReserved,
    safetyStock: rowSafety,
    weeklyDemand: rowDemand,
    inbound,
    lots,
    allocations,
  };
}

function identity(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let place = 0; place < count; place += 1) order[place] = place;
  return order;
}

/** Places in `order`, sorted by key; equal keys keep their order. `starts[key]` is the first of a key, `starts[keys]` the end. */
function countingSort(
  key: ArrayLike<number>,
  order: Int32Array,
  keys: number,
): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(keys + 1);
  for (let place = 0; place < order.length; place += 1) starts[key[place] + 1] += 1;
  for (let each = 0; each < keys; each += 1) starts[each + 1] += starts[each];
  const next = starts.slice(0, keys);
  const sorted = new Int32Array(order.length);
  for (let place = 0; place < order.length; place += 1) {
    const at = order[place];
    sorted[next[key[at]]] = at;
    next[key[at]] += 1;
  }
  return { order: sorted, starts };
}
