/**
 * 64 bits of a text, as 13 characters: enough to see that something changed, where nobody gains by a collision, at a
 * hundredth of what SHA-256 costs for a short text. Two rounds of FNV-1a (draft-eastlake-fnv) of 32 bits with other starts.
 */
export function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
  }
  return `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
