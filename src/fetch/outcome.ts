import type { Code } from '../diagnostic/index.ts';
import { GateError } from './gate.ts';

/** What became of one request. */
export type Outcome = Answer | NotModified | Fault;

/** 200 and a whole body. */
export interface Answer {
  kind: 'answer';
  /** As sent, a content encoding undone. */
  bytes: Uint8Array;
  etag: string | null;
}

/** 304: what we have is what is there. */
export interface NotModified {
  kind: 'not-modified';
}

export interface Fault {
  kind: 'fault';
  code: Extract<Code, `fetch-${string}`>;
  message: string;
  hint: string | null;
  /** The status of the answer; `null` when there was none. */
  status: number | null;
  /** Whether the same request may well succeed in a moment. */
  transient: boolean;
  /** How long the site asks to wait, in milliseconds. */
  waitMs: number | null;
  /** The part of a body that came. */
  partial: Uint8Array | null;
}

export const fault = (code: Fault['code'], message: string, more: Partial<Fault> = {}): Fault => ({
  kind: 'fault',
  code,
  message,
  hint: null,
  status: null,
  transient: false,
  waitMs: null,
  partial: null,
  ...more,
});

/** What an answer with another status than 200 means. */
export function faultOfStatus(status: number, retryAfter: number | null): Fault {
  if (status === 429 || (status === 503 && retryAfter !== null)) {
    const wait = retryAfter === null ? '' : `; the site asks to wait ${Math.ceil(retryAfter / 1000)} s`;
    const message = `too many requests (${status})${wait}`;
    return fault('fetch-rate-limited', message, { status, transient: true, waitMs: retryAfter });
  }
  if (status >= 300 && status < 400 && status !== 304) {
    return fault('fetch-redirects', `more than 5 redirects, or one to nowhere (${status})`, { status });
  }
  const [meaning, hint] = meanings[status] ?? [`the site answered with an error (${status})`, null];
  return fault('fetch-status', meaning, { status, hint, transient: status >= 500 && status !== 501 });
}

const meanings: Record<number, readonly [string, string | null]> = {
  400: [
    'the site refused the request (400)',
    'a date must not lie in the future or before the first list, of May 2023; a week or a month must exist',
  ],
  401: ['the site wants a login (401)', 'check --base-url: the lists are public on the site itself'],
  403: ['the site refused access (403)', 'check --base-url, or save the page with a browser'],
  404: ['there is no such page (404)', 'check the date and --base-url'],
};

/** Errors of the network and what they mean; https://nodejs.org/api/errors.html#common-system-errors */
const reasons: Record<string, string> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'names cannot be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_SOCKET: 'the connection was closed before an answer',
};

/**
 * What an error of the library means.
 * @param origin of the request, for the message.
 */
export function faultOfError(error: unknown, origin: string): Fault {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof GateError) return fault(cause.code, cause.message);
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  // Our own arguments are valid: this is a redirect in a circle, or to something that is no web address.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') {
    return fault('fetch-redirects', `${origin} redirects in a circle, or to no web address`);
  }
  if (/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code)) return fault('fetch-timeout', `${origin} stopped answering`);
  if (code.startsWith('HPE_')) return fault('fetch-refused', `${origin} does not speak HTTP (${code})`);
  const reason = reasons[code] ?? (code === '' ? message : `${code}`);
  return fault('fetch-refused', `cannot connect to ${origin}: ${reason}`, {
    transient: code in reasons,
    hint: 'check the network and --base-url; proxies are taken from HTTPS_PROXY and NO_PROXY',
  });
}
