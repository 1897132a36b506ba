/** The rest of a document: levels of the objective, prices and fees that decide nothing. */
import type { Rules } from '../model/types';
import type { LintContext } from './context';
import type { Part } from './parts';

export function lintValues(context: LintContext, part: Part): void {
  lintDeliveryPrices(context, part);
  const { own, edition, path } = part;
  const { findings } = context;
  const levels = typeof edition.objective === 'string' ? [] : edition.objective;
  const dead = (goal: string, why: string): void => {
    const place = levels.findIndex((level) => 'goal' in level && level.goal === goal);
    if (place >= 0 && own.objective === edition.objective)
      findings.add('dead-rule', [...path, 'objective', place], null, `"${goal}" decides nothing: ${why}`, { goal });
  };
  if (edition.tiers?.mode === 'hard') dead('tier', 'hard tiers come before it');
  if (edition.lateness?.forbid === true) {
    dead('lateness', 'nothing may be late');
    if (own.lateness !== undefined && (edition.lateness.perUnitDay ?? 0) > 0)
      findings.add('dead-rule', [...path, 'lateness', 'perUnitDay'], null, 'is never paid: nothing may be late');
  }
  const one = edition.policies.find(isOneShipment);
  if (own.split !== undefined && own.split.perShipment > 0 && one !== undefined && !part.unsettled.has(one.id)) {
    const says = `is never paid: "${one.id}" allows one shipment`;
    findings.add('dead-rule', [...path, 'split'], null, says, { by: one.id });
  }
}

/** Of every order, at any time. */
function isOneShipment({ maxShipments, when, effective }: Rules['policies'][number]): boolean {
  return maxShipments === 1 && when === undefined && effective === undefined;
}

/** The last that fits counts. */
function lintDeliveryPrices({ words, findings }: LintContext, { own, path }: Part): void {
  const prices = own.deliveryPrices ?? [];
  prices.forEach(({ method, level, atLeast }, place) => {
    const at = [...path, 'deliveryPrices', place];
    if (level !== undefined) words.checkLevel(level, [...at, 'level']);
    const by = prices.findIndex(
      (later, laterPlace) =>
        laterPlace > place &&
        later.method === method &&
        later.atLeast <= atLeast &&
        (later.level === undefined || later.level === level),
    );
    if (by >= 0) findings.add('shadowed', at, null, `deliveryPrices[${by}] always comes after it`, { by });
  });
}
