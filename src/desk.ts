import type { NetworkIndex } from './model/network';
import type { DestinationSchedules } from './model/schedule';
import type { DistanceFunction, RateFunction, Snapshot } from './model/types';
import type { Schedules } from './promising/schedules';
import type { StartDays } from './promising/startDays';
import type { RuleSet } from './rules/ruleSet';
import type { Arena } from './sourcing/arena';
import type { Dating, DestinationColumns } from './sourcing/columns';
import type { CacheField, DestinationCache } from './sourcing/destinationCache';
import type { DistanceSource } from './sourcing/distance';
import type { Ledger } from './sourcing/ledger';
import type { Pricing } from './sourcing/pricing';
import type { RouterColumns } from './sourcing/problem';
import type { ProcessingTimes } from './sourcing/processing';
import type { Stock } from './sourcing/stock';
import type { Scratch } from './splitting/solve';

/** What the router compiled once, for every planner and order. */
export interface Compiled {
  readonly index: NetworkIndex;
  readonly rules: RuleSet;
  readonly distance: DistanceSource;
  readonly pricing: Pricing;
  readonly columns: RouterColumns;
  readonly schedules: Schedules;
  readonly processing: ProcessingTimes;
  /** null: no node has limits per day. */
  readonly days: StartDays | null;
  /** Levels begin with the cost: every line needs a price for what is not filled. */
  readonly isCostFirst: boolean;
  /** Fields that the columns of a destination depend on. */
  readonly cacheFields: readonly CacheField[];
  readonly cache: DestinationCache<KnownPlace>;
  /** As the caller gave them: for the judge. */
  readonly given: { readonly distance?: DistanceFunction; readonly rate?: RateFunction };
}

/** Everything about one destination that orders by one level of service (undefined: any) share. */
export interface KnownDestination {
  readonly columns: DestinationColumns;
  readonly schedules: DestinationSchedules;
  readonly dating: Dating;
}

/** A destination, by the levels of service that were asked for. Cached. */
export type KnownPlace = Map<string | undefined, KnownDestination>;

/** What a planner works with: the compiled router, the stock as it is now, and working memory. */
export interface Desk {
  readonly compiled: Compiled;
  readonly stock: Stock;
  /** What committed plans hold, and so what nodes still take. */
  readonly ledger: Ledger;
  readonly snapshot: Snapshot;
  readonly arena: Arena;
  readonly scratch: Scratch;
}
