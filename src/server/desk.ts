import type { Day, Subscription, Topic } from '../model/index.ts';

/** When somebody wants mail. `sendHour` 0 to 23 in `timeZone`, an IANA name. */
export interface Rhythm extends Pick<Subscription, 'cadence'> {
  sendHour: number;
  timeZone: string;
}

/** What somebody wants to get, and when. */
export interface Wish extends Rhythm {
  topics: Topic[];
}

/** What a signed link is for. One for another purpose does not open. */
export type LinkPurpose = 'confirm' | 'unsubscribe' | 'preferences' | 'view' | 'tune';

/** A subscriber as pages know one. The address is not among it. */
export interface Guest extends Wish {
  id: string;
  state: 'pending' | 'active' | 'paused' | 'unsubscribed' | 'bounced';
  /** The first day on which mail may come again; `null`: not paused, or until told otherwise. */
  pausedUntil: Day | null;
}

/** A signed link that holds: whose it is, and what it is about. */
export interface Visit {
  guest: Guest;
  purpose: LinkPurpose;
  /** The delivery that the link stood in, for `view` and `tune`. */
  about: string;
  /** The number of the request that a `confirm` is for. */
  epoch: number;
  /** What a `confirm` would do: the guest's topics are those that it would bring. `null`: it was done already. */
  asks: 'subscribe' | 'change' | 'pause' | 'resume' | null;
}

/** What a visitor may do. Each is done once however often it is asked for. */
export type Wanted =
  | { kind: 'confirm' }
  | { kind: 'unsubscribe' }
  | { kind: 'wish'; wish: Wish }
  /** `until`: the first day on which mail may come again. */
  | { kind: 'pause'; until: Day }
  | { kind: 'resume' };

/** A paper on a page. Hostile text, escaped by the templates. */
export interface SeenPaper {
  title: string;
  /** http(s), or `null`. */
  url: string | null;
  day: Day | null;
  /** The words of the profile that were found. */
  terms: string[];
}

/** What a profile would have brought lately. */
export interface Sight {
  /** Days that were looked at, and the papers of these days. */
  days: number;
  papers: number;
  matches: number;
  /** The best, at most ten. */
  best: SeenPaper[];
  /** What the lab says of the topics: too broad, terms that bring nothing. */
  warnings: string[];
  /** Terms that go with those of the profile. */
  add: string[];
}

/** A paper of a digest, and how a profile can be changed by it. */
export interface TunedPaper extends SeenPaper {
  /** Its permanent id. */
  id: string;
  /** The topic that brought it. */
  topic: string;
  /** Words it has that few others have. */
  words: string[];
}

/** Everything that pages do to the world, handed in by the command. */
export interface Desk {
  /** What recent papers a profile would have brought. Costs some milliseconds for each topic. */
  look(topics: readonly Topic[]): Promise<Sight>;
  /**
   * Somebody gave this address on the sign-up page: a mail goes there, whether it is known or not, but not more than one a day. Done long after
   * the answer; what it finds is never told to who asked.
   */
  signUp(address: string, wish: Wish): Promise<void>;
  /** Opens a signed link; `null` when it was not made here, is for something else, or is too old. Changes nothing. */
  visit(purpose: LinkPurpose, token: string): Promise<Visit | null>;
  /**
   * Does what a visitor wants. @returns how things stand then, or `null` when that cannot be done any more: the link was used up, or its
   * owner is gone.
   */
  want(visit: Visit, wanted: Wanted): Promise<Guest | null>;
  /** A fresh signed link's token. */
  token(purpose: LinkPurpose, guest: Guest): string;
  /** The mail as HTML, or `null` when it is not kept any more. */
  mail(visit: Visit): Promise<string | null>;
  /** The papers of the mail that a link stood in; empty when it is not kept any more. */
  papersOf(visit: Visit): Promise<TunedPaper[]>;
}
