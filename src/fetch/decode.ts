import { diagnostic, plural } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { isGzip, unpack } from './gzip.ts';
import { firstMojibake, repairMojibake } from './mojibake.ts';
import { windows1252 } from './windows-1252.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A dump's bytes as text. */
export interface Decoded {
  /** Without byte-order mark. */
  text: string;
  encoding: Encoding;
  diagnostics: Diagnostic[];
}

/** Most bytes that may come out of a packed dump. */
const maxUnpacked = 256 * 1024 * 1024;

/**
 * Bytes to text by declared rules, in this order:
 * 1. Bytes that begin as gzip are unpacked, once.
 * 2. A byte-order mark of UTF-16 decides; without one, NULs in nearly every second place do, as Latin text has them.
 * 3. What is valid UTF-8 is UTF-8, with or without a byte-order mark.
 * 4. With some characters beyond ASCII in order, or cut within the last one, it is UTF-8 with a few broken bytes, each
 *    read as U+FFFD.
 * 5. All else is Windows-1252, of which Latin-1 is a part: each byte gives a character, so this cannot fail.
 *
 * Rule 4 comes before 5 so that one flipped byte, or a cut in the middle of a character, does not turn each accent of a
 * file into two wrong letters. Text in Windows-1252 practically never holds valid sequences of UTF-8.
 *
 * Never throws. NULs stay: what text may hold is decided in `parse/sanitize.ts`, and nowhere else.
 * @param file for the diagnostics.
 */
export function decode(bytes: Uint8Array, file: string): Decoded {
  if (!isGzip(bytes)) return decodePlain(bytes, file);
  const unpacked = unpack(bytes, maxUnpacked);
  if ('bytes' in unpacked) {
    const decoded = decodePlain(unpacked.bytes, file);
    if (unpacked.state === 'whole') return decoded;
    const message = 'the gzip file ends too early; what could be unpacked was read';
    return { ...decoded, diagnostics: [diagnostic('gzip-invalid', { message, file }), ...decoded.diagnostics] };
  }
  const problem =
    unpacked.state === 'damaged'
      ? diagnostic('gzip-invalid', { message: 'the gzip file is damaged; nothing of it was read', file })
      : diagnostic('gzip-bomb', {
          message: `it would unpack to more than ${unpacked.limit === 'size' ? '256 MiB' : '200 times its size'}; nothing of it was read`,
          file,
        });
  return { text: '', encoding: 'utf-8', diagnostics: [problem] };
}

function decodePlain(bytes: Uint8Array, file: string): Decoded {
  const wide = wideEncoding(bytes);
  const { text: read, encoding, diagnostics } = wide === null ? narrow(bytes, file) : decodeWide(bytes, wide, file);
  const { text, diagnostics: garbled } = checkMojibake(read, file);
  return { text, encoding, diagnostics: [...diagnostics, ...garbled, ...checkNul(text, file)] };
}

/** How much of a file the search for NULs looks at; enough to see a pattern. */
const sample = 4096;

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const nuls = [0, 0];
  const end = Math.min(bytes.length, sample);
  for (let index = 0; index < end; index++) if (bytes[index] === 0) nuls[index % 2]!++;
  const half = end / 2;
  const [even, odd] = nuls as [number, number];
  if (half < 2) return null;
  if (odd > half * 0.7 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.7 && odd < half * 0.05 ? 'utf-16be' : null;
}

function decodeWide(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', file: string): Decoded {
  const strict = decodeStrictly(bytes, encoding);
  if (strict !== null) return { text: strict, encoding, diagnostics: [] };
  const text = new TextDecoder(encoding).decode(bytes);
  return { text, encoding, diagnostics: [assumed(text, text.indexOf('\ufffd'), encoding, file)] };
}

function narrow(bytes: Uint8Array, file: string): Decoded {
  const strict = decodeStrictly(bytes, 'utf-8');
  if (strict !== null) return { text: strict, encoding: 'utf-8', diagnostics: [] };
  const loose = new TextDecoder('utf-8').decode(bytes);
  const at = firstInvalid(bytes, loose);
  const broken = count(loose, /\ufffd/g);
  const sound = count(loose, /[^\0-\x7f\ufffd]/g);
  const cutOff = broken === 1 && loose.endsWith('\ufffd');
  if (sound >= broken || cutOff) {
    return { text: loose, encoding: 'utf-8', diagnostics: [assumed(loose, at, 'utf-8', file)] };
  }
  const text = windows1252(bytes);
  // Up to that place all was ASCII or valid UTF-8, so its line is the same in either reading; the column is of `text`.
  const before = Buffer.byteLength(loose.slice(0, at)) + (hasMark(bytes) ? 3 : 0);
  return { text, encoding: 'windows-1252', diagnostics: [assumed(text, before, 'windows-1252', file)] };
}

function decodeStrictly(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/**
 * Where in the loosely decoded text the first invalid byte stands: the first U+FFFD that does not stand in the bytes
 * themselves (as EF BF BD). All before it is valid, so its length in bytes is known.
 */
function firstInvalid(bytes: Uint8Array, loose: string): number {
  let offset = hasMark(bytes) ? 3 : 0;
  let from = 0;
  for (let at = loose.indexOf('\ufffd'); at !== -1; at = loose.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(loose.slice(from, at));
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return at;
    offset += 3;
    from = at + 1;
  }
  return loose.length;
}

const count = (text: string, pattern: RegExp): number => {
  let n = 0;
  for (const _ of text.matchAll(pattern)) n++;
  return n;
};

const assumed = (text: string, at: number, encoding: Encoding, file: string): Diagnostic =>
  diagnostic('encoding-assumed', {
    message:
      encoding === 'windows-1252'
        ? 'not valid UTF-8 from here on; read as windows-1252'
        : `not valid ${encoding.toUpperCase()} here; what could not be read was replaced by U+FFFD`,
    file,
    ...place(text, at),
    expected: 'UTF-8',
  });

function checkMojibake(text: string, file: string): { text: string; diagnostics: Diagnostic[] } {
  const found = firstMojibake(text);
  if (found === null) return { text, diagnostics: [] };
  const repaired = repairMojibake(text);
  const places = plural(found.count, 'place');
  const fate = repaired === null ? 'left as they are' : 'turned back';
  const message = `${places} with UTF-8 that was read as Latin-1, here ${JSON.stringify(found.sample)}; ${fate}`;
  const problem = diagnostic('text-mojibake', { message, file, ...place(text, found.at) });
  return { text: repaired ?? text, diagnostics: [problem] };
}

function checkNul(text: string, file: string): Diagnostic[] {
  const at = text.indexOf('\0');
  if (at === -1) return [];
  const n = count(text, /\0/g);
  const message = `${n} NUL character${n === 1 ? '' : 's, the first one here'}`;
  return [diagnostic('text-nul', { message, file, ...place(text, at) })];
}

/** Line and column, from 1, of an offset. */
function place(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}
