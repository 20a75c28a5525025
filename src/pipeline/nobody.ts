import { plural } from '../diagnostic/index.ts';
import type { DigestReport, Verdict } from '../model/index.ts';
import { type Group, noteOf, rank, wordsOf } from './nobody-words.ts';

/** What is read of a run: its report, or a parsed document. `deliveries` of `paperboy.send/1` are such digests. */
export interface Ran {
  /** `null` where no dumps were asked for. */
  verdict: Verdict | null;
  editions: readonly { counts: { new: number } }[];
  digests: readonly Pick<DigestReport, 'subscription' | 'status' | 'detail'>[];
  /** The sentence stands there, where the run has said it already. */
  diagnostics?: readonly { code: string; message: string }[];
}

/** What the run was asked to do. */
export interface Asked {
  /** `false`: a preview. */
  send: boolean;
  dryRun?: boolean;
  /** Everything was taken in as history. */
  backfill?: boolean;
  /** How many subscriptions there are; absent: not known. */
  subscriptions?: number;
}

/**
 * Why nobody was mailed, in one sentence; `null` when somebody was. It names at most three subscriptions by their ids, and
 * no address and no title. Pure: the same report says the same.
 */
export function nobody(ran: Ran, asked: Asked): string | null {
  const told = ran.diagnostics?.find(({ code }) => code === 'nobody-mailed');
  if (told !== undefined) return told.message;
  if (ran.digests.some(({ status }) => status === 'sent')) return null;
  const groups = groupsOf(ran.digests);
  const would = groups.find(({ key }) => key === 'preview');
  if (would !== undefined) return notAsked(would, groups, asked);
  const reason = [...input(ran, groups, asked), ...subscriptions(ran, groups, asked)].join('; ');
  if (!asked.send) return `Nobody was mailed, for sending was not asked for (--send), and nothing is due: ${reason}.`;
  const known = groups.some(({ key }) => key === 'in-doubt') ? 'is known to have been' : 'was';
  return `Nobody ${known} mailed: ${reason}.`;
}

/** Somebody would have been, had it been asked for. */
function notAsked(would: Group, groups: readonly Group[], { send }: Asked): string {
  const others = groups.filter((group) => group !== would);
  const rest = others.length === 0 ? '' : `; of the others, ${parts(others)}`;
  const who = namesOf(would.ids);
  if (send) return `Nobody was mailed, for this was a dry run: ${who} would be${rest}.`;
  const has = would.ids.length === 1 ? 'has' : 'have';
  return `Nobody was mailed, for sending was not asked for (--send): ${who} ${has} a digest to look at${rest}.`;
}

/** The subscriptions by what became of them, what needs a look most first. One with two digests counts by the worse. */
function groupsOf(digests: Ran['digests']): Group[] {
  const bySubscription = new Map<string, Ran['digests'][number]>();
  for (const digest of digests) {
    const known = bySubscription.get(digest.subscription);
    if (known === undefined || rank(digest.status) < rank(known.status))
      bySubscription.set(digest.subscription, digest);
  }
  const groups = new Map<string, Group>();
  const byRank = [...bySubscription.values()].sort((a, b) => rank(a.status) - rank(b.status));
  for (const { subscription, status, detail = null } of byRank) {
    const { key, phrase, note = null } = wordsOf(status, detail);
    const group = groups.get(key) ?? { key, phrase, ids: [], notes: [] };
    group.ids.push(subscription);
    if (note !== null) group.notes.push(note);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What the dumps have to do with it: only where somebody was due and there was nothing to tell. */
function input({ verdict, editions }: Ran, groups: readonly Group[], { backfill = false }: Asked): string[] {
  const concerned = groups.length === 0 || groups.some(({ key }) => key === 'empty' || key === 'waiting');
  if (verdict === null || !concerned) return [];
  const added = editions.reduce((sum, { counts }) => sum + counts.new, 0);
  if (backfill && editions.length > 0) return ['what came was taken in as history (--backfill)'];
  const reason = verdict.reason.replace(/\.$/, '');
  switch (verdict.kind) {
    case 'fresh':
      return [`${plural(added, 'new paper')} came`];
    case 'quiet':
      return [reason.replace(/^nothing new: (.*)$/s, 'nothing new came ($1)').replaceAll('; ', ', ')];
    case 'stale':
      return [`nothing new came (${reason})`];
    case 'partial':
      return [`the newest list is not whole (${reason})`];
    case 'broken':
      return [`no dump given was sound (${reason})`];
  }
}

function subscriptions({ digests, editions, verdict }: Ran, groups: readonly Group[], asked: Asked): string[] {
  // A run that has neither an archive nor a dump ends before it looks at subscriptions.
  const looked = editions.length > 0 || verdict === null || asked.subscriptions === 0;
  if (digests.length === 0) return looked ? ['there are no subscriptions'] : [];
  const [first] = groups;
  const total = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  if (groups.length > 1) return [`of ${total} subscriptions, ${parts(groups)}`];
  if (total <= 3) return [`${namesOf(first!.ids)} ${said(first!)}`];
  return [`all ${total} subscriptions ${said(first!)}`];
}

const parts = (groups: readonly Group[]): string =>
  groups.map((group) => `${group.ids.length <= 3 ? namesOf(group.ids) : group.ids.length} ${said(group)}`).join(', ');

const said = (group: Group): string => group.phrase(group.ids.length > 1, noteOf(group));

/** `ada`, `ada and ben`, `ada, ben and chi`, or how many. */
function namesOf(ids: readonly string[]): string {
  if (ids.length > 3) return `${ids.length} subscriptions`;
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}
