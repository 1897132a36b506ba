import * as z from 'zod';
import { conditionSchema, ruleShape } from './conditions';

/** What a policy may ask. */
const askShape = {
  maxShipments: z.int().min(1).max(1000).optional(),
  maxShipmentsPerGroup: z.int().min(1).max(1000).optional(),
  maxShipmentsPerLine: z.int().min(1).max(1000).optional(),
  /** All of it, or nothing. */
  shipComplete: z.enum(['order', 'group', 'line']).optional(),
  /** The whole line in one shipment, or unfilled. */
  noSplit: z.boolean().optional(),
  /** The lines of a delivery group that meet `when` travel whole in one shipment, or are all unfilled. */
  shipTogether: z.boolean().optional(),
};

/**
 * What a plan must keep to; of several that hold the strictest counts. `when` is decided once per order where the policy asks something of
 * orders (then it reads `order.*` only), per delivery group (the destination too), or per line (the line too).
 */
export const policySchema = z
  .strictObject({ ...ruleShape, when: conditionSchema.optional(), ...askShape })
  .refine((policy) => Object.keys(askShape).some((ask) => policy[ask as keyof typeof askShape] !== undefined), {
    message: `must ask for one of ${Object.keys(askShape).join(', ')}`,
  });

/**
 * Why units stay unfilled. `no-eligible-stock`: eligible nodes hold too little; `dearer-than-unfilled`: shipping costs more than not;
 * `tolerance`: a later level gains by it, within the tolerance of the first; `search-budget`: the search ended before it could say (a larger budget may fill more); the rest name the policy that binds.
 */
export const unfilledReasonSchema = z.enum([
  'no-eligible-stock',
  'ship-complete',
  'ship-together',
  'no-split',
  'max-shipments',
  'capacity',
  'dearer-than-unfilled',
  'tolerance',
  'search-budget',
]);

/** What happens to units that stay unfilled: the first that fits. `reasons`: only where one of them is the reason. */
export const afterActionSchema = z.strictObject({
  ...ruleShape,
  when: conditionSchema.optional(),
  reasons: z.array(unfilledReasonSchema).min(1).max(20).optional(),
  action: z.enum(['backorder', 'preOrder', 'hold', 'cancel', 'review']),
});
