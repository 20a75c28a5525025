import { describe, expect, it } from 'vitest';
import { isMailed } from '../../src/subscribers/subscriber.ts';
import { textOf } from '../../src/subscribers/topics-text.ts';
import { Desk, mailOf } from './letters.ts';

const nextDay = '2026-11-22T09:00:00Z';

describe('subscribing by mail', () => {
  it('needs an answer to the letter, and takes topics and rhythm from subject and lines', async () => {
    const desk = new Desk();
    const body =
      'DPO, "reward model", -diffusion\nAgents: tool use\nweekly friday\nat 7\nzone Europe/Vienna\n\nThanks!\n-- \nAda';
    const asked = await desk.take(mailOf({ subject: 'Subscribe', body }));
    expect(asked).toMatchObject({ did: 'asked to confirm', letter: { kind: 'confirm' } });
    expect(isMailed(desk.get()!, '2026-11-21')).toBe(false);
    const answer = mailOf({
      subject: `Re: Please confirm [paperboy ${desk.token('confirm')}]`,
      body: 'Yes, please.\n\nOn Sat, Nov 21, 2026 Paperboy wrote:\n> unsubscribe',
    });
    expect(await desk.take(answer)).toMatchObject({ did: 'confirmed', letter: { kind: 'welcome' } });
    expect(desk.get()).toMatchObject({
      state: 'active',
      preferences: { cadence: 'weekly', weekday: 5, sendHour: 7, timeZone: 'Europe/Vienna' },
    });
    expect(textOf(desk.get()!.preferences.topics)).toBe('DPO, reward model, -diffusion\nAgents: tool use');
  });

  it('confirms by an empty answer, or by the address it was sent to, in any case; not by what a program writes', async () => {
    for (const [to, subject] of [
      ['papers@paper.example', 'TOKEN'],
      ['papers+TOKEN@paper.example', 'hello'],
    ]) {
      const desk = new Desk();
      await desk.take(mailOf({ subject: 'subscribe DPO' }));
      const token = desk.token('confirm').toUpperCase();
      const fill = (text: string) => text.replace('TOKEN', token);
      const ticket = {
        to: fill(to!),
        subject: fill(subject!),
        body: 'Thank you for contacting us. Your ticket is 4711.',
      };
      expect((await desk.take(mailOf(ticket))).did).toBe('unclear');
      expect(
        (await desk.take(mailOf({ ...ticket, body: '', more: { 'Auto-Submitted': 'auto-replied' } }))).did,
      ).toMatch(/^ignored/);
      expect(desk.get()?.state).toBe('pending');
      expect((await desk.take(mailOf({ ...ticket, body: '' }))).did).toBe('confirmed');
    }
  });

  it('is not confirmed by what comes back without a word of its own, and without saying that a program wrote it', async () => {
    for (const lead of [
      'Undeliverable: ',
      'Automatic reply: ',
      'Returned mail: ',
      'Fwd: ',
      'Abwesend: Re: ',
      '[SPAM] ',
      '',
    ]) {
      const desk = new Desk();
      await desk.take(mailOf({ subject: 'subscribe DPO' }));
      const subject = `${lead}Please confirm: papers by mail [paperboy ${desk.token('confirm')}]`;
      for (const body of ['', '> quoted\n> yes']) {
        expect((await desk.take(mailOf({ from: 'mail@reader.example', subject, body }))).did).toBe('unclear');
      }
      expect(desk.get()?.state, lead).toBe('pending');
      expect((await desk.take(mailOf({ subject: `RE: ${subject}`, body: '' }))).did).toBe('confirmed');
    }
  });

  it('is withdrawn by "stop" in the answer', async () => {
    const desk = new Desk();
    await desk.take(mailOf({ subject: 'subscribe DPO' }));
    await desk.take(mailOf({ subject: `Re: [paperboy ${desk.token('confirm')}]`, body: 'stop' }));
    expect(desk.get()?.state).toBe('unsubscribed');
  });

  it('sends one letter a day to an address, whoever asks', async () => {
    const desk = new Desk();
    const letters: unknown[] = [];
    for (let n = 0; n < 20; n++) letters.push((await desk.take(mailOf({ subject: `subscribe topic${n}` }))).letter);
    expect(letters.filter(Boolean)).toHaveLength(1);
    desk.at = nextDay;
    expect((await desk.take(mailOf({ subject: 'subscribe DPO' }))).letter).not.toBeNull();
  });

  it('reads nothing back that a mail program would make a link of', async () => {
    for (const text of [
      'see http://evil.example/x',
      'www.evil.example',
      'evil.com/win',
      'me@evil.example',
      'call +43 1 234 5678 90',
    ]) {
      const desk = new Desk();
      const { letter, reply } = await desk.take(mailOf({ subject: `subscribe ${text}` }));
      expect([letter, reply?.kind], text).toEqual([null, 'unclear']);
      expect(JSON.stringify(reply)).not.toContain('evil');
    }
  });
});

describe('a subscriber who writes', () => {
  it('changes nothing without the answer to a letter', async () => {
    const desk = new Desk();
    const id = await desk.subscribe();
    for (const subject of [
      'unsubscribe',
      'pause 2 weeks',
      'weekly',
      'topics spam',
      'resume',
      'subscribe other',
      'confirm',
      'yes',
    ]) {
      await desk.take(mailOf({ subject }));
      desk.at = `${new Date(Date.parse(desk.at) + 90_000_000).toISOString().slice(0, 19)}Z`;
    }
    expect(desk.get()).toMatchObject({
      id,
      state: 'active',
      preferences: { cadence: 'daily', topics: [{ any: ['DPO'] }] },
    });
  });

  it('pauses, resumes and changes by one', async () => {
    const desk = new Desk();
    await desk.subscribe();
    const change = async (subject: string) => {
      desk.at = `${new Date(Date.parse(desk.at) + 90_000_000).toISOString().slice(0, 19)}Z`;
      const { letter } = await desk.take(mailOf({ subject }));
      expect(letter?.kind, subject).toBe('confirm-change');
      return desk.take(mailOf({ subject: `Re: [paperboy ${desk.token('confirm')}]`, body: 'ok' }));
    };
    expect((await change('pause 2 weeks')).letter?.kind).toBe('changed');
    expect(desk.get()).toMatchObject({ state: 'paused', until: '2026-12-06' });
    await change('resume');
    expect(desk.get()?.state).toBe('active');
    await change('weekly');
    await change('topics "tool use", -games');
    expect(desk.get()?.preferences).toMatchObject({
      cadence: 'weekly',
      topics: [{ any: ['tool use'], none: ['games'] }],
    });
  });

  it('leaves by a token at once, also when a program wrote it, and is told so only when it did not', async () => {
    const desk = new Desk();
    await desk.subscribe();
    const machine = mailOf({
      subject: `unsubscribe ${desk.token('unsubscribe')}`,
      more: { 'Auto-Submitted': 'auto-generated' },
    });
    expect(await desk.take(machine)).toMatchObject({ did: 'unsubscribed', letter: null });
    const other = new Desk();
    await other.subscribe();
    const asked = await other.take(mailOf({ subject: 'unsubscribe' }));
    expect(asked.letter?.kind).toBe('confirm-leave');
    const answer = mailOf({ from: 'other@reader.example', subject: `Re: x [paperboy ${other.token('unsubscribe')}]` });
    expect(await other.take(answer)).toMatchObject({ did: 'unsubscribed', letter: { kind: 'goodbye' } });
    // Once more changes nothing, and is not answered.
    expect(await other.take(answer)).toMatchObject({ did: 'nothing', letter: null, reply: null });
  });

  it('is answered with help, a guess, or not at all', async () => {
    const desk = new Desk();
    expect((await desk.take(mailOf({ subject: 'help' }))).reply?.kind).toBe('help');
    expect((await desk.take(mailOf({ subject: 'unsubscibe me' }))).reply).toEqual({
      kind: 'unclear',
      about: { meant: 'unsubscribe' },
    });
    expect((await desk.take(mailOf({ subject: 'pause' }))).reply?.kind).toBe('unknown');
    // Three answers a day.
    expect((await desk.take(mailOf({ subject: 'Help!' }))).did).toBe('limited');
    const person = mailOf({
      from: 'x@reader.example',
      subject: 'Lunch on Monday?',
      body: 'Stop by when you are in town, please.\nBest, X',
    });
    expect(await desk.take(person)).toMatchObject({ did: 'ignored: no command', letter: null, reply: null });
  });
});

describe('what programs send', () => {
  const automatic: Record<string, Record<string, string>> = {
    'RFC 3834': { 'Auto-Submitted': 'auto-replied (vacation)' },
    list: { 'List-Id': '<x.example>' },
    bulk: { Precedence: 'bulk' },
    outlook: { 'X-Auto-Response-Suppress': 'All' },
    'null sender': { 'Return-Path': '<>' },
    itself: { From: 'Paperboy <PAPERS@paper.example>' },
    daemon: { From: 'MAILER-DAEMON@reader.example' },
    'two senders': { From: 'a@reader.example, b@reader.example' },
    nobody: { From: 'undisclosed-recipients:;' },
  };
  it.each(Object.entries(automatic))('is not answered and changes nothing: %s', async (_, more) => {
    const desk = new Desk();
    await desk.subscribe();
    const before = JSON.stringify(desk.book.all);
    for (const subject of ['help', 'subscribe DPO', 'unsubscribe', `Re: [paperboy ${desk.token('confirm')}]`]) {
      const { letter, reply, events } = await desk.take(mailOf({ subject, more }));
      expect([letter, reply, events]).toEqual([null, null, []]);
    }
    expect(JSON.stringify(desk.book.all)).toBe(before);
    // The control: without the header each of them is answered.
    expect(
      (await desk.take(mailOf({ from: 'new@reader.example', subject: 'help', more: { 'Auto-Submitted': 'no' } }))).reply
        ?.kind,
    ).toBe('help');
  });
});

const report = (type: 'delivery-status' | 'feedback-report', fields: string, messageId: string) =>
  mailOf({
    from: 'MAILER-DAEMON@mx.example',
    subject: 'Undelivered',
    more: { 'Content-Type': `multipart/report; report-type=${type}; boundary=b` },
    body: [
      ...['--b', 'Content-Type: text/plain', '', 'Sorry.', '--b', `Content-Type: message/${type}`, '', fields, ''],
      ...[
        '--b',
        'Content-Type: message/rfc822',
        '',
        `Message-ID: ${messageId}`,
        'Subject: papers',
        '',
        'text',
        '--b--',
        '',
      ],
    ].join('\n'),
  });
const dsn = (status: string, messageId: string, action = 'failed') =>
  report(
    'delivery-status',
    `Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ada@reader.example\nAction: ${action}\nStatus: ${status}`,
    messageId,
  );
const key = 'ab'.repeat(16);

describe('reports', () => {
  async function scene() {
    const desk = new Desk();
    const id = await desk.subscribe();
    desk.digests.set(key, id).set('cd'.repeat(16), 'ben');
    return { desk, id };
  }

  it('of an address that is not there end it at once, of a full box after three', async () => {
    const { desk } = await scene();
    expect((await desk.take(dsn('5.1.1', `<${key}@paper.example>`))).did).toBe('bounced 5.1.1');
    expect(desk.get()?.state).toBe('bounced');
    const other = (await scene()).desk;
    for (const status of ['5.2.2', '5.7.1', '4.4.7']) {
      expect(other.get()?.state).toBe('active');
      await other.take(dsn(status, `<${key}@paper.example>`));
    }
    expect(other.get()?.state).toBe('bounced');
    const third = (await scene()).desk;
    for (let n = 0; n < 5; n++) await third.take(dsn('4.4.1', `<${key}@paper.example>`, 'delayed'));
    expect(third.get()?.state).toBe('active');
  });

  it('of spam end it, and suppress a subscription of a file', async () => {
    const { desk } = await scene();
    const abuse = (id: string, type = 'abuse') => report('feedback-report', `Feedback-Type: ${type}\nVersion: 1`, id);
    expect((await desk.take(abuse(`<${key}@paper.example>`, 'not-spam'))).events).toEqual([]);
    expect((await desk.take(abuse(`<${key}@paper.example>`))).did).toBe('complaint');
    expect(desk.get()?.state).toBe('unsubscribed');
    expect((await desk.take(abuse(`<${'cd'.repeat(16)}@paper.example>`))).suppress).toEqual({
      subscription: 'ben',
      reason: 'complaint',
    });
  });

  it('that anybody could have written change nothing', async () => {
    const { desk } = await scene();
    for (const id of [
      '<x@paper.example>',
      `<${'00'.repeat(16)}@paper.example>`,
      `<${key}@evil.example>`,
      '',
      `${key}@paper.example`,
    ]) {
      expect((await desk.take(dsn('5.1.1', id))).events, id).toEqual([]);
    }
    // Not a report by its type: then it is a mail from a program.
    const plain = mailOf({
      from: 'postmaster@mx.example',
      subject: 'failed',
      body: `Message-ID: <${key}@paper.example>\nStatus: 5.1.1`,
    });
    expect((await desk.take(plain)).events).toEqual([]);
    expect(desk.get()?.state).toBe('active');
  });
});
