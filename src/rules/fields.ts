/** The fields that a condition reads, and how they are read. */
import type { Service } from '../model/network';
import type { Condition, FieldTest, FunctionTest, RuleFunctions } from '../model/types';
import type { Value } from './comparison';

export type Subject = 'node' | 'service' | 'line' | 'order' | 'destination';

/** `node.attributes.size` → `node`, `attributes.size`; `distanceKm` has no subject. */
export function splitField(field: string): { readonly subject: Subject | undefined; readonly name: string } {
  const dot = field.indexOf('.');
  return { subject: dot < 0 ? undefined : (field.slice(0, dot) as Subject), name: field.slice(dot + 1) };
}

/** Every test of the condition. */
export function leavesOf(condition: Condition): (FieldTest | FunctionTest)[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return 'not' in condition ? leavesOf(condition.not) : [condition];
}

/** Every field that the condition reads; functions read `node.*`, and `destination.*` or `line.*`. */
export function fieldsIn(condition: Condition, functions: RuleFunctions): string[] {
  return leavesOf(condition).flatMap((leaf) => {
    if ('function' in leaf) return FUNCTION_FIELDS[functionNamed(functions, leaf.function)?.reads ?? 'node'];
    return leaf.valueField === undefined ? [leaf.field] : [leaf.field, leaf.valueField];
  });
}

const FUNCTION_FIELDS = {
  node: ['node.*'],
  nodeDestination: ['node.*', 'destination.*'],
  nodeLine: ['node.*', 'line.*'],
};

/** undefined: the caller has not given it. */
export function functionNamed({ conditions }: RuleFunctions, name: string) {
  return conditions !== undefined && Object.hasOwn(conditions, name) ? conditions[name] : undefined;
}

/** The same for cost rules. */
export function costFunctionNamed({ costs }: RuleFunctions, name: string) {
  return costs !== undefined && Object.hasOwn(costs, name) ? costs[name] : undefined;
}

const ATTRIBUTES = 'attributes.';

/** Reads a field of a node, service, line, order or destination; undefined where absent. Names come from the schema's closed list. */
export function readerOf(subject: Subject, name: string): (thing: object | undefined) => Value | undefined {
  if (name.startsWith(ATTRIBUTES)) {
    const key = name.slice(ATTRIBUTES.length);
    return (thing) => {
      const attributes = (thing as { attributes?: Record<string, Value> } | undefined)?.attributes;
      return attributes !== undefined && Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    };
  }
  const own = (thing: object | undefined) => (thing as Record<string, Value | undefined> | undefined)?.[name];
  if (subject === 'service' && name === 'level') return (thing) => own(thing) ?? (thing as Service | undefined)?.id;
  if (subject === 'destination' && name === 'residential') return (thing) => own(thing) ?? false;
  return own;
}
