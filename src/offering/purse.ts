import type { Assignment } from '../splitting/problem';

/** Steps for a number of searches: each may take its share of what is left. */
export class Purse {
  spent = 0;

  constructor(
    private left: number,
    private searches: number,
  ) {}

  readonly spend = (search: (budget: number) => Assignment): Assignment => {
    const answer = search(Math.floor(this.left / Math.max(1, this.searches)));
    this.pay(answer.steps);
    return answer;
  };

  pay(steps: number): void {
    this.left = Math.max(0, this.left - steps);
    this.spent += steps;
  }

  /** One search less is to come. */
  finish(): void {
    this.searches -= 1;
  }
}
