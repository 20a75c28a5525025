import type { Argv } from 'yargs';
import { type Command, usage } from '../command.ts';
import { type ExitCode, worst } from '../exit.ts';
import { paint, print } from '../terminal.ts';

interface ServeArguments {
  port: string;
  host: string;
  trustedHops: string;
  channel?: string;
  out?: string;
  serverUrl?: string;
  siteUrl?: string;
  templates?: string;
  from?: string;
}

const text = { type: 'string', requiresArg: true } as const;

export const serveCommand = {
  command: 'serve',
  describe: 'Serve the published pages, and let people sign up, change what they get, and leave',
  examples: [
    ['serve', 'on this machine, behind nothing; open the address that it prints'],
    ['serve --server-url https://papers.example.org --trusted-hops 1', 'behind one proxy that ends TLS'],
  ],
  docs: 'serving.md',
  builder: (args: Argv) =>
    args
      .option('port', { ...text, default: '8080', describe: 'The port; 0: any' })
      .option('host', { ...text, default: '127.0.0.1', describe: 'The address to listen on' })
      .option('trusted-hops', {
        ...text,
        default: '0',
        describe: 'Proxies of yours in front, whose X-Forwarded-For counts',
      })
      .option('server-url', { ...text, describe: 'Where readers find this server, for links in mails' })
      .option('channel', { ...text, describe: 'The way out of the letters that ask to confirm (smtp)' })
      .option('out', { ...text, describe: 'The output folder (out)' })
      .option('site-url', { ...text, describe: 'The address of the published out/public, where that is elsewhere' })
      .option('templates', { ...text, describe: 'A folder of templates of your own, for mails shown on the web' })
      .option('from', { ...text, describe: 'The sender, "Name <address>"' }),
  exits: [2, 5, 130, 143],
  reports: true,
  run: serve,
} satisfies Command;

async function serve(argv: ServeArguments): Promise<ExitCode> {
  const port = numberIn('port', argv.port, 65_535);
  const hops = numberIn('trusted-hops', argv.trustedHops, 10);
  const { startServer } = await import('../serve/start.ts');
  const { stopOnSignal } = await import('../signals.ts');
  const { out, serverUrl, siteUrl, templates, from, channel } = argv;
  const stop = stopOnSignal();
  const serving = await startServer(
    { host: argv.host, port, hops, flags: { out, serverUrl, siteUrl, templates, from, channel } },
    (line) => void process.stderr.write(`${line}\n`),
  );
  print(`${paint('bold', serving.url)}  (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    stop.signal.addEventListener('abort', () => resolve());
  });
  process.stderr.write('Ending: what is under way gets its answer.\n');
  await serving.close();
  return worst(stop.code());
}

function numberIn(option: string, given: string, most: number): number {
  const number = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (number <= most) return number;
  throw usage(`--${option} is no such number: ${JSON.stringify(given)}`, `a number from 0 to ${most}`);
}
