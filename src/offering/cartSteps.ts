/** A cart by the rules as they are, and at each step of relaxation, as far as it is needed. */
import type { Desk } from '../desk';
import { type Ask, firstStep, type OpenOrder, openRelaxed } from '../preparing/checkedOrder';
import { type Outline, outlineOf } from '../preparing/outline';
import { prepareGroups } from '../preparing/prepare';
import { inTime, isFilled, promisedBy } from '../promised';
import type { Purse } from './purse';
import { cheapestOf, type Solved } from './solving';
import { goingBy, type Way } from './ways';

export class CartSteps {
  readonly #steps: { readonly desk: Desk; readonly outline: Outline }[] = [];

  constructor(
    readonly opened: OpenOrder,
    readonly ask: Ask,
    private readonly purse: Purse,
  ) {}

  /** Searches that are set aside for one cheapest plan. */
  get tries(): number {
    return 1 + this.opened.desk.editions.steps(this.ask.asOf).length;
  }

  /** … where one group goes by a way, and the others as the order says. @param place of the group */
  cheapestBy(way: Way, place: number): Solved {
    return this.cheapest(this.opened.checked.groups.map((_, other) => (other === place ? way : undefined)));
  }

  /** With as many steps of relaxation as fill more. @param ways by group; undefined: as the order says */
  cheapest(ways: readonly (Way | undefined)[]): Solved {
    const first = firstStep(this.opened, this.ask);
    let best = this.#solve(ways, first);
    let taken = first;
    let last = first;
    let left = this.tries - 1;
    for (let step = first + 1; step < this.tries && unitsLeft(best) > 0 && !isPromised(best); step += 1) {
      const relaxed = this.#solve(ways, step);
      left -= 1;
      last = step;
      if (unitsLeft(relaxed) >= unitsLeft(best)) continue;
      best = relaxed;
      taken = step;
    }
    for (; left > 0; left -= 1) this.purse.finish();
    // Each step forgets what was prepared for those before.
    return taken === last ? best : { ...best, ...this.#prepare(ways, taken) };
  }

  #solve(ways: readonly (Way | undefined)[], step: number): Solved {
    return cheapestOf(this.#prepare(ways, step), this.purse);
  }

  #prepare(ways: readonly (Way | undefined)[], step: number): Omit<Solved, 'cheapest'> {
    const { desk, outline } = this.#at(step);
    const groups = outline.checked.groups.map((group, place) => goingBy(group, ways[place]));
    const prepared = prepareGroups(desk, outline, groups);
    return { desk, prepared, problem: inTime(prepared, promisedBy(prepared)) };
  }

  #at(step: number): { readonly desk: Desk; readonly outline: Outline } {
    const { opened, ask } = this;
    let known = this.#steps[step];
    if (known === undefined) {
      const { desk, checked } = step === 0 ? opened : openRelaxed(opened, ask.asOf, step);
      known = { desk, outline: outlineOf(desk, checked, ask) };
      this.#steps[step] = known;
    }
    return known;
  }
}

/** What stays unfilled was promised to stay so. */
function isPromised({ prepared, problem, cheapest }: Solved): boolean {
  return prepared.groups.every(({ promised }) => promised !== undefined) && isFilled(prepared, problem, cheapest.parts);
}

/** Order units that the cheapest plan does not fill. */
function unitsLeft({ problem, cheapest }: Solved): number {
  const shipped = cheapest.parts.reduce((sum, { line, units }) => sum + units * problem.lines[line].weight, 0);
  return problem.lines.reduce((sum, { units, weight }) => sum + units * weight, 0) - shipped;
}
