import type { Envelope } from '../../src/deliver/channel.ts';
import { deliveryKey, type PlannedRecord } from '../../src/deliver/ledger.ts';

export const key = deliveryKey('ada', 'smtp', '2026-06-17.1-0a1b2c');

/** A harmless envelope; the parts of interest are given. */
export function envelope(parts: Partial<Envelope> & { subject?: string; text?: string; html?: string } = {}): Envelope {
  const { subject, text, html, ...rest } = parts;
  return {
    message: {
      subject: subject ?? '3 new papers on speech — 17 June',
      html: html ?? '<!doctype html><html lang="en"><body><p>Grüße</p></body></html>',
      text: text ?? 'Grüße\n',
      messageKey: key,
      date: '2026-06-17T12:00:00Z',
    },
    from: { address: 'digest@paper.example', name: 'Paperboy' },
    to: { address: 'ada@reader.example', name: 'Ada L.' },
    domain: 'paper.example',
    unsubscribe: { mailto: 'leave@paper.example', subject: 'unsubscribe ada', https: null },
    ...rest,
  };
}

export function planned(parts: Partial<PlannedRecord> = {}): PlannedRecord {
  const record: PlannedRecord = {
    type: 'planned',
    key: '',
    subscription: 'ada',
    channel: 'smtp',
    digest: '2026-06-17.1-0a1b2c',
    day: '2026-06-18',
    date: '2026-06-17',
    editions: ['2026-06-17.1'],
    rolledOver: 0,
    items: [
      {
        paper: 'tag:paper.example,2026:p/1',
        revision: 1,
        kind: 'new',
        topic: 'speech',
        matches: [{ topic: 'speech', score: 2.5, spans: [{ field: 'title', start: 0, end: 6, term: 'speech' }] }],
      },
    ],
    ...parts,
  };
  return { ...record, key: deliveryKey(record.subscription, record.channel, record.digest) };
}
