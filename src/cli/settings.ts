import { resolveSettings, type Settings } from '../config/settings.ts';
import { environment } from './environment.ts';

/** The flags that settings have, as yargs gives them; a command has those that it takes. */
export interface SettingArguments {
  dump?: readonly string[] | undefined;
  out?: string | undefined;
  subscriptions?: string | undefined;
  templates?: string | undefined;
  siteUrl?: string | undefined;
  serverUrl?: string | undefined;
  language?: string | undefined;
  from?: string | undefined;
  channel?: string | undefined;
  inDoubt?: string | undefined;
  claim?: string | undefined;
  maxNew?: string | number | undefined;
  requireState?: boolean | undefined;
}

/**
 * The settings of a command: its flags, then the environment, then the file of settings, then defaults. The one door to
 * them. @throws UserError (exit 2) with one diagnostic for each value that cannot be used.
 */
export const settingsOf = (argv: SettingArguments): Settings =>
  resolveSettings({
    flags: {
      dumps: argv.dump,
      outDir: argv.out,
      subscriptionsDir: argv.subscriptions,
      templatesDir: argv.templates,
      siteUrl: argv.siteUrl,
      serverUrl: argv.serverUrl,
      language: argv.language,
      from: argv.from,
      channel: argv.channel,
      inDoubt: argv.inDoubt,
      claim: argv.claim,
      maxNew: argv.maxNew,
      requireState: argv.requireState,
    },
    env: environment(),
  });
