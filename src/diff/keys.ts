import { createHash } from 'node:crypto';
import type { PaperKeys, PaperRecord } from '../model/index.ts';
import { textFingerprint, titleFingerprint } from './fingerprint.ts';

/**
 * Below this many characters, white space not counted (some 200 with it), two equal abstracts are no proof of one work:
 * blurbs and placeholders repeat.
 */
const shortestProof = 170;

/** The key by which a paper is recognised by its abstract, 16 hex digits, or `null` when the abstract proves nothing. */
export function abstractKey(abstract: string | null): string | null {
  if (abstract === null || abstract.length < shortestProof) return null;
  const fingerprint = textFingerprint(abstract);
  return fingerprint.length < shortestProof ? null : digest(fingerprint).slice(0, 16);
}

/** The titles a paper had before, or has in dumps that are older. */
export const formerTitles = ({ variants }: PaperRecord): string[] =>
  (variants.title ?? []).map(({ value }) => value as string);

/** The keys of its other abstracts. */
const formerAbstracts = ({ variants }: PaperRecord): string[] =>
  (variants.abstract ?? []).flatMap(({ value }) => abstractKey(value as string) ?? []);

/** All keys under which a record is found. */
export function recordKeys(record: PaperRecord): Required<PaperKeys> {
  const abstract = abstractKey(record.abstract);
  return {
    ids: [record.id],
    arxivIds: record.arxivId === null ? [] : [record.arxivId],
    titles: [...new Set([record.title, ...formerTitles(record)].map(titleFingerprint))],
    abstracts: [...new Set([...(abstract === null ? [] : [abstract]), ...formerAbstracts(record)])],
  };
}

/** SHA-256 of a text, 64 hex digits. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
