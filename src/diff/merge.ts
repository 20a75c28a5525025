import type { DatedField, Day, FieldChange, Link, Paper, PaperRecord, PublishedBasis } from '../model/index.ts';
import {
  betterSpelling,
  foldMirrors,
  isBeginning,
  similarity,
  textFingerprint,
  titleFingerprint,
  traitsOf,
} from './fingerprint.ts';
import { abstractKey } from './keys.ts';

/** What merging a paper into its record gave. */
export interface Merge {
  record: PaperRecord;
  /** Title or abstract differ. */
  revised: FieldChange[];
  /** Code, project, organisation, authors or the id appeared. */
  enriched: FieldChange[];
}

/** What a dump of `date` says of a paper. */
interface Statement {
  paper: Paper;
  date: Day;
  /** The dump has stated this paper already: its first word counts, the second only fills gaps. */
  repeated: boolean;
}

/**
 * Merges what a dump of `date` says of a paper into what is known. An absent value never erases a known one; a value of an
 * older dump never replaces one of a newer dump, it only fills gaps.
 *
 * Dumps of different days give the same record in every order of arrival. By design these depend on it: between two dumps
 * of one day the later to arrive has the last word, as a list grows in the course of a day; `edition`, `revision`,
 * `instant` and `updated` tell what was published when; two records that prove to be one work later stay two, for both
 * ids are in feeds. One case is left to chance: a paper that goes back to an earlier abstract, but cut, or whose cut
 * abstract is the beginning of several versions; to settle it, the full text of every version would have to be kept.
 */
export function mergePaper(known: PaperRecord, paper: Paper, date: Day, repeated = false): Merge {
  const record: PaperRecord = { ...known, asOf: { ...known.asOf } };
  const said: Statement = { paper, date, repeated };
  const revised: FieldChange[] = [];
  const enriched: FieldChange[] = [];
  mergeTitle(record, said, revised);
  mergeAbstract(record, said, revised);
  if (paper.arxivId !== null && record.arxivId === null) {
    enriched.push({ field: 'arxivId', before: null, after: paper.arxivId });
    record.arxivId = paper.arxivId;
  }
  if (paper.arxivId !== null) confirm(record, 'arxivId', date);
  mergeAuthors(record, said, enriched);
  mergeOrganization(record, said, enriched);
  mergePublished(record, said);
  for (const field of ['aiSummary', 'comments', 'upvotes'] as const) {
    if (paper[field] !== null && isCurrent(record, field, said)) set(record, field, paper[field], date);
  }
  mergeLinks(record, said, enriched);
  return { record, revised, enriched };
}

/** Whether a dump may say the last word on a field. */
function isCurrent(record: PaperRecord, field: DatedField, { date, repeated }: Statement): boolean {
  const known = record.asOf[field] ?? '';
  return repeated ? date > known : date >= known;
}

/** Notes that a dump of `date` states the known value too. */
function confirm(record: PaperRecord, field: DatedField, date: Day): void {
  if (date > (record.asOf[field] ?? '')) record.asOf[field] = date;
}

function set<F extends keyof PaperRecord & DatedField>(
  record: PaperRecord,
  field: F,
  value: PaperRecord[F],
  date: Day,
): void {
  record[field] = value;
  record.asOf[field] = date;
}

/** The newest dump's title is current; all others are former ones. Of each the best spelling is kept. */
function mergeTitle(record: PaperRecord, said: Statement, revised: FieldChange[]): void {
  const { paper, date } = said;
  const key = titleFingerprint(paper.title);
  if (key === titleFingerprint(record.title)) {
    record.title = betterSpelling(record.title, paper.title);
    confirm(record, 'title', date);
    return;
  }
  const former = record.formerTitles.find((title) => titleFingerprint(title) === key);
  const title = former === undefined ? paper.title : betterSpelling(former, paper.title);
  const others = record.formerTitles.filter((each) => each !== former);
  if (isCurrent(record, 'title', said)) {
    revised.push({ field: 'title', before: record.title, after: title });
    record.formerTitles = [...others, record.title].sort();
    set(record, 'title', title, date);
  } else {
    // A late old dump: remember the old title, so that the paper is recognised by it.
    record.formerTitles = [...others, title].sort();
  }
}

function mergeAbstract(record: PaperRecord, said: Statement, revised: FieldChange[]): void {
  const offered = said.paper.abstract === null ? null : foldMirrors(said.paper.abstract);
  if (offered === null) return;
  const before = record.abstract;
  if (before === offered) {
    confirm(record, 'abstract', said.date);
    return;
  }
  if (before === null) set(record, 'abstract', offered, said.date);
  else replaceAbstract(record, before, offered, said, revised);
  const keys = new Set([...record.formerAbstracts, ...[before, offered].flatMap((text) => abstractKey(text) ?? [])]);
  keys.delete(abstractKey(record.abstract) ?? '');
  record.formerAbstracts = [...keys].sort();
}

function replaceAbstract(
  record: PaperRecord,
  known: string,
  offered: string,
  said: Statement,
  revised: FieldChange[],
): void {
  const { date } = said;
  const [before, after] = [textFingerprint(known), textFingerprint(offered)];
  if (before === after) {
    record.abstract = betterSpelling(known, offered);
    confirm(record, 'abstract', date);
  } else if (isBeginning(after, before)) {
    confirm(record, 'abstract', date);
  } else if (isBeginning(before, after)) {
    // A text that stops in the middle of a sentence was cut, and now is whole; one that goes on after its end was revised.
    if (endsSentence(known) && isCurrent(record, 'abstract', said)) revised.push(abstractChange(known, offered));
    record.abstract = offered;
    confirm(record, 'abstract', date);
  } else if (isCurrent(record, 'abstract', said)) {
    if (isBlurb(offered, known)) return;
    revised.push(abstractChange(known, offered));
    set(record, 'abstract', offered, date);
  } else if (isBlurb(known, offered)) {
    // The newer text is no abstract, so its date says nothing of the abstract: the one date that goes back.
    set(record, 'abstract', offered, date);
  }
}

const abstractChange = (before: string, after: string): FieldChange => ({ field: 'abstract', before, after });

const endsSentence = (text: string): boolean => /[^.][.!?][)"'”’\]]*$/.test(text.trimEnd());

/** A much shorter text with little in common, such as a summary by a machine, never replaces an abstract. */
const isBlurb = (text: string, abstract: string): boolean =>
  text.length < abstract.length / 2 && similarity(traitsOf(text), traitsOf(abstract)) < 0.5;

function mergeAuthors(record: PaperRecord, said: Statement, enriched: FieldChange[]): void {
  const { paper, date } = said;
  if (paper.authors.length > 0) {
    if (record.authors.length === 0) enriched.push({ field: 'authors', before: null, after: paper.authors.join(', ') });
    if (record.authors.length === 0 || isCurrent(record, 'authors', said)) set(record, 'authors', paper.authors, date);
  }
  if (paper.authorCount !== null && (record.authorCount === null || isCurrent(record, 'authorCount', said))) {
    set(record, 'authorCount', paper.authorCount, date);
  }
}

function mergeOrganization(record: PaperRecord, said: Statement, enriched: FieldChange[]): void {
  const { paper, date } = said;
  if (paper.organization === null) return;
  if (record.organization === null)
    enriched.push({ field: 'organization', before: null, after: paper.organization.name });
  else if (!isCurrent(record, 'organization', said)) return;
  set(record, 'organization', paper.organization, date);
}

/** How far a basis can be trusted; a printed year beats an inferred one. */
const trust: Record<PublishedBasis, number> = { explicit: 4, 'other-dump': 3, archive: 3, 'dump-year': 2, assumed: 1 };

function mergePublished(record: PaperRecord, said: Statement): void {
  const { paper, date } = said;
  if (paper.published === null || paper.publishedBasis === null) return;
  const known = record.publishedBasis === null ? 0 : trust[record.publishedBasis];
  const offered = trust[paper.publishedBasis];
  if (offered < known || (offered === known && !isCurrent(record, 'published', said))) return;
  set(record, 'published', paper.published, date);
  // The most trusted basis wins before the date, so this date may go back: it is that of the value.
  record.publishedBasis = paper.publishedBasis;
  record.publishedText = paper.publishedText;
}

function mergeLinks(record: PaperRecord, said: Statement, enriched: FieldChange[]): void {
  const { paper, date } = said;
  const links = new Map(record.links.map((link) => [link.rel, link]));
  for (const link of paper.links) {
    const url = foldMirrors(link.url);
    const known = links.get(link.rel);
    if (known === undefined && (link.rel === 'code' || link.rel === 'project')) {
      enriched.push({ field: link.rel, before: null, after: url });
    }
    if (known === undefined || isCurrent(record, link.rel, said)) {
      links.set(link.rel, { rel: link.rel, url });
      record.asOf[link.rel] = date;
    }
  }
  record.links = sortLinks([...links.values()]);
}

const order = ['page', 'arxiv', 'pdf', 'code', 'project'];

/** Links in a fixed order, so that the same knowledge is the same bytes. */
export const sortLinks = (links: readonly Link[]): Link[] =>
  [...links].sort((a, b) => order.indexOf(a.rel) - order.indexOf(b.rel));
