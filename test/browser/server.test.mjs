import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { place, publish } from '../server/support.ts';
import { launch } from './browser.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let here;
let server;
let tool;
const windows = {};

beforeAll(async () => {
  // Without an address of its own: the pages are those of this machine.
  here = await place({ serverUrl: null });
  publish(here, 'index.html', '<!doctype html><html lang="en"><title>Papers</title><h1>Papers</h1></html>');
  server = await listen(here.app, { host: '127.0.0.1', port: 0 });
  tool = await launch();
}, 120_000);
afterAll(async () => {
  await tool?.close();
  await server?.close(0);
  here?.close();
});

async function window({ scripts = true, scheme = 'light', width = 1000 } = {}) {
  windows[scripts] ??= await tool.browser.newContext({ javaScriptEnabled: scripts });
  const page = await windows[scripts].newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const faults = [];
  page.on('console', (message) => {
    // A page that says what was wrong has a status that says so too.
    if (!/status of (?:404|422)/.test(message.text())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) faults.push(`asked for ${request.url()}`);
  });
  return { page, faults };
}

let people = 0;
const member = () => here.member(`reader${people++}@example.org`);
const at = (path) => `${server.url}${path}`;

async function confirmLink() {
  await here.desk.signUp(`new${people++}@example.org`, {
    topics: [{ name: 'agents', any: ['agents', 'tool use'], all: [], none: ['survey'], query: null }],
    cadence: 'daily',
    sendHour: 6,
    timeZone: 'UTC',
  });
  return `/mail/confirm/${here.letters.at(-1).token}`;
}

const link = async (purpose, more = '') =>
  `/mail/${purpose}/${here.token(purpose, await member(), { about: purpose === 'tune' ? 'kept' : '' })}${more}`;
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Every page, and the way a reader comes there. */
const pages = {
  'sign up': async (page) => page.goto(at('/mail/')),
  'a preview': async (page) => {
    await page.goto(at('/mail/'));
    await page.getByLabel('Topics, one a line').fill('reward model, DPO');
    await press(page, 'Preview');
    await page.getByRole('heading', { name: '12 papers of late' }).waitFor();
  },
  'sign up with mistakes': async (page) => {
    await page.goto(at('/mail/'));
    await page.getByLabel('Topics, one a line').fill('-nothing');
    // The browser lets this pass, and our gate does not.
    await page.getByLabel('E-mail address').fill('ada@localhost');
    await press(page, 'Subscribe');
    await page.getByRole('alert').waitFor();
  },
  'asked for': async (page) => {
    await page.goto(at('/mail/'));
    await page.getByLabel('Topics, one a line').fill('reward model, DPO');
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await press(page, 'Subscribe');
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  },
  confirm: async (page) => page.goto(at(await confirmLink())),
  confirmed: async (page) => {
    await page.goto(at(await confirmLink()));
    await press(page, 'Yes, subscribe');
    await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
  },
  preferences: async (page) => page.goto(at(await link('preferences'))),
  'preferences saved': async (page) => {
    await page.goto(at(await link('preferences')));
    await page.getByLabel('Mail comes').selectOption('weekly');
    await press(page, 'Save');
    await page.getByText('Saved.').waitFor();
  },
  'preferences with mistakes': async (page) => {
    await page.goto(at(await link('preferences')));
    await page.getByLabel('Topics, one a line').fill(`? (${'x'.repeat(80)}`);
    await press(page, 'Save');
    await page.getByRole('alert').waitFor();
  },
  paused: async (page) => {
    await page.goto(at(await link('preferences')));
    await press(page, 'Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
  },
  unsubscribe: async (page) => page.goto(at(await link('unsubscribe'))),
  unsubscribed: async (page) => {
    await page.goto(at(await link('unsubscribe')));
    await press(page, 'Unsubscribe');
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
  },
  fewer: async (page) => page.goto(at(await link('tune', '/fewer'))),
  more: async (page) => page.goto(at(await link('tune', '/more'))),
  mute: async (page) => page.goto(at(await link('tune', '/mute'))),
  weekly: async (page) => page.goto(at(await link('tune', '/weekly'))),
  tuned: async (page) => {
    await page.goto(at(await link('tune', '/fewer')));
    await page.getByLabel('no papers with “judge”').check();
    await press(page, 'Leave these out');
    await page.getByRole('heading', { name: 'Done' }).waitFor();
  },
  'no choice left': async (page) => {
    const id = await here.member(`only${people++}@example.org`, {
      topics: [{ name: 'agents', any: ['agents'], all: [], none: [], query: null }],
    });
    await page.goto(at(`/mail/tune/${here.token('tune', id)}/mute`));
    await page.getByLabel('agents').check();
    await press(page, 'Mute it');
    await page.getByRole('heading', { name: 'Not possible' }).waitFor();
  },
  'a dead link': async (page) => page.goto(at('/mail/preferences/abc')),
  'no such page': async (page) => page.goto(at('/mail/nothing/here')),
};

describe.each(Object.entries(pages))('%s', (name, go) => {
  it.each([true, false])(
    'scripts %s: axe finds nothing in light and dark; it fits 320 px; the console is silent',
    async (scripts) => {
      const { page, faults } = await window({ scripts });
      await go(page);
      expect(await page.locator('h1').count()).toBe(1);
      const border = await page.locator('.mast').evaluate((node) => getComputedStyle(node).borderTopStyle);
      expect(border).toBe('double');
      if (process.env.PAPERBOY_SHOTS !== undefined && scripts) {
        await page.screenshot({
          path: `${process.env.PAPERBOY_SHOTS}/${name.replaceAll(' ', '-')}.png`,
          fullPage: true,
        });
      }
      // The same page comes without scripts: what is asked of it there is that it works.
      if (scripts) await accessible(page);
      await page.setViewportSize({ width: 320, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      if (process.env.PAPERBOY_SHOTS !== undefined && scripts) {
        await page.screenshot({
          path: `${process.env.PAPERBOY_SHOTS}/${name.replaceAll(' ', '-')}-320-dark.png`,
          fullPage: true,
        });
      }
      const { results } = await checker.validateString(await page.content());
      expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual(
        [],
      );
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});

async function accessible(page) {
  await page.evaluate(axe);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    const found = await page.evaluate('axe.run(document)');
    expect(found.violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes[0].html}`)).toEqual([]);
    expect(found.passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']));
  }
}

const off = [
  'no-trailing-whitespace',
  'no-implicit-close',
  'long-title',
  'doctype-style',
  'void-style',
  'no-redundant-role',
  'prefer-native-element',
  'no-raw-characters',
  'wcag/h32',
  'wcag/h30',
  'no-inline-style',
  'attribute-boolean-style',
  'attribute-empty-style',
];
const checker = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: Object.fromEntries(off.map((rule) => [rule, 'off'])),
});

describe('the sign-up page with scripts', () => {
  it('previews while one types, keeps what was typed, and never sends the address for it', async () => {
    const { page, faults } = await window();
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.postData()));
    await page.goto(at('/mail/'));
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Topics, one a line').fill('DPO');
    await page.getByRole('heading', { name: '12 papers of late' }).waitFor();
    expect(await page.getByRole('status').textContent()).toBe('12 papers of late');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@example.org');
    expect(sent.length).toBeGreaterThan(0);
    for (const body of sent) expect(body).not.toContain('ada');
    // What papers say is text.
    expect(await page.locator('#preview script').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('takes the time zone of the browser', async () => {
    const context = await tool.browser.newContext({ timezoneId: 'Europe/Vienna' });
    const page = await context.newPage();
    await page.goto(at('/mail/'));
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Vienna');
    await context.close();
  });

  it('goes by keys alone, from the skip link to the button', async () => {
    const { page } = await window();
    await page.goto(at('/mail/'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement.id)).toBe('main');
    await page.keyboard.press('Tab');
    await page.keyboard.type('reward model');
    const order = [];
    for (let n = 0; n < 14 && order.at(-1) !== 'Subscribe'; n++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent));
    }
    expect(order.filter((one) => !one.includes('\n') && one !== '')).toEqual(
      expect.arrayContaining(['Preview', 'cadence', 'hour', 'zone', 'address', 'Subscribe']),
    );
    await page.close();
  });
});

describe('a scanner that runs scripts', () => {
  it('opens every link there is, hovers, scrolls and waits: nothing changes', async () => {
    const paths = [
      await confirmLink(),
      await link('preferences'),
      await link('unsubscribe'),
      ...(await Promise.all(['/fewer', '/more', '/mute', '/weekly'].map((way) => link('tune', way)))),
      '/mail/',
    ];
    // What other tests asked for.
    await here.parts.later.drain();
    const before = here.journal();
    const { page } = await window();
    for (let turn = 0; turn < 3; turn++) {
      for (const path of paths) {
        await page.goto(at(path), { waitUntil: 'networkidle' });
        for (const button of await page.getByRole('button').all()) await button.hover();
        await page.mouse.wheel(0, 2_000);
        await page.evaluate(() => window.dispatchEvent(new Event('beforeunload')));
      }
    }
    await here.parts.later.drain();
    expect(here.journal()).toBe(before);
    // It would have seen a change.
    await page.goto(at(await link('unsubscribe')));
    const then = here.journal();
    await press(page, 'Unsubscribe');
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    expect(here.journal()).not.toBe(then);
    await page.close();
  });
});

it('would see faults: a pale colour, what the policy refuses', async () => {
  const { page, faults } = await window();
  await page.goto(at('/mail/'));
  await page.evaluate(() => {
    document.querySelector('main').innerHTML +=
      '<p><font color="#dddddd">pale</font></p><img src="https://tracker.example.org/x.png" alt="">';
  });
  const found = await page.evaluate(`${axe}; axe.run(document)`);
  expect(found.violations.map(({ id }) => id)).toContain('color-contrast');
  await expect.poll(() => faults.join()).toMatch(/Content Security Policy/);
  await page.close();
});
