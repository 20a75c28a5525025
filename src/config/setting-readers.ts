import { checkAddress, checkMailbox, type Mailbox } from '../model/mailbox.ts';
import type { Read } from './setting.ts';

// How the text of a setting becomes its value, where a form alone does not say it (`settings-table.ts`).

const LONGEST_SITE = 900;

/** An absolute http(s) address, without a slash at its end. */
function readWebAddress(given: string): Read<string> {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return { wrong: 'is not an absolute http(s) address' };
  if (url.username !== '' || url.password !== '') return { wrong: 'contains a user name or a password' };
  if (url.search !== '' || url.hash !== '') return { wrong: 'contains "?" or "#"; only the start of an address fits' };
  return { value: url.href.replace(/\/+$/, '') };
}

/** The address of a mirror. What may be asked is decided when it is asked (`fetch/gate.ts`); this is only the part that is plain from the text. */
export function readMirror(given: string): Read<string> {
  const read = readWebAddress(given);
  if (!('value' in read)) return read;
  const { protocol, hostname } = new URL(read.value);
  const here = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])\.?$/.test(hostname);
  return protocol === 'https:' || here ? read : { wrong: 'must be https; http is for this machine only' };
}

/** The address under which the site is published. */
export function readSiteUrl(given: string): Read<string> {
  const read = readWebAddress(given);
  // It stands in a header of every mail, whose lines have at most 998 bytes (RFC 5322, 2.1.1).
  const long = 'value' in read && read.value.length > LONGEST_SITE;
  return long ? { wrong: `is longer than ${LONGEST_SITE} characters` } : read;
}

/** A sender, `Name <address>` or an address. What is wrong is said without repeating it. */
export function readFrom(given: string): Read<Mailbox> {
  const gate = checkMailbox(given);
  return gate.ok ? gate : { wrong: `is not an address or "Name <address>": it ${gate.reason}` };
}

/** An address, with or without `mailto:`. */
export function readUnsubscribe(given: string): Read<string> {
  const gate = checkAddress(given.replace(/^mailto:/i, ''));
  return gate.ok ? gate : { wrong: `is not an address: it ${gate.reason}` };
}

/** Text that is checked where it is used. */
export const asIs = (given: string): Read<string> =>
  given.includes('\0') ? { wrong: 'is no text' } : { value: given };

/** Mails a second. */
export const readRate = (given: string): Read<string> =>
  /^[1-9]\d{0,5}$/.test(given) && Number(given) <= 100_000
    ? { value: given }
    : { wrong: 'is not a whole number from 1 to 100000' };
