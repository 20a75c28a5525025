import type { SettingFlags } from '../../config/settings.ts';
import type { Diagnostic } from '../../model/index.ts';
import { checks, type Finding } from './check.ts';
import * as configuration from './checks/configuration.ts';
import * as dns from './checks/dns.ts';
import { git, github } from './checks/git.ts';
import * as sending from './checks/sending.ts';
import * as state from './checks/state.ts';
import { readSetup } from './setup.ts';
import type { World } from './world.ts';

/**
 * Looks at everything. Changes nothing, sends nothing.
 * @param fileFaults what is wrong in the file of settings.
 * @returns what was found, in the order of {@link checks}.
 */
export async function examine(
  flags: SettingFlags,
  world: World,
  fileFaults: readonly Diagnostic[] = [],
): Promise<Finding[]> {
  const setup = await readSetup(flags, world.env, fileFaults);
  const out = setup.settings.outDir;
  const { findings: found, archive } = await state.state(out);
  const findings = [
    ...configuration.node(world),
    ...configuration.settings(setup),
    ...configuration.subscriptions(setup),
    ...configuration.addresses(setup, world),
    ...configuration.topics(setup, archive),
    ...(await configuration.templates(setup)),
    ...configuration.key(world),
    ...found,
    ...sending.sender(setup),
    // What waits for the network waits at the same time.
    ...(
      await Promise.all([
        state.lock(out),
        state.disk(out, world),
        state.ledger(out, world),
        git(setup, world),
        sending.smtp(setup, world),
        sending.webhook(setup, world),
        dns.dkim(setup, world),
        dns.spf(setup, world),
        dns.dmarc(setup, world),
        dns.mx(setup, world),
        sending.site(setup, world),
        github(setup, world),
      ])
    ).flat(),
  ];
  const order = Object.keys(checks);
  return findings.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}
