// Empties dist/ before a build; dist/action/ is committed, and made by npm run bundle.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) {
  if (name !== 'action') rmSync(new URL(name, dist), { recursive: true, force: true });
}
