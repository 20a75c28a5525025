import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Where a session is. `body`: between 354 and the final dot; `dot`: after it, before the reply; `done`: after the reply. */
export type Phase = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'done';

/** What a server does instead of its usual reply: says that, hangs up (`null`), or says nothing (`''`). */
export type Fault = string | null;

export interface SinkOptions {
  /** Asked in each phase; `undefined`: the usual reply. */
  fault?: (phase: Phase, recipient: string) => Fault | undefined;
  /** Milliseconds to wait before a reply. */
  delay?: (phase: Phase) => number;
  pipelining?: boolean;
  auth?: boolean;
}

export interface Taken {
  from: string;
  to: string[];
  bytes: Buffer;
  messageId: string;
}

/**
 * A server that speaks as much SMTP as a client of one message at a time needs, tells where each session is, and does
 * something else when asked to. A message counts as taken when its final dot is there, whether or not the client lives
 * to see the reply: that is what the receiving side does.
 */
export class Sink {
  readonly taken: Taken[] = [];
  /** Where each open session is. */
  readonly phases = new Map<Socket, Phase>();
  connections = 0;
  port = 0;
  private readonly server: Server;
  private readonly options: SinkOptions;
  /** `false`: messages are counted, but not kept. */
  keep = true;
  count = 0;

  private constructor(options: SinkOptions) {
    this.options = options;
    this.server = createServer((socket) => this.serve(socket));
  }

  static async start(options: SinkOptions = {}): Promise<Sink> {
    const sink = new Sink(options);
    await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    sink.port = (sink.server.address() as AddressInfo).port;
    return sink;
  }

  get server_(): { host: string; port: number; secure: false; user: null; password: null } {
    return { host: '127.0.0.1', port: this.port, secure: false, user: null, password: null };
  }

  async stop(): Promise<void> {
    for (const socket of this.phases.keys()) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    this.connections++;
    this.phases.set(socket, 'greeting');
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => this.phases.delete(socket));
    const enter = (phase: Phase): void => {
      // A reply may be due to somebody who is gone.
      if (!socket.destroyed) this.phases.set(socket, phase);
    };
    let from = '';
    let to: string[] = [];
    let data = false;
    let open = false;
    let pending = Buffer.alloc(0);
    let busy = false;
    /** @returns whether the usual reply was given. */
    const say = async (phase: Phase, usual: string): Promise<boolean> => {
      const wait = this.options.delay?.(phase) ?? 0;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const fault = this.options.fault?.(phase, to.at(-1) ?? '');
      const reply = fault === undefined ? usual : fault;
      if (reply === null) socket.destroy();
      else if (reply !== '' && !socket.destroyed) socket.write(`${reply}\r\n`);
      return fault === undefined;
    };
    const command = async (line: string): Promise<void> => {
      const word = line.slice(0, 4).toUpperCase();
      const known: Partial<Record<string, Phase>> = {
        EHLO: 'EHLO',
        // What a client says when EHLO is refused.
        HELO: 'EHLO',
        AUTH: 'AUTH',
        MAIL: 'MAIL',
        RCPT: 'RCPT',
        DATA: 'DATA',
      };
      const phase = known[word] ?? 'done';
      if (phase !== 'done') enter(phase);
      if (phase === 'EHLO') await say(phase, this.extensions());
      else if (word === 'AUTH') await say(phase, '235 2.7.0 welcome');
      else if (word === 'MAIL') {
        from = addressIn(line);
        to = [];
        open = false;
        await say(phase, '250 2.1.0 fine');
      } else if (word === 'RCPT') {
        to.push(addressIn(line));
        if (await say(phase, '250 2.1.5 fine')) open = true;
      } else if (word === 'DATA') {
        if (!open) socket.write('503 5.5.1 no recipient\r\n');
        else if (await say(phase, '354 go on')) {
          data = true;
          enter('body');
        }
      } else if (word === 'QUIT') {
        await say('done', '221 2.0.0 bye');
        socket.end();
      } else await say('done', '250 2.0.0 fine');
    };
    const work = async (): Promise<void> => {
      while (!socket.destroyed) {
        if (data && pending.length > 0 && this.options.fault?.('body', to.at(-1) ?? '') === null) {
          socket.destroy();
          return;
        }
        const end = pending.indexOf(data ? '\r\n.\r\n' : '\r\n');
        if (end === -1) return;
        if (!data) {
          const line = pending.subarray(0, end).toString('latin1');
          pending = pending.subarray(end + 2);
          await command(line);
          continue;
        }
        const bytes = Buffer.from(pending.subarray(0, end + 2));
        pending = pending.subarray(end + 5);
        data = false;
        enter('dot');
        this.take(from, to, bytes);
        await say('dot', '250 2.0.0 taken');
        enter('done');
      }
    };
    const wake = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      await work();
      busy = false;
    };
    busy = true;
    void say('greeting', '220 sink.example ESMTP').then(() => {
      busy = false;
      return wake();
    });
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      void wake();
    });
  }

  private extensions(): string {
    const { pipelining, auth } = this.options;
    const words = [
      'sink.example',
      ...(pipelining ? ['PIPELINING'] : []),
      ...(auth ? ['AUTH PLAIN'] : []),
      'SIZE 50000000',
    ];
    return words.map((text, i) => `250${i === words.length - 1 ? ' ' : '-'}${text}`).join('\r\n');
  }

  private take(from: string, to: string[], stuffed: Buffer): void {
    this.count++;
    if (!this.keep) return;
    const bytes = Buffer.from(stuffed.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
    const messageId = /^Message-ID:\s*(\S+)/im.exec(bytes.toString('latin1'))?.[1] ?? '';
    this.taken.push({ from, to, bytes, messageId });
  }
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
