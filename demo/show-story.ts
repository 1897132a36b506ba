/** The story on the terminal: a map, what each shipment carries and costs, and why the alternatives lose. */
import type { Shipment } from 'order-sourcing';
import type { World } from '../bench/generator';
import { drawMap, type Place } from './map';
import { paint } from './paint';
import type { Alternative, BilledFreight, Story } from './story';
import { alignRows, dollars, showKg, showKm } from './table';

const MAP_WIDTH = 92;

export function showStory(world: World, story: Story): string[] {
  const { placed, plan } = story.planned;
  const { order, city } = placed;
  const marks = new Map(plan.shipments.map(({ node }, index) => [node, 'AB'[index]]));
  return [
    paint('bold', `One split order: ${order.id} to ${city.name}, ${city.region}`),
    `${order.lines.length} lines, placed ${minute(placed.asOf)}, wanted by ${minute(order.needBy ?? 'any time')} (UTC)`,
    '',
    ...mapOf(world, story, marks),
    '',
    ...legendOf(story, marks),
    '',
    paint('bold', 'What is sent'),
    ...alignRows(
      [SHIPMENT_HEAD, ...plan.shipments.map((shipment, at) => shipmentRow(shipment, story.freight[at], marks))],
      [0, 1, 2],
    ),
    '',
    paint('bold', 'Why so: the same order on the same stock, planned again with a wish'),
    ...alignRows(
      [ALTERNATIVE_HEAD, ...story.alternatives.map((each) => alternativeRow(each, story.alternatives[0]))],
      [0, 5],
    ),
    '',
    ...conclusion(story),
  ];
}

function mapOf(world: World, { planned, nearest, single }: Story, marks: ReadonlyMap<string, string>): string[] {
  const location = planned.placed.order.destination?.location;
  if (location === undefined) return [];
  const target: Place = { ...location, mark: '*' };
  const place = (id: string, mark: string): Place[] => {
    const found = world.network.nodes.find((node) => node.id === id)?.location;
    return found === undefined ? [] : [{ ...found, mark }];
  };
  const senders = [...marks].flatMap(([id, mark]) => place(id, mark));
  const others = [
    ...(single === null || marks.has(single.node) ? [] : place(single.node, 'S')),
    ...(nearest === null ? [] : place(nearest.id, 'n')),
  ];
  return drawMap(
    MAP_WIDTH,
    [...others, ...senders, target],
    senders.map((sender) => [sender, target] as const),
  );
}

function legendOf({ planned, nearest, single }: Story, marks: ReadonlyMap<string, string>): string[] {
  const { city } = planned.placed;
  const legend = [`*  ${city.name}, ${city.region}`, ...[...marks].map(([id, mark]) => `${mark}  ${id}`)];
  if (single !== null && !marks.has(single.node)) legend.push(`S  ${single.node}, the best that could send it all`);
  if (nearest !== null)
    legend.push(
      `n  ${nearest.id}, ${showKm(nearest.metres)} away, the nearest that holds something of it and is not used`,
    );
  return legend;
}

const SHIPMENT_HEAD = [
  '',
  'node',
  'carries',
  'distance',
  'service',
  'arrives',
  'parcels',
  'weighs',
  'billed',
  'shipping',
  'handling',
  'lateness',
  'total',
];

function shipmentRow(
  { node, service, lines, distanceMetres, delivery, parcels, cost }: Shipment,
  freight: BilledFreight,
  marks: ReadonlyMap<string, string>,
): string[] {
  const carries = lines.map(({ line, quantity }) => `${quantity} × ${line}`).join(', ');
  const cents = (minor: number) => dollars(1000 * minor);
  return [
    marks.get(node) ?? '',
    node,
    carries,
    distanceMetres === null ? 'unknown' : showKm(distanceMetres),
    service,
    delivery === null ? 'unknown' : minute(delivery),
    String(parcels),
    showKg(freight.grams),
    billed(freight),
    cents(cost.shipping),
    cents(cost.handling),
    cents(cost.lateness),
    dollars(cost.exact),
  ];
}

/** The carrier charges the step that holds the parcel: weighed, or by volume where that is more. */
function billed({ parcels, billedGrams, byVolume, stepGrams }: BilledFreight): string {
  const each = parcels === 1 ? '' : `${parcels} × `;
  return `${each}${showKg(billedGrams)}${byVolume ? ' by volume' : ''}, step to ${showKg(stepGrams)}`;
}

const ALTERNATIVE_HEAD = ['', 'shipments', 'unfilled', 'cost', 'more', ''];

function alternativeRow(
  { name, shipments, unfilledUnits, costMilli, remark }: Alternative,
  chosen: Alternative,
): string[] {
  // Of the amounts as they are shown, so that the column adds up.
  const more = 1000 * (Math.round(costMilli / 1000) - Math.round(chosen.costMilli / 1000));
  return [
    name,
    String(shipments),
    String(unfilledUnits),
    dollars(costMilli),
    more === 0 ? '' : `+${dollars(more)}`,
    remark,
  ];
}

function conclusion({ planned, alternatives, nearest }: Story): string[] {
  const [chosen, single] = alternatives;
  const lines: string[] = [];
  if (single.unfilledUnits > 0) {
    lines.push(`No single node holds it all: one shipment would leave ${single.unfilledUnits} units unfilled.`);
  } else {
    lines.push(`One shipment would cost ${dollars(single.costMilli - chosen.costMilli)} more than the two together.`);
  }
  const insisted = alternatives.find(({ name }) => name.startsWith(nearest?.id ?? '\0'));
  if (nearest !== null && insisted !== undefined) {
    const has = `${nearest.lines.length} of ${planned.placed.order.lines.length} lines`;
    const more = dollars(insisted.costMilli - chosen.costMilli);
    lines.push(`The nearest node left out, ${nearest.id}, could send ${has}: starting there costs ${more} more.`);
  }
  return lines;
}

function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
