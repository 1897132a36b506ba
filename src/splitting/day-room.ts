import type { Problem } from './problem';

/** What the days still take on which the sources of a node start, beside what the node takes over all of them. */

/** Order units that the source's day takes in a first shipment with so many order lines; Infinity: it has no limit. */
export function dayTakes({ days }: Pick<Problem, 'days'>, source: number, members: number): number {
  const day = days === null ? -1 : days.sourceDay[source];
  if (days === null || day < 0) return Number.POSITIVE_INFINITY;
  return days.dayShipments[day] >= 1 && days.dayLines[day] >= members ? days.dayUnits[day] : 0;
}

/** Whether a day of the node takes less than the whole order, or fewer shipments or lines than its sources could send of it. */
export function canCrowdDays(problem: Problem, node: number, orderUnits: number, orderLines: number): boolean {
  const { days, nodeSourceStart } = problem;
  if (days === null) return false;
  const here = days.sourceDay.subarray(nodeSourceStart[node], nodeSourceStart[node + 1]);
  return here.some((day) => {
    if (day < 0) return false;
    const sources = here.filter((other) => other === day).length;
    const shipments = Math.min(sources, days.dayShipments[day]);
    return days.dayUnits[day] < orderUnits || shipments < sources || days.dayLines[day] < orderLines * shipments;
  });
}

/** Whether the days take one shipment by each of the sources. */
export function daysTakeShipments({ days }: Pick<Problem, 'days'>, sources: readonly number[]): boolean {
  if (days === null) return true;
  const { sourceDay, dayShipments } = days;
  return sources.every((source) => {
    const day = sourceDay[source];
    return day < 0 || sources.filter((other) => sourceDay[other] === day).length <= dayShipments[day];
  });
}

/** The days while shipments are filled. Taking and giving back are exact opposites. */
export class DayRoom {
  /** day: order units and lines taken. */
  private readonly units = new Map<number, number>();
  private readonly lines = new Map<number, number>();

  constructor(private readonly problem: Pick<Problem, 'days'>) {}

  /** Order units that the source's day still takes in one more shipment of so many lines. */
  most(source: number, members: number): number {
    const { days } = this.problem;
    const day = days === null ? -1 : days.sourceDay[source];
    if (days === null || day < 0) return Number.POSITIVE_INFINITY;
    return this.linesLeft(days.dayLines, day) < members ? 0 : days.dayUnits[day] - (this.units.get(day) ?? 0);
  }

  /** Takes order units and lines for a shipment of the source; negative ones are given back. */
  take(source: number, units: number, members: number): void {
    const { days } = this.problem;
    const day = days === null ? -1 : days.sourceDay[source];
    if (day < 0) return;
    this.units.set(day, (this.units.get(day) ?? 0) + units);
    this.lines.set(day, (this.lines.get(day) ?? 0) + members);
  }

  /** Whether no more is taken than there is. */
  isWithin(): boolean {
    const { days } = this.problem;
    if (days === null) return true;
    return [...this.units].every(
      ([day, units]) => units <= days.dayUnits[day] && this.linesLeft(days.dayLines, day) >= 0,
    );
  }

  private linesLeft(dayLines: Int32Array, day: number): number {
    return dayLines[day] - (this.lines.get(day) ?? 0);
  }
}
