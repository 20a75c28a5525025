import type { Digest, Message } from '../../model/index.ts';
import type { MailLayout } from './plan.ts';

/**
 * Template sources by path relative to `templates/email/`, e.g. `shell.mjml`, and `subscriptions/ID/card.hbs` for one
 * subscription's own. Trusted text, read by the pipeline.
 */
export interface TemplateSources {
  [relativePath: string]: string;
}

/**
 * Where compiled shells are kept between runs, handed in by the pipeline. Keys are file names: lower-case letters,
 * digits and dashes. A value that cannot be read back is treated as missing, so a damaged cache costs time, not mail.
 */
export interface ShellCache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}

/** Who the digest is for. The address is not among it: a message contains no recipient. */
export interface Reader {
  id: string;
  name: string | null;
  /** BCP 47 tag; an unusable one is read as `en`. */
  locale: string;
  /** The names of the topics, for a mail that has no paper. */
  topics?: readonly string[];
}

/** What the mail needs to know of the installation. */
export interface MailContext {
  /** Absolute http(s) address under which `out/public/` is published, or `null`. */
  siteUrl: string | null;
  /** The address that takes requests to leave. `null`: the mail says how to ask. */
  mailto: string | null;
  /** How this reader leaves, where a token does it; absent: by naming the subscription, so that its operator knows. */
  leave?: Leave | null;
  /** Pages where the reader tunes what comes; absent: there is no server, or none that knows the reader. */
  links?: MailLinks | null;
}

/** Signed links to the pages of one mail, http(s). */
export type MailLinks = Record<TuneLink, string>;

/** In the order in which they stand in the mail. */
export const TUNE_LINKS = ['fewer', 'more', 'mute', 'weekly', 'preferences', 'view'] as const;
export type TuneLink = (typeof TUNE_LINKS)[number];

/** A way to leave that needs no operator. */
export interface Leave {
  /** What the subject of a mail to `mailto` says after `unsubscribe`. */
  token: string;
  /** The page that asks once more and does it, http(s); `null`: there is no server. */
  url: string | null;
}

export interface MailOptions {
  /** Most bytes the HTML part may have as it is sent, with CRLF. Default 102,000: Gmail cuts a mail at 102 KB. */
  maxHtmlBytes?: number;
}

export interface MailRenderer {
  /** Renders a digest. Pure: the same arguments give the same bytes. Throws `TemplateError` when nothing can fit. */
  render(digest: Digest, reader: Reader, context: MailContext): RenderedMail;
}

/** A message, and how much of each paper its HTML shows. */
export interface RenderedMail extends Message {
  layout: MailLayout;
}

/** A template of ours, or of the operator, that cannot be used. The message says which one and why. */
export class TemplateError extends Error {
  /** Its path below `templates/FOLDER/`. */
  readonly template: string;
  readonly problem: string;
  readonly folder: 'email' | 'site' | 'server';
  constructor(template: string, problem: string, folder: TemplateError['folder'] = 'email') {
    super(`templates/${folder}/${template}: ${problem}`);
    this.name = 'TemplateError';
    this.template = template;
    this.problem = problem;
    this.folder = folder;
  }
}
