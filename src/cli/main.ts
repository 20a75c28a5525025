#!/usr/bin/env node
// The entry: does as little as possible before it knows what is wanted, for every import costs start-up time.
import { version } from './version.ts';

const args = process.argv.slice(2);

// A reader that closes its end of the pipe, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`error cannot write to stdout: ${error.code ?? error.message}\n`);
  process.exit(1);
});

if (args.includes('--version') || args[0] === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  const { main } = await import('./cli.ts');
  process.exitCode = await main(args);
}
