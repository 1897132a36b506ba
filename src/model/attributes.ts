/** Attributes that a rule document declares: what nodes, orders and lines must keep to. */
import type { IssueList, Path } from './issues';
import type { Network, Order, Rules } from './types';
import { instantMs } from './units';

type Declarations = NonNullable<Rules['attributes']>;
export type AttributeType = NonNullable<Declarations['node']>[string];
type Attributes = NonNullable<Order['attributes']>;

/** Attributes of the network's nodes that are not of the type that the rules declare. */
export function checkNodeAttributes({ nodes }: Network, { attributes }: Rules, issues: IssueList): void {
  const declared = attributes?.node;
  if (declared === undefined) return;
  nodes.forEach((node, place) => {
    checkAttributes(node.attributes, declared, ['nodes', place, 'attributes'], issues);
  });
}

/** The same of an order and its lines. */
export function checkOrderAttributes(order: Order, { attributes }: Rules, issues: IssueList): void {
  if (attributes === undefined) return;
  checkAttributes(order.attributes, attributes.order, ['attributes'], issues);
  if (attributes.line === undefined) return;
  order.lines.forEach((line, place) => {
    checkAttributes(line.attributes, attributes.line, ['lines', place, 'attributes'], issues);
  });
}

function checkAttributes(
  attributes: Attributes | undefined,
  declared: Declarations['node'],
  path: Path,
  issues: IssueList,
): void {
  if (attributes === undefined || declared === undefined) return;
  for (const [name, value] of Object.entries(attributes)) {
    const type = declaredType(declared, name);
    if (type !== undefined && !isOfType(value, type))
      issues.add('attribute', [...path, name], value, `must be ${NOUNS[type]}: the rules declare it so`);
  }
}

export function declaredType(declared: Declarations['node'], name: string): AttributeType | undefined {
  return declared !== undefined && Object.hasOwn(declared, name) ? declared[name] : undefined;
}

export const NOUNS: Readonly<Record<AttributeType, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  instant: 'an instant in UTC',
};

/** Whether the value (of an attribute, or one that it is compared with) is of the type. */
export function isOfType(value: Attributes[string], type: AttributeType): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'instant') return typeof value === 'string' && !Number.isNaN(instantMs(value));
  return typeof value === (type === 'text' ? 'string' : type);
}
