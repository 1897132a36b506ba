/** Each asked level of the objective, taken apart by what the search counts. */
import type { ExplainedLevel } from '../model/explanation';
import type { LevelTerms } from '../splitting/objective';
import type { Part } from '../splitting/plan-value';
import type { Answer, Inquiry } from './inquiry';
import { levelNames } from './levelNames';

/** Of a plan that cannot be read in this order's numbers, as the plan says them. */
export function explainLevels({ prepared, plan, answer }: Inquiry): ExplainedLevel[] {
  const { levels } = plan.proof;
  const names = levelNames(prepared.problem.levels);
  const isAsked = names.length === levels.length && names.every((name, place) => levels[place].goal === name);
  if (answer === undefined || !isAsked) {
    return levels.map((level) => ({ ...level, shipments: [], unfilled: [], plan: level.value }));
  }
  return levels.map((level, place) => ({
    ...level,
    value: answer.valued.values[place],
    ...takenApart(prepared, answer, place, plan.shipments.length),
  }));
}

type Apart = Pick<ExplainedLevel, 'shipments' | 'unfilled' | 'plan'>;

function takenApart(prepared: Inquiry['prepared'], answer: Answer, place: number, count: number): Apart {
  const { problem, bundles } = prepared;
  const { parts, judge, shipmentOf } = answer;
  const terms = judge.terms[place];
  // The fee for splits is counted in every shipment, and given back once for each group.
  const fee = problem.levels[place].goal === 'cost' ? problem.splitMilli : 0;
  const shipments = new Array<number>(count).fill(0);
  for (const { source, freightMilli } of judge.shipments(parts)) {
    const own = parts.filter((part) => part.source === source);
    shipments[shipmentOf.get(source) as number] =
      ofShipment(terms, source, own) - fee + (terms.isPriced ? freightMilli : 0);
  }
  const left = problem.lines.map(({ units }) => units);
  for (const { line, units } of parts) left[line] -= units;
  const unfilled = left.flatMap((units, line) => {
    const value = units * terms.unfilled(line);
    return value === 0 ? [] : [{ line: bundles[line].bundle.members[0].id, value }];
  });
  const splits = shipmentOf.size - judge.shippingGroups(parts);
  return { shipments, unfilled, plan: fee * splits };
}

function ofShipment(terms: LevelTerms, source: number, own: readonly Part[]): number {
  return own.reduce(
    (sum, { line, units }) => sum + units * terms.unit(line, source) + terms.line(line, source),
    terms.open(source),
  );
}
