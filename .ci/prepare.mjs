// Builds after `npm ci` and before a package is made. `npx paperboy` in a clone asks for it as well, the first time: then what is
// built stays, for building it again would take long, and would empty dist/ under a command that runs.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const built = existsSync(new URL('../dist/cli/main.js', import.meta.url));
if (process.env.npm_command !== 'exec' || !built) execSync('npm run build', { stdio: 'inherit' });
