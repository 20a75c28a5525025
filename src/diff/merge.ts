import type { DatedField, Day, FieldChange, Link, Paper, PaperRecord, PublishedBasis } from '../model/index.ts';
import { foldMirrors, similarity, textFingerprint } from './fingerprint.ts';

/** What merging a paper into its record gave. */
export interface Merge {
  record: PaperRecord;
  /** Title or abstract differ. */
  revised: FieldChange[];
  /** Code, project, organisation, authors or the id appeared. */
  enriched: FieldChange[];
}

/**
 * Merges what a dump of `date` says of a paper into what is known. An absent value never erases a known one; a value of an
 * older dump never replaces one of a newer dump, it only fills gaps.
 */
export function mergePaper(known: PaperRecord, paper: Paper, date: Day): Merge {
  const record: PaperRecord = { ...known, asOf: { ...known.asOf } };
  const revised: FieldChange[] = [];
  const enriched: FieldChange[] = [];
  mergeTitle(record, paper, date, revised);
  mergeAbstract(record, paper, date, revised);
  if (paper.arxivId !== null && record.arxivId === null) {
    set(record, 'arxivId', paper.arxivId, date);
    enriched.push({ field: 'arxivId', before: null, after: paper.arxivId });
  }
  mergeAuthors(record, paper, date, enriched);
  mergeOrganization(record, paper, date, enriched);
  mergePublished(record, paper, date);
  for (const field of ['comments', 'upvotes'] as const) {
    if (paper[field] !== null && isCurrent(record, field, date)) set(record, field, paper[field], date);
  }
  mergeLinks(record, paper, date, enriched);
  return { record, revised, enriched };
}

/** Whether a dump of `date` may say the last word on a field. */
const isCurrent = (record: PaperRecord, field: DatedField, date: Day): boolean => date >= (record.asOf[field] ?? '');

function set<F extends DatedField>(record: PaperRecord, field: F, value: PaperRecord[F], date: Day): void {
  record[field] = value;
  record.asOf[field] = date;
}

function mergeTitle(record: PaperRecord, paper: Paper, date: Day, revised: FieldChange[]): void {
  if (textFingerprint(paper.title) === textFingerprint(record.title)) {
    if (isCurrent(record, 'title', date)) record.asOf.title = date;
  } else if (isCurrent(record, 'title', date)) {
    revised.push({ field: 'title', before: record.title, after: paper.title });
    record.formerTitles = withFormer(record, record.title).filter((title) => title !== paper.title);
    set(record, 'title', paper.title, date);
  } else {
    // A late old dump: remember the old title, so that the paper is recognised by it.
    record.formerTitles = withFormer(record, paper.title);
  }
}

const withFormer = (record: PaperRecord, title: string): string[] =>
  record.formerTitles.includes(title) ? record.formerTitles : [...record.formerTitles, title];

function mergeAbstract(record: PaperRecord, paper: Paper, date: Day, revised: FieldChange[]): void {
  if (paper.abstract === null) return;
  const abstract = foldMirrors(paper.abstract);
  if (record.abstract === null) {
    // Appearing is not a revision: the dumps before just did not print it.
    set(record, 'abstract', abstract, date);
    return;
  }
  const [before, after] = [textFingerprint(record.abstract), textFingerprint(abstract)];
  if (before === after) {
    // Equal but for hosts: the real one's addresses are kept, also against a mirror that is not in our list.
    if (siteLinks(abstract) > siteLinks(record.abstract)) record.abstract = abstract;
    if (isCurrent(record, 'abstract', date)) record.asOf.abstract = date;
    return;
  }
  const cutAfter = isCut(after, before);
  // A text that stops in the middle of a sentence was cut, and now is whole; one that goes on after its end was revised.
  if (isCut(before, after) && !endsSentence(record.abstract)) set(record, 'abstract', abstract, date);
  else if (!cutAfter && isCurrent(record, 'abstract', date) && !isBlurb(abstract, record.abstract)) {
    revised.push({ field: 'abstract', before: record.abstract, after: abstract });
    set(record, 'abstract', abstract, date);
  }
}

const siteLinks = (text: string): number => text.split('//huggingface.co').length - 1;

const endsSentence = (text: string): boolean => /[^.][.!?][)"'”’\]]*$/.test(text.trimEnd());

/** Whether a text is only the beginning of another. */
const isCut = (text: string, whole: string): boolean => whole.startsWith(text.replace(/(?:\.\.\.|…)$/, ''));

/** A much shorter text with little in common, such as a summary by a machine, never replaces an abstract. */
const isBlurb = (text: string, abstract: string): boolean =>
  text.length < abstract.length / 2 && similarity(text, abstract) < 0.5;

function mergeAuthors(record: PaperRecord, paper: Paper, date: Day, enriched: FieldChange[]): void {
  if (paper.authors.length > 0) {
    if (record.authors.length === 0) enriched.push({ field: 'authors', before: null, after: paper.authors.join(', ') });
    if (record.authors.length === 0 || isCurrent(record, 'authors', date)) set(record, 'authors', paper.authors, date);
  }
  if (paper.authorCount !== null && (record.authorCount === null || isCurrent(record, 'authorCount', date))) {
    set(record, 'authorCount', paper.authorCount, date);
  }
}

function mergeOrganization(record: PaperRecord, paper: Paper, date: Day, enriched: FieldChange[]): void {
  if (paper.organization === null) return;
  if (record.organization === null)
    enriched.push({ field: 'organization', before: null, after: paper.organization.name });
  else if (!isCurrent(record, 'organization', date)) return;
  set(record, 'organization', paper.organization, date);
}

/** How far a basis can be trusted; a printed year beats an inferred one. */
const trust: Record<PublishedBasis, number> = { explicit: 4, 'other-dump': 3, archive: 3, 'dump-year': 2, assumed: 1 };

function mergePublished(record: PaperRecord, paper: Paper, date: Day): void {
  if (paper.published === null || paper.publishedBasis === null) return;
  const known = record.publishedBasis === null ? 0 : trust[record.publishedBasis];
  const offered = trust[paper.publishedBasis];
  if (offered < known || (offered === known && !isCurrent(record, 'published', date))) return;
  set(record, 'published', paper.published, date);
  record.publishedBasis = paper.publishedBasis;
  record.publishedText = paper.publishedText;
}

function mergeLinks(record: PaperRecord, paper: Paper, date: Day, enriched: FieldChange[]): void {
  const links = new Map(record.links.map((link) => [link.rel, link]));
  for (const link of paper.links) {
    const url = foldMirrors(link.url);
    const known = links.get(link.rel);
    if (known === undefined && (link.rel === 'code' || link.rel === 'project')) {
      enriched.push({ field: link.rel, before: null, after: url });
    }
    if (known === undefined || isCurrent(record, 'links', date)) links.set(link.rel, { rel: link.rel, url });
  }
  if (paper.links.length > 0) set(record, 'links', sortLinks([...links.values()]), date);
}

const order = ['page', 'arxiv', 'pdf', 'code', 'project'];

/** Links in a fixed order, so that the same knowledge is the same bytes. */
export const sortLinks = (links: readonly Link[]): Link[] =>
  [...links].sort((a, b) => order.indexOf(a.rel) - order.indexOf(b.rel));
