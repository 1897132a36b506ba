/** A node for a line, in detail. */
import { unitsEver } from '../eligibility';
import type { Instead, NodeFate, Obstacle, ServiceFate } from '../model/explanation';
import type { InsteadOf } from './instead';
import { bestService, fateOf, holdsTooLittle, type LineCase, type Verdict } from './lineCase';
import { stockSeen } from './nodeStock';
import { obstacleOf, type ServiceSeen, servicesSeen } from './obstacles';

/** @param insteadOf undefined: the plan cannot be compared */
export function nodeFate(one: LineCase, { node, fate, sources }: Verdict, insteadOf: InsteadOf | undefined): NodeFate {
  const { inquiry, question, ships } = one;
  const metres = question.known.columns.shownMetres[node];
  const head = {
    node: inquiry.desk.compiled.index.nodes[node].id,
    fate,
    distanceMetres: metres < 0 ? null : metres,
  };
  if (fate === 'no-stock') return { ...head, ...missingStock(one, node) };
  const seen = servicesSeen(question, one.bundle, node);
  const services = servicesOf(one, node, seen, sources);
  const differ = new Set(services.map((each) => `${each.fate} ${each.why?.reason} ${each.why?.rule}`)).size > 1;
  return {
    ...head,
    ...whatOf(one, node, fate, sources, seen, insteadOf),
    ...(fate === 'chosen' ? { ships: ships.get(node) } : {}),
    ...(differ ? { services } : {}),
  } as NodeFate;
}

function whatOf(
  one: LineCase,
  node: number,
  fate: NodeFate['fate'],
  sources: readonly number[],
  seen: readonly ServiceSeen[],
  insteadOf: InsteadOf | undefined,
): Pick<NodeFate, 'instead' | 'why' | 'stock'> {
  if (fate === 'chosen') return {};
  if (fate !== 'eligible') return { why: whyOf(one, node, bestService(seen)) as Obstacle };
  if (sources.length === 0) return { instead: tooLittle(one, node, bestService(seen).service) };
  return insteadOf === undefined ? {} : { instead: insteadOf.best(sources, one.line.id) };
}

function whyOf({ line }: LineCase, node: number, { reasoned }: ServiceSeen): Obstacle | undefined {
  return reasoned && obstacleOf(reasoned, line.id, node);
}

/** What must travel whole is not all there. */
function tooLittle({ inquiry, line, bundle, needs }: LineCase, node: number, service: string): Instead {
  const mates = bundle.members.filter(({ id }) => id !== line.id).map(({ id }) => id);
  const units = Math.min(line.quantity, unitsEver(inquiry.prepared.supply, needs, node));
  const limit = mates.length === 0 || units < line.quantity ? 'no-split' : 'ship-together';
  return {
    service,
    units,
    ...(mates.length === 0 ? {} : { with: mates }),
    from: [],
    breaks: { limit, of: 'line', ...(limit === 'no-split' ? { most: units, taken: line.quantity } : {}) },
  };
}

function missingStock(one: LineCase, node: number): Pick<NodeFate, 'why' | 'stock'> {
  const { inquiry, question, needs } = one;
  const { desk, prepared } = inquiry;
  const { index, processing } = desk.compiled;
  const minutes = processing.of(one.bundle.members)[node];
  let delivery = Number.NaN;
  for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
    if (question.known.columns.columns.usable[source] === 0) continue;
    const soon = question.known.schedules.of(source, question.releaseOf(node), minutes).delivery;
    if (!(delivery <= soon)) delivery = soon;
  }
  const stock = stockSeen(desk, prepared.supply, node, needs, delivery);
  if (unitsEver(prepared.supply, needs, node) < 1) return { stock };
  // There is some: it does not keep, or it comes when it is too late to start.
  const isOld = stock.some(({ fresh, available }) => fresh !== undefined && fresh < Math.max(1, available));
  return { why: { reason: isOld ? 'shelf-life' : 'not-there-in-time' }, stock };
}

function servicesOf(
  one: LineCase,
  node: number,
  seen: readonly ServiceSeen[],
  sources: readonly number[],
): ServiceFate[] {
  const { desk, prepared, plan } = one.inquiry;
  const { index } = desk.compiled;
  const usable = new Set(
    sources.map((source) => index.services[index.sourceService[prepared.departureOf(source).source]].id),
  );
  const shipping = new Set((one.ships.get(node) ?? []).map(({ shipment }) => plan.shipments[shipment].service));
  return seen.map((each) => {
    const { service } = each;
    if (shipping.has(service)) return { service, fate: 'chosen' };
    if (usable.has(service)) return { service, fate: 'eligible' };
    const why = whyOf(one, node, each);
    if (why !== undefined) return { service, fate: fateOf(each), why };
    return holdsTooLittle(one, node)
      ? { service, fate: 'eligible' }
      : { service, fate: 'no-stock', why: { reason: 'not-there-in-time' } };
  });
}
