/** What a world makes use of: so that a run can say which parts of the model it has met. */
import type { FieldTest, Plan } from '../src/model/types';
import type { World } from './worlds';

type Has = (world: World) => boolean;
type Rate =
  | NonNullable<World['network']['rateCards'][number]['rates']>[number]
  | NonNullable<World['network']['rateCards'][number]['bands']>[number];

const level =
  (has: (each: Exclude<NonNullable<World['rules']['objective']>, string>[number]) => boolean): Has =>
  ({ rules: { objective } }) =>
    typeof objective === 'object' && objective.some(has);

const goal =
  (name: string): Has =>
  ({ rules }) =>
    typeof rules.objective !== 'string' && (rules.objective ?? []).some((level) => level.goal === name);

const line =
  (has: (each: World['order']['lines'][number]) => boolean): Has =>
  ({ order }) =>
    order.lines.some(has);

const node =
  (has: (each: World['network']['nodes'][number]) => boolean): Has =>
  ({ network }) =>
    network.nodes.some(has);

const cost =
  (has: (each: NonNullable<World['rules']['costs']>[number]) => boolean): Has =>
  ({ rules }) =>
    (rules.costs ?? []).some(has);

const timesOf = (of: string): Has => cost(({ times }) => times !== undefined && 'of' in times && times.of === of);

const policy =
  (has: (each: NonNullable<World['rules']['policies']>[number]) => boolean): Has =>
  ({ rules }) =>
    (rules.policies ?? []).some(has);
const card =
  (has: (each: World['network']['rateCards'][number]) => boolean): Has =>
  ({ network }) =>
    network.rateCards.some(has);

/** Rates of a card, by distance or zone. */
const rate = (has: (each: Rate) => boolean): Has =>
  card(({ bands, rates }) => [...(bands ?? []), ...(rates ?? [])].some(has));

const surcharge = (name: 'residential' | 'remote' | 'oversize', per?: 'shipment'): Has =>
  card(({ surcharges }) => surcharges?.[name] !== undefined && (per === undefined || surcharges[name].per === per));

const reads =
  (field: string): Has =>
  ({ rules }) =>
    JSON.stringify([rules.filters, rules.costs]).includes(`"${field}`);

/** Of filters, costs and policies. */
const tests =
  (has: (each: FieldTest) => boolean): Has =>
  ({ rules }) => {
    const conditions = [...(rules.filters ?? []), ...(rules.costs ?? []), ...(rules.policies ?? [])];
    let isMet = false;
    JSON.stringify(conditions, (_, each) => {
      isMet ||= typeof each === 'object' && each !== null && 'field' in each && has(each);
      return each;
    });
    return isMet;
  };

function repeats(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

export const FEATURES: { readonly [name: string]: Has } = {
  'the same SKU on several lines': ({ order }) => repeats(order.lines.map((each) => each.sku)),
  kit: line((each) => each.kit !== undefined),
  'kit with two parts': line((each) => (each.kit ?? []).length > 1),
  'line without weight': line((each) => each.weightGrams === undefined),
  'line need-by': line((each) => each.needBy !== undefined),
  'line capabilities': line((each) => each.capabilities !== undefined),
  'line K': line((each) => each.maxShipments !== undefined),
  'no split': line((each) => each.noSplit === true),
  'ship-complete line': line((each) => each.shipComplete === true),
  'ship-together': ({ order }) => repeats(order.lines.flatMap((each) => each.shipTogether ?? [])),
  'line pinned': line((each) => each.pinnedNodes !== undefined),
  'order need-by': ({ order }) => order.needBy !== undefined,
  'order K': ({ order }) => order.maxShipments !== undefined,
  'ship-complete order': ({ order }) => order.shipComplete === true,
  'order excludes a node': ({ order }) => order.excludedNodes !== undefined,
  'order pinned': ({ order }) => order.pinnedNodes !== undefined,
  'destination without location': ({ order }) => order.destination?.location === undefined,
  'node offline': node((each) => each.online === false),
  'node without location': node((each) => each.location === undefined),
  'node capacity': node((each) => each.capacityUnits !== undefined),
  'node without capacity left': node((each) => each.capacityUnits === 0),
  'node services': node((each) => each.services !== undefined),
  'node rate card': node((each) => (each.services ?? []).some((own) => own.rateCard !== undefined)),
  'node handling': node((each) => each.handling !== undefined),
  'node processing': node((each) => (each.processingMinutes ?? 0) > 0),
  'nodes on one spot': ({ network }) => repeats(network.nodes.flatMap((each) => JSON.stringify(each.location) ?? [])),
  'several services': ({ network }) => network.services.length > 1,
  'rate bands': card((each) => (each.bands ?? []).length > 1),
  'rate without an open band': card((each) => each.bands?.at(-1)?.upToKm !== undefined),
  'price per kilogram': rate((each) => (each.perKg ?? 0) > 0),
  'weight breaks': rate((each) => each.breaks !== undefined),
  'breaks that fall': rate(({ breaks = [] }) => breaks.some(({ price }, at) => at > 0 && price < breaks[at - 1].price)),
  'minimum price': rate((each) => (each.minimum ?? 0) > 0),
  'zones by region': card((each) => each.zones?.by === 'region'),
  'zones by postal prefix': card((each) => each.zones?.by === 'postalPrefix'),
  fuel: card((each) => (each.fuelPercent ?? 0) > 0),
  'billed volume': card((each) => each.divisorCm3PerKg !== undefined),
  'billed steps': card((each) => each.stepGrams !== undefined),
  'parcel weight': card((each) => each.parcel?.maxGrams !== undefined),
  'parcel volume': card((each) => each.parcel?.maxCm3 !== undefined),
  'parcel side': card((each) => each.parcel?.maxLongestSideMm !== undefined),
  residential: surcharge('residential'),
  remote: surcharge('remote'),
  oversize: surcharge('oversize'),
  'surcharge per shipment': (world) =>
    (['residential', 'remote', 'oversize'] as const).some((name) => surcharge(name, 'shipment')(world)),
  'price by order value': card((each) => each.byOrderValue !== undefined),
  reaches: ({ network }) => network.services.some((service) => service.reaches !== undefined),
  procurement: node((each) => (each.procurementPerUnit ?? 0) > 0),
  transfer: node((each) => (each.services ?? []).some((own) => (own.transferPerUnit ?? 0) > 0)),
  'postal areas': ({ network }) => network.postalAreas !== undefined,
  'orders per day': node((each) => each.capacityPerDay?.orders !== undefined),
  'shipments per day': node((each) => each.capacityPerDay?.shipments !== undefined),
  'lines per day': node((each) => each.capacityPerDay?.lines !== undefined),
  'units per day': node((each) => each.capacityPerDay?.units !== undefined),
  'work taken on already': ({ snapshot }) => snapshot !== undefined,
  'destination region': ({ order }) => order.destination?.region !== undefined,
  'line without volume': line((each) => each.volumeCm3 === undefined),
  lanes: ({ network }) => network.services.some((service) => service.transit?.lanes !== undefined),
  'distance matrix': ({ network }) => network.distance?.kind === 'matrix',
  'matrix with gaps': ({ network }) =>
    network.distance?.kind === 'matrix' && network.distance.metres.some((row) => row.includes(null)),
  'great circle': ({ network }) => network.distance?.kind !== 'matrix',
  'other earth': ({ network }) =>
    network.distance?.kind === 'greatCircle' && network.distance.radiusMetres !== undefined,
  reserved: ({ inventory }) => inventory.some((position) => (position.reserved ?? 0) > 0),
  'safety stock': ({ inventory }) => inventory.some((position) => (position.safetyStock ?? 0) > 0),
  filters: ({ rules }) => rules.filters !== undefined,
  'filter that requires': ({ rules }) => (rules.filters ?? []).some((filter) => filter.require !== undefined),
  'hard tiers': ({ rules }) => rules.tiers?.mode === 'hard',
  'soft tiers': ({ rules }) => rules.tiers?.mode === 'soft',
  'cost per shipment': cost((each) => (each.perShipment ?? 0) > 0),
  'cost per line': cost((each) => (each.perLine ?? 0) > 0),
  'cost per unit': cost((each) => (each.perUnit ?? 0) > 0),
  'cost per unit-kilometre': cost((each) => (each.perUnitKm ?? 0) > 0),
  'condition on distance': reads('distanceKm'),
  'condition on lines': reads('line.'),
  'condition on services': reads('service.'),
  'condition on the destination': reads('destination.'),
  'node offline for a time': node((each) => (each.offline ?? []).length > 0),
  'attributes declared': ({ rules }) => rules.attributes !== undefined,
  'condition on two fields': tests((each) => each.valueField !== undefined),
  'condition on instants': tests(({ op }) => op === 'before' || op === 'after'),
  'condition on a range': tests(({ op }) => op === 'between'),
  'condition on sums of the order': tests(({ field }) => /^order.(value|units|lineCount|weightGrams)$/.test(field)),
  'table by SKU': ({ rules }) => (rules.costTables ?? []).some((table) => table.by === 'sku'),
  'table by line': ({ rules }) => (rules.costTables ?? []).some((table) => table.by === 'line'),
  'priced lateness': ({ rules }) => (rules.lateness?.perUnitDay ?? 0) > 0,
  'priced split': ({ rules }) => (rules.split?.perShipment ?? 0) > 0,
  'unfilled by value': ({ rules }) => rules.unfilled?.percentOfValue !== undefined,
  'credit in a rule': cost((each) => (each.perUnit ?? 0) < 0),
  'credit in a table': ({ rules }) =>
    (rules.costTables ?? []).some(({ perUnit }) => perUnit.flat().some((price) => (price ?? 0) < 0)),
  'price by distance': timesOf('distanceKm'),
  'price by load': timesOf('load'),
  'price by the order’s value': timesOf('order.value'),
  'price by an attribute of nodes': timesOf('node.attributes.score'),
  'price by units on hand': timesOf('onHand'),
  'price by available units': timesOf('available'),
  'price by weeks of supply': timesOf('weeksOfSupply'),
  'price by line value': timesOf('line.value'),
  'price by line weight': timesOf('line.weightGrams'),
  'price by an attribute of lines': timesOf('line.attributes.rank'),
  'price by what is no number': timesOf('line.attributes.class'),
  'price along a line': cost(({ times }) => times !== undefined && 'shape' in times && times.shape === 'linear'),
  'price by steps': cost(({ times }) => times !== undefined && 'shape' in times && times.shape === 'steps'),
  'unknown quantity is free': cost(
    ({ times }) => times !== undefined && 'missing' in times && times.missing === 'free',
  ),
  'stock kept in units': ({ rules }) => (rules.protection ?? []).some((each) => each.keepUnits !== undefined),
  'stock kept in percent': ({ rules }) => (rules.protection ?? []).some((each) => each.keepPercent !== undefined),
  'stock kept by condition': ({ rules }) => (rules.protection ?? []).some((each) => each.when !== undefined),
  'stock of channels': ({ inventory }) => inventory.some((each) => each.allocations !== undefined),
  'stock of the order’s channel': ({ inventory, order }) =>
    inventory.some((each) => (each.allocations ?? []).some(({ channel }) => channel === order.channel)),
  'policy K': policy((asks) => asks.maxShipments !== undefined),
  'policy K per group': policy((asks) => asks.maxShipmentsPerGroup !== undefined),
  'policy K per line': policy((asks) => asks.maxShipmentsPerLine !== undefined),
  'policy ship-complete order': policy((asks) => asks.shipComplete === 'order'),
  'policy ship-complete group': policy((asks) => asks.shipComplete === 'group'),
  'policy ship-complete line': policy((asks) => asks.shipComplete === 'line'),
  'policy no split': policy((asks) => asks.noSplit === true),
  'policy ship together': policy((asks) => asks.shipTogether === true),
  'policy with a condition': policy((asks) => asks.when !== undefined),
  'equally near': ({ rules }) => rules.equallyNearKm !== undefined,
  'unknown distance last': ({ rules }) => rules.unknownDistance === 'last',
  'landed cost': ({ rules }) => rules.objective === 'landedCost',
  'fill first': ({ rules }) => rules.objective === 'fillFirst',
  'goal unfilled': goal('unfilled'),
  'goal lateness': goal('lateness'),
  'goal shipments': goal('shipments'),
  'goal tier': goal('tier'),
  'goal priority': goal('priority'),
  'goal unitDistance': goal('unitDistance'),
  'goal shipmentDistance': goal('shipmentDistance'),
  'goal cost': goal('cost'),
  'goal balance': goal('balance'),
  'weighted goals': level(({ weights }) => weights !== undefined),
  'tolerance in percent': level(({ tolerance }) => (tolerance?.percent ?? 0) > 0),
  'tolerance in units': level(({ tolerance }) => (tolerance?.amount ?? 0) > 0),
  'preset of goals': ({ rules: { objective = 'fillFirst' } }) =>
    typeof objective === 'string' && objective !== 'fillFirst' && objective !== 'landedCost',
};

const service =
  (has: (each: World['network']['services'][number]) => boolean): Has =>
  ({ network }) =>
    network.services.some(has);

const calendar =
  (has: (each: NonNullable<World['network']['calendars']>[number]) => boolean): Has =>
  ({ network }) =>
    (network.calendars ?? []).some(has);

const position =
  (has: (each: World['inventory'][number]) => boolean): Has =>
  ({ inventory }) =>
    inventory.some(has);

const group =
  (has: (each: NonNullable<World['order']['deliveryGroups']>[number]) => boolean): Has =>
  ({ order }) =>
    (order.deliveryGroups ?? []).some(has);

/** Pick-ups of services and of nodes. */
const pickUp =
  (has: (each: NonNullable<World['network']['services'][number]['pickUps']>[number]) => boolean): Has =>
  ({ network }) =>
    [...network.services, ...network.nodes.flatMap((each) => each.services ?? [])].some((each) =>
      (each.pickUps ?? []).some(has),
    );

const now =
  (...days: string[]): Has =>
  ({ asOf }) =>
    days.some((day) => asOf.startsWith(day));

/** What worlds with dates make use of. */
export const DATE_FEATURES: { readonly [name: string]: Has } = {
  'days that are closed': calendar((each) => (each.except ?? []).some(({ hours }) => hours === undefined)),
  'days with hours of their own': calendar((each) => (each.except ?? []).some(({ hours }) => hours !== undefined)),
  'a calendar that never opens': calendar((each) => each.week.length === 0),
  'nodes with hours': node((each) => each.calendar !== undefined),
  'times by class': node((each) => each.processing !== undefined),
  'lines of a class': line((each) => each.itemClass !== undefined),
  'zones by quarters of an hour': node((each) => ['Asia/Kolkata', 'Asia/Kathmandu'].includes(each.timeZone ?? '')),
  'days when clocks change': now('2026-03-08', '2026-03-28', '2026-03-29', '2026-10-25', '2026-11-01'),
  'orders that are held': ({ rules }) => (rules.holdMinutes ?? 0) > 0,
  'carriers with days': service((each) => each.calendar !== undefined),
  'pick-ups of a service': service((each) => each.pickUps !== undefined),
  'pick-ups of a node': node((each) => (each.services ?? []).some(({ pickUps }) => pickUps !== undefined)),
  'cut-offs': pickUp((each) => each.cutOff !== undefined),
  'cut-offs of earlier days': pickUp((each) => (each.cutOffDaysBefore ?? 0) > 0),
  'calendar days': service((each) => each.transit?.count === 'calendar'),
  'business days': service((each) => each.transit?.count === 'business'),
  'transit in minutes': service(({ transit }) =>
    [...(transit?.lanes ?? []), ...(transit?.bands ?? [])].some(({ minutes }) => minutes !== undefined),
  ),
  'transit by zone': service((each) => each.transit?.zones !== undefined),
  'delivery windows': service((each) => each.delivery?.windows !== undefined),
  'delivery days': service((each) => each.delivery?.calendar !== undefined),
  'levels of services': service((each) => each.level !== undefined),
  'stock on its way': position((each) => each.inbound !== undefined),
  'arrivals at one node': position((each) => (each.inbound ?? []).length > 1),
  'one delivery group': ({ order }) => order.deliveryGroups?.length === 1,
  'several delivery groups': ({ order }) => (order.deliveryGroups ?? []).length > 1,
  'groups with K': group((each) => each.maxShipments !== undefined),
  'groups that ship complete': group((each) => each.shipComplete === true),
  'groups with a date': group((each) => each.needBy !== undefined),
  'a level that is asked for': ({ order }) =>
    [order, ...(order.deliveryGroups ?? [])].some(({ level }) => level !== undefined),
  'groups that are collected': group((each) => each.pickUpNode !== undefined),
  'orders that are collected': ({ order }) => order.pickUpNode !== undefined,
  'slots of nodes': node((each) => each.slots !== undefined),
  'nodes that want a slot named': node((each) => each.collectBySlot === true),
  'slots that can do more': node((each) => (each.slots ?? []).some(({ capabilities }) => capabilities !== undefined)),
  'bookings there are': ({ snapshot }) => snapshot?.booked !== undefined,
  'a slot that is named': ({ order }) =>
    [order, ...(order.deliveryGroups ?? [])].some((each) => each.slot !== undefined),
  'skills of an appointment': ({ order }) =>
    [order, ...(order.deliveryGroups ?? [])].some((each) => each.skills !== undefined && each.pickUpNode !== undefined),
  'transfers to stores': service((each) => each.kind === 'transfer'),
  'collected at a price': service((each) => each.kind === 'pickUp' && each.rateCard !== undefined),
  'days with limits': node((each) => each.capacityPerDay !== undefined),
  'no zone where it goes': ({ order }) => order.destination !== undefined && order.destination.timeZone === undefined,
  'zones by postal area': ({ network }) => (network.postalAreas ?? []).some(({ timeZone }) => timeZone !== undefined),
};

export function countFeatures(
  worlds: readonly World[],
  features: { readonly [name: string]: Has } = FEATURES,
): { [name: string]: number } {
  return Object.fromEntries(
    Object.entries(features).map(([name, has]) => [name, worlds.filter((world) => has(world)).length]),
  );
}

/** What came of it in a plan. */
export const DATE_OUTCOMES: { readonly [name: string]: (plan: Plan, world: World) => boolean } = {
  'a node starts later than it could': ({ shipments }, world) =>
    shipments.some(({ start }) => Date.parse(start) > releaseOf(world)),
  'a node starts twice': ({ shipments }) =>
    shipments.some((a) => shipments.some((b) => a.node === b.node && a.start !== b.start)),
  'work waits for opening hours': ({ shipments }, { network }) =>
    shipments.some(({ node: id, start, ready }) => {
      const { calendar, processingMinutes = 0 } = network.nodes.find((each) => each.id === id)!;
      return calendar !== undefined && Date.parse(ready) > Date.parse(start) + processingMinutes * 60_000;
    }),
  'the carrier lets wait': ({ shipments }) => shipments.some(({ ready, handOver }) => ready !== handOver),
  'a delivery of a window': ({ shipments }, { network }) =>
    shipments.some(
      (each) => each.delivery !== null && network.services.some(({ id, delivery }) => id === each.service && delivery),
    ),
  'a delivery that nobody knows': ({ shipments }) => shipments.some(({ delivery }) => delivery === null),
  'units that are late': ({ shipments }) => shipments.some(({ lines }) => lines.some(({ lateDays }) => lateDays > 0)),
  'two groups ship': ({ shipments }) => new Set(shipments.map((shipment) => shipment.group)).size > 1,
  'a group is collected': ({ shipments }) => shipments.some((shipment) => shipment.service === 'collect'),
  'a slot is booked': ({ claims }) => claims.slots !== undefined,
  'a group is transferred': ({ shipments }) => shipments.some((shipment) => shipment.service === 'hop'),
  'stock that has not come yet': ({ claims }, { inventory }) =>
    claims.stock.some(({ node: id, sku, units }) => {
      const held = inventory.find((each) => each.node === id && each.sku === sku);
      return units > (held?.onHand ?? 0) - (held?.reserved ?? 0) - (held?.safetyStock ?? 0);
    }),
  'a day spills': ({ claims }) => claims.days.some((a) => claims.days.some((b) => a.node === b.node && a.day < b.day)),
};

function releaseOf({ asOf, rules }: World): number {
  return Date.parse(asOf) + (rules.holdMinutes ?? 0) * 60_000;
}
