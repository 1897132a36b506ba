/** Amounts of a cost in words. */
import type { CostEntry, RatePlace } from '../model/explanation';
import { amount, grams } from './words';

const LABELS: Readonly<Record<CostEntry['code'], string>> = {
  'flat-rate': 'flat price by the order’s value',
  parcel: 'parcel',
  minimum: 'parcel at the minimum price',
  weight: 'weight',
  fuel: 'fuel',
  residential: 'residential',
  remote: 'remote area',
  oversize: 'oversize',
  'per-shipment': 'per shipment',
  'per-line': 'per line',
  'per-unit': 'per unit',
  'per-unit-km': 'for the way',
  'late-unit-days': 'unit-days late',
  table: 'cost table',
  tier: 'tier',
  split: 'further shipment',
  unfilled: 'not filled',
};

/** `handling per unit (tea): 3 × 0.10 = 0.30`. */
export function costText(entry: CostEntry, currency: string): string {
  const { term, code, rule, line, count, eachMilli, factor, milli } = entry;
  const area = term === 'shipping' || term === 'split' || term === 'unfilled' ? '' : `${term} `;
  const named = rule === undefined ? '' : ` ${JSON.stringify(rule)}`;
  const times = factor === undefined ? '' : ` (× ${factor / 1e6})`;
  const ofLine = line === undefined ? '' : ` (${line})`;
  const label =
    term === 'rules' ? `rule${named} ${LABELS[code]}${times}` : `${term === 'lateness' ? '' : area}${LABELS[code]}`;
  return `${label}${ofLine}: ${sumText(code, count, eachMilli, currency)}${amount(milli, currency)}`;
}

function sumText(code: CostEntry['code'], count: number, eachMilli: number, currency: string): string {
  if (count === 1) return '';
  if (code === 'weight') return `${grams(count)} × ${amount(eachMilli * 1000, currency)} a kg = `;
  return `${count} × ${amount(eachMilli, currency)} = `;
}

/** `card parcel to 500 km: 2 parcels of 8.5 kg billed by volume, break to 10 kg`. */
export function rateText({ card, zone, upToKm, byOrderValue, byFunction, ...parcel }: RatePlace): string {
  const where =
    zone !== undefined
      ? `, zone ${zone}`
      : upToKm !== undefined && upToKm !== null
        ? `, up to ${upToKm} km`
        : byOrderValue
          ? ', by the order’s value'
          : byFunction
            ? ', by the caller’s function'
            : '';
  return `rate card ${card}${where}; ${parcelText(parcel)}`;
}

function parcelText({ parcels, billedGrams, billedBy, breakGrams }: Omit<RatePlace, 'card'>): string {
  const many = parcels === 1 ? '1 parcel' : `${parcels} parcels`;
  if (billedGrams === undefined) return many;
  const each = parcels === 1 ? '' : ' each';
  const step = breakGrams === undefined ? '' : `, in the break to ${grams(breakGrams)}`;
  return `${many}, ${grams(billedGrams)}${each} billed by ${billedBy}${step}`;
}
