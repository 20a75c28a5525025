import type { Channel, Envelope, Outcome } from '../deliver/channel.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { Decided, LetterKind } from '../inbox/decide.ts';
import type { Letter, LetterView } from '../inbox/letters/letters.ts';
import {
  changeOf,
  commandLines,
  profileLines,
  rhythmOf,
  stateOf,
  type Volume,
  volumeOf,
} from '../inbox/letters/view.ts';
import type { Mail } from '../inbox/mail.ts';
import type { Diagnostic, Instant } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import { addressIn, type SubscriberKeys } from '../subscribers/keys.ts';
import type { SubscriberStore } from '../subscribers/store.ts';
import { lifetimes, makeToken } from '../subscribers/token.ts';
import type { OwedLetter, Preferences } from '../subscribers/types.ts';

/** What reading a box needs of the world. */
export interface InboxEffects {
  store: SubscriberStore;
  /** Opened; `null` in a dry run: nothing is written or sent. */
  channel: Channel | null;
  render(kind: LetterKind, view: LetterView): Letter;
  /** What a profile would have brought lately. */
  volume(preferences: Preferences): Volume | null;
  /**
   * Sees to it that a subscription of a file is not mailed any more; it may be called twice for one. Done before the mail
   * that says so counts as read: whatever ends the run then, the next one does it again.
   */
  suppress(subscription: { subscription: string; reason: string }): Promise<void>;
  /** The subscription that a digest with that key went to. */
  digestTo(key: string): string | null;
  variable(name: string): string | undefined;
  dice(bytes: number): Uint8Array;
  clock(): Instant;
  signal: AbortSignal;
}

export interface InboxRequest {
  keys: SubscriberKeys;
  /** Who the letters come from. */
  from: Mailbox;
  /** Where answers go: the address whose box is read. */
  inbox: string;
  serverUrl: string | null;
  /** Most mails in one go. */
  limit: number;
}

/** What became of one mail. */
export interface InboxRow {
  source: string;
  /** In words of `docs/subscribing.md`. */
  did: string;
  subscriber: string | null;
  /** The letter that answered it; `null`: none. */
  letter: string | null;
  /** What became of that letter. */
  delivery: Outcome['state'] | null;
}

export interface InboxReport {
  rows: InboxRow[];
  diagnostics: Diagnostic[];
}

/** Sends the letter that a subscriber is owed, and notes that it is out, or that it cannot be. */
export async function answer(
  mark: string,
  owed: OwedLetter,
  inReplyTo: string | null,
  request: InboxRequest,
  effects: InboxEffects,
  report: InboxReport,
): Promise<Outcome['state'] | null> {
  const subscriber = (await effects.store.read()).get(owed.to);
  const found = addressIn(subscriber?.address ?? null, owed.to, request.keys, effects.variable);
  let state: Outcome['state'] | null = null;
  if (subscriber !== null && 'address' in found) {
    const kind = owed.kind as LetterKind;
    const pending = owed.kind === 'confirm' || owed.kind === 'confirm-change' ? subscriber.proposal : null;
    const preferences = pending?.kind === 'preferences' ? pending.preferences : subscriber.preferences;
    const token = (purpose: 'confirm' | 'unsubscribe' | 'preferences'): string =>
      makeToken(
        { purpose, id: owed.to, epoch: Number(owed.about.epoch ?? 0) },
        { keys: request.keys, now: effects.clock() },
      );
    const url = (purpose: 'confirm' | 'unsubscribe' | 'preferences'): string | null =>
      request.serverUrl === null ? null : `${request.serverUrl}/mail/${purpose}/${token(purpose)}`;
    const letter = effects.render(kind, {
      ...common(request),
      mark: `[paperboy ${token('confirm')}]`,
      leaveMark: `[paperboy ${token('unsubscribe')}]`,
      ...{ confirmUrl: url('confirm'), leaveUrl: url('unsubscribe'), preferencesUrl: url('preferences') },
      profile: profileLines(preferences),
      rhythm: rhythmOf(preferences),
      volume: volumeOf(effects.volume(preferences)),
      ...{ change: changeOf(pending), state: stateOf(subscriber), hint: owed.about.fault ?? null },
    });
    state = await send(
      letter,
      mark,
      found.address,
      inReplyTo,
      `unsubscribe ${token('unsubscribe')}`,
      request,
      effects,
      report,
    );
    // What may pass is tried again the next time.
    if (state === 'deferred') return state;
  }
  await effects.store.change(() => ({ events: [{ type: 'answered', mail: mark, at: effects.clock() }], result: null }));
  return state;
}

/** An answer to whoever wrote, who is no subscriber. It is tried once. */
export async function toSender(
  mark: string,
  { kind, about }: NonNullable<Decided['reply']>,
  mail: Mail,
  request: InboxRequest,
  effects: InboxEffects,
  report: InboxReport,
): Promise<Outcome['state'] | null> {
  const hint = about.meant === undefined ? (about.fault ?? null) : `Did you mean "${about.meant}"?`;
  const none = { mark: '', leaveMark: '', confirmUrl: null, leaveUrl: null, preferencesUrl: null, profile: [] };
  const letter = effects.render(kind, {
    ...common(request),
    ...none,
    rhythm: '',
    volume: '',
    change: null,
    state: null,
    hint,
  });
  return send(letter, mark, mail.from!, mail.messageId, 'unsubscribe', request, effects, report);
}

const common = ({ from }: InboxRequest) => ({
  service: from.name ?? 'Paperboy',
  days: lifetimes.confirm!,
  commands: commandLines,
});

async function send(
  letter: Letter,
  messageKey: string,
  to: string,
  inReplyTo: string | null,
  leave: string,
  { from, inbox }: InboxRequest,
  effects: InboxEffects,
  report: InboxReport,
): Promise<Outcome['state']> {
  const envelope: Envelope = {
    message: { ...letter, messageKey, date: effects.clock() },
    from,
    to: { address: to, name: null },
    domain: from.address.slice(from.address.lastIndexOf('@') + 1),
    unsubscribe: { mailto: inbox, subject: leave, https: null },
    ...(inbox === from.address ? {} : { replyTo: { address: inbox, name: null } }),
    answers: inReplyTo ?? '',
  };
  const outcome = await effects.channel!.send(envelope, async () => {});
  if (outcome.state !== 'sent') {
    const message = `a letter did not go out: ${outcome.detail.replace(/\S*@\S*/g, '[withheld]')}`;
    const hint = outcome.state === 'deferred' ? 'it is tried again the next time' : 'it is not tried again';
    report.diagnostics.push(diagnostic('letter-undelivered', { message, hint }));
  }
  return outcome.state;
}
