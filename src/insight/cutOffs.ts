/** By how much an order missed a hand-over: found by asking the node's schedule for earlier releases. */
import type { CutOff } from '../model/explanation';
import { instant, MS_PER_DAY, MS_PER_MINUTE } from '../model/units';
import type { Departure } from '../sourcing/departures';
import type { Inquiry } from './inquiry';

/** Nobody is told that he should have ordered earlier than that. */
const FORTNIGHT_MS = 14 * MS_PER_DAY;

type Schedules = Inquiry['prepared']['scenes'][number]['schedules'];

/** A source of the network with a time to work. */
export interface Asked {
  readonly schedules: Schedules;
  readonly source: number;
  readonly minutes: number;
  /** Epoch ms. */
  readonly release: number;
}

/** What is delivered after `deliverBy`, or at an instant that nobody knows. */
export function tooLate({ schedules, source, minutes, release }: Asked, deliverBy: number): CutOff {
  const { delivery } = schedules.of(source, release, minutes);
  const last = lastRelease(release, (each) => schedules.of(source, each, minutes).delivery <= deliverBy);
  const handOver = last === null ? undefined : schedules.of(source, last, minutes).handOver;
  return {
    deliverBy: instant(deliverBy),
    delivery: Number.isNaN(delivery) ? null : instant(delivery),
    ...(handOver === undefined ? {} : { handOver: instant(handOver) }),
    ...missedBy(release, last),
  };
}

/** The pick-up before the one that it makes, if that is of the day on which nodes hear of the order, or later. */
export function missedPickUp(
  { desk, prepared, release }: Inquiry,
  { source, group, minutes }: Departure,
): CutOff | undefined {
  const { index, schedules: clocks } = desk.compiled;
  if (index.sourcePickUps[source] === undefined) return undefined;
  const { schedules } = prepared.scenes[group];
  const { handOver } = schedules.of(source, release, minutes);
  const last = lastRelease(release, (each) => schedules.of(source, each, minutes).handOver < handOver);
  if (last === null) return undefined;
  const missed = schedules.of(source, last, minutes).handOver;
  const node = index.sourceNode[source];
  if (clocks.localDay(node, missed) < clocks.localDay(node, release)) return undefined;
  return { handOver: instant(missed), ...missedBy(release, last) };
}

function missedBy(release: number, last: number | null): Pick<CutOff, 'lastRelease' | 'missedByMinutes'> {
  if (last === null) return { lastRelease: null, missedByMinutes: null };
  return { lastRelease: instant(last), missedByMinutes: Math.ceil((release - last) / MS_PER_MINUTE) };
}

/** The last instant before the release at which it still holds; null: at none of the fortnight before. What holds later holds earlier. */
function lastRelease(release: number, holds: (release: number) => boolean): number | null {
  let early = Math.max(0, release - FORTNIGHT_MS);
  let late = release;
  if (early >= late || !holds(early)) return null;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (holds(middle)) early = middle;
    else late = middle;
  }
  return early;
}
