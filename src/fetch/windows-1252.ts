/**
 * What the bytes 80 to 9F mean in Windows-1252 (WHATWG Encoding, index windows-1252). Five of them mean nothing and stay
 * control characters.
 */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Bytes of Windows-1252 as text. `TextDecoder` reads them; but several versions of Node, 20.20 among them, take this
 * label for Latin-1 and give control characters for the bytes 80 to 9F. They are put right here, which does nothing
 * where Node is right.
 */
export function windows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (character) => upper[character.charCodeAt(0) - 0x80]!);
}

/** The byte of a character in Windows-1252 or Latin-1, or -1 when neither has it. */
export function byteOf(character: string): number {
  const code = character.charCodeAt(0);
  if (code < 0x100) return code;
  const index = upper.indexOf(character);
  return index === -1 ? -1 : index + 0x80;
}

/** The characters that stand for the bytes 80 to BF, either way, as the inside of a character class. */
export const continuation = `\u0080-\u00bf${upper}`;
