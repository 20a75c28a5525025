import { createHash } from 'node:crypto';
import { domainOf } from '../deliver/address.ts';
import type { Envelope, Mailbox } from '../deliver/channel.ts';
import { deliveryKey } from '../deliver/ledger.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic, Digest, Message, Subscription } from '../model/index.ts';
import { leaveSubject } from '../model/mailbox.ts';
import {
  createMailRenderer,
  type Leave,
  type MailLinks,
  type MailRenderer,
  placed,
  type RenderedMail,
  type ShellCache,
  type TemplateError,
  type TemplateSources,
  templatesFor,
} from '../render/email/index.ts';

/** What a mail says of the installation that sends it. */
export interface Sender {
  /** `null`: none is configured; previews then show a placeholder. */
  from: Mailbox | null;
  /** The address that takes requests to leave; `null`: the sender's. */
  unsubscribe: string | null;
  siteUrl: string | null;
  /** The page of a server where readers sign up; absent: there is none. */
  signUpUrl?: string;
  /** How a subscriber of the store leaves by a token; `null` for the others. Absent: there is no store. */
  leaving?: (subscription: string) => Leave | null;
  /** The pages of a server for one mail to a subscriber of the store; `null` for the others. */
  linking?: (digest: Digest) => MailLinks | null;
}

/** Placeholders of a preview without configuration; `.invalid` can never be mailed to (RFC 2606). */
const nobody: Mailbox = { address: 'paperboy@paperboy.invalid', name: 'Paperboy' };
const reader = (subscription: Subscription): Mailbox => ({
  address: 'subscriber@paperboy.invalid',
  name: subscription.name,
});

/**
 * Renders digests and puts them into envelopes. The templates are compiled at the first mail, if there is one; a
 * subscription with templates of its own has a renderer of its own.
 */
export class Mailroom {
  private readonly renderers = new Map<string | null, Promise<MailRenderer>>();
  private readonly templates: TemplateSources;
  private readonly cache: ShellCache;
  private readonly sender: Sender;

  constructor(templates: TemplateSources, cache: ShellCache, sender: Sender) {
    this.templates = templates;
    this.cache = cache;
    this.sender = sender;
  }

  /** @throws TemplateError when a template cannot be used; it names the subscription's own file, if that is the one. */
  async render(digest: Digest, subscription: Subscription): Promise<RenderedMail> {
    const { id, name, locale } = subscription;
    const mailto = this.sender.unsubscribe ?? this.sender.from?.address ?? null;
    const context = {
      siteUrl: this.sender.siteUrl,
      mailto,
      leave: this.sender.leaving?.(id) ?? null,
      links: this.sender.linking?.(digest) ?? null,
    };
    const topics = subscription.topics.map((topic) => topic.name);
    try {
      const message = (await this.rendererOf(id)).render(digest, { id, name, locale, topics }, context);
      // The Message-ID is the delivery's, the same for every attempt.
      return { ...message, messageKey: deliveryKey(digest.subscription, digest.channel, digest.id) };
    } catch (error) {
      throw placed(error, this.templates, id);
    }
  }

  private rendererOf(subscription: string): Promise<MailRenderer> {
    const { templates, own } = templatesFor(this.templates, subscription);
    const key = own ? subscription : null;
    const renderer = this.renderers.get(key) ?? createMailRenderer(templates, this.cache);
    this.renderers.set(key, renderer);
    return renderer;
  }

  /** @param to `null` in a preview of a subscription whose address is not known. */
  envelope(message: Message, to: Mailbox | null, subscription: Subscription): Envelope {
    const from = this.sender.from ?? nobody;
    const leave = this.sender.leaving?.(subscription.id) ?? null;
    return {
      message,
      from,
      to: to ?? reader(subscription),
      domain: domainOf(from),
      unsubscribe: {
        mailto: this.sender.unsubscribe ?? from.address,
        subject: leaveSubject(leave?.token ?? subscription.id),
        // RFC 8058 knows https only; a server on this machine, for a try, stands in the text of the mail alone.
        https: leave?.url?.startsWith('https:') ? leave.url : null,
      },
      archive: this.sender.siteUrl,
      thread: subscription.thread === true ? threadKey(subscription) : null,
      ...identityOf(subscription, from),
    };
  }
}

/** The local part of the Message-ID that all digests of a subscription refer to, though no such mail was ever sent. */
function threadKey({ id }: Subscription): string {
  return createHash('sha256')
    .update(JSON.stringify(['thread', id]))
    .digest('hex')
    .slice(0, 32);
}
/** What a subscription says of who writes and where answers go. The envelope's sender and the domain stay. */
const identityOf = ({ senderName, replyTo }: Subscription, from: Mailbox): Partial<Envelope> => ({
  ...(senderName === undefined ? {} : { from: { ...from, name: senderName } }),
  ...(replyTo === undefined ? {} : { replyTo: { address: replyTo, name: null } }),
});

/** One subscription's own template cannot be used. Its place is below the folder of templates, which only the CLI knows. */
export const templateFault = ({ template, problem }: TemplateError): Diagnostic =>
  diagnostic('template-invalid', {
    message: problem,
    file: `email/${template}`,
    hint: 'only this subscription is concerned; the next run tries it again',
  });
