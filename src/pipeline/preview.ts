import { buildEml } from '../deliver/envelope.ts';
import type { Digest, Subscription } from '../model/index.ts';
import type { RenderedMail } from '../render/email/index.ts';
import type { Previewed } from './effects.ts';

/** A subscription's mail as it would go out now, with everything there is to see of it. */
export interface PreviewedMail {
  subscription: string;
  name: string | null;
  /** Nothing is due: what a mail without papers looks like. Such a mail is never sent. */
  quiet: boolean;
  /** Papers in the digest. */
  papers: number;
  message: RenderedMail;
  /** The headers of the message as it goes over the wire, with a placeholder for the recipient. */
  headers: string;
  /** The whole message, likewise. */
  eml: string;
}

/** Renders one subscription's mail for looking at. No address of a subscriber is in it. */
export async function previewMail(
  { subscription, digest, mailroom }: Previewed,
  today: string,
): Promise<PreviewedMail> {
  const message = await mailroom.render(digest ?? emptyDigest(subscription, today), subscription);
  const eml = (await buildEml(mailroom.envelope(message, null, subscription))).toString('latin1');
  return {
    subscription: subscription.id,
    name: subscription.name,
    quiet: digest === null,
    papers: digest?.items.length ?? 0,
    message,
    headers: eml.slice(0, eml.indexOf('\r\n\r\n')).replaceAll('\r\n', '\n'),
    eml,
  };
}

const emptyDigest = ({ id }: Subscription, date: string): Digest => ({
  id: `${date}-quiet`,
  subscription: id,
  channel: 'smtp',
  date,
  editions: [],
  items: [],
  rolledOver: 0,
});
