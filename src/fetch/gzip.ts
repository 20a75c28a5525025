import { constants, gunzipSync } from 'node:zlib';

/** Whether bytes begin as a gzip file does (RFC 1952, 2.3.1). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * What came out of a gzip file. `cut`: it ends too early, `bytes` is what came until then. `damaged`: not gzip, or its
 * checksum is wrong. `too-large`: more would come out than allowed; nothing was kept.
 */
export type Unpacked =
  | { state: 'whole' | 'cut'; bytes: Uint8Array }
  | { state: 'damaged' }
  | { state: 'too-large'; limit: 'size' | 'ratio' };

/** Listings pack at 3:1 to 10:1; deflate cannot do better than 1032:1, which only bombs come near. */
const maxRatio = 200;

/** Small files may unpack to this whatever the ratio: a page of white space is no bomb. */
const harmless = 1024 * 1024;

/**
 * Unpacks gzip with bounded output.
 * @param maxBytes most bytes that may come out.
 */
export function unpack(packed: Uint8Array, maxBytes: number): Unpacked {
  const byRatio = Math.max(harmless, packed.length * maxRatio);
  const maxOutputLength = Math.min(maxBytes, byRatio);
  try {
    return { state: 'whole', bytes: gunzipSync(packed, { maxOutputLength }) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { state: 'too-large', limit: byRatio < maxBytes ? 'ratio' : 'size' };
    if (code !== 'Z_BUF_ERROR') return { state: 'damaged' };
  }
  try {
    // A flush that does not insist on the end gives what is there of a cut file (documentation of node:zlib).
    return { state: 'cut', bytes: gunzipSync(packed, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }) };
  } catch {
    return { state: 'damaged' };
  }
}
