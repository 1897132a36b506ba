/** Carrier services, rate cards and handling of the generated network, in cents. All prices are made up. */
import type { NetworkInput } from 'order-sourcing';
import { CARD_TERMS, weightBreaks } from './carrier-card';
import type { Random } from './random';

/** `lines`: base and price per kilogram by zone. `cards`: the carrier card of `carrier-card.ts`, on the same bases and prices per kg. */
export type Rates = 'lines' | 'cards';

/**
 * `standard`; `freightHeavy`: rates × 3, handling ÷ 2; `fixedLight`: base rates ÷ 4. Savings depend on how dear a shipment is
 * against what it carries, so they are quoted for all three.
 */
export type Setting = 'standard' | 'freightHeavy' | 'fixedLight';
export const SETTINGS: readonly Setting[] = ['standard', 'freightHeavy', 'fixedLight'];

const ZONE_ENDS_KM = [250, 500, 1000, 1600, 2300, 3000, undefined] as const;

/** Per distance zone: base and price per kilogram in cents, transit in days. Fuel on cards only. */
const SERVICES = [
  {
    id: 'ground',
    fuelPercent: 14.5,
    base: [520, 560, 620, 690, 770, 850, 930],
    perKg: [35, 42, 52, 66, 84, 104, 125],
    days: [1, 2, 3, 4, 5, 5, 6],
  },
  {
    id: 'two-day',
    fuelPercent: 17.25,
    base: [990, 1090, 1250, 1450, 1680, 1900, 2100],
    perKg: [90, 110, 150, 200, 250, 300, 340],
    days: [2, 2, 2, 2, 2, 2, 2],
  },
  {
    id: 'express',
    fuelPercent: 17.25,
    base: [1890, 2100, 2400, 2750, 3100, 3400, 3650],
    perKg: [180, 220, 290, 370, 450, 530, 600],
    days: [1, 1, 1, 1, 1, 1, 1],
  },
] as const;

/** Contracts: every node pays 85–115 % of the list price of a service, in steps of 2.5 %. */
const CONTRACTS_PERMILLE = Array.from({ length: 13 }, (_, step) => 850 + 25 * step);
/** A card with breaks is negotiated for many nodes at once, so there are fewer. */
const CARD_CONTRACTS_PERMILLE = [850, 1000, 1150];

const FACTORS: Record<Setting, { base: number; perKg: number; handling: number }> = {
  standard: { base: 1, perKg: 1, handling: 1 },
  freightHeavy: { base: 3, perKg: 3, handling: 0.5 },
  fixedLight: { base: 0.25, perKg: 1, handling: 1 },
};

export function makeServices(): NetworkInput['services'] {
  return SERVICES.map(({ id, days }) => ({
    id,
    carrier: 'parcel-carrier',
    rateCard: cardId(id, 1000),
    transit: { bands: days.map((count, zone) => ({ ...zoneEnd(zone), days: count })) },
  }));
}

export function makeRateCards(setting: Setting, rates: Rates = 'lines'): NetworkInput['rateCards'] {
  const factor = FACTORS[setting];
  const scaled = SERVICES.map((service) => ({
    ...service,
    base: service.base.map((cents) => cents * factor.base),
    perKg: service.perKg.map((cents) => cents * factor.perKg),
  }));
  return rates === 'lines' ? scaled.flatMap(straightCards) : scaled.flatMap(steppedCards);
}

/** A pallet place shared by what goes to a store. */
export function makeTransferCard(): NetworkInput['rateCards'][number] {
  return {
    id: 'transfer',
    bands: [
      { upToKm: 800, base: 150, perKg: 8 },
      { base: 260, perKg: 15 },
    ],
  };
}

interface ScaledService {
  readonly id: string;
  readonly fuelPercent: number;
  readonly base: readonly number[];
  readonly perKg: readonly number[];
}

function straightCards({ id, base, perKg }: ScaledService): NetworkInput['rateCards'] {
  return CONTRACTS_PERMILLE.map((permille) => ({
    id: cardId(id, permille),
    bands: base.map((cents, zone) => ({
      ...zoneEnd(zone),
      base: Math.round((cents * permille) / 1000),
      perKg: Math.round((perKg[zone] * permille) / 1000),
    })),
  }));
}

function steppedCards({ id, fuelPercent, base, perKg }: ScaledService): NetworkInput['rateCards'] {
  return CARD_CONTRACTS_PERMILLE.map((permille) => ({
    id: cardId(id, permille),
    ...CARD_TERMS,
    fuelPercent,
    bands: base.map((cents, zone) => ({
      ...zoneEnd(zone),
      breaks: weightBreaks(cents, perKg[zone], permille, `${id}, zone ${zone}`),
    })),
  }));
}

/** Ground always; half of the nodes hand to one faster service or to both. Each on a contract of its own. */
export function drawServices(random: Random, rates: Rates = 'lines'): { id: string; rateCard: string }[] {
  const services = [SERVICES[0].id as string];
  const draw = random.next();
  if (draw < 0.35) services.push(random.chance(0.7) ? 'two-day' : 'express');
  else if (draw < 0.5) services.push('two-day', 'express');
  const contracts = rates === 'lines' ? CONTRACTS_PERMILLE : CARD_CONTRACTS_PERMILLE;
  return services.map((id) => ({ id, rateCard: cardId(id, contracts[Math.floor(random.next() * contracts.length)]) }));
}

/** Picking and packing costs more in a store than in a distribution centre. */
export function drawHandling(random: Random, isCentre: boolean, setting: Setting) {
  const { handling } = FACTORS[setting];
  const perShipment = isCentre ? random.int(90, 150) : random.int(200, 400);
  const perUnit = isCentre ? random.int(25, 50) : random.int(60, 120);
  return { perShipment: Math.round(perShipment * handling), perUnit: Math.round(perUnit * handling) };
}

function cardId(service: string, permille: number): string {
  return `${service}-${permille}`;
}

function zoneEnd(zone: number): { upToKm?: number } {
  const upToKm = ZONE_ENDS_KM[zone];
  return upToKm === undefined ? {} : { upToKm };
}
