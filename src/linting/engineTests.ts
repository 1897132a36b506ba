/** Single tests as the engine answers them: the linter has no meaning of its own for any operator. */
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import { ALL, ConditionCompiler, decide, type Facts, type Test, TRUE } from '../rules/condition';
import { CallerFunctions } from '../rules/functions';

export type FieldTest = Extract<Condition, { field: string }>;

export class EngineTests {
  readonly #compiler: ConditionCompiler;
  readonly #compiled = new Map<FieldTest, Test>();

  constructor(index: NetworkIndex) {
    // Tests of fields only: functions are the caller's, and not understood.
    this.#compiler = new ConditionCompiler(index, new CallerFunctions({}, index));
  }

  /** @param facts all that the test reads of them is known */
  holds(test: FieldTest, facts: Facts): boolean {
    let compiled = this.#compiled.get(test);
    if (compiled === undefined) {
      compiled = this.#compiler.compile(test, 'lint');
      this.#compiled.set(test, compiled);
    }
    return decide(compiled, facts, ALL) === TRUE;
  }
}
