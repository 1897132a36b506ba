/** A line that is written over on a terminal; a line each elsewhere. On stderr, so that the results can be piped. */
export function showProgress(text: string): void {
  const { isTTY, columns = 80 } = process.stderr;
  if (isTTY) process.stderr.write(`\r\u001b[K${text.slice(0, columns - 1)}`);
  else process.stderr.write(`${text}\n`);
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
