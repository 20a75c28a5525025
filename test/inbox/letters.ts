import { createHash } from 'node:crypto';
import { type Decided, decide } from '../../src/inbox/decide.ts';
import { readMail } from '../../src/inbox/mail.ts';
import { Book } from '../../src/subscribers/book.ts';
import { makeToken, type Purpose } from '../../src/subscribers/token.ts';
import { dice, keys, now } from '../subscribers/people.ts';

/** A mail as somebody would send it. */
export function mailOf({
  from = 'ada@reader.example',
  to = 'papers@paper.example',
  subject = '',
  body = '',
  more = {},
}: {
  from?: string;
  to?: string;
  subject?: string;
  body?: string;
  more?: Record<string, string>;
}): Buffer {
  const id = createHash('sha256')
    .update(JSON.stringify([from, to, subject, body, more]))
    .digest('hex')
    .slice(0, 20);
  const headers = { From: from, To: to, Subject: subject, 'Message-ID': `<${id}@reader.example>`, ...more };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}`);
}

/** A box with a book behind it: mails are decided on one after the other. */
export class Desk {
  readonly book = new Book();
  readonly roll = dice('desk');
  at = now;
  /** Digests that went out: key to subscription. */
  readonly digests = new Map<string, string>();

  async take(bytes: Uint8Array): Promise<Decided> {
    const mail = await readMail(bytes);
    if (mail === null) throw new Error('unreadable');
    const done = decide(mail, {
      ...{ book: this.book, keys, now: this.at, how: 'mail', dice: this.roll, own: ['papers@paper.example'] },
      domains: ['paper.example'],
      digestTo: (key) => this.digests.get(key) ?? null,
    });
    for (const event of done.events) this.book.apply(event);
    return done;
  }

  get(from = 'ada@reader.example') {
    return this.book.byAddress(from, keys);
  }

  token(purpose: Purpose, from = 'ada@reader.example'): string {
    const { id, epoch } = this.get(from)!;
    return makeToken({ purpose, id, epoch: purpose === 'confirm' ? epoch : 0 }, { keys, now: this.at });
  }

  /** Subscribes an address, confirmed by an answer. */
  async subscribe(from = 'ada@reader.example', topics = 'DPO'): Promise<string> {
    await this.take(mailOf({ from, subject: `subscribe ${topics}` }));
    await this.take(mailOf({ from, subject: `Re: x [paperboy ${this.token('confirm', from)}]`, body: 'yes' }));
    return this.get(from)!.id;
  }
}
