import { clock, type Place, type Plan, stepsOf } from './plan.ts';

/**
 * The service that does one run (systemd.service(5), systemd.exec(5)). It may write into its folder and nowhere else.
 * `MemoryDenyWriteExecute` is not among its limits, for the compiler of Node needs such memory; `AF_UNIX` is, for Paperboy's
 * lock is a socket.
 */
export function service(plan: Plan, place: Place): string {
  const run = (step: readonly string[]) => [place.node, place.program, ...step].map(word).join(' ');
  const steps = stepsOf(plan);
  return lines(
    '[Unit]',
    'Description=Paperboy: one run',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `User=${specifier(place.user)}`,
    `WorkingDirectory=${specifier(place.folder)}`,
    '# Secrets and addresses, one NAME=value a line, readable by this user only. It need not be there.',
    `EnvironmentFile=-${glob(specifier(place.folder))}/.env`,
    // What could not be fetched today is fetched tomorrow; what is due goes out all the same.
    ...steps.map((step, at) => `ExecStart=${at < steps.length - 1 ? '-' : ''}${run(step)}`),
    '',
    'NoNewPrivileges=true',
    'CapabilityBoundingSet=',
    'ProtectSystem=strict',
    'ProtectHome=read-only',
    `ReadWritePaths=${word(place.folder)}`,
    'PrivateTmp=true',
    'PrivateDevices=true',
    'ProtectClock=true',
    'ProtectControlGroups=true',
    'ProtectHostname=true',
    'ProtectKernelLogs=true',
    'ProtectKernelModules=true',
    'ProtectKernelTunables=true',
    'LockPersonality=true',
    'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
    'RestrictNamespaces=true',
    'RestrictRealtime=true',
    'RestrictSUIDSGID=true',
    'SystemCallArchitectures=native',
    'UMask=0022',
  );
}

/** The timer. A run that was missed while the machine was off is made up for when it is on again. */
export function timer(plan: Plan): string {
  const zone = plan.timeZone === null ? '' : ` ${plan.timeZone}`;
  return lines(
    '[Unit]',
    `Description=Paperboy: every day at ${clock(plan)}${zone}`,
    '',
    '[Timer]',
    `OnCalendar=*-*-* ${clock(plan)}:00${zone}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
  );
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

/** A percent sign begins a specifier (systemd.unit(5)). */
const specifier = (text: string): string => text.replaceAll('%', '%%');

/** `EnvironmentFile` takes a pattern (glob(7)). */
const glob = (text: string): string => text.replace(/[[\]*?\\]/g, '\\$&');

/** One word of a command line or a list of paths: in quotes where it needs some (systemd.syntax(7)). */
function word(text: string): string {
  const safe = specifier(text).replaceAll('$', '$$$$');
  return /^[\w@+=:,./%$-]+$/.test(safe) ? safe : `"${safe.replace(/["\\]/g, '\\$&')}"`;
}
