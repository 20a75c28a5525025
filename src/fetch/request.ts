import type { Dispatcher } from 'undici';
import { isGzip, unpack } from './gzip.ts';
import { type Answer, type Fault, fault, faultOfError, faultOfStatus, type Outcome } from './outcome.ts';
import { retryAfter } from './retry.ts';

/** One request. */
export interface Request {
  url: URL;
  /** The tag of the answer that is there, for `If-None-Match`. */
  etag: string | null;
  accept: string;
  userAgent: string;
  /** Most bytes of an answer, as sent and as unpacked. */
  maxBytes: number;
  /** Aborted at the deadline. */
  signal: AbortSignal;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  clock(): number;
}

/** Asks once and reads the whole answer. Never throws for what the site or the network does. */
export async function ask(dispatcher: Dispatcher, request: Request): Promise<Outcome> {
  const { url, etag, signal } = request;
  const headers: Record<string, string> = {
    accept: request.accept,
    'accept-encoding': 'gzip',
    'user-agent': request.userAgent,
  };
  if (etag !== null) headers['if-none-match'] = etag;
  let response: Dispatcher.ResponseData;
  try {
    const { origin, pathname, search } = url;
    response = await dispatcher.request({ origin, path: pathname + search, method: 'GET', headers, signal });
  } catch (error) {
    return signal.aborted ? late(url) : faultOfError(error, url.origin);
  }
  const { statusCode, body } = response;
  if (statusCode === 200) return readBody(response, request);
  // The connection can be used again; an error page of any length is not worth reading.
  await body.dump({ limit: 64 * 1024 }).catch(() => {});
  if (statusCode === 304 && etag !== null) return { kind: 'not-modified' };
  return faultOfStatus(statusCode, retryAfter(headerOf(response, 'retry-after'), request.clock()));
}

async function readBody(response: Dispatcher.ResponseData, request: Request): Promise<Answer | Fault> {
  const { maxBytes, signal, url } = request;
  const { body } = response;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      // Leaving the loop ends the connection.
      if (length > maxBytes) return tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch {
    if (signal.aborted) return late(url);
    const message = `the answer broke off after ${length} bytes`;
    return fault('fetch-cut', message, { status: 200, transient: true, partial: Buffer.concat(chunks) });
  }
  const bytes = Buffer.concat(chunks);
  const plain = undoEncoding(bytes, headerOf(response, 'content-encoding'), maxBytes);
  return 'kind' in plain ? plain : { kind: 'answer', bytes: plain, etag: headerOf(response, 'etag') };
}

/** Only gzip was offered to the site. */
function undoEncoding(bytes: Uint8Array, encoding: string | null, maxBytes: number): Uint8Array | Fault {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return bytes;
  if (!['gzip', 'x-gzip'].includes(name) || !isGzip(bytes)) {
    return fault('fetch-unusable', `the answer is packed in a way that was not asked for (${name.slice(0, 20)})`, {
      partial: bytes,
    });
  }
  const unpacked = unpack(bytes, maxBytes);
  if (unpacked.state === 'whole') return unpacked.bytes;
  if (unpacked.state === 'too-large') {
    return unpacked.limit === 'size'
      ? tooLarge(maxBytes)
      : fault('fetch-too-large', 'the answer would unpack to more than 200 times its size');
  }
  const message = `the packed answer of ${bytes.length} bytes is cut or damaged`;
  return fault('fetch-cut', message, { status: 200, transient: true, partial: bytes });
}

const tooLarge = (maxBytes: number): Fault =>
  fault('fetch-too-large', `the answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB; reading stopped`);

const late = (url: URL): Fault => fault('fetch-timeout', `no complete answer from ${url.origin} in time`);

function headerOf(response: Dispatcher.ResponseData, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
