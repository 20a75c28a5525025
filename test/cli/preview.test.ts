import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PreviewDocument } from '../../src/cli/commands/preview.ts';

// Each test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-preview-'));
const templates = join(scratch, 'templates');
const out = join(scratch, 'out');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

// The address of a subscriber must not be on the page, though the environment has it.
const env = { ...process.env, NO_COLOR: '1', PAPERBOY_ADA: 'ada@canary.example' };
const command = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/cli/main.js', ...args], { cwd: root, env, encoding: 'utf8' });

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

function ask(url: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = options.host === undefined ? {} : { host: options.host };
    const sent = request(url, { method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

/** A running preview: its document, the address, and the process. */
async function start(): Promise<{ child: ChildProcess; document: PreviewDocument; url: string }> {
  const flags = ['--port', '0', '--json', '--templates', templates, '--out', out];
  const child = spawn(process.execPath, ['dist/cli/main.js', 'preview', ...flags], { cwd: root, env });
  let printed = '';
  const document = await new Promise<PreviewDocument>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      if (printed.endsWith('\n}\n')) resolve(JSON.parse(printed));
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${printed}`)));
  });
  return { child, document, url: document.url ?? '' };
}

/** The next `reload` event of the page's stream. */
const reloaded = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = get(`${url}events`, (response) => {
      response.setEncoding('utf8').on('data', (chunk: string) => {
        if (chunk.startsWith(': ready')) opened();
        if (!chunk.includes('event: reload')) return;
        stream.destroy();
        resolve();
      });
    });
    let opened = () => {};
    ready = new Promise((done) => {
      opened = done;
    });
    stream.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
  });
let ready: Promise<void> = Promise.resolve();

async function change(url: string, file: string, text: string): Promise<void> {
  const event = reloaded(url);
  await ready;
  writeFileSync(join(templates, 'email', file), text);
  await event;
}

describe('paperboy preview', () => {
  let preview: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    expect(command('templates', 'eject', 'note.hbs', 'topic.hbs', '--to', templates).status).toBe(0);
    preview = await start();
  });
  afterAll(() => preview?.child.kill('SIGKILL'));

  it('says what there is and where, and that it is on this machine only', () => {
    const { document, url } = preview;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(document.mails.map(({ subscription }) => subscription)).toEqual(['ada', 'ben', 'chi']);
    for (const { url: own, layout, papers } of document.mails) {
      expect(own?.startsWith(url)).toBe(true);
      expect(layout.full).toBe(papers);
      expect(layout.bytes).toBeGreaterThan(5_000);
    }
  });

  it('serves the page and each part of each mail, under strict policies', async () => {
    const { url } = preview;
    const page = await ask(url);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.body).not.toMatch(/<script(?! src="\/app\.js")|<style|\son\w+=|https?:/);
    for (const asset of ['app.js', 'app.css']) expect((await ask(url + asset)).status).toBe(200);
    const mail = await ask(`${url}mails/ada.html`);
    expect(mail.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'; style-src 'unsafe-inline'/);
    expect(mail.headers['content-security-policy']).not.toMatch(/allow-|script-src|img-src/);
    expect((await ask(`${url}mails/ada.txt`)).body).toMatch(/^Paperboy\n/);
    expect((await ask(`${url}mails/ada.headers`)).body).toMatch(/^List-Unsubscribe:\s*</m);
    expect((await ask(`${url}mails/ada.eml`)).body).toMatch(/^Content-Type: multipart\/alternative/m);
    const source = await ask(`${url}mails/ada.source`);
    expect(source.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(source.body).toContain('<h1 ');
    for (const { headers } of [page, mail, source]) {
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    }
    const list = JSON.parse((await ask(`${url}mails.json`)).body);
    expect(list.mails[0]).toMatchObject({ subscription: 'ada', layout: { omitted: 0 } });
    // Nobody's address is looked at.
    for (const ending of ['headers', 'eml', 'html']) {
      expect((await ask(`${url}mails/ada.${ending}`)).body).not.toContain('canary.example');
    }
  });

  it('shows either scheme, whatever the one of this machine is', async () => {
    const [light, dark] = await Promise.all(
      ['light', 'dark'].map(async (scheme) => (await ask(`${preview.url}mails/ada.html?scheme=${scheme}`)).body),
    );
    expect(light).toContain('@media not all {');
    expect(dark).toContain('@media all {');
    expect(light! + dark!).not.toContain('prefers-color-scheme');
  });

  it('refuses everything else: other methods, names, paths', async () => {
    const { url } = preview;
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask(url, { method })).status).toBe(405);
    const { port } = new URL(url);
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1']) {
      expect((await ask(url, { host })).status).toBe(421);
    }
    expect((await ask(url, { host: `localhost:${port}` })).status).toBe(200);
    for (const path of [
      'package.json',
      '../package.json',
      '%2e%2e/package.json',
      'mails/nobody.html',
      'mails/ada.exe',
    ]) {
      expect((await ask(url + path)).status).toBe(404);
    }
  });

  it('follows a changed template, shows a fault in one, and recovers', async () => {
    const { url } = preview;
    const topic = readFileSync(join(root, 'templates/email/topic.hbs'), 'utf8');
    await change(url, 'topic.hbs', topic.replace('<h2 ', '<h2 id="changed" '));
    expect((await ask(`${url}mails/chi.html`)).body).toContain('<h2 id="changed"');
    await change(url, 'topic.hbs', '{{{name}}}');
    const broken = JSON.parse((await ask(`${url}mails.json`)).body);
    expect(broken.diagnostics).toMatchObject([
      { code: 'template-invalid', file: join(templates, 'email', 'topic.hbs') },
    ]);
    expect(broken.mails).toHaveLength(3);
    await change(url, 'topic.hbs', topic);
    expect(JSON.parse((await ask(`${url}mails.json`)).body).diagnostics).toEqual(
      preview.document.diagnostics.map(({ severity, code, message, file }) => ({ severity, code, message, file })),
    );
  });

  it('writes nothing but the cache of templates, and ends on Ctrl-C', async () => {
    const files = readdirSync(out, { recursive: true }) as string[];
    expect(files.filter((name) => !/^mail(?:[\\/]\.cache(?:[\\/]mail-shell-\w+)?)?$/.test(name))).toEqual([]);
    expect(files.length).toBeGreaterThan(1);
    const open = ask(`${preview.url}events`).catch(() => null);
    const ended = new Promise((resolve) => preview.child.on('exit', (code, signal) => resolve([code, signal])));
    preview.child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    await open;
    await expect(ask(preview.url)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('paperboy preview, otherwise', () => {
  it('--once renders and ends', () => {
    const { status, stdout } = command('preview', '--once', '--out', join(scratch, 'once'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ada {2}4 papers {2}\d+\.\d kB {2}Preference optimisation: /);
    expect(stdout).not.toContain('http');
  });

  it('shows what a quiet day looks like when nothing is due', () => {
    const empty = join(scratch, 'empty.yaml');
    writeFileSync(empty, 'topics: {Nothing: [zzyzx]}\nname: Nobody');
    const { stdout } = command('preview', '--once', '--json', '--subscriptions', scratch, '--out', join(scratch, 'q'));
    expect(JSON.parse(stdout).mails).toMatchObject([{ subscription: 'empty', quiet: true, papers: 0 }]);
  });

  it('explains a bad port and a folder that is none', () => {
    for (const port of ['x', '70000', '-1']) expect(command('preview', '--once', '--port', port).status).toBe(2);
    const { status, stderr } = command('preview', '--once', '--templates', join(scratch, 'nowhere'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('[template-invalid]')]);
  });
});

describe('paperboy templates eject', () => {
  const folder = join(scratch, 'ejected');

  it('copies all of them, and replaces nothing that is there unless told to', () => {
    const first = JSON.parse(command('templates', 'eject', '--to', folder, '--json').stdout);
    const names = readdirSync(join(root, 'templates/email')).sort();
    expect(readdirSync(join(folder, 'email')).sort()).toEqual(names);
    expect(first).toMatchObject({ schema: 'paperboy.templates/1', folder, kept: [] });
    expect(first.written).toHaveLength(names.length);
    const card = join(folder, 'email', 'card.hbs');
    writeFileSync(card, 'mine');
    expect(command('templates', 'eject', '--to', folder).stdout).toContain(`kept  ${card}`);
    expect(readFileSync(card, 'utf8')).toBe('mine');
    command('templates', 'eject', 'card.hbs', '--to', folder, '--force');
    expect(readFileSync(card, 'utf8')).toBe(readFileSync(join(root, 'templates/email/card.hbs'), 'utf8'));
  });

  it('gives one subscription its own, which only that one gets', () => {
    const own = join(scratch, 'own');
    expect(command('templates', 'eject', 'theme.json', '--subscription', 'ben', '--to', own).status).toBe(0);
    const theme = join(own, 'email', 'subscriptions', 'ben', 'theme.json');
    writeFileSync(theme, readFileSync(theme, 'utf8').replace('"Paperboy"', '"Ben’s papers"'));
    const run = command('run', '--templates', own, '--out', join(scratch, 'own-out'));
    expect(run.status).toBe(0);
    const mail = (id: string) => readFileSync(join(scratch, 'own-out/mail/preview', id, 'digest.html'), 'utf8');
    expect(mail('ben')).toContain('>Ben’s papers</h1>');
    expect(mail('ada')).toContain('>Paperboy</h1>');
    writeFileSync(theme, '{}');
    const { status, stderr } = command('run', '--templates', own, '--out', join(scratch, 'own-out'));
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${theme} error logo must be`)]);
  });

  it('explains what it does not know', () => {
    expect(command('templates', 'eject', 'cart.hbs').stderr).toContain('card.hbs');
    expect(command('templates', 'eject', '--subscription', '../x').status).toBe(2);
    expect(command('templates', 'inject').status).toBe(2);
  });
});
