/**
 * A case of a peer system as an order of ours. Each algorithm of theirs is one of our templates; `docs/peer-cases.md` says the same in
 * words. Quantities are scaled to whole units where theirs are fractions.
 */
import { templates } from 'order-sourcing';
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
  readonly backorderable?: readonly string[];
  /** SKUs that it normally stocks. */
  readonly stocking?: { readonly [sku: string]: boolean };
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
  readonly caseInsensitiveSkus?: boolean;
  readonly items?: { readonly [sku: string]: { readonly shippingCategory?: string; readonly weight?: number } };
  readonly maxPackageWeight?: number;
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
    readonly packages?: readonly unknown[];
    readonly packageCount?: number;
  };
}

type Line = World['order']['lines'][number];
type Rules = World['rules'];

/** The SKU that every node stocks where a case only ranks nodes. */
export const RANKED_SKU = 'anything';

/** Whole units of ours in one of theirs. */
export function scaleOf(peer: PeerCase): number {
  const amounts = peer.nodes.flatMap((node) =>
    [node.stock, node.reserved ?? {}].flatMap((each) => Object.values(each)),
  );
  return amounts.every(Number.isInteger) ? 1 : 2;
}

/** The order is placed, and what is on hand could start. */
export const NOW = '2026-03-02T09:00:00Z';
/** When backorders are made good, for peers that know no date: some day. */
const SOME_DAY = '2026-09-01T09:00:00Z';

export function toWorld(peer: PeerCase): World {
  const document = toTemplate(peer);
  return {
    asOf: NOW,
    network: {
      currency: 'EUR',
      nodes: peer.nodes.map((node) => toNode(peer, node)),
      services: [{ id: 'standard', rateCard: 'flat', transit: { bands: [{ days: 0 }] } }],
      rateCards: [
        {
          id: 'flat',
          bands: [{ base: 0 }],
          ...(peer.maxPackageWeight === undefined ? {} : { parcel: { maxGrams: peer.maxPackageWeight } }),
        },
        ...freightCards(peer),
      ],
      ...toDistance(peer),
    },
    inventory: peer.nodes.flatMap((node) => toPositions(peer, node)),
    order: {
      id: peer.id,
      ...toDestinations(peer),
      lines: toLines(peer),
      ...(peer.collectionPoint === undefined ? {} : { pinnedNodes: [peer.collectionPoint] }),
      // Supply that comes later is late: the earliest is best.
      needBy: NOW,
    },
    rules: {
      ...document,
      filters: [...(document.filters ?? []), ...skuFilters(peer), ...radiusFilters(peer)],
      // MSI falls back to its priorities where the destination is unknown.
      unknownDistance: 'last',
    },
  };
}

function toNode(peer: PeerCase, node: PeerNode): World['network']['nodes'][number] {
  return {
    id: node.id,
    online: node.enabled !== false,
    priority: node.priority ?? 0,
    ...(node.lat === undefined || node.lng === undefined ? {} : { location: { lat: node.lat, lng: node.lng } }),
    ...(node.availableInDays === undefined ? {} : { processingMinutes: node.availableInDays * 1440 }),
    ...(peer.costModel ? { services: [{ id: 'standard', rateCard: `from ${node.id}` }] } : {}),
    attributes: { pickup: node.pickup === true },
  };
}

function toPositions(peer: PeerCase, node: PeerNode): World['inventory'] {
  const scale = scaleOf(peer);
  if (isRanking(peer)) return [{ node: node.id, sku: skuOf(peer), ...amountsOf(node, skuOf(peer), scale) }];
  const skus = new Set([...Object.keys(node.stock), ...(node.backorderable ?? [])]);
  return [...skus].map((sku) => ({
    node: node.id,
    sku: folded(peer, sku),
    ...amountsOf(node, sku, scale),
    ...(takesBackorders(peer, node, sku) ? { inbound: [{ at: SOME_DAY, units: 1_000_000 }] } : {}),
  }));
}

/** Where a peer names nodes that stock an item, one of those takes what cannot be had; else any of them. */
function takesBackorders(peer: PeerCase, node: PeerNode, sku: string): boolean {
  if (node.stocking === undefined) return node.backorderable?.includes(sku) === true;
  return node.stocking[sku] === true || peer.nodes.every(({ stocking }) => stocking?.[sku] !== true);
}

/** SKUs that ignore case are folded by who writes the order. */
function folded(peer: PeerCase, sku: string): string {
  return peer.caseInsensitiveSkus === true ? sku.toLowerCase() : sku;
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
    sku: folded(peer, sku),
    quantity: (qty * scaleOf(peer)) / (peer.kitUnit ?? 1),
    ...kitOf(peer, sku),
    ...(peer.items?.[sku]?.shippingCategory === undefined ? {} : { deliveryGroup: peer.items[sku].shippingCategory }),
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
  const grams = peer.items?.[sku]?.weight;
  if (grams !== undefined) return { weightGrams: grams };
  const kilograms = peer.costModel?.itemWeightsKg?.[sku] ?? peer.costModel?.unitWeightKg;
  return kilograms === undefined ? {} : { weightGrams: Math.round(kilograms * 1000) };
}

/** Items of different categories never share a package: each category is a delivery group to the same place. */
function toDestinations(peer: PeerCase): Pick<World['order'], 'destination' | 'deliveryGroups'> {
  const categories = peer.request.flatMap(({ sku }) => peer.items?.[sku]?.shippingCategory ?? []);
  const destination = toDestination(peer);
  if (categories.length === 0) return { destination };
  return { deliveryGroups: [...new Set(categories)].map((id) => ({ id, destination })) };
}

function toDestination({ destination }: PeerCase): NonNullable<World['order']['destination']> {
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

const byPriority = { tieBreak: 'priority' } as const;
const { priorityWaterfall, fewestSplits, singleNodeFirst, fastest, nearest, cheapest } = templates;

const TEMPLATES: { readonly [algorithm: string]: (peer: PeerCase) => Rules } = {
  'cheapest-first-all-or-nothing': () => priorityWaterfall({ shipComplete: 'order' }),
  'priority-all-or-nothing': () => priorityWaterfall({ shipComplete: 'order' }),
  reservation: () => priorityWaterfall({ shipComplete: 'order' }),
  'per-line-whole': () => priorityWaterfall({ noSplit: true }),
  'candidate-filter': () => priorityWaterfall({ noSplit: true }),
  'priority-backorder': () => fastest(byPriority),
  availability: () => priorityWaterfall(),
  'kit-explode': () => priorityWaterfall(),
  pinned: () => priorityWaterfall(),
  priority: () => priorityWaterfall(),
  'unit-multiple': () => priorityWaterfall(),
  'single-first': () => singleNodeFirst({ ...byPriority, shipComplete: 'line' }),
  'single-preferred': () => singleNodeFirst(byPriority),
  'single-node': () => fewestSplits(byPriority),
  'splitter-category': () => fewestSplits(byPriority),
  'splitter-weight': () => cheapest(),
  'min-splits': fewestOnHandFirst,
  'package-trim': fewestOnHandFirst,
  'splitter-backorder': fewestOnHandFirst,
  distance: () => nearest(byPriority),
  'radius-ranking': () => nearest(),
  'zone-proximity': () => nearest(),
  'distance-cost': () => cheapest(),
  'highest-stock': (peer) =>
    templates.highestStock(
      peer.nodes.flatMap((node) => toPositions(peer, node)),
      { shipComplete: 'order' },
    ),
  'future-supply': (peer) =>
    // It states its own policy: one delivery before an early one.
    peer.id === 'supply-mixed-avoided'
      ? fewestSplits({ tieBreak: 'lateness', shipComplete: 'line' })
      : fastest({ tieBreak: 'shipments', shipComplete: 'line' }),
  ranking: (peer) =>
    templates.rankedRules([
      rankOf(peer, isNot('preferred')),
      rankOf(peer, isNot('default')),
      rankOf(peer, (node) => node.priority ?? 0),
    ]),
  'lexicographic-ranking': (peer) => templates.rankedRules([...(peer.ruleRanks ?? []), rankOf(peer, isNot('default'))]),
};

/** What is on hand goes before what is backordered, and then the fewest shipments. */
function fewestOnHandFirst(): Rules {
  return fastest({ tieBreak: ['shipments', 'priority'] });
}

function toTemplate(peer: PeerCase): Rules {
  const make = TEMPLATES[peer.algorithm];
  if (make === undefined) throw new Error(`no template for the algorithm ${peer.algorithm}`);
  return make(peer);
}

/** What one rule says of each node. */
function rankOf(peer: PeerCase, rank: (node: PeerNode) => number): { readonly [node: string]: number } {
  return Object.fromEntries(peer.nodes.map((node) => [node.id, rank(node)]));
}

function isNot(word: 'preferred' | 'default'): (node: PeerNode) => number {
  return (node) => (node[word] === true ? 0 : 1);
}

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
