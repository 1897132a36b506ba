/** What happens to units that stay unfilled. */
import type { AfterAction, UnfilledReason } from '../model/types';
import { type ConditionCompiler, DESTINATION, decide, type Facts, LINE, ORDER, type Test, TRUE } from './condition';

export interface CompiledAfterAction {
  readonly says: AfterAction;
  /** null = always. */
  readonly test: Test | null;
}

export function compileAfterActions(
  actions: readonly AfterAction[],
  compiler: ConditionCompiler,
): CompiledAfterAction[] {
  return actions.map((says) => ({ says, test: says.when === undefined ? null : compiler.compile(says.when) }));
}

/** The first that fits, if any. @param facts speak of the line */
export function afterActionOf(
  actions: readonly CompiledAfterAction[],
  facts: Facts,
  reasons: readonly UnfilledReason[],
): AfterAction | undefined {
  return actions.find(
    ({ says, test }) =>
      (says.reasons === undefined || says.reasons.some((reason) => reasons.includes(reason))) &&
      (test === null || decide(test, facts, ORDER | DESTINATION | LINE) === TRUE),
  )?.says;
}
