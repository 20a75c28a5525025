import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

/** A real browser, from npm alone: it unpacks itself into a temporary folder of its own. */
export async function launch() {
  const scratch = mkdtempSync(join(tmpdir(), 'paperboy-browser-'));
  mkdirSync(join(scratch, 'tmp'));
  process.env.TMPDIR = join(scratch, 'tmp');
  const executablePath = await chromium.executablePath();
  // In a single process, as the package's flags have it, closing one page ends the browser.
  const args = chromium.args.filter((arg) => arg !== '--single-process');
  const browser = await playwright.launch({ args, executablePath, headless: true });
  return {
    /**
     * A page that shows a mail and refuses every request; the addresses asked for are in `asked`.
     * @param {string} html
     * @param {{ width: number, scheme?: 'light' | 'dark', media?: 'screen' | 'print', scripts?: boolean }} options
     */
    async show(html, { width, scheme = 'light', media = 'screen', scripts = true }) {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: scheme,
        javaScriptEnabled: scripts,
      });
      const asked = [];
      await page.route('**/*', (route) => {
        asked.push(route.request().url());
        return route.abort();
      });
      await page.emulateMedia({ media, colorScheme: scheme });
      await page.setContent(html);
      return { page, asked };
    },
    browser,
    async close() {
      await browser.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

const face = (family, file, weight) => {
  const path = new URL(`node_modules/@fontsource/${file}`, import.meta.url);
  const data = readFileSync(path).toString('base64');
  return `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
};

/**
 * Fonts for screenshots: Gelasio has the measures of Georgia, and Roboto is in the list of the templates. So a picture made
 * on a machine without either looks like the mail on a machine with them.
 */
export const fonts = () =>
  [
    face('Georgia', 'gelasio/files/gelasio-latin-400-normal.woff2', 400),
    face('Georgia', 'gelasio/files/gelasio-latin-700-normal.woff2', 700),
    face('Roboto', 'roboto/files/roboto-latin-400-normal.woff2', 400),
    face('Roboto', 'roboto/files/roboto-latin-700-normal.woff2', 700),
  ].join('');
