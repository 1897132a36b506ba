/** Every public name, by hand. */

export { explanationText } from './insight/text';
export type { Finding, FindingCode, Severity } from './linting/findings';
export { type LintOptions, lintRules } from './linting/lintRules';
export type { ClaimConflict, Issue } from './model/errors';
export { ConflictError, InputError, InternalError, LimitError, SourcingError } from './model/errors';
export type {
  Clause,
  CostEntry,
  CutOff,
  ExplainedLevel,
  ExplainedShipment,
  Explanation,
  FateName,
  Instead,
  LimitSeen,
  LineFates,
  NodeFate,
  Obstacle,
  StockSeen,
} from './model/explanation';
export { FATES } from './model/explanation';
export { type PostalPoint, postalAreas } from './model/postalAreas';
export type {
  IneligibleReason,
  LineEligibility,
  NodeEligibility,
  ServiceEligibility,
} from './model/reasons';
export { INELIGIBLE_REASONS } from './model/reasons';
export type {
  Booking,
  BookingInput,
  Condition,
  ConditionFunction,
  Cost,
  CostFunction,
  CostRuleInput,
  DeltaInput,
  DistanceFunction,
  FunctionArguments,
  Goal,
  Inventory,
  LineFacts,
  ListingInput,
  NetworkInput,
  NodeFacts,
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
  SlotDate,
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
export type {
  ExplainOptions,
  Planner,
  PlanOptions,
  PlanOrderInput,
  Router,
  RouterInput,
  RouterOptions,
} from './router';
export { createRouter, planOrder } from './router';
export { priceTemplates } from './rules/priceTemplates';
export {
  type HighestStockOptions,
  type NodeGroup,
  type NodeRanks,
  type ScoreWeights,
  type StockedPosition,
  type TemplateOptions,
  type TieBreakOptions,
  templates,
} from './rules/templates';
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
