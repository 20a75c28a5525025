import { createHash } from 'node:crypto';
import { textFingerprint } from './fingerprint.ts';

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

/** SHA-256 of a text, 64 hex digits. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
