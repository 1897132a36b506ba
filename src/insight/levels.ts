/** Each asked level of the objective, taken apart by what the search counts. */
import type { ExplainedLevel } from '../model/explanation';
import { levelName } from '../sourcing/levelNames';
import { fullest } from '../splitting/gauges';
import type { LevelTerms } from '../splitting/objective';
import type { Part } from '../splitting/plan-value';
import type { Answer, Inquiry } from './inquiry';
import { levelValues } from './levelValues';

/** Of a plan that cannot be read in this order's numbers, as the plan says them. */
export function explainLevels({ prepared, plan, answer }: Inquiry): ExplainedLevel[] {
  const { levels } = plan.proof;
  const names = prepared.problem.levels.map(levelName);
  const isAsked = names.length === levels.length && names.every((name, place) => levels[place].goal === name);
  if (answer === undefined || !isAsked) {
    return levels.map((level) => ({ ...level, shipments: [], unfilled: [], plan: level.value }));
  }
  const values = levelValues(prepared.problem, answer.valued);
  return levels.map((level, place) => ({
    ...level,
    value: values[place],
    ...takenApart(prepared, answer, place, plan.shipments.length),
  }));
}

type Apart = Pick<ExplainedLevel, 'shipments' | 'unfilled' | 'plan'>;

function takenApart(prepared: Inquiry['prepared'], answer: Answer, place: number, count: number): Apart {
  const { problem, bundles } = prepared;
  const { parts, judge, shipmentOf } = answer;
  const terms = judge.terms[place];
  // The fee for splits is counted in every shipment, and given back once for each group.
  const fee = -terms.once;
  const shipments = new Array<number>(count).fill(0);
  for (const { source, freightMilli } of judge.shipments(parts)) {
    const own = parts.filter((part) => part.source === source);
    shipments[shipmentOf.get(source) as number] = ofShipment(terms, source, own) - fee + terms.priced * freightMilli;
  }
  const left = problem.lines.map(({ units }) => units);
  for (const { line, units } of parts) left[line] -= units;
  const unfilled = left.flatMap((units, line) => {
    const value = units * terms.unfilled(line);
    return value === 0 ? [] : [{ line: bundles[line].bundle.members[0].id, value }];
  });
  const splits = shipmentOf.size - judge.shippingGroups(parts);
  // The fullest node is the plan's, not a shipment's.
  const fullness = problem.levels[place].goal === 'balance' ? fullest(problem, parts) : 0;
  return { shipments, unfilled, plan: fee * splits + fullness };
}

function ofShipment(terms: LevelTerms, source: number, own: readonly Part[]): number {
  return own.reduce(
    (sum, { line, units }) => sum + units * terms.unit(line, source) + terms.line(line, source),
    terms.open(source),
  );
}
