import { gistOf } from './gist/index.ts';
import type { CollectionItem, DatedRoundUp } from './output.ts';
import { papersUrl, paperTitle, paperUrl, topicsOf } from './paper.ts';
import type { RoundUp } from './round-up.ts';
import { counted, longDay, oneLine } from './text.ts';

/** One line about a paper or topic: what it leads to, and what is said of it. Plain hostile text. */
export interface RoundUpLine {
  title: string;
  /** `null`: it leads nowhere. */
  url: string | null;
  /** After the title; may be empty. */
  note: string;
}

export interface RoundUpSection {
  heading: string;
  lines: RoundUpLine[];
}

/** Length of the gist of a paper, in UTF-16 units. */
const gistLength = 200;

/**
 * What a round-up says, in order, sections without lines left out. `talked`: with what people talked about. A feed has it only
 * when the period is over: upvotes churn, and a feed must not.
 */
export function roundUpSections(roundUp: RoundUp, talked: boolean): RoundUpSection[] {
  const { period, best, topics, revised, code } = roundUp;
  const sections: RoundUpSection[] = [
    { heading: 'Papers that match best', lines: best.map((item) => line(item, whyLine(item))) },
    {
      heading: 'Most talked about',
      lines: talked ? roundUp.talked.map((item) => line(item, signalsLine(item))) : [],
    },
    {
      heading: 'Topics',
      lines: topics.map(({ name, papers, before, first }) => ({
        title: oneLine(name),
        url: null,
        note: `${counted(papers, 'paper')}${first ? ', for the first time' : `, ${before} the ${period} before`}`,
      })),
    },
    {
      heading: 'Revised',
      lines: revised.map(({ paper, fields }) => ({
        title: paperTitle(paper),
        url: paperUrl(paper),
        note: `${fields.map(({ field }) => oneLine(field)).join(' and ')} changed`,
      })),
    },
    {
      heading: 'Got code',
      lines: code.map((paper) => ({
        title: paperTitle(paper),
        url: paperUrl(paper),
        note: paper.links.some(({ rel }) => rel === 'code') ? '' : 'no longer linked',
      })),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** `45 new papers in 5 editions, 2 February 2026 to 8 February 2026.` */
export function roundUpLead({ papers, editions, from, to }: RoundUp): string {
  return `${counted(papers, 'new paper')} in ${counted(editions.length, 'edition')}, ${longDay(from)} to ${longDay(to)}.`;
}

/** The site's own page of the week or month. */
export const roundUpUrl = ({ period, id }: Pick<DatedRoundUp, 'period' | 'id'>): string =>
  `${papersUrl}/${period}/${id}`;

function line(item: CollectionItem, note: string): RoundUpLine {
  const gist = gistOf(item.paper, gistLength);
  const text = gist === null ? '' : gist.source === 'ai-summary' ? `${gist.text} (written by a machine)` : gist.text;
  return {
    title: paperTitle(item.paper),
    url: paperUrl(item.paper),
    note: [oneLine(text), note].filter((part) => part !== '').join(' · '),
  };
}

const whyLine = ({ matches }: CollectionItem): string => topicsOf(matches).join(', ');

function signalsLine({ upvotes, comments }: RoundUp['talked'][number]): string {
  const said = (count: number | null, singular: string): string[] => (count ? [counted(count, singular)] : []);
  return [...said(upvotes, 'upvote'), ...said(comments, 'comment')].join(', ');
}
