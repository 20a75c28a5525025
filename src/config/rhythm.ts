import type { InferOutput } from 'valibot';
import type { Subscription } from '../model/index.ts';
import { checkAddress, checkName } from '../model/mailbox.ts';
import { type subscriptionWithList, weekdays } from './subscription-schema.ts';

type Fields = Omit<InferOutput<typeof subscriptionWithList>, 'topics'>;

/**
 * What a file says of when and how it is sent; what it leaves out is left out.
 * @param invalid told of a field and what is wrong with it; never with an address.
 */
export function readRhythm(fields: Fields, invalid: (field: string, message: string) => void): Partial<Subscription> {
  const zone = fields['time-zone'];
  if (zone !== undefined && !isTimeZone(zone)) invalid('time-zone', 'is not an IANA time zone, such as Europe/Vienna');
  const sender = fields['sender-name'];
  const named = sender === undefined ? null : checkName(sender);
  if (named?.ok === false) invalid('sender-name', named.reason);
  const replyTo = fields['reply-to'];
  const reply = replyTo === undefined ? null : checkAddress(replyTo);
  if (reply?.ok === false) invalid('reply-to', reply.reason);
  const { weekday, channel, paused } = fields;
  const given: { [Key in keyof Subscription]?: Subscription[Key] | undefined } = {
    weekday: weekday === undefined ? undefined : weekdays.indexOf(weekday) + 1,
    monthDay: fields['month-day'],
    sendHour: fields['send-hour'],
    timeZone: zone,
    paused: paused || undefined,
    quietMails: fields['quiet-mails'] || undefined,
    channel,
    senderName: sender,
    replyTo,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
