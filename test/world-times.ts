/**
 * What makes dates of a random world: calendars with odd hours, pick-ups and cut-offs, ways to count transit, windows, stock on its way, orders
 * held back, delivery groups that are shipped or collected. Instants are often on an edge or a millisecond beside it.
 */
import type { NetworkInput, OrderInput, PositionInput } from '../src/model/types';
import { slotTimes } from './oracle/world-slots';
import { COUNTRIES, REGIONS } from './world-cards';
import type { Draw } from './world-draw';
import type { World } from './worlds';

type Node = NetworkInput['nodes'][number];
type Service = NetworkInput['services'][number];
type Calendar = NonNullable<NetworkInput['calendars']>[number];
type PickUp = NonNullable<Service['pickUps']>[number];
type Transit = NonNullable<Service['transit']>;
type Slot = NonNullable<Node['slots']>[number];
type Group = NonNullable<OrderInput['deliveryGroups']>[number];
type Weekday = NonNullable<PickUp['days']>[number];

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Two of them are off by half an hour or less, two change their clocks on days of their own. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Honolulu',
];
/** A Monday around the cut-offs of most zones, a Friday evening, nights when clocks change, the last night of a year. */
const INSTANTS = [
  '2026-03-02T09:00:00Z',
  '2026-03-02T14:00:00Z',
  '2026-03-02T16:29:59.999Z',
  '2026-03-02T16:30:00.001Z',
  '2026-03-06T19:10:00Z',
  '2026-03-08T06:30:00Z',
  '2026-03-28T22:40:00Z',
  '2026-03-29T00:59:59.999Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
  '2026-11-01T05:30:00Z',
  '2026-12-31T22:15:00Z',
];
const CLOCKS = ['00:00', '00:30', '02:00', '02:30', '03:00', '08:00', '12:00', '15:00', '17:30', '23:30', '24:00'];
const CALENDARS = ['work', 'Work', 'odd'];
const CLASSES = ['big', 'Big'];
const LEVELS = ['fast', 'slow'];
const SLOT_IDS = ['morning', 'Late', 'constructor'];
const SKILLS = ['cold', 'lift'];
const GROUP_IDS = ['g2', 'g10', 'G'];

/** Gives a world dates. Without `mayHold` its rules stay as they are. */
export function addTimes(draw: Draw, world: World, mayHold: boolean): void {
  const { network, order } = world;
  if (draw.chance(75)) loosen(world);
  world.asOf = draw.pick(INSTANTS);
  const asOf = Date.parse(world.asOf);
  network.calendars = CALENDARS.map((id) => makeCalendar(draw, id, asOf));
  for (const node of network.nodes) addNodeTimes(draw, node);
  for (const service of network.services) addServiceTimes(draw, service);
  for (const area of network.postalAreas ?? []) if (draw.chance(50)) area.timeZone = draw.pick(ZONES);
  if (draw.chance(40)) splitOrder(draw, network, order);
  else if (draw.chance(20)) collectOrder(draw, network, order);
  for (const { destination } of [order, ...(order.deliveryGroups ?? [])]) {
    if (destination && draw.chance(92)) destination.timeZone = draw.pick(ZONES);
  }
  for (const line of order.lines) if (draw.chance(35)) line.itemClass = draw.pick(CLASSES);
  for (const needed of [order, ...order.lines, ...(order.deliveryGroups ?? [])]) {
    if (needed.needBy !== undefined) needed.needBy = makeNeedBy(draw, asOf);
  }
  if (draw.chance(50)) for (const position of world.inventory) addInbound(draw, position, asOf);
  if (mayHold && draw.chance(25)) world.rules.holdMinutes = draw.pick([0, 1, 30, 90, 600, 1440]);
}

/** Fewer other reasons why nothing ships, so that dates decide. */
function loosen({ network, order, rules }: World): void {
  for (const node of network.nodes) {
    delete node.online;
    delete node.capacityUnits;
  }
  delete order.excludedNodes;
  delete order.pinnedNodes;
  delete rules.filters;
  rules.unknownDistance = 'last';
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function makeDays(draw: Draw, percent: number): Weekday[] {
  const days = draw.subset(WEEK, percent);
  return days.length === 0 ? [draw.pick(WEEK)] : days;
}

function makeHours(draw: Draw): { open: string; close: string } {
  const [open, close] = draw.sample(CLOCKS, 2).sort();
  return { open, close };
}

/** Some never open. */
function makeCalendar(draw: Draw, id: string, asOf: number): Calendar {
  const week = Array.from({ length: draw.chance(97) ? draw.int(1, 3) : 0 }, () => ({
    ...draw.maybe(60, () => ({ days: makeDays(draw, 75) })),
    ...makeHours(draw),
  }));
  const except = draw.sample([-1, 0, 1, 2, 3], draw.int(0, 3)).map((shift) => ({
    date: instant(asOf + shift * DAY).slice(0, 10),
    ...draw.maybe(50, () => ({ hours: [makeHours(draw)] })),
  }));
  return { id, week, ...draw.maybe(60, () => ({ except })) };
}

function addNodeTimes(draw: Draw, node: Node): void {
  node.timeZone ??= draw.pick(ZONES);
  if (draw.chance(45)) node.calendar = draw.pick(CALENDARS);
  if (draw.chance(40)) node.processingMinutes = draw.pick([0, 1, 30, 90, 480]);
  if (draw.chance(30)) {
    const classes = draw.sample(CLASSES, draw.int(1, 2));
    node.processing = classes.map((itemClass) => ({ itemClass, minutes: draw.pick([0, 30, 120, 1440]) }));
  }
  if (draw.chance(20)) {
    node.capacityPerDay = draw.pick([
      { units: 1 },
      { units: 2 },
      { units: 3 },
      { shipments: 1, units: 2 },
      { lines: 1 },
    ]);
  }
  for (const own of node.services ?? []) if (draw.chance(25)) own.pickUps = makePickUps(draw);
}

function addServiceTimes(draw: Draw, service: Service): void {
  if (draw.chance(30)) service.calendar = draw.pick(CALENDARS);
  if (draw.chance(40)) service.pickUps = makePickUps(draw);
  if (draw.chance(40)) service.delivery = makeDelivery(draw);
  if (draw.chance(25)) service.level = draw.pick(LEVELS);
  if (service.transit !== undefined) addTransitTimes(draw, service.transit);
}

function makePickUps(draw: Draw): PickUp[] {
  return Array.from({ length: draw.int(1, 3) }, () => {
    const cutOff = draw.maybe(70, () => ({ cutOff: draw.pick(CLOCKS) }));
    return {
      ...draw.maybe(50, () => ({ days: makeDays(draw, 70) })),
      ...draw.maybe(85, () => ({ time: draw.pick(CLOCKS) })),
      ...cutOff,
      ...(cutOff.cutOff === undefined ? {} : draw.maybe(35, () => ({ cutOffDaysBefore: draw.int(0, 2) }))),
    };
  });
}

function makeDelivery(draw: Draw): NonNullable<Service['delivery']> {
  const windows = Array.from({ length: draw.int(1, 2) }, () => ({
    ...draw.maybe(50, () => ({ days: makeDays(draw, 75) })),
    to: draw.pick(CLOCKS),
  }));
  return {
    ...draw.maybe(30, () => ({ calendar: draw.pick(CALENDARS) })),
    ...draw.maybe(75, () => ({ windows })),
  };
}

function addTransitTimes(draw: Draw, transit: Transit): void {
  if (draw.chance(60)) transit.count = draw.pick(['elapsed', 'calendar', 'business'] as const);
  for (const entry of [...(transit.lanes ?? []), ...(transit.bands ?? [])]) {
    if (!draw.chance(15)) continue;
    delete entry.days;
    entry.minutes = draw.pick([0, 90, 1440, 2000]);
  }
  if (!draw.chance(25)) return;
  const words = draw.sample([...COUNTRIES, ...REGIONS], draw.int(2, 4));
  const days = () => (draw.chance(92) ? draw.int(0, 3) : null);
  transit.zones = { from: words, to: words, days: words.map(() => words.map(days)) };
}

/** Around the ends of whole days, and of usual windows. */
function makeNeedBy(draw: Draw, asOf: number): string {
  const evening = Date.parse(`${instant(asOf).slice(0, 10)}T19:00:00Z`);
  return instant(
    draw.pick([asOf - DAY, asOf, asOf + DAY, asOf + DAY - 1, asOf + 2 * DAY + 60 * MINUTE, evening, evening + 2 * DAY]),
  );
}

/** What is on its way comes around the order's release: before it, with it, just after it. */
function addInbound(draw: Draw, position: PositionInput, asOf: number): void {
  if (!draw.chance(45)) return;
  const minutes = [-60, 0, 30, 60, 300, 1440, 4320];
  position.inbound = Array.from({ length: draw.chance(75) ? 1 : 2 }, () => ({
    at: instant(asOf + draw.pick(minutes) * MINUTE + draw.pick([0, 0, 1])),
    units: draw.int(1, 3),
  }));
  if (draw.chance(60)) position.onHand = draw.int(0, 1);
}

/** Services by which an order can be collected, at most nodes. */
function addCollection(draw: Draw, network: NetworkInput): void {
  const [{ rateCard }] = network.services;
  const collect: Service = { id: 'collect', kind: 'pickUp', ...draw.maybe(30, () => ({ rateCard })) };
  const hop: Service = { ...structuredClone(network.services[0]), id: 'hop', kind: 'transfer' };
  if (draw.chance(10)) collect.reaches = [{ country: draw.pick(COUNTRIES) }];
  addServiceTimes(draw, collect);
  addServiceTimes(draw, hop);
  network.services.push(collect, ...(draw.chance(75) ? [hop] : []));
  for (const node of network.nodes) {
    if (node.services === undefined) continue;
    for (const { id } of network.services.slice(-2)) {
      if (node.services.every((own) => own.id !== id) && draw.chance(70)) node.services.push({ id });
    }
  }
}

function collectOrder(draw: Draw, network: NetworkInput, order: OrderInput): void {
  addCollection(draw, network);
  delete order.destination;
  order.pickUpNode = draw.pick(network.nodes).id;
  Object.assign(order, makeLevel(draw, network));
}

function makeLevel(draw: Draw, { services }: NetworkInput): { level?: string } {
  return draw.maybe(12, () => {
    const { id, level = id } = draw.pick(services);
    return { level };
  });
}

/** One to three groups; of two, one is often collected. Lines that travel together are in one group. */
function splitOrder(draw: Draw, network: NetworkInput, order: OrderInput): void {
  const ids = draw.sample(GROUP_IDS, Math.min(order.lines.length, draw.pick([1, 2, 2, 3])));
  const collects = draw.chance(60);
  if (collects) addCollection(draw, network);
  order.deliveryGroups = ids.map((id) => makeGroup(draw, network, order, id, collects && draw.chance(50)));
  delete order.destination;
  order.lines.forEach((line, place) => {
    line.deliveryGroup = place < ids.length ? ids[place] : draw.pick(ids);
    if (line.shipTogether !== undefined) line.shipTogether = `${line.shipTogether} ${line.deliveryGroup}`;
  });
}

function makeGroup(draw: Draw, network: NetworkInput, order: OrderInput, id: string, isCollected: boolean): Group {
  return {
    id,
    ...(isCollected ? { pickUpNode: draw.pick(network.nodes).id } : { destination: makeDestination(draw, order) }),
    ...makeLevel(draw, network),
    ...draw.maybe(30, () => ({ needBy: '2026-03-04T10:00:00Z' })),
    ...draw.maybe(15, () => ({ maxShipments: draw.int(1, 2) })),
    ...draw.maybe(12, () => ({ shipComplete: draw.chance(85) })),
  };
}

/** That of the order, or near it. */
function makeDestination(draw: Draw, { destination = {} }: OrderInput): OrderInput['destination'] {
  return {
    ...structuredClone(destination),
    ...draw.maybe(50, () => ({ country: draw.pick(COUNTRIES) })),
    ...draw.maybe(30, () => ({ region: draw.pick(REGIONS) })),
    ...draw.maybe(40, () => ({ location: { lat: 48.9, lng: 2.4 } })),
  };
}

/** Slots at nodes where something may be collected, in the node's own time, and groups that name them. */
export function addSlots(draw: Draw, world: World): void {
  const { network, order } = world;
  if (network.services.every(({ kind }) => kind !== 'pickUp')) return;
  for (const node of network.nodes) if (draw.chance(60)) node.slots = makeSlots(draw, world);
  for (const node of network.nodes) if (node.slots !== undefined && draw.chance(30)) node.collectBySlot = true;
  const booked = network.nodes.flatMap((node) => (draw.chance(30) ? bookSome(draw, world, node) : []));
  if (booked.length > 0) world.snapshot = { ...world.snapshot, booked };
  for (const group of order.deliveryGroups ?? [order]) {
    if (draw.chance(20)) group.skills = draw.sample(SKILLS, 1);
    const node = network.nodes.find(({ id }) => id === group.pickUpNode);
    if (node === undefined || draw.chance(20)) continue;
    const dates = slotDates(world, node);
    if (dates.length > 0) group.slot = draw.pick(dates);
  }
}

function makeSlots(draw: Draw, { asOf }: World): Slot[] {
  return draw.sample(SLOT_IDS, draw.int(1, 3)).map((id) => {
    const [from, until] = draw.sample(CLOCKS, 2).sort();
    const dates = draw.sample([0, 1, 2, 3], 2).map((shift) => instant(Date.parse(asOf) + shift * DAY).slice(0, 10));
    return {
      id,
      ...draw.maybe(25, () => ({ days: makeDays(draw, 75) })),
      ...draw.maybe(25, () => ({ dates })),
      from,
      until,
      bookings: draw.pick([0, 1, 1, 2, 5]),
      ...draw.maybe(40, () => ({ capabilities: draw.subset(SKILLS, 60) })),
    };
  });
}

/** When its slots are, from the day before on. */
function slotDates(world: World, node: Node): NonNullable<Group['slot']>[] {
  return (node.slots ?? []).flatMap((slot) =>
    [-1, 0, 1, 2, 3, 4, 6].flatMap((shift) => {
      const date = instant(Date.parse(world.asOf) + shift * DAY).slice(0, 10);
      return slotTimes(world, node, slot, date) === undefined ? [] : [{ id: slot.id, date }];
    }),
  );
}

function bookSome(draw: Draw, world: World, node: Node) {
  return draw.subset(slotDates(world, node), 40).map(({ id: slot, date }) => {
    return { node: node.id, slot, date, bookings: draw.int(1, 3) };
  });
}
