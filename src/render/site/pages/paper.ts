import type { FieldChange, PaperRecord } from '../../../model/index.ts';
import { oneLine } from '../../words.ts';
import { editionFile, paperFile, relative } from '../address.ts';
import { cardOf } from '../card.ts';
import { frame } from '../frame.ts';
import type { Site } from '../site.ts';
import { fieldName } from '../strings.ts';
import { signals } from './signals.ts';

/** A field that is folded in the history: by its kind and not by its length, so that the form of the page does not hang on a text. */
const LONG = 'abstract';

/** Everything that is known of one paper. It names no other paper, so that a new one does not touch it. */
export function paperPage(site: Site, paper: PaperRecord): string {
  const { strings, templates } = site;
  const { paper: words, abstract } = strings.words;
  const file = paperFile(paper);
  const view = cardOf(site, file, paper, null);
  const main = templates.render(
    'paper',
    {
      ...view,
      words: { ...view.words, ...words, abstract },
      facts: facts(site, paper),
      byline: { who: view.who, facts: view.facts },
      meta: view.meta || view.badges.length > 0,
      events: site.chronicle.events(paper).map(({ edition, change }) => ({
        day: edition.date,
        date: strings.date(edition.date),
        href: relative(file, editionFile(edition.id)),
        what: change.kind === 'seen' ? '' : words.kinds[change.kind],
        reason: change.reason === null ? null : oneLine(change.reason),
        fields: change.fields.map((field) => fieldView(site, field)),
      })),
    },
    { signals: signals(site, paper) },
  );
  const description = view.gist ?? strings.words.noAbstract;
  return frame(site, { file, title: view.title, description }, main);
}

function fieldView({ strings }: Site, { field, before, after }: FieldChange): object {
  const { paper: words } = strings.words;
  const side = (value: string | null): string =>
    value === null || oneLine(value) === '' ? words.nothing : oneLine(value);
  const name = fieldName(strings, field);
  const [from, to] = [side(before), side(after)];
  return {
    name,
    before: from,
    after: to,
    long: field === LONG,
    words: { before: words.before, after: words.after },
  };
}

/** What is known for sure; a number that nobody stated is left out, a stated 0 is not. */
function facts({ strings }: Site, paper: PaperRecord): object[] {
  const { paper: words } = strings.words;
  const count = Math.max(paper.authorCount ?? 0, paper.authors.length);
  const authors =
    paper.authors.length > 0
      ? [
          paper.authors.map(oneLine).join(', '),
          ...(count > paper.authors.length ? [`(${strings.number(count)})`] : []),
        ].join(' ')
      : count > 0
        ? strings.authors([], count, strings.number)
        : null;
  const organization =
    paper.organization === null ? null : oneLine(paper.organization.name) || oneLine(paper.organization.handle);
  const published = paper.published === null ? (paper.publishedText ?? null) : strings.date(paper.published);
  const rows: [string, string | null][] = [
    [words.authors, authors],
    [words.organization, organization],
    [words.published, published === null ? null : oneLine(published)],
    [words.arxivId, paper.arxivId],
    [words.firstSeen, strings.date(paper.firstSeen)],
    [words.lastSeen, strings.date(paper.lastSeen)],
    [words.upvotes, paper.upvotes === null ? null : strings.number(paper.upvotes)],
    [words.comments, paper.comments === null ? null : strings.number(paper.comments)],
  ];
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value }]));
}
