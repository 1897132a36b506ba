/** Words of the wider model that this version refuses by name: asking for one is an error, never ignored. */
const FEATURES: readonly (readonly [feature: string, words: readonly string[]])[] = [
  ['several delivery groups', ['deliveryGroups', 'deliveryGroup', 'group', 'destinations', 'shipTo']],
  ['calendars', ['calendar', 'calendars', 'cutOff', 'cutoff', 'cutOffs', 'holidays', 'openingHours', 'businessDays']],
  ['delivery windows', ['deliveryWindow', 'window', 'pickUpDays', 'deliveryDays']],
  ['inbound supply', ['inbound', 'supply', 'supplies', 'availableFrom', 'backorder', 'backorders']],
  ['packs', ['pack', 'packs', 'packMultiple', 'packSize', 'multiple']],
  ['substitutes', ['substitute', 'substitutes', 'noMix']],
  ['smallest shipments', ['minShipment', 'minShipments', 'smallestShipment', 'minUnits', 'minValue', 'minWeightGrams']],
  ['balance', ['balance']],
  ['relaxation', ['relaxation', 'relaxations', 'relax', 'maxCostToFill']],
  ['functions', ['function', 'functions', 'expression', 'script']],
  ['merge and transfer', ['merge', 'merges', 'hub', 'hubs', 'transfer', 'transfers', 'shipToStore']],
  ['pick-up', ['pickup', 'pickUp', 'pickUpNode', 'pickupNode', 'method', 'bopis']],
  ['tolerances between levels', ['tolerance', 'tolerances', 'tolerancePercent']],
  ['stability', ['stability', 'frozen', 'fixedParts']],
  ['alternatives', ['alternatives', 'frontier']],
];

const featureOf = new Map(FEATURES.flatMap(([feature, words]) => words.map((word) => [word, feature] as const)));

/** The end of a sentence that says which feature the word asks for; undefined for any other word. */
export function whyUnsupported(word: string): string | undefined {
  const feature = featureOf.get(word);
  return feature === undefined ? undefined : `asks for what this version does not do: ${feature}`;
}
