import type { Coding, PublicFile } from './public-files.ts';

/** What of a request decides how a file is answered. */
interface Asked {
  method: string;
  headers: { get(name: string): string | null };
}

/**
 * The answer to a request for a file (RFC 9110): 304 where the client has it, 206 or 416 for a range, else 200, compressed where the client can
 * read that. A range is one of the plain bytes.
 * @param headers what all answers of the kind have.
 */
export async function answerFile(
  file: PublicFile,
  { method, headers: asked }: Asked,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const coding = asked.get('range') === null && file.text ? codingFor(asked.get('accept-encoding') ?? '') : 'identity';
  const etag = file.etag(coding);
  const common: Record<string, string> = {
    ...headers,
    etag,
    'accept-ranges': 'bytes',
    // Looked for again each time, which costs nothing when it is the same: a site is current when it was published.
    'cache-control': 'public, no-cache',
    'last-modified': file.modified.toUTCString(),
    ...(file.text ? { vary: 'Accept-Encoding' } : {}),
  };
  if (isKnown(file, asked)) return new Response(null, { status: 304, headers: common });
  const about = { ...common, 'content-type': file.type };
  const bytes = await file.bytes(coding);
  const range = rangeOf(method, asked, bytes.length, etag);
  if (range === 'outside') {
    return new Response(null, { status: 416, headers: { ...about, 'content-range': `bytes */${bytes.length}` } });
  }
  const [start, end] = range ?? [0, bytes.length - 1];
  const body = range === null ? bytes : bytes.subarray(start, end + 1);
  return new Response(method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer>), {
    status: range === null ? 200 : 206,
    headers: {
      ...about,
      'content-length': String(body.length),
      ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${bytes.length}` }),
    },
  });
}

/** Whether the client has the file in one of its codings. With `If-None-Match` the date does not count. */
function isKnown(file: PublicFile, headers: Asked['headers']): boolean {
  const tags = headers.get('if-none-match');
  if (tags !== null) {
    const own = (['identity', 'gzip', 'br'] as const).map((coding) => file.etag(coding));
    return tags.split(',').some((tag) => tag.trim() === '*' || own.includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return Math.floor(file.modified.getTime() / 1000) * 1000 <= since;
}

/** The best coding that the client accepts (RFC 9110, 12.5.3); brotli before gzip. */
function codingFor(accepted: string): Coding {
  const weights = new Map(
    accepted.split(',').map((part): [string, number] => {
      const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
      const weight = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(weight)];
    }),
  );
  const accepts = (name: string): boolean => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : 'identity';
}

/** First and last byte of the one range that is asked for; `null`: all. Several ranges, and what is none, count as not asked for. */
function rangeOf(
  method: string,
  headers: Asked['headers'],
  length: number,
  etag: string,
): [number, number] | 'outside' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('range') ?? '');
  const condition = headers.get('if-range');
  if (match === null || method !== 'GET' || (condition !== null && condition !== etag)) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  return start > end ? 'outside' : [start, end];
}
