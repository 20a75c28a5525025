// Installs the heavy tools of this folder when they are not there: a browser, checkers, a second MIME parser. They stay out of
// `npm ci && npm start`, and nothing is downloaded twice. Run by `npm test` before the tests of this folder.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Brings `node_modules/` here to what the lock file says. @throws Error when npm cannot. */
export default function install() {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('installing the browser tests’ tools in test/browser/ (once, about 200 MB) ...\n');
  // Nothing of these packages has to be built or fetched by a script of theirs.
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(`npm ci in ${folder} ended with ${status}; the tests in test/browser need its packages`);
  writeFileSync(stamp, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
