/** Words that inputs do not know: features of the wider model, and other names for what there is. */

/** What this version refuses by name: asking for it is an error, never ignored. */
const FEATURES: readonly (readonly [feature: string, words: readonly string[]])[] = [
  ['packs', ['pack', 'packs', 'packMultiple', 'packSize', 'multiple']],
  ['substitutes', ['substitute', 'substitutes', 'noMix']],
  ['smallest shipments', ['minShipment', 'minShipments', 'smallestShipment', 'minUnits', 'minValue', 'minWeightGrams']],
  ['balance', ['balance']],
  ['a price for what is not filled', ['maxCostToFill']],
  ['functions', ['expression', 'script']],
  ['merges', ['merge', 'merges', 'hub', 'hubs']],
  ['bookable slots', ['slot', 'slots', 'appointment', 'appointments']],
  ['tolerances between levels', ['tolerance', 'tolerances', 'tolerancePercent']],
  ['stability', ['stability', 'frozen', 'fixedParts']],
  ['alternatives', ['alternatives', 'frontier']],
];

/** What others call it, and the key that it has here. */
const OTHER_WORDS: readonly (readonly [key: string, words: readonly string[]])[] = [
  ['deliveryGroups of an order', ['destinations', 'shipTo', 'groups', 'shipGroups']],
  ['deliveryGroup of a line', ['group', 'shipGroup']],
  ['calendar, the id of one of the calendars of the network', ['openingHours', 'hours', 'businessDays']],
  ['except of a calendar', ['holidays', 'closedDays']],
  ['cutOff of a pick-up, in pickUps', ['cutoff', 'cutOffs', 'cutOffTime']],
  ['pickUps of a service, or of a service of a node', ['pickUpDays', 'pickupDays', 'pickups']],
  ['delivery of a service', ['deliveryWindow', 'window', 'windows', 'deliveryDays']],
  ['inbound of a position', ['supply', 'supplies', 'availableFrom', 'backorder', 'backorders']],
  ['pickUpNode of an order or delivery group', ['method', 'pickup', 'pickUp', 'pickupNode', 'bopis']],
  ['kind of a service', ['transfer', 'transfers', 'shipToStore']],
  ['relaxation of the rules', ['relaxations', 'relax', 'fallback', 'fallbacks']],
  ['holdMinutes of the rules', ['hold', 'holdTime', 'bufferMinutes']],
];

const featureOf = new Map(FEATURES.flatMap(([feature, words]) => words.map((word) => [word, feature] as const)));
const keyOf = new Map(OTHER_WORDS.flatMap(([key, words]) => words.map((word) => [word, key] as const)));

/** The end of a sentence that says which feature the word asks for; undefined for any other word. */
export function whyUnsupported(word: string): string | undefined {
  const feature = featureOf.get(word);
  return feature === undefined ? undefined : `asks for what this version does not do: ${feature}`;
}

/** Where to write what the word means; undefined for any other word. */
export function otherKey(word: string): string | undefined {
  const key = keyOf.get(word);
  return key === undefined ? undefined : `That is the ${key}.`;
}
