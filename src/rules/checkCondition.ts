/** What a schema cannot see of a condition: fields, functions and comparisons that could never mean anything. */
import { isOfType, NOUNS } from '../model/attributes';
import { type IssueList, maybe, type Path } from '../model/issues';
import type { Condition, FieldTest, FunctionTest, RuleFunctions, Rules } from '../model/types';
import { instantMs } from '../model/units';
import type { Op } from './comparison';
import { functionNamed } from './fields';
import { attributeIn, comparedWith, operatorsOf, typeOf } from './fieldTypes';

/** What conditions of a document may name. */
export interface Vocabulary {
  readonly attributes: Rules['attributes'];
  readonly functions: RuleFunctions;
}

export function checkCondition(condition: Condition, path: Path, issues: IssueList, known: Vocabulary): void {
  if ('field' in condition) checkTest(condition, path, issues, known);
  else if ('function' in condition) checkFunctionTest(condition, path, issues, known);
  else if ('not' in condition) checkCondition(condition.not, [...path, 'not'], issues, known);
  else {
    const kind = 'all' in condition ? 'all' : 'any';
    const parts = 'all' in condition ? condition.all : condition.any;
    parts.forEach((part, place) => {
      checkCondition(part, [...path, kind, place], issues, known);
    });
  }
}

function checkFunctionTest(test: FunctionTest, path: Path, issues: IssueList, { functions }: Vocabulary): void {
  checkCall(test, functionNamed(functions, test.function), 'conditions', path, issues, functions);
}

/** A function must be there, and take what it is given. @param named undefined: it is not there */
export function checkCall(
  { function: name, params }: FunctionTest,
  named: { readonly params?: (given: unknown) => unknown } | undefined,
  kind: keyof RuleFunctions,
  path: Path,
  issues: IssueList,
  functions: RuleFunctions,
): void {
  if (named === undefined) {
    const names = Object.keys(functions[kind] ?? {});
    const why = `is not the name of a function that createRouter was given for ${kind}`;
    issues.add('unknown-reference', [...path, 'function'], name, why, maybe(name, names));
    return;
  }
  if (named.params === undefined) {
    if (params !== undefined)
      issues.add('invalid', [...path, 'params'], params, `is not for "${name}", which takes none`);
    return;
  }
  try {
    named.params(params);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    issues.add('invalid', [...path, 'params'], params, `is refused by "${name}": ${why.slice(0, 200)}`);
  }
}

function checkTest(test: FieldTest, path: Path, issues: IssueList, known: Vocabulary): void {
  const { op, value, field, valueField } = test;
  const isDeclared = checkDeclared(field, [...path, 'field'], issues, known);
  if (valueField !== undefined) {
    if (checkDeclared(valueField, [...path, 'valueField'], issues, known) && isDeclared)
      checkFields(op, field, valueField, path, issues, known);
    return;
  }
  const fits = valueFits(op, value);
  if (fits !== undefined) issues.add('condition', [...path, 'value'], value, `must be ${fits} for "${op}"`);
  else if (isDeclared) checkType(test, path, issues, known);
}

/** Whether the field may be read: an attribute of a declared subject must be declared. */
function checkDeclared(field: string, path: Path, issues: IssueList, { attributes }: Vocabulary): boolean {
  const attribute = attributeIn(field);
  const declared = attribute && attributes?.[attribute.subject];
  if (attribute === undefined || declared === undefined || Object.hasOwn(declared, attribute.key)) return true;
  const names = Object.keys(declared).map((name) => `${attribute.subject}.attributes.${name}`);
  const why = `is not among the attributes that the rules declare for "${attribute.subject}"`;
  issues.add('unknown-reference', path, field, why, maybe(field, names));
  return false;
}

/** Attributes whose type is declared; and instants and ranges of any field. */
function checkType({ op, value, field }: FieldTest, path: Path, issues: IssueList, { attributes }: Vocabulary): void {
  const type = typeOf(field, attributes);
  const isNew = op === 'before' || op === 'after' || op === 'between';
  if (type === undefined || (attributeIn(field) === undefined && !isNew)) return;
  if (!checkOperator(op, field, type, path, issues)) return;
  const wanted = comparedWith(op, type);
  const values = Array.isArray(value) ? value : [value];
  const wrong = values.findIndex((each) => each === undefined || !isOfType(each, wanted));
  if (wrong < 0) return;
  const at = Array.isArray(value) ? [...path, 'value', wrong] : [...path, 'value'];
  issues.add('condition', at, values[wrong], `must be ${NOUNS[wanted]}: ${field} is ${NOUNS[type]}`);
}

function checkOperator(op: Op, field: string, type: keyof typeof NOUNS, path: Path, issues: IssueList): boolean {
  const able = operatorsOf(type);
  if (able.includes(op)) return true;
  issues.add('condition', [...path, 'op'], op, `is not for ${field}, which is ${NOUNS[type]}: ${able.join(', ')} are`);
  return false;
}

/** Two fields that could never be compared so. */
function checkFields(
  op: Op,
  field: string,
  valueField: string,
  path: Path,
  issues: IssueList,
  { attributes }: Vocabulary,
): void {
  if (op === 'exists' || op === 'between') {
    issues.add('condition', [...path, 'valueField'], valueField, `is not for "${op}", which takes a value`);
    return;
  }
  const type = typeOf(field, attributes);
  const other = typeOf(valueField, attributes);
  if (type !== undefined && !checkOperator(op, field, type, path, issues)) return;
  if (other === undefined) return;
  const isList = op === 'in' || op === 'notIn';
  const wanted = isList ? 'list' : type && comparedWith(op, type);
  const isText = (each: typeof other) => each === 'text' || each === 'instant';
  const isFit = wanted === undefined || wanted === other || (isText(wanted) && isText(other) && !IN_TIME.includes(op));
  const isOfWords = !isList || type === undefined || isText(comparedWith(op, type));
  if (isFit && isOfWords) return;
  const why = `is ${NOUNS[other]}: "${op}" cannot compare ${field} with it`;
  issues.add('condition', [...path, 'valueField'], valueField, why);
}

const IN_TIME: readonly Op[] = ['before', 'after'];

/** What the value should be, if it could never make the test true. */
function valueFits(op: Op, value: FieldTest['value']): string | undefined {
  switch (op) {
    case 'in':
    case 'notIn':
      return Array.isArray(value) ? undefined : 'a list';
    case 'exists':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'prefix':
      return typeof value === 'string' ? undefined : 'text';
    case 'between':
      return isRange(value) ? undefined : 'a list of two numbers, or of two texts, the lower first,';
    case 'before':
    case 'after':
      return typeof value === 'string' && !Number.isNaN(instantMs(value)) ? undefined : 'an instant in UTC';
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return typeof value === 'number' || typeof value === 'string' ? undefined : 'a number or text';
    default:
      return Array.isArray(value) ? 'one value, no list' : undefined;
  }
}

function isRange(value: FieldTest['value']): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high] = value;
  return typeof low === typeof high && typeof low !== 'boolean' && low <= high;
}
