import { domainOf } from '../deliver/address.ts';
import type { Envelope, Mailbox } from '../deliver/channel.ts';
import { deliveryKey } from '../deliver/ledger.ts';
import type { Digest, Message, Subscription } from '../model/index.ts';
import { createMailRenderer, type MailRenderer, type ShellCache, type TemplateSources } from '../render/email/index.ts';

/** What a mail says of the installation that sends it. */
export interface Sender {
  /** `null`: none is configured; previews then show a placeholder. */
  from: Mailbox | null;
  /** The address that takes requests to leave; `null`: the sender's. */
  unsubscribe: string | null;
  siteUrl: string | null;
}

/** Placeholders of a preview without configuration; `.invalid` can never be mailed to (RFC 2606). */
const nobody: Mailbox = { address: 'paperboy@paperboy.invalid', name: 'Paperboy' };
const reader = (subscription: Subscription): Mailbox => ({
  address: 'subscriber@paperboy.invalid',
  name: subscription.name,
});

/** Renders digests and puts them into envelopes. The templates are compiled at the first mail, if there is one. */
export class Mailroom {
  private renderer: Promise<MailRenderer> | null = null;
  private readonly templates: TemplateSources;
  private readonly cache: ShellCache;
  private readonly sender: Sender;

  constructor(templates: TemplateSources, cache: ShellCache, sender: Sender) {
    this.templates = templates;
    this.cache = cache;
    this.sender = sender;
  }

  async render(digest: Digest, { id, name, locale }: Subscription): Promise<Message> {
    this.renderer ??= createMailRenderer(this.templates, this.cache);
    const mailto = this.sender.unsubscribe ?? this.sender.from?.address ?? null;
    const context = { siteUrl: this.sender.siteUrl, mailto };
    const message = (await this.renderer).render(digest, { id, name, locale }, context);
    // The Message-ID is the delivery's, the same for every attempt.
    return { ...message, messageKey: deliveryKey(digest.subscription, digest.channel, digest.id) };
  }

  /** @param to `null` in a preview of a subscription whose address is not known. */
  envelope(message: Message, to: Mailbox | null, subscription: Subscription): Envelope {
    const from = this.sender.from ?? nobody;
    return {
      message,
      from,
      to: to ?? reader(subscription),
      domain: domainOf(from),
      unsubscribe: { mailto: this.sender.unsubscribe ?? from.address, https: null },
      archive: this.sender.siteUrl,
      ...identityOf(subscription, from),
    };
  }
}

/** What a subscription says of who writes and where answers go. The envelope's sender and the domain stay. */
const identityOf = ({ senderName, replyTo }: Subscription, from: Mailbox): Partial<Envelope> => ({
  ...(senderName === undefined ? {} : { from: { ...from, name: senderName } }),
  ...(replyTo === undefined ? {} : { replyTo: { address: replyTo, name: null } }),
});
