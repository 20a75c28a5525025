import type {
  FieldValue,
  Link,
  LinkRel,
  Organization,
  Paper,
  PaperRecord,
  Publication,
  PublishedBasis,
  StatedField,
} from '../model/index.ts';
import { betterSpelling, foldMirrors, textFingerprint, titleFingerprint } from './fingerprint.ts';

/** The fields whose origin is remembered. A sighting names them by position: only ever append. */
export const statedFields = [
  'title',
  'abstract',
  'aiSummary',
  'arxivId',
  'authors',
  'authorCount',
  'organization',
  'published',
  'page',
  'arxiv',
  'pdf',
  'code',
  'project',
] as const satisfies readonly StatedField[];

/** The bit of a field in {@link Sighting.states}. */
export const bitOf = (field: StatedField): number => 1 << statedFields.indexOf(field);

const rels: readonly LinkRel[] = ['page', 'arxiv', 'pdf', 'code', 'project'];
const isRel = (field: StatedField): field is LinkRel => (rels as readonly string[]).includes(field);

/** What a paper, or a record, holds in a field; `null` when it says nothing. */
export function stated(paper: Omit<Paper, 'line'>, field: StatedField): FieldValue | null {
  if (isRel(field)) return paper.links.find(({ rel }) => rel === field)?.url ?? null;
  if (field === 'authors') return paper.authors.length > 0 ? paper.authors : null;
  if (field !== 'published') return paper[field];
  const { published: day, publishedBasis: basis, publishedText: text } = paper;
  return day === null || basis === null ? null : { day, basis, text };
}

/** What a dump states in a field, in the form in which it is kept: links and abstracts with the site's own host. */
export function statedValue(paper: Omit<Paper, 'line'>, field: StatedField): FieldValue | null {
  const value = stated(paper, field);
  if (typeof value === 'string') return isRel(field) || field === 'abstract' ? foldMirrors(value) : value;
  return field === 'published' && value !== null ? ownWord(value as Publication) : value;
}

/**
 * A publication day as one dump by itself says it. What others print is theirs to state: a dump's own word must not
 * depend on which of them came before it.
 */
export const ownWord = ({ basis, ...rest }: Publication): Publication => ({
  ...rest,
  basis: basis === 'other-dump' || basis === 'archive' ? 'dump-year' : basis,
});

/** Puts a value into a record, which must be a copy. */
export function setValue(record: PaperRecord, field: StatedField, value: FieldValue | null): void {
  if (isRel(field)) {
    const others = record.links.filter(({ rel }) => rel !== field);
    record.links = value === null ? others : sortLinks([...others, { rel: field, url: value as string }]);
  } else if (field === 'published') {
    const publication = value as Publication | null;
    record.published = publication?.day ?? null;
    record.publishedBasis = publication?.basis ?? null;
    record.publishedText = publication?.text ?? null;
  } else if (field === 'authors') record.authors = (value ?? []) as string[];
  else if (field === 'authorCount') record.authorCount = value as number | null;
  else if (field === 'organization') record.organization = value as Organization | null;
  else if (field === 'title') record.title = value as string;
  else record[field] = value as string | null;
}

/** Links in a fixed order, so that the same knowledge is the same bytes. */
const sortLinks = (links: readonly Link[]): Link[] =>
  [...links].sort((a, b) => rels.indexOf(a.rel) - rels.indexOf(b.rel));

/** How far a basis can be trusted; a printed year beats an inferred one. */
export const trust: Record<PublishedBasis, number> = {
  explicit: 4,
  'other-dump': 3,
  archive: 3,
  'dump-year': 2,
  assumed: 1,
};

/**
 * What makes two values of a field the same one: titles and abstracts by their fingerprints, for a wrap or a mirror is no
 * change; publication days whatever shows their year.
 */
export function sameness(field: StatedField, value: FieldValue): string {
  if (field === 'title') return titleFingerprint(value as string);
  if (field === 'abstract') return textFingerprint(value as string);
  if (field === 'published') return (value as Publication).day;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Of two forms of one value the one to keep. A total order decides and never the order of arrival, so that the same dumps
 * give the same record whenever they come.
 */
export function better(field: StatedField, a: FieldValue, b: FieldValue): FieldValue {
  if (field === 'title' || field === 'abstract') return betterSpelling(a as string, b as string);
  if (field !== 'published') return a;
  const [left, right] = [a as Publication, b as Publication];
  const difference = trust[left.basis] - trust[right.basis];
  if (difference !== 0) return difference > 0 ? left : right;
  return JSON.stringify(left) <= JSON.stringify(right) ? left : right;
}
