import { readFileSync } from 'node:fs';
import { emptyArchive } from '../../../src/diff/source.ts';
import type { Archive, Change, Edition, Match, PaperRecord } from '../../../src/model/index.ts';
import type { TemplateSources } from '../../../src/render/email/index.ts';
import { byInstant, inOrder, type Library, type Shelf, type Touched } from '../../../src/render/library.ts';
import { loadSite, SITE_FILES, type SiteContext, sitePages } from '../../../src/render/site/index.ts';
import { match, paper } from '../fixtures.ts';

/** The templates of the site that ship with the project. */
export function siteSources(): TemplateSources {
  const folder = new URL('../../../templates/site/', import.meta.url);
  return Object.fromEntries(SITE_FILES.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));
}

const templates = await loadSite(siteSources());

export const siteUrl = 'https://papers.example.org/daily';

export const siteContext = (changes: Partial<SiteContext> = {}): SiteContext => ({
  siteUrl,
  locale: 'en',
  templates,
  ...changes,
});

/** All pages, by file. */
export function siteOf(library: Library, changes: Partial<SiteContext> = {}): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, render } of sitePages(library, siteContext(changes), null)) {
    if (files.has(file)) throw new Error(`two pages are called ${file}`);
    files.set(file, render());
  }
  return files;
}

/** The pages that a run renders after one that left `before`, as publishing decides it. */
export function dueOf(library: Library, touched: Touched, before: Library): Map<string, string> {
  const keys = new Map(Array.from(sitePages(before, siteContext(), null), ({ file, key }) => [file, key]));
  const due = [...sitePages(library, siteContext(), touched)].filter(
    (page) => page.key === undefined || page.touched === true || keys.get(page.file) !== page.key,
  );
  return new Map(due.map(({ file, render }) => [file, render()]));
}

export interface Sample {
  archive: Archive;
  matches: ReadonlyMap<string, Match[]>;
  /** Names of topics; those that no paper matches too. */
  topics: readonly string[];
}

export const change = (of: PaperRecord, changes: Partial<Change> = {}): Change => ({
  kind: 'new',
  paper: of.id,
  revision: of.revision,
  title: of.title,
  arxivId: of.arxivId,
  fields: [],
  reason: null,
  ...changes,
});

export const edition = (id: string, sequence: number, changes: Change[]): Edition => ({
  id,
  date: id.slice(0, 10),
  sequence,
  history: false,
  arrived: id.slice(0, 10),
  dump: dumpOf(id).padEnd(64, '0'),
  counts: countsOf(changes),
  changes,
});

function countsOf(changes: readonly Change[]): Edition['counts'] {
  const counts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** The first digits of the dump of an edition. */
const dumpOf = (id: string): string => id.replace(/\D/g, '').padEnd(12, 'f');

export const sighting = (id: string, upvotes: number | null, comments: number | null = null) => ({
  dump: dumpOf(id),
  date: id.slice(0, 10),
  size: 10,
  states: 0,
  comments,
  upvotes,
});

export function libraryOf({ archive, matches, topics }: Sample): Library {
  const papers = [...archive.papers].sort(byInstant);
  const itemsOf = (wanted: (match: Match) => boolean) =>
    papers
      .map((one) => ({ paper: one, matches: (matches.get(one.id) ?? []).filter(wanted) }))
      .filter((item) => item.matches.length > 0);
  const shelf = (
    kind: Shelf['kind'],
    name: string,
    i: number,
    asks: string,
    wanted: (match: Match) => boolean,
  ): Shelf => ({
    kind,
    name,
    slug: `${kind}-${i}`,
    asks,
    items: itemsOf(wanted),
  });
  return {
    papers,
    byId: new Map(papers.map((one) => [one.id, one])),
    editions: inOrder(archive.editions),
    matches,
    topics: topics.map((name, i) => shelf('topic', name, i, '', ({ topic }) => topic === name)),
    queries: topics
      .slice(0, 1)
      .map((name, i) => shelf('query', `Query ${name}`, i, `title:"${name}"`, ({ topic }) => topic === name)),
    subscribers: [shelf('subscriber', 'Ada', 0, topics.join(', '), () => true)],
  };
}

export const emptySample: Sample = { archive: emptyArchive(), matches: new Map(), topics: [] };

const TOPICS = ['Agents that use tools', 'Reward models', 'A topic that nobody matched'];

const TITLES = [
  'One Tool Too Many: Agents Fail When the Menu Grows',
  'Judging the Judge: Calibrated Reward Models from Disagreeing Annotators',
  'A Small Study of Large Steps',
  'وكلاء يتعلمون من أخطائهم: دراسة في استخدام الأدوات',
  `${'A Very Long Title That Goes On and On Because Its Authors Could Not Stop, '.repeat(5)}Pneumonoultramicroscopicsilicovolcanoconiosis_and_${'x'.repeat(80)}`,
];

/** Papers on the given days, as many as there are titles each, with all that can differ. */
export function daysSample(days: readonly string[]): Sample {
  const papers: PaperRecord[] = [];
  const editions: Edition[] = [];
  const matches = new Map<string, Match[]>();
  for (const [i, day] of days.entries()) {
    const id = `${day}.1`;
    const fresh = TITLES.slice(0, 1 + ((i * 3) % TITLES.length)).map((title, n) => {
      const number = i * 10 + n;
      const arxivId = `2602.${String(10_000 + number)}`;
      const instant = `${day}T00:00:0${n}Z`;
      return paper(number, {
        ...(n % 2 === 0
          ? {
              arxivId,
              authors: ['Lea Brandt', 'Samir Haddad', 'Wei Zhang', 'Żółć Łukasiewicz'],
              authorCount: 4,
              upvotes: n === 0 ? 12 : 0,
              comments: n === 0 ? 3 : null,
              sightings: [sighting(id, 4), sighting('2026-02-27.1', 12, 3)],
              links: [
                { rel: 'page' as const, url: `https://huggingface.co/papers/${arxivId}` },
                { rel: 'arxiv' as const, url: `https://arxiv.org/abs/${arxivId}` },
                { rel: 'code' as const, url: `https://github.com/brandt/menu-${number}` },
              ],
            }
          : { organization: { handle: 'northlab', name: 'North Lab' }, sightings: [sighting(id, null)] }),
        id:
          n % 2 === 0
            ? `tag:paperboy.invalid,2026:paper/${arxivId}`
            : `tag:paperboy.invalid,2026:paper/some title ${number}`,
        title: i === 0 ? title : `${title} (${i})`,
        abstract:
          n === 2
            ? null
            : `We give the same agent the same tasks with eight, eighty and eight hundred tools, on day ${i}. Success falls long before the context window is full.\n\nA short description of what a tool is not for wins back most of the loss.`,
        edition: id,
        firstSeen: day,
        lastSeen: '2026-02-27',
        published: day,
        instant,
        updated: instant,
      });
    });
    papers.push(...fresh);
    for (const one of fresh) {
      if (one.title.includes('Agents') || one.title.includes('الأدوات'))
        matches.set(one.id, [match(TOPICS[0]!, 'agent', 'tools')]);
      if (one.title.includes('Reward')) matches.set(one.id, [match(TOPICS[1]!, 'reward model')]);
    }
    const known = papers[0]!;
    const later =
      i > 0 && i % 7 === 0
        ? [
            change(known, {
              kind: 'revised',
              revision: 2,
              fields: [{ field: 'title', before: 'One Tool', after: known.title }],
              reason: 'the same arXiv id',
            }),
          ]
        : [];
    if (later.length > 0) known.sightings.push(sighting(id, 10 + i));
    editions.push(edition(id, i + 1, [...fresh.map((one) => change(one)), ...later]));
  }
  return { archive: { ...emptyArchive(), papers, editions }, matches, topics: TOPICS };
}
