/** Checks that one list needs against itself or another: duplicates, references, shapes. Each adds to the issues it is given. */
import { type IssueList, maybe, type Path, showPath } from './issues';

/** Id → place in the list. The second of two equal ids is an issue that names both places. */
export function indexIds(list: readonly { readonly id: string }[], path: Path, issues: IssueList): Map<string, number> {
  return indexWords(
    list.map((each) => each.id),
    path,
    issues,
    'id',
  );
}

/** Word → place in the list. @param key where in an element the word stands, if it is not the element itself */
export function indexWords(words: readonly string[], path: Path, issues: IssueList, key?: string): Map<string, number> {
  const places = new Map<string, number>();
  words.forEach((word, index) => {
    const first = places.get(word);
    const at = key === undefined ? [...path, index] : [...path, index, key];
    if (first === undefined) places.set(word, index);
    else issues.add('duplicate', at, word, `is already at ${placeIn(path, first)}`);
  });
  return places;
}

/** Where an element of a list stands: `rateCards[0].rates[2]`. */
export function placeIn([root, ...path]: Path, place: number): string {
  return showPath(String(root), [...path, place]);
}

/** An issue if nothing has that id. `known` has ids as keys. */
export function refer(
  known: ReadonlyMap<string, unknown>,
  id: string,
  path: Path,
  noun: string,
  issues: IssueList,
): void {
  if (!known.has(id)) issues.add('unknown-reference', path, id, `is not the id of a ${noun}`, maybe(id, known.keys()));
}

/** One row for each node (or whatever `noun` says), so many columns each. */
export function checkShape(
  rows: readonly (readonly unknown[])[],
  rowCount: number,
  columnCount: number,
  path: Path,
  issues: IssueList,
  noun = 'node',
): void {
  if (rows.length !== rowCount) issues.add('shape', path, rows, `must have ${rowCount} rows, one for each ${noun}`);
  rows.forEach((row, index) => {
    if (row.length !== columnCount) issues.add('shape', [...path, index], row, `must have ${columnCount} columns`);
  });
}
