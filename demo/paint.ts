/** Colours, only where a person looks: on a terminal, and not under NO_COLOR. */
const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Colour = keyof typeof COLOURS;

const isColoured = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';

export function paint(colour: Colour, text: string): string {
  return isColoured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
}
