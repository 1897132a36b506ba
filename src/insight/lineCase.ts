/** A line of the order, and what became of each node for it: quickly, for all of them. */
import { type Question, questionOf, unitsEver } from '../eligibility';
import { FATES, type FateName } from '../model/explanation';
import type { OrderLine } from '../model/types';
import { compareIds } from '../model/units';
import { nodesHolding } from '../preparing/starts';
import type { Bundle } from '../sourcing/bundles';
import { bundleNeeds, type Need, needsOf } from '../sourcing/rows';
import { addToLoad, emptyLoad, freightOf } from '../splitting/freight';
import { lineCost, unitCost } from '../splitting/objective';
import { entryOf, stockOf, unitsAt } from '../splitting/starts';
import type { Inquiry } from './inquiry';
import { FATE_OF, type ServiceSeen, servicesSeen } from './obstacles';

export interface LineCase {
  readonly inquiry: Inquiry;
  readonly line: OrderLine;
  /** Line of the problem, and all that travels as one with it. */
  readonly place: number;
  readonly bundle: Bundle;
  readonly question: Question;
  readonly needs: readonly Need[];
  /** node → what the plan ships of the line from it. */
  readonly ships: ReadonlyMap<number, readonly { readonly shipment: number; readonly units: number }[]>;
}

/** A case for every line, in code-unit order of their ids. */
export function lineCases(inquiry: Inquiry): LineCase[] {
  const { desk, prepared } = inquiry;
  const { order, bundles, asOf } = prepared;
  const placeOf = new Map(bundles.flatMap(({ bundle }, place) => bundle.members.map(({ id }) => [id, place])));
  const shipsOf = shipsByLine(inquiry);
  return [...order.lines]
    .sort((a, b) => compareIds(a.id, b.id))
    .map((line) => {
      const place = placeOf.get(line.id) as number;
      const question = questionOf(desk, prepared, line, asOf, prepared.supply);
      const ships = shipsOf.get(line.id) ?? NOWHERE;
      return { inquiry, line, place, bundle: bundles[place].bundle, question, needs: needsOf(line), ships };
    });
}

type Ships = Map<number, { readonly shipment: number; readonly units: number }[]>;

const NOWHERE: LineCase['ships'] = new Map();

/** Line id → node → what the plan ships of it from there. */
function shipsByLine({ desk, plan }: Inquiry): Map<string, Ships> {
  const shipsOf = new Map<string, Ships>();
  plan.shipments.forEach(({ node: id, lines }, shipment) => {
    const node = desk.compiled.index.nodeOfId.get(id);
    if (node === undefined) return;
    for (const { line, quantity: units } of lines) {
      const ships: Ships = shipsOf.get(line) ?? new Map();
      ships.set(node, [...(ships.get(node) ?? []), { shipment, units }]);
      shipsOf.set(line, ships);
    }
  });
  return shipsOf;
}

export interface Verdict {
  readonly node: number;
  readonly fate: FateName;
  /** Sources of the problem by which it may serve the line, with at least one unit. */
  readonly sources: readonly number[];
  /** Chosen and eligible: milli that a unit costs if it ships what it can of the line, alone. Else metres; Infinity: unknown. */
  readonly nearness: number;
}

/** Of every node of the network. */
export function verdictsOf(one: LineCase): Verdict[] {
  const { index } = one.inquiry.desk.compiled;
  const holding = nodesHolding(
    one.inquiry.desk,
    one.needs.map(({ sku }) => sku),
  );
  return index.nodes.map((_, node) =>
    holding.has(node) || one.ships.has(node)
      ? verdictAt(one, node)
      : { node, fate: 'no-stock', sources: NONE, nearness: metresTo(one, node) },
  );
}

const NONE: readonly number[] = [];

function metresTo({ question }: LineCase, node: number): number {
  const metres = question.known.columns.shownMetres[node];
  return metres < 0 ? Number.POSITIVE_INFINITY : metres;
}

function verdictAt(one: LineCase, node: number): Verdict {
  const sources = usableSources(one, node);
  const fate = one.ships.has(node) ? 'chosen' : sources.length > 0 ? 'eligible' : unusableFate(one, node);
  return { node, fate, sources, nearness: sources.length > 0 ? priceAlone(one, sources) : metresTo(one, node) };
}

export function compareVerdicts(a: Verdict, b: Verdict): number {
  const byFate = FATES.indexOf(a.fate) - FATES.indexOf(b.fate);
  if (byFate !== 0) return byFate;
  return a.nearness === b.nearness ? a.node - b.node : a.nearness < b.nearness ? -1 : 1;
}

function usableSources({ inquiry, place }: LineCase, node: number): number[] {
  const { problem } = inquiry.prepared;
  const row = problem.lines[place];
  const entry = entryOf(row, node);
  const usable = row.mask ?? problem.columns.usable;
  const sources: number[] = [];
  if (entry < 0) return sources;
  for (let source = problem.nodeSourceStart[node]; source < problem.nodeSourceStart[node + 1]; source += 1) {
    if (usable[source] === 1 && unitsAt(problem, row, entry, source) >= 1) sources.push(source);
  }
  return sources;
}

function unusableFate(one: LineCase, node: number): FateName {
  if (unitsEver(one.inquiry.prepared.supply, one.needs, node) < 1) return 'no-stock';
  const seen = servicesSeen(one.question, one.bundle, node);
  if (seen.every(({ reasoned }) => reasoned !== undefined)) return fateOf(bestService(seen));
  return holdsTooLittle(one, node) ? 'eligible' : 'no-stock';
}

/** It has some of the line, but not all of what must travel whole. */
export function holdsTooLittle({ inquiry, bundle }: LineCase, node: number): boolean {
  return bundle.whole && unitsEver(inquiry.prepared.supply, bundleNeeds(bundle), node) < 1;
}

export function fateOf({ reasoned }: ServiceSeen): FateName {
  return reasoned === undefined ? 'eligible' : FATE_OF[reasoned.reason];
}

/** The one that came nearest to serving; of a kind that was not asked for only where all are. */
export function bestService(seen: readonly ServiceSeen[]): ServiceSeen {
  const rank = (each: ServiceSeen) =>
    each.reasoned?.reason === 'other-service' ? FATES.length : FATES.indexOf(fateOf(each));
  return seen.reduce((best, other) => (rank(other) < rank(best) ? other : best));
}

/** The least that a unit costs where a source ships what it can of the line, and nothing else. */
function priceAlone({ inquiry, place }: LineCase, sources: readonly number[]): number {
  const { prepared, desk } = inquiry;
  const { problem } = prepared;
  const line = problem.lines[place];
  const prices = sources.map((source) => {
    const units = Math.min(line.units, stockOf(problem, line, source));
    const load = emptyLoad();
    addToLoad(load, line, units);
    const freight = freightOf(problem, desk.scratch.freight, source, load);
    return (
      (problem.columns.open[source] + freight + lineCost(problem, place, source)) / units +
      unitCost(problem, place, source)
    );
  });
  return Math.min(...prices);
}
