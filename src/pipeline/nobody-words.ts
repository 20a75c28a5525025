import type { DigestStatus } from '../model/index.ts';
import { notDue } from './due.ts';
import { notYet } from './perform.ts';

/** Subscriptions of which the same is to be said. */
export interface Group {
  key: string;
  /** What became of them; `note` is a day or a code that is to be told with it. */
  phrase(many: boolean, note: string | null): string;
  ids: string[];
  notes: string[];
}

/** What needs a look most comes first. The compiler asks for each status. */
const ranks: Record<DigestStatus, number> = {
  'in-doubt': 0,
  failed: 1,
  deferred: 2,
  'no-address': 3,
  unread: 4,
  'not-due': 5,
  empty: 6,
  waiting: 7,
  preview: 8,
  sent: 9,
};

export const rank = (status: DigestStatus): number => ranks[status];

/** What is said of one digest, and with which others. */
type Words = Pick<Group, 'key' | 'phrase'> & { note?: string | null };

/** @param detail as the report has it; `null` also where a document leaves it out. */
export function wordsOf(status: DigestStatus, detail: string | null): Words {
  switch (status) {
    case 'sent':
      return { key: 'sent', phrase: verb('was mailed', 'were mailed') };
    case 'preview':
      return { key: 'preview', phrase: verb('would be mailed', 'would be mailed') };
    case 'in-doubt':
      return inDoubt(detail);
    case 'failed':
      return failed(detail);
    case 'deferred':
      return deferred(detail);
    case 'no-address':
      return noAddress(detail);
    case 'unread':
      return { key: 'unread', phrase: verb('has errors in its file', 'have errors in their files') };
    case 'not-due':
      return notDueWords(detail);
    case 'empty':
      return { key: 'empty', phrase: verb('has nothing new that matches', 'have nothing new that matches') };
    case 'waiting':
      return { key: 'waiting', phrase: verb('begins with the next edition', 'begin with the next edition') };
  }
}

const verb =
  (one: string, others: string): Group['phrase'] =>
  (many) =>
    many ? others : one;

/** The same, with the note in brackets. */
const noted =
  (one: string, others: string): Group['phrase'] =>
  (many, note) =>
    `${many ? others : one}${note === null ? '' : ` (${note})`}`;

function inDoubt(detail: string | null): Words {
  if (detail === 'would be given up' || detail === 'given up while in doubt') {
    return { key: 'in-doubt-over', phrase: verb('was in doubt and is given up', 'were in doubt and are given up') };
  }
  const phrase = noted('is in doubt: handed over, but not confirmed', 'are in doubt: handed over, but not confirmed');
  return { key: 'in-doubt', phrase, note: code(detail) };
}

function failed(detail: string | null): Words {
  if (detail?.includes('given up') === true) {
    return {
      key: 'given-up',
      phrase: verb('was put off for days and is given up', 'were put off for days and are given up'),
    };
  }
  return {
    key: 'failed',
    phrase: noted('was refused by the mail server', 'were refused by the mail server'),
    note: code(detail),
  };
}

function deferred(detail: string | null): Words {
  const put = (key: string, words: string): Words => ({ key, phrase: verb(`is ${words}`, `are ${words}`) });
  if (detail === notYet.limit) return put('limit', 'left for the next run, as --limit says');
  if (detail === notYet.stopped) return put('stopped', 'left for the next run, for this one was stopped');
  if (detail === notYet.server) return put('server', 'left for the next run, for the mail server fails or refuses');
  if (detail === 'suppressed') return noAddress(detail);
  if (detail === 'an error of ours') return put('ours', 'left for the next run by an error of ours');
  const wait = /^not before ([^\s:]+(?::\d+)*Z?)/.exec(detail ?? '')?.[1];
  if (wait !== undefined) {
    const phrase: Group['phrase'] = (many, note) =>
      `${many ? 'were' : 'was'} put off by the mail server and ${many ? 'are' : 'is'} not tried before ${note}`;
    return { key: 'wait', phrase, note: wait };
  }
  const phrase = noted(
    'could not be sent now and will be tried again',
    'could not be sent now and will be tried again',
  );
  return { key: 'deferred', phrase, note: code(detail) };
}

function noAddress(detail: string | null): Words {
  if (detail === 'suppressed') return { key: 'suppressed', phrase: verb('is suppressed', 'are suppressed') };
  if (detail === 'it names no address')
    return { key: 'no-address', phrase: verb('names no address', 'name no address') };
  const variable = /^(\w+) is not set$/.exec(detail ?? '')?.[1];
  if (variable !== undefined) {
    const phrase = noted('has no address, for a variable is not set', 'have no address, for variables are not set');
    return { key: 'unset', phrase, note: variable };
  }
  if (detail !== null) {
    return {
      key: 'bad-address',
      phrase: verb('has an address that cannot be used', 'have addresses that cannot be used'),
    };
  }
  const either = 'no address that can be used, or it is suppressed';
  return { key: 'hindered', phrase: verb(`has ${either}`, `have ${either}`) };
}

function notDueWords(detail: string | null): Words {
  if (detail === notDue.paused) return { key: 'paused', phrase: verb('is paused', 'are paused') };
  const when = detail?.startsWith(notDue.until('')) === true ? detail.slice(notDue.until('').length) : null;
  if (when === null)
    return { key: 'not-due', phrase: verb('is not due yet, or is paused', 'are not due yet, or are paused') };
  return {
    key: 'not-due-until',
    phrase: (many, note) => `${many ? 'are' : 'is'} not due until ${note}`,
    note: when,
  };
}

/** What a channel said, where it is codes as it should be; what else it may be is left out. */
const code = (detail: string | null): string | null =>
  detail !== null && /^[\w .:/-]{1,60}$/.test(detail) ? detail : null;

/** One note for a group: what holds for all, or the first of several in the order of time. */
export function noteOf({ key, notes, ids }: Group): string | null {
  const inOrder = [...new Set(notes)].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const [first] = inOrder;
  if (first === undefined) return null;
  if (key === 'unset') return `${inOrder.slice(0, 3).join(', ')}${inOrder.length > 3 ? ' and others' : ''}`;
  if (inOrder.length === 1 && notes.length === ids.length) return first;
  return key === 'not-due-until' ? `${first} at the earliest` : key === 'wait' ? first : `${first} and others`;
}

const sortKey = (note: string): string => /\d{4}-\d{2}-\d{2}.*/.exec(note)?.[0] ?? note;
