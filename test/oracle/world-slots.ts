/** When slots of a raw world are, and which groups may be collected in theirs. Shares no code with `src/`. */
import { Temporal } from 'temporal-polyfill';
import type { World } from '../worlds';

type Node = World['network']['nodes'][number];
type Slot = NonNullable<Node['slots']>[number];
type SlotDate = NonNullable<World['order']['slot']>;

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MOST_MS = 400 * 86_400_000;

/** Epoch ms. */
export interface SlotTimes {
  readonly start: number;
  readonly end: number;
}

/** What the rules of slots read of a delivery group. */
export interface Collected {
  readonly id: string | undefined;
  readonly pickUpNode: string | undefined;
  readonly slot: SlotDate | undefined;
  readonly skills: readonly string[];
}

/** undefined: it does not happen on that date. */
export function slotTimes({ network }: World, node: Node, slot: Slot, text: string): SlotTimes | undefined {
  const date = Temporal.PlainDate.from(text);
  const weekday = WEEK[date.dayOfWeek - 1];
  const isNamed = (slot.days ?? []).includes(weekday) || (slot.dates ?? []).includes(text);
  if (!isNamed && (slot.days !== undefined || slot.dates !== undefined)) return undefined;
  const calendar = network.calendars?.find(({ id }) => id === node.calendar);
  if (calendar !== undefined) {
    const special = calendar.except?.find((each) => each.date === text);
    const isOpen = special
      ? (special.hours ?? []).length > 0
      : calendar.week.some(({ days = [...WEEK] }) => days.includes(weekday));
    if (!isOpen) return undefined;
  }
  const [start, end] = [slot.from, slot.until].map((clock) => {
    const time = { timeZone: node.timeZone!, plainTime: clock === '24:00' ? '00:00' : clock };
    return (clock === '24:00' ? date.add({ days: 1 }) : date).toZonedDateTime(time).epochMilliseconds;
  });
  return start < end ? { start, end } : undefined;
}

/** When the group is collected; undefined: in no slot; null: nothing of it may be collected. */
export function collectedIn(
  world: World,
  groups: readonly Collected[],
  group: Collected,
): SlotTimes | undefined | null {
  const node = world.network.nodes.find(({ id }) => id === group.pickUpNode);
  if (node === undefined) return undefined;
  const slot = node.slots?.find(({ id }) => id === group.slot?.id);
  const can = (word: string) => [node, slot].some((able) => (able?.capabilities ?? []).includes(word));
  if (!group.skills.every(can)) return null;
  if (group.slot === undefined || slot === undefined) return node.collectBySlot ? null : undefined;
  const times = slotTimes(world, node, slot, group.slot.date);
  const asOf = Date.parse(world.asOf);
  const release = asOf + (world.rules.holdMinutes ?? 0) * 60_000;
  if (times === undefined || times.start < asOf || times.start > release + MOST_MS) return null;
  const { date } = group.slot;
  const known = world.snapshot?.booked?.find(
    (row) => row.node === node.id && row.slot === slot.id && row.date === date,
  );
  const queue = groups
    .filter((each) => each.pickUpNode === node.id && each.slot?.id === slot.id && each.slot.date === date)
    .map(({ id = '' }) => id)
    .sort();
  return queue.indexOf(group.id ?? '') < slot.bookings - (known?.bookings ?? 0) ? times : null;
}
