import { costAsAbstract, costAsTitle } from './evidence.ts';
import type { Line } from './lines.ts';

/** The lines of one paper, without its meta block; `end` is exclusive. */
export interface Segment {
  start: number;
  /** Index of the first line of the abstract; equal to `end` when there is none. */
  abstract: number;
  end: number;
  /** `false` for an abstract whose title is missing. */
  titled: boolean;
}

export interface Segmentation {
  segments: Segment[];
  /** The sum of all costs: 0 when every paper is one title and one abstract paragraph. */
  cost: number;
}

/** The costs of irregular structure. See `segment` for how they were weighed. */
const costs = {
  titleWithoutBlank: 4,
  secondTitleLine: 2,
  secondTitleParagraph: 7,
  abstractWithoutBlank: 3,
  secondParagraph: 4,
  laterParagraph: 1,
  noAbstract: 5,
  noTitle: 9,
} as const;

/** What a line is taken for. `more` is an abstract's paragraph after the second. */
const roles = ['title', 'abstract', 'more'] as const;
type Role = (typeof roles)[number];

interface Step {
  cost: number;
  from: Role | null;
  /** Whether the line begins a paper. */
  begins: boolean;
}

/**
 * Divides the lines between two meta blocks into papers. Normally they are title, abstract, title, abstract, ...; but an
 * abstract may wrap, run over paragraphs or be missing, and a title may take two lines.
 *
 * The alternatives were: splitting by length (wrong for a title of 800 characters), strict alternation (one irregular
 * paper would shift all that follow), and a search for the cheapest reading of all lines together, which is what this
 * is: a shortest path over (line, role), linear in the number of lines. Regular structure costs nothing, so that
 * evidence of a single line (`evidence.ts`) never outweighs position; the weights make one irregularity cheaper than
 * reading a paragraph of several sentences as a title, and dearer than a title that ends in a full stop.
 */
export function segment(lines: readonly Line[], start: number, end: number): Segmentation {
  if (start >= end) return { segments: [], cost: 0 };
  // By far the commonest case, and whatever the two lines look like, this is the cheapest reading of them.
  if (end - start === 2 && lines[start]!.afterBlank && lines[start + 1]!.afterBlank) {
    return { segments: [{ start, abstract: start + 1, end, titled: true }], cost: 0 };
  }
  const table: Record<Role, Step>[] = [];
  for (let index = start; index < end; index++) table.push(stepsOf(lines[index]!, table.at(-1)));
  const last = table.at(-1)!;
  let role: Role = 'title';
  let total = last.title.cost + costs.noAbstract;
  for (const other of ['abstract', 'more'] as const) {
    if (last[other].cost < total) {
      role = other;
      total = last[other].cost;
    }
  }
  return { segments: trace(table, role, start), cost: total };
}

function stepsOf(line: Line, previous: Record<Role, Step> | undefined): Record<Role, Step> {
  const blank = line.afterBlank;
  const asTitle = costAsTitle(line.text);
  const asAbstract = costAsAbstract(line.text);
  if (previous === undefined) {
    return {
      title: { cost: asTitle, from: null, begins: true },
      abstract: { cost: asAbstract + costs.noTitle, from: null, begins: true },
      more: { cost: Number.POSITIVE_INFINITY, from: null, begins: false },
    };
  }
  const begin = asTitle + (blank ? 0 : costs.titleWithoutBlank);
  const title = cheapest([
    { cost: previous.abstract.cost + begin, from: 'abstract', begins: true },
    { cost: previous.more.cost + begin, from: 'more', begins: true },
    { cost: previous.title.cost + begin + costs.noAbstract, from: 'title', begins: true },
    {
      cost: previous.title.cost + asTitle + (blank ? costs.secondTitleParagraph : costs.secondTitleLine),
      from: 'title',
      begins: false,
    },
  ]);
  const abstract = cheapest([
    {
      cost: previous.title.cost + asAbstract + (blank ? 0 : costs.abstractWithoutBlank),
      from: 'title',
      begins: false,
    },
    // A wrapped line of the same paragraph costs nothing.
    { cost: blank ? Number.POSITIVE_INFINITY : previous.abstract.cost, from: 'abstract', begins: false },
  ]);
  const more = cheapest([
    {
      cost: blank ? previous.abstract.cost + asAbstract + costs.secondParagraph : Number.POSITIVE_INFINITY,
      from: 'abstract',
      begins: false,
    },
    { cost: previous.more.cost + (blank ? asAbstract + costs.laterParagraph : 0), from: 'more', begins: false },
  ]);
  return { title, abstract, more };
}

function cheapest(steps: readonly Step[]): Step {
  return steps.reduce((best, step) => (step.cost < best.cost ? step : best));
}

/** Follows the cheapest path back to front and cuts it into papers. */
function trace(table: readonly Record<Role, Step>[], last: Role, offset: number): Segment[] {
  const segments: Segment[] = [];
  let end = table.length;
  let abstract = table.length;
  let role = last;
  for (let index = table.length - 1; index >= 0; index--) {
    const step = table[index]![role];
    if (role !== 'title') abstract = index;
    if (step.begins) {
      segments.push({
        start: offset + index,
        abstract: offset + abstract,
        end: offset + end,
        titled: role === 'title',
      });
      end = index;
      abstract = index;
    }
    if (step.from !== null) role = step.from;
  }
  return segments.reverse();
}
