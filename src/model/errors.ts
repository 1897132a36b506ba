/** One thing that is wrong with an input: where, what stands there, and what was perhaps meant. */
export interface Issue {
  /** Stable word for machines: `unknown-key`, `invalid`, `duplicate`, `unknown-reference`, `unsupported`, `currency`, … */
  readonly code: string;
  readonly path: readonly (string | number)[];
  /** Reads alone: path, value, reason, hint. */
  readonly message: string;
}

const brand = Symbol.for('order-sourcing.error');

/** Every error of this package. Recognise it by `code` or {@link SourcingError.is}: the ESM and CJS copies are different classes. */
export class SourcingError extends Error {
  readonly code: 'INPUT' | 'LIMIT' | 'CONFLICT' | 'INTERNAL';
  readonly [brand] = true;

  constructor(code: SourcingError['code'], message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }

  static is(error: unknown): error is SourcingError {
    return typeof error === 'object' && error !== null && (error as { [brand]?: boolean })[brand] === true;
  }
}

/** The caller's input is wrong. Carries every issue at once; nothing was changed. */
export class InputError extends SourcingError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('INPUT', issues.map((issue) => issue.message).join('\n'));
    this.issues = issues;
  }
}

/** The input is over a limit; `setting` names it. */
export class LimitError extends SourcingError {
  readonly setting: string;

  constructor(setting: string, message: string) {
    super('LIMIT', message);
    this.setting = setting;
  }
}

/** One claim that does not fit: what is asked and what is there. */
export interface ClaimConflict {
  readonly node: string;
  /** Absent: the node's capacity, or that of a day or slot. */
  readonly sku?: string;
  /** Local day of the node and what is counted of it; absent: stock, or `capacityUnits`. */
  readonly day?: string;
  readonly measure?: 'orders' | 'shipments' | 'lines' | 'units';
  /** Slot of the node and the local date of it; what is counted are bookings. */
  readonly slot?: string;
  readonly date?: string;
  readonly asked: number;
  readonly available: number;
}

/** A commit that no longer fits, or another plan for an order that holds claims. Nothing was changed. */
export class ConflictError extends SourcingError {
  readonly orderId: string;
  readonly claims: readonly ClaimConflict[];

  constructor(orderId: string, message: string, claims: readonly ClaimConflict[]) {
    super('CONFLICT', message);
    this.orderId = orderId;
    this.claims = claims;
  }
}

/** Our bug. Carries the problem as JSON, ready to become a fixture. */
export class InternalError extends SourcingError {
  readonly problem: string;

  constructor(message: string, problem: unknown) {
    super('INTERNAL', message);
    this.problem = JSON.stringify(problem);
  }
}
