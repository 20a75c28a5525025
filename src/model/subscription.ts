import type { ChangeKind } from './change.ts';

/** A named query over papers, as a subscription states it. A paper matches when it meets every part that is given. */
export interface Topic {
  name: string;
  /** At least one of these keywords or phrases, unless the list is empty. */
  any: string[];
  /** All of these. */
  all: string[];
  /** None of these. */
  none: string[];
  /** A query in the profile language, or `null`. */
  query: string | null;
  /** Names of other topics or of named queries whose demands this topic shares; all of them. */
  use?: string[];
  /** How many times the topic's matches count beside those of other topics; default 1. */
  weight?: number;
  /** Matches with a lower score are left out; default: none are. */
  minScore?: number;
  /** Most papers of the topic in one digest; default: as many as the digest has. */
  maxPapers?: number;
  /** `false`: abbreviations learnt from the archive do not count; default `true`. */
  abbreviations?: boolean;
}

/** A query under a name, for `use` and `topic:NAME`. It makes no topic of its own. */
export interface NamedQuery {
  name: string;
  query: string;
}

/** Where a digest goes when it is sent. */
export type Address =
  /** Written in the file. */
  | { kind: 'literal'; address: string }
  /** In the environment variable of that name, so that the file can be public. */
  | { kind: 'env'; name: string };

/** One subscriber: address, topics, cadence, limits. */
export interface Subscription {
  /** Stable; default: the file's stem. Never derived from the address. */
  id: string;
  /** A name for people, used in the mail's greeting and the feed's title. */
  name: string | null;
  /** `null`: no mail; the subscriber reads the feed or the preview. */
  address: Address | null;
  topics: Topic[];
  /** Queries that topics may use by name. */
  queries?: NamedQuery[];
  /** How often a digest is made. `instant`: with each run that finds something. */
  cadence: 'daily' | 'weekdays' | 'weekly' | 'monthly' | 'instant';
  /** The day of a weekly digest, 1 (Monday, the default) to 7. */
  weekday?: number;
  /** The day of a monthly digest, 1 (the default) to 31; in shorter months the last one. */
  monthDay?: number;
  /** The hour from which a digest is due, 0 (the default) to 23, in `timeZone`. */
  sendHour?: number;
  /** IANA name; absent: UTC. */
  timeZone?: string;
  /** `true`: nothing is planned or sent; what comes meanwhile waits, up to `maxAgeDays`. */
  paused?: boolean;
  /** `true`: a mail says so when a digest is due and nothing new matches. */
  quietMails?: boolean;
  /** The way out, when it is not that of the run. */
  channel?: string;
  /** The name that the mails come from, in place of the sender's. */
  senderName?: string;
  /** Where answers go, in place of the sender's address. */
  replyTo?: string;
  /** Most papers in one digest; what does not fit rolls over to the next. */
  maxPapers: number;
  /** Days after which a paper that did not fit is dropped. */
  maxAgeDays: number;
  /** The kinds of change the subscriber wants to hear of. */
  changes: Exclude<ChangeKind, 'seen'>[];
  /** Papers from before the subscription that its first digest may contain. */
  backfill: number;
  /** `true`: the subscriber's feeds and summary appear under `out/public/`. */
  public: boolean;
  /** BCP 47 tag for dates and the mail's `lang`. */
  locale: string;
  /** `true`: its mails refer to one another, so that mail programs show them as one thread. Absent: each by itself. */
  thread?: boolean;
  /** The file it was read from, as given. */
  source: string;
}
