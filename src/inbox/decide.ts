import type { Day, Instant } from '../model/index.ts';
import type { Book } from '../subscribers/book.ts';
import type { SubscriberKeys } from '../subscribers/keys.ts';
import { confirm, type Deciding, dayBefore, fulfil, request } from '../subscribers/requests.ts';
import { type Verified, verifyToken } from '../subscribers/token.ts';
import type { OwedLetter, Preferences, Proposal, SubscriberEvent } from '../subscribers/types.ts';
import { bareSubject, isReturned, typedLines } from './body.ts';
import { classify } from './classify.ts';
import { type Command, commandOf } from './commands.ts';
import type { Mail } from './mail.ts';
import { type Lookup, reported, type Suppress } from './reported.ts';
import { tokensIn } from './tokens.ts';

/** The letters there are; `templates/letters/NAME.hbs` is what each says. */
export const letterKinds = [
  ...(['confirm', 'confirm-change', 'confirm-leave', 'welcome', 'changed', 'goodbye'] as const),
  ...(['status', 'help', 'unclear', 'expired', 'unknown'] as const),
  // To an address that somebody typed into the page of the server: no word of theirs stands in it.
  'confirm-web',
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What came of a mail. */
export interface Decided {
  events: SubscriberEvent[];
  /** The answer to a subscriber, to be remembered until it is out. */
  letter: OwedLetter | null;
  /** An answer to somebody who is no subscriber: it goes to the sender at once, and is not remembered. */
  reply: { kind: LetterKind; about: Record<string, string> } | null;
  /** One word for the log. */
  did: string;
  /** The subscriber or subscription that it was about. */
  subscriber: string | null;
  /** A subscription of a file that must not be mailed any more. */
  suppress: Suppress | null;
}

export interface Scene extends Deciding, Lookup {
  book: Book;
  keys: SubscriberKeys;
  now: Instant;
  /** Addresses that this installation sends from. */
  own: readonly string[];
}

/** How many answers that say nothing needs confirming go to one address in 24 hours. */
const mostAnswers = 3;
const mostAnswersOverall = 200;
const answerLetter = 'answer';

const nothing = (did: string): Decided => ({
  events: [],
  letter: null,
  reply: null,
  did,
  subscriber: null,
  suppress: null,
});

/**
 * What a mail brings about. Pure: the caller writes the events and sends the letter.
 *
 * The sender of a mail is whatever somebody wrote there. So a mail without a valid token brings about one letter at most, to
 * the address that it is about, and that one is counted; a mail that a program wrote brings about none at all. Only to
 * leave by a token is obeyed even then: mail programs send that by themselves when their user presses a button.
 */
export function decide(mail: Mail, scene: Scene): Decided {
  const kind = classify(mail, scene.own);
  if (kind.kind === 'bounce' || kind.kind === 'complaint') return { ...nothing(kind.kind), ...reported(kind, scene) };
  const typed = typedLines(mail.text);
  const tokens = tokensIn(mail, typed).map((token) =>
    verifyToken(token, { purposes: ['unsubscribe', 'confirm'], ...scene, retired: scene.book.retired }),
  );
  const personal = kind.kind === 'personal';
  const leave = claimIn(tokens, 'unsubscribe');
  if (leave !== null) {
    const { events, result } = fulfil(scene.book, leave.id, { type: 'unsubscribed', reason: 'asked' }, scene);
    const letter = personal && result.kind === 'done' ? { kind: 'goodbye', to: leave.id, about: {} } : null;
    return { ...nothing(result.kind === 'done' ? 'unsubscribed' : 'nothing'), events, letter, subscriber: leave.id };
  }
  if (kind.kind === 'automatic') return nothing(`ignored: ${kind.why}`);
  const today: Day = scene.now.slice(0, 10);
  const claim = claimIn(tokens, 'confirm');
  const reply = tokens.length > 0;
  const lines = withoutTokens(typed);
  // An answer without a word is a yes; a letter that came back is none.
  const command: Command =
    reply && lines.length === 0 && isReturned(mail.subject)
      ? { kind: 'none' }
      : commandOf({ subject: bareSubject(mail.subject), lines, today, reply });
  if (claim !== null) return answered(command, claim, scene);
  if (reply && (command.kind === 'confirm' || command.kind === 'none')) {
    const stale = tokens.some((token) => !token.ok && (token.reason === 'expired' || token.reason === 'retired-key'));
    // What only looks like a token is no reason to write to anybody.
    return stale ? toSender('expired', {}, mail, scene) : nothing('ignored: no valid token');
  }
  return asked(command, mail, scene);
}

function claimIn(tokens: readonly Verified[], purpose: 'confirm' | 'unsubscribe') {
  for (const token of tokens) if (token.ok && token.claim.purpose === purpose) return token.claim;
  return null;
}

const withoutTokens = (lines: readonly string[]): string[] =>
  lines
    .map((line) => line.replace(/\b[a-z2-7]{56,}\b/gi, '').trim())
    .filter((line) => line !== '' && line !== '[paperboy ]');

/** Somebody answered a letter that asked to confirm. */
function answered(command: Command, claim: NonNullable<ReturnType<typeof claimIn>>, scene: Scene): Decided {
  const about = { ...nothing('nothing'), subscriber: claim.id };
  if (command.kind === 'unsubscribe') {
    // The token of an older request, which may lie about in a mail that was passed on, proves less.
    if (scene.book.get(claim.id)?.epoch !== claim.epoch) return toSubscriber('confirm-leave', claim.id, {}, scene);
    const { events, result } = fulfil(scene.book, claim.id, { type: 'unsubscribed', reason: 'asked' }, scene);
    return { ...about, events, did: result.kind === 'done' ? 'unsubscribed' : 'nothing' };
  }
  // A program that answers without saying so writes more than "yes".
  if (command.kind !== 'confirm' && command.kind !== 'subscribe')
    return toSubscriber('unclear', claim.id, { fault: 'to confirm, answer with the one word "yes"' }, scene);
  const before = scene.book.get(claim.id);
  const { events, result } = confirm(scene.book, claim, scene);
  if (result.kind !== 'done') return result.kind === 'outdated' ? toSubscriber('expired', claim.id, {}, scene) : about;
  const kind = before?.state === 'active' || before?.state === 'paused' ? 'changed' : 'welcome';
  return { ...about, did: 'confirmed', events, letter: { kind, to: claim.id, about: {} } };
}

/** Somebody who may be anybody asks for something. */
function asked(command: Command, mail: Mail, scene: Scene): Decided {
  const { book, keys } = scene;
  const address = mail.from;
  if (address === null) return nothing('ignored: no single sender');
  const found = book.byAddress(address, keys);
  const known = found === null || found.state === 'erased' ? null : found;
  switch (command.kind) {
    case 'none':
      return nothing('ignored: no command');
    case 'help':
      return toSender('help', {}, mail, scene);
    case 'unclear': {
      const about = {
        ...(command.meant === null ? {} : { meant: command.meant }),
        ...(command.fault === null ? {} : { fault: command.fault }),
      };
      return toSender('unclear', about, mail, scene);
    }
    case 'confirm':
      return nothing('ignored: no valid token');
    case 'subscribe':
      return proposed(
        { kind: 'preferences', preferences: subscribing(command, known?.preferences ?? null) },
        address,
        scene,
      );
    case 'unsubscribe':
      return known === null || known.state === 'unsubscribed'
        ? toSender('unknown', {}, mail, scene)
        : toSubscriber('confirm-leave', known.id, {}, scene);
    case 'status':
      return known === null ? toSender('unknown', {}, mail, scene) : toSubscriber('status', known.id, {}, scene);
    case 'pause':
    case 'resume':
    case 'change': {
      if (known === null || known.state === 'unsubscribed') return toSender('unknown', {}, mail, scene);
      if (command.kind === 'change') {
        const { topics, rhythm } = command;
        const base = pendingOr(known.proposal, known.preferences);
        return proposed(
          { kind: 'preferences', preferences: { ...base, ...rhythm, topics: topics ?? base.topics } },
          address,
          scene,
        );
      }
      return proposed(command.kind === 'pause' ? command : { kind: 'resume' }, address, scene);
    }
  }
}

/** Two mails before the first answer: the second one is about what the first one asked for. */
const pendingOr = (proposal: Proposal | null, preferences: Preferences): Preferences =>
  proposal?.kind === 'preferences' ? proposal.preferences : preferences;

/** Whoever subscribes again keeps the rhythm. */
const subscribing = (
  { topics, rhythm }: Extract<Command, { kind: 'subscribe' }>,
  before: Preferences | null,
): Preferences => ({ cadence: 'daily', locale: 'en', ...before, ...rhythm, topics });

function proposed(proposal: Proposal, address: string, scene: Scene): Decided {
  const { events, result } = request(scene.book, address, proposal, scene);
  if (result.kind !== 'letter') return nothing(result.kind === 'limited' ? `limited by ${result.by}` : 'nothing');
  const { id, epoch } = result;
  const state = scene.book.get(id)?.state;
  const kind: LetterKind = state === 'active' || state === 'paused' ? 'confirm-change' : 'confirm';
  return {
    ...nothing('asked to confirm'),
    events,
    letter: { kind, to: id, about: { epoch: String(epoch) } },
    subscriber: id,
  };
}

function toSubscriber(kind: LetterKind, id: string, about: Record<string, string>, scene: Scene): Decided {
  const who = scene.book.get(id)?.who ?? null;
  // An address in a variable is the operator's, who is not asked by mail.
  if (who === null || limited(scene, () => scene.book.lettersTo(answerLetter, dayBefore(scene.now), who)))
    return nothing('limited');
  const letter: SubscriberEvent = { type: 'letter', who, at: scene.now, kind: answerLetter };
  return { ...nothing(kind), events: [letter], letter: { kind, to: id, about }, subscriber: id };
}

function toSender(kind: LetterKind, about: Record<string, string>, mail: Mail, scene: Scene): Decided {
  const { book, keys, now } = scene;
  const address = mail.from;
  if (address === null) return nothing('ignored: no single sender');
  if (limited(scene, () => book.letters(answerLetter, dayBefore(now), { address, keys }))) return nothing('limited');
  const who = { keyId: keys.current.id, hash: keys.current.hash(address) };
  return { ...nothing(kind), events: [{ type: 'letter', who, at: now, kind: answerLetter }], reply: { kind, about } };
}

const limited = ({ book, now }: Scene, toThis: () => number): boolean =>
  toThis() >= mostAnswers || book.letters(answerLetter, dayBefore(now)) >= mostAnswersOverall;
