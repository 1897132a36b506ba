/** What a schema cannot see of times: zones, references to calendars, duplicates, the shape of transit zones. */
import { type IssueList, maybe, type Path } from '../model/issues';
import type { Service } from '../model/network';
import { checkShape, indexIds, indexWords, refer } from '../model/references';
import type { Network, Node, PickUp } from '../model/types';
import { isTimeZone, timeZoneNames } from './timeZone';
import { zoneNeeds } from './zoneNeeds';

/** @param zoneOf the zone of a node: its own, or that of its postal area */
export function checkTimes(
  network: Network,
  issues: IssueList,
  zoneOf: (node: Node) => string | undefined = ({ timeZone }) => timeZone,
): void {
  const calendars = indexIds(network.calendars ?? [], ['calendars'], issues);
  network.calendars?.forEach(({ except }, place) => {
    const dates = except.map(({ date }) => date);
    indexWords(dates, ['calendars', place, 'except'], issues, 'date');
  });
  const checkCalendar = (id: string | undefined, path: Path) => {
    if (id !== undefined) refer(calendars, id, path, 'calendar', issues);
  };
  network.services.forEach((service, place) => {
    const path = ['services', place];
    checkCalendar(service.calendar, [...path, 'calendar']);
    checkCalendar(service.delivery?.calendar, [...path, 'delivery', 'calendar']);
    checkPickUps(service.pickUps, [...path, 'pickUps'], issues);
    checkZones(service.transit?.zones, [...path, 'transit', 'zones'], issues);
  });
  network.nodes.forEach((node, place) => {
    checkCalendar(node.calendar, ['nodes', place, 'calendar']);
    checkNode(node, ['nodes', place], issues);
  });
  checkTimeZones(network, issues, zoneOf);
}

function checkNode(node: Node, path: Path, issues: IssueList): void {
  const { processing, services } = node;
  checkSlots(node, path, issues);
  const classes = processing?.map(({ itemClass }) => itemClass) ?? [];
  if (classes.length > 1) indexWords(classes, [...path, 'processing'], issues, 'itemClass');
  services?.forEach(({ pickUps }, place) => {
    checkPickUps(pickUps, [...path, 'services', place, 'pickUps'], issues);
  });
}

function checkSlots({ slots, collectBySlot }: Node, path: Path, issues: IssueList): void {
  if (collectBySlot && (slots === undefined || slots.length === 0))
    issues.add('missing', [...path, 'slots'], undefined, 'is missing, and collectBySlot wants one of them named');
  if (slots === undefined) return;
  indexIds(slots, [...path, 'slots'], issues);
  slots.forEach(({ dates }, place) => {
    if (dates !== undefined) indexWords(dates, [...path, 'slots', place, 'dates'], issues);
  });
}

/** Days are counted from a cut-off; the same pick-up twice is a slip. */
function checkPickUps(pickUps: readonly PickUp[] | undefined, path: Path, issues: IssueList): void {
  if (pickUps === undefined) return;
  pickUps.forEach(({ cutOff, cutOffDaysBefore }, place) => {
    if (cutOff !== undefined || cutOffDaysBefore === 0) return;
    issues.add(
      'missing',
      [...path, place, 'cutOff'],
      undefined,
      'is missing, and cutOffDaysBefore counts days from it',
    );
  });
}

function checkZones(zones: NonNullable<Service['transit']>['zones'], path: Path, issues: IssueList): void {
  if (zones === undefined) return;
  indexWords(zones.from, [...path, 'from'], issues);
  indexWords(zones.to, [...path, 'to'], issues);
  checkShape(zones.days, zones.from.length, zones.to.length, [...path, 'days'], issues, 'word of from');
}

/** Every given time zone must be one, and a node needs one where anything reads it. */
function checkTimeZones(
  { nodes, services, postalAreas }: Network,
  issues: IssueList,
  zoneOf: (node: Node) => string | undefined,
): void {
  const known = new Map<string, boolean>();
  const check = (name: string, path: Path) => {
    const isKnown = known.get(name) ?? isTimeZone(name);
    known.set(name, isKnown);
    if (!isKnown) issues.add('invalid', path, name, 'is not a time zone', maybe(name, timeZoneNames()));
  };
  const whyZone = zoneNeeds(services);
  nodes.forEach((node, place) => {
    const path = ['nodes', place, 'timeZone'];
    if (node.timeZone !== undefined) check(node.timeZone, path);
    const why = zoneOf(node) === undefined ? whyZone(node) : undefined;
    if (why !== undefined) issues.add('missing', path, undefined, `is missing, and ${why}`);
  });
  postalAreas?.forEach(({ timeZone }, place) => {
    if (timeZone !== undefined) check(timeZone, ['postalAreas', place, 'timeZone']);
  });
}
