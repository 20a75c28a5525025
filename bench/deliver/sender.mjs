// One sender of the benchmark: `nodemailer` or `paperboy`, so many messages, numbered from.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [kind, countText, fromText] = process.argv.slice(2);
const count = Number(countText);
const first = Number(fromText);
const port = Number(process.env.BENCH_PORT);
const pem = process.env.BENCH_KEY;

const card = (n) =>
  `<tr><td style="padding:12px 24px"><h3 style="margin:0"><a href="https://huggingface.co/papers/2602.${10_000 + n}">A paper on reward models, number ${n}: what a title may say</a></h3><p>${'We study how preferences are learnt, and find that it depends. Größer ist nicht besser. '.repeat(8)}</p></td></tr>\n`;
const html = `<!doctype html><html lang="en"><body><table>${Array.from({ length: 32 }, (_, n) => card(n)).join('')}</table></body></html>`;
const text = Array.from(
  { length: 32 },
  (_, n) => `* A paper on reward models, number ${n}\n  https://huggingface.co/papers/2602.${10_000 + n}\n`,
).join('\n');
const subject = 'Reward models: 32 new papers';
const to = (n) => ({ address: `reader${first + n}@reader.example`, name: 'A reader' });
const from = { address: 'papers@paper.example', name: 'Paperboy' };

const memory = { most: 0, quarter: 0, end: 0 };
const heap = () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const watch = setInterval(() => {
  memory.most = Math.max(memory.most, process.memoryUsage.rss());
}, 50);

/** So many at once, each as soon as one before it is done. */
async function all(width, one) {
  let next = 0;
  const work = async () => {
    while (next < count) {
      const n = next++;
      if (n === count >> 2) memory.quarter = heap();
      await one(n);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  memory.end = heap();
}

async function nodemailer() {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ pool: true, host: '127.0.0.1', port, maxConnections: 10, maxMessages: 1e9 },
    dkim: { domainName: 'paper.example', keySelector: 'pb1', privateKey: pem },
  });
  const start = performance.now();
  await all(40, (n) =>
    transport.sendMail({
      ...{ from, to: to(n), subject, html, text, date: new Date('2026-02-04T12:00:00Z') },
      messageId: `<${first + n}@paper.example>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      list: {
        id: { url: 'paperboy.paper.example', comment: 'Paperboy' },
        unsubscribe: [['mailto:leave@paper.example?subject=unsubscribe']],
        help: [['mailto:leave@paper.example?subject=help']],
      },
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  transport.close();
  return seconds;
}

async function paperboy() {
  const { deliverDigest } = await import('../../dist/deliver/deliver.js');
  const { Ledger, deliveryKey, formatRecord } = await import('../../dist/deliver/ledger.js');
  const { createSmtp } = await import('../../dist/deliver/smtp/channel.js');
  const { signerFrom } = await import('../../dist/deliver/smtp/dkim.js');
  const { defaultLimits } = await import('../../dist/deliver/smtp/limits.js');
  const { disk } = await import('../../dist/store/disk.js');
  const { fileLedger } = await import('../../dist/store/ledger.js');
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  const log = fileLedger(join(folder, 'ledger.jsonl'), disk);
  const ledger = new Ledger();
  const append = (record) => log.append(formatRecord(record));
  const channel = createSmtp({
    server: { host: '127.0.0.1', port, secure: false, user: null, password: null },
    limits: { ...defaultLimits, connections: 10, messagesPerConnection: 1e9 },
    signer: signerFrom({ variable: (name) => ({ DKIM_KEY: pem, DKIM_SELECTOR: 'pb1' })[name] ?? null }),
  });
  await channel.open();
  const now = () => '2026-02-05T06:00:00Z';
  const start = performance.now();
  await all(40, async (n) => {
    const subscription = `s${first + n}`;
    const digest = '2026-02-04-0123456789ab';
    const key = deliveryKey(subscription, 'smtp', digest);
    const items = Array.from({ length: 32 }, (_, i) => ({
      ...{ paper: `p${i}`, revision: 1, kind: 'new', topic: 'Reward models' },
      matches: [
        { topic: 'Reward models', score: 2, spans: [{ field: 'title', start: 0, end: 6, term: 'reward model' }] },
      ],
    }));
    const planned = {
      ...{ type: 'planned', key, subscription, channel: 'smtp', digest, day: '2026-02-05', date: '2026-02-04' },
      ...{ editions: ['2026-02-04.1'], rolledOver: 0, items },
    };
    await append(planned);
    ledger.apply(planned);
    const message = { subject, html, text, messageKey: key, date: '2026-02-04T12:00:00Z' };
    const unsubscribe = { mailto: 'leave@paper.example', https: null };
    const envelope = { message, from, to: to(n), domain: 'paper.example', unsubscribe };
    const outcome = await deliverDigest({ key, envelope, channel, ledger, append, now });
    if (outcome.state !== 'sent') throw new Error(`${outcome.state}: ${outcome.detail}`);
  });
  const seconds = (performance.now() - start) / 1000;
  await channel.close();
  rmSync(folder, { recursive: true });
  return seconds;
}

const before = process.cpuUsage();
const seconds = await (kind === 'nodemailer' ? nodemailer() : paperboy());
clearInterval(watch);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ seconds, cpu: (user + system) / 1e6, memory }));
