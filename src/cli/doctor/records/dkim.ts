import { createPublicKey, type KeyObject } from 'node:crypto';
import { readTags } from './tags.ts';

/** A key in DNS (RFC 6376, 3.6.1). */
export interface DkimRecord {
  /** `null`: it was revoked. */
  key: KeyObject | null;
  /** The domain only tries: receivers treat its mail as if it were unsigned. */
  testing: boolean;
}

/** Reads a record. @returns `null` when it is none, or its key cannot be read. */
export function readDkim(text: string): DkimRecord | null {
  const tags = readTags(text);
  const data = tags?.get('p');
  if (tags == null || data === undefined) return null;
  if (!['DKIM1', undefined].includes(tags.get('v'))) return null;
  const testing = (tags.get('t') ?? '').split(':').some((flag) => flag.trim() === 'y');
  if (data === '') return { key: null, testing };
  const key = readKey(Buffer.from(data.replace(/\s+/g, ''), 'base64'));
  return key === null ? null : { key, testing };
}

/** The form is that of RFC 5280; some publish the bare key of RFC 8017, and receivers take both. */
function readKey(der: Buffer): KeyObject | null {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: der, format: 'der', type });
    } catch {
      // The other form, or neither.
    }
  }
  return null;
}

/** Whether a public key is the one of a private key. */
export const belongTogether = (publicKey: KeyObject, privateKey: KeyObject): boolean =>
  publicKey.equals(createPublicKey(privateKey));
