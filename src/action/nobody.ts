import { plural } from '../diagnostic/index.ts';
import type { RunDocument, SendDocument } from './documents.ts';

/** What a run did about mail. */
export interface Mailing {
  run: Pick<RunDocument, 'verdict'> | null;
  /** Of the sending, or of the dry run before it; `null` when there was none. */
  deliveries: SendDocument['deliveries'] | null;
  /** Sending was asked for. */
  asked: boolean;
  dryRun: boolean;
  /** What kept it from beginning, as a sentence without its dot. */
  refused: string | null;
}

const reasons: readonly (readonly [string, string])[] = [
  ['in-doubt', 'the server broke off before it said whether it took the mail'],
  ['failed', 'the server refused the mail'],
  ['deferred', 'the server said "later"; the next run tries again'],
  ['waiting', 'the server said "later" to an earlier run, and that time has not come'],
  ['no-address', 'there is no address for them'],
  ['unread', 'their files could not be read'],
  ['not-due', 'they had their digest, or their day has not come'],
  ['empty', 'none of the new papers matched their topics'],
];

/** Why nobody got mail, in one sentence; `null` when somebody did. */
export function whyNobody({ run, deliveries, asked, dryRun, refused }: Mailing): string | null {
  if (deliveries?.some(({ status }) => status === 'sent') === true) return null;
  if (refused !== null) return `Nobody got mail: ${refused}.`;
  if (run === null) return 'Nobody got mail: the run ended before it came to that; the log says why.';
  if (!asked)
    return "Nobody got mail: sending was not asked for (the input send is 'false'), so the digests are previews.";
  if (dryRun) return 'Nobody got mail: this was a dry run.';
  if (deliveries === null) return 'Nobody got mail: the run ended before it came to that; the log says why.';
  if (deliveries.length === 0) return 'Nobody got mail: there is no subscription.';
  const parts = reasons.flatMap(([status, why]) => {
    const count = deliveries.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${plural(count, 'subscriber')}: ${why}`];
  });
  const input = run.verdict.kind === 'fresh' ? '' : ` (the input was ${run.verdict.kind})`;
  return `Nobody got mail${input}: ${parts.join('; ') || 'nothing was due'}.`;
}
