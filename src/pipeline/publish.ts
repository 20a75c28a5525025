import type { Archive, Match, Subscription } from '../model/index.ts';
import {
  collectAll,
  collectEdition,
  collectSubscriber,
  collectTopic,
  type MatchLookup,
} from '../render/collections.ts';
import type { Collection, Output, RenderContext } from '../render/output.ts';
import { outputs } from '../render/outputs/index.ts';
import { slugOf, slugsOf } from '../render/slug.ts';
import type { Effects } from './effects.ts';

/** The matches of every paper of the archive for one subscription. */
export interface Selection {
  subscription: Subscription;
  matches: MatchLookup;
}

/** The top folders of `out/public/` and `out/mail/` that a run owns and cleans. */
const owned = ['all', 'editions', 'topics', 'subscribers'] as const;

/**
 * Renders every collection: everything and each edition in public; each subscriber and topic in public if the
 * subscription says so, else beside the private previews. A file that did not change is not written.
 * @returns the paths written or removed.
 */
export async function publish(
  archive: Archive,
  selections: readonly Selection[],
  context: RenderContext,
  effects: Pick<Effects, 'write' | 'prune'>,
): Promise<string[]> {
  const open = selections.filter(({ subscription }) => subscription.public);
  const common = mergeMatches(open);
  const shared: Collection[] = [
    collectAll(archive, common),
    ...archive.editions.map((edition) => collectEdition(edition, archive, common)),
    ...collectionsOf(archive, open),
  ];
  const written = await writeAll('public', shared, context, effects);
  const closed = selections.filter(({ subscription }) => !subscription.public);
  // Private feeds hold no absolute self link: they are published nowhere.
  written.push(...(await writeAll('mail', collectionsOf(archive, closed), { ...context, siteUrl: null }, effects)));
  return written;
}

function collectionsOf(archive: Archive, selections: readonly Selection[]): Collection[] {
  const topics = selections.flatMap(({ subscription, matches }) =>
    subscription.topics.map(({ name }) => ({ name, owner: subscription.id, matches })),
  );
  // Two subscribers may use one name for different topics. The first keeps the plain address, so that nobody's feed moves
  // when another joins; the others get their owner's name in it.
  const first = new Map<string, string>();
  for (const { name, owner } of topics) if (!first.has(name)) first.set(name, owner);
  const keyOf = ({ name, owner }: { name: string; owner: string }): string => JSON.stringify([owner, name]);
  const plain = slugsOf(first.keys());
  const taken = new Set(plain.values());
  const slugs = new Map<string, string>();
  for (const topic of topics) {
    const { name, owner } = topic;
    let slug = first.get(name) === owner ? plain.get(name)! : slugOf(`${name} ${owner}`);
    for (let n = 2; first.get(name) !== owner && taken.has(slug); n++) slug = `${slugOf(`${name} ${owner}`)}-${n}`;
    taken.add(slug);
    slugs.set(keyOf(topic), slug);
  }
  const readers = slugsOf(selections.map(({ subscription }) => subscription.id));
  return [
    ...selections.map(({ subscription, matches }) =>
      collectSubscriber(archive, subscription, matches, readers.get(subscription.id)!),
    ),
    ...topics.map((topic) =>
      collectTopic(archive, { name: topic.name, slug: slugs.get(keyOf(topic))! }, topic.matches),
    ),
  ];
}

/** The matches of all public subscriptions together: the categories of the feed of everything. */
function mergeMatches(selections: readonly Selection[]): MatchLookup {
  const merged = new Map<string, Match[]>();
  for (const { matches } of selections) {
    for (const [paper, found] of matches) merged.set(paper, [...(merged.get(paper) ?? []), ...found]);
  }
  return merged;
}

async function writeAll(
  root: 'public' | 'mail',
  collections: readonly Collection[],
  context: RenderContext,
  effects: Pick<Effects, 'write' | 'prune'>,
): Promise<string[]> {
  const written: string[] = [];
  const keep = new Set<string>();
  for (const collection of collections) {
    for (const output of Object.values<Output>(outputs)) {
      if (!output.kinds.includes(collection.kind)) continue;
      const file = `${root}/${collection.path}/${output.file}`;
      keep.add(file);
      const path = await effects.write(file, output.render(collection, context));
      if (path !== null) written.push(path);
    }
  }
  for (const folder of owned) written.push(...(await effects.prune(`${root}/${folder}`, keep)));
  return written;
}
