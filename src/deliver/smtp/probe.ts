import { checkServerIdentity, type PeerCertificate, type TLSSocket } from 'node:tls';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SmtpServer } from '../channel.ts';
import type { SmtpLimits } from './limits.ts';
import type { MailerError } from './outcome.ts';
import { connectionOptions, isLoopback } from './session.ts';

/** What a server says to somebody who connects and logs in, and sends nothing. */
export interface SmtpProbe {
  /** How far it came: `connect` and `tls` failed, `login` was refused, or `done`. */
  reached: 'connect' | 'tls' | 'login' | 'done';
  /** What went wrong, in a phrase without what the server said: that may repeat an address. `null` when `done`. */
  fault: string | null;
  tls: {
    /** Such as `TLSv1.3`; `null`: the connection is not encrypted. */
    version: string | null;
    /** Until when the certificate is valid; `null` where it was not looked at: a server on this machine. */
    validTo: Date | null;
  };
  /** Whether a user and a password were accepted; `null`: none are set. */
  loggedIn: boolean | null;
}

/**
 * Connects as a run does, so with the same demands, logs in, and leaves. Never throws; no message is begun.
 * @param tls more options of TLS, for tests: an authority of their own, or demands on this machine as on others.
 */
export async function probeSmtp(
  server: SmtpServer,
  limits: SmtpLimits,
  tls: { ca?: string | Buffer; strict?: boolean } = {},
): Promise<SmtpProbe> {
  let certificate: PeerCertificate | null = null;
  const look = (host: string, peer: PeerCertificate) => {
    certificate = peer;
    return checkServerIdentity(host, peer);
  };
  const lenient = isLoopback(server.host) && tls.strict !== true;
  const options: SMTPConnectionOptions = {
    ...connectionOptions(server, limits),
    ...(lenient ? {} : { requireTLS: !server.secure }),
    tls: {
      rejectUnauthorized: !lenient,
      checkServerIdentity: look,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    },
  };
  const connection = new SMTPConnection(options);
  const probe: SmtpProbe = {
    ...{ reached: 'connect', fault: null, loggedIn: null },
    tls: { version: null, validTo: null },
  };
  try {
    await step(connection, limits, (done) => connection.connect(done));
    const socket = (connection as unknown as { _socket?: Partial<TLSSocket> })._socket;
    probe.tls.version = socket?.getProtocol?.() ?? null;
    probe.tls.validTo = dateOf(certificate);
    probe.reached = 'login';
    const { user, password } = server;
    if (user !== null) {
      probe.loggedIn = false;
      await step(connection, limits, (done) => connection.login({ user, pass: password?.reveal() ?? '' }, done));
      probe.loggedIn = true;
    }
    probe.reached = 'done';
    connection.quit();
  } catch (error) {
    if (probe.reached === 'connect' && isOfTls(error as Fault)) probe.reached = 'tls';
    probe.fault = phrase(error as Fault);
  }
  connection.close();
  return probe;
}

/** An error of the mailer, of TLS or of a system call. */
type Fault = MailerError & { message?: string | undefined };

type Done = (error?: MailerError | null) => void;

/** One step within the time that a run gives it; errors come by callback or as an event. */
function step(connection: SMTPConnection, limits: SmtpLimits, begin: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject({ code: 'ETIMEDOUT' }), limits.connect + limits.greeting);
    const done: Done = (error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    };
    connection.on('error', done);
    connection.on('end', () => done({ code: 'ECONNECTION' }));
    begin(done);
  });
}

const dateOf = (certificate: PeerCertificate | null): Date | null => {
  const date = new Date(certificate?.valid_to ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** What OpenSSL and Node call a certificate that is not accepted; the mailer keeps it in the message. */
const certificateFaults: readonly (readonly [RegExp, string])[] = [
  [/certificate has expired|CERT_HAS_EXPIRED/i, 'its certificate has expired'],
  [/self[- ]signed/i, 'its certificate is self-signed'],
  [/altnames|does not match|ERR_TLS_CERT_ALTNAME/i, 'its certificate is for another name'],
  [/unable to (?:verify|get)|UNABLE_TO_/i, 'its certificate is not signed by a known authority'],
  [/not yet valid/i, 'its certificate is not valid yet'],
  [/wrong version number|packet length too long|record layer/i, 'it does not speak TLS on this port'],
  [/unsupported protocol|protocol version|alert/i, 'no version of TLS suits both sides'],
];

const certificateFault = ({ message = '', code = '' }: Fault): string | null =>
  certificateFaults.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1] ?? null;

const isOfTls = (error: Fault): boolean => error.code === 'ETLS' || certificateFault(error) !== null;

const phrases: Readonly<Record<string, string>> = {
  EDNS: 'there is no such host',
  ENOTFOUND: 'there is no such host',
  ECONNREFUSED: 'it refuses the connection',
  ETIMEDOUT: 'it does not answer in time',
  ECONNRESET: 'it cut the connection',
  ECONNECTION: 'it ended the connection',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  EPROTOCOL: 'it does not speak SMTP',
  EAUTH: 'it refuses the user or the password',
  ENOAUTH: 'it offers no way to log in',
};

function phrase(error: Fault): string {
  const { code = '', responseCode } = error;
  const reply = responseCode === undefined ? '' : ` (${responseCode})`;
  const fault = certificateFault(error);
  if (fault !== null) return fault;
  if (code === 'ETLS') return `it offers no STARTTLS${reply}`;
  const cause = /\b(E[A-Z]{4,})\b/.exec(error.message ?? '')?.[1] ?? '';
  return `${phrases[cause] ?? phrases[code] ?? `the connection fails: ${code || 'unknown error'}`}${reply}`;
}
