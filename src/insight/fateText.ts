/** What became of a node for a line, in words. */
import type {
  Clause,
  CutOff,
  Explanation,
  Instead,
  LimitSeen,
  NodeFate,
  Obstacle,
  StockSeen,
} from '../model/explanation';
import { showPath } from '../model/issues';
import { amount, clockAfter, count, levelLabel, levelValue, listed, minutes, money, signed, time } from './words';

type About = Pick<Explanation, 'asOf' | 'currency' | 'levels'>;

export function fateText(fate: NodeFate, about: About): string {
  const { ships = [], instead, why, stock = [] } = fate;
  switch (fate.fate) {
    case 'chosen':
      return listed(ships.map(({ shipment, units }) => `ships ${units} in shipment ${shipment + 1}`));
    case 'eligible':
      return instead === undefined ? 'may serve it' : insteadText(instead, about);
    case 'no-stock':
      return `no stock: ${listed(stock.map((each) => stockText(each, stock.length)))}${noStockWhy(why)}`;
    case 'offline':
      return 'offline';
    default:
      return why === undefined ? fate.fate : obstacleText(why, about);
  }
}

function insteadText(instead: Instead, about: About): string {
  const { units, service, from, breaks, missed, joins } = instead;
  const mates = instead.with === undefined ? '' : `, with ${listed(instead.with)}`;
  if (breaks !== undefined) return `could ship ${units}${mates} by ${service}, but ${limitText(breaks)}`;
  const moved = from.map(({ shipment, units: each }) =>
    shipment === null ? `${each} not filled now` : `${each} of shipment ${shipment + 1}`,
  );
  const where = joins === undefined ? '' : ` in shipment ${joins + 1}`;
  const late = missed === undefined ? '' : `; ${missedText(missed, about)}`;
  return `could ship ${units}${mates} by ${service}${where} (${listed(moved)}): ${changeText(instead, about)}${late}`;
}

/** `dearer by 2.00 EUR (shipping +2.50, handling −0.50)`. */
function changeText({ levels = [], cost, decidedBy }: Instead, { currency, levels: asked }: About): string {
  const terms = Object.entries(cost ?? {}).filter(([term, milli]) => term !== 'total' && milli !== 0);
  const told = terms.map(([term, milli]) => `${term} ${signed(amount(milli, currency))}`).join(', ');
  const apart = told === '' ? '' : ` (${told})`;
  const decisive = levels.find(({ goal }) => goal === decidedBy);
  if (decisive === undefined) return 'just as good; the order of ids decides';
  const { goal, difference } = decisive;
  if (goal === 'cost')
    return `${difference > 0 ? 'dearer' : 'cheaper'} by ${money(Math.abs(difference), currency)}${apart}`;
  const total = cost?.total ?? 0;
  const change = `${levelLabel(goal)} ${signed(levelValue(goal, difference, currency))}`;
  if (!asked.some((level) => level.goal === goal)) return `just as good; what closes ties decides: ${change}`;
  return `${change}, ${total === 0 ? 'at the same cost' : `cost ${signed(money(total, currency))}${apart}`}`;
}

function missedText({ handOver, missedByMinutes }: CutOff, { asOf }: About): string {
  const pickUp = handOver === undefined ? 'an earlier pick-up' : `the pick-up at ${clockAfter(handOver, asOf)}`;
  return `the order came ${minutes(missedByMinutes ?? 0)} too late for ${pickUp}`;
}

const WHOSE = { order: 'the order', group: 'the delivery group', line: 'the line', node: 'the node', day: 'the day' };

function limitText({ limit, of, rule, day, most = 0, taken = 0 }: LimitSeen): string {
  const asked = rule === undefined ? '' : ` (policy ${JSON.stringify(rule)})`;
  switch (limit) {
    case 'max-shipments':
      return `that makes ${count(taken, 'shipment')} of ${WHOSE[of]}, at most ${most} may be${asked}`;
    case 'ship-complete':
      return `${WHOSE[of]} must ship complete${asked}`;
    case 'ship-together':
      return 'it does not hold all of what must travel together';
    case 'no-split':
      return `the line must travel whole: ${taken} are needed`;
    case 'stock':
      return `other lines of the plan take its stock: ${taken} of ${most} with it`;
    case 'capacity':
      return `the node takes ${count(most, 'unit')}, with it ${taken}`;
    default:
      return `its ${day ?? 'day'} takes ${count(most, limit.slice(0, -1))}, with it ${taken}`;
  }
}

function obstacleText(why: Obstacle, about: About): string {
  const of = why.line === undefined ? '' : ` (line ${why.line}, which travels with it)`;
  return `${reasonText(why, about)}${of}`;
}

const REASONS: Readonly<Record<Obstacle['reason'], string>> = {
  offline: 'offline',
  'excluded-by-order': 'the order excludes it',
  'not-pinned': 'the order is pinned to other nodes',
  'missing-capability': 'it lacks a capability',
  'node-full': 'full',
  'day-full': 'full',
  'other-service': 'its services are not of the kind or level that is asked for',
  closed: 'closed: it does not open, or the carrier does not come',
  'unknown-distance': 'its distance is unknown, and is needed',
  'not-reached': 'its service does not go there',
  'no-rate': 'its rate card has no rate for the way',
  'unknown-zone': 'the zone of the rate card is unknown',
  'unknown-value': 'the rate goes by the order’s value, and a line has none',
  'excluded-by-rule': 'kept out by a rule',
  'unknown-weight': 'the rate needs a weight that is unknown',
  'unknown-volume': 'the rate needs a volume that is unknown',
  'unknown-size': 'the rate needs a size that is unknown',
  'fits-no-parcel': 'a unit fits no parcel of its rate card',
  'unknown-transit': 'the time on the way is unknown, and is needed',
  'too-late': 'it would come too late',
  'no-price': 'a cost rule or table has no price for it',
  'no-slot': 'it is collected there in a slot only, and none is named',
  'slot-past': 'the slot has begun already',
  'slot-full': 'the slot has no booking left',
  'misses-slot': 'it would not be there when the slot begins',
  'shelf-life': 'what it holds does not keep long enough',
  'not-there-in-time': 'what is on its way there comes too late',
};

function reasonText(why: Obstacle, about: About): string {
  const { reason, rule, clauses = [], missing, limits = [], cutOff } = why;
  if (reason === 'excluded-by-rule') {
    const seen = clauses.map(clauseText);
    return `kept out by rule ${JSON.stringify(rule)}${seen.length === 0 ? '' : `: ${listed(seen)}`}`;
  }
  if (missing !== undefined) return `it lacks ${listed(missing)}`;
  if (cutOff !== undefined) return tooLateText(cutOff, about);
  if (limits.length > 0) return `full: ${listed(limits.map(fullText))}`;
  return rule === undefined ? REASONS[reason] : `${REASONS[reason]} (${rule})`;
}

const OPS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '≠',
  lt: '<',
  le: '≤',
  gt: '>',
  ge: '≥',
  notIn: 'not in',
  prefix: 'begins with',
};

/** `node.attributes.staff is 2, that is < 5 (rules.filters[0].exclude)`. */
function clauseText({ path, field, op, wanted, wantedField, seen, held }: Clause): string {
  if (op === 'function') return `${field} says ${held ? 'yes' : 'no'} (${showPath('rules', path)})`;
  const than = wantedField === undefined ? '' : `${wantedField} = `;
  const what = seen === null ? 'is absent' : `is ${JSON.stringify(seen)}`;
  return `${field} ${what}, ${held ? 'that is' : 'not'} ${OPS[op] ?? op} ${than}${wantedText(wanted)} (${showPath('rules', path)})`;
}

/** Lists may be long. */
function wantedText(wanted: unknown): string {
  if (!Array.isArray(wanted) || wanted.length <= 5) return JSON.stringify(wanted);
  return `[${wanted
    .slice(0, 4)
    .map((each) => JSON.stringify(each))
    .join()},… ${wanted.length - 4} more]`;
}

function tooLateText({ deliverBy, delivery, missedByMinutes, lastRelease }: CutOff, about: About): string {
  const comes =
    delivery === null || delivery === undefined ? 'it would come nobody knows when' : `it would come ${time(delivery)}`;
  const due = deliverBy === undefined ? '' : `, after ${time(deliverBy)}`;
  if (missedByMinutes === null || lastRelease === null)
    return `${comes}${due}, even if it had been ordered a fortnight ago`;
  return `${comes}${due}; ordered ${minutes(missedByMinutes)} sooner, by ${clockAfter(lastRelease, about.asOf)}, it had come in time`;
}

function fullText({ limit, of, day, most = 0, taken = 0 }: LimitSeen): string {
  const what = of === 'node' ? count(most, 'unit') : `${count(most, limit.slice(0, -1))} on ${day}`;
  return `it takes ${what}, ${taken} ${taken === 1 ? 'is' : 'are'} taken`;
}

function stockText(
  { sku, each, onHand, reserved, safetyStock, claimed, kept = 0, inbound, fresh, shelfLifeDays }: StockSeen,
  skus: number,
): string {
  const less = [
    [reserved, 'reserved'],
    [safetyStock, 'safety stock'],
    [claimed, 'claimed'],
    [kept, 'kept from this order'],
  ] as const;
  const parts = [`${onHand} on hand`, ...less.flatMap(([units, what]) => (units === 0 ? [] : [`${units} ${what}`]))];
  if (inbound.length > 0)
    parts.push(`${inbound.reduce((sum, { units }) => sum + units, 0)} arrive from ${time(inbound[0].at)}`);
  if (fresh !== undefined) parts.push(`${fresh} keep ${shelfLifeDays} days`);
  const text = parts.join(', ');
  return skus === 1 && each === 1 ? text : `${each} ${sku} each: ${text}`;
}

function noStockWhy(why: Obstacle | undefined): string {
  return why === undefined ? '' : `; ${REASONS[why.reason]}`;
}
