/** The same world written otherwise: every order that means nothing shuffled. Order that means something (bands, lanes, tiers, goals) stays. */
import type { Dice, World } from './worlds';

export function reshape(world: World, dice: Dice): World {
  const { order, network, rules, snapshot } = world;
  const reordered: World = {
    asOf: world.asOf,
    order: {
      ...order,
      lines: shuffle(
        order.lines.map((line) => shuffleLists(line, ['kit', 'capabilities', 'pinnedNodes'], dice)),
        dice,
      ),
      ...shuffleListsOnly(order, ['excludedNodes', 'pinnedNodes', 'deliveryGroups'], dice),
    },
    network: {
      ...network,
      nodes: shuffle(
        network.nodes.map((node) => shuffleNode(node, dice)),
        dice,
      ),
      services: shuffle(
        network.services.map((service) => shuffleService(service, dice)),
        dice,
      ),
      rateCards: shuffle(network.rateCards, dice).map((card) => shuffleCard(card, dice)),
      ...shuffleListsOnly(network, ['postalAreas'], dice),
      ...(network.calendars === undefined
        ? {}
        : {
            calendars: shuffle(
              network.calendars.map((calendar) => shuffleLists(calendar, ['week', 'except'], dice)),
              dice,
            ),
          }),
      ...(network.distance?.kind === 'matrix' ? { distance: shuffleMatrix(network.distance, dice) } : {}),
    },
    inventory: shuffle(
      world.inventory.map((position) => shuffleLists(position, ['inbound', 'allocations'], dice)),
      dice,
    ),
    ...(snapshot === undefined ? {} : { snapshot: shuffleLists(snapshot, ['used'], dice) }),
    rules: {
      ...shuffleLists(rules, ['filters', 'costs', 'protection'], dice),
      ...(rules.costTables
        ? { costTables: shuffle(rules.costTables, dice).map((table) => shuffleTable(table, dice)) }
        : {}),
    },
  };
  return shuffleKeys(reordered, dice) as World;
}

export function shuffle<T>(list: readonly T[], dice: Dice): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = dice.int(0, i);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

function shuffleLists<T extends object>(thing: T, keys: readonly (keyof T)[], dice: Dice): T {
  return { ...thing, ...shuffleListsOnly(thing, keys, dice) };
}

function shuffleListsOnly<T extends object>(thing: T, keys: readonly (keyof T)[], dice: Dice): Partial<T> {
  const lists = keys.filter((key) => Array.isArray(thing[key]));
  return Object.fromEntries(lists.map((key) => [key, shuffle(thing[key] as unknown[], dice)])) as Partial<T>;
}

type Node = World['network']['nodes'][number];

function shuffleNode(node: Node, dice: Dice): Node {
  const { services } = node;
  return {
    ...shuffleLists(node, ['groups', 'capabilities', 'processing'], dice),
    ...(services === undefined
      ? {}
      : {
          services: shuffle(
            services.map((own) => shuffleLists(own, ['pickUps'], dice)),
            dice,
          ),
        }),
  };
}

type Service = World['network']['services'][number];

function shuffleService(service: Service, dice: Dice): Service {
  const { delivery, transit } = service;
  const zones = transit?.zones;
  const { rows, columns, cells } = shuffleCells(zones?.from ?? [], zones?.to ?? [], zones?.days ?? [], dice);
  return {
    ...shuffleLists(service, ['reaches', 'pickUps'], dice),
    ...(delivery === undefined ? {} : { delivery: shuffleLists(delivery, ['windows'], dice) }),
    ...(zones === undefined ? {} : { transit: { ...transit, zones: { from: rows, to: columns, days: cells } } }),
  };
}

type Card = World['network']['rateCards'][number];

/** Breaks, bands and prices by order value stay in their order. */
function shuffleCard(card: Card, dice: Dice): Card {
  const { zones, surcharges } = card;
  const remote = surcharges?.remote;
  return {
    ...shuffleLists(card, ['rates'], dice),
    ...(zones === undefined ? {} : { zones: shuffleZones(zones, dice) }),
    ...(remote === undefined ? {} : { surcharges: { ...surcharges, remote: shuffleLists(remote, ['to'], dice) } }),
  };
}

type Zones = NonNullable<Card['zones']>;

function shuffleZones(zones: Zones, dice: Dice): Zones {
  if (zones.by === 'postalPrefix') return shuffleLists(zones, ['rows'], dice);
  const { rows, columns, cells } = shuffleCells(zones.from, zones.to, zones.zone, dice);
  return { ...zones, from: rows, to: columns, zone: cells };
}

type Matrix = Extract<NonNullable<World['network']['distance']>, { kind: 'matrix' }>;

function shuffleMatrix(matrix: Matrix, dice: Dice): Matrix {
  const { rows, columns, cells } = shuffleCells(matrix.nodes, matrix.places, matrix.metres, dice);
  return { ...matrix, nodes: rows, places: columns, metres: cells };
}

type Table = NonNullable<World['rules']['costTables']>[number];

function shuffleTable(table: Table, dice: Dice): Table {
  const { rows, columns, cells } = shuffleCells(table.nodes, table.keys, table.perUnit, dice);
  return { ...table, nodes: rows, keys: columns, perUnit: cells };
}

function shuffleCells<T>(rows: readonly string[], columns: readonly string[], cells: readonly T[][], dice: Dice) {
  const down = shuffle([...rows.keys()], dice);
  const across = shuffle([...columns.keys()], dice);
  return {
    rows: down.map((row) => rows[row]),
    columns: across.map((column) => columns[column]),
    cells: down.map((row) => across.map((column) => cells[row][column])),
  };
}

function shuffleKeys(value: unknown, dice: Dice): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffleKeys(each, dice));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(shuffle(Object.entries(value), dice).map(([key, each]) => [key, shuffleKeys(each, dice)]));
}
