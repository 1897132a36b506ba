/** An explanation as a story. Everything in it stands in the JSON: other languages make their own text of that. */
import { type Explanation, FATES, type FateName, type LineFates } from '../model/explanation';
import type { UnfilledReason } from '../model/types';
import { costText, rateText } from './costText';
import { fateText } from './fateText';
import { count, km, levelLabel, levelValue, listed, money, time } from './words';

export function explanationText(explanation: Explanation): string {
  return [
    ...headText(explanation),
    ...shipmentsText(explanation),
    ...unfilledText(explanation),
    ...explanation.lines.flatMap((line) => lineText(line, explanation)),
    '',
    ...proofText(explanation),
    ...violationsText(explanation),
    '',
  ].join('\n');
}

function headText(explanation: Explanation): string[] {
  const { order, asOf, rules, snapshot, status, shipments, cost, currency } = explanation;
  const units = shipments.flatMap((shipment) => shipment.lines).reduce((sum, { quantity }) => sum + quantity, 0);
  const sent = `${count(units, 'unit')} in ${count(shipments.length, 'shipment')}`;
  const made = { complete: `All ships: ${sent}`, partial: `Not all ships: ${sent}`, nothing: 'Nothing ships' }[status];
  return [
    `Order ${order}, ${time(asOf)} UTC, by rules ${rules.id} ${rules.version} on stock ${snapshot.id} ${snapshot.revision}`,
    `${made}, for ${money(cost.exact, currency)}${howGood(explanation)}.`,
  ];
}

/** What a plan says of itself holds only as long as nothing better is found. */
function howGood(explanation: Explanation): string {
  const { given, ties, levels } = explanation;
  if (hasBetter(explanation)) return '; one of the changes below makes it better';
  const isProven = ties === 'settled' && levels.every((level) => level.status === 'optimal');
  if (!isProven) return '';
  return given ? ', proven optimal by its own word' : ', proven optimal';
}

function hasBetter({ lines }: Explanation): boolean {
  return lines.some(({ nodes }) =>
    nodes.some(({ instead }) => {
      const first = instead?.levels?.find(({ goal }) => goal === instead.decidedBy);
      return first !== undefined && first.difference < 0;
    }),
  );
}

function shipmentsText({ shipments, costs, currency }: Explanation): string[] {
  if (shipments.length === 0) return [];
  const told = shipments.flatMap((shipment, at) => {
    const { node, service, group, delivery, distanceMetres, lines, rate, costMilli } = shipment;
    const carries = lines.map(carriedText);
    const by = `${node} by ${service}${group === undefined ? '' : ` for ${group}`}, ${km(distanceMetres)}`;
    const arrives = delivery === null ? 'arrival unknown' : `arrives ${time(delivery)}`;
    return [
      `  ${at + 1}. ${by}, ${arrives}: ${listed(carries)}, for ${money(costMilli, currency)}`,
      ...(rate === null ? [] : [`       ${rateText(rate)}`]),
      ...(shipment.costs.length < 2 ? [] : shipment.costs.map((entry) => `       ${costText(entry, currency)}`)),
    ];
  });
  const splits = costs.filter(({ term }) => term === 'split').map((entry) => `  ${costText(entry, currency)}`);
  return ['', 'Shipments', ...told, ...splits];
}

function carriedText({ line, sku, quantity, lateDays }: Explanation['shipments'][number]['lines'][number]): string {
  const remarks = [
    ...(line === sku ? [] : [`line ${line}`]),
    ...(lateDays > 0 ? [`${count(lateDays, 'day')} late`] : []),
  ];
  return `${quantity} × ${sku}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}

const WHY_UNFILLED: Readonly<Record<UnfilledReason, string>> = {
  'no-eligible-stock': 'nodes that may serve it hold too little',
  'ship-complete': 'it ships complete or not at all',
  'ship-together': 'what must travel together does not',
  'no-split': 'it must travel whole',
  'max-shipments': 'shipments are limited',
  capacity: 'nodes take no more',
  'dearer-than-unfilled': 'shipping costs more than not',
  'search-budget': 'the search ended before it could say',
  tolerance: 'a level before allows it, and a later one gains by it',
};

function unfilledText({ unfilled, currency }: Explanation): string[] {
  if (unfilled.length === 0) return [];
  return [
    '',
    'Not filled',
    ...unfilled.map(({ line, sku, quantity, reasons, costMilli }) => {
      const price = costMilli === 0 ? '' : `, at ${money(costMilli, currency)}`;
      return `  ${carriedText({ line, sku, quantity, lateDays: 0 })}${price}: ${listed(reasons.map((reason) => WHY_UNFILLED[reason]))}`;
    }),
  ];
}

const MORE: Readonly<Record<FateName, string>> = {
  chosen: 'chosen',
  eligible: 'eligible',
  'after-cut-off': 'after the cut-off',
  full: 'full',
  closed: 'closed',
  excluded: 'excluded',
  offline: 'offline',
  'no-stock': 'without stock',
};

function lineText({ line, sku, quantity, counts, nodes }: LineFates, explanation: Explanation): string[] {
  const width = Math.min(24, Math.max(0, ...nodes.map(({ node }) => node.length)));
  const told = nodes.map((fate) => `  ${fate.node.padEnd(width)}  ${fateText(fate, explanation)}`);
  const rest = FATES.map((fate) => [fate, counts[fate] - nodes.filter((each) => each.fate === fate).length] as const);
  return ['', `Line ${line}: ${quantity} × ${sku}`, ...told, ...moreText(rest)];
}

function moreText(rest: readonly (readonly [FateName, number])[]): string[] {
  const left = rest.filter(([, number]) => number > 0);
  if (left.length === 0) return [];
  const sum = left.reduce((total, [, number]) => total + number, 0);
  return [`  and ${count(sum, 'other')}: ${listed(left.map(([fate, number]) => `${number} ${MORE[fate]}`))}`];
}

function proofText({ levels, ties, currency, given }: Explanation): string[] {
  const told = levels.map(({ goal, value, status, bound }) => {
    const shown = `${levelLabel(goal)}: ${levelValue(goal, value, currency)}`;
    if (status === 'optimal')
      return `${shown}, ${given ? 'the least there is by its own word' : 'and no plan has less'}`;
    const gap = levelValue(goal, value - bound, currency);
    return `${shown}; ${given ? 'by its own word ' : ''}none can have less than ${levelValue(goal, bound, currency)}, so at most ${gap} could be won`;
  });
  const first = 'Of equally good plans it is the first.';
  const closed =
    ties !== 'settled' ? ['  Whether an equally good plan comes first is open.'] : given ? [] : [`  ${first}`];
  return ['What counts, in this order', ...told.map((text, at) => `  ${at + 1}. ${text}`), ...closed];
}

function violationsText({ violations }: Explanation): string[] {
  if (violations.length === 0) return [];
  return ['', 'What is wrong with the plan', ...violations.map(({ message }) => `  ${message}`)];
}
