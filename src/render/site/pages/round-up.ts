import { keyOf } from '../../key.ts';
import type { Page, Touched } from '../../library.ts';
import type { CollectionItem } from '../../output.ts';
import type { RoundUp } from '../../round-up.ts';
import { roundUpKey, roundUpsOf, roundUpTouched } from '../../round-ups.ts';
import { oneLine } from '../../words.ts';
import { paperFile, relative } from '../address.ts';
import { card } from '../card.ts';
import { type FeedPlace, feedLinks, frame } from '../frame.ts';
import type { Site } from '../site.ts';
import { fieldName } from '../strings.ts';
import type { Html } from '../templates.ts';
import { perDay } from './front.ts';
import { periodFile, periodTitle } from './periods.ts';

/**
 * The pages of all weeks or months. They have keys: a list that comes late changes what a later week says of the one before, or of
 * what was there for the first time.
 */
export function* roundUpPages(site: Site, period: RoundUp['period'], touched: Touched | null): Iterable<Page> {
  for (const roundUp of roundUpsOf(site.library, period)) {
    yield {
      file: periodFile(roundUp.id),
      render: () => roundUpPage(site, roundUp),
      key: keyOf([roundUpKey(roundUp)]),
      touched: touched !== null && roundUpTouched(roundUp, touched),
    };
  }
}

/** What a week or a month brought. */
function roundUpPage(site: Site, roundUp: RoundUp): string {
  const { strings, templates } = site;
  const { roundUp: words } = strings.words;
  const { period, id } = roundUp;
  const file = periodFile(id);
  const title = periodTitle(strings, id);
  const quiet =
    roundUp.best.length +
      roundUp.talked.length +
      roundUp.revised.length +
      roundUp.code.length +
      roundUp.topics.length ===
    0;
  const main = templates.render(
    'round-up',
    {
      title,
      text: strings.longPeriod(roundUp.from, roundUp.to),
      sum: words.sum(
        strings.someThing(roundUp.papers, strings.words.papers),
        strings.someThing(roundUp.editions.length, strings.words.editions),
      ),
      quiet: quiet ? words.quiet : null,
      also: strings.words.subscribe.also,
      feeds: feedLinks(file, { kind: period, title, folder: file.replace('/index.html', '') }),
      words: {
        topics: words.topics,
        topic: words.topic,
        count: words.count,
        before: words.before[period],
        first: words.first,
      },
      topics: roundUp.topics.map(({ name, slug, papers, before, first }) => ({
        name: oneLine(name),
        href: relative(file, `topics/${slug}/index.html`),
        papers: strings.number(papers),
        before: strings.number(before),
        first,
      })),
      revisedTitle: roundUp.revised.length > 0 ? words.revised : null,
      revised: roundUp.revised.map(({ paper, fields }) => ({
        title: oneLine(paper.title),
        href: relative(file, paperFile(paper)),
        fields: [...new Set(fields.map(({ field }) => fieldName(strings, field)))].join(', '),
      })),
    },
    {
      chart: perDay(site, roundUp.editions, roundUp.to, roundUp.from),
      best: cards(site, file, 'best', words.best, roundUp.best),
      talked: cards(site, file, 'talked', words.talked, roundUp.talked),
      code: cards(
        site,
        file,
        'code',
        words.code,
        roundUp.code.map((paper) => ({ paper, matches: [] })),
      ),
    },
  );
  const folder = period === 'week' ? 'weeks' : 'months';
  const feeds: FeedPlace[] = [{ kind: folder, title: words[folder], folder }];
  return frame(site, { file, title, nav: folder, feeds }, main);
}

function cards(site: Site, file: string, id: string, title: string, items: readonly CollectionItem[]): Html {
  if (items.length === 0) return '';
  const list = items.map(({ paper }) => card(site, file, paper)).join('\n');
  return site.templates.render('section', { id, title, count: site.strings.number(items.length) }, { items: list });
}
