import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caniemail } from 'caniemail';
import { HtmlValidate } from 'html-validate';
import mjml from 'mjml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.mjs';
import { kindsOfMail, sampleMails } from './mails.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let tool;
let mails;
beforeAll(async () => {
  tool = await launch();
  mails = { ...(await kindsOfMail()), ...(await sampleMails()) };
}, 120_000);
afterAll(() => tool?.close());

const each = ['day', 'week', 'week in German', 'written by machine', 'quiet', 'too small', 'ada', 'ben', 'chi'];
/** Mails with a fault planted: what is meant to find it must find it. */
const planted = (from, to) => {
  const html = mails.day.html.replace(from, to);
  expect(html).not.toBe(mails.day.html);
  return html;
};

describe('in a browser', () => {
  async function overflow(html) {
    const { page, asked } = await tool.show(html, { width: 320 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.close();
    return { width, asked };
  }

  it.each(each)('%s: no horizontal scrolling at 320 px, and nothing is asked of the network', async (name) => {
    expect(await overflow(mails[name].html)).toEqual({ width: 320, asked: [] });
  });

  it('would see both', async () => {
    const wide = planted('<h1 ', '<div style="width:400px">x</div><h1 ');
    expect((await overflow(wide)).width).toBeGreaterThan(320);
    const remote = planted('<h1 ', '<img src="https://tracker.example.org/x.png" alt=""><h1 ');
    expect((await overflow(remote)).asked).toEqual(['https://tracker.example.org/x.png']);
  });

  it('a narrow phone and a wide theme fit too', async () => {
    const { page } = await tool.show(mails.chi.html, { width: 280 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(280);
    await page.close();
  });

  it('prints titles with their addresses, on paper colours', async () => {
    const { page } = await tool.show(mails.day.html, { width: 700, media: 'print' });
    const shown = await page.evaluate(() => ({
      links: getComputedStyle(document.querySelector('.links')).display,
      address: getComputedStyle(document.querySelector('.title a'), '::after').content,
    }));
    await page.close();
    expect(shown.links).toBe('none');
    expect(shown.address).toContain('https://huggingface.co/papers/');
  });

  it('right-to-left titles stand apart: what is beside them keeps its order', async () => {
    const { page } = await tool.show(mails.day.html, { width: 600 });
    const found = await page.evaluate(() => {
      const title = [...document.querySelectorAll('h3')].find((one) =>
        /\p{Script=Arabic}/u.test(one.textContent ?? ''),
      );
      return [title && getComputedStyle(title).direction, getComputedStyle(document.body).direction];
    });
    await page.close();
    expect(found).toEqual(['rtl', 'ltr']);
  });
});

describe('accessibility (axe)', () => {
  // Landmarks and a page's own h1 rules are about pages; a mail is shown inside of one.
  const notForMail = ['region', 'landmark-one-main', 'page-has-heading-one'];
  async function faults(html, scheme, change = () => {}) {
    const { page } = await tool.show(html, { width: 600, scheme });
    await page.evaluate(change);
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate((rules) => {
      const off = Object.fromEntries(rules.map((rule) => [rule, { enabled: false }]));
      return window.axe.run(document, { rules: off });
    }, notForMail);
    await page.close();
    return { ids: violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), passes: passes.map(({ id }) => id) };
  }

  const several = ['day', 'week in German', 'written by machine', 'quiet', 'too small', 'chi'];
  it.each(
    several.flatMap((name) => [
      [name, 'light'],
      [name, 'dark'],
    ]),
  )('%s, %s: clean', async (name, scheme) => {
    const { ids, passes } = await faults(mails[name].html, scheme);
    expect(ids).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang', 'link-name']));
  });

  it('survives forced inversion: every colour of the mail reads as well when all are turned round', async () => {
    // What iOS and Outlook do to a mail without dark styles: the lightness of every colour is inverted.
    const invert = () => {
      for (const sheet of [...document.styleSheets]) {
        for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
          if (sheet.cssRules[i].media?.mediaText.includes('prefers-color-scheme')) sheet.deleteRule(i);
        }
      }
      const turned = [...document.querySelectorAll('*')].map((node) => {
        const { color, backgroundColor, borderTopColor } = getComputedStyle(node);
        return [node, { color, backgroundColor, borderTopColor }];
      });
      const flip = (value) =>
        value.replace(/rgba?\((\d+), (\d+), (\d+)/, (_, r, g, b) => `rgb(${255 - r}, ${255 - g}, ${255 - b}`);
      for (const [node, colours] of turned) {
        for (const [name, value] of Object.entries(colours)) {
          if (!value.startsWith('rgba(0, 0, 0, 0'))
            node.style.setProperty(
              name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
              flip(value),
              'important',
            );
        }
      }
    };
    expect((await faults(mails.week.html, 'light', invert)).ids).toEqual([]);
  });

  it('would see faults', async () => {
    const pale = planted('color:#69645c', 'color:#c9c4bc');
    expect((await faults(pale, 'light')).ids.join()).toContain('color-contrast');
    const mute = planted(/<html lang="[^"]*"/, '<html');
    expect((await faults(mute, 'light')).ids.join()).toContain('html-has-lang');
  });

  it('no layout table is without its role, and headings go down one step at a time', async () => {
    for (const name of each) {
      const { page } = await tool.show(mails[name].html, { width: 600 });
      const found = await page.evaluate(() => ({
        bare: [...document.querySelectorAll('table')].filter(
          (table) => table.getAttribute('role') !== 'presentation' && table.querySelector('caption') === null,
        ).length,
        levels: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1])),
        role: document.querySelector('[role=article]')?.getAttribute('lang'),
      }));
      await page.close();
      expect(found.bare).toBe(0);
      expect(found.role).toBeTruthy();
      expect(found.levels[0]).toBe(1);
      found.levels.slice(1).forEach((level, i) => {
        expect(level - found.levels[i]).toBeLessThanOrEqual(1);
      });
    }
  });
});

describe('clients (caniemail)', () => {
  // MJML by itself: a ground, a bold line, a rule, a link to a page and one to an address.
  const bare = `<mjml lang="en" dir="ltr"><mj-head><mj-title>T</mj-title><mj-preview>P</mj-preview>
    <mj-style>p { margin: 0; }</mj-style></mj-head><mj-body background-color="#ffffff"><mj-section><mj-column>
    <mj-text font-weight="bold"><h1>T</h1><p><a href="https://example.org/">x</a> <a href="mailto:a@example.org">y</a></p></mj-text>
    <mj-divider /></mj-column></mj-section></mj-body></mjml>`;
  const found = (html) => {
    const { issues } = caniemail({ clients: ['*'], html });
    return new Set(
      [...issues.errors, ...issues.warnings].flatMap(([client, features]) =>
        features.map(({ title }) => `${title} in ${client}`),
      ),
    );
  };
  const beyond = async (html) => {
    const known = found((await mjml(bare, { fonts: {} })).html);
    expect(known.size).toBeGreaterThan(20);
    return [...found(html)].filter((one) => !known.has(one));
  };

  it.each(each)('%s: nothing beyond what bare MJML has', async (name) => {
    expect(await beyond(mails[name].html)).toEqual([]);
  });

  it('would see a feature that clients lack', async () => {
    const html = planted('<h1 ', '<p style="display:grid;position:sticky">x</p><h1 ');
    expect((await beyond(html)).join()).toMatch(/grid/);
  });
});

describe('HTML', () => {
  /** What MJML writes for Outlook, and the Nu checker calls errors. Nothing of it is ours. */
  const forOutlook = [
    'Attribute “xmlns:o” not allowed here.',
    'Attribute “xmlns:v” not allowed here.',
    "CSS: “mso-table-lspace”: Property “mso-table-lspace” doesn't exist.",
    "CSS: “mso-table-rspace”: Property “mso-table-rspace” doesn't exist.",
  ];
  const java = spawnSync('java', ['-version']).status === 0;
  const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
  /** What the checker says of each, in one start of Java, which takes seconds. */
  const nu = (pages) => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-nu-'));
    const files = pages.map((html, i) => {
      writeFileSync(join(folder, `${i}.html`), html);
      return join(folder, `${i}.html`);
    });
    const flags = ['-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always'];
    const { stdout } = spawnSync('java', [...flags, ...files], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const errors = JSON.parse(stdout).messages.filter(({ type }) => type !== 'info');
    return pages.map((_, i) => errors.filter(({ url }) => url.endsWith(`/${i}.html`)).map(({ message }) => message));
  };

  it('Nu checker: no error beyond the markup for Outlook', () => {
    if (!java) {
      process.stdout.write('NOT RUN: the Nu HTML checker needs Java, which is not installed here\n');
      return;
    }
    const [bad, ...good] = nu([planted('<h1 ', '<h1 nonsense '), ...each.map((name) => mails[name].html)]);
    expect(bad.join()).toContain('nonsense');
    for (const messages of good) {
      expect(messages.filter((message) => !forOutlook.includes(message))).toEqual([]);
      expect(messages).toContain(forOutlook[0]);
    }
  }, 240_000);

  it('html-validate: every element closed, nested and attributed as it may be', async () => {
    const off = [
      'no-inline-style',
      'deprecated',
      'no-trailing-whitespace',
      'attr-quotes',
      'no-implicit-close',
      'long-title',
    ];
    // Styles of MJML (several style elements, attributes without quotes, space in tags), and old tables for Outlook.
    const rules = Object.fromEntries(
      [
        ...off,
        'doctype-style',
        'no-deprecated-attr',
        'attribute-boolean-style',
        'void-style',
        'prefer-native-element',
        'tel-non-breaking',
        'no-raw-characters',
        'no-conditional-comment',
        'no-unknown-elements',
        'element-permitted-content',
        'script-type',
        'prefer-tbody',
        'wcag/h63',
        'no-redundant-role',
        'aria-label-misuse',
        'unique-landmark',
        'no-style-tag',
      ].map((rule) => [rule, 'off']),
    );
    const checker = new HtmlValidate({ extends: ['html-validate:recommended'], rules });
    const faults = async (html) =>
      (await checker.validateString(html)).results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      );
    for (const name of each) expect(await faults(mails[name].html)).toEqual([]);
    expect((await faults(planted('</h1>', ''))).join()).toContain('close-order');
  });
});
