/** Rows of text, aligned. The first column to the left, the others to the right unless `left` names them. */
export function alignRows(rows: readonly (readonly string[])[], left: readonly number[] = [0]): string[] {
  const columns = Math.max(...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => (left.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** Milli (1/1000 cent) as dollars. */
export function dollars(milli: number, digits = 2): string {
  const text = Math.abs(milli / 100_000).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${milli < 0 ? '−' : ''}$${text}`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function percent(share: number, digits = 1): string {
  return `${share < 0 ? '−' : ''}${Math.abs(100 * share).toFixed(digits)} %`;
}

export function showKm(metres: number): string {
  return `${count(metres / 1000)} km`;
}

export function showKg(grams: number): string {
  return `${(grams / 1000).toFixed(2)} kg`;
}

export function showMicros(us: number): string {
  return us < 1000 ? `${us.toFixed(0)} µs` : `${(us / 1000).toFixed(1)} ms`;
}
