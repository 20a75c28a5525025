import type { Edition } from '../model/index.ts';
import {
  collectAll,
  collectEdition,
  collectRoundUp,
  collectRoundUps,
  collectShelf,
  editionPath,
} from './collections.ts';
import { keyOf } from './key.ts';
import type { Library, Page, PageFamily, Shelf, Touched } from './library.ts';
import { opml, opmlPath } from './opml.ts';
import type { Collection, CollectionItem, Output, RenderContext } from './output.ts';
import { feedStylePath } from './outputs/feed-source.ts';
import { feedStyle } from './outputs/feed-style.ts';
import { outputs } from './outputs/index.ts';
import { archivePath, partsOf } from './parts.ts';
import { roundUpKey, roundUpsOf, roundUpTouched } from './round-ups.ts';
import { shortHash } from './short-hash.ts';

/** Feeds and Markdown of everything, of each shelf, edition, week and month. */
export const collectionPages: PageFamily = function* (library, context, touched) {
  yield* pagesOf(collectAll(library), context, touched);
  for (const shelf of shelvesOf(library)) yield* pagesOf(collectShelf(shelf), context, touched);
  for (const edition of library.editions) yield* editionPages(edition, library, context, touched);
  for (const unit of ['week', 'month'] as const) {
    const roundUps = roundUpsOf(library, unit);
    yield* pagesOf(collectRoundUps(`${unit}s`, roundUps), context, touched);
    for (const roundUp of roundUps) yield* pagesOf(collectRoundUp(roundUp), context, touched);
  }
  yield stylePage;
  if (context.siteUrl !== null) yield opmlPage(library, context.siteUrl);
};

/** Feeds and Markdown of each shelf alone: those of private subscriptions. */
export const shelfPages: PageFamily = function* (library, context, touched) {
  const shelves = shelvesOf(library);
  for (const shelf of shelves) yield* pagesOf(collectShelf(shelf), context, touched);
  if (shelves.length > 0) yield stylePage;
};

/** Its bytes depend on the program alone, and another program renders everything. */
const stylePage: Page = { file: feedStylePath, key: '', render: () => feedStyle };

/** It names feeds, and no paper. */
function opmlPage(library: Library, siteUrl: string): Page {
  const names = shelvesOf(library).map(({ kind, name, slug }) => [kind, name, slug]);
  return { file: opmlPath, key: keyOf([JSON.stringify(names)]), render: () => opml(library, siteUrl) };
}

function shelvesOf({ subscribers, topics, queries }: Library): Shelf[] {
  return [...subscribers, ...topics, ...queries];
}

/** An edition never changes, only what is known of its papers: its pages are named without a look at those. */
function* editionPages(
  edition: Edition,
  library: Library,
  context: RenderContext,
  touched: Touched | null,
): Generator<Page> {
  const { id, date, changes } = edition;
  const decided = {
    key: keyOf([JSON.stringify([id, date, changes.length])]),
    touched: touched !== null && changes.some(({ paper }) => touched.papers.has(paper)),
  };
  for (const output of Object.values<Output>(outputs)) {
    if (!output.kinds.includes('edition')) continue;
    const render = () => output.render(collectEdition(edition, library), context);
    yield { file: `${editionPath(id)}/${output.file}`, render, ...decided };
  }
}

/** The files of one collection. */
function* pagesOf(collection: Collection, context: RenderContext, touched: Touched | null): Generator<Page> {
  const made = Object.values<Output>(outputs).filter(({ kinds }) => kinds.includes(collection.kind));
  const feeds = made.filter(({ feed }) => feed);
  const page = (of: Collection, folder: string, output: Output): Page => ({
    file: `${folder}/${output.file}`,
    render: () => output.render(of, context),
  });
  if (feeds.length > 0) {
    for (const part of partsOf(collection)) {
      const archive = part.part?.archive ?? null;
      const folder = archive === null ? collection.path : archivePath(collection.path, archive);
      const decided = decisionOf(part, touched);
      for (const output of feeds) yield { ...page(part, folder, output), ...decided };
    }
  }
  const others = made.filter(({ feed }) => !feed);
  if (others.length === 0) return;
  const decided = decisionOf(collection, touched);
  for (const output of others) yield { ...page(collection, collection.path, output), ...decided };
}

function decisionOf(collection: Collection, touched: Touched | null): Required<Pick<Page, 'key' | 'touched'>> {
  return { key: collectionKey(collection), touched: touched !== null && shows(collection, touched) };
}

function shows({ items, roundUps = [] }: Collection, { papers }: Touched): boolean {
  if (papers.size === 0) return false;
  return (
    items.some(({ paper }) => papers.has(paper.id)) || roundUps.some((roundUp) => roundUpTouched(roundUp, { papers }))
  );
}

/**
 * What a document says besides the records and the reasons of its papers. Which papers those are needs no list: one whose
 * reasons changed counts as touched, so that what comes is seen in the papers, and what goes in their number or, where that has a limit, in the last of them. A digest of
 * each list would cost a look at the whole archive in every run.
 */
function collectionKey({ title, description, date, part, items, roundUps }: Collection): string {
  // Only a feed without items says the date of its collection.
  const shownDate = part === undefined || items.length + (roundUps ?? []).length === 0 ? date : null;
  const lines = [JSON.stringify([title, description, shownDate, part ?? null, items.length, items.at(-1)?.paper.id])];
  for (const roundUp of roundUps ?? []) lines.push(roundUpKey(roundUp));
  return keyOf(lines);
}

/** The reasons of one paper, as short as a key. The scores are no part of them: no output prints them. */
export const reasonsKey = (matches: CollectionItem['matches']): string => shortHash(reasonsOf('', matches));

function reasonsOf(id: string, matches: CollectionItem['matches']): string {
  let line = id;
  for (const { topic, spans } of matches) {
    line += `\t${topic}`;
    for (const { term } of spans) line += `\v${term}`;
  }
  return line;
}
