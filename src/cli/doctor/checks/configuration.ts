import { resolveAddress } from '../../../config/settings.ts';
import { ownTemplates } from '../../../config/settings-table.ts';
import type { Archive, Subscription } from '../../../model/index.ts';
import { matchArchive } from '../../../pipeline/matching.ts';
import { readKeys } from '../../sending.ts';
import { about, type Finding } from '../check.ts';
import type { Setup } from '../setup.ts';
import { diagnosticsOf, lineOf, many, remedyOf, some } from '../words.ts';
import type { World } from '../world.ts';

/** The oldest Node that is supported, as in package.json. */
const oldest = [20, 19];

export function node({ nodeVersion }: World): Finding[] {
  const { ok, problem } = about('node');
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const suits = major > oldest[0]! || (major === oldest[0] && minor >= oldest[1]!);
  if (suits) return [ok(`Node ${nodeVersion}`)];
  return [problem(`Node ${nodeVersion} is too old`, `install Node ${oldest.join('.')} or newer`)];
}

export function settings({ settings: found, settingFaults }: Setup): Finding[] {
  const { ok, problem } = about('settings');
  if (settingFaults.length > 0) return settingFaults.map((fault) => problem(lineOf(fault), remedyOf(fault)));
  const { outDir, subscriptionsDir } = found;
  return [ok(`output in ${outDir}, subscriptions in ${subscriptionsDir}`)];
}

export function subscriptions({ subscriptions: found, subscriptionFaults }: Setup): Finding[] {
  const { ok, warning, problem } = about('subscriptions');
  const findings = subscriptionFaults.map((fault) =>
    (fault.severity === 'error' ? problem : warning)(lineOf(fault), remedyOf(fault)),
  );
  if (findings.length > 0) return findings;
  if (found.length > 0) return [ok(`${many(found.length, 'subscription')}: ${some(found.map(({ id }) => id))}`)];
  return [warning('there is no subscription, so nobody gets a digest', 'paperboy init writes one')];
}

export function addresses({ subscriptions: all, sending }: Setup, { env }: World): Finding[] {
  const { ok, skipped, problem } = about('addresses');
  if (all.length === 0) return [skipped('there is no subscription')];
  const resolved = all.map((subscription) => ({ subscription, ...resolveAddress(subscription, env) }));
  const faulty = resolved.flatMap(({ diagnostic }) => (diagnostic === null ? [] : [diagnostic]));
  if (!sending) {
    const message = `nothing is set up for sending; ${all.length - faulty.length} of ${all.length} would have an address`;
    return [skipped(message)];
  }
  if (faulty.length > 0) return faulty.map((fault) => problem(lineOf(fault), remedyOf(fault)));
  const without = resolved.filter(({ mailbox }) => mailbox === null).map(({ subscription }) => subscription.id);
  const rest = without.length === 0 ? '' : `; without one, so by feed only: ${some(without)}`;
  return [ok(`${many(all.length - without.length, 'address', 'addresses')}${rest}`)];
}

/** @param archive `null`: there is none, or it is damaged. */
export function topics({ subscriptions: all }: Setup, archive: Archive | null): Finding[] {
  const { ok, skipped, warning } = about('topics');
  if (archive === null || archive.papers.length === 0) return [skipped('there is no archive to try them on')];
  const silent = silentTopics(all, archive);
  const count = all.reduce((sum, subscription) => sum + subscription.topics.length, 0);
  if (silent.length === 0) return [ok(`${many(count, 'topic')} tried on ${many(archive.papers.length, 'paper')}`)];
  return silent.map(({ id, topic, source }) =>
    warning(
      `${id}: the topic ${JSON.stringify(topic)} finds none of ${many(archive.papers.length, 'paper')}`,
      `paperboy profile test ${source} shows what each term finds`,
    ),
  );
}

function silentTopics(all: readonly Subscription[], archive: Archive): { id: string; topic: string; source: string }[] {
  const found = matchArchive(all, archive);
  return all.flatMap(({ id, topics: own, source }) => {
    const heard = new Set([...(found.get(id)?.values() ?? [])].flat().map(({ topic }) => topic));
    return own.flatMap(({ name }) => (heard.has(name) ? [] : [{ id, topic: name, source }]));
  });
}

export async function templates({ settings: { templatesDir }, subscriptions: all }: Setup): Promise<Finding[]> {
  const { ok, problem } = about('templates');
  if (templatesDir === ownTemplates) return [ok('those that ship')];
  const { readTemplates, readSiteTemplates } = await import('../../files.ts');
  const { templateFaults } = await import('../../../pipeline/templates.ts');
  try {
    const ids = all.map(({ id }) => id);
    const faults = await templateFaults(await readTemplates(templatesDir), await readSiteTemplates(templatesDir), ids);
    if (faults.length === 0) return [ok(`those in ${templatesDir} can be compiled`)];
    return faults.map(({ file, problem: what }) =>
      problem(`${templatesDir}/${file}: ${what}`, 'mend it; paperboy templates eject copies the one that ships'),
    );
  } catch (error) {
    return diagnosticsOf(error).map((fault) => problem(lineOf(fault), remedyOf(fault)));
  }
}

export function key({ env }: World): Finding[] {
  const { ok, skipped, problem } = about('key');
  try {
    const { all } = readKeys(env);
    if (all.length > 0) return [ok(many(all.length, 'key'))];
    return [
      skipped('not set: who bounces is remembered by subscription, not by address', 'openssl rand -hex 32 makes one'),
    ];
  } catch (error) {
    return diagnosticsOf(error).map((fault) => problem(lineOf(fault), remedyOf(fault)));
  }
}
