/** Every public name, by hand. */

export type { ClaimConflict, Issue } from './model/errors';
export { ConflictError, InputError, InternalError, LimitError, SourcingError } from './model/errors';
export { type PostalPoint, postalAreas } from './model/postalAreas';
export type {
  IneligibleReason,
  LineEligibility,
  NodeEligibility,
  ServiceEligibility,
} from './model/reasons';
export { INELIGIBLE_REASONS } from './model/reasons';
export type {
  Condition,
  Cost,
  CostFunction,
  CostRuleInput,
  DeltaInput,
  DistanceFunction,
  Goal,
  Inventory,
  ListingInput,
  NetworkInput,
  OrderInput,
  Plan,
  Position,
  PositionColumns,
  PositionInput,
  PromiseOptions,
  RateFunction,
  RateInput,
  RuleFunctions,
  RulesInput,
  Shipment,
  SnapshotInput,
  UnfilledLine,
  UnfilledReason,
  WorkItem,
  Workload,
  WorkloadInput,
} from './model/types';
export { ENGINE_VERSION } from './model/version';
export { type OrderFragment, orderWith } from './offering/fragment';
export type { ListedItem, ListedOption, Listing } from './offering/listing';
export type { DeliveryOption, ShortLine } from './offering/options';
export type { CartPromise, GroupOptions } from './offering/promise';
export type { Planner, PlanOptions, PlanOrderInput, Router, RouterInput, RouterOptions } from './router';
export { createRouter, planOrder } from './router';
export { priceTemplates } from './rules/priceTemplates';
export { networkSchema } from './schema/network';
export { orderSchema } from './schema/order';
export { planSchema } from './schema/plan';
export { deltasSchema, positionsSchema } from './schema/positions';
export { listingSchema, promiseOptionsSchema } from './schema/promise';
export { rulesSchema } from './schema/rules';
export type { VerifyInput } from './verify/facts';
export { type InventoryIndex, indexInventory } from './verify/stock';
export { verifyPlan } from './verify/verifyPlan';
export type { Violation, ViolationCode } from './verify/violations';
