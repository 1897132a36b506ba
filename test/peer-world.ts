/**
 * A case of a peer system as an order of ours. Each algorithm of theirs has one mapping here; `docs/peer-cases.md` says the same in
 * words. Quantities are scaled to whole units where theirs are fractions.
 */
import type { World } from './worlds';

type Amounts = { readonly [sku: string]: number };

interface PeerNode {
  readonly id: string;
  readonly priority?: number;
  readonly enabled?: boolean;
  readonly lat?: number;
  readonly lng?: number;
  readonly zone?: string;
  readonly stock: Amounts;
  readonly reserved?: Amounts;
  readonly allocated?: Amounts;
  readonly safety?: Amounts;
  readonly infinite?: readonly string[];
  readonly blockedSkus?: readonly string[];
  readonly eligible?: readonly string[];
  readonly default?: boolean;
  readonly preferred?: boolean;
  readonly pickup?: boolean;
  readonly availableInDays?: number;
}

export interface PeerRow {
  readonly node: string;
  readonly sku: string;
  readonly qty: number;
}

export interface PeerCase {
  readonly id: string;
  readonly algorithm: string;
  readonly nodes: readonly PeerNode[];
  readonly request: readonly { readonly sku: string; readonly qty: number }[];
  readonly destination?: {
    readonly lat?: number;
    readonly lng?: number;
    readonly country?: string;
    readonly zone?: string;
  };
  readonly zoneRank?: { readonly [zone: string]: number };
  readonly bom?: { readonly [sku: string]: Amounts };
  readonly kitUnit?: number;
  readonly pins?: { readonly [sku: string]: string };
  readonly collectionPoint?: string;
  readonly radiusKm?: number;
  readonly ruleRanks?: readonly { readonly [node: string]: number | null }[];
  readonly costModel?: {
    readonly ratePerKgKm: number;
    readonly unitWeightKg?: number;
    readonly itemWeightsKg?: Amounts;
    readonly earthRadiusKm?: number;
  };
  readonly expected: {
    readonly allocations: readonly PeerRow[];
    readonly backorders?: readonly PeerRow[];
    readonly available?: readonly PeerRow[];
    readonly ranking?: readonly string[];
    readonly shippable: boolean;
    readonly shipments?: number;
    readonly short?: readonly string[];
    readonly cost?: number;
  };
}

type Line = World['order']['lines'][number];
type Rules = World['rules'];
type Goal = Extract<NonNullable<Rules['objective']>, readonly unknown[]>[number]['goal'];

/** The SKU that every node stocks where a case only ranks nodes. */
export const RANKED_SKU = 'anything';

/** Whole units of ours in one of theirs. */
export function scaleOf(peer: PeerCase): number {
  const amounts = peer.nodes.flatMap((node) =>
    [node.stock, node.reserved ?? {}].flatMap((each) => Object.values(each)),
  );
  return amounts.every(Number.isInteger) ? 1 : 2;
}

export function toWorld(peer: PeerCase): World {
  return {
    asOf: '2026-03-02T09:00:00Z',
    network: {
      currency: 'EUR',
      nodes: peer.nodes.map((node) => toNode(peer, node)),
      services: [{ id: 'standard', rateCard: 'flat', transit: { bands: [{ days: 0 }] } }],
      rateCards: [{ id: 'flat', bands: [{ base: 0 }] }, ...freightCards(peer)],
      ...toDistance(peer),
    },
    inventory: peer.nodes.flatMap((node) => toPositions(peer, node)),
    order: {
      id: peer.id,
      destination: toDestination(peer),
      lines: toLines(peer),
      ...(WHOLE_ORDER.has(peer.algorithm) ? { shipComplete: true } : {}),
      ...(peer.collectionPoint === undefined ? {} : { pinnedNodes: [peer.collectionPoint] }),
      // Supply that comes later is late: the earliest is best.
      ...(peer.algorithm === 'future-supply' ? { needBy: '2026-03-02T09:00:00Z' } : {}),
    },
    rules: { ...objectiveOf(peer), ...toRules(peer) },
  };
}

/** All lines in full, or nothing. */
const WHOLE_ORDER = new Set([
  'cheapest-first-all-or-nothing',
  'priority-all-or-nothing',
  'reservation',
  'highest-stock',
]);
/** Each line in full, or not at all. */
const WHOLE_LINES = new Set(['single-first', 'future-supply']);
/** Each line from one node. */
const UNSPLIT_LINES = new Set(['per-line-whole', 'candidate-filter']);

function toNode(peer: PeerCase, node: PeerNode): World['network']['nodes'][number] {
  return {
    id: node.id,
    online: node.enabled !== false,
    priority: secondRank(peer, node),
    ...(node.lat === undefined || node.lng === undefined ? {} : { location: { lat: node.lat, lng: node.lng } }),
    ...(node.availableInDays === undefined ? {} : { processingMinutes: node.availableInDays * 1440 }),
    ...(peer.costModel ? { services: [{ id: 'standard', rateCard: `from ${node.id}` }] } : {}),
    attributes: {
      default: node.default === true,
      preferred: node.preferred === true,
      pickup: node.pickup === true,
    },
  };
}

function toPositions(peer: PeerCase, node: PeerNode): World['inventory'] {
  const scale = scaleOf(peer);
  if (isRanking(peer)) return [{ node: node.id, sku: skuOf(peer), ...amountsOf(node, skuOf(peer), scale) }];
  return Object.keys(node.stock).map((sku) => ({ node: node.id, sku, ...amountsOf(node, sku, scale) }));
}

/** Untracked stock is a very large one; stock below zero is on hand 0 with the rest reserved. A ranked node holds one of anything. */
function amountsOf(node: PeerNode, sku: string, scale: number) {
  const stock = sku === RANKED_SKU ? 1 : (node.infinite ?? []).includes(sku) ? 1e9 : (node.stock[sku] ?? 0) * scale;
  const taken = ((node.reserved?.[sku] ?? 0) + (node.allocated?.[sku] ?? 0)) * scale;
  return {
    onHand: Math.max(0, stock),
    reserved: taken + Math.max(0, -stock),
    safetyStock: (node.safety?.[sku] ?? 0) * scale,
  };
}

/** Cases that only ask in which order nodes would be tried. */
function isRanking(peer: PeerCase): boolean {
  return peer.expected.ranking !== undefined && peer.request.length === 0;
}

function skuOf(peer: PeerCase): string {
  return isRanking(peer) ? RANKED_SKU : peer.request[0].sku;
}

function toLines(peer: PeerCase): Line[] {
  const request = isRanking(peer) ? [{ sku: RANKED_SKU, qty: 1 }] : [...peer.request, ...everythingThereIs(peer)];
  return request.map(({ sku, qty }, index) => ({
    id: String(index + 1),
    sku,
    quantity: (qty * scaleOf(peer)) / (peer.kitUnit ?? 1),
    ...kitOf(peer, sku),
    ...(WHOLE_LINES.has(peer.algorithm) ? { shipComplete: true } : {}),
    ...(UNSPLIT_LINES.has(peer.algorithm) ? { noSplit: true } : {}),
    ...(peer.pins?.[sku] === undefined ? {} : { pinnedNodes: [peer.pins[sku]] }),
    ...weightOf(peer, sku),
  }));
}

/** A case that asks what is available, and orders nothing, becomes an order for far more than that. */
function everythingThereIs(peer: PeerCase): { sku: string; qty: number }[] {
  if (peer.request.length > 0) return [];
  return (peer.expected.available ?? []).map(({ sku }) => ({ sku, qty: 1_000_000 }));
}

function kitOf(peer: PeerCase, sku: string): Pick<Line, 'kit'> {
  if (peer.kitUnit !== undefined) return { kit: [{ sku, quantity: peer.kitUnit }] };
  const parts = peer.bom?.[sku];
  return parts ? { kit: Object.entries(parts).map(([part, quantity]) => ({ sku: part, quantity })) } : {};
}

function weightOf(peer: PeerCase, sku: string): Pick<Line, 'weightGrams'> {
  const kilograms = peer.costModel?.itemWeightsKg?.[sku] ?? peer.costModel?.unitWeightKg;
  return kilograms === undefined ? {} : { weightGrams: Math.round(kilograms * 1000) };
}

function toDestination({ destination }: PeerCase): World['order']['destination'] {
  return {
    ...(destination?.lat === undefined || destination.lng === undefined
      ? {}
      : { location: { lat: destination.lat, lng: destination.lng } }),
    ...(destination?.country === undefined ? {} : { country: destination.country }),
    ...(destination?.zone === undefined ? {} : { place: destination.zone }),
  };
}

/** Zone ranks are kilometres of a matrix; MSI's sphere has 6,371 km. */
function toDistance(peer: PeerCase): Pick<World['network'], 'distance'> {
  const { zoneRank, destination } = peer;
  if (zoneRank && destination?.zone !== undefined) {
    const metres = peer.nodes.map((node) => [(zoneRank[node.zone ?? ''] ?? 0) * 1000]);
    return {
      distance: { kind: 'matrix', nodes: peer.nodes.map((node) => node.id), places: [destination.zone], metres },
    };
  }
  return { distance: { kind: 'greatCircle', radiusMetres: (peer.costModel?.earthRadiusKm ?? 6371) * 1000 } };
}

/** Freight by kilogram and kilometre: a rate card per node, whole cents per kilogram for the way from there. */
function freightCards(peer: PeerCase): World['network']['rateCards'] {
  const { costModel, destination } = peer;
  if (!costModel) return [];
  return peer.nodes.map((node) => {
    const km = greatCircleKm(node, destination ?? {}, costModel.earthRadiusKm ?? 6371);
    const perKg = costModel.itemWeightsKg ? Math.round(km) : Math.max(1, Math.ceil(km));
    return { id: `from ${node.id}`, bands: [{ base: 0, perKg }] };
  });
}

type Place = { readonly lat?: number; readonly lng?: number };

function greatCircleKm(a: Place, b: Place, radiusKm: number): number {
  const [latA, lngA, latB, lngB] = [a.lat ?? 0, a.lng ?? 0, b.lat ?? 0, b.lng ?? 0].map(
    (degrees) => (degrees * Math.PI) / 180,
  );
  const cosine = Math.sin(latA) * Math.sin(latB) + Math.cos(latA) * Math.cos(latB) * Math.cos(lngA - lngB);
  return radiusKm * Math.acos(Math.min(1, cosine));
}

const GOALS: { readonly [algorithm: string]: readonly Goal[] } = {
  'cheapest-first-all-or-nothing': ['unfilled', 'priority'],
  'priority-all-or-nothing': ['unfilled', 'priority'],
  'priority-backorder': ['unfilled', 'priority'],
  availability: ['unfilled', 'priority'],
  'candidate-filter': ['unfilled', 'priority'],
  'kit-explode': ['unfilled', 'priority'],
  'lexicographic-ranking': ['unfilled', 'priority', 'cost'],
  'per-line-whole': ['unfilled', 'priority'],
  pinned: ['unfilled', 'priority'],
  priority: ['unfilled', 'priority'],
  ranking: ['unfilled', 'priority'],
  reservation: ['unfilled', 'priority'],
  'unit-multiple': ['unfilled', 'priority'],
  'min-splits': ['unfilled', 'shipments', 'priority'],
  'package-trim': ['unfilled', 'shipments', 'priority'],
  'single-first': ['unfilled', 'shipments', 'priority'],
  'single-node': ['unfilled', 'shipments', 'priority'],
  'single-preferred': ['unfilled', 'shipments', 'priority'],
  'splitter-backorder': ['unfilled', 'shipments', 'priority'],
  distance: ['unfilled', 'unitDistance', 'priority'],
  'radius-ranking': ['unfilled', 'unitDistance'],
  'zone-proximity': ['unfilled', 'unitDistance'],
  'distance-cost': ['unfilled', 'cost'],
  'highest-stock': ['unfilled', 'cost'],
  'future-supply': ['unfilled', 'lateness', 'shipments'],
};

/** `supply-mixed-avoided` states its own policy: one delivery before an early one. */
const OWN_GOALS: { readonly [id: string]: readonly Goal[] } = {
  'supply-mixed-avoided': ['unfilled', 'shipments', 'lateness'],
};

function objectiveOf(peer: PeerCase): Pick<Rules, 'objective'> {
  const goals = OWN_GOALS[peer.id] ?? GOALS[peer.algorithm];
  if (!goals) throw new Error(`no mapping for the algorithm ${peer.algorithm}`);
  return { objective: goals.map((goal) => ({ goal })) };
}

function toRules(peer: PeerCase): Partial<Rules> {
  return {
    filters: [...skuFilters(peer), ...radiusFilters(peer)],
    ...(peer.algorithm === 'highest-stock' ? { costTables: [stockTable(peer)] } : {}),
    ...(peer.algorithm === 'ranking' ? { tiers: { mode: 'hard', list: [PREFERRED, DEFAULT] } } : {}),
    ...lexicographicRules(peer),
    // MSI falls back to its priorities where the destination is unknown.
    unknownDistance: 'last',
  };
}

const PREFERRED = { id: 'preferred', nodes: { field: 'node.attributes.preferred', op: 'eq' as const, value: true } };
const DEFAULT = { id: 'default', nodes: { field: 'node.attributes.default', op: 'eq' as const, value: true } };

function skuFilters(peer: PeerCase): NonNullable<Rules['filters']> {
  const at = (node: PeerNode) => ({ field: 'node.id', op: 'eq' as const, value: node.id });
  const blocked = peer.nodes.flatMap((node) =>
    node.blockedSkus
      ? [
          {
            id: `blocked at ${node.id}`,
            exclude: { all: [at(node), { field: 'line.sku', op: 'in' as const, value: [...node.blockedSkus] }] },
          },
        ]
      : [],
  );
  const listed = peer.nodes.flatMap((node) =>
    node.eligible
      ? [
          {
            id: `listed at ${node.id}`,
            exclude: { all: [at(node), { field: 'line.sku', op: 'notIn' as const, value: [...node.eligible] }] },
          },
        ]
      : [],
  );
  return [...blocked, ...listed];
}

function radiusFilters(peer: PeerCase): NonNullable<Rules['filters']> {
  if (peer.radiusKm === undefined) return [];
  return [
    { id: 'within the radius', require: { field: 'distanceKm', op: 'le' as const, value: peer.radiusKm } },
    { id: 'pick-up nodes', require: { field: 'node.attributes.pickup', op: 'eq' as const, value: true } },
  ];
}

/** A table that a caller makes from its snapshot: each unit costs as much as the node has less than the fullest. */
function stockTable(peer: PeerCase): NonNullable<Rules['costTables']>[number] {
  const keys = [...new Set(peer.request.map(({ sku }) => sku))];
  const available = (node: PeerNode, sku: string) => {
    const { onHand, reserved, safetyStock } = amountsOf(node, sku, 1);
    return Math.max(0, onHand - reserved - safetyStock);
  };
  const fullest = Math.max(0, ...peer.nodes.flatMap((node) => keys.map((sku) => available(node, sku))));
  return {
    id: 'emptiness',
    by: 'sku',
    nodes: peer.nodes.map((node) => node.id),
    keys,
    perUnit: peer.nodes.map((node) => keys.map((sku) => fullest - available(node, sku))),
  };
}

/** Spree's rules that do not abstain, most important first, and last its default location. */
function rankKeys(peer: PeerCase): ((node: PeerNode) => number)[] {
  const rules = (peer.ruleRanks ?? []).filter((rule) => Object.values(rule).some((rank) => rank !== null));
  return [...rules.map((rule) => (node: PeerNode) => rule[node.id] ?? 99), (node) => (node.default ? 0 : 1)];
}

/** The first key as hard tiers, the second as priority, the third as a cost. */
function lexicographicRules(peer: PeerCase): Partial<Rules> {
  if (peer.algorithm !== 'lexicographic-ranking') return {};
  const [first] = rankKeys(peer);
  const third = rankKeys(peer).at(2);
  const ranks = [...new Set(peer.nodes.map(first))].sort((a, b) => a - b);
  const tier = (rank: number) => ({
    id: `rank ${rank}`,
    nodes: {
      field: 'node.id',
      op: 'in' as const,
      value: peer.nodes.filter((node) => first(node) === rank).map((node) => node.id),
    },
  });
  const price = (node: PeerNode) => ({
    id: `last key at ${node.id}`,
    when: { field: 'node.id', op: 'eq' as const, value: node.id },
    perUnit: third?.(node) ?? 0,
  });
  return { tiers: { mode: 'hard', list: ranks.map(tier) }, ...(third ? { costs: peer.nodes.map(price) } : {}) };
}

function secondRank(peer: PeerCase, node: PeerNode): number {
  if (peer.algorithm !== 'lexicographic-ranking') return node.priority ?? 0;
  return rankKeys(peer)[1]?.(node) ?? 0;
}
