/** What a schema cannot see of rate cards and postal areas: order of breaks, zones without rates, duplicates. */
import type { IssueList, Path } from '../model/issues';
import { maybe } from '../model/issues';
import type { RateCard } from '../model/network';
import { checkShape, indexWords, placeIn } from '../model/references';
import type { Network, Rate } from '../model/types';

export function checkRateCard(card: RateCard, path: Path, issues: IssueList): void {
  card.bands?.forEach((band, place) => {
    checkRate(band, [...path, 'bands', place], issues);
  });
  card.rates?.forEach((rate, place) => {
    checkRate(rate, [...path, 'rates', place], issues);
  });
  checkAscending(
    (card.byOrderValue ?? []).map(({ atLeast }) => atLeast),
    [...path, 'byOrderValue'],
    'atLeast',
    issues,
  );
  if (card.rates === undefined) return;
  const zones = indexWords(
    card.rates.map(({ zone }) => zone),
    [...path, 'rates'],
    issues,
    'zone',
  );
  checkZones(card.zones, zones, [...path, 'zones'], issues);
}

/** Breaks reach further one by one. */
export function checkRate({ breaks }: Rate, path: Path, issues: IssueList): void {
  checkAscending(
    (breaks ?? []).map(({ upToGrams }) => upToGrams),
    [...path, 'breaks'],
    'upToGrams',
    issues,
  );
}

function checkAscending(values: readonly number[], path: Path, key: string, issues: IssueList): void {
  values.forEach((value, place) => {
    if (place === 0 || value > values[place - 1]) return;
    issues.add('bands', [...path, place, key], value, `must be more than the one before it (${values[place - 1]})`);
  });
}

function checkZones(zones: RateCard['zones'], rated: ReadonlyMap<string, number>, path: Path, issues: IssueList): void {
  const check = (zone: string, at: Path) => {
    if (!rated.has(zone)) issues.add('unknown-reference', at, zone, 'has no rate', maybe(zone, rated.keys()));
  };
  if (zones?.by === 'region') {
    indexWords(zones.from, [...path, 'from'], issues);
    indexWords(zones.to, [...path, 'to'], issues);
    checkShape(zones.zone, zones.from.length, zones.to.length, [...path, 'zone'], issues, 'word of from');
    zones.zone.forEach((row, r) => {
      row.forEach((zone, c) => {
        if (zone !== null) check(zone, [...path, 'zone', r, c]);
      });
    });
  } else if (zones?.by === 'postalPrefix') {
    const places = new Map<string, number>();
    zones.rows.forEach(({ from, to, zone }, place) => {
      refuseSecond(places, JSON.stringify([from, to]), place, [...path, 'rows'], `${from} to ${to}`, issues);
      check(zone, [...path, 'rows', place, 'zone']);
    });
  }
}

export function checkPostalAreas({ postalAreas }: Network, issues: IssueList): void {
  const places = new Map<string, number>();
  postalAreas?.forEach(({ country, prefix }, place) => {
    const key = JSON.stringify([country, prefix]);
    const shown = country === undefined ? prefix : `${country} ${prefix}`;
    refuseSecond(places, key, place, ['postalAreas'], shown, issues);
  });
}

/** @param path of the list */
function refuseSecond(
  places: Map<string, number>,
  key: string,
  place: number,
  path: Path,
  shown: string,
  issues: IssueList,
): void {
  const first = places.get(key);
  if (first === undefined) places.set(key, place);
  else issues.add('duplicate', [...path, place], shown, `is already at ${placeIn(path, first)}`);
}
