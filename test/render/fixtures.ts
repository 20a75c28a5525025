import { emptyArchive } from '../../src/diff/source.ts';
import type { Archive, Change, Edition, Match, PaperRecord, Subscription } from '../../src/model/index.ts';
import { collectAll, collectEdition, collectShelf } from '../../src/render/collections.ts';
import type { Library, MatchLookup } from '../../src/render/library.ts';
import type { Collection, CollectionItem, RenderContext } from '../../src/render/output.ts';
import { makeLibrary } from '../../src/render/shelves.ts';
import { firstSight, unsaid } from '../records.ts';

export const context: RenderContext = { siteUrl: 'https://papers.example.org/daily', locale: 'en' };
export const noSite: RenderContext = { siteUrl: null, locale: 'en' };

/** The title of the project's bars, and relatives: whatever it says must come out literally, once escaped. */
export const hostileTitle = 'Let\'s <think> about <script>alert(1)</script> & "quotes" ]]> {{7*7}}';

/** Hostile texts, each with the text that a reader must find. */
export const hostile: Record<string, { text: string; shown: string }> = Object.fromEntries(
  (
    [
      ['bar', hostileTitle],
      ['cdata end', ']]>]]> and <![CDATA[ again ]]>'],
      ['entities', '&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp; &'],
      ['comment', '<!-- not a comment --> <?php echo 1 ?> <!DOCTYPE x>'],
      ['controls', 'a\u0000b\u0008c\u001fd\u007fe', 'abcde'],
      ['surrogates', 'lone \ud800 and \udc00 and \ud83d end', 'lone and and end'],
      ['non-characters', 'x\ufffey\uffffz\u{1fffe}', 'xyz'],
      ['rtl', 'مرحبا بالعالم and שלום'],
      ['emoji', '🚀 rockets 👩‍🚀 and 𝒳'],
      ['newlines', 'two\nlines\r\nand\ttabs\u2028here', 'two lines and tabs here'],
      ['markdown', '# *bold* _em_ ~~del~~ `code` [x](javascript:alert(1)) ![i](http://e.example/i.png) | a | b |'],
      ['addresses', 'see https://evil.example/x, www.evil.example and a.b@evil.example @someone #123 [^1] ftp://x'],
      ['definition', '[a]: https://evil.example "t"'],
      ['footnote definition', '[^1]: note'],
      ['html block', '<div onclick=alert(1)>'],
      ['list', '- [ ] 1. > + * ---'],
      ['ordered', '1) item'],
      ['rule', '***'],
      ['setext', '==='],
      ['template', '{{7*7}} {% include x %} {{{raw}}} $7*7'],
      ['money', 'worth $1 Million or $2$ of $x^2$'],
      ['backslash', '\\<b\\> \\\\ \\'],
      ['autolink', '<https://evil.example> <a@evil.example>'],
      ['quotes', '\' " ` “ ”'],
    ] as [string, string, string?][]
  ).map(([name, text, shown]) => [name, { text, shown: shown ?? text }]),
);

/** A paper of the archive; what a test does not care about has plain values. */
export function paper(number: number, changes: Partial<PaperRecord> = {}): PaperRecord {
  const instant = new Date(Date.UTC(2025, 9, 31) + number * 1000).toISOString().replace('.000Z', 'Z');
  return {
    ...unsaid,
    ...firstSight,
    id: `tag:paperboy.invalid,2026:paper/${String(number).padStart(12, '0')}`,
    title: `Paper number ${number}`,
    abstract: `We study case ${number} of the general problem.\n\nIt turns out to be small, and we say how small.`,
    authorCount: 3,
    published: '2025-10-30',
    publishedBasis: 'dump-year',
    publishedText: 'Oct 30',
    edition: '2025-10-31.1',
    firstSeen: '2025-10-31',
    lastSeen: '2025-10-31',
    instant,
    updated: instant,
    ...changes,
  };
}

export function match(topic: string, ...terms: string[]): Match {
  const spans = terms.map((term, index) => ({ field: 'title' as const, start: index, end: index + 1, term }));
  return { topic, score: 1, spans };
}

/** Papers as the dumps give them: with and without links, authors, organisation, abstract; one revised later. */
export const papers: PaperRecord[] = [
  paper(1, {
    title: hostileTitle,
    arxivId: '2504.07128',
    authors: ['Ada Example', 'Béla <Test>', 'Ci & Sons'],
    authorCount: 3,
    links: [
      { rel: 'page', url: 'https://huggingface.co/papers/2504.07128' },
      { rel: 'arxiv', url: 'https://arxiv.org/abs/2504.07128' },
      { rel: 'code', url: 'https://github.com/example/think?a=1&b=2' },
    ],
  }),
  paper(2, { title: 'μLO: Learned Optimizers', organization: { handle: 'example-lab', name: 'Example Lab' } }),
  paper(3, {
    title: '*PO',
    abstract: null,
    authorCount: null,
    published: null,
    publishedBasis: null,
    publishedText: null,
  }),
  paper(4, {
    title: 'A Reward Model Worth $1 Million',
    abstract: 'Code is at https://github.com/example/reward. It ranks #1, says @nobody, and pass@1 is high.',
    edition: '2025-11-01.1',
    firstSeen: '2025-11-01',
    instant: '2025-11-01T00:00:01Z',
    updated: '2025-11-03T00:00:01Z',
    revision: 2,
  }),
];

const matches = new Map<string, Match[]>([
  [papers[0]!.id, [match('reasoning', 'think', 'chain of thought')]],
  [papers[2]!.id, [match('R&D <alignment>')]],
  [papers[3]!.id, [match('reward models', 'reward model'), match('reasoning', 'ranks')]],
]);

const counts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };

function change(kind: Change['kind'], of: PaperRecord): Change {
  return { kind, paper: of.id, revision: of.revision, title: of.title, arxivId: of.arxivId, fields: [], reason: null };
}

export const editions: Edition[] = [
  {
    id: '2025-10-31.1',
    date: '2025-10-31',
    sequence: 1,
    history: false,
    arrived: '2025-10-31',
    dump: 'a'.repeat(64),
    counts: { ...counts, new: 3 },
    changes: papers.slice(0, 3).map((each) => change('new', each)),
  },
  {
    id: '2025-11-01.1',
    date: '2025-11-01',
    sequence: 2,
    history: false,
    arrived: '2025-11-01',
    dump: 'b'.repeat(64),
    counts: { ...counts, new: 1, revised: 1 },
    changes: [change('new', papers[3]!), change('revised', papers[0]!)],
  },
];

export const archive: Archive = { ...emptyArchive(), papers, editions };

export const subscription: Subscription = {
  id: 'ada',
  name: 'Ada <Example>',
  address: null,
  topics: ['reward models', 'reasoning', 'R&D <alignment>'].map((name) => ({
    name,
    any: [],
    all: [],
    none: [],
    query: null,
  })),
  cadence: 'daily',
  maxPapers: 30,
  maxAgeDays: 14,
  changes: ['new'],
  backfill: 0,
  public: true,
  locale: 'en',
  source: 'subscriptions/ada.yaml',
};

/** A collection of the given papers. */
export function collection(items: CollectionItem[], changes: Partial<Collection> = {}): Collection {
  return {
    kind: 'all',
    path: 'all',
    title: 'All papers',
    description: 'Every paper.',
    items,
    date: '2025-11-01',
    ...changes,
  };
}

/** The library of an archive with one public reader, whose topics are those of `subscription`. */
export const libraryOf = (
  of: Archive = archive,
  found: MatchLookup = matches,
  changes: Partial<Subscription> = {},
): Library => makeLibrary(of, [{ subscription: { ...subscription, ...changes }, matches: found }]);

export const allOf = (of: Archive = archive, found: MatchLookup = matches): Collection =>
  collectAll(libraryOf(of, found));

/** The collection of one of her topics, which may be given another name. */
export const topicOf = (name: string): Collection => {
  const topics = [...subscription.topics, { name, any: [], all: [], none: [], query: null }];
  return collectShelf(libraryOf(archive, matches, { topics }).topics.find((shelf) => shelf.name === name)!);
};

export const subscriberOf = (changes: Partial<Subscription> = {}, found: MatchLookup = matches): Collection =>
  collectShelf(libraryOf(archive, found, changes).subscribers[0]!);

export const editionOf = (edition: Edition, found: MatchLookup = matches): Collection =>
  collectEdition(edition, libraryOf(archive, found));
