import type { ChangeCounts } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Day } from './paper.ts';

/** What a run says of its input, in one word. */
export type VerdictKind = 'fresh' | 'quiet' | 'stale' | 'partial' | 'broken';

export interface Verdict {
  kind: VerdictKind;
  /** One line for people. */
  reason: string;
}

/**
 * What became of a subscriber's digest in a run.
 * `preview`: rendered under `out/mail/`, nothing recorded. `empty`: nothing new matched. `not-due`: today's digest is
 * already out. `no-address`: asked to send, but the subscription names no address (or an unset variable). `waiting`: first
 * seen after the newest edition, it starts with the next one. `unread`: its file has errors.
 */
export type DigestStatus =
  | 'preview'
  | 'empty'
  | 'not-due'
  | 'no-address'
  | 'waiting'
  | 'unread'
  | 'sent'
  | 'deferred'
  | 'failed'
  | 'in-doubt';

export interface DigestReport {
  subscription: string;
  status: DigestStatus;
  /** Papers in the digest. */
  papers: number;
  /** The channel, `null` in a preview. */
  channel: string | null;
  /** The digest's id, when there is one and it was to be sent. */
  digest?: string;
  /** What the channel said last of it; codes only. */
  detail?: string | null;
}

/** The outcome of `paperboy run`; printed by `--json` as `paperboy.run/1`. */
export interface RunReport {
  verdict: Verdict;
  editions: { id: string; date: Day; counts: ChangeCounts }[];
  digests: DigestReport[];
  /** Files created or changed, in order. */
  written: string[];
  diagnostics: Diagnostic[];
  /** The new papers as Markdown, where that was asked for. */
  summary?: string;
}
