/** What every answer has. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: forms would then send `Origin: null`. To other sites nothing is told.
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

const policy = (parts: Readonly<Record<string, string>>): string =>
  Object.entries({ ...parts, 'base-uri': "'none'", 'frame-ancestors': "'none'" })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

const OWN = { 'default-src': "'none'", 'style-src': "'self'", 'script-src': "'self'", 'img-src': "'self' data:" };

/** Kinds of answers that differ in what a browser may do with them. */
const POLICIES = {
  /** Pages with forms. */
  page: policy({ ...OWN, 'connect-src': "'self'", 'form-action': "'self'" }),
  /** The published site. */
  site: policy({ ...OWN, 'form-action': "'none'" }),
  /** A mail shown on the web: its own styles, and nothing that acts or asks, whatever a template or a paper has in it. */
  mail: policy({
    sandbox: 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
    'default-src': "'none'",
    'style-src': "'unsafe-inline'",
    'img-src': 'data:',
    'form-action': "'none'",
  }),
};

/** The headers of an answer of a kind. @param https whether readers come by https: then browsers are told to stay with it. */
export function headersOf(kind: keyof typeof POLICIES, https: boolean): Record<string, string> {
  return {
    ...ALWAYS,
    'content-security-policy': POLICIES[kind],
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    // Pages behind a signed link are nobody else's, and are out of date at once.
    ...(kind === 'site' ? {} : { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }),
  };
}

/**
 * Whether a form was sent by a page of this server. Browsers say where a request comes from (Fetch metadata), older ones name the origin of
 * a form; what is neither is no browser, and has no authority that could be abused: there are no cookies.
 * @param origin this server's, as its readers write it.
 */
export function sentFromHere(headers: { get(name: string): string | null }, origin: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const from = headers.get('origin');
  return from === null || from === origin;
}
