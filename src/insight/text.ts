export function explanationText(_: unknown): string {
  return '';
}
