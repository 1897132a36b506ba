import { areUnlimited, unitsOf } from './groups';
import { grown } from './grow';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** Bits of a word that fields may take; the sign stays clear. */
const WORD_BITS = 31;

/**
 * What an order still wants, packed: a field of bits for every line (its units), every line and delivery group whose shipments are
 * limited (how many more), and the limit on shipments, each with a guard bit above, so that whether something fits is one subtraction per word. Beside
 * it what each is thought to be worth.
 */
export class Wanted {
  fields = 0;
  words = 0;
  /** Fields 0 … lines − 1 are the lines. */
  lines = 0;
  /** Field of the limit on shipments; −1 = none. */
  shipments = -1;
  /** line → field of its limit on shipments; −1 = none. */
  lineShipments = new Int32Array(0);
  /** source → field of its delivery group's limit on shipments, −1 = none; null = no group has one. */
  sourceShipments: Int32Array | null = null;
  /** field: most units, the word it stands in, and how far up. */
  most = new Int32Array(0);
  /** field: price of a unit; of a shipment at most 0. */
  dual = new Float64Array(0);
  word = new Int32Array(0);
  shift = new Int32Array(0);
  /** line: price of a unit left unfilled. */
  penalty: Float64Array = new Float64Array(0);
  private width = new Int32Array(0);
  /** word: all guard bits; everything wanted. */
  guards = new Int32Array(0);
  all = new Int32Array(0);

  layOut(problem: Problem, { lineDemand, linePenalty }: Pick<Scratch, 'lineDemand' | 'linePenalty'>): void {
    this.penalty = linePenalty;
    const lines = problem.lines.length;
    this.reserve(2 * lines + 1 + (problem.groups?.maxShipments.length ?? 0));
    this.lines = lines;
    this.fields = lines;
    let units = 0;
    for (let line = 0; line < lines; line += 1) {
      this.most[line] = lineDemand[line];
      units += lineDemand[line];
    }
    for (let line = 0; line < lines; line += 1) {
      const { maxShipments } = problem.lines[line];
      this.lineShipments[line] = maxShipments < lineDemand[line] ? this.add(maxShipments) : -1;
    }
    this.shipments = problem.maxShipments < units ? this.add(problem.maxShipments) : -1;
    this.sourceShipments = areUnlimited(problem) ? null : this.addGroups(problem);
    this.place();
  }

  private addGroups(problem: Problem): Int32Array {
    const { groups } = problem;
    const field = Array.from(groups?.maxShipments ?? [], (most, group) =>
      most < unitsOf(problem, group) ? this.add(most) : -1,
    );
    return Int32Array.from(groups?.sourceGroup ?? [], (group) => field[group]);
  }

  private add(most: number): number {
    this.most[this.fields] = most;
    this.fields += 1;
    return this.fields - 1;
  }

  /** Fields into words, in order; none straddles two. */
  private place(): void {
    let word = 0;
    let used = 0;
    for (let field = 0; field < this.fields; field += 1) {
      const width = 33 - Math.clz32(this.most[field]);
      if (used + width > WORD_BITS) {
        word += 1;
        used = 0;
      }
      this.word[field] = word;
      this.shift[field] = used;
      this.width[field] = width;
      used += width;
    }
    this.words = word + 1;
    this.guards.fill(0, 0, this.words);
    this.all.fill(0, 0, this.words);
    for (let field = 0; field < this.fields; field += 1) {
      this.guards[this.word[field]] |= 1 << (this.shift[field] + this.width[field] - 1);
      this.all[this.word[field]] |= this.most[field] << this.shift[field];
    }
  }

  /** Price of a shipment under a limit; 0 without one. */
  get perShipment(): number {
    return this.shipments < 0 ? 0 : this.dual[this.shipments];
  }

  /** Takes lines' prices from elsewhere; nothing else is priced. */
  priceLines(lineDual: Float64Array): void {
    this.dual.fill(0, 0, this.fields);
    for (let line = 0; line < this.lines; line += 1) this.dual[line] = this.most[line] === 0 ? 0 : lineDual[line];
  }

  /** The nearest price that the field may have: a line's units are worth 0 to their penalty, shipments nothing or less. */
  clamp(field: number, price: number): number {
    if (field < this.lines) return this.most[field] === 0 ? 0 : Math.min(this.penalty[field], Math.max(0, price));
    return field === this.shipments ? Math.min(0, price) : 0;
  }

  /** All that is wanted, at the prices. */
  worth(): number {
    let worth = 0;
    for (let field = 0; field < this.fields; field += 1) worth += this.dual[field] * this.most[field];
    return worth;
  }

  /** The field's value in words that stand at `start`. */
  read(words: Int32Array, start: number, field: number): number {
    return (words[start + this.word[field]] >> this.shift[field]) & ((1 << (this.width[field] - 1)) - 1);
  }

  private reserve(fields: number): void {
    if (this.most.length >= fields) return;
    const size = grown(fields);
    this.lineShipments = new Int32Array(size);
    this.most = new Int32Array(size);
    this.dual = new Float64Array(size);
    this.word = new Int32Array(size);
    this.shift = new Int32Array(size);
    this.width = new Int32Array(size);
    this.guards = new Int32Array(size);
    this.all = new Int32Array(size);
  }
}
