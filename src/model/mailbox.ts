/** A mailbox that has passed the address gate. */
export interface Mailbox {
  address: string;
  /** One line, without control characters, or `null`. */
  name: string | null;
}

/** The answer of a gate: the value unchanged, or why it was refused. The reason never repeats the value. */
export type Gate<T> = { ok: true; value: T } | { ok: false; reason: string };

// RFC 5322 atext, without `!` and `%`: old mailers read both as routes to another host.
const localPart = /^[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The address gate: accepts exactly one plain mailbox, `local@domain`, and refuses everything else. It never repairs:
 * what it accepts is the string it was given.
 *
 * Stricter than RFC 5321 on purpose. Refused although the RFC allows them: quoted local parts, comments, address
 * literals, single-label domains, `!`, `%`, a leading `-` (read as an option by sendmail), and `=?`, which header
 * parsers may take for an encoded word. International domains are accepted as A-labels (`xn--...`).
 */
export function checkAddress(text: string): Gate<string> {
  const refuse = (reason: string): Gate<string> => ({ ok: false, reason });
  if (text.length > 254) return refuse('longer than 254 characters');
  if (/[^\x21-\x7e]/.test(text)) return refuse('contains a space, a control character or a character outside ASCII');
  const at = text.indexOf('@');
  if (at === -1) return refuse('has no "@"');
  if (text.indexOf('@', at + 1) !== -1) return refuse('has more than one "@"');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  if (local === '') return refuse('has nothing before the "@"');
  if (local.length > 64) return refuse('has more than 64 characters before the "@"');
  if (!localPart.test(local) || local.startsWith('-') || local.includes('=?')) {
    return refuse('has a character before the "@" that is not allowed there');
  }
  if (labels.length < 2) return refuse('has no full domain after the "@"');
  if (!labels.every((part) => label.test(part))) return refuse('has a domain that is not well-formed');
  // A numeric last label would make an IPv4 address of it (RFC 3696, section 2).
  if (!/[A-Za-z]/.test(labels.at(-1) ?? '')) return refuse('has a domain that ends in digits');
  return { ok: true, value: text };
}

/**
 * The `mailto:` URL of an address that has passed {@link checkAddress}, with a subject. RFC 6068: an address may hold
 * `&`, `?` and `#`, which mean something else in a URL, so whatever is no plain letter is percent-encoded. The mail's
 * text and its headers both take it from here.
 */
export function mailtoUrl(address: string, subject: string): string {
  const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${hex(c)}`);
  const at = address.lastIndexOf('@');
  return `mailto:${encode(address.slice(0, at))}@${address.slice(at + 1)}?subject=${encode(subject)}`;
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase();

/** The subject of a request to leave. It names the subscription, so that the operator knows whom to remove. */
export const leaveSubject = (subscription: string): string => `unsubscribe ${subscription}`;

// Controls, line and paragraph separators, lone surrogates, and the bidi controls that can turn a name around.
const notInNames = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

/** The gate for display names: one line of at most 200 characters, no controls, well-formed, no encoded words. */
export function checkName(text: string): Gate<string> {
  const refuse = (reason: string): Gate<string> => ({ ok: false, reason });
  if (text.trim() === '') return refuse('is empty');
  if (text.length > 200) return refuse('is longer than 200 characters');
  if (notInNames.test(text)) return refuse('contains a line break or a control character');
  if (text.includes('=?')) return refuse('contains "=?", which mail programs decode');
  return { ok: true, value: text };
}

/**
 * Reads `address` or `Name <address>`; both parts pass their gate. A name with characters that are special in a list
 * of addresses must stand in quotes, so that a list is never taken for one strange name.
 */
export function checkMailbox(text: string): Gate<Mailbox> {
  const named = /^(?:"([^"\\]+)"|([^"\\<>@,;:()]*[^"\\<>@,;:()\s])) <([^<>]*)>$/.exec(text);
  const address = checkAddress(named?.[3] ?? text);
  if (!address.ok) return address;
  if (named === null) return { ok: true, value: { address: address.value, name: null } };
  const name = checkName(named[1] ?? named[2] ?? '');
  if (!name.ok) return { ok: false, reason: `has a name that ${name.reason}` };
  return { ok: true, value: { address: address.value, name: name.value } };
}
