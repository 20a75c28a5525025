import { byteOf, continuation } from './windows-1252.ts';

/** UTF-8 sequences whose bytes were taken for characters of Windows-1252: a lead byte C2 to F4 and what must follow. */
const sequence = new RegExp(
  `[\u00c2-\u00df][${continuation}]|[\u00e0-\u00ef][${continuation}]{2}|[\u00f0-\u00f4][${continuation}]{3}`,
  'g',
);

/** So many sequences, and nothing else beyond ASCII, are no accident. */
const enough = 3;

/** The first place that looks like UTF-8 read as Windows-1252 or Latin-1 (`Ã©`, `â€™`), and how many there are. */
export function firstMojibake(text: string): { at: number; sample: string; count: number } | null {
  // Most texts hold none of the usual leads: a quick look spares them the search.
  if (!/[\u00c2-\u00f4]/.test(text)) return null;
  let first: { at: number; sample: string } | null = null;
  let count = 0;
  for (const match of text.matchAll(sequence)) {
    if (!decodes(match[0])) continue;
    first ??= { at: match.index, sample: match[0] };
    count++;
  }
  return first === null ? null : { ...first, count };
}

/**
 * The text as it was meant, or `null` when that is not certain.
 *
 * Certain means: each character beyond ASCII is one of Windows-1252, and their bytes are, all of them, valid UTF-8, at
 * least three times over. A text that was saved as it should be fails this at its first dash or accent on its own, so
 * nothing right is made wrong, and the change can be undone without loss. A text that is garbled in places only, as when
 * two files were joined, is left alone: which of its places are meant, nobody can say.
 */
export function repairMojibake(text: string): string | null {
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index++) {
    const byte = byteOf(text[index]!);
    if (byte === -1) return null;
    bytes[index] = byte;
  }
  try {
    const repaired = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    let beyond = 0;
    for (const character of repaired) if (character > '\x7f') beyond++;
    return beyond >= enough ? repaired : null;
  } catch {
    return null;
  }
}

function decodes(characters: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(characters, byteOf));
    return true;
  } catch {
    return false;
  }
}
