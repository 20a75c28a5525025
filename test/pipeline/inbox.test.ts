import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/deliver/channel.ts';
import { diagnostic, UserError } from '../../src/diagnostic/index.ts';
import { type InboxEffects, readInbox } from '../../src/pipeline/inbox.ts';
import { fileSubscribers } from '../../src/store/subscribers.ts';
import { mailOf } from '../inbox/letters.ts';
import { dice, keys, now } from '../subscribers/people.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-inbox-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let n = 0;

/** An inbox whose letters go where a test says. */
function inbox(send: (messageKey: string) => Promise<void>) {
  const store = fileSubscribers(join(scratch, String(n++), 'subscribers.jsonl'));
  const done: string[] = [];
  const channel: Channel = {
    open: async () => {},
    close: async () => {},
    send: async ({ message }) => {
      await send(message.messageKey);
      return { state: 'sent', detail: '', serverWide: false };
    },
  };
  const effects: InboxEffects = {
    ...{ store, channel, dice: dice('inbox'), clock: () => now, signal: new AbortController().signal },
    ...{ volume: () => null, digestTo: () => null, suppress: async () => {}, variable: () => undefined },
    render: () => ({ subject: 'A letter', text: 'text', html: '<p>text</p>' }),
  };
  const from = { address: 'papers@paper.example', name: null };
  const read = (mails: readonly Uint8Array[], more: Partial<InboxEffects> = {}) =>
    readInbox(
      {
        diagnostics: [],
        async *items() {
          for (const [at, bytes] of mails.entries()) {
            yield { name: `mail ${at}`, bytes, done: async () => void done.push(`mail ${at}`) };
          }
        },
        close: async () => {},
      },
      { keys, from, inbox: from.address, serverUrl: null, limit: 100 },
      { ...effects, ...more },
    );
  return { store, read, done };
}

describe('reading an inbox', () => {
  it('that is killed before the answer goes out answers the next time, under the same Message-ID, and obeys once', async () => {
    const keysSent: string[] = [];
    let dead = true;
    const { store, read, done } = inbox(async (key) => {
      keysSent.push(key);
      if (dead) throw new UserError([diagnostic('outbox-unwritable', { message: 'killed' })], 2);
    });
    const mail = mailOf({ subject: 'subscribe DPO' });
    await expect(read([mail])).rejects.toThrow(UserError);
    expect(done).toEqual([]);
    dead = false;
    const { rows } = await read([mail]);
    expect(rows.map(({ did }) => did)).toEqual(['answered', 'read before']);
    expect(new Set(keysSent).size).toBe(1);
    expect(done).toEqual(['mail 0']);
    expect((await store.read()).all).toHaveLength(1);
    expect((await read([mail])).rows.map(({ letter }) => letter)).toEqual([null]);
    expect(keysSent).toHaveLength(2);
  });

  it('sets a mail aside over which we fail, says so without an address, and goes on', async () => {
    const { read, done } = inbox(async () => {});
    let calls = 0;
    const render = () => {
      if (calls++ === 0) throw new Error('no letter for ada@reader.example');
      return { subject: 'A letter', text: 'text', html: '<p>text</p>' };
    };
    const mails = [mailOf({ subject: 'help' }), mailOf({ from: 'ben@reader.example', subject: 'help' })];
    const { rows, diagnostics } = await read(mails, { render });
    expect(rows.map(({ did, delivery }) => [did, delivery])).toEqual([
      ['error', null],
      ['help', 'sent'],
    ]);
    expect(diagnostics).toMatchObject([{ code: 'mail-unreadable', severity: 'error' }]);
    expect(JSON.stringify(diagnostics)).not.toContain('ada@');
    expect(done).toEqual(['mail 0', 'mail 1']);
  });

  it('takes a mail for unread until whoever complained in it is suppressed', async () => {
    const { store, read, done } = inbox(async () => {});
    const mails = [complaintOf(`<${'cd'.repeat(16)}@paper.example>`)];
    const suppressed: string[] = [];
    const busy = async () => {
      throw new UserError([diagnostic('locked', { message: 'another run is using this output folder' })], 5);
    };
    const digestTo = () => 'ben';
    await expect(read(mails, { digestTo, suppress: busy })).rejects.toThrow(UserError);
    expect(done).toEqual([]);
    const suppress = async ({ subscription }: { subscription: string }) => void suppressed.push(subscription);
    expect((await read(mails, { digestTo, suppress })).rows).toMatchObject([{ did: 'complaint', subscriber: 'ben' }]);
    expect(suppressed).toEqual(['ben']);
    expect((await store.read()).all).toEqual([]);
    await read(mails, { digestTo, suppress });
    expect(suppressed).toEqual(['ben']);
  });
});

/** A report of abuse (RFC 5965) on the mail of that Message-ID. */
const complaintOf = (messageId: string): Buffer =>
  mailOf({
    from: 'fbl@provider.example',
    more: { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
    body: [
      '--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n',
      `--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\nSubject: x\n\ntext\n\n--b--\n`,
    ].join(''),
  });
