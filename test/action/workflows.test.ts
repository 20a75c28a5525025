// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub, which look like those of a template.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaFaults } from './github-schema.ts';
import { type Action, faultsOfWorkflow, type Workflow } from './workflows.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const names = readdirSync(new URL('.github/workflows/', root));
const action = parse(read('action.yml')) as Action;
const digest = parse(read('.github/workflows/digest.yml')) as Workflow;

describe('workflows', () => {
  it('are the two we know', () => {
    expect(names.sort()).toEqual(['ci.yml', 'digest.yml']);
  });

  it.each(names)('%s is safe', (name) => {
    expect(faultsOfWorkflow(read(`.github/workflows/${name}`))).toEqual([]);
  });

  it.each([...names.map((name) => `.github/workflows/${name}`), 'docs/examples/digest.yml'])(
    '%s says which version a pin is',
    (path) => {
      const pins = read(path).match(/uses: .*@.*/g) ?? [];
      expect(pins.length).toBeGreaterThan(0);
      for (const pin of pins) expect(pin).toMatch(/@[\da-f]{40} # v\d+$/);
    },
  );

  it('CI may only read, and runs what a person runs', () => {
    const { check } = (parse(read('.github/workflows/ci.yml')) as Workflow).jobs;
    expect(check?.permissions).toEqual({ contents: 'read' });
    expect(check?.steps.at(-1)).toEqual({ run: '.ci/run' });
  });

  it('the digest may only write contents, not in a fork, one at a time, and is never cut off', () => {
    expect(digest.jobs.digest?.permissions).toEqual({ contents: 'write', actions: 'read' });
    expect(digest.jobs.digest?.if).toBe('${{ !github.event.repository.fork }}');
    expect(digest.concurrency).toEqual({ group: 'paperboy-digest', 'cancel-in-progress': false });
    expect(Object.keys(digest.on)).toEqual(['schedule', 'workflow_dispatch']);
  });

  it('only the job that publishes may write pages, and it sees no secret', () => {
    expect(digest.jobs.pages?.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
    expect(JSON.stringify(digest.jobs.pages)).not.toContain('secrets.');
  });

  it('what is pasted has the inputs that there are', () => {
    const text = read('docs/examples/digest.yml');
    expect(text.split('\n').length).toBeLessThan(35);
    const step = Object.values((parse(text) as Workflow).jobs)[0]?.steps.at(-1);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
    expect(schemaFaults('workflow', parse(text))).toEqual([]);
  });

  it('the digest gives the action inputs that it has, and secrets by environment alone', () => {
    const step = digest.jobs.digest?.steps.find(({ uses }) => uses === './');
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
    expect(Object.values(step?.with ?? {}).filter((value) => String(value).includes('secrets.'))).toEqual([]);
    expect(Object.keys(step?.env ?? {})).toEqual(
      expect.arrayContaining(['SMTP_URL', 'SMTP_PASSWORD', 'PAPERBOY_FROM']),
    );
  });

  it('the digest knows the variables of the subscriptions that ship with the project', () => {
    const step = digest.jobs.digest?.steps.find(({ uses }) => uses === './');
    const files = readdirSync(new URL('subscriptions/', root)).filter((name) => name.endsWith('.yaml'));
    const wanted = files.map((name) => /^env:(\w+)$/.exec(parse(read(`subscriptions/${name}`)).address)?.[1]);
    expect(wanted.length).toBeGreaterThan(0);
    expect(Object.keys(step?.env ?? {})).toEqual(expect.arrayContaining(wanted));
  });
});

describe('action.yml', () => {
  it('is what GitHub takes, and so are the workflows', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action/index.js' });
    expect(schemaFaults('action', action)).toEqual([]);
    for (const name of names) expect(schemaFaults('workflow', parse(read(`.github/workflows/${name}`)))).toEqual([]);
  });

  it.each([
    ['using: node24', 'using: node16'],
    ['color: orange', 'color: pink'],
    ['outputs:', 'results:'],
    ['  main: dist', '  mian: dist'],
  ])('planted, %s -> %s is seen', (before, after) => {
    expect(schemaFaults('action', parse(read('action.yml').replace(before, after)))).not.toEqual([]);
  });

  it.each([
    ['runs-on:', 'run-on:'],
    ["cron: '23 6 * * *'", "cron: '23 6 * *'"],
    ['timezone: Etc/UTC', 'time-zone: Etc/UTC'],
    ['id-token: write', 'id-token: yes'],
    ['uses: ./', 'use: ./'],
  ])('planted in the digest, %s -> %s is seen', (before, after) => {
    const text = read('.github/workflows/digest.yml');
    expect(text).toContain(before);
    expect(schemaFaults('workflow', parse(text.replace(before, after)))).not.toEqual([]);
  });

  it('describes its inputs and outputs, and previews unless told otherwise', () => {
    for (const one of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(one.description).toMatch(/\.$/);
    }
    expect(action.inputs).toMatchObject({
      send: { default: 'false' },
      commit: { default: 'true' },
      'require-state': { default: 'auto' },
    });
  });

  it('uses each input', () => {
    const code = read('src/action/inputs.ts');
    for (const name of Object.keys(action.inputs)) expect(code).toMatch(new RegExp(`'${name}'|\\b${name}: '[A-Z_]+'`));
  });
});

describe('planted faults are seen', () => {
  const workflow = (change: (text: string) => string): string =>
    change(
      'on: { schedule: [{ cron: "7 6 * * *" }] }\npermissions: {}\nconcurrency: { group: x, cancel-in-progress: false }\n' +
        'jobs:\n  one:\n    timeout-minutes: 5\n    permissions: { contents: read }\n    steps: [{ run: echo }]\n',
    );

  it('and nothing else', () => {
    expect(faultsOfWorkflow(workflow((text) => text))).toEqual([]);
  });

  it.each([
    ['run: echo', 'uses: actions/checkout@v5', 'not pinned: actions/checkout@v5'],
    ['run: echo', 'uses: actions/checkout@main', 'not pinned: actions/checkout@main'],
    ['run: echo', 'uses: ../elsewhere', 'not pinned: ../elsewhere'],
    ['run: echo', 'run: "echo ${{ inputs.date }}"', 'an expression in a script: echo ${{ inputs.date }}'],
    ['permissions: {}\n', '', 'the workflow does not take all permissions away'],
    ['permissions: {}\n', 'permissions: write-all\n', 'the workflow does not take all permissions away'],
    ['permissions: { contents: read }', 'name: x', 'one states no permissions'],
    ['timeout-minutes: 5', 'name: x', 'one has no timeout'],
    ['concurrency:', 'x:', 'no concurrency'],
    ['"7 6', '"0 6', 'on the full hour, when the queue is long: 0 6 * * *'],
    [
      'schedule: [{ cron: "7 6 * * *" }]',
      'pull_request_target: {}',
      'pull_request_target runs foreign code with our secrets',
    ],
  ])('%s -> %s', (before, after, fault) => {
    expect(faultsOfWorkflow(workflow((text) => text.replace(before, after)))).toEqual([fault]);
  });
});
