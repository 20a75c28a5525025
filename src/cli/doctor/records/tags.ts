/**
 * A list of tags, `v=DKIM1; k=rsa; p=...` (RFC 6376, 3.2; RFC 7489, 6.4). White space around names and values does not count;
 * names are told apart by case. @returns `null` when it is no such list, or names a tag twice.
 */
export function readTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const found = /^\s*([A-Za-z]\w*)\s*=\s*(.*?)\s*$/s.exec(part);
    if (found === null || tags.has(found[1]!)) return null;
    tags.set(found[1]!, found[2]!);
  }
  return tags;
}
