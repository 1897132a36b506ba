import type { NetworkIndex } from './model/network';
import type { DestinationSchedules } from './model/schedule';
import type { DistanceFunction, Order, RateFunction, RuleFunctions, Rules, Snapshot } from './model/types';
import type { Schedules } from './promising/schedules';
import type { StartDays } from './promising/startDays';
import type { CallerFunctions } from './rules/functions';
import type { RuleSet } from './rules/ruleSet';
import type { Arena } from './sourcing/arena';
import type { Dating, DestinationColumns } from './sourcing/columns';
import type { CacheField, DestinationCache } from './sourcing/destinationCache';
import type { DistanceSource } from './sourcing/distance';
import type { DeliveryGroup } from './sourcing/groups';
import type { Ledger } from './sourcing/ledger';
import type { Pricing } from './sourcing/pricing';
import type { RouterColumns } from './sourcing/problem';
import type { ProcessingTimes } from './sourcing/processing';
import type { Stock } from './sourcing/stock';
import type { Scratch } from './splitting/solve';

/** Which edition of the rule document it is: see `rules/editions.ts`. */
export interface Edition {
  /** Among the router's. */
  readonly number: number;
  /** Ids of its scope, and of the last step of relaxation that it has. */
  readonly scope: string | undefined;
  readonly step: string | undefined;
}

export interface Editions {
  readonly shared: Shared;
  /** The document as it was given. */
  readonly document: Rules;
  /** There is but one, for every order and instant. */
  readonly isOne: boolean;
  /** The one for an order at an instant (epoch ms), after so many steps of relaxation. */
  of(order: Order, groups: readonly DeliveryGroup[], asOf: number, steps: number): Compiled;
  /** Ids of the steps of relaxation that there are at the instant. */
  steps(asOf: number): readonly string[];
}

/** What all editions share. */
export type Shared = Omit<Compiled, 'edition' | 'rules' | 'columns' | 'isCostFirst' | 'cacheFields'>;

/** What the router compiled once, for every planner, and for every order by this edition of its rules. */
export interface Compiled {
  readonly edition: Edition;
  readonly index: NetworkIndex;
  readonly rules: RuleSet;
  readonly distance: DistanceSource;
  readonly pricing: Pricing;
  readonly columns: RouterColumns;
  readonly schedules: Schedules;
  readonly processing: ProcessingTimes;
  readonly functions: CallerFunctions;
  /** null: no node has limits per day. */
  readonly days: StartDays | null;
  /** Levels begin with the cost: every line needs a price for what is not filled. */
  readonly isCostFirst: boolean;
  /** Fields that the columns of a destination depend on. */
  readonly cacheFields: readonly CacheField[];
  /** Of all editions. */
  readonly cache: DestinationCache<KnownPlace>;
  /** As the caller gave them: for the judge. */
  readonly given: {
    readonly distance?: DistanceFunction;
    readonly rate?: RateFunction;
    readonly functions?: RuleFunctions;
  };
}

/** Everything about one destination that orders by one level of service (undefined: any) share. */
export interface KnownDestination {
  readonly columns: DestinationColumns;
  readonly schedules: DestinationSchedules;
  readonly dating: Dating;
}

/** A destination, by the levels of service that were asked for. Cached. */
export type KnownPlace = Map<string | undefined, KnownDestination>;

/** What a planner holds. */
export interface PlannerState {
  readonly editions: Editions;
  readonly stock: Stock;
  /** What committed plans hold, and so what nodes still take. */
  readonly ledger: Ledger;
  readonly snapshot: Snapshot;
  readonly arena: Arena;
  readonly scratch: Scratch;
}

/** What one order is planned with: the planner's, by the edition of the rules that serves the order. */
export interface Desk extends PlannerState {
  readonly compiled: Compiled;
}
