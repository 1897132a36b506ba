/** Which rate holds on the way from a node to the order's destination: read off the card as it was written, entry by entry. */
import { InputError } from '../model/errors';
import type { RateInput } from '../model/types';
import type { Facts, NodeInput, RateCardInput, ServiceInput } from './facts';
import { namesOf } from './places';
import { bandAt, readMetres } from './travel';
import { show } from './violations';

type Zones = NonNullable<RateCardInput['zones']>;
type RegionZones = Extract<Zones, { by: 'region' }>;
type PostalZones = Extract<Zones, { by: 'postalPrefix' }>;

/** A rate, or why there is none, as the end of a sentence. */
export type Found = { readonly rate: RateInput } | { readonly why: string };

/** The node's own rate card for the service, else the service's; undefined: of a pick-up without one, which is free. */
export function cardOf({ network }: Facts, node: NodeInput, service: ServiceInput): RateCardInput | undefined {
  const own = node.services?.find((each) => each.id === service.id)?.rateCard;
  const id = own ?? service.rateCard;
  if (id === undefined && service.kind === 'pickUp') return undefined;
  const card = network.rateCards.find((each) => each.id === id);
  if (card !== undefined) return card;
  const message = `service ${show(service.id)} has no rate card at node ${show(node.id)}.`;
  throw new InputError([{ code: 'unknown-id', path: ['network', 'services'], message }]);
}

/** What the caller's function answers, else what the card says. @throws InputError if the function's answer is no rate */
export function findRate(facts: Facts, node: NodeInput, service: ServiceInput, card: RateCardInput): Found {
  const given = givenRate(facts, node, service);
  if (given === null) return { why: 'the rate function says that the service does not go there' };
  if (given !== undefined) return { rate: given };
  if (card.zones === undefined) return rateByDistance(facts, node, card.bands ?? []);
  const { destination } = facts.order;
  const answer =
    card.zones.by === 'region'
      ? zoneByRegion(card.zones, node, destination)
      : zoneByPostalCode(card.zones, node, destination);
  if ('why' in answer) return answer;
  const rate = card.rates?.find((each) => each.zone === answer.zone);
  return rate === undefined ? { why: `zone ${show(answer.zone)} has no rate` } : { rate };
}

function rateByDistance(facts: Facts, node: NodeInput, bands: NonNullable<RateCardInput['bands']>): Found {
  const metres = readMetres(facts, node);
  const rate = bandAt(bands, metres);
  if (rate !== undefined) return { rate };
  return { why: metres === undefined ? 'the distance is unknown' : `no band of the rate card reaches ${metres} m` };
}

interface Place {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
}

type Zone = { readonly zone: string } | { readonly why: string };

function zoneByRegion({ from, to, zone }: RegionZones, node: Place, destination: Place): Zone {
  if (namesOf(node).length === 0) return { why: 'the region of the node is unknown' };
  if (namesOf(destination).length === 0) return { why: 'the region of the destination is unknown' };
  const row = from.indexOf(namesOf(node).find((name) => from.includes(name)) ?? '');
  const column = to.indexOf(namesOf(destination).find((name) => to.includes(name)) ?? '');
  const found = zone[row]?.[column] ?? undefined;
  return found === undefined ? { why: 'no zone is listed for these regions' } : { zone: found };
}

function zoneByPostalCode({ country, rows }: PostalZones, node: Place, destination: Place): Zone {
  const [here, there] = [node.postalCode, destination.postalCode];
  if (here === undefined) return { why: 'the postal code of the node is unknown' };
  if (there === undefined) return { why: 'the postal code of the destination is unknown' };
  if (country !== undefined && (node.country !== country || destination.country !== country)) {
    return { why: `the zones are those of ${show(country)} only` };
  }
  const fitting = rows.filter(({ from, to }) => here.startsWith(from) && there.startsWith(to));
  if (fitting.length === 0) return { why: 'no zone is listed for these postal codes' };
  return fitting.reduce((best, row) => (isCloser(row, best) ? row : best));
}

/** Of two rows that fit: the longer origin, then the longer destination. */
function isCloser(row: PostalZones['rows'][number], than: PostalZones['rows'][number]): boolean {
  if (row.from.length !== than.from.length) return row.from.length > than.from.length;
  return row.to.length > than.to.length;
}

/** undefined: the card says. */
function givenRate({ rate, order }: Facts, node: NodeInput, service: ServiceInput): RateInput | null | undefined {
  const { id, location } = node;
  const answer = rate?.(location === undefined ? { id } : { id, location }, { id: service.id }, order.destination);
  if (answer === undefined || answer === null || isRate(answer)) return answer;
  const message = `rate: ${show(answer)} from node ${show(id)} by ${show(service.id)} must be a rate, null or undefined.`;
  throw new InputError([{ code: 'invalid', path: ['rate', id, service.id], message }]);
}

/** Only what a price could go wrong by: whole prices, breaks that rise, and one kind of the two. */
function isRate(answer: RateInput): boolean {
  if (typeof answer !== 'object') return false;
  const { base, perKg, breaks, minimum } = answer;
  const isPrice = (price: unknown) => Number.isSafeInteger(price) && (price as number) >= 0;
  if (![base, perKg, minimum].every((price) => price === undefined || isPrice(price))) return false;
  if (breaks === undefined) return base !== undefined;
  if (base !== undefined || perKg !== undefined || !Array.isArray(breaks) || breaks.length === 0) return false;
  return breaks.every(
    ({ upToGrams, price }, place) =>
      Number.isSafeInteger(upToGrams) && upToGrams > (place === 0 ? 0 : breaks[place - 1].upToGrams) && isPrice(price),
  );
}
