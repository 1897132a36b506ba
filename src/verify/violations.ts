/** What is wrong with a plan, collected so that the caller gets everything at once. */

export type ViolationCode =
  /** A field is missing, too much, or of the wrong type. Nothing else is judged then. */
  | 'shape'
  /** Made for another order, instant, currency or rule set. */
  | 'order'
  | 'as-of'
  | 'currency'
  | 'rule-set'
  | 'overrides'
  | 'after-action'
  /** An id that the order or the network does not have. */
  | 'unknown-id'
  | 'duplicate'
  | 'sorting'
  /** A line's SKU is not the order's. */
  | 'sku'
  /** Shipped + unfilled is not what was ordered. */
  | 'units'
  /** A shipment is for another delivery group than its lines, or names one where it must not. */
  | 'delivery-group'
  /** A shipment without lines. */
  | 'empty-shipment'
  /** The service of the node may not serve the line; the message says why. */
  | 'ineligible'
  | 'stock'
  | 'shelf-life'
  | 'capacity'
  | 'max-shipments'
  | 'no-split'
  | 'ship-together'
  | 'ship-complete'
  /** Later, or less filled, than what was promised. */
  | 'promised'
  | 'instant'
  | 'distance'
  | 'parcels'
  | 'weight'
  | 'late-days'
  | 'cost'
  /** What nodes have to pick is not what ships. */
  | 'work-items'
  | 'claims'
  | 'status'
  | 'reasons'
  | 'proof';

export type Path = readonly (string | number)[];

/** One thing that is wrong. `path` points into the plan; the message reads alone and gives both what it says and what is right. */
export interface Violation {
  readonly code: ViolationCode;
  readonly path: Path;
  readonly message: string;
}

export class Findings {
  readonly violations: Violation[] = [];

  /** @param what the rest of a sentence about the place */
  add(code: ViolationCode, path: Path, what: string): void {
    this.violations.push({ code, path, message: `${showPath(path)}: ${what}.` });
  }

  /** A violation unless both are the same number, word or null. @param because where the right value comes from */
  same(code: ViolationCode, path: Path, said: Plain, right: Plain, because = ''): void {
    if (said === right) return;
    this.add(code, path, `says ${show(said)}, right is ${show(right)}${because === '' ? '' : ` (${because})`}`);
  }
}

type Plain = string | number | bigint | boolean | null;

/** Short, and never by walking into the value: it may be anything. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  if (Object.is(value, -0)) return '-0';
  return String(value);
}

function showPath(path: Path): string {
  let text = 'plan';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += /^\w+$/.test(step) ? `.${step}` : `[${show(step)}]`;
  }
  return text;
}
