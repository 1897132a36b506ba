/**
 * Whether conditions can hold together: by a search over their alternatives. A branch is a set of nodes, one of services, and tests by field;
 * it can hold where a node of the one hands to a service of the other and each field has a value that meets its tests. Fields are free of each
 * other: what ties them in the world (a distance to a place, a postal code to a region) is not seen.
 */
import type { NetworkIndex } from '../model/network';
import { type Bits, bitsOf, both, hasBit, isEmpty } from './bits';
import type { EngineTests } from './engineTests';
import { type AskedTest, FieldValues } from './fieldValues';
import type { Formula } from './formula';

/** What one question may take, in steps; after that nothing is said. */
const STEPS_PER_QUESTION = 20_000;

interface Branch {
  /** null: all. */
  readonly nodes: Bits | null;
  readonly services: Bits | null;
  readonly fields: ReadonlyMap<string, readonly AskedTest[]>;
}

const ROOT: Branch = { nodes: null, services: null, fields: new Map() };

export class Possible {
  readonly #values: FieldValues;
  readonly #handsTo: (node: number) => Bits;
  #steps: number;
  #left = 0;

  /** @param steps that all questions may take */
  constructor(
    readonly index: NetworkIndex,
    engine: EngineTests,
    steps: number,
  ) {
    this.#steps = steps;
    this.#values = new FieldValues(engine);
    this.#handsTo = servicesByNode(index);
  }

  /** All steps are taken: `never` answers no more. */
  get isSpent(): boolean {
    return this.#steps <= 0;
  }

  /** They cannot all hold, for certain. */
  never(...formulas: readonly Formula[]): boolean {
    return this.#ask(formulas) === false;
  }

  /** They can all hold, as far as tests that are understood say. */
  can(...formulas: readonly Formula[]): boolean {
    return this.#ask(formulas) === true;
  }

  /** undefined: it would take too long to say. */
  #ask(formulas: readonly Formula[]): boolean | undefined {
    if (this.isSpent) return undefined;
    const most = Math.min(STEPS_PER_QUESTION, this.#steps);
    this.#left = most;
    const answer = this.#can(ROOT, formulas);
    this.#steps -= most - this.#left;
    return this.#left > 0 ? answer : undefined;
  }

  #can(branch: Branch, formulas: readonly Formula[]): boolean {
    const choices: (readonly Formula[])[] = [];
    const extended = this.#extend(branch, formulas, choices);
    if (extended === undefined) return false;
    if (this.#left <= 0) return true;
    const fewest = choices.reduce((best, each, place) => (each.length < choices[best].length ? place : best), 0);
    if (choices.length === 0) return this.#hasSource(extended);
    const rest = choices.filter((_, place) => place !== fewest).map((parts) => ({ kind: 'any' as const, parts }));
    return choices[fewest].some((part) => this.#can(extended, [part, ...rest]));
  }

  /** The branch with all that is certain; undefined: it cannot hold. What is not goes to `choices`. */
  #extend(branch: Branch, formulas: readonly Formula[], choices: (readonly Formula[])[]): Branch | undefined {
    let { nodes, services } = branch;
    const fields = new Map(branch.fields);
    const touched = new Set<string>();
    const waiting = [...formulas];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      this.#left -= 1;
      if (next.kind === 'nodes') nodes = nodes === null ? next.bits : both(nodes, next.bits);
      else if (next.kind === 'services') services = services === null ? next.bits : both(services, next.bits);
      else if (next.kind === 'all') for (const part of next.parts) waiting.push(part);
      else if (next.kind === 'any') choices.push(next.parts);
      else if (next.kind === 'field') {
        fields.set(next.field, [...(fields.get(next.field) ?? []), next]);
        touched.add(next.field);
      }
      if (this.#left <= 0) return branch;
    }
    if ((nodes !== null && isEmpty(nodes)) || (services !== null && isEmpty(services))) return undefined;
    const spend = (work: number) => {
      this.#left -= work;
      return this.#left > 0;
    };
    for (const field of touched) {
      if (this.#left <= 0) return branch;
      if (!this.#values.canMeet(field, fields.get(field) as AskedTest[], spend)) return undefined;
    }
    return { nodes, services, fields };
  }

  #hasSource({ nodes, services }: Branch): boolean {
    if (services === null) return true;
    for (let node = 0; node < this.index.nodes.length; node += 1) {
      if (nodes !== null && !hasBit(nodes, node)) continue;
      if (!isEmpty(both(services, this.#handsTo(node)))) return true;
    }
    return false;
  }
}

function servicesByNode({ nodes, services, serviceOfId }: NetworkIndex): (node: number) => Bits {
  const every = bitsOf(services.length, () => true);
  const known = nodes.map((node) => {
    if (node.services === undefined) return every;
    const handsTo = new Set(node.services.map(({ id }) => serviceOfId.get(id)));
    return bitsOf(services.length, (service) => handsTo.has(service));
  });
  return (node) => known[node];
}
