/** Stock that rules keep from orders. */
import type { Protection } from '../model/types';
import { toMilli } from '../model/units';
import {
  ALL,
  type ConditionCompiler,
  DISTANCE,
  decide,
  FALSE,
  type Facts,
  NEVER,
  NODE,
  SERVICE,
  type Test,
} from './condition';

export interface CompiledProtection {
  /** null = always. */
  readonly test: Test | null;
  readonly units: number;
  /** 1/1000 percent of what is on hand. */
  readonly milliPercent: number;
}

export function compileProtection(rules: readonly Protection[], compiler: ConditionCompiler): CompiledProtection[] {
  return rules
    .map(({ id, when, keepUnits = 0, keepPercent = 0 }) => ({
      test: when === undefined ? null : compiler.compile(when, id),
      units: keepUnits,
      milliPercent: toMilli(keepPercent),
    }))
    .filter(({ test }) => test !== NEVER);
}

/** Those that may hold for the line of the facts, at some node. */
export function protectionFor(protection: readonly CompiledProtection[], facts: Facts): readonly CompiledProtection[] {
  const known = ALL & ~(NODE | SERVICE | DISTANCE);
  return protection.filter(({ test }) => test === null || decide(test, facts, known) !== FALSE);
}

/** Units that are kept at the node of the facts: the most of all rules that hold. @param onHand units there */
export function keptUnits(protection: readonly CompiledProtection[], facts: Facts, onHand: number): number {
  let kept = 0;
  for (const { test, units, milliPercent } of protection) {
    if (test !== null && decide(test, facts, ALL) === FALSE) continue;
    kept = Math.max(kept, units, Math.ceil((onHand * milliPercent) / 100_000));
  }
  return kept;
}
