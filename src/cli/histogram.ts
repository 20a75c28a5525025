/** One bar: what it is for, its height, and the part of it that is filled. */
export interface Bar {
  label: string;
  total: number;
  filled: number;
}

/** Most bars of a picture: more days are put together. */
const MOST = 31;
const WIDTH = 40;

/** Neighbours put together until there are few enough. */
function fewer(bars: readonly Bar[]): Bar[] {
  const size = Math.ceil(bars.length / MOST);
  const groups: Bar[] = [];
  for (let i = 0; i < bars.length; i += size) {
    const group = bars.slice(i, i + size);
    const sum = (key: 'total' | 'filled') => group.reduce((all, bar) => all + bar[key], 0);
    const [first, last] = [group[0]!.label, group.at(-1)!.label];
    groups.push({ label: first === last ? first : `${first} to ${last}`, total: sum('total'), filled: sum('filled') });
  }
  return groups;
}

/** Bars as lines of text: filled blocks for matches, dots for the other papers. */
export function textHistogram(bars: readonly Bar[]): string[] {
  const shown = fewer(bars);
  const most = Math.max(1, ...shown.map(({ total }) => total));
  const width = Math.max(...shown.map(({ label }) => label.length));
  return shown.map(({ label, total, filled }) => {
    const long = Math.round((total / most) * WIDTH);
    const full = filled === 0 ? 0 : Math.max(1, Math.round((filled / most) * WIDTH));
    return `${label.padEnd(width)}  ${'#'.repeat(full)}${'.'.repeat(Math.max(0, long - full))} ${filled} of ${total}`;
  });
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);

/** Bars as an SVG picture, which says the same as text in its `title` and `desc`. */
export function svgHistogram(title: string, bars: readonly Bar[]): string {
  const shown = fewer(bars);
  const most = Math.max(1, ...shown.map(({ total }) => total));
  const [step, height, left, top] = [24, 160, 40, 40];
  const width = left + shown.length * step + 20;
  const scale = (value: number) => Math.round((value / most) * height * 10) / 10;
  const columns = shown.map(({ label, total, filled }, i) => {
    const x = left + i * step;
    const rect = (value: number, fill: string) =>
      `<rect x="${x}" y="${top + height - scale(value)}" width="${step - 6}" height="${scale(value)}" fill="${fill}"/>`;
    const tip = `<title>${escapeXml(label)}: ${filled} of ${total}</title>`;
    const text = `<text x="${x + 9}" y="${top + height + 12}" transform="rotate(60 ${x + 9} ${top + height + 12})">${escapeXml(label)}</text>`;
    return `<g>${tip}${rect(total, '#d0d7de')}${rect(filled, '#0969da')}${text}</g>`;
  });
  const axis = `<text x="${left - 6}" y="${top + 4}" text-anchor="end">${most}</text><text x="${left - 6}" y="${top + height}" text-anchor="end">0</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + height + 190}" role="img" font-family="sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(shown.map(({ label, total, filled }) => `${label}: ${filled} of ${total}`).join('; '))}</desc>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${left}" y="20" font-size="14">${escapeXml(title)}</text>`,
    axis,
    ...columns,
    '</svg>',
    '',
  ].join('\n');
}
