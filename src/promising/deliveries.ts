import type { Destination, NetworkIndex } from '../model/network';
import { MS_PER_DAY, MS_PER_MINUTE } from '../model/units';
import { lanesTo, transitDays, UNKNOWN_DAYS } from './transit';

/**
 * source → ms from `asOf` to the delivery: processing, then whole days of 24 h on the way; NaN = unknown.
 * @param metres node → metres; negative = unknown
 */
export function deliveries(index: NetworkIndex, destination: Destination, metres: Int32Array): Float64Array {
  const lanes = index.services.map((service) => lanesTo(service, destination));
  const answer = new Float64Array(index.sources);
  for (let source = 0; source < index.sources; source += 1) {
    const node = index.sourceNode[source];
    const service = index.sourceService[source];
    const { id, processingMinutes } = index.nodes[node];
    const days = transitDays(index.services[service], lanes[service], id, metres[node]);
    answer[source] = days === UNKNOWN_DAYS ? Number.NaN : processingMinutes * MS_PER_MINUTE + days * MS_PER_DAY;
  }
  return answer;
}
