/** How the figures of a cell are written, in the terminal and in Markdown alike. A column is a title and what it shows. */
import type { CellResult, LineClass, PeerResult, PromiseResult, ProvenCount, RuleResult, RunResult } from './results';
import { type Quantiles, quantiles } from './timing';

export type Column<Result = CellResult> = readonly [title: string, show: (result: Result) => string];

export function cells<Result>(columns: readonly Column<Result>[], results: readonly Result[]): string[][] {
  return [columns.map(([title]) => title), ...results.map((cell) => columns.map(([, show]) => show(cell)))];
}

export function machineLine({ machine, node, commit, seed }: RunResult): string {
  return `${machine}, Node.js ${node}, commit ${commit}, seed ${seed}`;
}

/** What the columns do not say: how much of the real mix is proven, and what was subtracted from HiGHS. */
export function notes({ cells }: RunResult): string[] {
  const lines: string[] = [];
  const pooled = pooledProven(cells, { model: 'core', class: 'all', lines: 'mix' });
  if (pooled.orders > 0) lines.push(`Real line mix, landed cost, standard prices: ${provenOf(pooled)} proven optimal.`);
  const empty = cells.flatMap(({ peers }) => peers.highs?.emptyModelUs ?? []);
  if (empty.length > 0)
    lines.push(`HiGHS takes ${micros(quantiles(empty).p50)} µs on an empty model, which is subtracted.`);
  return lines;
}

/** Orders proven in every asked level, over the landed-cost cells with standard prices that agree, and of these line classes. */
export function pooledProven(
  results: readonly CellResult[],
  wanted: Partial<Pick<CellResult, 'model' | 'class' | 'lines'>>,
  classes: readonly LineClass[] = ['1–6', '7–8', '9–12', '13–40'],
): ProvenCount {
  const pool = { orders: 0, proven: 0 };
  for (const cell of results) {
    const { model, class: name, lines } = { model: cell.model, class: cell.class, lines: cell.lines, ...wanted };
    if (cell.model !== model || cell.class !== name || cell.lines !== lines) continue;
    if (cell.setting !== 'standard' || cell.objective !== 'landedCost') continue;
    for (const one of classes) {
      pool.orders += cell.byLines[one].orders;
      pool.proven += cell.byLines[one].proven;
    }
  }
  return pool;
}

function provenOf({ orders, proven }: ProvenCount): string {
  return `${percent(proven / orders, 3)} of ${orders.toLocaleString('en-US')} orders`;
}

/** One row of the table of shares: what was asked for, and what came out. */
export interface ShareRow {
  readonly name: string;
  readonly asked: string;
  readonly orders: string;
  readonly proven: string;
}

/** With rate cards, the share of orders proven is a goal by number of lines. Empty where no such cell was run. */
export function shareRows({ cells }: RunResult): ShareRow[] {
  const row = (name: string, asked: string, count: ProvenCount): ShareRow[] =>
    count.orders === 0
      ? []
      : [
          {
            name,
            asked,
            orders: count.orders.toLocaleString('en-US'),
            proven: percent(count.proven / count.orders, 3),
          },
        ];
  const pool = pooledProven;
  return [
    ...row('to 6 lines', '99.9 %', pool(cells, { model: 'cards', class: 'all', lines: 'mix' }, ['1–6'])),
    ...row('7–8 lines, light', '99.5 %', pool(cells, { model: 'cards', class: 'light' }, ['7–8'])),
    ...row(
      '7–8 lines, light, at most 1–3 shipments',
      '98 %',
      pool(cells, { model: 'cards+k', class: 'light' }, ['7–8']),
    ),
    ...row('the real mix', '98 %', pool(cells, { model: 'cards', class: 'all', lines: 'mix' })),
    ...row('the real mix, at most 1–3 shipments', '–', pool(cells, { model: 'cards+k', class: 'all', lines: 'mix' })),
  ];
}

/** Mean gap of all unproven orders of the mix with cards; null: all are proven, or none was run. */
export function pooledUnprovenGap({ cells }: RunResult): number | null {
  let orders = 0;
  let sum = 0;
  for (const { model, class: name, lines, orders: all, provenShare, unprovenGap } of cells) {
    if (model !== 'cards' || name !== 'all' || lines !== 'mix' || unprovenGap === null) continue;
    const unproven = Math.round(all * (1 - provenShare));
    orders += unproven;
    sum += unproven * unprovenGap;
  }
  return orders === 0 ? null : sum / orders;
}

/** Of promises and listings, each against its own floor. */
export const PROMISE_COLUMNS: readonly Column<PromiseResult>[] = [
  ['density', ({ density }) => String(density)],
  ['floor', ({ floorUs }) => micros(floorUs.p50)],
  ['promise', ({ promiseUs }) => both(promiseUs)],
  ['× floor', ({ promiseUs, floorUs }) => times(promiseUs, floorUs)],
  ['a second', ({ perSecond }) => perSecond.toLocaleString('en-US')],
  ['pick-up', ({ pickUpUs }) => both(pickUpUs)],
  ['× floor', ({ pickUpUs, floorUs }) => times(pickUpUs, floorUs)],
  ['other slot', ({ slotUs }) => micros(slotUs.p50)],
  ['cold', ({ coldUs }) => micros(coldUs.p50)],
  ['steps', ({ steps }) => micros(steps.p50)],
  ['floor of a listing', ({ listing }) => micros(listing.floorUs.p50)],
  ['listing', ({ listing }) => both(listing.listUs)],
  ['× floor', ({ listing }) => times(listing.listUs, listing.floorUs)],
  ['cold', ({ listing }) => micros(listing.coldUs.p50)],
];

/** Of rules that exclude nobody, with and without them. */
export const RULE_COLUMNS: readonly Column<RuleResult>[] = [
  ['density', ({ density }) => String(density)],
  ['clauses', ({ clauses }) => String(clauses)],
  ['plan', ({ planUs }) => both(planUs)],
  ['with rules', ({ ruledUs }) => both(ruledUs)],
  ['×', ({ ratio }) => ratio.p50.toFixed(2)],
  ['× cold', ({ coldRatio }) => coldRatio.p50.toFixed(2)],
];

export const PROMISE_LEGEND =
  'A cart of 2 lines, 1,000 nodes with calendars, pick-ups and cut-offs, 3 levels of service: for each the cheapest and the earliest plan. The *floor* ' +
  'reads each pair of line and source once and keeps for each level the cheapest and the earliest source. *Pick-up*: 3 stores, from their own stock or ' +
  'brought there. *Other slot*: the destination is known, the dates have moved. *Cold*: nobody asked for this destination before. A *listing* shows ' +
  '50 SKUs for one destination.';

export function both({ p50, p99 }: Quantiles): string {
  return `${micros(p50)} / ${micros(p99)}`;
}

function times(ours: Quantiles, floor: Quantiles): string {
  return (ours.p50 / floor.p50).toFixed(1);
}

export function micros(value: number): string {
  if (value < 10) return value.toFixed(value < 1 ? 2 : 1);
  return Math.round(value).toLocaleString('en-US');
}

export function timesFloor({ solveUs, floorUs }: CellResult): string {
  return (solveUs.p50 / floorUs.p50).toFixed(1);
}

/** Of the slowest: p99 against the floor's p99. */
export function timesFloorP99({ solveUs, floorUs }: CellResult): string {
  return (solveUs.p99 / floorUs.p99).toFixed(solveUs.p99 < 10 * floorUs.p99 ? 1 : 0);
}

export function unprovenGap({ unprovenGap: gap }: CellResult): string {
  return gap === null ? '–' : percent(gap, 2);
}

export function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** How much dearer the peer's plans are. */
export function dearer(peer: PeerResult | null): string {
  return peer === null ? '–' : percent(peer.meanGap, 1);
}

/** Its median time over ours on the same orders, the empty model's time subtracted. */
export function timesOurs(peer: PeerResult | null): string {
  if (peer === null) return '–';
  const value = Math.max(0, peer.solveUs.p50 - (peer.emptyModelUs ?? 0)) / peer.ourSolveUs;
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
