import { sentFromHere } from './headers.ts';
import { notice, originOf, type Request, type ServerParts } from './server.ts';

/** Most bytes of a form. */
export const LARGEST_FORM = 16 * 1024;

/** Fields of a form by their names; of several with one name the last. */
export type Fields = ReadonlyMap<string, string>;

/**
 * Reads a form that a page of this server sent.
 * @param anywhere the form may come from elsewhere: for the POST that mail programs send by themselves (RFC 8058), where the link is all the
 * authority there is. Those may send `multipart/form-data` as well.
 * @returns the fields, or the answer that refuses it.
 */
export async function readForm(c: Request, parts: ServerParts, anywhere = false): Promise<Fields | Response> {
  if (!anywhere && !sentFromHere(c.req.raw.headers, originOf(c, parts))) {
    return notice(
      c,
      parts,
      {
        title: 'This came from another page',
        texts: [
          'The form was not sent by a page of this server, so nothing was done. Please open the page and send it from there.',
        ],
      },
      403,
    );
  }
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'multipart/form-data' && anywhere) {
    const data = await c.req.raw.formData().catch(() => null);
    if (data !== null)
      return new Map([...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  } else if (type === 'application/x-www-form-urlencoded') {
    return new Map(new URLSearchParams(await c.req.text()));
  }
  return notice(c, parts, { title: 'No form', texts: ['What was sent is not a form, so nothing was done.'] }, 415);
}

/** Text of a field as people mean it: well-formed, without control characters but line breaks. */
export const textIn = (fields: Fields, name: string, longest = 5_000): string =>
  (fields.get(name) ?? '')
    .slice(0, longest)
    // Control characters, and those that turn the direction of text around.
    .replace(/[^\P{Cc}\r\n]|[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff\ufffd]/gu, ' ');
