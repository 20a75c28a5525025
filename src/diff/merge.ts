import type { FieldChange, FieldValue, Organization, Paper, PaperRecord, StatedField } from '../model/index.ts';
import { bitOf, stated, statedFields, statedValue } from './fields.ts';
import { isBeginning, textFingerprint, titleFingerprint } from './fingerprint.ts';
import { isBlurb, newest, noteSighting, type Seen, settleSignals, state } from './versions.ts';

/** What merging a paper into its record gave. */
export interface Merge {
  record: PaperRecord;
  /** Title or abstract differ. */
  revised: FieldChange[];
  /** Code, project, organisation, authors or the id appeared. */
  enriched: FieldChange[];
}

/**
 * Merges what a dump says of a paper into what is known. An absent value never erases a known one; a value of an older
 * dump never replaces one of a newer dump, it only fills gaps.
 *
 * The record is the same in whatever order its dumps arrive. Weighed: the last value wins (a late old dump rolls it
 * back); for each field the value with its date (two dumps of one day still depend on their order, and so does a dump
 * whose year is corrected later, for the value that lost is gone). Chosen: a record keeps every value that dumps stated
 * and who stated it, and the current one follows from these alone (`versions.ts`). It costs nothing where all dumps
 * agree. What depends on the order by design: `edition`, `revision`, `instant` and `updated`, which tell what was
 * published when; and two records that prove to be one work later stay two, for both ids are in feeds.
 */
export function mergePaper(known: PaperRecord, paper: Paper, seen: Seen): Merge {
  const record: PaperRecord = { ...known, sightings: [...known.sightings], variants: { ...known.variants } };
  const sighting = noteSighting(record, seen);
  const latest = latestStatement(known, 'abstract');
  for (const field of statedFields) {
    const value = statedValue(paper, field);
    // A dump that prints a paper twice: its first word counts, the second only fills gaps.
    if (value === null || (sighting.states & bitOf(field)) !== 0) continue;
    state(record, field, value, sighting);
  }
  sighting.comments ??= paper.comments;
  sighting.upvotes ??= paper.upvotes;
  settleSignals(record);
  return {
    record,
    revised: revisionOf(known, record, newest(sighting) >= latest),
    enriched: enrichedBy(known, record),
  };
}

/** The order key of the newest sighting that states a field. */
function latestStatement({ sightings }: PaperRecord, field: StatedField): string {
  return sightings.reduce((latest, sighting) => {
    const key = (sighting.states & bitOf(field)) === 0 ? '' : newest(sighting);
    return key > latest ? key : latest;
  }, '');
}

/** @param current whether the dump is the newest that states an abstract: an older one completes, it does not revise. */
function revisionOf(known: PaperRecord, record: PaperRecord, current: boolean): FieldChange[] {
  const revised: FieldChange[] = [];
  if (known.title !== record.title && titleFingerprint(known.title) !== titleFingerprint(record.title)) {
    revised.push({ field: 'title', before: known.title, after: record.title });
  }
  const [before, after] = [known.abstract, record.abstract];
  if (before === null || after === null || before === after || !current) return revised;
  const [from, to] = [textFingerprint(before), textFingerprint(after)];
  if (from === to) return revised;
  // A text that stops in the middle of a sentence was cut, and now is whole; one that goes on after its end was revised.
  const completed = isBeginning(from, to) && !endsSentence(before);
  if (!completed && !isBlurb(before, after)) revised.push({ field: 'abstract', before, after });
  return revised;
}

const endsSentence = (text: string): boolean => /[^.][.!?][)"'”’\]]*$/.test(text.trimEnd());

const enriching = ['arxivId', 'authors', 'organization', 'code', 'project'] as const satisfies readonly StatedField[];

function enrichedBy(known: PaperRecord, record: PaperRecord): FieldChange[] {
  return enriching.flatMap((field) => {
    const after = stated(known, field) === null ? stated(record, field) : null;
    return after === null ? [] : [{ field, before: null, after: printed(field, after) }];
  });
}

const printed = (field: StatedField, value: FieldValue): string => {
  if (field === 'organization') return (value as Organization).name;
  return Array.isArray(value) ? value.join(', ') : String(value);
};
