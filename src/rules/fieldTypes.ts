/** Of which type the fields are that conditions read, and what each operator can compare. */
import { type AttributeType, declaredType } from '../model/attributes';
import type { Rules } from '../model/types';
import type { Op } from './comparison';
import { splitField } from './fields';

const FIELDS: Readonly<Record<Exclude<AttributeType, 'text'>, readonly string[]>> = {
  number: [
    'node.priority',
    'line.quantity',
    'line.weightGrams',
    'line.volumeCm3',
    'line.longestSideMm',
    'line.value',
    'order.value',
    'order.units',
    'order.lineCount',
    'order.weightGrams',
    'distanceKm',
  ],
  boolean: ['destination.residential'],
  list: ['node.groups', 'node.capabilities', 'line.capabilities'],
  instant: ['line.needBy', 'order.needBy'],
};

const TYPE_OF = new Map(
  Object.entries(FIELDS).flatMap(([type, fields]) => fields.map((field) => [field, type as AttributeType] as const)),
);

const ATTRIBUTES = 'attributes.';

/** undefined: not an attribute. */
export function attributeIn(
  field: string,
): { readonly subject: 'node' | 'order' | 'line'; readonly key: string } | undefined {
  const { subject, name } = splitField(field);
  if (!name.startsWith(ATTRIBUTES)) return undefined;
  return { subject: subject as 'node' | 'order' | 'line', key: name.slice(ATTRIBUTES.length) };
}

/** undefined: an attribute of which nothing is declared. */
export function typeOf(field: string, declarations: Rules['attributes']): AttributeType | undefined {
  const attribute = attributeIn(field);
  if (attribute === undefined) return TYPE_OF.get(field) ?? 'text';
  return declaredType(declarations?.[attribute.subject], attribute.key);
}

const EVERY: readonly Op[] = ['eq', 'ne', 'in', 'notIn', 'exists'];
const IN_ORDER: readonly Op[] = ['lt', 'le', 'gt', 'ge', 'between'];
const OPERATORS: Readonly<Record<AttributeType, readonly Op[]>> = {
  text: [...EVERY, ...IN_ORDER, 'prefix'],
  number: [...EVERY, ...IN_ORDER],
  boolean: EVERY,
  list: [...EVERY, 'contains'],
  instant: [...EVERY, 'before', 'after'],
};

export function operatorsOf(type: AttributeType): readonly Op[] {
  return OPERATORS[type];
}

/** What a field of the type is compared with by the operator: one such, or for `in` a list of them. A list is compared with its words. */
export function comparedWith(op: Op, type: AttributeType): AttributeType {
  return op === 'exists' ? 'boolean' : type === 'list' ? 'text' : type;
}
