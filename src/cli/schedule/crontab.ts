import { clock, type Place, type Plan, stepsOf } from './plan.ts';

/**
 * Lines for `crontab -e`. The environment is read from `.env`, where there is one; what is printed on stdout is dropped, so
 * that cron mails problems only.
 */
export function crontab(plan: Plan, place: Place): string {
  const { hour, minute, timeZone } = plan;
  const program = `${quoted(place.node)} ${quoted(place.program)}`;
  // A list that could not be fetched is no reason to leave open what is due: hence `;` and not `&&`.
  const steps = stepsOf(plan).map((step) => `${program} ${step.join(' ')} >/dev/null`);
  const command = [`cd ${quoted(place.folder)} && { [ ! -f .env ] || { set -a; . ./.env; }; ${steps.join('; ')}; }`];
  return [
    `# Paperboy: every day at ${clock(plan)}${timeZone === null ? '' : `, ${timeZone}`}.`,
    ...(timeZone === null ? [] : [`CRON_TZ=${timeZone}`]),
    // An unescaped percent sign ends the command (crontab(5)).
    `${minute} ${hour} * * * ${command.join('').replaceAll('%', '\\%')}`,
    '',
  ].join('\n');
}

/** A word for sh, in quotes where it needs some. */
export const quoted = (text: string): string =>
  /^[\w@+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
