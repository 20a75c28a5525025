import type { Mail } from './mail.ts';

/** What a token looks like; 56 characters where it is about nothing. */
const shape = '[a-z2-7]{56,400}';

/**
 * Tokens that a mail shows where they count: in the subject (`[paperboy TOKEN]`, `unsubscribe TOKEN`), in the address it
 * was sent to (`papers+TOKEN@`), and in the lines that somebody typed. Not in what is quoted: a mail that is passed on
 * holds its links.
 */
export function tokensIn({ subject, to }: Pick<Mail, 'subject' | 'to'>, typed: readonly string[]): string[] {
  const found: string[] = [];
  const look = (text: string): void => {
    // Mail programs fold long subjects, and some leave a space where they did.
    for (const match of text.slice(0, 2000).matchAll(new RegExp(`(?<![a-z0-9])${shape}(?![a-z0-9])`, 'gi'))) {
      found.push(match[0].toLowerCase());
    }
  };
  look(subject);
  for (const address of to) look(/\+([^@]*)@/.exec(address.slice(0, 512))?.[1] ?? '');
  for (const line of typed) look(line);
  return [...new Set(found)].slice(0, 5);
}
