/** Every node of the network for every line of the order: exactly one fate each. */
import { FATES, type FateCounts, type FateName, type LineFates } from '../model/explanation';
import type { Inquiry } from './inquiry';
import { InsteadOf } from './instead';
import { compareVerdicts, type LineCase, lineCases, type Verdict, verdictsOf } from './lineCase';
import { nodeFate } from './nodeFate';

export interface FateOptions {
  readonly lines?: readonly string[] | undefined;
  readonly nodes?: readonly string[] | undefined;
  readonly most?: number | undefined;
}

/** Nodes told of each line where nobody says how many, and of all lines together. */
const USUAL_MOST = 20;
const USUAL_MOST_IN_ALL = 1000;

export function explainFates(inquiry: Inquiry, options: FateOptions): { counts: FateCounts; lines: LineFates[] } {
  const { order } = inquiry.prepared;
  const asked = new Set(options.lines ?? order.lines.map(({ id }) => id));
  const counts = noCounts();
  const told: LineFates[] = [];
  for (const one of lineCases(inquiry)) {
    const { line } = one;
    const verdicts = verdictsOf(one);
    const ofLine = noCounts();
    for (const { fate } of verdicts) {
      ofLine[fate] += 1;
      counts[fate] += 1;
    }
    if (!asked.has(line.id)) continue;
    const nodes = tellNodes(one, chosenOf(inquiry, verdicts, options, asked.size));
    told.push({ line: line.id, sku: line.sku, quantity: line.quantity, counts: ofLine, nodes });
  }
  return { counts, lines: told };
}

function noCounts(): Record<FateName, number> {
  return Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<FateName, number>;
}

/** Those that ship it, and of the others the ones that were asked for, or so many of the nearest. */
function chosenOf({ desk }: Inquiry, verdicts: Verdict[], { nodes, most }: FateOptions, lines: number): Verdict[] {
  const sorted = verdicts.sort(compareVerdicts);
  const chosen = sorted.filter(({ fate }) => fate === 'chosen');
  const others = sorted.filter(({ fate }) => fate !== 'chosen');
  if (nodes !== undefined) {
    const asked = new Set(nodes);
    const isAsked = ({ node }: Verdict) => asked.has(desk.compiled.index.nodes[node].id);
    return [...chosen, ...others.filter(isAsked)];
  }
  const usual = Math.min(USUAL_MOST, Math.floor(USUAL_MOST_IN_ALL / Math.max(1, lines)));
  return [...chosen, ...others.slice(0, most ?? usual)];
}

/** In the order of what they would change: the better first, those that cannot be after them. */
function tellNodes(one: LineCase, verdicts: readonly Verdict[]): LineFates['nodes'] {
  const { answer } = one.inquiry;
  const needsAnswer = verdicts.some(({ fate, sources }) => fate === 'eligible' && sources.length > 0);
  const insteadOf = answer === undefined || !needsAnswer ? undefined : new InsteadOf(one.inquiry, answer, one.place);
  const fates = verdicts.map((verdict) => nodeFate(one, verdict, insteadOf));
  const first = fates.filter(({ fate }) => fate === 'chosen');
  const eligible = fates.filter(({ fate }) => fate === 'eligible');
  return [
    ...first,
    ...eligible.sort(compareInstead),
    ...fates.filter((each) => !first.includes(each) && !eligible.includes(each)),
  ];
}

type Fate = LineFates['nodes'][number];

function compareInstead({ instead: a }: Fate, { instead: b }: Fate): number {
  const [ofA, ofB] = [a?.levels, b?.levels];
  if (ofA === undefined || ofB === undefined) return Number(ofA === undefined) - Number(ofB === undefined);
  const level = ofA.findIndex(({ difference }, place) => difference !== ofB[place].difference);
  return level < 0 ? 0 : ofA[level].difference - ofB[level].difference;
}
