import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { Channel, ChannelFactory, Envelope, Outcome } from '../channel.ts';
import { createSlots } from '../slots.ts';

/** Posts at once; and in milliseconds: until a connection stands, and until the answer is there. */
const limits = { connections: 4, connect: 15_000, answer: 60_000 };

/** Posts each message as signed JSON to one address. */
export const webhook: ChannelFactory = {
  label: 'a signed JSON POST to WEBHOOK_URL',
  create({ variable }): Channel {
    let post: ((envelope: Envelope, begin: () => Promise<void>) => Promise<Outcome>) | null = null;
    let end = async (): Promise<void> => {};
    // Bounded here and not by the connections alone: what waits for one would use up its deadline, and its signature age.
    const slots = createSlots(limits.connections);
    return {
      withoutAddress: true,
      async open() {
        const url = readUrl(variable('WEBHOOK_URL'));
        const secret = readSecret(variable('WEBHOOK_SECRET'));
        const { Agent, request } = await import('undici');
        const agent = new Agent({
          connect: { timeout: limits.connect },
          pipelining: 1,
          connections: limits.connections,
        });
        post = (envelope, begin) => postTo(request, { url, secret, agent }, envelope, begin);
        end = () => agent.close();
      },
      async send(envelope, begin, check = () => {}, settled = () => {}) {
        if (post === null) throw new Error('the channel is not open');
        const open = post;
        return slots(async () => {
          check();
          const outcome = await open(envelope, begin);
          settled(outcome);
          return outcome;
        });
      },
      async close() {
        post = null;
        await end();
      },
    };
  },
};

interface Target {
  url: URL;
  secret: string;
  agent: import('undici').Agent;
}

/** What is posted; `id` is the same for every attempt at the same delivery. */
function bodyOf({ message, from, to }: Envelope): Buffer {
  // A subscription without an address has a placeholder in its envelope, which is nobody's business.
  const recipient = to.address.endsWith('.invalid') ? null : { address: to.address, name: to.name };
  const { messageKey: id, subject, html, text, date } = message;
  return Buffer.from(
    JSON.stringify({ schema: 'paperboy.webhook/1', id, subject, date, from, to: recipient, text, html }),
  );
}

/** The signature of a body: HMAC-SHA-256 over `TIMESTAMP.BODY`, so that an old one cannot be used again. */
const signatureOf = (secret: string, timestamp: number, body: Uint8Array): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

async function postTo(
  request: typeof import('undici').request,
  { url, secret, agent }: Target,
  envelope: Envelope,
  begin: () => Promise<void>,
): Promise<Outcome> {
  const body = bodyOf(envelope);
  let streamed = false;
  let refusal: unknown;
  // Pulled when there is a connection and not before: the attempt is on record before the first byte, and what fails
  // before it was none.
  const pull = async function* () {
    try {
      await begin();
    } catch (error) {
      refusal = error;
      throw error;
    }
    streamed = true;
    yield body;
  };
  try {
    const timestamp = Math.floor(Date.now() / 1000);
    const response = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        'content-length': String(body.length),
        'idempotency-key': envelope.message.messageKey,
        'paperboy-signature': signatureOf(secret, timestamp, body),
      },
      body: Readable.from(pull(), { objectMode: false }),
      headersTimeout: limits.answer,
      bodyTimeout: limits.answer,
      signal: AbortSignal.timeout(limits.connect + 2 * limits.answer),
    });
    // Read to the end, so that the connection can be used again; what it says is nobody's business.
    await response.body.dump({ limit: 64 * 1024 }).catch(() => {});
    return outcomeOfStatus(response.statusCode);
  } catch (error) {
    if (refusal !== undefined) throw refusal;
    const detail = codeOf(error);
    // It may have read everything before the connection broke.
    if (streamed) return { state: 'in-doubt', detail: `${detail} after the message`, serverWide: true };
    return { state: 'deferred', detail, serverWide: true };
  }
}

/**
 * What an answer means. A redirect is not followed: it would take the message to somebody who was not asked for.
 *
 * | answer | state | server-wide |
 * |---|---|---|
 * | 2xx | sent | no |
 * | 400, 413, 415, 422: this message is not wanted | failed | no |
 * | 408, 425, 429, 5xx | deferred | yes |
 * | 3xx, 401, 403, 404, 410 and all others: the address or the secret is wrong | deferred | yes |
 */
function outcomeOfStatus(status: number): Outcome {
  const detail = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { state: 'sent', detail, serverWide: false };
  if ([400, 413, 415, 422].includes(status)) return { state: 'failed', detail, serverWide: false };
  return { state: 'deferred', detail, serverWide: true };
}

function codeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: { code?: unknown } };
  return String(code ?? cause?.code ?? name ?? 'unknown error');
}

function readUrl(text: string | null): URL {
  const expected = 'an https address; http only on this machine';
  if (text === null) throw wrong('sending by webhook was asked for, but WEBHOOK_URL is not set', expected);
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url !== null && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
    throw wrong('WEBHOOK_URL cannot be used', expected);
  }
  if (url.username !== '' || url.password !== '')
    throw wrong('WEBHOOK_URL contains a user name or a password', expected);
  return url;
}

function readSecret(text: string | null): string {
  if (text !== null && text.length >= 16) return text;
  throw wrong('WEBHOOK_SECRET is not set, or shorter than 16 characters', 'a secret that the receiving side knows too');
}

const wrong = (message: string, expected: string): UserError =>
  new UserError([diagnostic('setting-invalid', { message, expected })], 2);
