/** Colours of one scheme; each pair of text and ground has the contrast of WCAG AA. */
interface Palette {
  ground: string;
  ink: string;
  quiet: string;
  line: string;
  /** Fill and edge of a step, of what is public, private, and the memory. */
  step: readonly [string, string];
  open: readonly [string, string];
  closed: readonly [string, string];
  memory: readonly [string, string];
}

/** The schemes: `how-it-works-NAME.svg` each. */
export const palettes: Record<'light' | 'dark', Palette> = {
  light: {
    ground: '#ffffff',
    ink: '#1b1f24',
    quiet: '#57606a',
    line: '#6e7781',
    step: ['#f6f8fa', '#8c959f'],
    open: ['#dafbe1', '#1a7f37'],
    closed: ['#fff1e5', '#bc4c00'],
    memory: ['#ddf4ff', '#0969da'],
  },
  dark: {
    ground: '#0d1117',
    ink: '#e6edf3',
    quiet: '#9198a1',
    line: '#8b949e',
    step: ['#161b22', '#6e7681'],
    open: ['#0f2a18', '#3fb950'],
    closed: ['#2d1a0b', '#db6d28'],
    memory: ['#0c2238', '#4493f8'],
  },
};

type Look = 'step' | 'open' | 'closed' | 'memory';

/** A box: left, top, width, height, how it looks, and its lines of text; the first is the name. */
type Box = readonly [x: number, y: number, width: number, height: number, look: Look, lines: readonly string[]];

const boxes: readonly Box[] = [
  [10, 10, 182, 64, 'closed', ['dumps/', 'pages you saved,', 'or paperboy fetch']],
  [10, 106, 182, 50, 'step', ['parse', 'papers, dates, doubts']],
  [10, 188, 182, 50, 'step', ['diff', 'what is new']],
  [10, 270, 182, 50, 'step', ['match', 'for whom, and why']],
  [10, 352, 182, 50, 'step', ['render', 'mails, feeds, pages']],
  [232, 188, 144, 64, 'memory', ['out/state/', 'every paper seen,', 'every mail sent']],
  [232, 270, 144, 50, 'closed', ['subscriptions/', 'topics of a reader']],
  [10, 442, 182, 64, 'open', ['out/public/', 'site, feeds, Markdown:', 'safe to publish']],
  [204, 442, 172, 64, 'closed', ['out/mail/', 'a preview for each', 'reader']],
  [204, 546, 172, 64, 'step', ['deliver', 'with --send: SMTP,', 'a folder, a webhook']],
];

/** Lines with an arrow at their end; those with two go both ways. */
const arrows: readonly (readonly [path: string, both?: true])[] = [
  ['M101 74V102'],
  ['M101 156V184'],
  ['M101 238V266'],
  ['M101 320V348'],
  ['M196 213H228', true],
  ['M232 295H196'],
  ['M101 402V438'],
  ['M101 402V420H290V438'],
  ['M290 506V542'],
  ['M380 578H390V220H380', true],
];

const legend: readonly (readonly [Look, string])[] = [
  ['open', 'public'],
  ['closed', 'yours, private'],
  ['memory', 'the memory: keep it'],
];

const description =
  'Dumps are parsed; diff compares them with the memory in out/state and finds what is new; match looks for the topics of ' +
  'each subscription; render writes public pages and feeds to out/public and a preview for each reader to out/mail; with --send, ' +
  'deliver sends the mails and writes down in out/state what was sent.';

/** The picture of how Paperboy works, in one scheme. It is narrow, so that it can be read on a phone. */
export function picture({ ground, ink, quiet, line, ...looks }: Palette): string {
  const shapes = boxes.flatMap(([x, y, width, height, look, [name, ...rest]]) => [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${looks[look][0]}" stroke="${looks[look][1]}" stroke-width="1.5"/>`,
    `<text x="${x + 12}" y="${y + 20}" class="name" fill="${ink}">${name}</text>`,
    ...rest.map((text, at) => `<text x="${x + 12}" y="${y + 37 + 16 * at}" fill="${quiet}">${text}</text>`),
  ]);
  const lines = arrows.map(
    ([path, both]) =>
      `<path d="${path}" fill="none" stroke="${line}" stroke-width="1.5" marker-end="url(#tip)"${both ? ' marker-start="url(#tip)"' : ''}/>`,
  );
  const keys = legend.flatMap(([look, text], at) => [
    `<rect x="12" y="${536 + 26 * at}" width="16" height="16" rx="3" fill="${looks[look][0]}" stroke="${looks[look][1]}" stroke-width="1.5"/>`,
    `<text x="38" y="${549 + 26 * at}" fill="${quiet}">${text}</text>`,
  ]);
  return `${[
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 620" width="400" height="620" role="img" aria-labelledby="t d">',
    '<title id="t">How Paperboy works</title>',
    `<desc id="d">${description}</desc>`,
    '<style>text{font:13px -apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}.name{font-weight:600;font-size:15px}</style>',
    `<marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="${line}"/></marker>`,
    `<rect width="400" height="620" rx="10" fill="${ground}"/>`,
    ...lines,
    ...shapes,
    ...keys,
    '</svg>',
  ].join('\n')}\n`;
}
