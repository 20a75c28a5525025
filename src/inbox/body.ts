/** Most lines of a mail that may hold commands, and most of each, in UTF-16 units. */
const mostLines = 12;
const longestLine = 1000;

/** Where the mail that is answered begins, in the words of common mail programs. */
const quoteHead =
  /^(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|forwarded message).*|_{8,}|(?:on|am|le|el|il|op|em|den|w dniu)\b.{4,200}\b(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|pisze|napisał)\b.{0,200}:?|(?:from|von|de|da):\s.{1,200}@.{1,200})$/i;

/** A signature, or what telephones write. */
const signature = /^(?:--\s?$|sent from my |get outlook for |von meinem |gesendet mit |envoyé de )/i;

/** What somebody typed: the lines before a quoted mail and before the signature, without those that are quoted or empty. */
export function typedLines(text: string): string[] {
  const lines: string[] = [];
  const all = text.slice(0, 100_000).split(/\r\n|\r|\n/);
  for (const [at, raw] of all.entries()) {
    const line = raw
      .slice(0, longestLine)
      .replace(/[\p{Cc}\p{Cf}\p{Zs}]+/gu, ' ')
      .trim();
    if (signature.test(line) || quoteHead.test(line)) break;
    // The line before a quotation says who wrote it, in whichever language.
    const quotes = nextTyped(all, at + 1).startsWith('>');
    if (line === '' || line.startsWith('>') || (quotes && /[:：]$/.test(line))) continue;
    lines.push(line);
    if (lines.length === mostLines) break;
  }
  return lines;
}

const nextTyped = (lines: readonly string[], from: number): string =>
  lines
    .slice(from, from + 3)
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';

/**
 * Whether a subject is that of a letter of ours, and no answer to it: servers send such a letter back, forward it, or say that
 * somebody is away, and not all of them say that a program did.
 */
export const isReturned = (subject: string): boolean =>
  /\[paperboy [a-z2-7]+\]/i.test(subject) &&
  !/^\s*(?:re|aw|antw|sv|vs|res|rif|odp|ynt|ang|回复|回覆|答复)(?:\[\d+\])?\s*[:：]/i.test(subject);

/** A subject without "Re:", "Fwd:" and the like, and without our mark. */
export function bareSubject(subject: string): string {
  let bare = subject
    .slice(0, longestLine)
    .replace(/[\p{Cc}\p{Cf}\p{Zs}]+/gu, ' ')
    .trim();
  for (let n = 0; n < 10; n++) {
    const shorter = bare
      .replace(/^(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|res|rif)(?:\[\d+\])?\s*[:：]\s*/i, '')
      .replace(/^\[paperboy [a-z2-7]+\]\s*/i, '');
    if (shorter === bare) break;
    bare = shorter;
  }
  return bare.replace(/\s*\[paperboy [a-z2-7]+\]/gi, '').trim();
}
