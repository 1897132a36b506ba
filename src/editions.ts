/** The editions of the rule document, each compiled when it is first needed. */
import type { Compiled, Editions, Shared } from './desk';
import type { NetworkIndex } from './model/network';
import { OrderView } from './model/orderView';
import type { Order, Relaxation, Rules, Scope } from './model/types';
import { ConditionCompiler, DESTINATION, decide, ORDER, type Test, TRUE } from './rules/condition';
import { changed, inEffect, isInEffect, turningPoints } from './rules/editions';
import { asksFor, isCostFirst } from './rules/objective';
import { compileRules, type RuleSet } from './rules/ruleSet';
import type { CacheField } from './sourcing/destinationCache';
import type { DeliveryGroup } from './sourcing/groups';
import type { RouterColumns } from './sourcing/problem';

export class CompiledEditions implements Editions {
  readonly #known = new Map<string, Compiled>();
  readonly #turns: readonly number[];
  readonly #scopes: readonly { readonly scope: Scope; readonly test: Test }[];
  readonly isOne: boolean;
  /** Where there is but one: compiled at once. */
  readonly #only: Compiled | undefined;

  /** @param document as `checkRules` lets it pass */
  constructor(
    readonly shared: Shared,
    readonly document: Rules,
  ) {
    const compiler = new ConditionCompiler(shared.index, shared.functions);
    this.#turns = turningPoints(document);
    this.#scopes = document.scopes.map((scope) => ({ scope, test: compiler.compile(scope.when, scope.id) }));
    this.isOne = this.#turns.length === 0 && document.scopes.length === 0 && document.relaxation.length === 0;
    this.#only = this.isOne ? this.#compile(inEffect(document, 0), undefined, undefined) : undefined;
  }

  of(order: Order, groups: readonly DeliveryGroup[], asOf: number, steps: number): Compiled {
    if (this.#only !== undefined) return this.#only;
    const scope = this.#scopes.find((each) => isInEffect(each.scope, asOf) && isFor(each.test, order, groups))?.scope;
    const relaxation = this.#stepsAt(asOf).slice(0, steps);
    // Which rules hold changes at the turning points only.
    const era = this.#turns.filter((instant) => instant <= asOf).length;
    const key = JSON.stringify([scope?.id, steps, era]);
    let known = this.#known.get(key);
    if (known === undefined) {
      const document = [...(scope === undefined ? [] : [scope]), ...relaxation].reduce(changed, this.document);
      known = this.#compile(inEffect(document, asOf), scope?.id, relaxation.at(-1)?.id);
      this.#known.set(key, known);
    }
    return known;
  }

  steps(asOf: number): readonly string[] {
    return this.#stepsAt(asOf).map(({ id }) => id);
  }

  #stepsAt(asOf: number): readonly Relaxation[] {
    return this.document.relaxation.filter((step) => isInEffect(step, asOf));
  }

  #compile(document: Rules, scope: string | undefined, step: string | undefined): Compiled {
    const { index, distance, pricing, schedules, functions } = this.shared;
    const rules = compileRules(document, index, functions);
    return {
      ...this.shared,
      edition: { number: this.#known.size, scope, step },
      rules,
      columns: routerColumns(index, rules),
      isCostFirst: isCostFirst(document),
      cacheFields: cacheFields(rules, [...distance.reads, ...pricing.reads, ...schedules.reads]),
    };
  }
}

/** Whether the condition holds for every place that the order goes to. */
function isFor(test: Test, order: Order, groups: readonly DeliveryGroup[]): boolean {
  const facts = { order: new OrderView(order), line: undefined, node: 0, service: 0, distanceKm: undefined };
  return groups.every(({ destination }) => decide(test, { ...facts, destination }, ORDER | DESTINATION) === TRUE);
}

function routerColumns(index: NetworkIndex, { levels, nodeTier, tiers }: RuleSet): RouterColumns {
  const asksPriority = asksFor(levels, 'priority');
  const bySource = (column: (node: number) => number) => Int32Array.from(index.sourceNode, column);
  return {
    sourceTier: nodeTier === null ? null : bySource((node) => nodeTier[node]),
    tiers,
    sourcePriority: asksPriority ? bySource((node) => index.nodes[node].priority as number) : null,
  };
}

function cacheFields(rules: RuleSet, reads: readonly string[]): CacheField[] {
  const fields = new Set(rules.reads);
  for (const name of reads) fields.add(`destination.${name}`);
  return [...fields].sort().map((field) => {
    const dot = field.indexOf('.');
    return [field.slice(0, dot) as CacheField[0], field.slice(dot + 1)] as const;
  });
}
