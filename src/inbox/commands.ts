import type { Day, Topic } from '../model/index.ts';
import { nearest } from '../query/index.ts';
import { topicsOf } from '../subscribers/topics-text.ts';
import type { Preferences } from '../subscribers/types.ts';
import { durationOf } from './duration.ts';

/** What a mail asks for. */
export type Command =
  | { kind: 'subscribe'; topics: Topic[]; rhythm: Rhythm }
  | { kind: 'unsubscribe' }
  | { kind: 'pause'; until: Day | null }
  | { kind: 'resume' }
  /** Other topics, another rhythm, or both. */
  | { kind: 'change'; topics: Topic[] | null; rhythm: Rhythm }
  | { kind: 'status' }
  | { kind: 'help' }
  /** Yes to what the letter asked. */
  | { kind: 'confirm' }
  /** Not understood. `meant` is one of our own words; `faults` say what is wrong with the topics, in our words. */
  | { kind: 'unclear'; meant: string | null; fault: string | null }
  /** Nothing that looks like a command: it is for a person, or for nobody. */
  | { kind: 'none' };

/** The part of the preferences that is not topics. */
export type Rhythm = Partial<Omit<Preferences, 'topics'>>;

/** Every word that is understood, and what it stands for. The first of each is the one that help shows. */
const verbs: Record<string, readonly string[]> = {
  subscribe: ['subscribe', 'sub', 'join', 'start', 'abonnieren', 'anmelden'],
  unsubscribe: ['unsubscribe', 'unsub', 'leave', 'stop', 'cancel', 'signoff', 'remove', 'abbestellen', 'abmelden'],
  pause: ['pause', 'hold', 'suspend', 'vacation', 'holiday'],
  resume: ['resume', 'continue', 'unpause', 'restart'],
  topics: ['topics', 'topic', 'profile', 'keywords'],
  daily: ['daily', 'täglich'],
  weekdays: ['weekdays'],
  weekly: ['weekly', 'wöchentlich'],
  monthly: ['monthly', 'monatlich'],
  at: ['at', 'hour'],
  zone: ['zone', 'timezone'],
  language: ['language', 'locale'],
  help: ['help', 'info', 'commands', '?', 'hilfe'],
  status: ['status', 'show', 'settings', 'preferences'],
  confirm: ['confirm', 'confirmed', 'yes', 'y', 'yep', 'ok', 'okay', 'agree', 'sure', 'ja', 'oui', 'si', 'sí'],
};
type Verb = keyof typeof verbs;
const byWord = new Map(Object.entries(verbs).flatMap(([verb, words]) => words.map((word) => [word, verb] as const)));

/** The words that help shows. */
const shown = Object.keys(verbs).filter((verb) => verb !== 'confirm');

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Most commands of one mail that are read. */
const mostCommands = 8;

interface Spoken {
  verb: Verb;
  rest: string;
}

/**
 * What a mail asks for, by its subject and the lines that somebody typed. Leaving is stronger than all else: "stop" beside
 * anything is "stop". Lines after `subscribe` or `topics` that begin with no command are topics, one a line.
 * @param reply `true`: the mail answers a letter of ours, by its token; then a mail without words is a yes.
 */
export function commandOf({
  subject,
  lines,
  today,
  reply,
}: {
  subject: string;
  lines: readonly string[];
  today: Day;
  reply: boolean;
}): Command {
  // The subject of an answer is ours.
  const first = reply ? null : spoken(subject);
  const said: Spoken[] = first === null ? [] : [first];
  for (const line of lines.slice(0, 12)) {
    const next = spoken(line);
    const open = said.at(-1);
    if (next !== null) said.push(next);
    else if (open !== undefined && takesTopics(open)) open.rest += `\n${line}`;
    // After the commands comes what is for people.
    else if (said.length > 0) break;
    else break;
    if (said.length >= mostCommands) break;
  }
  if (said.some(({ verb }) => verb === 'unsubscribe')) return { kind: 'unsubscribe' };
  if (said.length === 0) return reply && lines.length === 0 ? { kind: 'confirm' } : unclear(subject, lines);
  return joined(said, today);
}

const takesTopics = ({ verb }: Spoken): boolean => verb === 'subscribe' || verb === 'topics';

/** The command that a line begins with, or `null`. A word in a sentence is none: "stop by on Monday" is for a person. */
function spoken(line: string): Spoken | null {
  const [, word = '', rest = ''] = /^["'*]*([\p{L}?]+)["'*]*[:,.!]*(?:\s+(.*))?$/u.exec(line.trim()) ?? [];
  const verb = byWord.get(word.toLowerCase());
  if (verb === undefined) return null;
  const said = { verb, rest: rest.trim() };
  // These take nothing, or a token, or a few words of politeness.
  const alone = !['subscribe', 'topics', 'pause', 'at', 'zone', 'language', 'weekly', 'confirm'].includes(verb);
  if (alone && said.rest.split(/\s+/).length > 4) return null;
  return said;
}

/** All that was said as one command. */
function joined(said: readonly Spoken[], today: Day): Command {
  const rhythm: Rhythm = {};
  let topics: Topic[] | null = null;
  let kind: 'subscribe' | 'change' | null = null;
  for (const { verb, rest } of said) {
    switch (verb) {
      case 'help':
      case 'status':
      case 'resume':
      case 'confirm':
        return { kind: verb };
      case 'pause': {
        const until = durationOf(rest, today);
        if (until === undefined)
          return fault('I do not understand how long to pause: say "pause 2 weeks" or "pause until 2026-12-24"');
        return { kind: 'pause', until };
      }
      case 'subscribe':
      case 'topics': {
        const read = readTopics(rest);
        if (typeof read === 'string') return fault(read);
        topics = [...(topics ?? []), ...read];
        if (verb === 'subscribe') kind = 'subscribe';
        break;
      }
      default: {
        const wrong = takeRhythm(rhythm, verb, rest);
        if (wrong !== null) return fault(wrong);
      }
    }
    kind ??= 'change';
  }
  if (kind === 'subscribe') return { kind, topics: topics ?? [], rhythm };
  return { kind: 'change', topics, rhythm };
}

function readTopics(text: string): Topic[] | string {
  if (text.trim() === '') return 'please name your topics, such as: subscribe DPO, "reward model", -diffusion';
  const { topics, faults } = topicsOf(text);
  const [first] = faults;
  if (first !== undefined)
    return `something is wrong with your topics${topics.length > 0 ? `, line ${first.line}` : ''}: commas go between them, quotes around phrases, "-" before what to leave out`;
  if (topics.some(looksLikeAddress)) return 'a topic must not hold a link or an address';
  return topics;
}

/** Nothing that a mail program makes a link of is read back: the letter goes to whoever somebody named. */
const looksLikeAddress = ({ name, any, all, none, query }: Topic): boolean =>
  [name, ...any, ...all, ...none, query ?? ''].some((text) =>
    /:\/\/|www\.|@[^\s@]+\.|[\p{L}\d-]\.(?:com|org|net|info|biz|io|ai|co|me|app|dev|xyz|top|site|online|shop|store|link|click|live|club|ru|cn|de|uk|eu|us|fr|nl|in|at|ch|tv|cc|to|ly|gg|gl)(?:[/\s:?]|$)|\+?\d[\d\s()/-]{6,}/iu.test(
      text,
    ),
  );

/** Takes one word on the rhythm in. @returns what is wrong with it, or `null`. */
function takeRhythm(rhythm: Rhythm, verb: Verb, rest: string): string | null {
  const word = rest.split(/\s+/)[0]!.toLowerCase();
  switch (verb) {
    case 'daily':
    case 'weekdays':
    case 'monthly':
      rhythm.cadence = verb;
      return null;
    case 'weekly': {
      rhythm.cadence = 'weekly';
      const day = word === '' ? -1 : weekdays.findIndex((name) => name.startsWith(word) && word.length >= 3);
      if (day >= 0) rhythm.weekday = day + 1;
      return null;
    }
    case 'at': {
      const [, hour = '', half = ''] =
        /^(\d{1,2})(?::?00)?\s*(am|pm)?$/i.exec(rest.trim().split(/\s+(?=[A-Z])/)[0] ?? '') ?? [];
      const number =
        hour === '' ? -1 : (Number(hour) % (half === '' ? 24 : 12)) + (half.toLowerCase() === 'pm' ? 12 : 0);
      if (number < 0 || Number(hour) > 24) return 'say the hour as "at 7" or "at 19"';
      rhythm.sendHour = number;
      return null;
    }
    case 'zone':
      if (!isZone(rest)) return 'say the time zone as "zone Europe/Vienna"';
      rhythm.timeZone = rest;
      return null;
    default:
      if (!/^(?:en|de)(?:-[a-z]{2})?$/i.test(rest)) return 'say the language as "language en" or "language de"';
      rhythm.locale = Intl.getCanonicalLocales(rest)[0]!;
      return null;
  }
}

function isZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

const fault = (text: string): Command => ({ kind: 'unclear', meant: null, fault: text });

/** A word that is nearly one of ours was meant to be it; anything else is not for us. */
function unclear(subject: string, lines: readonly string[]): Command {
  for (const line of [subject, lines[0] ?? '']) {
    const words = line.trim().split(/\s+/);
    const word = words[0]!.toLowerCase();
    if (word.length < 4 || word.length > 20 || words.length > 12) continue;
    const meant = nearest(word, shown);
    if (meant !== null && meant !== undefined) return { kind: 'unclear', meant, fault: null };
  }
  return { kind: 'none' };
}
