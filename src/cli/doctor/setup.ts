import { loadSubscriptions } from '../../config/load-subscriptions.ts';
import { type Environment, resolveSettings, type SettingFlags, type Settings } from '../../config/settings.ts';
import { UserError } from '../../diagnostic/index.ts';
import type { Diagnostic, Subscription } from '../../model/index.ts';

/** The settings and subscriptions that there are, with what is wrong with them. */
export interface Setup {
  settings: Settings;
  settingFaults: Diagnostic[];
  subscriptions: Subscription[];
  subscriptionFaults: Diagnostic[];
  /** Whether anything is set up for sending: then what is missing for it is a problem, and no choice. */
  sending: boolean;
}

/**
 * Reads everything that can be read: one wrong setting hides no other.
 * @param fileFaults what is wrong in the file of settings, whose good values are part of the environment.
 */
export async function readSetup(
  flags: SettingFlags,
  env: Environment,
  fileFaults: readonly Diagnostic[],
): Promise<Setup> {
  const { settings, faults } = lenient(flags, env);
  const { subscriptions, diagnostics } = await loadSubscriptions(settings.subscriptionsDir, env.PAPERBOY_SUBSCRIBERS);
  const sending = settings.from !== null || ['PAPERBOY_FROM', 'SMTP_URL', 'WEBHOOK_URL'].some((name) => env[name]);
  return {
    settings,
    settingFaults: [...fileFaults, ...faults],
    subscriptions,
    subscriptionFaults: diagnostics,
    sending,
  };
}

/** The settings, with the defaults for those that are wrong. */
function lenient(flags: SettingFlags, env: Environment): { settings: Settings; faults: Diagnostic[] } {
  try {
    return { settings: resolveSettings({ flags, env }), faults: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Each begins with the name of the flag or the variable that is wrong.
    const wrong = new Set(error.diagnostics.map(({ message }) => message.split(' ')[0]!));
    const right = <T extends object>(given: T, nameOf: (key: string) => string[]): T =>
      Object.fromEntries(Object.entries(given).filter(([key]) => !nameOf(key).some((name) => wrong.has(name)))) as T;
    const flagged = right(flags, (key) => [
      `--${key.replace(/Dir$/, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
    ]);
    const smtp = ['SMTP_URL', 'SMTP_PASSWORD'];
    const set = right(env, (key) => (smtp.includes(key) ? smtp : [key]));
    return { settings: resolveSettings({ flags: flagged, env: set }), faults: error.diagnostics };
  }
}
