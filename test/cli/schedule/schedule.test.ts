import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { crontab, quoted } from '../../../src/cli/schedule/crontab.ts';
import { launchd } from '../../../src/cli/schedule/launchd.ts';
import { type Place, type Plan, timeIn, zoneIn } from '../../../src/cli/schedule/plan.ts';
import { service, timer } from '../../../src/cli/schedule/systemd.ts';
import { workflow } from '../../../src/cli/schedule/workflow.ts';
import { faultsOfWorkflow } from '../../action/workflows.ts';
import { cli, root } from '../../docs/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-schedule-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const plan = (parts: Partial<Plan> = {}): Plan => ({
  ...{ hour: 7, minute: 23, timeZone: null, send: true, fetch: true },
  ...parts,
});
const place = (parts: Partial<Place> = {}): Place => ({
  ...{ node: process.execPath, program: join(root, 'dist/cli/main.js'), folder: scratch, user: 'root' },
  ...parts,
});

/** A name with everything that a shell, cron, systemd or XML could take for something else. */
const awkward = 'a b\'c"d%e$f&g<h>i;j[k]*';

describe('times and zones', () => {
  it.each([
    ['07:23', { hour: 7, minute: 23 }],
    ['7:23', { hour: 7, minute: 23 }],
    ['23:59', { hour: 23, minute: 59 }],
    ['24:00', null],
    ['7', null],
    ['07:60', null],
    ['07:23\n* * * * * x', null],
  ])('%j', (text, time) => expect(timeIn(text)).toEqual(time));

  it.each([
    ['europe/vienna', 'Europe/Vienna'],
    ['UTC', 'UTC'],
    ['Mars/Olympus', null],
    ['+01:00', null],
    ["x' y", null],
  ])('%j', (text, zone) => expect(zoneIn(text)).toBe(zone));
});

describe('crontab', () => {
  /** What cron gives to the shell: the five fields are gone, an escaped percent sign is one, a bare one ends the line. */
  const commandOf = (text: string): string => {
    const line = text.split('\n').find((one) => /^\d/.test(one))!;
    const [, command] = /^\d+ \d+ \* \* \* (.+)$/.exec(line)!;
    return command!.split(/(?<!\\)%/)[0]!.replaceAll('\\%', '%');
  };

  it('has one line, at the time, with the zone before it', () => {
    const text = crontab(plan({ timeZone: 'Europe/Vienna', hour: 6, minute: 4 }), place());
    expect(text).toMatch(/^# Paperboy: every day at 06:04, Europe\/Vienna\.\nCRON_TZ=Europe\/Vienna\n4 6 \* \* \* cd /);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    expect(crontab(plan(), place())).not.toContain('CRON_TZ');
  });

  it('runs in a folder of any name, with the variables of .env, and goes on after a fetch that failed', () => {
    const folder = join(scratch, awkward);
    mkdirSync(folder);
    const program = join(folder, 'program');
    writeFileSync(program, `echo "$1 \${2:-} $PWD $FROM" >&2; echo noise; [ "$1" != fetch ]\n`);
    writeFileSync(join(folder, '.env'), 'FROM="Paperboy <papers@example.org>"\n');
    const run = (text: string) => spawnSync('sh', ['-c', commandOf(text)], { encoding: 'utf8' });
    const { stderr, stdout, status } = run(crontab(plan(), place({ node: '/bin/sh', program, folder })));
    const where = `${folder} Paperboy <papers@example.org>`;
    expect([status, stdout, stderr]).toEqual([0, '', `fetch  ${where}\nrun --send ${where}\n`]);
    rmSync(join(folder, '.env'));
    expect(run(crontab(plan({ send: false, fetch: false }), place({ node: '/bin/sh', program, folder }))).stderr).toBe(
      `run  ${folder} \n`,
    );
  });

  it('quotes for sh', () => {
    for (const word of [awkward, 'plain-1.2/x', '', '-n', '$(id)', '`id`', '\\']) {
      expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
    }
  });
});

describe('systemd', () => {
  const installed = spawnSync('systemd-analyze', ['--version']).status === 0;

  /** What systemd has against a service and a timer. */
  function verify(units: { service: string; timer: string }): string {
    const folder = mkdtempSync(join(scratch, 'units-'));
    writeFileSync(join(folder, 'paperboy.service'), units.service);
    writeFileSync(join(folder, 'paperboy.timer'), units.timer);
    const files = ['paperboy.service', 'paperboy.timer'].map((name) => join(folder, name));
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], { encoding: 'utf8' });
    // What it says of other units of the machine is not about ours.
    return stderr
      .split('\n')
      .filter((line) => line.includes('paperboy'))
      .join('\n');
  }

  it.skipIf(!installed)('has nothing against them, also in a folder with an awkward name', () => {
    const folder = join(scratch, `${awkward}-2`);
    mkdirSync(folder);
    const node = join(folder, 'node');
    writeFileSync(node, '#!/bin/sh\n');
    chmodSync(node, 0o755);
    const zoned = plan({ timeZone: 'Europe/Vienna' });
    expect(verify({ service: service(plan(), place()), timer: timer(zoned) })).toBe('');
    expect(verify({ service: service(zoned, place({ folder })), timer: timer(plan()) })).toBe('');
  });

  it.skipIf(!installed)('would find a fault', () => {
    const good = service(plan(), place());
    expect(
      verify({ service: good.replace('ProtectSystem=strict', 'ProtectSytem=strict'), timer: timer(plan()) }),
    ).toContain('ProtectSytem');
    expect(verify({ service: good, timer: timer(plan()).replaceAll('07:23', '27:23') })).toContain('27:23');
  });

  it('runs as the user, in its folder, and makes up for what was missed', () => {
    const text = service(plan(), place({ user: 'ada', folder: '/srv/my papers/100%' }));
    expect(text).toContain('\nUser=ada\nWorkingDirectory=/srv/my papers/100%%\n');
    expect(text).toContain('\nEnvironmentFile=-/srv/my papers/100%%/.env\n');
    expect(text).toContain('\nReadWritePaths="/srv/my papers/100%%"\n');
    expect(text).toContain('\nNoNewPrivileges=true\n');
    expect(text.match(/^ExecStart=.*$/gm)!.map((line) => line.replace(/=(-?).* (?=fetch|run)/, '=$1'))).toEqual([
      'ExecStart=-fetch',
      'ExecStart=run --send',
    ]);
    expect(timer(plan({ timeZone: 'Europe/Vienna' }))).toContain(
      '\nOnCalendar=*-*-* 07:23:00 Europe/Vienna\nPersistent=true\n',
    );
  });
});

describe('launchd', () => {
  it('is a property list with the time and a command for sh', () => {
    const problems: string[] = [];
    const parser = new DOMParser({ onError: (level, message) => problems.push(`${level} ${message}`) });
    const document = parser.parseFromString(launchd(plan(), place({ folder: `/Users/${awkward}` })), 'text/xml');
    expect(problems).toEqual([]);
    const texts = (tag: string) => [...document.getElementsByTagName(tag)].map((element) => element.textContent);
    expect(texts('integer')).toEqual(['7', '23']);
    expect(texts('string')).toContain(`/Users/${awkward}`);
    const script = texts('string')[4]!;
    expect(script).toMatch(/main\.js fetch; .*main\.js run --send$/);
    expect(spawnSync('sh', ['-n', '-c', script]).status).toBe(0);
  });
});

describe('workflow', () => {
  const options = { action: './', addresses: ['PAPERBOY_ADA'], siteUrl: null };

  it.each([true, false])('is as safe as those that ship (send: %s)', (send) => {
    const text = workflow({ ...plan({ send, timeZone: 'Europe/Vienna' }), ...options });
    expect(faultsOfWorkflow(text)).toEqual([]);
    expect(faultsOfWorkflow(text.replace("'23 7", "'0 7"))).toHaveLength(1);
    const read = parse(text);
    expect(read.on.schedule).toEqual([{ cron: '23 7 * * *', timezone: 'Europe/Vienna' }]);
    expect(read.jobs.digest.permissions).toEqual({ contents: 'write', actions: 'read' });
    expect(read.concurrency).toEqual(
      parse(readFileSync(join(root, '.github/workflows/digest.yml'), 'utf8')).concurrency,
    );
    const step = read.jobs.digest.steps.at(-1);
    expect(step.with.source).toBe('daily');
    expect(step.with.send).toContain(send ? "!= 'false'" : "== 'true'");
    expect(step.env.PAPERBOY_ADA).toMatch(/^\$\{\{ secrets\.PAPERBOY_ADA \}\}$/);
  });

  it('names the site, the action and each variable once', () => {
    const action = `example/paperboy@${'0a'.repeat(20)}`;
    const text = workflow({
      ...plan({ fetch: false }),
      ...{ action, addresses: ['B', 'A', 'B'], siteUrl: "https://example.org/it's" },
    });
    const step = parse(text).jobs.digest.steps.at(-1);
    expect(step.uses).toBe(action);
    expect(step.with['site-url']).toBe("https://example.org/it's");
    expect(Object.keys(step.env)).toEqual(['PAPERBOY_FROM', 'SMTP_URL', 'SMTP_PASSWORD', 'A', 'B']);
    expect(step.with.source).toBeUndefined();
  });
});

describe('paperboy schedule', () => {
  it('prints the schedule on stdout, and what to do with it on stderr', async () => {
    const { code, stdout, stderr } = await cli('schedule', 'crontab', '--time-zone', 'Europe/Vienna');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n23 7 \* \* \* cd .* run >\/dev\/null; \}\n$/);
    expect(stderr).toMatch(/^Add it with: crontab -e\nCRON_TZ is known to/);
    const both = (await cli('schedule', 'systemd', '--at', '6:40')).stdout;
    for (const part of ['service', 'timer']) {
      const { stdout: one } = await cli('schedule', 'systemd', '--at', '6:40', '--part', part);
      expect(one.length).toBeGreaterThan(100);
      expect(both).toContain(one);
    }
    expect(both).toContain('OnCalendar=*-*-* 06:40:00\n');
    expect((await cli('schedule', 'launchd')).stdout).toContain('<plist version="1.0">');
  });

  it('prints a workflow with the addresses of the subscriptions', async () => {
    const subscriptions = ['--subscriptions', join(root, 'subscriptions')];
    const { code, stdout } = await cli('schedule', 'workflow', '--folder', root, ...subscriptions);
    expect(code).toBe(0);
    expect(Object.keys(parse(stdout).jobs.digest.steps.at(-1).env)).toContain('PAPERBOY_CHI');
  });

  it.each([
    [['crontab', '--at', '25:00'], '--at is not a time of day'],
    [['crontab', '--time-zone', 'Mars'], '--time-zone is not an IANA time zone'],
    [['crontab', '--part', 'timer'], '--part is for systemd'],
    [['systemd', '--action', './'], '--action is for workflow'],
    [['workflow', '--folder', scratch], 'the workflow needs --action'],
    [['workflow', '--action', 'example/paperboy@v1'], '--action is not an action with the commit to use'],
    [['crontab', '--folder', '/tmp/a\nb'], 'a path contains a control character'],
    [['nothing'], 'kind cannot be "nothing"'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cli('schedule', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
