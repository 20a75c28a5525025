import { roundUpName } from '../collections.ts';
import type { DatedRoundUp } from '../output.ts';
import { httpUrl } from '../paper.ts';
import { dayAfter } from '../periods.ts';
import { roundUpLead, roundUpSections, roundUpUrl } from '../round-up-words.ts';
import { element, writeHtml } from '../xml.ts';
import type { FeedItem } from './feed-items.ts';

/** A round-up as the item of a feed. */
export function roundUpItem(roundUp: DatedRoundUp, siteUrl: string | null): FeedItem {
  const { period, id } = roundUp;
  const name = roundUpName(roundUp);
  const lead = roundUpLead(roundUp);
  const own = siteUrl === null ? null : httpUrl(`${siteUrl}/${period}s/${id}/index.html`);
  return {
    id: `tag:paperboy.invalid,2026:round-up/${id}`,
    title: name.charAt(0).toUpperCase() + name.slice(1),
    link: own ?? roundUpUrl(roundUp),
    ...datesOf(roundUp),
    creators: [],
    topics: [],
    summary: lead,
    html: htmlOf(roundUp, lead),
    related: [],
    about: { period, from: roundUp.from, to: roundUp.to, papers: roundUp.papers, finished: roundUp.finished },
  };
}

/**
 * Published is the first day of the period and never moves. Updated is the last day that brought something, and when the
 * period is over the day after it, for then the list of what was talked about joins in; a second more with each edition. The
 * number of the week or month keeps those apart that begin on the same day.
 */
function datesOf({ period, id, from, to, editions, finished }: DatedRoundUp): Pick<FeedItem, 'published' | 'updated'> {
  const second = Number(id.slice(-2)) + (period === 'month' ? 60 : 0);
  const last = finished ? dayAfter(to) : (editions.at(-1)?.date ?? from);
  return { published: instant(from, second), updated: instant(last, second + editions.length) };
}

const instant = (day: string, seconds: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + seconds * 1000);

function htmlOf(roundUp: DatedRoundUp, lead: string): string {
  const sections = roundUpSections(roundUp, roundUp.finished).flatMap(({ heading, lines }) => [
    element('h3', {}, [heading]),
    element(
      'ul',
      {},
      lines.map(({ title, url, note }) =>
        element('li', {}, [
          url === null ? title : element('a', { href: url }, [title]),
          ...(note === '' ? [] : [`: ${note}`]),
        ]),
      ),
    ),
  ]);
  return writeHtml([element('p', {}, [lead]), ...sections]);
}
