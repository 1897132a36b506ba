/** Who needs a time zone: where it would be read. */
import type { Service } from '../model/network';
import type { Node } from '../model/types';

/** What of a service reads the zone of the destination, as the end of a sentence; undefined: nothing. */
export function readsDestinationZone({ kind, delivery, transit }: Service): string | undefined {
  if (kind === 'pickUp') return undefined;
  if (delivery !== undefined) return 'delivers in windows';
  return transit === undefined || transit.count === 'elapsed' ? undefined : `counts ${transit.count} days`;
}

/** What of a service reads the zone of a node that hands to it. @param hasPickUps the node has pick-ups of its own for it */
function readsNodeZone(service: Service, hasPickUps: boolean): string | undefined {
  if (service.kind === 'pickUp') return undefined;
  if (hasPickUps || service.pickUps !== undefined) return 'has pick-ups';
  return service.calendar === undefined ? readsDestinationZone(service) : 'has a calendar';
}

/** Answers for each node why it needs a zone, as the end of a sentence; undefined: it needs none. */
export function zoneNeeds(services: readonly Service[]): (node: Node) => string | undefined {
  const serviceOfId = new Map(services.map((service) => [service.id, service]));
  const why = (id: string, hasPickUps: boolean): string | undefined => {
    const service = serviceOfId.get(id);
    const reads = service === undefined ? undefined : readsNodeZone(service, hasPickUps);
    return reads === undefined ? undefined : `its service ${id} ${reads}`;
  };
  const ofEvery = firstOf(services, ({ id }) => why(id, false));
  return (node) => {
    if (node.capacityPerDay !== undefined) return 'capacityPerDay counts local days';
    if (node.calendar !== undefined) return 'its calendar is in local time';
    if (node.slots !== undefined && node.slots.length > 0) return 'its slots are in local time';
    if (node.services === undefined) return ofEvery;
    return firstOf(node.services, ({ id, pickUps }) => why(id, pickUps !== undefined));
  };
}

function firstOf<T>(list: readonly T[], answer: (each: T) => string | undefined): string | undefined {
  for (const each of list) {
    const found = answer(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
