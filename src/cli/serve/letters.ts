import { createHash } from 'node:crypto';
import { domainOf } from '../../deliver/address.ts';
import type { Channel } from '../../deliver/channel.ts';
import { type LetterSources, lettersFrom } from '../../inbox/letters/letters.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import type { ConfirmLetter } from '../../server/subscriber-desk.ts';
import type { SubscriberKeys } from '../../subscribers/keys.ts';
import { lifetimes, makeToken } from '../../subscribers/token.ts';
import { nowOption } from '../command.ts';

interface Post {
  keys: SubscriberKeys;
  from: Mailbox;
  /** Takes requests to leave by mail. */
  mailbox: string;
  channel: Channel;
  /** The address of the server, without a slash at the end. */
  own(): string;
  /** A line for the operator: never an address or a token. */
  say(line: string): void;
}

/** Sends the mail that asks somebody to confirm. It is tried once: who gets none asks again tomorrow. */
export function confirmLetters(
  { keys, from, mailbox, channel, own, say }: Post,
  sources: LetterSources,
): (letter: ConfirmLetter) => Promise<void> {
  const render = lettersFrom(sources);
  return async ({ id, address, token }) => {
    const now = nowOption(undefined);
    const leave = makeToken({ purpose: 'unsubscribe', id }, { keys, now });
    const leaveUrl = `${own()}/mail/unsubscribe/${leave}`;
    const letter = render('confirm-web', {
      service: from.name ?? 'Paperboy',
      days: lifetimes.confirm!,
      confirmUrl: `${own()}/mail/confirm/${token}`,
      leaveUrl,
      preferencesUrl: null,
      ...{
        mark: '',
        leaveMark: '',
        profile: [],
        rhythm: '',
        volume: '',
        change: null,
        state: null,
        hint: null,
        commands: [],
      },
    });
    const messageKey = createHash('sha256').update(token).digest('hex').slice(0, 32);
    const outcome = await channel.send(
      {
        message: { ...letter, messageKey, date: now },
        from,
        to: { address, name: null },
        domain: domainOf(from),
        unsubscribe: {
          mailto: mailbox,
          subject: `unsubscribe ${leave}`,
          https: leaveUrl.startsWith('https:') ? leaveUrl : null,
        },
      },
      async () => {},
    );
    if (outcome.state === 'sent') return;
    say(`a letter to confirm did not go out: ${outcome.state}, ${outcome.detail.replace(/\S*@\S*/g, '[withheld]')}`);
  };
}
