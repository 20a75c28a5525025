import {
  announces,
  costAsAbstract,
  costAsFirstParagraph,
  costAsParagraph,
  costAsTitle,
  isListItem,
  isOneSentence,
} from './evidence.ts';
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
  /** A list item after a paragraph that does not announce it, as a title and as part of the abstract. */
  itemAsTitle: 1,
  item: 1.5,
  /** A list item after another one or after a colon. */
  nextItemAsTitle: 6,
  nextItem: 0.5,
  /** A list item as all that an abstract begins with. */
  itemAsAbstract: 3,
  /** What follows a colon and is no list item. */
  announced: 1.5,
  /** One sentence after a paragraph of one sentence. */
  sentence: 1,
  /** The same as a title, when the paper has several such paragraphs already. */
  sentenceAsTitle: 2,
} as const;

/**
 * What a line is taken for. `part` is a list item, a sentence or the like that continues an abstract at little cost; `more`
 * is an abstract's paragraph after the second.
 */
const roles = ['title', 'abstract', 'part', 'more'] as const;
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
 * reading a paragraph of several sentences as a title, and dearer than a title that ends in a full stop. What continues an
 * abstract by its look (list items, `Keywords:`, what follows a colon, one sentence after another) does so at little cost,
 * but the next abstract after it costs as much as any second paragraph: so `• A title` between two abstracts is a title.
 * Two lines like titles are dearer as title and abstract than as two papers without abstracts.
 */
export function segment(lines: readonly Line[], start: number, end: number): Segmentation {
  if (start >= end) return { segments: [], cost: 0 };
  const isLast = (index: number): boolean => index === lines.length - 1;
  // By far the commonest case, and the cheapest reading of such lines.
  if (end - start === 2 && lines[start]!.afterBlank && lines[start + 1]!.afterBlank) {
    const first = costAsFirstParagraph(lines[start + 1]!.text, isLast(start + 1));
    if (first < 10) return { segments: [{ start, abstract: start + 1, end, titled: true }], cost: 0 };
  }
  const table: Record<Role, Step>[] = [];
  for (let index = start; index < end; index++) {
    table.push(stepsOf(lines[index]!, index > start ? lines[index - 1]! : null, table.at(-1), isLast(index)));
  }
  const last = table.at(-1)!;
  let role: Role = 'title';
  let total = last.title.cost + costs.noAbstract;
  for (const other of ['abstract', 'part', 'more'] as const) {
    if (last[other].cost < total) {
      role = other;
      total = last[other].cost;
    }
  }
  return { segments: trace(table, role, start), cost: total };
}

const never: Step = { cost: Number.POSITIVE_INFINITY, from: null, begins: false };

function stepsOf(
  line: Line,
  before: Line | null,
  previous: Record<Role, Step> | undefined,
  last: boolean,
): Record<Role, Step> {
  const blank = line.afterBlank;
  const asTitle = costAsTitle(line.text);
  const item = isListItem(line.text);
  const asAbstract = costAsAbstract(line.text);
  const asFirst = item ? costs.itemAsAbstract + Math.min(asAbstract, 0.5) : costAsFirstParagraph(line.text, last);
  if (previous === undefined || before === null) {
    return {
      title: { cost: asTitle, from: null, begins: true },
      abstract: { cost: asFirst + costs.noTitle, from: null, begins: true },
      part: never,
      more: never,
    };
  }
  const step = (from: Role, cost: number, begins = false): Step => ({ cost: previous[from].cost + cost, from, begins });
  if (!blank) {
    // A wrapped line of the same paragraph costs nothing.
    const begin = asTitle + costs.titleWithoutBlank;
    return {
      title: cheapest([
        step('abstract', begin, true),
        step('part', begin, true),
        step('more', begin, true),
        step('title', begin + costs.noAbstract, true),
        step('title', asTitle + costs.secondTitleLine),
      ]),
      abstract: cheapest([step('title', asFirst + costs.abstractWithoutBlank), step('abstract', 0)]),
      part: step('part', 0),
      more: step('more', 0),
    };
  }
  const asParagraph = costAsParagraph(line.text);
  const { as, part, afterPart } = continuation(line.text, before.text, item);
  return {
    title: cheapest([
      step('abstract', asTitle + as, true),
      step('part', asTitle + as + afterPart, true),
      step('more', asTitle + as + afterPart, true),
      step('title', asTitle + costs.noAbstract, true),
      step('title', asTitle + costs.secondTitleParagraph),
    ]),
    abstract: step('title', asFirst),
    part: cheapest([step('abstract', part), step('part', part)]),
    more: cheapest([
      step('abstract', asParagraph + costs.secondParagraph),
      step('part', asParagraph + costs.secondParagraph),
      step('more', Math.min(part, asParagraph + costs.laterParagraph)),
    ]),
  };
}

/** How cheaply a paragraph continues an abstract whose last line is `before`, and what it costs more as a title. */
function continuation(text: string, before: string, item: boolean): { as: number; part: number; afterPart: number } {
  const announced = announces(before);
  if (item) {
    return announced || isListItem(before)
      ? { as: costs.nextItemAsTitle, part: costs.nextItem, afterPart: 0 }
      : { as: costs.itemAsTitle, part: costs.item, afterPart: 0 };
  }
  if (announced) return { as: costs.announced / 3, part: costs.announced, afterPart: 0 };
  // Two questions in a row are titles without abstracts rather than two sentences.
  const questions = text.endsWith('?') && before.endsWith('?');
  return isOneSentence(text) && isOneSentence(before) && !questions
    ? { as: 0, part: costs.sentence, afterPart: costs.sentenceAsTitle }
    : { as: 0, part: Number.POSITIVE_INFINITY, afterPart: 0 };
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
