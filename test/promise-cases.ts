/** What a promise says, held against what the planner does when it is kept. */
import {
  type CartPromise,
  createRouter,
  type DeliveryOption,
  type OrderFragment,
  orderWith,
  type Planner,
  type Violation,
  verifyPlan,
} from 'order-sourcing';
import type { OrderInput, Plan } from '../src/model/types';
import type { World } from './worlds';

export function plannerOf({ network, rules, inventory, snapshot }: World): Planner {
  return createRouter({ network, rules }).withInventory(inventory, snapshot);
}

/** The cart as the option was asked for: the group goes by its way, and nothing is promised of it. */
export function askedBy(cart: OrderInput, { fragment }: Pick<DeliveryOption, 'fragment'>): OrderInput {
  const { promised: _, ...way } = fragment;
  return orderWith(cart, way as OrderFragment);
}

export function unfilledOf({ unfilled }: Plan): number {
  return unfilled.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Epoch ms; Infinity: some delivery is unknown. @param group undefined: the order's only one */
export function latestOf({ shipments }: Plan, group: string | undefined): number {
  const own = shipments.filter((shipment) => shipment.group === group);
  return Math.max(
    0,
    ...own.map(({ delivery }) => (delivery === null ? Number.POSITIVE_INFINITY : Date.parse(delivery))),
  );
}

/** Everything that is wrong with a plan, as text. */
export function judge(plan: Plan, order: OrderInput, world: World): string[] {
  return words(verifyPlan(plan, { ...world, order }));
}

/** The same of an option. Of several groups only one is to be early, which the judge's levels do not know. */
export function judgeOption(option: DeliveryOption, world: World, groups: number): string[] {
  const order = askedBy(world.order, option);
  const earliest = option.choice === 'earliest';
  if (!earliest || groups === 1) return words(verifyPlan(option.plan, { ...world, order, earliest }));
  return words(
    verifyPlan(option.plan, { ...world, order }).filter(({ code }) => code !== 'proof' && code !== 'reasons'),
  );
}

function words(violations: readonly Violation[]): string[] {
  return violations.map(({ code, message }) => `${code}: ${message}`);
}

/** In what the second plan is worse than the first was promised to be: nothing, or words. */
export function broken(promised: Plan, kept: Plan, groups: readonly (string | undefined)[]): string[] {
  const words: string[] = [];
  if (unfilledOf(kept) > unfilledOf(promised)) words.push(`unfilled ${unfilledOf(kept)} > ${unfilledOf(promised)}`);
  if (kept.cost.exact > promised.cost.exact) words.push(`cost ${kept.cost.exact} > ${promised.cost.exact}`);
  for (const group of groups) {
    const [now, then] = [latestOf(kept, group), latestOf(promised, group)];
    // An unknown delivery is no promise.
    if (now > then) words.push(`${group ?? 'the order'} is delivered at ${now}, promised was ${then}`);
  }
  return words;
}

export function groupsOf({ groups }: CartPromise): (string | undefined)[] {
  return groups.map(({ group }) => group);
}
