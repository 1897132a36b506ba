/** The slot that a delivery group is collected in: when it is, whether it may still be booked, and what makes it. */
import type { Compiled, Desk } from '../desk';
import { type IssueList, maybe, type Path } from '../model/issues';
import type { IneligibleReason } from '../model/reasons';
import type { SlotInstants } from '../model/schedule';
import type { Node, Order, SlotDate } from '../model/types';
import { compareIds, MS_PER_DAY, MS_PER_MINUTE } from '../model/units';
import { HORIZON_DAYS } from '../promising/calendar';
import { dayOfText, dayText } from '../promising/timeZone';
import { slotKey } from '../sourcing/bookings';
import { Dating, KnownDeliveries } from '../sourcing/columns';
import type { DeliveryGroup } from '../sourcing/groups';
import type { GroupScene } from './pairs';

type Timed = Pick<Compiled, 'index' | 'schedules'>;

/** A slot is for who collects, is one of the node's, and happens on its date. */
export function checkSlot(
  compiled: Timed,
  { slot, pickUpNode }: Pick<Order, 'slot' | 'pickUpNode'>,
  path: Path,
  issues: IssueList,
): void {
  if (slot === undefined) return;
  const { index } = compiled;
  if (pickUpNode === undefined) {
    issues.add('invalid', [...path, 'slot'], slot.id, 'is given, and there is no pickUpNode whose slot it could be');
    return;
  }
  const node = index.nodeOfId.get(pickUpNode);
  // That is an issue of its own.
  if (node === undefined) return;
  const ids = index.nodes[node].slots?.map(({ id }) => id) ?? [];
  if (!ids.includes(slot.id)) {
    const reason = `is not the id of a slot of ${pickUpNode}`;
    issues.add('unknown-reference', [...path, 'slot', 'id'], slot.id, reason, maybe(slot.id, ids));
  } else if (slotOn(compiled, node, slot) === undefined) {
    const reason = `is not a date on which slot ${slot.id} of ${pickUpNode} is open`;
    issues.add('invalid', [...path, 'slot', 'date'], slot.date, reason);
  }
}

/** When a slot of a node is; undefined: never on that date. */
export function slotOn({ index, schedules }: Timed, node: number, { id, date }: SlotDate): SlotInstants | undefined {
  const place = index.nodes[node].slots?.findIndex((slot) => slot.id === id) ?? -1;
  return schedules.slotOn(node, place, dayOfText(date));
}

/**
 * When slots of a node are that begin from one instant to another, both included, in the order of their ends. Epoch ms.
 * @param places of the slots among those of the node
 */
export function* slotsFrom(
  { index, schedules }: Compiled,
  node: number,
  places: readonly number[],
  from: number,
  to: number,
): Generator<SlotDate> {
  if (places.length === 0) return;
  const slots = index.nodes[node].slots ?? [];
  for (let day = schedules.localDay(node, from); schedules.midnight(node, day) <= to; day += 1) {
    const today = places.flatMap((place) => {
      const instants = schedules.slotOn(node, place, day);
      return instants === undefined ? [] : [{ id: slots[place].id, ...instants }];
    });
    today.sort((a, b) => a.end - b.end || a.start - b.start || compareIds(a.id, b.id));
    for (const { id, start } of today) if (start >= from && start <= to) yield { id, date: dayText(day) };
  }
}

/** When a group is collected; undefined: whenever it is ready, or it is shipped. */
export function slotOf(compiled: Compiled, { pickUpNode, slot }: DeliveryGroup): SlotInstants | undefined {
  return slot === undefined ? undefined : slotOn(compiled, pickUpNode, slot);
}

/**
 * Why nothing of a group may be collected, whoever ships it; undefined: it may, or it is shipped.
 * @param groups of the order, in the order of their ids: so they book; @param place of the group
 */
export function whyNotCollected(
  { compiled, ledger }: Desk,
  groups: readonly DeliveryGroup[],
  place: number,
  asOf: number,
): IneligibleReason | undefined {
  const group = groups[place];
  if (group.pickUpNode < 0) return undefined;
  if (group.lacksSlot) return 'no-slot';
  if (!canServe(compiled.index.nodes[group.pickUpNode], group.slot?.id, group.skills)) return 'missing-capability';
  const instants = slotOf(compiled, group);
  if (instants === undefined) return undefined;
  if (instants.start < asOf) return 'slot-past';
  if (instants.start > lastStart(compiled, asOf)) return 'closed';
  const before = groups.slice(0, place).filter((other) => namesSame(other, group)).length;
  return bookingsLeft(ledger, group) > before ? undefined : 'slot-full';
}

/** Whether a node, or one of its slots, can do all of it. @param slot undefined: none is named */
export function canServe(node: Node, slot: string | undefined, skills: readonly string[]): boolean {
  if (skills.length === 0) return true;
  const able = new Set(node.capabilities);
  for (const word of node.slots?.find(({ id }) => id === slot)?.capabilities ?? []) able.add(word);
  return skills.every((word) => able.has(word));
}

/** Slots that begin later are too far away. Epoch ms. */
export function lastStart({ rules }: Compiled, asOf: number): number {
  return asOf + rules.document.holdMinutes * MS_PER_MINUTE + HORIZON_DAYS * MS_PER_DAY;
}

/** Of the slot that a group names, whoever of its order wants it. */
export function bookingsLeft({ bookings }: Desk['ledger'], { pickUpNode, slot }: DeliveryGroup): number {
  const { id, date } = slot as SlotDate;
  return bookings.left({ node: pickUpNode, slot: id, date });
}

/** Whether both are collected in the same slot, and so need two bookings. */
function namesSame(a: DeliveryGroup, b: DeliveryGroup): boolean {
  if (a.slot === undefined || b.slot === undefined) return false;
  const key = ({ pickUpNode, slot }: DeliveryGroup) =>
    slotKey({ node: pickUpNode, slot: (slot as SlotDate).id, date: (slot as SlotDate).date });
  return key(a) === key(b);
}

/** Of what all starts at once: what misses the slot may not be used, and the rest is delivered at its end. */
export function datedInSlot(scene: GroupScene, release: number, minutes: Int32Array): GroupScene {
  if (scene.slot === undefined) return scene;
  const dating = new Dating(scene.destination, new KnownDeliveries(scene.schedules));
  const dated = dating.at(release, minutes);
  const { delivery } = dated.columns;
  const usable = scene.usable.map((may, source) => (Number.isNaN(delivery[source]) ? 0 : may));
  return {
    ...scene,
    // What is collected is counted in the epoch's ms: see `groupScene`.
    origin: 0,
    usable,
    dated: { ...dated, columns: { ...dated.columns, usable }, hasUnknownDelivery: false },
  };
}
