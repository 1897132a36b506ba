/** Why a node's service does not serve a line: the reasons of `eligibility`, with what was seen. */
import { listServices, type Question } from '../eligibility';
import type { Clause, FateName, LimitSeen, Obstacle } from '../model/explanation';
import type { IneligibleReason, ServiceEligibility } from '../model/reasons';
import type { Rules } from '../model/types';
import { compareIds } from '../model/units';
import { factsOf, lastDelivery, needByOf } from '../preparing/pairs';
import { setSource } from '../rules/sourceRules';
import type { Bundle } from '../sourcing/bundles';
import { needsOf } from '../sourcing/rows';
import { Clauses } from './clauses';
import { tooLate } from './cutOffs';
import { daySeen } from './limitSeen';

export const FATE_OF: Readonly<Record<IneligibleReason, FateName>> = {
  offline: 'offline',
  'excluded-by-order': 'excluded',
  'not-pinned': 'excluded',
  'missing-capability': 'excluded',
  'node-full': 'full',
  'day-full': 'full',
  'other-service': 'excluded',
  closed: 'closed',
  'unknown-distance': 'excluded',
  'not-reached': 'excluded',
  'no-rate': 'excluded',
  'unknown-zone': 'excluded',
  'unknown-value': 'excluded',
  'excluded-by-rule': 'excluded',
  'unknown-weight': 'excluded',
  'unknown-volume': 'excluded',
  'unknown-size': 'excluded',
  'fits-no-parcel': 'excluded',
  'unknown-transit': 'excluded',
  'too-late': 'after-cut-off',
  'no-price': 'excluded',
  'no-slot': 'excluded',
  'slot-past': 'after-cut-off',
  'slot-full': 'full',
  'misses-slot': 'after-cut-off',
};

/** A reason before what was seen is looked up. */
export interface Reasoned {
  readonly reason: IneligibleReason;
  readonly rule?: string;
  /** The line that is asked: the one that speaks, or one that must travel with it. */
  readonly question: Question;
  /** Of the network; −1: the node has none, it is offline. */
  readonly source: number;
  /** The last delivery that is in time, epoch ms; Infinity: any. */
  readonly deliverBy: number;
  readonly minutes: number;
}

/** A service of a node, by its id; usable for all that stands here if `reasoned` is absent. */
export interface ServiceSeen {
  readonly service: string;
  readonly reasoned?: Reasoned;
}

/** What stands in the way of each service of a node. @param bundle what must travel with the line; the line itself is the question's */
export function servicesSeen(question: Question, bundle: Bundle, node: number): ServiceSeen[] {
  const { desk, line, order } = question;
  const mates = bundle.members.filter(({ id }) => id !== line.id).map((mate) => ({ ...question, line: mate }));
  const own = listServices(question, skusOf(question), node);
  const ofMates = mates.map((mate) => listServices(mate, skusOf(mate), node));
  const { index, processing } = desk.compiled;
  const minutes = processing.of(bundle.members)[node];
  return own.map((seen, place) => {
    const source = index.nodes[node].online ? index.nodeSourceStart[node] + place : -1;
    const needs = bundle.members.map((member) => needByOf(member, question.group, order));
    const deliverBy = Math.min(lastDelivery(desk.compiled.rules, needs), promisedBy(question));
    const told = (by: Question, { reason, rule }: ServiceEligibility): Reasoned | undefined =>
      reason && { reason, ...(rule === undefined ? {} : { rule }), question: by, source, deliverBy, minutes };
    const reasoned = [
      told(question, seen),
      ...ofMates.map((list, mate) => told(mates[mate], list[place])),
      told(question, whyNotTogether(question, source, minutes, deliverBy)),
    ].find((each) => each !== undefined);
    return { service: seen.service, ...(reasoned === undefined ? {} : { reasoned }) };
  });
}

function skusOf({ line }: Question): string[] {
  return needsOf(line).map(({ sku }) => sku);
}

function promisedBy({ group }: Question): number {
  const deliverBy = group.promised?.deliverBy ?? undefined;
  return deliverBy === undefined ? Number.POSITIVE_INFINITY : Date.parse(deliverBy);
}

/** What only shows where all that travels together is worked on, or where a promise is to be kept. */
function whyNotTogether(
  { desk, known, releaseOf }: Question,
  source: number,
  minutes: number,
  deliverBy: number,
): ServiceEligibility {
  if (source < 0 || known.columns.why[source] !== 0) return { service: '' };
  const node = desk.compiled.index.sourceNode[source];
  const { handOver, delivery } = known.schedules.of(source, releaseOf(node), minutes);
  if (Number.isNaN(handOver)) return { service: '', reason: 'closed' };
  const isInTime = deliverBy === Number.POSITIVE_INFINITY || delivery <= deliverBy;
  return isInTime ? { service: '' } : { service: '', reason: 'too-late' };
}

/** What was seen, too. @param asker the line that is explained */
export function obstacleOf(reasoned: Reasoned, asker: string, node: number): Obstacle {
  const { reason, rule, question } = reasoned;
  const { line } = question;
  return {
    reason,
    ...(rule === undefined ? {} : { rule }),
    ...(line.id === asker ? {} : { line: line.id }),
    ...seenOf(reasoned, node),
  };
}

function seenOf(reasoned: Reasoned, node: number): Partial<Obstacle> {
  const { question, source, minutes, deliverBy } = reasoned;
  const { index } = question.desk.compiled;
  switch (reasoned.reason) {
    case 'excluded-by-rule':
      return { clauses: clausesOf(reasoned) };
    case 'missing-capability': {
      const has = index.nodes[node].capabilities ?? [];
      const missing = (question.line.capabilities ?? []).filter((word) => !has.includes(word));
      return { missing: [...new Set(missing)].sort(compareIds) };
    }
    case 'node-full':
    case 'day-full':
      return { limits: fullLimits(question, node) };
    case 'too-late': {
      const { schedules } = question.known;
      return { cutOff: tooLate({ schedules, source, minutes, release: question.releaseOf(node) }, deliverBy) };
    }
    default:
      return {};
  }
}

function clausesOf({ rule, question, source }: Reasoned): Clause[] {
  const { desk, order, group, line, known } = question;
  const { rules, index, functions } = desk.compiled;
  const written = rules.document.filters.find(({ id }) => id === rule);
  const condition = written?.exclude ?? written?.require;
  if (written === undefined || condition === undefined) return [];
  const facts = { ...factsOf(order, group), line };
  setSource(facts, index, known.columns.metres, source);
  const path = [...pathOf(desk.editions.document, written), written.exclude === undefined ? 'require' : 'exclude'];
  return new Clauses(index, functions).decisive(condition, written.id, facts, path);
}

/** Where a filter stands: in the document itself, in a scope, or in a step of relaxation. */
function pathOf({ filters, scopes, relaxation }: Rules, filter: Rules['filters'][number]): (string | number)[] {
  const own = filters.indexOf(filter);
  if (own >= 0) return ['filters', own];
  const inside = (
    list: 'scopes' | 'relaxation',
    parts: readonly { readonly filters?: Rules['filters'] | undefined }[],
  ) =>
    parts.flatMap((part, place) => {
      const at = part.filters?.indexOf(filter) ?? -1;
      return at < 0 ? [] : [[list, place, 'filters', at]];
    });
  return [...inside('scopes', scopes), ...inside('relaxation', relaxation)][0] ?? [];
}

/** Those of the node and of the day that it would start on that have nothing left. */
function fullLimits({ desk, releaseOf }: Question, node: number): LimitSeen[] {
  const { index, schedules } = desk.compiled;
  const { capacityUnits } = index.nodes[node];
  const left = desk.ledger.capacity[node];
  const ofNode: LimitSeen[] =
    capacityUnits === undefined || left > 0
      ? []
      : [{ limit: 'capacity', of: 'node', most: capacityUnits, taken: capacityUnits - left }];
  const start = schedules.start(node, releaseOf(node));
  if (Number.isNaN(start)) return ofNode;
  const nothing = { orders: 0, shipments: 0, lines: 0, units: 0 };
  return [...ofNode, ...daySeen({ desk }, node, start, nothing).filter(({ most = 0, taken = 0 }) => taken >= most)];
}
