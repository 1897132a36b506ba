/** Prices that many businesses ask for, as cost rules: plain data, for `costs` of a rule document. `docs/rules.md` says what each makes better. */
import type { CostRuleInput } from '../model/types';

/** Of every template: the rule's id, and when it holds. */
interface Named {
  readonly id: string;
  readonly when?: NonNullable<CostRuleInput['when']>;
}

/** Where the quantity is not known: the node may not serve the line, or the rule costs nothing there. */
interface Unknown {
  readonly missing: 'ineligible' | 'free';
}

type Curve = [x: number, factor: number][];

/** From nothing to as much as the quantity says. */
const AS_IT_SAYS: Curve = [
  [0, 0],
  [1e6, 1e6],
];

/** What a node's people cost: the node's attribute (a number of minor units) per unit, or per line. */
function labour({ id, when, attribute, per, missing }: Named & Unknown & LabourOptions): CostRuleInput {
  const amount = per === 'unit' ? { perUnit: 1 } : { perLine: 1 };
  return rule({ id, when }, amount, `node.attributes.${attribute}`, AS_IT_SAYS, missing);
}

interface LabourOptions {
  readonly attribute: string;
  readonly per: 'unit' | 'line';
}

/** What the people of nodes in a group cost, in minor units. */
function labourOfGroup({ id, when, group, perUnit, perLine }: Named & LabourOfGroupOptions): CostRuleInput {
  const inGroup = { field: 'node.groups', op: 'contains' as const, value: group };
  return {
    id,
    when: when === undefined ? inGroup : { all: [inGroup, when] },
    ...(perUnit === undefined ? {} : { perUnit }),
    ...(perLine === undefined ? {} : { perLine }),
  };
}

interface LabourOfGroupOptions {
  readonly group: string;
  readonly perUnit?: number;
  readonly perLine?: number;
}

/** The fewer are available, the dearer: `perUnit` for the last one, nothing where there are more than `units`, and in proportion between. */
function scarcity({ id, when, perUnit, units }: Named & LastUnitsOptions): CostRuleInput {
  const curve: Curve = [
    [1, 1],
    [units + 1, 0],
  ];
  return rule({ id, when }, { perUnit }, 'available', curve, 'ineligible');
}

/** `perUnit` where no more than so many are available: a penalty on breaking into the last units. */
function lastUnits({ id, when, perUnit, units }: Named & LastUnitsOptions): CostRuleInput {
  const curve: Curve = [
    [0, 1],
    [units + 1, 0],
  ];
  return rule({ id, when }, { perUnit }, 'available', curve, 'ineligible', 'steps');
}

interface LastUnitsOptions {
  readonly perUnit: number;
  readonly units: number;
}

/** `perUnit` where stock is gone in `scarce` weeks or sooner, nothing where it lasts `ample` weeks or longer. */
function weeksOfSupply({ id, when, perUnit, scarce, ample, missing }: Named & Unknown & WeeksOptions): CostRuleInput {
  const curve: Curve = [
    [scarce, 1],
    [ample, 0],
  ];
  return rule({ id, when }, { perUnit }, 'weeksOfSupply', curve, missing);
}

interface WeeksOptions {
  readonly perUnit: number;
  readonly scarce: number;
  readonly ample: number;
}

/** A credit per unit for stock that would be marked down: none where it lasts `ample` weeks, all of it from `excess` weeks on. */
function markDownCredit({
  id,
  when,
  credit,
  ample,
  excess,
  missing,
}: Named & Unknown & MarkDownOptions): CostRuleInput {
  const curve: Curve = [
    [ample, 0],
    [excess, 1],
  ];
  return rule({ id, when }, { perUnit: -credit }, 'weeksOfSupply', curve, missing);
}

interface MarkDownOptions {
  readonly credit: number;
  readonly ample: number;
  readonly excess: number;
}

/** The fuller a node's day, the dearer: nothing up to a load of `from`, `perShipment` and `perUnit` at 1. Nodes without limits are never full. */
function workloadBalance({ id, when, perShipment, perUnit, from }: Named & WorkloadOptions): CostRuleInput {
  const curve: Curve = [
    [from, 0],
    [1, 1],
  ];
  const amounts = {
    ...(perShipment === undefined ? {} : { perShipment }),
    ...(perUnit === undefined ? {} : { perUnit }),
  };
  return rule({ id, when }, amounts, 'load', curve, 'free');
}

interface WorkloadOptions {
  readonly perShipment?: number;
  readonly perUnit?: number;
  /** 0 ≤ from < 1. */
  readonly from: number;
}

/** What is to be expected of rejections: the node's attribute (a rate from 0 to 1) × what one costs, per shipment. */
function reliability({ id, when, attribute, rejection, missing }: Named & Unknown & ReliabilityOptions): CostRuleInput {
  const curve: Curve = [
    [0, 0],
    [1, 1],
  ];
  return rule({ id, when }, { perShipment: rejection }, `node.attributes.${attribute}`, curve, missing);
}

interface ReliabilityOptions {
  readonly attribute: string;
  readonly rejection: number;
}

/** What the way emits: so many grams per unit and kilometre, at a price per kilogram. */
function carbon({ id, when, gramsPerUnitKm, pricePerKg }: Named & CarbonOptions): CostRuleInput {
  const curve: Curve = [[0, gramsPerUnitKm / 1000]];
  return rule({ id, when }, { perUnitKm: pricePerKg }, 'distanceKm', curve, 'ineligible');
}

interface CarbonOptions {
  /** At most three decimals. */
  readonly gramsPerUnitKm: number;
  readonly pricePerKg: number;
}

function rule(
  { id, when }: { readonly id: string; readonly when: Named['when'] | undefined },
  amounts: Pick<CostRuleInput, 'perShipment' | 'perLine' | 'perUnit' | 'perUnitKm'>,
  of: string,
  curve: Curve,
  missing: Unknown['missing'],
  shape: 'linear' | 'steps' = 'linear',
): CostRuleInput {
  return { id, ...(when === undefined ? {} : { when }), ...amounts, times: { of, shape, curve, missing } };
}

/** Each returns one cost rule. Amounts in minor units. */
export const priceTemplates = {
  labour,
  labourOfGroup,
  scarcity,
  lastUnits,
  weeksOfSupply,
  markDownCredit,
  workloadBalance,
  reliability,
  carbon,
} as const;
