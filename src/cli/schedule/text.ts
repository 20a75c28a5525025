import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { usage } from '../command.ts';
import type { ScheduleArguments } from '../commands/schedule.ts';
import { ownProgram } from '../init/own.ts';
import { crontab } from './crontab.ts';
import { launchd } from './launchd.ts';
import type { Place, Plan } from './plan.ts';
import { service, timer } from './systemd.ts';
import { workflow } from './workflow.ts';

/** A schedule: what is printed on stdout, and what is to be said about it on stderr. */
export interface ScheduleText {
  text: string;
  remarks: string[];
}

/** @throws UserError (exit 2) when a workflow has no action to use, or a path cannot stand in such a file. */
export async function scheduleText(plan: Plan, argv: ScheduleArguments): Promise<ScheduleText> {
  const folder = resolve(argv.folder ?? '.');
  if (argv.kind === 'workflow') return workflowText(plan, argv, folder);
  const place: Place = {
    node: process.execPath,
    program: ownProgram,
    folder,
    user: userInfo().username,
  };
  const odd = [place.node, place.program, folder].find((path) => /\p{Cc}/u.test(path));
  if (odd !== undefined) throw usage('a path contains a control character', 'a folder that a line of text can name');
  return { crontab: crontabText, systemd: systemdText, launchd: launchdText }[argv.kind](plan, place, argv);
}

function crontabText(plan: Plan, place: Place): ScheduleText {
  const remarks = ['Add it with: crontab -e'];
  if (plan.timeZone !== null) {
    remarks.push(
      'CRON_TZ is known to cronie (Fedora, Arch, RHEL) and holds for the lines below it; the cron of Debian, Ubuntu and macOS ' +
        "does not know it and takes the machine's time: leave it out there, and convert the time.",
    );
  }
  return { text: crontab(plan, place), remarks };
}

function systemdText(plan: Plan, place: Place, { part }: ScheduleArguments): ScheduleText {
  if (part === 'service') return { text: service(plan, place), remarks: [] };
  if (part === 'timer') return { text: timer(plan), remarks: [] };
  const units = '/etc/systemd/system/paperboy';
  return {
    text: `# ${units}.service\n${service(plan, place)}\n# ${units}.timer\n${timer(plan)}`,
    remarks: [
      'These are two files; --part service and --part timer print one each. Then:',
      '  sudo systemctl daemon-reload && sudo systemctl enable --now paperboy.timer',
    ],
  };
}

function launchdText(plan: Plan, place: Place): ScheduleText {
  const file = '~/Library/LaunchAgents/paperboy.plist';
  const remarks = [`Save it as ${file}, then: launchctl bootstrap gui/$(id -u) ${file}`];
  if (plan.timeZone !== null) remarks.push('launchd knows no time zones: the time is that of the machine.');
  return { text: launchd(plan, place), remarks };
}

async function workflowText(plan: Plan, argv: ScheduleArguments, folder: string): Promise<ScheduleText> {
  const { addressNames, ownAction, readAction } = await import('./action.ts');
  const action = argv.action === undefined ? await ownAction(folder) : readAction(argv.action);
  if (action === null) {
    throw usage(
      'there is no action.yml of Paperboy in this folder, so the workflow needs --action',
      "OWNER/REPO@SHA, with the whole SHA of a commit; or a copy of Paperboy's repository",
    );
  }
  const { settingsOf } = await import('../settings.ts');
  const { siteUrl, subscriptionsDir } = settingsOf({ siteUrl: argv.siteUrl, subscriptions: argv.subscriptions });
  const addresses = await addressNames(resolve(folder, subscriptionsDir));
  const secrets = addresses.length === 0 ? '' : `, and ${addresses.join(', ')} with the addresses`;
  return {
    text: workflow({ ...plan, action, addresses, siteUrl }),
    remarks: [
      'Save it as .github/workflows/paperboy.yml, commit and push it.',
      `To send, set in the repository's settings the variable PAPERBOY_FROM, and the secrets SMTP_URL, SMTP_PASSWORD${secrets}.`,
    ],
  };
}
