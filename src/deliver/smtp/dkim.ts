import { createPrivateKey, type KeyObject } from 'node:crypto';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { ChannelOptions, Envelope } from '../channel.ts';
import { buildEml } from '../envelope.ts';

/** Signs messages (RFC 6376). */
export interface Signer {
  /** Builds a message with its signature before it. Throws like `buildEml`, and when it could not be signed. */
  build(envelope: Envelope): Promise<Buffer>;
}

/**
 * The headers that are signed where they are there. Those for leaving the list must be among them, or a mail program
 * offers no button (RFC 8058, 4); the mailer's own list lacks the second one.
 */
const signedHeaders = [
  ...['From', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'Cc', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'In-Reply-To', 'References', 'Auto-Submitted', 'List-Id', 'List-Help'],
  ...['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Archive'],
].join(':');

const names = { key: 'DKIM_KEY', selector: 'DKIM_SELECTOR', domain: 'DKIM_DOMAIN' } as const;

/** What signatures are made with. */
export interface DkimKey {
  key: KeyObject;
  selector: string;
  /** The domain that signs; `null`: that of the sender. */
  domain: string | null;
}

/**
 * The key that `DKIM_KEY` (a private RSA key in PEM) and `DKIM_SELECTOR` name; `DKIM_DOMAIN` where the domain is not that of
 * the sender. @returns `null` when none is set. @throws UserError (exit 2), which never repeats the key.
 */
export function dkimKeyFrom({ variable }: Pick<ChannelOptions, 'variable'>): DkimKey | null {
  const pem = variable(names.key);
  const selector = variable(names.selector);
  const own = variable(names.domain);
  if (pem === null && selector === null && own === null) return null;
  if (pem === null || selector === null) throw wrong(`${pem === null ? names.key : names.selector} is not set`);
  const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
  if (!label.test(selector)) throw wrong(`${names.selector} is not a name in DNS`);
  if (own !== null && !label.test(own)) throw wrong(`${names.domain} is not a name in DNS`);
  return { key: privateKey(pem), selector, domain: own };
}

/** The signer with the key of {@link dkimKeyFrom}; throws as that does. */
export function signerFrom(options: Pick<ChannelOptions, 'variable'>): Signer | null {
  const key = dkimKeyFrom(options);
  return key === null ? null : createSigner(key);
}

/** A signer with values of one's own. */
function createSigner(options: DkimKey): Signer {
  return {
    async build(envelope) {
      const signed = await buildEml(envelope, {
        domainName: options.domain ?? envelope.domain,
        keySelector: options.selector,
        // A key object is parsed once; a text would be parsed for each message.
        privateKey: options.key as unknown as string,
        headerFieldNames: signedHeaders,
      });
      // The mailer leaves the signature out where it cannot sign, without a word.
      if (!signed.subarray(0, 15).equals(Buffer.from('DKIM-Signature:'))) throw new Error('the message was not signed');
      return signed;
    },
  };
}

function privateKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    // Some places for secrets keep a text on one line.
    key = createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    throw wrong(`${names.key} is not a private key in PEM`);
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024) {
    throw wrong(`${names.key} is not an RSA key of at least 1024 bits`);
  }
  return key;
}

const wrong = (message: string): UserError =>
  new UserError(
    [
      diagnostic('setting-invalid', {
        message,
        expected: 'DKIM_KEY, a private RSA key in PEM, and DKIM_SELECTOR, the name under which DNS has the public one',
      }),
    ],
    2,
  );
