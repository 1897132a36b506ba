/** What the checks share: the network as an index, what can hold together, and what was found. */

import type { Path } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Condition, Rules } from '../model/types';
import type { FindingList } from './findings';
import { type Formula, Formulas } from './formula';
import { Possible } from './possible';
import { Words } from './words';

/** Steps that one check may take, of the few that compare every rule with every other. */
const STEPS_PER_CHECK = 4_000_000;

export class LintContext {
  readonly formulas: Formulas;
  readonly words: Words;

  /** @param asOf epoch ms; undefined: no rule is over */
  constructor(
    readonly document: Rules,
    readonly index: NetworkIndex,
    readonly asOf: number | undefined,
    readonly findings: FindingList,
  ) {
    this.formulas = new Formulas(index);
    this.words = new Words(index, findings);
  }

  /** Does a check with steps of its own, and says so where they do not last. @param what is compared, as the end of a sentence */
  within(path: Path, what: string, check: (possible: Possible) => void): void {
    const possible = new Possible(this.index, this.formulas.engine, STEPS_PER_CHECK);
    check(possible);
    if (!possible.isSpent) return;
    const says = `${what} are too many or too tangled: not all were compared`;
    this.findings.add('unfinished', path, null, says, { steps: STEPS_PER_CHECK });
  }

  /** Some edition of the document takes no pair whose distance a rule needs and nobody knows. */
  get refusesUnknownDistance(): boolean {
    const { scopes, relaxation } = this.document;
    return [this.document, ...scopes, ...relaxation].some(({ unknownDistance }) => unknownDistance === 'error');
  }
}

/** What can be said of one condition alone. */
export type Verdict = 'never' | 'always' | 'sometimes';

/** Says what is wrong with a condition by itself: words that nothing has, and alternatives that can never hold. */
export function lintCondition(
  { formulas, words, findings }: LintContext,
  possible: Possible,
  condition: Condition,
  path: Path,
  rule: string | null,
): { formula: Formula; verdict: Verdict } {
  words.check(condition, path, rule);
  const formula = formulas.of(condition);
  if (possible.never(formula)) return { formula, verdict: 'never' };
  lintAlternatives(condition, path);
  return { formula, verdict: possible.never(formulas.not(formula)) ? 'always' : 'sometimes' };

  function lintAlternatives(each: Condition, at: Path): void {
    if ('all' in each) each.all.forEach((part, place) => void lintAlternatives(part, [...at, 'all', place]));
    if (!('any' in each)) return;
    each.any.forEach((part, place) => {
      const partPath = [...at, 'any', place];
      if (possible.never(formulas.of(part))) findings.add('never-true', partPath, rule, NEVER);
      else lintAlternatives(part, partPath);
    });
  }
}

export const NEVER = 'can never hold: nothing in the network meets it, or it contradicts itself';
export const ALWAYS_TRUE = 'always holds, and could be left out';
